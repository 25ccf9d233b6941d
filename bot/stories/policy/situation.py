"""What a batch of changes is looked at with: routes, limits, the time, what was said before.

Pure; imports domain only.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import (
    NO_CARD,
    AlertPolicy,
    ItemId,
    MessageState,
    Mute,
    RoutePolicy,
    StoryChange,
    StoryId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What all channels' planning shares; each field as `plan` takes it."""

    routes: Sequence[RoutePolicy]
    policy: AlertPolicy
    now: datetime
    first_poll: bool
    card_state: Callable[[StoryId, str], MessageState | None]
    posts_last_hour: Callable[[str], int]
    page_pending: Callable[[ItemId], bool]
    undated: Collection[ItemId]
    muted: Callable[[StoryChange, str], Mute | None]
    was_told: Callable[[StoryId, ItemId, str], bool]

    def has_card(self, story_id: StoryId, channel: str) -> bool:
        """One is there, perhaps, or on its way, or somebody wanted none."""
        return self.card_state(story_id, channel) not in NO_CARD

    def card_sent(self, story_id: StoryId, channel: str) -> bool:
        """One is there, perhaps: what follows can be said."""
        return self.card_state(story_id, channel) in ("sent", "unconfirmed")
