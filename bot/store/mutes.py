"""Mutes: what people do not want to be told for a while. Several programs write them at the same time."""

from datetime import datetime

from bot.domain import Mute, MuteId
from bot.ports import Messages, no_messages
from bot.store.database import Connections, Row, must_time, to_text, to_time
from bot.store.outbox import write_message

_MUCH = 0.1  # of the length asked for
_IN_FORCE = "lifted_at IS NULL AND (until IS NULL OR until > ?)"


class MuteTable:
    """Part of the store; see `bot.ports.Store`."""

    _connections: Connections

    def add_mute(self, mute: Mute, messages: Messages = no_messages) -> bool:
        with self._connections.writing() as db:
            if db.conn.execute("SELECT 1 FROM mutes WHERE mute_id = ?", (mute.id,)).fetchone():
                return False
            rows = db.conn.execute(
                "SELECT * FROM mutes WHERE kind = ? AND target = ? AND channel IS ? AND who = ? AND via = ?",
                (mute.kind, mute.target, mute.channel, mute.who, mute.via),
            ).fetchall()
            same = [_mute(row) for row in rows]
            if any(other.lifted_at is not None and other.lifted_at >= mute.at for other in same):
                return False  # lifted since: news of an act may come late
            if any(other.in_force(mute.at) and _covers(other, mute) for other in same):
                return False
            db.conn.execute(
                "INSERT INTO mutes (mute_id, kind, target, channel, until, who, at, via, reason, lifted_at, lifted_by) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    mute.id,
                    mute.kind,
                    mute.target,
                    mute.channel,
                    to_text(mute.until),
                    mute.who,
                    to_text(mute.at),
                    mute.via,
                    mute.reason,
                    to_text(mute.lifted_at),
                    mute.lifted_by,
                ),
            )
            for message in messages():
                write_message(db.conn, message)
            return True

    def lift_mute(self, mute_id: MuteId, who: str, at: datetime, messages: Messages = no_messages) -> Mute | None:
        with self._connections.writing() as db:
            row = db.conn.execute(
                f"UPDATE mutes SET lifted_at = ?, lifted_by = ? WHERE mute_id = ? AND {_IN_FORCE} RETURNING *",  # noqa: S608  # fixed text
                (to_text(at), who, mute_id, to_text(at)),
            ).fetchone()
            for message in messages() if row is not None else ():
                write_message(db.conn, message)
            return None if row is None else _mute(row)

    def mutes(self) -> list[Mute]:
        with self._connections.reading() as db:
            return [_mute(row) for row in db.conn.execute("SELECT * FROM mutes ORDER BY at, mute_id").fetchall()]

    def mutes_in_force(self, now: datetime) -> list[Mute]:
        with self._connections.reading() as db:
            rows = db.conn.execute(
                f"SELECT * FROM mutes WHERE {_IN_FORCE} ORDER BY at, mute_id",  # noqa: S608  # fixed text
                (to_text(now),),
            ).fetchall()
            return [_mute(row) for row in rows]


def _covers(one: Mute, other: Mute) -> bool:
    """`one` ends not much before `other` would: pressing a button twice is one wish, a day later it is another."""
    if one.until is None or other.until is None:
        return one.until is None
    return other.until - one.until < (other.until - other.at) * _MUCH


def _mute(row: Row) -> Mute:
    return Mute(
        id=MuteId(row["mute_id"]),
        kind=row["kind"],
        target=row["target"],
        channel=row["channel"],
        until=to_time(row["until"]),
        who=row["who"],
        at=must_time(row["at"]),
        via=row["via"],
        reason=row["reason"],
        lifted_at=to_time(row["lifted_at"]),
        lifted_by=row["lifted_by"],
    )
