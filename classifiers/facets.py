"""Status and severity of a relevant text, learnt: `facets.npz` to probabilities. numpy only.

A linear model per facet on what the rules found (`cues`, named by the bot), on the words and pairs of the headline and
of the whole text, and, in a second version, on the embedding of both. The rules' own answer is one of the cues, so that
what they know is not learnt anew.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.features import word_buckets
from classifiers.manifest import ModelError
from classifiers.text import Reader

FACETS_FILE = "facets.npz"
FACETS = ("realis", "severity")
SLOTS = 1 << 14  # of words and pairs
CUE_WEIGHT = 0.5
TEXT_WEIGHT = 0.7  # of the whole text's words beside the headline's
MEANING_WEIGHTS = (3.0, 1.5)  # of the embedding of the headline, of headline and lead

# What a wrong severity costs, true one first. A P1 shown as P2 comes late at night, anything shown as P3 does not come,
# and either is worse than to tell somebody for nothing. What they do: docs/figures.md, "Judging".
COSTS: Mapping[str, Mapping[str, float]] = {
    "P1": {"P1": 0.0, "P2": 3.0, "P3": 8.0},
    "P2": {"P1": 1.0, "P2": 0.0, "P3": 2.0},
    "P3": {"P1": 3.0, "P2": 1.0, "P3": 0.0},
}

_STEP = 0.03  # of the words' coefficients, which are kept as bytes; few are beyond 1.5
_STEP_BEFORE = 0.015  # of models made before it was kept
_MAX_REASONS = 6
_REMEDY = "restore the folder, or train again with: pregonero train"

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One facet of one text."""

    value: str
    probabilities: Mapping[str, float]  # by value
    why: tuple[tuple[str, float], ...]  # cues that spoke loudest for it, in log-odds against the mean of the others


@dataclass(frozen=True, slots=True, eq=False)
class FacetModel:
    """One facet, with or without the embedding."""

    classes: tuple[str, ...]
    cues: tuple[str, ...]
    cue_coef: Floats  # (cues, classes)
    idf: Floats  # (2, SLOTS): of the headline's words, of the text's; 0 = not known
    word_coef: Floats  # (2, SLOTS, classes)
    centre: Vectors  # (2, dimensions): means; dimensions 0 = without an embedding
    meaning_coef: Floats  # (2, dimensions, classes)
    intercept: Floats

    def answer(self, slots: Sequence[Ints], cues: Sequence[str], vectors: Vectors | None) -> Answer:
        """The facet of one text.

        Args:
            slots: distinct ones of the headline's words and of the text's, see `slots_of`.
            cues: names of those that hold; unknown ones are passed over.
            vectors: embeddings of the headline and of headline and lead, (2, dimensions); None for a model without.
        """
        known = {cue: n for n, cue in enumerate(self.cues)}
        held = [known[cue] for cue in cues if cue in known]
        points = self.intercept + CUE_WEIGHT * self.cue_coef[held].sum(axis=0)
        for part, found in enumerate(slots):
            idf = self.idf[part, found]
            weight = (1.0, TEXT_WEIGHT)[part] / max(float(np.sqrt(idf @ idf)), 1e-9)
            points = points + weight * (idf @ self.word_coef[part, found])
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


def slots_of(reader: Reader, texts: Sequence[str]) -> list[Ints]:
    """Distinct slots of each text's words and pairs."""
    with reader.lock:
        readings = reader.read(texts)
        singles = word_buckets(reader.hashes[readings.words])
    rows = np.concatenate([readings.word_rows, readings.pair_rows])
    slots = np.concatenate([singles, readings.pairs]) % SLOTS
    distinct = np.unique(rows * SLOTS + slots)
    ends = np.searchsorted(distinct, np.arange(1, len(texts) + 1) * SLOTS)
    return [part % SLOTS for part in np.split(distinct, ends[:-1])]


def key_of(facet: str, *, semantic: bool) -> str:
    """Name of a version of a facet in the archive."""
    return f"{facet}_{'semantic' if semantic else 'plain'}"


def pack_facets(models: Mapping[str, FacetModel]) -> bytes:
    """Bytes of `facets.npz`, models by `key_of` with one idf: arrays of numbers and of UTF-8 bytes only."""
    idf = next(iter(models.values())).idf
    rows, slots = np.nonzero(idf)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "known": np.packbits(idf > 0.0),
        "idf": idf[rows, slots].astype(np.float32),
        "step": np.array([_STEP]),
    }
    for key, model in models.items():
        names = json.dumps([model.classes, model.cues], ensure_ascii=False).encode()
        arrays |= {
            f"{key}_names": np.frombuffer(names, dtype=np.uint8),
            f"{key}_cues": model.cue_coef.astype(np.float32),
            f"{key}_words": np.rint(model.word_coef[rows, slots] / _STEP).clip(-127, 127).astype(np.int8),
            f"{key}_centre": model.centre,
            f"{key}_meaning": model.meaning_coef.astype(np.float32),
            f"{key}_intercept": model.intercept,
        }
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type] # numpy's stub reads **arrays as allow_pickle
    return out.getvalue()


def unpack_facets(data: bytes) -> dict[str, FacetModel]:
    """Reads what `pack_facets` wrote.

    Raises:
        ModelError: no such archive, or arrays missing or of different lengths.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            keys = [name.removesuffix("_names") for name in arrays.files if name.endswith("_names")]
            shared = {name: arrays[name] for name in _SHARED if name in arrays.files}  # models made before: by facet
            if "known" in arrays.files:  # a list in models made before
                shared["slots"] = np.unpackbits(arrays["known"]).nonzero()[0]
            step = float(arrays["step"][0]) if "step" in arrays.files else _STEP_BEFORE
            return {
                key: _model({n: shared[n] if n in shared else arrays[f"{key}_{n}"] for n in _ARRAYS}, step)
                for key in keys
            }
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile) as exc:
        raise ModelError(f"{FACETS_FILE}: cannot be read ({exc}); {_REMEDY}") from exc


_SHARED = ("slots", "idf")
_ARRAYS = ("names", "cues", "slots", "idf", "words", "centre", "meaning", "intercept")


def _model(arrays: Mapping[str, npt.NDArray[np.generic]], step: float) -> FacetModel:
    classes, cues = json.loads(arrays["names"].tobytes())
    places = arrays["slots"].astype(np.int64)
    idf, words = np.zeros(2 * SLOTS), np.zeros((2 * SLOTS, len(classes)))
    idf[places], words[places] = arrays["idf"].astype(np.float64), arrays["words"].astype(np.float64) * step
    cue_coef = arrays["cues"].astype(np.float64).reshape(len(cues), len(classes))
    return FacetModel(
        classes=tuple(classes),
        cues=tuple(cues),
        cue_coef=cue_coef,
        idf=idf.reshape(2, SLOTS),
        word_coef=words.reshape(2, SLOTS, len(classes)),
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
    "SLOTS",
    "TEXT_WEIGHT",
    "Answer",
    "FacetModel",
    "cheapest",
    "key_of",
    "pack_facets",
    "slots_of",
    "unpack_facets",
]
