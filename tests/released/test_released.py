"""What an earlier release wrote is read by this one, whatever fields were added since."""

import json
from typing import get_args

from sharing.facts import AnyFact, Happened
from tests.released.record import FILE, spelled
from workflows.contract import EDITION, Opening

FROZEN = json.loads(FILE.read_text())


def test_every_fact_of_the_first_edition_is_read_as_it_was_written() -> None:
    for kind, written in FROZEN.items():
        happened = Happened.model_validate_json(json.dumps(written))
        assert happened.fact.kind == kind
        again = json.loads(happened.model_dump_json(exclude_unset=True))
        assert {**again, "speech": None} == {**written, "speech": None}, f"{kind} is spelled otherwise now"


def test_speech_of_the_first_edition_is_unpacked_beside_its_fact() -> None:
    spoken = [written for written in FROZEN.values() if written.get("speech")]
    assert spoken
    for written in spoken:
        happened = Happened.model_validate_json(json.dumps(written))
        assert happened.speech is not None
        assert happened.speech.said["message"]["kind"]


def test_a_fact_of_a_newer_worker_with_fields_we_do_not_know_is_read() -> None:
    for written in FROZEN.values():
        newer = {**written, "fact": {**written["fact"], "something-new": {"a": 1}}, "speech": None}
        assert Happened.model_validate_json(json.dumps(newer)).fact.kind == written["fact"]["kind"]


def test_an_opening_says_its_edition_and_one_that_says_none_is_of_the_first() -> None:
    written = Opening(reference="ONS-2026-0001", edition=EDITION).model_dump_json(exclude_unset=True)
    assert EDITION == 1 or json.loads(written)["edition"] == EDITION
    assert Opening.model_validate_json('{"reference": "ONS-2026-0001"}').edition == 1


def test_no_kind_of_fact_is_forgotten() -> None:
    union = get_args(get_args(AnyFact)[0])
    assert {one.model_fields["kind"].default for one in union} == set(FROZEN)


def test_every_kind_of_fact_that_these_tales_bring_about_is_frozen() -> None:
    assert set(spelled()) <= set(FROZEN), "run `python -m tests.released.record` and commit what it adds"
