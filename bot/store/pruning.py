"""What is forgotten in time: texts of items, digests, and models and configurations that no alert rests on."""

from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Connections, Row, marks, to_text
from bot.store.past import begins_of

_BATCH = 500  # SQLite allows 32,766 parameters; this keeps statements short
# What somebody labelled stays: training reads it.
_TEXTS = (
    "FROM items WHERE first_seen < ? AND (summary <> '' OR body <> '') "
    "AND item_id NOT IN (SELECT item_id FROM labels WHERE withdrawn_at IS NULL)"
)
_DIGESTS = "kind = 'digest' AND state = 'sent' AND sent_at < ? AND payload <> ''"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many of each went, or would go."""

    texts: int  # items whose texts were emptied
    digests: int
    kept: int  # models and configurations

    @property
    def total(self) -> int:
        """All together."""
        return self.texts + self.digests + self.kept


class PruneTable:
    """Part of the store."""

    _connections: Connections

    def prune(self, before: datetime, *, dry_run: bool = False) -> Pruned:
        """Forgets what is older than a moment, in short transactions, so that nobody waits for it.

        Emptied are the texts of items first seen before it, but for labelled ones, and the digests sent before it, the
        largest messages by far; titles, findings and receipts stay. Models and configurations go that no alert since
        it was made with, but for those that judge now: of the bot that runs, or ran last, whatever the disk holds.

        Args:
            before: aware UTC.
            dry_run: only counts what would go.
        """
        moment = to_text(before)
        if dry_run:
            with self._connections.reading() as db:
                texts, digests = (
                    db.conn.execute(f"SELECT count(*) {what}", (moment,)).fetchone()[0]
                    for what in (_TEXTS, f"FROM outbox WHERE {_DIGESTS}")
                )
                return Pruned(texts=texts, digests=digests, kept=len(_idle(db.conn, moment)))
        texts = self._empty_texts(moment)
        with self._connections.writing() as db:
            digests = db.conn.execute(f"UPDATE outbox SET payload = '' WHERE {_DIGESTS}", (moment,)).rowcount  # noqa: S608  # fixed text
        with self._connections.writing() as db:
            idle = _idle(db.conn, moment)
            db.conn.execute(f"DELETE FROM kept WHERE rowid IN ({marks(idle)})", idle)  # noqa: S608  # only question marks are put in
        return Pruned(texts=texts, digests=digests, kept=len(idle))

    def _empty_texts(self, moment: str | None) -> int:
        with self._connections.reading() as db:
            rows = [row[0] for row in db.conn.execute(f"SELECT rowid {_TEXTS}", (moment,))]  # fixed text
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            with self._connections.writing() as db:
                db.conn.execute(f"UPDATE items SET summary = '', body = '' WHERE rowid IN ({marks(batch)})", batch)  # noqa: S608  # only question marks are put in
        return len(rows)


def _idle(conn: Row, moment: str | None) -> list[int]:
    """Rows of `kept` that no alert since a moment rests on, and that do not judge now."""
    newest = "SELECT version FROM versions WHERE part = ? ORDER BY n DESC LIMIT 1"
    noted = {part: conn.execute(newest, (part,)).fetchone() for part in ("config", "model")}
    in_force = tuple(
        (part, begins_of(version)) for part, row in noted.items() if row for version in row["version"].split()
    )
    rows = conn.execute("SELECT rowid, part, name FROM kept WHERE coalesce(used_at, '') < ?", (moment,)).fetchall()
    return [
        row["rowid"]
        for row in rows
        if not any(row["part"] == part and row["name"].startswith(begins) for part, begins in in_force)
    ]
