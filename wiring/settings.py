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
    web_address: str
    """Where the service's own pages are, for links in cards and letters; empty where there are none."""
    web_listen: str
    """Where the pages are served: host and port."""
    oidc_issuer: str
    """The identity provider of the staff; without one, a local installation offers a list of people."""
    oidc_client: str
    oidc_secret: SecretStr | None
    uploads: str
    """Where documents are kept: `s3://bucket/prefix`, or a folder; empty: a folder beside the other data."""
    malware_check: str
    """A program that is given the path of every document handed in, and refuses it by its exit code."""
    slack_bot_token: SecretStr | None
    """Without one, a local installation talks to the stand-in, and any other to nobody in Slack."""
    slack_app_token: SecretStr | None
    """With one, Slack is heard over Socket Mode; without, over HTTP at `slack_address`."""
    slack_signing_secret: SecretStr | None
    slack_team: str
    slack_address: str
    mail_from: str
    """The service's own address: letters come from it, and mail to it is a request."""
    mail_server: str
    """host:port of an SMTP server; empty: none."""
    mail_security: str
    mail_user: str
    mail_password: SecretStr | None
    notify_key: SecretStr | None
    """A key of GOV.UK Notify, which then takes the place of SMTP."""
    notify_template: str
    mail_in: str
    """Where mail to the service is fetched: `maildir:/path` or `imaps://user@host/folder`; empty: nowhere."""
    mail_in_password: SecretStr | None
    letters_dir: Path | None
    """A folder with letters of the installation's own, which go before those that come with the project."""
    mail_in_server: str
    """The name under which the mail server in front says what it has checked of senders (its authserv-id)."""
    stand_in: bool
    """Whether the stand-in takes the place of Slack and of a mail server; `starter up` sets it where it runs one."""
    stand_in_address: str
    stand_in_mail: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """The settings that these variables make. Raises WrongSetting, with a sentence."""
        _refuse_unknown(environ)
        environment = _read(environ, "ENVIRONMENT", _environment, Environment.LOCAL)
        data_dir = _read(environ, "DATA_DIR", _path, _path(".data"))
        web_listen = _read(environ, "WEB_LISTEN", _address, "127.0.0.1:8400")
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
            web_address=_optional(environ, "WEB_ADDRESS", _web_address)
            or (f"http://{web_listen}" if environment is Environment.LOCAL else ""),
            web_listen=web_listen,
            oidc_issuer=_optional(environ, "OIDC_ISSUER", _web_address) or "",
            oidc_client=_optional(environ, "OIDC_CLIENT", _name) or "",
            oidc_secret=_optional(environ, "OIDC_SECRET", SecretStr),
            uploads=_read(environ, "UPLOADS", _uploads, f"{data_dir / 'uploads'}"),
            malware_check=_optional(environ, "MALWARE_CHECK", _name) or "",
            slack_bot_token=_optional(environ, "SLACK_BOT_TOKEN", SecretStr),
            slack_app_token=_optional(environ, "SLACK_APP_TOKEN", SecretStr),
            slack_signing_secret=_optional(environ, "SLACK_SIGNING_SECRET", SecretStr),
            slack_team=_optional(environ, "SLACK_TEAM", _name) or "",
            slack_address=_read(environ, "SLACK_ADDRESS", _address, "127.0.0.1:8404"),
            mail_from=_read(environ, "MAIL_FROM", _mailbox, "data-sharing@service.example"),
            mail_server=_optional(environ, "MAIL_SERVER", _address) or "",
            mail_security=_read(environ, "MAIL_SECURITY", _security, "starttls"),
            mail_user=_optional(environ, "MAIL_USER", _name) or "",
            mail_password=_optional(environ, "MAIL_PASSWORD", SecretStr),
            notify_key=_optional(environ, "NOTIFY_KEY", SecretStr),
            notify_template=_optional(environ, "NOTIFY_TEMPLATE", _name) or "",
            mail_in=_optional(environ, "MAIL_IN", _mail_source) or "",
            mail_in_password=_optional(environ, "MAIL_IN_PASSWORD", SecretStr),
            letters_dir=_optional(environ, "LETTERS_DIR", _path),
            mail_in_server=_optional(environ, "MAIL_IN_SERVER", _name) or "",
            stand_in=_read(environ, "STAND_IN", _on_or_off, False),
            stand_in_address=_read(environ, "STAND_IN_ADDRESS", _address, "127.0.0.1:8405"),
            stand_in_mail=_read(environ, "STAND_IN_MAIL", _address, "127.0.0.1:8025"),
        ).made_whole()

    def made_whole(self) -> Self:
        """Itself, once what belongs together is there. Raises WrongSetting."""
        needs = {
            "SLACK_BOT_TOKEN": (self.slack_bot_token, "SLACK_TEAM", self.slack_team, "the id of the team, T…"),
            "NOTIFY_KEY": (self.notify_key, "NOTIFY_TEMPLATE", self.notify_template, "the template's id"),
            "OIDC_ISSUER": (self.oidc_issuer, "OIDC_CLIENT", self.oidc_client, "the client's id there"),
        }
        for name, (given, other, beside, what) in needs.items():
            if given and not beside:
                raise WrongSetting(f"{PREFIX}{name} needs {PREFIX}{other} beside it; write {what}.")
        if self.slack_bot_token and not (self.slack_app_token or self.slack_signing_secret):
            raise WrongSetting(
                f"{PREFIX}SLACK_BOT_TOKEN needs {PREFIX}SLACK_SIGNING_SECRET beside it, or {PREFIX}SLACK_APP_TOKEN "
                "to hear Slack over Socket Mode."
            )
        if self.stand_in and (self.slack_bot_token or not self.local):
            raise WrongSetting(f"{PREFIX}STAND_IN is for a machine of one's own, and without a real Slack token.")
        if self.mail_in.startswith("imaps:") and not self.mail_in_password:
            raise WrongSetting(f"{PREFIX}MAIL_IN needs {PREFIX}MAIL_IN_PASSWORD beside it.")
        return self

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


def _optional(environ: Mapping[str, str], name: str, parse: Callable[[str], T]) -> T | None:
    """The same for a variable that may be left out."""
    return _read(environ, name, parse, None) if environ.get(PREFIX + name, "").strip() else None


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


def _mailbox(text: str) -> str:
    local, _, domain = _name(text).rpartition("@")
    if not local or "." not in domain or any(character in " <>," for character in text):
        raise ValueError(f"is {text!r}; write one plain e-mail address, such as 'data-sharing@service.example'.")
    return text


def _on_or_off(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError(f"is {text!r}; write 'on' or 'off'.")
    return text == "on"


def _security(text: str) -> str:
    if text not in ("none", "starttls", "tls"):
        raise ValueError(f"is {text!r}; write 'none', 'starttls' or 'tls'.")
    return text


def _uploads(text: str) -> str:
    if text.startswith("s3://"):
        if not urlsplit(text).netloc:
            raise ValueError(f"is {text!r}; write 's3://bucket/prefix'.")
        return text
    return str(_path(text))


def _mail_source(text: str) -> str:
    kind, _, rest = text.partition(":")
    if kind == "maildir" and rest:
        return f"maildir:{_path(rest)}"
    parts = urlsplit(text)
    if kind != "imaps" or not (parts.hostname and parts.username) or parts.password is not None:
        raise ValueError("is no mailbox; write 'maildir:/path/to/maildir' or 'imaps://user@host/folder'.")
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
