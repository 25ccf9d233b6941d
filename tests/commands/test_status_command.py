"""`status`, before and after a round."""

from pathlib import Path

from command_kit import call


def test_status_shows_everything_at_once(lived: Path) -> None:
    """Feeds, queue, outbox, items, models, database, and the alert with its latency."""
    ended = call("status", "-c", lived)
    assert ended.code == 0
    for word in (
        "not running",
        "feeds due",
        "pages waiting",
        "model",
        "transfer",
        "bytes",
        "published to seen",
        "card",
    ):
        assert word in ended.text


def test_a_model_has_its_topic_once(lived: Path) -> None:
    """In `status` and `check` alike: its version begins with it, but stands beside it there."""
    for command in (("status",), ("check", "--offline")):
        (line,) = [line for line in call(*command, "-c", lived).text.splitlines() if " transfer" in line]
        assert line.count("transfer") == 1
        assert "flags at 0." in line


def test_status_as_json(lived: Path) -> None:
    """The same numbers."""
    seen = call("status", "-c", lived, "--json").json
    assert seen["items"] == 3
    assert seen["running"] is False
    assert {model["topic"] for model in seen["models"]} >= {"transfer", "strike_threat"}
    assert seen["alerts"][0]["seen_at"] <= seen["alerts"][0]["posted_at"]


def test_a_probe_asks_whether_a_bot_runs(lived: Path, config: Path) -> None:
    """A round by the clock leaves no sign of life; without a database there is nothing to ask."""
    assert call("status", "--alive", "-c", lived).code == 1
    ended = call("status", "-c", config)
    assert (ended.code, "no database" in ended.err) == (1, True)
