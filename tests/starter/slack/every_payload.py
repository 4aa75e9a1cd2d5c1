"""Everything that we ever show in Slack, made of every notice and task there is, as it is and as long as it gets."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, NamedTuple

from channels.slack import cards
from channels.slack.blocks import MOST_IN_VIEW, TYPED
from channels.slack.cards import Ended
from policy.value import LONGEST_TEXT, LONGEST_WORDS
from records.inbox import InTray
from records.reading import Deed
from sharing.facts import Awaited
from sharing.notices import Choice, Notice
from sharing.refused import Refused
from starter.filling import Blank, Misfilled, Option, blanks
from starter.slack import finding, views
from starter.slack.home import home
from starter.slack.speaking import PENDING
from starter.waiting import Desktop
from tests import people
from tests.sharing.every_task import OTHER_MOMENTS, ask_of, every_task
from tests.sharing.every_word import MOMENTS, told
from tests.starter.slack.workplace import PLACES
from tests.told import Tale
from wiring.directory import Directory, RegisteredAsset

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
HOSTILE = "<!channel> *Approved* <https://evil.example|Open the request> & `x` "
FORM = people.SCHEME.form


class Payload(NamedTuple):
    """Something that is sent to Slack: what it is called here, its surface, and itself."""

    name: str
    surface: Literal["message", "modal", "home"]
    content: dict[str, Any]


def long(most: int) -> str:
    """A hostile text of so many characters."""
    return (HOSTILE * (most // len(HOSTILE) + 1))[:most]


def every_payload() -> Iterator[Payload]:
    """All of them."""
    for notice in every_notice():
        yield from _messages(notice)
        yield from _messages(stretched(notice))
    yield from _forms()
    yield from _homes()
    yield from _pages()


@cache
def every_notice() -> tuple[Notice, ...]:
    """Every notice of every moment, and of the months of silence after it; one for each key and headline."""
    tales = [told(moment) for moment in MOMENTS] + [make() for make in OTHER_MOMENTS.values()]
    ended = [told("entry-checked").fork(), Tale().at_decision()]
    ended[0].say("cleo", people.publish())
    ended[1].say("gwen", people.decided(outcome="refuse"))
    silent = [tale.fork().wait(70) for tale in tales]
    found = {
        (one.kind, one.topic, one.office, one.headline): one
        for tale in (*tales, *ended, *silent)
        for one in tale.notices
    }
    return tuple(found.values())


def stretched(notice: Notice) -> Notice:
    """The notice with every text as long as the core admits, and every name as long as a name gets."""
    key = "k" * 80
    choices = tuple(
        one.model_copy(update={"label": long(200), "message": _message(one.message)}) for one in notice.choices
    )
    return notice.model_copy(
        update={
            "headline": long(LONGEST_WORDS),
            "lines": (long(LONGEST_TEXT),) * 60,
            "office": notice.office and key,
            "asset": notice.asset and key,
            "task": notice.task and "/".join([key] * 4),
            "choices": choices,
            "due": notice.due or AT,
        }
    )


def _message(message: dict[str, Any]) -> dict[str, Any]:
    return {name: said if name == "kind" else _stretched(said) for name, said in message.items()}


def _stretched(said: Any) -> Any:
    if isinstance(said, dict):
        return {f"{name}{'k' * (80 - len(name))}": value for name, value in said.items()}
    return f"{said}{'k' * (80 - len(said))}" if isinstance(said, str) and len(said) < 60 else said


def _messages(notice: Notice) -> Iterator[Payload]:
    if notice.kind == "settle":
        return
    made = {"open": cards.open_card(notice, PLACES)}
    if notice.kind == "ask":
        ended = Ended(long(200), long(100), AT)
        made["reminded"] = cards.open_card(notice, PLACES, reminded=True)
        made["over"] = cards.ended_card(notice, ended, PLACES)
        made["over without a name"] = cards.ended_card(notice, Ended("withdrawn", "", AT), cards.Places())
        made["reminder"] = cards.reminder(notice, PLACES)
    for name, card in made.items():
        yield Payload(
            f"{name}: {notice.key} {notice.headline[:60]}", "message", {"text": card.text, "blocks": card.blocks}
        )


# Forms ---------------------------------------------------------------------------------------------------------


def forms() -> Iterator[tuple[Tale, Awaited, Choice]]:
    """Every choice of every kind of task that staff are offered."""
    for tale, task in every_task().values():
        if task.office != "requester":
            for choice in ask_of(tale, task).choices:
                if not cards.needs_sign_in(choice.message):
                    yield tale, task, choice


def _forms() -> Iterator[Payload]:
    for tale, task, choice in forms():
        for rows in (1, views.MOST_ROWS):
            counted = dict.fromkeys(("conditions", "questions"), rows)
            drawn = blanks(tale.request, task, choice, FORM, counted)
            name = f"{task.what}: {choice.label}, {rows} rows"
            yield Payload(name, "modal", views.saying(tale.request, task, choice, drawn, counted))
            said = choice.model_copy(update={"label": long(200), "message": _message(choice.message)})
            longest = [_longest(blank) for blank in drawn]
            with contextlib.suppress(Refused):
                yield Payload(f"{name}, longest", "modal", views.saying(tale.request, task, said, longest, counted))


def _longest(blank: Blank) -> Blank:
    """A blank with everything that the rules may put there as long as it gets; texts stand there at full length."""
    options = tuple(Option(option.key, long(500)) for option in blank.options)
    given = long(min(TYPED, blank.most)) if blank.kind in ("text", "line") else blank.given
    return blank._replace(
        label=long(5_000), hint=long(5_000), options=options, given=given, group=blank.group and long(400)
    )


# App Home and pages --------------------------------------------------------------------------------------------


def _homes() -> Iterator[Payload]:
    asks = [notice for notice in every_notice() if notice.kind == "ask"]
    for name, notices in (("nothing", []), ("all", asks), ("all, longest", [stretched(one) for one in asks])):
        trays = tuple(
            InTray(notice=one, told_at=AT, open=True, due=AT if place % 3 else None, overdue=place % 2 == 1)
            for place, one in enumerate(notices)
        )
        deed = Deed(reference="ONS-2027-000001", kind="k" * 80, at=AT, outcome="k" * 80, asset="k" * 80)
        yield Payload(f"home with {name}", "home", home(long(200), Desktop(trays, (deed,) * 10), AT, PLACES))


def _pages() -> Iterator[Payload]:
    request = told("advised").request
    crowd = Directory(
        people=(),
        organisations=(),
        assets=tuple(RegisteredAsset(key=f"asset-{place:03}", title=long(300)) for place in range(350)),
    )
    answers = [(f"{'k' * 76}{place}", long(LONGEST_TEXT)) for place in range(90)]
    for described in (2, 70):
        shown = views.details(request, answers, [long(LONGEST_WORDS)] * described)
        yield Payload(f"details, {described} lines", "modal", shown)
    yield Payload("details of nothing", "modal", views.details(request, [("methods", "")], []))
    yield Payload("find", "modal", finding.find_form())
    yield Payload("pass on", "modal", finding.referral_form(people.DIRECTORY))
    yield Payload("pass on, many assets", "modal", finding.referral_form(crowd))
    yield Payload("reassign", "modal", views.assigning(request.reference, "/".join(["k" * 80] * 4)))
    yield Payload("conflict", "modal", views.declaring(request.reference, "/".join(["k" * 80] * 4)))
    for sentence in (
        PENDING,
        views.BY_SIGN_IN,
        Refused(long(LONGEST_TEXT)).sentence,
        str(Misfilled({"a": "Wrong."})),
    ):
        yield Payload(f"page: {sentence[:30]}", "modal", views.page("Not possible", sentence))
    empty = Desktop((), ())
    body = home("Asha", empty, AT, PLACES)["blocks"]
    yield Payload("what waits, by the command", "modal", views.page("Data sharing", body=body))


__all__ = ["MOST_IN_VIEW", "Payload", "every_notice", "every_payload", "forms", "long", "stretched"]
