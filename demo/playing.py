"""Plays a story, act by act, on any stage: in memory, or on a real server through the desk."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Protocol, assert_never

from pydantic import ValidationError

from demo import story as stories
from demo.story import (
    ANSWERS,
    STORIES,
    AnyAct,
    Choosing,
    Expected,
    Expecting,
    Lodging,
    Refusal,
    Saying,
    Speech,
    Story,
    Waiting,
)
from policy.form import Answers
from policy.schemes import SCHEMES
from policy.working_days import LONDON
from sharing.awaited import open_steps
from sharing.facts import Awaited, Happened
from sharing.messages import MESSAGES, AnswerQuestions, AnyMessage, ReviseAnswers, Speaker
from sharing.notices.notice import Choice, Notice
from sharing.refused import Refused
from sharing.request import Request
from sharing.spoken import in_words
from starter.cli.answering import hand_in

MORNING = time(10, 0)


class Broken(Exception):
    """A story that does not go as it is told; its text says at which act, and what came instead."""


class Stage(Protocol):
    """Where a story is played: one request, its people, its clock."""

    async def now(self) -> datetime:
        """What time it is there."""

    async def lodge(self, act: Lodging, answers: Answers) -> str:
        """Lodge; the sentence answered. Raises Refused."""

    async def say(self, by: str, message: AnyMessage, saw: int | None) -> str:
        """Say; the sentence answered. Raises Refused."""

    async def wait(self, until: datetime) -> None:
        """Let time pass."""

    async def request(self) -> Request | None:
        """The request, once all that was set going is done; None before it is lodged."""

    async def facts(self, after: int = 0) -> tuple[Happened, ...]:
        """What has happened, after that number."""

    async def notices(self, office: str) -> tuple[Notice, ...]:
        """What an office was told, the latest first."""

    def attach(self, content: bytes, name: str) -> str:
        """Keep a paper; its digest."""

    def speaker(self, who: str) -> Speaker:
        """A person as a speaker."""


@dataclass(frozen=True)
class Scene:
    """What came of one act. `happened` are the facts since the act before it."""

    act: AnyAct
    sentence: str
    at: datetime
    request: Request | None
    happened: tuple[Happened, ...] = ()


async def play(story: Story, stage: Stage, tell: Callable[[Scene], None] = lambda scene: None) -> None:
    """Play all acts. Raises Broken at the first that does not go as told."""
    number = 0
    for place, act in enumerate(story.acts, start=1):
        try:
            sentence = await _play(act, stage)
            request = await stage.request()
        except Refused as refused:
            raise Broken(f"{_place(story, place, act)} was refused: {refused.sentence}") from refused
        except (Broken, ValidationError) as wrong:
            words = in_words(wrong) if isinstance(wrong, ValidationError) else str(wrong)
            raise Broken(f"{_place(story, place, act)}: {words}") from wrong
        news = await stage.facts(after=number)
        number = request.number if request else 0
        tell(Scene(act, sentence, await stage.now(), request, news))


def _place(story: Story, place: int, act: AnyAct) -> str:
    speech = act.refused if isinstance(act, Refusal) else act
    words = [getattr(speech, name) for name in ("who", "says", "chooses", "lodges") if hasattr(speech, name)]
    return " ".join(map(str, [f"Story {story.key}, act {place},", *words]))


async def _play(act: AnyAct, stage: Stage) -> str:
    match act:
        case Lodging() | Saying() | Choosing():
            return await _speak(act, stage)
        case Refusal():
            return await _refused(act, stage)
        case Waiting():
            await _wait(act, stage)
        case Expecting():
            await _expect(act.expect, stage)
        case _:
            assert_never(act)
    return ""


async def _speak(act: Speech, stage: Stage) -> str:
    if isinstance(act, Lodging):
        sheet = {**stories.answers(act.lodges, act.under), **act.but}
        return await stage.lodge(act, hand_in(SCHEMES[act.under].form, sheet, ANSWERS, stage.attach))
    request = await _lodged(stage)
    message = await _message(act, request, stage)
    if isinstance(message, AnswerQuestions | ReviseAnswers):
        changes = hand_in(SCHEMES[request.rules.scheme].form, message.changes, STORIES, stage.attach)
        message = message.model_copy(update={"changes": changes})
    return await stage.say(act.who, message, act.saw)


async def _lodged(stage: Stage) -> Request:
    request = await stage.request()
    if request is None:
        raise Broken("nothing has been lodged yet")
    return request


async def _refused(act: Refusal, stage: Stage) -> str:
    try:
        sentence = await _speak(act.refused, stage)
    except Refused as refused:
        if act.because not in refused.sentence:
            raise Broken(f"refused, but not because “{act.because}”: {refused.sentence}") from refused
        return refused.sentence
    raise Broken(f"not refused, but answered “{sentence}”")


async def _wait(act: Waiting, stage: Stage) -> None:
    request = await _lodged(stage)
    day = request.calendar.rings(await stage.now(), act.wait).astimezone(LONDON)
    await stage.wait(datetime.combine(day, MORNING, LONDON))


# What is said ----------------------------------------------------------------------------------------------------


async def _message(act: Saying | Choosing, request: Request, stage: Stage) -> AnyMessage:
    if isinstance(act, Choosing):
        choice = await _choice(act, request, stage)
        return MESSAGES.validate_python({**choice.message, **act.fields})
    given = {"kind": act.says, **act.fields}
    return MESSAGES.validate_python({**_known(act, request, stage.speaker(act.who)), **given})


def _known(act: Saying, request: Request, speaker: Speaker) -> dict[str, Any]:
    """What a door would fill in by itself: the version that lies before the speaker, the round, their office."""
    agreement, entry = request.agreement, request.entry
    version = {"version": agreement.version if agreement else 0}
    office = {"office": speaker.holdings[0].office}
    match act.says:
        case "screen-agreement":
            drafted = agreement.drafted if agreement else None
            return {**version, "document": drafted.fixed_copy if drafted else "0"}
        case "sign":
            return version | office
        case "screen-entry" | "check-entry" | "publish-entry":
            return {"version": entry.drafted.version if entry else 0}
        case "answer":
            return {"round": min(request.asked, default=0)}
        case "ask" | "give-review" | "decide" | "seek-departure":
            return office
        case _:
            return {}


async def _choice(act: Choosing, request: Request, stage: Stage) -> Choice:
    offered: list[Choice] = []
    for holding in stage.speaker(act.who).holdings:
        for notice in await stage.notices(holding.office):
            mine = notice.asset is None or not holding.assets or notice.asset in holding.assets
            if mine and notice.task in request.awaited and act.about in (None, notice.asset):
                offered += notice.choices
    for choice in offered:
        if choice.label == act.chooses:
            return choice
    labels = ", ".join(dict.fromkeys(choice.label for choice in offered)) or "nothing"
    raise Broken(f"{act.who}'s inbox does not offer “{act.chooses}”; it offers {labels}")


# What is expected ------------------------------------------------------------------------------------------------


async def _expect(expected: Expected, stage: Stage) -> None:
    request = await _lodged(stage)
    for name, found in stands(request).items():
        wanted = getattr(expected, name)
        if isinstance(wanted, tuple):
            wanted = tuple(sorted(wanted))
        if wanted is not None and wanted != found:
            raise Broken(f"expected {name} {wanted}, found {found}")
    counts: Counter[str] = Counter(one.fact.kind for one in await stage.facts())
    for kind, times in expected.happened.items():
        if counts[kind] != times:
            raise Broken(f"expected {times} × {kind}, found {counts[kind]} among {dict(counts)}")
    for office, words in expected.told.items():
        told = [notice.headline for notice in await stage.notices(office)]
        if not any(words in headline for headline in told):
            raise Broken(f"expected “{words}” to be told to {office}; it was told {told}")


def stands(request: Request) -> dict[str, Any]:
    """How a request stands, in the words of a story's expectations."""
    return {
        "state": request.state,
        "revision": request.revision,
        "steps": tuple(sorted(step.key for step in open_steps(request))),
        "awaited": tuple(sorted({_whom(task) for task in request.awaited.values()})),
        "still": tuple(sorted(_whom(task) for task in request.awaited.values() if task.stopped_at is not None)),
    }


def _whom(task: Awaited) -> str:
    return f"{task.office}/{task.asset}" if task.asset else task.office
