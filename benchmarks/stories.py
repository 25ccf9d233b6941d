"""How well reports of one event are grouped: pairwise F1 and B-cubed on a labelled set, and merged handovers.

    python -m benchmarks.stories [--judged] [--plain] [--quick] [--errors] [--sweep] [--baselines] [FILE ...]

A FILE is JSON Lines of id, title, summary, lang, published, source, story; by default the eight development files, on
which the stage was tuned, so their figures are no forecast. Weights are fitted to unjudged reports;
`--judged` is what the bot does. The embedding is used where it is installed; `--plain`
leaves it out. The last line printed for each file is one JSON object.
"""

import argparse
import json
import random
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.app import load_lexicon, load_scorers
from bot.classify import judge
from bot.clock import SystemClock
from bot.domain import FeedId, Figure, Item, ItemFacts, ItemId, Judgement, StoryLink, Term
from bot.extract import extract, judged_figures, people_moved
from bot.ports import Embedder
from bot.rules import RuleSet
from bot.stories import CANDIDATES, LOOK_BACK, Shelf, cluster, facts_of, index_keys, join, open_story
from bot.stories.assign import assign, story_id
from bot.stories.counts import people_counts
from bot.text import tokens
from classifiers import load_event_embedding
from classifiers.lexicon import Lexicon as Names

DATA = Path(__file__).parent.parent / "tests" / "data" / "stories"
_NAMES = ("dev", "reports", "own", "wires", "agency", "heldout", "desk", "feed")
DEVELOPMENT = tuple(DATA / f"{name}.jsonl" for name in _NAMES)
COUNTRIES = {"es": "MX", "en": "US"}
SHUFFLES, LATEST_HOURS = 10, 6.0  # orders of arrival; a report is met up to so many hours late
BASELINE_DAYS = 4.0
PERMUTATIONS, _PRIME = 128, 2_147_483_647  # the products stay within 64 bits
SWEPT = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # chances from which a story takes a report

Matrix = npt.NDArray[np.float64]


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


def facts(labelled: Sequence[Labelled], *, with_figures: bool) -> list[ItemFacts]:
    """What the stage reads of each report where nothing is judged: what weights and words are fitted to."""
    lexicon = Lexicon()
    nothing = Judgement(item_type="news", verdicts=(), text_read="feed")
    figures: Callable[[Item], Sequence[Figure]] = extract if with_figures else lambda item: ()
    return [facts_of(each.item, nothing, figures(each.item), lexicon) for each in labelled]


def judged_facts(labelled: Sequence[Labelled]) -> list[ItemFacts]:
    """What the stage reads in the bot and in `pregonero cluster`: judged by the models that come with the program."""
    lexicon = load_lexicon()
    items = [each.item for each in labelled]
    now = SystemClock().now()
    judgements = judge(items, load_scorers(), RuleSet(), lexicon, now, people_moved=people_moved)
    return [
        facts_of(item, judgement, judged_figures(item, judgement, lexicon), lexicon)
        for item, judgement in zip(items, judgements, strict=True)
    ]


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


def late_orders(labelled: Sequence[Labelled]) -> list[list[int]]:
    """Orders of arrival in which each report is met up to LATEST_HOURS after it was published."""
    rng = random.Random(1)
    orders = []
    for _ in range(SHUFFLES):
        met = [each.item.at + timedelta(hours=rng.uniform(0.0, LATEST_HOURS)) for each in labelled]
        orders.append(sorted(range(len(met)), key=met.__getitem__))
    return orders


def shuffled(
    labelled: Sequence[Labelled], read_facts: Sequence[ItemFacts], embedder: Embedder | None
) -> tuple[list[float], int]:
    """Pairwise F1 over the late orders, and the most handovers that one of them merged."""
    scores: list[float] = []
    merged = 0
    for order in late_orders(labelled):
        links = cluster([read_facts[n] for n in order], embedder=embedder)
        told = [labelled[n] for n in order]
        scores.append(pairwise([each.story for each in told], [link.story_id for link in links])[2])
        merged = max(merged, merged_handovers(told, links))
    return scores, merged


def among_many(sample: Sequence[ItemFacts], stories: int) -> tuple[float, float]:
    """Milliseconds to place a report among that many stories, and candidates met, on average; without embedding."""
    shelf = Shelf()
    for n in range(stories):
        base = sample[n % len(sample)]
        at = base.item.at - timedelta(minutes=n % 40_000)
        item = replace(base.item, id=ItemId(f"m{n}"), published_at=at, first_seen=at)
        terms = tuple((f"{t}{n % 307}" if t.startswith("w:") else t, w) for t, w in base.terms)
        varied = replace(base, item=item, count=n % 997 + 5, terms=terms)
        shelf.put(open_story(varied, story_id(n + 1), at).after)
    met, began = 0, time.perf_counter()
    for each in sample:
        candidates = shelf.candidates(index_keys(each), each.item.at - LOOK_BACK, CANDIDATES)
        met += len(candidates)
        link = assign(each, candidates, number=stories + 1)
        if not link.is_new_story and (held := shelf.get(link.story_id)):
            join(held, each, link, each.item.first_seen)
    return (time.perf_counter() - began) * 1000 / len(sample), met / len(sample)


def sweep(sets: Sequence[tuple[Sequence[Labelled], Sequence[ItemFacts]]], embedder: Embedder | None) -> None:
    """Prints the figures of every file with other chances demanded."""
    module = import_module("bot.stories.assign")
    floor = module.FLOOR
    for chance in SWEPT:
        setattr(module, "FLOOR", chance)  # noqa: B010  # mypy knows it as final
        row = []
        for labelled, read_facts in sets:
            links = cluster(read_facts, embedder=embedder)
            truth, found = [each.story for each in labelled], [link.story_id for link in links]
            row.append("P {:.3f} R {:.3f} F1 {:.3f}".format(*pairwise(truth, found)))
        print(f"from {chance:.1f}  " + "  |  ".join(row))
    setattr(module, "FLOOR", floor)  # noqa: B010


def title_jaccard(labelled: Sequence[Labelled], embedder: Embedder | None) -> Matrix:
    """Shared words of two headlines among all of theirs."""
    words = [set(tokens(each.item.title)) for each in labelled]
    return np.array([[len(a & b) / max(1, len(a | b)) for b in words] for a in words])


def character_tfidf(labelled: Sequence[Labelled], embedder: Embedder | None) -> Matrix:
    """Cosine of TF-IDF over runs of two to five characters of headline and summary."""
    texts = [f"{each.item.title} {each.item.summary}" for each in labelled]
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True).fit_transform(texts)
    return np.asarray((rows @ rows.T).todense())


def min_hash(labelled: Sequence[Labelled], embedder: Embedder | None) -> Matrix:
    """Share of equal minima of PERMUTATIONS hashes over runs of four characters of headlines (Broder 1997)."""
    rng = np.random.default_rng(1)
    factors, offsets = rng.integers(1, _PRIME, PERMUTATIONS), rng.integers(0, _PRIME, PERMUTATIONS)
    rows = []
    for each in labelled:
        text = " ".join(tokens(each.item.title)).ljust(4)
        grams = np.array([zlib.crc32(text[n : n + 4].encode()) for n in range(len(text) - 3)], dtype=np.int64) % _PRIME
        rows.append(((grams[:, None] * factors + offsets) % _PRIME).min(axis=0))
    signatures = np.array(rows)
    return np.array([(signatures == row).mean(axis=1) for row in signatures])


def e5_cosine(labelled: Sequence[Labelled], embedder: Embedder | None) -> Matrix:
    """Cosine of the embeddings of headline and summary."""
    rows = np.array(embedder.embed([f"{e.item.title}\n{e.item.summary}" for e in labelled])) if embedder else 0.0
    return np.asarray(rows @ rows.T) if isinstance(rows, np.ndarray) else np.zeros((len(labelled), len(labelled)))


def linked(labelled: Sequence[Labelled], alike: Matrix, threshold: float, *, best: bool) -> list[int]:
    """Groups by one threshold: a report joins the nearest group with a report in the last BASELINE_DAYS."""
    at = [each.item.at.timestamp() / 86_400 for each in labelled]
    groups: list[list[int]] = []
    found = [0] * len(labelled)
    for n in range(len(labelled)):
        near = [(g, alike[n, group]) for g, group in enumerate(groups) if at[n] - at[group[-1]] <= BASELINE_DAYS]
        scored = [(float(values.max() if best else values.mean()), g) for g, values in near]
        score, group_number = max(scored, default=(-1.0, 0))
        if score < threshold:
            group_number = len(groups)
            groups.append([])
        groups[group_number].append(n)
        found[n] = group_number
    return found


def baselines(files: Sequence[Path], embedder: Embedder | None) -> None:
    """Prints simple ways of grouping, by one threshold for all files and by the best one for each.

    The first is tuned on the development files, by their mean F1. The second is tuned on the very file that it is
    told of: no forecast, but a measure of how hard a file is.
    """
    development = [read(path) for path in DEVELOPMENT]
    tested = [read(path) for path in files]
    ways = [("title Jaccard", title_jaccard), ("character TF-IDF", character_tfidf), ("MinHash", min_hash)]
    ways += [("e5 cosine", e5_cosine)] if embedder else []
    for name, way in ways:
        known = [(labelled, way(labelled, embedder)) for labelled in development]
        asked = [(labelled, way(labelled, embedder)) for labelled in tested]
        thresholds = np.linspace(min(float(a.min()) for _, a in known), 1.0, 60)
        for best in (False, True):

            def scores(pair: tuple[list[Labelled], Matrix], threshold: float, best: bool = best) -> tuple[float, float]:
                truth, found = [e.story for e in pair[0]], linked(*pair, threshold, best=best)
                return pairwise(truth, found)[2], b_cubed(truth, found)[2]

            threshold = max(thresholds, key=lambda t: sum(scores(pair, float(t))[0] for pair in known))
            row = []
            for pair, path in zip(asked, files, strict=True):
                own = max(scores(pair, float(t)) for t in thresholds)
                both = (*scores(pair, threshold), *own)
                row.append("{} F1 {:.3f} B3 {:.3f}, by its own threshold {:.3f} {:.3f}".format(path.stem, *both))
            linkage = "best" if best else "average"
            print(f"{name}, {linkage} linkage, threshold {threshold:.3f}: " + "  |  ".join(row))


def report(
    path: Path, read_facts: Sequence[ItemFacts], embedder: Embedder | None, args: argparse.Namespace
) -> dict[str, float | int | str | bool]:
    """Groups one file, prints its figures and returns them."""
    labelled = read(path)
    if embedder is not None:
        embedder.embed([f"{e.item.title}\n{e.item.summary}" for e in labelled])
    began = time.perf_counter()
    links = cluster(read_facts, embedder=embedder)
    took = time.perf_counter() - began
    if args.errors:
        errors(labelled, links)
    truth, found = [each.story for each in labelled], [link.story_id for link in links]
    pair, cubed = pairwise(truth, found), b_cubed(truth, found)
    late, late_merged = shuffled(labelled, read_facts, embedder)
    with_what = "with embedding" if embedder else "plain"
    print(
        f"{path.name}, {with_what}: {len(labelled)} reports, {len(set(truth))} events, {len(set(found))} stories found"
    )
    print("pairwise P {:.3f} R {:.3f} F1 {:.3f}".format(*pair))
    print("B-cubed  P {:.3f} R {:.3f} F1 {:.3f}".format(*cubed))
    print(f"met up to {LATEST_HOURS:.0f} h late, {SHUFFLES} orders: pairwise F1 {min(late):.3f} to {max(late):.3f}")
    size = 10_000 if args.quick else 100_000
    assign_ms, met = among_many(read_facts, size)
    print(f"{assign_ms:.2f} ms a report among {size} stories, {met:.0f} candidates met")
    return {
        "pairwise_f1": round(pair[2], 4), "pairwise_precision": round(pair[0], 4), "pairwise_recall": round(pair[1], 4),
        "b3_f1": round(cubed[2], 4), "merged_handovers": merged_handovers(labelled, links),
        "stories_found": len(set(found)), "late_pairwise_f1_min": round(min(late), 4),
        "late_pairwise_f1_mean": round(sum(late) / len(late), 4), "late_merged_handovers": late_merged,
        "cluster_ms_per_report": round(took * 1000 / len(labelled), 3), "assign_ms_among": round(assign_ms, 3),
        "stories_among": size, "file": path.name, "embedding": embedder is not None,
    }  # fmt: skip


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--quick", action="store_true", help="among 10,000 stories instead of 100,000")
    parser.add_argument("--errors", action="store_true", help="print each split and each mixture with its reason")
    parser.add_argument("--titles", action="store_true", help="leave figures out")
    parser.add_argument("--judged", action="store_true", help="judge the reports first, as the bot does")
    parser.add_argument("--plain", action="store_true", help="leave the embedding out")
    parser.add_argument("--sweep", action="store_true", help="print the figures with the floors moved")
    parser.add_argument("--baselines", action="store_true", help="print simpler ways of grouping")
    args = parser.parse_args()
    files = args.files or list(DEVELOPMENT)
    embedder = None if args.plain else load_event_embedding()
    if args.baselines:
        baselines(files, embedder)
    told = [read(path) for path in files]
    sets = [(each, judged_facts(each) if args.judged else facts(each, with_figures=not args.titles)) for each in told]
    if args.sweep:
        sweep(sets, embedder)
    for path, (_, read_facts) in zip(files, sets, strict=True):
        print(json.dumps(report(path, read_facts, embedder, args)))


if __name__ == "__main__":
    main()
