"""What is learned of figures from the development texts. Imports its siblings and bot.codec.

Whether a number is of the rules' measure at all, which measure a number has that the rules gave none, and a figure's
scope with the rules' word as one vote: three logistic regressions over the marks of `bot.extract.marks`. Weights are
log-odds in `measure_weights.json`, `rescue_weights.json` and `scope_weights.json`, written by
`python -m benchmarks.fit_figures --write`. The rules' scope adds `rule`: they know phrases too rare to be learned.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import repeat
from math import exp
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from bot import codec
from bot.domain import Scope

_SCOPES: tuple[Scope, ...] = ("this_event", "cumulative", "background", "projected")
_POSSIBLE: dict[str, tuple[Scope, ...]] = {  # a measure that tells its scope; the total of handovers is another measure
    "persons_transferred": ("this_event", "background", "projected"),
    "persons_transferred_cumulative": ("cumulative", "background", "projected"),
    "persons_arrested": ("this_event", "background", "projected"),
    "arrested_cumulative": ("cumulative", "background"),
    "transfer_operations": ("cumulative", "background", "projected"),
}
_TOTALS = frozenset({"persons_transferred_cumulative"})  # whether today's are in them, the rules read in the whole text
_OF_TOTALS = 6.0  # log-odds of their vote there
BESIDE_TODAYS = "beside_todays"  # a mark of those "following the 28 sent on Tuesday", by which the rules are sure
TODAYS_SUM = "todays_sum"  # of "with them the year's count stands at 61", by which they are where they say so
WISHED = "wished"  # of "the 15 that Washington wanted", likewise
FRESH = "fresh"  # of as many as went in a known handover some days ago
LAST_YEARS = "last_years"  # of the murders of the year before, in a report on them
COMING = "coming"  # of those whom a verb of the future moves, likewise
LOOKS_BACK = "looks_back"  # of a headline that looks back at handovers, likewise
NOT_DONE = "not_done"  # of a raid or strike that is to come or denied, likewise
OF_OLD = "of_old"  # of one of an earlier year, likewise
TALLY = "tally"  # of the sum of a long time, likewise
STRIKE_TALLY = "strike_tally"  # of such a sum of strikes, likewise
STANDING_TERM = "standing_term"  # of the days of a treaty, or of a deadline that is over, likewise
FORMER = "former"  # of the 86.9 of "from 86.9 to 50.9", likewise
_OF_THE_SURE = 12.0  # log-odds of their vote then
_SURE: dict[str, Scope] = {
    BESIDE_TODAYS: "background",
    TODAYS_SUM: "cumulative",
    WISHED: "projected",
    COMING: "projected",
    LOOKS_BACK: "background",
    STANDING_TERM: "background",
    FRESH: "this_event",
    LAST_YEARS: "this_event",
    FORMER: "background",
    NOT_DONE: "projected",
    OF_OLD: "background",
    TALLY: "background",
    STRIKE_TALLY: "cumulative",
}


_SURE_OF = {scope: frozenset(mark for mark, sure in _SURE.items() if sure == scope) for scope in _SCOPES}
_BASE = 0  # row
_Weights = TypeVar("_Weights")


class _Table(NamedTuple):
    """Weights of marks for each of several answers."""

    rows: Mapping[str, int]  # of `weights`, by mark; that of "base", which all figures have, is the first
    weights: npt.NDArray[np.float64]  # (marks, answers)

    def sums(self, marks: Sequence[str]) -> npt.NDArray[np.float64]:
        """Log-odds of the answers."""
        known = [_BASE, *filter(None, map(self.rows.get, marks))]
        sums: npt.NDArray[np.float64] = self.weights.take(known, axis=0).sum(axis=0)
        return sums


def _base_first(marks: Mapping[str, _Weights]) -> dict[str, _Weights]:
    return {"base": marks["base"], **marks}


@cache
def _scope_weights() -> tuple[dict[str, float], _Table]:
    """(weight of the rules' vote by the scope that they give, weights of the marks, answers as in `_SCOPES`)."""
    table = codec.decode((resources.files("bot.extract") / "scope_weights.json").read_text("utf-8"), dict)
    votes = {str(scope): float(vote) for scope, vote in table["rule"].items()}
    marks = _base_first(table["marks"])
    return votes, _Table({mark: row for row, mark in enumerate(marks)}, np.array(list(marks.values()), dtype=float))


@cache
def _measure_weights() -> dict[str, float]:
    """Weight of each mark that the rules' measure is right."""
    table = codec.decode((resources.files("bot.extract") / "measure_weights.json").read_text("utf-8"), dict)
    return {mark: float(weight) for mark, weight in table.items()}


@cache
def _rescue_weights() -> tuple[tuple[str, ...], _Table]:
    """(measures, "" for none; weights of the marks for each)."""
    table = codec.decode((resources.files("bot.extract") / "rescue_weights.json").read_text("utf-8"), dict)
    marks, measures = _base_first(table["marks"]), tuple(table["measures"])
    weights = np.zeros((len(marks), len(measures)))
    for row, pairs in enumerate(marks.values()):
        for measure, weight in pairs:
            weights[row, measure] = weight
    return measures, _Table({mark: row for row, mark in enumerate(marks)}, weights)


def rescued(marks: Sequence[str]) -> tuple[str, float]:
    """The likeliest measure of a number that the rules gave none, "" for none, and its probability in (0, 1).

    Args:
        marks: those of `open_marks`; unknown ones weigh nothing.
    """
    measures, weights = _rescue_weights()
    sums = weights.sums(marks)
    top = int(sums.argmax())
    return measures[top], 1 / float(np.exp(sums - sums[top]).sum())


def likeliness(marks: Sequence[str]) -> float:
    """Probability in (0, 1) that a number is a figure of the measure that the rules gave it.

    Args:
        marks: of the figure, those of `measure_marks` among them; unknown ones weigh nothing.
    """
    weights = _measure_weights()
    total = weights.get("base", 0.0) + sum(map(weights.get, marks, repeat(0.0)))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def settled(measure: str, rule: Scope, marks: Sequence[str]) -> tuple[Scope, float]:
    """The likeliest scope that a measure can have, and its probability in (0, 1).

    Args:
        measure: as the rules found it.
        rule: the rules' scope.
        marks: of the figure; unknown ones weigh nothing.
    """
    votes, weights = _scope_weights()
    sums = weights.sums(marks).tolist()
    sure = not _SURE_OF[rule].isdisjoint(marks)
    vote = _OF_TOTALS if measure in _TOTALS else _OF_THE_SURE if sure else votes[rule]
    sums[_SCOPES.index(rule)] += vote
    top = max(sums)
    shares = {scope: exp(value - top) for scope, value in zip(_SCOPES, sums, strict=True)}
    possible = _POSSIBLE.get(measure, _SCOPES)
    best = max(possible, key=lambda scope: shares[scope])
    return best, shares[best] / (sum(shares[scope] for scope in possible) or 1.0)
