"""What has to hold before ONS data may be shared: scope, conditions, exceptions, and powers to disclose."""

from policy.form import Condition
from policy.scheme import Departure, Gate, LegalGateway, Recipients, ScopeFact

STATISTICAL = Condition(question="purpose-kind", answer="statistical")
IN_THE_UK = Condition(question="all-in-uk", answer="yes")

SCOPE = (
    ScopeFact(
        key="record-level",
        title="Record-level data",
        otherwise="out-of-scope-aggregate",
        or_else=("out-of-scope-outputs",),
    ),
    ScopeFact(key="personal", title="Identifies a person, body corporate or business", otherwise="to-publication"),
    ScopeFact(
        key="external", title="Recipient outside ONS and the UK Statistics Authority", otherwise="internal-recipient"
    ),
    ScopeFact(key="statistical", title="Statistical purpose"),
)

GATES = (
    Gate(
        key="publish-first",
        clause="ONS-003",
        condition=1,
        settled_by=("data-governance",),
        lifted_by="publish-first",
    ),
    Gate(
        key="tre-first",
        title="TRE first",
        clause="ONS-004",
        condition=2,
        settled_by=("data-governance",),
        lifted_by="tre-first",
    ),
    Gate(key="legislation", clause="ONS-005", condition=3, settled_by=("legal",)),
    Gate(
        key="public-benefit",
        clause="ONS-006",
        condition=4,
        settled_by=("ethics", "onward-data-sharing-group"),
    ),
    Gate(
        key="confidentiality",
        clause="ONS-007",
        condition=5,
        settled_by=("data-protection", "security"),
    ),
    Gate(
        key="statistical-purpose",
        clause="ONS-006",
        condition=4,
        settled_by=("onward-data-sharing-group",),
        answered=STATISTICAL,
        lifted_by="administrative-use",
    ),
    Gate(key="uk-only", title="UK only", clause="ONS-014", answered=IN_THE_UK, lifted_by="outside-uk"),
    Gate(key="legal-gateway", clause="ONS-012", settled_by=("legal",)),
    Gate(
        key="third-party-agreement",
        clause="ONS-050",
        per_asset=True,
        settled_by=("third-party-owner",),
    ),
)

# An exception is granted for these data and these recipients, and for what it lifts.
WHAT_AND_WHOM = ("variables", "time-periods", "organisations")

DEPARTURES = (
    Departure(
        key="administrative-use",
        clause="ONS-063",
        lifts="statistical-purpose",
        granted_by="permanent-secretary",
        about=(*WHAT_AND_WHOM, "purpose-kind", "statistical-use"),
    ),
    Departure(
        key="outside-uk",
        title="Processing or access outside the UK",
        clause="ONS-015",
        lifts="uk-only",
        granted_by="permanent-secretary",
        about=(*WHAT_AND_WHOM, "all-in-uk", "places"),
    ),
    Departure(
        key="publish-first",
        clause="ONS-062",
        lifts="publish-first",
        granted_by="permanent-secretary",
        about=(*WHAT_AND_WHOM, "needs-records", "why-not-published", "why-not-anonymous", "why-not-synthetic"),
    ),
    Departure(
        key="tre-first",
        title="TRE first",
        clause="ONS-062",
        lifts="tre-first",
        granted_by="permanent-secretary",
        about=(*WHAT_AND_WHOM, "tre-possible", "why-not-tre", "tre-evidence"),
    ),
)

DEVOLVED = Recipients.DEVOLVED.value
GOVERNMENT = Recipients.GOVERNMENT.value
LOCAL = Recipients.LOCAL.value
HEALTH = Recipients.HEALTH.value

# The list is not exhaustive (ONS-110): Legal adds a power with the date from which it may be relied on.
# Requests already lodged keep the list that they were lodged under.
GATEWAYS = (
    LegalGateway(
        key="srsa-s39-4-a",
        title="SRSA 2007, section 39(4)(a): required or permitted by another enactment",
        clause="ONS-105",
    ),
    LegalGateway(
        key="srsa-s39-4-c",
        # Ambiguity A1: the policy writes "Section 39(c)"; the Act's limb is 39(4)(c).
        title="SRSA 2007, section 39(4)(c): functions of the Board (the policy writes “Section 39(c)”)",
        clause="ONS-013",
        must_show=("board-function", "necessity"),
    ),
    LegalGateway(
        key="srsa-s39-4-h", title="SRSA 2007, section 39(4)(h): consent of the person it relates to", clause="ONS-105"
    ),
    LegalGateway(
        key="srsa-s39-4-i",
        title="SRSA 2007, section 39(4)(i): approved researcher",
        clause="ONS-105",
        elsewhere="researcher accreditation (SRS)",
    ),
    LegalGateway(
        key="srsa-s42",
        title="SRSA 2007, section 42: births and deaths",
        clause="ONS-107",
        recipients=(DEVOLVED, GOVERNMENT, LOCAL, HEALTH),
    ),
    LegalGateway(
        key="srsa-s53a",
        title="SRSA 2007, section 53A: devolved administrations",
        clause="ONS-108",
        recipients=(DEVOLVED,),
    ),
    LegalGateway(
        key="dea-s64",
        title="Digital Economy Act 2017, section 64: accredited research",
        clause="ONS-106",
        elsewhere="research accreditation (SRS)",
    ),
    LegalGateway(
        key="sta-s9",
        title="Statistics of Trade Act 1947, section 9: business statistics",
        clause="ONS-109",
        recipients=(DEVOLVED, GOVERNMENT),
    ),
)
