"""Stories at hand by their keys: those opened or changed earlier in the same batch, or all of them when clustering.

A plain value holder for one batch, made by whoever runs it; the stage's functions stay pure. May import domain, ports.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from bot.domain import ItemFacts, Story, StoryId, StoryLink
from bot.ports import Embedder
from bot.stories.assign import LOOK_BACK
from bot.stories.keys import index_keys
from bot.stories.taking import take

CANDIDATES = 16  # stories that a report is compared with; it meets 11 at most in labelled sets
PER_KEY = 100  # newest stories that are looked at under one key


class Shelf:
    """The newest state of stories, over what the store knows."""

    def __init__(self) -> None:
        self._stories: dict[StoryId, Story] = {}
        self._keys: dict[StoryId, tuple[str, ...]] = {}
        self._by_key: dict[str, dict[StoryId, None]] = {}

    def put(self, story: Story) -> None:
        """Files a story, in place of its earlier state."""
        for key in self._keys.get(story.id, ()):
            self._by_key[key].pop(story.id, None)
        self._stories[story.id] = story
        self._keys[story.id] = index_keys(story)
        for key in self._keys[story.id]:
            self._by_key.setdefault(key, {})[story.id] = None

    def get(self, story_id: StoryId) -> Story | None:
        """The story as it is on the shelf, None if it is not there."""
        return self._stories.get(story_id)

    @property
    def stories(self) -> tuple[Story, ...]:
        """All stories, in the order they were first put."""
        return tuple(self._stories.values())

    def candidates(
        self, keys: Sequence[str], since: datetime, limit: int = CANDIDATES, *, stored: Iterable[Story] = ()
    ) -> list[Story]:
        """Stories with a report at or after `since` under any of the keys: most keys in common first, then the latest.

        Args:
            keys: of the report.
            since: earlier stories are left out.
            limit: how many at most.
            stored: what the store found for the same keys; states on the shelf take precedence.
        """
        common: dict[StoryId, int] = {}
        for key in dict.fromkeys(keys):
            for story_id in islice(reversed(self._by_key.get(key, {})), PER_KEY):
                common[story_id] = common.get(story_id, 0) + 1
        found = {story_id: self._stories[story_id] for story_id in common}
        wanted = set(keys)
        for story in stored:
            if story.id not in found:
                found[story.id] = self._stories.get(story.id, story)
                common[story.id] = len(wanted.intersection(self._keys.get(story.id) or index_keys(story)))
        recent = [s for s in found.values() if s.last_report_at >= since and s.merged_into is None]
        recent.sort(key=lambda story: (story.last_report_at, story.id), reverse=True)
        recent.sort(key=lambda story: -common[story.id])
        return recent[:limit]


def cluster(facts: Sequence[ItemFacts], *, embedder: Embedder | None = None) -> list[StoryLink]:
    """Groups reports in memory, by the same decisions as the running bot.

    Args:
        facts: in time order.
        embedder: optional, see `assign`.

    Returns:
        list[StoryLink], one per report, same order, with the stories as they are in the end, after merges and splits;
        stories are numbered from 1 as they open.
    """
    shelf = Shelf()
    links: list[StoryLink] = []
    opened = 0
    for each in facts:
        candidates = shelf.candidates(index_keys(each), each.item.at - LOOK_BACK)
        taken = take(each, candidates, number=opened + 1, now=each.item.first_seen, embedder=embedder)
        opened += taken.opened
        for change in taken.changes:
            shelf.put(change.after)
        links.append(taken.link)
    held = {
        report.item_id: story.id for story in shelf.stories if story.merged_into is None for report in story.reports
    }
    return _told_again([replace(link, story_id=held[f.item.id]) for f, link in zip(facts, links, strict=True)])


def _told_again(links: Sequence[StoryLink]) -> list[StoryLink]:
    """After merges and splits: new is whatever is the first of its story."""
    met: set[StoryId] = set()
    found: list[StoryLink] = []
    for link in links:
        found.append(replace(link, is_new_story=link.story_id not in met))
        met.add(link.story_id)
    return found


__all__ = ["CANDIDATES", "Shelf", "cluster"]
