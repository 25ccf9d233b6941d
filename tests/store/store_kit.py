"""A store with a little of everything in it, for tests that copy, damage and mend it."""

import dataclasses
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from builders import (
    make_feed,
    make_feed_state,
    make_figure,
    make_item,
    make_judgement,
    make_message,
    make_story,
    make_story_link,
)
from fakes import NOON
from sqlite_utils.utils import sqlite3

from bot.domain import Fate, FeedId, IndexedStory, ItemId, StoredItem, StoryId, Write
from bot.store import SqliteStore

PAGE_BYTES = 4096


def stored_item(n: int) -> StoredItem:
    """The n-th item, flagged, with a figure, in the n-th story."""
    return StoredItem(
        item=make_item(id=ItemId(f"i-{n:06}"), first_seen=NOON - timedelta(days=n), summary="resumen " * 20),
        judgement=make_judgement(),
        figures=(make_figure(),),
        fate=Fate(stage="outbox", reason="alerted"),
        link=dataclasses.replace(make_story_link(), story_id=StoryId(f"s-{n:06}")),
        keys=(f"guid:{n}", f"url:{n}"),
        content_hash=b"\x01abc",
    )


def fill(path: Path, items: int) -> None:
    """Makes a store of one feed, and as many items, stories and cards, whose log is written into the file."""
    with closing(SqliteStore(path)) as store:
        store.sync_feeds([make_feed()])
        numbers = range(1, items + 1)
        store.write(
            Write(
                feed_state=make_feed_state(feed_id=FeedId("diario"), etag='"1"', next_poll_at=NOON),
                items=tuple(stored_item(n) for n in numbers),
                stories=tuple(
                    IndexedStory(story=make_story(id=StoryId(f"s-{n:06}")), keys=(f"k{n}", "all")) for n in numbers
                ),
                messages=tuple(
                    make_message(dedupe_key=f"card:{n}", story_id=StoryId(f"s-{n:06}"), not_before=NOON)
                    for n in numbers
                ),
            ),
            NOON,
        )


def pages_of(path: Path, table: str) -> list[int]:
    """Numbers of the pages, from 1, on which a table or an index lies, in the order of its content."""
    with closing(sqlite3.connect(path)) as conn:
        root = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    return list(_leaves(path.read_bytes(), root))


def _leaves(content: bytes, page: int) -> Iterator[int]:
    at = (page - 1) * PAGE_BYTES
    kind, cells = content[at], int.from_bytes(content[at + 3 : at + 5], "big")
    if kind in (2, 5):  # interior pages: https://sqlite.org/fileformat2.html, 1.6
        for n in range(cells):
            cell = at + int.from_bytes(content[at + 12 + 2 * n : at + 14 + 2 * n], "big")
            yield from _leaves(content, int.from_bytes(content[cell : cell + 4], "big"))
        yield from _leaves(content, int.from_bytes(content[at + 8 : at + 12], "big"))
    else:
        yield page


def overwrite(path: Path, pages: list[int]) -> None:
    """Puts rubbish where pages were."""
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE_BYTES)
            file.write(b"\xa5" * PAGE_BYTES)


@contextmanager
def reading(path: Path) -> Iterator[SqliteStore]:
    """The store, as other tools see it."""
    with closing(SqliteStore(path, read_only=True)) as store:
        yield store
