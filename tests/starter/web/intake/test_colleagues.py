"""Writing together: who is invited sees the draft, nobody learns who is known, and two never undo one another."""

import asyncio

from tests.starter.web.intake.drafts import answered, begun, filled, hidden, kept, version, words
from tests.starter.web.site import Site


async def test_who_is_invited_gets_a_letter_and_sees_the_draft(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        await answered(rae, draft, "title", answer_title="Ours")
        await rae.post(f"{draft}/colleagues", data={"email": "Sana@Northgate.example"})
        await rae.post(f"{draft}/colleagues", data={"email": "sana@northgate.example"})
    letters = [one for one in site.post.letters if one.to == "sana@northgate.example" and draft in one.letter.text]
    assert len(letters) == 1
    assert "Dr Rae Okafor is writing a request" in letters[0].letter.text
    async with site.visitor("sana") as sana:
        assert "Ours" in words(await sana.get(draft))
        await answered(sana, draft, "methods", answer_methods="Hers")
        assert (await sana.get(f"{draft}/delete")).status_code == 403
        assert (await sana.post(f"{draft}/delete")).status_code == 403
        filled(site, draft)
        assert "Only Dr Rae Okafor, who began it, can send it." in words(await sana.get(f"{draft}/check"))
        refused = await sana.post(f"{draft}/declare")
        assert "Only Dr Rae Okafor can send this request" in words(refused)
    assert kept(site, draft).key in {one.key for one in site.ground.records.drafts_of("sana")}


async def test_the_answer_is_the_same_whether_or_not_an_address_is_known(site: Site) -> None:
    said = []
    async with site.visitor("rae") as rae:
        for email in ("nobody@nowhere.example", "sana@northgate.example"):
            draft = await begun(rae)
            sent = await rae.post(f"{draft}/colleagues", data={"email": email})
            page = words(await rae.get(sent.headers["location"]))
            said.append(page.replace(email, "…").partition("Invite a colleague")[0])
            assert "Sana" not in page
    assert said[0] == said[1]
    assert "If we know …" in said[0]


async def test_an_address_that_is_none_is_sent_back(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        for wrong in ("", "sana", "a@" + "b" * 300, "a@b\nBcc: c@d"):
            page = await rae.post(f"{draft}/colleagues", data={"email": wrong})
            assert page.status_code == 422
            assert 'href="#email"' in page.text
    assert kept(site, draft).people == ()


async def test_of_two_who_change_one_answer_the_second_sees_both_and_chooses(site: Site) -> None:
    async with site.visitor("rae") as rae, site.visitor("ruth") as ruth:
        draft = await begun(rae)
        site.ground.records.invite(kept(site, draft).key, "ruth", "rae")
        page = f"{draft}/questions/methods"
        stamp = await version(rae, page)
        await ruth.post(page, data={"version": stamp, "answer-methods": "Ruth's methods"})
        clash = await rae.post(page, data={"version": stamp, "answer-methods": "Rae's methods"})
        assert clash.status_code == 422
        assert "What a colleague has saved meanwhile Ruth's methods" in words(clash)
        assert ">\nRae&#39;s methods</textarea>" in clash.text or ">Rae&#39;s methods</textarea>" in clash.text
        assert kept(site, draft).answers["methods"] == "Ruth's methods"
        again = {"version": hidden(clash.text, "version"), "answer-methods": "Rae's methods"}
        assert (await rae.post(page, data=again)).status_code == 303
    assert kept(site, draft).answers["methods"] == "Rae's methods"


async def test_who_changes_different_answers_at_the_same_time_undoes_nothing(site: Site) -> None:
    questions = ("methods", "outputs", "necessity", "governance", "compliance", "justification")
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        versions = {one: await version(rae, f"{draft}/questions/{one}") for one in questions}
        rows = [{"answer-variables-variable": f"v{place}", "then": "add"} for place in range(4)]
        sent = await asyncio.gather(
            *(
                rae.post(f"{draft}/questions/{one}", data={"version": versions[one], f"answer-{one}": one.upper()})
                for one in questions
            ),
            *(rae.post(f"{draft}/questions/variables", data=row) for row in rows),
        )
    assert {one.status_code for one in sent} == {303}
    answers = kept(site, draft).answers
    assert {one: answers[one] for one in questions} == {one: one.upper() for one in questions}
    assert len(answers["variables"]) == 4
