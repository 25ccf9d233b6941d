"""How well reports of one event are grouped: pairwise F1 and B-cubed on a labelled set, and merged handovers.

    python -m benchmarks.stories [--quick] [--errors] [FILE]

FILE is JSON Lines of id, title, summary, lang, published, source, story; by default the development set, on which the
stage was tuned, so its figures are no forecast. The last line printed is one JSON object.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

from bot.domain import FeedId, Figure, Item, ItemFacts, ItemId, Judgement, StoryLink, Term
from bot.stories import CANDIDATES, LOOK_BACK, Shelf, cluster, facts_of, index_keys, join, open_story
from bot.stories.assign import assign, story_id
from bot.stories.counts import people_counts
from classifiers.lexicon import Lexicon as Names

DEV = Path(__file__).parent.parent / "tests" / "data" / "stories" / "dev.jsonl"
COUNTRIES = {"es": "MX", "en": "US"}


@dataclass(frozen=True)
class Labelled:
    """One report and the event it belongs to."""

    item: Item
    story: str


class Lexicon:
    """The classifiers' lexicon, giving the bot's terms."""

    def __init__(self) -> None:
        self._names = Names()

    def find(self, text: str) -> tuple[Term, ...]:
        """See `bot.ports.Lexicon`."""
        return tuple(Term(kind=t.kind, canonical=t.canonical, start=t.start, end=t.end) for t in self._names.find(text))


def read(path: Path) -> list[Labelled]:
    """The labelled reports of a file, in time order."""
    found: list[Labelled] = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        at = datetime.fromisoformat(row["published"])
        item = Item(
            id=ItemId(row["id"]), feed_id=FeedId("bench"), guid=None, url=None, link=None, outlet=row["source"],
            title=row["title"], summary=row.get("summary", ""), body=row.get("body", ""), language=row["lang"],
            published_at=at, published_is_estimate=False, first_seen=at + timedelta(minutes=2), text_read="feed",
            country=row.get("country", COUNTRIES.get(row["lang"])),
        )  # fmt: skip
        found.append(Labelled(item, row["story"]))
    return sorted(found, key=lambda labelled: labelled.item.at)


def figures_reader() -> Callable[[Item], Sequence[Figure]]:
    """The extract stage where it is there; else no figures, and counts are read off the headlines alone."""
    try:
        from bot import extract  # optional on purpose
    except ImportError:
        return lambda item: ()
    return getattr(extract, "extract", lambda item: ())


def facts(labelled: Sequence[Labelled], *, with_figures: bool) -> list[ItemFacts]:
    """What the stage reads of each report; nothing is judged, as in `pregonero cluster`."""
    lexicon = Lexicon()
    read_figures = figures_reader() if with_figures else lambda item: ()
    nothing = Judgement(item_type="news", verdicts=(), text_read="feed")
    return [facts_of(each.item, nothing, read_figures(each.item), lexicon) for each in labelled]


def pairwise(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of reports that share a story."""
    both = only_truth = only_found = 0
    for (t1, f1), (t2, f2) in combinations(zip(truth, found, strict=True), 2):
        both += t1 == t2 and f1 == f2
        only_truth += t1 == t2 and f1 != f2
        only_found += t1 != t2 and f1 == f2
    precision = both / (both + only_found) if both + only_found else 1.0
    recall = both / (both + only_truth) if both + only_truth else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def b_cubed(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 averaged over reports (Bagga and Baldwin 1998)."""
    pairs = Counter(zip(truth, found, strict=True))
    sizes, held = Counter(truth), Counter(found)
    precision = sum(n * n / held[f] for (_, f), n in pairs.items()) / len(truth)
    recall = sum(n * n / sizes[t] for (t, _), n in pairs.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def merged_handovers(labelled: Sequence[Labelled], links: Sequence[StoryLink]) -> int:
    """Found stories that hold reports of two events of which both are handovers with a count in a headline."""
    counted = {each.story for each in labelled if any(c.low >= 5 for c in people_counts(each.item.title))}
    events: defaultdict[str, set[str]] = defaultdict(set)
    for each, link in zip(labelled, links, strict=True):
        if each.story in counted:
            events[link.story_id].add(each.story)
    return sum(len(stories) > 1 for stories in events.values())


def errors(labelled: Sequence[Labelled], links: Sequence[StoryLink]) -> None:
    """Prints reports that opened a story of their own, and stories that mix events."""
    first: dict[str, str] = {}
    owners: dict[str, str] = {}
    for each, link in zip(labelled, links, strict=True):
        owner = owners.setdefault(link.story_id, each.story)
        if owner != each.story:
            print(f"MIXED {each.item.id} {each.story} in {owner}: {each.item.title}\n      {link.reason}")
        elif each.story in first and first[each.story] != link.story_id:
            print(f"SPLIT {each.item.id} {each.story}: {each.item.title}\n      {link.reason}")
        first.setdefault(each.story, link.story_id)


def among_many(sample: Sequence[ItemFacts], stories: int) -> tuple[float, float]:
    """Milliseconds to place a report among that many stories, and candidates met, on average."""
    shelf = Shelf()
    for n in range(stories):
        base = sample[n % len(sample)]
        at = base.item.at - timedelta(minutes=n % 40_000)
        item = Item(**{name: getattr(base.item, name) for name in base.item.__dataclass_fields__} | {
            "id": ItemId(f"m{n}"), "published_at": at, "first_seen": at})  # fmt: skip
        varied = ItemFacts(**{name: getattr(base, name) for name in base.__dataclass_fields__} | {
            "item": item, "count": n % 997 + 5,
            "terms": tuple((f"{t}{n % 307}" if t.startswith("w:") else t, w) for t, w in base.terms)})  # fmt: skip
        shelf.put(open_story(varied, story_id(n + 1), at).after)
    met, began = 0, time.perf_counter()
    for each in sample:
        candidates = shelf.candidates(index_keys(each), each.item.at - LOOK_BACK, CANDIDATES)
        met += len(candidates)
        link = assign(each, candidates, number=stories + 1)
        if not link.is_new_story and (held := shelf.get(link.story_id)):
            join(held, each, link, each.item.first_seen)
    return (time.perf_counter() - began) * 1000 / len(sample), met / len(sample)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DEV)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--titles", action="store_true", help="leave figures out")
    args = parser.parse_args()
    labelled = read(args.file)
    read_facts = facts(labelled, with_figures=not args.titles)
    began = time.perf_counter()
    links = cluster(read_facts)
    took = time.perf_counter() - began
    if args.errors:
        errors(labelled, links)
    truth, found = [each.story for each in labelled], [link.story_id for link in links]
    pair, cubed = pairwise(truth, found), b_cubed(truth, found)
    print(f"{len(labelled)} reports, {len(set(truth))} events, {len(set(found))} stories found")
    print("pairwise P {:.3f} R {:.3f} F1 {:.3f}".format(*pair))
    print("B-cubed  P {:.3f} R {:.3f} F1 {:.3f}".format(*cubed))
    size = 10_000 if args.quick else 100_000
    assign_ms, met = among_many(read_facts, size)
    print(f"{assign_ms:.2f} ms a report among {size} stories, {met:.0f} candidates met")
    print(json.dumps({
        "pairwise_f1": round(pair[2], 4), "pairwise_precision": round(pair[0], 4), "pairwise_recall": round(pair[1], 4),
        "b3_f1": round(cubed[2], 4), "merged_handovers": merged_handovers(labelled, links),
        "stories_found": len(set(found)),
        "cluster_ms_per_report": round(took * 1000 / len(labelled), 3), "assign_ms_among": round(assign_ms, 3),
        "stories_among": size, "file": args.file.name,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
