"""Access: for each named person credentials, a grant and an end; outputs pass every check before they leave."""

from collections.abc import Iterator
from datetime import datetime

from policy.scheme import Access, Credential
from policy.working_days import local_day
from sharing.authority import as_requester, held, may_act
from sharing.facts import (
    AccessEnded,
    AccessGranted,
    AnyFact,
    ApprovalEnded,
    CredentialLost,
    CredentialRecorded,
    OutputChecked,
    OutputReleased,
    PersonNamed,
    task_key,
)
from sharing.hearing import Heard, Wanted, content, not_awaited
from sharing.messages import (
    CheckOutput,
    EndAccess,
    EndApproval,
    GrantAccess,
    LoseCredential,
    NamePerson,
    RecordCredential,
    ReleaseOutput,
    Speaker,
)
from sharing.refused import Refused
from sharing.request import PersonState, Request


def of(request: Request) -> Access | None:
    """The step by which people come to the data on this request; None where they do not."""
    for step in request.rules.path:
        if isinstance(step, Access) and (step.only_if is None or step.only_if.holds(request.answers())):
            return step
    return None


def wants(request: Request, step: Access) -> tuple[Wanted, ...]:
    """Somebody to be named; then, of each person without access, what is missing, or the grant."""
    if request.approval_ended:
        return ()
    waiting = {key: one for key, one in request.people.items() if not one.ended and one.granted_at is None}
    if not request.people:
        return (Wanted(step=step.key, office="requester", what="name-people"),)
    return tuple(
        Wanted(step=step.key, office=step.office, what="check-credentials", detail=f"{key}/evidence")
        if _unrecorded(request, step, key, one)
        else Wanted(step=step.key, office=step.office, what="grant-access", detail=key)
        for key, one in waiting.items()
    )


def done(request: Request, step: Access) -> bool:
    """Whether nobody works on the data any more, or is to."""
    if request.approval_ended:
        return True
    return bool(request.people) and all(one.ended for one in request.people.values())


def lacking(request: Request, step: Access, person: str, at: datetime) -> tuple[str, ...]:
    """What keeps a named person from the data at that instant, apart from the approval; each in a sentence."""
    one = request.people.get(person)
    if one is None:
        return (f"Nobody is named {person!r} on this request; the requester names who works on the data.",)
    found = []
    if step.modes and step.mode(one.mode) is None:
        found.append(f"{person} has no way to the data; choose {', '.join(mode.key for mode in step.modes)}.")
    day = local_day(at)
    for credential in _needed(request, step, one):
        holder = _holder(credential, person, one)
        recorded = request.credentials.get(task_key(holder, credential.key))
        if recorded is None:
            found.append(f"{credential.title} of {holder} is not recorded ({credential.clause}).")
        elif recorded.expires is not None and recorded.expires < day:
            found.append(f"{credential.title} of {holder} ran out on {recorded.expires:%-d %B %Y}; record a new one.")
    return tuple(found)


def may_reach(request: Request, person: str, at: datetime) -> bool:
    """Whether a person may work on the data at that instant: granted, approved, and every credential in date."""
    step, one = of(request), request.people.get(person)
    if step is None or one is None or one.granted_at is None or one.ended or request.closed is not None:
        return False
    return not request.approval_ended and _in_term(request, at) and not lacking(request, step, person, at)


def ended(request: Request) -> Iterator[AccessEnded]:
    """Whose access ends with what has just happened: the approval is gone, or something they rest on."""
    step = of(request)
    for key, one in request.people.items() if step is not None else ():
        if one.granted_at is None or one.ended:
            continue
        if request.approval_ended:
            yield AccessEnded(person=key, reason=request.approval_ended, final=True)
        elif step is not None and (gone := _unrecorded(request, step, key, one)):
            yield AccessEnded(person=key, reason=f"{gone[0].title} does not count any more.")


def _needed(request: Request, step: Access, one: PersonState) -> tuple[Credential, ...]:
    answers = request.answers()
    return tuple(c for c in step.needed(one.mode) if c.only_if is None or c.only_if.holds(answers))


def _holder(credential: Credential, person: str, one: PersonState) -> str:
    return one.organisation if credential.of == "organisation" else person


def _unrecorded(request: Request, step: Access, person: str, one: PersonState) -> list[Credential]:
    return [
        credential
        for credential in _needed(request, step, one)
        if task_key(_holder(credential, person, one), credential.key) not in request.credentials
    ]


def _in_term(request: Request, at: datetime) -> bool:
    return request.terms is None or request.terms.starts <= local_day(at) <= request.terms.ends


def _step(request: Request) -> Access:
    step = of(request)
    if step is None:
        raise Refused("On this request nobody works on the data in a secure place; there is no access to speak of.")
    return step


def _person(request: Request, key: str) -> PersonState:
    one = request.people.get(key)
    if one is None:
        names = ", ".join(request.people) or "nobody yet"
        raise Refused(f"Nobody is named {key!r} on this request; named are {names}. The requester can name them.")
    return one


def hear_naming(request: Request, message: NamePerson, speaker: Speaker, at: datetime) -> Heard:
    """The requester names somebody who is to work on the data, before or after the signatures."""
    step = _step(request)
    by = as_requester(request, speaker)
    known = request.people.get(message.person)
    if known is not None and known.granted_at is not None and not known.ended:
        raise Refused(f"{message.person!r} has access already; end it first, or choose another key.")
    if (known is not None and known.ended) or request.approval_ended:
        raise Refused("Their access, or the approval, has ended for good; ask for it by a new request.")
    if message.organisation not in request.organisations:
        bodies = ", ".join(request.organisations)
        raise Refused(f"{message.organisation!r} is no party to this request; its parties are {bodies}.")
    if step.modes and step.mode(message.mode) is None:
        raise Refused(f"Say how they reach the data (mode): {', '.join(mode.key for mode in step.modes)}.")
    fact = PersonNamed(person=message.person, organisation=message.organisation, mode=message.mode)
    sentence = f"{message.person} is named; access waits for what they have to show."
    return Heard(facts=(fact,), by=by, sentence=sentence)


def _credential(request: Request, step: Access, holder: str, key: str) -> Credential:
    credential = next((one for one in step.credentials if one.key == key), None)
    if credential is None:
        raise Refused(f"There is no credential {key!r}; there are {', '.join(one.key for one in step.credentials)}.")
    bodies = tuple(dict.fromkeys((*request.organisations, *(one.organisation for one in request.people.values()))))
    known = bodies if credential.of == "organisation" else tuple(request.people)
    if holder not in known:
        names = ", ".join(known) or "nobody"
        raise Refused(f"{credential.title} is shown by {names}; {holder!r} is not named on this request.")
    return credential


def hear_credential(request: Request, message: RecordCredential, speaker: Speaker, at: datetime) -> Heard:
    """The office records what it has seen, at any time after lodging: it need not wait for the approval."""
    step = _step(request)
    by = may_act(request, speaker, step.office, at)
    credential = _credential(request, step, message.holder, message.credential)
    content(message.evidence, "what you have seen (evidence), without copying it")
    if credential.expires and message.expires is None:
        raise Refused(f"{credential.title} counts until a day; name it (expires).")
    if message.expires is not None and message.expires < local_day(at):
        raise Refused(f"{credential.title} ran out on {message.expires:%-d %B %Y}; a new one is needed.")
    fact = CredentialRecorded(**message.model_dump(exclude={"kind"}))
    return Heard(facts=(fact,), by=by, sentence=f"{credential.title} of {message.holder} is recorded.")


def hear_loss(request: Request, message: LoseCredential, speaker: Speaker, at: datetime) -> Heard:
    """A credential counts no more; who rests on it loses access in the same moment."""
    step = _step(request)
    by = may_act(request, speaker, step.office, at)
    credential = _credential(request, step, message.holder, message.credential)
    if task_key(message.holder, message.credential) not in request.credentials:
        raise Refused(f"{credential.title} of {message.holder} is not recorded, so it cannot be taken back.")
    content(message.reason, "why it counts no more")
    fact = CredentialLost(**message.model_dump(exclude={"kind"}))
    return Heard(facts=(fact,), by=by, sentence=f"{credential.title} of {message.holder} counts no more.")


def hear_grant(request: Request, message: GrantAccess, speaker: Speaker, at: datetime) -> Heard:
    """Access, once all have signed and the person has shown everything. All that lacks is said at once."""
    step = _step(request)
    by = may_act(request, speaker, step.office, at)
    one = _person(request, message.person)
    if one.ended:
        raise Refused(f"The access of {message.person} has ended for good: {one.ended}")
    if one.granted_at is not None:
        raise Refused(f"{message.person} has access already.")
    gaps = list(lacking(request, step, message.person, at))
    if request.approval_ended:
        gaps.insert(0, f"The approval has ended: {request.approval_ended}")
    elif not any(task.step == step.key for task in request.awaited.values()):
        gaps.insert(
            0, "The application is not approved, or its agreement not signed by all; access comes after both."
        )
    elif request.terms is not None and local_day(at) > request.terms.ends:
        gaps.insert(0, "The agreement has come to its last day.")
    if gaps:
        raise Refused(" ".join(gaps))
    starts = request.terms.starts if request.terms is not None and not _in_term(request, at) else None
    begins = f" from {starts:%-d %B %Y}, when the agreement begins" if starts else ""
    fact = AccessGranted(person=message.person)
    return Heard(facts=(fact,), by=by, sentence=f"{message.person} may work on the data{begins}.")


def hear_end(request: Request, message: EndAccess, speaker: Speaker, at: datetime) -> Heard:
    """The office, or the requester's side, ends one person's access for good; nobody is kept on who has left."""
    step = _step(request)
    _person(request, message.person)
    ours = held(request, speaker, step.office, at) is not None
    by = may_act(request, speaker, step.office, at) if ours else as_requester(request, speaker)
    content(message.reason, "why the access ends")
    if request.people[message.person].ended:
        raise Refused(f"The access of {message.person} has ended already.")
    fact = AccessEnded(person=message.person, reason=message.reason, final=True)
    return Heard(facts=(fact,), by=by, sentence=f"{message.person} may not work on the data any more.")


def hear_ending(request: Request, message: EndApproval, speaker: Speaker, at: datetime) -> Heard:
    """The approval is taken back by who holds the right to decide; with it goes every access."""
    step = _step(request)
    decision = next((one for one in request.rules.path if one.kind == "decision"), None)
    asset = request.asset(message.asset)
    if decision is None or asset is None:
        raise Refused(f"There is no decision on {message.asset!r} here; the request asks for its own assets only.")
    office = request.holder_of_decision(decision, asset)
    by = may_act(request, speaker, office, at, asset=asset.key, roles=("decider",))
    content(message.reason, "why the approval ends")
    opened = any(task.step == step.key for task in request.awaited.values())
    if not opened and not any(one.granted_at for one in request.people.values()):
        raise not_awaited(request, office, asset.key)
    if request.approval_ended:
        raise Refused("The approval has ended already.")
    return Heard(
        facts=(ApprovalEnded(reason=message.reason),), by=by, sentence="The approval has ended, access with it."
    )


def hear_check(request: Request, message: CheckOutput, speaker: Speaker, at: datetime) -> Heard:
    """One of the bodies passes or returns an output, under the version of the rules that the request is pinned to."""
    step = _step(request)
    if message.office not in step.outputs_checked_by:
        titles = " and ".join(request.rules.title(key) for key in step.outputs_checked_by) or "nobody"
        raise Refused(f"Outputs are checked by {titles}.")
    by = may_act(request, speaker, message.office, at)
    if message.rules != step.output_rules:
        raise Refused(f"Check it under version {step.output_rules} of the rules, which this request is pinned to.")
    if not any(one.granted_at is not None for one in request.people.values()):
        raise Refused("Nobody has had access yet, so there is no output.")
    if message.output in request.released:
        raise Refused(f"The output {message.output!r} has left already.")
    if message.outcome == "return":
        content(message.reason, "what has to change in the output")
    fact = OutputChecked(**message.model_dump(exclude={"kind"}))
    return Heard(facts=(fact,), by=by, sentence=f"The check of {message.output} is recorded.")


def hear_release(request: Request, message: ReleaseOutput, speaker: Speaker, at: datetime) -> Heard:
    """The output leaves when every body's last word on it is a pass."""
    step = _step(request)
    by = may_act(request, speaker, step.office, at)
    if message.output in request.released:
        raise Refused(f"The output {message.output!r} has left already.")
    checks = request.outputs.get(message.output, {})
    waiting = [
        request.rules.title(office)
        for office in step.outputs_checked_by
        if office not in checks or checks[office].outcome != "pass"
    ]
    if waiting:
        raise Refused(f"{' and '.join(waiting)} has not passed {message.output!r}; each body's rules have to be met.")
    fact: AnyFact = OutputReleased(output=message.output, rules=step.output_rules)
    return Heard(facts=(fact,), by=by, sentence=f"The output {message.output} leaves.")
