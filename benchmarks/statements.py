"""Precision and recall of statements, events to come, names and conflicts of names.

    python -m benchmarks.statements [--misses] [FILE]

FILE is tests/data/figures/statements.toml where none is given, by the same hand as the rules. A statement counts by
kind and speaker, an event by kind and day, a person by name where the case lists any, a conflict by its two names. The
last line is one JSON object with precision, recall and f1 of each, shares in [0, 1].
"""

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import compare, item_of, shares
from bot.app import load_lexicon
from bot.domain import Content
from bot.extract import content_of

_SET = Path(__file__).parents[1] / "tests" / "data" / "figures" / "statements.toml"
_DAY = datetime(2026, 1, 21, 18, tzinfo=UTC).date()
_PARTS = ("statements", "coming", "names", "conflicts")


def told(content: Content) -> dict[str, Counter[Any]]:
    """What was found, part by part, as the file writes it."""
    people = [name for name in content.names if name.kind == "person"]
    pairs = {frozenset((name.canonical, other)) for name in people for other in name.conflicts}
    return {
        "statements": Counter((statement.kind, statement.speaker) for statement in content.statements),
        "coming": Counter((event.kind, event.day.isoformat()) for event in content.coming),
        "names": Counter(name.canonical for name in people),
        "conflicts": Counter(pairs),
    }


def wanted(case: Mapping[str, Any]) -> dict[str, Counter[Any]]:
    """What a case lists, part by part; a part that is not listed has nothing."""
    return {
        "statements": Counter(tuple(entry) for entry in case.get("statements", ())),
        "coming": Counter(tuple(entry) for entry in case.get("coming", ())),
        "names": Counter(case.get("names", ())),
        "conflicts": Counter(frozenset(pair) for pair in case.get("conflicts", ())),
    }


def main() -> None:
    """Prints the scores of one file."""
    parser = argparse.ArgumentParser(description="scores statements, events to come and names")
    parser.add_argument("file", nargs="?", type=Path, default=_SET)
    parser.add_argument("--misses", action="store_true", help="print each text with something missed or spurious")
    options = parser.parse_args()
    lexicon = load_lexicon()
    counts = {part: Counter[str]() for part in _PARTS}
    cases = tomllib.loads(options.file.read_text(encoding="utf-8"))["case"]
    for case in cases:
        found = told(content_of(item_of({"text": "", "published": _DAY} | case), lexicon=lexicon))
        right = wanted(case)
        for part in _PARTS:
            if part == "names" and "names" not in case:
                continue
            here = compare(right[part], found[part])
            counts[part] += here
            if options.misses and (here["missed"] or here["spurious"]):
                print(
                    part, case["title"], "| missed", right[part] - found[part], "| spurious", found[part] - right[part]
                )
    print(f"{options.file.name}, {len(cases)} texts, by the hand that wrote the rules")
    for part in _PARTS:
        print(f"{part:12}", shares(counts[part]), dict(counts[part]))
    print(json.dumps({part: shares(counts[part]) for part in _PARTS}))


if __name__ == "__main__":
    main()
