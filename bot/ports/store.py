"""What the shell asks of the bot's memory. May import domain and errors."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from bot.domain import (
    DayCounts,
    DigestWindow,
    Feed,
    FeedId,
    FeedState,
    ItemId,
    JudgedBy,
    Judgement,
    KnownItem,
    Label,
    LabelId,
    MessageState,
    Mute,
    MuteId,
    OutboxMessage,
    OutboxRow,
    Page,
    Push,
    Receipt,
    StoredItem,
    Story,
    StoryId,
    Subscription,
    Write,
)


class StoryMemory(Protocol):
    """What the thinking stages read: stories, and what was said of them. Every method may raise StoreError."""

    def next_story_number(self) -> int: ...

    def candidate_stories(self, keys: Sequence[str], since: datetime, limit: int) -> list[Story]:
        """Stories with a report at or after `since` under any of these keys, most keys in common first."""
        ...

    def card_state(self, story_id: StoryId, channel: str) -> MessageState | None:
        """How the story's card in the channel is; None = it never had one there."""
        ...

    def posts_since(self, channel: str, since: datetime) -> int:
        """Top-level alerts created for the channel since then."""
        ...

    def told_until(self) -> datetime | None:
        """The latest end of a digest's window; None = there was no digest yet.

        What is learned of counts as seen no earlier, also when the clock was set back: no window before that moment
        will be told any more.
        """
        ...

    def mutes_in_force(self, now: datetime) -> list[Mute]:
        """What is not to be told at that moment, oldest first."""
        ...

    def item(self, item_id: ItemId) -> StoredItem | None:
        """None = never seen."""
        ...

    def judged_by(self, judgement: Judgement, at: datetime) -> JudgedBy:
        """What gave a judgement at that moment, as far as it is kept."""
        ...


Lister = Callable[[Sequence[OutboxMessage]], tuple[OutboxMessage | None, Mapping[str, str]]]
"""Makes a list of cards of one channel: the list, None where there is none to send; and the keys of cards that need not
be sent, each with the reason."""

Messages = Callable[[], Sequence[OutboxMessage]]
"""Makes messages inside the transaction that queues them, so that they tell what the store holds by then."""


def no_messages() -> Sequence[OutboxMessage]:
    """Nothing is to be said."""
    return ()


class Store(StoryMemory, Protocol):
    """The bot's memory. Every method may raise StoreError; a write is whole or did not happen."""

    # feeds
    def sync_feeds(self, feeds: Sequence[Feed]) -> None:
        """Makes a state for feeds that have none. A feed whose configured address changed is asked there again."""
        ...

    def due_feeds(self, now: datetime, limit: int, besides: Collection[str] = ()) -> list[FeedId]:
        """Feeds of the configuration, not gone, whose time has come, but for those `besides`: by priority (1 first), in
        each never polled first, then longest due."""
        ...

    def is_any_due(self, now: datetime) -> bool:
        """Whether a feed's time has come."""
        ...

    def bring_forward(self, now: datetime) -> int:
        """Makes feeds due that were to be polled later, those that are gone excepted; returns how many."""
        ...

    def feed_states(self) -> dict[FeedId, FeedState]:
        """States of the configured feeds."""
        ...

    def states_of(self, feed_ids: Sequence[FeedId]) -> dict[FeedId, FeedState]:
        """States of these feeds, configured or not; those never heard of are left out."""
        ...

    def moving(self) -> dict[FeedId, FeedState]:
        """Configured feeds whose address has permanently redirected for a while, not yet adopted."""
        ...

    def memories(self, feed_ids: Sequence[FeedId]) -> dict[FeedId, bytes]:
        """What the delta splitter keeps of the feeds' last documents; those of which it keeps nothing are left out."""
        ...

    def subscriptions(self) -> dict[FeedId, Subscription]:
        """What hubs of feeds were asked for."""
        ...

    def set_subscription(self, subscription: Subscription) -> None: ...

    def drop_subscriptions(self, feed_ids: Sequence[FeedId]) -> None: ...

    def pushes(self, limit: int) -> list[Push]:
        """Signed messages of hubs, oldest first; `Write.push` says which is done with."""
        ...

    def drop_push(self, seq: int) -> None:
        """Forgets a message of a hub that is not to be read."""
        ...

    # items
    def known(self, keys: Sequence[str]) -> dict[str, KnownItem]:
        """Items that these identity keys lead to; keys that lead nowhere are left out."""
        ...

    def counts(self, start: datetime, end: datetime) -> DayCounts:
        """Of items first seen in [start, end)."""
        ...

    # stories
    def story(self, story_id: StoryId) -> Story | None: ...

    def stories_seen(self, start: datetime, end: datetime) -> list[Story]:
        """Stories that some report joined in [start, end), by `seen_at`."""
        ...

    # pages
    def page(self, item_id: ItemId) -> Page | None: ...

    def due_pages(self, now: datetime, limit: int) -> list[Page]: ...

    # life
    def alive_at(self) -> datetime | None:
        """When the bot last said that it runs."""
        ...

    def mark_alive(self, now: datetime) -> None: ...

    # writing
    def together(self, *, lasting: bool = True, in_parts: bool = True) -> AbstractContextManager[None]:
        """Makes one transaction of the writes that this thread makes in the block.

        A write that raises is undone alone; when the end of the block raises, all of them are. Not `in_parts`, which
        takes less time, the error of a write must leave the block, and all are undone. A transaction that is not
        `lasting` does not wait for the disk: a power cut may undo it whole, until a later one waits. For what is done
        again then, such as polls; nothing is sent out of the outbox but after a lasting one.
        """
        ...

    def write(self, write: Write, now: datetime) -> None:
        """Applies everything in one transaction. Messages whose key exists are left as they are."""
        ...

    def write_states(self, changes: Sequence[tuple[FeedState, FeedState]]) -> None:
        """States, as they are stored and as they are to be, of feeds whose polls brought nothing else to store."""
        ...

    # outbox
    def claim(self, now: datetime, channels: Sequence[str]) -> OutboxRow | None:
        """The next message due in these channels, now `sending`; within a story and channel strictly in order."""
        ...

    def card_ref(self, story_id: StoryId, channel: str) -> str | None:
        """Reference of the story's delivered card in this channel."""
        ...

    def forget_card(self, story_id: StoryId, channel: str) -> None:
        """The card was taken away by somebody: what follows stands alone."""
        ...

    def gather(self, now: datetime, channels: Sequence[str], listed: Lister) -> int:
        """Makes one list of the cards of a batch that are due in a channel, in one transaction; returns how many lists.

        A single one stays a card.
        """
        ...

    def interrupted(self) -> list[OutboxRow]:
        """Messages left `sending` by a process that is gone."""
        ...

    def mark_doubtful(self, seq: int, now: datetime) -> None:
        """The request is about to go out."""
        ...

    def mark_part(self, seq: int, part: int, ref: str | None) -> None: ...

    def mark_sent(self, seq: int, receipt: Receipt, now: datetime) -> None: ...

    def mark_again(
        self,
        seq: int,
        error: str,
        next_attempt_at: datetime,
        doubted_since: datetime | None = None,
        *,
        apart: bool = False,
    ) -> None:
        """Back to `pending`; `doubted_since` when this attempt was looked for in vain.

        What is `apart` waits for some of its recipients and holds up no message behind it.
        """
        ...

    def mark_unconfirmed(self, seq: int, error: str) -> None: ...

    def mark_dead(self, seq: int, error: str) -> None: ...

    def messages_of(self, story_id: StoryId) -> list[OutboxRow]:
        """What was or is to be said of a story, in order."""
        ...

    def outbox(self, states: Sequence[MessageState] = (), limit: int = 200) -> list[OutboxRow]:
        """Rows in these states (empty = all), newest first."""
        ...

    # what people answer
    def add_labels(self, labels: Sequence[Label], messages: Messages = no_messages) -> list[Label]:
        """Stores answers, and queues messages when any is new, in one transaction; returns the new ones.

        Not new is an act stored before (its id), what the same person says already of the same item and topic, and
        what they took back or changed since. A person's `relevant` takes back their `not_relevant`, and the other way
        round; other people's answers stay.
        """
        ...

    def withdraw_labels(self, ids: Sequence[LabelId], at: datetime, messages: Messages = no_messages) -> list[Label]:
        """Takes answers back, and queues messages when any stood; returns those that stood, as they are now."""
        ...

    def labels(self, *, story_id: StoryId | None = None) -> list[Label]:
        """Answers that stand, in the order they were given; with a story, of the items that are in it now."""
        ...

    def add_mute(self, mute: Mute, messages: Messages = no_messages) -> bool:
        """Stores a mute and queues messages in one transaction.

        Returns:
            False, and nothing is written, when the act was stored before (its id), or the same person has muted the
            same for about as long or longer, or lifted it since.
        """
        ...

    def lift_mute(self, mute_id: MuteId, who: str, at: datetime, messages: Messages = no_messages) -> Mute | None:
        """Ends a mute and queues messages in one transaction; None when it is unknown, over or lifted before."""
        ...

    def mutes(self) -> list[Mute]:
        """All, lifted and over ones too, oldest first."""
        ...

    # digests
    def last_window(self, digest_id: str) -> DigestWindow | None: ...

    def write_digest(self, window: DigestWindow, messages: Sequence[OutboxMessage]) -> bool:
        """Records the window and queues its mails in one transaction; False when it was recorded before."""
        ...
