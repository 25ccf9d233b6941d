"""The second step of a model: what a text means, from its embedding, for the few that the first step lets through.

A support vector machine with a radial kernel over the embeddings of the text and of its headline, and the first
step's decisions on both. Its vectors are bytes, in training as in serving, so that both compute the same and the
artefact stays small. numpy only.
"""

import io
import zipfile
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.manifest import ModelError

MEANING_FILE = "meaning.npz"
GAMMA = 0.02
FIRST_STEP = (0.3, 0.2)  # weights of the first step's decisions, on text and headline, beside the embeddings
_HEADLINE = 0.8  # weight of the headline's embedding beside the text's; both alone lost a point of F1 on the folds
_STEPS = 100.0  # bytes per unit of an embedding's component; components lie within 0.3 of their mean
_SPREAD = 10.0  # an embedding's length beside the first step's decision
_REMEDY = "restore the folder, or train again with: pregonero train"

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.int8]
Vectors = npt.NDArray[np.float32]


def quantised(texts: Vectors, titles: Vectors, centre: Vectors) -> Bytes:
    """Embeddings of texts (rows) and of their headlines, side by side, around their mean, as bytes.

    Of a headline alone both halves are the same, which packs well.
    """
    both = np.hstack([texts - centre, titles - centre])
    result: Bytes = np.clip(np.rint(both * _STEPS), -127, 127).astype(np.int8)
    return result


def inputs(rows: Bytes, decisions: Floats) -> Floats:
    """What the machine sees: embeddings (rows) and, last, the first step's decisions on text and headline (columns)."""
    half = rows.shape[1] // 2
    weights = np.repeat([1.0, _HEADLINE], half) * (_SPREAD / _STEPS)
    return np.hstack([rows * weights, decisions * FIRST_STEP])


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What `meaning.npz` holds."""

    centre: Vectors  # mean embedding of the examples
    support: Bytes  # embeddings of the support vectors: text, headline
    support_decisions: Floats  # and the first step's decisions on both (columns)
    coef: Floats
    intercept: float

    def decisions(self, texts: Vectors, titles: Vectors, first: Floats) -> Floats:
        """Decisions from the embeddings (rows) of texts and of their headlines, and the first step's on both."""
        ours = inputs(quantised(texts, titles, self.centre), first)
        theirs = inputs(self.support, self.support_decisions)
        squared = (ours * ours).sum(1)[:, None] + (theirs * theirs).sum(1)[None, :] - 2.0 * ours @ theirs.T
        result: Floats = np.exp(-GAMMA * np.maximum(squared, 0.0)) @ self.coef + self.intercept
        return result


def pack_meaning(meaning: Meaning) -> bytes:
    """Bytes of `meaning.npz`: arrays of numbers only."""
    out = io.BytesIO()
    np.savez_compressed(
        out, centre=meaning.centre, support=meaning.support, support_decisions=meaning.support_decisions,
        coef=meaning.coef, intercept=np.array([meaning.intercept]),
    )  # fmt: skip
    return out.getvalue()


def unpack_meaning(data: bytes) -> Meaning:
    """Reads what `pack_meaning` wrote.

    Raises:
        ModelError: no such archive, or arrays missing or of different lengths.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            meaning = Meaning(
                centre=arrays["centre"].astype(np.float32),
                support=arrays["support"].astype(np.int8),
                support_decisions=arrays["support_decisions"].astype(np.float64),
                coef=arrays["coef"].astype(np.float64),
                intercept=float(arrays["intercept"][0]),
            )
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as exc:
        raise ModelError(f"{MEANING_FILE}: cannot be read ({exc}); {_REMEDY}") from exc
    rows, width = len(meaning.coef), len(meaning.centre)
    if meaning.support.shape != (rows, 2 * width) or meaning.support_decisions.shape != (rows, 2):
        raise ModelError(f"{MEANING_FILE}: vectors and weights do not fit each other; {_REMEDY}")
    return meaning


__all__ = ["GAMMA", "MEANING_FILE", "Bytes", "Meaning", "inputs", "pack_meaning", "quantised", "unpack_meaning"]
