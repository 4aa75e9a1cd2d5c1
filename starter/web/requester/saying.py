"""Whatever else a requester may say: what a task offers them (sign, go on without), and to withdraw or reopen."""

import asyncio
import secrets
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from starlette.responses import Response

from policy.value import canonical, digest
from sharing.authority import REQUESTER
from sharing.facts import Awaited
from sharing.notices import Choice
from sharing.notices.choices import choices
from sharing.refused import Refused
from sharing.request import Request
from starter.desk import PENDING
from starter.filling import Blank, Filled, Misfilled, blanks, filled_message, placed
from starter.recorded import recorded_up_to
from starter.web.pages import Pages, Who
from starter.web.requester.mine import speaking
from starter.web.requester.telling import title_of_asset
from starter.web.visiting import Visit, act_of

pages = Pages()

TEMPLATE = "requester/say.html"
OVER = (
    "This was not recorded: what you wanted to say is not asked for any more. Look at where the request stands now."
)

ALWAYS = Choice(label="Withdraw the request", message={"kind": "withdraw"}, fills=("reason",), style="danger")
LESS = Choice(label="Leave out some of the data", message={"kind": "narrow"}, fills=("drop", "reason"))
REOPENING = Choice(label="Take the request up again", message={"kind": "reopen"}, fills=("reason",), style="primary")

WORDS = {
    "sign": "You sign this version of the agreement for your organisation. Read it first. Your name, the time and "
    "the fixed copy that you signed stay on record.",
    "withdraw": "The request ends. Everything that was said stays on record; if you want the data later, send a new "
    "request.",
    "narrow": "The request becomes a new revision without what you leave out, and those who have to look at it again "
    "are asked.",
    "reopen": "The request goes on where it stood when it lapsed.",
}
"""What comes of it, by the kind of message."""


class Opening(NamedTuple):
    """Something that may be said now: a choice, the task that offers it (None: none has to), and its name here."""

    choice: Choice
    task: Awaited | None

    @property
    def key(self) -> str:
        """Its name in addresses: another version of an agreement, say, has another one."""
        task = self.task.key if self.task else ""
        return digest(canonical({"task": task, "label": self.choice.label, "says": self.choice.message}))[:16]

    @property
    def kind(self) -> str:
        """The kind of its message."""
        return str(self.choice.message["kind"])


def openings(visit: Visit, request: Request) -> tuple[Opening, ...]:
    """What the visitor may say besides answering, as far as the request asks for it."""
    return tuple(_openings(visit, request))


def _openings(visit: Visit, request: Request) -> Iterator[Opening]:
    if request.dormant:
        yield Opening(REOPENING, None)
    if request.closed is not None:
        return
    for task in sorted(request.awaited.values(), key=lambda one: one.due):
        if task.office != REQUESTER:
            continue
        for choice in choices(request, task):
            # Questions have a page of their own, and another organisation signs for itself.
            theirs = choice.message.get("organisation", visit.person.organisation) == visit.person.organisation
            if theirs and choice.message["kind"] not in ("answer", "withdraw"):
                yield Opening(choice, task)
    narrowing = any(task.what == "narrow" for task in request.awaited.values())
    if len(request.assets) > 1 and request.agreement is None and not narrowing:
        yield Opening(LESS, None)
    yield Opening(ALWAYS, None)


@pages.get("/requests/{reference}/say/{choice}", Who.SIGNED_IN)
def ask(visit: Visit) -> Response:
    """A choice: what comes of it, and what it still wants."""
    request = speaking(visit)
    opening = _opening(visit, request)
    if opening is None:
        return visit.goto(f"/requests/{request.reference}", OVER)
    drawn = _blanks(visit, request, opening)
    return visit.page(TEMPLATE, **_values(request, opening, drawn, {}, secrets.token_urlsafe(16)))


@pages.post("/requests/{reference}/say/{choice}", Who.SIGNED_IN)
async def say(visit: Visit) -> Response:
    """Say it."""
    request = await asyncio.to_thread(speaking, visit)
    place, once = f"/requests/{request.reference}", act_of(visit.form)
    if f"{visit.person.key}:{once}" in request.heard:
        return visit.goto(place, "This had been recorded already; it counts once.")
    opening = _opening(visit, request)
    if opening is None:
        texts = [visit.form.one(name) for name in visit.form.names() if name != "once"]
        return visit.page("requester/over.html", 409, request=request, sentence=OVER, texts=texts)
    drawn = await asyncio.to_thread(_blanks, visit, request, opening)
    filled = _filled(visit, drawn)
    values = _values(request, opening, drawn, filled, once.removeprefix("web-"))
    try:
        message = filled_message(opening.choice, drawn, filled)
        receipt = await visit.on.desk.say(request.reference, message, visit.person.key, once, request.revision)
    except Misfilled as wrong:
        return visit.wrong(TEMPLATE, {path or "send": text for path, text in wrong.faults.items()}, **values)
    except Refused as refused:
        return visit.wrong(TEMPLATE, _beside(refused.sentence, drawn), **values)
    if receipt.sentence != PENDING:
        await recorded_up_to(visit.on.records, receipt.reference, receipt.number)
    return visit.goto(place, receipt.sentence)


def _opening(visit: Visit, request: Request) -> Opening | None:
    return next((one for one in openings(visit, request) if one.key == visit.part("choice")), None)


def _blanks(visit: Visit, request: Request, opening: Opening) -> tuple[Blank, ...]:
    form = visit.on.records.scheme(request.rules.digest).form
    return blanks(request, opening.task, opening.choice, form)


def _filled(visit: Visit, drawn: Sequence[Blank]) -> Filled:
    return {
        blank.path: visit.form.many(blank.path) if blank.kind == "many" else visit.form.one(blank.path)
        for blank in drawn
    }


def _beside(sentence: str, drawn: Sequence[Blank]) -> dict[str, str]:
    """A refusal beside the blank that it names; at the button where it names none."""
    names = {blank.path.split(".")[-1].casefold() for blank in drawn} | {blank.label.casefold() for blank in drawn}
    if any(name in sentence.casefold() for name in names):
        return dict(placed(sentence, drawn))
    return {"send": sentence}


def _values(request: Request, opening: Opening, drawn: Sequence[Blank], filled: Filled, once: str) -> dict[str, Any]:
    return {
        "request": request,
        "opening": opening,
        "blanks": drawn,
        "filled": filled,
        "once": once,
        "words": WORDS.get(opening.kind, ""),
        "refused": [
            title_of_asset(request, one.asset) for one in request.decisions.values() if one.outcome == "refuse"
        ],
    }
