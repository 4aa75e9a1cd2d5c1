"""A stage without a server: the desk as it is, and behind it a request that is only computed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

import records
from demo.playing import MORNING
from demo.story import Lodging, Story
from policy.form import Answers
from policy.schemes import SCHEMES
from policy.working_days import LONDON
from records import SqlRecords
from sharing import commissioning, turns
from sharing.errands import Keeping
from sharing.facts import AnyFact, Happened, WarningDelivered
from sharing.messages import AnyMessage, Speaker
from sharing.notices import Notice
from sharing.refused import Refused
from sharing.request import Request
from sharing.spoken import Spoken
from starter.desk import Desk
from tests.people import DIRECTORY
from tests.told import CALENDAR, KEY, errands
from workflows.contract import Opening, Receipt


class Computed:
    """What the desk takes for Temporal: one request, whose turns are carried out on the spot."""

    def __init__(self, store: SqlRecords, at: datetime) -> None:
        self.store = store
        self.at = at
        self.state: Request | None = None
        self.reference = ""

    async def start_workflow(self, workflow: str, opening: Opening, **_: Any) -> None:
        """The request is lodged."""
        assert opening.rules is not None
        assert opening.lodging is not None
        self.reference = opening.reference
        empty = Request(
            reference=opening.reference, edition=opening.edition, rules=opening.rules, calendar=opening.calendar
        )
        self.take(turns.hear(empty, opening.lodging, KEY.known, self.at))

    def get_workflow_handle(self, workflow_id: str) -> "Computed":
        """There is only the one."""
        assert workflow_id == self.reference
        return self

    async def execute_update(self, name: str, spoken: Spoken, **_: Any) -> Receipt:
        """Somebody speaks."""
        assert self.state is not None
        try:
            turn = turns.hear(self.state, spoken, KEY.known, self.at)
        except Refused as refused:
            raise WorkflowUpdateFailedError(ApplicationError(refused.sentence, type="Refused")) from refused
        self.take(turn)
        return Receipt(
            reference=self.reference,
            number=turn.request.number,
            revision=turn.request.revision,
            sentence=turn.sentence,
        )

    async def query(self, name: str, **_: Any) -> Request:
        """The request as it stands."""
        assert self.state is not None
        return self.state

    def take(self, turn: turns.Turn) -> None:
        """Keep, tell, and carry out what is outstanding."""
        self.state = turn.request
        if turn.happened:
            standing = commissioning.standing(turn.request)
            self.store.keep(Keeping(reference=self.reference, run="computed", facts=turn.happened, standing=standing))
        for notice in turn.notices:
            self.store.tell(notice)
        outcomes: list[AnyFact] = errands(self.state)
        warnings = (notice for notice in turn.notices if notice.kind == "warn")
        outcomes += [WarningDelivered(channel="inbox", notice=notice.key) for notice in warnings]
        if outcomes:
            self.take(turns.happen(self.state, outcomes, self.at))


class InMemory:
    """The stage of one story."""

    def __init__(self, story: Story, store: SqlRecords) -> None:
        begins = datetime.combine(story.begins, MORNING, LONDON).astimezone(UTC)
        self.computed = Computed(store, begins)
        self.store = store
        self.desk = Desk(
            cast(Client, self.computed),
            store,
            DIRECTORY,
            KEY,
            SCHEMES,
            lambda at: CALENDAR,
            clock=lambda: self.computed.at,
        )
        self._acts = 0

    async def now(self) -> datetime:
        return self.computed.at

    def _once(self) -> str:
        self._acts += 1
        return f"act-{self._acts}"

    async def lodge(self, act: Lodging, answers: Answers) -> str:
        receipt = await self.desk.lodge(
            act.under, answers, act.who, self._once(), source=act.source, signposted=act.signposted
        )
        return receipt.sentence

    async def say(self, by: str, message: AnyMessage, saw: int | None) -> str:
        return (await self.desk.say(self.computed.reference, message, by, self._once(), revision=saw)).sentence

    async def wait(self, until: datetime) -> None:
        computed = self.computed
        while computed.at < until:
            assert computed.state is not None
            computed.at = min(CALENDAR.rings(computed.at, 1), until)
            computed.take(turns.ring(computed.state, computed.at))

    async def request(self) -> Request | None:
        return self.computed.state

    async def facts(self, after: int = 0) -> tuple[Happened, ...]:
        return self.store.history(self.computed.reference, after)

    async def notices(self, office: str) -> tuple[Notice, ...]:
        return tuple(one.notice for one in self.store.inbox(office, self.computed.at, lately=500))

    def attach(self, content: bytes, name: str) -> str:
        return self.desk.attach(content, name)

    def speaker(self, who: str) -> Speaker:
        return DIRECTORY.speaker(who)


@contextmanager
def in_memory(story: Story, folder: Path) -> Iterator[InMemory]:
    """A stage whose records lie in a folder."""
    url = f"sqlite:///{folder / 'records.db'}"
    records.migrate(url)
    with records.open(url) as store:
        yield InMemory(story, store)
