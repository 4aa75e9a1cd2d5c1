"""Before a request is begun: what will be asked, advice to go elsewhere, and that advice decides nothing."""

import pytest

from policy.form import QuestionKind
from starter.turnaround import Figures, Spread
from starter.web.intake import starting
from tests import people
from tests.starter.web.intake.drafts import APPLY, FORM, begun, hidden, kept, words
from tests.starter.web.site import Site, now

NONE = Spread(0)
FIGURES = Figures(now(), 0, 0, 0, (), {}, NONE, NONE, NONE)
ALL = "?needs-records=yes&tre-possible=yes&held-by=ons&identifiable=alone&suggested-gateway=not-sure"


async def test_with_one_scheme_nobody_has_to_choose(site: Site) -> None:
    async with site.visitor() as anybody:
        assert (await anybody.get("/apply")).headers["location"] == APPLY
        assert (await anybody.get("/apply/no-such-scheme")).status_code == 404


async def test_the_start_page_shows_every_question_before_anybody_signs_in(site: Site) -> None:
    async with site.visitor() as anybody:
        page = words(await anybody.get(APPLY))
    assert [one.key for one in FORM.questions if one.asks not in page] == []
    assert "university" in page
    assert all(one in page for one in people.SCHEME.warnings)


async def test_an_empty_table_can_be_had_beforehand(site: Site) -> None:
    async with site.visitor() as anybody:
        found = await anybody.get(f"{APPLY}/tables/variables.csv")
        assert found.content.decode("utf-8-sig") == "Data asset,Variable,Why it is needed\r\n"
        assert (await anybody.get(f"{APPLY}/tables/title.csv")).status_code == 404


async def test_only_choices_are_asked_one_a_page_and_lead_to_advice(site: Site) -> None:
    asked = []
    async with site.visitor() as anybody:
        place = (await anybody.get(f"{APPLY}/eligibility")).headers["location"]
        while "/eligibility/" in place:
            key = place.partition("/eligibility/")[2].partition("?")[0]
            asked.append(key)
            question = FORM.question(key)
            assert question is not None
            assert question.kind in (QuestionKind.YES_NO, QuestionKind.CHOICE)
            value = "no" if key == "needs-records" else people.answer_to(question)
            sent = await anybody.post(place, data={f"answer-{key}": str(value)})
            place = sent.headers["location"]
        advice = words(await anybody.get(place))
    assert set(asked) == {one.when.question for one in people.SCHEME.signposts}
    assert "Ask for published data" in advice
    assert "Sign in and begin" in advice


async def test_an_answer_that_is_not_offered_is_asked_for_again(site: Site) -> None:
    async with site.visitor() as anybody:
        for wrong in ("", "maybe", "<script>"):
            page = await anybody.post(f"{APPLY}/eligibility/tre-possible", data={"answer-tre-possible": wrong})
            assert page.status_code == 422
            assert 'href="#answer-tre-possible"' in page.text


async def test_what_the_address_carries_is_only_ever_a_choice(site: Site) -> None:
    async with site.visitor() as anybody:
        page = await anybody.get(f"{APPLY}/advice?tre-possible=yes&held-by=%3Cscript%3E&title=secret")
    assert "script>" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert "secret" not in page.text
    assert "tre-possible=yes" in page.text


@pytest.mark.requirement("ONS-018")
async def test_who_goes_elsewhere_leaves_a_route_and_a_reason_on_record_and_no_name(site: Site) -> None:
    place = f"{APPLY}/elsewhere/srs{ALL}"
    async with site.visitor() as anybody:
        advice = words(await anybody.get(f"{APPLY}/advice{ALL}"))
        assert "primary route to ONS data" in advice
        once = hidden((await anybody.get(place)).text, "once")
        for _ in range(2):
            sent = await anybody.post(place, data={"once": once, "reason": "Our work fits inside."})
        assert "srs.customer.support" in words(await anybody.get(sent.headers["location"]))
    found = [one for one in site.ground.records.enquiries() if one.reason == "Our work fits inside."]
    assert [(one.signpost, one.answers["tre-possible"]) for one in found] == [("srs", "yes")]


@pytest.mark.requirement("ONS-018")
async def test_who_gives_no_reason_leaves_the_one_of_the_advice(site: Site) -> None:
    async with site.visitor() as anybody:
        await anybody.post(f"{APPLY}/elsewhere/publish?needs-records=no", data={"once": "once-of-publish"})
    newest = site.ground.records.enquiries(1)[0]
    assert newest.reason.endswith("so that no published table would do? No")


async def test_a_reason_that_could_not_be_kept_is_sent_back_with_what_was_typed(site: Site) -> None:
    async with site.visitor() as anybody:
        page = await anybody.post(f"{APPLY}/elsewhere/srs", data={"once": "x", "reason": "to \u202e this"})
        assert page.status_code == 422
        assert (await anybody.post(f"{APPLY}/elsewhere/nowhere")).status_code == 404


async def test_whoever_goes_on_is_not_kept_from_it_and_asks_nothing_twice(site: Site) -> None:
    async with site.visitor() as anybody:
        assert (await anybody.post(f"{APPLY}/begin{ALL}")).status_code == 401
    async with site.visitor("rae") as rae:
        draft = kept(site, await begun(rae, ALL))
    assert draft.answers["tre-possible"] == "yes"
    assert draft.signposted == ("srs",)
    assert site.ground.records.scheme(draft.digest) == people.SCHEME


async def test_the_start_page_tells_how_long_decided_requests_have_taken(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def few(*_: object) -> Figures:
        return FIGURES

    def enough(*_: object) -> Figures:
        return FIGURES._replace(total=Spread(1_200, 31.5, 62.0))

    async with site.visitor() as anybody:
        monkeypatch.setattr(starting, "if_counted", few)
        page = words(await anybody.get(APPLY))
        assert "Our aim is 40 working days" in page
        assert "were decided" not in page
        monkeypatch.setattr(starting, "if_counted", enough)
        page = words(await anybody.get(APPLY))
        assert "Half of the 1,200 requests that were decided took 31.5 working days or fewer" in page
        assert "nine in ten took 62 or fewer" in page
