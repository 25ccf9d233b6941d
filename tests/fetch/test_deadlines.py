"""Time limits by one timer for all of them."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.fetch.deadlines import Deadlines

SHORT_S, LONG_S = 0.01, 60.0


async def _waits(deadlines: Deadlines, until: asyncio.Event) -> str:
    try:
        with deadlines.limit():
            await until.wait()
    except TimeoutError:
        return "too late"
    return "in time"


def run(work: Callable[[], Awaitable[None]]) -> None:
    """On a loop of its own."""
    asyncio.run(work())


def test_what_takes_too_long_ends() -> None:
    """Each of many, in however many rounds; the block's end lets the task go on."""

    async def work() -> None:
        deadlines, never = Deadlines(SHORT_S), asyncio.Event()
        for _ in range(2):
            assert await asyncio.gather(*(_waits(deadlines, never) for _ in range(5))) == ["too late"] * 5
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0

    run(work)


def test_one_that_began_later_ends_later() -> None:
    """The timer of the first, which has ended long since, is then set for it."""

    async def work() -> None:
        deadlines, done, never = Deadlines(SHORT_S), asyncio.Event(), asyncio.Event()
        first = asyncio.ensure_future(_waits(deadlines, done))
        await asyncio.sleep(0)
        done.set()
        assert await first == "in time"
        assert await _waits(deadlines, never) == "too late"

    run(work)


def test_what_is_in_time_is_left_alone() -> None:
    """Errors of the block pass, and no timer is left after closing."""

    async def work() -> None:
        deadlines, done = Deadlines(LONG_S), asyncio.Event()
        done.set()
        assert await _waits(deadlines, done) == "in time"
        with pytest.raises(ValueError, match="own"), deadlines.limit():
            raise ValueError("its own")
        deadlines.close()
        deadlines.close()

    run(work)


def test_a_cancelled_task_is_not_taken_for_a_late_one() -> None:
    """Neither before the limit nor when both come at once."""

    async def work() -> None:
        never = asyncio.Event()
        for limit_s in (LONG_S, SHORT_S):
            deadlines = Deadlines(limit_s)
            task = asyncio.ensure_future(_waits(deadlines, never))
            await asyncio.sleep(0)
            if limit_s == SHORT_S:
                (deadline,) = deadlines._running
                deadline.expire()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            deadlines.close()

    run(work)
