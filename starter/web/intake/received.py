"""After sending: that it is received, what happens next and when, and the answers as they were sent."""

import json
from datetime import timedelta

from starlette.responses import Response

from documents.answers_copy import AnswersCopy, Item, Section, render
from policy.form import Answer, Answers, Question, QuestionKind, rows_of
from policy.scheme import Rules, Scheme, Screening
from records import Unkeepable
from records.outbox import Outgoing
from sharing.spoken import Spoken
from starter.web.asking import Asking
from starter.web.pages import Pages, Who
from starter.web.rendering import moment, shown
from starter.web.saving import as_file
from starter.web.visiting import NotThere, Visit

pages = Pages()

A_MOMENT = timedelta(minutes=1)
"""For so long nobody is told that nothing works on a request which has only just been started."""


def lodging_of(visit: Visit) -> Outgoing:
    """The request of the page's address, for who lodged it or wrote on its draft. Raises NotThere for others."""
    reference = visit.part("reference")
    try:
        lodged = visit.on.records.lodging(reference)
    except (LookupError, Unkeepable):
        raise NotThere from None
    draft = visit.on.records.draft_behind(reference)
    people = (draft.owner, *draft.people) if draft is not None else ()
    if visit.person.key not in (lodged.requester, *people):
        raise NotThere
    return lodged


@pages.get("/requests/{reference}/received", Who.SIGNED_IN)
def received(visit: Visit) -> Response:
    """The confirmation. It can be opened again at any time, also before anything has begun to work on it."""
    lodged = lodging_of(visit)
    rules = visit.recorded(lodged.reference).rules
    screening = next((step for step in rules.path if isinstance(step, Screening)), None)
    return visit.page(
        "intake/received.html",
        lodged=lodged,
        started=_has_begun(visit, lodged),
        office=rules.title(screening.office) if screening is not None else "",
        first_days=_days(rules, "screen"),
        all_days=rules.total_days,
    )


def _has_begun(visit: Visit, lodged: Outgoing) -> bool:
    """Whether something works on the request: its workflow has started, and has written of it within a minute."""
    if visit.on.records.request(lodged.reference) is not None:
        return True
    return lodged.started_at is not None and visit.at < lodged.started_at + A_MOMENT


def _days(rules: Rules, what: str) -> int | None:
    """Working days that the scheme allows for a kind of task; None where it does not say."""
    try:
        return rules.allowance(what).days
    except KeyError:
        return None


@pages.get("/requests/{reference}/copy.pdf", Who.SIGNED_IN)
def copy(visit: Visit) -> Response:
    """The answers as they were sent, as a PDF."""
    lodged = lodging_of(visit)
    rules = visit.recorded(lodged.reference).rules
    scheme = visit.on.records.scheme(rules.digest)
    asking = Asking(scheme, visit.on.directory, visit.on.records.catalogue_of(scheme))
    paper = AnswersCopy(
        reference=lodged.reference,
        title=scheme.title,
        publisher=scheme.publisher,
        sent_by=visit.on.name_of(lodged.requester),
        sent_at=moment(lodged.lodged_at),
        sent_on=lodged.lodged_at.date(),
        sections=_sections(scheme, asking, sent_answers(visit, lodged)),
    )
    return as_file(f"{lodged.reference}.pdf", render(paper), "application/pdf")


def sent_answers(visit: Visit, lodged: Outgoing) -> Answers:
    """The answers that were lodged, whatever became of them since. Raises NotThere where they are not kept."""
    said = Spoken.model_validate(json.loads(lodged.opening)["lodging"]).said
    try:
        return visit.on.records.answers(said["message"]["filing"]["digest"])
    except LookupError:
        raise NotThere from None


def _sections(scheme: Scheme, asking: Asking, answers: Answers) -> tuple[Section, ...]:
    return tuple(
        Section(title=title, items=items)
        for title, questions in asking.sections.items()
        if (
            items := tuple(
                _item(asking, one, answers.get(one.key)) for one in questions if scheme.form.applies(one, answers)
            )
        )
    )


def _item(asking: Asking, question: Question, answer: Answer | None) -> Item:
    asks = question.asks
    if not answer:
        return Item(asks=asks, lines=("Not provided",))
    if isinstance(answer, str):
        text = "Confirmed" if question.kind is QuestionKind.CONFIRMATION else asking.line(question, answer)
        return Item(asks=asks, lines=tuple(shown(text).split("\n")))
    rows = rows_of(answer)
    if not rows:
        return Item(asks=asks, lines=tuple(asking.text_of(one) for one in answer if isinstance(one, str)))
    columns = asking.columns(question)
    return Item(
        asks=asks,
        columns=tuple(column.title for column in columns),
        rows=tuple(tuple(shown(asking.cell(question, column, row)) for column in columns) for row in rows),
    )
