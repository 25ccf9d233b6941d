"""Commands on a state that no `run` has made yet, and on a database with no poll in it."""

from pathlib import Path

import pytest
from command_kit import call

from bot import __version__
from bot.store import SqliteStore

LOOKING = (
    "status", "status --alive", "stories list", "stories show s-000001", "mute list", "outbox list", "figures",
    "digest", "backtest", "prune --dry-run", "backup",
)  # fmt: skip
CHANGING = (
    "stories split s-000001 1", "stories merge s-000001 s-000002", "mute add term x", "mute lift m", "outbox retry 5",
    "outbox drop 5", "label", "prune", "prune --vacuum", "digest --to send",
)  # fmt: skip


@pytest.mark.parametrize("command", [*LOOKING, *CHANGING])
def test_only_run_makes_a_database(command: str, config: Path) -> None:
    """All others end with 1 and one sentence, and leave no file: whoever calls them may be another user."""
    at = ("-c", config, "--current", config) if command == "backtest" else ("-c", config)
    ended = call(*command.split(), *at)
    assert (ended.code, ended.text) == (1, "")
    assert "there is no database" in ended.err
    assert "the first `pregonero run` makes it" in ended.err
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("has_database", [False, True])
def test_the_configured_feeds_are_listed_as_never_polled(config: Path, has_database: bool) -> None:
    """Exit code 0 with every feed; where there is no database, none is made."""
    if has_database:
        SqliteStore(config.parent / "state" / "pregonero.db").close()
    before = sorted(config.parent.iterdir())
    ended = call("feeds", "list", "-c", config)
    assert (ended.code, ended.err) == (0, "")
    rows = [row.split()[:3] for row in ended.text.splitlines()[1:]]
    assert rows == [["courier", "never", "polled"], ["diario", "never", "polled"]]
    listed = call("feeds", "list", "--json", "-c", config).json
    assert [(row["id"], row["health"]) for row in listed] == [("courier", "new"), ("diario", "new")]
    assert sorted(config.parent.iterdir()) == before


@pytest.mark.parametrize("command", [*LOOKING, "feeds list", "explain i-1"])
def test_looking_writes_nothing(command: str, lived: Path) -> None:
    """A database that may not be written is read as well: the folder and its files stay as they were."""
    state = lived.parent / "state"
    before = {path.name: path.read_bytes() for path in state.glob("pregonero.db")}
    at = ("-c", lived, "--current", lived) if command == "backtest" else ("-c", lived)
    assert "there is no database" not in call(*command.split(), *at).err
    assert {path.name: path.read_bytes() for path in state.glob("pregonero.db")} == before


def test_status_counts_the_feeds_that_were_never_polled(config: Path, lived: Path) -> None:
    """Before any poll all of them; later those that came into the configuration since."""
    SqliteStore(config.parent / "state" / "pregonero.db").close()
    assert "2 never polled" in call("status", "-c", config).text
    assert call("status", "--json", "-c", config).json["never_polled"] == 2
    assert "never polled" not in call("status", "-c", lived).text
    with lived.open("a", encoding="utf-8") as file:
        file.write('[[feeds]]\nid = "new"\nname = "New"\nurl = "https://new.example/rss"\n')
    assert "2 ok, 1 never polled" in call("status", "-c", lived).text


def test_the_version_is_told() -> None:
    """That of the package, exit code 0."""
    ended = call("--version")
    assert (ended.code, ended.text) == (0, f"pregonero {__version__}\n")
