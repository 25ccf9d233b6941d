"""The only module that reads the time of day. Imports nothing of the project.

Everything else receives `now`, or a `bot.ports.Clock` where a thread needs the time at a moment of its own.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The computer's clock, in aware UTC."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return datetime.now(UTC)


class SteppedClock:
    """Shows the moment that it was last set to. The demo plays days in seconds with it, as fast as the work is done."""

    def __init__(self, at: datetime, passed_s: Callable[[], float] = time.monotonic) -> None:
        """Starts at an aware moment.

        Args:
            at: the moment.
            passed_s: seconds since any moment; asked only after `go_on`.

        Raises:
            ValueError: `at` is naive.
        """
        self._passed_s = passed_s
        self._since: float | None = None  # None = it stands still
        self.set(at)

    def set(self, at: datetime) -> None:
        """Sets the clock to an aware moment, before or after the last one.

        Raises:
            ValueError: `at` is naive.
        """
        if at.tzinfo is None:
            raise ValueError("a clock needs a moment with a time zone")
        self._at = at.astimezone(UTC)

    def go_on(self) -> None:
        """Lets time pass from here: people who look at what was played do one thing after the other."""
        self._since = self._passed_s()

    def now(self) -> datetime:
        """The moment set, aware UTC, and what passed since `go_on`."""
        if self._since is None:
            return self._at
        return self._at + timedelta(seconds=self._passed_s() - self._since)
