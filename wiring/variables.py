"""One variable of the environment: read, and refused with a sentence that names it where it cannot stand."""

import base64
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

PREFIX = "SHARING_"

_DATABASES = ("sqlite", "postgresql")
_HIGHEST_PORT = 65_535
PUBLIC_BYTES = 32

T = TypeVar("T")


class WrongSetting(Exception):
    """A setting that cannot stand; its text names the variable and says what to write."""


class Environment(StrEnum):
    """Where this runs. Only `local` lets one person speak as another (`starter say --as`)."""

    LOCAL = "local"
    PRODUCTION = "production"


def read(environ: Mapping[str, str], name: str, parse: Callable[[str], T], default: T | None) -> T:
    """One variable, parsed; what `parse` says against it gets the variable's name in front."""
    text = environ.get(PREFIX + name, "").strip()
    if not text and default is not None:
        return default
    try:
        return parse(text)
    except ValueError as wrong:
        raise WrongSetting(f"{PREFIX}{name} {wrong}") from None


def optional(environ: Mapping[str, str], name: str, parse: Callable[[str], T]) -> T | None:
    """The same for a variable that may be left out."""
    return read(environ, name, parse, None) if environ.get(PREFIX + name, "").strip() else None


def as_environment(text: str) -> Environment:
    """One of the environments. Raises ValueError."""
    try:
        return Environment(text)
    except ValueError:
        raise ValueError(f"is {text!r}; write 'local' or 'production'.") from None


def as_line(text: str) -> str:
    """Text on one line. Raises ValueError."""
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise ValueError("holds a control character; write it on one line.")
    return text


def as_path(text: str) -> Path:
    """An absolute path. Raises ValueError."""
    if not text:
        raise ValueError("is not set; in production, write the path of the file that says who holds which office.")
    if "\0" in text:
        raise ValueError("holds a NUL character; write the path of a file or folder.")
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise ValueError(f"is {text!r}, but there is no such home folder; write the path in full.") from None


def as_database(text: str) -> SecretStr:
    """The address of a database that the records can be kept in. Raises ValueError."""
    kind, separator, rest = text.partition("://")
    # The text itself may hold a password, so it is not repeated.
    if kind.partition("+")[0] not in _DATABASES or not separator or not rest:
        raise ValueError(
            "is not a database that the records can be kept in; write 'sqlite:////path/to/records.db' or "
            "'postgresql+psycopg://user:password@host/database'."
        )
    return SecretStr(text)


def as_address(text: str) -> str:
    """A host and a port. Raises ValueError."""
    host, _, port = text.rpartition(":")
    if "/" in host or not host or not (port.isascii() and port.isdigit() and 0 < int(port) <= _HIGHEST_PORT):
        raise ValueError(f"is {text!r}; write a host and a port, such as '127.0.0.1:7233'.")
    return text


def as_mailbox(text: str) -> str:
    """One plain e-mail address. Raises ValueError."""
    local, _, domain = as_line(text).rpartition("@")
    if not local or "." not in domain or any(character in " <>," for character in text):
        raise ValueError(f"is {text!r}; write one plain e-mail address, such as 'data-sharing@service.example'.")
    return text


def as_public_key(text: str) -> str:
    """The public half of an Ed25519 key in base64. Raises ValueError."""
    try:
        stands = len(base64.b64decode(text, validate=True)) == PUBLIC_BYTES
    except ValueError:
        stands = False
    if not stands:
        raise ValueError("is no public key; write the line that `starter keys root` printed.")
    return text


def as_switch(text: str) -> bool:
    """On or off. Raises ValueError."""
    if text not in ("on", "off"):
        raise ValueError(f"is {text!r}; write 'on' or 'off'.")
    return text == "on"


def as_log(text: str) -> str:
    """How processes log. Raises ValueError."""
    if text not in ("text", "json"):
        raise ValueError(f"is {text!r}; write 'text' or 'json'.")
    return text


def as_security(text: str) -> str:
    """How the way to a mail server is secured. Raises ValueError."""
    if text not in ("none", "starttls", "tls"):
        raise ValueError(f"is {text!r}; write 'none', 'starttls' or 'tls'.")
    return text


def as_shelf(text: str) -> str:
    """Where documents are kept: a folder, or a bucket. Raises ValueError."""
    if text.startswith("s3://"):
        if not urlsplit(text).netloc:
            raise ValueError(f"is {text!r}; write 's3://bucket/prefix'.")
        return text
    return str(as_path(text))


def as_mail_source(text: str) -> str:
    """Where mail is fetched. Raises ValueError."""
    kind, _, rest = text.partition(":")
    if kind == "maildir" and rest:
        return f"maildir:{as_path(rest)}"
    parts = urlsplit(text)
    if kind != "imaps" or not (parts.hostname and parts.username) or parts.password is not None:
        raise ValueError("is no mailbox; write 'maildir:/path/to/maildir' or 'imaps://user@host/folder'.")
    return text


def as_web_address(text: str) -> str:
    """A web address, without a slash at its end. Raises ValueError."""
    try:
        parts = urlsplit(text)
        stands = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        stands = False
    if not stands:
        raise ValueError(f"is {text!r}; write a web address, such as 'http://127.0.0.1:8233'.")
    return text.rstrip("/")
