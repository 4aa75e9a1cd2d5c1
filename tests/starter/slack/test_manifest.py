"""The manifest asks Slack for what the code uses, no less and no more, in a shape that Slack takes."""

import re
from pathlib import Path
from typing import Any

import yaml

from starter.slack.app import COMMAND, FIND_REQUEST, PASS_ON_REQUEST
from starter.standing_in import COMMANDS, SHORTCUTS

HOUSE = Path(__file__).parents[3]
MANIFEST: dict[str, Any] = yaml.safe_load((HOUSE / "starter" / "slack_manifest.yaml").read_text())
SOURCES = "\n".join(
    path.read_text()
    for folder in ("channels/slack", "starter/slack")
    for path in sorted((HOUSE / folder).glob("*.py"))
)

SCOPE_OF_METHOD = {
    "auth.test": None,
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.open": "im:write",
    "conversations.replies": "im:history",
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
"""What Slack wants for each method of the Web API that we may call."""

EVENT_OF_LISTENER = {
    "app_home_opened": ("app_home_opened", None),
    "message": ("message.im", "im:history"),
    "user_change": ("user_change", "users:read"),
}
"""What is subscribed to for each event that is listened to, and the scope that Slack wants for it."""


def methods() -> set[str]:
    """The methods of the Web API that the sources call, as Slack spells them."""
    spelled = set(re.findall(r'"([a-z]+\.[a-zA-Z]+)"', SOURCES))
    called = re.findall(r"client\.(auth|chat|conversations|users|views)_(\w+)\(", SOURCES)
    camel = {f"{family}.{re.sub('_([a-z])', lambda found: found[1].upper(), name)}" for family, name in called}
    return spelled | camel


def test_every_method_that_is_called_is_known_here_and_every_known_one_is_called() -> None:
    assert methods() == SCOPE_OF_METHOD.keys()


def test_the_scopes_are_those_that_the_code_needs_and_no_others() -> None:
    listened = set(re.findall(r'app\.event\("(\w+)"\)', SOURCES))
    assert listened == EVENT_OF_LISTENER.keys()
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == {
        EVENT_OF_LISTENER[one][0] for one in listened
    }
    needed = {SCOPE_OF_METHOD[one] for one in methods()} | {EVENT_OF_LISTENER[one][1] for one in listened}
    asked = MANIFEST["oauth_config"]["scopes"]["bot"]
    assert set(asked) == needed - {None} | {"commands"}
    assert len(set(asked)) == len(asked)


def test_the_command_and_the_shortcuts_are_those_that_are_heard_here_and_offered_by_the_stand_in() -> None:
    features = MANIFEST["features"]
    assert [(one["command"], one["usage_hint"]) for one in features["slash_commands"]] == list(COMMANDS)
    assert [one["command"] for one in features["slash_commands"]] == [COMMAND]
    assert [(one["callback_id"], one["name"]) for one in features["shortcuts"]] == list(SHORTCUTS)
    assert [one["callback_id"] for one in features["shortcuts"]] == [FIND_REQUEST, PASS_ON_REQUEST]


def test_slack_takes_the_manifest_as_it_is() -> None:
    assert MANIFEST.keys() == {"_metadata", "display_information", "features", "oauth_config", "settings"}
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert re.fullmatch("#[0-9a-f]{6}", shown["background_color"])
    assert MANIFEST["features"].keys() == {"app_home", "bot_user", "shortcuts", "slash_commands"}
    for one in MANIFEST["features"]["shortcuts"]:
        assert one.keys() == {"name", "type", "callback_id", "description"}
        assert len(one["name"]) <= 24
        assert len(one["description"]) <= 150
        assert one["type"] == "global"
    for one in MANIFEST["features"]["slash_commands"]:
        assert re.fullmatch("/[a-z-]{1,31}", one["command"])
        assert len(one["description"]) <= 2_000
    assert MANIFEST["settings"]["interactivity"] == {"is_enabled": True}
    # Over HTTP Slack wants addresses here; Socket Mode wants none.
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
