"""The fold: what each fact does to a request. The only place where a request changes."""

from typing import Any, assert_never

from sharing.facts import (
    Advised,
    AgreementDrafted,
    AgreementOrdered,
    AgreementScreened,
    Answered,
    ApprovalReturned,
    Assigned,
    AssuranceGiven,
    AwaitedChanged,
    Chased,
    ClockExtended,
    ClocksPaused,
    ClocksResumed,
    Closed,
    ClosingWished,
    ConditionVerified,
    ConflictDeclared,
    Decided,
    DepartureDecided,
    DepartureSought,
    EntryChecked,
    EntryDrafted,
    EntryExempted,
    EntryPublished,
    EntryScreened,
    Escalated,
    Happened,
    HolderNamed,
    LapseWarned,
    Lodged,
    MarkedUrgent,
    MessageRefused,
    Narrowed,
    NoticeUndelivered,
    OpinionGiven,
    PublicationConcluded,
    PublicationOrdered,
    Questioned,
    Reminded,
    Reopened,
    Revised,
    Screened,
    Signed,
    StallReported,
    TermsProposed,
    Triaged,
    WarningDelivered,
)  # fmt: skip
from sharing.request import (
    AgreementState,
    ConditionState,
    DepartureState,
    EntryState,
    Request,
    Silence,
)
from sharing.roles import new_acts
from sharing.spoken import act_digest, act_key

Changes = dict[str, Any]


def after(request: Request, happened: Happened) -> Request:
    """The request after one more fact. Raises ValueError where a number is missing or stands twice."""
    if happened.number != request.number + 1:
        raise ValueError(f"{request.reference} has {request.number} facts; number {happened.number} cannot follow.")
    changes: Changes = {"number": happened.number, "at": happened.at}
    if acts := new_acts(request, happened):
        changes["acts"] = (*request.acts, *acts)
    changes |= _changes(request, happened)
    if happened.speech is not None:
        # The server forgets update ids at continue-as-new; an act counts once all the same.
        changes["heard"] = {**request.heard, act_key(happened.speech): act_digest(happened.speech)}
    return request.model_copy(update=changes)


def _changes(request: Request, happened: Happened) -> Changes:
    fact, at = happened.fact, happened.at
    match fact:
        case Lodged():
            return {
                "lodged": fact, "lodged_at": at, "filing": fact.filing, "assets": fact.assets, "revision": 1,
            }  # fmt: skip
        case Questioned():
            return {"rounds": fact.round.number, "asked": {**request.asked, fact.round.number: fact.round}}
        case Answered():
            return {"asked": _without(request.asked, fact.round), "silence": None}
        case Revised():
            return _revised(request, fact)
        case Narrowed():
            return {
                "assets": tuple(asset for asset in request.assets if asset.key not in fact.dropped),
                "opinions": {k: o for k, o in request.opinions.items() if o.asset not in fact.dropped},
                "silence": None,
            }
        case Closed():
            return {"closed": fact, "closed_at": at, "asked": {}}
        case Reopened():
            return {"closed": None, "closed_at": None, "silence": None}
        case Screened():
            return {"screened": fact}
        case Triaged():
            return {"triaged": fact}
        case OpinionGiven():
            return {
                "opinions": {**request.opinions, fact.task: fact},
                "spoken_seats": tuple(dict.fromkeys((*request.spoken_seats, fact.task))),
            }
        case PublicationConcluded():
            return {"concluded": {**request.concluded, fact.asset: fact}}
        case TermsProposed():
            return {"terms": fact}
        case Advised():
            return {"advice": fact}
        case _:
            return _later_changes(request, happened)


def _later_changes(request: Request, happened: Happened) -> Changes:
    fact, at = happened.fact, happened.at
    match fact:
        case Decided():
            return _decided(request, fact, happened)
        case Escalated():
            return {
                "rights": {**request.rights, **dict.fromkeys(fact.assets, fact.to)},
                "decisions": {k: d for k, d in request.decisions.items() if k not in fact.assets},
            }
        case DepartureSought():
            return {"departures": {**request.departures, fact.departure: DepartureState(sought=fact)}}
        case DepartureDecided():
            state = request.departures[fact.departure].model_copy(update={"decided": fact})
            return {"departures": {**request.departures, fact.departure: state}}
        case ApprovalReturned():
            return {**_UNDECIDED, "agreement": None}
        case AgreementOrdered():
            agreement = AgreementState(version=fact.version, ordered_at=at, note=fact.note)
            return {"agreement": agreement, "versions": fact.version}
        case AgreementDrafted() | AgreementScreened() | Signed():
            return _agreement(request, happened)
        case ConditionVerified():
            state_of = request.conditions[fact.condition].model_copy(update={"fulfilled": fact.fulfilled})
            return {"conditions": {**request.conditions, fact.condition: state_of}}
        case EntryDrafted():
            return {"entry": EntryState(drafted=fact), "entries": fact.version}
        case EntryScreened():
            return {"entry": _entry(request, screened=fact)}
        case EntryChecked():
            return {"entry": _entry(request, checked=fact)}
        case PublicationOrdered():
            return {"entry": _entry(request, ordered_at=at)}
        case EntryPublished():
            return {"entry": _entry(request, published=fact)}
        case EntryExempted():
            return {"exempted": fact}
        case _:
            return _running_changes(request, happened)


def _running_changes(request: Request, happened: Happened) -> Changes:
    fact, at = happened.fact, happened.at
    match fact:
        case AwaitedChanged():
            return _awaited(request, fact, happened)
        case ConflictDeclared():
            kept = {task: to for task, to in request.assigned.items() if to != fact.person}
            return {"conflicted": (*request.conflicted, fact.person), "assigned": kept}
        case Assigned():
            return {"assigned": {**request.assigned, _seat(fact.office, fact.asset): fact.to}}
        case HolderNamed():
            return {"named": (*request.named, fact.named)}
        case MarkedUrgent():
            return {"urgent": True}
        case ClockExtended():
            return {"awaited": _task(request, fact.task, due=fact.due, reminded=0, chased=0)}
        case ClocksPaused():
            return {"paused": True}
        case ClocksResumed():
            return {"paused": False}
        case Reminded():
            return {"awaited": _task(request, fact.task, reminded=fact.nth)} if fact.nth else {}
        case Chased():
            return {"awaited": _task(request, fact.task, chased=fact.nth)}
        case StallReported():
            return {"stall_reported": True}
        case LapseWarned():
            return {"silence": Silence(warned_at=at)}
        case WarningDelivered():
            silence = request.silence
            return {"silence": silence and silence.model_copy(update={"delivered_at": at})}
        case MessageRefused():
            return {"refusals": request.refusals + 1}
        case ClosingWished():
            return {"closing_wished": True}
        case AssuranceGiven() | NoticeUndelivered():
            return {}
        case (
            Lodged() | Questioned() | Answered() | Revised() | Narrowed() | Closed() | Reopened() | Screened()
            | Triaged() | OpinionGiven() | PublicationConcluded() | TermsProposed() | Advised() | Decided()
            | Escalated() | DepartureSought() | DepartureDecided() | ApprovalReturned() | AgreementOrdered()
            | AgreementDrafted() | AgreementScreened() | Signed() | ConditionVerified() | EntryDrafted()
            | EntryScreened() | EntryChecked() | PublicationOrdered() | EntryPublished() | EntryExempted()
        ):  # fmt: skip
            raise AssertionError(f"{fact.kind} is folded above.")
        case _:
            assert_never(fact)


_UNDECIDED: Changes = {
    "decisions": {}, "besides": {}, "conditions": {}, "approved_at": None, "stall_reported": False,
}  # fmt: skip


def _revised(request: Request, fact: Revised) -> Changes:
    """Opinions of the re-opened offices fall, and so do advice, decisions and an agreement not yet signed."""
    return {
        **_UNDECIDED,
        "revision": fact.revision,
        "filing": fact.filing or request.filing,
        "changed": fact.changed,
        "opinions": {k: o for k, o in request.opinions.items() if o.office not in fact.reopens},
        "advice": None,
        "rights": {},
        "agreement": None,
        "silence": None,
    }


def _decided(request: Request, fact: Decided, happened: Happened) -> Changes:
    step = next((one for one in request.rules.path if one.kind == "decision"), None)
    beside = step is not None and fact.office == step.besides_if_complex
    changes: Changes = {}
    if beside:
        changes["besides"] = {**request.besides, fact.asset: fact}
    else:
        changes["decisions"] = {**request.decisions, fact.asset: fact}
    if fact.outcome == "approve":
        changes["approved_at"] = happened.at
        changes["conditions"] = request.conditions | {
            f"{fact.asset}:{one.key}": ConditionState(condition=one, asset=fact.asset) for one in fact.conditions
        }
    return changes


def _agreement(request: Request, happened: Happened) -> Changes:
    agreement, fact = request.agreement, happened.fact
    if agreement is None:
        return {}
    update: Changes
    match fact:
        case AgreementDrafted():
            # A screening of other bytes than these was a screening of something else: it falls.
            stands = agreement.screened is None or agreement.screened.document == fact.fixed_copy
            update = {"drafted": fact} if stands else {"drafted": fact, "screened": None, "signed": {}}
        case AgreementScreened():
            update = {"screened": fact}
        case Signed():
            update = {"signed": {**agreement.signed, fact.party: happened.by.person if happened.by else ""}}
        case _:
            update = {}
    return {"agreement": agreement.model_copy(update=update)}


def _entry(request: Request, **changes: object) -> EntryState | None:
    return request.entry and request.entry.model_copy(update=changes)


def _task(request: Request, key: str, **changes: object) -> Changes:
    task = request.awaited.get(key)
    return {**request.awaited, key: task.model_copy(update=changes)} if task else request.awaited


def _awaited(request: Request, fact: AwaitedChanged, happened: Happened) -> Changes:
    awaited = {key: task for key, task in request.awaited.items() if key not in fact.released}
    awaited |= {task.key: task for task in fact.asked}
    for key in fact.stopped:
        awaited[key] = awaited[key].model_copy(update={"stopped_at": happened.at})
    for again in fact.resumed:
        update = {"stopped_at": None, "due": again.due, "chased": 0}
        awaited[again.task] = awaited[again.task].model_copy(update=update)
    ours = any(task.office != "requester" for task in fact.asked) or fact.resumed
    return {"awaited": awaited, **({"silence": None} if ours else {})}


def _seat(office: str, asset: str | None) -> str:
    return f"{office}/{asset}" if asset else office


def _without(rounds: dict[int, Any], number: int) -> dict[int, Any]:
    return {key: one for key, one in rounds.items() if key != number}
