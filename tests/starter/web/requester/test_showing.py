"""What a requester sees of a request: offices and clocks; no people of ours, no advice, nothing of anybody else's."""

import pytest

from sharing.messages import PauseClocks
from tests import people
from tests.starter.web.requester.stories import asked, decided, half_refused, link, same
from tests.starter.web.site import Site
from tests.workflows.house import DEATHS, until


@pytest.fixture(scope="session")
async def approved(site: Site) -> str:
    """A request with an agreement that waits for its signatures; tests only look at it."""
    return await decided(site)


async def test_another_organisations_request_is_as_if_it_did_not_exist(site: Site, approved: str) -> None:
    async with site.visitor("sana") as sana:
        for page in ("", "/decision", "/agreement.pdf", "/agreement.docx"):
            theirs = await sana.get(f"/requests/{approved}{page}")
            assert theirs.status_code == 404
            assert same(theirs) == same(await sana.get(f"/requests/ONS-2001-0001{page}"))
        assert approved not in (await sana.get("/requests")).text
        assert (await sana.get("/requests/%00")).status_code == 404


async def test_whose_move_it_is_stands_as_an_office_with_the_days_that_are_left(site: Site, approved: str) -> None:
    async with site.visitor("rae") as rae:
        page = await rae.get(f"/requests/{approved}")
    assert "It is your move" in page.text
    assert "Information Asset Owner for Death registrations in England and Wales</strong> signs" in page.text
    assert "20 working days left" in page.text


async def test_nobody_of_ours_is_named_and_no_advice_is_told(site: Site, approved: str) -> None:
    async with site.visitor("rae") as rae:
        text = (await rae.get(f"/requests/{approved}")).text + (await rae.get(f"/requests/{approved}/decision")).text
    assert "Dr Rae Okafor" in text
    for person in people.DIRECTORY.people:
        if person.organisation == "ons":
            assert person.name not in text
    request = site.house.desk.recorded(approved)
    advice = [*request.advice.parts.values()] if request.advice else []
    opinions = [part for one in request.opinions.values() for part in one.parts.values() if len(part) > 20]
    assert advice
    assert opinions
    assert not [words for words in (*advice, *opinions) if words in text]


async def test_a_decision_stands_with_its_reasons_and_conditions(site: Site, approved: str) -> None:
    async with site.visitor("rae") as rae:
        page = await rae.get(f"/requests/{approved}/decision")
    assert "The benefit is clear and the safeguards hold." in page.text
    assert "Only &lt;b&gt;accredited&lt;/b&gt; people." in page.text
    assert "Not verified yet" in page.text


async def test_the_agreement_that_is_signed_is_the_one_that_is_downloaded(site: Site, approved: str) -> None:
    agreement = site.house.desk.recorded(approved).agreement
    assert agreement is not None
    assert agreement.drafted is not None
    async with site.visitor("rae") as rae:
        pdf = await rae.get(f"/requests/{approved}/agreement.pdf")
        word = await rae.get(f"/requests/{approved}/agreement.docx")
        assert (await rae.get(f"/requests/{approved}/agreement.exe")).status_code == 404
    assert pdf.content == site.house.store.content(agreement.drafted.fixed_copy).content
    assert word.content == site.house.store.content(agreement.drafted.document).content
    assert f"{approved}-agreement-1.pdf" in pdf.headers["content-disposition"]


async def test_a_clock_that_stands_still_says_why(site: Site) -> None:
    reference = await asked(site)
    async with site.visitor("rae") as rae:
        page = await rae.get(f"/requests/{reference}")
        assert "It waits for your answer." in page.text
        assert "Which &lt;i&gt;years&lt;/i&gt;?" in page.text
        assert (await rae.get(f"/requests/{reference}/decision")).status_code == 404
        listed = (await rae.get("/requests")).text
    assert reference in listed.partition("Waiting for you")[2].partition("</table>")[0]


async def test_when_all_clocks_are_stopped_the_reason_stands_beside_them(site: Site) -> None:
    reference = await site.house.lodged()
    await site.house.say(reference, "otis", PauseClocks(reason="The office is <b>flooded</b>."))
    await until(lambda: site.house.desk.recorded(reference).paused)
    async with site.visitor("rae") as rae:
        page = await rae.get(f"/requests/{reference}")
    assert "All clocks were stopped: The office is &lt;b&gt;flooded&lt;/b&gt;." in page.text


async def test_staff_are_led_to_their_own_pages(site: Site) -> None:
    async with site.visitor("asha") as asha:
        assert (await asha.get("/requests")).headers["location"] == "/staff/requests"
        there = await asha.get("/requests/ONS-2026-0001")
        assert there.headers["location"] == "/staff/requests/ONS-2026-0001"


async def test_a_colleague_who_wrote_on_the_draft_may_follow_the_request_and_say_nothing(site: Site) -> None:
    store = site.house.store
    reference = await site.house.lodged()
    draft = store.begin_draft(people.SCHEME.key, people.RULES.digest, "rae", people.complete())
    store.invite(draft.key, "sana", "rae")
    store.sent(draft.key, reference)
    async with site.visitor("sana") as sana:
        page = await sana.get(f"/requests/{reference}")
        assert page.status_code == 200
        assert "Withdraw the request" not in page.text
        assert (await sana.post(f"/requests/{reference}/revise")).status_code == 404
        assert reference in (await sana.get("/requests")).text


async def test_the_whole_organisation_follows_what_is_asked_for_in_its_name(site: Site, approved: str) -> None:
    async with site.visitor("ruth") as ruth:
        assert (await ruth.get(f"/requests/{approved}")).status_code == 200
        assert approved in (await ruth.get("/requests")).text


async def test_what_was_said_in_hostile_words_is_shown_as_words(site: Site) -> None:
    reference = await half_refused(site)
    async with site.visitor("rae") as rae:
        page = await rae.get(f"/requests/{reference}")
        place = link(page, "Go on without the refused data")
        hostile = "<script>alert(1)</script>"
        drawn = await rae.get(place)
        assert "Refused: Census 2021, person records." in drawn.text
        wrong = await rae.post(place, data={"once": "n1", "drop": [DEATHS], "reason": hostile})
        assert wrong.status_code == 422
        assert "Drop what was refused as well" in wrong.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in wrong.text
        done = await rae.post(place, data={"once": "n2", "drop": ["census-2021"], "reason": hostile})
        assert done.status_code == 303
        await until(lambda: site.house.desk.recorded(reference).revision == 2)
        shown = await rae.get(f"/requests/{reference}")
    assert "It goes on without Census 2021, person records." in shown.text
    assert hostile not in shown.text


async def test_the_link_of_a_letter_leads_to_the_request_by_signing_in(site: Site, approved: str) -> None:
    async with site.visitor() as rae:
        kept_out = await rae.get(f"/requests/{approved}")
        assert kept_out.headers["location"] == f"/sign-in?next=/requests/{approved}"
        await rae.post("/sign-in", data={"email": "rae@wexbridge.example", "next": f"/requests/{approved}"})
        address = site.post.link_to("rae")
        assert f"next=/requests/{approved}" in address
        there = await rae.post(address.partition("?")[0], data={"next": f"/requests/{approved}"})
        assert (await rae.get(there.headers["location"])).status_code == 200
