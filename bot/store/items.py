"""Items with their keys, verdicts, figures and pages in the database."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot import codec
from bot.domain import (
    NOTHING_READ,
    Content,
    DayCounts,
    Fate,
    FeedId,
    Figure,
    Item,
    ItemId,
    Judgement,
    KnownItem,
    Page,
    StoredItem,
    StoryLink,
    Verdict,
)
from bot.store.database import Connections, Row, document, marks, must_time, to_text, to_time

_BATCH = 500  # SQLite allows 32,766 parameters; this keeps statements short


class ItemTable:
    """Part of the store; see `bot.ports.Store`."""

    _connections: Connections

    def known(self, keys: Sequence[str]) -> dict[str, KnownItem]:
        found: dict[str, KnownItem] = {}
        with self._connections.reading() as db:
            # one statement for however many: one of so many marks would be prepared for each number of them
            rows = db.conn.execute(
                "SELECT k.key, i.item_id, i.content_hash, i.published_at, i.first_seen FROM item_keys k "
                "JOIN items i ON i.item_id = k.item_id WHERE k.key IN (SELECT value FROM json_each(?))",
                (codec.encode(keys),),
            )
            for row in rows:
                found[row["key"]] = KnownItem(
                    id=ItemId(row["item_id"]),
                    content_hash=bytes(row["content_hash"]),
                    published_at=to_time(row["published_at"]),
                    first_seen=must_time(row["first_seen"]),
                )
        return found

    def item(self, item_id: ItemId) -> StoredItem | None:
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT * FROM items WHERE item_id = ?", (item_id,)).fetchone()
            return None if row is None else _stored(db.conn, row)

    def items_since(self, since: datetime, limit: int) -> list[StoredItem]:
        """Items first seen at or after `since`, newest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT * FROM items WHERE first_seen >= ? ORDER BY first_seen DESC LIMIT ?", (to_text(since), limit)
            ).fetchall()
            return [_stored(db.conn, row) for row in rows]

    def items_of_feed(self, feed_id: FeedId, limit: int) -> list[StoredItem]:
        """A feed's items, the last seen first."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT * FROM items WHERE feed_id = ? ORDER BY first_seen DESC LIMIT ?", (feed_id, limit)
            ).fetchall()
            return [_stored(db.conn, row) for row in rows]

    def quiet_items(self, since: datetime, limit: int) -> list[StoredItem]:
        """Items seen at or after `since` that nobody was told of: held back, then unflagged, nearest to a threshold."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT i.* FROM items i JOIN (SELECT item_id, max(score - threshold) AS above FROM verdicts "
                "GROUP BY item_id) v ON v.item_id = i.item_id WHERE i.first_seen >= ? AND i.fate_stage IN "
                "('judge', 'policy') ORDER BY i.fate_stage = 'policy' DESC, v.above DESC, i.first_seen DESC LIMIT ?",
                (to_text(since), limit),
            ).fetchall()
            return [_stored(db.conn, row) for row in rows]

    def stream_items(self, since: datetime) -> Iterator[tuple[Item, tuple[Verdict, ...]]]:
        """Items first seen at or after `since` with their verdicts, in the order they were seen; read as asked for."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT * FROM items WHERE first_seen >= ? ORDER BY first_seen, rowid", (to_text(since),)
            )
            while batch := rows.fetchmany(_BATCH):
                ids = [row["item_id"] for row in batch]
                verdicts: dict[str, list[Verdict]] = {item_id: [] for item_id in ids}
                for row in db.conn.execute(
                    f"SELECT item_id, verdict FROM verdicts WHERE item_id IN ({marks(ids)}) ORDER BY topic",  # noqa: S608  # only question marks are put in
                    ids,
                ):
                    verdicts[row["item_id"]].append(document(row["verdict"], Verdict))
                yield from ((_item(row), tuple(verdicts[row["item_id"]])) for row in batch)

    def count_items(self, since: datetime) -> int:
        """How many items were first seen at or after `since`."""
        with self._connections.reading() as db:
            count: int = db.conn.execute(
                "SELECT count(*) FROM items WHERE first_seen >= ?", (to_text(since),)
            ).fetchone()[0]
            return count

    def counts(self, start: datetime, end: datetime) -> DayCounts:
        with self._connections.reading() as db:
            row = db.conn.execute(
                "SELECT count(*) AS n, sum(i.item_type IS NOT NULL) AS judged, "
                "sum(EXISTS (SELECT 1 FROM verdicts v WHERE v.item_id = i.item_id AND v.flagged)) AS flagged, "
                "sum(i.fate_stage = 'policy') AS held FROM items i WHERE first_seen >= ? AND first_seen < ?",
                (to_text(start), to_text(end)),
            ).fetchone()
            return DayCounts(
                read=row["n"], judged=row["judged"] or 0, flagged=row["flagged"] or 0, held=row["held"] or 0
            )

    def due_pages(self, now: datetime, limit: int) -> list[Page]:
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT * FROM pages WHERE state = 'pending' AND next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?",
                (to_text(now), limit),
            ).fetchall()
            return [_page(row) for row in rows]

    def page(self, item_id: ItemId) -> Page | None:
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT * FROM pages WHERE item_id = ?", (item_id,)).fetchone()
            return None if row is None else _page(row)


def write_item(conn: Row, stored: StoredItem, now: datetime) -> None:
    """Stores an item with its keys, verdicts and figures inside the caller's transaction; replaces what was there."""
    _forget_findings(conn, stored.item.id)
    _write_row(conn, stored, now)
    write_keys(conn, ((key, stored.item.id) for key in stored.keys))
    _write_findings(conn, stored, now)


def _write_row(conn: Row, stored: StoredItem, now: datetime) -> None:
    """The item itself; of one that is known, feed, outlet and the time it was first seen stay."""
    item, judgement = stored.item, stored.judgement
    conn.execute(
        "INSERT INTO items (item_id, feed_id, guid, url, link, outlet, title, summary, body, language, published_at, "
        "published_is_estimate, first_seen, text_read, country, reliability, content_hash, item_type, fate_stage, "
        "fate_reason, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (item_id) DO UPDATE SET url = excluded.url, link = excluded.link, title = excluded.title, "
        "summary = excluded.summary, body = excluded.body, language = excluded.language, "
        "published_at = excluded.published_at, published_is_estimate = excluded.published_is_estimate, "
        "text_read = excluded.text_read, content_hash = excluded.content_hash, item_type = excluded.item_type, "
        "fate_stage = excluded.fate_stage, fate_reason = excluded.fate_reason, updated_at = excluded.updated_at",
        (
            item.id,
            item.feed_id,
            item.guid,
            item.url,
            item.link,
            item.outlet,
            item.title,
            item.summary,
            item.body,
            item.language,
            to_text(item.published_at),
            item.published_is_estimate,
            to_text(item.first_seen),
            item.text_read,
            item.country,
            item.reliability,
            stored.content_hash,
            judgement.item_type if judgement else None,
            stored.fate.stage,
            stored.fate.reason,
            to_text(now),
        ),
    )


def _write_findings(conn: Row, stored: StoredItem, now: datetime) -> None:
    """What is found in the item. The program reads the encoded column of each row; versions and `judged_at` of
    verdicts, measure, value, scope and `text_read` of figures stand beside it for people with an SQL prompt."""
    item, judgement = stored.item, stored.judgement
    if stored.content != NOTHING_READ:
        conn.execute("INSERT INTO contents (item_id, content) VALUES (?, ?)", (item.id, codec.encode(stored.content)))
    if judgement is not None:
        conn.executemany(
            "INSERT INTO verdicts (item_id, topic, score, threshold, flagged, model_version, rules_version, text_read, "
            "judged_at, verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    item.id,
                    verdict.topic,
                    verdict.score,
                    verdict.threshold,
                    verdict.flagged,
                    verdict.model_version,
                    verdict.rules_version,
                    judgement.text_read,
                    to_text(now),
                    codec.encode(verdict),
                )
                for verdict in judgement.verdicts
            ),
        )
    conn.executemany(
        "INSERT INTO figures (item_id, n, measure, value, scope, text_read, figure) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (item.id, n, figure.measure, figure.value, figure.scope, figure.text_read, codec.encode(figure))
            for n, figure in enumerate(stored.figures)
        ),
    )


def _forget_findings(conn: Row, item_id: ItemId) -> None:
    """Makes room for what is found in an item now; most are new, and had nothing."""
    if conn.execute("SELECT 1 FROM items WHERE item_id = ?", (item_id,)).fetchone() is not None:
        for table in ("verdicts", "figures", "contents"):
            conn.execute(f"DELETE FROM {table} WHERE item_id = ?", (item_id,))  # noqa: S608  # constants


def write_keys(conn: Row, keys: Iterable[tuple[str, ItemId]]) -> None:
    """Stores that identity keys lead to items; a key that leads somewhere already is left as it is."""
    conn.executemany("INSERT INTO item_keys (key, item_id) VALUES (?, ?) ON CONFLICT DO NOTHING", keys)


def write_page(conn: Row, page: Page) -> None:
    """Stores a page's state inside the caller's transaction; one that is settled for this version stays settled."""
    conn.execute(
        "INSERT INTO pages (item_id, url, content_hash, state, detail, attempts, next_attempt_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item_id) DO UPDATE SET url = excluded.url, "
        "content_hash = excluded.content_hash, state = excluded.state, detail = excluded.detail, "
        "attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at "
        "WHERE pages.content_hash <> excluded.content_hash "
        "OR (pages.state = 'pending' AND excluded.attempts >= pages.attempts)",
        (
            page.item_id,
            page.url,
            page.content_hash,
            page.state,
            page.detail,
            page.attempts,
            to_text(page.next_attempt_at),
        ),
    )


def _item(row: Row) -> Item:
    return Item(
        id=ItemId(row["item_id"]),
        feed_id=FeedId(row["feed_id"]),
        guid=row["guid"],
        url=row["url"],
        link=row["link"],
        outlet=row["outlet"],
        title=row["title"],
        summary=row["summary"],
        body=row["body"],
        language=row["language"],
        published_at=to_time(row["published_at"]),
        published_is_estimate=bool(row["published_is_estimate"]),
        first_seen=must_time(row["first_seen"]),
        text_read=row["text_read"],
        country=row["country"],
        reliability=row["reliability"],
    )


def _stored(conn: Row, row: Row) -> StoredItem:
    item, item_id = _item(row), row["item_id"]
    verdicts = conn.execute(
        "SELECT verdict, text_read FROM verdicts WHERE item_id = ? ORDER BY topic", (item_id,)
    ).fetchall()
    figures = conn.execute("SELECT figure FROM figures WHERE item_id = ? ORDER BY n", (item_id,)).fetchall()
    content = conn.execute("SELECT content FROM contents WHERE item_id = ?", (item_id,)).fetchone()
    link = conn.execute("SELECT link FROM story_items WHERE item_id = ?", (item_id,)).fetchone()
    return StoredItem(
        item=item,
        judgement=Judgement(
            item_type=row["item_type"],
            verdicts=tuple(document(v["verdict"], Verdict) for v in verdicts),
            text_read=verdicts[0]["text_read"] if verdicts else item.text_read,
        )
        if row["item_type"]
        else None,
        figures=tuple(document(f["figure"], Figure) for f in figures),
        fate=Fate(stage=row["fate_stage"], reason=row["fate_reason"]),
        link=None if link is None else document(link["link"], StoryLink),
        content_hash=bytes(row["content_hash"]),
        content=NOTHING_READ if content is None else document(content["content"], Content),
    )


def _page(row: Row) -> Page:
    return Page(
        item_id=ItemId(row["item_id"]),
        url=row["url"],
        content_hash=bytes(row["content_hash"]),
        state=row["state"],
        detail=row["detail"],
        attempts=row["attempts"],
        next_attempt_at=must_time(row["next_attempt_at"]),
    )
