"""The rules of the Department's scheme put together: all that is pinned to a request when it is lodged."""

from policy.scheme import Rules
from policy.schemes.dfe_data_sharing.clocks import ALLOWANCES, SILENCE, STALLING
from policy.schemes.dfe_data_sharing.form import FORM
from policy.schemes.dfe_data_sharing.gates import GATES, GATEWAYS, SCOPE
from policy.schemes.dfe_data_sharing.offices import EXCLUSIONS, OFFICES, PANEL, SECURITY, SERVICE
from policy.schemes.dfe_data_sharing.path import PATH

KEY = "dfe-data-sharing"
POLICY_VERSION = "2024-04-04"

# Which opinions fall when an answer changes, beside those of legal advisers and data protection, which always do.
IMPACT = {
    "fulfilment": (PANEL, SECURITY),
    "why-not-secure": (PANEL,),
    "exemptions": (PANEL,),
    "public-task": (PANEL,),
    "funder": (PANEL,),
    "award-evidence": (PANEL,),
    "sponsor": (PANEL,),
    "sponsor-confirmation": (PANEL,),
    "questionnaire": (SECURITY,),
    "questionnaire-version": (SECURITY,),
    "background-checks": (SECURITY,),
    "other-agreements": (SECURITY,),
    "organisations": (SECURITY, PANEL),
    "people": (SECURITY,),
    "contract": ("dfe-contract-manager",),
    "commissioned": ("dfe-contract-manager",),
}

RULES = Rules(
    scheme=KEY,
    version=POLICY_VERSION,
    offices=OFFICES,
    gates=GATES,
    gateways=GATEWAYS,
    scope=SCOPE,
    path=PATH,
    allowances=ALLOWANCES,
    silence=SILENCE,
    stalling=STALLING,
    exclusions=EXCLUSIONS,
    items=tuple(question.key for question in FORM.questions),
    reads=("recipient-type", "fulfilment", "commissioned"),
    impact=IMPACT,
    redeclares=("organisations", "signatory", "recipient-type"),
    host="department-for-education",
    service=SERVICE,
    publication_by=SERVICE,
    channels=("secure-access", "direct-supply"),
)
