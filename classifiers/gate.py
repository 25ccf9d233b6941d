"""The quality gate: a model may not fall below its floors. `pregonero evaluate --gate` and `pregonero train` ask it.

`gate.json` of a topic pins the digest of the evaluation corpora and the floors of precision, recall, F1, headline F1,
status and severity, for the first step alone and, where an embedding is installed, for both steps. Evaluating on other
examples than the pinned ones fails too: floors mean nothing on another set. Updating pins the present figures, less a
margin, and never lowers a floor unless that is allowed.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from classifiers.evaluate import Report
from classifiers.manifest import ModelError

GATE_FILE = "gate.json"
GATED = ("precision", "recall", "f1", "title_only_f1")
GATED_FACETS = ("realis", "severity", "p1_kept")
MARGIN = 0.01  # below the measured figure: two or three examples of the evaluation set


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Floors of one topic."""

    eval_sha256: str  # digest of the evaluation examples the floors were measured on
    plain: Mapping[
        str, float
    ]  # by name of GATED and GATED_FACETS, for the first step alone; empty = to be measured, which fails
    semantic: Mapping[str, float]  # the same for both steps

    def floors(self, *, semantic: bool) -> Mapping[str, float]:
        """Those that hold."""
        return self.semantic if semantic else self.plain


def read_gate(path: Path) -> Gate:
    """Reads `gate.json`.

    Raises:
        ModelError: missing or not in shape.
    """
    remedy = "make one with: pregonero evaluate --update-floors"
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Gate(
            eval_sha256=str(raw["eval_sha256"]),
            plain=_floors(raw["plain"]),
            semantic=_floors(raw["semantic"]),
        )
    except OSError as exc:
        raise ModelError(f"{path}: cannot be read ({exc.strerror}); {remedy}") from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise ModelError(f"{path}: not a gate file; {remedy}") from exc


def _floors(raw: Mapping[str, float]) -> dict[str, float]:
    found = {str(name): float(floor) for name, floor in raw.items()}
    if found and (not set(GATED) <= set(found) or not set(found) <= {*GATED, *GATED_FACETS}):
        raise KeyError(f"floors are {', '.join((*GATED, *GATED_FACETS))}")
    return found


def measured(report: Report) -> dict[str, float]:
    """What is gated of a report."""
    found: dict[str, float] = {name: getattr(report, name) for name in GATED}
    return found | {name: report.facets[name] for name in GATED_FACETS if name in report.facets}


def breaches(gate: Gate, report: Report, eval_sha256: str, *, semantic: bool) -> list[str]:
    """What is wrong, one sentence each; empty = passed."""
    problems = []
    if gate.eval_sha256 != eval_sha256:
        problems.append(
            f"{report.topic}: the evaluation corpora changed since the floors were set; measure again and run"
            " pregonero evaluate --update-floors"
        )
    floors = gate.floors(semantic=semantic)
    if not floors:
        problems.append(f"{report.model}: has no floors; measure and run pregonero evaluate --update-floors")
    found = measured(report)
    problems += [
        f"{report.model}: {name} {found.get(name, 0.0):.4f} is below its floor {floor:.4f}"
        for name, floor in floors.items()
        if found.get(name, 0.0) < floor
    ]
    return problems


def updated(
    old: Gate | None, report: Report, eval_sha256: str, *, semantic: bool, allow_regression: bool = False
) -> Gate:
    """The gate after an update: the present figures less MARGIN, never below the old floors unless allowed; then only
    floors fall that the figures do not meet."""
    found = measured(report)
    floors = {name: round(max(0.0, figure - MARGIN), 4) for name, figure in found.items()}
    before = old or Gate(eval_sha256=eval_sha256, plain={}, semantic={})
    for name, floor in before.floors(semantic=semantic).items():
        if not allow_regression or found.get(name, 0.0) >= floor:
            floors[name] = max(floors.get(name, 0.0), floor)
    # floors of the other kind were measured on other examples: they have to be measured anew
    others = before.floors(semantic=not semantic) if before.eval_sha256 == eval_sha256 else {}
    plain, both = (others, floors) if semantic else (floors, others)
    return Gate(eval_sha256=eval_sha256, plain=plain, semantic=both)


def write_gate(gate: Gate, path: Path) -> None:
    """Writes `gate.json`."""
    path.write_text(json.dumps(asdict(gate), indent=2, sort_keys=True) + "\n", encoding="utf-8")


__all__ = ["GATE_FILE", "Gate", "breaches", "read_gate", "updated", "write_gate"]
