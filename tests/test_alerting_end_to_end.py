"""What a newsroom hears in the end: quiet nights, webhooks, cards that died, stories that part. The whole bot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes import FakeClock

from bot.app import App, load_config
from bot.newsroom.feeds import Newsroom, ScriptedFeed, ScriptedItem
from bot.newsroom.slack import FakeSlack, SlackMessage
from bot.newsroom.slack_faults import ApiFault

NIGHT = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
WAKE = datetime(2026, 10, 6, 7, 0, tzinfo=UTC)
MANY = "Mexico hands over 37 cartel suspects to the United States"
MORE = "Mexico hands over 41 cartel suspects to the United States, officials correct the number"
ONE = "Mexico extradites cartel leader Ramón Cifuentes to the United States"
PLAN = "White House weighs missile attack on fentanyl labs in Sinaloa, officials say"


@dataclass
class World:
    """Two outlets that are heard in one channel; items are put into their feeds as time goes on."""

    clock: FakeClock
    newsroom: Newsroom
    slack: FakeSlack
    folder: Path

    def config(self, alerts: str = "", kind: str = "slack") -> Path:
        """The configuration's file."""
        where = f'channel = "C0DESK"\napi_url = "{self.slack.api_url}"\ntoken_env = "ALERTING_TOKEN"\n'
        if kind == "webhook":
            where = 'url_env = "ALERTING_HOOK"\n'
        feeds = "".join(
            f'[[feeds]]\nid = "{name}"\nname = "{name.title()}"\nurl = "{self.newsroom.url(f"/{name}.xml")}"\n'
            'language = "en"\nreliability = "B"\ninterval_min = 1\n'
            for name in ("courier", "gazette")
        )
        file = self.folder / "config.toml"
        file.write_text(
            f'[http]\nallow_addresses = ["{self.newsroom.allow_address}"]\n[alerts]\ntimezone = "UTC"\n{alerts}\n'
            f'[channels.desk]\ntype = "{kind}"\n{where}[[routes]]\nchannel = "desk"\n{feeds}',
            encoding="utf-8",
        )
        return file

    def publish(self, outlet: str, *items: tuple[str, datetime]) -> None:
        """What the outlet's feed holds: headlines, each since a moment."""
        scripted = tuple(
            ScriptedItem(
                guid=f"{outlet}-{n}",
                title=title,
                link=f"/{outlet}-{n}.html",
                appears_at=at,
                body=f"{title}.",
            )
            for n, (title, at) in enumerate(items)
        )
        self.newsroom.add_feed(ScriptedFeed(path=f"/{outlet}.xml", title=outlet.title(), items=scripted, language="en"))

    def play(self, app: App, minutes: int) -> None:
        """Lets so many minutes pass, with a few busy seconds in each."""
        for _ in range(minutes):
            for _ in range(4):
                app.tick(self.clock.advance(3), wait_s=0.3)
            self.clock.advance(48)

    @property
    def cards(self) -> list[SlackMessage]:
        """Top-level messages."""
        return [message for message in self.slack.messages if message.thread_ts is None]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """At night, with nothing published yet."""
    clock = FakeClock(NIGHT)
    with Newsroom(clock) as newsroom, FakeSlack(clock=clock) as slack:
        monkeypatch.setenv("ALERTING_TOKEN", slack.token)
        monkeypatch.setenv("ALERTING_HOOK", slack.webhook_url)
        world = World(clock, newsroom, slack, tmp_path)
        world.publish("courier")
        world.publish("gazette")
        yield world


QUIET = 'quiet_hours = "22:00-07:00"'


def test_a_night_ends_with_one_list(world: World) -> None:
    """Nothing but P1 in quiet hours; at their end one list with links and figures; what follows gets a card."""
    world.publish("courier", (ONE, NIGHT), (PLAN, NIGHT), (MANY, NIGHT))
    with App(load_config(world.config(QUIET)), world.clock) as app:
        world.play(app, 3)
        assert [("37" in m.text, m.calls) for m in world.cards] == [(True, [])]
        world.clock.at = WAKE
        world.play(app, 2)
        _, listed = world.cards
        assert "2 stories came in quiet hours" in listed.text
        assert "/courier-0.html|" in listed.visible_text
        assert "/courier-1.html|" in listed.visible_text
        world.publish("gazette", (f"{ONE}; he arrived in Texas", WAKE + timedelta(minutes=3)))
        world.play(app, 5)
    assert [m.key for m in world.slack.messages[2:]] == []


def test_a_single_story_of_the_night_is_a_card(world: World) -> None:
    """With all that a card has."""
    world.publish("courier", (ONE, NIGHT))
    with App(load_config(world.config(QUIET)), world.clock) as app:
        world.play(app, 3)
        assert world.cards == []
        world.clock.at = WAKE
        world.play(app, 2)
    (card,) = world.cards
    assert "P2 important" in card.visible_text


@pytest.mark.parametrize("kind", ["slack", "webhook"])
def test_what_follows_is_told(world: World, kind: str) -> None:
    """In the thread; through a webhook, which has none, as a message that names its card."""
    world.publish("courier", (MANY, NIGHT))
    world.publish("gazette", (MORE, NIGHT + timedelta(minutes=4)))
    with App(load_config(world.config(kind=kind)), world.clock) as app:
        world.play(app, 10)
    first, second = world.slack.messages[:2]
    assert "37" in (first.edits[0] if first.edits else first).text
    assert "41" in second.visible_text
    assert second.thread_ts == (first.ts if kind == "slack" else None)
    if kind == "webhook":
        assert second.text.startswith("↪")


def test_a_story_whose_card_died_gets_one_with_its_next_news(world: World) -> None:
    """Refused twice, the card is dead; a further report of the event opens it anew."""
    world.publish("courier", (MANY, NIGHT))
    world.publish("gazette", (MORE, NIGHT + timedelta(minutes=4)))
    world.slack.fail("chat.postMessage", ApiFault("invalid_blocks"), ApiFault("no_text"))
    with App(load_config(world.config()), world.clock) as app:
        world.play(app, 2)
        assert world.slack.messages == ()
        world.play(app, 6)
        assert app.store.outbox(("dead",)) == []
    (card,) = world.slack.messages
    assert "2 independent publishers" in card.visible_text


def test_a_route_by_rule_hears_of_what_fulfils_it(world: World) -> None:
    """And of nothing else."""
    world.publish("courier", (ONE, NIGHT), (MANY, NIGHT))
    file = world.config()
    rule = '[[topics.transfer.rules]]\nwhen = "cifuentes"\neffect = "+1"\nnote = "Cifuentes"\n'
    text = file.read_text(encoding="utf-8").replace(
        '[[routes]]\nchannel = "desk"\n', f'[[routes]]\nchannel = "desk"\nrules = ["Cifuentes"]\n{rule}'
    )
    file.write_text(text, encoding="utf-8")
    with App(load_config(file), world.clock) as app:
        world.play(app, 2)
    (card,) = world.slack.messages
    assert "Cifuentes" in card.text
