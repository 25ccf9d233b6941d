"""Which stories get a card at once, later, in a fold or in the list of what the hourly cap held. Pure.

May import domain, the order of severities and this package's situation and quiet hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import RoutePolicy, Story, StoryChange
from bot.stories.policy.quiet_hours import not_before
from bot.stories.policy.situation import Situation
from bot.stories.severity import RANK

BURST = 5  # cards of one batch and channel; more become a fold
HELD_FOR = timedelta(hours=1)  # what the cap of an hour holds


@dataclass(slots=True)
class Opening:
    """A story that asks for a top-level post."""

    route: RoutePolicy
    changes: list[StoryChange]

    @property
    def story(self) -> Story:
        """As the last of its changes left it."""
        return self.changes[-1].after


@dataclass(slots=True)
class Posts:
    """What becomes of the stories that ask."""

    cards: list[tuple[Opening, datetime | None]] = field(default_factory=list)  # None = none of quiet hours to wait for
    folded: list[Opening] = field(default_factory=list)
    held: list[Opening] = field(default_factory=list)


def share_out(openings: Sequence[Opening], situation: Situation, channel: str) -> Posts:
    """Cards for the first few, a fold for the rest, within the hourly cap; of quiet hours one list in the end.

    Args:
        openings: of one channel, in the order in which they asked, which cards, fold and list keep.
        situation: of the batch.
        channel: whose cap it is.
    """
    now = situation.now
    limit = situation.policy.first_run_max_cards if situation.first_poll else BURST
    room = situation.policy.hourly_cap - situation.posts_last_hour(channel)
    posts = Posts()
    posts.cards = [(opening, until) for opening in openings if (until := _wakes_at(opening, situation, now))]
    awake = [opening for opening in openings if not _wakes_at(opening, situation, now)]
    at_once: list[Opening] = []
    for opening in sorted(awake, key=lambda opening: RANK[opening.story.severity]):
        taken = len(at_once) + bool(posts.folded)
        if opening.story.severity != "P1" and not posts.folded and taken >= room:
            posts.held.append(opening)
        elif len(at_once) < limit:
            at_once.append(opening)
        else:
            posts.folded.append(opening)
    posts.cards += [(opening, None) for opening in awake if opening in at_once]
    # what would come out of the cap's list in quiet hours waits for their end
    later = [(opening, until) for opening in posts.held if (until := _wakes_at(opening, situation, now + HELD_FOR))]
    posts.cards += later
    asleep = [opening for opening, _ in later]
    posts.folded = [opening for opening in awake if opening in posts.folded]
    posts.held = [opening for opening in awake if opening in posts.held and opening not in asleep]
    return posts


def _wakes_at(opening: Opening, situation: Situation, at: datetime) -> datetime | None:
    """End of the quiet hours that a card would fall into at that moment; None = into none."""
    due = not_before(opening.story.severity, opening.route, situation.policy, at)
    return due if due > at else None
