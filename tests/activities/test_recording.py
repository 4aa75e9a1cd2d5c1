"""Facts are kept only if somebody is known to have said them, or nobody has to."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.recording import BECOMES, ENDS_BY_ITSELF, WITHOUT_SPEECH, Recording
from policy.form import Answers, Filing
from sharing.errands import Keeping, Standing
from sharing.facts import (
    AnyFact,
    AwaitedChanged,
    By,
    Chased,
    Closed,
    ClosingWished,
    Decided,
    EntryPublished,
    Escalated,
    Happened,
    Lodged,
    MessageRefused,
    Outcome,
    Reminded,
)
from sharing.messages import AnyMessage, Chase, DecideShare, Lodge, RootWord, Said, Speaker, Withdraw
from sharing.spoken import Spoken, seal
from tests.told import KEY, Tale

REFERENCE = "ONS-2026-0001"
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DESK, STRANGER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
KEYS = {"desk": base64.b64encode(DESK.public_key().public_bytes_raw()).decode()}
APPROVE = DecideShare(office="owner", asset="deaths", outcome="approve", reasons="As advised.")
APPROVED = Decided(office="owner", asset="deaths", outcome="approve", revision=1, reasons="As advised.")
IVO = By(person="ivo", office="owner")


class AsTold:
    """Follows whatever is told: what follows from what is tested elsewhere."""

    def standing(self, keeping: Keeping, keys: Mapping[str, str]) -> Standing:
        return keeping.standing


class FakeRecords:
    """Remembers what it was given."""

    def __init__(self, *before: Happened) -> None:
        self.facts = {one.number: one for one in before}
        self.kept: list[Keeping] = []

    def keep(self, keeping: Keeping) -> None:
        self.kept.append(keeping)

    def fact(self, reference: str, number: int) -> Happened | None:
        return self.facts.get(number)

    def answers(self, digest: str) -> Answers:
        raise LookupError(digest)

    def put(self, content: bytes, name: str) -> str:
        raise NotImplementedError


def spoken(
    message: AnyMessage = APPROVE, person: str = "ivo", reference: str = REFERENCE, key: Ed25519PrivateKey = DESK
) -> Spoken:
    by = Speaker(person=person, organisation="ons")
    said = Said(reference=reference, once=f"{person}-1", revision=1, at=AT, message=message, by=by)
    return seal(said, "desk", key)


def fact(number: int, one: AnyFact, by: By | None = None, speech: Spoken | None = None, late: int = 0) -> Happened:
    return Happened(number=number, at=AT + timedelta(seconds=late), by=by, fact=one, speech=speech)


def keep(*facts: Happened, before: tuple[Happened, ...] = ()) -> FakeRecords:
    standing = Standing(
        reference=REFERENCE, scheme="ons", number=facts[-1].number, revision=1, state="open", requester="rae",
        lodged_at=AT, at=AT,
    )  # fmt: skip
    records = FakeRecords(*before)
    told = Keeping(reference=REFERENCE, run="run-1", facts=facts, standing=standing)
    ActivityEnvironment().run(Recording(records, KEYS, AsTold()).keep, told)
    assert records.kept == [told]
    return records


def refused(*facts: Happened, before: tuple[Happened, ...] = ()) -> str:
    """The sentence with which a keeping is refused; nothing was kept, and Temporal will try again."""
    with pytest.raises(ApplicationError) as wrong:
        keep(*facts, before=before)
    assert wrong.value.type == "Unsealed"
    assert not wrong.value.non_retryable
    return wrong.value.message


def test_a_sealed_fact_is_kept() -> None:
    keep(fact(5, APPROVED, IVO, spoken()))


def test_what_follows_from_a_message_is_kept_with_it() -> None:
    closed = Closed(outcome="withdrawn", reason="")
    keep(
        fact(4, Reminded(task="t", nth=1)),
        fact(5, APPROVED, IVO, spoken()),
        fact(6, Escalated(assets=("census",), to="council", reasons="x"), IVO),
        fact(7, AwaitedChanged(released=("t",))),
        fact(8, closed, By(person="rae", office="requester"), spoken(Withdraw(), "rae"), late=5),
        fact(9, AwaitedChanged(), late=5),
    )


def test_what_time_and_errands_bring_is_kept_unsaid() -> None:
    keep(
        fact(2, Chased(task="t", nth=1, told="head")),
        fact(3, EntryPublished(version=1, address="/register/ONS-2026-0001")),
        fact(4, MessageRefused(door="signal", why="It was not sealed.")),
        fact(5, ClosingWished()),
        fact(6, Closed(outcome="lapsed", reason="No answer came.")),
    )


@pytest.mark.parametrize("kind", sorted(ENDS_BY_ITSELF))
def test_a_request_may_end_by_itself_only_in_these_ways(kind: Outcome) -> None:
    keep(fact(2, Closed(outcome=kind)))


@pytest.mark.parametrize("outcome", sorted(set(get_args(Outcome)) - ENDS_BY_ITSELF))
def test_all_other_ends_are_said_by_somebody(outcome: Outcome) -> None:
    assert "Nobody is known to have said it" in refused(fact(2, Closed(outcome=outcome)))


@pytest.mark.parametrize("author", [None, IVO])
def test_an_approval_that_nobody_said_is_refused(author: By | None) -> None:
    said = refused(fact(5, APPROVED, author))
    assert said.startswith("Fact 5 of ONS-2026-0001 (decided) is not kept. Nobody is known to have said it.")
    assert "public half to the worker's settings" in said


def test_a_seal_of_another_key_is_refused() -> None:
    assert "seal does not fit" in refused(fact(5, APPROVED, IVO, spoken(key=STRANGER)))


def test_a_seal_of_an_unknown_key_is_refused_until_the_key_is_known() -> None:
    unknown = spoken().model_copy(update={"key_id": "new-desk"})
    one = fact(5, APPROVED, IVO, unknown)
    assert "not sealed by a desk" in refused(one)
    said = Keeping(
        reference=REFERENCE, run="r", facts=(one,),
        standing=Standing(
            reference=REFERENCE, scheme="ons", number=5, revision=1, state="open", requester="r", lodged_at=AT, at=AT
        ),
    )  # fmt: skip
    records = FakeRecords()
    ActivityEnvironment().run(Recording(records, KEYS | {"new-desk": KEYS["desk"]}, AsTold()).keep, said)
    assert records.kept == [said]


def test_changed_words_are_refused() -> None:
    speech = spoken(DecideShare(office="owner", asset="deaths", outcome="refuse", reasons="As advised."))
    speech.said["message"]["outcome"] = "approve"
    assert "seal does not fit" in refused(fact(5, APPROVED, IVO, speech))


def test_what_was_said_to_another_request_is_refused() -> None:
    assert "to another request" in refused(fact(5, APPROVED, IVO, spoken(reference="ONS-2026-0002")))


@pytest.mark.parametrize("author", [By(person="eve", office="owner"), None])
def test_what_somebody_else_said_is_refused(author: By | None) -> None:
    assert "somebody else's" in refused(fact(5, APPROVED, author, spoken()))


def test_a_seal_for_something_small_opens_no_gate() -> None:
    chase = spoken(Chase(task="t"))
    assert "cannot come of a message 'chase'" in refused(fact(5, APPROVED, IVO, chase))
    reminded = fact(5, Reminded(task="t", nth=0), IVO, chase)
    assert "cannot come of a message 'chase'" in refused(reminded, fact(6, APPROVED, IVO))


def test_a_follower_has_the_author_and_the_instant_of_its_speech() -> None:
    head, more = fact(5, APPROVED, IVO, spoken()), Escalated(assets=("a",), to="council", reasons="x")
    keep(head, fact(6, more, IVO))
    assert "Nobody is known" in refused(head, fact(6, more, IVO, late=1))
    assert "Nobody is known" in refused(head, fact(6, more, By(person="eve", office="owner")))
    assert "Nobody is known" in refused(head, fact(6, more))
    assert "Nobody is known" in refused(head, fact(6, AwaitedChanged()), fact(7, more, IVO))


def test_a_message_s_facts_may_come_in_two_keepings() -> None:
    more = Escalated(assets=("a",), to="council", reasons="x")
    head, middle, last = fact(5, APPROVED, IVO, spoken()), fact(6, more, IVO), fact(7, more, IVO)
    keep(last, before=(head, middle))
    assert "Nobody is known" in refused(last, before=(middle,))
    assert "Nobody is known" in refused(fact(1, more, IVO))


def test_an_unheard_message_heads_nothing_whatever_seal_it_shows() -> None:
    noise = fact(4, MessageRefused(door="signal", why="not sealed"), None, spoken(key=STRANGER))
    keep(noise)
    assert "Nobody is known" in refused(noise, fact(5, APPROVED, IVO))


def test_a_lodging_is_said_too() -> None:
    rae = By(person="rae", office="requester")
    lodge = Lodge(filing=Filing(digest="0" * 64), assets=(), organisations=())
    lodged = Lodged(
        filing=Filing(digest="0" * 64), requester="rae", organisation="leeds", assets=(), organisations=()
    )
    keep(fact(1, lodged, rae, spoken(lodge, "rae")))
    assert "Nobody is known" in refused(fact(1, lodged, rae))


@pytest.fixture(scope="module")
def road() -> Tale:
    """A request from its lodging to its entry on the register, as the core itself tells it."""
    return Tale().at_decision().approved().drafted().agreed().published()


def _keep_the_road(road: Tale, facts: list[Happened], before: list[Happened]) -> None:
    records = FakeRecords(*before)
    standing = Standing(
        reference=road.request.reference, scheme="ons", number=len(road.facts), revision=1, state="published",
        requester="rae", lodged_at=AT, at=AT,
    )  # fmt: skip
    told = Keeping(reference=road.request.reference, run="run-1", facts=tuple(facts), standing=standing)
    ActivityEnvironment().run(Recording(records, KEY.known, AsTold()).keep, told)


def test_all_that_the_core_tells_of_a_whole_road_is_kept(road: Tale) -> None:
    assert road.request.state == "published"
    _keep_the_road(road, road.facts, [])
    for place, one in enumerate(road.facts):
        _keep_the_road(road, [one], road.facts[:place])


def test_whichever_seal_is_taken_from_a_whole_road_it_is_missed(road: Tale) -> None:
    sealed = [place for place, one in enumerate(road.facts) if one.speech is not None]
    assert len(sealed) > 15
    for place in sealed:
        bare = [*road.facts]
        bare[place] = bare[place].model_copy(update={"speech": None})
        with pytest.raises(ApplicationError, match=f"Fact {place + 1} of .* is not kept"):
            _keep_the_road(road, bare, [])


def test_every_message_and_every_fact_is_in_the_tables() -> None:
    facts = {one.model_fields["kind"].default for one in get_args(get_args(AnyFact)[0])}
    messages = {one.model_fields["kind"].default for one in get_args(get_args(AnyMessage)[0])}
    assert facts >= WITHOUT_SPEECH
    roots = {one.model_fields["kind"].default for one in RootWord.__subclasses__()}
    assert messages | roots == set(BECOMES)
    assert facts == WITHOUT_SPEECH.union(*BECOMES.values())
    assert set(get_args(Outcome)) >= ENDS_BY_ITSELF
