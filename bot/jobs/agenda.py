"""Which feeds are to be polled now: the store knows, by an index; here are the states of those polled last.

Nobody but the poller writes states while the bot runs, unless the configuration changes; then it calls `forget`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain import FeedId, FeedState
from bot.ports import Store

HELD_STATES = 20_000  # some 1.3 kB each; those of further feeds are read from the store at each poll


class Agenda:
    """Due feeds with their states."""

    def __init__(self, store: Store) -> None:
        """Reads nothing yet."""
        self._store = store
        self._states: dict[FeedId, FeedState] = {}

    def forget(self) -> None:
        """States were changed in the store."""
        self._states.clear()

    def take(self, now: datetime, limit: int, besides: Collection[str]) -> list[FeedState]:
        """Feeds whose time has come, by priority, in each never polled first, then longest due.

        Args:
            now: aware UTC.
            limit: how many at most.
            besides: ids of feeds that are not to be polled now, as they are, or wait for another reason.

        Raises:
            StoreError: the store could not be read.
        """
        due = self._store.due_feeds(now, limit, besides)
        states = self.states_of(due)
        return [states[feed_id] for feed_id in due if feed_id in states]

    def settled(self, state: FeedState) -> None:
        """A feed was polled, and this is in the store."""
        if state.feed_id in self._states or len(self._states) < HELD_STATES:
            self._states[state.feed_id] = state

    def states_of(self, feed_ids: Sequence[FeedId]) -> dict[FeedId, FeedState]:
        """States of these feeds; those never heard of are left out.

        Raises:
            StoreError: the store could not be read.
        """
        found = {feed_id: state for feed_id in feed_ids if (state := self._states.get(feed_id)) is not None}
        missing = [feed_id for feed_id in feed_ids if feed_id not in found]
        if missing:
            found |= self._store.states_of(missing)
        return found
