"""JSON Lines of the batch tools: what each line holds or what is wrong with it, and the line that answers it."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.common import err, json_text, printable
from bot.errors import UsageError

Source = Annotated[Path | None, typer.Argument(help="A file of JSON Lines; standard input when left out.")]

_MAX_INT_DIGITS = 4_300  # longer ones Python refuses to read (sys.get_int_max_str_digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of the batch tools' input."""

    id_json: str  # as JSON, to be printed as it came; "line-N" where the line has none
    fields: dict[str, Any]  # Any: values of a JSON object; empty when the line could not be read
    problem: str | None  # None = it has a title


def print_result(record: Record, result: Mapping[str, object]) -> None:
    """One line of JSON on standard output: the record's id as it came, then the result."""
    print(printable(f'{{"id": {record.id_json}, ') + json_text(result)[1:])


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
