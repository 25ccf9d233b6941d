"""The bot's memory: SQLite through sqlite-utils; the only importer of either. Fulfils `bot.ports.Store`.

One file, one lock, one transaction per feed. Connections belong to one thread; writers take `BEGIN IMMEDIATE`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.domain import DigestWindow, OutboxMessage, Write
from bot.store.care import BackupReport, back_up, compact, restore
from bot.store.database import (
    SAFE_SQLITE,
    Connections,
    must_day,
    must_time,
    no_database,
    sqlite_version,
    to_text,
)
from bot.store.desk import DeskTable, write_alert
from bot.store.feeds import FeedTable, write_memory, write_state
from bot.store.items import ItemTable, write_item, write_keys, write_page
from bot.store.labels import LabelTable
from bot.store.life import AlertTimes, FailingFeed, LifeTable, Overview
from bot.store.lock import LOCK_WAIT_S, StateLock, lock_file
from bot.store.mutes import MuteTable
from bot.store.outbox import OutboxTable, release_cards, write_message
from bot.store.past import PastTable
from bot.store.pruning import Pruned, PruneTable
from bot.store.salvage import SalvageReport, TableReport, salvage
from bot.store.stories import StoryTable, write_link, write_moves, write_story
from bot.store.subscriptions import SubscriptionTable, delete_push

__all__ = [
    "LOCK_WAIT_S",
    "SAFE_SQLITE",
    "AlertTimes",
    "BackupReport",
    "FailingFeed",
    "Overview",
    "Pruned",
    "SalvageReport",
    "SqliteStore",
    "StateLock",
    "TableReport",
    "back_up",
    "compact",
    "lock_file",
    "no_database",
    "restore",
    "salvage",
    "sqlite_version",
]


class SqliteStore(
    FeedTable,
    ItemTable,
    StoryTable,
    OutboxTable,
    LabelTable,
    MuteTable,
    DeskTable,
    LifeTable,
    SubscriptionTable,
    PastTable,
    PruneTable,
):
    """A store in one SQLite file."""

    def __init__(self, path: Path, *, is_locked: bool = False, read_only: bool = False) -> None:
        """Opens the database, creating or migrating it; see `Connections` for arguments and errors."""
        self._connections = Connections(path, is_locked=is_locked, read_only=read_only)

    @property
    def path(self) -> Path:
        return self._connections.path

    def write(self, write: Write, now: datetime) -> None:
        """Applies everything in one transaction; see `bot.ports.Store.write`."""
        with self._connections.writing() as db:
            conn = db.conn
            for stored in write.items:
                write_item(conn, stored, now)
            write_keys(conn, write.keys)
            for indexed in write.stories:
                write_story(conn, indexed)
            for stored in write.items:
                if stored.link is not None:
                    write_link(conn, stored.item.id, stored.link)
            for indexed in write.stories:
                write_moves(conn, indexed)
            for page in write.pages:
                write_page(conn, page)
            for message in write.messages:
                write_message(conn, message)
            for record in write.alerts:
                write_alert(conn, record)
            for story_id in write.release:
                release_cards(conn, story_id, now)
            if write.push is not None:
                delete_push(conn, write.push)
            if write.feed_state is not None:
                write_state(conn, write.feed_state)
                if write.memory is not None:
                    write_memory(conn, write.feed_state.feed_id, write.memory)

    @contextmanager
    def together(self, *, lasting: bool = True, in_parts: bool = True) -> Iterator[None]:
        """This thread's writes in the block are one transaction; see `bot.ports.Store.together`."""
        with self._connections.writing(lasting=lasting, in_parts=in_parts):
            yield

    def last_window(self, digest_id: str) -> DigestWindow | None:
        with self._connections.reading() as db:
            row = db.conn.execute(
                "SELECT * FROM digest_windows WHERE digest_id = ? ORDER BY ends_at DESC LIMIT 1", (digest_id,)
            ).fetchone()
            if row is None:
                return None
            return DigestWindow(
                digest_id=digest_id,
                day=must_day(row["day"]),
                starts_at=must_time(row["starts_at"]),
                ends_at=must_time(row["ends_at"]),
            )

    def told_until(self) -> datetime | None:
        with self._connections.reading() as db:
            last: str | None = db.conn.execute("SELECT max(ends_at) FROM digest_windows").fetchone()[0]
            return None if last is None else must_time(last)

    def write_digest(self, window: DigestWindow, messages: Sequence[OutboxMessage]) -> bool:
        with self._connections.writing() as db:
            written = db.conn.execute(
                "INSERT INTO digest_windows (digest_id, day, starts_at, ends_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                (window.digest_id, window.day.isoformat(), to_text(window.starts_at), to_text(window.ends_at)),
            ).rowcount
            if written:
                for message in messages:
                    write_message(db.conn, message)
            return bool(written)

    def check(self) -> None:
        """Reads the whole database for damage.

        Raises:
            StoreError: it is damaged.
        """
        self._connections.check()

    def close(self) -> None:
        """Closes all connections."""
        self._connections.close()
