"""Which facts need speech, and which facts a message may become: what those know who believe no workflow."""

from collections.abc import Mapping

WITHOUT_SPEECH = frozenset(
    {
        # Time brings these.
        "reminded", "chased", "stall-reported", "lapse-warned", "approval-returned",
        # Errands do.
        "agreement-drafted", "entry-published", "warning-delivered", "notice-undelivered",
        # These follow from other facts, and only say whom the request waits for.
        "awaited-changed",
        # Access ends when its ground does, said or not; none of these lets anybody in.
        "credential-lost", "access-ended", "approval-ended",
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
        "name-person": "person-named",
        "record-credential": "credential-recorded",
        "lose-credential": "credential-lost access-ended",
        "grant-access": "access-granted",
        "end-access": "access-ended closed",
        "end-approval": "approval-ended access-ended closed",
        "check-output": "output-checked",
        "release-output": "output-released",
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
        # The root's own words.
        "trust-key": "key-trusted",
        "distrust-key": "key-distrusted",
    }.items()
}
"""Which facts a message may become. A test holds it complete against the unions of messages and of facts."""
