"""Opening, locking and transactions: the part of the store that knows SQLite. Imports sqlite-utils and errors.

sqlite-utils takes `pysqlite3` when it is installed, which brings a current SQLite library; versions before 3.51.3 can
corrupt a database in WAL mode (https://sqlite.org/changes.html), so `check` warns about them.
"""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the module it chose; not re-exported

from bot import codec
from bot.errors import StoreBusy, StoreDamaged, StoreError, StoreGone, StoreMissing
from bot.store.lock import StateLock, lock_file, make_private
from bot.store.schema import APPLICATION_ID, MIGRATIONS

logger = logging.getLogger(__name__)

SAFE_SQLITE = (3, 51, 3)
BUSY_TIMEOUT_S = 5.0  # commands write beside `run`; transactions are far shorter, so who waits longer is stuck
START_CHECK_S = 1.0  # reads about 600 MB that lie in memory; what is left over is checked by `pregonero check`
_PAUSE_S = 0.01  # between two tries to set the journal's mode
_STEPS_BETWEEN_LOOKS = 100_000  # of SQLite's machine: some milliseconds

_JOURNAL_PAGES = 4_000  # 16 MB, before they are copied into the database: most are written again and again by then

# Prepared ones that a connection keeps. Of those that pysqlite3 keeps once it is full, it forgets the newest: the
# migrations alone fill its usual hundred, and all that comes after them would be prepared anew whenever it is executed.
_CACHED_STATEMENTS = 1_000

_TIME_CHARS = 26  # of 2026-11-25T07:00:00.000000

_FileId = tuple[int, int]  # device and number on it: stays when a file is renamed, differs when another takes its name

Row = Any  # a row or connection of the sqlite module in use
T = TypeVar("T")


class RottenValue(Exception):
    """A document or a time in a row that nobody wrote so: SQLite does not notice bytes that rot in them.

    Leaves this package as `StoreDamaged`. Any other ValueError of a look into the store is a bug, and told as one.
    """


class Connections:
    """One connection per thread to one database file, with our pragmas set."""

    def __init__(
        self, path: Path, *, is_locked: bool = False, read_only: bool = False, is_copied: bool = False
    ) -> None:
        """Opens and checks the database; creates it where there is none, brings it up to date where it is older.

        Args:
            path: the file.
            is_locked: the caller holds the `StateLock` of its folder; otherwise it is taken for a migration, since a
                running bot of an earlier version must not have its tables changed under it.
            read_only: nothing is written, created or migrated.
            is_copied: it is only to be copied as it is, so that one of an earlier version will do.

        Raises:
            StoreBusy: it has to be migrated, and a bot is running on it.
            StoreDamaged: the file is damaged.
            StoreError: the file is not ours, of a later version, or cannot be written.
        """
        self.path = path
        self._read_only = read_only
        self._is_locked = is_locked
        self._is_copied = is_copied
        self._file: _FileId | None = None  # that was opened last; None = not yet
        self._local = threading.local()
        self._all: list[Database] = []
        with self.explained("open"):
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._prepare(is_locked)
            except BaseException:
                self.close()
                raise

    def _prepare(self, is_locked: bool) -> None:
        if self.path.is_dir():
            raise StoreError(f"{self.path} is a folder. Check [state] url: set another file there.")
        if self._read_only and _is_empty_file(self.path):
            raise no_database(self.path)
        if not _is_empty_file(self.path):
            self._refuse_foreign()
            self._refuse_later(self.db)
            self.check(START_CHECK_S)
        # without a table it is about to be made: by us, or by another one who began at the same moment, and who may be
        # done before what is pending is asked
        is_new = not self.db.table_names()
        if self._is_copied or not MIGRATIONS.pending(self.db):
            return
        if self._read_only:
            if is_new:
                raise no_database(self.path)
            raise StoreError(f"{self.path} is of an earlier version. The next `pregonero run` brings it up to date.")
        # of a new one, there is nothing yet that could change under somebody
        with nullcontext() if is_locked or is_new else self._lock_for_migration():
            self._migrate()

    def _migrate(self) -> None:
        """All at once, so that nobody meets a database that is half made; whoever comes second waits, and is done."""
        conn = self.db.conn
        conn.execute("BEGIN IMMEDIATE")
        try:
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            MIGRATIONS.apply(self.db)
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise

    def _lock_for_migration(self) -> StateLock:
        try:
            return StateLock(lock_file(self.path))
        except StoreBusy as exc:
            raise StoreBusy(
                f"{self.path} is of an earlier version, and another Pregonero has it: one that brings it up to date "
                "just now, or a bot of that version. Try again in a moment; if it stays so, stop that bot and start "
                "the new one, which brings the database up to date."
            ) from exc

    def _refuse_foreign(self) -> None:
        # by a connection of its own: `db` sets the journal's mode, which would be written into the file
        with closing(connect(self.path, read_only=True)) as conn:
            # in this order: who makes the database commits both at once
            tables = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            found = conn.execute("PRAGMA application_id").fetchone()[0]
        if tables and found != APPLICATION_ID:
            if self._is_copied:
                raise StoreError(
                    f"{self.path} is a database of another program and was left untouched. "
                    "Name a file that `pregonero backup` made."
                )
            raise StoreError(
                f"{self.path} is a database of another program and was left untouched. "
                "Set another file under [state] url in config.toml."
            )

    def _refuse_later(self, db: Database) -> None:
        ours = {m.name for m in MIGRATIONS.applied(db)}
        known = {m.name for m in MIGRATIONS._migrations}
        if ours - known:
            raise StoreError(
                f"{self.path} was written by a later version of Pregonero and was left untouched. "
                "Install that version, or restore a backup made before it."
            )

    def check(self, limit_s: float | None = None) -> bool:
        """Reads the database for damage: all of it, or as far as the time allows.

        Returns:
            whether the end was reached.

        Raises:
            StoreDamaged: it is damaged.
        """
        with self.explained("check"):
            conn = self.db.conn
            deadline = None if limit_s is None else time.monotonic() + limit_s
            if deadline is not None:
                conn.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS_BETWEEN_LOOKS)
            try:
                found = [str(row[0]) for row in conn.execute("PRAGMA quick_check(1)")]
            except sqlite3.OperationalError as exc:
                if "interrupted" in str(exc):
                    return False
                raise
            finally:
                conn.set_progress_handler(None, 0)
            if found != ["ok"]:
                raise StoreDamaged(self._damaged(found[0] if found else "unreadable"))
            return True

    def _damaged(self, detail: str) -> str:
        # SQLite's sentences span lines
        return (
            f"the database {self.path} is damaged ({' '.join(detail.split())}) and was left untouched. Stop the bot, "
            "then run `pregonero restore BACKUP`, or `pregonero restore --salvage` to keep what can still be read; "
            "either sets the damaged file aside."
        )

    @property
    def db(self) -> Database:
        """This thread's connection, to the file that bears the name now.

        Raises:
            StoreGone: there is none any more, or the one whose lock we hold is another one now.
        """
        db: Database | None = getattr(self._local, "db", None)
        is_first, found = self._file is None, _file_id(self.path)
        if db is not None and (is_first or found == self._local.file):
            return db
        if not is_first:
            self._refuse_gone(found)
        if db is not None:  # a restored database, under a desk or a command
            self._all.remove(db)
            db.conn.close()
            self._local.db = None
        db = self._connected()
        if not is_first and found != self._file:
            self._refuse_unfit(db)
        self._local.db, self._local.file = db, _file_id(self.path)
        self._file = self._local.file
        self._all.append(db)
        return db

    def _connected(self) -> Database:
        conn = connect(self.path, read_only=self._read_only)
        try:
            conn.row_factory = sqlite3.Row
            if not self._read_only:
                _keep_a_log(conn)
                conn.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
                conn.execute("PRAGMA synchronous = FULL")  # an alert marked as sent must stay marked
            conn.execute("PRAGMA foreign_keys = ON")
        except sqlite3.Error:
            conn.close()
            raise
        return Database(conn)

    def _refuse_gone(self, found: _FileId | None) -> None:
        """Looks at what bears the database's name before it is opened once more."""
        if found is None:
            raise StoreGone(
                f"{self.path} is no longer there: it was moved or deleted while Pregonero had it open, so nothing was "
                "written. Put it back where it was; or stop Pregonero and start it again, with an empty memory then."
            )
        if found == self._file:
            return
        if self._is_locked or getattr(self._local, "writes", False) or self.path.stat().st_size == 0:
            raise StoreGone(
                f"{self.path} is another file now than the one that Pregonero had opened, so nothing was written. Put "
                "the one that was there back, or stop Pregonero and start it again with the new one."
            )
        self._refuse_foreign()

    def _refuse_unfit(self, db: Database) -> None:
        """What took the database's place must be of this version."""
        try:
            self._refuse_later(db)
            if MIGRATIONS.pending(db):
                raise StoreError(
                    f"{self.path} is of an earlier version. The next `pregonero run` brings it up to date."
                )
        except BaseException:
            db.conn.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """This thread's connection, with SQLite's errors, and values that nobody wrote, explained."""
        with self.explained("read"):
            yield self.db

    @contextmanager
    def writing(self, *, lasting: bool = True, in_parts: bool = True) -> Iterator[Database]:
        """One transaction that holds the write lock from its start; rolled back when the block raises.

        Inside another one of the same thread it is a part of that: what raises undoes the part alone, where that one
        is `in_parts`. One that is not `lasting` is on the disk no sooner than the next one that is: they lie in the
        journal in their order.
        """
        conn = self.db.conn
        if getattr(self._local, "writes", False):
            with self._part(conn) if self._local.in_parts else self.explained("write"):
                yield self.db
            return
        with self.explained("write"), self._waits_for_disk(conn, lasting):
            conn.execute("BEGIN IMMEDIATE")
            self._local.writes, self._local.in_parts = True, in_parts
            try:
                yield self.db
                conn.execute("COMMIT")
                if _file_id(self.path) != self._local.file:
                    raise StoreGone(
                        f"{self.path} was moved or deleted while it was written: what was to be kept is in the file "
                        "that was taken away. Put it back where it was, and do it once more."
                    )
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise
            finally:
                self._local.writes = False

    @contextmanager
    def _waits_for_disk(self, conn: Row, lasting: bool) -> Iterator[None]:
        if lasting:
            yield
            return
        conn.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            conn.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def _part(self, conn: Row) -> Iterator[None]:
        with self.explained("write"):
            if not conn.in_transaction:  # SQLite gave the whole up: disk full, input or output error
                raise StoreError(f"cannot write {self.path}: the transaction was given up. The bot tries again.")
            conn.execute("SAVEPOINT part")
            try:
                yield
                conn.execute("RELEASE part")
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK TO part")
                    conn.execute("RELEASE part")
                raise

    @contextmanager
    def explained(self, doing: str) -> Iterator[None]:
        """Errors of SQLite and the system, and values that rotted, told with the file's name and the remedy."""
        try:
            yield
        except sqlite3.Error as exc:
            text = str(exc)
            if "malformed" in text or "not a database" in text or "decode" in text:
                raise StoreDamaged(self._damaged(text)) from exc
            raise StoreError(self._explain(doing, text)) from exc
        except RottenValue as exc:
            raise StoreDamaged(self._damaged(f"a value in it cannot be read: {exc}")) from exc
        except OSError as exc:
            raise StoreError(f"cannot {doing} {self.path}: {exc.strerror or exc}. Check the folder's rights.") from exc

    def _explain(self, doing: str, text: str) -> str:
        if "disk is full" in text:
            return (
                f"cannot {doing} {self.path}: the disk is full. Free some space; nothing was lost, the bot tries again."
            )
        if "locked" in text or "busy" in text:
            return (
                f"cannot {doing} {self.path}: another program holds it for more than {BUSY_TIMEOUT_S:.0f} s. "
                "Close it; the bot tries again."
            )
        if "readonly" in text or "unable to open" in text:
            return f"cannot {doing} {self.path}: {text}. Check that its folder exists and can be written."
        return f"cannot {doing} {self.path}: {text}"

    def close(self) -> None:
        """Closes every thread's connection."""
        for db in self._all:
            db.conn.close()
        self._all.clear()
        self._local = threading.local()


def _keep_a_log(conn: Row) -> None:
    """Sets the journal's mode, which the file keeps. Who meets another one at it is not made to wait by SQLite."""
    give_up_at = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            conn.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > give_up_at:
                raise
            time.sleep(_PAUSE_S)


def _is_empty_file(path: Path) -> bool:
    """No database yet: SQLite makes one of a file that is empty or not there."""
    return not path.exists() or path.stat().st_size == 0


def _file_id(path: Path) -> "_FileId | None":
    """Of the file that bears the name; None = there is none, or it cannot be seen."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def no_database(path: Path) -> StoreMissing:
    """What those are told who look at, or after, what the bot has not made yet."""
    return StoreMissing(f"there is no database {path} yet; the first `pregonero run` makes it")


def connect(path: Path, *, read_only: bool = False) -> Row:
    """A plain connection, usable from any thread."""
    if not read_only:
        make_private(path)
        return sqlite3.connect(
            str(path), timeout=BUSY_TIMEOUT_S, check_same_thread=False, cached_statements=_CACHED_STATEMENTS
        )
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False)


def sqlite_version() -> tuple[int, ...]:
    """Version of the SQLite library in use."""
    return tuple(int(part) for part in sqlite3.sqlite_version.split("."))


def to_text(moment: datetime | None) -> str | None:
    """ISO 8601 of fixed width, so that texts sort as times."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{moment.isoformat(timespec='microseconds')[:_TIME_CHARS]}Z"  # less "+00:00"


def to_time(text: str | None) -> datetime | None:
    """The moment that `to_text` wrote."""
    return None if text is None else must_time(text)


def must_time(text: str) -> datetime:
    """The moment in a column that is never null.

    Raises:
        RottenValue: nobody wrote this.
    """
    try:
        return datetime.fromisoformat(text)
    except (ValueError, TypeError) as exc:
        raise RottenValue(str(exc)) from exc


def must_day(text: str) -> date:
    """The day in a column that is never null; errors as in `must_time`."""
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError) as exc:
        raise RottenValue(str(exc)) from exc


def document(text: str, as_type: type[T]) -> T:
    """What was stored as JSON; errors as in `must_time`."""
    try:
        return codec.decode(text, as_type)
    except (ValueError, TypeError) as exc:
        raise RottenValue(str(exc)) from exc


def marks(values: Sequence[object]) -> str:
    """Placeholders for a list: `?, ?, ?`."""
    return ", ".join("?" * len(values))
