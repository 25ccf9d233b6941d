"""The lock of a state folder, and the rights of its files. Imports the SQLite of sqlite-utils, and errors."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the module it chose; not re-exported

from bot.errors import StoreBusy, StoreError

# a bot that starts while a command asks for the lock, or makes the database, is not to be kept from starting
LOCK_WAIT_S = 1.0


def make_private(path: Path) -> None:
    """Makes an empty file, which SQLite takes for a new database, that its owner alone may read and write.

    The database holds secrets of hubs and configurations of before. Its log and journal get its rights from SQLite. One
    that is there keeps its rights, and is not opened: to close it again would drop the locks that SQLite has on it.
    """
    with suppress(OSError):  # which SQLite will meet, too, and tell
        os.close(os.open(os.path.realpath(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def lock_file(database: Path) -> Path:
    """Where the lock of a database's folder lies."""
    return database.parent / "pregonero.lock"


class StateLock:
    """Held by the one running bot of a state folder; gone with its process, however it ends.

    An exclusive transaction on a file of its own: SQLite's locks are the system's, on every platform. The file stays
    when the lock is given back: another process may be about to take it.
    """

    def __init__(self, path: Path, *, wait_s: float = 0.0) -> None:
        """Takes the lock.

        Args:
            path: of its file.
            wait_s: how long it may take another process to give it back, in seconds.

        Raises:
            StoreBusy: another process holds it.
            StoreError: the file cannot be made.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            make_private(path)
            self._conn = sqlite3.connect(str(path), timeout=wait_s, isolation_level=None, check_same_thread=False)
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

    def __enter__(self) -> Self:
        """Held as long as the block runs."""
        return self

    def __exit__(self, *_: object) -> None:
        """Gives the lock back."""
        self.release()

    def release(self) -> None:
        """Gives the lock back."""
        self._conn.close()
