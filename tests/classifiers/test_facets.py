"""Status and severity: served as they were fitted, told by cost, and damaged files refused."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from classifiers.archive import Arrays, pack_arrays, unpack_arrays
from classifiers.data import Example
from classifiers.embedding import DIMENSIONS, Embedding
from classifiers.facets import FACETS, cheapest, key_of, pack_facets, parts_of, unpack_facets
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
    (parts,) = parts_of(shipped_reader(), [text], [text])
    vectors = embedding.vectors([text, text]) if semantic else None

    answer = models[key_of("realis", semantic=semantic)].answer(parts, ["headline handed over", "unheard of"], vectors)

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


def test_parts_of_a_batch_are_those_of_single_texts() -> None:
    """Texts do not lend each other words; an empty one has none; the lead has no part in the headline's."""
    titles = ["reo entregado", "", "b c"]
    texts = ["reo entregado\nhoy en Toluca", "", "b c"]
    together = parts_of(shipped_reader(), titles, texts)

    alone = [parts_of(shipped_reader(), [a], [b])[0] for a, b in zip(titles, texts, strict=True)]
    assert [[part.tolist() for part in parts] for parts in together] == [[p.tolist() for p in parts] for parts in alone]
    assert [len(part) for part in together[1]] == [0, 0, 0]
    words, all_words, grams = together[0]
    assert set(words.tolist()) < set(all_words.tolist())
    assert len(grams) > len(words) == 3  # two words and their pair


def test_chances_are_as_likely_as_they_say() -> None:
    """The factor makes decisions log-odds: of values that the folds tell apart it is sure, of a coin's it is not."""
    examples = _examples()
    coins = [
        replace(e, id=f"coin-{n}", group=f"coin-{n}", realis={"transfer": (("occurred", "denied")[n % 2],)})
        for n, e in enumerate(2 * examples)
    ]
    told = []
    for its in (examples, coins):
        data, _ = train_facets("transfer", its, lambda _, some: [[] for _ in some], None, 7)
        model = unpack_facets(data or b"")[key_of("realis", semantic=False)]
        (parts,) = parts_of(shipped_reader(), [its[0].title], [its[0].text])
        told.append(max(model.answer(parts, [], None).probabilities.values()))
    sure, unsure = told
    assert sure > 0.9
    assert unsure < 0.7


def test_too_few_examples_and_damaged_files() -> None:
    """Nothing is learnt from one status; bytes that are no archive are refused."""
    assert train_facets("transfer", _examples()[:12], _cues, None, 7) == (None, {})
    assert value_of(_examples()[0], "strike_threat", "realis") == ""
    with pytest.raises(ModelError, match="cannot be read"):
        unpack_facets(b"PK\x03\x04 broken")
    data, _ = train_facets("transfer", _examples(), _cues, None, 7)
    models = unpack_facets(data or b"")
    assert set(unpack_facets(pack_facets(models))) == set(models)
    short = dict(_arrays(data or b""))
    short["idf"] = short["idf"][1:]
    with pytest.raises(ModelError, match="differ in number"):
        unpack_facets(pack_arrays(short))


def _arrays(data: bytes) -> Arrays:
    return unpack_arrays(data, "facets.npz", dict)
