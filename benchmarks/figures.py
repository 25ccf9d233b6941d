"""Quality of figure extraction on a file of labelled texts that the extractor's author has not written.

    python -m benchmarks.figures [--quick] [--misses] [--by] [--baselines] [FILE ...]

Without FILE it reads tests/data/figures/heldout4.toml, and where that is absent the development sentences, saying so.
A figure counts as found when measure, value (both ends of a range, to four digits), unit and scope are all equal.
Figures of measure "other" count neither for nor against. `--by` adds a line for each measure and scope; `--baselines`
scores plain regular expressions and, for English where it is installed, quantulum3 beside it. The last line printed is
one JSON object; precision, recall and f1 are shares in [0, 1].

Format of a file, one table per text, any name for the list:

    [[case]]
    lang = "es"
    title = "México entrega a 14 capos a EU"
    text = "Viajaron de madrugada."
    [[case.figures]]
    measure = "persons_transferred"
    value = 14
    unit = "persons"
    scope = "this_event"

`text` is the headline when it stands alone, the body when `title` is given; `summary` and `country` (of the outlet) may
be given, and `published`, a TOML date, the item's day, 5 October 2026 otherwise. `figures` lists all figures of known
measures, none when absent: `value_hi` is the upper end of a range, `trend` ("up", "down") stands where no number does,
other keys are not scored. The short form [measure, value, unit, scope], with [low, high] for a range, is read too.
"""

import argparse
import json
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from benchmarks import baselines
from bot.domain import FeedId, Figure, Item, ItemId
from bot.extract import extract, shown
from bot.extract.measures import OTHER

_DATA = Path(__file__).parents[1] / "tests" / "data" / "figures"
_HELD_OUT = _DATA / "heldout4.toml"
_DEVELOPMENT = _DATA / "sentences.toml"
_DAY = date(2026, 10, 5)
_QUICK_TEXTS = 200

Reading = tuple[str, Any, str, str]


def item_of(row: Mapping[str, Any]) -> Item:
    """A row of the file as a cleaned item."""
    at = datetime.combine(row.get("published", _DAY), time_of_day(12), UTC)
    has_title = "title" in row
    return Item(
        id=ItemId("i-000001"),
        feed_id=FeedId("benchmark"),
        guid=None,
        url=None,
        link=None,
        outlet="",
        title=row["title"] if has_title else row["text"],
        summary=row.get("summary", ""),
        body=row["text"] if has_title else "",
        language=row["lang"],
        published_at=at,
        published_is_estimate=False,
        first_seen=at,
        text_read="feed",
        country=row.get("country"),
    )


def reading(figure: Figure) -> Reading:
    """What is compared: measure, value or both ends or trend, unit, scope."""
    return figure.measure, _value(figure.value, figure.value_hi, figure.trend), figure.unit, figure.scope


def expected(row: Mapping[str, Any]) -> Counter[Reading]:
    """The figures that a row lists."""
    readings: Counter[Reading] = Counter()
    for entry in row.get("figures", ()):
        if isinstance(entry, Mapping):
            measure, unit, scope = entry["measure"], entry["unit"], entry["scope"]
            value = _value(entry.get("value"), entry.get("value_hi"), entry.get("trend"))
        else:
            measure, stated, unit, scope = entry
            low, high = stated if isinstance(stated, list) else (stated, None)
            value = stated if isinstance(stated, str) else _value(low, high, None)
        if measure != OTHER:
            readings[(measure, value, unit, scope)] += 1
    return readings


def _value(low: float | None, high: float | None, trend: str | None) -> Any:
    """A number, two, or a trend, to four digits: pounds and tonnes are converted with constants of that many."""
    if low is None:
        return trend
    return float(f"{low:.4g}") if high is None else (float(f"{low:.4g}"), float(f"{high:.4g}"))


def rows_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """All texts of a file, whatever their lists are called."""
    for part in tomllib.loads(path.read_text(encoding="utf-8")).values():
        if isinstance(part, list):
            yield from part


def compare(wanted: Counter[Reading], found: Counter[Reading]) -> Counter[str]:
    """Counts of right, spurious and missed readings."""
    right = (wanted & found).total()
    return Counter(right=right, spurious=found.total() - right, missed=wanted.total() - right)


def shares(counts: Counter[str]) -> dict[str, float]:
    """Precision, recall and F1 of counts; 1.0 where there was nothing to find and nothing found."""
    right, spurious, missed = counts["right"], counts["spurious"], counts["missed"]
    precision = right / (right + spurious) if right + spurious else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _without_scope(readings: Counter[Reading]) -> Counter[Reading]:
    """The same readings with the scope blotted out."""
    return Counter({(measure, value, unit, ""): number for (measure, value, unit, _), number in readings.items()})


def _parts(wanted: Counter[Reading], found: Counter[Reading]) -> dict[str, tuple[Counter[Reading], Counter[Reading]]]:
    """The same readings by measure and by scope: (wanted, found) of each."""
    parts: dict[str, tuple[Counter[Reading], Counter[Reading]]] = {}
    for side, readings in enumerate((wanted, found)):
        for each, number in readings.items():
            for name in (f"measure {each[0]}", f"scope {each[3]}"):
                parts.setdefault(name, (Counter(), Counter()))[side][each] += number
    return parts


def main() -> None:
    """Reads the files, prints a table and one JSON object."""
    parser = argparse.ArgumentParser(description="precision, recall and F1 of figure extraction")
    parser.add_argument("files", nargs="*", type=Path, help="TOML files, see the module's docstring")
    parser.add_argument("--quick", action="store_true", help=f"the first {_QUICK_TEXTS} texts only")
    parser.add_argument("--by", action="store_true", help="precision, recall and F1 by measure and by scope, too")
    parser.add_argument("--baselines", action="store_true", help="score plain regular expressions and quantulum3, too")
    parser.add_argument("--misses", action="store_true", help="print each text with a missed or spurious figure")
    options = parser.parse_args()
    files = options.files or [_HELD_OUT if _HELD_OUT.exists() else _DEVELOPMENT]
    rows = [row for path in files for row in rows_of(path) if "text" in row]
    rows = rows[:_QUICK_TEXTS] if options.quick else rows
    overall, unscoped, by_language = Counter[str](), Counter[str](), {"en": Counter[str](), "es": Counter[str]()}
    in_alert, by_part = Counter[str](), defaultdict[str, Counter[str]](Counter)
    began = time.perf_counter()
    for row in rows:
        figures = extract(item_of(row))
        found = Counter(reading(figure) for figure in figures if figure.measure != OTHER)
        wanted = expected(row)
        counts = compare(wanted, found)
        overall += counts
        by_language.setdefault(row["lang"], Counter())
        by_language[row["lang"]] += counts
        unscoped += compare(_without_scope(wanted), _without_scope(found))
        for part, (ours, theirs) in _parts(wanted, found).items():
            by_part[part] += compare(ours, theirs)
        in_alert += compare(wanted, Counter(reading(figure) for figure in shown(figures)))
        if options.misses and (counts["missed"] or counts["spurious"]):
            print(
                row["text"],
                "\n  missed  ",
                sorted(wanted - found, key=repr),
                "\n  spurious",
                sorted(found - wanted, key=repr),
            )
    elapsed_s = time.perf_counter() - began
    print("files:", ", ".join(path.name for path in files))
    if files == [_DEVELOPMENT]:
        print("no held-out file: these are the sentences the extractor was developed on")
    for name, counts in (("all", overall), *sorted(by_language.items()), ("without scope", unscoped)):
        print(f"{name:14}", shares(counts), dict(counts))
    for name, counts in sorted(by_part.items()) if options.by else ():
        print(f"{name:40}", shares(counts), dict(counts))
    for name, counts in baselines.scores(rows).items() if options.baselines else ():
        print(f"{name:40}", shares(counts), dict(counts))
    result = shares(overall) | {
        "f1_without_scope": shares(unscoped)["f1"],
        "shown_precision": shares(in_alert)["precision"],
        "texts": len(rows),
        "figures": overall["right"] + overall["missed"],
        "us_per_text": round(1e6 * elapsed_s / max(1, len(rows)), 1),
        "held_out": files == [_HELD_OUT],
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
