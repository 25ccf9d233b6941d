"""Copies of the database while the bot runs, putting one in its place, giving space back.

Nothing here overwrites a database: what `put_in_place` replaces is set aside under a name that says when. Imports the
rest of the store and errors only.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import StoreDamaged, StoreError
from bot.store.database import Connections, Row, connect, to_text
from bot.store.lock import StateLock, lock_file

Told = Callable[[int, int], None]  # parts done, parts in all

_MARK = b"SQLite format 3\0"  # which every database begins with (https://www.sqlite.org/fileformat.html, 1.3)
_PAGES = 2_000  # copied between two reports of progress: 8 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What lies where after a copy."""

    path: Path
    size_bytes: int
    items: int
    stories: int
    messages: int
    set_aside: Path | None = None  # where the database went that was there before


def back_up(database: Path, target: Path, told: Told = lambda done, total: None) -> BackupReport:
    """Copies the database as it is at this moment, beside a running bot, and reads the copy whole.

    Raises:
        StoreDamaged: the database is damaged; no copy is kept.
        StoreError: there is no database, it is not ours, the target exists, or cannot be written.
    """
    if target.exists():
        raise StoreError(f"{target} exists already and was left untouched. Name another file.")
    source = Connections(database, read_only=True, is_copied=True)
    partial = target.with_name(target.name + ".partial")
    try:
        try:
            with source.explained(f"write {target} from"):
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy(source.db.conn, partial, told)
        finally:
            source.close()
        report = _report(partial, target)
        partial.replace(target)
        _sync_folder(target.parent)
        return report
    finally:
        remove_database(partial)


def restore(database: Path, backup: Path, now: datetime, told: Told = lambda done, total: None) -> BackupReport:
    """Puts a backup in the database's place, under the lock; what was there is set aside.

    Messages that the backup knows as unsent may have gone out since: they count as interrupted, so that each channel
    is asked before anything is sent again.

    Raises:
        StoreBusy: a bot is running.
        StoreDamaged: the backup is damaged.
        StoreError: the backup is missing, no database, not ours or of a later version, or the folder cannot be written.
    """
    _refuse_other_files(backup)
    try:
        # opened before the lock is taken, which makes a folder and a file: of a wrong backup nothing is to be left
        with closing(Connections(backup, read_only=True, is_copied=True)) as source, StateLock(lock_file(database)):
            return _restored(database, source, now, told)
    except StoreDamaged as exc:
        raise StoreDamaged(
            f"the backup {backup} is damaged, and nothing was changed. Restore another one, or keep what can still be "
            f"read of this one: `pregonero restore {backup} --salvage`"
        ) from exc


def _refuse_other_files(backup: Path) -> None:
    """Raises StoreError for a file in which there is nothing to salvage either."""
    try:
        with backup.open("rb") as file:
            mark = file.read(len(_MARK))
    except OSError as exc:
        raise StoreError(f"cannot read {backup}: {exc.strerror or exc}. Nothing was changed.") from exc
    if mark != _MARK:
        raise StoreError(f"{backup} is no database, and nothing was changed. Name a file that `pregonero backup` made.")


def _restored(database: Path, source: Connections, now: datetime, told: Told) -> BackupReport:
    partial = database.with_name(database.name + ".restoring")
    try:
        with source.explained(f"write {partial} from"):
            _copy(source.db.conn, partial, told)
        Connections(partial, is_locked=True).close()  # brings a backup of an earlier version up to date
        with closing(connect(partial)) as conn:
            conn.execute("PRAGMA journal_mode = DELETE")
            _doubt_unsent(conn, now)
        report = _report(partial, database)
        aside = put_in_place(partial, database, now)
        return BackupReport(
            path=database,
            size_bytes=report.size_bytes,
            items=report.items,
            stories=report.stories,
            messages=report.messages,
            set_aside=aside,
        )
    finally:
        remove_database(partial)


def compact(database: Path) -> tuple[int, int]:
    """Gives the space of what was pruned back to the system. The caller holds the lock.

    Returns:
        bytes of the file before and after.

    Raises:
        StoreError: the database cannot be used, or the disk has no place for a second copy.
    """
    connections = Connections(database, is_locked=True)
    try:
        with connections.explained("compact"):
            connections.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            before = database.stat().st_size
            connections.db.conn.execute("VACUUM")
            connections.db.conn.execute("PRAGMA optimize")
            connections.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return before, database.stat().st_size
    finally:
        connections.close()


def put_in_place(new: Path, database: Path, now: datetime) -> Path | None:
    """Makes `new` the database. What was there, sound or not, keeps its bytes under another name.

    At every moment a file bears the database's name, so that a bot started after a crash in here begins with no
    empty memory. A log of the old file must not meet the new one, as SQLite would replay it there: it goes first.

    Returns:
        where the old one is, None when there was none.

    Raises:
        StoreError: the folder cannot be written.
    """
    aside = database.with_name(f"{database.name}.aside-{now:%Y%m%dT%H%M%SZ}")
    n = 1
    while aside.exists():
        n += 1
        aside = database.with_name(f"{database.name}.aside-{now:%Y%m%dT%H%M%SZ}-{n}")
    try:
        had_one = database.exists()
        for end in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                _with_end(database, end).rename(_with_end(aside, end))
        if had_one:
            try:
                os.link(database, aside)
            except OSError:  # a file system without hard links
                shutil.copy2(database, aside)
        new.replace(database)
        _sync_folder(database.parent)
    except OSError as exc:
        raise StoreError(f"cannot put {database} in place: {exc.strerror or exc}. Check the folder's rights.") from exc
    return aside if had_one else None


def remove_database(path: Path) -> None:
    """Takes a file of ours away that was never finished, with its log."""
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            _with_end(path, end).unlink()


def _copy(conn: Row, partial: Path, told: Told) -> None:
    remove_database(partial)
    with closing(connect(partial)) as copy:
        # an open transaction pins what is copied: without it, each write of the bot would start the copy anew
        conn.execute("BEGIN")
        try:
            conn.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            conn.backup(copy, pages=_PAGES, progress=lambda status, left, total: told(total - left, total))
        finally:
            conn.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    with partial.open("rb") as file:
        os.fsync(file.fileno())


def _report(file: Path, named: Path) -> BackupReport:
    """Reads a copy whole and counts what is in it.

    Raises:
        StoreDamaged: it is damaged.
    """
    with closing(connect(file, read_only=True)) as conn:
        found = conn.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            detail = " ".join(str(found).split())
            raise StoreDamaged(
                f"what was read is damaged ({detail}); no copy was kept. `pregonero restore --salvage` keeps what can "
                "still be read."
            )
        items, stories, messages = (
            int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # names are constants
            for table in ("items", "stories", "outbox")
        )
    return BackupReport(path=named, size_bytes=file.stat().st_size, items=items, stories=stories, messages=messages)


def _doubt_unsent(conn: Row, now: datetime) -> None:
    conn.execute(
        "UPDATE outbox SET state = 'sending', doubtful_since = coalesce(doubtful_since, created_at) "
        "WHERE state IN ('pending', 'sending') AND not_before <= ?",
        (to_text(now),),
    )
    conn.commit()


def _with_end(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
