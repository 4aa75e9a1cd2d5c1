"""Every kind of message in full: each field filled, at a place of the road and by somebody where it is heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sharing.messages import MESSAGES, Speaker
from tests import people
from tests.properties.exemplars import Fields, Moment, fields_of
from tests.properties.stages import DEATHS, GROUP, OWNER, SERVICE, STAGES
from tests.told import Tale

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Scene:
    """Where a message of a kind is heard, from whom; `more` fills the fields that ordinarily stay empty."""

    stage: str
    by: str
    office: str = ""
    asset: str | None = None
    more: Fields | None = None

    def tale(self) -> Tale:
        """The request there, to be spoken to."""
        return STAGES[self.stage].tale().fork()

    def speaker(self) -> Speaker:
        """Who speaks."""
        return people.DIRECTORY.speaker(self.by)


CONDITION: Fields = {
    "key": "rooms",
    "text": "A locked room.",
    "owner": "requester",
    "evidence": "A photograph.",
    "verifier": "security",
    "due": "2027-06-01",
    "before_signature": True,
}
TERMS: Fields = {**people.terms(further="Reviewed yearly.").model_dump(mode="json")}
WHO: Fields = {
    "assets": [{"key": DEATHS, "title": "Death registrations", "owned": True, "third_party": ""}],
    "organisations": [{"key": "university-of-wexbridge", "type": "university", "title": "University of Wexbridge"}],
    "people": [{"key": "r1", "organisation": "university-of-wexbridge", "mode": "remote"}],
    "way": {"channel": "a", "kind": "b", "why": "c", "sentence": "d", "catalogue": "e", "on": "2027-02-01"},
}

FILING: Fields = {"digest": "0" * 64, "clear": {"purpose-kind": "statistical"}, "gaps": [], "changed": ["methods"]}

SCENES: dict[str, Scene] = {
    "withdraw": Scene("triaged", "rae"),
    "answer": Scene("questioned", "rae"),
    "revise": Scene("triaged", "rae", more=WHO),
    "narrow": Scene("partly refused", "rae", more={"drop": [DEATHS], "accept_refusal": False}),
    "reopen": Scene("lapsed", "rae"),
    "screen": Scene(
        "lodged", "asha", more={"outcome": "duplicate", "reason": "Twice.", "duplicate_of": "ONS-2026-0009"}
    ),
    "triage": Scene(
        "informed",
        "olu",
        more={"seats": list(people.PANEL), "not_applicable": {"communications": "No interest."}, "reason": "Usual."},
    ),
    "ask": Scene("screened", "gwen", OWNER, DEATHS),
    "give-review": Scene("triaged", "leo", "legal", more={"conditions": [CONDITION]}),
    "propose-terms": Scene("reviewed", "asha", more={"further": "Reviewed yearly."}),
    "advise": Scene("with terms", "olu", more={"conditions": [CONDITION], "dissent": "One of us disagrees."}),
    "decide": Scene("advised", "gwen", OWNER, DEATHS, {"conditions": [CONDITION]}),
    "escalate": Scene("advised", "gwen", OWNER, DEATHS),
    "seek-departure": Scene("triaged", "asha", SERVICE),
    "decide-departure": Scene("seeking an exception", "petra", more={"conditions": "Yearly."}),
    "draft-agreement": Scene("approved", "asha", more={"terms": TERMS}),
    "screen-agreement": Scene("drafted", "olu", GROUP),
    "sign": Scene("passed", "rae", "requester"),
    "verify-condition": Scene("conditional", "sam"),
    "draft-entry": Scene("agreed", "asha"),
    "screen-entry": Scene("entered", "nadia"),
    "check-entry": Scene("third screened", "cleo"),
    "publish-entry": Scene("checked", "cleo"),
    "exempt-entry": Scene("entered", "nadia"),
    "conclude-publication": Scene("to be published instead", "asha", "", DEATHS),
    "declare-conflict": Scene("triaged", "lena"),
    "assign": Scene("triaged", "asha", OWNER, DEATHS, {"to": "mila"}),
    "name-holder": Scene("triaged", "carys", OWNER, DEATHS),
    "assure": Scene("lodged", "nadia"),
    "mark-urgent": Scene("triaged", "olu"),
    "extend-clock": Scene("triaged", "otis"),
    "chase": Scene("triaged", "otis"),
    "pause-clocks": Scene("triaged", "otis"),
    "resume-clocks": Scene("paused", "otis"),
    "close": Scene("triaged", "otis"),
}
"""Every kind but the first message, which opens the request."""

UNHEARD: dict[str, Fields] = {
    "answer": {"changes": {"methods": "Others."}, "filing": FILING, **WHO},
    "revise": {"changes": {"methods": "Others.", "places": [{"what": "access"}], "subjects": ["business"]}},
    "give-review": {"asset": DEATHS},
    "sign": {"asset": DEATHS},
    "advise": {"departures": ["tre-first"]},
    "conclude-publication": {"restriction": "The supplier's terms."},
}
"""Fields that go with no good message of their kind, or not with the others: they are filled all the same."""


def full(kind: str, *, heard: bool = True) -> Fields:
    """A message of that kind with its fields filled; with those that are not heard as well, if so asked."""
    scene = SCENES[kind]
    made = fields_of(kind, Moment(scene.tale(), office=scene.office, asset=scene.asset)) | (scene.more or {})
    given: Fields = MESSAGES.validate_python(made | ({} if heard else UNHEARD.get(kind, {}))).model_dump(mode="json")
    return given


def lodging() -> Fields:
    """The first message, in full."""
    return {
        "kind": "lodge",
        "filing": FILING | {"gaps": [], "changed": []},
        **WHO,
        "source": "form",
        "signposted": ["srs"],
        "reconsiders": "ONS-2026-0003",
        "barred": ["lena"],
        "earlier": [{"reference": "ONS-2026-0004", "outcome": "refused"}],
    }


def texts_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all texts in a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_in(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from texts_in(inner, (*path, place))
    elif isinstance(value, str):
        yield path


def put(value: Any, path: Path, text: Any) -> Any:
    """The JSON value with something else at one place."""
    if not path:
        return text
    head, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {key: put(inner, rest, text) if key == head else inner for key, inner in value.items()}
    return [put(inner, rest, text) if place == head else inner for place, inner in enumerate(value)]


def at(value: Any, path: Path) -> Any:
    """What stands at that place."""
    for step in path:
        value = value[step]
    return value
