"""Fits the weights of figures' scopes, and tells how well a file is read by weights fitted on the others.

    python -m benchmarks.fit_scope [--write]

One line a development file: share of right scopes among figures found with the right measure and value, by the rules
alone, by weights fitted on the other files alone, and by both. The rules were written with all files but the last in
view, so only the last one is unseen by both. `--write` fits on all files and writes `bot/extract/scope_weights.json`.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.figures import expected, item_of, rows_of
from bot.domain import Scope
from bot.extract import figures as extraction
from bot.extract import learned

_DATA = Path(__file__).parents[1] / "tests" / "data" / "figures"
_FILES = ("sentences", "pairs", "numbers", "reports", "dispatches", "wires", "bulletins")
_WEIGHTS = Path(learned.__file__).with_name("scope_weights.json")
_ONE_QUANTITY = {"persons_transferred_cumulative": "persons_transferred", "arrested_cumulative": "persons_arrested"}
_LEAST_SEEN = 2  # texts' figures that a mark must stand by
_STRENGTH = 1.0  # inverse of the L2 penalty
_VOTE = 2.0  # log-odds of the rules' scope: below what they reach on texts they know, about what they reach on others
_FEWEST = 30  # figures of a file that is told of
_SCOPES: tuple[Scope, ...] = ("this_event", "cumulative", "background", "projected")


@dataclass(frozen=True, slots=True)
class Example:
    """One figure of a development text."""

    file: str
    marks: tuple[str, ...]
    rule: Scope
    scope: Scope


def examples(names: Sequence[str]) -> Iterator[Example]:
    """Figures whose measure and value the extractor finds, with the scope that is right."""
    seen: list[tuple[str, float, Scope, tuple[str, ...]]] = []

    def watch(measure: str, rule: Scope, marks: Sequence[str], value: float) -> None:
        seen.append((_ONE_QUANTITY.get(measure, measure), float(f"{value:.4g}"), rule, tuple(marks)))

    extraction.watchers.append(watch)
    try:
        for name in names:
            for row in rows_of(_DATA / f"{name}.toml"):
                if "text" not in row:
                    continue
                seen.clear()
                extraction.extract(item_of(row))
                right: dict[tuple[str, object], list[Scope]] = {}
                for measure, value, _, scope in expected(row):
                    right.setdefault((_ONE_QUANTITY.get(measure, measure), value), []).append(scope)  # type: ignore[arg-type]  # of the file
                for measure, value, rule, marks in seen:
                    scopes = right.pop((measure, value), [])
                    if len(scopes) == 1:
                        yield Example(name, marks, rule, scopes[0])
    finally:
        extraction.watchers.remove(watch)


def main() -> None:
    """Prints the table; writes the weights where asked."""
    parser = argparse.ArgumentParser(description="fits the scopes of figures")
    parser.add_argument("--write", action="store_true", help=f"write {_WEIGHTS.name}")
    options = parser.parse_args()
    found = list(examples(_FILES))
    print(f"{'file':12} {'figures':>7} {'rules':>7} {'learned':>8} {'both':>7}")
    for name in _FILES:
        inside = [e for e in found if e.file == name]
        if len(inside) < _FEWEST:
            continue
        model = _Model([e for e in found if e.file != name])
        right = np.array([e.scope for e in inside])
        by_rule = np.array([e.rule for e in inside])
        answers = (by_rule, model.answers(inside, 0), model.answers(inside, _VOTE))
        shares = [np.mean(answer == right) for answer in answers]
        print(f"{name:12} {len(inside):7} {shares[0]:7.3f} {shares[1]:8.3f} {shares[2]:7.3f}")
    if options.write:
        _WEIGHTS.write_text(_Model(found).as_json(), encoding="utf-8")


class _Model:
    """A multinomial logistic regression over marks that stand often enough."""

    def __init__(self, taught: Sequence[Example]) -> None:
        seen = Counter(mark for e in taught for mark in e.marks)
        self._kept = {mark for mark, count in seen.items() if count >= _LEAST_SEEN}
        self._vectorizer = DictVectorizer()
        rows = self._vectorizer.fit_transform([self._row(e) for e in taught])
        self._fit = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(rows, [e.scope for e in taught])

    def _row(self, example: Example) -> dict[str, float]:
        return {mark: 1.0 for mark in example.marks if mark in self._kept}

    def answers(self, asked: Sequence[Example], vote: float) -> np.ndarray:
        """The likeliest scopes, with a vote of so many log-odds for the rules'."""
        scores = self._fit.predict_log_proba(self._vectorizer.transform([self._row(e) for e in asked]))
        rules = np.array([e.rule for e in asked])
        return self._fit.classes_[(scores + vote * (self._fit.classes_[None, :] == rules[:, None])).argmax(1)]

    def as_json(self) -> str:
        """Weights by mark in the order of `_SCOPES`, one mark a line, the smallest left out."""
        columns = [list(self._fit.classes_).index(scope) for scope in _SCOPES]
        names = self._vectorizer.get_feature_names_out()
        rows = {"base": self._fit.intercept_[columns]}
        rows |= {str(name): self._fit.coef_[columns, n] for n, name in enumerate(names)}
        kept = {name: [round(float(w), 3) for w in row] for name, row in rows.items() if abs(row).max() >= 0.01}
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(kept.items()))
        return f'{{"rule": {_VOTE}, "marks": {{\n{lines}\n}}}}\n'


if __name__ == "__main__":
    main()
