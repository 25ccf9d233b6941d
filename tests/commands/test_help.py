"""What `--help` says of each command is what was written of it."""

import re
from collections.abc import Iterator

import pytest
import typer
from command_kit import call

from bot.commands import app

_TABLE = re.compile(r"\\?(\[\[?[a-z]+\]?\])")  # the name of a table of config.toml, with what shields it from rich


def _told() -> Iterator[tuple[tuple[str, ...], str]]:
    """Each command that tells of a table, with all that was written of it."""
    open_groups = [((), typer.main.get_command(app))]
    for path, command in open_groups:
        open_groups += [((*path, name), its) for name, its in getattr(command, "commands", {}).items()]
        written = "\n".join([command.help or "", *(getattr(its, "help", None) or "" for its in command.params)])
        if _TABLE.search(written):
            yield path, written


TOLD = dict(_told())


def test_commands_tell_of_tables() -> None:
    """Else the next test would hold nothing."""
    assert {("run",), ("web",), ("prune",), ("digest",), ("feeds", "import")} <= set(TOLD)


@pytest.mark.parametrize("path", TOLD, ids=" ".join)
def test_names_of_tables_keep_their_brackets(path: tuple[str, ...]) -> None:
    """`[web]` is no markup, and nothing that shields it is seen."""
    said = call(*path, "--help").text
    assert [name for name in _TABLE.findall(TOLD[path]) if name not in said] == []
    assert "\\[" not in said
