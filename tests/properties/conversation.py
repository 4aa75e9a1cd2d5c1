"""A tale whose errands and deliveries can be held back, and which checks the laws on every fact as it comes."""

from datetime import timedelta
from typing import Any

from sharing import commissioning, turns
from sharing.alarms import next_alarm
from sharing.describe import describe
from sharing.facts import Awaited, Happened, WarningDelivered
from sharing.history import fold
from sharing.messages import MESSAGES
from sharing.notices import Choice, Notice
from tests.properties.entitled import PEOPLE, holders, requester_side
from tests.properties.exemplars import Fields, Pick, fields_of, first, moment_of
from tests.properties.laws import BY_TIME, obeys
from tests.properties.memory import Memory
from tests.properties.sentences import answered
from tests.told import CALENDAR, Tale, errands


class Conversation(Tale):
    """One request, spoken to by anybody. `check` holds every law against what has happened since the last time."""

    def __init__(self) -> None:
        super().__init__()
        self.holds_errands = False
        self.memory = Memory()
        self.mirror = self.empty
        self.checked = 0
        self.noticed = 0
        self.keys: set[str] = set()

    def _take(self, turn: turns.Turn) -> str:
        if not self.holds_errands:
            return super()._take(turn)
        self.request = turn.request
        self.facts += turn.happened
        self.notices += turn.notices
        return turn.sentence

    def run_errands(self) -> None:
        """What was held back is carried out and delivered."""
        outcomes = errands(self.request)
        silence = self.request.silence
        if silence is not None and silence.delivered_at is None:
            warning = f"{self.request.reference}/{silence.number}/requester"
            outcomes.append(WarningDelivered(channel="inbox", notice=warning))
        if outcomes:
            self._take(turns.happen(self.request, outcomes, self.at))

    def rings(self, days: int, *, one_by_one: bool = True) -> None:
        """Time passes with nobody speaking; what it brings is checked, and that it brings it once."""
        for _ in range(days if one_by_one else 1):
            self.at = CALENDAR.rings(self.at, 1 if one_by_one else days) + timedelta(hours=1)
            turn = turns.ring(self.request, self.at)
            assert {one.fact.kind for one in turn.happened} <= BY_TIME, "time decides nothing"
            assert all(one.by is None for one in turn.happened), "time is nobody"
            assert not turns.ring(turn.request, self.at).happened, "what has rung does not ring again"
            upcoming = next_alarm(turn.request)
            assert upcoming is None or upcoming > self.at or turn.request.dormant, "the next alarm lies ahead"
            self._take(turn)

    # Who might speak, and with which words ---------------------------------------------------------------------

    def proper(self, task: Awaited) -> list[str]:
        """Who ought to be able to do a task, as far as office, day and side go."""
        lodged = self.request.lodged
        assert lodged is not None
        if task.office == "requester":
            side = sorted(requester_side(lodged.requester, self.request.organisations))
            people = [one for one in side if task.detail in (self.organisation(one), "") or task.what != "sign"]
            return people or side
        per_asset = task.asset if task.office in ("information-asset-owner", "third-party-owner") else None
        return holders(task.office, per_asset, self.at, self.facts)

    @staticmethod
    def organisation(person: str) -> str:
        """Where a person works."""
        return PEOPLE[person].organisation

    def open_tasks(self) -> list[Awaited]:
        """Whom the request waits for, in the order of asking; only those who were offered something to say."""
        return [task for task in self.request.awaited.values() if self.choices_for(task)]

    def choices_for(self, task: Awaited) -> tuple[Choice, ...]:
        """The choices of the latest notice that asked for this task."""
        asked = [notice for notice in self.notices if notice.task == task.key and notice.choices]
        return asked[-1].choices if asked else ()

    def filled(self, task: Awaited, choice: Choice, pick: Pick = first) -> Fields:
        """A choice's message with the fields that it still wants filled in, as a door does."""
        made = fields_of(choice.message["kind"], moment_of(self, task, pick))
        if made["kind"] == "narrow" and not choice.message.get("accept_refusal"):
            made["drop"] = self.refused_assets() or made.get("drop", [])
        if made["kind"] == "conclude-publication":
            made = {"link": "Dataset 7", "restriction": "Supplier terms."} | made
        return {**{name: made[name] for name in choice.fills if name in made}, **choice.message}

    def refused_assets(self) -> list[str]:
        """The assets that somebody refused and that are still asked for."""
        said = (*self.request.decisions.values(), *self.request.besides.values())
        keys = {asset.key for asset in self.request.assets}
        return sorted({one.asset for one in said if one.outcome == "refuse"} & keys)

    def accepts(self, by: str, fields: Fields, **given: Any) -> bool:
        """Whether somebody is heard."""
        return answered(self, by, MESSAGES.validate_python(fields), **given)

    # The laws ------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Hold the laws against everything that is new."""
        for happened in self.facts[self.checked :]:
            obeys(self.memory, happened)
            self.memory.read(happened)
            self.mirror = fold(self.mirror, (self.written_and_read(happened),))
        self.checked = len(self.facts)
        assert self.mirror == self.request, "the sum of the facts is the request"
        self._check_awaited()
        self._check_words()

    @staticmethod
    def written_and_read(happened: Happened) -> Happened:
        """A fact as the records give it back."""
        back = Happened.model_validate_json(happened.model_dump_json(exclude_unset=True))
        assert back == happened, f"{happened.fact.kind} does not come back as it went"
        assert back.digest == happened.digest
        return back

    def _check_awaited(self) -> None:
        request = self.request
        if request.closed is not None:
            assert not request.awaited, "nobody is awaited on a closed request"
            return
        errand = commissioning.drafting(request) or commissioning.publishing(request)
        assert request.awaited or errand, "an open request waits for somebody or for an errand"
        assert set(request.awaited) == {task.key for task in request.awaited.values()}

    def _check_words(self) -> None:
        assert describe(self.request, self.at).startswith(f"### {self.request.reference}")
        assert commissioning.standing(self.request).number == len(self.facts)
        for notice in self.notices[self.noticed :]:
            assert notice.key not in self.keys, f"the notice {notice.key} is told twice"
            self.keys.add(notice.key)
            self._check_choices(notice)
        self.noticed = len(self.notices)

    def _check_choices(self, notice: Notice) -> None:
        task = self.request.awaited.get(notice.task or "")
        for choice in notice.choices:
            if task is not None:
                MESSAGES.validate_python(self.filled(task, choice))

    def check_from_the_beginning(self) -> None:
        """The whole history once more: folded from nothing, and the state written and read back."""
        assert fold(self.empty, self.facts) == self.request
        written = self.request.model_dump_json(exclude_unset=True)
        assert type(self.request).model_validate_json(written) == self.request
