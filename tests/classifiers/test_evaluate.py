"""Counting quality, and the gate that holds it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from classifiers import gate
from classifiers.data import DataError, Example
from classifiers.evaluate import Report, Slice, average_precision, background_alarms, counts_at, evaluate
from classifiers.model import load_all

REPORT = Report(
    topic="transfer", model="transfer-1", threshold=0.5, examples=4, positives=2, precision=0.9, recall=0.8, f1=0.85,
    average_precision=0.9, title_only_f1=0.7, by_language={}, by_status={}, by_rule={}, by_family={},
    calibration_error=0.1, calibration=(), curve=(), facets={},
)  # fmt: skip


def test_counts_flag_at_the_threshold() -> None:
    """A score equal to the threshold is flagged; figures by hand."""
    counts = counts_at(np.array([0.5, 0.4, 0.9, 0.1]), np.array([True, True, False, False]), 0.5)

    assert (counts.true_positives, counts.false_positives, counts.false_negatives) == (1, 1, 1)
    assert (counts.precision, counts.recall, counts.f1) == (0.5, 0.5, 0.5)


def test_nothing_flagged_and_nothing_to_find() -> None:
    """No division by zero: precision, recall and F1 are 0."""
    counts = counts_at(np.array([0.1]), np.array([False]), 0.5)

    assert (counts.precision, counts.recall, counts.f1) == (0.0, 0.0, 0.0)
    assert average_precision(np.array([0.1]), np.array([False])) == 0.0


@pytest.mark.parametrize("seed", range(4))
def test_average_precision_is_scikit_learns(seed: int) -> None:
    """Ties included, the figure is the usual one."""
    rng = np.random.default_rng(seed)
    scores, truth = rng.integers(0, 8, 60) / 8, rng.random(60) < 0.3

    assert float(average_precision_score(truth, scores)) == pytest.approx(average_precision(scores, truth))


def test_report_counts_languages_and_families() -> None:
    """A clear positive and look-alikes, by language and family."""
    model = load_all()["transfer"]
    texts = [
        ("Mexico extradites two men to the United States", "en", frozenset({"transfer"}), ""),
        ("México extradita a narcotraficante a Estados Unidos", "es", frozenset(), "odd"),
        ("Sol y calor en Lima", "es", frozenset(), "weather"),
    ]
    examples = [
        Example(
            id=title,
            title=title,
            summary="",
            lang=lang,
            labels=labels,
            group=title,
            family=family,
            realis=dict.fromkeys(labels, ("occurred",)),
        )
        for title, lang, labels, family in texts
    ]

    report = evaluate(model, examples)

    assert (report.examples, report.positives, report.recall, report.precision) == (3, 1, 1.0, 0.5)
    assert report.by_family == {"odd": Slice(right=0, of=1), "weather": Slice(right=1, of=1)}
    assert sum(b.examples for b in report.calibration) == 3
    assert report.by_status == {"occurred": Slice(right=1, of=1)}
    assert {"en", "es"} == set(report.by_language)


def test_background_is_counted_per_thousand(tmp_path: Path) -> None:
    """Flagged headlines of no topic, all and by language."""
    file = tmp_path / "background.jsonl"
    rows = [{"title": "Bake bread", "lang": "en"}, {"title": "México extradita a capo a Estados Unidos", "lang": "es"}]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")

    counted = background_alarms(load_all()["transfer"], file)

    assert counted == {"items": 2, "alarms": 1, "per_1000": 500.0, "per_1000_en": 0.0, "per_1000_es": 1000.0}
    with pytest.raises(DataError, match="cannot be read"):
        background_alarms(load_all()["transfer"], tmp_path / "none")
    file.write_text("{}", "utf-8")
    with pytest.raises(DataError, match="line 1: is no JSON object"):
        background_alarms(load_all()["transfer"], file)


def test_the_gate_finds_what_fell() -> None:
    """Below a floor, or measured on other examples: one sentence each."""
    floors = {"precision": 0.9, "recall": 0.81, "f1": 0.8, "title_only_f1": 0.6}

    held = gate.Gate(eval_sha256="a", plain=floors, semantic={})
    found = gate.breaches(held, REPORT, "b", semantic=False)

    assert len(found) == 2
    assert "evaluation corpora changed" in found[0]
    assert "recall 0.8000 is below its floor 0.8100" in found[1]
    (unmeasured,) = gate.breaches(held, REPORT, "a", semantic=True)
    assert "has no floors" in unmeasured


def test_updating_never_lowers_a_floor_unasked() -> None:
    """Floors rise with the model, and fall only with permission."""
    first = gate.updated(None, REPORT, "a", semantic=False)
    worse = replace(REPORT, recall=0.5)

    assert first.plain["recall"] == 0.79
    assert gate.updated(first, worse, "a", semantic=False).plain["recall"] == 0.79
    allowed = gate.updated(first, worse, "a", semantic=False, allow_regression=True).plain
    assert allowed["recall"] == 0.49
    assert {name: allowed[name] for name in allowed if name != "recall"} == {
        name: first.plain[name] for name in first.plain if name != "recall"
    }
    slightly = replace(REPORT, precision=REPORT.precision - 0.005)
    assert gate.updated(first, slightly, "a", semantic=False, allow_regression=True).plain == first.plain
    both = gate.updated(first, worse, "a", semantic=True)
    assert (both.plain["recall"], both.semantic["recall"]) == (0.79, 0.49)
    elsewhere = gate.updated(both, REPORT, "other examples", semantic=True)
    assert (elsewhere.plain, elsewhere.semantic["recall"]) == ({}, 0.79)
