"""Asks the hubs of feeds for their news, and renews what they have granted. May import ports, domain and websub.

The hub's confirmation and its messages come to the desk's callback (`bot/web/pages/push.py`), which shares nothing with
this but the store.
"""

import logging
import secrets
from collections.abc import Collection
from datetime import datetime

from bot import websub
from bot.domain import FeedId, FetchRequest
from bot.errors import FetchError
from bot.ports import Fetcher, Store

logger = logging.getLogger(__name__)

_AT_ONCE = 20


class Subscriber:
    """Keeps subscriptions in force; to be called every minute or so."""

    def __init__(self, store: Store, fetcher: Fetcher, callback_url: str, feeds: Collection[FeedId]) -> None:
        """Keeps what it needs.

        Args:
            store: of the bot.
            fetcher: of its own, as its results are nobody else's.
            callback_url: under which the desk is reached from outside, without a slash at its end.
            feeds: that are configured.
        """
        self._store = store
        self._fetcher = fetcher
        self._callback_url = callback_url
        self._feeds = frozenset(feeds)

    def renew(self, now: datetime) -> int:
        """Asks hubs that are due; returns how many."""
        for request, result in self._fetcher.results(0):
            if isinstance(result, FetchError) and not 200 <= (result.status or 0) < 300:
                logger.warning("a hub did not take the request", extra={"feed": request.key, "error": result.detail})
        there_are = self._store.subscriptions()
        wanted = {}
        for feed_id, state in self._store.feed_states().items():
            if feed_id not in self._feeds or state.health == "gone":
                continue
            found = websub.subscribed(
                state, there_are.get(feed_id), token=secrets.token_urlsafe(24), secret=secrets.token_urlsafe(32)
            )
            if found is not None:
                wanted[feed_id] = found
        if gone := [feed_id for feed_id in there_are if feed_id not in wanted]:
            self._store.drop_subscriptions(gone)
        due = [found for found in wanted.values() if websub.is_due(found, now)][:_AT_ONCE]
        for subscription in due:
            # first, as the hub may confirm before its answer is here
            self._store.set_subscription(websub.asked(subscription, now))
        self._fetcher.submit(
            [
                FetchRequest(
                    key=subscription.feed_id,
                    url=subscription.hub,
                    kind="feed",
                    form=websub.request_form(subscription, self._callback_url),
                )
                for subscription in due
            ]
        )
        return len(due)
