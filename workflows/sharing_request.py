"""The workflow of one request: it hears, waits, carries out and shows. What anything means is in `sharing`."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from pydantic import ValidationError

    from activities.unreadable import is_unreadable
    from sharing import commissioning, operating, turns
    from sharing.alarms import next_alarm
    from sharing.describe import describe
    from sharing.errands import Standing
    from sharing.facts import AnyFact, ClosingWished, Happened
    from sharing.messages import DecideShare, Escalate, Message, Said
    from sharing.notices import Notice
    from sharing.refused import Refused
    from sharing.request import Request
    from sharing.spoken import Spoken
    from sharing.trusting import unseal

    # Each by its own name: `from workflows import …` would go past the sandbox and load it anew for every workflow.
    from workflows.carrying_out import Errands
    from workflows.contract import WORKFLOW, Ended, Opening, Receipt
    from workflows.describing import ESCALATE, HOLD_REMINDERS, IAO_DECISION, REMIND_NOW, RETRY_DELIVERIES, SAID, SAY
    from workflows.opening import opened
    from workflows.showing import Shown, changed, shown


class Unsealed(Refused):
    """Words that no desk has sealed, so that nobody is known to have said them."""


@workflow.defn(name=WORKFLOW)
class SharingRequest:
    """One request for data, from its lodging to its end."""

    @workflow.init
    def __init__(self, given: RawValue) -> None:
        # Whole before the first message is handled: with a worker that starts late, messages come before run().
        opening = opened(given)
        self._keys = opening.keys
        self._unlodged = ""
        self._facts: list[Happened] = []
        self._untold: list[Notice] = []
        self._owed = opening.untold
        self._errands = Errands(self._happen)
        self._timer: asyncio.Task[None] | None = None
        self._armed_for: datetime | None = None
        self._woken = True
        self._shown: Shown = {}
        self._seen: Request | None = None
        self._next: datetime | None = None
        self._foreseen: tuple[bytes, datetime, Request, turns.Turn] | None = None
        if opening.carried is not None:
            self._request = opening.carried
        elif opening.rules is not None and opening.lodging is not None:
            self._request = Request(
                reference=opening.reference,
                edition=opening.edition,
                rules=opening.rules,
                calendar=opening.calendar,
            )
            try:
                self._absorb(turns.hear(self._request, opening.lodging, self._keys, workflow.now()))
            except Refused as refused:
                self._unlodged = refused.sentence
        else:
            self._unlodged = "A request is opened with its rules and a sealed lodging."

    @workflow.run
    async def run(self, given: RawValue) -> Ended:
        """Carry out what is pending, show where the request stands, wait for the next word or the next alarm."""
        if self._unlodged:
            raise ApplicationError(self._unlodged, type="Refused", non_retryable=True)
        self._errands.tell(self._owed)
        while True:
            self._look_at_the_clock()
            self._carry_out()
            if ended := self._ended():
                return ended
            if workflow.info().is_continue_as_new_suggested() and self._idle():
                self._keep_time(None)
                carried = Opening(reference=self._request.reference, keys=self._keys, carried=self._request)
                workflow.continue_as_new(carried)
            self._keep_time(self._next)
            self._woken = False
            try:
                await workflow.wait_condition(lambda: self._woken)
            except asyncio.CancelledError:
                # The biggest button in the UI. It is a wish, not a word: nobody has sealed it.
                self._absorb(turns.happen(self._request, (ClosingWished(),), workflow.now()))

    # Hears -----------------------------------------------------------------------------------------------------

    @workflow.update(description=SAY)
    def say(self, said: RawValue) -> Receipt:
        """The main door: an honest refusal never enters history, an unsealed word does."""
        try:
            turn = self._heard(said)
        except Unsealed as unsealed:
            self._absorb(turns.refuse(self._request, "update say", unsealed.sentence, workflow.now()))
            raise ApplicationError(unsealed.sentence, type="Refused", non_retryable=True) from unsealed
        except Refused as refused:
            raise ApplicationError(refused.sentence, type="Refused", non_retryable=True) from refused
        self._absorb(turn)
        return Receipt(
            reference=turn.request.reference,
            number=turn.request.number,
            revision=turn.request.revision,
            sentence=turn.sentence,
            repeated=turn.repeated,
        )

    @say.validator
    def _may_be_said(self, said: RawValue) -> None:
        try:
            self._heard(said)
        except Unsealed:
            return  # accepted, so that the handler puts it on record before it refuses
        except Refused as refused:
            raise ApplicationError(refused.sentence, type="Refused", non_retryable=True) from refused

    def _heard(self, said: RawValue) -> turns.Turn:
        """What comes of sealed speech now. Raises Unsealed, or Refused.

        The validator and the handler of an update ask the same of the same request at the same instant, so the
        second takes the first one's answer. A replay asks only once and works it out again: it is the same.
        """
        now, words = workflow.now(), said.payload.data
        if self._foreseen is not None:
            then, at, request, turn = self._foreseen
            self._foreseen = None
            if (then, at) == (words, now) and request is self._request:
                return turn
        try:
            spoken, _ = self._unsealed(said)
        except Refused as refused:
            raise Unsealed(refused.sentence) from refused
        turn = turns.hear(self._request, spoken, self._keys, now)
        self._foreseen = (words, now, self._request, turn)
        return turn

    @workflow.signal(description=SAID)
    def said(self, said: RawValue) -> None:
        """The durable door: what is refused here becomes a fact, and its speaker is told."""
        self._hear_signal("said", said, Message)

    @workflow.signal(description=IAO_DECISION)
    def iao_decision(self, said: RawValue) -> None:
        """Approve or refuse one asset."""
        self._hear_signal("iao_decision", said, DecideShare)

    @workflow.signal(description=ESCALATE)
    def escalate(self, said: RawValue) -> None:
        """Escalate one asset's decision."""
        self._hear_signal("escalate", said, Escalate)

    @workflow.signal(dynamic=True, description="Any other name: put on record as refused.")
    def unknown(self, name: str, args: Sequence[RawValue]) -> None:
        """A signal under a name that nobody listens to."""
        why = f"There is no signal {name[:60]!r}; speak through a door."
        self._absorb(turns.refuse(self._request, "signal", why, workflow.now()))

    @workflow.signal(description=REMIND_NOW)
    def remind_now(self, asked: RawValue) -> None:
        """Remind whom a task waits for, or all."""
        self._operate("remind_now", asked, operating.reminded)

    @workflow.signal(description=HOLD_REMINDERS)
    def hold_reminders(self, asked: RawValue) -> None:
        """Let reminders wait for some working days."""
        self._operate("hold_reminders", asked, operating.held)

    @workflow.signal(description=RETRY_DELIVERIES)
    def retry_deliveries(self, asked: RawValue) -> None:
        """Try at once whatever waits to be delivered again."""
        if self._operate("retry_deliveries", asked, operating.retried):
            self._errands.tell_again()

    def _operate(self, name: str, raw: RawValue, asks: operating.Asks) -> bool:
        """An operator asks for something that no seal is needed for; whether it is granted. Refused: on record."""
        now = workflow.now()
        try:
            facts = asks(self._request, operating.asked_for(raw.payload.data), now)
        except Refused as refused:
            self._absorb(turns.refuse(self._request, f"signal {name}", refused.sentence, now))
            return False
        self._absorb(turns.happen(self._request, facts, now))
        return True

    def _hear_signal(self, door: str, raw: RawValue, kind: type[Message]) -> None:
        """Nothing but Refused is caught, and nothing leaves a signal handler: an error there fails the workflow."""
        person = ""
        try:
            spoken, said = self._unsealed(raw)
            person = said.by.person
            if not isinstance(said.message, kind):
                raise Refused(f"The signal {door} does not carry a message of the kind {said.message.kind!r}.")
            self._absorb(turns.hear(self._request, spoken, self._keys, workflow.now()))
        except Refused as refused:
            why, now = refused.sentence, workflow.now()
            self._absorb(turns.refuse(self._request, f"signal {door}", why, now, person))

    def _unsealed(self, raw: RawValue) -> tuple[Spoken, Said]:
        """The sealed speech in a payload. Raises Refused for anything else."""
        if is_unreadable(raw.payload):
            raise Refused("A message came that cannot be decoded, so nobody knows its words; speak through a door.")
        try:
            spoken = Spoken.model_validate_json(raw.payload.data)
        except ValidationError as wrong:
            raise Refused("A message comes as one sealed value; speak through a door.") from wrong
        return spoken, unseal(self._request, spoken, self._keys)

    def _absorb(self, turn: turns.Turn) -> None:
        """Facts and their notices are settled here, so that no later message can change an earlier notice."""
        self._request = turn.request
        self._facts += turn.happened
        self._untold += turn.notices
        self._woken = True

    # Waits -----------------------------------------------------------------------------------------------------

    def _look_at_the_clock(self) -> None:
        """What rings by now happens; the request is shown and its next alarm found where anything has changed."""
        now = workflow.now()
        if self._seen is not self._request or (self._next is not None and self._next <= now):
            self._absorb(turns.ring(self._request, now))
            self._show()
            self._seen, self._next = self._request, next_alarm(self._request)

    def _keep_time(self, until: datetime | None) -> None:
        """One durable timer, re-armed only for an earlier alarm: one that rings too soon just looks again."""
        if until is not None and self._armed_for is not None and self._armed_for <= until:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._armed_for = until
        self._timer = asyncio.create_task(self._ring_at(until), name="next alarm") if until is not None else None

    async def _ring_at(self, until: datetime) -> None:
        await workflow.sleep(until - workflow.now(), summary=f"Next alarm {until:%a %-d %b %Y %H:%M} UTC")
        self._armed_for, self._timer, self._woken = None, None, True

    # Carries out -----------------------------------------------------------------------------------------------

    def _carry_out(self) -> None:
        if self._facts and not self._errands.keeping:
            facts, notices = tuple(self._facts), tuple(self._untold)
            self._facts, self._untold = [], []
            self._errands.keep(facts, notices, commissioning.standing(self._request))
        if not self._facts and not self._errands.keeping:
            self._errands.draft(commissioning.drafting(self._request))
            self._errands.publish(commissioning.publishing(self._request))

    def _happen(self, *facts: AnyFact) -> None:
        """An errand is done, or was in vain; or it is only over."""
        if facts:
            self._absorb(turns.happen(self._request, facts, workflow.now()))
        self._woken = True

    def _idle(self) -> bool:
        return not (self._facts or self._untold or self._errands.under_way)

    def _ended(self) -> Ended | None:
        closed = self._request.closed
        if closed is None or not self._idle():
            return None
        until = next_alarm(self._request)
        if until is not None and workflow.now() < until:
            return None  # lapsed: it may still be reopened
        return Ended(reference=self._request.reference, outcome=closed.outcome, number=self._request.number)

    # Shows -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        now = workflow.now()
        now_shown = shown(self._request, now)
        if updates := changed(self._shown, now_shown):
            workflow.upsert_search_attributes(updates)
            self._shown = now_shown
        workflow.set_current_details(describe(self._request, now))

    @workflow.query(description="Where the request stands: steps, whose turn, due dates.")
    def standing(self) -> Standing:
        """Where the request stands."""
        return commissioning.standing(self._request)

    @workflow.query(description="The whole state of the request.")
    def request(self) -> Request:
        """The whole state: the sum of its facts."""
        return self._request
