"""What the form asks about the applicant, the project and the data."""

from policy.asking import choice, confirmation, day, document, long_text, table, text, yes_no
from policy.form import Column
from policy.scheme import Recipients
from policy.schemes.dfe_data_sharing.gates import COMMISSIONED, GATEWAYS
from policy.schemes.dfe_data_sharing.versions import TERMS_VERSION

WHO = "Who is asking"
PROJECT = "The project"
DATA = "The data"
PROMISES = "What you confirm"

WHO_IS_ASKING = (
    choice(
        WHO,
        "recipient-type",
        "DFE-038",
        "What kind of body is asking?",
        *(body.value for body in Recipients),
    ),
    table(
        WHO,
        "organisations",
        "DFE-032",
        "Which organisations will decide about the data?",
        Column(key="name", title="Organisation"),
        Column(key="role", title="Role", choices=("recipient", "joint-controller")),
        Column(key="signatory", title="Post of the person who can sign for it"),
    ),
    confirmation(WHO, "signatory", "DFE-038", "The person named for each organisation may sign on its behalf."),
    yes_no(
        WHO,
        "commissioned",
        "DFE-035",
        "Are you a contractor, applying for a research project that DfE has commissioned?",
        hint="If so, speak with your contract manager or research project lead first. They confirm the commission.",
    ),
    text(WHO, "contract", "DFE-035", "What is the contract's number, and when does it end?", only_if=COMMISSIONED),
    text(
        WHO,
        "contract-manager",
        "DFE-035",
        "In which post is your contract manager or research project lead?",
        only_if=COMMISSIONED,
        hint="The post, not the name.",
    ),
)

THE_PROJECT = (
    text(PROJECT, "title", "DFE-032", "What is the project called?"),
    long_text(
        PROJECT,
        "lay-summary",
        "DFE-032",
        "What is the project about, in words that anyone can follow?",
        hint="At most 300 words. It is published if the share is approved.",
        longest=4_000,
    ),
    long_text(PROJECT, "justification", "DFE-032", "What will you use the data for, and why are they needed?"),
    long_text(PROJECT, "public-benefit", "DFE-032", "What benefit to education or children do you expect?"),
    choice(
        PROJECT,
        "legislation",
        "DFE-007",
        "Under which legislation do you think the Department may share these data?",
        *(gateway.key for gateway in GATEWAYS),
        "not-sure",
        hint="A suggestion. The Department's legal advisers settle it.",
    ),
    text(
        PROJECT,
        "lawful-basis",
        "DFE-032",
        "On which lawful basis, and for special categories on which condition, will you process the data?",
        hint="UK GDPR Article 6, and Article 9 where it applies.",
    ),
    document(PROJECT, "dpia", "DFE-032", "Attach your Data Protection Impact Assessment.", required=False),
)

THE_DATA = (
    table(
        DATA,
        "data",
        "DFE-033",
        "Which data do you need, and why each variable?",
        Column(key="data-set", title="Data set"),
        Column(key="table", title="Data table", required=False),
        Column(key="version", title="Version of the table", required=False),
        Column(key="variable", title="Variable", required=False),
        Column(key="why", title="Why it is needed"),
        hint=(
            "One row for each variable, as the data tables spell it. For the national pupil database the tool "
            "“find and explore NPD data” helps: https://www.find-npd-data.education.gov.uk/"
        ),
    ),
    text(DATA, "time-periods", "DFE-033", "Which years should the data cover?"),
    long_text(DATA, "linkage", "DFE-033", "Will you link them to other data? To which, and how?", required=False),
    day(DATA, "use-starts", "DFE-032", "When do you want to begin to use the data?"),
    day(DATA, "use-ends", "DFE-032", "When will you have finished with them?"),
)

CONFIRMATIONS = (
    confirmation(
        PROMISES,
        "standard-terms",
        "DFE-055",
        f"We have seen the standard terms and conditions, version {TERMS_VERSION}. Ask the service for a copy.",
    ),
    confirmation(PROMISES, "no-onward-sharing", "DFE-032", "We will share the data with nobody not named here."),
    confirmation(
        PROMISES,
        "declaration",
        "DFE-061",
        "I may speak for the organisations named here, and what I have answered is true and complete.",
    ),
)
