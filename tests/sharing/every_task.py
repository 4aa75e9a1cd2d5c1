"""Every kind of task, as it is asked of somebody; and what somebody fills into the choices that come with it."""

from collections.abc import Iterator
from typing import Any

from sharing.facts import Awaited
from sharing.notices import Choice, Notice
from tests import people
from tests.sharing.every_word import MOMENTS, told
from tests.sharing.saying import (
    CENSUS,
    DEATHS,
    HOSPITAL,
    SERVICE,
    ask,
    condition,
    escalated,
    in_doubt,
)
from tests.told import Tale


def _third_party() -> Tale:
    return Tale().lodge(answers=people.complete(assets=(HOSPITAL,))).screened().informed().triaged()


def _doubt() -> Tale:
    tale = told("screened")
    tale.say("gwen", in_doubt())
    return tale


def _council() -> Tale:
    tale = told("advised")
    tale.say("gwen", escalated())
    return tale


def _asked() -> Tale:
    tale = told("lodged")
    tale.say("asha", ask(SERVICE, "methods", "outputs"))
    return tale


def _partly_refused() -> Tale:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    tale.say("gwen", people.decided(DEATHS))
    tale.say("hana", people.decided(CENSUS, "refuse"))
    return tale


OTHER_MOMENTS = {
    "third-party": _third_party,
    "determine": _doubt,
    "decide-council": _council,
    "decide-besides": lambda: Tale().at_decision(complex=True),
    "answer": _asked,
    "narrow": _partly_refused,
}


def every_task() -> dict[str, tuple[Tale, Awaited]]:
    """For every kind of task, a tale in which it is awaited, and the task."""
    found: dict[str, tuple[Tale, Awaited]] = {}
    for tale in (*(told(moment) for moment in MOMENTS), *(make() for make in OTHER_MOMENTS.values())):
        for task in tale.request.awaited.values():
            if task.stopped_at is None:
                found.setdefault(task.what, (tale, task))
    return found


def ask_of(tale: Tale, task: Awaited) -> Notice:
    """The notice with which the task was asked."""
    return next(notice for notice in reversed(tale.notices) if notice.kind == "ask" and notice.task == task.key)


def who(task: Awaited) -> str:
    """Somebody who may speak for the office of a task."""
    return "rae" if task.office == "requester" else people.holder(task.office, task.asset)


def filled(task: Awaited, choice: Choice) -> dict[str, Any]:
    """The message of a choice, with plausible words in every field that it wants filled."""
    given = dict(_fillings(task, choice))
    return {**choice.message, **{field: given[field] for field in choice.fills if field in given}}


def _fillings(task: Awaited, choice: Choice) -> Iterator[tuple[str, Any]]:
    kind = choice.message["kind"]
    plain = ("reason", "reasons", "note", "further", "evidence", "transfer", "retention", "clause", "dissent")
    yield from (
        (field, "For the reasons on file.") for field in (*plain, "agreement_reason", "code_of_practice_reason")
    )
    yield from (
        ("link", "https://host.example/t"),
        ("restriction", "Supplier terms."),
        ("duplicate_of", "ONS-2026-0001"),
    )
    yield from (("until", "2030-12-31"), ("starts", "2027-04-01"), ("ends", "2030-03-31"), ("risk", "low"))
    yield from (("seats", list(people.PANEL)), ("complex", False), ("not_applicable", {}), ("drop", [CENSUS]))
    yield from (("suitable", False), ("accessible", True), ("ground", "national-security"))
    yield from (("code_of_practice", "yes"), ("departures", ["publish-first"]))
    yield "questions", [{"item": "methods", "asks": "Which methods?"}]
    yield "replies", {"methods": "As we said.", "outputs": "Two papers."}
    yield "terms", people.terms().model_dump(mode="json")
    yield "fields", people.entry().fields
    yield "agreement", "yes" if kind == "conclude-publication" else "dsa"
    words = kind == "decide-departure"
    yield "conditions", "A yearly check." if words else [condition().model_dump(mode="json")]
    outside = "no" if choice.message.get("outcome") in OUTSIDE else "yes"
    facts = {fact.key: "yes" for fact in people.RULES.scope}
    scope = {**facts, **dict.fromkeys(OUTSIDE.get(choice.message.get("outcome", ""), ()), outside)}
    yield "scope", "These data, at this office." if words else scope
    yield "checklist", people.screened().model_dump()["checklist"]
    ordinary: dict[str, Any] = {}
    if kind == "give-review":
        ordinary = people.opinion(task.office, task.asset).model_dump(mode="json")
    if kind == "advise":
        ordinary = people.advised(verdicts={}).model_dump(mode="json")
    yield from ((field, ordinary[field]) for field in ("parts", "settles", "gateways") if field in ordinary)


OUTSIDE = {
    "out-of-scope-outputs": ("record-level",),
    "out-of-scope-aggregate": ("record-level",),
    "internal-recipient": ("external",),
}
