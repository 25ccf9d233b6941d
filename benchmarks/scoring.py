"""Speed of the models' first step, both topics: items of some 330 characters, in batches and one by one.

`python -m benchmarks.scoring [--quick]`; the last line is one JSON object. Times are of the processor, on one core, so
that other programs on the machine count little; each is the best of some rounds. `first_pass` is a process that meets
every word for the first time; a bot or an archive run is past that after some thousand items. Without rules and JSON.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence

from classifiers.data import training_examples
from classifiers.evaluate import evaluate, evaluation_examples
from classifiers.model import TopicModel, load_all, topics_folder

CHARS = 330
BATCH = 512
SINGLE = 500


def texts() -> list[str]:
    """Corpus texts strung together and cut to a length, as headline and lead."""
    found, current = [], ""
    for example in training_examples(topics_folder()):
        current = f"{current} {example.text}" if current else example.text
        if len(current) >= CHARS:
            found.append(current[:CHARS])
            current = ""
    return found


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _in_batches(models: Sequence[TopicModel], items: Sequence[str]) -> None:
    for start in range(0, len(items), BATCH):
        for model in models:
            model.score(items[start : start + BATCH])


def _one_by_one(models: Sequence[TopicModel], items: Sequence[str]) -> None:
    for item in items:
        for model in models:
            model.score([item])


def main() -> int:
    """Measures and prints; exit code 0."""
    parser = argparse.ArgumentParser(prog="benchmarks.scoring")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    rounds = 3 if parser.parse_args().quick else 8
    items = texts()
    started = time.perf_counter()
    models = list(load_all().values())
    loaded_ms = 1000 * (time.perf_counter() - started)
    first = _seconds(lambda: _in_batches(models, items))
    batch = min(_seconds(lambda: _in_batches(models, items)) for _ in range(rounds))
    single = min(_seconds(lambda: _one_by_one(models, items[:SINGLE])) for _ in range(rounds))
    explained = _seconds(lambda: [model.score([item])[0].why for item in items[:SINGLE] for model in models])
    result: dict[str, float] = {
        "items": len(items),
        "load_ms": round(loaded_ms, 1),
        "items_per_s": round(len(items) / batch),
        "first_pass_items_per_s": round(len(items) / first),
        "one_item_us": round(1e6 * single / SINGLE, 1),
        "one_item_explained_us": round(1e6 * explained / SINGLE, 1),
    }
    examples = evaluation_examples(topics_folder())
    for model in models:
        report = evaluate(model, examples)
        result |= {f"{model.topic}_{name}": getattr(report, name) for name in ("precision", "recall", "f1")}
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
