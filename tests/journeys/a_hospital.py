"""A third publisher, invented: one value, and the people of its hospital. Nothing else in the house knows of it."""

from policy.asking import confirmation, table, text
from policy.form import Answers, Column, Form
from policy.scheme import (
    Allowance,
    Decision,
    Gate,
    Office,
    Part,
    Publication,
    RegisterField,
    Reviewer,
    Reviews,
    Rules,
    Scheme,
    ScopeFact,
    Screening,
    Silence,
    Stalling,
)
from wiring.directory import Directory

FORM = Form(
    version="spring",
    questions=(
        table(
            "Who", "bodies", "H-1", "Who asks?", Column(key="name", title="Body"), Column(key="role", title="Role")
        ),
        text("What", "words", "H-2", "What do you want to find out?"),
        table("What", "records", "H-3", "Which records?", Column(key="ward", title="Ward")),
        confirmation("Promise", "declaration", "H-4", "What we say is true."),
    ),
)

RULES = Rules(
    scheme="hospital-records",
    version="spring",
    offices=(
        Office(key="requester", outside=True),
        Office(key="records-office", accountable_to="guardian"),
        Office(key="ethics-board"),
        Office(key="guardian", title="Caldicott Guardian", per_asset=True),
        Office(key="trust-board"),
        Office(key="operator"),
    ),
    gates=(Gate(key="consent", clause="H-5", settled_by=("ethics-board",)),),
    scope=(ScopeFact(key="patients", title="Records of patients", otherwise="not-ours"),),
    path=(
        Screening(key="look", office="records-office", checklist=("legible",), ways_out=("not-ours", "duplicate")),
        Reviews(
            key="ethics",
            after=("look",),
            what="review",
            panel=(
                Reviewer(
                    office="ethics-board",
                    looks_at="consent",
                    clause="H-5",
                    always_reopens=True,
                    settles=("consent",),
                    parts=(Part(key="consent", title="How patients consented"),),
                ),
            ),
        ),
        Decision(
            key="decision",
            after=("ethics",),
            office="guardian",
            escalates_to="trust-board",
            besides_if_complex="trust-board",
        ),
        Publication(
            key="register",
            title="Notice board",
            after=("decision",),
            drafted_by="records-office",
            screened_by="ethics-board",
            checked_by="records-office",
            schema_version="1",
            fields=(RegisterField(key="reference"), RegisterField(key="assets")),
            grounds=("personal-information",),
        ),
    ),
    allowances=tuple(
        Allowance(what=what, days=5)
        for what in (
            *("screen", "review", "decide", "decide-council", "decide-besides", "draft-entry", "screen-entry"),
            *("check-entry", "publish", "answer", "narrow"),
        )
    ),
    silence=Silence(warn_after=10, lapse_after_warning=5),
    stalling=Stalling(report_after=10, returns_after=20),
    items=tuple(question.key for question in FORM.questions),
    host="st-aldric",
    service="records-office",
    publication_by="records-office",
)

HOSPITAL = Scheme(
    key="hospital-records",
    title="Records of the hospital",
    publisher="St Aldric Hospital",
    policy_version="spring",
    source="https://st-aldric.example/records",
    form=FORM,
    rules=RULES,
    assets_in=("records", "ward"),
    bodies_in=("bodies", "name"),
    type_in="bodies",
    words_in="words",
)

DIRECTORY = Directory.model_validate(
    {
        "organisations": [
            {"key": "st-aldric", "title": "St Aldric Hospital", "type": "host"},
            {"key": "university-of-wexbridge", "title": "University of Wexbridge", "type": "university"},
        ],
        "assets": [{"key": "ward-7", "title": "Ward 7, admissions"}],
        "people": [
            {
                "key": key,
                "name": name,
                "organisation": "st-aldric",
                "email": f"{key}@st-aldric.example",
                "slack": {"team": "T0SAMPLE", "user": f"U0{key.upper()}"},
                "acknowledged": "spring",
                "offices": [{"office": office}],
            }
            for key, name, office in (
                ("nora", "Nora Pym", "records-office"),
                ("pia", "Pia Lund", "ethics-board"),
                ("omar", "Omar Said", "guardian"),
                ("otto", "Otto Brandt", "operator"),
            )
        ]
        + [
            {
                "key": "rae",
                "name": "Dr Rae Okafor",
                "organisation": "university-of-wexbridge",
                "email": "rae@wexbridge.example",
                "offices": [{"office": "requester"}],
            }
        ],
    }
)


def answers() -> Answers:
    """A complete application to the hospital."""
    return {
        "bodies": ({"name": "University of Wexbridge", "role": "recipient"},),
        "words": "Whether beds by the window help.",
        "records": ({"ward": "ward-7"},),
        "declaration": "yes",
    }
