"""What the Department's scheme says to people: where else to apply, what to beware of, what each step looks at."""

from policy.form import Condition
from policy.scheme import Signpost

SIGNPOSTS = (
    Signpost(
        key="commissioned",
        title="Speak with your contract manager",
        when=Condition(question="commissioned", answer="yes"),
        advice=(
            "Contractors on research that DfE has commissioned discuss the application with their contract manager "
            "or research project lead, who confirms the commission to us."
        ),
    ),
    Signpost(
        key="direct-supply",
        title="Use the Secure Research Service",
        when=Condition(question="fulfilment", answer="direct-supply"),
        advice=(
            "A direct supply is considered only where the Secure Research Service is not suitable, with evidence, "
            "and meeting an exemption does not mean approval. If you are unsure, write to "
            "data.sharing@education.gov.uk."
        ),
    ),
)

WARNINGS = (
    "Only researchers accredited by ONS, with an approved application, may work in the Secure Research Service.",
    "Begin to become accredited now, while your application runs. Write to srs.customer.support@ons.gov.uk about it.",
    "Outputs leave only when they meet the disclosure-control rules of both DfE and ONS.",
    "A copy of our standard terms and conditions is sent on request: data.sharing@education.gov.uk.",
)

GUIDANCE = {
    "completeness-check": (
        "Check that the application is complete and comes to the right place. Data that ONS gives under the Digital "
        "Economy Act are applied for there. Ask about single items as often as it takes."
    ),
    "data-advice": "Say whether these are the right data, and which fewer would do. The requester may change them.",
    "reviews": "Fill in every part on the revision that stands now; settle only your own conditions, with evidence.",
    "decision": "Decide for your data alone. An exemption that is met does not mean approval.",
    "agreement": "Draft from the decision, have that version screened, then signed by every party.",
    "access": "Record what each person has shown, without copying it. Grant access one by one.",
    "handling": "Record the kind and dates of each check, never the certificate. Nobody handles data without one.",
    "register": "Draft the entry from the file; withhold it on a lawful ground only.",
}
