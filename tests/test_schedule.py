"""The clockwork calls every stage, goes on after a failure, and ends when it is told to."""

import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from fakes import FakeClock

from bot.schedule import keep_up, run_forever, stopping_on_signals


class Stages:
    """Stands in for the app: counts calls, and stops when all stages were called."""

    def __init__(self, stop: threading.Event, failing: str | None = None) -> None:
        self.clock = FakeClock()
        self.config = SimpleNamespace(tick=timedelta(seconds=0.05), metrics_listen=None, feeds=())
        self.called: list[str] = []
        self._stop = stop
        self._failing = failing

    def listen(self) -> None:
        """Noted."""
        self.called.append("listen")

    def is_stuck(self, now: datetime) -> bool:
        """Never."""
        return False

    def problems(self, now: datetime) -> tuple[str, ...]:
        """None."""
        return ()

    def _note(self, name: str, now: datetime) -> int:
        assert now == self.clock.now()
        self.called.append(name)
        if {"poll", "deliver", "digest", "housekeeping"} <= set(self.called) and self.called.count("poll") > 2:
            self._stop.set()
        if name == self._failing:
            raise RuntimeError("stage broke")
        return 0

    def poll(self, now: datetime, wait_s: float) -> int:
        """Noted."""
        return self._note("poll", now)

    def subscribe(self, now: datetime) -> int:
        """Noted."""
        return self._note("subscribe", now)

    def deliver(self, now: datetime) -> int:
        """Noted."""
        return self._note("deliver", now)

    def digest(self, now: datetime) -> int:
        """Noted."""
        return self._note("digest", now)

    def beat(self, now: datetime) -> int:
        """Noted."""
        return self._note("beat", now)

    def housekeeping(self, now: datetime) -> int:
        """Noted."""
        return self._note("housekeeping", now)


@pytest.mark.parametrize("failing", [None, "poll"])
def test_every_stage_is_called_whatever_one_of_them_does(failing: str | None) -> None:
    """At the start and again at its interval; an exception is logged and the next call comes."""
    stop = threading.Event()
    app = Stages(stop, failing)
    run_forever(app, stop)  # type: ignore[arg-type]  # has the stages that are called
    assert app.called.count("poll") > 2
    assert {"deliver", "digest", "housekeeping"} <= set(app.called)
    assert app.called.count("listen") == 1


def test_a_tick_polls_as_long_as_that_gives_something() -> None:
    """Thousands of feeds that are due at once do not wait for a tick each time that a portion of them is done."""

    class Portions(Stages):
        left = 3

        def poll(self, now: datetime, wait_s: float) -> int:
            self.left -= 1
            if not self.left:
                stop.set()
            return super().poll(now, wait_s) + 1

    stop = threading.Event()
    app = Portions(stop)
    app.config.tick = timedelta(hours=1)
    run_forever(app, stop)  # type: ignore[arg-type]  # has the stages that are called
    assert app.called.count("poll") == 3


def test_a_signal_sets_the_event_and_a_second_interrupts() -> None:
    """SIGTERM asks to stop; SIGINT after it does not wait any longer. Handlers are put back."""
    before = signal.getsignal(signal.SIGTERM)
    with stopping_on_signals() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_clock_that_is_set_back_stops_no_stage() -> None:
    """APScheduler goes by it, and would wait until it shows the old moment again. Put on, it does no harm."""
    stop = threading.Event()
    scheduler = BackgroundScheduler(timezone=UTC)
    readings = iter((100.0, 100.0, 4_000.0, 3_999.5, 40.0))
    jobs_before: list[datetime] = []

    def ahead_s() -> float:
        jobs_before.append(scheduler.get_job("x").next_run_time)
        return next(readings, 40.0)

    later = datetime.now(UTC) + timedelta(hours=1)
    scheduler.add_job(stop.set, "interval", hours=2, id="x", next_run_time=later)
    scheduler.start()
    try:
        keep_up(scheduler, stop, ahead_s=ahead_s, look_every_s=0.01)
    finally:
        scheduler.shutdown()
    assert stop.is_set()
    assert jobs_before[:5] == [later] * 5
