"""What a model's held-out folds said of its training corpora: `folds.npz`. numpy only.

The calibrated scores that set calibration and threshold, each by a model that saw nothing of the example's story, with
the truth beside them. A back-test counts from them what every threshold costs, without the corpora at hand. Numbers
only: no text, nothing that could run.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.archive import Arrays, pack_arrays, unpack_arrays
from classifiers.arrays import Bools, Floats

FOLDS_FILE = "folds.npz"
_STEPS = 10_000  # scores are kept in ten-thousandths, cut off: at or above a threshold of four digits stays so


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Folds:
    """One number each per training example, in the order of the corpora."""

    words: Floats  # held-out scores of the first step, in [0, 1]
    meaning: Floats | None  # the same of the second step; None = trained without an embedding
    truth: Bools  # whether it carries the topic's label
    weights: Floats  # as in training, above 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What flagging at or above a threshold does on the folds."""

    precision: float | None  # None = nothing is flagged
    recall: float


def pack_folds(folds: Folds) -> bytes:
    """Bytes of `folds.npz`."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "words": _quantised(folds.words),
        "truth": np.packbits(folds.truth),
        "weights": folds.weights.astype(np.float32),
    }
    if folds.meaning is not None:
        arrays["meaning"] = _quantised(folds.meaning)
    return pack_arrays(arrays)


def _quantised(scores: Floats) -> npt.NDArray[np.uint16]:
    return np.floor(scores * _STEPS + 1e-9).astype(np.uint16)


def unpack_folds(data: bytes) -> Folds:
    """Reads what `pack_folds` wrote.

    Raises:
        ModelError: no such archive, or arrays missing, of other kinds or of different lengths.
    """
    return unpack_arrays(data, FOLDS_FILE, _folds)


def _folds(arrays: Arrays) -> Folds:
    weights = arrays["weights"].astype(np.float64)
    n = len(weights)
    bits = arrays["truth"]
    if bits.shape != ((n + 7) // 8,) or not (weights > 0.0).all():
        raise ValueError("lengths differ, or a weight is not above 0")
    return Folds(
        words=_scores(arrays["words"], n),
        meaning=_scores(arrays["meaning"], n) if "meaning" in arrays else None,
        truth=np.unpackbits(bits, count=n).astype(np.bool_),
        weights=weights,
    )


def _scores(kept: npt.NDArray[np.generic], n: int) -> Floats:
    if kept.dtype != np.uint16 or kept.shape != (n,):
        raise ValueError(f"scores are {kept.dtype} of shape {kept.shape}")
    scores: Floats = kept.astype(np.float64) / _STEPS
    return scores


def held_out(folds: Folds, thresholds: Sequence[float], *, semantic: bool) -> tuple[HeldOut, ...]:
    """Precision and recall on the folds, one per threshold, same order.

    Args:
        folds: of a topic.
        thresholds: in [0, 1].
        semantic: by the second step, where there is one; else by the first.
    """
    scores = folds.meaning if semantic and folds.meaning is not None else folds.words
    positives = float(folds.weights[folds.truth].sum())
    found = []
    for threshold in thresholds:
        flagged = scores >= threshold - 1e-9
        said, hits = (float(folds.weights[mask].sum()) for mask in (flagged, flagged & folds.truth))
        found.append(HeldOut(precision=hits / said if said else None, recall=hits / positives if positives else 0.0))
    return tuple(found)


__all__ = ["FOLDS_FILE", "Folds", "HeldOut", "held_out", "pack_folds", "unpack_folds"]
