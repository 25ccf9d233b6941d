"""A database that is moved, deleted or replaced while it is open: nothing goes into the file that nobody will find."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from builders import make_feed
from fakes import NOON
from sqlite_utils.utils import sqlite3

from bot.domain import StoryId, Write
from bot.errors import StoreError, StoreGone
from bot.store import SqliteStore, back_up, restore

STORY = StoryId("s-000001")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """In a state folder of its own."""
    return tmp_path / "state" / "bot.db"


@pytest.fixture(params=[True, False], ids=["bot", "desk"])
def store(request: pytest.FixtureRequest, path: Path) -> Iterator[SqliteStore]:
    """As the running bot has it open, and as a desk or a command beside it does."""
    with closing(SqliteStore(path, is_locked=request.param)) as store:
        store.sync_feeds([make_feed()])
        yield store


def moved_folder(path: Path) -> None:
    """The state folder has another name."""
    path.parent.rename(path.parent.with_name("elsewhere"))


def deleted_folder(path: Path) -> None:
    """It is gone."""
    shutil.rmtree(path.parent)


def moved_file(path: Path) -> None:
    """Only the database has another name."""
    path.rename(path.with_name("old.db"))


def deleted_file(path: Path) -> None:
    """Only the database is gone."""
    path.unlink()


@pytest.mark.parametrize("taken_away", [moved_folder, deleted_folder, moved_file, deleted_file])
def test_nothing_is_written_or_read_when_the_file_is_gone(
    taken_away: Callable[[Path], None], store: SqliteStore, path: Path
) -> None:
    """Every write and every look is refused with the name and the remedy, in every thread; nothing is made anew."""
    taken_away(path)
    for _ in range(2):
        with pytest.raises(StoreGone, match=r"bot\.db is no longer there.*Put it back where it was"):
            store.set_triage(STORY, "taken", "Ana", NOON)
        with pytest.raises(StoreGone, match="no longer there"):
            store.feed_states()
    with ThreadPoolExecutor(1) as other, pytest.raises(StoreGone, match="no longer there"):
        other.submit(store.write, Write(), NOON).result()
    assert not path.exists()


def test_work_goes_on_when_the_folder_is_put_back(store: SqliteStore, path: Path) -> None:
    """With all that was in it, and nothing of what was refused."""
    moved_folder(path)
    with pytest.raises(StoreGone):
        store.set_triage(STORY, "taken", "Ana", NOON)
    path.parent.with_name("elsewhere").rename(path.parent)
    assert store.triage([STORY]) == {}
    store.set_triage(STORY, "done", "Ana", NOON)
    assert store.triage([STORY])[STORY].state == "done"
    assert list(store.feed_states()) == ["diario"]


def test_a_file_taken_away_within_a_transaction_is_told(store: SqliteStore, path: Path) -> None:
    """Between its steps: rolled back. At its very end: told, so that nobody believes it was kept here."""

    def between() -> None:
        with store.together():
            store.set_triage(STORY, "seen", "Ana", NOON)
            moved_folder(path)
            store.set_triage(STORY, "taken", "Ana", NOON)

    def at_the_end() -> None:
        with store.together():
            store.set_triage(STORY, "seen", "Ana", NOON)
            moved_folder(path)

    elsewhere = path.parent.with_name("elsewhere")
    with pytest.raises(StoreGone, match="no longer there"):
        between()
    elsewhere.rename(path.parent)
    assert store.triage([STORY]) == {}
    with pytest.raises(StoreGone, match="while it was written"):
        at_the_end()
    elsewhere.rename(path.parent)
    store.check()


def test_a_bot_does_not_go_on_with_another_database_in_its_place(path: Path, tmp_path: Path) -> None:
    """Another file of the same name is not the one whose lock it holds."""
    with closing(SqliteStore(path, is_locked=True)) as store:
        moved_folder(path)
        SqliteStore(path).close()
        with pytest.raises(StoreGone, match="another file now"):
            store.set_triage(STORY, "taken", "Ana", NOON)
    with closing(SqliteStore(path)) as fresh:
        assert fresh.triage([STORY]) == {}


def test_a_desk_goes_on_with_a_restored_database(path: Path, tmp_path: Path) -> None:
    """`pregonero restore` under a running desk: it reads and writes the restored one from then on, in every thread."""
    with closing(SqliteStore(path)) as desk, ThreadPoolExecutor(1) as other:
        desk.set_triage(STORY, "seen", "Ana", NOON)
        back_up(path, tmp_path / "copy.db")
        desk.set_triage(STORY, "done", "Ana", NOON)
        assert other.submit(desk.triage, [STORY]).result()[STORY].state == "done"
        restore(path, tmp_path / "copy.db", NOON)
        assert desk.triage([STORY])[STORY].state == "seen"
        assert other.submit(desk.triage, [STORY]).result()[STORY].state == "seen"
        desk.set_triage(STORY, "taken", "Ben", NOON)
    with closing(SqliteStore(path)) as again:
        assert again.triage([STORY])[STORY].who == "Ben"


@pytest.mark.parametrize("statement", ["CREATE TABLE theirs (x)", None])
def test_a_desk_writes_into_no_database_that_is_not_ours(statement: str | None, path: Path) -> None:
    """Another program's, or an empty file: refused again and again, and left as it is, byte by byte."""
    with closing(SqliteStore(path)) as desk:
        moved_folder(path)
        path.parent.mkdir()
        path.touch()
        if statement:
            with closing(sqlite3.connect(path)) as conn:
                conn.execute(statement)
        before = path.read_bytes()
        for _ in range(2):
            with pytest.raises(StoreError, match=r"bot\.db is (a database of another program|another file now)"):
                desk.set_triage(STORY, "taken", "Ana", NOON)
    assert path.read_bytes() == before
