"""Forged words: whatever reaches a request's signals and updates, no gate moves, and the attempt is on record."""

import json
from collections.abc import Awaitable, Callable

import pytest

from policy.value import canonical
from sharing.messages import Chase
from sharing.spoken import ROOT
from tests import people
from tests.attacks.siege import BEFORE_DECISION, DECIDED, Fort, attack, by_signal, by_update, sealed_json
from tests.workflows.house import until
from wiring.sealing import new_key

Forges = Callable[[Fort, str, str], Awaitable[str]]
"""Makes the attacker's words to a request, which may be stolen from another one."""


async def bare(fort: Fort, reference: str, other: str) -> str:
    return json.dumps({"office": "information-asset-owner", "asset": "death-registrations", "outcome": "approve"})


async def own_key(fort: Fort, reference: str, other: str) -> str:
    honest, key = await fort.sealed(reference, "gwen", people.decided()), new_key()
    return json.dumps({**honest.model_dump(), "key_id": key.id, "signature": key.sign(b"whatever")[1]})


async def own_key_under_our_name(fort: Fort, reference: str, other: str) -> str:
    honest = await fort.sealed(reference, "gwen", people.decided())
    return sealed_json(honest, signature=new_key().sign(canonical(honest.said))[1])


async def somebody_s_seal_with_other_words(fort: Fort, reference: str, other: str) -> str:
    honest = await fort.sealed(reference, "gwen", people.decided(outcome="refuse"))
    said = json.loads(json.dumps(honest.said))
    said["message"]["outcome"] = "approve"
    return sealed_json(honest, said=said)


async def somebody_s_seal_in_another_name(fort: Fort, reference: str, other: str) -> str:
    honest = await fort.sealed(reference, "rae", people.decided())
    said = json.loads(json.dumps(honest.said))
    said["by"] = people.DIRECTORY.speaker("gwen").model_dump(mode="json")
    return sealed_json(honest, said=said)


async def who_may_not(fort: Fort, reference: str, other: str) -> str:
    return sealed_json(await fort.sealed(reference, "rae", people.decided()))


async def said_to_another_request(fort: Fort, reference: str, other: str) -> str:
    return sealed_json(await fort.sealed(other, "gwen", people.decided()))


async def the_desk_as_the_root(fort: Fort, reference: str, other: str) -> str:
    honest = await fort.sealed(reference, "otis", Chase(task="decision/information-asset-owner"))
    return sealed_json(honest, key_id=ROOT)


FORGERIES: tuple[tuple[Forges, str], ...] = (
    (bare, "one sealed value"),
    (own_key, "not sealed by a desk"),
    (own_key_under_our_name, "seal does not fit"),
    (somebody_s_seal_with_other_words, "seal does not fit"),
    (somebody_s_seal_in_another_name, "seal does not fit"),
    (who_may_not, "cannot act on your own request"),
    (said_to_another_request, "was said to"),
    (the_desk_as_the_root, "seal does not fit"),
)


@pytest.mark.requirement("ONS-079")
@pytest.mark.parametrize(("forge", "why"), FORGERIES, ids=lambda one: getattr(one, "__name__", None))
async def test_a_forged_decision_by_signal_moves_nothing_and_is_on_record(
    fort: Fort, reference: str, other: str, forge: Forges, why: str
) -> None:
    before = len(fort.refused(reference))
    told = await attack(fort.client, *by_signal(reference, "iao_decision", await forge(fort, reference, other)))
    assert told.code == 0, told.out
    await until(lambda: len(fort.refused(reference)) == before + 1)
    assert why in fort.refused(reference)[-1]
    assert fort.gates(reference) == []


@pytest.mark.parametrize(
    ("forge", "why", "recorded"),
    [
        (bare, "one sealed value", 1),
        (own_key, "not sealed by a desk", 1),
        (said_to_another_request, "was said to", 0),
    ],
    ids=["bare", "own key", "another request"],
)
async def test_a_forged_decision_by_update_is_refused_to_its_face(
    fort: Fort, reference: str, other: str, forge: Forges, why: str, recorded: int
) -> None:
    before = len(fort.refused(reference))
    told = await attack(fort.client, *by_update(reference, await forge(fort, reference, other)))
    assert told.code != 0
    assert why in told.out
    await fort.kept_up(reference)
    assert len(fort.refused(reference)) == before + recorded
    assert fort.gates(reference) == []


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("said", ("--input", "{")),
        ("said", ("--input", '"x"', "--input-meta", "encoding=binary/of-our-own")),
        ("iao_decision", ("--input", '"x"', "--input-meta", "encoding=json/external-storage-reference")),
        ("escalate", ("--input", "AAEC/w==", "--input-base64", "--input-meta", "encoding=binary/encrypted")),
        ("approve_everything", ("--input", '"now"')),
    ],
)
async def test_a_payload_that_is_broken_or_cannot_be_decoded_stalls_nothing(
    fort: Fort, reference: str, name: str, what: tuple[str, ...]
) -> None:
    before = len(fort.refused(reference))
    told = await attack(fort.client, "workflow", "signal", "--workflow-id", reference, "--name", name, *what)
    if told.code != 0:
        assert "not valid JSON" in told.out, told.out
        return  # the tool itself would not send it
    await until(lambda: len(fort.refused(reference)) == before + 1)
    assert fort.gates(reference) == []


async def test_two_megabytes_are_refused_by_the_server_or_put_on_record(
    fort: Fort, reference: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    large = tmp_path_factory.mktemp("large") / "words.json"
    large.write_text(json.dumps("x" * 2_100_000))
    before = len(fort.refused(reference))
    words = ("workflow", "signal", "--workflow-id", reference, "--name", "said", "--input-file", str(large))
    told = await attack(fort.client, *words)
    if told.code == 0:
        await until(lambda: len(fort.refused(reference)) == before + 1)
    else:
        assert "exceeds" in told.out, told.out
    state = await fort.state(reference)
    assert state.state == "open"
    assert fort.gates(reference) == []


async def test_words_that_were_heard_are_heard_once_however_often_they_are_sent(fort: Fort, other: str) -> None:
    """A replayed seal: the attacker sends the owner's own words again, taken from history."""
    spoken = await fort.sealed(other, "gwen", people.decided(), once="the owner's click")
    assert (await fort.desk.hand_in(other, spoken)).number
    for _ in range(2):
        assert (await attack(fort.client, *by_signal(other, "iao_decision", sealed_json(spoken)))).code == 0
    later = sealed_json(spoken, said={**spoken.said, "once": "another click"})
    assert (await attack(fort.client, *by_signal(other, "iao_decision", later))).code == 0
    await until(lambda: any("seal does not fit" in why for why in fort.refused(other)))
    await fort.kept_up(other)
    assert [one.fact.kind for one in fort.gates(other)] == ["decided"]


async def test_after_all_of_it_the_request_finishes_and_every_fact_of_it_holds(fort: Fort, reference: str) -> None:
    await fort.road(reference, since=BEFORE_DECISION)
    await fort.handle(reference).result()
    assert [one.fact.kind for one in fort.gates(reference)].count("decided") == DECIDED - BEFORE_DECISION
    assert fort.is_whole(reference)
    assert fort.wrong_in(reference) == []
