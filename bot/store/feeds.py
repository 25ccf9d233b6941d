"""Feeds and their states in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from bot.domain import Feed, FeedHealth, FeedId, FeedState
from bot.store.database import Connections, Row, to_text, to_time

_COLUMNS = (
    "url",
    "health",
    "etag",
    "last_modified",
    "next_poll_at",
    "failures",
    "last_error",
    "first_polled_at",
    "last_good_at",
    "last_full_at",
    "memory",
    "moved_to",
    "moved_polls",
)
_TIMES = {"next_poll_at", "first_polled_at", "last_good_at", "last_full_at"}


class FeedTable:
    """Part of the store; see `bot.ports.Store`."""

    _connections: Connections

    def sync_feeds(self, feeds: Sequence[Feed]) -> None:
        with self._connections.writing() as db:
            db.conn.execute("UPDATE feeds SET configured = 0")
            for feed in feeds:
                db.conn.execute(
                    "INSERT INTO feeds (feed_id, configured_url, url, health, failures, memory, moved_polls) "
                    "VALUES (?, ?, ?, 'new', 0, x'', 0) ON CONFLICT (feed_id) DO UPDATE SET configured = 1",
                    (feed.id, feed.url, feed.url),
                )
                # items of the old address stay known; only what belongs to the address starts again
                db.conn.execute(
                    "UPDATE feeds SET configured_url = ?, url = ?, health = 'new', etag = NULL, last_modified = NULL, "
                    "next_poll_at = NULL, failures = 0, last_error = NULL, moved_to = NULL, moved_polls = 0, "
                    "memory = x'' WHERE feed_id = ? AND configured_url <> ?",
                    (feed.url, feed.url, feed.id, feed.url),
                )

    def due_feeds(self, now: datetime, limit: int) -> list[FeedState]:
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT * FROM feeds WHERE configured = 1 AND health <> 'gone' "
                "AND (next_poll_at IS NULL OR next_poll_at <= ?) ORDER BY next_poll_at LIMIT ?",
                (to_text(now), limit),
            ).fetchall()
            return [_state(row) for row in rows]

    def feed_states(self) -> dict[FeedId, FeedState]:
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT * FROM feeds WHERE configured = 1 ORDER BY feed_id").fetchall()
            return {state.feed_id: state for state in map(_state, rows)}

    def feed_state(self, feed_id: FeedId) -> FeedState | None:
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT * FROM feeds WHERE feed_id = ?", (feed_id,)).fetchone()
            return None if row is None else _state(row)


def write_state(conn: Row, state: FeedState) -> None:
    """Stores one state inside the caller's transaction."""
    values = [to_text(getattr(state, c)) if c in _TIMES else getattr(state, c) for c in _COLUMNS]
    assignments = ", ".join(f"{c} = ?" for c in _COLUMNS)
    conn.execute(f"UPDATE feeds SET {assignments} WHERE feed_id = ?", (*values, state.feed_id))  # noqa: S608  # names are constants


def _state(row: Row) -> FeedState:
    health: FeedHealth = row["health"]
    return FeedState(
        feed_id=FeedId(row["feed_id"]),
        url=row["url"],
        # a state of a later version counts as new; the next poll sets it
        health=health if health in get_args(FeedHealth) else "new",
        etag=row["etag"],
        last_modified=row["last_modified"],
        next_poll_at=to_time(row["next_poll_at"]),
        failures=row["failures"],
        last_error=row["last_error"],
        first_polled_at=to_time(row["first_polled_at"]),
        last_good_at=to_time(row["last_good_at"]),
        last_full_at=to_time(row["last_full_at"]),
        memory=bytes(row["memory"]),
        moved_to=row["moved_to"],
        moved_polls=row["moved_polls"],
    )
