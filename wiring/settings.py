"""What an installation may set, read once from the environment and refused with a sentence where it is wrong.

Every variable begins with `SHARING_`; nothing needs to be set to try the project on one machine. An empty
variable counts as unset, because compose files write `NAME=${NAME:-}`. A secret setting may also be given by a file:
`SHARING_X_FILE`.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import SecretStr

from policy.value import Value
from wiring.secret_files import SUFFIX, from_files
from wiring.variables import (
    PREFIX,
    Environment,
    WrongSetting,
    as_address,
    as_database,
    as_environment,
    as_line,
    as_log,
    as_mail_source,
    as_mailbox,
    as_path,
    as_public_key,
    as_security,
    as_shelf,
    as_switch,
    as_web_address,
    optional,
    read,
)

SAMPLE_DIRECTORY = Path(__file__).with_name("sample_directory.yaml")


class Settings(Value):
    """The settings of one installation. Paths are absolute, so that worker and doors agree on them."""

    environment: Environment
    service_name: str
    scheme: str
    """The scheme that Slack, mail and the command line speak of where they are told of none; empty: the first."""
    data_dir: Path
    database_url: SecretStr
    """Where the records live. Secret, because it may hold a password."""
    documents_dir: Path
    signing_key_path: Path
    """The desk's private key. Who can read it can speak in anybody's name."""
    key_ring: Path
    """The public keys of desks that are believed, and those that are no more. Without the file: the desk's own."""
    root_key: str
    """The public half of the offline root, which alone changes the keys of open requests; empty: none."""
    directory_path: Path
    """Who holds which office; in local mode a sample stands in for it."""
    temporal_address: str
    temporal_namespace: str
    temporal_ui: str
    task_queue: str
    codec_keys: Path | None
    """The keys that Temporal's history is encrypted with. Who can read them can read every history."""
    codec_listen: str
    """Where the codec server is heard, which decodes for the Temporal UI: host and port."""
    codec_client: str
    """As whom the Temporal UI is known to the identity provider; tokens made out to another client are refused."""
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
    log: str
    """How processes log: `text` for people, `json` for programs."""
    health_listen: str
    """Where worker and doors answer whether they are alive and ready, with our own metrics; empty: nowhere."""
    metrics_listen: str
    """Where the worker gives the metrics of Temporal's SDK to Prometheus; empty: nowhere."""
    otlp_endpoint: str
    """Where traces are sent (OpenTelemetry over HTTP); empty: there are none."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """The settings that these variables make. Raises WrongSetting, with a sentence."""
        _refuse_unknown(environ)
        environ = from_files(environ, SECRETS)
        environment = read(environ, "ENVIRONMENT", as_environment, Environment.LOCAL)
        data_dir = read(environ, "DATA_DIR", as_path, as_path(".data"))
        web_listen = read(environ, "WEB_LISTEN", as_address, "127.0.0.1:8400")
        return cls(
            environment=environment,
            service_name=read(environ, "SERVICE_NAME", as_line, "Data sharing requests"),
            scheme=read(environ, "SCHEME", as_line, ""),
            data_dir=data_dir,
            database_url=read(environ, "DATABASE_URL", as_database, _database_in(data_dir)),
            documents_dir=read(environ, "DOCUMENTS_DIR", as_path, data_dir / "documents"),
            signing_key_path=read(environ, "SIGNING_KEY_PATH", as_path, data_dir / "desk.key"),
            key_ring=read(environ, "KEY_RING", as_path, data_dir / "keys.yaml"),
            root_key=optional(environ, "ROOT_KEY", as_public_key) or "",
            directory_path=read(environ, "DIRECTORY_PATH", as_path, _sample_directory(environment)),
            temporal_address=read(environ, "TEMPORAL_ADDRESS", as_address, "127.0.0.1:7233"),
            temporal_namespace=read(environ, "TEMPORAL_NAMESPACE", as_line, "default"),
            temporal_ui=read(environ, "TEMPORAL_UI", as_web_address, "http://127.0.0.1:8233"),
            task_queue=read(environ, "TASK_QUEUE", as_line, "sharing-requests"),
            codec_keys=optional(environ, "CODEC_KEYS", as_path),
            codec_listen=read(environ, "CODEC_LISTEN", as_address, "127.0.0.1:8406"),
            codec_client=optional(environ, "CODEC_CLIENT", as_line) or "",
            web_address=optional(environ, "WEB_ADDRESS", as_web_address)
            or (f"http://{web_listen}" if environment is Environment.LOCAL else ""),
            web_listen=web_listen,
            oidc_issuer=optional(environ, "OIDC_ISSUER", as_web_address) or "",
            oidc_client=optional(environ, "OIDC_CLIENT", as_line) or "",
            oidc_secret=optional(environ, "OIDC_SECRET", SecretStr),
            uploads=read(environ, "UPLOADS", as_shelf, f"{data_dir / 'uploads'}"),
            malware_check=optional(environ, "MALWARE_CHECK", as_line) or "",
            slack_bot_token=optional(environ, "SLACK_BOT_TOKEN", SecretStr),
            slack_app_token=optional(environ, "SLACK_APP_TOKEN", SecretStr),
            slack_signing_secret=optional(environ, "SLACK_SIGNING_SECRET", SecretStr),
            slack_team=optional(environ, "SLACK_TEAM", as_line) or "",
            slack_address=read(environ, "SLACK_ADDRESS", as_address, "127.0.0.1:8404"),
            mail_from=read(environ, "MAIL_FROM", as_mailbox, "data-sharing@service.example"),
            mail_server=optional(environ, "MAIL_SERVER", as_address) or "",
            mail_security=read(environ, "MAIL_SECURITY", as_security, "starttls"),
            mail_user=optional(environ, "MAIL_USER", as_line) or "",
            mail_password=optional(environ, "MAIL_PASSWORD", SecretStr),
            notify_key=optional(environ, "NOTIFY_KEY", SecretStr),
            notify_template=optional(environ, "NOTIFY_TEMPLATE", as_line) or "",
            mail_in=optional(environ, "MAIL_IN", as_mail_source) or "",
            mail_in_password=optional(environ, "MAIL_IN_PASSWORD", SecretStr),
            letters_dir=optional(environ, "LETTERS_DIR", as_path),
            mail_in_server=optional(environ, "MAIL_IN_SERVER", as_line) or "",
            stand_in=read(environ, "STAND_IN", as_switch, False),
            stand_in_address=read(environ, "STAND_IN_ADDRESS", as_address, "127.0.0.1:8405"),
            stand_in_mail=read(environ, "STAND_IN_MAIL", as_address, "127.0.0.1:8025"),
            log=read(environ, "LOG", as_log, "text"),
            health_listen=optional(environ, "HEALTH_LISTEN", as_address) or "",
            metrics_listen=optional(environ, "METRICS_LISTEN", as_address) or "",
            otlp_endpoint=optional(environ, "OTLP_ENDPOINT", as_web_address) or "",
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


SECRETS = tuple(
    name.upper() for name, field in Settings.model_fields.items() if field.annotation in (SecretStr, SecretStr | None)
)
"""The settings that may be given by a file, and are never shown."""


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    """A misspelt variable would otherwise be passed over, and the default silently used."""
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    known += [PREFIX + name + SUFFIX for name in SECRETS]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1)
            advice = f"Did you mean {nearest[0]}?" if nearest else f"Known are: {', '.join(known)}."
            raise WrongSetting(f"{name} is not a setting of this project. {advice}")


def _database_in(data_dir: Path) -> SecretStr:
    return SecretStr(f"sqlite:///{data_dir / 'records.db'}")


def _sample_directory(environment: Environment) -> Path | None:
    """The stand-in for a directory: invented people, so not in production."""
    return SAMPLE_DIRECTORY if environment is Environment.LOCAL else None


__all__ = ["PREFIX", "SAMPLE_DIRECTORY", "SECRETS", "Environment", "Settings", "WrongSetting"]
