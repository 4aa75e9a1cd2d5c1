"""The post against a Slack that others have written: cards arrive, are found again, and follow."""

import asyncio
import fcntl
import json
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

import records
from activities.ports import Recipient, Undeliverable
from channels.slack import SlackPost
from channels.slack.cards import Places
from records import SqlRecords
from sharing.notices.notice import Choice, Notice

HOME = Path(__file__).parents[2] / ".data" / "emulate"
VERSION = "0.8.0"
TOKEN = "xoxb-emulated"
PATIENCE = 60
SEED = {
    "slack": {
        "team": {"name": "Sample", "domain": "sample"},
        "users": [
            {"name": "asha", "real_name": "Asha Raman", "email": "asha@ons.example"},
            {"name": "app", "real_name": "Data sharing", "email": "app@ons.example"},
        ],
        "tokens": [
            {
                "token": TOKEN,
                "user": "app",
                "scopes": ["chat:write", "im:write", "im:history", "users:read", "users:read.email"],
            }
        ],
    }
}


class Posting(AsyncWebClient):
    """It reads bodies only, where Slack reads addresses as well."""

    async def api_call(self, api_method: str, **given: Any) -> Any:
        params = given.pop("params", None) or {}
        given.pop("http_verb", None)
        if params:
            given["json"] = {
                **{name: one for name, one in params.items() if one is not None},
                **given.get("json", {}),
            }
        return await super().api_call(api_method, **given)


def installed() -> Path:
    """The server's program, fetched once for this working copy."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("There is no npm to fetch it with.")
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        package = HOME / "node_modules" / "emulate" / "package.json"
        if not (package.exists() and json.loads(package.read_text())["version"] == VERSION):
            (HOME / "package.json").write_text("{}")
            command = [
                npm,
                "install",
                "--no-audit",
                "--no-fund",
                "--save-exact",
                "--ignore-scripts",
                f"emulate@{VERSION}",
            ]
            ran = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
            assert ran.returncode == 0, ran.stdout + ran.stderr
    return package.parent / "dist" / "index.js"


@pytest_asyncio.fixture(scope="module")
async def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Posting]:
    """The other Slack, running."""
    program, folder = installed(), tmp_path_factory.mktemp("elsewhere")
    seed = folder / "seed.json"
    seed.write_text(json.dumps(SEED))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    node = shutil.which("node")
    assert node is not None
    process = await asyncio.create_subprocess_exec(
        node, str(program), "start", "-s", "slack", "-p", str(port), "--seed", str(seed),
        cwd=folder, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    client = Posting(token=TOKEN, base_url=f"http://127.0.0.1:{port}/api/", timeout=5, retry_handlers=[])
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _answers(port):
                assert process.returncode is None, "it has ended"
        yield client
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        await asyncio.sleep(0.05)
        return False
    writer.close()
    return True


@pytest.fixture
def kept(tmp_path: Path) -> SqlRecords:
    url = f"sqlite:///{tmp_path / 'records.db'}"
    records.migrate(url)
    return records.open(url)


async def asha(client: Posting) -> Recipient:
    found = (await client.users_lookupByEmail(email="asha@ons.example"))["user"]["id"]
    return Recipient("asha", "Asha Raman", "asha@ons.example", found)


def asked(key: str) -> Notice:
    return Notice(
        key=f"ONS-2026-0001/{key}/0",
        number=int(key),
        reference="ONS-2026-0001",
        kind="ask",
        office="legal",
        headline="Opinion on <!channel> & ONS-2026-0001",
        choices=(Choice(label="Support", message={"kind": "give-review", "office": "legal"}, style="primary"),),
        due=datetime(2026, 11, 16, 17, tzinfo=UTC),
        task=f"reviews/legal/{key}",
    )


async def seen(client: Posting, room: str) -> dict[str, dict[str, Any]]:
    """The messages of a room, by their marks."""
    page = await client.conversations_history(channel=room, include_all_metadata=True, limit=100)
    return {one["ts"]: one for one in page["messages"]}


async def test_a_card_is_posted_once_found_again_and_follows_its_task(elsewhere: Posting, kept: SqlRecords) -> None:
    post = SlackPost(elsewhere, kept, Places("https://sharing.example"), str.title)
    to, notice, begun = await asha(elsewhere), asked("3"), datetime.now(UTC)
    kept.tell(notice)
    sent = await post.deliver(notice, to, 1, begun)
    card = (await seen(elsewhere, sent.room))[sent.mark]
    assert "Opinion on &lt;!channel&gt; &amp; ONS-2026-0001" in card["text"]
    # As if the answer had been lost: nothing is known of it here, and Slack is asked.
    assert await post.deliver(notice, to, 2, begun) == sent
    assert len(await seen(elsewhere, sent.room)) == 1
    over = notice.model_copy(
        update={
            "key": "ONS-2026-0001/5/settled/0",
            "kind": "settle",
            "number": 5,
            "headline": "opinion given: support",
        }
    )
    await post.settle(over.model_copy(update={"by": "lena", "at": begun, "choices": ()}))
    card = (await seen(elsewhere, sent.room))[sent.mark]
    assert "Opinion given: support by Lena" in card["text"]


async def test_what_it_refuses_goes_to_the_next_channel(elsewhere: Posting, kept: SqlRecords) -> None:
    post = SlackPost(elsewhere, kept, Places(), str.title)
    nobody = Recipient("gil", "Gil", "gil@ons.example", "U0NOBODY")
    with pytest.raises(Undeliverable):
        await post.deliver(asked("7"), nobody, 1, datetime.now(UTC))
