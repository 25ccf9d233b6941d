"""Learns which headlines open an event, by their words and by what they mean. Used by `benchmarks.fit_stories`.

Labelled events say it: the first report of each against all later ones, copies of the first among them, so that what is
learned is a chance and no rule. A logistic regression each, held near zero, since there are some five hundred events.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.stories import Labelled
from bot.stories.evidence import text_compared
from bot.stories.follow_up import signs_of
from classifiers.embedding import Embedding

LEAST_HEADLINES = 6  # that have a sign
WORDS_STRENGTH, MEANING_STRENGTH = 0.1, 0.02  # of the data against the prior that nothing speaks either way
LEAST_WEIGHT = 0.05  # log-odds; lighter signs are left out

Vector = npt.NDArray[np.float64]


def _follow_ups(sets: Sequence[Sequence[Labelled]]) -> list[tuple[Labelled, bool]]:
    """Reports in time order, and whether their event was known."""
    found: list[tuple[Labelled, bool]] = []
    for labelled in sets:
        known: set[str] = set()
        for each in labelled:
            found.append((each, each.story in known))
            known.add(each.story)
    return found


def words_of_follow_ups(sets: Sequence[Sequence[Labelled]]) -> dict[str, float]:
    """Weights, in log-odds, of the signs of a headline; see `bot.stories.follow_up`."""
    told = [(set(signs_of(each.item.title)), later) for each, later in _follow_ups(sets)]
    met = Counter(sign for signs, _ in told for sign in signs)
    signs = sorted(sign for sign, times in met.items() if times >= LEAST_HEADLINES)
    number = {sign: n for n, sign in enumerate(signs)}
    cells = [(row, number[sign]) for row, (has, _) in enumerate(told) for sign in has if sign in number]
    rows = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(told), len(signs)))
    model = LogisticRegression(C=WORDS_STRENGTH, max_iter=2000).fit(rows, [later for _, later in told])
    weights = {sign: round(float(w), 2) for sign, w in zip(signs, model.coef_[0], strict=True)}
    return {"base": round(float(model.intercept_[0]), 2)} | {s: w for s, w in weights.items() if abs(w) >= LEAST_WEIGHT}


def meaning_of_follow_ups(sets: Sequence[Sequence[Labelled]], embedding: Embedding, middle: Vector) -> Vector:
    """A direction of the embedding from `middle`, and the log-odds there, as in `classifiers.events.Space`."""
    told = _follow_ups(sets)
    texts = [text for each, _ in told for text in (each.item.title, text_compared(each.item))]
    vectors = np.asarray(embedding.vectors(texts), dtype=np.float64) - middle
    scale = vectors.std()
    model = LogisticRegression(C=MEANING_STRENGTH, max_iter=2000)
    model.fit(vectors / scale, [later for _, later in told for _ in range(2)])
    return np.append(model.coef_[0] / scale, model.intercept_[0])


__all__ = ["meaning_of_follow_ups", "words_of_follow_ups"]
