"""What figures cost without this project's extractor: plain regular expressions, and quantulum3 for English.

Both get the easiest reading of the task: a number with the noun behind it is of the first measure whose word that noun
is, of today's event in all cases; and there is a score for values alone, where no measure is asked. quantulum3 does not
work beside our scikit-learn: it runs in an environment of its own, whose Python `QUANTULUM3_PYTHON` names; without that
it is left out, and a line says so.
"""

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w%])\s+((?:[^\W\d]+\s+){0,2}[^\W\d]+)"
)
_MEASURES = (  # words of the noun -> measure, unit; the first that fits
    (r"prisoner|inmate|suspect|reo|preso|interno|capo|fugitiv", "persons_transferred", "persons"),
    (r"dead|killed|muert|asesinad", "killed", "persons"),
    (r"arrest|detenid", "persons_arrested", "persons"),
    (r"wounded|injured|herid", "injured", "persons"),
    (r"plane|aircraft|aeronave|avion", "aircraft_used", "aircraft"),
    (r"strike|ataque", "us_strikes", "strikes"),
    (r"troop|marine|agente|militar", "us_forces", "persons"),
    (r"year|año", "sentence_years", "years"),
    (r"vote|voto", "votes", "votes"),
)
_TIME_LIMIT_S = 300
_SCRIPT = """
import json, sys
from quantulum3 import parser
for line in sys.stdin:
    try:
        found = [[q.value, q.unit.name] for q in parser.parse(json.loads(line))]
    except Exception:
        found = []
    print(json.dumps(found), flush=True)
"""


def scores(rows: Sequence[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    """Counts of right, spurious and missed by baseline; rows are those of `benchmarks.figures`."""
    from benchmarks.figures import compare, expected

    found = {"plain regular expressions": Counter[str](), "plain regular expressions, values alone": Counter[str]()}
    for row in rows:
        wanted, readings = expected(row), plain(text_of(row))
        found["plain regular expressions"] += compare(wanted, readings)
        found["plain regular expressions, values alone"] += compare(_values(wanted), _values(readings))
    english = [row for row in rows if row["lang"] == "en"]
    numbers = _quantulum([text_of(row) for row in english])
    if numbers is None:
        print("quantulum3 left out: set QUANTULUM3_PYTHON to a Python that has it")
        return found
    counts = Counter[str]()
    for row, values in zip(english, numbers, strict=True):
        counts += compare(_values(expected(row)), Counter(("", value, "", "") for value in values))
    return found | {"quantulum3, English, values alone": counts}


def text_of(row: Mapping[str, Any]) -> str:
    """Headline, summary and text of a row."""
    return "\n".join(row[key] for key in ("title", "summary", "text") if row.get(key))


def plain(text: str) -> Counter[tuple[str, Any, str, str]]:
    """Readings of digits with a known noun behind them, each once."""
    readings = set()
    for match in _NUMBER.finditer(text):
        value = float(match.group(1).replace(",", ""))
        noun = match.group(2).lower()
        known = next(((m, unit) for words, m, unit in _MEASURES if re.search(words, noun)), None)
        if known is not None:
            readings.add((known[0], float(f"{value:.4g}"), known[1], "this_event"))
    return Counter(readings)


def _values(readings: Counter[tuple[str, Any, str, str]]) -> Counter[tuple[str, Any, str, str]]:
    """Values without what they measure, each once."""
    return Counter({("", value, "", "") for _, value, _, _ in readings})


def _quantulum(texts: Sequence[str]) -> list[set[float]] | None:
    """Values that quantulum3 finds in each text; None where it is not to be had."""
    python = os.environ.get("QUANTULUM3_PYTHON")
    if not python:
        return None
    lines = "\n".join(json.dumps(text) for text in texts)
    ended = subprocess.run(  # the benchmark's user names the program
        [python, "-c", _SCRIPT], input=lines, capture_output=True, text=True, timeout=_TIME_LIMIT_S, check=True
    )
    return [{float(f"{value:.4g}") for value, _ in json.loads(line)} for line in ended.stdout.splitlines()]
