"""What is said about people, tasks and clocks. It moves work to others or in time, never a decision."""

from datetime import datetime

from policy.scheme import Decision, Publication
from policy.working_days import local_day
from sharing.allowing import reminders_before
from sharing.authority import has_acknowledged, held, is_not_their_own, may_act, office_of_staff
from sharing.facts import (
    Assigned,
    AssuranceGiven,
    Awaited,
    By,
    ClockExtended,
    ClocksPaused,
    ClocksResumed,
    Closed,
    ConflictDeclared,
    HolderNamed,
    MarkedUrgent,
    Named,
    Reminded,
)
from sharing.hearing import Heard, content, sealed_by_signature
from sharing.messages import (
    Assign,
    Assure,
    Chase,
    CloseRequest,
    DeclareConflict,
    ExtendClock,
    MarkUrgent,
    NameHolder,
    PauseClocks,
    ResumeClocks,
    Speaker,
)
from sharing.refused import Refused
from sharing.request import Request

OPERATOR = "operator"


def hear_conflict(request: Request, message: DeclareConflict, speaker: Speaker, at: datetime) -> Heard:
    """Somebody will not act here. The tasks stay with their offices."""
    office = office_of_staff(request, speaker, at)
    if office is None:
        raise Refused("Only somebody who could act on this request can declare a conflict.")
    is_not_their_own(request, speaker)
    has_acknowledged(request, speaker)
    content(message.reason, "what the interest is, in a few words")
    if speaker.person in request.conflicted:
        raise Refused("Your conflict is already declared here.")
    fact = ConflictDeclared(person=speaker.person, reason=message.reason)
    return Heard(
        facts=(fact,),
        by=By(person=speaker.person, office=office),
        sentence="Recorded; you will not be asked to act here.",
    )


def hear_assignment(request: Request, message: Assign, speaker: Speaker, at: datetime) -> Heard:
    """The office itself, its head, or the service gives a task to one of the office's holders."""
    office = request.rules.office(message.office)
    if office is None:
        raise Refused(f"There is no office {message.office!r} in this scheme.")
    if office.in_person:
        raise Refused(f"The {office.title} acts in person; their tasks are not passed on.")
    if office.per_asset and request.asset(message.asset) is None:
        keys = ", ".join(asset.key for asset in request.assets)
        raise Refused(f"Name the asset whose task is assigned; this request asks for {keys}.")
    by = _one_of(request, speaker, (message.office, office.head, request.rules.service), at, message.asset)
    fact = Assigned(office=message.office, asset=message.asset, to=message.to)
    return Heard(facts=(fact,), by=by, sentence=f"The task of {office.title} is assigned.")


def hear_naming(request: Request, message: NameHolder, speaker: Speaker, at: datetime) -> Heard:
    """The office's head, or the Council, names somebody for a time. Not for an office that acts in person."""
    office = request.rules.office(message.office)
    if office is None or office.outside:
        raise Refused(f"Nobody can be named for {message.office!r}.")
    if office.in_person:
        raise Refused(f"The {office.title} acts in person; nobody can be named in their stead.")
    decision = request.rules.find(Decision)
    council = decision.escalates_to if decision else None
    by = _one_of(request, speaker, (office.head, council), at, None)
    today = local_day(at)
    if message.until < today:
        raise Refused("The naming would end in the past; give a later day.")
    if message.person == speaker.person:
        raise Refused("Nobody names themselves; somebody else must.")
    content(message.reason, "why the holder cannot act")
    named = Named(office=message.office, asset=message.asset, person=message.person, since=today, until=message.until)
    return Heard(facts=(HolderNamed(named=named, reason=message.reason),), by=by, sentence="The naming is recorded.")


def _one_of(
    request: Request, speaker: Speaker, offices: tuple[str | None, ...], at: datetime, asset: str | None
) -> By:
    candidates = [office for office in offices if office]
    for office in candidates:
        if held(request, speaker, office, at, asset if office == candidates[0] else None):
            own = asset if office == candidates[0] else None
            return may_act(request, speaker, office, at, asset=own, working=False)
    raise Refused(f"This is for {' or '.join(request.rules.title(office) for office in candidates)} to do.")


def hear_assurance(request: Request, message: Assure, speaker: Speaker, at: datetime) -> Heard:
    """An independent check against the policy, by the assuring office, not by an adviser or the first screener."""
    register = request.rules.find(Publication)
    by = may_act(request, speaker, register.screened_by if register else "", at, roles=("assurer",))
    content(message.finding, "the finding")
    fact = AssuranceGiven(finding=message.finding, satisfied=message.satisfied)
    return Heard(facts=(fact,), by=by, sentence="The assurance is recorded.")


def hear_urgency(request: Request, message: MarkUrgent, speaker: Speaker, at: datetime) -> Heard:
    """The group shortens clocks from now on; every seat and every gate stays."""
    office = next(
        (step.office for step in request.rules.path if step.kind == "screening" and step.settles_panel),
        OPERATOR,
    )
    by = may_act(request, speaker, office, at)
    if request.urgent:
        raise Refused("The request is already marked as urgent.")
    content(message.reason, "why the request is urgent")
    return Heard(facts=(MarkedUrgent(reason=message.reason),), by=by, sentence="Clocks are halved from now on.")


def _task(request: Request, key: str) -> Awaited:
    task = request.awaited.get(key)
    if task is None:
        raise Refused(f"There is no open task {key!r}; open tasks: {', '.join(request.awaited) or 'none'}.")
    return task


def hear_extension(request: Request, message: ExtendClock, speaker: Speaker, at: datetime) -> Heard:
    """An operator gives a task more working days."""
    by = may_act(request, speaker, OPERATOR, at)
    task = _task(request, message.task)
    content(message.reason, "the reason for the extension")
    start = max(task.due, at)
    due = request.calendar.due(start, message.days)
    past = reminders_before(request, task.model_copy(update={"due": due}), at)
    fact = ClockExtended(task=message.task, due=due, reminded=past, reason=message.reason)
    return Heard(facts=(fact,), by=by, sentence=f"The task is now due on {local_day(due):%-d %B %Y}.")


def hear_chasing(request: Request, message: Chase, speaker: Speaker, at: datetime) -> Heard:
    """An operator reminds by hand."""
    by = may_act(request, speaker, OPERATOR, at)
    task = _task(request, message.task)
    return Heard(facts=(Reminded(task=task.key, nth=0),), by=by, sentence="The office is reminded.")


def hear_pausing(request: Request, message: PauseClocks, speaker: Speaker, at: datetime) -> Heard:
    """An operator stops all clocks."""
    by = may_act(request, speaker, OPERATOR, at)
    if request.paused:
        raise Refused("The clocks already stand still.")
    content(message.reason, "the reason for stopping the clocks")
    return Heard(facts=(ClocksPaused(reason=message.reason),), by=by, sentence="All clocks stand still.")


def hear_resuming(request: Request, message: ResumeClocks, speaker: Speaker, at: datetime) -> Heard:
    """An operator lets the clocks run."""
    by = may_act(request, speaker, OPERATOR, at)
    if not request.paused:
        raise Refused("The clocks are running.")
    return Heard(facts=(ClocksResumed(),), by=by, sentence="The clocks run again.")


def hear_closing(request: Request, message: CloseRequest, speaker: Speaker, at: datetime) -> Heard:
    """An operator closes a request that nobody has signed. That is no decision on it."""
    by = may_act(request, speaker, OPERATOR, at)
    register = request.rules.find(Publication)
    registering = register is not None and any(task.step == register.key for task in request.awaited.values())
    if registering or sealed_by_signature(request):
        raise Refused("The agreement has a signature; the request can no longer be closed by an operator.")
    content(message.reason, "the reason for closing")
    closed = Closed(outcome="closed-by-operator", reason=message.reason)
    return Heard(facts=(closed,), by=by, sentence="The request is closed by an operator; this decides nothing on it.")
