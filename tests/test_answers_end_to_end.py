"""From a pressed button to the card that shows it: the whole bot, with a fake Slack that speaks Socket Mode."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fakes import NOON, FakeClock

from bot.app import App, load_config, open_store
from bot.config import Config
from bot.newsroom import slack_people as people
from bot.newsroom.feeds import Newsroom, ScriptedFeed, ScriptedItem
from bot.newsroom.slack import AnswerLost, ApiFault, FakeSlack, SlackMessage

TITLE = "Mexico hands over 37 cartel suspects to the United States"
FIRST = (TITLE, NOON - timedelta(minutes=30))


@dataclass
class Desk:
    """A newsroom, a workspace and a configuration with buttons."""

    clock: FakeClock
    slack: FakeSlack
    config: Config

    def play(self, app: App, rounds: int = 6) -> None:
        """Ticks a second apart."""
        for _ in range(rounds):
            app.tick(self.clock.advance(1), wait_s=0.5)

    @property
    def card(self) -> SlackMessage:
        """The one card."""
        (card,) = [m for m in self.slack.messages if m.thread_ts is None]
        return card


def courier(*items: tuple[str, datetime]) -> ScriptedFeed:
    """The outlet's feed, with these headlines since then."""
    scripted = tuple(
        ScriptedItem(guid=f"g{n}", title=title, link=f"/g{n}.html", appears_at=at, body=f"{title}.")
        for n, (title, at) in enumerate(items)
    )
    return ScriptedFeed(path="/courier.xml", title="Courier", items=scripted, language="en")


def fates(desk: Desk) -> list[tuple[str, str]]:
    """Title and reason of every item."""
    with closing(sqlite3.connect(desk.config.database)) as db:
        return list(db.execute("SELECT title, fate_reason FROM items"))


@pytest.fixture
def newsroom(clock: FakeClock) -> Iterator[Newsroom]:
    """One outlet with one handover."""
    with Newsroom(clock) as newsroom:
        newsroom.add_feed(courier(FIRST))
        yield newsroom


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newsroom: Newsroom, clock: FakeClock) -> Iterator[Desk]:
    """The bot's set-up with buttons."""
    with FakeSlack(clock=clock) as slack:
        monkeypatch.setenv("ANSWERS_TOKEN", slack.token)
        monkeypatch.setenv("ANSWERS_APP_TOKEN", slack.app_token)
        file = tmp_path / "config.toml"
        file.write_text(
            f'[http]\nallow_addresses = ["{newsroom.allow_address}"]\n[alerts]\ntimezone = "UTC"\n'
            f'[channels.desk]\ntype = "slack"\ntoken_env = "ANSWERS_TOKEN"\napp_token_env = "ANSWERS_APP_TOKEN"\n'
            f'channel = "C0DESK"\napi_url = "{slack.api_url}"\n[health]\nchannel = "desk"\n'
            f'[[feeds]]\nid = "courier"\nname = "Courier"\nurl = "{newsroom.url("/courier.xml")}"\nlanguage = "en"\n'
            'reliability = "B"\ninterval_min = 1\n',
            encoding="utf-8",
        )
        yield Desk(clock, slack, load_config(file))


def test_a_press_is_stored_and_shown_on_the_card(desk: Desk) -> None:
    """Who and when; a second press and a redelivery change nothing; somebody else's answer stands beside it."""
    with App(desk.config, desk.clock) as app:
        app.listen()
        assert desk.slack.sockets.wait_connected()
        desk.play(app)
        first = people.press(desk.slack, desk.card, "pregonero:not_relevant")
        assert first.acked
        assert [label.who for label in app.store.labels()] == ["U0ANA"]  # before anything else happens
        people.press(desk.slack, desk.card, "pregonero:not_relevant")
        desk.slack.sockets.deliver_envelope(first.envelope)
        people.press(desk.slack, desk.card, "pregonero:relevant", user="U0BEN")
        desk.play(app)
        assert [(x.kind, x.who, x.topic) for x in app.store.labels()] == [
            ("not_relevant", "U0ANA", "transfer"),
            ("relevant", "U0BEN", "transfer"),
        ]
        shown = desk.card.visible_text
        assert "*Not relevant*: <@U0ANA> 5 Oct 12:00" in shown
        assert "*Relevant*: <@U0BEN> 5 Oct 12:00" in shown
        assert len(people.buttons(desk.card)) == 9
        people.press(desk.slack, desk.card, "pregonero:take_back")
        desk.play(app)
        assert "U0ANA" not in desk.card.visible_text
        assert "U0BEN" in desk.card.visible_text


def test_a_muted_story_says_until_when(desk: Desk) -> None:
    """A day, in this channel, by that person."""
    with App(desk.config, desk.clock) as app:
        app.listen()
        assert desk.slack.sockets.wait_connected()
        desk.play(app)
        assert people.press(desk.slack, desk.card, "pregonero:mute_24h").acked
        desk.play(app)
        (mute,) = app.store.mutes_in_force(desk.clock.now())
        assert (mute.kind, mute.channel, mute.who) == ("story", "desk", "U0ANA")
        assert "*Muted until 6 Oct 12:00*: <@U0ANA>" in desk.card.visible_text


def test_a_muted_story_is_not_told_on(desk: Desk, newsroom: Newsroom) -> None:
    """A second report corrects the card, which nobody is called for, and opens no reply; its fate says why."""
    with App(desk.config, desk.clock) as app:
        app.listen()
        assert desk.slack.sockets.wait_connected()
        desk.play(app)
        assert people.press(desk.slack, desk.card, "pregonero:mute_story").acked
        later = "Mexico hands over 37 cartel suspects to the United States; lawyers of three of them protest in court"
        newsroom.add_feed(courier(FIRST, (later, desk.clock.now())))
        desk.clock.advance(120)
        desk.play(app, rounds=12)
        (item,) = [row for row in fates(desk) if row[0] == later]
        assert item[1].startswith("muted for good by U0ANA")
        assert [m for m in desk.slack.messages if m.thread_ts is not None] == []


def test_a_press_survives_the_end_of_the_bot(desk: Desk) -> None:
    """Written and acknowledged, not yet shown; the next start shows it, whatever happens to the edit."""
    with App(desk.config, desk.clock) as app:
        app.listen()
        assert desk.slack.sockets.wait_connected()
        desk.play(app)
        assert people.press(desk.slack, desk.card, "pregonero:wrong_figure").acked
    assert "Wrong figure*" not in desk.card.visible_text
    desk.slack.fail("chat.update", ApiFault("internal_error"), AnswerLost())
    with App(desk.config, desk.clock) as app:
        desk.play(app, rounds=60)
    assert "*Wrong figure*: <@U0ANA>" in desk.card.visible_text
    with closing(open_store(desk.config)) as store:
        assert [label.kind for label in store.labels()] == ["wrong_figure"]
        assert not store.outbox(["dead", "unconfirmed", "pending", "sending"])


def test_a_refused_app_token_is_a_health_message_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alerts go on without buttons that work; nothing else of the bot is touched."""
    monkeypatch.setenv("ANSWERS_APP_TOKEN", "xapp-of-yesterday")
    config = load_config(desk.config.file)
    for _ in range(2):
        with App(config, desk.clock) as app:
            app.listen()
            for _ in range(40):
                desk.play(app, rounds=1)
                if len(desk.slack.messages) == 2:
                    break
    told = [m.visible_text for m in desk.slack.messages if "Socket Mode" in m.visible_text]
    assert len(told) == 1
    assert "invalid_auth" in told[0]
    assert "make a new one" in told[0]
    assert "xapp" not in told[0]
    assert len([m for m in desk.slack.messages if TITLE in m.visible_text]) == 1


def test_cards_have_no_buttons_while_the_app_token_is_refused(desk: Desk, newsroom: Newsroom) -> None:
    """The sentences stand on the card then; once people are heard again, its next edit brings the buttons."""

    def buttons() -> int:
        (card,) = [m for m in desk.slack.messages if m.thread_ts is None and "Socket Mode" not in m.visible_text]
        return len(people.buttons(card))

    with App(desk.config, desk.clock) as app:
        app.refused("Slack refuses to connect: invalid_auth", "make a new one")
        desk.play(app)
        assert buttons() == 0
        app.heard()
        later = "Mexico hands over 37 cartel suspects to the United States; lawyers of three of them protest in court"
        newsroom.add_feed(courier(FIRST, (later, desk.clock.now())))
        desk.clock.advance(120)
        desk.play(app, rounds=12)
        assert buttons() >= 7


def test_without_an_app_token_cards_have_no_buttons(desk: Desk) -> None:
    """And nobody connects."""
    file = desk.config.file
    file.write_text(file.read_text().replace('app_token_env = "ANSWERS_APP_TOKEN"\n', ""), encoding="utf-8")
    with App(load_config(file), desk.clock) as app:
        app.listen()
        desk.play(app)
    assert people.buttons(desk.card) == []
    assert desk.slack.sockets.connections_opened == 0


def test_a_changed_configuration_changes_who_may_press(desk: Desk) -> None:
    """The running bot takes it over, and the connection stays; without the token it ends."""
    with App(desk.config, desk.clock) as app:
        app.listen()
        assert desk.slack.sockets.wait_connected()
        desk.play(app)
        file = desk.config.file
        file.write_text(file.read_text().replace('channel = "C0DESK"', 'channel = "C0DESK"\nlabellers = ["U0BEN"]'))
        desk.play(app)
        assert people.press(desk.slack, desk.card, "pregonero:relevant").acked
        assert people.press(desk.slack, desk.card, "pregonero:relevant", user="U0BEN").acked
        assert [label.who for label in app.store.labels()] == ["U0BEN"]
        assert desk.slack.sockets.connections_opened == 1
        file.write_text(file.read_text().replace('app_token_env = "ANSWERS_APP_TOKEN"\n', ""))
        desk.play(app)
        assert desk.slack.sockets.wait(lambda: desk.slack.sockets.open == 0)


def test_somebody_asks_in_slack_why(desk: Desk) -> None:
    """The item's way through the stages, its fate too; a headline works, a file of the machine is a headline."""
    with App(desk.config, desk.clock) as app:
        app.listen()
        assert desk.slack.sockets.wait_connected()
        desk.play(app)
        people.shortcut(desk.slack, desk.card, "pregonero_explain")
        text = desk.slack.sockets.wait_whispers(1)[0].text
        for words in (f"title: {TITLE}", "fate: outbox: alerted", "*transfer: flagged*", "37: persons_transferred"):
            assert words in text
        people.command(desk.slack, "explain /etc/passwd")
        assert "title: /etc/passwd" in desk.slack.sockets.wait_whispers(2)[1].text
        people.command(desk.slack, "explain http://127.0.0.1:1/private")
        assert "cannot be read" in desk.slack.sockets.wait_whispers(3)[2].text
