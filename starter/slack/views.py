"""Forms and the pages that answer them. What a form was opened for travels in its private metadata: routing only."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from channels.slack import blocks
from channels.slack.blocks import Block
from policy.titles import as_name, as_words
from sharing.facts import Awaited
from sharing.notices import Choice
from sharing.refused import Refused
from sharing.request import Request
from starter.filling import Blank
from starter.filling.drawing import REPEATED
from starter.slack.inputs import inputs, too_long

SAY = "say"
ASSIGNING = "assigning"
DECLARING = "declaring"
FIND = "find"
INTAKE = "intake"
MORE_ROWS = "more-rows"
MOST_ROWS = 8
MOST_LINES = 30
TITLE = 24

BY_SIGN_IN = "An exception is not granted by a click. It takes a fresh sign-in, or the command line."

View = dict[str, Any]


class Routing(NamedTuple):
    """What a form was opened for: the request, the task, the message of the choice, the revision seen, open rows."""

    reference: str
    task: str
    message: Mapping[str, Any]
    revision: int = 0
    rows: Mapping[str, int] = {}

    def packed(self) -> str:
        """As private metadata, of at most 3,000 characters."""
        carried = {
            "r": self.reference,
            "t": self.task,
            "m": dict(self.message),
            "v": self.revision,
            "w": dict(self.rows),
        }
        return json.dumps(carried, separators=(",", ":"), ensure_ascii=False)


def routing(text: str) -> Routing | None:
    """What a button or form leads to; None for what we have not written."""
    try:
        carried = json.loads(text)
        message, rows = carried.get("m") or {}, carried.get("w") or {}
        if not (isinstance(message, dict) and isinstance(rows, dict)):
            return None
        counted = {str(name): min(MOST_ROWS, max(1, int(number))) for name, number in rows.items()}
        return Routing(str(carried["r"]), str(carried.get("t") or ""), message, int(carried.get("v") or 0), counted)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def form(
    title: str, submit: str, callback: str, metadata: str, body: Sequence[Block], *, closing: str = "Cancel"
) -> View:
    """A form with a button that submits it."""
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "title": blocks.plain(title, TITLE),
        "submit": blocks.plain(submit, TITLE),
        "close": blocks.plain(closing, TITLE),
        "blocks": list(body),
    }


def page(title: str, *sentences: str, body: Sequence[Block] = ()) -> View:
    """A page that answers, with nothing to submit."""
    paragraphs = [blocks.words(sentence) for sentence in sentences if sentence]
    return {
        "type": "modal",
        "title": blocks.plain(title, TITLE),
        "close": blocks.plain("Close", TITLE),
        "blocks": [*paragraphs, *body][: blocks.MOST_IN_VIEW],
    }


def saying(request: Request, task: Awaited, choice: Choice, drawn: Sequence[Blank], rows: Mapping[str, int]) -> View:
    """The form of a choice: what is being said, on what, and its blanks."""
    metadata = Routing(request.reference, task.key, choice.message, request.revision, rows)
    asset = request.asset(task.asset)
    facts = [
        ("Request", blocks.escaped(f"{request.reference}, revision {request.revision}")),
        ("As", blocks.escaped(request.rules.title(task.office))),
    ]
    if asset is not None:
        facts.append(("Asset", blocks.escaped(asset.title)))
    body: list[Block] = [blocks.fields(facts), *inputs(drawn)]
    for name, label in REPEATED.items():
        if name in choice.fills and rows.get(name, 1) < MOST_ROWS and _has_room(body, drawn, name):
            body.append(blocks.actions(f"rows-{name}", [blocks.button(label, MORE_ROWS, name)]))
    if not drawn:
        body.append(blocks.words(f"You say: {choice.label}. It stays on record with your name."))
    made = form(choice.label, choice.label, SAY, metadata.packed(), body)
    if too_long(drawn) or not _is_shown(made):
        raise Refused(
            "This form holds more than Slack shows, and half of it would say something else. Say it at the command "
            f"line: starter say {request.reference} {choice.message['kind']} --help"
        )
    return made


def _is_shown(view: View) -> bool:
    """Whether Slack takes a form as it is."""
    size = len(json.dumps(view).encode())
    return (
        len(view["blocks"]) <= blocks.MOST_IN_VIEW
        and len(view["private_metadata"]) <= blocks.METADATA
        and size <= blocks.LARGEST_VIEW
    )


def _has_room(body: Sequence[Block], drawn: Sequence[Blank], name: str) -> bool:
    """Whether a form has rows of that name, and can take one more of them, its heading and the button."""
    row = [blank for blank in drawn if blank.path.startswith(f"{name}.1.")]
    return bool(row) and len(body) + len(row) + 2 <= blocks.MOST_IN_VIEW


def assigning(reference: str, task: str) -> View:
    """The form that gives a task to another holder of its office."""
    body: list[Block] = [
        blocks.words("Only a holder of the office can act. The task moves at once, and its clock goes on."),
        {
            "type": "input",
            "block_id": "to",
            "label": blocks.plain("To whom", blocks.LABEL),
            "element": {"type": "users_select", "action_id": "to"},
        },
    ]
    return form("Reassign", "Reassign", ASSIGNING, Routing(reference, task, {}).packed(), body)


def declaring(reference: str, task: str) -> View:
    """The form that declares a conflict of interest."""
    body = [
        blocks.words("You will not be asked about this request again, and nobody can act in your stead."),
        *inputs((Blank("reason", "Your interest in this request"),)),
    ]
    return form("Conflict of interest", "Declare it", DECLARING, Routing(reference, task, {}).packed(), body)


def details(request: Request, answers: Sequence[tuple[str, str]], described: Sequence[str]) -> View:
    """The request for one viewer: where it stands, and the answers. Words of the requester are plain text."""
    body: list[Block] = [blocks.header(f"{request.reference}, revision {request.revision}")]
    body += (blocks.words(line) for line in described[:MOST_LINES])
    body.append(blocks.divider())
    room = (blocks.MOST_IN_VIEW - len(body) - 1) // 2
    for key, text in answers[:room]:
        body.append(blocks.ours(f"*{blocks.escaped(as_words(key))}*"))
        body.append(blocks.words(text, 700))
    if len(answers) > room or len(described) > MOST_LINES:
        body.append(blocks.context(f"There is more: `starter show {blocks.escaped(request.reference)} --full`"))
    return page("Details", body=body)


def task_words(request: Request, task: Awaited) -> str:
    """A task in a line: the step, the office, the asset."""
    step = request.rules.step(task.step)
    title = step.title if step else as_words(task.what)
    return f"{title}: {as_name(task.office)}{f' ({task.asset})' if task.asset else ''}"
