"""The door for mail as a process: it fetches until it is told to stop, and loses no mail that is piped into it."""

import asyncio
import mailbox
import os
import signal
import sys
from pathlib import Path

import pytest

import records
from channels.mail import NotifyCarrier, SmtpCarrier
from records.database import Database
from records.mailbag import Mailbag
from starter.carriers import carrier_of
from starter.mail.sources import TRY_AGAIN
from tests.starter.mails import a_mail
from tests.workflows.house import dev_server, until
from wiring.settings import Settings

RAW = a_mail("We need the death registrations.")
NOWHERE = "127.0.0.1:1"


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a door of its own."""
    ours = {"SHARING_DATA_DIR": str(folder), "SHARING_TEMPORAL_ADDRESS": NOWHERE, **more}
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SHARING_")}
    return {**plain, **ours}


async def run(environ: dict[str, str], *words: str, stdin: bytes = b"") -> tuple[int | None, str]:
    """Run the door to its end: the exit code and what it said."""
    command = (sys.executable, "-P", "-m", "starter.mail.serving", *words)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stderr=pipe, stdout=pipe, env=environ)
    _, said = await process.communicate(stdin)
    return process.returncode, said.decode()


@pytest.fixture
def url(tmp_path: Path) -> str:
    where = f"sqlite:///{tmp_path / 'records.db'}"
    records.migrate(where)
    return where


async def test_mail_is_fetched_and_lodged_until_the_door_is_told_to_stop(tmp_path: Path, url: str) -> None:
    box = mailbox.Maildir(tmp_path / "in")
    box.add(RAW)
    async with dev_server() as client:
        environ = surroundings(
            tmp_path,
            SHARING_TEMPORAL_ADDRESS=client.service_client.config.target_host,
            SHARING_MAIL_IN=f"maildir:{tmp_path / 'in'}",
        )
        command = (sys.executable, "-P", "-m", "starter.mail.serving")
        process = await asyncio.create_subprocess_exec(*command, env=environ)
        bag = Mailbag(Database(url))
        await until(lambda: bool(bag.mails()) and not list((tmp_path / "in" / "new").iterdir()))
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        code, said = await run(environ, "--pipe", stdin=RAW)
    assert (code, said) == (0, "")
    (mail,) = bag.mails()
    with records.open(url) as kept:
        assert kept.lodging(mail.reference).started_at is not None


async def test_a_mail_that_is_piped_while_something_is_missing_is_asked_for_again(tmp_path: Path) -> None:
    code, said = await run(surroundings(tmp_path), "--pipe", stdin=RAW)
    assert code == TRY_AGAIN
    assert "Run `starter migrate`" in said


async def test_the_door_says_what_it_needs(tmp_path: Path, url: str) -> None:
    assert await run(surroundings(tmp_path)) == (
        1,
        "SHARING_MAIL_IN is not set; the door for mail needs it, or the words --pipe.\n",
    )


def test_the_settings_choose_the_carrier() -> None:
    key = "k-" + "a" * 73
    assert isinstance(carrier_of(Settings.from_env({"SHARING_MAIL_SERVER": NOWHERE})), SmtpCarrier)
    assert isinstance(
        carrier_of(Settings.from_env({"SHARING_NOTIFY_KEY": key, "SHARING_NOTIFY_TEMPLATE": "t"})), NotifyCarrier
    )
    assert isinstance(carrier_of(Settings.from_env({"SHARING_STAND_IN": "on"})), SmtpCarrier)
    assert carrier_of(Settings.from_env({})) is None
    elsewhere = {"SHARING_SLACK_BOT_TOKEN": "xoxb-1", "SHARING_SLACK_TEAM": "T1", "SHARING_SLACK_SIGNING_SECRET": "s"}
    assert carrier_of(Settings.from_env(elsewhere)) is None
