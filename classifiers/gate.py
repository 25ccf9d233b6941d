"""The quality gate: a model may not fall below its floors.

`python -m classifiers.gate [--plain] [--update [--allow-regression]]`.

`gate.json` of a topic pins the digest of the evaluation corpora and the floors of precision, recall, F1 and headline
F1, for the first step alone and, where an embedding is installed, for both steps. Evaluating on other examples than the
pinned ones fails too: floors mean nothing on another set. `--update` pins the present figures, less a margin, and never
lowers a floor without `--allow-regression`.
"""

import argparse
import itertools
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from classifiers.data import DataError, digest, topics_in
from classifiers.embedding import load_embedding
from classifiers.evaluate import Report, evaluate, evaluation_examples
from classifiers.manifest import ModelError
from classifiers.model import load, topics_folder

GATE_FILE = "gate.json"
GATED = ("precision", "recall", "f1", "title_only_f1")
MARGIN = 0.01  # below the measured figure: two or three examples of the evaluation set


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Floors of one topic."""

    eval_sha256: str  # digest of the evaluation examples the floors were measured on
    plain: Mapping[str, float]  # by name of GATED, for the first step alone; empty = to be measured, which fails
    semantic: Mapping[str, float]  # the same for both steps

    def floors(self, *, semantic: bool) -> Mapping[str, float]:
        """Those that hold."""
        return self.semantic if semantic else self.plain


def read_gate(path: Path) -> Gate:
    """Reads `gate.json`.

    Raises:
        ModelError: missing or not in shape.
    """
    remedy = "make one with: python -m classifiers.gate --update"
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Gate(
            eval_sha256=str(raw["eval_sha256"]),
            plain={name: float(raw["plain"][name]) for name in GATED if raw["plain"]},
            semantic={name: float(raw["semantic"][name]) for name in GATED if raw["semantic"]},
        )
    except OSError as exc:
        raise ModelError(f"{path}: cannot be read ({exc.strerror}); {remedy}") from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise ModelError(f"{path}: not a gate file; {remedy}") from exc


def breaches(gate: Gate, report: Report, eval_sha256: str, *, semantic: bool) -> list[str]:
    """What is wrong, one sentence each; empty = passed."""
    problems = []
    if gate.eval_sha256 != eval_sha256:
        problems.append(
            f"{report.topic}: the evaluation corpora changed since the floors were set; measure again and run"
            " python -m classifiers.gate --update"
        )
    floors = gate.floors(semantic=semantic)
    if not floors:
        problems.append(f"{report.model}: has no floors; measure and run python -m classifiers.gate --update")
    problems += [
        f"{report.model}: {name} {getattr(report, name):.4f} is below its floor {floor:.4f}"
        for name, floor in floors.items()
        if getattr(report, name) < floor
    ]
    return problems


def updated(
    old: Gate | None, report: Report, eval_sha256: str, *, semantic: bool, allow_regression: bool = False
) -> Gate:
    """The gate after `--update`: the present figures less MARGIN, never below the old floors unless allowed."""
    floors = {name: round(max(0.0, getattr(report, name) - MARGIN), 4) for name in GATED}
    before = old or Gate(eval_sha256=eval_sha256, plain={}, semantic={})
    if not allow_regression:
        held = before.floors(semantic=semantic)
        floors = {name: max(floor, held.get(name, 0.0)) for name, floor in floors.items()}
    # floors of the other kind were measured on other examples: they have to be measured anew
    others = before.floors(semantic=not semantic) if before.eval_sha256 == eval_sha256 else {}
    plain, both = (others, floors) if semantic else (floors, others)
    return Gate(eval_sha256=eval_sha256, plain=plain, semantic=both)


def write_gate(gate: Gate, path: Path) -> None:
    """Writes `gate.json`."""
    path.write_text(json.dumps(asdict(gate), indent=2, sort_keys=True) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m classifiers.gate`; exit code 0 when every topic passes, else 1 with each breach on standard error."""
    parser = argparse.ArgumentParser(prog="classifiers.gate", description="Fail when a model fell below its floors.")
    parser.add_argument("--folder", type=Path, default=topics_folder(), help="folder of the topics")
    parser.add_argument("--update", action="store_true", help="pin the present figures as floors")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: floors may fall")
    parser.add_argument("--plain", action="store_true", help="the first step alone, whatever is installed")
    args = parser.parse_args(argv)
    problems: list[str] = []
    try:
        examples = evaluation_examples(args.folder)
        pinned = digest(examples)
        embedding = None if args.plain else load_embedding()
        for topic, used in itertools.product(topics_in(args.folder), [None, embedding] if embedding else [None]):
            path = args.folder / topic / GATE_FILE
            semantic = used is not None
            report = evaluate(load(args.folder / topic, used), examples)
            if args.update:
                old = read_gate(path) if path.exists() else None
                gate = updated(old, report, pinned, semantic=semantic, allow_regression=args.allow_regression)
                write_gate(gate, path)
            problems += breaches(read_gate(path), report, pinned, semantic=semantic)
            sys.stdout.write(f"{report.model} " + " ".join(f"{n}={getattr(report, n):.4f}" for n in GATED) + "\n")
    except (DataError, ModelError) as exc:
        problems.append(str(exc))
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
