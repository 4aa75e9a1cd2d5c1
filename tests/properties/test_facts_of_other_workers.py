"""Facts that another worker wrote: numbered as they must be, and read by older and newer ones alike."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from sharing.facts import (
    AnyFact,
    ClosingWished,
    DeliveriesRetried,
    Happened,
    MessageRefused,
    NoticeUndelivered,
    RemindersHeld,
)
from sharing.facts.packing import packed
from sharing.fold import after
from sharing.history import fold
from sharing.messages import (
    Assign,
    Assure,
    Chase,
    CloseRequest,
    DistrustKey,
    DraftAgreement,
    ExtendClock,
    MarkUrgent,
    NameHolder,
    TrustKey,
)
from sharing.request import Request
from tests import people
from tests.dfe import whole_road
from tests.properties.exemplars import Fields, Moment, message_of
from tests.properties.scenes import CONDITION, SCENES, full
from tests.properties.stages import STAGES
from tests.told import Tale
from wiring.sealing import new_key

STOLEN = new_key()

KINDS = sorted(one.model_fields["kind"].default for one in get_args(get_args(AnyFact)[0]))


def tales() -> Iterator[Tale]:
    """Conversations in which everything happens that can happen."""
    for stage in STAGES.values():
        yield stage.tale().fork()
    yield STAGES["approved"].tale().fork().drafted().wait(70)
    tale = STAGES["triaged"].tale().fork().wait(25)
    tale.revise(methods="Other methods.")
    tale.say("olu", MarkUrgent(reason="An outbreak."))
    for message in (message_of("extend-clock", Moment(tale)), message_of("chase", Moment(tale))):
        assert isinstance(message, ExtendClock | Chase)
        tale.say("otis", message)
    tale.say("nadia", Assure(finding="All is in order.", satisfied=True))
    tale.say("asha", Assign(office="legal", to="leo"))
    tale.root(TrustKey(key=STOLEN.id, public=STOLEN.public))
    tale.root(DistrustKey(key=STOLEN.id, reason="A laptop was stolen."))
    tale.say("carys", NameHolder.model_validate(full("name-holder")))
    tale.happen(ClosingWished(), NoticeUndelivered(notice="x/1", why="Full."), MessageRefused(door="x", why="No."))
    tale.happen(RemindersHeld(until=tale.at), DeliveriesRetried())
    tale.say("otis", CloseRequest(reason="Sent by mistake."))
    yield tale
    for kind in (
        "answer",
        "conclude-publication",
        "narrow",
        "exempt-entry",
        "reopen",
        "resume-clocks",
        "decide-departure",
    ):
        tale = SCENES[kind].tale()
        tale.say(
            SCENES[kind].speaker(), message_of(kind, Moment(tale, detail="administrative-use" * (kind[0] == "d")))
        )
        yield tale
    tale = STAGES["advised"].tale().fork().approved(conditions=[{**CONDITION, "before_signature": False}]).drafted()
    tale.say("asha", DraftAgreement(note="The purpose grew.", changes_scope_or_safeguards=True))
    yield tale
    tale = SCENES["verify-condition"].tale()
    tale.say("sam", message_of("verify-condition", Moment(tale)))
    yield tale
    yield whole_road()


@cache
def history() -> tuple[tuple[Request, Happened], ...]:
    """Every fact of those conversations, with the request that it happened to."""
    found: list[tuple[Request, Happened]] = []
    for tale in tales():
        request = tale.empty
        for one in tale.facts:
            found.append((request, one))
            request = after(request, one)
        assert request == tale.request
    return tuple(found)


def of_kind(kind: str) -> list[tuple[Request, Happened]]:
    """The facts of a kind, each only once."""
    unlike = {
        one.model_dump_json(exclude={"speech"}): (request, one) for request, one in history() if one.fact.kind == kind
    }
    return list(unlike.values())[:25]


def widened(value: Any) -> Any:
    """The same JSON as a newer worker might write it: with a field more in every object that is a model's."""
    if isinstance(value, list):
        return [widened(inner) for inner in value]
    if isinstance(value, dict):
        more = {} if set(value) & NAMED_BY_PEOPLE else {"of_a_newer_worker": {"x": [1]}}
        return {**{key: inner if key in OPEN else widened(inner) for key, inner in value.items()}, **more}
    return value


OPEN = frozenset({"said", "clear", "parts", "fields", "scope", "checklist", "left_out"})
"""Objects whose keys are data."""

NAMED_BY_PEOPLE = frozenset(gate.key for gate in people.RULES.gates) | {"methods"}


def letter(one: Happened, fact: Fields, *, plain: bool = False) -> Fields:
    """An envelope as another worker writes it, around a fact as that worker spells it; its speech packed or plain."""
    envelope: Fields = one.model_dump(mode="json", exclude={"fact", "speech"}, exclude_defaults=True)
    speech = one.speech.model_dump(mode="json") if one.speech else None
    spoken = {"speech": speech if plain else packed(speech, fact)} if speech else {}
    return {**envelope, "fact": fact, **spoken}


def test_every_kind_of_fact_happens_in_these_tests() -> None:
    assert sorted({one.fact.kind for _, one in history()}) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_comes_back_from_the_records_as_it_went(kind: str) -> None:
    for request, one in of_kind(kind):
        back = Happened.model_validate_json(one.model_dump_json(exclude_unset=True))
        assert back == one
        assert back.digest == one.digest
        assert after(request, back) == after(request, one)


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "packed"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_of_an_older_worker_that_knew_fewer_fields_is_read(kind: str, plain: bool) -> None:
    for request, one in of_kind(kind):
        older = one.fact.model_dump(mode="json", exclude_defaults=True) | {"kind": kind}
        back = Happened.model_validate(letter(one, older, plain=plain))
        assert back == one
        assert after(request, back) == after(request, one)


CLOSED_INSIDE = frozenset({"advised", "decided", "opinion-given", "questioned"})
"""Facts that hold conditions, verdicts or questions: what binds or was asked is read wholly, or not at all."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_of_a_newer_worker_that_knows_more_fields_is_read(kind: str) -> None:
    for request, one in of_kind(kind):
        newer: Fields = one.fact.model_dump(mode="json", exclude_unset=True)
        wide = [{**newer, "of_a_newer_worker": {"x": [1]}}, *([] if kind in CLOSED_INSIDE else [widened(newer)])]
        for fact in wide:
            sent = letter(one, fact) | {"of_a_newer_worker": 1}
            assert after(request, Happened.model_validate(sent)) == after(request, one)


@pytest.mark.parametrize("kind", sorted(CLOSED_INSIDE))
def test_an_older_worker_refuses_a_condition_verdict_or_question_that_it_does_not_wholly_know(kind: str) -> None:
    """To drop a term of a condition would be to approve under less; the older worker waits for the newer one."""
    binding = False
    for _, one in of_kind(kind):
        written = one.fact.model_dump(mode="json", exclude_unset=True)
        inside = (written.get("conditions"), written.get("settles"), written.get("round", {}).get("questions"))
        if any(inside):
            binding = True
            with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
                Happened.model_validate(letter(one, widened(written)))
    assert binding


@settings(max_examples=150, derandomize=True, database=None, deadline=None)
@given(place=st.integers(0, 10_000), character=st.sampled_from("AZaz09+/=é\x00 "))
def test_a_packed_speech_that_was_damaged_is_not_read_as_another(place: int, character: str) -> None:
    one = STAGES["screened"].tale().facts[2]
    sent = one.model_dump(mode="json", exclude_unset=True)
    text = sent["speech"]
    damaged = text[: place % len(text)] + character + text[place % len(text) + 1 :]
    try:
        back = Happened.model_validate({**sent, "speech": damaged})
    except ValidationError:
        return
    assert back == one


@pytest.mark.parametrize("number", [-1, 0, 1, 6, 7, 9, 10**9])
def test_a_fact_under_any_number_but_the_next_cannot_follow(number: int) -> None:
    tale = STAGES["triaged"].tale()
    seven = fold(tale.empty, tale.facts[:7])
    wrong = tale.facts[7].model_copy(update={"number": number})
    with pytest.raises(ValueError, match="has 7 facts"):
        after(seven, wrong)
    assert after(seven, tale.facts[7]).number == 8


def test_a_fact_twice_or_one_left_out_cannot_be_folded() -> None:
    tale = STAGES["advised"].tale()
    for place in range(len(tale.facts) - 1):
        facts = list(tale.facts)
        with pytest.raises(ValueError, match="cannot follow"):
            fold(tale.empty, [*facts[: place + 1], *facts[place:]])
        with pytest.raises(ValueError, match="cannot follow"):
            fold(tale.empty, [*facts[:place], *facts[place + 1 :]])
