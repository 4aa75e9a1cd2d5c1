"""What an installation may set, read once from the environment and refused with a sentence where it is wrong.

Every variable begins with `SHARING_`; nothing needs to be set to try the project on one machine. An empty
variable counts as unset, because compose files write `NAME=${NAME:-}`.
"""

import difflib
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from policy.value import Value

PREFIX = "SHARING_"
SAMPLE_DIRECTORY = Path(__file__).with_name("sample_directory.yaml")

_DATABASES = ("sqlite", "postgresql")
_HIGHEST_PORT = 65_535

T = TypeVar("T")


class WrongSetting(Exception):
    """A setting that cannot stand; its text names the variable and says what to write."""


class Environment(StrEnum):
    """Where this runs. Only `local` lets one person speak as another (`starter say --as`)."""

    LOCAL = "local"
    PRODUCTION = "production"


class Settings(Value):
    """The settings of one installation. Paths are absolute, so that worker and doors agree on them."""

    environment: Environment
    service_name: str
    data_dir: Path
    database_url: SecretStr
    """Where the records live. Secret, because it may hold a password."""
    documents_dir: Path
    signing_key_path: Path
    """The desk's private key. Who can read it can speak in anybody's name."""
    directory_path: Path
    """Who holds which office; in local mode a sample stands in for it."""
    temporal_address: str
    temporal_namespace: str
    temporal_ui: str
    task_queue: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """The settings that these variables make. Raises WrongSetting, with a sentence."""
        _refuse_unknown(environ)
        environment = _read(environ, "ENVIRONMENT", _environment, Environment.LOCAL)
        data_dir = _read(environ, "DATA_DIR", _path, _path(".data"))
        return cls(
            environment=environment,
            service_name=_read(environ, "SERVICE_NAME", _name, "Data sharing requests"),
            data_dir=data_dir,
            database_url=_read(environ, "DATABASE_URL", _database, _database_in(data_dir)),
            documents_dir=_read(environ, "DOCUMENTS_DIR", _path, data_dir / "documents"),
            signing_key_path=_read(environ, "SIGNING_KEY_PATH", _path, data_dir / "desk.key"),
            directory_path=_read(environ, "DIRECTORY_PATH", _path, _sample_directory(environment)),
            temporal_address=_read(environ, "TEMPORAL_ADDRESS", _address, "127.0.0.1:7233"),
            temporal_namespace=_read(environ, "TEMPORAL_NAMESPACE", _name, "default"),
            temporal_ui=_read(environ, "TEMPORAL_UI", _web_address, "http://127.0.0.1:8233"),
            task_queue=_read(environ, "TASK_QUEUE", _name, "sharing-requests"),
        )

    @property
    def local(self) -> bool:
        """Whether this is somebody's own machine, where the sample directory's people may be played."""
        return self.environment is Environment.LOCAL


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    """A misspelt variable would otherwise be passed over, and the default silently used."""
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1)
            advice = f"Did you mean {nearest[0]}?" if nearest else f"Known are: {', '.join(known)}."
            raise WrongSetting(f"{name} is not a setting of this project. {advice}")


def _read(environ: Mapping[str, str], name: str, parse: Callable[[str], T], default: T | None) -> T:
    """One variable, parsed; what `parse` says against it gets the variable's name in front."""
    text = environ.get(PREFIX + name, "").strip()
    if not text and default is not None:
        return default
    try:
        return parse(text)
    except ValueError as wrong:
        raise WrongSetting(f"{PREFIX}{name} {wrong}") from None


def _environment(text: str) -> Environment:
    try:
        return Environment(text)
    except ValueError:
        raise ValueError(f"is {text!r}; write 'local' or 'production'.") from None


def _name(text: str) -> str:
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise ValueError("holds a control character; write it on one line.")
    return text


def _path(text: str) -> Path:
    if not text:
        raise ValueError("is not set; in production, write the path of the file that says who holds which office.")
    if "\0" in text:
        raise ValueError("holds a NUL character; write the path of a file or folder.")
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise ValueError(f"is {text!r}, but there is no such home folder; write the path in full.") from None


def _database(text: str) -> SecretStr:
    kind, separator, rest = text.partition("://")
    # The text itself may hold a password, so it is not repeated.
    if kind.partition("+")[0] not in _DATABASES or not separator or not rest:
        raise ValueError(
            "is not a database that the records can be kept in; write 'sqlite:////path/to/records.db' or "
            "'postgresql+psycopg://user:password@host/database'."
        )
    return SecretStr(text)


def _database_in(data_dir: Path) -> SecretStr:
    return SecretStr(f"sqlite:///{data_dir / 'records.db'}")


def _sample_directory(environment: Environment) -> Path | None:
    """The stand-in for a directory: invented people, so not in production."""
    return SAMPLE_DIRECTORY if environment is Environment.LOCAL else None


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if "/" in host or not host or not (port.isascii() and port.isdigit() and 0 < int(port) <= _HIGHEST_PORT):
        raise ValueError(f"is {text!r}; write a host and a port, such as '127.0.0.1:7233'.")
    return text


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        stands = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        stands = False
    if not stands:
        raise ValueError(f"is {text!r}; write a web address, such as 'http://127.0.0.1:8233'.")
    return text.rstrip("/")
