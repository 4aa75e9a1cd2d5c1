"""What the form asks about the data: which, about whom, where they go, and what is promised."""

from policy.form import Column
from policy.schemes.ons_onward_sharing.questions import (
    NATURAL_PERSONS,
    ONGOING,
    choice,
    choices,
    confirmation,
    day,
    document,
    long_text,
    table,
    text,
    yes_no,
)

DATA = "The data"
PEOPLE = "The people and businesses in the data"
PLACES = "Where the data go"
PROMISES = "What you confirm"

THE_DATA = (
    choice(
        DATA,
        "held-by",
        "ONS-018",
        "Who holds the data that you need?",
        "ons",
        "another-body",
        "not-sure",
    ),
    table(
        DATA,
        "variables",
        "ONS-031",
        "Which variables do you need, and why each of them?",
        Column(key="asset", title="Data asset"),
        Column(key="variable", title="Variable"),
        Column(key="why", title="Why it is needed"),
        hint="One row for each variable, with its name as the data asset spells it.",
    ),
    text(
        DATA,
        "time-periods",
        "ONS-031",
        "Which periods should the data cover?",
        hint="For example: deaths registered from January 2015 to December 2024.",
    ),
    choice(
        DATA,
        "sharing-pattern",
        "ONS-031",
        "Do you need the data once, or again and again?",
        "one-off",
        "ongoing",
    ),
    text(DATA, "frequency", "ONS-031", "How often do you need them?", only_if=ONGOING),
    day(DATA, "ongoing-ends", "ONS-031", "When does the last delivery have to reach you?", only_if=ONGOING),
    long_text(
        DATA,
        "linkage",
        "ONS-031",
        "Will you link the data to other data? To which, by what, and what will the result hold?",
        required=False,
    ),
)

ABOUT_WHOM = (
    yes_no(
        PEOPLE,
        "natural-persons",
        "ONS-036",
        "Are any of the data about people (natural persons), also where names are left out?",
        hint="Answer yes for the dead as well: the living may be identified through them.",
    ),
    choices(
        PEOPLE,
        "subjects",
        "ONS-009",
        "Whom do the data describe?",
        "natural-person",
        "body-corporate",
        "business",
    ),
    choice(
        PEOPLE,
        "identifiable",
        "ONS-009",
        "Could somebody be identified from the data?",
        "alone",
        "with-published-information",
        "not-identifiable",
        hint="Choose the first that may be true. Whether data are identifiable is determined by our experts.",
    ),
    text(
        PEOPLE,
        "lawful-basis",
        "ONS-036",
        ("On which lawful basis, and for special categories on which condition, will you process personal data?"),
        only_if=NATURAL_PERSONS,
        hint="UK GDPR Article 6, and Article 9 where it applies.",
    ),
    document(
        PEOPLE,
        "dpia",
        "ONS-036",
        "Attach your Data Protection Impact Assessment.",
        only_if=NATURAL_PERSONS,
    ),
    document(
        PEOPLE,
        "ethics-self-assessment",
        "ONS-044",
        "Attach your ethics self-assessment.",
        hint="The UK Statistics Authority's form covers six principles and asks a score for each.",
    ),
)

WHERE_TO = (
    table(
        PLACES,
        "places",
        "ONS-014",
        "Where will the data be stored, processed, and looked at from?",
        Column(
            key="what",
            title="What happens there",
            choices=("storage", "processing", "access"),
            every_choice=True,
        ),
        Column(key="where", title="Site, data centre or cloud region"),
        Column(key="country", title="Country"),
        Column(key="who", title="Who runs it, or who works from there"),
        hint=(
            "Think of remote working, cloud regions, backups, suppliers and their support staff. "
            "Write United Kingdom for England, Wales, Scotland and Northern Ireland."
        ),
    ),
    yes_no(
        PLACES,
        "all-in-uk",
        "ONS-014",
        "Will all storage, processing and access be inside the United Kingdom?",
        hint="If not, the Permanent Secretary has to authorise an exception first.",
    ),
    long_text(
        PLACES,
        "security",
        "ONS-034",
        "How will you keep the data secure?",
        hint=("Certificates and their dates, encryption, access control, staff checks, what happens on a breach."),
    ),
    long_text(PLACES, "confidentiality", "ONS-034", "How will you keep what the data say confidential?"),
    choice(
        PLACES,
        "transfer",
        "ONS-101",
        "How would you like to receive the data?",
        "ons-secure-transfer",
        "own-secure-transfer",
        "other",
        hint="A preference. Security and Information Management settle it.",
    ),
    day(PLACES, "use-starts", "ONS-031", "When do you want to begin to use the data?"),
    day(PLACES, "use-ends", "ONS-031", "When will you have finished with them?"),
    text(PLACES, "retention", "ONS-051", "How long will you keep the data, and how will you destroy them?"),
)

WHAT_YOU_CONFIRM = (
    confirmation(
        PROMISES,
        "no-onward-sharing",
        "ONS-034",
        "We will share the data with nobody else, in whole or in part.",
    ),
    confirmation(
        PROMISES,
        "penalty-warning",
        "ONS-103",
        ("We know that unlawful disclosure of personal information is a crime, with up to two years' imprisonment."),
    ),
    confirmation(
        PROMISES,
        "declaration",
        "ONS-029",
        "I may speak for the organisations named here, and what I have answered is true and complete.",
    ),
)
