"""What is said to an office or a person: a headline, lines, and choices that carry the message they say."""

from typing import Any, Literal

from pydantic import AwareDatetime

from policy.value import Stored


class Choice(Stored):
    """An answer that a notice offers. `message` is the message it says; `fills` names the fields it still wants."""

    label: str
    message: dict[str, Any]
    fills: tuple[str, ...] = ()
    style: Literal["", "primary", "danger"] = ""


class Notice(Stored):
    """Words for one office (of one asset), or for one person. No channel is named, and no personal data is in it.

    `key` is minted by the core, so that delivering twice can be noticed; `number` is the fact's that caused it.
    `topic` is what it is about: the kind of task that is asked for, or the kind of fact that is told. `task` is the
    task it belongs to: once that task is released, its choices are void on every copy, and a notice of the kind
    `settle` says so: by whom and at which instant; of which office, the task's name says. `urgent` goes out at once,
    never in a digest.

    Of an office's holders, those in `barred` would be refused and are not asked; those in `also` were named for
    this request; where the task is `assigned` to one of them, only they are asked.
    """

    key: str
    number: int = 0
    reference: str
    kind: Literal["ask", "remind", "chase", "warn", "tell", "settle"]
    topic: str = ""
    office: str = ""
    asset: str | None = None
    person: str | None = None
    barred: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    assigned: str = ""
    headline: str
    lines: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    due: AwareDatetime | None = None
    task: str | None = None
    urgent: bool = False
    by: str = ""
    at: AwareDatetime | None = None
