"""Answering questions: tied to answers, only those unlocked, what differs shown first, and nothing typed is lost."""

import pytest

from sharing.facts import Answered, Revised
from tests import people
from tests.starter.web.requester.stories import asked, begun, ids_exist, same, write
from tests.starter.web.site import Site
from tests.workflows.house import until


@pytest.mark.requirement("ONS-037")
async def test_a_reply_and_a_changed_answer_reach_the_office_together_as_a_new_revision(site: Site) -> None:
    reference = await asked(site)
    place = await begun(site, reference)
    write(site, place, justification="What we have to say about heat.")
    async with site.visitor("rae") as rae:
        page = await rae.get(place)
        assert "Which &lt;i&gt;years&lt;/i&gt;?" in page.text
        assert ">justification." in page.text.partition("<del>")[2]
        assert ">heat." in page.text.partition("<ins>")[2]
        sent = await rae.post(place, data={"reply-time-periods": "2015 to 2024", "send": "yes"})
        assert (sent.status_code, sent.headers["location"]) == (303, f"/requests/{reference}")
        await until(lambda: not site.house.desk.recorded(reference).asked)
        shown = await rae.get(f"/requests/{reference}")
    assert "Request changed (revision 2)" in shown.text
    store = site.house.store
    facts = [one.fact for one in store.history(reference)]
    (reply,) = [one.replies for one in facts if isinstance(one, Answered)]
    assert store.content(reply["time-periods"].sha256).content == b"2015 to 2024"
    (revised,) = [one for one in facts if isinstance(one, Revised)]
    assert revised.changed == ("justification",)
    assert revised.filing is not None
    assert store.answers(revised.filing.digest)["justification"] == "What we have to say about heat."
    first = facts[0].filing.digest  # type: ignore[union-attr]
    assert store.answers(first)["justification"] == people.complete()["justification"]


async def test_what_was_typed_is_there_after_an_answer_was_changed(site: Site) -> None:
    reference = await asked(site)
    place = await begun(site, reference)
    async with site.visitor("rae") as rae:
        there = await rae.post(place, data={"reply-time-periods": "Half a tho", "change": "justification"})
        assert there.headers["location"].startswith("/drafts/")
        assert there.headers["location"].endswith("/questions/justification")
        assert "Half a tho" in (await rae.get(place)).text
        assert (
            await rae.post(place, data={"reply-time-periods": "Half a thought", "later": "yes"})
        ).status_code == 303
        assert await begun(site, reference) == place, "the same draft is gone on with"
        assert "Half a thought" in (await rae.get(place)).text
        assert place.partition("?")[0] in (await rae.get("/requests")).text


async def test_only_what_was_asked_about_can_be_changed(site: Site) -> None:
    place = await begun(site, await asked(site))
    async with site.visitor("rae") as rae:
        assert (await rae.post(place, data={"change": "public-benefit"})).status_code == 404


async def test_a_question_without_any_answer_is_named_and_the_rest_stays_typed(site: Site) -> None:
    place = await begun(site, await asked(site))
    async with site.visitor("rae") as rae:
        page = await rae.post(place, data={"reply-justification": "Because </textarea><b>.", "send": "yes"})
    assert page.status_code == 422
    assert ids_exist(page)
    assert "Reply to the question about time periods" in page.text
    assert "Because &lt;/textarea&gt;&lt;b&gt;." in page.text


@pytest.mark.parametrize("text", ["x" * 20_001, "turned \u202e round"])
async def test_a_reply_that_cannot_be_kept_is_refused_beside_its_box_and_still_there(site: Site, text: str) -> None:
    place = await begun(site, await asked(site))
    async with site.visitor("rae") as rae:
        page = await rae.post(place, data={"reply-justification": text, "reply-time-periods": "2020", "send": "yes"})
    assert page.status_code == 422
    assert 'id="reply-justification-error"' in page.text
    assert text in page.text


async def test_sending_twice_counts_once(site: Site) -> None:
    reference = await asked(site)
    place = await begun(site, reference)
    reply = {"reply-justification": "Rare causes.", "reply-time-periods": "2020", "send": "yes"}
    async with site.visitor("rae") as rae:
        assert (await rae.post(place, data=reply)).status_code == 303
        again = await rae.post(place, data={**reply, "reply-justification": "Rare causes, and more."})
        assert again.status_code == 409
        assert "Rare causes, and more." in again.text
    facts = [one.fact for one in site.house.store.history(reference)]
    assert len([one for one in facts if isinstance(one, Answered)]) <= 1


async def test_a_change_that_nobody_asked_for_needs_a_reason_and_the_declaration_where_it_touches_it(
    site: Site,
) -> None:
    reference = await site.house.lodged()
    async with site.visitor("rae") as rae:
        place = (await rae.post(f"/requests/{reference}/revise")).headers["location"]
        page = await rae.post(place, data={"reply-reason": "", "send": "yes"})
        assert page.status_code == 422
        assert ids_exist(page)
        (row,) = (dict(one) for one in people.complete()["organisations"] if isinstance(one, dict))
        write(site, place, title="Heat", organisations=({**row, "signatory": "The Vice-Chancellor"},))
        page = await rae.post(place, data={"reply-reason": "A new head", "send": "yes"})
        assert "Confirm this again" in page.text
        assert ids_exist(page)
        sent = await rae.post(place, data={"reply-reason": "A new head", "declaration": "yes", "send": "yes"})
        assert sent.status_code == 303
    await until(lambda: site.house.desk.recorded(reference).revision == 2)
    assert set(site.house.desk.recorded(reference).changed) == {"title", "organisations", "declaration"}


async def test_what_a_colleague_changed_meanwhile_is_not_taken_back(site: Site) -> None:
    reference = await asked(site)
    async with site.visitor("rae") as rae:
        place = (await rae.post(f"/requests/{reference}/revise")).headers["location"]
        write(site, place, title="Heat")
        round_one = await begun(site, reference)
        write(site, round_one, justification="A better one.")
        await rae.post(round_one, data={"reply-time-periods": "2020", "send": "yes"})
        await until(lambda: site.house.desk.recorded(reference).revision == 2)
        await rae.post(place, data={"reply-reason": "A name", "send": "yes"})
    await until(lambda: site.house.desk.recorded(reference).revision == 3)
    stands = site.house.store.answers(site.house.desk.recorded(reference).filing.digest)
    assert (stands["title"], stands["justification"]) == ("Heat", "A better one.")


async def test_nobody_else_finds_the_draft_or_can_begin_one(site: Site) -> None:
    reference = await asked(site)
    place = await begun(site, reference)
    async with site.visitor("sana") as sana:
        nowhere = same(await sana.get("/requests/ONS-2001-0001/answering/none"))
        assert same(await sana.get(place)) == nowhere
        assert same(await sana.post(place, data={"send": "yes"})) == nowhere
        assert same(await sana.post(f"/requests/{reference}/answer/1")) == nowhere
        assert same(await sana.post(f"/requests/{reference}/revise")) == nowhere
    async with site.visitor("rae") as rae:
        assert same(await rae.get(f"/requests/{reference}/answering/%00")).count("Page not found") == 2
    async with site.visitor("ruth") as ruth:
        assert (await ruth.get(place)).status_code == 404, "a draft is its people's, also within the organisation"


async def test_a_round_that_is_over_leads_back_to_the_request(site: Site) -> None:
    reference = await site.house.lodged()
    async with site.visitor("rae") as rae:
        for number in ("7", "0", "x", "9" * 30):
            there = await rae.post(f"/requests/{reference}/answer/{number}")
            assert there.headers["location"] == f"/requests/{reference}"
