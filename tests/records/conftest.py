"""A fresh, migrated database for each test: once on SQLite, once on PostgreSQL."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

import records
from tests.records.postgres import a_postgres

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[bool], str]]:
    """Makes databases on one server: the URL of a new one, empty or migrated."""
    with a_postgres() as home, psycopg.connect(host=str(home), user="postgres", autocommit=True) as server:

        def make(migrated: bool = True) -> str:
            name = f"t{next(_numbers)}"
            server.execute(f"CREATE DATABASE {name} TEMPLATE {'migrated' if migrated else 'template0'}")
            return f"postgresql://postgres@/{name}?host={home}"

        server.execute("CREATE DATABASE migrated")
        records.migrate(f"postgresql://postgres@/migrated?host={home}")
        yield make


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that has been migrated, to be copied."""
    path = tmp_path_factory.mktemp("records") / "migrated.db"
    records.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that has not been migrated."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/records.db"
    make: Callable[[bool], str] = request.getfixturevalue("postgres")
    return make(False)


@pytest.fixture
def file(tmp_path: Path, migrated_file: Path) -> Path:
    """A migrated SQLite file of this test's own."""
    return Path(shutil.copy(migrated_file, tmp_path / "records.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('file')}"
    make: Callable[[bool], str] = request.getfixturevalue("postgres")
    return make(True)


@pytest.fixture
def kept(url: str) -> Iterator[records.SqlRecords]:
    """Open records."""
    with records.open(url) as opened:
        yield opened
