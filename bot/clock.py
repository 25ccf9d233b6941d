"""The only module that reads the time of day. Imports nothing of the project.

Everything else receives `now`, or a `Clock` of bot/ports.py where a thread needs the time at a moment of its own.
"""

from datetime import UTC, datetime


class SystemClock:
    """The computer's clock, in aware UTC."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return datetime.now(UTC)


class SteppedClock:
    """Shows the moment that it was last set to. The demo plays days in seconds with it, as fast as the work is done."""

    def __init__(self, at: datetime) -> None:
        """Starts at an aware moment.

        Raises:
            ValueError: `at` is naive.
        """
        self.set(at)

    def set(self, at: datetime) -> None:
        """Sets the clock to an aware moment, before or after the last one.

        Raises:
            ValueError: `at` is naive.
        """
        if at.tzinfo is None:
            raise ValueError("a clock needs a moment with a time zone")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment set, aware UTC."""
        return self._at
