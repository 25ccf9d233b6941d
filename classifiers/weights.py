"""The first step's weights: `weights.npz` to arrays and back, what they add to a decision, and to which of its reasons.

numpy only. What a word adds, with all its character n-grams, is worked out the first time that the word is met.
"""

import functools
import io
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from classifiers.features import (
    BLOCK_WEIGHTS,
    BLOCKS,
    BUCKETS,
    HASHED,
    gram_buckets,
    hashes_of,
    pair_buckets,
    word_buckets,
)
from classifiers.lexicon import Form
from classifiers.manifest import ModelError
from classifiers.text import Reader, Reading, Readings

WEIGHTS_FILE = "weights.npz"
_TINY = 1e-12  # far below the square of any feature's weight, 1 at least
_REMEDY = "restore the folder, or train again with: pregonero train"

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What `weights.npz` holds."""

    forms: tuple[Form, ...]  # the lexicon that the features were made with
    names: Mapping[str, tuple[str, ...]]  # of the blocks that are not hashed
    idf: Mapping[str, Floats]  # by block; of a hashed one, by bucket
    coef: Mapping[str, Floats]


def pack(weights: Weights) -> bytes:
    """Bytes of `weights.npz`: arrays of numbers and of UTF-8 bytes only, nothing that could run."""
    arrays: dict[str, npt.NDArray[np.generic]] = {"lexicon": _bytes(lexicon_json(weights.forms))}
    for block in BLOCKS:
        idf, coef = weights.idf[block].astype(np.float32), weights.coef[block].astype(np.float32)
        if block in HASHED:
            known = np.flatnonzero(idf)
            arrays[f"{block}_buckets"] = np.diff(known, prepend=0).astype(np.uint32)
            idf, coef = idf[known], coef[known]
        else:
            arrays[f"{block}_names"] = _bytes("\n".join(weights.names[block]).encode())
        arrays[f"{block}_idf"], arrays[f"{block}_coef"] = idf, coef
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type] # numpy's stub reads **arrays as allow_pickle
    return out.getvalue()


def _bytes(data: bytes) -> npt.NDArray[np.uint8]:
    return np.frombuffer(data, dtype=np.uint8)


def lexicon_json(forms: Sequence[Form]) -> bytes:
    """The lexicon's forms as they travel with a model."""
    return json.dumps(forms, ensure_ascii=False).encode()


@functools.lru_cache(maxsize=4)  # the topics are trained with one lexicon, and then share its reader
def _reader(lexicon: bytes) -> Reader:
    rows = json.loads(lexicon)
    return Reader([Form(tuple(keys), tuple(commas), *rest) for keys, commas, *rest in rows])


def unpack(data: bytes) -> tuple[Weights, Reader]:
    """Reads what `pack` wrote, with a reader of its lexicon.

    Raises:
        ModelError: no such archive, or arrays missing or of different lengths.
    """
    names, idf, coef = {}, {}, {}
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            reader = _reader(arrays["lexicon"].tobytes())
            for block in BLOCKS:
                values = [arrays[f"{block}_{kind}"].astype(np.float64) for kind in ("idf", "coef")]
                if block in HASHED:
                    buckets = np.cumsum(arrays[f"{block}_buckets"].astype(np.int64))
                    values = [_spread(buckets, its) for its in values]
                else:
                    text = arrays[f"{block}_names"].tobytes().decode()
                    names[block] = tuple(text.split("\n")) if text else ()
                    if not len(names[block]) == len(values[0]) == len(values[1]):
                        raise ValueError("features and weights differ in number")
                idf[block], coef[block] = values
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile) as exc:
        raise ModelError(f"{WEIGHTS_FILE}: cannot be read ({exc}); {_REMEDY}") from exc
    return Weights(reader.forms, names, idf, coef), reader


def _spread(buckets: Ints, values: Floats) -> Floats:
    if len(buckets) != len(values):
        raise ValueError("features and weights differ in number")
    found = np.zeros(BUCKETS)
    found[buckets] = values
    return found


class _Table:
    """What each word, sentence or text that a reader knows adds: to the decision, and to the squared length."""

    def __init__(self) -> None:
        self.values = np.zeros(0)
        self.squares = np.zeros(0)

    def __len__(self) -> int:
        return len(self.values)

    def add(self, values: Floats, squares: Floats) -> None:
        """Of those that follow in number."""
        self.values, self.squares = np.append(self.values, values), np.append(self.squares, squares)

    def sums(self, rows: Ints, numbers: Ints, n_rows: int) -> tuple[Floats, Floats]:
        """Both, summed by text."""
        return _summed(rows, self.values[numbers], n_rows), _summed(rows, self.squares[numbers], n_rows)


class FirstStep:
    """The decisions of the weights. Remembers what words and sentences add; safe to share as its reader is.

    Args:
        weights: by block.
        reader: of their lexicon.
        intercept: of the decision.
    """

    def __init__(self, weights: Weights, reader: Reader, intercept: float) -> None:
        self.reader = reader
        self.intercept = intercept
        self._value = {block: weights.idf[block] * weights.coef[block] * BLOCK_WEIGHTS[block] for block in BLOCKS}
        self._square = {block: weights.idf[block] ** 2 for block in BLOCKS}
        self._numbers = {block: {name: n for n, name in enumerate(names)} for block, names in weights.names.items()}
        self.n_features = sum(int(np.count_nonzero(weights.idf[block])) for block in BLOCKS)
        self._epoch = -1
        self._tables: dict[str, _Table] = {}

    def decisions(self, texts: Sequence[str]) -> tuple[Floats, Readings]:
        """One per text, and what was read."""
        with self.reader.lock:
            readings = self.reader.read(texts)
            return self._decisions(readings), readings

    def _decisions(self, readings: Readings) -> Floats:
        self._learn(readings.epoch)
        n, tables = readings.texts, self._tables
        single = tables["word"].sums(readings.word_rows, readings.words, n)
        value, square = self._value["word"], self._square["word"]
        pairs = [_summed(readings.pair_rows, its[readings.pairs], n) for its in (value, square)]
        parts = [
            (single[0] + pairs[0], single[1] + pairs[1]),
            tables["char"].sums(readings.word_rows, readings.words, n),
            tables["concept"].sums(readings.sentence_rows, readings.sentences, n),
            (tables["document"].values[readings.documents], tables["document"].squares[readings.documents]),
        ]
        return self.intercept + sum((_shortened(*part) for part in parts), start=np.zeros(n))

    def decision(self, text: str) -> tuple[float, bool]:
        """The decision on one text, and whether it names nothing Mexican."""
        with self.reader.lock:
            reading = self.reader.read_one(text)
            self._learn(reading.epoch)
            return self._decision(reading), reading.unnamed

    def _decision(self, reading: Reading) -> float:
        word, char, concept, document = (self._tables[block] for block in BLOCKS)
        words, pairs, sentences, whole = reading.words, reading.pairs, reading.sentences, reading.document
        parts = (
            (
                _sum(word.values[words]) + _sum(self._value["word"][pairs]),
                _sum(word.squares[words]) + _sum(self._square["word"][pairs]),
            ),
            (_sum(char.values[words]), _sum(char.squares[words])),
            (sum(concept.values[sentences].tolist()), sum(concept.squares[sentences].tolist())),
            (float(document.values[whole]), float(document.squares[whole])),
        )
        return self.intercept + sum(value / math.sqrt(max(square, _TINY)) for value, square in parts)

    def _learn(self, epoch: int) -> None:
        """What the reader met since the last batch."""
        reader = self.reader
        if self._epoch != epoch:
            self._tables = {block: _Table() for block in BLOCKS}
            self._epoch = epoch
        words = reader.folded[len(self._tables["word"]) :]
        if words:
            buckets = word_buckets(hashes_of(words))
            self._tables["word"].add(self._value["word"][buckets], self._square["word"][buckets])
            self._tables["char"].add(*self._of_grams(words))
        for block, known in (("concept", reader.sentence_features), ("document", reader.document_features)):
            if new := known[len(self._tables[block]) :]:
                found = np.array([self._of_names(block, names) for names in new])
                self._tables[block].add(found[:, 0], found[:, 1])

    def _of_grams(self, words: Sequence[str]) -> tuple[Floats, Floats]:
        owners, buckets = gram_buckets(words)
        values, squares = self._value["char"][buckets], self._square["char"][buckets]
        return _summed(owners, values, len(words)), _summed(owners, squares, len(words))

    def _of_names(self, block: str, names: Sequence[str]) -> tuple[float, float]:
        numbers = [n for name in names if (n := self._numbers[block].get(name)) is not None]
        return float(self._value[block][numbers].sum()), float(self._square[block][numbers].sum())

    def reasons(self, text: str, concepts: Sequence[str], themes: Sequence[str]) -> dict[str, float]:
        """What adds to the decision on a text besides the intercept, by name; concepts and themes as they were read."""
        parts = self.reader.parts(text)
        surfaces: dict[str, str] = {}
        for folded, surface in parts:
            surfaces.setdefault(folded, surface)
        words, pairs = list(surfaces), list(dict.fromkeys(pairwise(folded for folded, _ in parts)))
        labels = {word: word_label(word, surface) for word, surface in surfaces.items()}
        found: dict[str, float] = {}
        hashes = dict(zip(words, hashes_of(words), strict=True))
        pair_hashes = np.array([(hashes[a], hashes[b]) for a, b in pairs], dtype=np.uint64).reshape(-1, 2)
        buckets = np.append(word_buckets(hashes_of(words)), pair_buckets(pair_hashes[:, 0], pair_hashes[:, 1]))
        names = [*labels.values(), *(f"{labels[a]} {labels[b]}" for a, b in pairs)]
        _add(found, names, self._value["word"][buckets], self._square["word"][buckets])
        _add(found, list(labels.values()), *self._of_grams(words))
        self._add_names(found, "concept", concepts)
        self._add_names(found, "document", themes)
        return found

    def _add_names(self, found: dict[str, float], block: str, names: Sequence[str]) -> None:
        known = [name for name in names if name in self._numbers[block]]
        numbers = [self._numbers[block][name] for name in known]
        _add(found, [concept_label(name) for name in known], self._value[block][numbers], self._square[block][numbers])


def _add(found: dict[str, float], names: Sequence[str], values: Floats, squares: Floats) -> None:
    """Adds each one's part of its block to the reason of its name."""
    length = math.sqrt(float(squares.sum())) or 1.0
    for name, value in zip(names, (values / length).tolist(), strict=True):
        if value:
            found[name] = found.get(name, 0.0) + value


def _summed(rows: Ints, weights: Floats, n_rows: int) -> Floats:
    found: Floats = np.bincount(rows, weights=weights, minlength=n_rows).astype(np.float64, copy=False)
    return found


def _sum(values: Floats) -> float:
    return float(np.add.reduce(values))  # half of what the method `sum` takes on a few


def _shortened(values: Floats, squares: Floats) -> Floats:
    result: Floats = values / np.sqrt(np.maximum(squares, _TINY))  # where nothing is known, both are 0
    return result


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


__all__ = ["WEIGHTS_FILE", "FirstStep", "Weights", "concept_label", "lexicon_json", "pack", "unpack", "word_label"]
