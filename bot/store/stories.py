"""Stories, the keys that lead to them, and which items they hold."""

from collections.abc import Sequence
from datetime import datetime

from bot import codec
from bot.domain import Content, Figure, IndexedStory, ItemId, LedgerEntry, Story, StoryFigure, StoryId, StoryLink
from bot.store.database import Connections, Row, document, must_time, to_text, to_time

_PER_KEY = 100  # newest stories that are looked at under one key, so that a day of much news costs no more
_NEWEST_UNDER_KEY = (
    "SELECT * FROM (SELECT story_id, last_report_at FROM story_keys WHERE key = ? ORDER BY story_id DESC LIMIT ?)"
)


class StoryTable:
    """Part of the store; see `bot.ports.Store`."""

    _connections: Connections

    def next_story_number(self) -> int:
        with self._connections.reading() as db:
            last: int | None = db.conn.execute("SELECT max(number) FROM stories").fetchone()[0]
            return (last or 0) + 1

    def candidate_stories(self, keys: Sequence[str], since: datetime, limit: int) -> list[Story]:
        if not keys:
            return []
        newest = " UNION ALL ".join([_NEWEST_UNDER_KEY] * len(set(keys)))
        bound = [value for key in set(keys) for value in (key, _PER_KEY)]
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT s.story FROM (SELECT story_id, count(*) AS common, max(last_report_at) AS last "  # noqa: S608  # fixed text, repeated
                f"FROM ({newest}) WHERE last_report_at >= ? GROUP BY story_id "
                "ORDER BY common DESC, last DESC, story_id DESC LIMIT ?) c JOIN stories s ON s.story_id = c.story_id "
                "ORDER BY c.common DESC, c.last DESC, s.number DESC",
                (*bound, to_text(since), limit),
            ).fetchall()
            return [document(row["story"], Story) for row in rows]

    def story(self, story_id: StoryId) -> Story | None:
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT story FROM stories WHERE story_id = ?", (story_id,)).fetchone()
            return None if row is None else document(row["story"], Story)

    def latest_stories(self, limit: int) -> list[Story]:
        """The stories that a report joined last, the latest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT story FROM stories ORDER BY last_seen_at DESC, number DESC LIMIT ?", (limit,)
            ).fetchall()
            return [document(row["story"], Story) for row in rows]

    def shaped_stories(self) -> list[Story]:
        """Stories that a person split or joined, or moved reports between; see `bot.stories.word_of`."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT story FROM stories WHERE json_extract(story, '$.is_whole') "
                "OR json_array_length(story, '$.moved_in') > 0 OR json_array_length(story, '$.apart') > 0 "
                "ORDER BY number"
            ).fetchall()
            return [document(row["story"], Story) for row in rows]

    def stories_seen(self, start: datetime, end: datetime) -> list[Story]:
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT story FROM stories WHERE last_seen_at >= ? ORDER BY number", (to_text(start),)
            ).fetchall()
            stories = [document(row["story"], Story) for row in rows]
        going_on = (s for s in stories if s.merged_into is None)
        return [s for s in going_on if any(start <= r.seen_at < end for r in s.reports)]

    def ledger(self) -> list[LedgerEntry]:
        """Every figure of known measure of every report in a story, oldest report first, then in the text's order."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT f.figure, f.item_id, s.story_id, i.outlet, i.reliability, i.link, i.published_at, "
                "i.first_seen, c.content FROM figures f JOIN story_items s USING (item_id) "
                "JOIN items i USING (item_id) LEFT JOIN contents c USING (item_id) "
                "WHERE f.measure <> 'other' "
                "ORDER BY min(coalesce(i.published_at, i.first_seen), i.first_seen), f.item_id, f.n"
            ).fetchall()
            names: dict[str, tuple[tuple[str, ...], ...]] = {}  # by item: one text gives many figures
            for row in rows:
                if row["content"] is not None and row["item_id"] not in names:
                    names[row["item_id"]] = document(row["content"], Content).doubtful_names
            return [
                LedgerEntry(
                    story_id=StoryId(row["story_id"]), held=_held(row), doubtful_names=names.get(row["item_id"], ())
                )
                for row in rows
            ]


def _held(row: Row) -> StoryFigure:
    seen_at = must_time(row["first_seen"])
    return StoryFigure(
        figure=document(row["figure"], Figure),
        item_id=ItemId(row["item_id"]),
        outlet=row["outlet"],
        reliability=row["reliability"],
        link=row["link"],
        at=min(to_time(row["published_at"]) or seen_at, seen_at),
        seen_at=seen_at,
    )


def write_story(conn: Row, indexed: IndexedStory) -> None:
    """Stores a story and its keys inside the caller's transaction; replaces what was there."""
    story = indexed.story
    conn.execute(
        "INSERT INTO stories (story_id, number, severity, standing, opened_at, last_report_at, last_seen_at, story) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (story_id) DO UPDATE SET severity = excluded.severity, "
        "standing = excluded.standing, opened_at = excluded.opened_at, last_report_at = excluded.last_report_at, "
        "last_seen_at = excluded.last_seen_at, story = excluded.story",
        (
            story.id,
            story_number(story.id),
            story.severity,
            story.standing,
            to_text(story.opened_at),
            to_text(story.last_report_at),
            to_text(max(r.seen_at for r in story.reports)),
            codec.encode(story),
        ),
    )
    conn.execute("DELETE FROM story_keys WHERE story_id = ?", (story.id,))
    for key in set(indexed.keys):
        conn.execute(
            "INSERT INTO story_keys (key, story_id, last_report_at) VALUES (?, ?, ?)",
            (key, story.id, to_text(story.last_report_at)),
        )


def write_link(conn: Row, item_id: str, link: StoryLink) -> None:
    """Stores which story an item belongs to, inside the caller's transaction."""
    conn.execute(
        "INSERT INTO story_items (item_id, story_id, link) VALUES (?, ?, ?) "
        "ON CONFLICT (item_id) DO UPDATE SET story_id = excluded.story_id, link = excluded.link",
        (item_id, link.story_id, codec.encode(link)),
    )


def write_moves(conn: Row, indexed: IndexedStory) -> None:
    """Files items that a merge, a split or a move brought to a story under it, inside the caller's transaction.

    Of those that a person brought, the link says so, and what they are to their story now.
    """
    relations = {report.item_id: report.relation for report in indexed.story.reports}
    if indexed.moved_by is not None:
        conn.executemany(
            "UPDATE story_items SET link = json_set(link, '$.reason', ?2, '$.is_new_story', json('false'), "
            "'$.relation', coalesce(?3, json_extract(link, '$.relation'))) WHERE item_id = ?4 AND story_id <> ?1",
            [(indexed.story.id, indexed.moved_by, relations.get(item_id), item_id) for item_id in indexed.moved],
        )
    conn.executemany(
        "UPDATE story_items SET link = json_set(link, '$.story_id', ?1), story_id = ?1 WHERE item_id = ?2",
        [(indexed.story.id, item_id) for item_id in indexed.moved],
    )


def story_number(story_id: StoryId) -> int:
    """`s-000001` is 1."""
    return int(story_id.removeprefix("s-"))
