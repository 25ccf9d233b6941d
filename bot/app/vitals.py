"""Is the bot well: how its stages ended, and the address that is asked while all is. May import fetch and ports."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels import Secret
from bot.domain import FetchRequest
from bot.errors import FetchError, StoreDamaged, StoreError
from bot.ports import Clock, Fetcher

logger = logging.getLogger(__name__)

_PING_EVERY = timedelta(minutes=1)
_VITAL = ("poll", "deliver")
_STUCK_AFTER = timedelta(minutes=10)  # the first poll of thousands of feeds takes minutes


@dataclass(frozen=True, slots=True)
class _Stage:
    """How a stage last ended."""

    done_at: datetime
    problem: str


class Vitals:
    """How every stage last ended, and since when one has not."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began_at = clock.now()
        self._stages: dict[str, _Stage] = {}

    def coping(self, stage: str, work: Callable[[], int]) -> int:
        """A store that fails for the moment stops one stage of one tick, with its reason in the log. Whatever else is
        raised leaves, and is a problem of the stage until its next end.

        Raises:
            StoreDamaged: nothing helps but a person.
        """
        problem = ""
        try:
            return work()
        except StoreDamaged:
            raise
        except StoreError as exc:
            problem = str(exc)
            logger.error("stage not done", extra={"stage": stage, "error": problem})
            return 0
        except Exception as exc:  # a bug: logged by the scheduler with its place, and no sign of health
            problem = f"an error of Pregonero's own ({type(exc).__name__}: {' '.join(str(exc).split())[:200]})"
            raise
        finally:
            self._stages[stage] = _Stage(self._clock.now(), problem)

    def problems(self, now: datetime) -> tuple[str, ...]:
        """What keeps the bot from doing its work, one sentence each; empty = it is well."""
        found = []
        for name in _VITAL:
            stage = self._stages.get(name)
            if stage is not None and stage.problem:
                found.append(f"{name}: {stage.problem}")
            elif self._is_late(name, now):
                found.append(f"{name}: not done for more than {_STUCK_AFTER.total_seconds() / 60:.0f} min")
        return tuple(found)

    def is_stuck(self, now: datetime) -> bool:
        """A stage does not come to its end any more, so that only a restart helps."""
        return any(self._is_late(name, now) for name in _VITAL)

    def _is_late(self, name: str, now: datetime) -> bool:
        done_at = self._stages[name].done_at if name in self._stages else self._began_at
        return now - done_at > _STUCK_AFTER


class Pinger:
    """Asks an address once a minute while all is well, so that somebody hears when it stops."""

    def __init__(self, url: Secret, fetcher: Fetcher) -> None:
        self._url = url
        self._fetcher = fetcher  # of its own: what it reads is no feed
        self._at: datetime | None = None

    def ping(self, now: datetime) -> None:
        """Asks, if it is time to."""
        for _, result in self._fetcher.results(0):
            if isinstance(result, FetchError) and not 200 <= (result.status or 0) < 300:
                logger.warning("the ping address did not answer", extra={"error": result.detail})
        if (self._at is None or now - self._at >= _PING_EVERY) and not self._fetcher.in_flight:
            self._at = now
            self._fetcher.submit([FetchRequest(key="ping", url=self._url.reveal(), kind="feed")])


__all__ = ["Pinger", "Vitals"]
