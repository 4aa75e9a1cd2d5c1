"""What has to hold before the Department shares data: its own power, protection, more for a direct supply."""

from policy.form import Condition
from policy.scheme import Gate, LegalGateway, ScopeFact
from policy.schemes.dfe_data_sharing.offices import CONTRACTS, LEGAL, PANEL, PROTECTION, SECURITY

DIRECT = Condition(question="fulfilment", answer="direct-supply")
SECURE = Condition(question="fulfilment", answer="secure-access")
COMMISSIONED = Condition(question="commissioned", answer="yes")

SCOPE = (
    ScopeFact(key="personal", title="Personal data of the Department", otherwise="not-personal"),
    ScopeFact(key="external", title="Recipient outside the Department", otherwise="internal-recipient"),
)

GATES = (
    Gate(key="own-legislation", title="Power under DfE legislation", clause="DFE-007", settled_by=(LEGAL,)),
    Gate(key="data-protection", title="Data protection", clause="DFE-036", settled_by=(PROTECTION,)),
    Gate(
        key="exemption",
        title="An exemption from the Secure Research Service",
        clause="DFE-027",
        settled_by=(PANEL,),
        only_if=DIRECT,
    ),
    Gate(
        key="information-security",
        title="Information security questionnaire",
        clause="DFE-058",
        settled_by=(SECURITY,),
        only_if=DIRECT,
    ),
    Gate(key="background-checks", clause="DFE-059", settled_by=(SECURITY,), only_if=DIRECT),
    Gate(
        key="other-agreements",
        title="Agreements with other organisations involved",
        clause="DFE-060",
        settled_by=(SECURITY,),
        only_if=DIRECT,
    ),
    Gate(
        key="commission",
        title="Commission confirmed by its contract manager",
        clause="DFE-035",
        settled_by=(CONTRACTS,),
        only_if=COMMISSIONED,
    ),
)

# † The page says "under DfE legislation" and names no Act. Legal may add any, by a version of the scheme.
GATEWAYS = (
    LegalGateway(
        key="education-act-1996-s537a",
        title="Education Act 1996, section 537A: information about individual pupils",
        clause="DFE-007",
        must_show=("prescribed-person",),
    ),
    LegalGateway(
        key="education-act-2005-s114",
        title="Education Act 2005, section 114: school workforce",
        clause="DFE-007",
        must_show=("prescribed-person",),
    ),
    LegalGateway(
        key="ascla-2009-s122",
        title="Apprenticeships, Skills, Children and Learning Act 2009, section 122: learners",
        clause="DFE-007",
    ),
    LegalGateway(key="sbeea-2015", title="Small Business, Enterprise and Employment Act 2015", clause="DFE-007"),
)
