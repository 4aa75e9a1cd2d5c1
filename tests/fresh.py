"""Records of a test's own: set up once in each process, and copied."""

import functools
import tempfile
from pathlib import Path

import records


def fresh_records(folder: Path) -> str:
    """The URL of the records in that folder: those that lie there, else new ones, set up for this version."""
    path = folder / "records.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_set_up())
    return f"sqlite:///{path}"


@functools.cache
def _set_up() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.db"
        records.migrate(f"sqlite:///{path}")
        return path.read_bytes()
