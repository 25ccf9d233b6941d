"""Time limits of coroutines by one timer for all. Standard library only.

`asyncio.timeout` starts a timer for each, which took a twentieth of the time of an unchanged feed.
"""

import asyncio
from types import TracebackType


class Deadlines:
    """Limits of the same length, so that they end in the order in which they began. Belongs to one event loop."""

    def __init__(self, limit_s: float) -> None:
        """`limit_s` holds for each."""
        self._limit_s = limit_s
        self._running: dict[_Deadline, None] = {}  # the next to end first
        self._timer: asyncio.TimerHandle | None = None

    def limit(self) -> "_Deadline":
        """A context manager: raises TimeoutError when the current task does not leave the block in time."""
        return _Deadline(self)

    def begin(self, deadline: "_Deadline") -> None:
        """Counts from now."""
        loop = asyncio.get_running_loop()
        deadline.at = loop.time() + self._limit_s
        self._running[deadline] = None
        if self._timer is None:
            self._timer = loop.call_at(deadline.at, self._look)

    def end(self, deadline: "_Deadline") -> None:
        """Counts no longer."""
        self._running.pop(deadline, None)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for deadline in list(self._running):
            if deadline.at > now:
                break
            del self._running[deadline]
            deadline.expire()
        following = next(iter(self._running), None)
        self._timer = None if following is None else loop.call_at(following.at, self._look)

    def close(self) -> None:
        """Stops the timer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _Deadline:
    """One limit; as `asyncio.Timeout` tells its own cancellation of the task from that of others."""

    __slots__ = ("_cancelling", "_deadlines", "_is_over", "_task", "at")

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._is_over = False
        self.at = 0.0  # of the loop's clock

    def expire(self) -> None:
        """Ends the block."""
        self._is_over = True
        self._task.cancel()

    def __enter__(self) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a limit holds for a task")
        self._task, self._cancelling = task, task.cancelling()
        self._deadlines.begin(self)

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._deadlines.end(self)
        if self._is_over and self._task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise TimeoutError from exc
