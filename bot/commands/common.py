"""What the commands share: options, consoles, tables, files, and finding what people name."""

import getpass
import json
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import codec
from bot.config import Config
from bot.domain import Story, StoryId, Topic
from bot.errors import StoreBusy, UsageError

if TYPE_CHECKING:
    from bot.store import SqliteStore

ConfigFile = Annotated[Path, typer.Option("--config", "-c", help="The configuration.", show_default=True)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Topics = Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]...", help="Topics; all when left out.")]

DEFAULT_CONFIG = Path("config.toml")

_WIDE = 200  # columns of tables that go to a file or a pipe, where nothing needs to be folded
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()  # None: started with its standard output closed


# no markup and no emoji codes: what is printed holds words of feeds and servers
out = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, width=None if _is_terminal() else _WIDE)
err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def user_name() -> str:
    """Who sits at the terminal, as the system calls them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "somebody"


@contextmanager
def opened_store(config: Config, *, read_only: bool = False, is_locked: bool = False) -> "Iterator[SqliteStore]":
    """The database of a configuration, closed behind the block. Where there is none, none is made.

    Args:
        config: checked.
        read_only: nothing is written, not even by a migration.
        is_locked: the caller holds the lock of the state folder.

    Raises:
        StoreMissing: there is none yet.
        StoreError: it cannot be used.
    """
    from bot.app import open_store
    from bot.store import no_database

    if not read_only and not config.database.exists():  # who only looks is told so by the store
        raise no_database(config.database)
    store = open_store(config, read_only=read_only, is_locked=is_locked)
    try:
        yield store
    finally:
        store.close()


def is_running(config: Config) -> bool:
    """Whether a bot holds the state folder.

    Raises:
        StoreError: its lock cannot be asked.
    """
    from bot.store import StateLock, lock_file

    if not lock_file(config.database).exists():
        return False
    try:
        StateLock(lock_file(config.database)).release()
    except StoreBusy:
        return True
    return False


def load(file: Path, *, verbose: bool = False, with_secrets: bool = False) -> Config:
    """Reads the configuration and sets logging up.

    Args:
        file: config.toml.
        verbose: log every poll and decision.
        with_secrets: of commands that send or serve; the others work where the environment holds none.

    Raises:
        ConfigError: with every problem.
    """
    from bot import app, log

    config = app.load_config(file, with_secrets=with_secrets)
    log.configure(level=logging.DEBUG if verbose else logging.INFO, secrets=config.secrets)
    return config


def known_story(store: "SqliteStore", story_id: str) -> Story:
    """The story of that id.

    Raises:
        UsageError: there is none.
    """
    found = store.story(StoryId(story_id.strip()))
    if found is None:
        raise UsageError(f"there is no story {story_id[:40]!r}; `pregonero stories list` shows their ids")
    return found


def chosen_topics(wanted: Sequence[str] | None, known: Sequence[Topic]) -> list[Topic]:
    """Those that were named, in the order of the known ones; all when none was.

    Raises:
        UsageError: there is no such topic.
    """
    if unknown := sorted(set(wanted or ()) - set(known)):
        raise UsageError(f"no such topic: {', '.join(unknown)}; there are {', '.join(known)}")
    return [topic for topic in known if not wanted or topic in wanted]


def write_file(file: Path, text: str, remedy: str) -> None:
    """Writes what somebody asked for into the file that they named.

    Args:
        file: is replaced.
        text: all of it.
        remedy: what to do where it cannot be written.

    Raises:
        UsageError: it cannot be.
    """
    try:
        file.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as exc:  # ValueError: a NUL in the name
        what = (exc.strerror or exc) if isinstance(exc, OSError) else exc
        raise UsageError(f"{file} cannot be written: {what}; {remedy}") from exc


def table(*heads: str) -> Table:
    """Columns without lines around them; without heads, those are not shown."""
    return Table(*heads, box=None, pad_edge=False, show_header=bool(heads))


def minute(moment: datetime | None) -> str:
    """A time to the minute; None = ""."""
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}Z"


def second(moment: datetime) -> str:
    """A time to the second."""
    return f"{moment:%Y-%m-%d %H:%M:%S}Z"


def model_text(topic: Topic, version: str, threshold: float) -> str:
    """Which model judges, beside its topic, and from which score on it flags."""
    return f"{version.removeprefix(f'{topic}-')}, flags at {threshold:.2f} and above"


def plain_text(text: str) -> Text:
    """A text of feeds and servers for a table: one line, nothing that a terminal would obey."""
    return Text(_CONTROL.sub(" ", text))


def print_json(value: object) -> None:
    """One JSON document on standard output; dataclasses as objects."""
    print(json_text(value, indent=2))


def json_text(value: object, *, indent: int | None = None) -> str:
    """A value as JSON; dataclasses as objects."""
    return printable(json.dumps(codec.plain(value), ensure_ascii=False, indent=indent))


def printable(text: str) -> str:
    """JSON without what UTF-8 has no bytes for; in ASCII where the output has another encoding."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    unprintable = _SURROGATE if encoding.lower().replace("-", "") == "utf8" else _NOT_ASCII
    return unprintable.sub(lambda match: json.dumps(match.group())[1:-1], text)
