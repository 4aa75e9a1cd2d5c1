"""An application under the second scheme is written and sent on the same pages: its form draws them."""

from pathlib import Path

import pytest
from temporalio.client import Client

from policy.schemes import SCHEMES
from starter.desk import Desk
from tests import dfe, people
from tests.starter.web.intake.drafts import promised, words
from tests.starter.web.site import Site
from tests.workflows.house import House
from wiring.calendar import england_and_wales

APPLY = f"/apply/{dfe.SCHEME.key}"


@pytest.fixture
def both(server: Client, tmp_path: Path) -> Site:
    """A site that runs both schemes. No worker is needed to receive an application."""
    house = House(server, tmp_path)
    site = Site(house, tmp_path)
    desk = Desk(
        server,
        house.store,
        people.DIRECTORY,
        house.key,
        SCHEMES,
        lambda at: england_and_wales(at.year, 6),
        task_queue=house.queue,
    )
    return site.changed(desk=desk, schemes=SCHEMES)


@pytest.mark.requirement("DFE-001", "DFE-032", "DFE-044")
async def test_an_application_is_written_and_sent_and_the_form_tells_its_version(both: Site) -> None:
    async with both.visitor("rae") as rae:
        chosen = await rae.get("/apply")
        assert APPLY in chosen.text
        draft = str((await rae.post(f"{APPLY}/begin")).headers["location"])
        for question in dfe.SCHEME.form.questions:
            if dfe.SCHEME.form.applies(question, dfe.complete()):
                assert (await rae.get(f"{draft}/questions/{question.key}")).status_code == 200, question.key
        kept = both.ground.records.draft(draft.split("/")[2])
        assert kept is not None
        both.ground.records.change_draft(kept.key, dfe.complete(), kept.version)
        page = await rae.get(f"{draft}/declare")
        sent = await rae.post(f"{draft}/declare", data=promised(page.text))
        assert sent.status_code == 303, words(sent)
    became = both.ground.records.draft(kept.key)
    assert became is not None
    assert became.reference.startswith("DFE-")


@pytest.mark.requirement("DFE-002", "DFE-003")
async def test_who_asks_for_accredited_data_is_led_to_their_door_and_nothing_is_opened(both: Site) -> None:
    async with both.visitor("rae") as rae:
        draft = str((await rae.post(f"{APPLY}/begin")).headers["location"])
        kept = both.ground.records.draft(draft.split("/")[2])
        assert kept is not None
        both.ground.records.change_draft(kept.key, dfe.complete("leo"), kept.version)
        page = await rae.get(f"{draft}/declare")
        sent = await rae.post(f"{draft}/declare", data=promised(page.text))
        assert "Research Accreditation Service" in words(sent)
    assert both.ground.records.unstarted() == ()
    assert [one.signpost for one in both.ground.records.enquiries()] == ["accreditation"]
