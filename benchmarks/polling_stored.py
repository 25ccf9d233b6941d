"""Whether writing a poll costs the same with a thousand and with a million stored items.

    python -m benchmarks.polling_stored [--quick]

The tables are filled by SQL, two keys an item, two hundred items a feed; then they are written to as polls do it: the
keys of 32 feeds with one new item each are asked for, and their states, memories and items written in one transaction.
Only the store is measured: what comes before it never sees what is stored. The last line is one JSON object:
milliseconds a feed, the median of the transactions, by the number of stored items.
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.polling_site import START
from bot.domain import Fate, Feed, FeedId, Item, ItemId, StoredItem, Write
from bot.store import SqliteStore

_TOGETHER = 32  # as bot/jobs/poll.py puts feeds into a transaction
_PER_FEED = 200
SIZES = (1_000, 10_000, 100_000, 1_000_000)
_FILL = """
INSERT INTO items (item_id, feed_id, guid, url, link, outlet, title, summary, body, language, published_at,
    published_is_estimate, first_seen, text_read, country, reliability, content_hash, fate_stage, fate_reason,
    updated_at)
WITH RECURSIVE n(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM n WHERE n + 1 < :last)
SELECT 'old-' || n, 'f' || (n / :per_feed), 'g' || n, 'https://old.example/' || n, 'https://old.example/' || n,
    'Outlet', 'council road w' || (n % 9973) || ' budget w' || (n % 20011), 'w' || (n % 7919) || ' water train', '',
    'en', :at, 0, :at, 'feed', 'MX', 'C', x'00', 'judge', 'below threshold', :at
FROM n
"""
_FILL_KEYS = """
INSERT INTO item_keys SELECT 'guid:' || guid, item_id FROM items WHERE rowid > :after
UNION ALL SELECT 'url:' || url, item_id FROM items WHERE rowid > :after
"""


def run(sizes: Sequence[int], rounds: int) -> dict[str, float]:
    """Milliseconds a feed by stored items."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="pregonero-stored-") as folder:
        path = Path(folder) / "state.db"
        with closing(SqliteStore(path)) as store:
            store.sync_feeds([_feed(n) for n in range(max(sizes) // _PER_FEED)])
        stored = 0
        for size in sizes:
            _fill(path, stored, size)
            stored = size
            with closing(SqliteStore(path)) as store:
                took = [_poll(store, size, number) for number in range(rounds)]
            found[f"{size:,}"] = round(1000 * statistics.median(took) / _TOGETHER, 3)
    return found


def _feed(n: int) -> Feed:
    return Feed(id=FeedId(f"f{n}"), name=f"Outlet {n}", url=f"https://f{n}.example/rss")


def _fill(path: Path, first: int, last: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA synchronous = OFF")
        after = db.execute("SELECT coalesce(max(rowid), 0) FROM items").fetchone()[0]
        at = START.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        db.execute(_FILL, {"first": first, "last": last, "per_feed": _PER_FEED, "at": at})
        db.execute(_FILL_KEYS, {"after": after})
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _poll(store: SqliteStore, size: int, number: int) -> float:
    """Seconds of one transaction of 32 feeds, with what is asked before it."""
    now = START + timedelta(minutes=number + 1)
    feeds = [FeedId(f"f{(number * _TOGETHER + n) % (size // _PER_FEED)}") for n in range(_TOGETHER)]
    items = [_item(feed, f"{size}-{number}-{n}", now) for n, feed in enumerate(feeds)]
    start = time.perf_counter()
    states = store.states_of(feeds)
    for feed in feeds:
        store.memories([feed])
    store.known([key for item in items for key in item.keys])
    with store.together(lasting=False, in_parts=False):  # as polls do
        for feed, item in zip(feeds, items, strict=True):
            store.write(Write(feed_state=states[feed], memory=b"m" * 1_200, items=(item,)), now)
    return time.perf_counter() - start


def _item(feed: FeedId, mark: str, now: datetime) -> StoredItem:
    link = f"https://new.example/{mark}"
    item = Item(
        id=ItemId(f"new-{mark}"),
        feed_id=feed,
        guid=mark,
        url=link,
        link=link,
        outlet="Outlet",
        title=f"Council votes on road budget {mark}",
        summary="Water and trains before the harvest. " * 10,
        body="",
        language="en",
        published_at=now,
        published_is_estimate=False,
        first_seen=now,
        text_read="feed",
        country="MX",
        reliability="C",
    )
    fate = Fate(stage="judge", reason="below threshold")
    keys = (f"guid:{mark}", f"url:{link}")
    return StoredItem(item=item, judgement=None, figures=(), fate=fate, keys=keys, content_hash=b"h")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="up to 100,000 items")
    options = parser.parse_args()
    print(json.dumps(run(SIZES[: 3 if options.quick else 4], 100)))


if __name__ == "__main__":
    main()
