"""What is said on a page is said once, by whoever holds the office, of what they saw; and nothing typed is lost."""

import asyncio

from sharing.messages import ReviseAnswers
from tests import people
from tests.starter.test_filling import flat
from tests.starter.web.site import Site
from tests.starter.web.staff.hands import Clerk, address_of, links, sheet, words
from tests.workflows.house import until

PANEL = next(step.key for step in people.RULES.path if step.kind == "reviews" and step.what == "review")
HOSTILE = "</textarea><script>alert(1)</script> & “it”"


def opinion(office: str) -> dict[str, object]:
    """A supporting opinion, as the blanks of its form."""
    return dict(flat(people.opinion(office).model_dump(mode="json")))


async def test_two_presses_of_one_button_count_once(site: Site, reviewed: str) -> None:
    clerk = Clerk(site, "sam")
    _, form = await clerk.opened(reviewed, people.opinion("security"))
    data = form.filled({path: one for path, one in opinion("security").items() if path in form.paths})
    sent = await asyncio.gather(*(clerk.browser.post(form.action, data=data) for _ in range(2)))
    assert [one.status_code for one in sent] == [303, 303]
    later = await clerk.browser.post(form.action, data=data)
    assert "counts once" in words(await clerk.browser.get(later.headers["location"]))
    given = [one for one in site.house.store.history(reviewed) if one.fact.kind == "opinion-given"]
    assert sum(one.fact.office == "security" for one in given) == 1  # type: ignore[union-attr]
    await clerk.close()


async def test_a_task_that_a_deputy_has_done_meanwhile_says_so_and_keeps_what_was_typed(
    site: Site, reviewed: str
) -> None:
    clerk = Clerk(site, "dora")
    address, form = await clerk.opened(reviewed, people.opinion("data-protection"))
    await site.house.say(reviewed, "dmitri", people.opinion("data-protection"))
    key = f"{PANEL}/data-protection"
    await until(lambda: not any(one.startswith(key) for one in site.house.desk.recorded(reviewed).awaited))
    sent = await clerk.browser.post(address, data=form.filled({"parts.mitigations": "Half a day of my thoughts."}))
    assert sent.status_code == 410
    assert "Dmitri Volkov" in words(sent)
    assert "Half a day of my thoughts." in words(sent)
    assert (await clerk.browser.get(address)).status_code == 410
    await clerk.close()


async def test_a_revision_that_came_meanwhile_is_named_and_the_text_is_kept_for_it(site: Site) -> None:
    reference = await site.house.lodged()
    await site.house.road(reference, 0, 3)
    clerk = Clerk(site, "leo")
    _, form = await clerk.opened(reference, people.opinion("legal"))
    revised = ReviseAnswers(reason="A better title", changes={"title": "Deaths, and what came before"})
    await site.house.say(reference, "rae", revised)
    await until(lambda: site.house.desk.recorded(reference).revision == 2)
    data = form.filled({path: one for path, one in opinion("legal").items() if path in form.paths})
    sent = await clerk.browser.post(form.action, data=data)
    assert sent.status_code == 422
    assert "You saw revision 1" in words(sent)
    assert "<title>Error: " in sent.text
    see = next(href for text, href in links(sent).items() if "between revision 1 and revision 2" in text)
    assert "(added: Deaths, and what came before )" in words(await clerk.browser.get(see))
    again = sheet(sent)
    assert again.texts["parts.mitigations"] == form.filled(opinion("legal"))["parts.mitigations"]
    assert again.texts["revision"] == "2"
    done = await clerk.browser.post(again.action, data=again.filled({}))
    assert done.status_code == 303, words(done)
    await clerk.close()


async def test_another_office_is_told_who_can_act_and_a_form_sent_all_the_same_is_refused_by_the_core(
    site: Site, lodged: str
) -> None:
    address, task = address_of(site, lodged, "Pass")
    async with site.visitor("leo") as leo, site.visitor("asha") as asha:
        page = await leo.get(f"/staff/requests/{lodged}/tasks/{task.key}")
        assert "which you do not hold. Who can act: Asha Raman, Felix Adeyemi" in words(page)
        assert "Pass" not in links(page)
        kept_out = await leo.get(address)
        assert kept_out.status_code == 403
        assert "Asha Raman" in words(kept_out)
        form = sheet(await asha.get(address))
        wanted = flat(people.screened().model_dump(mode="json"))
        data = form.filled({path: one for path, one in wanted.items() if path in form.paths})
        sent = await leo.post(address, data=data)
    assert sent.status_code == 422
    assert "You do not hold the office “Onward Sharing Service” today" in words(sent)
    assert task.key in site.house.desk.recorded(lodged).awaited


async def test_strangers_find_nothing_and_the_signed_out_find_the_way_in(site: Site, lodged: str) -> None:
    address, task = address_of(site, lodged, "Pass")
    base = f"/staff/requests/{lodged}"
    places = (base, f"{base}/answers", f"{base}/tasks/{task.key}", address, f"{base}/conflict")
    for person, status in (("rae", 403), ("sana", 403), ("thea", 404)):
        async with site.visitor(person) as stranger:
            assert {(await stranger.get(place)).status_code for place in places} == {status}
            assert (await stranger.get("/staff/requests/ONS-1999-0001")).status_code == status
            assert (await stranger.get(f"{base}/history")).status_code == 403
            assert (await stranger.get("/staff/requests")).status_code == 403
            assert (await stranger.post(address, data={})).status_code == status
    async with site.visitor() as nobody:
        away = await nobody.get(address)
    assert away.headers["location"].startswith("/staff/sign-in?next=/staff/requests/")


async def test_a_session_that_has_ended_says_nothing(site: Site, lodged: str) -> None:
    address, _ = address_of(site, lodged, "Ask the requester")
    async with site.visitor("asha") as asha:
        form = sheet(await asha.get(address))
        for token in list(asha.cookies.values()):
            site.house.store.end_session(token)
        given = {"questions.1.item": "title", "questions.1.asks": "Why?"}
        sent = await asha.post(address, data=form.filled(given))
    assert sent.status_code == 401
    assert site.house.desk.recorded(lodged).rounds == 0


async def test_a_choice_that_is_not_offered_any_more_is_not_guessed(site: Site, lodged: str) -> None:
    address, _ = address_of(site, lodged, "Pass")
    other = f"{address.partition('?')[0]}?choice=0123456789abcdef0123"
    async with site.visitor("asha") as asha:
        assert (await asha.get(other)).status_code == 409
        sent = await asha.post(other, data={"reason": "What I had typed"})
        assert sent.status_code == 409
        assert "What I had typed" in words(sent)
        assert (await asha.get(f"/staff/requests/{lodged}/tasks/no/such/task")).status_code == 404


async def test_what_is_missing_too_long_or_hostile_is_named_beside_its_blank_and_everything_is_kept(
    site: Site, lodged: str
) -> None:
    address, _ = address_of(site, lodged, "Ask the requester")
    async with site.visitor("asha") as asha:
        form = sheet(await asha.get(address))
        sent = await asha.post(address, data=form.filled({"questions.1.asks": HOSTILE}))
        assert sent.status_code == 422
        assert '<a href="#questions.1.item">Question 1, about which answer: this is needed' in sent.text
        assert 'id="questions.1.item"' in sent.text
        assert "<script>alert" not in sent.text
        assert sheet(sent).texts["questions.1.asks"] == HOSTILE
        long = {"questions.1.item": "title", "questions.1.asks": "x" * 4_001}
        sent = await asha.post(address, data=form.filled(long))
        assert "4,001 characters; at most 4,000 are taken" in words(sent)
        assert sheet(sent).texts["questions.1.asks"] == "x" * 4_001
        turned = {"questions.1.item": "title", "questions.1.asks": "What \u202eis this"}
        sent = await asha.post(address, data=form.filled(turned))
        assert "reorders it (U+202E). Remove it." in words(sent)
        odd = await asha.post(
            address, data={**form.filled({}), "once": "<once>", "revision": "9" * 50, "rows.x": "9"}
        )
        assert odd.status_code == 422


async def test_another_row_is_added_with_everything_typed_still_there(site: Site, lodged: str) -> None:
    address, _ = address_of(site, lodged, "Ask the requester")
    async with site.visitor("asha") as asha:
        form = sheet(await asha.get(address))
        typed = form.filled({"questions.1.item": "title", "questions.1.asks": "Why this title?"})
        more = await asha.post(address, data={**typed, "act": "more.questions"})
        assert f'formaction="{address}#questions.2.item"' in (await asha.get(address)).text
    again = sheet(more)
    assert 'id="questions.2.item"' in more.text
    assert more.status_code == 200
    assert "Error" not in more.text.partition("</title>")[0]
    assert again.texts["questions.1.asks"] == "Why this title?"
    assert again.chosen["questions.1.item"] == ["title"]
    assert again.texts["questions.2.asks"] == ""
    assert again.texts["once"] == form.texts["once"]
