"""The first step's weights: `weights.npz` to a vocabulary and its coefficients, and back. numpy only.

What topics that were trained together have in common, lexicon, known features and their idf, is an archive of its own
within the file: it is read once for all of them.
"""

import functools
import itertools
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.archive import Arrays, pack_arrays, unpack_arrays
from classifiers.arrays import Floats, Octets
from classifiers.lexicon import Entry, Terms
from classifiers.text import Reader
from classifiers.vocabulary import Vocabulary, columns_of

WEIGHTS_FILE = "weights.npz"
_STEP = 2.0**-22  # of coefficients: they are 1.2e-7 at most from what was learnt, and scores less than 2e-7


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What `weights.npz` holds."""

    vocabulary: Vocabulary
    coef: Floats  # one per feature of the vocabulary


def pack(weights: Weights) -> bytes:
    """Bytes of `weights.npz`: arrays of numbers and of UTF-8 bytes only, nothing that could run."""
    vocabulary = weights.vocabulary
    is_known = np.zeros(columns_of(vocabulary.names), dtype=np.bool_)
    is_known[vocabulary.known] = True
    levels, codes = np.unique(-vocabulary.idf.astype(np.float32), return_inverse=True)  # rare features are most
    shared = pack_arrays(
        {
            "lexicon": _bytes(lexicon_json(vocabulary.reader.terms)),
            "names": _bytes(json.dumps(dict(vocabulary.names)).encode()),
            "known": np.packbits(is_known),
            "levels": -levels,
            "idf": _planes(codes.astype("<u2")),
        }
    )
    coef = _planes(np.rint(weights.coef / _STEP).astype("<i4"))
    return pack_arrays({"vocabulary": _bytes(shared), "coef": coef})


def _bytes(data: bytes) -> Octets:
    return np.frombuffer(data, dtype=np.uint8)


def _planes(numbers: npt.NDArray[np.generic]) -> Octets:
    """(bytes of a number, n), the low ones first; the high ones are alike, and pack well by themselves."""
    return np.ascontiguousarray(numbers.view(np.uint8).reshape(len(numbers), -1).T)


def _joined(planes: npt.NDArray[np.generic], kind: str) -> npt.NDArray[Any]:  # Any: of the kind that is asked for
    """What `_planes` took apart."""
    return np.ascontiguousarray(planes.T).view(kind)[:, 0]


def lexicon_json(terms: Terms) -> bytes:
    """The lexicon as it travels with a model."""
    parts = [terms.entries, "\n".join(terms.spellings), terms.owners]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def _terms(lexicon: bytes) -> Terms:
    entries, spellings, owners = json.loads(lexicon)
    return Terms(list(itertools.starmap(Entry, entries)), spellings.split("\n"), owners)


def unpack(data: bytes) -> Weights:
    """Reads what `pack` wrote.

    Raises:
        ModelError: no such archive, or arrays missing or of different lengths.
    """
    return unpack_arrays(data, WEIGHTS_FILE, _weights)


def _weights(arrays: Arrays) -> Weights:
    vocabulary = _vocabulary(arrays["vocabulary"].tobytes())
    coef = _joined(arrays["coef"], "<i4") * _STEP
    if len(coef) != len(vocabulary.known):
        raise ValueError("features and weights differ in number")
    return Weights(vocabulary, coef)


@functools.lru_cache(maxsize=4)  # shared by the topics that were trained together
def _vocabulary(data: bytes) -> Vocabulary:
    return unpack_arrays(data, WEIGHTS_FILE, _vocabulary_of)


def _vocabulary_of(arrays: Arrays) -> Vocabulary:
    reader = Reader(_terms(arrays["lexicon"].tobytes()))
    names = json.loads(arrays["names"].tobytes())
    known = np.unpackbits(arrays["known"], count=columns_of(names)).view(np.bool_).nonzero()[0]
    idf = arrays["levels"].astype(np.float64)[_joined(arrays["idf"], "<u2")]
    if len(known) != len(idf):
        raise ValueError("features and weights differ in number")
    return Vocabulary(reader, names, known, idf)


__all__ = ["WEIGHTS_FILE", "Weights", "lexicon_json", "pack", "unpack"]
