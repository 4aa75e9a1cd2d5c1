"""What a requester is told of the history of a request: offices, never people of ours; no advice, and no verdicts."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from policy.path import Advice
from policy.titles import as_words
from sharing import facts
from sharing.authority import REQUESTER
from sharing.facts import AnyFact, Happened
from sharing.notices.choices import WAYS
from sharing.request import Request

Told = tuple[str, tuple[str, ...]]
"""A heading, and lines below it."""


class Event(NamedTuple):
    """Something on the timeline. `who` did it: an office, or somebody of the requester's own side (their key)."""

    title: str
    lines: tuple[str, ...]
    at: datetime
    office: str
    person: str


def timeline(request: Request, history: Iterable[Happened]) -> tuple[Event, ...]:
    """The events, newest first."""
    return tuple(_events(request, history))[::-1]


def _events(request: Request, history: Iterable[Happened]) -> Iterator[Event]:
    rounds: dict[int, str] = {}
    for one in history:
        if isinstance(one.fact, facts.Questioned):
            rounds[one.fact.round.number] = request.rules.title(one.fact.round.office)
        told = _of_request(one.fact, request, rounds)
        if told is not None:
            theirs = one.by is not None and one.by.office == REQUESTER
            office = request.rules.title(one.by.office) if one.by and one.by.office and not theirs else ""
            yield Event(told[0], told[1], one.at, office, one.by.person if one.by and theirs else "")


def title_of_asset(request: Request, key: str | None) -> str:
    """An asset's title, also of one that is not asked for any more."""
    lodged = request.lodged.assets if request.lodged else ()
    return next((asset.title for asset in (*request.assets, *lodged) if asset.key == key), as_words(key or ""))


def party_title(request: Request, party: str) -> str:
    """Who signs, in words: a body, or an office with the asset that it signs for."""
    body = next((body for body in request.bodies if body.key == party), None)
    if body is not None:
        return body.title or body.key
    office, _, asset = party.partition("/")
    return f"{request.rules.title(office)} ({title_of_asset(request, asset)})"


def _of_request(fact: AnyFact, request: Request, rounds: dict[int, str]) -> Told | None:
    match fact:
        case facts.Lodged():
            return "Request received", (_listed(asset.title for asset in fact.assets),)
        case facts.Questioned():
            asked = tuple(f"{as_words(one.item)}: {one.asks}" for one in fact.round.questions)
            return f"{rounds[fact.round.number]} asked you", asked
        case facts.Answered():
            return f"Questions of {rounds.get(fact.round, 'an office')} answered", ()
        case facts.Revised():
            falls = f"These offices look at the changed request: {_listed(map(request.rules.title, fact.reopens))}."
            changed = f"Changed: {_listed(map(as_words, fact.changed))}." if fact.changed else ""
            lines = tuple(line for line in (changed, falls if fact.reopens else "") if line)
            return f"Request changed (revision {fact.revision})", lines
        case facts.Narrowed():
            dropped = _listed(title_of_asset(request, key) for key in fact.dropped)
            return "Request narrowed", (f"It goes on without {dropped}.",)
        case facts.Closed():
            return f"Request ended: {as_words(fact.outcome).lower()}", (fact.reason,) if fact.reason else ()
        case facts.Reopened():
            return "Request taken up again", ()
        case facts.LapseWarned():
            return "We warned you that the request lapses if we hear nothing from you", ()
        case facts.Reminded() if f"/{REQUESTER}" in f"/{fact.task}":
            return "We reminded you", ()
        case facts.MarkedUrgent():
            return "Marked as urgent", ("We take half the time for each step. No check falls away.",)
        case facts.ClocksPaused():
            return "All clocks stopped", (fact.reason,)
        case facts.ClocksResumed():
            return "Clocks running again", ()
        case _:
            return _of_scrutiny(fact, request)


def _of_scrutiny(fact: AnyFact, request: Request) -> Told | None:
    title = request.rules.title
    match fact:
        case facts.Screened():
            if fact.outcome == "pass":
                return "First screening passed", ("Your request is complete and within the policy.",)
            return f"First screening: {WAYS.get(fact.outcome, as_words(fact.outcome))}", (fact.reason,)
        case facts.Triaged():
            return "Reviewers settled", (f"{_listed(map(title, fact.seats))} will look at it.",)
        case facts.OpinionGiven():
            about = f" on {title_of_asset(request, fact.asset)}" if fact.asset else ""
            return f"{title(fact.office)} has given its view{about}", ()
        case facts.PublicationConcluded():
            what = fact.link or f"Kept back: {fact.restriction}"
            return f"Publication of {title_of_asset(request, fact.asset)}", (what,)
        case facts.TermsProposed():
            return "Draft terms written", ()
        case facts.Advised():
            return f"{title(_adviser(request))} has advised those who decide", ()
        case facts.Decided():
            word = "approved" if fact.outcome == "approve" else "refused"
            return f"{title_of_asset(request, fact.asset)}: {word}", (fact.reasons,)
        case facts.Escalated():
            assets = _listed(title_of_asset(request, key) for key in fact.assets)
            return f"Decision passed to {title(fact.to)}", (assets,)
        case facts.DepartureSought():
            return "Exception asked for", (_departure(request, fact.departure),)
        case facts.DepartureDecided():
            word = "granted" if fact.outcome == "grant" else "refused"
            return f"Exception {word}", (_departure(request, fact.departure),)
        case facts.ApprovalReturned():
            return "Approval returned to those who gave it", (fact.reason,)
        case _:
            return _of_papers(fact, request)


def _of_papers(fact: AnyFact, request: Request) -> Told | None:
    match fact:
        case facts.AgreementDrafted():
            return f"Agreement drawn up (version {fact.version})", ()
        case facts.AgreementScreened():
            if fact.outcome == "pass":
                return f"Agreement ready to be signed (version {fact.version})", ()
            return f"Agreement returned, to be drawn up again (version {fact.version})", ()
        case facts.Signed():
            return f"Agreement signed for {party_title(request, fact.party)}", ()
        case facts.ConditionVerified():
            state = request.conditions.get(fact.condition)
            word = "fulfilled" if fact.fulfilled else "not fulfilled"
            return f"Condition {word}", (state.condition.text,) if state else ()
        case facts.EntryPublished():
            return "Published on the transparency register", ()
        case facts.EntryExempted():
            return "Entry on the transparency register withheld", (f"Ground: {as_words(fact.ground).lower()}.",)
        case facts.AccessGranted():
            return f"{fact.person} may work on the data", ()
        case facts.AccessEnded():
            return f"{fact.person} may not work on the data any more", (fact.reason,)
        case facts.ApprovalEnded():
            return "The approval has ended", (fact.reason,)
        case facts.OutputReleased():
            return f"Output {fact.output} was released", ()
        case _:
            # What is left moves work among ourselves.
            return None


def _adviser(request: Request) -> str:
    step = request.rules.find(Advice)
    return step.office if step is not None else ""


def _departure(request: Request, key: str) -> str:
    departure = request.rules.departure(key)
    return departure.title if departure else as_words(key)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
