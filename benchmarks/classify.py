"""Quality of the judgement beside the model: realis, severity and kind of item on the evaluation corpora.

`python -m benchmarks.classify [--quick] [--train | --contrast] [--plain]`; prints figures, the last line is one JSON
object. Facets are read with the topic taken as given, so that they are measured apart from the model. `--train`
measures on the corpora that the rules may be tuned on; the default is the evaluation corpora, which they may not.
`--contrast` reads pairs that differ in a word or two: are both labelled right, and is the realis of both right.
"""

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.app import load_lexicon, scorers_of
from bot.classify import judge
from bot.domain import Facets, FeedId, HeldOut, Item, ItemId, Scored, Verdict
from bot.extract import people_moved
from bot.ports import Scorer
from bot.rules import RuleSet, compile_rule
from classifiers import load_all, load_embedding
from classifiers.data import Example, read_examples, topics_in
from classifiers.model import topics_folder

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


class _Certain:
    """A scorer that is sure of everything, so that every item gets its facets."""

    threshold = 0.5
    version = digest = "certain"

    def __init__(self, topic: str, scorer: Scorer | None) -> None:
        self.topic = topic
        self._scorer = scorer

    def score(self, texts: Sequence[str]) -> list[Scored]:
        """1.0 for every text."""
        return [Scored(score=1.0, why=(("(base)", 20.0),)) for _ in texts]

    def facets(self, title: str, text: str, cues: Sequence[str]) -> Facets | None:
        """What the model says, or nothing: the rules' own answers."""
        return self._scorer.facets(title, text, cues) if self._scorer else None

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        """None are on record."""
        return ()


def _item(number: int, example: Example) -> Item:
    return Item(
        id=ItemId(f"i-{number}"), feed_id=FeedId("corpus"), guid=None, url=None, link=None, outlet="",
        title=example.title, summary=example.summary, body="", language="es" if example.lang == "es" else "en",
        published_at=NOW, published_is_estimate=False, first_seen=NOW, text_read="feed",
    )  # fmt: skip


def _examples(name: str, quick: bool) -> list[Example]:
    folder: Path = topics_folder()
    found = [e for topic in topics_in(folder) for e in read_examples(folder / topic / "data" / name)]
    return found[::4] if quick else found


def main() -> int:
    """Measures and prints; exit code 0."""
    parser = argparse.ArgumentParser(prog="benchmarks.classify")
    parser.add_argument("--quick", action="store_true", help="a quarter of the examples")
    parser.add_argument("--train", action="store_true", help="on train.jsonl instead of eval.jsonl")
    parser.add_argument("--contrast", action="store_true", help="pairs of contrast.jsonl")
    parser.add_argument("--rules", action="store_true", help="status and severity by rules alone")
    parser.add_argument("--plain", action="store_true", help="the models' first step alone")
    args = parser.parse_args()
    scorers = scorers_of(load_all(embedding=None if args.plain else load_embedding()))
    certain = {topic: _Certain(topic, None if args.rules else scorer) for topic, scorer in scorers.items()}
    if args.contrast:
        print(json.dumps(_contrast(_examples("contrast.jsonl", False), scorers, certain)))
        return 0
    examples = _examples("train.jsonl" if args.train else "eval.jsonl", args.quick)
    topics = topics_in(topics_folder())
    items = [_item(n, e) for n, e in enumerate(examples)]
    lexicon = load_lexicon()
    judged = judge(items, certain, RuleSet(), lexicon, NOW, people_moved=people_moved)
    result: dict[str, float] = {"items": len(items)}
    result["item_type_accuracy"] = _share([j.item_type == e.item_type for j, e in zip(judged, examples, strict=True)])
    for topic in topics:
        pairs: list[tuple[Verdict, Example]] = [
            (verdict, example)
            for judgement, example in zip(judged, examples, strict=True)
            if topic in example.labels
            for verdict in judgement.verdicts
            if verdict.topic == topic
        ]
        hits = [verdict.realis[:1] == example.realis[topic][:1] for verdict, example in pairs]
        loud = [verdict.severity == example.severity[topic] for verdict, example in pairs]
        by_realis = Counter(e.realis[topic][0] for _, e in pairs)
        right = Counter(e.realis[topic][0] for (_, e), hit in zip(pairs, hits, strict=True) if hit)
        print(f"{topic}: realis by label: " + ", ".join(f"{n} {right[n]}/{k}" for n, k in by_realis.most_common()))
        result[f"{topic}_realis_accuracy"] = _share(hits)
        result[f"{topic}_severity_accuracy"] = _share(loud)
        missed = [v.severity != "P1" for v, e in pairs if e.severity[topic] == "P1"]
        result[f"{topic}_p1_missed"] = _share(missed)
    judge(items[:8], scorers, RuleSet(), lexicon, NOW, people_moved=people_moved)  # warm
    started = time.perf_counter()
    judge(items, scorers, RuleSet(), lexicon, NOW, people_moved=people_moved)
    result["judged_per_s"] = round(len(items) / (time.perf_counter() - started), 1)
    result |= {f"rules_us_{name}": _rules_us(items, rules) for name, rules in _rule_sets().items()}
    print(json.dumps(result))
    return 0


def _rule_sets() -> dict[str, RuleSet]:
    """One rule; 10,000 words and phrases (one in three) in lists, as a rule each, joined to a word of the field."""
    words = [f"name{n:05d}" if n % 3 else f'"name{n:05d} perez"' for n in range(10_000)]
    queries = {
        "one_term": words[:1],
        "lists": [" OR ".join(words[n : n + 50]) for n in range(0, len(words), 50)],
        "single": words,
        "joined": [f"(extradi* OR mexico) AND {word}" for word in words],
    }
    return {
        name: RuleSet(tuple(compile_rule(topic="transfer", when=when, effect="+1") for when in its))
        for name, its in queries.items()
    }


def _rules_us(items: Sequence[Item], rules: RuleSet) -> float:
    """Microseconds an item that rules cost, best of three."""
    rules.hits(items[0], NOW.date())  # builds the index
    return round(min(_seconds(items, rules) for _ in range(3)) * 1e6 / len(items), 1)


def _seconds(items: Sequence[Item], rules: RuleSet) -> float:
    started = time.process_time()
    for item in items:
        rules.hits(item, NOW.date())
    return time.process_time() - started


def _contrast(examples: list[Example], models: Mapping[str, Scorer], sure: Mapping[str, _Certain]) -> dict[str, float]:
    """Shares of single texts and of whole pairs that are right, in labels and in the realis of what is relevant."""
    lexicon, items = load_lexicon(), [_item(n, e) for n, e in enumerate(examples)]
    judged = judge(items, models, RuleSet(), lexicon, NOW, people_moved=people_moved)
    certain = judge(items, sure, RuleSet(), lexicon, NOW, people_moved=people_moved)
    labels: defaultdict[str, list[bool]] = defaultdict(list)
    statuses: defaultdict[str, list[bool]] = defaultdict(list)
    for example, ours, facets in zip(examples, judged, certain, strict=True):
        labels[example.group].append({v.topic for v in ours.verdicts if v.flagged} == set(example.labels))
        statuses[example.group] += [
            v.realis[:1] == example.realis[v.topic][:1] for v in facets.verdicts if v.topic in example.labels
        ]
    return {
        "texts": len(examples),
        "label_accuracy": _share([hit for hits in labels.values() for hit in hits]),
        "label_pairs_right": _share([all(hits) for hits in labels.values()]),
        "realis_accuracy": _share([hit for hits in statuses.values() for hit in hits]),
        "realis_pairs_right": _share([all(hits) for hits in statuses.values() if len(hits) > 1]),
    }


def _share(hits: list[bool]) -> float:
    return round(sum(hits) / max(1, len(hits)), 4)


if __name__ == "__main__":
    sys.exit(main())
