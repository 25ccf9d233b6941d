"""How the bot is doing, in numbers: what `status`, the metrics and the heartbeat read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Connections, Row, must_time, to_text, to_time

_ALERTS = ("card", "reply", "fold")
_FAILING_SHOWN = 50
_ALERTS_SHOWN = 10
_ALIVE_AT = "SELECT at FROM life WHERE name = 'alive'"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTimes:
    """One alert's way from the outlet to the channel."""

    story_id: str | None
    channel: str
    kind: str
    published_at: datetime  # by the feed; the moment it was first seen where the feed gives no date
    seen_at: datetime
    posted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingFeed:
    """A feed whose last poll failed."""

    feed_id: str
    health: str
    failures: int
    last_good_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The state of things at one moment."""

    alive_at: datetime | None  # when the running bot last said so; None = it never ran
    feeds: Mapping[str, int]  # configured ones by health
    due: int  # feeds whose time has come
    longest_due_since: datetime | None
    failing: tuple[FailingFeed, ...]  # most failures first, at most 50
    pages_waiting: int
    outbox: Mapping[str, int]  # messages by state
    waiting_since: datetime | None  # oldest message that should be out
    items: int
    stories: int
    last_item_at: datetime | None
    alerts: tuple[AlertTimes, ...]  # newest first, at most 10
    database_bytes: int
    log_bytes: int


class LifeTable:
    """Part of the store."""

    _connections: Connections

    def alive_at(self) -> datetime | None:
        """When `mark_alive` was last called."""
        with self._connections.reading() as db:
            return _one_time(db.conn, _ALIVE_AT)

    def mark_alive(self, now: datetime) -> None:
        """Writes down that the bot runs."""
        with self._connections.writing() as db:
            db.conn.execute(
                "INSERT INTO life (name, at) VALUES ('alive', ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
                (to_text(now),),
            )

    def overview(self, now: datetime) -> Overview:
        """Everything at once."""
        bound = (to_text(now),)
        is_due = "FROM feeds WHERE configured = 1 AND health <> 'gone' AND next_poll_at <= ?"
        with self._connections.reading() as db:
            conn = db.conn
            return Overview(
                alive_at=_one_time(conn, _ALIVE_AT),
                feeds=_counts(conn, "SELECT health, count(*) FROM feeds WHERE configured = 1 GROUP BY health"),
                due=conn.execute(f"SELECT count(*) {is_due}", bound).fetchone()[0],  # fixed text
                longest_due_since=_one_time(conn, f"SELECT min(next_poll_at) {is_due}", bound),  # as above
                failing=_failing(conn),
                pages_waiting=conn.execute("SELECT count(*) FROM pages WHERE state = 'pending'").fetchone()[0],
                outbox=_counts(conn, "SELECT state, count(*) FROM outbox GROUP BY state"),
                waiting_since=_one_time(
                    conn,
                    "SELECT min(not_before) FROM outbox WHERE state IN ('pending', 'sending') AND not_before <= ?",
                    bound,
                ),
                items=conn.execute("SELECT count(*) FROM items").fetchone()[0],
                stories=conn.execute("SELECT count(*) FROM stories").fetchone()[0],
                last_item_at=_one_time(conn, "SELECT max(first_seen) FROM items"),
                alerts=_alerts(conn),
                database_bytes=_bytes(self._connections, ""),
                log_bytes=_bytes(self._connections, "-wal"),
            )


def _one_time(conn: Row, query: str, bound: tuple[object, ...] = ()) -> datetime | None:
    row = conn.execute(query, bound).fetchone()
    return None if row is None else to_time(row[0])


def _counts(conn: Row, query: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in conn.execute(query).fetchall()}


def _failing(conn: Row) -> tuple[FailingFeed, ...]:
    rows = conn.execute(
        "SELECT feed_id, health, failures, last_good_at, last_error FROM feeds WHERE configured = 1 "
        "AND (failures > 0 OR health = 'gone') ORDER BY failures DESC, feed_id LIMIT ?",
        (_FAILING_SHOWN,),
    ).fetchall()
    return tuple(
        FailingFeed(
            feed_id=row[0], health=row[1], failures=row[2], last_good_at=to_time(row[3]), last_error=row[4] or ""
        )
        for row in rows
    )


def _alerts(conn: Row) -> tuple[AlertTimes, ...]:
    rows = conn.execute(
        "SELECT story_id, channel, kind, published_at, seen_at, sent_at FROM outbox WHERE state = 'sent' "  # noqa: S608  # constants
        f"AND kind IN {_ALERTS} AND published_at IS NOT NULL AND seen_at IS NOT NULL AND sent_at IS NOT NULL "
        "ORDER BY seq DESC LIMIT ?",
        (_ALERTS_SHOWN,),
    ).fetchall()
    return tuple(
        AlertTimes(
            story_id=row[0],
            channel=row[1],
            kind=row[2],
            published_at=must_time(row[3]),
            seen_at=must_time(row[4]),
            posted_at=must_time(row[5]),
        )
        for row in rows
    )


def _bytes(connections: Connections, end: str) -> int:
    path = connections.path.with_name(connections.path.name + end)
    try:
        return path.stat().st_size
    except OSError:
        return 0
