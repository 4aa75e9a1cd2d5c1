"""Whether a request lies inside a policy, from the facts that its scope names."""

from collections.abc import Mapping
from typing import Literal

from policy.scheme import Rules
from policy.value import Stored


class ScopeVerdict(Stored):
    """Inside or not. `ways_out` are the reasons open to the screener; `unanswered`, facts not stated."""

    inside: bool
    ways_out: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


def scope_verdict(rules: Rules, facts: Mapping[str, Literal["yes", "no"]]) -> ScopeVerdict:
    """Judge the scope. A fact without an `otherwise` puts nothing outside; a gate sees to it."""
    outside = [fact for fact in rules.scope if fact.otherwise and facts.get(fact.key) == "no"]
    ways_out = [reason for fact in outside for reason in (fact.otherwise, *fact.or_else) if reason]
    unanswered = tuple(fact.key for fact in rules.scope if fact.key not in facts)
    return ScopeVerdict(
        inside=not outside and not unanswered,
        ways_out=tuple(dict.fromkeys(ways_out)),
        unanswered=unanswered,
    )


def scope_reasons(rules: Rules) -> frozenset[str]:
    """Every way out that only a fact of the scope can justify."""
    return frozenset(reason for fact in rules.scope for reason in (fact.otherwise, *fact.or_else) if reason)
