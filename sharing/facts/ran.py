"""Facts about people, tasks and clocks, and about what could not be heard or delivered."""

from typing import Literal

from pydantic import AwareDatetime

from sharing.facts.happening import Awaited, Fact, Named, Rescheduled


class AwaitedChanged(Fact):
    """Whom the request waits for has changed: tasks asked, released, stopped, running again."""

    kind: Literal["awaited-changed"] = "awaited-changed"
    asked: tuple[Awaited, ...] = ()
    released: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    resumed: tuple[Rescheduled, ...] = ()


class ConflictDeclared(Fact):
    """A person has an interest and acts no more on this request."""

    kind: Literal["conflict-declared"] = "conflict-declared"
    person: str
    reason: str


class Assigned(Fact):
    """A task was given to one holder of its office."""

    kind: Literal["assigned"] = "assigned"
    office: str
    asset: str | None = None
    to: str


class HolderNamed(Fact):
    """Somebody may act for an office until a day."""

    kind: Literal["holder-named"] = "holder-named"
    named: Named
    reason: str


class AssuranceGiven(Fact):
    """Somebody who did not advise checked the request against the policy."""

    kind: Literal["assurance-given"] = "assurance-given"
    finding: str
    satisfied: bool


class MarkedUrgent(Fact):
    """Allowances asked from now on are halved."""

    kind: Literal["marked-urgent"] = "marked-urgent"
    reason: str


class ClockExtended(Fact):
    """A task has until another instant, for a reason. `reminded`: so many of its reminders lie in the past now."""

    kind: Literal["clock-extended"] = "clock-extended"
    task: str
    due: AwareDatetime
    reminded: int = 0
    reason: str


class ClocksPaused(Fact):
    """All clocks of the request stand still."""

    kind: Literal["clocks-paused"] = "clocks-paused"
    reason: str


class ClocksResumed(Fact):
    """The clocks run again."""

    kind: Literal["clocks-resumed"] = "clocks-resumed"


class Reminded(Fact):
    """A task's office was reminded: the `nth` time, or by an operator (nth 0)."""

    kind: Literal["reminded"] = "reminded"
    task: str
    nth: int


class RemindersHeld(Fact):
    """An operator lets reminders wait until an instant (UTC). Nobody's name stands behind it: it moves no right."""

    kind: Literal["reminders-held"] = "reminders-held"
    until: AwareDatetime


class DeliveriesRetried(Fact):
    """An operator had every delivery tried at once that waited for its next attempt."""

    kind: Literal["deliveries-retried"] = "deliveries-retried"


class Chased(Fact):
    """A late task was reported up the line. The right to act has not moved."""

    kind: Literal["chased"] = "chased"
    task: str
    nth: int
    told: str


class StallReported(Fact):
    """Signatures are late: the decider was told."""

    kind: Literal["stall-reported"] = "stall-reported"


class LapseWarned(Fact):
    """The requester is being warned that silence will close the request."""

    kind: Literal["lapse-warned"] = "lapse-warned"


class WarningDelivered(Fact):
    """The warning reached the requester; only from now on can the request lapse."""

    kind: Literal["warning-delivered"] = "warning-delivered"
    channel: str
    notice: str


class NoticeUndelivered(Fact):
    """A notice could not be delivered: not at all, or not by the channel meant for it and so by another `instead`."""

    kind: Literal["notice-undelivered"] = "notice-undelivered"
    notice: str
    why: str
    instead: str = ""


class MessageRefused(Fact):
    """Something was said that could not be heard: refused, unreadable, unsealed or under an unknown name."""

    kind: Literal["message-refused"] = "message-refused"
    door: str
    why: str
    person: str = ""


class ClosingWished(Fact):
    """Somebody pressed Request Cancellation. It closes nothing; a sealed word is needed."""

    kind: Literal["closing-wished"] = "closing-wished"
