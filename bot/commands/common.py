"""What the commands share: options, consoles, JSON lines in and out."""

import getpass
import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot import codec
from bot.config import Config
from bot.domain import Topic
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.store import SqliteStore

ConfigFile = Annotated[Path, typer.Option("--config", "-c", help="The configuration.", show_default=True)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Source = Annotated[Path | None, typer.Argument(help="A file of JSON Lines; standard input when left out.")]

DEFAULT_CONFIG = Path("config.toml")

_WIDE = 200  # columns of tables that go to a file or a pipe, where nothing needs to be folded
_MAX_INT_DIGITS = 4_300  # longer ones Python refuses to read (sys.get_int_max_str_digits)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()  # None: started with its standard output closed


# no markup and no emoji codes: what is printed holds words of feeds and servers
out = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, width=None if _is_terminal() else _WIDE)
err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of the batch tools' input."""

    id_json: str  # as JSON, to be printed as it came; "line-N" where the line has none
    fields: dict[str, Any]  # Any: values of a JSON object; empty when the line could not be read
    problem: str | None  # None = it has a title


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
        StoreError: there is none yet, or it cannot be used.
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


def model_text(topic: Topic, version: str, threshold: float) -> str:
    """Which model judges, beside its topic, and from which score on it flags."""
    return f"{version.removeprefix(f'{topic}-')}, flags at {threshold:.2f} and above"


def plain_text(text: str) -> Text:
    """A text of feeds and servers for a table: one line, nothing that a terminal would obey."""
    return Text(_CONTROL.sub(" ", text))


def print_json(value: object) -> None:
    """One JSON document on standard output; dataclasses as objects."""
    print(_json(value, indent=2))


def print_result(record: Record, result: Mapping[str, object]) -> None:
    """One line of JSON on standard output: the record's id as it came, then the result."""
    print(_printable(f'{{"id": {record.id_json}, ') + _json(result)[1:])


def records(source: Path | None) -> Iterator[Record]:
    """Lines of a JSON Lines file, or of standard input.

    A line that is no JSON object, or that has no title, comes with what is wrong. Empty lines are left out.

    Raises:
        UsageError: the file cannot be read.
    """
    if source is None or str(source) == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed. Name a file of JSON Lines.")
        if sys.stdin.isatty():
            err.print("Reading JSON Lines from standard input; end with Ctrl-D, or name a file instead.")
        yield from _records(sys.stdin.buffer)
        return
    try:
        with source.open("rb") as lines:
            yield from _records(lines)
    except OSError as exc:
        raise UsageError(f"{source} cannot be read: {exc.strerror}. Name a file of JSON Lines.") from exc


def _records(lines: Iterable[bytes]) -> Iterator[Record]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _record(line, f"line-{number}")


def _record(line: bytes, name: str) -> Record:
    nameless = json.dumps(name)
    try:
        fields = json.loads(line.decode("utf-8-sig"), parse_int=_integer, parse_constant=_no_number)
    except UnicodeDecodeError as exc:
        return Record(id_json=nameless, fields={}, problem=f"not UTF-8 at byte {exc.start}")
    except json.JSONDecodeError as exc:
        return Record(id_json=nameless, fields={}, problem=f"not JSON: {exc.msg} at character {exc.pos + 1}")
    except ValueError as exc:
        return Record(id_json=nameless, fields={}, problem=f"not JSON: {exc}")
    except RecursionError:
        return Record(id_json=nameless, fields={}, problem="not readable: nested too deeply")
    if not isinstance(fields, dict):
        return Record(id_json=nameless, fields={}, problem="not a JSON object")
    problem = None if _has_title(fields) else "the key `title` is missing, or no text"
    if fields.get("id") is None:
        return Record(id_json=nameless, fields=fields, problem=problem)
    try:
        id_json = json.dumps(fields["id"], ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        return Record(
            id_json=nameless, fields=fields, problem="the key `id` is too large a number, or nested too deeply"
        )
    return Record(id_json=id_json, fields=fields, problem=problem)


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_INT_DIGITS else float(digits)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _has_title(fields: Mapping[str, object]) -> bool:
    title = fields.get("title")
    return isinstance(title, str) and bool(title.strip())


def _json(value: object, *, indent: int | None = None) -> str:
    return _printable(json.dumps(codec.plain(value), ensure_ascii=False, indent=indent))


def _printable(text: str) -> str:
    """JSON without what UTF-8 has no bytes for; in ASCII where the output has another encoding."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    unprintable = _SURROGATE if encoding.lower().replace("-", "") == "utf8" else _NOT_ASCII
    return unprintable.sub(lambda match: json.dumps(match.group())[1:-1], text)
