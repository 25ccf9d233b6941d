"""A database of any earlier schema comes up to date with all that was in it, and is like a new one then."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from fakes import NOON
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from bot.domain import FeedId, ItemId, StoryId
from bot.errors import StoreBusy, StoreError, StoreMissing
from bot.store import SqliteStore, StateLock, back_up, restore
from bot.store.schema import APPLICATION_ID, MIGRATIONS

# a dump of the first schema with a feed, an item, its verdict, figure, story, page, card and a digest
OLDEST = (Path(__file__).parents[1] / "data" / "schemas" / "first_schema.sql").read_text(encoding="utf-8")
NAMES = [migration.name for migration in MIGRATIONS._migrations]


def make_old(path: Path, up_to: str | None) -> None:
    """A database as it was before the migration of that name; None = as it is now."""
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(OLDEST)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        MIGRATIONS.apply(Database(conn), stop_before=[up_to] if up_to else [])


def schema(path: Path) -> set[tuple[str, str]]:
    """Tables with their columns, and indexes with theirs."""
    with closing(sqlite3.connect(path)) as conn:
        found = set()
        for kind, name in conn.execute(
            "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall():
            described = conn.execute(f"PRAGMA {kind}_info({name})").fetchall()
            found |= {(f"{kind} {name}", str(row[2] if kind == "index" else row[1:])) for row in described}
        return found


@pytest.fixture(params=[*NAMES[1:], None])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database of each earlier schema, and of the present one."""
    path = tmp_path / "bot.db"
    make_old(path, request.param)
    return path


def test_an_older_database_is_brought_up_to_date_with_its_content(old: Path, tmp_path: Path) -> None:
    """Its items, stories and messages are read as ever, and its tables are those of a new database."""
    with closing(SqliteStore(old)) as store:
        item = store.item(ItemId("i-000001"))
        assert item is not None
        assert item.judgement is not None
        assert item.judgement.flagged
        assert len(item.figures) == 1
        assert item.link is not None
        assert store.story(StoryId("s-000001")) is not None
        assert list(store.states_of([FeedId("diario")])) == ["diario"]
        assert store.page(ItemId("i-000001")) is not None
        assert store.last_window("daily") is not None
        assert store.known(["guid:1"]) != {}
        claimed = store.claim(NOON, ["desk"])
        assert claimed is not None
        assert claimed.message.dedupe_key == "card:1"
        store.check()
    SqliteStore(tmp_path / "new.db").close()
    assert schema(old) == schema(tmp_path / "new.db")


def test_an_older_database_is_backed_up_and_restored(old: Path, tmp_path: Path) -> None:
    """The copy is of its version, as one wants before an update; what is put in place is brought up to date."""
    backup = back_up(old, tmp_path / "copies" / "a.db")
    assert (backup.items, backup.stories, schema(backup.path)) == (1, 1, schema(old))
    restored = restore(tmp_path / "state" / "bot.db", backup.path, NOON)
    assert (restored.items, restored.stories) == (1, 1)
    with closing(SqliteStore(restored.path, read_only=True)) as store:
        assert store.item(ItemId("i-000001")) is not None
    assert {file.name for file in restored.path.parent.iterdir()} <= {
        "bot.db",
        "bot.db-shm",
        "bot.db-wal",
        "pregonero.lock",
    }


@pytest.mark.skipif(len(NAMES) < 2, reason="there is one schema only")
def test_nothing_is_migrated_under_a_running_bot(tmp_path: Path) -> None:
    """A command of a newer version beside an older bot says so; with the lock, or without a bot, it goes on."""
    path = tmp_path / "bot.db"
    make_old(path, NAMES[1])
    lock = StateLock(tmp_path / "pregonero.lock")
    with pytest.raises(StoreBusy, match="earlier version"):
        SqliteStore(path)
    SqliteStore(tmp_path / "new.db").close()
    lock.release()
    SqliteStore(path).close()
    make_old(tmp_path / "other.db", NAMES[1])
    lock = StateLock(tmp_path / "pregonero.lock")
    SqliteStore(tmp_path / "other.db", is_locked=True).close()
    lock.release()


def test_parts_that_were_counted_are_numbered(tmp_path: Path) -> None:
    """What was sent before the update is not sent again after it."""
    path = tmp_path / "bot.db"
    make_old(path, "parts_by_number")
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE outbox SET parts_sent = 2")
    with closing(SqliteStore(path)) as store:
        assert [row.parts_there for row in store.outbox()] == [{1, 2}]


def test_those_who_make_a_database_at_the_same_moment_all_have_it(tmp_path: Path) -> None:
    """A bot, desks and commands that start together on a fresh folder: one makes it, the others wait and go on."""
    for n in range(5):
        path = tmp_path / str(n) / "bot.db"
        together = Barrier(4)

        def start(is_locked: bool, path: Path = path, together: Barrier = together) -> str:
            together.wait(timeout=10)
            with closing(SqliteStore(path, is_locked=is_locked)) as store:
                store.check()
                return "opened"

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(start, [True, False, False, False])) == ["opened"] * 4
        SqliteStore(path, read_only=True).close()


def test_a_database_that_another_one_is_making_is_none_yet(tmp_path: Path) -> None:
    """It is of no earlier version: readers say that there is none, and nobody meets a half of it."""
    path = tmp_path / "bot.db"
    lock = StateLock(tmp_path / "pregonero.lock")
    with closing(sqlite3.connect(path, isolation_level=None)) as making:
        making.execute("PRAGMA journal_mode = WAL")
        making.execute("BEGIN IMMEDIATE")
        making.execute("CREATE TABLE half (x)")
        with pytest.raises(StoreMissing, match=r"no database .* yet"):
            SqliteStore(path, read_only=True)
        making.execute("ROLLBACK")
    SqliteStore(path).close()
    lock.release()


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of its steps stays, so that the version that had made it goes on with it."""
    path = tmp_path / "bot.db"
    make_old(path, NAMES[-2])
    before = schema(path)

    def fail(db: Database) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(MIGRATIONS._migrations[-1], "fn", fail)
    with pytest.raises(StoreError, match="disk I/O"):
        SqliteStore(path)
    assert schema(path) == before
    monkeypatch.undo()
    SqliteStore(path).close()


def test_a_reader_migrates_and_creates_nothing(tmp_path: Path) -> None:
    """It says what would."""
    path = tmp_path / "bot.db"
    with pytest.raises(StoreError, match=r"no database .* yet"):
        SqliteStore(path, read_only=True)
    assert list(tmp_path.iterdir()) == []
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE ours (x)")
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with pytest.raises(StoreError, match="earlier version"):
        SqliteStore(path, read_only=True)


def test_parted_stories_become_parted_reports(tmp_path: Path) -> None:
    """What people parted before stays parted: the story names the reports that the other one held."""
    path = tmp_path / "bot.db"
    make_old(path, "parted_reports")
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE stories SET story = json_set(story, '$.apart', json('[\"s-000001\"]'))")
    with closing(SqliteStore(path)) as store:
        story = store.story(StoryId("s-000001"))
    assert story is not None
    assert story.apart == (ItemId("i-000001"),)


def test_a_storys_sentence_becomes_its_first_reports(tmp_path: Path) -> None:
    """Cards of before the update keep the sentence below their headline."""
    path = tmp_path / "bot.db"
    make_old(path, "leads_of_reports")
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE stories SET story = json_set(story, '$.lead', 'Doce presos.')")
    with closing(SqliteStore(path)) as store:
        story = store.story(StoryId("s-000001"))
    assert story is not None
    assert [report.lead for report in story.reports] == ["Doce presos.", *[""] * (len(story.reports) - 1)]
