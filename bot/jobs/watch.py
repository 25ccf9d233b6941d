"""Notices that the bot did not run for a time, and tells it once it has caught up. May import ports and compose."""

import logging
from datetime import datetime, timedelta

from bot import compose
from bot.domain import Write
from bot.ports import Store

logger = logging.getLogger(__name__)

TOLD_AFTER = timedelta(minutes=10)  # a restart takes seconds, and feeds hold what they had for longer than this
CATCH_UP_AT_MOST = timedelta(minutes=30)  # some feed may answer slowly for ever


class Watch:
    """Writes down that the bot is alive. A stop, a kill and a machine that slept look the same from here."""

    def __init__(self, store: Store, health_channel: str | None) -> None:
        self._store = store
        self.health_channel = health_channel
        self._back_at: datetime | None = None
        self._last: datetime | None = None  # beat of this process

    def beat(self, now: datetime) -> bool:
        """To be called every half minute or so.

        The mark of the last beat stays as it is until the gap was told, so that a kill meanwhile loses nothing. Where
        it, or the last beat, lies ahead, the clock was set back, and all feeds are due.

        Returns:
            whether a gap is being caught up.
        """
        before = self._store.alive_at()
        latest = max((at for at in (before, self._last) if at is not None), default=now)
        self._last = now
        if latest - now >= TOLD_AFTER:
            # polls that were put off by a clock that ran ahead would not come for as long; which ones, nothing tells
            feeds = self._store.bring_forward(now)
            logger.warning("feeds are due, as the clock was set back", extra={"from": latest, "feeds": feeds})
            self._back_at = None
        if before is not None and now - before >= TOLD_AFTER:
            self._back_at = self._back_at or now
            has_caught_up = not self._store.is_any_due(self._back_at)
            if not has_caught_up and now - self._back_at < CATCH_UP_AT_MOST:
                return True
            self._tell(before, self._back_at, now)
        self._back_at = None
        self._store.mark_alive(now)
        return False

    def _tell(self, stopped_at: datetime, back_at: datetime, now: datetime) -> None:
        # what the first tick after the gap took in may have been seen just before this noticed it
        counts = self._store.counts(stopped_at, now + timedelta(seconds=1))
        logger.warning("the bot did not run", extra={"since": stopped_at, "until": back_at, "read": counts.read})
        if self.health_channel is not None:
            message = compose.standstill_notice(
                self.health_channel, stopped_at, back_at, counts.read, counts.flagged, now
            )
            self._store.write(Write(messages=(message,)), now)
