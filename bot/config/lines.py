"""Where a key stands in a TOML text, for error messages. Imports nothing of the project.

tomllib tells no positions. This scan knows tables, arrays of tables and plain keys, and skips what spans lines; where
it finds nothing, the message does without a line.
"""

import re

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_LONG_STRING = re.compile(r'"""|\'\'\'')


def key_lines(text: str) -> dict[Path, int]:
    """Line numbers from 1 by path: `("feeds", 3, "url")` is the url of the fourth feed; tables have theirs too."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    open_string: str | None = None
    depth = 0  # of brackets that a value has open
    for number, line in enumerate(text.splitlines(), start=1):
        if open_string is not None:
            if open_string in line:
                open_string = None
            continue
        if depth > 0:
            depth += _depth(line)
            continue
        if header := _HEADER.match(line):
            table = _table(header.group(2), is_array=header.group(1) == "[[", counts=counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key.group(1))), number)
            value = line[key.end() :]
            if quotes := _LONG_STRING.search(value):
                if value.count(quotes.group()) % 2:
                    open_string = quotes.group()
            else:
                depth = max(0, _depth(value))
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _table(dotted: str, *, is_array: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    parts = _parts(dotted)
    for at, part in enumerate(parts):
        path = (*path, part)
        is_last = at == len(parts) - 1
        if is_last and is_array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _depth(value: str) -> int:
    bare = re.sub(r"""\\.|"[^"]*"|'[^']*'|#.*""", "", value)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
