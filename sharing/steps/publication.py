"""Publication: the register entry is drafted, screened, checked, and published or exempt on a lawful ground."""

from datetime import datetime

from policy.scheme import Publication
from policy.value import says_something
from sharing.authority import may_act
from sharing.facts import (
    EntryChecked,
    EntryDrafted,
    EntryExempted,
    EntryScreened,
    PublicationOrdered,
)
from sharing.hearing import Heard, Wanted, awaited_or_refused, content
from sharing.messages import CheckEntry, DraftEntry, ExemptEntry, PublishEntry, ScreenEntry, Speaker
from sharing.refused import Refused
from sharing.request import EntryState, Request


def wants(request: Request, step: Publication) -> tuple[Wanted, ...]:
    """The next who has to look at the current version of the entry."""
    entry = request.entry
    if entry is None or _returned(entry):
        return (Wanted(step=step.key, office=step.drafted_by, what="draft-entry"),)
    if entry.screened is None:
        return (Wanted(step=step.key, office=step.screened_by, what="screen-entry"),)
    if entry.checked is None:
        return (Wanted(step=step.key, office=step.checked_by, what="check-entry"),)
    if entry.ordered_at is None:
        return (Wanted(step=step.key, office=step.checked_by, what="publish", detail="publish"),)
    return ()


def done(request: Request, step: Publication) -> bool:
    """Whether the entry is published, or exempt."""
    return request.exempted is not None or (request.entry is not None and request.entry.published is not None)


def _returned(entry: EntryState) -> bool:
    checked = entry.checked
    return (entry.screened is not None and entry.screened.outcome == "return") or (
        checked is not None and not (checked.suitable and checked.accessible)
    )


def _step(request: Request) -> Publication:
    return request.rules.the(Publication)


def _current(request: Request, version: int) -> EntryState:
    entry = request.entry
    if entry is None:
        raise Refused("There is no register entry yet; it is drafted after the signatures.")
    if entry.drafted.version != version:
        raise Refused(
            f"Version {version} of the entry is not the current one; that is version {entry.drafted.version}."
        )
    return entry


def hear_draft(request: Request, message: DraftEntry, speaker: Speaker, at: datetime) -> Heard:
    """A version of the entry, complete under the register's own rules."""
    step = _step(request)
    by = may_act(request, speaker, step.drafted_by, at, roles=("register-drafter",))
    awaited_or_refused(request, step.key, step.drafted_by)
    known = {field.key: field for field in step.fields}
    for key in message.fields:
        if key not in known:
            raise Refused(f"The register has no field {key!r}; it has {', '.join(known)}.")
    for field in step.fields:
        text = message.fields.get(field.key, "")
        if field.required and not says_something(text):
            raise Refused(f"The register's field {field.key!r} ({field.title}) is empty.")
        if field.most_words and len(text.split()) > field.most_words:
            raise Refused(f"The field {field.key!r} has {len(text.split())} words; shorten it to {field.most_words}.")
    fact = EntryDrafted(
        version=request.entries + 1,
        schema_version=step.schema_version,
        fields={key: message.fields[key] for key in known if key in message.fields},
    )
    return Heard(facts=(fact,), by=by, sentence=f"Version {fact.version} of the entry goes to the third screening.")


def hear_screening(request: Request, message: ScreenEntry, speaker: Speaker, at: datetime) -> Heard:
    """The third screening: by somebody who did not draft the entry."""
    step = _step(request)
    by = may_act(request, speaker, step.screened_by, at, roles=("third-screener",))
    _current(request, message.version)
    awaited_or_refused(request, step.key, step.screened_by)
    if message.outcome == "return":
        content(message.reason, "what has to change in the entry")
    fact = EntryScreened(**message.model_dump(exclude={"kind"}))
    return Heard(facts=(fact,), by=by, sentence="The third screening is recorded.")


def hear_check(request: Request, message: CheckEntry, speaker: Speaker, at: datetime) -> Heard:
    """Suitability and accessibility, each judged."""
    step = _step(request)
    by = may_act(request, speaker, step.checked_by, at)
    entry = _current(request, message.version)
    if entry.screened is None or entry.screened.outcome != "pass":
        raise Refused("This version has not passed the third screening; that comes first.")
    awaited_or_refused(request, step.key, step.checked_by)
    if not (message.suitable and message.accessible):
        content(message.reason, "what makes the entry unsuitable or inaccessible")
    fact = EntryChecked(**message.model_dump(exclude={"kind"}))
    return Heard(facts=(fact,), by=by, sentence="The check of the entry is recorded.")


def hear_publishing(request: Request, message: PublishEntry, speaker: Speaker, at: datetime) -> Heard:
    """The checked version goes onto the register."""
    step = _step(request)
    by = may_act(request, speaker, step.checked_by, at)
    entry = _current(request, message.version)
    if entry.screened is None or entry.screened.outcome != "pass":
        raise Refused("This version has not passed the third screening.")
    if entry.checked is None or not (entry.checked.suitable and entry.checked.accessible):
        raise Refused("This version has not passed the check of suitability and accessibility.")
    if entry.ordered_at is not None:
        raise Refused("This version is already being published.")
    fact = PublicationOrdered(version=message.version)
    return Heard(facts=(fact,), by=by, sentence="The entry is being published.")


def hear_exemption(request: Request, message: ExemptEntry, speaker: Speaker, at: datetime) -> Heard:
    """The entry is withheld on one of the lawful grounds, with reasons."""
    step = _step(request)
    by = may_act(request, speaker, step.screened_by, at, roles=("third-screener",))
    if not any(task.step == step.key for task in request.awaited.values()):
        raise Refused("An exemption is decided once the agreement is signed; there is no entry to withhold yet.")
    if message.ground not in step.grounds:
        raise Refused(f"A lawful ground is one of {', '.join(step.grounds)}.")
    content(message.reasons, "the reasons for withholding the entry")
    fact = EntryExempted(ground=message.ground, reasons=message.reasons)
    return Heard(facts=(fact,), by=by, sentence="The entry is exempt; the ground is on record.")
