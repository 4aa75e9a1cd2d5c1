"""What the ONS scheme says to people: where else to apply, what to beware of, what each step looks at."""

from policy.form import Condition
from policy.scheme import Signpost

SIGNPOSTS = (
    Signpost(
        key="srs",
        title="Use the Secure Research Service",
        when=Condition(question="tre-possible", answer="yes"),
        advice=(
            "Work that can be done inside the ONS Secure Research Service should be done there: it "
            "is the primary route to ONS data. Write to srs.customer.support@ons.gov.uk."
        ),
    ),
    Signpost(
        key="publish",
        title="Ask for published data",
        when=Condition(question="needs-records", answer="no"),
        advice=(
            "A need that published or aggregated data can meet is met by publishing them. Look at "
            "what is published, and ask for a table that is missing."
        ),
    ),
    Signpost(
        key="not-identifiable",
        title="Ask for the data to be published",
        when=Condition(question="identifiable", answer="not-identifiable"),
        advice=(
            "Data that identify nobody are meant to be published for everybody. Our disclosure-"
            "control experts determine whether yours are such data."
        ),
    ),
    Signpost(
        key="accreditation",
        title="Apply for research accreditation",
        when=Condition(question="suggested-gateway", answer="dea-s64"),
        advice=(
            "Section 64 of the Digital Economy Act 2017 opens data to accredited researchers on "
            "accredited projects, inside the Secure Research Service. Write to "
            "srs.customer.support@ons.gov.uk."
        ),
    ),
    Signpost(
        key="approved-researcher",
        title="Apply as an approved researcher",
        when=Condition(question="suggested-gateway", answer="srsa-s39-4-i"),
        advice=(
            "Approved researchers work inside the Secure Research Service; nothing is exported to "
            "them. Write to srs.customer.support@ons.gov.uk."
        ),
    ),
    Signpost(
        key="another-body",
        title="Ask the body that holds the data",
        when=Condition(question="held-by", answer="another-body"),
        advice=(
            "ONS can share only what it holds. Apply to the body that holds the data; for schools "
            "and pupils in England that is the Department for Education."
        ),
    ),
)

WARNINGS = (
    (
        "Unlawful disclosure of personal information held by ONS is a crime. The maximum penalty is"
        " two years' imprisonment."
    ),
    (
        "The data may not be processed, shared or accessed from outside the United Kingdom unless "
        "the Permanent Secretary has authorised an exception."
    ),
    "You may not share the data any further.",
    (
        "Administrative use of the data needs the Permanent Secretary's explicit authorisation. "
        "There are no informal or implied exceptions."
    ),
    "ONS may check or audit at any time that you keep to the agreement.",
)

GUIDANCE = {
    "first-screening": (
        "Check that every item is answered and that the answers carry weight. Settle four facts: "
        "record level, personal (a body corporate or business counts), external recipient, "
        "statistical purpose. A requester's word alone never makes data not personal: in doubt "
        "answer yes and pass; disclosure control will determine it. Ask about single items as often"
        " as it takes. Step back if you have an interest."
    ),
    "asset-facts": (
        "Say what the group has to know about the asset: sensitivity, supplier terms, legal basis "
        "of collection, disclosure risk, restrictions. Mark identifiability as in doubt unless it "
        "is plain. Disclosure control names method and date of its determination."
    ),
    "triage": (
        "Name the seats that review, the risk, and whether the share is complex. Seats may be "
        "added. Of those the policy makes mandatory none may be left out."
    ),
    "third-party": (
        "Ask the owner for agreement to these variables, this purpose and this recipient. Silence is not agreement."
    ),
    "reviews": (
        "Fill in every part on the revision that stands now. Settle only the conditions of your own"
        " seat, each with its evidence. Legal names every statute relied on, the SRSA always."
    ),
    "advice": (
        "Read the business case together with the draft terms. Assess gateways, risks, public "
        "benefits and alternatives. You advise; you do not decide. Keep dissent."
    ),
    "decision": (
        "Decide for your asset alone, after the advice. Approving against the advice needs reasons "
        "and goes to the Data Governance Council. An exception lifts one named condition and "
        "approves nothing."
    ),
    "agreement": (
        "Draft from the decision, screen that very version, then have every party sign it. A change"
        " of scope or safeguards goes back to the Information Asset Owner."
    ),
    "register": (
        "Draft the entry from the file. Legal and Data Services check its quality, Communications "
        "its suitability and accessibility. Withhold it on a lawful ground only."
    ),
}
