"""Learns the directions of an embedding in which reports of one event lie near each other and those of others do not.

A linear discriminant (Fisher 1936; Rao 1948) over labelled stories: what varies within an event, languages among it, is
scaled down, what varies between events is kept, the strongest directions first. Used by `benchmarks.fit_stories`.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.follow_up import meaning_of_follow_ups
from benchmarks.stories import Labelled
from bot.stories.evidence import text_compared
from classifiers.embedding import Embedding
from classifiers.events import Space

KEPT = 128  # directions
SHRUNK = 0.3  # of the mean variance within events, added in each direction: few examples, many directions
STRETCHED = 0.25  # power of the ratio between to within; 1 would leave only the strongest directions

Matrix = npt.NDArray[np.float64]


def learned(sets: Sequence[Sequence[Labelled]], embedding: Embedding) -> Space:
    """The space that some labelled files teach.

    Args:
        sets: events of different files are different, whatever they are called.
        embedding: gives the vectors.
    """
    by_event: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    reports = [(n, each) for n, labelled in enumerate(sets) for each in labelled]
    for row, (n, each) in enumerate(reports):
        by_event[n, each.story].append(row)
    vectors = np.asarray(embedding.vectors([text_compared(each.item) for _, each in reports]), dtype=np.float64)
    spanish = np.array([each.item.language == "es" for _, each in reports])
    middle = (vectors[spanish].mean(axis=0) + vectors[~spanish].mean(axis=0)) / 2  # of both languages alike
    events = [vectors[rows] - middle for rows in by_event.values() if len(rows) > 1]
    within, between = _scatter(events)
    within += np.eye(len(within)) * np.trace(within) / len(within) * SHRUNK
    root = np.linalg.inv(np.linalg.cholesky(within))
    ratios, turned = np.linalg.eigh(root @ between @ root.T)
    strongest = np.argsort(ratios)[::-1][:KEPT]
    directions = root.T @ turned[:, strongest] * np.maximum(ratios[strongest], 0.0) ** (STRETCHED / 2)
    follow_up = meaning_of_follow_ups(sets, embedding, middle)
    return Space(
        name=embedding.name,
        middle=middle.astype(np.float32),
        directions=directions.astype(np.float32),
        follow_up=follow_up.astype(np.float32),
    )


def _scatter(events: Sequence[Matrix]) -> tuple[Matrix, Matrix]:
    """Mean scatter within events, without bias, and between them, each event by its number of reports."""
    reports = sum(len(event) for event in events)
    within = sum(len(event) * np.cov(event.T) for event in events) / reports
    between = sum(len(event) * np.outer(event.mean(axis=0), event.mean(axis=0)) for event in events) / reports
    return np.asarray(within), np.asarray(between)


__all__ = ["learned"]
