"""What the form asks about the project: who asks, what for, with what benefit, why no other way will do."""

from policy.form import Column
from policy.scheme import Recipients
from policy.schemes.ons_onward_sharing.gates import GATEWAYS
from policy.schemes.ons_onward_sharing.questions import (
    DEVOLVED,
    choice,
    confirmation,
    long_text,
    table,
    text,
    yes_no,
)

WHO = "Who is asking"
PROJECT = "The project"
OTHER_WAYS = "Why other ways will not do"
NO_GATEWAY = "not-sure"

WHO_IS_ASKING = (
    choice(
        WHO,
        "recipient-type",
        "ONS-019",
        "What kind of body will receive the data?",
        *(body.value for body in Recipients),
    ),
    table(
        WHO,
        "organisations",
        "ONS-029",
        "Which organisations will decide about the data, hold them or work on them?",
        Column(key="name", title="Organisation"),
        Column(
            key="role",
            title="Role",
            choices=("recipient", "joint-controller", "processor", "funder"),
        ),
        Column(key="signatory", title="Post of the person who can sign for it", required=False),
        Column(key="registration", title="Data protection registration number", required=False),
        hint=("One row for each. Every recipient and every joint controller declares, gives evidence and signs."),
    ),
    confirmation(
        WHO,
        "signatory",
        "ONS-029",
        "The person named for each recipient and joint controller may sign an agreement on its behalf.",
    ),
    text(
        WHO,
        "concordat-reference",
        "ONS-020",
        "Under which arrangement of the Concordat on Statistics do you ask?",
        only_if=DEVOLVED,
        hint="Its title or reference, and the part of it that you rely on.",
    ),
    long_text(
        WHO,
        "governance",
        "ONS-052",
        "Who in your organisation is accountable for these data, and which body oversees their use?",
        hint="Attach nothing here; name the policy, the board and the post.",
    ),
    long_text(
        WHO,
        "compliance",
        "ONS-052",
        "How do you comply with data protection law and with earlier agreements for ONS data?",
        hint="Tell us about audits, breaches and what was done about them in the last three years.",
    ),
)

THE_PROJECT = (
    text(PROJECT, "title", "ONS-080", "What is the project called?"),
    long_text(
        PROJECT,
        "lay-summary",
        "ONS-080",
        "What is the project about, in words that anyone can follow?",
        hint="At most 300 words. It is published in the transparency register if the share is approved.",
        longest=4_000,
    ),
    choice(
        PROJECT,
        "purpose-kind",
        "ONS-006",
        "Will the data be used for statistics and research, or also to administer anything?",
        "statistical",
        "administrative",
        hint=(
            "Choose administrative if any decision about a particular person or business will draw "
            "on the data. Only the Permanent Secretary can authorise that."
        ),
    ),
    long_text(
        PROJECT,
        "justification",
        "ONS-030",
        "Why should these data be shared with you?",
    ),
    long_text(
        PROJECT,
        "necessity",
        "ONS-030",
        "Why is onward sharing necessary: what could you not do without it?",
    ),
    long_text(
        PROJECT,
        "statistical-use",
        "ONS-032",
        "What is the intended statistical use of the data?",
        hint="The questions that you want to answer. It is published in the transparency register.",
    ),
    long_text(PROJECT, "methods", "ONS-032", "Which statistical methods will you use?"),
    long_text(
        PROJECT,
        "outputs",
        "ONS-032",
        "What will you publish, when, and how will you make sure that nobody can be identified from it?",
    ),
    long_text(
        PROJECT,
        "public-benefit",
        "ONS-033",
        "What public benefit do you expect: for whom, how, and how will you know that it came about?",
        hint="It is published, and later compared with the benefits that you report.",
    ),
    yes_no(
        PROJECT,
        "public-interest",
        "ONS-045",
        "Is the press, Parliament or the public likely to take an interest in this share?",
    ),
    choice(
        PROJECT,
        "suggested-gateway",
        "ONS-012",
        "Which legal power do you think allows ONS to disclose the data to you?",
        *(gateway.key for gateway in GATEWAYS),
        NO_GATEWAY,
        required=False,
        hint="A suggestion. Only ONS Legal Services settle this, and they may settle on another one.",
    ),
)

WHY_NOT_OTHERWISE = (
    yes_no(
        OTHER_WAYS,
        "needs-records",
        "ONS-003",
        "Must you have records of single persons or businesses, so that no published table would do?",
    ),
    long_text(
        OTHER_WAYS,
        "why-not-published",
        "ONS-035",
        "Why are published data, or aggregated data made for you, not enough?",
    ),
    long_text(OTHER_WAYS, "why-not-anonymous", "ONS-035", "Why are anonymous data not enough?"),
    long_text(OTHER_WAYS, "why-not-synthetic", "ONS-035", "Why are synthetic data not enough?"),
    yes_no(
        OTHER_WAYS,
        "tre-possible",
        "ONS-018",
        ("Could the work be done inside the ONS Secure Research Service or another Trusted Research Environment?"),
        hint="This is the usual way to ONS data, and mostly the quicker one.",
    ),
    long_text(
        OTHER_WAYS,
        "why-not-tre",
        "ONS-035",
        "Why is the ONS Secure Research Service, or another Trusted Research Environment, not appropriate?",
    ),
    table(
        OTHER_WAYS,
        "tre-evidence",
        "ONS-004",
        "What proves that a Trusted Research Environment is not appropriate?",
        Column(key="evidence", title="Evidence"),
        Column(key="shows", title="What it shows"),
        hint="At least one piece: a trial, a letter from the environment's operator, a technical limit.",
    ),
)
