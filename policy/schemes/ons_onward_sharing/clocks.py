"""How long each task may take under the ONS policy. The policy gives no day counts: all of these are assumed.

Two dates in `remind` fall before the task is due. Later than that, whoever is named in `chased_with` is told.
"""

from policy.scheme import Allowance, Silence, Stalling

ALLOWANCES = (
    Allowance(what="screen", days=5, remind=(3,)),
    Allowance(what="inform", days=5, remind=(3,)),
    Allowance(what="determine", days=10, remind=(5, 8)),
    Allowance(what="triage", days=3),
    Allowance(what="third-party", days=20, remind=(10, 15)),
    Allowance(what="review", days=10, remind=(5, 8)),
    Allowance(what="draft-terms", days=3),
    Allowance(what="advise", days=5, remind=(3,)),
    Allowance(what="decide", days=5, remind=(3,)),
    Allowance(what="decide-council", days=10, remind=(5, 8)),
    Allowance(what="decide-besides", days=10, remind=(5, 8)),
    Allowance(what="departure", days=10, remind=(5, 8)),
    Allowance(what="draft-agreement", days=5),
    Allowance(what="screen-agreement", days=5, remind=(3,)),
    Allowance(what="sign", days=20, remind=(10, 15)),
    Allowance(what="verify-condition", days=10, remind=(5, 8)),
    # Together the ten days in which an entry is due after signature.
    Allowance(what="draft-entry", days=4, remind=(2,)),
    Allowance(what="screen-entry", days=3, remind=(2,)),
    Allowance(what="check-entry", days=2, remind=(1,)),
    Allowance(what="publish", days=1),
    Allowance(what="conclude-publication", days=20, remind=(10, 15)),
    Allowance(what="answer", days=20, remind=(10, 15)),
    Allowance(what="narrow", days=20, remind=(10, 15)),
)

SILENCE = Silence(warn_after=30, lapse_after_warning=10)
STALLING = Stalling(report_after=20, returns_after=60)
