"""Models and configurations of before, by hash, as long as an alert that rests on them may be asked about."""

import zlib
from datetime import datetime

from bot.domain import AlertRecord, JudgedBy, Judgement, KeptPart
from bot.errors import StoreDamaged
from bot.store.database import Connections, Row, marks, to_text


class PastTable:
    """Part of the store; `run` keeps, who explains an alert looks up."""

    _connections: Connections

    def keeps(self, part: KeptPart, name: str) -> bool:
        """Whether it is kept already."""
        with self._connections.reading() as db:
            found = db.conn.execute("SELECT 1 FROM kept WHERE part = ? AND name = ?", (part, name)).fetchone()
            return found is not None

    def keep(self, part: KeptPart, name: str, content: bytes, now: datetime) -> None:
        """Keeps a model or a configuration, whole or not at all; what is kept already stays as it is.

        Args:
            part: what it is.
            name: hash of it.
            content: all that it takes to judge by it again.
            now: aware UTC.
        """
        squeezed = zlib.compress(content, 0 if part == "model" else 6)  # a model's arrays are compressed already
        with self._connections.writing() as db:
            db.conn.execute(
                "INSERT INTO kept (part, name, content, kept_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (part, name, squeezed, to_text(now)),
            )

    def kept(self, part: KeptPart, name: str) -> bytes | None:
        """What was kept; None = it never was, or is no longer.

        Raises:
            StoreDamaged: it cannot be read.
        """
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT content FROM kept WHERE part = ? AND name = ?", (part, name)).fetchone()
        try:
            return None if row is None else zlib.decompress(row["content"])
        except zlib.error as exc:
            raise StoreDamaged(
                f"what was kept of the {part} {name} cannot be read ({exc}); stop the bot, then run `pregonero restore "
                "BACKUP`, or `pregonero restore --salvage` to keep what can still be read"
            ) from exc

    def judged_by(self, judgement: Judgement, at: datetime) -> JudgedBy:
        """What gave a judgement, as far as it is kept.

        Args:
            judgement: with the versions of its models.
            at: when it was given; the configuration is the one in force by then.
        """
        with self._connections.reading() as db:
            config = db.conn.execute(
                "SELECT version FROM versions WHERE part = 'config' AND at <= ? ORDER BY n DESC LIMIT 1", (to_text(at),)
            ).fetchone()
            models = []
            for verdict in judgement.verdicts:
                begins = begins_of(verdict.model_version)
                row = db.conn.execute(
                    "SELECT name FROM kept WHERE part = 'model' AND name >= ? AND name < ? ORDER BY name LIMIT 1",
                    (begins, begins + "~"),
                ).fetchone()
                models += [(verdict.topic, row["name"])] if row is not None and begins else []
        found = tuple(models) if len(models) == len(judgement.verdicts) else ()
        return JudgedBy(config_version=config["version"] if config else "", models=found)


def begins_of(version: str) -> str:
    """What the hash begins with under which a model or a configuration of that version is kept.

    Args:
        version: a model's, as `transfer-1a2b3c4d+meaning`, or a configuration's, which is the hash itself.
    """
    return version.rpartition("-")[2].partition("+")[0]


def mark_used(conn: Row, record: AlertRecord) -> None:
    """Notes that an alert rests on what is kept, inside the caller's transaction."""
    names = [record.config_version, *(digest for _, digest in record.models)]
    conn.execute(
        f"UPDATE kept SET used_at = max(coalesce(used_at, ''), ?) WHERE name IN ({marks(names)})",  # noqa: S608  # as above
        (to_text(record.at), *names),
    )
