"""An operator whose file of keys is another than that of those who wrote a history: told so, and nothing is done."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.client import Client

import records
from policy.schemes import SCHEMES
from starter.operators.comparing import Kind
from starter.operators.mending import Mending, Unmended
from starter.operators.surveying import Survey
from tests.fresh import fresh_records
from tests.workflows.ciphers import a_ring, with_a_newer_key
from tests.workflows.house import House, dev_server
from wiring.codec_keys import Ring
from wiring.temporal import encrypting

OLD = a_ring()
NEW = with_a_newer_key(OLD)


@pytest_asyncio.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A house that writes with the newest key."""
    async with dev_server(converter=encrypting(lambda: NEW, "default")) as client:
        house = House(client, tmp_path_factory.mktemp("house"))
        async with house.worker():
            yield house


@pytest.mark.parametrize("ring", [OLD, a_ring()], ids=["an older file", "another file"])
async def test_nothing_is_shown_or_mended_by_who_cannot_read_the_history(
    home: House, ring: Ring, tmp_path: Path
) -> None:
    reference = await home.lodged()
    address = home.client.service_client.config.target_host
    elsewhere = await Client.connect(address, data_converter=encrypting(lambda: ring, "default"))
    survey = Survey(elsewhere, home.store, patience=5, pause=0.1)
    assert [one.kind for one in await survey.one(reference)] == [Kind.UNASKED]
    with records.open(fresh_records(tmp_path)) as empty:
        survey = Survey(elsewhere, empty, patience=5, pause=0.1)
        mending = Mending(elsewhere, empty, home.key.known, SCHEMES, task_queue=home.queue, survey=survey)
        with pytest.raises(Unmended, match="the keys of history"):
            await mending.mend(reference)


async def test_a_door_that_cannot_read_an_answer_shows_what_is_on_record(home: House) -> None:
    reference = await home.lodged()
    address = home.client.service_client.config.target_host
    guest = House.__new__(House)
    guest.__dict__.update(home.__dict__)
    guest.move_to(await Client.connect(address, data_converter=encrypting(a_ring, "default")))
    assert await guest.desk.view(reference) == home.desk.recorded(reference)
