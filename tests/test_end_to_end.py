"""The whole bot on loopback: newsroom, parse worker, database, fake Slack, files. Real servers and model, no sleeps."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import NOON
from world_kit import PAGE, TITLE, World, feed, item, open_world

from bot.app import App, load_config
from bot.domain import Fate
from bot.newsroom.feeds import Answer, Edit
from bot.newsroom.slack_faults import AnswerLost, ApiFault


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two outlets and a workspace."""
    with open_world(tmp_path) as world:
        yield world


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
