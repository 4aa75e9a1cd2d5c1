"""A moment in a request: what somebody who wants to speak finds there, and what they may pick from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from policy.form import Answers, file
from policy.working_days import local_day
from tests import people
from tests.people import PANEL, RULES, SCHEME
from tests.told import Tale

Pick = Callable[[Sequence[Any]], Any]
Fields = dict[str, Any]

WAYS_OUT = ("out-of-scope-outputs", "to-publication", "to-srs", "duplicate")
SEATS = (*PANEL, "communications", "information-asset-owner", "disclosure-control", "third-party-owner")
OFFICES = tuple(office.key for office in RULES.offices)
EVERYBODY = tuple(person.key for person in people.DIRECTORY.people)
DEPARTURES = tuple(departure.key for departure in RULES.departures)
CHANGES: tuple[Fields, ...] = (
    {"methods": "Another method than before."},
    {"purpose-kind": "administrative"},
    {"purpose-kind": "statistical"},
    {"all-in-uk": "no"},
    {"all-in-uk": "yes"},
    {"statistical-use": "Another use than before."},
    {"time-periods": "Another period than before."},
)


def first(options: Sequence[Any]) -> Any:
    """Picks what is ordinary: the first of the options."""
    return options[0]


@dataclass(frozen=True)
class Moment:
    """For whom and when a message is made: the request as it stands, the office that speaks, how to pick."""

    tale: Tale
    pick: Pick = first
    office: str = ""
    asset: str | None = None
    detail: str = ""
    assets: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "assets", tuple(self.tale.asset_keys()) or ("death-registrations",))

    @property
    def about(self) -> str:
        """The asset that the message is about."""
        return self.asset or str(self.pick(self.assets))

    def seat(self, ordinary: str) -> Fields:
        """The office and asset of the speaker."""
        return {"office": self.office or ordinary} | ({"asset": self.asset} if self.asset else {})

    def verdict(self, gate: str) -> str:
        """A verdict on a gate, mostly that it is met."""
        said = str(self.pick(("met",) * 12 + ("met-with-conditions", f"no-{gate}")))
        return "not-met" if said.startswith("no-") else said

    def words(self) -> str:
        """Some words."""
        return str(self.pick(("So says the file.", "We looked at it twice.", "Because of page 3.")))

    def day(self, days: int) -> str:
        """A day, so many calendar days from now."""
        return (local_day(self.tale.at) + timedelta(days=days)).isoformat()


def revised(tale: Tale, changes: Fields) -> tuple[Fields, Answers]:
    """The filing of changed answers, and the answer sheet it stands for."""
    after = {**tale.answers, **changes}
    if after.get("all-in-uk") == "no":
        after["places"] = tuple({**row, "country": "Ireland"} for row in people._rows(after["places"]))
    elif after.get("all-in-uk") == "yes":
        after["places"] = tuple({**row, "country": "United Kingdom"} for row in people._rows(after["places"]))
    filing = file(SCHEME.form, after, RULES.reads, tale.answers)
    return filing.model_dump(mode="json"), after


def dumped(message: Any) -> Fields:
    """A message's own fields, as a door would give them."""
    dump: Fields = message.model_dump(mode="json", exclude_unset=True)
    return {key: value for key, value in dump.items() if key != "kind"}
