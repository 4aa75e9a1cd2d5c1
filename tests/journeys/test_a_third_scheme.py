"""A scheme that is added by one value alone goes through every door: pages, Slack, the command line and mail."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import yaml
from typer.testing import CliRunner

from devslack import Member
from sharing.messages import CheckEntry, DecideShare, DraftEntry, PublishEntry, Screen, ScreenEntry
from starter.cli import app
from starter.installation import Installation
from tests import people
from tests.journeys.a_hospital import DIRECTORY, HOSPITAL, answers
from tests.starter.mails import Door, a_mail
from tests.starter.slack.opening import workplace
from tests.starter.slack.workplace import Workplace
from tests.starter.web.intake.drafts import promised
from tests.starter.web.site import Site
from tests.workflows.house import dev_server, until

CONSENTED = "parts.consent=They signed.", "settles.consent.verdict=met", "settles.consent.evidence=Forms."


@pytest_asyncio.fixture(scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workplace]:
    """The hospital's house: only its scheme, only its people, everybody in Slack."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "SCHEME", HOSPITAL)
        patch.setattr(people, "DIRECTORY", DIRECTORY)
        members = tuple(Member(one.slack.user, one.name, one.email) for one in DIRECTORY.people if one.slack)
        folder = tmp_path_factory.mktemp("hospital")
        async with dev_server() as client, workplace(client, folder, members) as opened, opened.worker():
            yield opened


def at_a_shell(here: Workplace, folder: Path, *words: str) -> str:
    """What a command answers at the hospital's own installation."""
    key = folder / "desk.key"
    key.write_bytes(base64.b64encode(here.house.key.private.private_bytes_raw()))
    key.chmod(0o600)
    (folder / "directory.yaml").write_text(yaml.safe_dump(DIRECTORY.model_dump(mode="json", exclude_unset=True)))
    database = here.house.store._db.url.render_as_string(hide_password=False)
    installation = Installation(
        {
            "SHARING_DATA_DIR": str(folder),
            "SHARING_DATABASE_URL": database.replace("+pysqlite", ""),
            "SHARING_DIRECTORY_PATH": str(folder / "directory.yaml"),
            "SHARING_SIGNING_KEY_PATH": str(key),
            "SHARING_TEMPORAL_ADDRESS": here.house.client.service_client.config.target_host,
            "SHARING_TASK_QUEUE": here.house.queue,
        }
    )
    installation.schemes = {HOSPITAL.key: HOSPITAL}
    told = CliRunner().invoke(app, list(words), obj=installation, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    return told.output


async def applied_on_the_pages(here: Workplace, folder: Path) -> str:
    """The reference of an application that somebody wrote and sent on the pages."""
    site = Site(here.house, folder)
    async with site.visitor("rae") as rae:
        assert HOSPITAL.title in (await rae.get("/")).text
        draft = str((await rae.post(f"/apply/{HOSPITAL.key}/begin")).headers["location"])
        kept = here.house.store.draft(draft.split("/")[2])
        assert kept is not None
        here.house.store.change_draft(kept.key, answers(), kept.version)
        page = await rae.get(f"{draft}/declare")
        sent = await rae.post(f"{draft}/declare", data=promised(page.text))
        assert sent.status_code == 303, sent.text
    sent_as = here.house.store.draft(kept.key)
    assert sent_as is not None
    return sent_as.reference


async def test_one_request_goes_through_the_pages_slack_and_the_command_line_to_its_end(
    here: Workplace, tmp_path: Path
) -> None:
    reference = await applied_on_the_pages(here, tmp_path)
    assert reference.startswith("HOSPITAL-")
    await until(lambda: here.house.store.request(reference) is not None)
    passed = {"outcome": "pass", "scope": {"patients": "yes"}, "checklist": {"legible": "yes"}}
    outcome = await here.says("nora", reference, Screen.model_validate(passed))
    assert (outcome.errors, outcome.trouble) == ({}, "")
    review = ("say", reference, "give-review", "--as", "pia", "office=ethics-board", *CONSENTED)
    assert "recorded" in await asyncio.to_thread(at_a_shell, here, tmp_path, *review)
    decided = DecideShare(office="guardian", asset="ward-7", outcome="approve", reasons="It helps patients.")
    outcome = await here.says("omar", reference, decided)
    assert (outcome.errors, outcome.trouble) == ({}, "")
    for by, message in (
        ("nora", DraftEntry()),
        ("pia", ScreenEntry(version=1, outcome="pass")),
        ("nora", CheckEntry(version=1, suitable=True, accessible=True)),
        ("nora", PublishEntry(version=1)),
    ):
        await here.house.say(reference, by, message)
    await until(lambda: getattr(here.house.store.request(reference), "state", "") == "published")
    assert "published" in await asyncio.to_thread(at_a_shell, here, tmp_path, "show", reference)
    assert "words" in await asyncio.to_thread(at_a_shell, here, tmp_path, "form")


async def test_a_mail_to_the_hospital_is_a_request_under_its_scheme(here: Workplace, tmp_path: Path) -> None:
    door = Door(tmp_path, here.house.desk, here.house.store)
    taken = await door.take_in(a_mail("We ask for the records of ward-7."))
    assert taken.reference.startswith("HOSPITAL-")
    assert here.house.store.lodging(taken.reference).scheme == HOSPITAL.key
