"""The held-out folds that travel with a model: what was written is read, and thresholds are counted right."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.artefact import write_artefact
from classifiers.data import training_examples
from classifiers.folds import FOLDS_FILE, Folds, held_out, pack_folds, unpack_folds
from classifiers.manifest import ModelError
from classifiers.model import load, topics_folder
from classifiers.train import train_topic
from classifiers.train_meaning import SLACK, best_threshold

TRUTH = np.array([True, True, False, True, False])
FOLDS = Folds(
    words=np.array([0.9, 0.6, 0.7, 0.2, 0.0]),
    meaning=np.array([1.0, 0.95, 0.3, 0.8, 0.1]),
    truth=TRUTH,
    weights=np.array([1.0, 1.0, 1.0, 1.0, 1.0]),
)


def test_thresholds_are_counted_at_or_above() -> None:
    """By hand: at 0.6 the first step flags two of three and one too many; the second all three and none too many."""
    (words,) = held_out(FOLDS, [0.6], semantic=False)
    assert (words.precision, words.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    (meaning,) = held_out(FOLDS, [0.6], semantic=True)
    assert (meaning.precision, meaning.recall) == (1.0, 1.0)
    (none,) = held_out(FOLDS, [0.99], semantic=False)
    assert (none.precision, none.recall) == (None, 0.0)


def test_a_threshold_stands_in_the_middle_of_the_best() -> None:
    """Neither where it just misses nothing nor where it just flags nothing wrong; a little worse is as good."""
    truth = np.array([False] * 400 + [True] * 400)
    apart = np.array([0.2] * 400 + [0.8] * 400)
    assert best_threshold(apart, truth) == pytest.approx(0.51, abs=0.011)
    one_between = np.where(np.arange(800) == 799, 0.4, apart)  # one of 400 missed costs less than SLACK
    assert SLACK > 1 / 799
    assert best_threshold(one_between, truth) == best_threshold(apart, truth)
    many_between = np.where(np.arange(800) >= 700, 0.4, apart)
    assert best_threshold(many_between, truth) == pytest.approx(0.31, abs=0.011)


def test_an_example_counts_as_much_as_in_training() -> None:
    """The team's labels may weigh more than the shipped corpora."""
    heavy = Folds(words=FOLDS.words, meaning=None, truth=TRUTH, weights=np.array([1.0, 1.0, 4.0, 1.0, 1.0]))
    (found,) = held_out(heavy, [0.5], semantic=True)
    assert found.precision == pytest.approx(2 / 6)


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), max_size=30), st.integers(1, 19))
def test_what_is_written_is_read(rows: list[tuple[float, bool]], twentieth: int) -> None:
    """Scores to a ten-thousandth, and on the same side of every threshold that a back-test asks about."""
    scores, truth = np.array([s for s, _ in rows]), np.array([t for _, t in rows], dtype=np.bool_)
    folds = Folds(words=scores, meaning=None, truth=truth, weights=np.ones(len(rows)))
    again = unpack_folds(pack_folds(folds))
    assert again.meaning is None
    assert again.truth.tolist() == truth.tolist()
    np.testing.assert_allclose(again.words, scores, atol=1e-4)
    exact = held_out(folds, [twentieth / 20], semantic=False)
    assert held_out(again, [twentieth / 20], semantic=False) == exact


def _packed(**changes: object) -> bytes:
    with np.load(io.BytesIO(pack_folds(FOLDS))) as arrays:
        kept = dict(arrays) | {name: np.asarray(value) for name, value in changes.items()}
    out = io.BytesIO()
    np.savez(out, **kept)  # type: ignore[arg-type]  # numpy's stub reads **arrays as allow_pickle
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 broken",
        _packed(words=np.zeros(4, dtype=np.uint16)),
        _packed(words=np.zeros(5)),
        _packed(truth=np.zeros(0, dtype=np.uint8)),
        _packed(truth=np.zeros(1)),
        _packed(weights=np.zeros(5, dtype=np.float32)),
        _packed(weights=np.array(["a"] * 5)),
    ],
)
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    """No archive, or arrays that do not fit each other."""
    with pytest.raises(ModelError, match="train again"):
        unpack_folds(data)


def test_training_keeps_the_folds_that_set_the_threshold(tmp_path: Path) -> None:
    """The file gives the very figures of the manifest; without it, where it is on record, the model is refused."""
    examples = training_examples(topics_folder())[::25]
    artefact = train_topic("transfer", examples, trained_at=datetime(2026, 1, 5, tzinfo=UTC))
    write_artefact(artefact, tmp_path)
    manifest, model = artefact.manifest, load(tmp_path)
    (found,) = model.held_out([manifest.threshold])
    assert found.recall == pytest.approx(manifest.metrics["oof_recall"], abs=1e-4)
    assert found.precision == pytest.approx(manifest.metrics["oof_precision"], abs=1e-4)
    (tmp_path / FOLDS_FILE).unlink()
    with pytest.raises(ModelError, match=r"folds\.npz: cannot be read"):
        load(tmp_path)
    raw = json.loads((tmp_path / "model.json").read_text("utf-8"))
    raw["folds_sha256"] = None
    (tmp_path / "model.json").write_text(json.dumps(raw), "utf-8")
    assert load(tmp_path).held_out([0.5]) == ()
