"""What the form asks about the people who will work on the data, and the others involved."""

from policy.asking import table, yes_no
from policy.form import Column, Condition
from policy.schemes.dfe_data_sharing.gates import DIRECT

PEOPLE = "The people and the others involved"
OTHERS = Condition(question="others-involved", answer="yes")

PEOPLE_AND_PROOF = (
    table(
        PEOPLE,
        "people",
        "DFE-045",
        "Who will work on the data?",
        Column(key="key", title="Short key, such as r1"),
        Column(key="name", title="Name"),
        Column(key="organisation", title="Organisation"),
        Column(
            key="mode",
            title="How they reach the data",
            required=False,
            choices=("physical-lab", "safepod", "remote"),
        ),
        Column(key="accreditation", title="ONS accreditation number", required=False),
        Column(key="expires", title="Accredited until", required=False),
        hint=(
            "Everybody who works in the Secure Research Service has to be accredited by ONS. They can become so "
            "while the application runs: begin as soon as possible. Access waits for it; the application does not."
        ),
    ),
    table(
        PEOPLE,
        "background-checks",
        "DFE-059",
        "Which background check has each of them passed?",
        Column(key="person", title="Their short key"),
        Column(key="kind", title="Kind of check"),
        Column(key="date", title="Date"),
        Column(key="expires", title="Counts until"),
        only_if=DIRECT,
        hint="The kind and the dates only. Do not send the certificate.",
    ),
    yes_no(
        PEOPLE,
        "others-involved",
        "DFE-060",
        "Are other organisations involved, as processors or partners?",
        only_if=DIRECT,
    ),
    table(
        PEOPLE,
        "other-organisations",
        "DFE-060",
        "Which other organisations are involved, and what do they do?",
        Column(key="name", title="Organisation"),
        Column(key="role", title="What it does"),
        only_if=OTHERS,
    ),
    table(
        PEOPLE,
        "other-agreements",
        "DFE-060",
        "Which agreement do you have with each of them?",
        Column(key="organisation", title="Organisation"),
        Column(key="agreement", title="Agreement, and its date"),
        only_if=OTHERS,
    ),
)
