"""Beside its choices an office sees what it needs: the ladder, the paper, the entry; and can hand its work on."""

from sharing.messages import DraftEntry, Escalate
from tests import people
from tests.starter.web.site import Site
from tests.starter.web.staff.conftest import ADVISED, settled
from tests.starter.web.staff.hands import Clerk, address_of, links, sheet, words
from tests.workflows.house import DEATHS


async def test_the_ladder_shows_who_decides_now_and_what_went_up_it_and_why(site: Site, excepted: str) -> None:
    await site.house.say(
        excepted, "gwen", Escalate(asset=DEATHS, to="data-governance-council", reasons="Too large for one owner.")
    )
    await settled(site, excepted)
    _, task = address_of(site, excepted, "Approve")
    async with site.visitor("carys") as carys:
        page = words(await carys.get(f"/staff/requests/{excepted}/tasks/{task.key}"))
    assert "Data Governance Council decides what is escalated to it, and approvals against the advice Awaited" in page
    assert "Information Asset Owner decides on the data it owns Data Governance" in page
    assert "Too large for one owner." in page
    assert "Only the Permanent Secretary can lift it" in page
    assert "asked for the exception" in page


async def test_the_entry_comes_filled_from_the_file_and_is_seen_as_it_will_be_published(
    site: Site, at_register: str
) -> None:
    clerk = Clerk(site, "asha")
    address, form = await clerk.opened(at_register, DraftEntry())
    assert form.texts["fields.organisation"] == "University of Wexbridge"
    typed = form.filled({"fields.title": "Deaths, seen <closely>", "fields.retention": None})
    seen = await clerk.browser.post(address, data={**typed, "act": "preview"})
    assert seen.status_code == 200
    assert sheet(seen).texts["fields.title"] == "Deaths, seen <closely>"
    preview = words(seen).partition("as it will be published")[2]
    assert "Title 3 words Deaths, seen <closely>" in preview
    assert "Retention 7 words What we have to say about retention." in preview
    assert "You can enter up to 300 words" in words(seen)
    long = await clerk.browser.post(address, data=form.filled({"fields.lay-summary": "word " * 301}))
    assert long.status_code == 422
    assert '<a href="#fields.lay-summary">' in long.text
    done = await clerk.browser.post(address, data=typed)
    assert done.status_code == 303, words(done)
    await clerk.close()
    await settled(site, at_register)
    drafted = site.house.desk.recorded(at_register).entry
    assert drafted is not None
    assert drafted.drafted.fields["title"] == "Deaths, seen <closely>"
    assert drafted.drafted.fields["retention"] == "What we have to say about retention."


async def test_the_agreement_lies_beside_its_screening_and_can_be_taken_away(site: Site, at_register: str) -> None:
    async with site.visitor("olu") as olu:
        page = await olu.get(f"/staff/requests/{at_register}")
        copies = [href for text, href in links(page).items() if text.startswith("fixed copy (PDF)")]
        assert (await olu.get(copies[0])).content.startswith(b"%PDF")


async def test_work_is_given_to_another_holder_and_to_nobody_else(site: Site) -> None:
    reference = await site.house.lodged()
    _, task = address_of(site, reference, "Pass")
    place = f"/staff/requests/{reference}/assign/{task.key}"
    async with site.visitor("asha") as asha, site.visitor("leo") as leo:
        assert (await leo.get(place)).status_code == 403
        form = sheet(await asha.get(place))
        assert form.options["to"] == ["", "asha", "felix"]
        assert '<a href="#to">Choose who' in (await asha.post(place, data=form.filled({"to": "leo"}))).text
        sent = await asha.post(place, data=form.filled({"to": "felix"}))
        assert sent.status_code == 303
        assert "given to Felix Adeyemi" in words(await asha.get(sent.headers["location"]))
        address, _ = address_of(site, reference, "Pass")
        screening = sheet(await asha.get(address))
        wanted = people.screened().model_dump(mode="json")
        filled = {f"scope.{key}": value for key, value in wanted["scope"].items()}
        filled |= {f"checklist.{key}": value for key, value in wanted["checklist"].items()}
        refused = await asha.post(address, data=screening.filled(filled))
        assert "assigned to somebody else" in words(refused)


async def test_a_conflict_is_declared_with_its_reason_and_shuts_its_declarer_out(site: Site) -> None:
    reference = await site.house.lodged()
    await site.house.road(reference, 0, ADVISED - 8)
    await settled(site, reference)
    place = f"/staff/requests/{reference}/conflict"
    async with site.visitor("lena") as lena:
        form = sheet(await lena.get(place))
        assert '<a href="#reason">Say what' in (await lena.post(place, data=form.filled({"reason": " "}))).text
        turned = await lena.post(place, data=form.filled({"reason": "My \u202e cousin asks"}))
        assert "reorders it" in words(turned)
        assert (await lena.post(place, data=form.filled({"reason": "My cousin asks"}))).status_code == 303
    assert "lena" in site.house.desk.recorded(reference).conflicted
