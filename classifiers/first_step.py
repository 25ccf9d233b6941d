"""The first step: decisions by a topic's weights, and to which of its reasons what adds. numpy only."""

import functools
import math
import operator
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from classifiers.arrays import Floats, Ints
from classifiers.features import BLOCK_WEIGHTS
from classifiers.text import Readings
from classifiers.vocabulary import NAMED, Slots, Sums
from classifiers.weights import Weights


class FirstStep:
    """The decisions of the weights; safe to share as its reader is.

    Args:
        weights: of the features.
        intercept: of the decision.
    """

    def __init__(self, weights: Weights, intercept: float) -> None:
        self.vocabulary = weights.vocabulary
        self.reader = weights.vocabulary.reader
        self.intercept = intercept
        self.n_features = len(weights.coef)
        self._sums = Sums(self.vocabulary, np.append(self.vocabulary.idf * weights.coef, 0.0))

    def decisions(self, texts: Sequence[str]) -> tuple[Floats, Readings]:
        """One per text, and what was read."""
        with self.reader.lock:
            readings = self.reader.read(texts)
            its = self.vocabulary.measured(readings)
            sums = self._sums.of(readings, its.pair_rows, its.pairs)
            return self.intercept + (sums * its.weights).sum(axis=0), readings

    def decision(self, text: str) -> tuple[float, bool]:
        """The decision on one text, and whether it names nothing Mexican."""
        with self.reader.lock:
            reading = self.reader.read_one(text)
            pairs, weights = self.vocabulary.measured_one(reading)
            sums = self._sums.of_one(reading, pairs)
            return self.intercept + sum(map(operator.mul, sums, weights)), reading.unnamed

    def reasons(self, text: str, concepts: Sequence[str], themes: Sequence[str]) -> dict[str, float]:
        """What adds to the decision on a text besides the intercept, by name; concepts and themes as they were read."""
        parts, vocabulary = self.reader.parts(text), self.vocabulary
        surfaces: dict[str, str] = {}
        for folded, surface in parts:
            surfaces.setdefault(folded, surface)
        words, pairs = list(surfaces), list(dict.fromkeys(pairwise(folded for folded, _ in parts)))
        labels = {word: word_label(word, surface) for word, surface in surfaces.items()}
        found: dict[str, float] = {}
        names = [*labels.values(), *(f"{labels[a]} {labels[b]}" for a, b in pairs)]
        owners, grams = vocabulary.grams_of(tuple(words))
        self._add(found, "word", names, np.append(vocabulary.singles(words), vocabulary.pairs(pairs)))
        self._add(found, "char", list(labels.values()), grams, owners)
        for block, seen in zip(NAMED, (concepts, themes), strict=True):
            slots = vocabulary.named(block, seen)
            known = [name for name in seen if name in slots]
            labelled = [concept_label(name) for name in known]
            self._add(found, block, labelled, np.array([slots[name] for name in known], dtype=np.int32))
        return found

    def _add(
        self, found: dict[str, float], block: str, names: Sequence[str], slots: Slots, owners: Ints | None = None
    ) -> None:
        """Adds each feature's part of its block to the reason of its name, of `owners` where not each has its own."""
        length = math.sqrt(float(self.vocabulary.squares[slots].sum())) or 1.0
        values = self._sums.numbers[slots] * (BLOCK_WEIGHTS[block] / length)
        if owners is not None:
            values = np.bincount(owners, weights=values, minlength=len(names)).astype(np.float64, copy=False)
        for name, value in zip(names, values.tolist(), strict=True):
            if value:
                found[name] = found.get(name, 0.0) + value


def word_label(word: str, surface: str) -> str:
    """A word as an analyst reads it: as it stands, names with what they count as: "Trump <us official>"."""
    if word.startswith("_"):
        tag = word.strip("_").replace("_", " ").removesuffix(" c")
        return f"{surface} <{tag} country>" if word.endswith("_c") else f"{surface} <{tag}>"
    return surface


@functools.lru_cache(maxsize=4096)
def concept_label(concept: str) -> str:
    """A concept as an analyst reads it, in brackets: "[MX + transfer: extradite]"; the headline's joins the text's."""
    parts = {
        part.removesuffix("_country").removesuffix("_place").replace("/", ": ").replace("_", " ").lower()
        for part in concept.removeprefix("T:").removeprefix("D:").split("&")
    }
    families = {part.partition(": ")[0] for part in parts if ": " in part}
    return f"[{' + '.join(sorted(parts - families))}]"


__all__ = ["FirstStep", "concept_label", "word_label"]
