"""Status and severity of a relevant text, learnt: `facets.npz` to probabilities. numpy only.

A linear model per facet on what the rules found (`cues`, named by the bot), on the words and pairs of the headline and
of the whole text, on the headline's character n-grams, and, in a second version, on the embedding of both. The rules'
own answer is one of the cues, so that what they know is not learnt anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.archive import Arrays, pack_arrays, unpack_arrays
from classifiers.arrays import Floats, Ints, Vectors
from classifiers.features import BUCKETS, gram_buckets, word_buckets
from classifiers.text import Reader

FACETS_FILE = "facets.npz"
FACETS = ("realis", "severity")
PARTS = 3  # of a text: the headline's words and pairs, those of the whole text, the headline's grams
PART_WEIGHTS = (1.0, 0.7, 1.0)
CUE_WEIGHT = 0.25
MEANING_WEIGHTS = (3.0, 1.5)  # of the embedding of the headline, of headline and lead

# What a wrong severity costs, true one first. A P1 shown as P2 comes late at night, anything shown as P3 does not come,
# and either is worse than to tell somebody for nothing. What they do: docs/figures.md, "Status and severity".
COSTS: Mapping[str, Mapping[str, float]] = {
    "P1": {"P1": 0.0, "P2": 3.0, "P3": 8.0},
    "P2": {"P1": 1.0, "P2": 0.0, "P3": 2.0},
    "P3": {"P1": 3.0, "P2": 1.0, "P3": 0.0},
}

_STEPS = 31  # to either side of nothing, of coefficients of words and grams; 100 told no more on the folds
_MAX_REASONS = 6

Parts = tuple[Ints, ...]  # PARTS of them: the distinct buckets of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One facet of one text."""

    value: str
    probabilities: Mapping[str, float]  # by value
    why: tuple[tuple[str, float], ...]  # cues that spoke loudest for it, in log-odds against the mean of the others


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The buckets that a topic's facets know."""

    places: Ints  # sorted; of a part's bucket: part * BUCKETS + bucket
    idf: Floats  # by place

    def weighted(self, parts: Parts) -> tuple[Ints, Floats]:
        """Rows of the known buckets of a text, and what each counts: idf, each part of its own weight in length."""
        rows, weights = [], []
        for part, buckets in enumerate(parts):
            wanted = part * BUCKETS + buckets
            at = np.minimum(np.searchsorted(self.places, wanted), len(self.places) - 1)
            known = at[self.places[at] == wanted] if len(self.places) else at[:0]
            idf = self.idf[known]
            rows.append(known)
            weights.append(idf * (PART_WEIGHTS[part] / max(float(np.sqrt(idf @ idf)), 1e-9)))
        return np.concatenate(rows), np.concatenate(weights)


@dataclass(frozen=True, slots=True, eq=False)
class FacetModel:
    """One facet, with or without the embedding."""

    classes: tuple[str, ...]
    cues: tuple[str, ...]
    cue_coef: Floats  # (cues, classes)
    vocabulary: Vocabulary
    word_coef: Floats  # (places, classes)
    centre: Vectors  # (2, dimensions): means; dimensions 0 = without an embedding
    meaning_coef: Floats  # (2, dimensions, classes)
    intercept: Floats

    def answer(self, parts: Parts, cues: Sequence[str], vectors: Vectors | None) -> Answer:
        """The facet of one text.

        Args:
            parts: of the text, see `parts_of`.
            cues: names of those that hold; unknown ones are passed over.
            vectors: embeddings of the headline and of headline and lead, (2, dimensions); None for a model without.
        """
        known = {cue: n for n, cue in enumerate(self.cues)}
        held = [known[cue] for cue in cues if cue in known]
        rows, weights = self.vocabulary.weighted(parts)
        points = self.intercept + CUE_WEIGHT * self.cue_coef[held].sum(axis=0) + weights @ self.word_coef[rows]
        if vectors is not None and self.centre.shape[1]:
            for part, scale in enumerate(MEANING_WEIGHTS):
                points = points + scale * ((vectors[part] - self.centre[part]).astype(float) @ self.meaning_coef[part])
        odds = np.exp(points - points.max())
        chances = dict(zip(self.classes, (odds / odds.sum()).tolist(), strict=True))
        value = max(chances, key=lambda name: chances[name])
        if set(self.classes) <= set(COSTS):
            value = cheapest(chances)
        return Answer(value=value, probabilities=chances, why=self._why(value, held))

    def _why(self, value: str, held: Sequence[int]) -> tuple[tuple[str, float], ...]:
        at = self.classes.index(value)
        spoken = CUE_WEIGHT * (self.cue_coef[held, at] - self.cue_coef[held].mean(axis=1))
        ranked = sorted(zip((self.cues[n] for n in held), spoken.tolist(), strict=True), key=lambda pair: -pair[1])
        return tuple((name, round(weight, 3)) for name, weight in ranked[:_MAX_REASONS] if weight > 0.0)


def cheapest(chances: Mapping[str, float]) -> str:
    """The severity, of those that have a chance, whose errors cost least, by COSTS."""
    return min(chances, key=lambda said: sum(chance * COSTS[true][said] for true, chance in chances.items()))


def parts_of(reader: Reader, titles: Sequence[str], texts: Sequence[str]) -> list[Parts]:
    """What each text is split into, see PARTS; a text begins with its title."""
    grams = []
    with reader.lock:
        of_titles, of_texts = _words_of(reader, titles), _words_of(reader, texts)
        for title in titles:
            words = [reader.folded[number] for number in reader.read_one(title).words.tolist()]
            grams.append(np.unique(gram_buckets(words)[1]) if words else np.zeros(0, dtype=np.int64))
    return list(zip(of_titles, of_texts, grams, strict=True))


def _words_of(reader: Reader, texts: Sequence[str]) -> list[Ints]:
    """Distinct buckets of each text's words and pairs."""
    readings = reader.read(texts)
    rows = np.concatenate([readings.word_rows, readings.pair_rows])
    buckets = np.concatenate([word_buckets(reader.hashes[readings.words]), readings.pairs])
    distinct = np.unique(rows * BUCKETS + buckets)
    ends = np.searchsorted(distinct, np.arange(1, len(texts)) * BUCKETS)
    return [part % BUCKETS for part in np.split(distinct, ends)]


def key_of(facet: str, *, semantic: bool) -> str:
    """Name of a version of a facet in the archive."""
    return f"{facet}_{'semantic' if semantic else 'plain'}"


def pack_facets(models: Mapping[str, FacetModel]) -> bytes:
    """Bytes of `facets.npz`, models by `key_of` with one vocabulary."""
    vocabulary = next(iter(models.values())).vocabulary
    known = np.zeros(PARTS * BUCKETS, dtype=np.bool_)
    known[vocabulary.places] = True
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "known": np.packbits(known),
        "idf": vocabulary.idf.astype(np.float32),
    }
    for key, model in models.items():
        names = json.dumps([model.classes, model.cues], ensure_ascii=False).encode()
        step = max(float(np.abs(model.word_coef).max(initial=0.0)), 1e-9) / _STEPS
        arrays |= {
            f"{key}_names": np.frombuffer(names, dtype=np.uint8),
            f"{key}_cues": model.cue_coef.astype(np.float32),
            f"{key}_words": np.rint(model.word_coef / step).astype(np.int8).T,  # by class: they pack better
            f"{key}_step": np.array([step]),
            f"{key}_centre": model.centre,
            f"{key}_meaning": model.meaning_coef.astype(np.float32),
            f"{key}_intercept": model.intercept,
        }
    return pack_arrays(arrays, densely=True)


def unpack_facets(data: bytes) -> dict[str, FacetModel]:
    """Reads what `pack_facets` wrote.

    Raises:
        ModelError: no such archive, or arrays missing or of different lengths.
    """
    return unpack_arrays(data, FACETS_FILE, _models)


def _models(arrays: Arrays) -> dict[str, FacetModel]:
    places = np.unpackbits(arrays["known"]).nonzero()[0]
    vocabulary = Vocabulary(places, arrays["idf"].astype(np.float64))
    if len(places) != len(vocabulary.idf):
        raise ValueError("buckets and their idf differ in number")
    keys = [name.removesuffix("_names") for name in arrays if name.endswith("_names")]
    return {key: _model(vocabulary, {name: arrays[f"{key}_{name}"] for name in _OF_A_FACET}) for key in keys}


_OF_A_FACET = ("names", "cues", "words", "step", "centre", "meaning", "intercept")


def _model(vocabulary: Vocabulary, arrays: Arrays) -> FacetModel:
    classes, cues = json.loads(arrays["names"].tobytes())
    return FacetModel(
        classes=tuple(classes),
        cues=tuple(cues),
        cue_coef=arrays["cues"].astype(np.float64).reshape(len(cues), len(classes)),
        vocabulary=vocabulary,
        word_coef=(arrays["words"].T * float(arrays["step"][0])).reshape(len(vocabulary.places), len(classes)),
        centre=arrays["centre"].astype(np.float32),
        meaning_coef=arrays["meaning"].astype(np.float64),
        intercept=arrays["intercept"].astype(np.float64),
    )


__all__ = [
    "COSTS",
    "CUE_WEIGHT",
    "FACETS",
    "FACETS_FILE",
    "MEANING_WEIGHTS",
    "PARTS",
    "PART_WEIGHTS",
    "Answer",
    "FacetModel",
    "Parts",
    "Vocabulary",
    "cheapest",
    "key_of",
    "pack_facets",
    "parts_of",
    "unpack_facets",
]
