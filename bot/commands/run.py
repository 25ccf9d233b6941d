"""`run` and `demo`: the bot itself, on real feeds or on an invented week."""

import logging
import math
import tempfile
import threading
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.commands.common import DEFAULT_CONFIG, ConfigFile, err, load, out
from bot.domain import MessageState
from bot.errors import UsageError
from bot.wording import Count, counted

if TYPE_CHECKING:
    from bot.app import App
    from bot.clock import SteppedClock
    from bot.config import Config
    from bot.newsroom.week import Site

SEND_FOR = timedelta(seconds=60)  # `--once` runs under cron: a channel that is down must not hold it
_POLL_AT_MOST = timedelta(minutes=10)
_PAUSE_S = 0.2
_FAILED: tuple[MessageState, ...] = ("dead", "unconfirmed")
_WAITING: tuple[MessageState, ...] = ("pending", "sending")
_ALL = 10_000  # rows of the outbox; more never wait
_LONGEST_DEMO_S = 86_400.0


def run(
    config: ConfigFile = DEFAULT_CONFIG,
    once: Annotated[bool, typer.Option("--once", help="Do one round of everything that is due, then exit.")] = False,
    web: Annotated[bool, typer.Option("--web", help=r"Serve the analysts' desk beside it; see \[web].")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every poll and decision.")] = False,
) -> None:
    """Run the bot: poll, judge, alert, digest, until stopped with Ctrl-C."""
    from bot.app import App, require_feeds, rest_collector
    from bot.clock import SystemClock
    from bot.commands.web import open_desk
    from bot.schedule import run_forever, stopping_on_signals

    if once and web:
        raise UsageError("--once ends after one round, and --web goes on; leave one of them out")
    loaded = load(config, verbose=verbose, with_secrets=True)
    require_feeds(loaded)
    _greet(loaded, once=once)
    with stopping_on_signals() as stop, App(loaded, SystemClock(), is_heard=not once) as app:
        rest_collector()
        if once:
            raise typer.Exit(_once(app, stop))
        with open_desk(loaded, app.clock) if web else nullcontext():
            run_forever(app, stop)
        err.print("Stopped. What was not sent yet waits in the outbox.")


def _greet(config: "Config", *, once: bool) -> None:
    where = ", ".join(sorted({route.channel for route in config.routes})) or "nowhere: config.toml has no [[routes]]"
    digests = ", ".join(f"{d.id} at {d.at:%H:%M} {d.timezone}" for d in config.digests) or "none"
    err.print(f"Reading {counted(len(config.feeds), 'feed')}. Alerts: {where}. Digests: {digests}.")
    if not once:
        err.print("The first poll of a feed posts at most three of its items of the last day. Stop with Ctrl-C.")


def _once(app: "App", stop: threading.Event) -> int:
    """One round; 0, or 1 when a feed or a message failed in it."""
    failed_before = {row.seq for row in app.store.outbox(_FAILED, _ALL)}
    give_up_at = app.clock.now() + _POLL_AT_MOST
    while not stop.is_set() and app.clock.now() < give_up_at:
        taken = app.poll(app.clock.now(), _PAUSE_S)
        if not taken and not app.in_flight:
            break
    app.digest(app.clock.now())
    send_until = app.clock.now() + SEND_FOR
    while not stop.is_set() and app.clock.now() < send_until:
        app.deliver(app.clock.now())
        if not any(row.next_attempt_at <= send_until for row in app.store.outbox(_WAITING, _ALL)):
            break
        stop.wait(_PAUSE_S)
    counts = app.counts
    failed = sum(row.seq not in failed_before for row in app.store.outbox(_FAILED, _ALL))
    waiting = app.store.outbox(_WAITING, _ALL)
    # a message that waits for the end of quiet hours has not failed
    unsent = sum(row.attempts > 0 or row.next_attempt_at <= send_until for row in waiting)
    later = len(waiting) - unsent
    err.print(
        f"Polled {counted(counts.feeds, 'feed')}, {counts.failed:,} failed; {counted(counts.new, 'new item')}, "
        f"{counts.flagged:,} flagged; {counted(failed + unsent, 'message')} not sent"
        + (f", {later:,} {Count(later):waits for its|wait for their} hour." if later else ".")
    )
    if failed_before:
        err.print(
            f"{counted(len(failed_before), 'message')} of earlier rounds died or "
            f"{Count(len(failed_before)):is|are} in doubt."
        )
    if counts.failed:
        err.print("Which feeds, and why: pregonero feeds list")
    if failed or unsent or failed_before:
        err.print("Which messages, and why: pregonero outbox list")
    return 1 if counts.failed or failed or unsent else 0


def demo(
    seconds: Annotated[float, typer.Option(help="About how long the week takes.", min=0.0, max=_LONGEST_DEMO_S)] = 30.0,
    web: Annotated[bool, typer.Option("--web", help="Open the analysts' desk on the week when it is over.")] = False,
) -> None:
    """Play a fictional week offline: feeds, alerts, follow-ups, corrections and digests."""
    from bot.app import App, load_config
    from bot.clock import SteppedClock
    from bot.newsroom.feeds import Newsroom
    from bot.newsroom.week import load_week

    if math.isnan(seconds):
        raise UsageError("--seconds nan: name a number of seconds, such as 30")
    week = load_week()
    clock = SteppedClock(week.moments[0] - timedelta(hours=1))
    folder = Path(tempfile.mkdtemp(prefix="pregonero-demo-"))
    opening = ": six invented outlets, in English and Spanish, served on this machine.\n"
    out.print(Text.assemble(("A fictional week", "bold"), opening))
    with Newsroom(clock) as newsroom:
        for site in week.sites:
            newsroom.add_feed(site.feed)
        config_file = folder / "config.toml"
        config_file.write_text(_demo_config(newsroom.base_url, newsroom.allow_address, week.sites), encoding="utf-8")
        from bot import log

        log.configure(level=logging.ERROR)
        with App(load_config(config_file), clock) as app:
            _play(app, clock, week.moments, pause_s=seconds / max(len(week.moments), 1))
            items = app.store.counts(week.moments[0] - timedelta(days=1), week.moments[-1] + timedelta(days=2))
    digests = sorted((folder / "state" / "digests").glob("*.html"))
    digest_folder = folder / "state" / "digests"
    out.print(Text("\nThe week is over.", style="bold"), end="")
    out.print(
        f" {counted(items.read, 'item')} read, {items.flagged:,} flagged.\n"
        f"Daily digests, as mails would look: {digest_folder}\n"
        + (f"  the busiest day: file://{_largest(digests)}\n" if digests else "")
        + "\nWhat you could do next:\n"
        "  pregonero check     look at config.toml: feeds, channels, rules\n"
        "  pregonero run       start for real; alerts come to this terminal until you set a Slack channel up\n"
        "  pregonero explain 'Mexico hands over 12 suspects to the US'     see how an item is judged\n"
        f"  pregonero outbox list --all -c {config_file}     what the demo sent\n"
        "  pregonero demo --seconds 0 --web     the analysts' desk on this week"
    )
    if web:
        from bot.commands.web import open_desk
        from bot.schedule import stopping_on_signals

        clock.go_on()
        with open_desk(load_config(config_file), clock), stopping_on_signals() as stop:
            stop.wait()


def _largest(digests: list[Path]) -> Path:
    return max(digests, key=lambda path: path.stat().st_size)


def _play(app: "App", clock: "SteppedClock", moments: tuple[datetime, ...], *, pause_s: float) -> None:
    """Steps from one moment of the week to the next; between them the clock is set on as fast as work is done."""
    waiter = threading.Event()
    day = None
    for n, moment in enumerate(moments):
        clock.set(moment + timedelta(seconds=1))
        local = clock.now().astimezone(UTC).date()
        if local != day:
            day = local
            out.rule(f"{local:%A, %d %B %Y}", style="dim")
        _settle(app, clock)
        following = moments[n + 1] if n + 1 < len(moments) else moment + timedelta(days=1)
        while (at := clock.now() + timedelta(hours=1)) < following:
            clock.set(at)
            _settle(app, clock)
        waiter.wait(pause_s)
    clock.set(moments[-1] + timedelta(days=1))
    _settle(app, clock)


def _settle(app: "App", clock: "SteppedClock") -> None:
    """Polls until all that is there was read, then sends all that is due."""
    for _ in range(40):
        taken = app.poll(clock.now(), 0.5)
        if not taken and not app.in_flight:
            break
    app.digest(clock.now())
    for _ in range(20):
        clock.set(clock.now() + timedelta(seconds=2))
        if not app.deliver(clock.now()):
            break


def _demo_config(base_url: str, allow: str, sites: "tuple[Site, ...]") -> str:
    feeds = "".join(
        f'\n[[feeds]]\nid = "{site.id}"\nname = "{site.name}"\nurl = "{base_url}{site.feed.path}"\n'
        f'language = "{site.language}"\ncountry = "{site.country}"\nkind = "{site.kind}"\n'
        f'reliability = "{site.reliability}"\ntimezone = "{site.timezone}"\ninterval_min = 1\n'
        for site in sites
    )
    return (
        '[channels.terminal]\ntype = "terminal"\n\n[[routes]]\nchannel = "terminal"\n\n'
        '[[digests]]\nid = "daily"\nat = "07:00"\n\n'
        '[[digests]]\nid = "diario"\nat = "07:00"\nlanguage = "es"\n\n'
        '[atom]\nfile = "stories.atom"\n\n'
        f'[http]\nallow_addresses = ["{allow}"]\n{feeds}'
    )
