"""A story as a value: who says what when, what is refused and why, and what is to be expected then."""

import functools
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Discriminator, Tag, ValidationError, model_validator

from policy.form import Answers
from policy.schemes import SCHEMES
from policy.value import Key, Value
from starter.cli.answering import answers_of
from starter.cli.ground import Failed
from starter.cli.sheets import tree_of

HERE = Path(__file__).parent
STORIES, ANSWERS, PAPERS = HERE / "stories", HERE / "answers", HERE / "papers"
SCHEME = "ons-onward-sharing"


class WrongStory(Exception):
    """A story or an answer sheet that cannot be read; its text names the file and the place."""


class Act(Value):
    """One act. `scene` is for the reader: what lies behind it."""

    scene: str = ""


class Lodging(Act):
    """Somebody lodges an answer sheet `under` a scheme, `but` with these answers instead."""

    who: Key
    lodges: str
    but: Answers = {}
    source: Literal["form", "mail", "referral"] = "form"
    signposted: tuple[Key, ...] = ()
    under: Key = SCHEME


class Speaking(Act):
    """An act whose further fields are those of its message. `saw` is the revision that the speaker saw."""

    who: Key
    saw: int | None = None
    fields: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: dict[str, Any]) -> dict[str, Any]:
        own = {name: value for name, value in given.items() if name in cls.model_fields and name != "fields"}
        return {**own, "fields": {name: value for name, value in given.items() if name not in own}}


class Saying(Speaking):
    """Somebody says a message of this kind."""

    says: Key


class Choosing(Speaking):
    """Somebody presses a choice of a notice in their inbox, and fills in what it still wants.

    `about` is the asset, where they have the same choice for several.
    """

    chooses: str
    about: Key | None = None


def _speech_kind(given: Any) -> str:
    return next((kind for kind in ("lodges", "chooses") if isinstance(given, dict) and kind in given), "says")


Speech = Annotated[
    Annotated[Lodging, Tag("lodges")] | Annotated[Saying, Tag("says")] | Annotated[Choosing, Tag("chooses")],
    Discriminator(_speech_kind),
]


class Refusal(Act):
    """Somebody says what is refused. `because` stands in the sentence that they are answered with."""

    refused: Speech
    because: str

    @model_validator(mode="before")
    @classmethod
    def _unwrap(cls, given: dict[str, Any]) -> dict[str, Any]:
        speech = dict(given["refused"])
        return {**given, "because": speech.pop("because", ""), "refused": speech}


class Waiting(Act):
    """Working days pass; it is then ten o'clock in the morning of the last of them."""

    wait: int


class Expected(Value):
    """How the request must stand; what is not said does not matter.

    `awaited` and `still` (whose clocks stand) are offices, `office/asset` where there is one. `happened` counts facts
    by kind, `told` are words that stand in a notice to an office.
    """

    state: str | None = None
    steps: tuple[str, ...] | None = None
    awaited: tuple[str, ...] | None = None
    still: tuple[str, ...] | None = None
    revision: int | None = None
    happened: dict[str, int] = {}
    told: dict[str, str] = {}


class Expecting(Act):
    """What must be so now."""

    expect: Expected


def _act_kind(given: Any) -> str:
    kinds = ("refused", "wait", "expect", "lodges", "chooses")
    return next((kind for kind in kinds if isinstance(given, dict) and kind in given), "says")


AnyAct = Annotated[
    Annotated[Lodging, Tag("lodges")]
    | Annotated[Saying, Tag("says")]
    | Annotated[Choosing, Tag("chooses")]
    | Annotated[Refusal, Tag("refused")]
    | Annotated[Waiting, Tag("wait")]
    | Annotated[Expecting, Tag("expect")],
    Discriminator(_act_kind),
]


class Story(Value):
    """A story: when it begins (ten o'clock in the morning, London), its acts, and the outcome it comes to."""

    key: Key
    title: str
    begins: date
    outcome: str
    acts: tuple[AnyAct, ...]


def _read(path: Path) -> Any:
    """YAML in which every word stays a word, also `yes` and a date, as in an answer sheet that is lodged."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except yaml.YAMLError as wrong:
        raise WrongStory(f"{path.name} cannot be read: {wrong}") from wrong


@functools.cache
def story(key: str) -> Story:
    """The story whose file begins with that key (`a`, or its whole name). Raises WrongStory."""
    found = sorted(STORIES.glob(f"{key}*.yaml"))
    if not key or not found:
        raise WrongStory(f"There is no story {key!r}; there are {', '.join(known())}.")
    try:
        return Story.model_validate({"key": found[0].stem, **_read(found[0])})
    except ValidationError as wrong:
        raise WrongStory(f"{found[0].name} has a mistake: {wrong}") from wrong


def known() -> tuple[str, ...]:
    """The keys of all stories."""
    return tuple(path.stem for path in sorted(STORIES.glob("*.yaml")))


@functools.cache
def answers(name: str, under: str = SCHEME) -> Answers:
    """An answer sheet by its name, read as the command line reads one. Raises WrongStory."""
    path = ANSWERS / f"{name}.yaml"
    try:
        return answers_of(SCHEMES[under].form, tree_of(path, "an answer sheet"), path.name)
    except Failed as wrong:
        raise WrongStory(str(wrong)) from wrong
