"""How the data are to reach the applicant: in secure access by default, else by an exemption that is considered."""

from policy.asking import choice, choices, document, long_text, text
from policy.form import Condition
from policy.schemes.dfe_data_sharing.gates import DIRECT
from policy.schemes.dfe_data_sharing.versions import ISQ_VERSION

SUPPLY = "How the data reach you"

PUBLIC_TASK = Condition(question="exemptions", answer="essential-public-task")
FUNDED = Condition(question="exemptions", answer="funded-or-commissioned")
SPONSORED = Condition(question="exemptions", answer="sponsored-or-supported")

HOW_SUPPLIED = (
    choice(
        SUPPLY,
        "fulfilment",
        "DFE-008",
        "How do you want to use the data?",
        "secure-access",
        "direct-supply",
        hint=(
            "By default, data are made available in the ONS Secure Research Service. A direct supply needs evidence "
            "that this is not suitable, and an exemption, which is considered and may be refused."
        ),
    ),
    long_text(
        SUPPLY,
        "why-not-secure",
        "DFE-027",
        "Why is the Secure Research Service not suitable, and what is the evidence?",
        only_if=DIRECT,
    ),
    choices(
        SUPPLY,
        "exemptions",
        "DFE-057",
        "Which of the three exemptions do you rely on?",
        "essential-public-task",
        "funded-or-commissioned",
        "sponsored-or-supported",
        only_if=DIRECT,
        hint=(
            "An essential public task, such as the running of education or children's services; research funded or "
            "commissioned by DfE, its agencies or other government departments; or research that they sponsor or "
            "support, as it adds significant value to the evidence base."
        ),
    ),
    long_text(SUPPLY, "public-task", "DFE-028", "Which public task, under which duty?", only_if=PUBLIC_TASK),
    document(
        SUPPLY, "public-task-evidence", "DFE-028", "Attach the evidence of the public task.", only_if=PUBLIC_TASK
    ),
    text(SUPPLY, "funder", "DFE-029", "Who funds or commissions the research?", only_if=FUNDED),
    document(SUPPLY, "award-evidence", "DFE-029", "Attach the contract or the award.", only_if=FUNDED),
    text(SUPPLY, "sponsor", "DFE-030", "Which body, and which post there, sponsors it?", only_if=SPONSORED),
    document(SUPPLY, "sponsor-confirmation", "DFE-030", "Attach the sponsor's confirmation.", only_if=SPONSORED),
    choice(
        SUPPLY,
        "questionnaire-version",
        "DFE-058",
        "Which version of the information security questionnaire have you filled in?",
        ISQ_VERSION,
        only_if=DIRECT,
    ),
    document(SUPPLY, "questionnaire", "DFE-058", "Attach your information security questionnaire.", only_if=DIRECT),
)
