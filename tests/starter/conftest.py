"""A shell without a server, and a request that its records hold."""

from pathlib import Path

import pytest

from tests.starter.playing import Playing, keep
from tests.told import Tale


@pytest.fixture
def shell(tmp_path: Path) -> Playing:
    shell = Playing(tmp_path)
    assert shell("records", "migrate").code == 0
    return shell


@pytest.fixture
def tale(shell: Playing) -> Tale:
    """A request at its reviews, as the records keep it."""
    tale = Tale().lodge().screened().informed().triaged()
    keep(shell, tale)
    return tale
