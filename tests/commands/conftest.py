"""A newsroom and a Slack workspace for all commands, and a state folder in which the bot has done one round."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_kit import NOISE, SPANISH, TITLE, TOKEN_ENV, Ended, call

from bot.clock import SystemClock
from bot.newsroom.feeds import Newsroom, ScriptedFeed, ScriptedItem
from bot.newsroom.slack import FakeSlack, SlackMessage


@dataclass(frozen=True)
class FirstRound:
    """What the first round on an empty state left."""

    config: Path  # not to be changed: see `lived`
    ended: Ended
    posted: tuple[SlackMessage, ...]


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    """An English outlet with a handover and football, a Spanish one with the same handover, and a page."""
    now = datetime.now(UTC)
    with Newsroom(SystemClock()) as newsroom:
        for path, language, titles in (("/courier.xml", "en", (TITLE, NOISE)), ("/diario.xml", "es", (SPANISH,))):
            items = tuple(
                ScriptedItem(
                    guid=f"{path}-{n}",
                    title=title,
                    link=f"{path}-{n}.html",
                    appears_at=now - timedelta(minutes=40 + n),
                    body=f"{title}. The text of the page behind it says the same at some length, so that it is read.",
                )
                for n, title in enumerate(titles)
            )
            newsroom.add_feed(ScriptedFeed(path=path, title=path, items=items, language=language))
        newsroom.add_page(
            "/page.html",
            f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1><p>The government flew 37 "
            "members of criminal groups to American jails on Tuesday, and said that it was the third operation of its "
            "kind.</p><p>With this group, 92 people have been sent north so far.</p></article></body></html>",
        )
        newsroom.add_page("/empty.html", "")
        yield newsroom


@pytest.fixture(scope="session")
def slack() -> Iterator[FakeSlack]:
    """A workspace that lets the token in."""
    with FakeSlack() as slack, pytest.MonkeyPatch.context() as patch:
        patch.setenv(TOKEN_ENV, slack.token)
        yield slack


@pytest.fixture(scope="session")
def config_text(newsroom: Newsroom, slack: FakeSlack) -> str:
    """A configuration that reads the newsroom and posts to the workspace; feeds come last."""
    feeds = "".join(
        f'[[feeds]]\nid = "{name}"\nname = "{name.title()}"\nurl = "{newsroom.url(f"/{name}.xml")}"\n'
        f'language = "{language}"\nreliability = "B"\n'
        for name, language in (("courier", "en"), ("diario", "es"))
    )
    return (
        f'[http]\nallow_addresses = ["{newsroom.allow_address}"]\nuser_agent = "tests (desk@example.org)"\n'
        f'[channels.desk]\ntype = "slack"\ntoken_env = "{TOKEN_ENV}"\nchannel = "C0DESK"\napi_url = "{slack.api_url}"\n'
        f'[[routes]]\nchannel = "desk"\n[[digests]]\nid = "daily"\nat = "07:00"\ntimezone = "UTC"\n{feeds}'
    )


@pytest.fixture(scope="session")
def first_round(config_text: str, slack: FakeSlack, tmp_path_factory: pytest.TempPathFactory) -> FirstRound:
    """One `run --once`."""
    before = len(slack.messages)
    config = tmp_path_factory.mktemp("lived") / "config.toml"
    config.write_text(config_text, encoding="utf-8")
    ended = call("run", "--once", "-c", config)
    return FirstRound(config, ended, slack.messages[before:])


@pytest.fixture
def lived(first_round: FirstRound, tmp_path: Path) -> Path:
    """A copy of the configuration and state after one round."""
    shutil.copytree(first_round.config.parent, tmp_path / "lived")
    return tmp_path / "lived" / "config.toml"


@pytest.fixture
def config(config_text: str, tmp_path: Path) -> Path:
    """The configuration with an empty state."""
    file = tmp_path / "config.toml"
    file.write_text(config_text, encoding="utf-8")
    return file
