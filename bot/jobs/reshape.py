"""People split and join stories: read, decide, plan and write in one transaction, so that no poll comes between.

May import ports, domain, compose, extract and stories. Cards, threads and ledger follow as after any merge or split.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import compose, stories
from bot.domain import (
    NO_CARD,
    AlertPolicy,
    IndexedStory,
    Item,
    ItemId,
    Language,
    RoutePolicy,
    Severity,
    Story,
    StoryChange,
    StoryId,
    Write,
)
from bot.errors import UsageError
from bot.extract import shown
from bot.ports import Store

_HOUR = timedelta(hours=1)
_Decide = Callable[[], Sequence[StoryChange]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaping:
    """Carries out what people say of stories.

    `routes`, `policy` and `languages` as in `think.Mind`: a story that is split off is told as any new one.
    """

    store: Store
    routes: tuple[RoutePolicy, ...]
    policy: AlertPolicy
    languages: Mapping[str, Language] = field(default_factory=dict)

    def split(self, story_id: StoryId, leaving: Collection[ItemId], *, who: str, now: datetime) -> tuple[Story, Story]:
        """Makes some reports of a story one of their own; returns the story that stays and the new one.

        Raises:
            UsageError: there is no such story, or these are not some of its reports.
            StoreError: nothing was written.
        """

        def decided() -> Sequence[StoryChange]:
            story = self._story(story_id)
            return stories.split_by_hand(
                story, leaving, number=self.store.next_story_number(), who=who, severities=self._severities(story)
            )

        return self._carried_out(decided, now)

    def merge(self, one: StoryId, other: StoryId, *, who: str, now: datetime) -> tuple[Story, Story]:
        """Makes two stories one; returns the story that goes on and the one that went into it.

        Raises:
            UsageError: there are no two such stories.
            StoreError: nothing was written.
        """
        return self._carried_out(
            lambda: stories.merge_by_hand(self._story(one), self._story(other), who=who, carded=self._has_card), now
        )

    def _carried_out(self, decide: _Decide, now: datetime) -> tuple[Story, Story]:
        with self.store.together():
            told_until = self.store.told_until()
            now = now if told_until is None else max(now, told_until)
            changes = decide()
            mutes = self.store.mutes_in_force(now)
            planned = stories.plan(
                changes,
                routes=self.routes,
                policy=self.policy,
                now=now,
                first_poll=False,
                card_state=self.store.card_state,
                posts_last_hour=lambda channel: self.store.posts_since(channel, now - _HOUR),
                page_pending=lambda item_id: False,
                muted=lambda change, channel: stories.muting(change, self._item(change), channel, mutes),
            )
            written = Write(
                stories=tuple(self._indexed(story, changes) for story in planned.stories),
                messages=tuple(compose.messages(planned.messages, now, shown=shown, languages=self.languages)),
            )
            self.store.write(written, now)
        first, second = written.stories
        return first.story, second.story

    def _indexed(self, story: Story, changes: Sequence[StoryChange]) -> IndexedStory:
        """With the items that came from the other story, and who brought them."""
        change = next(change for change in changes if change.after.id == story.id)
        came = change.kind in ("absorbed", "split")
        moved = tuple(report.item_id for report in story.reports) if came else ()
        return IndexedStory(
            story=story, keys=stories.index_keys(story), moved=moved, moved_by=change.link.reason if came else None
        )

    def _story(self, story_id: StoryId) -> Story:
        story = self.store.story(story_id)
        if story is None:
            raise UsageError(f"there is no story {story_id[:40]!r}; ids such as s-000012 are on cards and on the desk")
        return story

    def _severities(self, story: Story) -> dict[ItemId, Severity]:
        """How urgent each report is alone, where its verdicts are kept."""
        held = ((report.item_id, self.store.item(report.item_id)) for report in story.reports)
        return {
            item_id: stories.severest("P3", *(verdict.severity for verdict in stored.judgement.flagged))
            for item_id, stored in held
            if stored is not None and stored.judgement is not None
        }

    def _has_card(self, story_id: StoryId) -> bool:
        return any(self.store.card_state(story_id, route.channel) not in NO_CARD for route in self.routes)

    def _item(self, change: StoryChange) -> Item | None:
        stored = self.store.item(change.report.item_id)
        return None if stored is None else stored.item


__all__ = ["Reshaping"]
