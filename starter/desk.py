"""The desk: where every door hands in what people say. It alone signs, and it alone knows the workflow."""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from temporalio.client import (
    Client,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from policy.form import Answers, file, gaps, sheet, unfit
from policy.scheme import Rules, Scheme
from policy.value import canonical, digest
from policy.working_days import Calendar, local_day
from records import OnceTaken, SqlRecords
from records.outbox import Lodging
from records.reading import Listed
from sharing.errands import Standing
from sharing.facts import Happened
from sharing.history import fold
from sharing.messages import AnyMessage, Assign, Lodge, Said, Speaker
from sharing.refused import Refused
from sharing.request import HOST, Request
from sharing.spoken import Spoken, said_digest, seal
from starter.assigning import can_be_given
from starter.filing import filed
from starter.handing_over import hand_over
from starter.linking import linked
from starter.naming import named
from starter.rehearsing import rehearse
from starter.unreached import Unreached
from wiring.directory import Directory
from wiring.sealing import SealingKey
from workflows.contract import EDITION, TASK_QUEUE, WORKFLOW, Opening, Receipt, workflow_id

Clock = Callable[[], datetime]
OPENED_WITH = "opened-with"
"""The memo that says by its digest with which lodging a workflow was started."""

_AWAY = "The server cannot be reached; say it again if {} has not heard it."

PENDING = "We have what you said and are still recording it; you will be told if it cannot be heard."


def utc_now() -> datetime:
    """The clock of the doors."""
    return datetime.now(UTC)


class Desk:
    """Lodges, says, shows. Doors prove who speaks; the desk seals it; the core decides."""

    def __init__(
        self,
        client: Client,
        records: SqlRecords,
        directory: Directory | Callable[[], Directory],
        key: SealingKey,
        schemes: Mapping[str, Scheme],
        calendar: Callable[[datetime], Calendar],
        *,
        clock: Clock = utc_now,
        patience: timedelta = timedelta(seconds=2),
        task_queue: str = TASK_QUEUE,
        pinned: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        self._client = client
        self._records = records
        self._directory = directory
        self._key = key
        self._schemes = schemes
        self._calendar = calendar
        self._clock = clock
        self._patience = patience
        self._task_queue = task_queue
        self._pinned = pinned or (lambda: key.known)

    @property
    def directory(self) -> Directory:
        """Who holds which office, as the directory says now."""
        return self._directory if isinstance(self._directory, Directory) else self._directory()

    async def lodge(
        self,
        scheme: str,
        answers: Answers,
        by: str,
        once: str,
        *,
        source: str = "form",
        on_behalf_of: str | None = None,
        reconsiders: str = "",
        signposted: tuple[str, ...] = (),
    ) -> Receipt:
        """Receive a request: records first, then the workflow. Raises Refused with every gap at once."""
        at, plan = self._clock(), self.scheme(scheme)
        speaker = self.directory.speaker(by)
        faults = unfit(plan.form, answers) if source != "form" else gaps(plan.form, answers)
        if faults:
            raise Refused("\n".join(gap.sentence for gap in faults[:60]))
        rules = plan.pinned()
        asks = self.directory.speaker(on_behalf_of) if on_behalf_of else speaker
        own: str | None = asks.organisation
        if source != "form" and self.directory.organisation(asks.organisation).type == HOST:
            own = None  # staff pass on what came from a body that the answers name
        sheet_names = named(plan, self._records.catalogue_of(plan), answers, self.directory, own, at)
        message = Lodge.model_validate(
            {
                "filing": file(plan.form, answers, rules.reads),
                **sheet_names,
                "source": source,
                "on_behalf_of": on_behalf_of,
                "signposted": signposted,
                **linked(self._records, reconsiders, sheet_names["organisations"], sheet_names["assets"]),
            }
        )
        hand_over(self._records, plan, message.way, f"{speaker.person}:{once}")
        rehearse(rules, message, speaker, at)
        self._records.put_scheme(rules.digest, plan)
        self._records.put(sheet(answers), "answers.json")
        lodging = Lodging(
            scheme=plan.key,
            prefix=plan.prefix,
            year=local_day(at).year,
            requester=speaker.person,
            once=once,
            content=digest(canonical({"sheet": message.filing.digest, "source": source, "reconsiders": reconsiders})),
        )
        try:
            kept = self._records.lodge(lodging, lambda ref: self._opening(ref, rules, message, speaker, once, at))
        except OnceTaken as taken:
            raise Refused(str(taken)) from taken
        await self._start(kept.reference, kept.opening)
        sentence = f"Your request is received; its reference is {kept.reference}."
        return Receipt(reference=kept.reference, number=1, revision=1, sentence=sentence)

    def _opening(
        self, reference: str, rules: Rules, message: Lodge, speaker: Speaker, once: str, at: datetime
    ) -> str:
        said = Said(reference=reference, once=once, revision=0, at=at, message=message, by=speaker)
        opening = Opening(
            reference=reference,
            rules=rules,
            calendar=self._calendar(at),
            keys=dict(self._pinned()),
            lodging=seal(said, self._key.id, self._key.private),
            edition=EDITION,
        )
        return opening.model_dump_json(exclude_unset=True)

    async def start_the_unstarted(self) -> int:
        """Start what was lodged while no server answered; how many. Called when a door opens."""
        waiting = self._records.unstarted()
        for kept in waiting:
            with contextlib.suppress(Refused):  # it keeps waiting, and holds up no other
                await self._start(kept.reference, kept.opening)
        return len(waiting)

    async def _start(self, reference: str, opening: str) -> None:
        """Start the workflow and tick the lodging. Without a server the lodging waits in the records."""
        try:
            await self._client.start_workflow(
                WORKFLOW,
                Opening.model_validate_json(opening),
                id=workflow_id(reference),
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=f"Data sharing request {reference}",
                memo={OPENED_WITH: digest(opening.encode())},
            )
        except WorkflowAlreadyStartedError:
            await self._is_the_same(reference, opening)
        except (RPCError, RuntimeError):
            return  # no server, or none that can start it now: the lodging is on record and is started later
        self._records.started(reference)

    async def _is_the_same(self, reference: str, opening: str) -> None:
        """Raises Refused where the server has another request under that reference: records put back from a backup
        give references out again. The lodging stays unstarted, so that nobody takes the one for the other."""
        try:
            described = await self._client.get_workflow_handle(workflow_id(reference)).describe()
            found = await described.memo_value(OPENED_WITH, "")
        except (RPCError, RuntimeError):
            raise Refused("The server cannot be reached; the request is on record and is started later.") from None
        if found != digest(opening.encode()):
            raise Refused(
                f"Your request is on record, but the server has another one as {reference}: the records are older "
                "than the server. The operator has to restore them before anything goes on."
            )

    async def say(
        self, reference: str, message: AnyMessage, by: str, once: str, revision: int | None = None
    ) -> Receipt:
        """Say something to a request. `revision` is what the speaker saw; None takes the newest on record.

        Raises Refused with the core's sentence. Where no worker answers in time, the words go as a durable signal.
        """
        if revision is None:
            known = self._known(reference)
            revision = known.revision if known else 1
        speaker, at = self.directory.speaker(by), self._clock()

        def names(scheme: Scheme, answers: Answers, own: str, before: Answers) -> dict[str, object]:
            return named(scheme, self._records.catalogue_of(scheme), answers, self.directory, own or None, at, before)

        if isinstance(message, Assign):
            can_be_given(message, self.recorded(reference), self.directory, at)
        message = await filed(self._records, lambda: self.view(reference), names, message)
        said = Said(reference=reference, once=once, revision=revision, at=at, message=message, by=speaker)
        return await self.hand_in(reference, seal(said, self._key.id, self._key.private))

    async def hand_in(self, reference: str, spoken: Spoken) -> Receipt:
        """Hand sealed words to a request, this desk's own or the root's. Raises Refused, or Unreached."""
        handle: WorkflowHandle[object, object] = self._client.get_workflow_handle(workflow_id(reference))
        try:
            receipt: Receipt = await handle.execute_update(
                "say", spoken, id=said_digest(spoken), result_type=Receipt, rpc_timeout=self._patience
            )
            return receipt
        except WorkflowUpdateFailedError as failed:
            raise _refusal(failed, reference) from failed
        except WorkflowUpdateRPCTimeoutOrCancelledError:
            return await self._leave_word(handle, spoken, reference)
        except RPCError as wrong:
            if wrong.status is RPCStatusCode.NOT_FOUND:
                known = self._known(reference)
                if known is None or known.state == "open":
                    raise Refused(f"{reference} is received, but not started yet; say it again later.") from wrong
                raise Refused(f"{reference} has ended ({known.state}); nothing more can be said.") from wrong
            raise Unreached(_AWAY.format(reference)) from wrong
        except RuntimeError as wrong:  # a client that has never yet reached its server
            raise Unreached(_AWAY.format(reference)) from wrong

    async def _leave_word(self, handle: WorkflowHandle[object, object], spoken: Spoken, reference: str) -> Receipt:
        try:
            await handle.signal("said", spoken, rpc_timeout=self._patience * 5)
        except RPCError as wrong:
            raise Unreached(_AWAY.format(reference)) from wrong
        known = self._known(reference)
        number, revision = (known.number, known.revision) if known else (0, 1)
        return Receipt(reference=reference, number=number, revision=revision, sentence=PENDING)

    def _known(self, reference: str) -> Listed | None:
        """The request on record; None for one that is lodged and about to be. Raises Refused for any other."""
        known = self._records.request(reference)
        if known is None:
            try:
                self._records.lodging(reference)
            except LookupError:
                raise Refused(f"There is no request {reference[:40]!r} on record; `list` shows them.") from None
        return known

    def scheme(self, key: str) -> Scheme:
        """The scheme of that key. Raises Refused for an unknown one."""
        scheme = self._schemes.get(key)
        if scheme is None:
            raise Refused(f"There is no scheme {key[:60]!r}; there are {', '.join(self._schemes)}.")
        return scheme

    async def view(self, reference: str) -> Request:
        """The request as it stands: from its workflow, or from the records where no worker answers."""
        self._known(reference)
        handle = self._client.get_workflow_handle(workflow_id(reference))
        try:
            seen: Request = await handle.query("request", result_type=Request, rpc_timeout=self._patience)
            return seen
        except (RPCError, RuntimeError, WorkflowQueryFailedError):
            return self.recorded(reference)

    def recorded(self, reference: str, history: Iterable[Happened] | None = None) -> Request:
        """The request as the records have it: the sum of the facts kept so far, or of this `history` of it."""
        return fold(self._records.opened(reference), self._records.history(reference) if history is None else history)

    def attach(self, content: bytes, name: str) -> str:
        """Keep a document in the records; its digest is what an answer refers to it by."""
        return self._records.put(content, name)

    async def standing(self, reference: str) -> Standing:
        """Where a request stands, as its workflow says."""
        handle = self._client.get_workflow_handle(workflow_id(reference))
        standing: Standing = await handle.query("standing", result_type=Standing, rpc_timeout=self._patience)
        return standing


def _refusal(failed: WorkflowUpdateFailedError, reference: str) -> Refused:
    cause = failed.cause
    if isinstance(cause, ApplicationError) and cause.type == "Refused":
        return Refused(cause.message)
    if isinstance(cause, ApplicationError) and cause.type == "AcceptedUpdateCompletedWorkflow":
        return Refused(f"{reference} ended at this very moment; look at how, nothing was changed by you.")
    return Refused(f"{reference} could not hear this now; say it again. It is unchanged. ({cause})")
