"""The clockwork of `run`: APScheduler calls the app's stages; the database decides what is due.

Imports app, metrics, systemd.

APScheduler's defaults silently skip a job that is a second late (misfire_grace_time=1); ours run late rather than not.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from types import FrameType

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

from bot import systemd
from bot.app import App
from bot.errors import StoreDamaged, UsageError
from bot.metrics import MetricsServer
from bot.wording import counted

logger = logging.getLogger(__name__)

_POLL_WAIT_S = 0.05  # for what is under way: quick hosts have answered by then
_DELIVER_EVERY = timedelta(seconds=0.25)  # a channel rests a second; this is what a message waits beyond it
_DIGEST_EVERY = timedelta(seconds=15)
_HOUSEKEEPING_EVERY = timedelta(hours=1)
_SUBSCRIBE_EVERY = timedelta(minutes=1)
_BEAT_EVERY = timedelta(seconds=30)


def run_forever(app: App, stop: threading.Event) -> None:
    """Runs the bot until `stop` is set; stages that are under way are finished first."""
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    damage: list[StoreDamaged] = []

    def failed(event: JobExecutionEvent) -> None:
        logger.error("a stage failed", extra={"stage": event.job_id}, exc_info=event.exception)

    def ends(exc: StoreDamaged) -> None:
        damage.append(exc)
        stop.set()

    scheduler.add_listener(failed, EVENT_JOB_ERROR)
    # a digest tells what was written before its window's end, so it waits for a poll that is writing
    turns = threading.Lock()
    for name, stage, every in (
        ("poll", lambda now: app.poll(now, _POLL_WAIT_S), app.config.tick),
        ("deliver", app.deliver, _DELIVER_EVERY),
        ("digest", app.digest, _DIGEST_EVERY),
        ("housekeeping", app.housekeeping, _HOUSEKEEPING_EVERY),
        ("subscribe", app.subscribe, _SUBSCRIBE_EVERY),
        ("beat", lambda now: heartbeat(app, now), _BEAT_EVERY),
    ):
        call = _at_now(app, stage, turns if name in ("poll", "digest") else nullcontext(), ends)
        scheduler.add_job(
            partial(_while_it_gives, call, every.total_seconds(), stop) if name == "poll" else call,
            "interval",
            seconds=every.total_seconds(),
            id=name,
            next_run_time=datetime.now(UTC),  # the scheduler's own clock
        )
    metrics = _serve_metrics(app)
    app.listen()
    scheduler.start()
    systemd.notify("READY=1")
    try:
        keep_up(scheduler, stop)
    finally:
        systemd.notify("STOPPING=1")
        scheduler.shutdown(wait=True)
        if metrics is not None:
            metrics.close()
    if damage:
        raise damage[0]


def keep_up(
    scheduler: BackgroundScheduler,
    stop: threading.Event,
    *,
    ahead_s: Callable[[], float] = lambda: time.time() - time.monotonic(),
    look_every_s: float = 5.0,
) -> None:
    """Waits until `stop` is set. Whenever the system's clock is set back, all jobs are due at once: APScheduler goes by
    that clock, and would let them rest until it shows the moment again that it showed before.

    Args:
        scheduler: running.
        stop: ends it.
        ahead_s: how far the clock is ahead of one that nobody sets, in seconds.
        look_every_s: seconds between two looks.
    """
    before = ahead_s()
    while not stop.wait(look_every_s):
        now = ahead_s()
        if before - now > 1.0:
            logger.warning("the clock was set back", extra={"by_s": round(before - now)})
            for job in scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
        before = now


def heartbeat(app: App, now: datetime) -> None:
    """Says how the bot is, and to systemd that no stage is stuck; else systemd ends it after WatchdogSec, and starts it
    anew."""
    app.beat(now)
    wrong = "; ".join(app.problems(now)) or counted(len(app.config.feeds), "feed")
    status = f"STATUS={' '.join(wrong.split())}"
    systemd.notify(status if app.is_stuck(now) else f"WATCHDOG=1\n{status}")


def _serve_metrics(app: App) -> MetricsServer | None:
    if app.config.metrics_listen is None:
        return None
    host, port = app.config.metrics_listen
    try:
        return MetricsServer(
            host,
            port,
            look=lambda: app.store.overview(app.clock.now()),
            problems=lambda: app.problems(app.clock.now()),
            counts=lambda: asdict(app.counts),
        )
    except OSError as exc:
        raise UsageError(
            f"[health] metrics_listen: {host}:{port} cannot be listened on: {exc.strerror or exc}. Choose another port."
        ) from exc


def _at_now(
    app: App,
    stage: Callable[[datetime], object],
    turn: AbstractContextManager[object],
    ends: Callable[[StoreDamaged], None],
) -> Callable[[], object]:
    """The stage at the moment of its turn; `ends` hears of what only a person can mend."""

    def call() -> object:
        try:
            with turn:
                return stage(app.clock.now())  # read in turn: what is written after a digest is of a later moment
        except StoreDamaged as exc:  # told once at the end, as a sentence
            ends(exc)
            return None

    return call


def _while_it_gives(call: Callable[[], object], seconds: float, stop: threading.Event) -> None:
    """Calls again as long as that gives something, which makes room for more: thousands of feeds may be due at once."""
    until = time.monotonic() + seconds
    while call() and time.monotonic() < until and not stop.is_set():
        pass


@contextmanager
def stopping_on_signals() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set; a second SIGINT interrupts at once."""
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
