"""A notice as a card. It carries reference, office, asset and due date; details open in a form, for one viewer."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from channels.slack import blocks
from channels.slack.blocks import Block
from policy.titles import as_name
from sharing.notices.notice import Choice, Notice

CHOOSE = "choose"
DETAILS = "details"
ASSIGN = "assign"
CONFLICT = "conflict"
"""What the buttons of a card are called. A number is added to `choose`, of which there are several."""

REQUESTER = "requester"

BY_SIGN_IN = frozenset({("decide-departure", "grant")})
"""What no click may say: the kind of the message and its outcome. It takes a fresh sign-in."""

WORDS_ON_A_CARD = 600
MOST_LINES = 20


class Card(NamedTuple):
    """What a message is posted with. Screen readers read only `text`."""

    text: str
    blocks: list[Block]


class Places(NamedTuple):
    """Where things can be looked at; an empty address is none. `temporal` is the UI's list of workflows."""

    web: str = ""
    temporal: str = ""


class Ended(NamedTuple):
    """How a task ended: in which words, by whom (a name), and at which instant."""

    words: str
    by: str
    at: datetime


def needs_sign_in(message: dict[str, Any]) -> bool:
    """Whether a message is too grave for a click."""
    return (str(message.get("kind")), str(message.get("outcome"))) in BY_SIGN_IN


def value_of(notice: Notice, choice: Choice | None) -> str:
    """What a button carries: where it leads, and the message it would say. Nobody's authority is in it."""
    carried: dict[str, Any] = {"r": notice.reference, "t": notice.task, "n": notice.number}
    if choice is not None:
        carried["m"] = choice.message
    return json.dumps(carried, separators=(",", ":"), ensure_ascii=False)


def open_card(notice: Notice, places: Places, reminded: bool = False) -> Card:
    """The card while its task waits, or of a notice that only tells."""
    if not notice.reference:
        return _digest(notice)
    made = [blocks.header(notice.headline), blocks.fields(_facts(notice))]
    if reminded:
        made.append(blocks.context("*Reminder:* this still waits for you."))
    if notice.kind not in ("ask", "remind"):
        made += [blocks.words(line, WORDS_ON_A_CARD) for line in notice.lines[:8]]
    made += _buttons(notice)
    made.append(blocks.context(*_links(notice, places)))
    return Card(_spoken(notice), made)


def ended_card(notice: Notice, ended: Ended, places: Places) -> Card:
    """The card once its task is over: no buttons; how, by whom, when."""
    by = f" by {ended.by}" if ended.by else ""
    outcome = f"{ended.words[:1].upper()}{ended.words[1:]}{by}"
    made = [
        blocks.header(notice.headline),
        blocks.fields(_facts(notice, due=False)),
        blocks.ours(f"*{blocks.escaped(outcome)}*, {blocks.date(ended.at)}"),
        blocks.context(*_links(notice, places)),
    ]
    spoken = f"{notice.headline}. Over: {outcome}, {blocks.day(ended.at)}. Nothing more is asked of you."
    return Card(blocks.escaped(spoken), made)


def reminder(notice: Notice, places: Places) -> Card:
    """What stands below a card that still waits. It has no buttons: those are on the card."""
    made = [
        blocks.ours("*Reminder:* the card above still waits for you."),
        blocks.fields(_facts(notice)),
        blocks.context(*_links(notice, places)),
    ]
    return Card(_spoken(notice.model_copy(update={"choices": ()})), made)


def _digest(notice: Notice) -> Card:
    """The daily digest: about no single request, and answered in App Home."""
    lines = notice.lines[:MOST_LINES]
    made = [blocks.header(notice.headline), *(blocks.words(f"• {line}", WORDS_ON_A_CARD) for line in lines)]
    made.append(blocks.context("Answer in the Home tab of this app, or on the cards above."))
    return Card(blocks.escaped(". ".join((notice.headline, *lines))) + ".", made)


def _facts(notice: Notice, due: bool = True) -> list[tuple[str, str]]:
    found = [("Request", blocks.escaped(notice.reference))]
    if notice.office:
        found.append(("Office", blocks.escaped(as_name(notice.office))))
    if notice.asset:
        found.append(("Asset", blocks.escaped(notice.asset)))
    if due and notice.due:
        found.append(("Due", blocks.date(notice.due)))
    return found


def _buttons(notice: Notice) -> list[Block]:
    if not notice.choices:
        return []
    if notice.office == REQUESTER:
        # Who asks for data answers with whole texts and papers, for which a form in Slack has no room.
        return [blocks.ours("You answer on the request's page, through the link in your letters.")]
    clicks = [choice for choice in notice.choices if not needs_sign_in(choice.message)]
    beside = [blocks.button("Details", DETAILS, value_of(notice, None), tells=f"Details of {notice.reference}")]
    beside += (
        blocks.button("Reassign", ASSIGN, value_of(notice, None), tells="Give this to another holder"),
        blocks.button("I have a conflict", CONFLICT, value_of(notice, None), tells="Declare a conflict"),
    )
    rows = [blocks.actions(f"beside-{notice.number}", beside)]
    if clicks:
        made = [_button(notice, choice, place) for place, choice in enumerate(clicks)]
        rows.insert(0, blocks.actions(f"choices-{notice.number}", made))
    if len(clicks) < len(notice.choices):
        command = f"starter say {notice.reference} decide-departure --help"
        sentence = (
            "An exception is not granted by a click. It takes a fresh sign-in, on the request's page or at the "
            f"command line: `{blocks.escaped(command)}`."
        )
        rows.insert(0, blocks.ours(sentence))
    return rows


def _button(notice: Notice, choice: Choice, place: int) -> Block:
    refusal = choice.style == "danger"
    sure = f"{choice.label} on {notice.reference}? You give your reasons next, and nothing is said before."
    return blocks.button(
        choice.label,
        f"{CHOOSE}-{place}",
        value_of(notice, choice),
        style=choice.style,
        tells=f"{choice.label}, {notice.reference}",
        confirm=blocks.confirm("Are you sure?", sure, "Go on") if refusal else None,
    )


def _links(notice: Notice, places: Places) -> list[str]:
    found = [f"Data sharing request {blocks.escaped(notice.reference)}"]
    if places.web:
        found.append(blocks.link(f"{places.web}/requests/{notice.reference}", "The request's page"))
    if places.temporal:
        found.append(blocks.link(f"{places.temporal}/{notice.reference}", "In the Temporal UI"))
    return found


def _spoken(notice: Notice) -> str:
    """All that matters in plain words, for who hears the card instead of seeing it; no mention can hide in it."""
    parts = [notice.headline]
    if notice.office:
        parts.append(f"For {as_name(notice.office)}{f', {notice.asset}' if notice.asset else ''}")
    if notice.due:
        parts.append(f"Due {blocks.day(notice.due)}")
    if notice.kind not in ("ask", "remind"):
        parts += [blocks.cut(line, WORDS_ON_A_CARD) for line in notice.lines[:8]]
    labels = [choice.label for choice in notice.choices if not needs_sign_in(choice.message)]
    labels = [] if notice.office == REQUESTER else labels
    if labels:
        parts.append(f"You may choose: {', '.join(labels)}")
    return blocks.escaped(". ".join(part.rstrip(".") for part in parts)) + "."
