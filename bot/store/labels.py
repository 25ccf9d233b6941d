"""Labels: what people answer about items. Several programs write them at the same time, each in a short transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain import ItemId, Label, LabelId, LabelKind, StoryId
from bot.ports import Messages, no_messages
from bot.store.database import Connections, Row, marks, must_time, to_text, to_time
from bot.store.outbox import write_message

_OPPOSITE: Mapping[LabelKind, LabelKind] = {"relevant": "not_relevant", "not_relevant": "relevant"}
# a label goes with its item, whichever story that went to by a split, a merge or a move
_STORY_NOW = (
    "(item_id IN (SELECT s.item_id FROM story_items s WHERE s.story_id = ?) "
    "OR (story_id = ? AND item_id NOT IN (SELECT s.item_id FROM story_items s)))"
)
# the answers of one person about one item and topic; `IS` also takes the topic that is not there
_SAME_PERSON = "SELECT 1 FROM labels WHERE item_id = ? AND topic IS ? AND who = ? AND via = ? AND kind = ?"


class LabelTable:
    """Part of the store; see `bot.ports.Store`."""

    _connections: Connections

    def add_labels(self, labels: Sequence[Label], messages: Messages = no_messages) -> list[Label]:
        with self._connections.writing() as db:
            added = [label for label in labels if _add(db.conn, label)]
            for message in messages() if added else ():
                write_message(db.conn, message)
            return added

    def withdraw_labels(self, ids: Sequence[LabelId], at: datetime, messages: Messages = no_messages) -> list[Label]:
        with self._connections.writing() as db:
            rows = db.conn.execute(
                f"UPDATE labels SET withdrawn_at = ? WHERE withdrawn_at IS NULL AND label_id IN ({marks(ids)}) "  # noqa: S608  # only question marks are put in
                "RETURNING *",
                (to_text(at), *ids),
            ).fetchall()
            for message in messages() if rows else ():
                write_message(db.conn, message)
            return [_label(row) for row in rows]

    def labels(self, *, story_id: StoryId | None = None) -> list[Label]:
        where, bound = (f" AND {_STORY_NOW}", (story_id, story_id)) if story_id is not None else ("", ())
        with self._connections.reading() as db:
            rows = db.conn.execute(
                f"SELECT * FROM labels WHERE withdrawn_at IS NULL{where} ORDER BY at, label_id",  # noqa: S608  # fixed text
                bound,
            ).fetchall()
            return [_label(row) for row in rows]


def _add(conn: Row, label: Label) -> bool:
    """Stores one answer inside the caller's transaction; False when there was nothing to store."""
    if conn.execute("SELECT 1 FROM labels WHERE label_id = ?", (label.id,)).fetchone():
        return False
    person, at = (label.item_id, label.topic, label.who, label.via), to_text(label.at)
    # said already, or taken back since: news of an act may come late, and out of order
    known = f"{_SAME_PERSON} AND (withdrawn_at IS NULL OR withdrawn_at >= ?)"
    if conn.execute(known, (*person, label.kind, at)).fetchone():
        return False
    opposite = _OPPOSITE.get(label.kind)
    if conn.execute(f"{_SAME_PERSON} AND withdrawn_at IS NULL AND at > ?", (*person, opposite, at)).fetchone():
        return False
    conn.execute(
        "UPDATE labels SET withdrawn_at = ? WHERE item_id = ? AND topic IS ? AND who = ? AND via = ? AND kind = ? "
        "AND withdrawn_at IS NULL",
        (at, *person, opposite),
    )
    conn.execute(
        "INSERT INTO labels (label_id, item_id, topic, story_id, kind, who, at, via, reason, withdrawn_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            label.id,
            label.item_id,
            label.topic,
            label.story_id,
            label.kind,
            label.who,
            at,
            label.via,
            label.reason,
            to_text(label.withdrawn_at),
        ),
    )
    return True


def _label(row: Row) -> Label:
    return Label(
        id=LabelId(row["label_id"]),
        item_id=ItemId(row["item_id"]),
        topic=row["topic"],
        story_id=None if row["story_id"] is None else StoryId(row["story_id"]),
        kind=row["kind"],
        who=row["who"],
        at=must_time(row["at"]),
        via=row["via"],
        reason=row["reason"],
        withdrawn_at=to_time(row["withdrawn_at"]),
    )
