"""Who may say what, at each place of the road: exactly the right people, worked out apart from the core."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from policy.working_days import local_day
from sharing.decide import decide
from sharing.facts import Happened
from sharing.messages import MESSAGES, AnyMessage, Holding, Said, Speaker
from sharing.refused import Refused
from tests import people
from tests.properties.entitled import IN_PERSON, OUTSIDE, VERSION
from tests.properties.exemplars import MAKERS, OFFICES, Moment, fields_of
from tests.properties.laws import EXCLUDING, OPINION_ROLES, roles_of
from tests.properties.sentences import must_be_clear
from tests.properties.stages import COUNCIL, DEATHS, GROUP, OFFICER, OWNER, SCREENER, SERVICE, STAGES, Seat, Stage
from tests.told import Tale

WITH_OFFICE = ("ask", "give-review", "decide", "sign", "seek-departure", "assign", "name-holder")
PER_ASSET = frozenset({OWNER, "third-party-owner"})
HEADS = {"legal": "head-of-legal-and-data-services", SERVICE: "head-of-onward-sharing-service"}
HEADS |= {SCREENER: "head-of-legal-and-data-services"}
ROLES_OF_WORDS = {
    "screen": ("first-screener",),
    "triage": ("osdg-adviser",),
    "advise": ("osdg-adviser",),
    "screen-agreement": ("osdg-adviser",),
    "decide": ("decider",),
    "escalate": ("decider",),
    "decide-departure": ("decider",),
    "draft-entry": ("register-drafter",),
    "screen-entry": ("third-screener",),
    "exempt-entry": ("third-screener",),
    "assure": ("assurer",),
}


def _holding(office: str, **given: object) -> Holding:
    return Holding.model_validate({"office": office, "since": date(2020, 1, 1), **given})


def _everywhere(**given: object) -> tuple[Holding, ...]:
    return tuple(_holding(office, **given) for office in OFFICES)


ODD_PEOPLE = (
    Speaker(person="stranger", organisation="ons", acknowledged=VERSION),
    Speaker(person="retired", organisation="ons", acknowledged=VERSION, holdings=_everywhere(until="2026-12-31")),
    Speaker(person="appointed", organisation="ons", acknowledged=VERSION, holdings=_everywhere(since="2028-01-01")),
    Speaker(person="careless", organisation="ons", holdings=_everywhere()),
    Speaker(person="insider", organisation="university-of-wexbridge", acknowledged=VERSION, holdings=_everywhere()),
    Speaker(
        person="stand-in",
        organisation="ons",
        acknowledged=VERSION,
        holdings=_everywhere(until="2030-01-01", for_person="nobody"),
    ),
    Speaker(person="undated", organisation="ons", acknowledged=VERSION, holdings=_everywhere(for_person="nobody")),
    Speaker(person="elsewhere", organisation="ons", acknowledged=VERSION, holdings=_everywhere(assets=("another",))),
)
"""People who hold every office: no longer, not yet, without acknowledging, for the requester, in another's stead."""

SPEAKERS = (*(people.DIRECTORY.speaker(person.key) for person in people.DIRECTORY.people), *ODD_PEOPLE)


# What ought to be ------------------------------------------------------------------------------------------------


def in_stead(speaker: Speaker, office: str, asset: str | None, day: date) -> list[str | None]:
    """In whose stead a speaker holds an office that day, for that asset."""
    return [
        one.for_person
        for one in speaker.holdings
        if one.office == office
        and one.since <= day
        and (one.until is None or day <= one.until)
        and (one.for_person is None or one.until is not None)
        and (asset is None or not one.assets or asset in one.assets)
    ]


def may(tale: Tale, speaker: Speaker, seat: Seat, roles: tuple[str, ...] = ()) -> bool:
    """Whether a speaker may act for an office, on an asset where it has one, in these roles."""
    office, asset = seat
    bodies = set(tale.request.organisations)
    if office == "requester":
        asks = any(one.office == "requester" for one in speaker.holdings)
        return speaker.person == "rae" or (asks and speaker.organisation in bodies)
    if speaker.organisation in bodies or (office not in OUTSIDE and speaker.acknowledged != VERSION):
        return False
    steads = in_stead(speaker, office, asset, local_day(tale.at))
    if not steads or (office in IN_PERSON and None not in steads):
        return False
    acting = {speaker.person} | ({steads[0]} if None not in steads else set())
    conflicted = {one.fact.person for one in tale.facts if one.fact.kind == "conflict-declared"}
    return not acting & conflicted and not _excluded(acting, roles, tale.facts)


def _excluded(acting: set[str | None], roles: tuple[str, ...], facts: list[Happened]) -> bool:
    others = {b for a, b in EXCLUDING if a in roles} | {a for a, b in EXCLUDING if b in roles}
    return any(
        one.by is not None
        and others.intersection(roles_of(one))
        and acting & {one.by.person, one.by.for_person} - {None}
        for one in facts
    )


def seats_of(stage: Stage, kind: str, seat: Seat) -> tuple[Seat, ...]:
    """The offices any one of which may say a message of that kind now; `seat` is the office that it names."""
    office, asset = seat
    if stage.closed:
        return stage.awaits.get(kind, ())
    match kind:
        case "declare-conflict":
            return tuple((one, None) for one in OFFICES if one not in OUTSIDE)
        case "assign":
            if office in ("third-party-owner", OWNER) and asset not in stage.assets:
                return ()
            return ((office, asset), *((one, None) for one in (HEADS.get(office), SERVICE) if one))
        case "name-holder":
            named = office not in OUTSIDE and office not in IN_PERSON
            return tuple((one, None) for one in (HEADS.get(office), COUNCIL) if one) if named else ()
        case "mark-urgent":
            return ((GROUP, None),)
        case "extend-clock" | "chase" | "pause-clocks" | "resume-clocks":
            idle = stage.paused != (kind == "resume-clocks") and kind.endswith("clocks")
            return () if idle else (("operator", None),)
        case "close":
            return () if stage.signed else (("operator", None),)
        case "assure":
            return ((SCREENER, None),)
        case "withdraw":
            return () if stage.agreed else (("requester", None),)
        case "revise":
            return () if stage.signed else (("requester", None),)
        case "seek-departure":
            if not stage.open_gate or office not in (SERVICE, GROUP, COUNCIL, OFFICER, OWNER):
                return ()
            return tuple((OWNER, one) for one in stage.assets) if office == OWNER else (seat,)
        case "ask":
            return (seat,) if seat in _answerable(stage) and seat not in stage.asked else ()
        case _:
            return _said_by(stage, kind, seat)


def _answerable(stage: Stage) -> set[Seat]:
    waiting = set(stage.asking) or {seat for seats in stage.awaits.values() for seat in seats}
    return {seat for seat in waiting if seat[0] != "requester"}


def _said_by(stage: Stage, kind: str, seat: Seat) -> tuple[Seat, ...]:
    seats = (*stage.awaits.get(kind, ()), *stage.also.get(kind, ()))
    return tuple(one for one in seats if one == seat) if kind in WITH_OFFICE else seats


def roles_in(kind: str, seat: Seat) -> tuple[str, ...]:
    """The roles in which a message of that kind is said."""
    return OPINION_ROLES.get(seat[0], ()) if kind == "give-review" else ROLES_OF_WORDS.get(kind, ())


# What is ---------------------------------------------------------------------------------------------------------


def words(stage: Stage) -> Iterator[tuple[str, Seat, AnyMessage]]:
    """A good message of every kind, from every office that it can name, about every asset that is asked for."""
    tale = stage.tale()
    for kind in MAKERS:
        if kind == "narrow" and len(stage.assets) == 1:
            continue
        for seat in _seats_to_try(stage, kind):
            office, asset = seat
            if kind == "give-review" and office not in (
                *people.PANEL,
                OWNER,
                COUNCIL,
                "communications",
                "disclosure-control",
                "third-party-owner",
            ):
                continue
            fields = fields_of(kind, Moment(tale, office=office, asset=asset))
            yield kind, seat, MESSAGES.validate_python(fields | stage.words.get(kind, {}))


def _seats_to_try(stage: Stage, kind: str) -> list[Seat]:
    if kind not in WITH_OFFICE:
        return [("", stage.assets[0] if kind in ("escalate", "conclude-publication") else None)]
    if kind in ("assign", "name-holder"):
        return [("legal", None), (GROUP, None), (SCREENER, None), ("third-party-owner", None)]
    if kind == "seek-departure":
        return [(office, None) for office in OFFICES]
    per_asset = {OWNER, "third-party-owner", "disclosure-control", COUNCIL, OFFICER}
    seats: list[Seat] = []
    for office in OFFICES:
        assets = stage.assets if kind == "decide" or office in per_asset else (None,)
        seats += [(office, asset) for asset in assets]
        if kind == "ask":
            seats += [(office, None)] if None not in assets else [(office, DEATHS)]
    return seats


def heard(tale: Tale, speaker: Speaker, message: AnyMessage, at: datetime) -> bool:
    """Whether the core hears it. What it refuses, it refuses with a sentence."""
    request = tale.request
    said = Said(reference=request.reference, once="x", revision=request.revision, at=at, message=message, by=speaker)
    try:
        decide(request, said, at)
    except Refused as refused:
        must_be_clear(refused.sentence)
        return False
    return True


@pytest.mark.requirement("ONS-016", "ONS-021", "ONS-047", "ONS-049", "ONS-063", "ONS-068", "ONS-089", "ONS-090")
@pytest.mark.parametrize("name", STAGES)
def test_exactly_the_right_people_are_heard(name: str) -> None:
    stage = STAGES[name]
    tale, wrong = stage.tale(), []
    for kind, seat, message in words(stage):
        seats, roles = seats_of(stage, kind, seat), roles_in(kind, seat)
        for speaker in SPEAKERS:
            right = any(may(tale, speaker, one, roles) for one in seats)
            if heard(tale, speaker, message, tale.at) != right:
                wrong.append(f"{speaker.person} {'ought to be' if right else 'ought not to be'} heard: {kind} {seat}")
    assert not wrong, "\n".join(wrong)


def test_every_kind_of_message_has_its_turn_somewhere_on_the_road() -> None:
    awaited = {kind for stage in STAGES.values() for kind in (*stage.awaits, *stage.also)}
    anytime = {"withdraw", "revise", "ask", "declare-conflict", "assign", "name-holder", "assure", "mark-urgent"}
    anytime |= {"extend-clock", "chase", "pause-clocks", "resume-clocks", "close", "seek-departure", "lodge"}
    assert awaited | anytime == set(MAKERS)
