"""A shell whose environment holds no secrets, as those of the service lie in a file for root only."""

from pathlib import Path

import pytest
from command_kit import TITLE, TOKEN_ENV, call, change_channel, json_lines


@pytest.fixture
def bare(lived: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state that has lived; a channel with buttons, mail, a desk and pings; nothing in the environment."""
    monkeypatch.delenv(TOKEN_ENV)
    change_channel(
        lived, f'type = "slack"\ntoken_env = "{TOKEN_ENV}"\napp_token_env = "NO_APP_TOKEN"\nchannel = "C0DESK"'
    )
    with lived.open("a", encoding="utf-8") as file:
        file.write(
            '[channels.hook]\ntype = "json"\nurl_env = "NO_URL"\nsecret_env = "NO_SECRET"\n'
            '[smtp]\nhost = "mail.example"\nuser_env = "NO_USER"\npassword_env = "NO_PASSWORD"\n'
            'from = "a@example.org"\n'
            '[web]\ntoken_env = "NO_TOKEN"\n[health]\nping_url_env = "NO_PING"\n'
        )
    return lived


@pytest.mark.parametrize(
    "command",
    [
        "status", "stories list", "stories show s-000001", "outbox list", "mute list", "mute add term x", "figures",
        "backup", "digest", "feeds list", "feeds export", "prune", "label", "explain Handover", "score",
    ],
)  # fmt: skip
def test_what_sends_nothing_needs_no_secret(command: str, bare: Path) -> None:
    """Exit code 0."""
    ended = call(*command.split(), "-c", bare, stdin=json_lines([{"title": TITLE}]) if command == "score" else b"")
    assert (ended.code, ended.err) == (0, ""), ended


def test_a_change_is_back_tested_without_secrets(bare: Path) -> None:
    """In both configurations."""
    assert call("backtest", "-c", bare, "--current", bare).code == 0


@pytest.mark.parametrize("command", ["run --once", "check --offline", "digest --to send", "web"])
def test_what_sends_or_serves_names_each_that_is_missing(command: str, bare: Path) -> None:
    """Exit code 2 with the variables."""
    ended = call(*command.split(), "-c", bare)
    assert ended.code == 2
    for name in (TOKEN_ENV, "NO_APP_TOKEN", "NO_URL", "NO_SECRET", "NO_USER", "NO_PASSWORD", "NO_TOKEN", "NO_PING"):
        assert f"the environment variable {name} is not set" in ended.err


def test_what_is_queued_is_for_the_channel_that_is_configured(bare: Path) -> None:
    """A card with buttons is to show a mute, whoever typed it and whatever their environment holds."""
    before = len(call("outbox", "list", "--json", "-c", bare).json)
    assert call("mute", "add", "story", "s-000001", "-c", bare).code == 0
    queued = call("outbox", "list", "--json", "-c", bare).json
    assert [(row["channel"], row["kind"]) for row in queued][: len(queued) - before] == [("desk", "edit")]
