"""Beside its choices an office sees what it needs: the ladder, the paper, the entry; and can hand its work on."""

import pytest

from sharing.messages import DraftEntry, Withdraw
from tests import people
from tests.starter.test_filling import flat
from tests.starter.web.site import Site
from tests.starter.web.staff.conftest import TRIAGED, settled
from tests.starter.web.staff.hands import Clerk, address_of, links, sheet, words
from tests.workflows.house import until


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


@pytest.mark.requirement("ONS-068")
async def test_a_conflict_is_declared_with_its_reason_and_shuts_its_declarer_out(site: Site) -> None:
    reference = await site.house.lodged()
    await site.house.road(reference, 0, TRIAGED)
    await settled(site, reference)
    place = f"/staff/requests/{reference}/conflict"
    async with site.visitor("lena") as lena:
        form = sheet(await lena.get(place))
        assert '<a href="#reason">Say what' in (await lena.post(place, data=form.filled({"reason": " "}))).text
        turned = await lena.post(place, data=form.filled({"reason": "My \u202e cousin asks"}))
        assert "reorders it" in words(turned)
        assert (await lena.post(place, data=form.filled({"reason": "My cousin asks"}))).status_code == 303
        address, _ = address_of(site, reference, "Support", "legal")
        opinion = sheet(await lena.get(address))
        given = flat(people.opinion("legal").model_dump(mode="json"))
        refused = await lena.post(
            address, data=opinion.filled({path: given[path] for path in opinion.paths & given.keys()})
        )
        assert "A conflict of interest was declared here" in words(refused)
        _, task = address_of(site, reference, "Support", "legal")
        page = words(await lena.get(f"/staff/requests/{reference}/tasks/{task.key}"))
        assert "would be refused. Who else can act: Leo Marchetti, Paul Reyes." in page


async def test_the_request_that_is_to_be_reconsidered_is_named_where_it_is_asked_again(site: Site) -> None:
    earlier = await site.house.lodged()
    await site.house.say(earlier, "rae", Withdraw(reason="Too early"))
    await until(lambda: site.house.store.request(earlier).state == "withdrawn")  # type: ignore[union-attr]
    again = await site.house.desk.lodge(
        people.SCHEME.key, people.complete(), "rae", f"again-{earlier}", reconsiders=earlier
    )
    await until(lambda: site.house.store.request(again.reference) is not None)
    async with site.visitor("gwen") as gwen:
        page = await gwen.get(f"/staff/requests/{again.reference}")
    assert links(page)[earlier] == f"/staff/requests/{earlier}"
    assert f"Asked before {earlier} : withdrawn" in words(page)
