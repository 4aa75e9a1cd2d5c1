"""A request keeps the edition that it was opened under, whatever comes after, and finishes under the present code."""

from pathlib import Path

import pytest

from starter import desk
from tests.workflows.house import House, dev_server, until
from workflows.contract import EDITION, REFUSED, STATE, TITLE


async def test_a_request_of_the_first_edition_is_opened_refused_and_published_as_it_was_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "EDITION", 1)
    async with dev_server() as client:
        house = House(client, tmp_path)
        async with house.worker():
            await _travels(house, monkeypatch)


async def _travels(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = await house.lodged()
    monkeypatch.undo()
    await house.handle(reference).signal("unknown", "words")
    await house.road(reference)
    await until(lambda: is_published(house, reference))
    assert house.desk.recorded(reference).edition == 1
    found = (await house.handle(reference).describe()).typed_search_attributes
    assert found.get(STATE) == "published"
    assert found.get(TITLE) is None
    assert found.get(REFUSED) is None
    assert house.is_whole(reference)


def is_published(house: House, reference: str) -> bool:
    known = house.store.request(reference)
    return known is not None and known.state == "published"


async def test_a_request_opened_today_is_of_the_present_edition(house: House) -> None:
    reference = await house.lodged()
    assert (await house.state(reference)).edition == EDITION == house.desk.recorded(reference).edition
