"""A worker that finds its records unusable does not begin: it says why, in a sentence, and what to do."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from pathlib import Path

import records
from demo.servers import Server
from records.database import Database
from tests.starter.shell import clean_environ


def damaged(path: Path) -> None:
    """Somebody has written over the file."""
    content = bytearray(path.read_bytes())
    content[:4096] = b"A shopping list: milk, eggs, bread. ".ljust(4096, b"!")
    path.write_bytes(content)


def newer(path: Path) -> None:
    """A newer version of the program has been at work."""
    database = Database(f"sqlite:///{path}")
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()


def missing(path: Path) -> None:
    """Nobody has made any."""
    path.unlink()


SENTENCES: dict[Callable[[Path], None], str] = {
    damaged: "are damaged. Stop everything that uses them and put back a backup.",
    newer: "were written by a newer version of this program. Update it.",
    missing: "There are no records at",
}


BEGIN_IN_EACH = """
import os, sys, worker
for folder in sys.argv[1:]:
    os.environ["SHARING_DATA_DIR"] = folder
    print(worker.main(), flush=True)
"""


async def test_a_worker_over_unusable_records_ends_with_a_sentence_and_leaves_them_as_they_are(
    server: Server, tmp_path: Path
) -> None:
    folders = [tmp_path / spoil.__name__ for spoil in SENTENCES]
    for spoil, folder in zip(SENTENCES, folders, strict=True):
        records.migrate(f"sqlite:///{folder / 'records.db'}")
        spoil(folder / "records.db")
    before = [contents(folder) for folder in folders]
    environ = {**clean_environ(), "SHARING_TEMPORAL_ADDRESS": server.client.service_client.config.target_host}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BEGIN_IN_EACH, *map(str, folders), env=environ, stdout=PIPE, stderr=PIPE
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), 90)
    finally:
        if process.returncode is None:
            process.kill()
    assert out.decode().split() == ["1", "1", "1"]
    said = [line for line in err.decode().splitlines() if any(sentence in line for sentence in SENTENCES.values())]
    for sentence, line in zip(SENTENCES.values(), said, strict=True):
        assert sentence in line
    # Beside them a library may warn, of a slow server for instance; what is no sentence at all is a bug of ours.
    assert "Traceback" not in err.decode()
    assert [contents(folder) for folder in folders] == before


def contents(folder: Path) -> bytes | None:
    """The file of records, byte by byte."""
    path = folder / "records.db"
    return path.read_bytes() if path.exists() else None
