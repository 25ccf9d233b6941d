"""Feeds, their states and the splitter's memory of them in the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, get_args

from bot import codec
from bot.domain import Feed, FeedHabits, FeedHealth, FeedId, FeedState
from bot.store.database import Connections, Row, document, to_text, to_time

_PLAIN = ("url", "health", "etag", "last_modified", "failures", "last_error", "good_polls", "moved_to", "moved_polls")
_TIMES = (
    *("health_since", "next_poll_at", "first_polled_at", "last_good_at", "last_full_at", "last_item_at"),
    *("bad_since", "told_at", "moved_since"),
)
_COLUMNS = ("feed_id", *_PLAIN, *_TIMES, "habits")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM feeds"  # noqa: S608  # names are constants
# a priority at a time, and the date to the letter as in the index `feeds_due`: else more would be read of it
_DUE = (
    "SELECT feed_id FROM feeds WHERE configured = 1 AND health <> 'gone' AND priority = ? "
    "AND coalesce(next_poll_at, '') <= ? AND feed_id NOT IN (SELECT value FROM json_each(?)) "
    "ORDER BY coalesce(next_poll_at, '') LIMIT ?"
)
_UPDATE = f"UPDATE feeds SET {', '.join(f'{c} = ?' for c in (*_PLAIN, *_TIMES))}, habits = ? WHERE feed_id = ?"  # noqa: S608  # names are constants
_plain, _times = attrgetter(*_PLAIN), attrgetter(*_TIMES)
# all but what changes whenever a server says that nothing is new
_rest = attrgetter(*(name for name in (*_PLAIN, *_TIMES) if name not in ("next_poll_at", "last_good_at")))
_KNOWN_HEALTH = frozenset(get_args(FeedHealth))
_PRIORITIES = (1, 2, 3)
# what belongs to the address and starts again with another one; items of the old address stay known
_START_AGAIN = (
    "UPDATE feeds SET configured_url = ?, url = ?, health = 'new', health_since = NULL, etag = NULL, "
    "last_modified = NULL, next_poll_at = NULL, failures = 0, last_error = NULL, bad_since = NULL, told_at = NULL, "
    "good_polls = 0, moved_to = NULL, moved_polls = 0, moved_since = NULL, habits = '{}' WHERE feed_id = ?"
)


class FeedTable:
    """Part of the store; see `bot.ports.Store`."""

    _connections: Connections

    def sync_feeds(self, feeds: Sequence[Feed]) -> None:
        with self._connections.writing() as db:
            conn = db.conn
            conn.execute("UPDATE feeds SET configured = 0")
            conn.executemany(
                "INSERT INTO feeds (feed_id, configured_url, url, priority, health, failures, moved_polls) "
                "VALUES (?, ?, ?, ?, 'new', 0, 0) "
                "ON CONFLICT (feed_id) DO UPDATE SET configured = 1, priority = excluded.priority",
                [(feed.id, feed.url, feed.url, _priority(feed)) for feed in feeds],
            )
            before = dict(conn.execute("SELECT feed_id, configured_url FROM feeds").fetchall())
            for feed in feeds:
                if before[feed.id] != feed.url:
                    conn.execute(_START_AGAIN, (feed.url, feed.url, feed.id))
                    conn.execute("DELETE FROM feed_memory WHERE feed_id = ?", (feed.id,))

    def due_feeds(self, now: datetime, limit: int, besides: Collection[str] = ()) -> list[FeedId]:
        found: list[FeedId] = []
        with self._connections.reading() as db:
            for priority in _PRIORITIES:
                wanted = (priority, to_text(now), codec.encode(list(besides)), limit - len(found))
                found += [FeedId(feed_id) for (feed_id,) in db.conn.execute(_DUE, wanted)]
        return found

    def is_any_due(self, now: datetime) -> bool:
        return bool(self.due_feeds(now, 1))

    def bring_forward(self, now: datetime) -> int:
        with self._connections.writing() as db:
            moved = db.conn.execute(
                "UPDATE feeds SET next_poll_at = ? WHERE health <> 'gone' AND next_poll_at > ?",
                (to_text(now), to_text(now)),
            )
            return int(moved.rowcount)

    def feed_states(self) -> dict[FeedId, FeedState]:
        with self._connections.reading() as db:
            rows = db.conn.execute(f"{_SELECT} WHERE configured = 1 ORDER BY feed_id").fetchall()
            return {state.feed_id: state for state in map(_state, rows)}

    def states_of(self, feed_ids: Sequence[FeedId]) -> dict[FeedId, FeedState]:
        with self._connections.reading() as db:
            rows = db.conn.execute(
                f"{_SELECT} WHERE feed_id IN (SELECT value FROM json_each(?))",  # noqa: S608  # names are constants
                (codec.encode(feed_ids),),
            )
            return {state.feed_id: state for state in map(_state, rows)}

    def write_states(self, changes: Sequence[tuple[FeedState, FeedState]]) -> None:
        steady: list[FeedState] = []
        others: list[FeedState] = []
        for before, after in changes:
            (steady if before.habits is after.habits and _rest(before) == _rest(after) else others).append(after)
        with self._connections.writing() as db:
            write_state(db.conn, *others)
            db.conn.executemany(
                "UPDATE feeds SET next_poll_at = ?, last_good_at = ? WHERE feed_id = ?",
                ((to_text(s.next_poll_at), to_text(s.last_good_at), s.feed_id) for s in steady),
            )

    def moving(self) -> dict[FeedId, FeedState]:
        with self._connections.reading() as db:
            rows = db.conn.execute(f"{_SELECT} WHERE configured = 1 AND moved_to IS NOT NULL").fetchall()
            return {state.feed_id: state for state in map(_state, rows)}

    def memories(self, feed_ids: Sequence[FeedId]) -> dict[FeedId, bytes]:
        if not feed_ids:
            return {}
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT feed_id, memory FROM feed_memory WHERE feed_id IN (SELECT value FROM json_each(?))",
                (codec.encode(feed_ids),),
            )
            return {feed_id: bytes(memory) for feed_id, memory in rows}


def write_state(conn: Row, *states: FeedState) -> None:
    """Stores states inside the caller's transaction."""
    conn.executemany(
        _UPDATE,
        ((*_plain(state), *map(to_text, _times(state)), codec.encode(state.habits), state.feed_id) for state in states),
    )


def write_memory(conn: Row, feed_id: FeedId, memory: bytes) -> None:
    """Stores what the splitter keeps of one feed inside the caller's transaction."""
    conn.execute(
        "INSERT INTO feed_memory (feed_id, memory) VALUES (?, ?) "
        "ON CONFLICT (feed_id) DO UPDATE SET memory = excluded.memory",
        (feed_id, memory),
    )


def _priority(feed: Feed) -> int:
    return min(max(feed.priority, _PRIORITIES[0]), _PRIORITIES[-1])


def _state(row: Row) -> FeedState:
    values: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))  # Any: columns are named as the fields
    for name in _TIMES:
        values[name] = to_time(values[name])
    if values["health"] not in _KNOWN_HEALTH:  # of a later version; the next poll sets it
        values["health"] = "new"
    values["habits"] = document(values["habits"], FeedHabits)
    return FeedState(**values)
