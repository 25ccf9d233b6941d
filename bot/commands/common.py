"""What the commands share: options, consoles, JSON lines in and out."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot import codec
from bot.config import Config
from bot.errors import UsageError

ConfigFile = Annotated[Path, typer.Option("--config", "-c", help="The configuration.", show_default=True)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Source = Annotated[Path | None, typer.Argument(help="A file of JSON Lines; standard input when left out.")]

DEFAULT_CONFIG = Path("config.toml")

_WIDE = 200  # columns of tables that go to a file or a pipe, where nothing needs to be folded

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDE)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def load(file: Path, *, verbose: bool = False) -> Config:
    """Reads the configuration and sets logging up.

    Raises:
        ConfigError: with every problem.
    """
    from bot import app, log

    config = app.load_config(file)
    log.configure(level=logging.DEBUG if verbose else logging.INFO, secrets=config.secrets)
    return config


def print_json(value: object) -> None:
    """One JSON document on standard output; dataclasses as objects."""
    print(json.dumps(codec.plain(value), ensure_ascii=False, indent=2, sort_keys=False))


def print_line(value: object) -> None:
    """One line of JSON on standard output."""
    print(json.dumps(codec.plain(value), ensure_ascii=False))


def records(source: Path | None) -> Iterator[tuple[dict[str, Any], str | None]]:  # Any: values of a JSON object
    """Objects of a JSON Lines file, or of standard input, with what is wrong with each (None = nothing).

    A line that is no JSON object, or that has no title, comes with what could be read of it. Empty lines are left out.

    Raises:
        UsageError: the file cannot be read.
    """
    if source is None or str(source) == "-":
        yield from _records(sys.stdin.buffer)
        return
    try:
        with source.open("rb") as lines:
            yield from _records(lines)
    except OSError as exc:
        raise UsageError(f"{source} cannot be read: {exc.strerror}. Name a file of JSON Lines.") from exc


def _records(lines: Any) -> Iterator[tuple[dict[str, Any], str | None]]:  # Any: an iterable of bytes
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        record, problem = _record(line)
        if problem is None and not _has_title(record):
            problem = "the key `title` is missing, or no text"
        if record.get("id") is None:
            record["id"] = f"line-{number}"
        yield record, problem


def _record(line: bytes) -> tuple[dict[str, Any], str | None]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        return {}, f"not UTF-8 at byte {exc.start}"
    except (ValueError, RecursionError) as exc:
        return {}, f"not JSON: {exc}"
    if not isinstance(record, dict):
        return {}, "not a JSON object"
    return record, None


def _has_title(record: dict[str, Any]) -> bool:
    return isinstance(record.get("title"), str) and bool(record["title"].strip())
