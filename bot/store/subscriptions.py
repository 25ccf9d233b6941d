"""What hubs of feeds were asked for, and their messages that wait to be read."""

from collections.abc import Sequence
from datetime import datetime

from bot import codec
from bot.domain import FeedId, Push, Subscription
from bot.store.database import Connections, Row, document, must_time, to_text

MAX_WAITING = 200
"""Messages of all hubs; what comes beyond them is left to polling."""
MAX_WAITING_OF_A_FEED = 10


class SubscriptionTable:
    """Part of the store; see `bot.ports.Store`."""

    _connections: Connections

    def subscriptions(self) -> dict[FeedId, Subscription]:
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT record FROM subscriptions").fetchall()
            found = [document(row["record"], Subscription) for row in rows]
            return {subscription.feed_id: subscription for subscription in found}

    def subscription(self, token: str) -> Subscription | None:
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT record FROM subscriptions WHERE token = ?", (token,)).fetchone()
            return None if row is None else document(row["record"], Subscription)

    def set_subscription(self, subscription: Subscription) -> None:
        with self._connections.writing() as db:
            db.conn.execute(
                "INSERT INTO subscriptions (feed_id, token, record) VALUES (?, ?, ?) "
                "ON CONFLICT (feed_id) DO UPDATE SET token = excluded.token, record = excluded.record",
                (subscription.feed_id, subscription.token, codec.encode(subscription)),
            )

    def drop_subscriptions(self, feed_ids: Sequence[FeedId]) -> None:
        with self._connections.writing() as db:
            db.conn.executemany("DELETE FROM subscriptions WHERE feed_id = ?", [(feed_id,) for feed_id in feed_ids])

    def add_push(self, feed_id: FeedId, content_type: str, body: bytes, now: datetime) -> bool:
        with self._connections.writing() as db:
            waiting, own = db.conn.execute(
                "SELECT count(*), count(CASE WHEN feed_id = ? THEN 1 END) FROM pushes", (feed_id,)
            ).fetchone()
            if waiting >= MAX_WAITING or own >= MAX_WAITING_OF_A_FEED:
                return False
            db.conn.execute(
                "INSERT INTO pushes (feed_id, content_type, body, received_at) VALUES (?, ?, ?, ?)",
                (feed_id, content_type, body, to_text(now)),
            )
            return True

    def pushes(self, limit: int) -> list[Push]:
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT * FROM pushes ORDER BY seq LIMIT ?", (limit,)).fetchall()
            return [
                Push(
                    seq=row["seq"],
                    feed_id=FeedId(row["feed_id"]),
                    content_type=row["content_type"],
                    body=bytes(row["body"]),
                    received_at=must_time(row["received_at"]),
                )
                for row in rows
            ]

    def drop_push(self, seq: int) -> None:
        with self._connections.writing() as db:
            delete_push(db.conn, seq)


def delete_push(conn: Row, seq: int) -> None:
    """Forgets a message inside the caller's transaction."""
    conn.execute("DELETE FROM pushes WHERE seq = ?", (seq,))
