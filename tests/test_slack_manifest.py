"""The app manifest asks for what the bot uses, and for no more; it keeps to the limits of Slack's manifest schema."""

import json
from pathlib import Path

from bot.channels.slack_buttons import COMMAND, EXPLAIN

DOCS = Path(__file__).parents[1] / "docs"
MANIFEST = json.loads((DOCS / "slack-manifest.json").read_text(encoding="utf-8"))


def test_it_names_the_shortcut_and_the_command_that_are_heard() -> None:
    """By the ids that the code listens for; Socket Mode and interactivity are on."""
    (shortcut,) = MANIFEST["features"]["shortcuts"]
    (command,) = MANIFEST["features"]["slash_commands"]
    assert (shortcut["type"], shortcut["callback_id"], command["command"]) == ("message", EXPLAIN, COMMAND)
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["interactivity"] == {"is_enabled": True}


def test_every_scope_is_explained() -> None:
    """And none is asked for that the page does not name."""
    page = (DOCS / "slack.md").read_text(encoding="utf-8")
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert scopes == {"bot": ["chat:write", "channels:history", "groups:history", "commands"]}
    assert [scope for scope in scopes["bot"] if f"`{scope}`" not in page] == []


def test_texts_keep_to_slacks_limits() -> None:
    """https://docs.slack.dev/reference/app-manifest: 35, 140, 24, 150, 2,000 and 1,000 characters."""
    shown, features = MANIFEST["display_information"], MANIFEST["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(features["shortcuts"][0]["name"]) <= 24
    assert len(features["shortcuts"][0]["description"]) <= 150
    assert len(features["slash_commands"][0]["description"]) <= 2_000
    assert len(features["slash_commands"][0]["usage_hint"]) <= 1_000
