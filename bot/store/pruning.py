"""What is forgotten in time: texts of items, digests, and models and configurations that no alert rests on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Connections, marks, to_text

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

    def prune(self, before: datetime, in_force: Collection[str], *, dry_run: bool = False) -> Pruned:
        """Forgets what is older than a moment, in short transactions, so that nobody waits for it.

        Emptied are the texts of items first seen before it, but for labelled ones, and the digests sent before it, the
        largest messages by far; titles, findings and receipts stay. Models and configurations go that no alert since
        it was made with.

        Args:
            before: aware UTC.
            in_force: hashes of models and configurations that stay in any case.
            dry_run: only counts what would go.
        """
        moment = to_text(before)
        is_idle = f"coalesce(used_at, '') < ? AND name NOT IN ({marks(list(in_force))})"  # only question marks
        if dry_run:
            with self._connections.reading() as db:
                texts, digests, kept = (
                    db.conn.execute(f"SELECT count(*) {what}", bound).fetchone()[0]
                    for what, bound in (
                        (_TEXTS, (moment,)),
                        (f"FROM outbox WHERE {_DIGESTS}", (moment,)),
                        (f"FROM kept WHERE {is_idle}", (moment, *in_force)),
                    )
                )
            return Pruned(texts=texts, digests=digests, kept=kept)
        texts = self._empty_texts(moment)
        with self._connections.writing() as db:
            digests = db.conn.execute(f"UPDATE outbox SET payload = '' WHERE {_DIGESTS}", (moment,)).rowcount  # noqa: S608  # fixed text
        with self._connections.writing() as db:
            kept = db.conn.execute(f"DELETE FROM kept WHERE {is_idle}", (moment, *in_force)).rowcount  # noqa: S608  # as said above
        return Pruned(texts=texts, digests=digests, kept=kept)

    def _empty_texts(self, moment: str | None) -> int:
        with self._connections.reading() as db:
            rows = [row[0] for row in db.conn.execute(f"SELECT rowid {_TEXTS}", (moment,))]  # fixed text
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            with self._connections.writing() as db:
                db.conn.execute(f"UPDATE items SET summary = '', body = '' WHERE rowid IN ({marks(batch)})", batch)  # noqa: S608  # only question marks are put in
        return len(rows)
