"""Status and severity: served as they were fitted, told by cost, and damaged files refused."""

import io
from collections.abc import Sequence

import numpy as np
import pytest

from classifiers.data import Example
from classifiers.embedding import DIMENSIONS, Embedding
from classifiers.facets import FACETS, cheapest, key_of, pack_facets, slots_of, unpack_facets
from classifiers.manifest import ModelError
from classifiers.text import shipped_reader
from classifiers.train_facets import train_facets, value_of

SAID = {"occurred": ("México entrega a {n} reos a EU", "P1"), "denied": ("Mexico denies handover of {n} men", "P3")}


def _examples() -> list[Example]:
    return [
        Example(
            id=f"{status}-{n}", title=title.format(n=n), summary="The ministry said so on Monday.", lang="en",
            labels=frozenset({"transfer"}), group=f"{status}-{n}", realis={"transfer": (status,)},
            severity={"transfer": severity},
        )
        for status, (title, severity) in SAID.items()
        for n in range(12)
    ]  # fmt: skip


def _cues(topic: str, examples: Sequence[Example]) -> list[list[str]]:
    return [["headline denies"] if "denies" in e.title else ["headline handed over"] for e in examples]


class _Encoder:
    def query(self, text: str) -> object:
        """A vector that hangs on the text's first letters."""
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        vector[[ord(c) % DIMENSIONS for c in text[:8]]] = 0.3
        return vector


@pytest.mark.parametrize("semantic", [False, True])
def test_what_is_packed_says_what_was_learnt(semantic: bool) -> None:
    """Both facets, with and without an embedding; cues are told in order of what they said."""
    embedding = Embedding(_Encoder(), "0")
    data, metrics = train_facets("transfer", _examples(), _cues, embedding if semantic else None, 7)
    assert data is not None
    models = unpack_facets(data)
    assert set(models) == {key_of(f, semantic=s) for f in FACETS for s in ([False, True] if semantic else [False])}
    assert metrics[f"oof_{key_of('realis', semantic=semantic)}"] == 1.0
    text = "México entrega a 40 reos a EU"
    slots = slots_of(shipped_reader(), [text, text])
    vectors = embedding.vectors([text, text]) if semantic else None

    answer = models[key_of("realis", semantic=semantic)].answer(slots, ["headline handed over", "unheard of"], vectors)

    assert answer.value == "occurred"
    assert sum(answer.probabilities.values()) == pytest.approx(1.0)
    assert [name for name, _ in answer.why] == ["headline handed over"]


def test_what_costs_least_is_said() -> None:
    """A ping that may be one is told as one sooner than it is likely, and never put off to the digest lightly."""
    assert cheapest({"P1": 0.3, "P2": 0.7, "P3": 0.0}) == "P1"
    assert cheapest({"P1": 0.2, "P2": 0.8, "P3": 0.0}) == "P2"  # told all the same, at night in the morning
    assert cheapest({"P1": 0.3, "P2": 0.2, "P3": 0.5}) != "P3"
    assert cheapest({"P1": 0.1, "P2": 0.5, "P3": 0.4}) == "P2"
    assert cheapest({"P1": 0.0, "P2": 0.2, "P3": 0.8}) == "P3"


def test_slots_of_a_batch_are_those_of_single_texts() -> None:
    """Texts do not lend each other words; an empty one has none."""
    texts = ["a b a", "", "b c"]
    together = slots_of(shipped_reader(), texts)

    assert [found.tolist() for found in together] == [slots_of(shipped_reader(), [t])[0].tolist() for t in texts]
    assert len(together[1]) == 0


def test_too_few_examples_and_damaged_files() -> None:
    """Nothing is learnt from one status; bytes that are no archive are refused."""
    assert train_facets("transfer", _examples()[:12], _cues, None, 7) == (None, {})
    assert value_of(_examples()[0], "strike_threat", "realis") == ""
    with pytest.raises(ModelError, match="cannot be read"):
        unpack_facets(b"PK\x03\x04 broken")
    data, _ = train_facets("transfer", _examples(), _cues, None, 7)
    models = unpack_facets(data or b"")
    assert set(unpack_facets(pack_facets(models))) == set(models)


def test_models_made_before_their_words_were_shared_are_read() -> None:
    """Such archives have the words' slots and idf once for each facet, and finer steps: they answer the same."""
    data, _ = train_facets("transfer", _examples(), _cues, None, 7)
    assert data is not None
    with np.load(io.BytesIO(data)) as arrays:
        kept = dict(arrays)
    shared = {"slots": np.unpackbits(kept.pop("known")).nonzero()[0].astype(np.uint32), "idf": kept.pop("idf")}
    assert kept.pop("step") == 0.03
    keys = [key_of(facet, semantic=False) for facet in FACETS]
    for key in keys:
        kept[f"{key}_words"] = kept[f"{key}_words"] * np.int8(2)
    before = io.BytesIO()
    np.savez_compressed(before, **kept, **{f"{key}_{name}": part for key in keys for name, part in shared.items()})
    slots = slots_of(shipped_reader(), ["Mexico denies handover of 5 men"] * 2)

    for key in keys:
        now, then = (unpack_facets(raw)[key] for raw in (data, before.getvalue()))
        assert now.answer(slots, ["headline denies"], None) == then.answer(slots, ["headline denies"], None)
