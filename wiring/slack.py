"""How Slack is reached, or the stand-in that takes its place on one machine."""

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from wiring.settings import Settings

SLACK = "https://slack.com/api/"
STAND_IN_TOKEN = "xoxb-stand-in"
STAND_IN_TEAM = "T0SAMPLE"

STRANGE = {
    "deleted": "is deactivated",
    "is_restricted": "is a guest's",
    "is_ultra_restricted": "is a guest's",
    "is_bot": "is a bot's",
    "is_workflow_bot": "is a bot's",
    "is_stranger": "belongs to another organisation",
}
"""What Slack says of accounts that nobody is heard from, by its field, as the end of a sentence about the account."""


class Access(NamedTuple):
    """What Slack is spoken to and heard with. An `app_token` means Socket Mode; without one, signed HTTP."""

    url: str
    team: str
    bot_token: str
    signing_secret: str | None
    app_token: str | None

    def client(self, timeout: int = 10) -> AsyncWebClient:
        """A client that repeats nothing by itself: it would post twice. `timeout` is in seconds."""
        return AsyncWebClient(token=self.bot_token, base_url=self.url, timeout=timeout, retry_handlers=[])


def access(settings: Settings) -> Access | None:
    """How this installation reaches Slack; None where it does not."""
    if settings.slack_bot_token is not None:
        secret, app = settings.slack_signing_secret, settings.slack_app_token
        return Access(
            SLACK,
            settings.slack_team,
            settings.slack_bot_token.get_secret_value(),
            secret.get_secret_value() if secret else None,
            app.get_secret_value() if app else None,
        )
    if settings.stand_in:
        url = f"http://{settings.stand_in_address}/api/"
        return Access(url, STAND_IN_TEAM, STAND_IN_TOKEN, _stand_in_secret(settings), None)
    return None


def stand_in_folder(settings: Settings) -> Path:
    """Where the stand-in keeps what it is told."""
    return settings.data_dir / "stand-in"


def _stand_in_secret(settings: Settings) -> str:
    """The secret that the stand-in signs with, made once for each installation."""
    path = stand_in_folder(settings) / "secret"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip() or _stand_in_secret(settings)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        made = secrets.token_hex(32)
        file.write(made)
    return made
