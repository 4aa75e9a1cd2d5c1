"""Where random conversations begin, and what those who lead them lean to."""

from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings

from tests.properties.exemplars import Fields

SETS_OF_ASSETS = (
    ("death-registrations",),
    ("hospital-activity",),
    ("death-registrations", "census-2021"),
    ("business-register", "hospital-activity"),
    ("travel-survey-1991", "census-2021"),
)
ORGANISATIONS = tuple(
    {"name": name, "role": role, "signatory": "Registrar", "registration": "Z1"}
    for name, role in (
        ("University of Wexbridge", "recipient"),
        ("Meridian Institute for Social Research", "joint-controller"),
    )
)
BEGINNINGS: tuple[Fields, ...] = (
    {},
    {"organisations": ORGANISATIONS},
    {"purpose_kind": "administrative"},
    {"public_interest": "yes"},
)
CHANCE = st.integers(0, 2**32)
"""What is picked within a step follows from one number, so that a failing conversation shrinks quickly."""

MOODS = tuple(
    frozenset(mood.split())
    for mood in (
        "conditional",
        "in-doubt not-identifiable",
        "in-doubt conditional",
        "complex conditional",
        "to-the-council conditional",
        "do-not-share",
        "to-the-permanent-secretary administrative-use",
        "to-publication",
        "share-with-conditions",
        "no-legislation",
        "no-third-party-agreement",
        "no-confidentiality",
        "no-publish-first publish-first",
    )
)
"""What people lean to at first, so that conversations begin in different places."""

ROAD = (
    *("decide", "draft-agreement", "screen-agreement", "sign"),
    *("draft-entry", "screen-entry", "check-entry", "publish-entry"),
)
"""What is said from the decision on, where everybody wants to be the first."""

OPERATORS = ("pause-clocks", "resume-clocks", "resume-clocks", "extend-clock", "chase")
ODDITIES: tuple[Any, ...] = ("", "   ", "nonsense", None, 7, [], {}, ["nonsense"], {"nonsense": "nonsense"})

CALM = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    max_examples=70,
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
)
"""The profile of every run: the same conversations each time."""

LONG = settings(CALM, derandomize=False, max_examples=1_500, stateful_step_count=90, print_blob=True)
"""The profile of the long job: new conversations each time."""
