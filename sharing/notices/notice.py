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

    `key` is minted by the core, so that delivering twice can be noticed. `task` is the task it belongs to: once
    that task is released, its choices are void on every copy. `urgent` goes out at once, never in a digest.
    """

    key: str
    reference: str
    kind: Literal["ask", "remind", "chase", "warn", "tell"]
    office: str = ""
    asset: str | None = None
    person: str | None = None
    headline: str
    lines: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    due: AwareDatetime | None = None
    task: str | None = None
    urgent: bool = False
