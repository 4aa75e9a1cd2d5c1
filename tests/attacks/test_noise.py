"""Noise: two thousand junk signals fill neither a case file nor a history for good, and the request finishes."""

import asyncio

import pytest

from sharing.turns import MOST_REFUSALS
from tests.attacks.siege import BEFORE_DECISION, Fort
from tests.workflows.house import until

JUNK = 2_000


@pytest.mark.chaos
async def test_two_thousand_junk_signals_are_told_twenty_times_and_then_counted(fort: Fort, reference: str) -> None:
    handle = fort.handle(reference)
    for first in range(0, JUNK, 50):
        await asyncio.gather(*(handle.signal("said", f"junk {first + each}") for each in range(50)))
    await until(lambda: len(fort.refused(reference)) == JUNK, patience=240)
    told = fort.refused(reference)
    assert [why for why in told if why != "Not told in detail."] == told[:MOST_REFUSALS]
    assert fort.gates(reference) == []
    await fort.road(reference, since=BEFORE_DECISION)
    await fort.handle(reference).result()
    assert fort.is_whole(reference)
    assert fort.wrong_in(reference) == []
