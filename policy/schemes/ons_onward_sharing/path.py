"""The steps of a request under the ONS policy, in order, up to the opinions and the advice on them."""

from policy.form import Condition
from policy.scheme import Advice, Decision, Part, Reviewer, Reviews, Screening

NATURAL_PERSONS = Condition(question="natural-persons", answer="yes")
PUBLIC_INTEREST = Condition(question="public-interest", answer="yes")
IN_DOUBT = Condition(question="information-asset-owner.identifiability", answer="in-doubt")
NOT_IDENTIFIABLE = Condition(question="disclosure-control.determination", answer="not-identifiable")

FIRST_SCREENING = Screening(
    key="first-screening",
    office="onward-sharing-service",
    # What ONS-029 to 036 ask for, and the three headings of ONS-052.
    checklist=(
        "complete",
        "necessity",
        "data-described",
        "alternatives",
        "recipient-governance",
        "recipient-compliance",
        "recipient-security",
        "authorised",
    ),
    ways_out=(
        "out-of-scope-outputs",
        "out-of-scope-aggregate",
        "internal-recipient",
        "to-publication",
        "to-srs",
        "duplicate",
    ),
)

ASSET_FACTS = Reviews(
    key="asset-facts",
    title="Facts about the data",
    after=("first-screening",),
    what="inform",
    panel=(
        Reviewer(
            office="information-asset-owner",
            looks_at="what the group has to know about the asset",
            clause="ONS-075",
            per_asset=True,
            revises=True,
            parts=(
                Part(key="sensitivity"),
                Part(key="supplier-terms"),
                Part(key="legal-basis", title="Legal basis of collection"),
                Part(key="disclosure-risk"),
                Part(key="restrictions"),
                Part(key="identifiability", choices=("identifiable", "in-doubt")),
            ),
        ),
        Reviewer(
            office="disclosure-control",
            looks_at="whether anyone can be identified",
            clause="ONS-025",
            per_asset=True,
            revises=True,
            only_if=IN_DOUBT,
            parts=(
                Part(key="determination", choices=("identifiable", "not-identifiable")),
                Part(key="method"),
                Part(key="date"),
            ),
        ),
    ),
)

TRIAGE = Screening(
    key="triage",
    after=("asset-facts",),
    office="onward-data-sharing-group",
    settles_panel="reviews",
)

THIRD_PARTY = Reviews(
    key="third-party",
    title="Agreement of third-party owners",
    after=("triage",),
    what="third-party",
    panel=(
        Reviewer(
            office="third-party-owner",
            looks_at="the exact variables, purpose and recipient",
            clause="ONS-050",
            per_asset=True,
            only_with_third_party=True,
            revises=True,
            settles=("third-party-agreement",),
            parts=(
                Part(key="variables", title="Variables agreed to"),
                Part(key="purpose", title="Purpose agreed to"),
                Part(key="recipient", title="Recipient agreed to"),
                Part(key="evidence", title="Evidence of the agreement"),
            ),
        ),
    ),
)

REVIEWS = Reviews(
    key="reviews",
    after=("triage",),
    what="review",
    panel=(
        Reviewer(
            office="legal",
            looks_at="all relevant legislation and the legal gateway",
            clause="ONS-022",
            role="legal-adviser",
            always_reopens=True,
            settles=("legislation", "legal-gateway"),
            parts=(
                Part(key="legislation", title="Legislation considered, the SRSA always", must_name="SRSA"),
                Part(key="effect", title="Effect of the legislation"),
                Part(key="gateway", title="Why the legal gateway is open to this share", gateway=True),
                Part(key="privacy-concerns"),
                Part(key="mitigations"),
            ),
        ),
        Reviewer(
            office="data-protection",
            looks_at="privacy and the impact assessment",
            clause="ONS-022",
            always_reopens=True,
            settles=("confidentiality",),
            parts=(
                Part(key="legislation", title="Legislation considered"),
                Part(key="privacy-concerns"),
                Part(key="mitigations"),
                Part(key="dpia-version", title="DPIA version", only_if=NATURAL_PERSONS),
                Part(key="dpia-advice", title="Advice on the DPIA", only_if=NATURAL_PERSONS),
            ),
        ),
        Reviewer(
            office="security",
            looks_at="sensitivity, transfer and protection",
            clause="ONS-101",
            settles=("confidentiality",),
            parts=(
                Part(key="sensitivity"),
                Part(key="transfer-mechanism"),
                Part(key="protection"),
                Part(key="storage"),
            ),
        ),
        Reviewer(
            office="ethics",
            looks_at="public benefit and the ethics self-assessment",
            clause="ONS-044",
            role="ethics-author",
            settles=("public-benefit",),
            parts=(
                Part(key="self-assessment-version", title="Version of the ethics self-assessment"),
                Part(key="assessment"),
            ),
        ),
        Reviewer(
            office="data-governance",
            looks_at="publishing and the Trusted Research Environment",
            clause="ONS-040",
            settles=("publish-first", "tre-first"),
            parts=(
                Part(key="publishing", title="Whether publishing can meet the need"),
                Part(key="tre-evidence", title="Evidence that a TRE is not appropriate"),
            ),
        ),
        Reviewer(
            office="legal-and-data-services",
            looks_at="the ethics self-assessment, independently",
            clause="ONS-090",
            role="ethics-scrutineer",
            parts=(
                Part(key="self-assessment-version", title="Version of the ethics self-assessment"),
                Part(key="scrutiny"),
            ),
        ),
        Reviewer(
            office="communications",
            looks_at="likely public attention",
            clause="ONS-045",
            droppable=True,
            only_if=PUBLIC_INTEREST,
            parts=(Part(key="handling", title="How public interest will be met"),),
        ),
    ),
)

ADVICE = Advice(
    key="advice",
    after=("reviews",),
    office="onward-data-sharing-group",
    terms_by="onward-sharing-service",
    parts=("gateways", "risks", "public-benefits", "alternatives"),
    settles=("public-benefit", "statistical-purpose"),
)

DECISION = Decision(
    key="decision",
    after=("advice", "third-party"),
    office="information-asset-owner",
    escalates_to="data-governance-council",
    besides_if_complex="chief-data-officer",
)
