"""A shell without a server, a request that its records hold, and records of a test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import records
from records import SqlRecords
from tests.fresh import fresh_records
from tests.starter.playing import Playing, keep
from tests.told import Tale


@pytest.fixture
def shell(tmp_path: Path) -> Playing:
    fresh_records(tmp_path / "data")
    return Playing(tmp_path)


@pytest.fixture
def tale(shell: Playing) -> Tale:
    """A request at its reviews, as the records keep it."""
    tale = Tale().lodge().screened().informed().triaged()
    keep(shell, tale)
    return tale


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlRecords]:
    with records.open(fresh_records(tmp_path)) as opened:
        yield opened
