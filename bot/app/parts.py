"""Parts of the bot, built from its configuration by their concrete classes: store, fetcher, channels, digests, mind."""

import gc
import os
from collections.abc import Mapping
from pathlib import Path

from bot import config as configuration
from bot.app.models import load_embedder, load_lexicon, topics
from bot.article import robots_allows
from bot.channels import CheckedChannel, FileSettings, MailSettings, build, has_buttons, without_buttons
from bot.config import Config
from bot.domain import Item, Language, Topic
from bot.errors import ConfigError
from bot.fetch import HttpFetcher
from bot.jobs.answers import Answers
from bot.jobs.digests import DigestChannels, Digester
from bot.jobs.pasted import item_of_page
from bot.jobs.reshape import Reshaping
from bot.jobs.think import Mind
from bot.ports import Clock, Lexicon, Scorer
from bot.store import SqliteStore
from bot.worker import ParserProcess

# channels that need no table of their own; a colon keeps them apart from names in config.toml
DIGEST_FILES = "digest:files"
DIGEST_MAIL = "digest:mail"
# Objects made since the last look for rubbish in circles: nearly all are freed at once, so Python's 700 is far too few.
_OBJECTS_BETWEEN_LOOKS = 10_000


def rest_collector() -> None:
    """What is loaded by now stays, and is never looked through for rubbish again; what comes, less often."""
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)


def load_config(file: Path, *, with_secrets: bool = True) -> Config:
    """Reads and checks a configuration against the topics there are.

    Args:
        file: config.toml.
        with_secrets: they have to be in the environment; otherwise they are left out, and nothing can be sent.

    Raises:
        ConfigError: with every problem.
    """
    return configuration.load(file, topics=topics(), environ=os.environ if with_secrets else None)


def read_config(text: str, file: Path) -> Config:
    """Checks a draft of a configuration as if it stood in that file.

    Raises:
        ConfigError: with every problem.
    """
    return configuration.parse(text, file, topics=topics())


def require_feeds(config: Config) -> None:
    """Asked before a bot starts, and before a running one takes a changed file over: it needs something to read.

    Raises:
        ConfigError: there is no feed, or none that is enabled.
    """
    if not config.feeds:
        raise ConfigError([f"{config.file}: there is nothing to read; add [[feeds]]"])


def open_store(config: Config, *, is_locked: bool = False, read_only: bool = False) -> SqliteStore:
    """The database of a configuration, for commands beside a running bot; see `bot.store.SqliteStore`.

    Raises:
        StoreError: it cannot be used.
    """
    return SqliteStore(config.database, is_locked=is_locked, read_only=read_only)


def mind_of(config: Config, scorers: Mapping[Topic, Scorer], lexicon: Lexicon) -> Mind:
    """What the thinking stages need."""
    return Mind(
        scorers=scorers,
        lexicon=lexicon,
        rules=config.rules,
        thresholds=config.thresholds,
        routes=config.routes,
        policy=config.alerts,
        embedder=load_embedder(),
        config_version=config.version,
        languages=languages_of(config),
    )


def languages_of(config: Config) -> dict[str, Language]:
    """Which language each channel's messages are written in; files have none."""
    return {name: getattr(settings, "language", "und") for name, settings in config.channels.items()}


def open_fetcher(config: Config, clock: Clock) -> HttpFetcher:
    """Reads addresses as the bot would; to be used as a context manager."""
    return HttpFetcher(config.http, clock=clock, robots_allows=robots_allows)


def item_at(url: str, config: Config, clock: Clock) -> Item:
    """An item of the page at an address, read as the bot would.

    Raises:
        BotError: it cannot be read; the message is for a person.
    """
    with open_fetcher(config, clock) as fetcher, open_worker() as worker:
        return item_of_page(url, fetcher, worker, clock.now(), timeout_s=config.http.total_timeout_s + 5)


def open_worker() -> ParserProcess:
    """Parses as the bot would; to be used as a context manager."""
    return ParserProcess()


def digester_of(store: SqliteStore, config: Config) -> Digester:
    """The digests of a configuration."""
    return Digester(store, config.digests, digest_channels(config), config.feeds, topics())


def answers_of(store: SqliteStore, config: Config) -> Answers:
    """Takes down what people answer; cards in channels with buttons show it."""
    with_buttons = [name for name, settings in config.channels.items() if has_buttons(settings)]
    return Answers(store, with_buttons, languages_of(config))


def reshaping_of(store: SqliteStore, config: Config) -> Reshaping:
    """Carries out what people say of stories: that one is two, that two are one, that a report is of another."""
    return Reshaping(
        store=store,
        routes=config.routes,
        policy=config.alerts,
        languages=languages_of(config),
        lexicon=load_lexicon(config),
    )


def channels_of(config: Config, *, are_heard: bool = True) -> dict[str, CheckedChannel]:
    """All channels of a configuration, with those that digests go through.

    Args:
        config: checked.
        are_heard: people's presses of buttons; without that cards have none.
    """
    settings = {name: each if are_heard else without_buttons(each) for name, each in config.channels.items()}
    channels: dict[str, CheckedChannel] = {name: build(name, each) for name, each in settings.items()}
    channels[DIGEST_FILES] = build(DIGEST_FILES, FileSettings(path=config.state_dir / "digests"))
    if config.smtp is not None:
        channels[DIGEST_MAIL] = build(DIGEST_MAIL, MailSettings(smtp=config.smtp))
    return channels


def digest_channels(config: Config) -> DigestChannels:
    """The ways that a digest may go."""
    return DigestChannels(mail=DIGEST_MAIL if config.smtp is not None else None, files=DIGEST_FILES)
