"""The keys that Temporal's history was encrypted with are lost."""

from pathlib import Path

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from demo.ports import free_port
from tests.runbook.conftest import Office
from tests.starter.shell import Shell
from tests.workflows.house import dev_server, until
from wiring.codec_keys import LiveRing
from wiring.temporal import encrypting


async def test_without_the_keys_requests_go_on_from_the_records(tmp_path: Path) -> None:
    path, port = tmp_path / "codec.keys", free_port()
    assert Shell(tmp_path)("codec", "new-key", str(path)).code == 0
    async with dev_server(port=port, converter=encrypting(LiveRing(path), "default")) as client:
        office = Office(client, tmp_path)
        office.shell = Shell(tmp_path, **{**office.shell.environ, "SHARING_CODEC_KEYS": str(path)})
        async with office.worker():
            reference = await office.lodged()
            await office.road(reference, 0, 1)
            await office.rests(reference)
            await office.verified(reference)
        path.unlink()
        await office.starter("codec", "new-key")
        office.move_to(
            await Client.connect(f"127.0.0.1:{port}", data_converter=encrypting(LiveRing(path), "default"))
        )
        async with office.worker():
            await office.verified(reference, "unasked")
            await office.temporal("workflow", "delete", "--yes", "--workflow-id", reference)

            async def is_gone() -> bool:
                try:
                    await office.handle(reference).describe()
                except RPCError as wrong:
                    return wrong.status is RPCStatusCode.NOT_FOUND
                return False

            await until(is_gone)
            await office.verified(reference, "lost")
            told = await office.starter("mend", reference)
            assert "goes on from the records" in told.out
            await office.road(reference, 1, 2)
            await until(lambda: "opinion-given" in [one.fact.kind for one in office.store.history(reference)])
            await office.rests(reference)
            await office.verified(reference)
        office.store.close()
