"""The rules of the ONS scheme put together: all that is pinned to a request when it is lodged."""

from policy.scheme import Rules
from policy.schemes.ons_onward_sharing.clocks import ALLOWANCES, SILENCE, STALLING
from policy.schemes.ons_onward_sharing.form import FORM
from policy.schemes.ons_onward_sharing.gates import DEPARTURES, GATES, GATEWAYS, SCOPE
from policy.schemes.ons_onward_sharing.offices import EXCLUSIONS, OFFICES
from policy.schemes.ons_onward_sharing.papers import AGREEMENT, REGISTER
from policy.schemes.ons_onward_sharing.path import (
    ADVICE,
    ASSET_FACTS,
    DECISION,
    FIRST_SCREENING,
    NOT_IDENTIFIABLE,
    REVIEWS,
    THIRD_PARTY,
    TRIAGE,
)

KEY = "ons-onward-sharing"
POLICY_VERSION = "1"

_EXACT_TERMS = "third-party-owner"
_ALL_SEATS = ("security", "ethics", "data-governance", "legal-and-data-services")

# Which opinions fall when an answer changes, beside those of Legal and data protection, which always do. A
# third party agrees to exact variables, purpose and recipient (ONS-050): its word falls with each of them.
IMPACT = {
    "recipient-type": (*_ALL_SEATS, _EXACT_TERMS),
    "organisations": (*_ALL_SEATS, _EXACT_TERMS),
    "governance": ("security",),
    "compliance": ("security",),
    "purpose-kind": (*_ALL_SEATS, _EXACT_TERMS),
    "statistical-use": (*_ALL_SEATS, _EXACT_TERMS),
    "methods": ("ethics",),
    "outputs": ("ethics", "data-governance"),
    "public-benefit": ("ethics",),
    "public-interest": ("communications",),
    "needs-records": ("data-governance",),
    "why-not-published": ("data-governance",),
    "why-not-anonymous": ("data-governance",),
    "why-not-synthetic": ("data-governance",),
    "tre-possible": ("data-governance",),
    "why-not-tre": ("data-governance",),
    "tre-evidence": ("data-governance",),
    "variables": ("disclosure-control", "security", "ethics", "data-governance", _EXACT_TERMS),
    "time-periods": ("disclosure-control", "security", "ethics", _EXACT_TERMS),
    "sharing-pattern": ("security", "ethics", _EXACT_TERMS),
    "frequency": ("security", _EXACT_TERMS),
    "ongoing-ends": ("security", _EXACT_TERMS),
    "linkage": ("disclosure-control", "security", "ethics", _EXACT_TERMS),
    "natural-persons": ("security", "ethics"),
    "subjects": ("disclosure-control", "ethics"),
    "identifiable": ("disclosure-control", "ethics"),
    "ethics-self-assessment": ("ethics", "legal-and-data-services"),
    "places": ("security", _EXACT_TERMS),
    "all-in-uk": ("security", _EXACT_TERMS),
    "security": ("security",),
    "confidentiality": ("security",),
    "transfer": ("security",),
    "retention": ("security",),
    "no-onward-sharing": ("security", _EXACT_TERMS),
    # What offices change, by the step that they change: never mapped to those who spoke in it. A request narrowed
    # to fewer assets is confirmed by Legal and data protection alone.
    "asset-facts": ("security", "ethics", "data-governance"),
    "third-party": ("security",),
}

RULES = Rules(
    scheme=KEY,
    version=POLICY_VERSION,
    offices=OFFICES,
    gates=GATES,
    departures=DEPARTURES,
    gateways=GATEWAYS,
    scope=SCOPE,
    path=(
        FIRST_SCREENING,
        ASSET_FACTS,
        TRIAGE,
        THIRD_PARTY,
        REVIEWS,
        ADVICE,
        DECISION,
        AGREEMENT,
        REGISTER,
    ),
    allowances=ALLOWANCES,
    silence=SILENCE,
    stalling=STALLING,
    exclusions=EXCLUSIONS,
    items=tuple(question.key for question in FORM.questions),
    reads=("recipient-type", "purpose-kind", "natural-persons", "all-in-uk", "public-interest"),
    impact=IMPACT,
    redeclares=("organisations", "signatory", "recipient-type"),
    publishes_if=NOT_IDENTIFIABLE,
    host="ons",
    service="onward-sharing-service",
    publication_by="onward-sharing-service",
)
