"""Fits what is learned of figures, and tells how well a file is read by weights fitted on the others.

    python -m benchmarks.fit_figures [--write]

One line a development file: numbers taken for figures; share of right scopes by the rules alone, by weights fitted on
the other files alone and by both; share that is of its measure, the same of those that weights fitted on the others
keep, and how many of the right ones they keep. The rules were written with the files up to `wires` in view; the others
were written or labelled after them. `--write` fits on all files and writes `scope_weights.json` and
`measure_weights.json`.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.figures import expected, item_of, rows_of
from bot.domain import Scope
from bot.extract import figures as extraction
from bot.extract import learned
from bot.extract.measures import OTHER

_DATA = Path(__file__).parents[1] / "tests" / "data" / "figures"
_FILES = (
    "sentences", "pairs", "numbers", "reports", "dispatches", "wires", "bulletins", "clippings", "briefs", "desks",
    "retired", "tickers", "newsstand", "planeloads",
)  # fmt: skip
# by the rules when they were written: what they err in counts twice; `tickers`, of headlines, counts once, since
# twice costs half a point of what is shown right on the others
_UNSEEN = frozenset({"bulletins", "clippings", "briefs", "desks", "retired", "newsstand"})
_ONE_QUANTITY = {"persons_transferred_cumulative": "persons_transferred", "arrested_cumulative": "persons_arrested"}
_LEAST_SEEN = {"scope": 2, "measure": 2, "rescue": 4}  # figures that a mark must stand by
_STRENGTH = {"scope": 0.5, "measure": 0.25, "rescue": 1.0}  # inverse of the L2 penalty
_VOTE: dict[Scope, float] = {  # log-odds of the rules' scope, by that scope: "cumulative" they give too easily
    "this_event": 2.7,
    "cumulative": 1.5,
    "background": 3.5,
    "projected": 3.0,
}
_NO_VOTE: dict[Scope, float] = dict.fromkeys(_VOTE, 0.0)
_FEWEST_OF_A_MEASURE = 12  # numbers
_NONE = 0.5  # weight of a number without a measure among those that teach measures
_FEWEST = 30  # figures of a file that is told of
_LEAST_WEIGHT = {"scope": 0.01, "measure": 0.02, "rescue": 0.08}  # smaller ones are left out of the files
_SCOPES: tuple[Scope, ...] = ("this_event", "cumulative", "background", "projected")


@dataclass(frozen=True, slots=True)
class Example:
    """One number of a development text; `scope` is None where none or several fit, or the rules gave no measure."""

    file: str
    marks: tuple[str, ...]
    measure_marks: tuple[str, ...]
    open_marks: tuple[str, ...]
    rule: Scope
    scope: Scope | None
    measured: bool  # by the rules
    is_figure: bool  # of the rules' measure
    measure: str | None  # that it has, "" for none, None where two could be meant


def examples(names: Sequence[str]) -> Iterator[Example]:
    """Numbers that the rules take for figures, with what is right of them."""
    seen: list[extraction.Seen] = []
    watch = seen.append
    extraction.watchers.append(watch)
    try:
        for name in names:
            for row in rows_of(_DATA / f"{name}.toml"):
                if "text" not in row:
                    continue
                seen.clear()
                extraction.extract(item_of(row))
                right: dict[tuple[str, object], list[Scope]] = {}
                for measure, value, _, scope in expected(row).elements():
                    low = value[0] if isinstance(value, tuple) else value
                    right.setdefault((_ONE_QUANTITY.get(measure, measure), low), []).append(scope)  # type: ignore[arg-type]  # of the file
                of_value: dict[object, set[str]] = {}
                for measure, low in right:
                    of_value.setdefault(low, set()).add(measure)
                for number in seen:
                    low = float(f"{number.value:.4g}")
                    quantity = _ONE_QUANTITY.get(number.measure, number.measure)
                    scopes = right.get((quantity, low), [])
                    possible = {quantity} if scopes else of_value.get(low, {""})
                    yield Example(
                        name,
                        tuple(number.scope_marks),
                        tuple(number.measure_marks),
                        tuple(number.open_marks),
                        number.rule,
                        scopes[0] if len(scopes) == 1 else None,
                        measured=number.measure != OTHER,
                        is_figure=bool(scopes),
                        measure=next(iter(possible)) if len(possible) == 1 else None,
                    )
    finally:
        extraction.watchers.remove(watch)


class _Model:
    """A logistic regression over marks that stand often enough."""

    def __init__(
        self, taught: Sequence[Example], marks_of: Callable[[Example], Sequence[str]],
        answer_of: Callable[[Example], Any], kind: str,
    ) -> None:  # fmt: skip
        self._marks_of, self._kind = marks_of, kind
        seen = Counter(mark for e in taught for mark in set(marks_of(e)))
        self._kept = {mark for mark, count in seen.items() if count >= _LEAST_SEEN[kind]}
        self._vectorizer = DictVectorizer()
        rows = self._vectorizer.fit_transform([self._row(e) for e in taught])
        weights = [(2.0 if e.file in _UNSEEN else 1.0) * (_NONE if answer_of(e) == "" else 1.0) for e in taught]
        self._fit = LogisticRegression(C=_STRENGTH[kind], max_iter=3000, tol=1e-3)
        self._fit.fit(rows, [answer_of(e) for e in taught], sample_weight=weights)

    def _row(self, example: Example) -> dict[str, float]:
        return {mark: 1.0 for mark in self._marks_of(example) if mark in self._kept}

    def shares(self, asked: Sequence[Example]) -> np.ndarray:
        """Probabilities, one row an example, in the order of `classes`."""
        return np.asarray(self._fit.predict_proba(self._vectorizer.transform([self._row(e) for e in asked])))

    @property
    def classes(self) -> list[Any]:
        return [str(name) if isinstance(name, str) else bool(name) for name in self._fit.classes_]

    def weights(self, columns: Sequence[int]) -> dict[str, list[float]]:
        """Weights by mark in the order of `columns`, the smallest left out."""
        names = [str(name) for name in self._vectorizer.get_feature_names_out()]
        rows = {"base": self._fit.intercept_[columns]}
        rows |= {name: self._fit.coef_[columns, n] for n, name in enumerate(names)}
        least = _LEAST_WEIGHT[self._kind]
        return {
            name: [round(float(w), 3) for w in row] for name, row in sorted(rows.items()) if abs(row).max() >= least
        }


def scope_model(taught: Sequence[Example]) -> _Model:
    """Of the scopes of figures whose measure is right."""
    return _Model([e for e in taught if e.scope is not None], lambda e: e.marks, lambda e: e.scope, "scope")


def measure_model(taught: Sequence[Example]) -> _Model:
    """Of whether a number is of the measure that the rules gave it."""
    return _Model([e for e in taught if e.measured], lambda e: e.measure_marks, lambda e: e.is_figure, "measure")


def rescue_model(taught: Sequence[Example]) -> _Model:
    """Of the measure of any number, "" where it has none; measures that few numbers have are left out."""
    often = Counter(e.measure for e in taught)
    known = [e for e in taught if e.measure is not None and often[e.measure] >= _FEWEST_OF_A_MEASURE]
    return _Model(known, lambda e: e.open_marks, lambda e: e.measure, "rescue")


def scopes_by(model: _Model, asked: Sequence[Example], votes: Mapping[Scope, float]) -> list[Scope]:
    """The likeliest scopes, with votes of so many log-odds for the rules'."""
    scores = np.log(model.shares(asked) + 1e-12)
    classes = np.array(model.classes)
    for row, example in zip(scores, asked, strict=True):
        row[model.classes.index(example.rule)] += votes[example.rule]
    return list(classes[scores.argmax(1)])


def _line(name: str, found: Sequence[Example]) -> str:
    inside = [e for e in found if e.file == name and e.measured]
    others = [e for e in found if e.file != name]
    scoped = [e for e in inside if e.scope is not None]
    model = scope_model(others)
    answers = ([e.rule for e in scoped], scopes_by(model, scoped, _NO_VOTE), scopes_by(model, scoped, _VOTE))
    shares = [np.mean([answer == e.scope for answer, e in zip(given, scoped, strict=True)]) for given in answers]
    likely = measure_model(others).shares(inside)[:, 1] >= extraction.UNLIKELY
    right = np.array([e.is_figure for e in inside])
    precision = right[likely].mean(), (right & likely).sum() / right.sum()
    numbers = " ".join(f"{share:8.3f}" for share in (*shares, right.mean(), *precision))
    return f"{name:12} {len(inside):7} {numbers}"


@dataclass(frozen=True, slots=True)
class Weights:
    """All that is learned, in the form of the files."""

    scope: Mapping[str, Sequence[float]]  # by mark, in the order of `_SCOPES`
    measure: Mapping[str, float]
    measures: Sequence[str]
    rescue: Mapping[str, Sequence[tuple[int, float]]]  # by mark: position in `measures` and weight


def fitted(taught: Sequence[Example]) -> Weights:
    """All three models fitted on the examples."""
    scopes, rescue = scope_model(taught), rescue_model(taught)
    table = rescue.weights(range(len(rescue.classes)))
    least = _LEAST_WEIGHT["rescue"]
    return Weights(
        scope=scopes.weights([scopes.classes.index(scope) for scope in _SCOPES]),
        measure={name: row[0] for name, row in measure_model(taught).weights([0]).items()},
        measures=rescue.classes,
        rescue={name: [(n, round(w, 2)) for n, w in enumerate(row) if abs(w) >= least] for name, row in table.items()},
    )


def write(weights: Weights) -> None:
    """Writes the three files, one mark a line."""
    folder = Path(learned.__file__).parent
    marks = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in weights.scope.items())
    text = f'{{"rule": {json.dumps(_VOTE)}, "marks": {{\n{marks}\n}}}}\n'
    (folder / "scope_weights.json").write_text(text, encoding="utf-8")
    marks = ",\n".join(f"{json.dumps(name)}: {weight}" for name, weight in weights.measure.items())
    (folder / "measure_weights.json").write_text(f"{{\n{marks}\n}}\n", encoding="utf-8")
    marks = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}" for name, row in weights.rescue.items()
    )
    names = json.dumps(list(weights.measures))
    text = f'{{"measures": {names}, "marks": {{\n{marks}\n}}}}\n'
    (folder / "rescue_weights.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Prints the table; writes the weights where asked."""
    parser = argparse.ArgumentParser(description="fits scopes and measures of figures")
    parser.add_argument("--write", action="store_true", help="write scope_weights.json and measure_weights.json")
    options = parser.parse_args()
    found = list(examples([name for name in _FILES if (_DATA / f"{name}.toml").exists()]))
    heads = ("rules", "learned", "both", "measure", "kept", "of right")
    print(f"{'file':12} {'figures':>7} {' '.join(f'{head:>8}' for head in heads)}")
    for name in _FILES:
        if sum(e.file == name and e.measured for e in found) >= _FEWEST:
            print(_line(name, found))
    if options.write:
        write(fitted(found))


if __name__ == "__main__":
    main()
