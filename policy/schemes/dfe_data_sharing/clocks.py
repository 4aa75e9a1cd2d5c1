"""How long each task may take under the Department's policy. The page gives no day counts: all are assumed (†)."""

from policy.scheme import Allowance, Silence, Stalling

ALLOWANCES = (
    Allowance(what="screen", days=5, remind=(3,)),
    Allowance(what="inform", days=10, remind=(5, 8)),
    Allowance(what="review", days=10, remind=(5, 8)),
    Allowance(what="decide", days=10, remind=(5, 8)),
    Allowance(what="decide-council", days=10, remind=(5, 8)),
    Allowance(what="decide-besides", days=10, remind=(5, 8)),
    Allowance(what="draft-agreement", days=5),
    Allowance(what="screen-agreement", days=5, remind=(3,)),
    Allowance(what="sign", days=20, remind=(10, 15)),
    Allowance(what="verify-condition", days=10, remind=(5, 8)),
    Allowance(what="draft-entry", days=4, remind=(2,)),
    Allowance(what="screen-entry", days=3, remind=(2,)),
    Allowance(what="check-entry", days=2, remind=(1,)),
    Allowance(what="publish", days=1),
    Allowance(what="name-people", days=20, remind=(10, 15)),
    # Accreditation by ONS takes weeks, and is no work of ours.
    Allowance(what="check-credentials", days=60, remind=(30, 50)),
    Allowance(what="grant-access", days=5, remind=(3,)),
    Allowance(what="answer", days=20, remind=(10, 15)),
    Allowance(what="narrow", days=20, remind=(10, 15)),
)

SILENCE = Silence(warn_after=30, lapse_after_warning=10)
STALLING = Stalling(report_after=20, returns_after=60)
