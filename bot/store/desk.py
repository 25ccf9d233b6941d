"""What the analysts' desk keeps and looks up: who takes care of which story, full-text search, versions in force."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot import codec
from bot.domain import AlertRecord, FeedId, ItemId, Sighting, StoryId, Triage, TriageState, VersionChange, VersionedPart
from bot.store.database import Connections, Row, document, marks, must_time, to_text, to_time
from bot.store.past import mark_used

_WORD = re.compile(r"[^\W_]+")
_MAX_WORDS = 12  # of a query; further ones narrow nothing that anybody reads


class DeskTable:
    """Part of the store; used by the desk and by `run`."""

    _connections: Connections

    # --- triage -----------------------------------------------------------------------------------------------------

    def set_triage(self, story_id: StoryId, state: TriageState, who: str, now: datetime) -> None:
        """Notes that somebody saw, took or finished a story; the last word counts, earlier ones are kept."""
        with self._connections.writing() as db:
            db.conn.execute(
                "INSERT INTO triage (story_id, state, who, at) VALUES (?, ?, ?, ?)",
                (story_id, state, who, to_text(now)),
            )

    def triage(self, story_ids: Sequence[StoryId]) -> dict[StoryId, Triage]:
        """The last word on each of these stories; those that nobody looked at are left out."""
        found: dict[StoryId, Triage] = {}
        with self._connections.reading() as db:
            rows = db.conn.execute(
                f"SELECT * FROM triage WHERE story_id IN ({marks(story_ids)}) ORDER BY n",  # noqa: S608  # only question marks are put in
                tuple(story_ids),
            ).fetchall()
        for row in rows:
            found[StoryId(row["story_id"])] = Triage(state=row["state"], who=row["who"], at=must_time(row["at"]))
        return found

    # --- search -----------------------------------------------------------------------------------------------------

    def search(self, words: str, limit: int) -> list[ItemId]:
        """Items whose title, text or outlet hold all these words, blind to case and accents; newest first.

        Args:
            words: anything; the last word may be the beginning of one. No letter or digit in it = nothing is found.
            limit: how many at most.
        """
        asked = _WORD.findall(words)[:_MAX_WORDS]
        if not asked:
            return []
        query = " ".join(f'"{word}"' for word in asked) + "*"
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT r.item_id FROM item_search s JOIN item_search_rows r ON r.n = s.rowid "
                "WHERE item_search MATCH ? ORDER BY s.rowid DESC LIMIT ?",
                (query, limit),
            ).fetchall()
            return [ItemId(row["item_id"]) for row in rows]

    # --- alerts -----------------------------------------------------------------------------------------------------

    def alerts_of(self, item_id: ItemId) -> list[AlertRecord]:
        """What the alerts that an item made rested on, oldest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT record FROM alerts WHERE item_id = ? ORDER BY n", (item_id,)).fetchall()
        return [document(row["record"], AlertRecord) for row in rows]

    # --- feeds ------------------------------------------------------------------------------------------------------

    def sightings(self, since: datetime, feed_id: FeedId | None = None) -> list[Sighting]:
        """Items that feeds gave from `since` on, those of a feed's first poll left out; of one feed, or of all."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT i.feed_id, i.first_seen, CASE WHEN i.published_is_estimate THEN NULL ELSE i.published_at END "
                "AS published_at, (SELECT min(o.sent_at) FROM alerts a JOIN outbox o ON o.story_id = a.story_id AND "
                "o.channel = a.channel AND o.kind = 'card' WHERE a.item_id = i.item_id) AS posted_at "
                "FROM items i JOIN feeds f ON f.feed_id = i.feed_id WHERE i.first_seen >= ? "
                "AND i.first_seen > coalesce(f.first_polled_at, '') AND (? IS NULL OR i.feed_id = ?)",
                (to_text(since), feed_id, feed_id),
            ).fetchall()
        return [
            Sighting(
                feed_id=FeedId(row["feed_id"]),
                published_at=to_time(row["published_at"]),
                seen_at=must_time(row["first_seen"]),
                posted_at=to_time(row["posted_at"]),
            )
            for row in rows
        ]

    # --- versions ---------------------------------------------------------------------------------------------------

    def note_version(self, part: VersionedPart, version: str, now: datetime) -> bool:
        """Notes a version that is in force from now on; False when it was already."""
        with self._connections.writing() as db:
            row = db.conn.execute(
                "SELECT version FROM versions WHERE part = ? ORDER BY n DESC LIMIT 1", (part,)
            ).fetchone()
            if row is not None and row["version"] == version:
                return False
            db.conn.execute("INSERT INTO versions (part, version, at) VALUES (?, ?, ?)", (part, version, to_text(now)))
            return True

    def version_of(self, part: VersionedPart) -> str | None:
        """The version in force; None = none was noted yet."""
        with self._connections.reading() as db:
            row = db.conn.execute(
                "SELECT version FROM versions WHERE part = ? ORDER BY n DESC LIMIT 1", (part,)
            ).fetchone()
            return None if row is None else row["version"]

    def versions(self, limit: int) -> list[VersionChange]:
        """What came into force when, newest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT * FROM versions ORDER BY n DESC LIMIT ?", (limit,)).fetchall()
        return [VersionChange(part=row["part"], version=row["version"], at=must_time(row["at"])) for row in rows]


def write_alert(conn: Row, record: AlertRecord) -> None:
    """Keeps what an alert rested on, inside the caller's transaction."""
    conn.execute(
        "INSERT INTO alerts (item_id, story_id, channel, at, record) VALUES (?, ?, ?, ?, ?)",
        (record.item.id, record.story_id, record.channel, to_text(record.at), codec.encode(record)),
    )
    mark_used(conn, record)
