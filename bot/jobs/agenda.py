"""Which feeds are to be polled now. Kept in memory: the store is asked at the start, after changes, and now and then.

Nobody but the poller writes states while the bot runs, unless the configuration changes or the clock is set back; both
call `look_again`. What is given out and not heard of again is found by the next look.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from bot.domain import FeedId, FeedState
from bot.ports import Store

LOOK_EVERY = timedelta(minutes=10)  # whatever else may have changed the store's dates is noticed by then
HELD_STATES = 20_000  # some 1.3 kB each; those of further feeds are read from the store at each poll

_Date = float  # seconds since 1970; -1 = never polled, so due before all others


class Agenda:
    """The dates of all feeds, and the states of those polled last. Not safe for threads, but for `look_again`."""

    def __init__(self, store: Store) -> None:
        """Reads nothing yet."""
        self._store = store
        self._states: dict[FeedId, FeedState] = {}
        self._looked_at: datetime | None = None  # None = what is here is not to be relied on
        self._dates: dict[FeedId, _Date] = {}  # of feeds that wait
        self._priorities: dict[FeedId, int] = {}
        self._waiting: dict[int, list[tuple[_Date, FeedId]]] = {}  # heaps; what `_dates` does not say is outdated

    def look_again(self) -> None:
        """The store's dates were changed, or feeds given out may have been lost. May be called from any thread."""
        self._looked_at = None

    def forget(self) -> None:
        """States were changed, too."""
        self._states.clear()
        self.look_again()

    def take(self, now: datetime, limit: int, besides: Callable[[FeedId], bool]) -> list[FeedState]:
        """Gives out feeds whose time has come, by priority, in each never polled first, then longest due.

        Args:
            now: aware UTC.
            limit: how many at most.
            besides: feeds that are not to be given out now, and will be `put`, or found by the next look.

        Raises:
            StoreError: the store could not be read.
        """
        looked_at = self._looked_at  # another thread may set it
        if looked_at is None or not timedelta(0) <= now - looked_at < LOOK_EVERY:
            self._look(now)
        at, taken = now.timestamp(), list[FeedId]()
        for _, heap in sorted(self._waiting.items()):
            while heap and heap[0][0] <= at and len(taken) < limit:
                date, feed_id = heappop(heap)
                if self._dates.get(feed_id) == date:
                    del self._dates[feed_id]
                    if not besides(feed_id):
                        taken.append(feed_id)
        states = self.states_of(taken)
        return [states[feed_id] for feed_id in taken if feed_id in states]

    def _look(self, now: datetime) -> None:
        self._looked_at = now  # before the store is read: a change meanwhile is looked at again
        self._dates, self._priorities, self._waiting = {}, {}, {}
        for feed_id, priority, due in self._store.agenda():
            date = due.timestamp() if due is not None else -1.0
            self._dates[feed_id], self._priorities[feed_id] = date, priority
            self._waiting.setdefault(priority, []).append((date, feed_id))
        for heap in self._waiting.values():
            heapify(heap)

    def put(self, feed_id: FeedId, due: datetime) -> None:
        """A feed is due again at that time; one that the store's agenda did not name is left to the next look."""
        priority, date = self._priorities.get(feed_id), due.timestamp()
        if priority is not None:
            self._dates[feed_id] = date
            heappush(self._waiting[priority], (date, feed_id))

    def settled(self, state: FeedState) -> None:
        """A feed was polled, and this is in the store."""
        if state.feed_id in self._states or len(self._states) < HELD_STATES:
            self._states[state.feed_id] = state
        if state.next_poll_at is not None and state.health != "gone":
            self.put(state.feed_id, state.next_poll_at)

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
