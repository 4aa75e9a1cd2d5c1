"""The steps of a request under the Department's policy: no advice stands between the opinions and the decision."""

from policy.scheme import (
    Access,
    AccessMode,
    Agreement,
    AgreementKind,
    Credential,
    Decision,
    Part,
    Publication,
    Recipients,
    RegisterField,
    Reviewer,
    Reviews,
    Screening,
)
from policy.schemes.dfe_data_sharing.gates import COMMISSIONED, DIRECT, SECURE
from policy.schemes.dfe_data_sharing.offices import (
    BOARD,
    CHIEF,
    CONTRACTS,
    LEGAL,
    OUTPUTS,
    OWNER,
    PANEL,
    PROTECTION,
    REGISTER,
    SECURITY,
    SERVICE,
    SRS,
)
from policy.schemes.dfe_data_sharing.versions import OUTPUT_RULES

CHECK = Screening(
    key="completeness-check",
    office=SERVICE,
    checklist=("complete", "data-described", "purpose-clear", "authorised"),
    ways_out=("to-accreditation", "to-partner", "not-personal", "internal-recipient", "duplicate"),
)

DATA_ADVICE = Reviews(
    key="data-advice",
    title="Advice on the data",
    after=("completeness-check",),
    what="inform",
    panel=(
        Reviewer(
            office=OWNER,
            looks_at="whether these data answer the question, and which fewer would",
            clause="DFE-037",
            per_asset=True,
            revises=True,
            parts=(
                Part(key="right-data", title="Whether these are the right data"),
                Part(key="sensitivity"),
                Part(key="restrictions"),
            ),
        ),
    ),
)

REVIEWS = Reviews(
    key="reviews",
    after=("data-advice",),
    what="review",
    panel=(
        Reviewer(
            office=LEGAL,
            looks_at="the Department's own power to share",
            clause="DFE-007",
            role="legal-adviser",
            always_reopens=True,
            settles=("own-legislation",),
            parts=(
                Part(key="not-accreditation", title="Why the Digital Economy Act does not serve"),
                Part(key="gateway", title="Why the power is open to this share", gateway=True),
            ),
        ),
        Reviewer(
            office=PROTECTION,
            looks_at="privacy and necessity",
            clause="DFE-036",
            always_reopens=True,
            settles=("data-protection",),
            parts=(Part(key="privacy-concerns"), Part(key="mitigations")),
        ),
        Reviewer(
            office=PANEL,
            looks_at="the exemption claimed, and its evidence",
            clause="DFE-027",
            only_if=DIRECT,
            settles=("exemption",),
            parts=(
                Part(key="exemption", title="Which exemption, and what its evidence shows"),
                Part(key="unsuitable", title="Why the Secure Research Service is not suitable"),
            ),
        ),
        Reviewer(
            office=SECURITY,
            looks_at="the questionnaire, the checks on people, and agreements with others",
            clause="DFE-058",
            only_if=DIRECT,
            settles=("information-security", "background-checks", "other-agreements"),
            parts=(Part(key="questionnaire-version"), Part(key="protection")),
        ),
        Reviewer(
            office=CONTRACTS,
            looks_at="whether the research is commissioned as it says",
            clause="DFE-035",
            only_if=COMMISSIONED,
            settles=("commission",),
            parts=(Part(key="contract", title="Contract, and its last day"),),
        ),
    ),
)

DECISION = Decision(key="decision", after=("reviews",), office=OWNER, escalates_to=BOARD, besides_if_complex=CHIEF)

AGREEMENT = Agreement(
    key="agreement",
    after=("decision",),
    drafted_by=SERVICE,
    screened_by=LEGAL,
    signed_by=OWNER,
    clauses=(
        "parties",
        "purpose",
        "data-items",
        "legal-gateway",
        "special-categories",
        "individual-rights",
        "governance",
        "security",
        "transfer",
        "people",
        "no-onward-sharing",
        "audit",
        "incidents",
        "disclosure-control",
        "retention",
        "term",
        "dfe-standard-terms",
    ),
    kinds=(
        AgreementKind(key="dsa", title="Data Sharing Agreement"),
        AgreementKind(
            key="mou",
            title="Memorandum of Understanding",
            recipients=(
                Recipients.DEVOLVED.value,
                Recipients.GOVERNMENT.value,
                Recipients.LOCAL.value,
                Recipients.HEALTH.value,
            ),
        ),
        AgreementKind(key="commercial-contract", recipients=(Recipients.COMPANY.value,)),
    ),
)

# The ways to reach the data are the ONS Secure Research Service's own; its locations are configuration.
ACCESS = Access(
    key="access",
    title="Access in the Secure Research Service",
    after=("agreement",),
    only_if=SECURE,
    office=SERVICE,
    credentials=(
        Credential(key="accreditation", title="ONS accreditation as a researcher", clause="DFE-045", expires=True),
        Credential(
            key="security-standards",
            title="ONS security standards for remote access",
            clause="DFE-051",
            of="organisation",
            expires=True,
        ),
        Credential(key="connectivity", title="Connectivity with ONS", clause="DFE-051", of="organisation"),
        Credential(key="conditions", title="Acceptance of the conditions for own equipment", clause="DFE-051"),
    ),
    modes=(
        AccessMode(
            key="physical-lab",
            clause="DFE-049",
            locations=("Belfast", "London", "Newport", "Titchfield", "Glasgow"),
        ),
        AccessMode(key="safepod", title="SafePod", clause="DFE-050"),
        AccessMode(
            key="remote",
            title="Remote access",
            clause="DFE-051",
            needs=("security-standards", "connectivity", "conditions"),
        ),
    ),
    outputs_checked_by=(OUTPUTS, SRS),
    output_rules=OUTPUT_RULES,
)

HANDLING = Access(
    key="handling",
    title="People who handle the data",
    after=("agreement",),
    only_if=DIRECT,
    office=SERVICE,
    credentials=(Credential(key="background-check", clause="DFE-059", expires=True),),
)

PUBLICATION = Publication(
    key="register",
    title="Register entry",
    after=("agreement",),
    drafted_by=SERVICE,
    screened_by=LEGAL,
    checked_by=REGISTER,
    schema_version="1",
    fields=(
        RegisterField(key="reference"),
        RegisterField(key="organisation"),
        RegisterField(key="recipient-type"),
        RegisterField(key="title"),
        RegisterField(key="lay-summary", most_words=300),
        RegisterField(key="public-benefit"),
        RegisterField(key="assets"),
        RegisterField(key="gateways"),
        RegisterField(key="approved-on"),
        RegisterField(key="access-type", source="fulfilment"),
        RegisterField(key="agreement-kind"),
        RegisterField(key="agreement-starts"),
        RegisterField(key="agreement-ends"),
        RegisterField(key="output-links", required=False),
    ),
    grounds=("national-security", "law-enforcement", "commercial-interests", "personal-information"),
)

PATH = (CHECK, DATA_ADVICE, REVIEWS, DECISION, AGREEMENT, ACCESS, HANDLING, PUBLICATION)
