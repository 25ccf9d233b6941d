"""What can still be read of a damaged database, row by row, into a new one.

SQLite stops at the first page that it cannot read. Every table is therefore read from its front and from its back, and
what lies between is looked for by the keys that the indexes hold, which are copies of their own. Imports the rest of
the store, domain and errors only.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the module it chose; not re-exported

from bot.domain import AlertRecord, Content, FeedHabits, Figure, Story, StoryLink, Subscription, Verdict
from bot.errors import StoreDamaged, StoreError
from bot.store.care import put_in_place, remove_database
from bot.store.database import (
    Connections,
    RottenValue,
    Row,
    connect,
    document,
    must_time,
)
from bot.store.lock import StateLock, lock_file
from bot.store.schema import APPLICATION_ID, MIGRATIONS, SEARCH_INDEX

Told = Callable[[str], None]  # the table that is read now

# columns that hold JSON, and of what
_DOCUMENTS: dict[tuple[str, str], type] = {
    ("alerts", "record"): AlertRecord,
    ("contents", "content"): Content,
    ("feeds", "habits"): FeedHabits,
    ("figures", "figure"): Figure,
    ("stories", "story"): Story,
    ("story_items", "link"): StoryLink,
    ("subscriptions", "record"): Subscription,
    ("verdicts", "verdict"): Verdict,
}
_TIME = re.compile(r"(?:\w+_)?(?:at|since|seen|until|before)")  # columns that hold a moment
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """One table of a damaged database."""

    name: str
    saved: int
    lost: int  # rows known to be there that could not be read, or belong to something lost
    is_whole: bool  # read from end to end without meeting damage; otherwise more may be lost than is known


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvageReport:
    """What a salvage brought."""

    set_aside: Path | None  # where the database went that was there; None = there was none
    tables: tuple[TableReport, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]  # `rowid`, or the primary key where a table has none
    indexes: tuple[str, ...]


def salvage(
    database: Path, now: datetime, told: Told = lambda table: None, *, source: Path | None = None
) -> SalvageReport:
    """Builds a new database of what can be read of a damaged one, and puts it in its place.

    The damaged file keeps its bytes under another name. The lock is held meanwhile.

    Args:
        database: what is to be mended.
        now: aware UTC, for the name of what is set aside.
        told: progress.
        source: another file to read from, such as a damaged backup.

    Raises:
        StoreBusy: a bot is running.
        StoreError: nothing can be read, it is no database of ours, or the folder cannot be written; nothing changed.
    """
    damaged = source or database
    if not damaged.exists():
        raise StoreError(f"there is no file {damaged}. Name a backup: `pregonero restore BACKUP`.")
    if not _has_ours(damaged):  # before the lock is taken, which makes a folder and a file
        raise _nothing(damaged, is_database=source is None)
    with StateLock(lock_file(database)):
        return _salvaged(database, now, told, source)


def _has_ours(damaged: Path) -> bool:
    """Whether a table that can be found in a file is one of ours."""
    with closing(_opened(damaged)) as old, closing(Database(memory=True).conn) as new:
        MIGRATIONS.apply(Database(new))
        return not _tables(old).keys().isdisjoint(filter(_is_ours, Database(new).table_names()))


def _opened(damaged: Path) -> Row:
    """A file to be read as far as it goes.

    Raises:
        StoreError: this user may not read it.
    """
    try:
        conn = connect(damaged, read_only=True)
    except sqlite3.Error as exc:
        raise StoreError(f"cannot read {damaged}: {exc}. Nothing was changed.") from exc
    # lets SQLite read a file that is shorter than its header says, or whose list of tables is torn
    conn.execute("PRAGMA writable_schema = ON")
    # what SQLite advises for files that cannot be trusted (https://sqlite.org/security.html)
    conn.execute("PRAGMA cell_size_check = ON")
    conn.execute("PRAGMA trusted_schema = OFF")
    return conn


def _salvaged(database: Path, now: datetime, told: Told, source: Path | None) -> SalvageReport:
    damaged = source or database
    partial = database.with_name(database.name + ".restoring")
    remove_database(partial)
    try:
        try:
            with closing(_opened(damaged)) as old, closing(connect(partial)) as new:
                reports = _transfer(old, Database(new), told)
        except (sqlite3.Error, OSError) as exc:
            raise StoreError(f"cannot write {partial}: {exc}. Nothing was changed.") from exc
        if not reports:
            raise _nothing(damaged, is_database=source is None)
        Connections(partial, is_locked=True).close()  # brings it up to date, and checks it
        with closing(connect(partial)) as new:
            new.execute("PRAGMA journal_mode = DELETE")
        aside = put_in_place(partial, database, now)
    finally:
        remove_database(partial)
    return SalvageReport(set_aside=aside, tables=reports)


def _transfer(old: Row, new: Database, told: Told) -> tuple[TableReport, ...]:
    """What came over of each table; () = no row of ours."""
    found = _tables(old)
    if not found:
        return ()
    _make_tables(new, _applied(old, found.get(MIGRATIONS.migrations_table)))
    reports = []
    for name in (name for name in new.table_names() if _is_ours(name)):
        told(name)
        reports.append(
            _move(old, new.conn, found[name])
            if name in found
            else TableReport(name=name, saved=0, lost=0, is_whole=False)
        )
        new.conn.commit()
    orphans = _drop_orphans(new.conn)
    new.conn.commit()
    if sum(r.saved for r in reports) <= sum(orphans.values()):
        return ()
    return tuple(
        TableReport(
            name=r.name,
            saved=r.saved - orphans.get(r.name, 0),
            lost=r.lost + orphans.get(r.name, 0),
            is_whole=r.is_whole,
        )
        for r in reports
    )


def _nothing(damaged: Path, *, is_database: bool) -> StoreDamaged:
    remedy = (
        "Put a backup in its place with `pregonero restore BACKUP`, or move it away to start with an empty memory "
        "(items already alerted may then be alerted again)."
        if is_database
        else "Name another file that `pregonero backup` made."
    )
    return StoreDamaged(
        f"nothing can be saved from {damaged}: no row of ours can be read in it. Nothing was changed. {remedy}"
    )


def _tables(conn: Row) -> dict[str, _Table]:
    """The tables that can be found, by name."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    names = [str(row[0]) for batch, _ in _until_damage(conn, query) for row in batch]
    found = {}
    for name in names:
        with suppress(sqlite3.Error):
            table = _table(conn, name)
            if table.columns:
                found[name] = table
    return found


def _applied(old: Row, table: _Table | None) -> set[str]:
    """Migrations that the damaged file had seen; all of ours where that cannot be read."""
    query = f"SELECT name FROM {_quoted(MIGRATIONS.migrations_table)}"  # noqa: S608  # a constant
    rows = [str(row[0]) for batch, _ in _until_damage(old, query) for row in batch] if table else []
    return set(rows) or {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}


def _make_tables(new: Database, applied: set[str]) -> None:
    """The schema that the damaged file had, so that what it holds fits."""
    missing = [m.name for m in MIGRATIONS.pending(new) if m.name not in applied]
    new.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    MIGRATIONS.apply(new, stop_before=missing[:1])


def _is_ours(name: str) -> bool:
    """Whether a table holds something that cannot be made anew."""
    return not name.startswith(("sqlite_", SEARCH_INDEX)) and name != MIGRATIONS.migrations_table


def _table(conn: Row, name: str) -> _Table:
    described = conn.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
    listed = conn.execute(f"PRAGMA table_list({_quoted(name)})").fetchall()
    has_rowid = not listed or not listed[0][4]
    key = ("rowid",) if has_rowid else tuple(str(c[1]) for c in sorted(described, key=lambda c: c[5]) if c[5])
    indexes = tuple(str(row[1]) for row in conn.execute(f"PRAGMA index_list({_quoted(name)})").fetchall() if not row[4])
    return _Table(name, tuple(str(c[1]) for c in described), key, indexes)


def _move(old: Row, new: Row, table: _Table) -> TableReport:
    """Copies what can be read of one table."""
    saved = lost = 0
    width = len(table.key)
    there = {str(row[1]) for row in new.execute(f"PRAGMA table_info({_quoted(table.name)})")}
    table = replace(table, columns=tuple(column for column in table.columns if column in there))
    columns = ", ".join(map(_quoted, table.columns))
    marks = ", ".join("?" * len(table.columns))
    insert = f"INSERT OR IGNORE INTO {_quoted(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608  # names of tables
    known: set[tuple[object, ...]] = set()
    is_whole = True
    for batch, is_whole in _read(old, table, known):  # noqa: B007  # its last value counts
        sound = [row[width:] for row in batch if _is_sound(table, row[width:])]
        stored = new.executemany(insert, sound).rowcount if sound else 0  # what triggers add is not counted
        saved += stored
        lost += len(batch) - stored
        known.update(tuple(row[:width]) for row in batch)
    if not is_whole:
        listed = _listed(old, table)
        lost += len(listed - known)
    return TableReport(name=table.name, saved=saved, lost=lost, is_whole=is_whole)


def _read(old: Row, table: _Table, known: set[tuple[object, ...]]) -> Iterator[tuple[list[tuple[object, ...]], bool]]:
    """Batches of rows, each preceded by its key, with whether no damage was met so far; `known` grows meanwhile."""
    order = ", ".join(map(_quoted, table.key))
    select = f"SELECT {order}, {', '.join(map(_quoted, table.columns))} FROM {_quoted(table.name)}"  # noqa: S608  # as above
    for direction in ("ASC", "DESC"):
        order_by = ", ".join(f"{_quoted(k)} {direction}" for k in table.key)
        rows = _until_damage(old, f"{select} ORDER BY {order_by}")
        met_damage = False
        for batch, met_damage in rows:
            fresh = [row for row in batch if tuple(row[: len(table.key)]) not in known]
            yield fresh, not met_damage and direction == "ASC"
            if len(fresh) < len(batch):
                return  # front and back have met
        if not met_damage:
            return
    wanted = sorted(_listed(old, table) - known, key=repr)
    where = " AND ".join(f"{_quoted(k)} = ?" for k in table.key)
    for key in wanted:
        with suppress(sqlite3.Error):
            yield [tuple(row) for row in old.execute(f"{select} WHERE {where}", key).fetchall()], False


def _until_damage(conn: Row, query: str) -> Iterator[tuple[list[tuple[object, ...]], bool]]:
    """Batches of a query's rows, the last one with whether it ended at damage."""
    batch: list[tuple[object, ...]] = []
    try:
        for row in conn.execute(query):
            batch.append(tuple(row))
            if len(batch) == _BATCH:
                yield batch, False
                batch = []
    except sqlite3.Error:
        yield batch, True
        return
    yield batch, False


def _listed(conn: Row, table: _Table) -> set[tuple[object, ...]]:
    """The keys that some index holds."""
    key = ", ".join(map(_quoted, table.key))
    found: set[tuple[object, ...]] = set()
    for index in table.indexes:
        query = f"SELECT {key} FROM {_quoted(table.name)} INDEXED BY {_quoted(index)}"  # noqa: S608  # as above
        for batch, _ in _until_damage(conn, query):
            found.update(batch)
    return found


def _is_sound(table: _Table, values: Sequence[object]) -> bool:
    """Documents and times in the row can be read; a torn one would stop the bot later."""
    try:
        for column, value in zip(table.columns, values, strict=True):
            kind, is_time = _DOCUMENTS.get((table.name, column)), _TIME.fullmatch(column)
            if isinstance(value, bytes) and (kind or is_time):  # so SQLite gives a text whose kind rotted
                return False
            if kind and isinstance(value, int | float):
                return False
            if isinstance(value, str):
                if kind:
                    document(value, kind)
                elif is_time:
                    must_time(value)
    except RottenValue:
        return False
    return True


def _drop_orphans(new: Row) -> dict[str, int]:
    """Takes out rows that point to what was lost; returns how many of which table."""
    dropped: dict[str, int] = {}
    gone_at_all = 1
    while gone_at_all:  # what pointed to a row that went in the last round goes in the next
        gone_at_all = 0
        for table, child, parent, column in _links(new):
            parents = f"SELECT {_quoted(column)} FROM {_quoted(parent)}"  # noqa: S608  # as above
            gone = new.execute(f"DELETE FROM {_quoted(table)} WHERE {_quoted(child)} NOT IN ({parents})").rowcount  # noqa: S608
            dropped[table] = dropped.get(table, 0) + gone
            gone_at_all += gone
    return dropped


def _links(conn: Row) -> list[tuple[str, str, str, str]]:
    names = [str(row[0]) for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        (name, str(link[3]), str(link[2]), str(link[4]))
        for name in names
        if _is_ours(name)
        for link in conn.execute(f"PRAGMA foreign_key_list({_quoted(name)})")
    ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
