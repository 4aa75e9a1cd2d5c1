"""A request after each step of the road, and beside it: whom it waits for there, written down by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests import people
from tests.properties.exemplars import Fields
from tests.properties.roads import (
    CENSUS,
    CHECKER,
    COUNCIL,
    DEATHS,
    EXPERT,
    GROUP,
    HOSPITAL,
    OFFICER,
    OWNER,
    SCREENER,
    SECRETARY,
    SERVICE,
    TRAVEL,
    advised_tale,
    agreed_tale,
    approved_tale,
    checked_tale,
    complex_tale,
    conditional_tale,
    conflicted_tale,
    drafted_tale,
    entered_tale,
    escalated_tale,
    exception_sought_tale,
    half_signed_tale,
    in_doubt_tale,
    informed_tale,
    lapsed_tale,
    lodged_tale,
    partly_refused_tale,
    passed_tale,
    paused_tale,
    published_tale,
    questioned_tale,
    reviewed_tale,
    screened_tale,
    termed_tale,
    third_party_tale,
    third_screened_tale,
    to_publication_tale,
    triaged_tale,
    unowned_tale,
)
from tests.told import Tale

Seat = tuple[str, str | None]


@dataclass(frozen=True)
class Stage:
    """A place on the road. `awaits` are the messages that are waited for, and from which office (for which asset);
    `also` are others that may be said, `words` what is said otherwise than usual. `asked` have a question out;
    `asking` are those who may ask, where their tasks are named otherwise.

    `open_gate`: whether the gate of administrative use is still closed, so that its exception can be asked for.
    """

    tale: Callable[[], Tale]
    awaits: dict[str, tuple[Seat, ...]] = field(default_factory=dict)
    also: dict[str, tuple[Seat, ...]] = field(default_factory=dict)
    asked: tuple[Seat, ...] = ()
    asking: tuple[Seat, ...] = ()
    words: dict[str, Fields] = field(default_factory=dict)
    assets: tuple[str, ...] = (DEATHS,)
    open_gate: bool = False
    signed: bool = False
    agreed: bool = False
    closed: bool = False
    paused: bool = False


PANEL: tuple[Seat, ...] = tuple((office, None) for office in people.PANEL)
INFORMS: dict[str, tuple[Seat, ...]] = {"give-review": ((OWNER, DEATHS),)}
"""The owner may say again, and otherwise, what they said about their asset: a new revision."""

DRAFTS: dict[str, tuple[Seat, ...]] = {**INFORMS, "draft-agreement": ((SERVICE, None),)}
EXEMPTS: dict[str, tuple[Seat, ...]] = {"exempt-entry": ((SCREENER, None),)}

STAGES: dict[str, Stage] = {
    "lodged": Stage(lodged_tale, {"screen": ((SERVICE, None),)}, open_gate=True),
    "screened": Stage(screened_tale, {"give-review": ((OWNER, DEATHS),)}, open_gate=True),
    "in doubt": Stage(in_doubt_tale, {"give-review": ((EXPERT, DEATHS),)}, INFORMS, open_gate=True),
    "informed": Stage(informed_tale, {"triage": ((GROUP, None),)}, INFORMS, open_gate=True),
    "triaged": Stage(triaged_tale, {"give-review": PANEL}, INFORMS, open_gate=True),
    "with a third party": Stage(
        third_party_tale,
        {"give-review": (*PANEL, ("third-party-owner", HOSPITAL))},
        {"give-review": ((OWNER, HOSPITAL),)},
        assets=(HOSPITAL,),
        open_gate=True,
    ),
    "questioned": Stage(
        questioned_tale,
        {"give-review": PANEL, "answer": (("requester", None),)},
        INFORMS,
        asked=(("legal", None),),
        open_gate=True,
    ),
    "conflicted": Stage(conflicted_tale, {"give-review": PANEL}, INFORMS, open_gate=True),
    "paused": Stage(paused_tale, {"give-review": PANEL}, INFORMS, open_gate=True, paused=True),
    "reviewed": Stage(reviewed_tale, {"propose-terms": ((SERVICE, None),)}, INFORMS, open_gate=True),
    "with terms": Stage(
        termed_tale, {"advise": ((GROUP, None),)}, {**INFORMS, "propose-terms": ((SERVICE, None),)}, open_gate=True
    ),
    "advised": Stage(advised_tale, {"decide": ((OWNER, DEATHS),), "escalate": ((OWNER, DEATHS),)}, INFORMS),
    "escalated": Stage(
        escalated_tale,
        {"decide": ((COUNCIL, DEATHS),), "escalate": ((COUNCIL, DEATHS),)},
        INFORMS,
        words={"escalate": {"to": OFFICER}},
    ),
    "complex": Stage(
        complex_tale, {"decide": ((OWNER, DEATHS), (OFFICER, DEATHS)), "escalate": ((OWNER, DEATHS),)}, INFORMS
    ),
    "of nobody's asset": Stage(
        unowned_tale,
        {"decide": ((COUNCIL, TRAVEL),), "escalate": ((COUNCIL, TRAVEL),)},
        {"give-review": ((COUNCIL, TRAVEL),)},
        words={"escalate": {"to": OFFICER}},
        assets=(TRAVEL,),
    ),
    "seeking an exception": Stage(
        exception_sought_tale,
        {
            "decide-departure": ((SECRETARY, None),),
            "decide": ((OWNER, DEATHS),),
            "escalate": ((OWNER, DEATHS),),
        },
        INFORMS,
        words={"decide": {"outcome": "refuse", "conditions": []}},
    ),
    "partly refused": Stage(
        partly_refused_tale,
        {"narrow": (("requester", None),)},
        {"give-review": ((OWNER, DEATHS), (OWNER, CENSUS))},
        assets=(DEATHS, CENSUS),
    ),
    "approved": Stage(approved_tale, {"draft-agreement": ((SERVICE, None),)}, INFORMS),
    "drafted": Stage(drafted_tale, {"screen-agreement": ((GROUP, None),)}, DRAFTS),
    "conditional": Stage(
        conditional_tale, {"verify-condition": (("security", DEATHS),)}, DRAFTS, asking=(("security", None),)
    ),
    "passed": Stage(passed_tale, {"sign": (("requester", None), (OWNER, DEATHS))}, DRAFTS),
    "half signed": Stage(half_signed_tale, {"sign": ((OWNER, DEATHS),)}, signed=True),
    "agreed": Stage(agreed_tale, {"draft-entry": ((SERVICE, None),)}, EXEMPTS, signed=True, agreed=True),
    "entered": Stage(entered_tale, {"screen-entry": ((SCREENER, None),)}, EXEMPTS, signed=True, agreed=True),
    "third screened": Stage(
        third_screened_tale, {"check-entry": ((CHECKER, None),)}, EXEMPTS, signed=True, agreed=True
    ),
    "checked": Stage(checked_tale, {"publish-entry": ((CHECKER, None),)}, EXEMPTS, signed=True, agreed=True),
    "published": Stage(published_tale, closed=True),
    "to be published instead": Stage(
        to_publication_tale, {"conclude-publication": ((SERVICE, None),)}, asking=((SERVICE, DEATHS),)
    ),
    "lapsed": Stage(lapsed_tale, {"reopen": (("requester", None),)}, closed=True),
}
"""The road, and what stands beside it."""

__all__ = [
    "CENSUS",
    "CHECKER",
    "COUNCIL",
    "DEATHS",
    "EXPERT",
    "GROUP",
    "HOSPITAL",
    "OFFICER",
    "OWNER",
    "SCREENER",
    "SECRETARY",
    "SERVICE",
    "STAGES",
    "TRAVEL",
    "Seat",
    "Stage",
]
