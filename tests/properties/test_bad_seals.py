"""Speech that was not sealed, or was tampered with, or is no speech at all: refused, and nothing but refused."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, example, given, settings
from pydantic import ValidationError

from policy.value import canonical
from sharing import turns
from sharing.messages import PauseClocks, Said, Withdraw
from sharing.refused import Refused
from sharing.spoken import MOST_BYTES, Spoken, act_digest, act_key, said_digest, seal, verify
from tests.properties.sentences import must_be_clear
from tests.properties.stages import STAGES
from tests.told import KEY, Tale
from wiring.sealing import new_key

QUICK = settings(
    max_examples=150, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
OBJECTS = st.dictionaries(st.text(max_size=8), JSON, max_size=6)


def sealed(tale: Tale | None = None) -> Spoken:
    """Honest speech: the requester withdraws."""
    return (tale or STAGES["triaged"].tale().fork()).sealed("rae", Withdraw(reason="We changed our mind."))


def signed(content: dict[str, Any]) -> str:
    """A true signature of the desk over whatever JSON this is, canonical or not."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64.b64encode(KEY.private.sign(text.encode("utf-8", "surrogatepass"))).decode()


def refusal(spoken: Spoken, keys: dict[str, str] | None = None) -> str:
    """The sentence with which speech is refused. Anything else that is raised fails the test."""
    with pytest.raises(Refused) as refused:
        verify(spoken, KEY.known if keys is None else keys)
    must_be_clear(refused.value.sentence)
    return refused.value.sentence


def test_honest_speech_is_heard() -> None:
    assert verify(sealed(), KEY.known).message == Withdraw(reason="We changed our mind.")


def test_unsigned_speech_is_refused() -> None:
    for signature in ("", "none", "=", "AA==", "not base64 at all!", "é", "\x00", "A" * 100_000):
        assert "seal" in refusal(sealed().model_copy(update={"signature": signature}))


def test_speech_under_an_unknown_or_a_broken_key_is_refused() -> None:
    assert "desk" in refusal(sealed().model_copy(update={"key_id": "somebody-elses"}))
    assert "desk" in refusal(sealed(), {})
    for broken in (
        "",
        "AA==",
        "no key",
        "é",
        base64.b64encode(b"\xff" * 32).decode(),
        base64.b64encode(b"x").decode(),
    ):
        refusal(sealed(), {KEY.id: broken})


def test_speech_signed_again_with_a_foreign_key_is_refused() -> None:
    foreign = new_key()
    said = verify(sealed(), KEY.known)
    assert "desk" in refusal(seal(said, foreign.id, foreign.private))
    assert "seal" in refusal(seal(said, KEY.id, foreign.private))


@QUICK
@given(place=st.integers(0, 511))
def test_a_flipped_bit_of_the_signature_is_noticed(place: int) -> None:
    raw = bytearray(base64.b64decode(sealed().signature))
    raw[place // 8] ^= 1 << place % 8
    refusal(sealed().model_copy(update={"signature": base64.b64encode(bytes(raw)).decode()}))


@QUICK
@given(place=st.integers(0, 10_000), bit=st.integers(0, 6))
def test_a_flipped_bit_of_the_words_is_noticed(place: int, bit: int) -> None:
    honest = sealed()
    raw = bytearray(canonical(honest.said))
    raw[place % len(raw)] ^= 1 << bit
    try:
        said = json.loads(raw)
    except ValueError:
        return
    if isinstance(said, dict) and said != honest.said:
        assert "seal" in refusal(honest.model_copy(update={"said": said}))


def test_an_added_a_changed_or_a_missing_field_is_noticed() -> None:
    honest = sealed()
    for field in honest.said:
        less = {key: value for key, value in honest.said.items() if key != field}
        for said in (less, {**honest.said, field: "x"}, {**honest.said, f"{field}2": 1}):
            assert "seal" in refusal(honest.model_copy(update={"said": said}))


def test_of_a_key_that_stands_twice_only_what_was_signed_counts() -> None:
    honest = sealed()
    text = json.dumps(honest.said)
    forged = text.replace('"revision":', '"revision": 99, "revision":', 1)
    last_wins = Spoken.model_validate_json(
        f'{{"said":{forged},"key_id":"{KEY.id}","signature":"{honest.signature}"}}'
    )
    assert verify(last_wins, KEY.known) == verify(honest, KEY.known)
    other = text[:-1] + ', "once": "another-act"}'
    twice = Spoken.model_validate_json(f'{{"said":{other},"key_id":"{KEY.id}","signature":"{honest.signature}"}}')
    assert "seal" in refusal(twice)


@pytest.mark.parametrize("number", [1.0, 1.5, float("nan"), float("inf"), 1e308])
def test_speech_with_a_floating_point_number_is_refused(number: float) -> None:
    said = {**sealed().said, "revision": number}
    refusal(Spoken(said=said, key_id=KEY.id, signature=signed(said)))
    nested = {**sealed().said, "message": {"kind": "withdraw", "reason": [{"x": number}]}}
    refusal(Spoken(said=nested, key_id=KEY.id, signature=signed(nested)))


@pytest.mark.parametrize("levels", [50, 190, 250, 700])
def test_deep_nesting_is_refused(levels: int) -> None:
    said: dict[str, Any] = {"kind": "withdraw"}
    for _ in range(levels):
        said = {"message": said}
    refusal(Spoken(said=said, key_id=KEY.id, signature=signed(said)))


@pytest.mark.parametrize("inner", [{"message": {}}, {"message": []}])
def test_very_deep_nesting_is_refused(inner: dict[str, Any]) -> None:
    said: Any = inner
    for level in range(10_000):
        said = {"message": said} if isinstance(inner["message"], dict) or level == 9_999 else [said]
    refusal(Spoken(said=said, key_id=KEY.id, signature="AA=="))


def test_very_deep_nesting_does_not_arrive_as_json() -> None:
    text = '{"said":' + '{"a":' * 10_000 + "1" + "}" * 10_000 + f',"key_id":"{KEY.id}","signature":""}}'
    with pytest.raises(ValidationError):
        Spoken.model_validate_json(text)


@settings(QUICK, max_examples=400)
@given(said=OBJECTS, honest=st.booleans())
@example(said={}, honest=True)
@example(said={"\ud800": "\udfff"}, honest=False)
@example(said={"revision": 10**5000}, honest=False)
def test_whatever_json_arrives_is_heard_or_refused(said: dict[str, Any], honest: bool) -> None:
    signature = signed(said) if honest else "AA=="
    refusal(Spoken(said=said, key_id=KEY.id, signature=signature))
    if said:
        refusal(Spoken(said={**sealed().said, **said}, key_id=KEY.id, signature=signature))


@settings(QUICK, max_examples=400)
@given(field=st.sampled_from(sorted(sealed().said)), value=JSON)
def test_whatever_stands_in_a_truly_signed_field_is_heard_or_refused(field: str, value: Any) -> None:
    said = {**sealed().said, field: value}
    spoken = Spoken(said=said, key_id=KEY.id, signature=signed(said))
    assert _heard_or_refused(spoken, said)


def _heard_or_refused(spoken: Spoken, said: dict[str, Any]) -> bool:
    try:
        return verify(spoken, KEY.known) == Said.model_validate_json(canonical(said))
    except Refused as refused:
        return refused.sentence.endswith(".")


def test_speech_for_another_request_or_under_no_reference_is_refused() -> None:
    elsewhere = Tale(reference="ONS-2027-0002").lodge()
    with pytest.raises(Refused, match="not to ONS-2027-0001"):
        STAGES["triaged"].tale().fork().hear(sealed(elsewhere))
    for reference in ("", "../../etc/passwd", "ONS-2027-0001\n", "ons-2027-0001", "ONS-2027-0001'; --", 7, None):
        said = {**sealed().said, "reference": reference}
        refusal(Spoken(said=said, key_id=KEY.id, signature=signed(said)))


def test_more_than_an_honest_message_ever_holds_is_refused_unread() -> None:
    said = {**sealed().said, "once": "x" * MOST_BYTES}
    assert "Shorten" in refusal(Spoken(said=said, key_id=KEY.id, signature=signed(said)))


@QUICK
@given(at=st.datetimes(timezones=st.timezones()))
@example(at=datetime(1, 1, 1, tzinfo=UTC))
@example(at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
def test_words_said_at_any_time_of_history_are_heard_at_a_time_of_this_request(at: datetime) -> None:
    tale = STAGES["triaged"].tale().fork()
    before = tale.request.last_moment()
    tale.say("otis", PauseClocks(reason="The building is closed."), at=at)
    assert before <= tale.facts[-1].at <= tale.at


def test_the_name_and_the_digest_of_an_act_follow_from_what_was_received() -> None:
    spoken = sealed()
    assert act_key(spoken).startswith("rae:")
    assert act_digest(spoken) == act_digest(Spoken.model_validate_json(spoken.model_dump_json()))
    assert len(said_digest(spoken)) == 32
    with pytest.raises(Refused):
        said_digest(spoken.model_copy(update={"said": {"x": 1.5}}))


def test_a_refusal_by_a_door_that_cannot_answer_is_told_once_and_kept_short() -> None:
    tale = STAGES["triaged"].tale().fork()
    for _ in range(30):
        tale._take(turns.refuse(tale.request, "signal said", "x" * 1_000_000, tale.at, "rae"))
    kept = [one.fact for one in tale.facts if one.fact.kind == "message-refused"]
    assert sum(len(fact.why) for fact in kept) < 30_000
    assert tale.request.refusals == 30
