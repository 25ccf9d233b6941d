"""What held when stored items came in, and what another configuration would make of it: mutes, and feeds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import Feed, FeedId, Item, ItemId, Mute


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMute:
    """A mute, lifted or not. Stories have other numbers in a replay: one of a story is known by the story's reports."""

    mute: Mute
    reports: frozenset[ItemId] = frozenset()  # of the muted story; empty for mutes of other kinds

    def held_at(self, now: datetime) -> bool:
        """Whether it was in force then."""
        ends = [end for end in (self.mute.until, self.mute.lifted_at) if end is not None]
        return self.mute.at <= now and all(now < end for end in ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChanges:
    """Feeds of the configuration in force and of the one that is tried."""

    before: Mapping[FeedId, Feed]
    after: Mapping[FeedId, Feed]

    def as_fed(self, item: Item) -> Item | None:
        """The item as the feeds tried would give it; None = they would not, as its feed is taken out.

        Grade and country follow the feed, unless an aggregator's entry has those of its own source.
        """
        before, after = self.before.get(item.feed_id), self.after.get(item.feed_id)
        if before is None or before == after:
            return item  # a feed that was taken out earlier, or that stays as it is
        if after is None:
            return None
        if (item.reliability, item.country) != (before.reliability, before.country):
            return item
        return replace(item, reliability=after.reliability, country=after.country)


def unchanged(item: Item) -> Item | None:
    """The item as its feed gave it."""
    return item


__all__ = ["FeedChanges", "PastMute", "unchanged"]
