"""What the weightier facts do to a request: a revision, a decision, an agreement, a change of whom it waits for."""

from typing import Any

from policy.scheme import Decision
from sharing.facts import (
    AccessEnded,
    AccessGranted,
    AgreementDrafted,
    AgreementScreened,
    ApprovalEnded,
    AwaitedChanged,
    CredentialLost,
    CredentialRecorded,
    Decided,
    Happened,
    OutputChecked,
    OutputReleased,
    PersonNamed,
    Revised,
    Signed,
    task_key,
)
from sharing.messages import Person
from sharing.request import ConditionState, EntryState, PersonState, Request

Changes = dict[str, Any]

UNDECIDED: Changes = {
    "decisions": {}, "besides": {}, "conditions": {}, "approved_at": None, "stall_reported": False,
    "entry": None,
}  # fmt: skip


def revised(request: Request, fact: Revised) -> Changes:
    """Opinions of the re-opened offices fall, and so do advice, decisions and an agreement not yet signed."""
    about = {one.key: one.about for one in request.rules.departures}
    assets = tuple(one for one in fact.assets if one.key not in request.dropped) or request.assets
    keys = {asset.key for asset in assets}
    return {
        **UNDECIDED,
        "assets": assets,
        "bodies": fact.organisations or request.bodies,
        "people": people(request, fact.people) or request.people,
        "way": fact.way or request.way,
        "departures": {
            key: state
            for key, state in request.departures.items()
            if state.decided is None or not set(about.get(key, ())) & set(fact.changed)
        },
        "revision": fact.revision,
        "filing": fact.filing or request.filing,
        "changed": fact.changed,
        "opinions": {
            k: o
            for k, o in request.opinions.items()
            if o.office not in fact.reopens and (o.asset is None or o.asset in keys)
        },
        "advice": None,
        "rights": {},
        "agreement": None,
        "silence": None,
    }


def decided(request: Request, fact: Decided, happened: Happened) -> Changes:
    """A decision stands beside the owner's where the office decides besides; an approval brings its conditions."""
    step = request.rules.find(Decision)
    beside = (
        step is not None
        and fact.office == step.besides_if_complex
        and request.rights.get(fact.asset) != step.besides_if_complex
    )
    changes: Changes = {}
    if beside:
        changes["besides"] = {**request.besides, fact.asset: fact}
    else:
        changes["decisions"] = {**request.decisions, fact.asset: fact}
    if fact.outcome == "approve":
        changes["approved_at"] = happened.at
        changes["conditions"] = request.conditions | {
            f"{fact.asset}:{fact.office}:{one.key}" if beside else f"{fact.asset}:{one.key}": ConditionState(
                condition=one, asset=fact.asset
            )
            for one in fact.conditions
        }
    return changes


def agreement(request: Request, happened: Happened) -> Changes:
    """The current version is drawn up, screened, signed."""
    agreement, fact = request.agreement, happened.fact
    if agreement is None:
        return {}
    update: Changes
    match fact:
        case AgreementDrafted():
            if fact.version != agreement.version:  # drawn up late: a newer version was ordered meanwhile
                return {}
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


def people(request: Request, named: tuple[Person, ...]) -> dict[str, PersonState]:
    """Who is to work on the data, by the answers."""
    return {one.key: PersonState(organisation=one.organisation, mode=one.mode) for one in named}


def access(request: Request, happened: Happened) -> Changes:
    """Somebody is named, shows something, comes to the data, comes to it no more; an output is checked, or leaves."""
    fact = happened.fact
    match fact:
        case PersonNamed():
            named = PersonState(organisation=fact.organisation, mode=fact.mode)
            return {"people": {**request.people, fact.person: named}}
        case CredentialRecorded():
            return {"credentials": {**request.credentials, task_key(fact.holder, fact.credential): fact}}
        case CredentialLost():
            lost = task_key(fact.holder, fact.credential)
            return {"credentials": {key: one for key, one in request.credentials.items() if key != lost}}
        case AccessGranted():
            return {"people": _person(request, fact.person, granted_at=happened.at)}
        case AccessEnded():
            over = fact.reason if fact.final else ""
            return {"people": _person(request, fact.person, granted_at=None, ended=over)}
        case ApprovalEnded():
            return {"approval_ended": fact.reason}
        case OutputChecked():
            checks = {**request.outputs.get(fact.output, {}), fact.office: fact}
            return {"outputs": {**request.outputs, fact.output: checks}}
        case OutputReleased():
            return {"released": (*request.released, fact.output)}
        case _:
            return {}


def _person(request: Request, key: str, **changes: object) -> dict[str, PersonState]:
    one = request.people.get(key)
    return {**request.people, key: one.model_copy(update=changes)} if one else request.people


def entry(request: Request, **changes: object) -> EntryState | None:
    """The current register entry with these changes."""
    return request.entry and request.entry.model_copy(update=changes)


def task(request: Request, key: str, **changes: object) -> Changes:
    """All awaited tasks, one of them with these changes."""
    task = request.awaited.get(key)
    return {**request.awaited, key: task.model_copy(update=changes)} if task else request.awaited


def awaited(request: Request, fact: AwaitedChanged, happened: Happened) -> Changes:
    """Tasks asked, released, stopped, running again. Whoever of ours has the ball again, takes the warning back."""
    awaited = {key: task for key, task in request.awaited.items() if key not in fact.released}
    awaited |= {task.key: task for task in fact.asked}
    for key in fact.stopped:
        awaited[key] = awaited[key].model_copy(update={"stopped_at": happened.at})
    for again in fact.resumed:
        update = {"stopped_at": None, "due": again.due, "chased": 0}
        awaited[again.task] = awaited[again.task].model_copy(update=update)
    ours = any(task.office != "requester" for task in fact.asked) or fact.resumed
    return {"awaited": awaited, **({"silence": None} if ours else {})}


def seat(office: str, asset: str | None) -> str:
    """The name under which a seat's task is assigned."""
    return f"{office}/{asset}" if asset else office


def without(rounds: dict[int, Any], number: int) -> dict[int, Any]:
    """The open rounds of questions, but one."""
    return {key: one for key, one in rounds.items() if key != number}
