"""Copies are made beside a running bot, read whole, and put in place without overwriting anything."""

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from builders import make_message
from fakes import NOON
from sqlite_utils.utils import sqlite3
from store_kit import fill, overwrite, pages_of, reading, stored_item

from bot.domain import ItemId, Receipt, Write
from bot.errors import StoreDamaged, StoreError
from bot.store import SqliteStore, StateLock, back_up, compact, lock_file, restore


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A store of 30 items, the n-th seen n days ago."""
    path = tmp_path / "bot.db"
    fill(path, 30)
    return path


def names(folder: Path) -> list[str]:
    """Of the files in a folder."""
    return sorted(file.name for file in folder.iterdir())


def test_a_backup_is_one_file_that_holds_all(database: Path, tmp_path: Path) -> None:
    """It is read whole, counted, and opens like the database itself."""
    report = back_up(database, tmp_path / "copies" / "a.db")
    assert (report.items, report.stories, report.messages) == (30, 30, 30)
    assert names(tmp_path / "copies") == ["a.db"]
    with reading(report.path) as copy, reading(database) as store:
        assert copy.item(ItemId("i-000007")) == store.item(ItemId("i-000007"))


def test_a_backup_holds_one_moment_though_the_bot_goes_on_writing(database: Path, tmp_path: Path) -> None:
    """What is written between two steps of the copy is not in it, and does not start it anew."""
    steps = 0
    with closing(SqliteStore(database)) as bot:

        def write(done: int, total: int) -> None:
            nonlocal steps
            steps += 1
            bot.write(Write(items=(stored_item(1_000 + steps),)), NOON)

        # the stories of those items are missing, which SQLite would refuse
        bot._connections.db.conn.execute("PRAGMA foreign_keys = OFF")
        report = back_up(database, tmp_path / "a.db", write)
        assert (steps, report.items) == (1, 30)
        assert bot.item(ItemId("i-001001")) is not None


def test_what_exists_is_never_overwritten(database: Path, tmp_path: Path) -> None:
    """Neither by a backup nor by a restore, whose predecessor is set aside."""
    target = tmp_path / "a.db"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match=r"a\.db exists already"):
        back_up(database, target)
    assert target.read_text(encoding="utf-8") == "mine"
    with pytest.raises(StoreError, match="no database"):
        back_up(tmp_path / "none.db", tmp_path / "b.db")


def test_a_damaged_database_gives_no_backup(database: Path, tmp_path: Path) -> None:
    """A copy that cannot be trusted is not kept."""
    overwrite(database, pages_of(database, "items_first_seen"))
    with pytest.raises(StoreDamaged):
        back_up(database, tmp_path / "a.db")
    assert not list(tmp_path.glob("a.db*"))


def test_a_backup_onto_a_full_disk_is_explained(database: Path, tmp_path: Path) -> None:
    """Nothing half is left."""
    if not Path("/dev/full").exists():
        pytest.skip("no full disk here")
    with pytest.raises(StoreError, match=r"cannot write /dev/full/a\.db"):
        back_up(database, Path("/dev/full/a.db"))


def test_restore_puts_a_backup_in_place_and_sets_the_old_one_aside(database: Path, tmp_path: Path) -> None:
    """What was written since is in the file set aside, with its log."""
    backup = back_up(database, tmp_path / "a.db").path
    with closing(SqliteStore(database)) as bot:
        bot.prune(NOON)
        report = restore(database, backup, NOON)
    assert report.set_aside is not None
    with reading(database) as now, reading(report.set_aside) as before:
        assert now.item(ItemId("i-000007")).item.summary.startswith("resumen")  # type: ignore[union-attr]  # it is there
        assert before.item(ItemId("i-000007")).item.summary == ""  # type: ignore[union-attr]  # as above
    second = restore(database, backup, NOON)
    assert second.set_aside is not None
    assert second.set_aside.name == f"{report.set_aside.name}-2"


def test_a_log_of_the_old_file_does_not_meet_the_new_one(database: Path, tmp_path: Path) -> None:
    """A bot that was killed leaves a log, which SQLite would replay into whatever bears the name."""
    backup = back_up(database, tmp_path / "a.db").path
    (tmp_path / "bot.db-wal").write_bytes(b"a log")
    report = restore(database, backup, NOON)
    assert report.set_aside is not None
    assert (tmp_path / f"{report.set_aside.name}-wal").read_bytes() == b"a log"
    with reading(database) as store:
        store.check()


def test_messages_unsent_in_a_backup_are_in_doubt(database: Path, tmp_path: Path) -> None:
    """They may have gone out after it was made: each channel is asked, as after a crash. What is not due yet waits."""
    with closing(SqliteStore(database)) as bot:
        late = make_message(dedupe_key="late", story_id=None, not_before=NOON + timedelta(hours=1))
        bot.write(Write(messages=(late,)), NOON)
        bot.mark_sent(1, Receipt(ref="17.1"), NOON)
    restore(database, back_up(database, tmp_path / "a.db").path, NOON)
    with closing(SqliteStore(database)) as bot:
        states = {row.message.dedupe_key: row.state for row in bot.outbox()}
        assert (states["card:1"], states["card:2"], states["late"]) == ("sent", "sending", "pending")
        assert all(row.doubtful_since is not None for row in bot.interrupted())


@pytest.mark.parametrize("content", [b"no database", b"", None])
def test_what_is_no_backup_changes_nothing(database: Path, tmp_path: Path, content: bytes | None) -> None:
    """Text, an empty file, no file at all: told as what it is, and not as a damaged database, which could be mended."""
    before = database.read_bytes()
    backup = tmp_path / "a.db"
    if content is not None:
        backup.write_bytes(content)
    with pytest.raises(StoreError, match=r"a\.db.* (?:is no database|No such file).*othing was changed") as caught:
        restore(database, backup, NOON)
    assert "salvage" not in str(caught.value)
    assert database.read_bytes() == before


def test_a_damaged_backup_is_told_with_what_can_be_done(database: Path, tmp_path: Path) -> None:
    """Another one, or what is left of it; the database stays."""
    backup = back_up(database, tmp_path / "a.db").path
    before, whole = database.read_bytes(), backup.read_bytes()
    backup.write_bytes(whole[:5_000] + b"\xff" * 5_000 + whole[10_000:])
    with pytest.raises(StoreDamaged, match=r"a\.db is damaged, and nothing was changed.*restore .*a\.db --salvage"):
        restore(database, backup, NOON)
    assert database.read_bytes() == before


def test_a_database_of_another_program_is_no_backup(database: Path, tmp_path: Path) -> None:
    """Nor is one that is damaged where no quick look sees it."""
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as conn:
        conn.execute("CREATE TABLE theirs (x)")
    with pytest.raises(StoreError, match=r"another program.*pregonero backup"):
        restore(database, tmp_path / "theirs.db", NOON)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_what_holds_the_state_is_its_owners_alone(tmp_path: Path) -> None:
    """Database, log, lock, backups and what was restored, whatever the umask; rights that somebody set are kept."""
    before = os.umask(0o022)
    try:
        database, copies = tmp_path / "state" / "bot.db", tmp_path / "copies"
        (tmp_path / "linked.db").symlink_to(database)
        database.parent.mkdir()
        lock = StateLock(lock_file(database))
        with closing(SqliteStore(tmp_path / "linked.db", is_locked=True)) as bot:
            bot.write(Write(messages=(make_message(),)), NOON)
            found = {file.name: oct(file.stat().st_mode & 0o777) for file in database.parent.iterdir()}
            assert {"bot.db", "bot.db-shm", "bot.db-wal", "pregonero.lock"} <= set(found)
            assert set(found.values()) == {"0o600"}
            backup = back_up(database, copies / "a.db").path
        lock.release()
        restore(database, backup, NOON)
        assert {oct(file.stat().st_mode & 0o777) for file in (*copies.iterdir(), *database.parent.iterdir())} == {
            "0o600"
        }
        database.chmod(0o640)
        with closing(SqliteStore(database)):
            assert oct(database.stat().st_mode & 0o777) == "0o640"
    finally:
        os.umask(before)


def test_compacting_gives_space_back(tmp_path: Path) -> None:
    """Texts that were pruned are gone from the file, and the rest stays."""
    database = tmp_path / "large.db"
    fill(database, 200)
    with closing(SqliteStore(database)) as bot:
        assert bot.prune(NOON - timedelta(days=10)).texts == 190
        assert bot.prune(NOON - timedelta(days=10)).texts == 0
    before, after = compact(database)
    assert after < before
    with reading(database) as store:
        assert store.item(ItemId("i-000030")).item.title  # type: ignore[union-attr]  # it is there


def test_a_digest_that_was_sent_is_emptied_in_time(database: Path) -> None:
    """Its receipt stays; unsent ones keep their text however old."""
    with closing(SqliteStore(database)) as bot:
        for n, key in enumerate(("sent", "unsent"), start=31):
            bot.write(Write(messages=(make_message(dedupe_key=key, kind="digest", story_id=None),)), NOON)
            if key == "sent":
                bot.mark_sent(n, Receipt(ref="<m@x>"), NOON)
        assert bot.prune(NOON).digests == 0
        assert bot.prune(NOON + timedelta(days=1)).digests == 1
        assert {row.message.dedupe_key: row.message.payload == "" for row in bot.outbox(limit=2)} == {
            "sent": True,
            "unsent": False,
        }


def test_a_card_that_was_sent_keeps_its_text(database: Path) -> None:
    """Edits of it are made from it, and it is small."""
    with closing(SqliteStore(database)) as bot:
        bot.mark_sent(1, Receipt(ref="17.1"), NOON)
        assert bot.prune(NOON + timedelta(days=1)).digests == 0
        card = bot.message(1)
        assert card is not None
        assert card.message.payload


def test_other_tools_read_while_the_bot_writes(database: Path) -> None:
    """A reader sees one moment, holds nobody up, and can change nothing."""
    with closing(SqliteStore(database)) as bot, reading(database) as other:
        assert len(other.outbox()) == 30
        bot.write(Write(messages=(make_message(dedupe_key="new"),)), NOON)
        assert len(other.outbox()) == 31
        with pytest.raises(StoreError):
            other.write(Write(messages=(make_message(dedupe_key="more"),)), NOON)
