"""What is said about people, tasks and clocks: it moves work, never a decision."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from policy.value import Key, LongKey, Words
from sharing.messages.speaking import Message


class DeclareConflict(Message):
    """The speaker has an interest and will not act on this request."""

    kind: Literal["declare-conflict"] = "declare-conflict"
    reason: Words


class Assign(Message):
    """A task of an office is given to one of its holders."""

    doing: ClassVar[str] = "assign"
    kind: Literal["assign"] = "assign"
    office: Key
    asset: Key | None = None
    to: Key


class NameHolder(Message):
    """The office's head, or the Council, names somebody to act for an office, until a day, with a reason."""

    doing: ClassVar[str] = "name a holder"
    kind: Literal["name-holder"] = "name-holder"
    office: Key
    asset: Key | None = None
    person: Key
    until: date
    reason: Words


class Assure(Message):
    """Independent assurance against the policy, by somebody who did not advise."""

    doing: ClassVar[str] = "assure"
    kind: Literal["assure"] = "assure"
    finding: Words
    satisfied: bool


class MarkUrgent(Message):
    """Clocks are halved, with a reason. No seat and no gate falls away."""

    doing: ClassVar[str] = "mark as urgent"
    kind: Literal["mark-urgent"] = "mark-urgent"
    reason: Words


class ExtendClock(Message):
    """An operator gives a task more working days, with a reason."""

    doing: ClassVar[str] = "extend a clock"
    kind: Literal["extend-clock"] = "extend-clock"
    task: LongKey
    days: Annotated[int, Field(ge=1, le=60)]
    reason: Words


class Chase(Message):
    """An operator reminds whom a task waits for."""

    doing: ClassVar[str] = "chase"
    kind: Literal["chase"] = "chase"
    task: LongKey


class PauseClocks(Message):
    """An operator stops all clocks of the request, with a reason."""

    doing: ClassVar[str] = "pause the clocks"
    kind: Literal["pause-clocks"] = "pause-clocks"
    reason: Words


class ResumeClocks(Message):
    """An operator lets the clocks run again."""

    doing: ClassVar[str] = "resume the clocks"
    kind: Literal["resume-clocks"] = "resume-clocks"


class CloseRequest(Message):
    """An operator closes a request before the first signature, with a reason. It decides nothing."""

    doing: ClassVar[str] = "close"
    kind: Literal["close"] = "close"
    reason: Words
