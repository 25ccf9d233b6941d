"""What can still be read of a damaged database is kept, what cannot is told, and the damaged file stays."""

import random
from contextlib import closing
from pathlib import Path

import pytest
from fakes import NOON
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlite_utils.utils import sqlite3
from store_kit import PAGE_BYTES, fill, overwrite, pages_of, reading

from bot.domain import ItemId
from bot.errors import StoreDamaged, StoreError
from bot.store import SalvageReport, SqliteStore, TableReport, salvage
from bot.store.database import Connections

ITEMS = 200


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is not to be changed."""
    path = tmp_path_factory.mktemp("sound") / "bot.db"
    fill(path, ITEMS)
    return path


@pytest.fixture
def database(sound: Path, tmp_path: Path) -> Path:
    """A copy to be damaged."""
    path = tmp_path / "bot.db"
    path.write_bytes(sound.read_bytes())
    return path


def tables(report: SalvageReport) -> dict[str, TableReport]:
    """By name."""
    return {table.name: table for table in report.tables}


def read_all(store: SqliteStore) -> None:
    """What the bot reads of each kind."""
    store.feed_states()
    store.items_since(NOON.replace(year=2000), 1_000)
    store.stories_seen(NOON.replace(year=2000), NOON.replace(year=2030))
    store.ledger()
    store.outbox()


def test_a_torn_page_costs_its_rows_and_what_hangs_on_them(database: Path) -> None:
    """All others are there, the store opens, and the damaged file has kept its bytes."""
    torn = pages_of(database, "items")[5]
    overwrite(database, [torn])
    damaged = database.read_bytes()
    with pytest.raises(StoreDamaged):
        SqliteStore(database)
    report = salvage(database, NOON)
    by_name = tables(report)
    lost = by_name["items"].lost
    assert 0 < lost < 20
    assert by_name["items"] == TableReport(name="items", saved=ITEMS - lost, lost=lost, is_whole=False)
    assert by_name["verdicts"].lost == by_name["figures"].lost == lost
    assert by_name["item_keys"].lost == 2 * lost
    assert by_name["outbox"] == TableReport(name="outbox", saved=ITEMS, lost=0, is_whole=True)
    assert report.set_aside is not None
    assert report.set_aside.read_bytes() == damaged
    with closing(SqliteStore(database)) as store:
        store.check()
        assert store.item(ItemId("i-000200")) is not None


def test_a_torn_index_costs_nothing(database: Path) -> None:
    """Indexes are made anew."""
    overwrite(database, pages_of(database, "items_first_seen"))
    report = salvage(database, NOON)
    assert {(t.saved, t.lost) for t in report.tables if t.name == "items"} == {(ITEMS, 0)}
    with reading(database) as store:
        assert len(store.items_since(NOON.replace(year=2000), 1_000)) == ITEMS


@pytest.mark.parametrize("torn", ["substr(story, 1, 40)", "7", "CAST(story AS BLOB)"])
def test_documents_that_are_torn_are_not_taken_over(database: Path, torn: str) -> None:
    """A story whose text was cut, or became something else, would stop the bot when it is read."""
    with closing(sqlite3.connect(database)) as conn:
        conn.execute(f"UPDATE stories SET story = {torn} WHERE story_id = 's-000003'")  # noqa: S608  # as above
        conn.commit()
    by_name = tables(salvage(database, NOON))
    assert (by_name["stories"].saved, by_name["stories"].lost) == (ITEMS - 1, 1)
    assert by_name["story_keys"].lost == 2


def test_a_file_that_was_cut_short_gives_what_is_left(database: Path) -> None:
    """As after a copy that broke off."""
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) * 9 // 10 // PAGE_BYTES * PAGE_BYTES])
    with pytest.raises(StoreDamaged):
        SqliteStore(database)
    report = salvage(database, NOON)
    assert sum(table.saved for table in report.tables) > ITEMS
    SqliteStore(database).close()


def test_a_sound_database_comes_through_whole(database: Path) -> None:
    """Nothing is lost by salvaging for no reason."""
    report = salvage(database, NOON)
    assert all(table.is_whole and not table.lost for table in report.tables)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + b"\xff" * 9_000])
def test_a_file_without_anything_of_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """No empty database takes its place: the next poll would flood the channel."""
    path = tmp_path / "bot.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="nothing can be saved"):
        salvage(path, NOON)
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["bot.db"]


def test_a_source_without_anything_of_ours_is_advised_as_one(database: Path, tmp_path: Path) -> None:
    """It is no database in whose place a backup could be put: another file is to be named."""
    (tmp_path / "notes.txt").write_bytes(b"no database")
    with pytest.raises(StoreError, match=r"notes\.txt.*Name another file") as caught:
        salvage(database, NOON, source=tmp_path / "notes.txt")
    assert "in its place" not in str(caught.value)
    SqliteStore(database).close()


def test_a_damaged_backup_can_be_the_source(database: Path, tmp_path: Path) -> None:
    """The database that was there is set aside like any other."""
    backup = tmp_path / "backup.db"
    backup.write_bytes(database.read_bytes())
    overwrite(backup, [pages_of(backup, "stories")[0]])
    database.write_bytes(b"rubbish")
    report = salvage(database, NOON, source=backup)
    assert report.set_aside is not None
    assert report.set_aside.read_bytes() == b"rubbish"
    SqliteStore(database).close()
    with pytest.raises(StoreError, match="no file"):
        salvage(database, NOON, source=tmp_path / "none.db")


@settings(max_examples=settings().max_examples // 2)  # each mends a whole database
@given(seed=st.integers(0, 2**32), pages=st.integers(1, 60))
def test_no_damage_breaks_the_salvage(
    sound: Path, tmp_path_factory: pytest.TempPathFactory, seed: int, pages: int
) -> None:
    """Whatever pages are torn: a sound database, or a word that nothing can be saved and an untouched file."""
    path = tmp_path_factory.mktemp("torn") / "bot.db"
    path.write_bytes(sound.read_bytes())
    chosen = random.Random(seed)  # noqa: S311  # no secret
    count = path.stat().st_size // PAGE_BYTES
    overwrite(path, [chosen.randint(1, count) for _ in range(pages)])
    damaged = path.read_bytes()
    try:
        report = salvage(path, NOON)
    except StoreDamaged:
        assert path.read_bytes() == damaged
        return
    assert report.set_aside is not None
    assert report.set_aside.read_bytes() == damaged
    with closing(SqliteStore(path)) as store:
        store.check()
        store.items_since(NOON.replace(year=2000), 1_000)
        store.stories_seen(NOON.replace(year=2000), NOON.replace(year=2030))


@settings(max_examples=settings().max_examples // 2)
@given(seed=st.integers(0, 2**32), flips=st.integers(1, 200))
@example(seed=110, flips=18)  # a story's text became a shorter blob
def test_bytes_that_rotted_are_not_taken_over(
    sound: Path, tmp_path_factory: pytest.TempPathFactory, seed: int, flips: int
) -> None:
    """SQLite does not notice what changes inside a document or a time; whatever was saved can be read afterwards."""
    path = tmp_path_factory.mktemp("rotten") / "bot.db"
    content = bytearray(sound.read_bytes())
    chosen = random.Random(seed)  # noqa: S311  # no secret
    for _ in range(flips):
        content[chosen.randrange(len(content))] = chosen.randrange(256)
    path.write_bytes(content)
    try:
        salvage(path, NOON)
    except StoreDamaged:
        assert path.read_bytes() == content
        return
    with closing(SqliteStore(path)) as store:
        store.check()
        read_all(store)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stories SET story = replace(story, 'opened_at', 'opened_bt')",
        "UPDATE items SET first_seen = '2026-10-05T11:00:00C000000Z'",
        "UPDATE items SET title = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_rotten_value_is_told_as_damage(database: Path, statement: str) -> None:
    """With what to do; before, it was an error of the parser of JSON, at every poll."""
    with closing(sqlite3.connect(database)) as conn:
        conn.execute("DROP TRIGGER items_search_changed")
        conn.execute(statement)
        conn.commit()
    with closing(SqliteStore(database)) as store, pytest.raises(StoreDamaged, match="restore --salvage"):
        read_all(store)


def _count_wrongly(connections: Connections) -> None:
    with connections.reading():
        int("no number")


def test_an_error_of_our_own_is_not_told_as_damage(database: Path) -> None:
    """A bug that raises a ValueError while the store is read: nobody is to restore a sound database for it."""
    with closing(Connections(database)) as connections, pytest.raises(ValueError, match="invalid literal"):
        _count_wrongly(connections)
