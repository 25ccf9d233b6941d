"""Tables of TOML to dataclasses, collecting everything that is wrong. May import codec and config.lines.

The dataclass is the schema: fields are the keys, type hints what a value must be, defaults what is optional.
"""

import dataclasses
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from bot import codec
from bot.config.lines import Path, key_lines

T = TypeVar("T")

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Between:
    """The smallest and the largest value of a key, both allowed: `Annotated[int, Between(1, 65_535)]`."""

    low: float
    high: float

    def holds(self, value: object) -> bool:
        """Whether a value lies there; what is no number does, and NaN does not."""
        return not isinstance(value, int | float) or self.low <= value <= self.high


class Problems:
    """What is wrong so far; each sentence names the full path of the key, and the line where it is known."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = key_lines(text)
        self._found: list[tuple[int, str]] = []

    def add(self, path: Path, what: str) -> None:
        """Notes one problem of the key at `path`; `what` says what is wrong and what would be right."""
        line = self._line(path)
        where = f"{self._file}:{line}" if line else self._file
        self._found.append((line or 10**9, f"{where}: {dotted(path)}: {what}"))

    def _line(self, path: Path) -> int | None:
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    @property
    def found(self) -> list[str]:
        """All sentences in the order of the file."""
        return [sentence for _, sentence in sorted(self._found, key=lambda entry: entry[0])]


def dotted(path: Path) -> str:
    """`feeds[3].url`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_table(as_type: type[T], data: object, path: Path, problems: Problems) -> T | None:
    """The dataclass that a table holds.

    Args:
        as_type: a dataclass whose field names are the keys; `from_` stands for the key `from`, `Between` in a hint for
            limits.
        data: the table as tomllib gives it.
        path: where it stands.
        problems: takes what is wrong.

    Returns:
        what could be read, so that it can be checked further; optional keys that were wrong have their defaults. None
        when a required key is missing or wrong.
    """
    if not isinstance(data, dict):
        problems.add(path, f"is {_kind(data)}, but must be a table")
        return None
    hints = get_type_hints(as_type, include_extras=True)
    fields = {f.name.rstrip("_"): f for f in dataclasses.fields(as_type)}  # type: ignore[arg-type]  # T is a dataclass
    values: dict[str, Any] = {}  # values of the fields' own types
    for key, value in data.items():
        field = fields.get(key)
        if field is None:
            problems.add((*path, key), f"unknown key{near(key, list(fields))}")
            continue
        try:
            values[field.name] = _converted(value, hints[field.name])
        except ValueError as exc:
            problems.add((*path, key), str(exc))
    is_whole = True
    for key, field in fields.items():
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            is_whole = is_whole and field.name in values
            if key not in data:
                problems.add(path, f"the key `{key}` is missing")
    return as_type(**values) if is_whole else None


def read_array(as_type: type[T], data: object, path: Path, problems: Problems) -> list[tuple[int, T]]:
    """The dataclasses of an array of tables with their positions; those that were wrong are left out."""
    if not isinstance(data, list):
        problems.add(path, f"is {_kind(data)}, but must be a list of tables, each under [[{dotted(path)}]]")
        return []
    read = ((n, read_table(as_type, table, (*path, n), problems)) for n, table in enumerate(data))
    return [(n, value) for n, value in read if value is not None]


def near(word: str, known: Sequence[str]) -> str:
    """`; did you mean …?` or the list of what is known."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"; did you mean `{close[0]}`?"
    return f"; known here: {', '.join(sorted(known))}"


def _kind(value: object) -> str:
    kinds = {dict: "a table", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "a date or time")


def _converted(value: object, hint: Any) -> Any:
    """The value as its hint wants it; a ValueError says what would be right."""
    hint, *limits = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    try:
        converted = codec.convert(value, hint)
    except ValueError as exc:
        choices = _choices(hint)
        strays = [each for each in (value if isinstance(value, list) else [value]) if each not in choices]
        raise ValueError(
            f"{', '.join(map(_short, strays))} is none of {', '.join(map(str, choices))}"
            if choices and strays and isinstance(value, list) == (get_origin(hint) is list)
            else f"{_short(value)} does not fit: {str(exc)[:1].lower()}{str(exc)[1:]}"
        ) from exc
    for limit in limits:
        if not limit.holds(converted):
            raise ValueError(f"{_short(value)} must lie between {limit.low:,} and {limit.high:,}")
    if any(
        "\0" in text for text in (converted if isinstance(converted, list) else [converted]) if isinstance(text, str)
    ):
        raise ValueError("holds a NUL character")
    return converted


def _choices(hint: Any) -> list[object]:
    """The values that a key, or each value of its list, is one of; [] = others will do as well."""
    hint = get_args(hint)[0] if get_origin(hint) is list else hint
    return list(get_args(hint)) if get_origin(hint) is Literal else []


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"
