"""What is said where and when: cards, replies, edits, folds; quiet hours, caps, first polls. Pure.

May import domain, mutes and the order of severities. Channels only render and send; compose only puts into payloads. A
channel gets a story once: as a card, or as one line of a fold; what follows hangs under the card. Every case stands in
docs/alerts.md.

`channel` goes through what happened and says what one channel hears of it, `routes` who may open a card, `posts` which
of those get one, `quiet_hours` when; `situation` is what they all look at.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import (
    AlertPolicy,
    Fate,
    ItemId,
    MessageState,
    Mute,
    PlannedMessage,
    RoutePolicy,
    Story,
    StoryChange,
    StoryId,
)
from bot.stories.policy.channel import ChannelPlan
from bot.stories.policy.situation import Situation

__all__ = ["PolicyResult", "plan"]

_FATE_ORDER = {"outbox": 0, "stories": 1, "policy": 2}  # of an item that channels took differently, which is told


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyResult:
    """What to say, what became of each item, and the stories to keep."""

    messages: tuple[PlannedMessage, ...]  # in the order they are to be queued
    fates: Mapping[ItemId, Fate]
    stories: tuple[Story, ...]  # last state of each story in the batch, with the folds it went into


def _told_nowhere(story: StoryId, item: ItemId, channel: str) -> bool:
    return False


def plan(
    changes: Sequence[StoryChange],
    *,
    routes: Sequence[RoutePolicy],
    policy: AlertPolicy,
    now: datetime,
    first_poll: bool,
    card_state: Callable[[StoryId, str], MessageState | None],
    posts_last_hour: Callable[[str], int],
    page_pending: Callable[[ItemId], bool],
    undated: Collection[ItemId] = (),
    muted: Callable[[StoryChange, str], Mute | None] | None = None,
    was_told: Callable[[StoryId, ItemId, str], bool] = _told_nowhere,
) -> PolicyResult:
    """Decides what one batch (a feed's poll, or a page) makes the bot say.

    Args:
        changes: in the order they happened; several may belong to one story.
        routes: which stories go to which channel; a channel gets a story once, however many of its routes match.
        policy: limits for all routes.
        now: aware UTC.
        first_poll: the feed was never read before.
        card_state: how the story's card in the channel is, as the store knows; None = it never had one.
        posts_last_hour: top-level posts of the channel in the last hour, this batch left out.
        page_pending: whether the item's page is still to be read, so that a new card waits `PAGE_WAIT` for it.
        undated: items whose feed gave no usable date: baseline in a first poll.
        muted: the mute that keeps a report from being told in a channel; None = nothing is muted.
        was_told: whether a channel heard of a report under a story's card or on it; asked of reports that people move.
    """
    situation = Situation(
        routes=routes, policy=policy, now=now, first_poll=first_poll, card_state=card_state,
        posts_last_hour=posts_last_hour,
        page_pending=page_pending, undated=undated,
        muted=muted or (lambda change, channel: None), was_told=was_told,
    )  # fmt: skip
    fates = {change.report.item_id: Fate(stage="policy", reason="no route") for change in changes}
    stories = {change.after.id: change.after for change in changes}
    messages: list[PlannedMessage] = []
    told: set[ItemId] = set()
    for channel in dict.fromkeys(route.channel for route in routes):
        outcome = ChannelPlan(channel, situation).run(changes)
        messages += outcome.messages
        for item_id, fate in outcome.fates.items():
            if item_id not in told or _FATE_ORDER[fate.stage] < _FATE_ORDER[fates[item_id].stage]:
                fates[item_id] = fate
            told.add(item_id)
        for story_id in outcome.folded:
            story = stories[story_id]
            if channel not in story.folded_in:
                stories[story_id] = replace(story, folded_in=(*story.folded_in, channel))
    return PolicyResult(messages=tuple(messages), fates=fates, stories=tuple(stories.values()))
