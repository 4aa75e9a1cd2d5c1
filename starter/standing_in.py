"""What the stand-in for Slack and mail is told: the people of the directory, our addresses, its own folder."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiring.settings import PREFIX
from wiring.slack import STAND_IN_TEAM, STAND_IN_TOKEN, access, stand_in_folder

if TYPE_CHECKING:
    from starter.installation import Installation

SHORTCUTS = (("find_request", "Find a request"), ("pass_on_request", "Pass on a request"))
COMMANDS = (("/datashare", "[reference | new]"),)


def with_stand_in(here: "Installation") -> "Installation":
    """The same installation with the stand-in, where nothing else is set up for Slack on a machine of one's own."""
    from starter.installation import Installation

    settings = here.settings
    if not settings.local or settings.slack_bot_token is not None or here.environ.get(f"{PREFIX}STAND_IN"):
        return here
    mail = {f"{PREFIX}MAIL_IN": f"maildir:{stand_in_folder(settings) / 'mail-in'}"} if not settings.mail_in else {}
    return Installation({**here.environ, f"{PREFIX}STAND_IN": "on", **mail})


def written(here: "Installation") -> Path:
    """Write the stand-in's configuration, and say where. It holds the secret, so only its owner reads it."""
    settings, folder = here.settings, stand_in_folder(here.settings)
    reached = access(settings)
    assert reached is not None, "a stand-in is run where it is reached"
    assert reached.signing_secret is not None, "the stand-in signs"
    host, _, port = settings.stand_in_address.rpartition(":")
    people = [
        {"id": person.slack.user, "name": person.name, "email": person.email, "deleted": not person.active}
        for person in here.directory.people
        if person.slack is not None and person.slack.team == STAND_IN_TEAM
    ]
    config: dict[str, Any] = {
        "people": people,
        "folder": str(folder),
        "app_url": f"http://{settings.slack_address}/slack/events",
        "host": host,
        "port": int(port),
        "smtp_port": int(settings.stand_in_mail.rpartition(":")[2]),
        "team": STAND_IN_TEAM,
        "bot_token": STAND_IN_TOKEN,
        "signing_secret": reached.signing_secret,
        "service_address": settings.mail_from,
        "shortcuts": SHORTCUTS,
        "commands": COMMANDS,
        "links": [("Temporal UI", settings.temporal_ui)],
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.json"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(config, file, indent=2)
    return path
