"""A database that is locked, read-only, damaged or somebody else's is named, explained and left untouched."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from builders import make_feed
from fakes import NOON
from sqlite_utils.utils import (
    sqlite3,  # the library that the store uses: two of them in one process do not see each other's locks
)

from bot.domain import Write
from bot.errors import StoreBusy, StoreError
from bot.store import SqliteStore, StateLock, sqlite_version
from bot.store.schema import APPLICATION_ID


def test_a_damaged_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    """The message names the file and the remedy; no new database takes its place."""
    path = tmp_path / "bot.db"
    SqliteStore(path).close()
    whole = path.read_bytes()
    damaged = whole[:4096] + b"\xff" * (len(whole) - 4096)
    path.write_bytes(damaged)
    with pytest.raises(StoreError, match=r"bot\.db is damaged .* left untouched.*restore --salvage"):
        SqliteStore(path)
    assert path.read_bytes() == damaged


@pytest.mark.parametrize(
    "content", [b"this is not a database at all, but a text of some length" * 20, b"SQLite format 3\x00junk" * 99]
)
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever its bytes are, they stay."""
    path = tmp_path / "bot.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"bot\.db"):
        SqliteStore(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """Tables that are not ours are not touched."""
    path = tmp_path / "bot.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE theirs (x)")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        SqliteStore(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["bot.db"]


def test_a_database_of_a_later_version_is_refused(tmp_path: Path) -> None:
    """An older program does not write into a schema that it does not know."""
    path = tmp_path / "bot.db"
    SqliteStore(path).close()
    with sqlite3.connect(path) as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('pregonero', 'from_2030', 'x')"
        )
    conn.close()
    with pytest.raises(StoreError, match="later version"):
        SqliteStore(path)


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """A file of no bytes, as `touch` makes it, holds nothing to lose."""
    path = tmp_path / "bot.db"
    path.touch()
    SqliteStore(path).close()
    conn = sqlite3.connect(path)
    assert conn.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    conn.close()


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """A file where the state folder should be gives a sentence, not a traceback."""
    (tmp_path / "state").write_text("in the way")
    with pytest.raises(StoreError, match="cannot open"):
        SqliteStore(tmp_path / "state" / "bot.db")
    with pytest.raises(StoreError, match="cannot make the lock"):
        StateLock(tmp_path / "state" / "bot.lock")


def test_a_full_disk_is_explained_and_loses_nothing(tmp_path: Path) -> None:
    """With no page left, the write fails with the remedy, and what was there stays."""
    store = SqliteStore(tmp_path / "bot.db")
    store.sync_feeds([make_feed()])
    pages = store._connections.db.conn.execute("PRAGMA page_count").fetchone()[0]
    store._connections.db.conn.execute(f"PRAGMA max_page_count = {pages}")
    many = [make_feed(id=f"f{n}", url="https://x.example/" + "y" * 900) for n in range(400)]
    with pytest.raises(StoreError, match="disk is full"):
        store.sync_feeds(many)
    assert list(store.feed_states()) == ["diario"]
    store.close()


def test_a_database_locked_for_long_is_explained(tmp_path: Path) -> None:
    """Another program's transaction makes our write fail after the busy time, with the remedy."""
    store = SqliteStore(tmp_path / "bot.db")
    store._connections.db.conn.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program holds it"):
        store.write(Write(), NOON)
    other.execute("ROLLBACK")
    store.write(Write(), NOON)
    other.close()
    store.close()


def test_the_state_folder_has_one_bot_at_a_time(tmp_path: Path) -> None:
    """A second lock is refused with exit code 3 while the first is held, and granted afterwards."""
    first = StateLock(tmp_path / "bot.lock")
    with pytest.raises(StoreBusy, match="another Pregonero") as refused:
        StateLock(tmp_path / "bot.lock")
    assert refused.value.exit_code == 3
    first.release()
    StateLock(tmp_path / "bot.lock").release()


def test_a_lock_that_is_held_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    """A command that asks whether a bot is running must not keep one from starting."""
    asking = StateLock(tmp_path / "bot.lock")
    with ThreadPoolExecutor(1) as threads:
        starting = threads.submit(StateLock, tmp_path / "bot.lock", wait_s=30)
        with pytest.raises(TimeoutError):
            starting.result(timeout=0.05)
        asking.release()
        starting.result(timeout=30).release()


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    """A process that is killed leaves no lock behind."""
    code = (
        "import os, signal, sys; from pathlib import Path; from bot.store import StateLock; "
        "lock = StateLock(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path / "bot.lock")], check=False)
    assert killed.returncode == -9
    StateLock(tmp_path / "bot.lock").release()


def test_a_lock_file_that_is_no_lock_is_explained(tmp_path: Path) -> None:
    """Junk in the lock's place is named with the remedy."""
    (tmp_path / "bot.lock").write_bytes(b"junk that is no database file, and long enough to be read as one" * 9)
    with pytest.raises(StoreError, match="Delete that file"):
        StateLock(tmp_path / "bot.lock")


def test_a_sound_database_passes_the_check_and_the_library_tells_its_version(tmp_path: Path) -> None:
    """`check` is silent on a good file."""
    store = SqliteStore(tmp_path / "bot.db")
    store.check()
    assert store.path == tmp_path / "bot.db"
    store.close()
    assert sqlite_version() > (3, 35)
