"""One question a page: every kind, what is wrong beside its field, nothing lost, and only for whose draft it is."""

import html

import pytest

from tests import people
from tests.starter.web.intake.drafts import FORM, answered, begun, filled, kept, problems, version, words
from tests.starter.web.site import Site


async def test_every_question_has_a_page_with_its_words_as_the_only_heading(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        for question in FORM.questions:
            page = await rae.get(f"{draft}/questions/{question.key}")
            assert page.status_code == 200, question.key
            assert page.text.count("<h1") == 1, question.key
            assert question.asks in words(page)
            assert question.hint in words(page)
        assert (await rae.get(f"{draft}/questions/no-such-question")).status_code == 404
        assert (await rae.post(f"{draft}/questions/no-such-question")).status_code == 404


async def test_each_kind_of_answer_is_kept_as_the_form_wants_it(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        await answered(rae, draft, "title", answer_title="  Mortality & “work”  ")
        await answered(rae, draft, "lay-summary", answer_lay_summary="One\r\nTwo")
        await answered(rae, draft, "public-interest", answer_public_interest="no")
        await answered(rae, draft, "purpose-kind", answer_purpose_kind="statistical")
        await answered(rae, draft, "subjects", answer_subjects=["natural-person", "business"])
        page = f"{draft}/questions/use-starts"
        day = {"answer-use-starts-day": "1", "answer-use-starts-month": "4", "answer-use-starts-year": "2027"}
        await rae.post(page, data={"version": await version(rae, page), **day})
        await answered(rae, draft, "penalty-warning", answer_penalty_warning="yes")
        shown = await rae.get(page)
    assert kept(site, draft).answers == {
        "title": "Mortality & “work”",
        "lay-summary": "One\nTwo",
        "public-interest": "no",
        "purpose-kind": "statistical",
        "subjects": ("natural-person", "business"),
        "use-starts": "2027-04-01",
        "penalty-warning": "yes",
    }
    assert 'name="answer-use-starts-month" type="text" value="4"' in shown.text


async def test_an_answer_leads_on_through_its_section_and_then_to_the_list(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        sent = await answered(rae, draft, "title", answer_title="Ours")
        assert sent.headers["location"] == f"{draft}/questions/lay-summary"
        sent = await answered(rae, draft, "suggested-gateway")
        assert sent.headers["location"] == draft
        sent = await answered(rae, draft, "title", answer_title="Ours", then="later")
        assert sent.headers["location"] == draft
        assert "We have saved what you wrote" in words(await rae.get(draft))
        page = f"{draft}/questions/title"
        sent = await rae.post(f"{page}?back=check", data={"version": await version(rae, page), "answer-title": "x"})
        assert sent.headers["location"] == f"{draft}/check"


async def test_the_list_says_how_far_each_question_is(site: Site) -> None:
    given = people.complete(
        sharing_pattern="one-off", natural_persons="no", subjects=("natural-person",), all_in_uk="yes"
    )
    del given["title"], given["recipient-type"]
    given["variables"] = ({"asset": "census-2021", "variable": "", "why": ""},)
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft, given)
        page = words(await rae.get(draft))
    assert "What is the project called? Not yet started" in page
    assert "why each of them? Incomplete" in page
    assert "Answer first: What kind of body will receive the data? Cannot start yet" in page
    assert "also where names are left out? There is a problem" in page
    assert "Which statistical methods will you use? Completed" in page
    assert "How often do you need them?" not in page
    assert "Confirm and send Complete the questions above first. Cannot start yet" in page


@pytest.mark.parametrize(
    ("question", "sent", "sentence"),
    [
        ("title", {"answer-title": "a\0b"}, "control character (U+0000)"),
        ("title", {"answer-title": "a\u202eb"}, "character that reorders it (U+202E)"),
        ("title", {"answer-title": "x" * 501}, "This answer has 501 characters; shorten it to 500."),
        ("lay-summary", {"answer-lay-summary": "x" * 1_000_000}, "has 1,000,000 characters"),
        ("purpose-kind", {"answer-purpose-kind": "magic"}, "Choose from the answers that are offered."),
        ("subjects", {"answer-subjects": ["business", "martian"]}, "Choose from the answers that are offered."),
        ("public-interest", {"answer-public-interest": "perhaps"}, "Choose yes or no."),
        ("use-starts", {"answer-use-starts-day": "31", "answer-use-starts-month": "2"}, "Enter a real date"),
        ("use-starts", {"answer-use-starts-day": "٣", "answer-use-starts-year": "2027"}, "Enter a real date"),
        ("variables", {"answer-variables-why": "x" * 2_001}, "“Why it is needed” is longer than 2,000 characters."),
        ("organisations", {"answer-organisations-role": "owner"}, "“Role” is one of Recipient, Joint controller,"),
    ],
)
async def test_what_cannot_be_kept_is_shown_beside_its_field_with_what_was_typed(
    site: Site, question: str, sent: dict[str, object], sentence: str
) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = f"{draft}/questions/{question}"
        wrong = await rae.post(page, data={"version": await version(rae, page), **sent})
    assert wrong.status_code == 422
    assert sentence in wrong.text
    assert len(problems(wrong)) == 1
    assert "<title>Error: " in wrong.text
    assert question not in kept(site, draft).answers
    typed = [value for value in sent.values() if isinstance(value, str) and value not in ("magic", "perhaps", "a\0b")]
    assert [value for value in typed if value not in wrong.text] == []


async def test_what_is_typed_is_shown_as_text_and_never_as_anything_else(site: Site) -> None:
    hostile = "</textarea><script>alert(1)</script>{{ 7*7 }}=1+1"
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        await answered(rae, draft, "title", answer_title=hostile)
        await answered(rae, draft, "lay-summary", answer_lay_summary=hostile)
        row = {"answer-variables-asset": "census-2021", "answer-variables-variable": hostile, "then": "add"}
        await rae.post(f"{draft}/questions/variables", data=row)
        for place in (
            "",
            "/check",
            "/colleagues",
            "/delete",
            *(f"/questions/{one}" for one in answers_of(site, draft)),
        ):
            page = (await rae.get(f"{draft}{place}")).text
            assert "<script>alert" not in page, place
            assert "49=1+1" not in page, place
        assert html.unescape((await rae.get(f"{draft}/check")).text).count(hostile) >= 3


def answers_of(site: Site, draft: str) -> tuple[str, ...]:
    """The questions that are answered."""
    return tuple(kept(site, draft).answers)


async def test_an_emptied_answer_is_no_answer(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae, "?tre-possible=yes")
        await answered(rae, draft, "title", answer_title="Ours")
        await answered(rae, draft, "title", answer_title="   ")
        assert kept(site, draft).answers == {"tre-possible": "yes"}


@pytest.mark.parametrize("who", ["sana", "asha", "petra"])
async def test_another_persons_draft_is_not_there(site: Site, who: str) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        await answered(rae, draft, "title", answer_title="Ours")
    async with site.visitor(who) as other:
        for place in ("", "/check", "/declare", "/colleagues", "/delete", "/questions/title", "/documents/0"):
            assert (await other.get(f"{draft}{place}")).status_code == 404, place
        for place in ("/declare", "/colleagues", "/delete", "/questions/title", "/questions/variables/table"):
            assert (await other.post(f"{draft}{place}", data={"answer-title": "Theirs"})).status_code == 404, place
    async with site.visitor() as anybody:
        assert (await anybody.get(draft)).headers["location"].startswith("/sign-in?next=/drafts/")
    assert kept(site, draft).answers["title"] == "Ours"


@pytest.mark.parametrize(
    "address", ["/drafts/%00", "/drafts/%ED%A0%80/check", "/requests/%00/received", "/apply/%00"]
)
async def test_an_address_that_could_name_nothing_is_not_there(site: Site, address: str) -> None:
    async with site.visitor("rae") as rae:
        assert (await rae.get(address)).status_code == 404


async def test_what_is_no_form_is_refused_and_changes_nothing(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = f"{draft}/questions/dpia"
        kind = {"content-type": "multipart/form-data; boundary=x"}
        assert (await rae.post(page, content=b"garbage", headers=kind)).status_code == 400
        two = [("answer-dpia-file", ("a.pdf", b"%PDF-1")), ("other", ("b.pdf", b"%PDF-1"))]
        assert (await rae.post(page, files=two)).status_code == 400
        assert (await rae.post(page, files={"answer-dpia-file": ("a.pdf", b"0" * 25_000_000)})).status_code == 413
        assert (await rae.post(page, data={f"field-{place}": "x" for place in range(3_000)})).status_code == 400
    assert kept(site, draft).answers == {}


async def test_a_draft_is_deleted_by_who_began_it_and_only_after_a_question(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        assert "cannot be brought back" in words(await rae.get(f"{draft}/delete"))
        assert (await rae.get(draft)).status_code == 200
        assert (await rae.post(f"{draft}/delete")).headers["location"] == "/requests"
        assert (await rae.get(draft)).status_code == 404


async def test_of_a_request_under_way_only_the_open_answers_can_be_changed(site: Site) -> None:
    rules = people.SCHEME.pinned()
    site.ground.records.put_scheme(rules.digest, people.SCHEME)
    draft = site.ground.records.begin_draft(
        people.SCHEME.key, rules.digest, "rae", people.complete(), about="ONS-2026-9999", unlocked=("methods",)
    )
    place, back = f"/drafts/{draft.key}", f"/requests/ONS-2026-9999/answering/{draft.key}"
    async with site.visitor("rae") as rae:
        assert (await rae.get(place)).headers["location"] == back
        assert (await rae.get(f"{place}/questions/title")).status_code == 404
        assert (await rae.post(f"{place}/questions/title", data={"answer-title": "x"})).status_code == 404
        assert (await rae.post(f"{place}/declare")).status_code == 404
        sent = await answered(rae, place, "methods", answer_methods="Better ones.")
        assert sent.headers["location"] == back
    assert kept(site, place).answers["methods"] == "Better ones."


async def test_a_form_that_changed_meanwhile_is_asked_as_it_is_today(site: Site) -> None:
    older = people.SCHEME.model_copy(update={"title": "As it was"})
    rules = older.pinned()
    site.ground.records.put_scheme(rules.digest, older)
    draft = site.ground.records.begin_draft(
        older.key, rules.digest, "rae", {"title": "Ours", "gone": "No longer asked"}
    )
    async with site.visitor("rae") as rae:
        page = words(await rae.get(f"/drafts/{draft.key}"))
        assert "The form has changed since this draft was begun." in page
        assert "No longer asked" not in words(await rae.get(f"/drafts/{draft.key}/check"))
