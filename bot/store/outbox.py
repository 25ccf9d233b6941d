"""The outbox: what is to be said, what is being said, what was said."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain import PAGE_WAIT, MessageState, OutboxMessage, OutboxRow, Receipt, StoryId
from bot.ports import Lister
from bot.store.database import Connections, Row, document, marks, must_time, to_text, to_time


class OutboxTable:
    """Part of the store; see `bot.ports.Store`."""

    _connections: Connections

    def claim(self, now: datetime, channels: Sequence[str]) -> OutboxRow | None:
        with self._connections.writing() as db:
            row = db.conn.execute(
                f"SELECT * FROM outbox o WHERE state = 'pending' AND channel IN ({marks(channels)}) "  # noqa: S608  # only question marks are put in
                "AND next_attempt_at <= ? AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.story_id = o.story_id "
                "AND e.channel = o.channel AND e.seq < o.seq "
                "AND (e.state = 'pending' AND NOT e.apart OR e.state = 'sending')) "
                "ORDER BY seq LIMIT 1",
                (*channels, to_text(now)),
            ).fetchone()
            if row is None:
                return None
            db.conn.execute("UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE seq = ?", (row["seq"],))
            return _row(db.conn.execute("SELECT * FROM outbox WHERE seq = ?", (row["seq"],)).fetchone())

    def interrupted(self) -> list[OutboxRow]:
        return self._select("state = 'sending' ORDER BY seq", ())

    def mark_doubtful(self, seq: int, now: datetime) -> None:
        self._update("doubtful_since = coalesce(doubtful_since, ?)", (to_text(now),), seq)

    def mark_part(self, seq: int, part: int, ref: str | None) -> None:
        self._update(
            "parts_there = json_insert(parts_there, '$[#]', ?), ref = coalesce(ref, ?), doubtful_since = NULL",
            (part, ref),
            seq,
        )

    def mark_sent(self, seq: int, receipt: Receipt, now: datetime) -> None:
        self._update(
            "state = 'sent', ref = coalesce(ref, ?), note = ?, sent_at = ?, "
            "last_error = NULL, doubtful_since = NULL, doubted_since = NULL",
            (receipt.ref, receipt.note, to_text(now)),
            seq,
        )

    def mark_again(
        self,
        seq: int,
        error: str,
        next_attempt_at: datetime,
        doubted_since: datetime | None = None,
        *,
        apart: bool = False,
    ) -> None:
        self._update(
            "state = 'pending', last_error = ?, next_attempt_at = ?, doubtful_since = NULL, "
            "doubted_since = coalesce(doubted_since, ?), apart = ?",
            (error, to_text(next_attempt_at), to_text(doubted_since), int(apart)),
            seq,
        )

    def mark_unconfirmed(self, seq: int, error: str) -> None:
        self._update("state = 'unconfirmed', last_error = ?", (error,), seq)

    def mark_dead(self, seq: int, error: str) -> None:
        self._update("state = 'dead', last_error = ?", (error,), seq)

    def drop(self, seq: int) -> list[OutboxRow]:
        """Gives up a message that waits, died or is in doubt, and what hangs under it when it is a card.

        Returns:
            what was dropped, the message itself first; empty when it is none of these (sent, or being sent).
        """
        droppable = "state IN ('pending', 'dead', 'unconfirmed')"
        with self._connections.writing() as db:
            row = db.conn.execute(f"SELECT * FROM outbox WHERE seq = ? AND {droppable}", (seq,)).fetchone()  # noqa: S608  # ours
            if row is None:
                return []
            rows = [row]
            if row["kind"] == "card":
                rows += db.conn.execute(
                    f"SELECT * FROM outbox WHERE story_id = ? AND channel = ? AND kind IN ('reply', 'edit') "  # noqa: S608  # ours
                    f"AND {droppable} ORDER BY seq",
                    (row["story_id"], row["channel"]),
                ).fetchall()
            for each in rows:
                why = "dropped by hand" if each["seq"] == seq else f"dropped with its card, message {seq}"
                db.conn.execute("UPDATE outbox SET state = 'dropped', last_error = ? WHERE seq = ?", (why, each["seq"]))
            seqs = [each["seq"] for each in rows]
            found = db.conn.execute(f"SELECT * FROM outbox WHERE seq IN ({marks(seqs)})", seqs).fetchall()  # noqa: S608  # only question marks
            return sorted((_row(each) for each in found), key=lambda each: (each.seq != seq, each.seq))

    def revive(self, seq: int, now: datetime) -> bool:
        """Makes a message due again that died, is in doubt or was dropped, as if it had never been tried.

        Returns:
            False when it is none of these.
        """
        with self._connections.writing() as db:
            changed = db.conn.execute(
                "UPDATE outbox SET state = 'pending', attempts = 0, doubtful_since = NULL, not_before = ?, "
                "next_attempt_at = ?, doubted_since = CASE WHEN state = 'dead' THEN doubted_since END "
                "WHERE seq = ? AND state IN ('dead', 'unconfirmed', 'dropped')",
                (to_text(now), to_text(now), seq),
            ).rowcount
            return bool(changed)

    def card_ref(self, story_id: StoryId, channel: str) -> str | None:
        row = self._card(story_id, channel)
        return row["ref"] if row is not None and row["state"] == "sent" else None

    def card_state(self, story_id: StoryId, channel: str) -> MessageState | None:
        row = self._card(story_id, channel)
        if row is None:
            return None
        # one that only a few recipients lack is there
        return "sent" if row["apart"] and row["state"] in ("pending", "dead") else row["state"]

    def forget_card(self, story_id: StoryId, channel: str) -> None:
        with self._connections.writing() as db:
            db.conn.execute(
                "UPDATE outbox SET ref = NULL, note = 'taken away' WHERE story_id = ? AND channel = ? "
                "AND kind = 'card' AND state = 'sent'",
                (story_id, channel),
            )

    def _card(self, story_id: StoryId, channel: str) -> Row | None:
        with self._connections.reading() as db:
            found: Row | None = db.conn.execute(
                "SELECT state, ref, apart FROM outbox WHERE story_id = ? AND channel = ? AND kind = 'card' "
                "ORDER BY seq LIMIT 1",
                (story_id, channel),
            ).fetchone()
            return found

    def gather(self, now: datetime, channels: Sequence[str], listed: Lister) -> int:
        due = (
            f"state = 'pending' AND batch IS NOT NULL AND attempts = 0 AND channel IN ({marks(channels)}) "
            "AND next_attempt_at <= ? ORDER BY seq"
        )
        parameters = (*channels, to_text(now))

        def found() -> list[tuple[OutboxMessage | None, Mapping[str, str]]]:
            cards = [row.message for row in self._select(due, parameters)]
            names = dict.fromkeys(card.channel for card in cards)
            return [listed([card for card in cards if card.channel == name]) for name in names]

        if not any(keys for _, keys in found()):  # the usual case, without waiting for other writers
            return 0
        lists = 0
        with self._connections.writing() as db:
            for message, keys in found():
                if message is not None:
                    write_message(db.conn, message)
                    lists += 1
                db.conn.executemany(
                    "UPDATE outbox SET state = 'listed', last_error = ? WHERE dedupe_key = ?",
                    [(why, key) for key, why in keys.items()],
                )
        return lists

    def posts_since(self, channel: str, since: datetime) -> int:
        with self._connections.reading() as db:
            count: int = db.conn.execute(
                "SELECT count(*) FROM outbox WHERE channel = ? AND kind IN ('card', 'fold') AND created_at >= ? "
                "AND state <> 'listed'",
                (channel, to_text(since)),
            ).fetchone()[0]
            return count

    def outbox(self, states: Sequence[MessageState] = (), limit: int = 200) -> list[OutboxRow]:
        where = f"state IN ({marks(states)})" if states else "1"
        return self._select(f"{where} ORDER BY seq DESC LIMIT ?", (*states, limit))

    def message(self, seq: int) -> OutboxRow | None:
        """One by its number; None = there is none."""
        return next(iter(self._select("seq = ?", (seq,))), None)

    def messages_of(self, story_id: StoryId) -> list[OutboxRow]:
        """What was or is to be said of a story, in order."""
        return self._select("story_id = ? ORDER BY seq", (story_id,))

    def _select(self, where: str, parameters: tuple[object, ...]) -> list[OutboxRow]:
        with self._connections.reading() as db:
            rows = db.conn.execute(f"SELECT * FROM outbox WHERE {where}", parameters).fetchall()  # noqa: S608  # `where` is ours
            return [_row(row) for row in rows]

    def _update(self, assignments: str, parameters: tuple[object, ...], seq: int) -> None:
        with self._connections.writing() as db:
            db.conn.execute(f"UPDATE outbox SET {assignments} WHERE seq = ?", (*parameters, seq))  # noqa: S608  # `assignments` is ours


def write_message(conn: Row, message: OutboxMessage) -> None:
    """Queues a message inside the caller's transaction; one whose key exists is left as it is.

    An edit of a card, or of an edit, that has not gone out yet changes that one instead: nobody needs to see both. So
    does one of a card that died, is in doubt or was dropped: sent again, it tells what is known by then. A card takes
    the place of one that died or was only listed.
    """
    if message.kind == "edit" and _replace_waiting(conn, message):
        return
    if message.kind == "held" and _join_waiting(conn, message):
        return
    if message.kind == "card":
        _leave_waiting_lists(conn, message)
    conn.execute(
        _INSERT + (_ANEW if message.kind == "card" else "ON CONFLICT DO NOTHING"),
        (
            message.dedupe_key,
            message.channel,
            message.kind,
            message.story_id,
            message.payload,
            to_text(message.created_at),
            to_text(message.not_before),
            to_text(message.not_before),
            to_text(message.published_at),
            to_text(message.seen_at),
            message.batch,
        ),
    )


_INSERT = """
INSERT INTO outbox (dedupe_key, channel, kind, story_id, payload, created_at, not_before, state, attempts,
    next_attempt_at, published_at, seen_at, batch)
VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?, ?)
"""
# A story whose card died, or was only a line of a list, gets one when something happens that asks for a card.
_ANEW = """
ON CONFLICT (dedupe_key) DO UPDATE SET
    payload = excluded.payload, created_at = excluded.created_at, not_before = excluded.not_before, state = 'pending',
    attempts = 0, next_attempt_at = excluded.next_attempt_at, published_at = excluded.published_at,
    seen_at = excluded.seen_at, batch = excluded.batch, doubtful_since = NULL, last_error = NULL, parts_there = '[]',
    apart = 0
WHERE state IN ('dead', 'listed')
"""


def release_cards(conn: Row, story_id: StoryId, now: datetime) -> None:
    """Lets cards go out that wait for a page and for nothing longer, such as the end of quiet hours."""
    conn.execute(
        "UPDATE outbox SET next_attempt_at = ? WHERE story_id = ? AND kind = 'card' AND state = 'pending' "
        "AND attempts = 0 AND next_attempt_at > ? AND not_before <= ?",
        (to_text(now), story_id, to_text(now), to_text(now + PAGE_WAIT)),
    )


def _replace_waiting(conn: Row, message: OutboxMessage) -> bool:
    waiting = conn.execute(
        "SELECT seq, kind FROM outbox WHERE story_id = ? AND channel = ? AND kind IN ('card', 'edit') "
        "AND (state = 'pending' AND doubtful_since IS NULL OR kind = 'card' AND state IN ('dead', 'unconfirmed', "
        "'dropped')) ORDER BY seq DESC LIMIT 1",
        (message.story_id, message.channel),
    ).fetchone()
    if waiting is None:
        return False
    conn.execute(
        "UPDATE outbox SET payload = ?, "
        "next_attempt_at = CASE WHEN attempts = 0 THEN min(next_attempt_at, ?) ELSE next_attempt_at END WHERE seq = ?",
        (message.payload, to_text(message.not_before), waiting["seq"]),
    )
    return True


_JOIN_HELD = """
UPDATE outbox SET payload = json_set(payload, '$.entries', json((SELECT json_group_array(json(value)) FROM (
    SELECT value FROM json_each(outbox.payload, '$.entries') WHERE json_extract(value, '$.story_id') NOT IN (
        SELECT json_extract(value, '$.story_id') FROM json_each(:new, '$.entries'))
    UNION ALL SELECT value FROM json_each(:new, '$.entries')))))
WHERE seq = (
    SELECT min(seq) FROM outbox WHERE channel = :channel AND kind = 'held' AND state = 'pending' AND attempts = 0
    AND json_extract(payload, '$.reason') = json_extract(:new, '$.reason'))
"""


def _join_waiting(conn: Row, message: OutboxMessage) -> bool:
    """Adds held stories to the list that waits for the end of the hour, in place of earlier lines about them."""
    return bool(conn.execute(_JOIN_HELD, {"new": message.payload, "channel": message.channel}).rowcount)


_LEAVE_HELD = """
UPDATE outbox SET payload = json_set(payload, '$.entries', json((SELECT json_group_array(json(value))
    FROM json_each(outbox.payload, '$.entries') WHERE json_extract(value, '$.story_id') <> :story_id)))
WHERE channel = :channel AND kind = 'held' AND state = 'pending' AND attempts = 0
"""
_EMPTY_LISTS = """
UPDATE outbox SET state = 'dropped', last_error = 'all its stories got cards'
WHERE channel = :channel AND kind = 'held' AND state = 'pending' AND json_array_length(payload, '$.entries') = 0
"""


def _leave_waiting_lists(conn: Row, card: OutboxMessage) -> None:
    """A story that gets a card now is not told once more in a list that still waits."""
    names = {"channel": card.channel, "story_id": card.story_id}
    conn.execute(_LEAVE_HELD, names)
    conn.execute(_EMPTY_LISTS, names)


def _row(row: Row) -> OutboxRow:
    return OutboxRow(
        seq=row["seq"],
        message=OutboxMessage(
            dedupe_key=row["dedupe_key"],
            channel=row["channel"],
            kind=row["kind"],
            story_id=None if row["story_id"] is None else StoryId(row["story_id"]),
            payload=row["payload"],
            created_at=must_time(row["created_at"]),
            not_before=must_time(row["not_before"]),
            published_at=to_time(row["published_at"]),
            seen_at=to_time(row["seen_at"]),
            batch=row["batch"],
        ),
        state=row["state"],
        attempts=row["attempts"],
        next_attempt_at=must_time(row["next_attempt_at"]),
        last_error=row["last_error"],
        doubtful_since=to_time(row["doubtful_since"]),
        parts_there=frozenset(document(row["parts_there"], tuple[int, ...])),
        doubted_since=to_time(row["doubted_since"]),
    )
