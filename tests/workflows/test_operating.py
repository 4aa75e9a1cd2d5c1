"""What operators ask of a running request from Temporal's own pages and command line, without a seal."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client

from activities.ports import TryLater
from sharing.notices import Notice
from sharing.refused import Refused
from starter.desk import utc_now
from starter.operators.wishing import Wish, wish
from tests import people
from tests.workflows.house import House, dev_server, until
from worker import build
from workflows import describing
from workflows.contract import REFUSED, TITLE


def kinds(house: House, reference: str) -> list[str]:
    return [one.fact.kind for one in house.store.history(reference)]


async def test_reminders_are_sent_and_held_without_a_seal_and_without_a_name(house: House) -> None:
    reference = await house.lodged()
    handle = house.handle(reference)
    await handle.signal("remind_now")
    await until(lambda: kinds(house, reference).count("reminded") == 1)
    await handle.signal("hold_reminders", 3)
    await until(lambda: "reminders-held" in kinds(house, reference))
    by_nobody = [one.by for one in house.store.history(reference) if one.fact.kind in ("reminded", "reminders-held")]
    assert by_nobody == [None, None]
    waits = house.store.inbox("onward-sharing-service", utc_now())
    assert "remind" in {one.notice.kind for one in waits if one.notice.reference == reference}


async def test_a_wish_beyond_its_bounds_is_refused_on_record_and_can_be_searched_for(house: House) -> None:
    reference = await house.lodged()
    handle = house.handle(reference)
    await handle.signal("hold_reminders", 400)
    await handle.signal("hold_reminders", args=[1, 2])
    await handle.signal("remind_now", "approve/everything")
    await handle.signal("retry_deliveries", {"all": True})
    await until(lambda: kinds(house, reference).count("message-refused") == 4)

    async def counted() -> bool:
        return (await handle.describe()).typed_search_attributes.get(REFUSED) == 4

    await until(counted)
    receipt = await house.say(reference, "asha", people.screened())
    assert receipt.sentence == "The first screening is passed."
    assert house.is_whole(reference)


async def test_the_title_that_operators_search_by_is_the_directorys_and_nobody_elses(house: House) -> None:
    reference = await house.lodged(people.complete(title="Jane Doe's divorce"))

    async def titled() -> bool:
        described = await house.handle(reference).describe()
        return described.typed_search_attributes.get(TITLE) == "Death registrations in England and Wales"

    await until(titled)


class Down:
    """A way to tell people whose provider is down for a day, until somebody mends it."""

    name = "inbox"

    def __init__(self) -> None:
        self.mended = False
        self.tries = 0
        self.told: list[str] = []

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        """Take it, once mended."""
        self.tries += 1
        if not self.mended:
            raise TryLater("The provider is down.", timedelta(days=1))
        self.told.append(notice.key)


async def test_what_waits_a_day_to_be_tried_again_is_delivered_when_an_operator_asks(tmp_path: Path) -> None:
    async with dev_server() as client:
        house, down = House(client, tmp_path), Down()
        async with build(client, house.store, [down], house.key.known, task_queue=house.queue):
            reference = await house.lodged()
            await until(lambda: down.tries >= 2)  # at once, and once alone
            down.mended = True
            await house.handle(reference).signal("retry_deliveries")
            await until(lambda: bool(down.told))
            await until(lambda: "deliveries-retried" in kinds(house, reference))
            assert len(down.told) == len(set(down.told))
            await house.say(reference, "asha", people.screened())
        assert house.is_whole(reference)


async def test_a_wish_for_a_request_that_does_not_run_is_refused_with_a_sentence(server: Client) -> None:
    with pytest.raises(Refused, match="No workflow of ONS-2099-0001 runs"):
        await wish(server, "ONS-2099-0001", Wish(signal="remind_now"))


async def test_every_handler_says_in_temporals_pages_what_it_takes(house: House) -> None:
    reference = await house.lodged()
    told = await house.handle(reference).query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    handlers = (*told.definition.signal_definitions, *told.definition.update_definitions)
    described = {one.name: one.description for one in handlers if one.name}
    assert described.keys() >= {
        "said", "iao_decision", "escalate", "remind_now", "hold_reminders", "retry_deliveries", "say"
    }  # fmt: skip
    assert all("Example:" in one for one in described.values())
    assert described["hold_reminders"] == describing.HOLD_REMINDERS
