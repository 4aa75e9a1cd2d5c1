"""Keeping facts, after looking for ourselves that each was said: Temporal's word is not taken for it.

Whoever reaches the Temporal server can start a request with keys of their own, or have facts kept that nobody said.
So this activity has the desks' public keys from its own settings, not from the request, and keeps a fact only if

- its kind needs no speech, because time brings it, or an errand, or because it only says what else has happened
  (`WITHOUT_SPEECH`; what is not listed needs speech, new kinds included); or
- it carries sealed speech: verified, said to this very request, by the person who is named as its author, in a
  message that can become such a fact (`BECOMES`: a chaser's seal opens no gate); or
- it follows such a fact. One message may become several facts: the first carries the speech, and those right behind
  it have the same author and the same instant. So we look back, number by number, for as long as both are the same,
  to the nearest that carries speech. Facts from before this keeping are in the records.
"""

from collections.abc import Mapping
from typing import Protocol

from temporalio.exceptions import ApplicationError

from activities.ports import Records
from sharing.errands import Keeping
from sharing.facts import Closed, Happened
from sharing.messages import Said
from sharing.refused import Refused
from sharing.spoken import verify

WITHOUT_SPEECH = frozenset(
    {
        # Time brings these.
        "reminded", "chased", "stall-reported", "lapse-warned", "approval-returned",
        # Errands do.
        "agreement-drafted", "entry-published", "warning-delivered", "notice-undelivered",
        # These follow from other facts, and only say whom the request waits for.
        "awaited-changed",
        # Nobody was heard.
        "message-refused", "closing-wished",
        # Asked for without a seal, bounded, and of no weight.
        "reminders-held", "deliveries-retried",
    }
)  # fmt: skip
"""Kinds of facts that open no gate and that nobody has to have said."""

ENDS_BY_ITSELF = frozenset({"published", "exempt", "lapsed", "refused"})
"""Outcomes with which a request may close though nobody says so then: all was done, or silence ended it.

Time refuses only what was refused in part before; it never approves.
"""

BECOMES: Mapping[str, frozenset[str]] = {
    message: frozenset(facts.split())
    for message, facts in {
        "lodge": "lodged",
        "withdraw": "closed",
        "answer": "answered revised",
        "revise": "revised",
        "narrow": "narrowed revised closed",
        "reopen": "reopened",
        "screen": "screened closed",
        "triage": "triaged",
        "ask": "questioned",
        "give-review": "opinion-given revised",
        "conclude-publication": "publication-concluded closed",
        "propose-terms": "terms-proposed",
        "advise": "advised escalated departure-sought",
        "decide": "decided escalated closed",
        "escalate": "escalated",
        "seek-departure": "departure-sought",
        "decide-departure": "departure-decided",
        "draft-agreement": "terms-proposed approval-returned agreement-ordered",
        "screen-agreement": "agreement-screened",
        "sign": "signed",
        "verify-condition": "condition-verified approval-returned",
        "draft-entry": "entry-drafted",
        "screen-entry": "entry-screened",
        "check-entry": "entry-checked",
        "publish-entry": "publication-ordered",
        "exempt-entry": "entry-exempted",
        "declare-conflict": "conflict-declared",
        "assign": "assigned",
        "name-holder": "holder-named",
        "assure": "assurance-given",
        "mark-urgent": "marked-urgent",
        "extend-clock": "clock-extended",
        "chase": "reminded",
        "pause-clocks": "clocks-paused",
        "resume-clocks": "clocks-resumed",
        "close": "closed",
    }.items()
}
"""Which facts a message may become. A test holds it complete against the unions of messages and of facts."""


class ReadableRecords(Records, Protocol):
    """Records in which one can look up what was kept."""

    def fact(self, reference: str, number: int) -> Happened | None:
        """The fact of that number, or None."""


class Recording:
    """Keeps facts. `keys` are the desks' public keys (key id -> base64): those of today and all earlier ones."""

    def __init__(self, records: ReadableRecords, keys: Mapping[str, str]) -> None:
        self._records = records
        self._keys = dict(keys)

    def keep(self, keeping: Keeping) -> None:
        """Append facts to the records. Raises, to be tried again, where one was not said as it claims."""
        heads = {one.number: self._heard(keeping.reference, one) for one in keeping.facts if _is_head(one)}
        for one in keeping.facts:
            if not _is_head(one) and _needs_speech(one):
                head = self._head(keeping, one)
                said = heads.get(head.number) or self._heard(keeping.reference, head)
                _refuse_other_kinds(keeping.reference, one, said)
        self._records.keep(keeping)

    def _heard(self, reference: str, head: Happened) -> Said:
        """What was said for this fact. Raises where it was not said here, by its author, or to this end."""
        assert head.speech is not None
        try:
            said = verify(head.speech, self._keys)
        except Refused as refused:
            raise _unsaid(reference, head, refused.sentence) from refused
        if said.reference != reference:
            raise _unsaid(reference, head, "Its speech was said to another request.")
        if head.by is None or said.by.person != head.by.person:
            raise _unsaid(reference, head, "Its speech is somebody else's.")
        _refuse_other_kinds(reference, head, said)
        return said

    def _head(self, keeping: Keeping, one: Happened) -> Happened:
        """The fact that carries the speech which `one` came from. Raises where there is none."""
        here = {fact.number: fact for fact in keeping.facts}
        fact: Happened | None = one
        while fact is not None and one.by is not None and (fact.by, fact.at) == (one.by, one.at):
            if _is_head(fact):
                return fact
            number = fact.number - 1
            fact = here.get(number) or (self._records.fact(keeping.reference, number) if number > 0 else None)
        raise _unsaid(keeping.reference, one, "Nobody is known to have said it.")


def _is_head(one: Happened) -> bool:
    """Whether a fact carries speech. An unheard message proves nothing, whatever seal it shows."""
    return one.speech is not None and one.fact.kind != "message-refused"


def _needs_speech(one: Happened) -> bool:
    if isinstance(one.fact, Closed):
        return one.by is not None or one.fact.outcome not in ENDS_BY_ITSELF
    return one.fact.kind not in WITHOUT_SPEECH


def _refuse_other_kinds(reference: str, one: Happened, said: Said) -> None:
    if one.fact.kind not in BECOMES.get(said.message.kind, frozenset()):
        raise _unsaid(reference, one, f"It cannot come of a message {said.message.kind!r}.")


def _unsaid(reference: str, one: Happened, why: str) -> ApplicationError:
    return ApplicationError(
        f"Fact {one.number} of {reference} ({one.fact.kind}) is not kept. {why} If a desk's key is new, give its "
        "public half to the worker's settings; if not, somebody wrote to Temporal past the desks.",
        type="Unsealed",
    )
