"""Serving equals training, `why` sums up, and the shipped models are those of the shipped corpora."""

import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_kit import MODELS, expected_scores, log_odds_of

import classifiers
from classifiers.artefact import Artefact
from classifiers.card import CARD_FILE, write_card
from classifiers.data import Example, digest, training_examples
from classifiers.model import (
    MAX_REASONS,
    OTHERS,
    TopicModel,
    topics_folder,
)
from classifiers.text import names_nothing_mexican
from classifiers.train import fit, train_topic
from classifiers.weights import unpack


def test_serving_equals_scikit_learn(examples: list[Example], artefact: Artefact) -> None:
    """Folded weights give the pipeline's probabilities to 1e-6."""
    manifest = artefact.manifest
    fitted = fit("transfer", examples, manifest.seed)
    texts = [e.text for e in examples[:120]] + ["", "a", "México " * 400]
    unnamed = names_nothing_mexican(texts)
    expected = expected_scores(fitted.decisions(texts), unnamed, manifest.calibration)

    served = TopicModel(manifest, unpack(artefact.weights)).score(texts)

    np.testing.assert_allclose([answer.score for answer in served], expected, atol=1e-6)


def test_retraining_gives_the_same_scores(examples: list[Example], artefact: Artefact) -> None:
    """The same examples and seed give the same model; the order of time does not matter."""
    again = train_topic("transfer", examples, trained_at=datetime(2027, 1, 1, tzinfo=UTC))
    texts = [e.text for e in examples[:50]]
    first, second = (TopicModel(a.manifest, unpack(a.weights)).score(texts) for a in (artefact, again))

    np.testing.assert_allclose([a.score for a in first], [a.score for a in second], atol=1e-4)
    assert artefact.manifest.threshold == again.manifest.threshold


def test_the_shipped_models_are_of_the_shipped_corpora() -> None:
    """Manifest and corpora belong together: whoever changes an example trains again."""
    pinned = digest(training_examples(topics_folder()))

    assert dict.fromkeys(MODELS, pinned) == {topic: m.manifest.data_sha256 for topic, m in MODELS.items()}


@pytest.mark.parametrize("topic", MODELS)
def test_the_shipped_cards_are_of_the_shipped_models(topic: str, tmp_path: Path) -> None:
    """CARD.md says what the manifest says, its floor and thresholds, too."""
    write_card(MODELS[topic], tmp_path)

    assert (tmp_path / CARD_FILE).read_text("utf-8") == (topics_folder() / topic / CARD_FILE).read_text("utf-8")


def test_artefacts_are_small() -> None:
    """All topics' files together stay under 5 MB."""
    sizes = [path.stat().st_size for path in topics_folder().glob("*/*.npz")]

    assert len(sizes) == sum(3 + (model.manifest.folds_sha256 is not None) for model in MODELS.values())
    assert sum(sizes) < 5_000_000


@given(st.lists(st.text(max_size=300), max_size=4))
@settings(max_examples=30, deadline=None)
def test_why_sums_to_the_log_odds(texts: list[str]) -> None:
    """For any text: largest first, the base last, and the sum is the log-odds of the score."""
    for model in MODELS.values():
        answers = model.score(texts)
        assert len(texts) == len(answers)
        for answer in answers:
            *reasons, base = answer.why
            assert base[0] == "(base)"
            assert [abs(w) for _, w in reasons] == sorted((abs(w) for _, w in reasons), reverse=True)
            assert math.isclose(log_odds_of(answer.score), sum(w for _, w in answer.why), abs_tol=1e-6)


def test_a_batch_scores_like_single_texts() -> None:
    """A text's score does not depend on its neighbours."""
    texts = ["Mexico extradites man to Texas", "", "Huelga en Oaxaca", "EU amenaza con ataques en México"]
    model = MODELS["transfer"]

    np.testing.assert_allclose(
        [a.score for a in model.score(texts * 200)], [model.score([t])[0].score for t in texts] * 200, atol=1e-12
    )


PIECES = st.sampled_from(
    [
        "México",
        "Mexico's",
        "'s",
        "s",
        "EE. UU.",
        "EU",
        "US",
        "El Mayo",
        ",",
        "...",
        "\n",
        "extradita a",
        "Mr.",
        "37",
        "drone",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60), min_size=2, max_size=5))
@settings(max_examples=200, deadline=None)
def test_a_text_by_itself_reads_as_in_a_batch(texts: list[str]) -> None:
    """The short way of a single text ends where the arrays do, with the same reasons."""
    for model in MODELS.values():
        for text, of_batch in zip(texts, model.score(texts), strict=True):
            (alone,) = model.score([text])
            assert of_batch.score == pytest.approx(alone.score, abs=1e-9)
            assert dict(of_batch.why) == pytest.approx(dict(alone.why), abs=1e-9)


def test_long_reasons_are_summed_up() -> None:
    """At most MAX_REASONS entries and the base; the rest is one entry."""
    text = " ".join(e.text for e in training_examples(topics_folder())[:20])
    why = MODELS["transfer"].score([text])[0].why

    assert len(why) == MAX_REASONS + 1
    assert OTHERS in {name for name, _ in why}


def test_reasons_are_words_not_shards() -> None:
    """Character n-grams are shown as the word that they are part of, as it stands in the text."""
    why = MODELS["strike_threat"].score(["Washington bombardeará laboratorios"])[0].why
    names = {name for name, _ in why}

    assert "bombardeará" in names
    assert not any(name.startswith(" ") or name.endswith(" ") for name in names)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("transfer", "México extradita a dos presuntos narcotraficantes a Estados Unidos"),
        ("transfer", "US asks Mexico to extradite cartel leader"),
        ("strike_threat", "Trump threatens military strikes on cartels inside Mexico"),
        ("strike_threat", "Sheinbaum rechaza intervención militar de Estados Unidos en México"),
    ],
)
def test_plain_positives_are_flagged(topic: str, text: str) -> None:
    """The clearest headlines of each topic pass its threshold."""
    model = MODELS[topic]

    assert model.score([text])[0].score >= model.threshold


@pytest.mark.parametrize(
    "text", ["Bake your own bread this weekend", "Gana Tigres el clásico 2-1", "Teachers strike in Oaxaca over wages"]
)
def test_plain_negatives_are_not_flagged(text: str) -> None:
    """News of other matters stays below every threshold."""
    assert [t for t, m in MODELS.items() if m.score([text])[0].score >= m.threshold] == []


def test_topics_and_public_names() -> None:
    """What the bot uses is there."""
    assert classifiers.topics() == ["strike_threat", "transfer"]
    assert set(classifiers.__all__) <= set(dir(classifiers))
