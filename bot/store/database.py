"""Opening, locking and transactions: the part of the store that knows SQLite. Imports sqlite-utils and errors.

sqlite-utils takes `pysqlite3` when it is installed, which brings a current SQLite library; versions before 3.51.3 can
corrupt a database in WAL mode (https://sqlite.org/changes.html), so `check` warns about them.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the module it chose; not re-exported

from bot.errors import StoreBusy, StoreError
from bot.store.schema import APPLICATION_ID, MIGRATIONS

logger = logging.getLogger(__name__)

SAFE_SQLITE = (3, 51, 3)
_BUSY_TIMEOUT_S = 5.0  # design ruling 2
_QUICK_CHECK_MAX_BYTES = 64_000_000  # about 0.1 s; larger files are checked by `pregonero check` only

Row = Any  # a row or connection of the sqlite module in use


class Connections:
    """One connection per thread to one database file, with our pragmas set."""

    def __init__(self, path: Path) -> None:
        """Opens, checks and migrates the database, creating it where there is none.

        Raises:
            StoreError: the file is damaged, not ours, of a later version, or cannot be written.
        """
        self.path = path
        self._local = threading.local()
        self._all: list[Database] = []
        with self._explained("open"):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()

    def _prepare(self) -> None:
        is_new = not self.path.exists() or self.path.stat().st_size == 0
        if not is_new:
            self._refuse_foreign()
        db = self.db
        if not is_new:
            self._refuse_later(db)
            self._refuse_damaged(db)
        pending = MIGRATIONS.pending(db)
        if pending:
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            MIGRATIONS.apply(db)

    def _refuse_foreign(self) -> None:
        # by a connection of its own: `db` sets the journal's mode, which would be written into the file
        with closing(sqlite3.connect(str(self.path), timeout=_BUSY_TIMEOUT_S)) as conn:
            found = conn.execute("PRAGMA application_id").fetchone()[0]
            tables = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and found != APPLICATION_ID:
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

    def _refuse_damaged(self, db: Database) -> None:
        if self.path.stat().st_size > _QUICK_CHECK_MAX_BYTES:
            return
        self.check(db)

    def check(self, db: Database | None = None) -> None:
        """Reads the whole database for damage.

        Raises:
            StoreError: it is damaged.
        """
        with self._explained("check"):
            result = (db or self.db).conn.execute("PRAGMA quick_check(1)").fetchone()[0]
            if result != "ok":
                raise StoreError(self._damaged(str(result)))

    def _damaged(self, detail: str) -> str:
        return (
            f"the database {self.path} is damaged ({detail}) and was left untouched. Stop the bot, keep a copy of the "
            "file, then put a backup in its place, or move the file away to start with an empty memory (items already "
            "alerted may then be alerted again)."
        )

    @property
    def db(self) -> Database:
        """This thread's connection."""
        db: Database | None = getattr(self._local, "db", None)
        if db is None:
            conn = sqlite3.connect(str(self.path), timeout=_BUSY_TIMEOUT_S, check_same_thread=False)
            try:
                conn.row_factory = sqlite3.Row
                conn.execute("PRAGMA journal_mode = WAL")
                conn.execute("PRAGMA synchronous = FULL")  # an alert marked as sent must stay marked
                conn.execute("PRAGMA foreign_keys = ON")
            except sqlite3.Error:
                conn.close()
                raise
            db = Database(conn)
            self._local.db = db
            self._all.append(db)
        return db

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """This thread's connection, with SQLite's errors explained."""
        with self._explained("read"):
            yield self.db

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction that holds the write lock from its start; rolled back when the block raises.

        Inside another one of the same thread it is a part of that: what raises undoes the part alone.
        """
        conn = self.db.conn
        if getattr(self._local, "writes", False):
            with self._part(conn):
                yield self.db
            return
        with self._explained("write"):
            conn.execute("BEGIN IMMEDIATE")
            self._local.writes = True
            try:
                yield self.db
                conn.execute("COMMIT")
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise
            finally:
                self._local.writes = False

    @contextmanager
    def _part(self, conn: Row) -> Iterator[None]:
        with self._explained("write"):
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
    def _explained(self, doing: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            raise StoreError(self._explain(doing, exc)) from exc
        except OSError as exc:
            raise StoreError(f"cannot {doing} {self.path}: {exc.strerror or exc}. Check the folder's rights.") from exc

    def _explain(self, doing: str, exc: Exception) -> str:
        text = str(exc)
        if "malformed" in text or "not a database" in text:
            return self._damaged(text)
        if "disk is full" in text:
            return (
                f"cannot {doing} {self.path}: the disk is full. Free some space; nothing was lost, the bot tries again."
            )
        if "locked" in text or "busy" in text:
            return (
                f"cannot {doing} {self.path}: another program holds it for more than {_BUSY_TIMEOUT_S:.0f} s. "
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


class StateLock:
    """Held by the one running bot of a state folder; gone with its process, however it ends.

    An exclusive transaction on a file of its own: SQLite's locks are the system's, on every platform.
    """

    def __init__(self, path: Path) -> None:
        """Takes the lock.

        Raises:
            StoreBusy: another process holds it.
            StoreError: the file cannot be made.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._conn = sqlite3.connect(str(path), timeout=0, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as exc:
            raise StoreError(f"cannot make the lock {path}: {exc}. Check that the folder can be written.") from exc
        try:
            self._conn.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as exc:
            self._conn.close()
            raise StoreBusy(
                f"another Pregonero is running with the state folder {path.parent}. Stop it first, "
                "or give this one another database under [state] url in config.toml."
            ) from exc
        except sqlite3.Error as exc:
            self._conn.close()
            raise StoreError(f"the lock {path} cannot be used ({exc}). Delete that file and try again.") from exc

    def release(self) -> None:
        """Gives the lock back."""
        self._conn.close()


def sqlite_version() -> tuple[int, ...]:
    """Version of the SQLite library in use."""
    return tuple(int(part) for part in sqlite3.sqlite_version.split("."))


def to_text(moment: datetime | None) -> str | None:
    """ISO 8601 of fixed width, so that texts sort as times."""
    if moment is None:
        return None
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def to_time(text: str | None) -> datetime | None:
    """The moment that `to_text` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def must_time(text: str) -> datetime:
    """The moment in a column that is never null."""
    return datetime.fromisoformat(text)


def marks(values: Sequence[object]) -> str:
    """Placeholders for a list: `?, ?, ?`."""
    return ", ".join("?" * len(values))
