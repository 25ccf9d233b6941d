"""The second step of a model: what a text means, from its embedding, for the few that the first step lets through.

A support vector machine with a radial kernel over the embeddings of the text and of its headline, and the first
step's decisions on both. Far from all it has seen such a machine knows nothing, where the words still speak: so a share
of the first step's decision is added to its own. Its vectors are bytes, in training as in serving, so that both compute
the same and the artefact stays small. numpy only.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.archive import Arrays, pack_arrays, unpack_arrays
from classifiers.arrays import Bytes, Floats, Vectors

MEANING_FILE = "meaning.npz"
GAMMA = 0.02
FIRST_STEP = (0.3, 0.2)  # weights of the first step's decisions, on text and headline, beside the embeddings
# Of the first step's decision on the text, added to the machine's. On 4,070 items by hands that neither had seen it
# took away a quarter of `transfer`'s false alarms among ordinary news at the same recall, and changed nothing for
# `strike_threat`; 0.3 lost there, where headlines avoid the usual words.
SHARE_OF_WORDS = 0.1
_HEADLINE = 0.8  # weight of the headline's embedding beside the text's; both alone lost a point of F1 on the folds
_STEPS = 32.0  # bytes per unit of an embedding's component; components lie within 0.3 of their mean; 100 told no more
_HALF_BYTE = 8  # half a byte holds -8 to 7
_SPREAD = 10.0  # an embedding's length beside the first step's decision


def quantised(texts: Vectors, titles: Vectors, centre: Vectors, steps: float = _STEPS) -> Bytes:
    """Embeddings of texts (rows) and of their headlines, side by side, around their mean, as bytes.

    Of a headline alone both halves are the same, which packs well.
    """
    both = np.hstack([texts - centre, titles - centre])
    result: Bytes = np.clip(np.rint(both * steps), -127, 127).astype(np.int8)
    return result


def inputs(rows: Bytes, decisions: Floats, steps: float = _STEPS) -> Floats:
    """What the machine sees: embeddings (rows) and, last, the first step's decisions on text and headline (columns)."""
    half = rows.shape[1] // 2
    weights = np.repeat([1.0, _HEADLINE], half) * (_SPREAD / steps)
    return np.hstack([rows * weights, decisions * FIRST_STEP])


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What `meaning.npz` holds."""

    centre: Vectors  # mean embedding of the examples
    support: Bytes  # embeddings of the support vectors: text, headline
    support_decisions: Floats  # and the first step's decisions on both (columns)
    coef: Floats
    intercept: float
    steps: float = _STEPS  # of its bytes
    share: float = SHARE_OF_WORDS  # of the first step's decision in its own

    def decisions(self, texts: Vectors, titles: Vectors, first: Floats) -> Floats:
        """Decisions from the embeddings (rows) of texts and of their headlines, and the first step's on both."""
        ours = inputs(quantised(texts, titles, self.centre, self.steps), first, self.steps)
        theirs = inputs(self.support, self.support_decisions, self.steps)
        squared = (ours * ours).sum(1)[:, None] + (theirs * theirs).sum(1)[None, :] - 2.0 * ours @ theirs.T
        machine = np.exp(-GAMMA * np.maximum(squared, 0.0)) @ self.coef + self.intercept
        return joined(machine, first, self.share)


def joined(machine: Floats, first: Floats, share: float = SHARE_OF_WORDS) -> Floats:
    """The second step's decisions: the machine's with the share of the first step's on the text (column 0)."""
    result: Floats = machine + share * first[:, 0]
    return result


def pack_meaning(meaning: Meaning) -> bytes:
    """Bytes of `meaning.npz`: arrays of numbers only. Small components go two to a byte, which packs a tenth better."""
    shifted = meaning.support + _HALF_BYTE
    support = meaning.support
    if not shifted.size or (shifted.min() >= 0 and shifted.max() < 2 * _HALF_BYTE):
        support = (shifted[:, ::2] << 4 | shifted[:, 1::2]).view(np.uint8)
    return pack_arrays(
        {
            "centre": meaning.centre,
            "support": support,
            "support_decisions": meaning.support_decisions.astype(np.float32),
            "coef": meaning.coef.astype(np.float32),
            "intercept": np.array([meaning.intercept]),
            "scale": np.array([meaning.steps, meaning.share]),
        },
        densely=True,
    )


def unpack_meaning(data: bytes) -> Meaning:
    """Reads what `pack_meaning` wrote.

    Raises:
        ModelError: no such archive, or arrays missing or of different lengths.
    """
    return unpack_arrays(data, MEANING_FILE, _meaning)


def _meaning(arrays: Arrays) -> Meaning:
    steps, share = arrays["scale"].tolist()
    meaning = Meaning(
        centre=arrays["centre"].astype(np.float32),
        support=_whole(arrays["support"]),
        support_decisions=arrays["support_decisions"].astype(np.float64),
        coef=arrays["coef"].astype(np.float64),
        intercept=float(arrays["intercept"][0]),
        steps=float(steps),
        share=float(share),
    )
    rows, width = len(meaning.coef), len(meaning.centre)
    if meaning.support.shape != (rows, 2 * width) or meaning.support_decisions.shape != (rows, 2):
        raise ValueError("vectors and weights do not fit each other")
    return meaning


def _whole(support: npt.NDArray[Any]) -> Bytes:  # Any: of one of two types
    """Components one to a byte, as they are where some are large."""
    if support.dtype != np.uint8:
        return support.astype(np.int8)
    halves = np.stack([support >> 4, support & 15], axis=2).astype(np.int8) - np.int8(_HALF_BYTE)
    return halves.reshape(len(support), -1)


__all__ = [
    "GAMMA",
    "MEANING_FILE",
    "SHARE_OF_WORDS",
    "Bytes",
    "Meaning",
    "inputs",
    "joined",
    "pack_meaning",
    "quantised",
    "unpack_meaning",
]
