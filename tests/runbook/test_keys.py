"""The desk's signing key is lost."""

from pathlib import Path

import pytest

from sharing.refused import Refused
from tests.runbook.conftest import Office
from tests.starter.shell import Shell
from tests.workflows.house import until
from wiring.ring import ring_for
from wiring.sealing import key_at
from wiring.settings import Settings
from worker import build


async def test_without_the_old_key_requests_are_taught_the_new_one(office: Office, tmp_path: Path) -> None:
    async with office.worker():
        reference = await office.lodged()
        await office.road(reference, 0, 1)
        await office.rests(reference)
    path = tmp_path / "new.key"
    await office.starter("keys", "new", "--to", str(path))
    (tmp_path / "data" / "desk.key").unlink()
    office.shell = Shell(office.folder, **{**office.shell.environ, "SHARING_SIGNING_KEY_PATH": str(path)})
    ring = ring_for(Settings.from_env(office.shell.environ))
    office.key = key_at(path, make=False)
    office.move_to(office.client)
    async with build(office.client, office.store, [], ring, task_queue=office.queue):
        with pytest.raises(Refused):
            await office.road(reference, 1, 2)
        await office.verified(reference)
        told = await office.starter("mend", reference, "--replace")
        assert "goes on from the records" in told.out
        await office.road(reference, 1, 2)
        await until(lambda: "opinion-given" in [one.fact.kind for one in office.store.history(reference)])
        await office.verified(reference)
