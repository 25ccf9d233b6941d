"""Is the bot well: how its stages ended, and the address that is asked while all is.

May import fetch, channels (their secrets) and ports.
"""

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
        self._under_way: dict[str, datetime] = {}  # stages that have begun and not ended, since when

    def coping(self, stage: str, work: Callable[[], int]) -> int:
        """A store that fails for the moment stops one stage of one tick, with its reason in the log. Whatever else is
        raised leaves, and is a problem of the stage until its next end.

        Raises:
            StoreDamaged: nothing helps but a person.
        """
        problem = ""
        self._under_way[stage] = self._clock.now()
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
            self._under_way.pop(stage, None)

    def problems(self, now: datetime) -> tuple[str, ...]:
        """What keeps the bot from doing its work, one sentence each; empty = it is well."""
        failed = {name: stage.problem for name in _VITAL if (stage := self._stages.get(name)) and stage.problem}
        late = f"not done for more than {_STUCK_AFTER.total_seconds() / 60:.0f} min"
        found = failed | dict.fromkeys(self._stuck(now), late)
        return tuple(f"{name}: {problem}" for name, problem in found.items())

    def is_stuck(self, now: datetime) -> bool:
        """A stage does not come to its end any more, so that only a restart helps."""
        return bool(self._stuck(now))

    def _stuck(self, now: datetime) -> list[str]:
        """Vital stages that have not ended for long, and any other that began long ago and has not."""
        since = {name: self._stages[name].done_at if name in self._stages else self._began_at for name in _VITAL}
        for name, began_at in self._under_way.copy().items():
            since.setdefault(name, began_at)
        return [name for name, moment in since.items() if now - moment > _STUCK_AFTER]


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
