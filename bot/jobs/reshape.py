"""People split and join stories and move reports: read, decide, plan and write in one transaction.

May import ports, domain, compose, extract and stories. No poll comes between; cards, threads and ledger follow as after
any merge or split.
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
    ItemFacts,
    ItemId,
    JudgedBy,
    Judgement,
    Language,
    MessageState,
    Report,
    ReshapeForm,
    ReshapeOrder,
    RoutePolicy,
    StoredItem,
    Story,
    StoryChange,
    StoryId,
    Write,
)
from bot.errors import UsageError
from bot.extract import shown
from bot.jobs.records import alert_records
from bot.ports import Lexicon, Store

_HOUR = timedelta(hours=1)
_HEARD: frozenset[MessageState] = frozenset({"sent", "sending", "unconfirmed"})
_TO_BE_HEARD = ("reply", "pending")  # an edit that waits gives way to the next one
_Decide = Callable[[], Sequence[StoryChange]]
_Done = Callable[[], tuple[Story, Story] | None]
_NOBODY = JudgedBy(config_version="", models=())  # nothing is judged here; records name what judged the reports then
MOST_NEAR = 50  # stories that one is offered to be joined with, or that take its reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaping:
    """Carries out what people say of stories.

    `routes`, `policy`, `languages` and `lexicon` as in `think.Mind`: a story that is split off is told as any new one,
    and a report that is moved is read as any other.
    """

    store: Store
    routes: tuple[RoutePolicy, ...]
    policy: AlertPolicy
    lexicon: Lexicon
    languages: Mapping[str, Language] = field(default_factory=dict)

    def form(self, story_id: StoryId, item_id: ItemId | None) -> ReshapeForm | None:
        """What a person may choose from for a story; None = it is gone.

        Args:
            story_id: of a card, which may have gone into another since.
            item_id: the report that was looked at, which may have left the story since; None = none.

        Raises:
            StoreError: the store could not be read.
        """
        held = self.store.item(item_id) if item_id is not None else None
        story = self.store.story(held.link.story_id if held is not None and held.link is not None else story_id)
        while story is not None and story.merged_into is not None:
            story = self.store.story(story.merged_into.id)
        if story is None:
            return None
        near = self.store.candidate_stories(
            stories.index_keys(story), story.opened_at - stories.LOOK_BACK, MOST_NEAR + 1
        )
        return ReshapeForm(story=story, near=tuple(other for other in near if other.id != story.id)[:MOST_NEAR])

    def carry_out(self, order: ReshapeOrder, now: datetime) -> tuple[Story, Story]:
        """Splits, joins or moves as ordered; the same order again changes nothing.

        Raises:
            UsageError: it cannot be done, or nothing was ordered; the message is for the person.
            StoreError: nothing was written.
        """
        if order.leaving and order.same_as is not None:
            return self.move(order.leaving, order.same_as, out_of=order.story_id, who=order.who, now=now)
        if not order.leaving and order.same_as is None:
            raise UsageError(
                "choose the reports that are another event, or the story that is the same, or both to move"
            )
        if order.same_as is not None:
            return self.merge(order.story_id, order.same_as, who=order.who, now=now)
        return self.split(order.story_id, order.leaving, who=order.who, now=now)

    def split(self, story_id: StoryId, leaving: Collection[ItemId], *, who: str, now: datetime) -> tuple[Story, Story]:
        """Makes some reports of a story one of their own; returns the story that stays and the new one.

        Raises:
            UsageError: there is no such story, or these are not some of its reports.
            StoreError: nothing was written.
        """

        def decided() -> Sequence[StoryChange]:
            story = self._story(story_id)
            return stories.split_by_hand(
                story, leaving, number=self.store.next_story_number(), who=who, judgements=self._judgements(story)
            )

        return self._carried_out(decided, now, done=lambda: self._split_already(story_id, leaving))

    def merge(self, one: StoryId, other: StoryId, *, who: str, now: datetime) -> tuple[Story, Story]:
        """Makes two stories one; returns the story that goes on and the one that went into it.

        Raises:
            UsageError: there are no two such stories.
            StoreError: nothing was written.
        """
        return self._carried_out(
            lambda: stories.merge_by_hand(self._story(one), self._story(other), who=who, carded=self._has_card), now,
            done=lambda: self._merged_already(one, other),
        )  # fmt: skip

    def move(
        self, moving: Collection[ItemId], to: StoryId, *, out_of: StoryId | None = None, who: str, now: datetime
    ) -> tuple[Story, Story]:
        """Makes reports of one story reports of another; returns the story that they left and the one they are in.

        Args:
            moving: the reports, of one story and not all of it.
            to: the story that takes them.
            out_of: the story that they were seen in; None = wherever they are. Where it is given, the same order again
                changes nothing.
            who: says so.
            now: aware UTC.

        Raises:
            UsageError: there are no such stories or reports, or these cannot be moved.
            StoreError: nothing was written.
        """

        def decided() -> Sequence[StoryChange]:
            source = self._story(out_of or self._home(moving, to))
            target = self._story(to)
            known = self._known((*source.reports, *target.reports))
            return stories.move_by_hand(source, target, moving, known=known, who=who, now=now)

        return self._carried_out(
            decided, now, done=lambda: self._moved_already(out_of, moving, to) if out_of is not None else None
        )

    def _home(self, moving: Collection[ItemId], to: StoryId) -> StoryId:
        """The one story that the reports are in."""
        homes: dict[StoryId, ItemId] = {}
        for item_id in moving:
            stored = self.store.item(item_id)
            if stored is None:
                raise UsageError(f"there is no item {item_id[:40]}; ids are in the log and in `explain --json`")
            if stored.link is None:
                raise UsageError(
                    f"{item_id} is in no story, since no topic flags it; only reports of stories can be moved"
                )
            homes[stored.link.story_id] = item_id
        if to in homes:
            raise UsageError(f"{homes[to]} is in {to} already; name another story to move it to")
        if len(homes) > 1:
            (one, first), (other, second), *_ = homes.items()
            raise UsageError(f"{first} is in {one}, {second} in {other}; move the reports of one story at a time")
        if not homes:
            raise UsageError("name the reports that are to be moved")
        return next(iter(homes))

    def _known(self, reports: Sequence[Report]) -> dict[ItemId, ItemFacts]:
        """What the reports say, as far as that is kept: of old ones it is the headline and the figures."""
        held = (self.store.item(report.item_id) for report in reports)
        return {stored.item.id: self._facts(stored) for stored in held if stored is not None}

    def _facts(self, stored: StoredItem) -> ItemFacts:
        judgement = stored.judgement or Judgement(item_type="news", verdicts=(), text_read=stored.item.text_read)
        return stories.facts_of(stored.item, judgement, stored.figures, self.lexicon, stored.content)

    def _carried_out(self, decide: _Decide, now: datetime, *, done: _Done) -> tuple[Story, Story]:
        with self.store.together():
            if (before := done()) is not None:
                return before
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
                was_told=self._was_told,
            )
            written = Write(
                stories=tuple(self._indexed(story, changes) for story in planned.stories),
                messages=tuple(compose.messages(planned.messages, now, shown=shown, languages=self.languages)),
                alerts=alert_records(
                    planned.messages, now, self.store, fresh={}, judges=_NOBODY, languages=self.languages
                ),
            )
            self.store.write(written, now)
        first, second = written.stories
        return first.story, second.story

    def _indexed(self, story: Story, changes: Sequence[StoryChange]) -> IndexedStory:
        """With the items that came from the other story, and who brought them."""
        change = next(change for change in changes if change.after.id == story.id)
        came = change.kind in ("absorbed", "split", "gained")
        moved = tuple(report.item_id for report in story.reports) if came else ()
        return IndexedStory(
            story=story, keys=stories.index_keys(story), moved=moved, moved_by=change.link.reason if came else None
        )

    def _story(self, story_id: StoryId) -> Story:
        story = self.store.story(story_id)
        if story is None:
            raise UsageError(f"there is no story {story_id[:40]!r}; ids such as s-000012 are on cards and on the desk")
        return story

    def _split_already(self, story_id: StoryId, leaving: Collection[ItemId]) -> tuple[Story, Story] | None:
        """The two, where somebody split off just these reports before."""
        held = [stored.link for item_id in leaving if (stored := self.store.item(item_id)) is not None]
        made = self.store.story(held[0].story_id) if held and held[0] is not None else None
        kept = self.store.story(story_id)
        if made is None or kept is None or made.id == story_id or {r.item_id for r in made.reports} != set(leaving):
            return None
        return (kept, made) if made.split_from is not None and made.split_from.id == story_id else None

    def _merged_already(self, one: StoryId, other: StoryId) -> tuple[Story, Story] | None:
        """The two, where somebody joined just these before."""
        pair = (self.store.story(one), self.store.story(other))
        for kept, gone in (pair, pair[::-1]):
            if kept is None or gone is None or gone.merged_into is None:
                continue
            if gone.merged_into.id == kept.id and kept.merged_into is None:
                return kept, gone
        return None

    def _moved_already(self, source: StoryId, moving: Collection[ItemId], to: StoryId) -> tuple[Story, Story] | None:
        """The two, where the reports are in the other one already."""
        left, target = self.store.story(source), self.store.story(to)
        if left is None or target is None or not moving or source == to:
            return None
        return (left, target) if {report.item_id for report in target.reports}.issuperset(moving) else None

    def _was_told(self, story_id: StoryId, item_id: ItemId, channel: str) -> bool:
        """Whether the channel hears of a report under the story's card, or on it."""
        stored = self.store.item(item_id)
        if stored is None:
            return False
        rows = (row for row in self.store.messages_of(story_id) if row.message.channel == channel)
        heard = [row.message for row in rows if row.state in _HEARD or (row.message.kind, row.state) == _TO_BE_HEARD]
        return any(compose.tells_of(message, item_id, stored.item.link) for message in heard)

    def _judgements(self, story: Story) -> dict[ItemId, Judgement]:
        """What each report was judged to be, where that is kept."""
        held = ((report.item_id, self.store.item(report.item_id)) for report in story.reports)
        return {
            item_id: stored.judgement for item_id, stored in held if stored is not None and stored.judgement is not None
        }

    def _has_card(self, story_id: StoryId) -> bool:
        return any(self.store.card_state(story_id, route.channel) not in NO_CARD for route in self.routes)

    def _item(self, change: StoryChange) -> Item | None:
        stored = self.store.item(change.report.item_id)
        return None if stored is None else stored.item


__all__ = ["Reshaping"]
