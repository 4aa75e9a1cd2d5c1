"""What has happened, in a sentence for each kind of fact: for a history that people read."""

from collections.abc import Callable, Iterable

from policy.titles import as_words
from policy.working_days import local_day
from sharing import facts
from sharing.facts import AnyFact, Awaited

Titles = Callable[[str], str]
"""An office's title by its key."""


def sentence(fact: AnyFact, title: Titles) -> str:
    """One fact in words. Keys of offices are spelled out; everything that people wrote stays as it is."""
    match fact:
        case facts.Lodged():
            return f"Lodged for {_listed(asset.title for asset in fact.assets)}, by {fact.source}."
        case facts.Questioned():
            items = _listed(question.item for question in fact.round.questions)
            return f"Round {fact.round.number}: {title(fact.round.office)} asks about {items}."
        case facts.Answered():
            return f"Round {fact.round} is answered: {_listed(fact.replies) or 'by changed answers'}."
        case facts.Revised():
            falls = f" Opinions fall: {_listed(map(title, fact.reopens))}." if fact.reopens else ""
            return f"Revision {fact.revision}, because of {fact.cause}: {_listed(fact.changed) or 'no item'}.{falls}"
        case facts.Narrowed():
            return f"Goes on without {_listed(fact.dropped)}.{_because(fact.reason)}"
        case facts.Closed():
            return f"Ended: {_plain(fact.outcome)}.{_because(fact.reason)}"
        case facts.Reopened():
            return f"Taken up again.{_because(fact.reason)}"
        case facts.AwaitedChanged():
            return _waiting(fact, title)
        case _:
            return _of_scrutiny(fact, title)


def _of_scrutiny(fact: AnyFact, title: Titles) -> str:
    match fact:
        case facts.Screened():
            return f"First screening: {_plain(fact.outcome)}.{_because(fact.reason)}"
        case facts.Triaged():
            risk = f"{fact.risk} risk{', complex' if fact.complex else ''}"
            return f"Triage: {risk}; {_listed(map(title, fact.seats))} review.{_because(fact.reason)}"
        case facts.OpinionGiven():
            about = f" on {fact.asset}" if fact.asset else ""
            settled = _listed(f"{gate} {_plain(one.verdict)}" for gate, one in fact.settles.items())
            gates = f" {as_words(settled)}." if settled else ""
            return (
                f"Opinion of {title(fact.office)}{about} on revision {fact.revision}: {_plain(fact.verdict)}.{gates}"
            )
        case facts.PublicationConcluded():
            return f"Publication of {fact.asset}: {fact.link or f'kept back, {fact.restriction}'}."
        case facts.TermsProposed():
            return f"Draft terms: {fact.agreement}, {fact.starts} to {fact.ends}."
        case facts.Advised():
            return f"Advice on revision {fact.revision}: {_plain(fact.outcome)}.{_because(fact.dissent, 'Dissent')}"
        case facts.Decided():
            against = " This differs from the advice." if fact.differs_from_advice else ""
            word = "approved" if fact.outcome == "approve" else "refused"
            return f"{title(fact.office)} {word} {fact.asset}.{against}{_because(fact.reasons)}"
        case facts.Escalated():
            return f"{_listed(fact.assets)} escalated to {title(fact.to)}.{_because(fact.reasons)}"
        case facts.DepartureSought():
            return f"Exception {fact.departure} asked for by {title(fact.office)}.{_because(fact.reasons)}"
        case facts.DepartureDecided():
            word = f"granted until {fact.until}" if fact.outcome == "grant" else "refused"
            return f"Exception {fact.departure} {word}.{_because(fact.reasons)}"
        case facts.ApprovalReturned():
            return f"The approval returns to those who gave it.{_because(fact.reason)}"
        case _:
            return _of_papers(fact, title)


def _of_papers(fact: AnyFact, title: Titles) -> str:
    match fact:
        case facts.AgreementOrdered():
            return f"Version {fact.version} of the agreement is to be drawn up.{_because(fact.note)}"
        case facts.AgreementDrafted():
            return f"Version {fact.version} of the agreement is drawn up: document {fact.fixed_copy[:12]}."
        case facts.AgreementScreened():
            return f"Version {fact.version} of the agreement: {fact.outcome}.{_because(fact.reason)}"
        case facts.Signed():
            return f"Version {fact.version} of the agreement is signed by {fact.party}."
        case facts.ConditionVerified():
            return (
                f"Condition {fact.condition}: {'fulfilled' if fact.fulfilled else 'not fulfilled'}, {fact.evidence}"
            )
        case facts.EntryDrafted():
            return f"Version {fact.version} of the register entry is drafted."
        case facts.EntryScreened():
            return f"Version {fact.version} of the entry, third screening: {fact.outcome}.{_because(fact.reason)}"
        case facts.EntryChecked():
            words = _listed([_yes(fact.suitable, "suitable"), _yes(fact.accessible, "accessible")])
            return f"Version {fact.version} of the entry is {words}.{_because(fact.reason)}"
        case facts.PublicationOrdered():
            return f"Version {fact.version} of the entry is to be published."
        case facts.EntryPublished():
            return f"Version {fact.version} of the entry is published at {fact.address}."
        case facts.EntryExempted():
            return f"The entry is withheld: {_plain(fact.ground)}.{_because(fact.reasons)}"
        case _:
            return _of_access(fact, title)


def _of_access(fact: AnyFact, title: Titles) -> str:
    match fact:
        case facts.PersonNamed():
            mode = f", by {_plain(fact.mode)}" if fact.mode else ""
            return f"{fact.person} of {fact.organisation} is to work on the data{mode}."
        case facts.CredentialRecorded():
            until = f", until {fact.expires}" if fact.expires else ""
            return f"{as_words(fact.credential)} of {fact.holder} is recorded{until}: {fact.evidence}"
        case facts.CredentialLost():
            return f"{as_words(fact.credential)} of {fact.holder} counts no more.{_because(fact.reason)}"
        case facts.AccessGranted():
            return f"{fact.person} may work on the data."
        case facts.AccessEnded():
            return f"{fact.person} may not work on the data any more.{_because(fact.reason)}"
        case facts.ApprovalEnded():
            return f"The approval has ended.{_because(fact.reason)}"
        case facts.OutputChecked():
            return f"Output {fact.output}, checked by {title(fact.office)}: {fact.outcome}.{_because(fact.reason)}"
        case facts.OutputReleased():
            return f"Output {fact.output} has left, under version {fact.rules} of the rules."
        case _:
            return _of_running(fact, title)


def _of_running(fact: AnyFact, title: Titles) -> str:
    match fact:
        case facts.ConflictDeclared():
            return f"{fact.person} has an interest and acts no more.{_because(fact.reason)}"
        case facts.Assigned():
            return f"{title(fact.office)}{f' on {fact.asset}' if fact.asset else ''}: given to {fact.to}."
        case facts.HolderNamed():
            named = fact.named
            return f"{named.person} acts for {title(named.office)} until {named.until}.{_because(fact.reason)}"
        case facts.AssuranceGiven():
            return (
                f"Assurance: {'satisfied' if fact.satisfied else 'not satisfied'}.{_because(fact.finding, 'Finding')}"
            )
        case facts.MarkedUrgent():
            return f"Marked as urgent.{_because(fact.reason)}"
        case facts.ClockExtended():
            return f"{fact.task} has until {local_day(fact.due)}.{_because(fact.reason)}"
        case facts.ClocksPaused():
            return f"All clocks stand still.{_because(fact.reason)}"
        case facts.ClocksResumed():
            return "The clocks run again."
        case facts.Reminded():
            return f"Reminder to {fact.task}."
        case facts.RemindersHeld():
            return f"Reminders wait until {local_day(fact.until)}."
        case facts.DeliveriesRetried():
            return "Every delivery that waited for its next attempt was tried at once."
        case facts.Chased():
            return f"{fact.task} is late; {title(fact.told)} is told."
        case facts.StallReported():
            return "The agreement is still not signed; its deciders are told."
        case facts.LapseWarned():
            return "The requester is warned that silence will close the request."
        case facts.WarningDelivered():
            return f"The warning reached the requester, by {fact.channel}."
        case facts.NoticeUndelivered():
            way = f"went by {fact.instead}, not by every way meant for it" if fact.instead else "reached nobody"
            return f"The notice {fact.notice} {way}.{_because(fact.why, 'Why')}"
        case facts.MessageRefused():
            return f"Not heard, by {fact.door}.{_because(fact.why, 'Why')}"
        case facts.KeyTrusted():
            return f"Desks may seal with the key {fact.key}."
        case facts.KeyDistrusted():
            return f"What is sealed with the key {fact.key} is heard no more.{_because(fact.reason)}"
        case facts.ClosingWished():
            return "Somebody wishes to close the request; nothing is closed by that."
        case _:
            return _unreachable(fact)


def _unreachable(fact: AnyFact) -> str:
    # The four functions hand on to one another, so only a test can see that they name every kind.
    raise NotImplementedError(f"No sentence for {fact.kind}.")


def _waiting(fact: facts.AwaitedChanged, title: Titles) -> str:
    found = []
    if fact.asked:
        found.append(f"Now waits for {_listed(_who(task, title) for task in fact.asked)}.")
    if fact.released:
        found.append(f"Done: {_listed(fact.released)}.")
    if fact.stopped:
        found.append(f"Clock stands still: {_listed(fact.stopped)}.")
    if fact.resumed:
        found.append(f"Clock runs again: {_listed(one.task for one in fact.resumed)}.")
    return " ".join(found)


def _who(task: Awaited, title: Titles) -> str:
    return f"{title(task.office)}{f' ({task.asset})' if task.asset else ''}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _plain(key: str) -> str:
    return key.replace("-", " ")


def _yes(holds: bool, word: str) -> str:
    return word if holds else f"not {word}"


def _because(text: str, word: str = "Reason") -> str:
    return f" {word}: {text}" if text.strip() else ""
