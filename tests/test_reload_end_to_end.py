"""A running bot and its configuration: taken over while it runs, or refused with the old one in force."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from world_kit import TITLE, World, feed, item, open_world

from bot.errors import StoreError


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two outlets and a workspace."""
    with open_world(tmp_path) as world:
        yield world


def test_a_changed_configuration_is_taken_over_or_refused(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A new feed is polled without a restart; a file with a mistake changes nothing and is explained."""
    world.newsroom.add_feed(feed("courier"))
    world.newsroom.add_feed(feed("diario", language="es"))
    world.newsroom.add_feed(feed("third", item("t1", TITLE)))
    file = world.folder / "config.toml"
    text = file.read_text(encoding="utf-8")
    with world.app() as app:
        world.play(app, rounds=3)
        file.write_text(text + "\nnonsense = true\n", encoding="utf-8")
        world.play(app, rounds=5)
        assert any("refused" in record.message for record in caplog.records)
        (told,) = [message.visible_text for message in world.cards]
        assert "The changed config.toml is refused, the old one stays in force: " in told
        assert "nonsense" in told
        third = (
            f'[[feeds]]\nid = "third"\nname = "Third"\nurl = "{world.newsroom.url("/third.xml")}"\nlanguage = "en"\n'
        )
        file.write_text(text + third, encoding="utf-8")
        world.play(app)
    assert len(world.cards) == 2


@pytest.mark.parametrize("is_emptied", [True, False], ids=["an empty file", "no feed that is enabled"])
def test_a_changed_configuration_without_feeds_is_refused_as_at_a_start(is_emptied: bool, world: World) -> None:
    """A file caught while an editor writes it, or with its feeds taken out: the bot goes on reading, and says why."""
    world.newsroom.add_feed(feed("courier", item("t1", TITLE)))
    world.newsroom.add_feed(feed("diario", language="es"))
    file = world.folder / "config.toml"
    text = file.read_text(encoding="utf-8")
    with world.app() as app:
        file.write_text("" if is_emptied else text.replace("[[feeds]]", "[[feeds]]\nenabled = false"), encoding="utf-8")
        world.play(app)
        assert [feed.id for feed in app.config.feeds] == ["courier", "diario"]
    told, card = (message.visible_text for message in world.cards)
    assert "The changed config.toml is refused, the old one stays in force: " in told
    assert "there is nothing to read; add [[feeds]]" in told
    assert "37" in card


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_changes_while_the_bot_starts_is_taken_over(
    line_end: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Between reading the file and having all ready lie seconds; an unchanged file is not read once more."""
    file = world.folder / "config.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8", newline=line_end)
    with world.app() as app, caplog.at_level("INFO", logger="bot.app"):
        app.poll(world.clock.now())
        assert "configuration taken over" not in caplog.text
    file.write_text(f"{text}[watch]\npeople = ['Ana Prueba']\n", encoding="utf-8", newline=line_end)
    with world.app() as app:
        app.poll(world.clock.now())
        assert app.config.people == ("Ana Prueba",)


class _LockedOnce:
    """A store that another program holds when it is asked to keep something, once."""

    def __init__(self, store: object) -> None:
        self._store = store
        self.is_locked = True

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def keep(self, *args: object) -> None:
        """Fails the first time."""
        if self.is_locked:
            self.is_locked = False
            raise StoreError("cannot write: another program holds it")
        self._store.keep(*args)  # type: ignore[attr-defined]  # as any store


def test_a_changed_configuration_is_taken_over_later_where_the_database_is_locked(world: World) -> None:
    """The store fails while the file is looked at: the change waits, and is not forgotten."""
    world.newsroom.add_feed(feed("courier", item("t1", TITLE)))
    world.newsroom.add_feed(feed("diario", language="es"))
    with world.app() as app:
        world.play(app, rounds=3)
        app.store = _LockedOnce(app.store)  # type: ignore[assignment]  # all else is the store's
        text = world.config.file.read_text(encoding="utf-8")
        world.config.file.write_text(text.replace('name = "Courier"', 'name = "The Courier"'), encoding="utf-8")
        world.play(app, rounds=8)
        assert not app.store.is_locked  # type: ignore[attr-defined]
        assert "The Courier" in [each.name for each in app.config.feeds]


def test_other_models_are_told_once(world: World) -> None:
    """At the first start with them, which is no news at the very first start; restarts say nothing."""
    for name in ("courier", "diario"):
        world.newsroom.add_feed(feed(name))
    for version in (None, "older-1", None):
        with world.app() as app:
            world.play(app, rounds=5)
            if version:
                app.store.note_version("model", version, world.clock.now())
    (notice,) = [message.visible_text for message in world.cards]
    assert "Other models judge from now on: " in notice
    assert "before older-1" in notice
