"""The step that looks at meaning: equal to scikit-learn, loaded with its own embedding only, vectors remembered."""

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from model_kit import NOW, FakeEncoder, expected_scores, log_odds_of
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVC

from classifiers.artefact import write_artefact
from classifiers.data import Example
from classifiers.embedding import DIMENSIONS, Embedding, load_embedding
from classifiers.manifest import ModelError
from classifiers.meaning import (
    GAMMA,
    MEANING_FILE,
    SHARE_OF_WORDS,
    Meaning,
    inputs,
    pack_meaning,
    quantised,
    unpack_meaning,
)
from classifiers.model import (
    MEANING,
    TopicModel,
    load,
)
from classifiers.text import names_nothing_mexican
from classifiers.train import fit, train_topic
from classifiers.train_meaning import is_of, meaning_of, train_second_step
from classifiers.weights import unpack


def test_the_second_step_equals_scikit_learn(examples: list[Example]) -> None:
    """Support vectors in bytes give the machine's probabilities to 1e-6, and `why` tells what they added."""
    embedding = Embedding(FakeEncoder(), "0")
    two_steps = train_topic("transfer", examples, trained_at=NOW, embedding=embedding)
    step, packed = two_steps.manifest.second_step, two_steps.meaning
    assert step is not None
    assert packed is not None
    texts = [e.text for e in examples[:150]]
    plain = TopicModel(two_steps.manifest, unpack(two_steps.weights))
    model = TopicModel(two_steps.manifest, unpack(two_steps.weights), lambda: unpack_meaning(packed), embedding)
    titles = [text.partition("\n")[0] for text in texts]
    pipeline = fit("transfer", examples, two_steps.manifest.seed)
    first = pipeline.decisions(texts)
    machine = unpack_meaning(packed)
    rows = quantised(embedding.vectors(texts), embedding.vectors(titles), machine.centre)
    kernel = rbf_kernel(
        inputs(rows, np.stack([first, pipeline.decisions(titles)], axis=1)),
        inputs(machine.support, machine.support_decisions),
        gamma=GAMMA,
    )
    unnamed = names_nothing_mexican(texts)
    decisions = kernel @ machine.coef + machine.intercept + SHARE_OF_WORDS * first
    expected = expected_scores(decisions, unnamed, step.calibration)

    answers, before = model.score(texts), plain.score(texts)

    let_through = first >= step.floor
    assert let_through.any()
    assert not let_through.all()
    np.testing.assert_allclose(np.array([a.score for a in answers])[let_through], expected[let_through], atol=1e-6)
    for answer, old, seen in zip(answers, before, let_through, strict=True):
        assert math.isclose(log_odds_of(answer.score), sum(w for _, w in answer.why), abs_tol=1e-6)
        assert (MEANING in dict(answer.why)) == bool(seen)
        assert seen or (answer.score, answer.why) == (old.score, old.why)
    assert model.threshold == step.threshold
    assert model.version == f"{plain.version}+meaning"


def test_a_machine_is_served_as_it_was_fitted() -> None:
    """Packed and unpacked, the support vectors give the decisions of scikit-learn's own machine."""
    rng = np.random.default_rng(5)

    def drawn(rows: int) -> npt.NDArray[np.float32]:
        return rng.normal(scale=0.05, size=(rows, DIMENSIONS)).astype(np.float32)

    texts, titles, first = drawn(80), drawn(80), rng.normal(size=(80, 2))
    centre = texts.mean(axis=0)
    rows = quantised(texts, titles, centre)
    machine = SVC(C=5.0, gamma=GAMMA).fit(inputs(rows, first), first[:, 0] + 20 * (texts[:, 0] - titles[:, 1]) > 0)

    served = unpack_meaning(pack_meaning(meaning_of(machine, rows, first, centre)))

    others, their_titles, decisions = drawn(30), drawn(30), rng.normal(size=(30, 2))
    expected = machine.decision_function(inputs(quantised(others, their_titles, centre), decisions))
    found = served.decisions(others, their_titles, decisions)
    np.testing.assert_allclose(found, expected + SHARE_OF_WORDS * decisions[:, 0], atol=1e-6)


@pytest.mark.parametrize("largest", [7, 8, 127])
def test_large_components_keep_a_byte_each(largest: int) -> None:
    """Support vectors come back as they were, whether two of their components go into a byte or not."""
    support = np.random.default_rng(9).integers(-8, 8, size=(5, 2 * DIMENSIONS)).astype(np.int8)
    support[2, 3] = largest
    centre = np.zeros(DIMENSIONS, dtype=np.float32)
    machine = Meaning(centre=centre, support=support, support_decisions=np.ones((5, 2)), coef=np.ones(5), intercept=0.5)

    again = unpack_meaning(pack_meaning(machine)).support

    assert (again.dtype, again.tolist()) == (np.int8, support.tolist())


def test_far_from_all_that_was_learnt_the_words_speak() -> None:
    """Where the machine's kernel has faded out, a text that the first step doubts comes out below one it is sure of."""
    rng = np.random.default_rng(6)
    centre = np.zeros(DIMENSIONS, dtype=np.float32)
    near = rng.normal(scale=0.05, size=(40, DIMENSIONS)).astype(np.float32)
    first = rng.normal(size=(40, 2))
    rows = quantised(near, near, centre)
    machine = meaning_of(SVC(gamma=GAMMA).fit(inputs(rows, first), first[:, 0] > 0), rows, first, centre)
    odd = np.full((2, DIMENSIONS), 1.2, dtype=np.float32)

    doubted, sure = machine.decisions(odd, odd, np.array([[-1.5, 0.0], [1.5, 0.0]]))

    assert sure - doubted == pytest.approx(3.0 * SHARE_OF_WORDS)


def test_the_floor_loses_two_in_a_thousand_of_what_the_second_step_flags(examples: list[Example]) -> None:
    """It is set by the positives that the second step would flag, not by those that it gives up anyhow."""
    embedding = Embedding(FakeEncoder(), "0")
    truth = is_of("transfer", examples)
    decisions = np.random.default_rng(7).normal(loc=np.where(truth, 2.0, -2.0))
    unnamed = np.zeros(len(examples), dtype=bool)

    _, step, scores = train_second_step("transfer", examples, decisions, decisions, unnamed, embedding, 1)

    flagged = np.sort(decisions[truth & (scores >= step.threshold)])
    assert 10 < len(flagged) < truth.sum()
    assert step.floor == pytest.approx(np.quantile(flagged, 0.002), abs=0.006)
    assert (decisions[truth] < step.floor).any()


def test_a_second_step_is_loaded_with_its_own_embedding_only(tmp_path: Path, examples: list[Example]) -> None:
    """Another embedding, or none, means the first step alone; a file that was changed is refused."""
    embedding = Embedding(FakeEncoder(), "0")
    write_artefact(train_topic("transfer", examples[::2], trained_at=NOW, embedding=embedding), tmp_path)
    assert load(tmp_path, embedding).second_step is not None
    assert load(tmp_path).second_step is None
    assert load(tmp_path, Embedding(FakeEncoder(), "1")).second_step is None
    with (tmp_path / MEANING_FILE).open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="SHA-256 differs"):
        load(tmp_path, embedding)
    with pytest.raises(ModelError, match="cannot be read"):
        unpack_meaning(b"PK\x03\x04 broken")


def test_vectors_are_remembered_and_kept(tmp_path: Path) -> None:
    """An encoder is asked once per text; a cache saves even that; a damaged one is passed over."""
    encoder = FakeEncoder()
    embedding = Embedding(encoder, "0")
    first = embedding.vectors(["a", "b\nlead", "a"])
    assert encoder.asked == ["a", "b. lead"]
    assert first.shape == (3, DIMENSIONS)
    assert embedding.vectors([]).shape == (0, DIMENSIONS)
    embedding.write_cache(tmp_path / "vectors.npz")
    other = FakeEncoder()
    again = Embedding(other, "0")
    again.read_cache(tmp_path / "vectors.npz")
    np.testing.assert_array_equal(again.vectors(["a"])[0], first[0])
    assert embedding.embed(["a"]) == [tuple(map(float, first[0]))]
    (tmp_path / "vectors.npz").write_bytes(b"nothing")
    again.read_cache(tmp_path / "vectors.npz")
    assert other.asked == []


def test_the_installed_embedding_knows_meaning_across_languages() -> None:
    """One event told in two languages is nearer than two events told in one."""
    embedding = load_embedding()
    if embedding is None:
        pytest.skip("the extra semantic is not installed")
    one, same, other = embedding.vectors(
        ["Mexico hands over 37 prisoners to the US", "México entrega 37 reos a EU", "Mexico signs a water treaty"]
    )
    assert float(one @ same) > float(one @ other)
