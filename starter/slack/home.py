"""App Home: what waits for somebody, overdue first, with the choices of the cards; and what they did lately."""

from datetime import datetime
from typing import Any

from channels.slack import blocks, cards
from channels.slack.blocks import Block
from channels.slack.cards import Places
from records.inbox import InTray
from starter.slack.views import FIND, INTAKE
from starter.waiting import Desktop

LAST = 6
"""Blocks that stand below the tasks, or between them and the end."""


def home(name: str, lies_before: Desktop, at: datetime, places: Places) -> dict[str, Any]:
    """The view of somebody's App Home, with as many tasks as there is room for."""
    waiting = lies_before.waiting
    body: list[Block] = [blocks.header("What waits for you")]
    body.append(blocks.words(_summed(name, lies_before)))
    body.append(
        blocks.actions(
            "home",
            [
                blocks.button("Find a request", FIND, "find"),
                blocks.button("Pass on a request", INTAKE, "intake"),
            ],
        )
    )
    shown = 0
    for one in waiting:
        task = _task(one, places, shown)
        if len(body) + len(task) + LAST > blocks.MOST_IN_VIEW:
            break
        body += task
        shown += 1
    if len(waiting) > shown:
        body.append(blocks.context(f"And {len(waiting) - shown} more; they come up as these are done."))
    body.append(blocks.divider())
    body.append(blocks.header("What you did lately"))
    body.append(blocks.ours("\n".join(_deeds(lies_before)) or "Nothing yet."))
    return {"type": "home", "blocks": body}


def _summed(name: str, lies_before: Desktop) -> str:
    number, late = len(lies_before.waiting), lies_before.overdue
    if not number:
        return f"{name}, nothing waits for you."
    tasks = "1 task waits" if number == 1 else f"{number} tasks wait"
    return f"{name}, {tasks} for you{f'; {late} overdue' if late else ''}."


def _task(one: InTray, places: Places, number: int) -> list[Block]:
    notice = one.notice.model_copy(update={"due": one.due})
    when = f"{'*Overdue* since' if one.overdue else 'Due'} {blocks.date(one.due)}" if one.due else "No date"
    card = cards.open_card(notice, places)
    # Several tasks of one fact stand on the same page: their rows get names of their own.
    rows = [
        {**row, "block_id": f"task-{number}-{place}"}
        for place, row in enumerate(card.blocks)
        if row["type"] == "actions"
    ]
    return [blocks.divider(), blocks.words(notice.headline, 500), blocks.context(when), *rows]


def _deeds(lies_before: Desktop) -> list[str]:
    found = []
    for deed in lies_before.lately:
        words = ": ".join(one.replace("-", " ") for one in (deed.kind, deed.outcome) if one)
        about = f" ({deed.asset})" if deed.asset else ""
        found.append(f"• {blocks.escaped(f'{deed.reference}{about} {words}')}, {blocks.date(deed.at)}")
    return found
