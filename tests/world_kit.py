"""A whole bot on loopback for a test to play with: newsroom, fake Slack, state folder, configuration."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from fakes import NOON, FakeClock

from bot.app import App, load_config
from bot.channels import Secret, SlackSettings, build
from bot.channels.labels import WordLanguage
from bot.config import Config
from bot.newsroom.feeds import Newsroom, ScriptedFeed, ScriptedItem
from bot.newsroom.slack import FakeSlack, SlackMessage

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


@contextmanager
def open_world(folder: Path) -> Iterator[World]:
    """A newsroom with one English and one Spanish outlet, and a Slack workspace."""
    clock = FakeClock(NOON)
    with Newsroom(clock) as newsroom, FakeSlack(clock=clock) as slack:
        file = folder / "config.toml"
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
        yield World(clock, newsroom, slack, folder, load_config(file))


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
