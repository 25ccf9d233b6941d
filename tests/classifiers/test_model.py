"""Serving equals training, `why` sums up, and damaged artefacts are refused."""

import json
import math
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import classifiers
from classifiers.data import Example, digest, training_examples
from classifiers.manifest import ModelError, read_manifest
from classifiers.model import MAX_REASONS, OTHERS, TopicModel, load, load_all, pack, topics_folder, unpack
from classifiers.text import prepare_text
from classifiers.train import Artefact, fit, fold_weights, main, train_topic, write_artefact

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MODELS = load_all()


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """A small part of the corpora, with both classes."""
    return training_examples(topics_folder())[::9]


@pytest.fixture(scope="module")
def artefact(examples: list[Example]) -> Artefact:
    """A model trained on the small part."""
    return train_topic("transfer", examples, trained_at=NOW)


def _log_odds(score: float) -> float:
    return math.log(score / (1.0 - score))


def test_serving_equals_scikit_learn(examples: list[Example], artefact: Artefact) -> None:
    """Folded weights give the pipeline's probabilities to 1e-6."""
    manifest = artefact.manifest
    fitted = fit("transfer", examples, manifest.regularisation, manifest.seed)
    texts = [e.text for e in examples[:120]] + ["", "a", "México " * 400]
    decisions = fitted.classifier.decision_function(fitted.vectoriser.transform([prepare_text(t) for t in texts]))
    expected = 1.0 / (1.0 + np.exp(-(manifest.calibration.slope * decisions + manifest.calibration.offset)))

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


def test_artefacts_are_small() -> None:
    """Each topic's weights stay under 2 MB in the repository."""
    sizes = [path.stat().st_size for path in topics_folder().glob("*/weights.npz")]

    assert len(MODELS) == len(sizes)
    assert max(sizes) < 2_000_000


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
            assert math.isclose(_log_odds(answer.score), sum(w for _, w in answer.why), abs_tol=1e-6)


def test_a_batch_scores_like_single_texts() -> None:
    """A text's score does not depend on its neighbours."""
    texts = ["Mexico extradites man to Texas", "", "Huelga en Oaxaca", "EU amenaza con ataques en México"]
    model = MODELS["transfer"]

    np.testing.assert_allclose(
        [a.score for a in model.score(texts * 200)], [model.score([t])[0].score for t in texts] * 200, atol=1e-12
    )


def test_long_reasons_are_summed_up() -> None:
    """At most MAX_REASONS entries and the base; the rest is one entry."""
    text = " ".join(e.text for e in training_examples(topics_folder())[:20])
    why = MODELS["transfer"].score([text])[0].why

    assert len(why) == MAX_REASONS + 1
    assert OTHERS in {name for name, _ in why}


def test_reasons_are_words_not_shards() -> None:
    """Character n-grams are shown as the word that they are part of."""
    why = MODELS["strike_threat"].score(["Washington bombardeara laboratorios"])[0].why
    names = {name for name, _ in why}

    assert "bombardeara" in names
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


@pytest.fixture
def folder(tmp_path: Path, artefact: Artefact) -> Path:
    """A topic's folder with a model in it."""
    write_artefact(artefact, tmp_path / "transfer")
    (tmp_path / "transfer" / "topic.toml").write_text("", "utf-8")
    return tmp_path / "transfer"


def test_load_reads_what_was_written(folder: Path, artefact: Artefact) -> None:
    """A written artefact loads, with its version, threshold and card."""
    model = load(folder)

    assert artefact.manifest == model.manifest
    assert model.version.startswith("transfer-")
    assert model.version in (folder / "CARD.md").read_text("utf-8")
    assert list(load_all(folder.parent)) == ["transfer"]


def _edit(folder: Path, **changes: object) -> None:
    path = folder / "model.json"
    raw = json.loads(path.read_text("utf-8")) | changes
    path.write_text(json.dumps({k: v for k, v in raw.items() if v is not ...}), "utf-8")


def test_weights_that_are_not_the_recorded_ones_are_refused(folder: Path) -> None:
    """One byte more and the hash no longer fits."""
    with (folder / "weights.npz").open("ab") as file:
        file.write(b"x")

    with pytest.raises(ModelError, match="SHA-256 differs"):
        load(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 99}, "format"),
        ({"threshold": 1.5}, "between 0 and 1"),
        ({"threshold": "high"}, "wrong type"),
        ({"seed": ...}, "missing or unknown keys: seed"),
        ({"more": 1}, "missing or unknown keys: more"),
        ({"text_version": 0}, "text version 0"),
        ({"calibration": 3}, "wrong type"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(folder: Path, changes: dict[str, object], message: str) -> None:
    """The message names what is wrong."""
    _edit(folder, **changes)

    with pytest.raises(ModelError, match=message):
        load(folder)


def test_missing_or_unreadable_files_are_refused(folder: Path, tmp_path: Path) -> None:
    """No weights, no manifest, no JSON, no topic: each is a ModelError with a remedy."""
    (folder / "weights.npz").unlink()
    with pytest.raises(ModelError, match="train again"):
        load(folder)
    (folder / "model.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="is not JSON"):
        load(folder)
    (folder / "model.json").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        read_manifest(folder / "model.json")
    with pytest.raises(ModelError, match="holds no topic"):
        load_all(tmp_path / "nothing")


def test_an_archive_that_is_none_is_refused() -> None:
    """Bytes that are no npz, and arrays that do not fit each other."""
    with pytest.raises(ModelError, match="cannot be read"):
        unpack(b"PK\x03\x04 broken")
    names: dict[str, list[str]] = {"word": ["a"], "char": [], "concept": []}
    with pytest.raises(ModelError, match="differ in number"):
        unpack(pack(names, np.ones(2), np.ones(2)))


def test_training_command_writes_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m classifiers.train` trains the topics of a folder, with a team's labels."""
    data = tmp_path / "transfer" / "data"
    data.mkdir(parents=True)
    (tmp_path / "transfer" / "topic.toml").write_text("", "utf-8")
    source = topics_folder() / "transfer" / "data" / "train.jsonl"
    lines = source.read_text("utf-8").splitlines()[::12]
    (data / "train.jsonl").write_text("\n".join(lines), "utf-8")
    labels = tmp_path / "labels.jsonl"
    shutil.copy(data / "train.jsonl", labels)

    assert main(["--folder", str(tmp_path), "--labels", str(labels)]) == 0
    assert 2 * len(lines) == load(tmp_path / "transfer").manifest.examples
    assert "oof_f1" in capsys.readouterr().out
    assert main(["--folder", str(tmp_path), "nothing"]) == 1
    assert "no such topic" in capsys.readouterr().err


def test_topics_and_public_names() -> None:
    """What the bot uses is there."""
    assert classifiers.topics() == ["strike_threat", "transfer"]
    assert set(classifiers.__all__) <= set(dir(classifiers))


def test_weights_hold_names_in_order(examples: list[Example], artefact: Artefact) -> None:
    """Packing and unpacking keeps every feature and its weight."""
    names, idf, coef = fold_weights(fit("transfer", examples[:100], 1.0, 1))
    weights = unpack(pack(names, idf, coef))

    assert {block: list(found) for block, found in weights.vocabulary.items()} == names
    np.testing.assert_allclose(weights.coef, coef, rtol=1e-6, atol=1e-7)
