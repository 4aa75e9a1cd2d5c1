"""Sending: all gaps at once, promises given afresh, one request however often it is pressed, and a copy to keep."""

import asyncio
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from policy.form import Answer, QuestionKind
from starter.desk import Desk
from tests import people
from tests.starter.web.intake.drafts import FORM, answered, begun, filled, kept, problems, promised, words
from tests.starter.web.site import Site
from tests.workflows.house import until
from wiring.calendar import england_and_wales
from wiring.temporal import CONVERTER, connect

PROMISES = [one for one in FORM.questions if one.kind is QuestionKind.CONFIRMATION]


async def test_everything_that_is_missing_is_said_at_once_with_a_link_to_where_it_is_mended(site: Site) -> None:
    given = people.complete(natural_persons="no", subjects=("natural-person",))
    del given["title"], given["methods"]
    given["variables"] = ({"asset": "census-2021", "variable": "sex", "why": ""},)
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft, given)
        page = await rae.get(f"{draft}/check")
        summary = page.text.partition('class="govuk-error-summary"')[2].partition("</ul>")[0]
        for key in ("title", "methods", "variables", "natural-persons"):
            assert f'href="{draft}/questions/{key}?back=check"' in summary
        assert summary.count("<a ") == 4
        assert "Not answered: What is the project called?" in words(page)
        assert (await rae.get(f"{draft}/declare")).headers["location"] == f"{draft}/check"
        sent = await rae.post(f"{draft}/declare", data={f"answer-{one.key}": "yes" for one in PROMISES})
        assert "Not answered: What is the project called?" in words(sent)
    assert kept(site, draft).reference == ""


async def test_every_answer_stands_on_the_page_before_sending_with_a_way_to_change_it(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft, people.complete(linkage=""))
        page = await rae.get(f"{draft}/check")
        shown = words(page)
    for question in FORM.questions:
        if FORM.applies(question, people.complete()) and question.kind is not QuestionKind.CONFIRMATION:
            assert f'href="{draft}/questions/{question.key}?back=check"' in page.text
            assert f"Change {question.asks}" in shown
    assert "what will the result hold? Not provided" in shown
    assert "Death registrations in England and Wales" in shown
    assert "30 June 2027" in shown


@pytest.mark.requirement("ONS-034")
@pytest.mark.requirement("ONS-103")
async def test_no_promise_is_ticked_beforehand_and_without_each_of_them_nothing_is_sent(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft)  # on another day all of them were ticked
        page = await rae.get(f"{draft}/declare")
        assert " checked" not in page.text
        assert all(one.asks in words(page) for one in PROMISES)
        assert all(one in words(page) for one in people.SCHEME.warnings)
        for one in PROMISES:
            ticked = promised(page.text)
            del ticked[f"answer-{one.key}"]
            wrong = await rae.post(f"{draft}/declare", data=ticked)
            assert wrong.status_code == 422
            assert problems(wrong) == [f"answer-{one.key}"]
            assert wrong.text.count(" checked") == len(PROMISES) - 1
    assert kept(site, draft).reference == ""


async def test_pressed_twice_at_once_and_once_more_it_is_one_request(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae, "?tre-possible=yes")
        filled(site, draft, people.complete(title="Sent once"))
        data = promised((await rae.get(f"{draft}/declare")).text)
        sent = await asyncio.gather(*(rae.post(f"{draft}/declare", data=data) for _ in range(3)))
        sent.append(await rae.post(f"{draft}/declare", data=data))
        places = {one.headers["location"] for one in sent}
        assert len(places) == 1
        (place,) = places
        reference = kept(site, draft).reference
        assert place == f"/requests/{reference}/received"
        for old in ("", "/check", "/declare", "/questions/title"):
            assert (await rae.get(f"{draft}{old}")).headers["location"] == place
        late = await rae.post(f"{draft}/questions/title", data={"answer-title": "Too late", "version": "x"})
        assert late.status_code == 409
        assert "Too late" in words(late)
    await until(lambda: site.house.store.request(reference) is not None)
    lodged = site.house.desk.recorded(reference).lodged
    assert lodged is not None
    assert lodged.signposted == ("srs",)
    answers = site.house.store.answers(lodged.filing.digest)
    assert answers["title"] == "Sent once"
    assert {answers[one.key] for one in PROMISES} == {"yes"}


async def test_the_confirmation_can_be_opened_again_and_the_copy_is_what_was_sent(site: Site) -> None:
    hostile = '#panic("typst") $x$ <script> =1+1 \U0001f600'
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft, people.complete(methods=hostile))
        sent = await rae.post(f"{draft}/declare", data=promised((await rae.get(f"{draft}/declare")).text))
        place = sent.headers["location"]
        reference = kept(site, draft).reference
        for _ in range(2):
            page = words(await rae.get(place))
            assert f"Your reference {reference}" in page
            assert "within 5 working days" in page
        copy = await rae.get(place.replace("received", "copy.pdf"))
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(copy.content)).pages)
        assert '#panic("typst") $x$ <script> =1+1 [U+1F600]' in " ".join(text.split())
        assert f'filename="{reference}.pdf"' in copy.headers["content-disposition"]
    async with site.visitor("sana") as sana:
        assert (await sana.get(place)).status_code == 404
        assert (await sana.get(place.replace("received", "copy.pdf"))).status_code == 404


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("variables", ({"asset": "no-such-asset", "variable": "x", "why": "y"},)),
        ("organisations", ({"name": "Nowhere University", "role": "recipient"},)),
        ("recipient-type", "charity"),
    ],
)
async def test_what_the_desk_does_not_take_is_said_with_a_link_to_the_answer(
    site: Site, question: str, answer: Answer
) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft, {**people.complete(), question: answer})
        page = await rae.post(f"{draft}/declare", data=promised((await rae.get(f"{draft}/declare")).text))
    assert page.status_code == 422
    assert f'href="{draft}/questions/{question}?back=check"' in page.text.partition("<h1")[0]
    assert kept(site, draft).reference == ""


async def test_what_changed_after_it_was_checked_is_not_sent_unseen(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft)
        data = promised((await rae.get(f"{draft}/declare")).text)
        await answered(rae, draft, "title", answer_title="Changed by a colleague")
        page = await rae.post(f"{draft}/declare", data=data)
    assert "The answers have changed since you checked them." in words(page)
    assert kept(site, draft).reference == ""


async def test_a_request_of_which_nobody_heard_the_end_is_found_again_and_not_sent_twice(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft)
        once = f"draft-{kept(site, draft).key}"
        lost = await site.house.desk.lodge(people.SCHEME.key, people.complete(title="As sent"), "rae", once)
        sent = await rae.post(f"{draft}/declare", data=promised((await rae.get(f"{draft}/declare")).text))
    assert sent.headers["location"] == f"/requests/{lost.reference}/received"
    assert kept(site, draft).reference == lost.reference


async def test_without_a_server_it_is_received_all_the_same(site: Site, tmp_path: Path) -> None:
    nowhere = await connect("127.0.0.1:1", "default", CONVERTER, lazy=True)
    desk = Desk(
        nowhere,
        site.house.store,
        people.DIRECTORY,
        site.house.key,
        {people.SCHEME.key: people.SCHEME},
        lambda at: england_and_wales(at.year, 6),
        task_queue=site.house.queue,
        patience=timedelta(seconds=1),
    )
    away = Site(site.house, tmp_path).changed(desk=desk)
    async with away.visitor("rae") as rae:
        draft = await begun(rae)
        filled(site, draft)
        sent = await rae.post(f"{draft}/declare", data=promised((await rae.get(f"{draft}/declare")).text))
        page = words(await rae.get(sent.headers["location"]))
        assert "It is safe with us. Our system has not begun to work on it yet" in page
        copy = await rae.get(sent.headers["location"].replace("received", "copy.pdf"))
        assert copy.content.startswith(b"%PDF")
    reference = kept(site, draft).reference
    await site.house.desk.start_the_unstarted()
    await until(lambda: site.house.store.request(reference) is not None)
