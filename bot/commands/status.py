"""`status`: how the bot is doing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot import codec
from bot.clock import SystemClock
from bot.commands.common import (
    DEFAULT_CONFIG,
    AsJson,
    ConfigFile,
    is_running,
    load,
    model_text,
    opened_store,
    out,
    plain_text,
    print_json,
    second,
    table,
)
from bot.compose import span
from bot.wording import counted

if TYPE_CHECKING:
    from bot.config import Config
    from bot.store import Overview

_ALIVE = timedelta(minutes=5)  # ten beats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    topic: str
    version: str
    threshold: float


def status(
    config: ConfigFile = DEFAULT_CONFIG,
    alive: Annotated[
        bool, typer.Option("--alive", help="Only say, by exit code 0 or 1, whether a bot has run in the last 5 min.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show feeds, queue, outbox, models, the last alerts with their latency, and the database."""
    loaded = load(config)
    now = SystemClock().now()
    with opened_store(loaded, read_only=True) as store:
        if alive:
            mark = store.alive_at()
            raise typer.Exit(0 if mark is not None and now - mark < _ALIVE else 1)
        seen = store.overview(now)
        states = store.feed_states()
    polled = [feed for feed in loaded.feeds if feed.id in states and states[feed.id].health != "new"]
    never_polled = len(loaded.feeds) - len(polled)
    models = _models(loaded)
    running = is_running(loaded)
    if as_json:
        print_json({"running": running, "models": models, "never_polled": never_polled, **codec.plain(seen)})
        return
    _print(loaded, seen, models, now, running=running, never_polled=never_polled)


def _models(config: "Config") -> list[_Model]:
    from bot.app import load_scorers

    return [
        _Model(topic=topic, version=scorer.version, threshold=config.thresholds.get(topic, scorer.threshold))
        for topic, scorer in load_scorers(config).items()
    ]


def _print(
    config: "Config", seen: "Overview", models: list[_Model], now: datetime, *, running: bool, never_polled: int
) -> None:
    shown = table()
    last = f"; last alive {_ago(seen.alive_at, now)}" if seen.alive_at else ""
    shown.add_row("bot", ("running" if running else "not running") + last)
    by_health = _listed({name: count for name, count in seen.feeds.items() if name != "new"})
    fresh = f"{never_polled:,} never polled" if never_polled else ""
    shown.add_row("feeds", ", ".join(filter(None, (by_health, fresh))) or "none")
    late = f", longest for {span(now - seen.longest_due_since)}" if seen.longest_due_since else ""
    shown.add_row("queue", f"{counted(seen.due, 'feed')} due{late}; {counted(seen.pages_waiting, 'page')} waiting")
    since = f"; oldest waits {span(now - seen.waiting_since)}" if seen.waiting_since else ""
    shown.add_row("outbox", (_listed(seen.outbox) or "empty") + since)
    newest = f"; newest {_ago(seen.last_item_at, now)}" if seen.last_item_at else ""
    shown.add_row("items", f"{seen.items:,} in {counted(seen.stories, 'story|stories')}{newest}")
    for model in models:
        shown.add_row("model", plain_text(f"{model.topic} {model_text(model.topic, model.version, model.threshold)}"))
    shown.add_row("database", plain_text(f"{config.database}: {seen.database_bytes:,} bytes, log {seen.log_bytes:,}"))
    out.print(shown)
    if seen.failing:
        feeds = table("failing feed", "health", "failures", "last good", "error")
        for feed in seen.failing:
            feeds.add_row(
                plain_text(feed.feed_id),
                feed.health,
                str(feed.failures),
                _ago(feed.last_good_at, now) if feed.last_good_at else "never",
                plain_text(feed.last_error),
            )
        out.print()
        out.print(feeds)
    if seen.alerts:
        alerts = table("alert", "channel", "posted", "published to seen", "seen to posted")
        for alert in seen.alerts:
            alerts.add_row(
                f"{alert.kind} {alert.story_id or ''}",
                plain_text(alert.channel),
                second(alert.posted_at),
                span(alert.seen_at - alert.published_at),
                span(alert.posted_at - alert.seen_at),
            )
        out.print()
        out.print(alerts)


def _listed(counts: object) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(dict(counts).items()))  # type: ignore[call-overload]


def _ago(moment: datetime | None, now: datetime) -> str:
    return "" if moment is None else f"{span(now - moment)} ago"
