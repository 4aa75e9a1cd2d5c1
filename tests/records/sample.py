"""Facts and standings to keep, in few words."""

from datetime import UTC, datetime, timedelta
from typing import Any

from policy.form import Filing
from sharing.errands import Keeping, Publishing, Standing
from sharing.facts import AnyFact, Awaited, AwaitedChanged, By, Chased, Decided, Happened, Lodged, OpinionGiven
from sharing.messages import Asset, Organisation, Settling, ShareCondition
from sharing.notices.notice import Choice, Notice
from sharing.spoken import Spoken

MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
"""The instant at which the sample request is lodged."""

DEATHS = Asset(key="deaths", title="Registered deaths, England and Wales")
CENSUS = Asset(key="census-2021", title="Census 2021 microdata")
LEEDS = Organisation(key="university-of-leeds", type="university", title="University of Leeds")


def speech(number: int, reference: str = "ONS-2026-0001") -> Spoken:
    """Sealed words of their own for each fact of each request."""
    said = {"reference": reference, "once": f"a-{number}", "words": "Zoë’s “data” — ½"}
    return Spoken(said=said, key_id="desk", signature="c2lnbmVk")


def lodged() -> Lodged:
    """What every request begins with."""
    return Lodged(
        filing=Filing(digest="0" * 64, clear={"natural-persons": "yes", "uses": ("linkage", "tables")}),
        requester="rae",
        organisation=LEEDS.key,
        assets=(DEATHS, CENSUS),
        organisations=(LEEDS,),
    )


def a_task(office: str = "legal", asset: str | None = None, due: datetime | None = None, **more: Any) -> Awaited:
    """An open task of an office, due in ten days."""
    return Awaited(
        step="reviews", office=office, what="review", asset=asset, since=MONDAY, due=due or MONDAY + timedelta(10),
        days=10, **more,
    )  # fmt: skip


def opinion(words: str = "Section 39(4) of the Act is open to the University.") -> OpinionGiven:
    """A fact with inner values."""
    return OpinionGiven(
        task="reviews/legal",
        office="legal",
        revision=1,
        verdict="support-with-conditions",
        parts={"gateway": words},
        settles={"legislation": Settling(verdict="met", evidence="s.39(4)(g) SRSA 2007")},
        conditions=(ShareCondition(key="training", text="All users are accredited.", due=MONDAY.date()),),
        gateways=("srsa-39-4-g",),
    )


def decided(outcome: str = "approve") -> Decided:
    """The owner's word on the deaths."""
    return Decided.model_validate(
        {"office": "owner", "asset": "deaths", "outcome": outcome, "revision": 1, "reasons": "As advised."}
    )


def happened(number: int, fact: AnyFact, by: By | None = None, **more: Any) -> Happened:
    """A fact, one minute after the one before."""
    return Happened(number=number, at=MONDAY + timedelta(minutes=number), by=by, fact=fact, **more)


def some(numbers: range, told: str = "head") -> tuple[Happened, ...]:
    """Facts with these numbers; the first of all is the lodging. `told` makes them differ."""
    return tuple(
        happened(1, lodged(), By(person="rae", office="requester"), speech=speech(1))
        if number == 1
        else happened(number, Chased(task="reviews/legal", nth=number, told=told))
        for number in numbers
    )


STORY = (
    happened(1, lodged(), By(person="rae", office="requester"), speech=speech(1)),
    happened(2, AwaitedChanged(asked=(a_task(), a_task("owner", "deaths", again=True)), released=("x",))),
    happened(3, opinion(), By(person="lou", office="legal", for_person="lena"), speech=speech(3)),
    happened(4, decided(), By(person="ivo", office="owner"), speech=speech(4)),
    happened(5, Chased(task="reviews/legal", nth=1, told="head")),
)
"""A short history with facts of several shapes."""


def standing(number: int, reference: str = "ONS-2026-0001", **more: Any) -> Standing:
    """Where the sample request stands."""
    told: dict[str, Any] = {
        "reference": reference, "scheme": "ons-onward-sharing", "number": number, "revision": 1, "state": "open",
        "steps": ("reviews",), "requester": "rae", "organisations": (LEEDS,), "assets": (DEATHS, CENSUS),
        "lodged_at": MONDAY, "at": MONDAY + timedelta(minutes=number), "awaited": (a_task(),),
    }  # fmt: skip
    return Standing(**{**told, **more})


def keeping(
    facts: tuple[Happened, ...], run: str = "run-1", reference: str = "ONS-2026-0001", **more: Any
) -> Keeping:
    """Facts to keep, and where the request stands after them."""
    number = facts[-1].number if facts else 0
    facts = said_in(reference, facts)
    return Keeping(reference=reference, run=run, facts=facts, standing=standing(number, reference, **more))


def said_in(reference: str, facts: tuple[Happened, ...]) -> tuple[Happened, ...]:
    """The sample's facts as said to that request: a seal is good for one request."""
    if reference == "ONS-2026-0001":
        return facts
    ours = {one.number for one in facts if one.speech is not None and "words" in one.speech.said}
    return tuple(
        one.model_copy(update={"speech": speech(one.number, reference)}) if one.number in ours else one
        for one in facts
    )


def a_notice(key: str, task: str | None = "reviews/legal", **more: Any) -> Notice:
    """A notice to Legal Services that asks for a review."""
    told: dict[str, Any] = {
        "key": key, "reference": "ONS-2026-0001", "kind": "ask", "office": "legal", "task": task,
        "headline": "Give your opinion on ONS-2026-0001", "lines": ("Two assets.", "Due in 10 working days."),
        "choices": (Choice(label="Review", message={"kind": "give-review"}, fills=("parts",), style="primary"),),
        "due": MONDAY + timedelta(10),
    }  # fmt: skip
    return Notice(**{**told, **more})


def an_entry(version: int = 1, reference: str = "ONS-2026-0001", **fields: str) -> Publishing:
    """A register entry."""
    told = {"title": "Deaths after discharge", "lay-summary": "We link, “carefully”.\nThen we count.", **fields}
    return Publishing(
        reference=reference, scheme="ons-onward-sharing", published_on="transparency-register", version=version,
        schema_version="1", at=MONDAY, fields={key.replace("_", "-"): text for key, text in told.items()},
    )  # fmt: skip
