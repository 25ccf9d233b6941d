"""`backup`, `restore` and `prune`, as the shell sees them."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON, make_item, make_message
from command_kit import call
from sqlite_utils import Database

from bot.domain import Fate, ItemId, Receipt, StoredItem, Write
from bot.store import SqliteStore, StateLock


def state(config: Path) -> Path:
    """The state folder of a configuration."""
    return config.parent / "state"


def names(folder: Path, pattern: str) -> list[str]:
    """Of files that match."""
    return sorted(path.name for path in folder.glob(pattern))


def test_a_backup_comes_back(lived: Path) -> None:
    """Beside a bot that holds the lock; what was there is set aside; the bot goes on with what was restored."""
    lock = StateLock(state(lived) / "pregonero.lock")
    made = call("backup", "-c", lived)
    assert made.code == 0
    assert "3 items" in made.text
    (backup,) = (state(lived) / "backups").glob("*.db")
    for salvage in ((), ("--salvage",)):
        refused = call("restore", backup, *salvage, "-c", lived)
        assert (refused.code, "another Pregonero is running" in refused.err) == (3, True)
    lock.release()
    restored = call("restore", backup, "-c", lived, "--json")
    assert restored.code == 0
    assert restored.json["items"] == 3
    assert Path(restored.json["set_aside"]).exists()
    assert call("run", "--once", "-c", lived).code == 0


def test_only_so_many_backups_are_kept(lived: Path) -> None:
    """The oldest go; files of other names stay."""
    folder = state(lived) / "backups"
    folder.mkdir()
    for name in ("pregonero-20260101T000000Z.db", "pregonero-20260102T000000Z.db", "before-the-move.db"):
        (folder / name).write_bytes(b"old")
    made = call("backup", "-c", lived, "--keep", "2", "--json")
    assert [Path(path).name for path in made.json["deleted"]] == ["pregonero-20260101T000000Z.db"]
    assert len(names(folder, "*.db")) == 3
    assert call("backup", folder / "x.db", "--keep", "2", "-c", lived).code == 2


def test_what_cannot_be_restored_is_told_with_what_could(lived: Path) -> None:
    """No file, a missing one, the database itself, an existing target: usage errors that name the newest backup."""
    assert "there is none in" in call("restore", "-c", lived).err
    call("backup", "-c", lived)
    (backup,) = (state(lived) / "backups").glob("*.db")
    for arguments in ((), ("nowhere.db",), (str(state(lived) / "pregonero.db"),)):
        ended = call("restore", *arguments, "-c", lived)
        assert ended.code == 2
        assert backup.name in ended.err
    assert call("backup", backup, "-c", lived).code == 2


@pytest.mark.parametrize("salvage", [(), ("--salvage",)])
@pytest.mark.parametrize("kind", ["text", "empty", "theirs", "missing"])
def test_a_wrong_file_leaves_nothing_behind(config: Path, kind: str, salvage: tuple[str, ...]) -> None:
    """Before the first run no state folder comes of it, with a lock in it."""
    file = config.with_name("wrong.db")
    if kind == "theirs":
        with closing(Database(file)) as db:
            db.conn.execute("CREATE TABLE theirs (x)")
    elif kind != "missing":
        file.write_bytes(b"notes" if kind == "text" else b"")
    before = names(config.parent, "*")
    ended = call("restore", *(() if kind == "missing" and salvage else (file,)), *salvage, "-c", config)
    assert ended.code == (2 if kind == "missing" and not salvage else 1)
    assert names(config.parent, "*") == before


def test_a_damaged_database_is_salvaged(lived: Path) -> None:
    """What can be read is kept, what was lost is told with numbers, and the bot runs again."""
    database = state(lived) / "pregonero.db"
    with closing(Database(database)) as db:
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = db.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'items'").fetchone()[0]
    content = bytearray(database.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    database.write_bytes(content)
    assert call("run", "--once", "-c", lived).code == 1
    assert call("backup", "-c", lived).code == 1
    ended = call("restore", "--salvage", "-c", lived)
    assert ended.code == 0
    assert "items: 0 saved, 3 lost" in ended.text
    assert "lies at" in ended.text
    assert call("run", "--once", "-c", lived).code == 0


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1_000])
def test_nothing_to_salvage_is_told_and_the_file_stays(lived: Path, content: bytes) -> None:
    """Exit code 1, and no empty database in its place."""
    database = state(lived) / "pregonero.db"
    for path in state(lived).glob("pregonero.db*"):
        path.unlink()
    database.write_bytes(content)
    ended = call("restore", "--salvage", "-c", lived, "--json")
    assert (ended.code, "nothing can be saved" in ended.err) == (1, True)
    assert database.read_bytes() == content


def test_pruning_says_what_goes(lived: Path) -> None:
    """Fresh items stay; a dry run changes nothing; space is given back only while no bot runs."""
    assert call("prune", "-c", lived, "--json").json["items"] == 0
    assert (
        "The texts of 0 items older than 1 day would be emptied"
        in call("prune", "--dry-run", "--keep-days", "1", "-c", lived).text
    )
    assert "bytes before" in call("prune", "--vacuum", "-c", lived).text
    assert call("prune", "--vacuum", "--dry-run", "-c", lived).code == 2
    lock = StateLock(state(lived) / "pregonero.lock")
    assert call("prune", "-c", lived).code == 0
    assert call("prune", "--vacuum", "-c", lived).code == 3
    lock.release()


def test_a_dry_run_of_pruning_counts_what_the_prune_after_it_does(lived: Path) -> None:
    """Texts, digests, and models and configurations alike; nothing is changed by counting."""
    long_ago = NOON - timedelta(days=40)
    with closing(SqliteStore(state(lived) / "pregonero.db")) as store:
        store.write(Write(messages=(make_message(dedupe_key="old", kind="digest", story_id=None),)), long_ago)
        (digest,) = [row for row in store.outbox(("pending",)) if row.message.kind == "digest"]
        store.mark_sent(digest.seq, Receipt(ref=None), long_ago)
        fate = Fate(stage="judge", reason="below threshold")
        item = make_item(id=ItemId("i-old"), summary="Doce presos.", first_seen=long_ago)
        store.write(Write(items=(StoredItem(item=item, judgement=None, figures=(), fate=fate),)), long_ago)
        store.keep("config", "of long ago", b"", long_ago)
    texts = [call("prune", *dry, "-c", lived).text.split() for dry in (("--dry-run",), ("--dry-run",), (), ())]
    assert texts[0] == texts[1]
    assert " ".join(texts[0]).startswith("The texts of 1 item older than")
    assert "1 digest would be emptied that" in " ".join(texts[0])
    assert "1 model or configuration would be forgotten" in " ".join(texts[0])
    assert "1 digest was emptied that" in " ".join(texts[2])
    assert "1 model or configuration was forgotten" in " ".join(texts[2])
    assert "digest" not in texts[3]
    assert "configuration" not in texts[3]
