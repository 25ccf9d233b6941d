"""How long a back-test takes: `python -m benchmarks.backtest [--items N] [--quick]`.

Fills a database with items of fifty feeds over thirty days, then tries another threshold and one rule more on them. Of
a hundred items one is relevant and four look like it (texts of the corpora); the rest are made-up ordinary headlines.
Loading the models is not counted: a desk holds them already. Scores on record are taken over, as they are for every
item that the bot judged with the model in force; `--anew` scores all. The last line is one JSON object.
"""

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import load_config, load_lexicon, load_scorers, open_store
from bot.classify import judge
from bot.domain import Fate, FeedId, Item, ItemId, StoredItem, Write
from bot.extract import people_moved
from bot.rules import RuleSet
from bot.trial import try_out
from classifiers.data import ordinary, training_examples
from classifiers.model import topics_folder

NOW = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
UNTOUCHED = Fate(stage="judge", reason="")
FEEDS, DAYS, PER_POLL = 50, 30, 5

CONFIG = '[channels.desk]\ntype = "terminal"\n\n[[routes]]\nchannel = "desk"\n'
DRAFT = (
    CONFIG + "\n[topics.transfer]\nthreshold = 0.8\n\n[[topics.transfer.rules]]\nwhen = 'extradi* AND \"El Paso\"'\n"
    'effect = "+1"\n'
)


def items(count: int) -> Iterator[Item]:
    """That many items in the order they were seen."""
    examples = training_examples(topics_folder())
    relevant = itertools.cycle([e for e in examples if e.labels])
    lookalikes = itertools.cycle([e for e in examples if not e.labels])
    others = itertools.cycle(ordinary(10_000, seed=1))
    every = timedelta(days=DAYS) / count
    for n in range(count):
        example = next(relevant if n % 100 == 0 else lookalikes if n % 25 == 1 else others)
        seen = NOW - timedelta(days=DAYS) + every * (n - n % PER_POLL)
        yield Item(
            id=ItemId(f"i-{n:016x}"),
            feed_id=FeedId(f"feed-{n // PER_POLL % FEEDS}"),
            guid=None,
            url=None,
            link=None,
            outlet=f"Outlet {n // PER_POLL % FEEDS}",
            title=f"{example.title} ({n})",  # so that no text is met twice
            summary=example.text[len(example.title) :].strip(),
            body="",
            language="es" if example.lang == "es" else "en",
            published_at=seen - timedelta(minutes=20),
            published_is_estimate=False,
            first_seen=seen,
            text_read="feed",
            country=None,
            reliability="B",
        )


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="benchmarks.backtest")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--anew", action="store_true", help="no verdicts on record, as with a model to be tried")
    parser.add_argument("--quick", action="store_true", help="10,000 items")
    args = parser.parse_args()
    count = 10_000 if args.quick else args.items
    with tempfile.TemporaryDirectory() as folder:
        current, draft = Path(folder, "config.toml"), Path(folder, "draft.toml")
        current.write_text(CONFIG, encoding="utf-8")
        draft.write_text(DRAFT, encoding="utf-8")
        config = load_config(current)
        with closing(open_store(config)) as store:
            scorers, lexicon, source = load_scorers(), load_lexicon(), items(count)
            while batch := list(itertools.islice(source, 1_000)):
                judged = judge(batch, {} if args.anew else scorers, RuleSet(), lexicon, NOW, people_moved=people_moved)
                stored = [
                    StoredItem(item=item, judgement=judgement, figures=(), fate=UNTOUCHED, content_hash=b"0")
                    for item, judgement in zip(batch, judged, strict=True)
                ]
                store.write(Write(items=tuple(stored)), NOW)
            started = time.perf_counter()
            trial = try_out(store, config, load_config(draft), NOW - timedelta(days=DAYS + 1), scorers=scorers)
            seconds = time.perf_counter() - started
    found = {
        "items": trial.items,
        "seconds": round(seconds, 1),
        "items_per_s": round(trial.items / seconds),
        "alerts_before": trial.alerts_before,
        "alerts_after": trial.alerts_after,
        "differences": len(trial.differences),
    }
    print(f"{trial.items:,} items tried in {seconds:.1f} s; {len(trial.differences)} alerts differ")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
