"""Whole sets of labelled headlines grouped into stories, with and without the embedding."""

import json
from collections import defaultdict
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from story_kit import UNJUDGED, report

from bot.domain import Item, Term
from bot.extract import extract
from bot.ports import Embedder
from bot.stories import cluster, facts_of
from bot.stories.counts import people_counts
from classifiers import load_event_embedding
from classifiers.lexicon import Lexicon as Names

DATA = Path(__file__).parent.parent / "data" / "stories"


def _read(path: Path, key: str) -> list[tuple[Item, str]]:
    text = path.read_text("utf-8")
    rows: list[dict[str, Any]] = (
        json.loads(text) if path.suffix == ".json" else [json.loads(x) for x in text.splitlines()]
    )
    found = []
    for row in rows:
        at = datetime.fromisoformat(row.get("published") or row["at"])
        item = report(
            row["title"], outlet=row["source"], summary=row.get("summary", ""), published_at=at, first_seen=at,
            language=row.get("lang", "en"), id=row["id"],
        )  # fmt: skip
        found.append((item, row[key]))
    return sorted(found, key=lambda pair: pair[0].at)


class _Lexicon:
    """The classifiers' lexicon, giving the bot's terms."""

    def __init__(self) -> None:
        self._names = Names()

    def find(self, text: str) -> tuple[Term, ...]:
        found = self._names.find(text)
        return tuple(Term(kind=t.kind, canonical=t.canonical, start=t.start, end=t.end) for t in found)


@pytest.mark.parametrize("with_figures", [True, False])
def test_wire_copies_join_and_look_alikes_do_not(with_figures: bool) -> None:
    """Case 035, from headlines alone: another number five months later and firefighters are other stories."""
    lexicon = _Lexicon()
    items = [item for item, _ in _read(DATA / "case_035.json", "id")]
    links = cluster([facts_of(i, UNJUDGED, extract(i) if with_figures else (), lexicon) for i in items])
    stories = defaultdict(list)
    for item, link in zip(items, links, strict=True):
        stories[link.story_id].append(item.id)
    assert sorted(sorted(ids) for ids in stories.values()) == [["a", "b", "c", "d"], ["e", "f"], ["g"]]


class _Grouped:
    """A labelled file, grouped."""

    def __init__(self, name: str, embedder: Embedder | None = None, first: int | None = None) -> None:
        self.labelled = _read(DATA / f"{name}.jsonl", "story")[:first]
        lexicon = _Lexicon()
        facts = [facts_of(item, UNJUDGED, extract(item), lexicon) for item, _ in self.labelled]
        self.links = cluster(facts, embedder=embedder)

    @property
    def f1(self) -> float:
        """Over pairs of reports that share a story."""
        both = wrong = 0
        for ((_, one), a), ((_, other), b) in combinations(zip(self.labelled, self.links, strict=True), 2):
            same, joined = one == other, a.story_id == b.story_id
            both, wrong = both + (same and joined), wrong + (same != joined)
        return 2 * both / (2 * both + wrong)

    @property
    def merged(self) -> list[set[str]]:
        """Found stories that hold two handovers."""
        counted = {story for item, story in self.labelled if any(c.low >= 5 for c in people_counts(item.title))}
        events = defaultdict(set)
        for (_, story), link in zip(self.labelled, self.links, strict=True):
            events[link.story_id].add(story)
        return [found for found in events.values() if len(found & counted) > 1]


@pytest.mark.parametrize(
    ("name", "floor"),
    [("dev", 0.93), ("reports", 0.95), ("own", 0.85), ("wires", 0.9), ("agency", 0.9), ("desk", 0.55)],
)
def test_the_development_sets_are_grouped_without_embedding(name: str, floor: float) -> None:
    """Pairwise F1 on the sets the stage was tuned on, and no two handovers in one story."""
    grouped = _Grouped(name)
    assert grouped.f1 >= floor
    assert grouped.merged == []


def test_the_embedding_finds_what_words_miss() -> None:
    """Where the extra is installed: better than plain on headlines that share few words."""
    embedder = load_event_embedding()
    if embedder is None:
        pytest.skip("the extra `semantic` is not installed")
    grouped = _Grouped("own", embedder, first=90)  # all 136 take eight seconds of a processor
    assert grouped.f1 >= 0.93
    assert grouped.merged == []
