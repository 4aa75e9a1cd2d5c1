"""My work, the queue and the dossier show what there is, to those whom it concerns, and typed words as words."""

import pytest

from sharing.messages import AskRequester, ItemQuestion, ReviseAnswers
from starter.web.differences import compared
from starter.web.staff import queue
from tests import people
from tests.starter.web.site import Site
from tests.starter.web.staff.conftest import settled
from tests.starter.web.staff.hands import address_of, links, sheet, words
from tests.workflows.house import until

HOSPITAL = "hospital-activity"
SCRIPT = "<script>alert(1)</script>"


async def test_my_work_has_what_waits_for_my_offices_and_what_i_did(site: Site, reviewed: str) -> None:
    task = f"/staff/requests/{reviewed}/tasks/"
    async with site.visitor("esi") as esi, site.visitor("asha") as asha, site.visitor("rae") as rae:

        async def is_told() -> bool:
            return any(href.startswith(task) for href in links(await esi.get("/staff")).values())

        await until(is_told)
        waiting = await esi.get("/staff")
        assert "University of Wexbridge" in words(waiting)
        assert not any(href.startswith(task) for href in links(await asha.get("/staff")).values())
        assert f"{reviewed} : Screened: pass" in words(await asha.get("/staff"))
        assert (await rae.get("/staff")).status_code == 403


async def test_the_queue_is_filtered_and_goes_on_from_page_to_page(
    site: Site, lodged: str, reviewed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "ON_A_PAGE", 1)
    async with site.visitor("asha") as asha:

        async def listed(asked: str) -> str:
            return words(await asha.get(f"/staff/requests?{asked}"))

        assert lodged in await listed(f"text={lodged}&step=first-screening&state=open&office=onward-sharing-service")
        assert "no such requests" in await listed(f"text={lodged}&office=legal")
        assert "no such requests" in await listed(f"text={lodged}&late=yes")
        assert "no such requests" in await listed(f"text={lodged}&state=refused")
        assert "no such requests" in await listed("office=%00&step=nowhere")
        page = await asha.get("/staff/requests?state=open")
        older = await asha.get(next(href for text, href in links(page).items() if "Older" in text))
        assert "state=open" in str(older.url)
        assert set(links(page)) & {lodged, reviewed} != set(links(older)) & {lodged, reviewed}
        assert (await asha.get("/staff/requests?after=ONS-1999-0001")).status_code == 200


async def test_the_dossier_shows_what_was_said_typed_words_never_as_markup(site: Site) -> None:
    answers = people.complete(title=f"Deaths {SCRIPT}")
    reference = await site.house.lodged(answers)
    asks = AskRequester(
        office="onward-sharing-service", questions=(ItemQuestion(item="title", asks=f"Why {SCRIPT}?"),)
    )
    await site.house.say(reference, "asha", asks)
    await settled(site, reference)
    async with site.visitor("asha") as asha:
        stands = await asha.get(f"/staff/requests/{reference}")
        told = await asha.get(f"/staff/requests/{reference}/history")
        answered = await asha.get(f"/staff/requests/{reference}/answers")
    assert "It is the turn of the requester" in words(stands)
    assert f"Why {SCRIPT}?" in words(stands)
    assert "Lodged for Death registrations" in words(told)
    assert "Dr Rae Okafor (Requester) Lodged" in words(told)
    assert "Now waits for Onward Sharing Service (First screening)" in words(told)
    assert "first-screening" not in words(told)
    assert f"Deaths {SCRIPT}" in words(answered)
    assert not any("<script>alert" in page.text for page in (stands, told, answered))


async def test_two_revisions_are_compared_word_by_word(site: Site, reviewed: str) -> None:
    reference = await site.house.lodged(people.complete(title="Deaths in two of the regions"))
    revised = ReviseAnswers(reason="Narrower", changes={"title": "Deaths in one of the regions"})
    await site.house.say(reference, "rae", revised)
    await until(lambda: site.house.desk.recorded(reference).revision == 2)
    async with site.visitor("asha") as asha:
        page = await asha.get(f"/staff/requests/{reference}/answers?revision=2&against=1")
        same = await asha.get(f"/staff/requests/{reference}/answers?revision=junk&against=99")
    assert "(taken out: two ) (added: one )" in words(page)
    assert "Revision 2" in words(same)
    assert same.status_code == 200


def test_what_differs_is_escaped_and_long_texts_are_compared_by_lines() -> None:
    assert "<b>" not in compared("old", "old <b>")
    long = "\n".join(f"line {number} of many words" for number in range(3_000))
    marked = compared(long, long.replace("line 1500", "row 1500"))
    assert marked.count("<ins>") == 1
    assert "row 1500 of many words" in marked


async def test_a_document_is_given_to_be_saved_and_only_with_its_own_request(site: Site, lodged: str) -> None:
    content = b"%PDF-1.7 something"
    sha256 = site.house.store.put(content, "dpia.pdf")
    row = {"name": "our\r\n “DPIA”.pdf".replace("\r\n", ""), "version": "1", "author": "Rae", "sha256": sha256}
    answers = people.complete()
    key = next(one.key for one in people.SCHEME.form.questions if one.kind == "document" and one.key in answers)
    reference = await site.house.lodged({**answers, key: (row,)})
    async with site.visitor("asha") as asha, site.visitor("rae") as rae:
        there = await asha.get(f"/staff/requests/{reference}/documents/{sha256}")
        assert there.content == content
        assert there.headers["content-disposition"].startswith("attachment;")
        assert there.headers["content-type"] == "application/octet-stream"
        assert (await asha.get(f"/staff/requests/{lodged}/documents/{sha256}")).status_code == 404
        assert (await rae.get(f"/staff/requests/{reference}/documents/{sha256}")).status_code == 403


async def test_an_outside_owner_comes_by_a_link_and_sees_their_own_part_alone(site: Site, lodged: str) -> None:
    reference = await site.house.lodged(people.complete(assets=("death-registrations", HOSPITAL)))
    await site.house.say(reference, "asha", people.screened())
    await site.house.say(reference, "idris", people.opinion("information-asset-owner", HOSPITAL))
    await site.house.say(reference, "gwen", people.opinion("information-asset-owner", "death-registrations"))
    await site.house.say(reference, "olu", people.triaged())
    await settled(site, reference)
    async with site.visitor() as thea:
        await thea.post("/sign-in", data={"email": "thea@records.example", "next": "/staff"})
        link = site.post.link_to("thea").partition("?")[0]
        assert (await thea.post(link, data={"next": "/staff"})).headers["location"] == "/staff"
        await until(lambda: _asked(site, reference))
        work = await thea.get("/staff")
        mine = [href for href in links(work).values() if f"/{reference}/tasks/" in href]
        assert len(mine) == 1
        page = await thea.get(mine[0])
        form = await thea.get(links(page)["Support"])
        assert form.status_code == 200
        assert sheet(form).paths
        dossier = words(await thea.get(f"/staff/requests/{reference}"))
        assert "Waits for you" in dossier
        assert "Gwen Pritchard" not in dossier
        address, others = address_of(site, reference, "Support", "security")
        assert (await thea.get(f"/staff/requests/{reference}/tasks/{others.key}")).status_code == 404
        assert (await thea.get(address)).status_code == 404
        assert (await thea.get(f"/staff/requests/{reference}/history")).status_code == 403
        assert (await thea.get(f"/staff/requests/{lodged}")).status_code == 404


def _asked(site: Site, reference: str) -> bool:
    return any(
        one.notice.reference == reference for one in site.house.store.inbox("third-party-owner", site.ground.clock())
    )
