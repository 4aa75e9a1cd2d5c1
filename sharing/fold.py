"""The fold: what each fact does to a request. The only place where a request changes."""

from typing import assert_never

from sharing.facts import (
    AccessEnded,
    AccessGranted,
    Advised,
    AgreementDrafted,
    AgreementOrdered,
    AgreementScreened,
    Answered,
    ApprovalEnded,
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
    CredentialLost,
    CredentialRecorded,
    Decided,
    DeliveriesRetried,
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
    KeyDistrusted,
    KeyTrusted,
    LapseWarned,
    Lodged,
    MarkedUrgent,
    MessageRefused,
    Narrowed,
    NoticeUndelivered,
    OpinionGiven,
    OutputChecked,
    OutputReleased,
    PersonNamed,
    PublicationConcluded,
    PublicationOrdered,
    Questioned,
    Reminded,
    RemindersHeld,
    Reopened,
    Revised,
    Screened,
    Signed,
    StallReported,
    TermsProposed,
    Triaged,
    WarningDelivered,
)  # fmt: skip
from sharing.folding import (
    UNDECIDED,
    Changes,
    access,
    agreement,
    awaited,
    decided,
    entry,
    people,
    revised,
    seat,
    task,
    without,
)
from sharing.request import (
    AgreementState,
    DepartureState,
    EntryState,
    Request,
    Silence,
)
from sharing.roles import new_acts
from sharing.spoken import act_digest, act_key


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
                "bodies": fact.organisations, "people": people(request, fact.people), "way": fact.way,
            }  # fmt: skip
        case Questioned():
            return {"rounds": fact.round.number, "asked": {**request.asked, fact.round.number: fact.round}}
        case Answered():
            return {"asked": without(request.asked, fact.round), "silence": None}
        case Revised():
            return revised(request, fact)
        case Narrowed():
            return {
                "assets": tuple(asset for asset in request.assets if asset.key not in fact.dropped),
                "dropped": (*request.dropped, *fact.dropped),
                "opinions": {k: o for k, o in request.opinions.items() if o.asset not in fact.dropped},
                "silence": None,
            }
        case Closed():
            return {"closed": fact, "closed_at": at}
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
            return decided(request, fact, happened)
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
            return {**UNDECIDED, "agreement": None}
        case AgreementOrdered():
            ordered = AgreementState(version=fact.version, ordered_at=at, note=fact.note)
            return {"agreement": ordered, "versions": fact.version}
        case AgreementDrafted() | AgreementScreened() | Signed():
            return agreement(request, happened)
        case ConditionVerified():
            state_of = request.conditions[fact.condition].model_copy(update={"fulfilled": fact.fulfilled})
            return {"conditions": {**request.conditions, fact.condition: state_of}}
        case EntryDrafted():
            return {"entry": EntryState(drafted=fact), "entries": fact.version}
        case EntryScreened():
            return {"entry": entry(request, screened=fact)}
        case EntryChecked():
            return {"entry": entry(request, checked=fact)}
        case PublicationOrdered():
            return {"entry": entry(request, ordered_at=at)}
        case EntryPublished():
            current = request.entry
            late = current is None or current.drafted.version != fact.version
            return {} if late else {"entry": entry(request, published=fact)}
        case EntryExempted():
            return {"exempted": fact}
        case (
            PersonNamed() | CredentialRecorded() | CredentialLost() | AccessGranted() | AccessEnded()
            | ApprovalEnded() | OutputChecked() | OutputReleased()
        ):  # fmt: skip
            return access(request, happened)
        case _:
            return _running_changes(request, happened)


def _running_changes(request: Request, happened: Happened) -> Changes:
    fact, at = happened.fact, happened.at
    match fact:
        case AwaitedChanged():
            return awaited(request, fact, happened)
        case ConflictDeclared():
            kept = {task: to for task, to in request.assigned.items() if to != fact.person}
            return {"conflicted": (*request.conflicted, fact.person), "assigned": kept}
        case Assigned():
            return {"assigned": {**request.assigned, seat(fact.office, fact.asset): fact.to}}
        case HolderNamed():
            return {"named": (*request.named, fact.named)}
        case MarkedUrgent():
            return {"urgent": True}
        case ClockExtended():
            return {"awaited": task(request, fact.task, due=fact.due, reminded=fact.reminded, chased=0)}
        case ClocksPaused():
            return {"paused": True}
        case ClocksResumed():
            return {"paused": False}
        case Reminded():
            by_hand = {"nudged_at": at} if not fact.nth else {"reminded": fact.nth}
            return {"awaited": task(request, fact.task, **by_hand)}
        case RemindersHeld():
            return {"held_until": fact.until}
        case DeliveriesRetried():
            return {"retried_at": at}
        case Chased():
            return {"awaited": task(request, fact.task, chased=fact.nth)}
        case StallReported():
            return {"stall_reported": True}
        case LapseWarned():
            return {"silence": Silence(warned_at=at, number=happened.number)}
        case WarningDelivered():
            silence = request.silence
            if silence is None or not fact.notice.startswith(f"{request.reference}/{silence.number}/"):
                return {}  # it was an earlier warning that arrived
            return {"silence": silence.model_copy(update={"delivered_at": at})}
        case MessageRefused():
            return {"refusals": request.refusals + 1}
        case ClosingWished():
            return {"closing_wished": True}
        case KeyTrusted():
            return {"trusted": {**request.trusted, fact.key: fact.public}}
        case KeyDistrusted():
            return {"distrusted": (*request.distrusted, fact.key)}
        case AssuranceGiven() | NoticeUndelivered():
            return {}
        case (
            Lodged() | Questioned() | Answered() | Revised() | Narrowed() | Closed() | Reopened() | Screened()
            | Triaged() | OpinionGiven() | PublicationConcluded() | TermsProposed() | Advised() | Decided()
            | Escalated() | DepartureSought() | DepartureDecided() | ApprovalReturned() | AgreementOrdered()
            | AgreementDrafted() | AgreementScreened() | Signed() | ConditionVerified() | EntryDrafted()
            | EntryScreened() | EntryChecked() | PublicationOrdered() | EntryPublished() | EntryExempted()
            | PersonNamed() | CredentialRecorded() | CredentialLost() | AccessGranted() | AccessEnded()
            | ApprovalEnded() | OutputChecked() | OutputReleased()
        ):  # fmt: skip
            raise AssertionError(f"{fact.kind} is folded above.")
        case _:
            assert_never(fact)
