"""Story (a), played once at people's pace and taken down, so that it can be said again and again without waits."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.client import Client

from demo import story as stories
from demo.house import Clock, Furniture, House
from demo.playing import play
from demo.story import Lodging
from policy.form import Answers
from policy.schemes import SCHEMES
from policy.working_days import Calendar
from records import SqlRecords
from sharing.messages import AnyMessage
from starter.desk import Desk
from starter.installation import YEARS_OF_HOLIDAYS
from wiring.calendar import england_and_wales
from wiring.directory import Directory, read
from wiring.sealing import SealingKey
from wiring.settings import SAMPLE_DIRECTORY

STORY = "a"
SCHEME = "ons-onward-sharing"
PATIENCE = timedelta(seconds=60)
"""So long the desk waits for an answer here: what is slow is to show as slow, and not as a signal left behind."""


@dataclass(frozen=True)
class Office:
    """Where requests are lodged and spoken to: the records, and a desk before them."""

    store: SqlRecords
    key: SealingKey
    desk: Desk


def office(client: Client, store: SqlRecords, key: SealingKey, directory: Directory | None = None) -> Office:
    """A desk as the doors have it, but more patient; over the sample directory, if no other is given."""
    known = directory if directory is not None else read(SAMPLE_DIRECTORY)
    return Office(store, key, Desk(client, store, known, key, SCHEMES, _calendar, patience=PATIENCE))


def _calendar(at: datetime) -> Calendar:
    return england_and_wales(at.year, YEARS_OF_HOLIDAYS)


@dataclass
class Script:
    """Who lodges what, and who then says what. What was refused is left out: it would leave no trace to compare."""

    reference: str = ""
    by: str = ""
    source: str = "form"
    answers: Answers = field(default_factory=dict)
    says: list[tuple[str, AnyMessage]] = field(default_factory=list)

    @property
    def messages(self) -> int:
        """How many messages the road has: the lodging and everything said after it."""
        return 1 + len(self.says)


async def taken_down(client: Client, office: Office) -> Script:
    """Play the story on that server; each act waits until all that the one before it set going is done."""
    stage = _Scribe(Furniture(_Still(client), office.store, office.key, Clock()), office.desk)
    await play(stories.story(STORY), stage)
    assert stage.reference is not None, "a story lodges its request"
    stage.script.reference = stage.reference
    return stage.script


class _Still:
    """A server whose clock is left alone: working days pass in no time, because nobody waits for them."""

    ui = ""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def now(self, reference: str | None) -> datetime:
        return datetime.now(UTC)

    async def wait(self, until: datetime, reference: str | None) -> None:
        """It is said at once."""


class _Scribe(House):
    """A stage that takes down what is heard on it."""

    def __init__(self, furniture: Furniture, desk: Desk) -> None:
        super().__init__(furniture)
        self.desk = desk
        self.script = Script()

    async def lodge(self, act: Lodging, answers: Answers) -> str:
        sentence = await super().lodge(act, answers)
        self.script.by, self.script.answers, self.script.source = act.who, answers, act.source
        return sentence

    async def say(self, by: str, message: AnyMessage, saw: int | None) -> str:
        sentence = await super().say(by, message, saw)
        self.script.says.append((by, message))
        return sentence


def database(folder: Path) -> str:
    """The address of the records in a folder, as the worker finds them there."""
    return f"sqlite:///{folder / 'records.db'}"
