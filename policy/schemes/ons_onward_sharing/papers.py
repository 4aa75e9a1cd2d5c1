"""What is signed and what is published under the ONS policy: the agreement and the register entry."""

from policy.path import Cells
from policy.scheme import Agreement, AgreementKind, Publication, Recipients, RegisterField

CONTROLLERS = Cells(column="name", where="role", among=("recipient", "joint-controller"))
PROCESSORS = Cells(column="name", where="role", among=("processor",))

AGREEMENT = Agreement(
    key="agreement",
    after=("decision",),
    drafted_by="onward-sharing-service",
    screened_by="onward-data-sharing-group",
    signed_by="information-asset-owner",
    # A paper counts as the agreement of ONS-051 because it has all of these, whatever it is called.
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
        "places",
        "people",
        "no-onward-sharing",
        "penalty",
        "audit",
        "incidents",
        "disclosure-control",
        "benefits",
        "retention",
        "term",
    ),
    kinds=(
        AgreementKind(key="dsa", title="Data Sharing Agreement"),
        AgreementKind(
            key="mou",
            title="Memorandum of Understanding",
            recipients=(Recipients.DEVOLVED.value, Recipients.GOVERNMENT.value),
        ),
        AgreementKind(key="commercial-contract", recipients=(Recipients.COMPANY.value,)),
    ),
)

REGISTER = Publication(
    key="register",
    title="Register entry",
    after=("agreement",),
    drafted_by="onward-sharing-service",
    screened_by="legal-and-data-services",
    checked_by="communications",
    schema_version="2",
    fields=(
        RegisterField(key="reference"),
        RegisterField(key="organisation"),
        RegisterField(key="recipient-type"),
        RegisterField(key="title"),
        RegisterField(key="lay-summary", most_words=300),
        RegisterField(key="public-benefit"),
        RegisterField(key="statistical-use"),
        RegisterField(key="assets"),
        RegisterField(key="linkage", required=False),
        RegisterField(key="gateways"),
        RegisterField(key="exceptions", required=False),
        RegisterField(key="approved-on"),
        RegisterField(key="access-type"),
        RegisterField(key="sharing-pattern"),
        RegisterField(key="all-in-uk", title="All in the UK"),
        RegisterField(key="retention"),
        RegisterField(key="agreement-kind"),
        RegisterField(key="agreement-starts"),
        RegisterField(key="agreement-ends"),
        # What the register of the Digital Economy Act tells of a share besides.
        RegisterField(key="controllers", source="organisations", cells=CONTROLLERS, required=False),
        RegisterField(key="processors", source="organisations", cells=PROCESSORS, required=False),
        RegisterField(key="method", title="Method of sharing", source="transfer"),
        RegisterField(key="review-date", title="First review", required=False),
        RegisterField(key="contact", title="Contact for this share"),
        RegisterField(key="output-links", required=False),
    ),
    grounds=(
        "national-security",
        "law-enforcement",
        "commercial-interests",
        "personal-information",
        "prohibited-by-law",
    ),
)
