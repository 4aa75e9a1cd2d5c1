"""How a choice is put: a button's words, and the message that choosing it says."""

from typing import Any

from sharing.facts import Awaited
from sharing.notices.notice import Choice

Offers = tuple[Choice, ...]


def says(label: str, kind: str, fills: tuple[str, ...] = (), style: str = "", **fields: Any) -> Choice:
    """A choice that says a message of this kind. `fills` are its fields that are left open; None is left out."""
    message = {"kind": kind, **{name: value for name, value in fields.items() if value is not None}}
    return Choice.model_validate({"label": label, "message": message, "fills": fills, "style": style})


def seat(task: Awaited) -> dict[str, Any]:
    """In which seat a task is answered."""
    return {"office": task.office, "asset": task.asset}
