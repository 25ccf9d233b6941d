"""The whole bot on loopback: newsroom, parse worker, database, fake Slack, files. Real servers and model, no sleeps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import NOON, FakeClock

from bot.app import App, load_config
from bot.channels import Secret, SlackSettings, build
from bot.channels.labels import WordLanguage
from bot.config import Config
from bot.domain import Fate
from bot.errors import StoreError
from bot.newsroom.feeds import Answer, Edit, Newsroom, ScriptedFeed, ScriptedItem
from bot.newsroom.slack import FakeSlack, SlackMessage
from bot.newsroom.slack_faults import AnswerLost, ApiFault

TITLE = "Mexico hands over 37 cartel suspects to the United States"
PAGE = """The government of Mexico flew 37 members of criminal groups to American jails on 20 January.
It was the third operation of its kind; with this group, 92 people have been sent north so far during this term.
Officials also say that they have seized 320 tonnes of drugs since October 2024.
"""


@dataclass
class World:
    """Everything a test moves and looks at."""

    clock: FakeClock
    newsroom: Newsroom
    slack: FakeSlack
    folder: Path
    config: Config

    def app(self, language: WordLanguage = "en") -> App:
        """A bot on this world's state folder."""
        settings = SlackSettings(
            token=Secret(self.slack.token), channel="C0DESK", api_url=self.slack.api_url, language=language
        )
        return App(self.config, self.clock, channels={"desk": build("desk", settings)})

    def play(self, app: App, until: Callable[[], bool] = lambda: False, rounds: int = 30) -> None:
        """Ticks a second apart until `until` holds, or nothing is left to read and to say."""
        for _ in range(rounds):
            app.tick(self.clock.advance(1), wait_s=0.5)
            if until():
                return

    @property
    def cards(self) -> list[SlackMessage]:
        """Top-level messages in Slack."""
        return [message for message in self.slack.messages if message.thread_ts is None]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A newsroom with one English and one Spanish outlet, and a Slack workspace."""
    clock = FakeClock(NOON)
    with Newsroom(clock) as newsroom, FakeSlack(clock=clock) as slack:
        file = tmp_path / "config.toml"
        feeds = "".join(
            f'[[feeds]]\nid = "{name}"\nname = "{name.title()}"\nurl = "{newsroom.url(f"/{name}.xml")}"\n'
            f'language = "{language}"\nreliability = "B"\ninterval_min = 1\n'
            for name, language in (("courier", "en"), ("diario", "es"))
        )
        file.write_text(
            f'[http]\nallow_addresses = ["{newsroom.allow_address}"]\n[channels.desk]\ntype = "terminal"\n'
            f'[[routes]]\nchannel = "desk"\n[health]\nchannel = "desk"\n{feeds}',
            encoding="utf-8",
        )
        yield World(clock, newsroom, slack, tmp_path, load_config(file))


def feed(name: str, *items: ScriptedItem, language: str = "en") -> ScriptedFeed:
    """A feed under the path that the configuration asks."""
    return ScriptedFeed(path=f"/{name}.xml", title=name.title(), items=items, language=language)


def item(guid: str, title: str, *, minutes_ago: float = 30, **changes: object) -> ScriptedItem:
    """An item that has been in its feed for a while."""
    values: dict[str, object] = {
        "guid": guid,
        "title": title,
        "link": f"/{guid}.html",
        "appears_at": NOON - timedelta(minutes=minutes_ago),
    }
    return ScriptedItem(**(values | changes))  # type: ignore[arg-type]  # fields by name


def test_an_item_becomes_one_card_with_its_page_figures(world: World) -> None:
    """From a headline with a page behind it: 37 as this event, 92 as the total, each with its sentence."""
    world.newsroom.add_feed(feed("courier", item("a1", TITLE, body=PAGE)))
    world.newsroom.add_feed(feed("diario", language="es"))
    with world.app() as app:
        world.play(app)
    assert len(world.slack.messages) == 1
    card = world.cards[0].visible_text
    for words in ("37", "92", "92 people have been sent north so far"):
        assert words in card


@pytest.mark.parametrize("link", ["/empty.html", "/nowhere.html"])
def test_a_page_without_text_holds_its_card_back_no_longer(link: str, world: World) -> None:
    """Nothing to read, or no page at all: the card goes out although the eight seconds have not passed."""
    world.newsroom.add_page("/empty.html", "<html><body></body></html>")
    world.newsroom.add_feed(feed("courier", item("a1", TITLE, link=world.newsroom.url(link))))
    world.newsroom.add_feed(feed("diario", language="es"))
    with world.app() as app:
        for _ in range(20):
            app.tick(world.clock.now(), wait_s=0.5)
            if world.cards:
                break
    assert len(world.cards) == 1
    assert len(world.newsroom.requests_to(link)) == 1


def test_an_alerted_item_stays_alerted_when_its_page_is_read(world: World) -> None:
    """What became of it is not overwritten by what its page adds."""
    world.newsroom.add_feed(feed("courier", item("a1", TITLE, body=PAGE)))
    world.newsroom.add_feed(feed("diario", language="es"))
    with world.app() as app:
        world.play(app)
        (stored,) = app.store.items_since(NOON - timedelta(hours=1), 10)
    assert stored.item.text_read == "page"
    assert stored.fate == Fate(stage="outbox", reason="alerted")


def test_polling_again_and_restarting_says_nothing_new(world: World) -> None:
    """The same feed for an hour, across a restart, is one card."""
    world.newsroom.add_feed(feed("courier", item("a1", TITLE)))
    world.newsroom.add_feed(feed("diario", language="es"))
    for _ in range(2):
        with world.app() as app:
            world.play(app)
            for _ in range(10):
                app.tick(world.clock.advance(timedelta(minutes=6)), wait_s=0.5)
    assert len(world.slack.messages) == 1
    assert len(world.newsroom.requests_to("/courier.xml")) > 5


def test_a_second_outlet_in_the_other_language_joins_the_story(world: World) -> None:
    """The Spanish report of the same handover makes no second card."""
    world.newsroom.add_feed(feed("courier", item("a1", TITLE, minutes_ago=60)))
    spanish = item(
        "b1",
        "México entrega a 37 presuntos integrantes de cárteles a Estados Unidos",
        summary="Los 37 detenidos fueron trasladados en siete aviones.",
        minutes_ago=50,
    )
    world.newsroom.add_feed(feed("diario", spanish, language="es"))
    with world.app() as app:
        world.play(app)
    assert len(world.cards) == 1


def test_a_corrected_count_edits_the_card_and_is_told_in_the_thread(world: World) -> None:
    """The same item with another number: a reply, and the card shows the new number."""
    edit = Edit(at=NOON + timedelta(minutes=5), title=TITLE.replace("37", "32"))
    world.newsroom.add_feed(feed("courier", item("a1", TITLE, edits=(edit,))))
    world.newsroom.add_feed(feed("diario", language="es"))
    with world.app() as app:
        world.play(app)
        world.clock.advance(timedelta(minutes=10))
        world.play(app)
    assert len(world.cards) == 1
    assert "32" in world.cards[0].visible_text
    assert world.cards[0].edits
    assert any("32" in message.visible_text for message in world.slack.thread(world.cards[0].ts))


def test_lookalikes_stay_silent(world: World) -> None:
    """Football transfers, labour strikes, prison moves and New Mexico are read, judged and not told."""
    world.newsroom.add_feed(
        feed(
            "courier",
            item("n1", "New Mexico prison transfers 12 inmates to Texas"),
            item("n2", "Striker completes transfer from Monterrey to Houston Dynamo"),
            item("n3", "Teachers' strike shuts schools in Oaxaca for a second week"),
        )
    )
    world.newsroom.add_feed(feed("diario", item("n4", "Trasladan a 40 reos al penal de Tabasco"), language="es"))
    with world.app() as app:
        world.play(app)
        counts = app.store.counts(NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    assert world.slack.messages == ()
    assert (counts.read, counts.judged, counts.flagged) == (4, 4, 0)


def test_a_feed_that_is_down_holds_up_nothing_and_is_told_once(world: World) -> None:
    """Errors of one feed: the other's alert goes out; the health channel hears of it once, and of its recovery."""
    world.newsroom.add_feed(feed("diario", language="es"))
    world.newsroom.answer_always("/diario.xml", Answer(status=500))
    world.newsroom.add_feed(feed("courier", item("a1", TITLE)))
    with world.app() as app:
        world.play(app)
        assert len(world.cards) == 1
        for _ in range(40):
            app.tick(world.clock.advance(timedelta(minutes=30)), wait_s=0.5)
        notices = [message.visible_text for message in world.cards[1:]]
        assert len(notices) == 1
        assert "Diario" in notices[0]
        world.newsroom.answer_always("/diario.xml", None)
        for _ in range(20):
            app.tick(world.clock.advance(timedelta(hours=1)), wait_s=0.5)
    assert len(world.cards) == 3


def test_slack_down_or_silent_loses_and_doubles_nothing(world: World) -> None:
    """A lost answer is looked up; the card is there once."""
    world.newsroom.add_feed(feed("courier", item("a1", TITLE)))
    world.newsroom.add_feed(feed("diario", language="es"))
    world.slack.fail("chat.postMessage", AnswerLost())
    with world.app() as app:
        world.play(app, rounds=40)
        assert not app.in_doubt
        assert app.store.outbox(("pending", "sending", "dead", "unconfirmed")) == []
    assert len(world.slack.messages) == 1


def test_the_first_poll_of_a_feed_does_not_flood(world: World) -> None:
    """Of many recent items three open cards, the rest is one line; old ones stay silent."""
    people = ("Aguirre Luna", "Bañuelos Paz", "Cifuentes Rey", "Duarte Sol", "Escobedo Mar", "Farías Cruz")
    fresh = [
        item(f"f{n}", f"Mexico hands over {count} cartel suspects to the United States, {name} among them")
        for n, (count, name) in enumerate(zip((6, 15, 40, 110, 300, 800), people, strict=True))
    ]
    old = item("old", "Mexico hands over 400 cartel suspects to the United States", minutes_ago=60 * 40)
    world.newsroom.add_feed(feed("courier", *fresh, old))
    world.newsroom.add_feed(feed("diario", language="es"))
    with world.app() as app:
        world.play(app)
    keys = [message.key or "" for message in world.cards]
    assert sum(":card:" in key for key in keys) <= 3
    assert sum(":fold:" in key for key in keys) == 1
    assert not any("over 400" in message.visible_text for message in world.slack.messages)


def test_what_the_hourly_cap_held_is_one_honest_list_an_hour_later(world: World) -> None:
    """P2 stories over the cap, of two feeds: no card for them, one message that names them all and says why."""
    file = world.folder / "config.toml"
    file.write_text(file.read_text(encoding="utf-8") + "[alerts]\nhourly_cap = 1\n", encoding="utf-8")
    world.config = load_config(file)
    people = ("Ramiro Aguirre Luna", "Saúl Bañuelos Paz", "Efraín Cifuentes Rey", "Tomás Duarte Sol")
    titles = [f"Mexico agrees to extradite cartel boss {name} to the United States" for name in people]
    world.newsroom.add_feed(feed("courier", *(item(f"c{n}", title) for n, title in enumerate(titles[:2]))))
    world.newsroom.add_feed(
        feed("diario", *(item(f"d{n}", title) for n, title in enumerate(titles[2:])), language="es")
    )
    with world.app() as app:
        world.play(app)
        (card,) = world.cards
        app.tick(world.clock.advance(timedelta(minutes=58)), wait_s=0.5)
        assert len(world.cards) == 1
        world.clock.advance(timedelta(minutes=2))
        world.play(app)
        world.clock.advance(timedelta(hours=2))
        world.play(app)
    held = [message.visible_text for message in world.cards[1:]]
    assert len(held) == 1
    assert "3 stories were held back by the hourly limit since 5 Oct 12:00 UTC" in held[0]
    assert sum(name in held[0] for name in people) == 3
    assert all((name in card.visible_text) != (name in held[0]) for name in people)


def test_a_story_that_goes_into_another_points_to_it(world: World) -> None:
    """A report is of both: thread and card of the one that ends point on, and later news goes to the other card."""
    alias = item("d1", "Extraditan a Estados Unidos a “El Zurdo”", minutes_ago=90)
    name = item("c1", "Mexico hands capo Noe Arriaga over, lands in Chicago", minutes_ago=65)
    both = item("c2", "Mexico extradites Noe Arriaga, “El Zurdo”, to Chicago", minutes_ago=-5)
    later = item("d2", "Extraditan a “El Zurdo”, llega a Chicago", minutes_ago=-60)
    world.newsroom.add_feed(feed("courier", name, both))
    world.newsroom.add_feed(feed("diario", alias, later, language="es"))
    with world.app() as app:
        world.play(app)
        first, second = world.cards
        world.clock.advance(timedelta(minutes=10))
        world.play(app)
        world.clock.advance(timedelta(hours=1))
        world.play(app)
        stories = {story.id: story for story in app.store.latest_stories(5)}
    (gone,) = [story for story in stories.values() if story.merged_into is not None]
    (kept,) = [story for story in stories.values() if story.merged_into is None]
    assert len(kept.reports) == 4
    ended, goes_on = (first, second) if gone.id in (first.key or "") else (second, first)
    (pointer,) = world.slack.thread(ended.ts)
    assert "Same event, continued in" in pointer.visible_text
    assert gone.merged_into is not None
    assert gone.merged_into.title in pointer.visible_text
    assert f"/archives/C0DESK/p{goes_on.ts.replace('.', '')}|" in pointer.visible_text
    now = {message.ts: message.visible_text for message in world.cards}
    assert "Same event, continued in" in now[ended.ts]
    assert "Diario" in now[goes_on.ts]
    assert "Courier" in now[goes_on.ts]
    assert len(now) == 2


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


def test_messages_that_die_are_told_once_in_the_health_channel(world: World) -> None:
    """Two alerts that Slack takes neither as blocks nor as text: one notice; in Spanish where the channel is."""
    other = item("a2", "Mexico hands over 300 cartel suspects to the United States, Duarte Sol among them")
    world.newsroom.add_feed(feed("courier", item("a1", TITLE), other))
    world.newsroom.add_feed(feed("diario", language="es"))
    for _ in range(4):
        world.slack.fail("chat.postMessage", ApiFault("invalid_blocks"))
    with world.app(language="es") as app:
        world.play(app)
        assert len(app.store.outbox(("dead",))) == 2
    (notice,) = world.slack.messages
    assert "No se entregan mensajes a desk: el primero, una alerta, Slack refused" in notice.visible_text
    assert notice.calls == []


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


def test_digests_are_files_without_a_mail_server(world: World) -> None:
    """The day's digest lies in the state folder, with the story of the day in it."""
    file = world.folder / "config.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + '[[digests]]\nid = "daily"\nat = "13:00"\ntimezone = "UTC"\n', encoding="utf-8")
    world.newsroom.add_feed(feed("courier", item("a1", TITLE)))
    world.newsroom.add_feed(feed("diario", language="es"))
    with App(load_config(file), world.clock) as app:
        world.play(app)
        world.clock.at = NOON + timedelta(minutes=61)
        world.play(app, rounds=5)
    html = (world.folder / "state" / "digests" / "daily-2026-10-05.html").read_text(encoding="utf-8")
    assert TITLE in html


SEED = Path(__file__).parents[2] / "shared" / "seed" / "crisis-group-transfer-article.txt"


@pytest.mark.skipif(not SEED.is_file(), reason="the article that the project began with is not part of the project")
def test_the_article_that_the_project_began_with(world: World) -> None:
    """Title and standfirst in the feed, the page behind the link: both topics, 37 and 92 with their sentences."""
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    title = lines[0]
    at = next(n for n, line in enumerate(lines) if line.startswith("Crisis Group expert"))
    paragraphs = "".join(f"<p>{line}</p>" for line in lines[at:])
    page = f"<html><head><title>{title}</title></head><body><nav>438 Articles</nav><article><h1>{title}</h1>"
    page += f"<div class='meta'>4 mins read</div>{paragraphs}</article></body></html>"
    link = world.newsroom.add_page("/seed.html", page)
    world.newsroom.add_feed(feed("courier", item("seed", title, summary=lines[at], link=link)))
    world.newsroom.add_feed(feed("diario", language="es"))
    with world.app() as app:
        world.play(app)
        stored = app.store.items_since(NOON - timedelta(days=1), 10)[0]
    assert stored.judgement is not None
    assert {verdict.topic for verdict in stored.judgement.flagged} == {"transfer", "strike_threat"}
    assert stored.item.text_read == "page"
    shown = {(f.measure, f.value, f.scope) for f in stored.figures}
    assert ("persons_transferred", 37.0, "this_event") in shown
    assert ("persons_transferred_cumulative", 92.0, "cumulative") in shown
    assert not any(f.value in (4.0, 438.0) for f in stored.figures)
    card = world.cards[0].visible_text
    assert "on 20 January transferred 37 members of criminal groups" in card
    assert "the 92 transfers carried out so far" in card


def test_the_atom_feed_is_written_and_renewed_with_its_stories(world: World) -> None:
    """A file beside the database: with a story once there is one, and left alone while nothing changes."""
    file = world.folder / "state" / "stories.atom"
    text = world.config.file.read_text(encoding="utf-8")
    world.config.file.write_text(f'{text}\n[atom]\nfile = "stories.atom"\n', encoding="utf-8")
    world.config = load_config(world.config.file)
    world.newsroom.add_feed(feed("courier"))
    world.newsroom.add_feed(feed("diario", language="es"))
    with world.app() as app:
        app.tick(world.clock.now(), wait_s=0.5)
        assert "<entry>" not in file.read_text(encoding="utf-8")
        world.newsroom.add_feed(feed("courier", item("a1", TITLE)))
        world.clock.advance(60)
        world.play(app, lambda: bool(app.store.stories_seen(NOON, NOON + timedelta(hours=1))))
        app.tick(world.clock.advance(60))
        assert TITLE in file.read_text(encoding="utf-8")
        written = file.stat().st_ino  # a new file replaces the old one
        app.digest(world.clock.advance(60))
        assert file.stat().st_ino == written


def test_a_clock_set_back_costs_no_story_its_digest_and_gives_no_second_one(world: World) -> None:
    """A story learned of in the hour that comes twice stands in the next day's digest, once."""
    text = world.config.file.read_text(encoding="utf-8") + '\n[[digests]]\nid = "d"\nat = "12:05"\ntimezone = "UTC"\n'
    world.config.file.write_text(text, encoding="utf-8")
    world.config = load_config(world.config.file)
    for name in ("courier", "diario", "late"):
        world.newsroom.add_feed(feed(name, *([item("a1", TITLE, minutes_ago=60)] if name == "late" else [])))
    with world.app() as app:
        world.clock.advance(360)
        world.play(app, rounds=3)
        first = app.store.last_window("d")
        assert first is not None
    world.clock.advance(-1_800)  # and the bot starts again, with one feed more
    address = world.newsroom.url("/late.xml")
    more = f'\n[[feeds]]\nid = "late"\nname = "Late"\nurl = "{address}"\nlanguage = "en"\ninterval_min = 1\n'
    world.config.file.write_text(text + more, encoding="utf-8")
    world.config = load_config(world.config.file)
    with world.app() as app:
        world.play(app, lambda: bool(app.store.stories_seen(NOON, NOON + timedelta(hours=1))))
        assert world.clock.now() < first.ends_at
        for hours in (0.5, 1, 23, 24):
            app.digest(world.clock.advance(hours * 3600))
        digests = [row.message for row in app.store.outbox() if row.message.kind == "digest"]
        texts = [" ".join(row.payload.split()) for row in digests]
    assert len(digests) == 3
    assert sum(TITLE in text for text in texts) == 1
