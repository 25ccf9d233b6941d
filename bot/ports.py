"""What the shell needs from the outside world, as Protocols. May import domain and errors only.

Implementations: `fetch`, `worker`, `channels`, `classifiers` (handed in by `app`), `clock`; fakes in tests/fakes.py.

"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Literal, Protocol

from bot.domain import (
    DayCounts,
    DigestWindow,
    Document,
    Facets,
    Feed,
    FeedId,
    FeedState,
    Fetched,
    FetchRequest,
    HeldOut,
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
    ParsedFeed,
    Passage,
    Press,
    PressOutcome,
    Push,
    Receipt,
    ReshapeForm,
    ReshapeOrder,
    StoredItem,
    Story,
    StoryId,
    Subscription,
    Term,
    Topic,
    Weight,
    Write,
)
from bot.errors import FetchError, ParseError


class Clock(Protocol):
    """The only source of the time of day."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class Fetcher(Protocol):
    """Reads addresses in the background, many at a time."""

    def submit(self, requests: Sequence[FetchRequest]) -> None:
        """Starts reading; returns at once. Results come from `results` in the order they finish."""
        ...

    def results(self, timeout_s: float) -> Iterator[tuple[FetchRequest, Fetched | FetchError]]:
        """What has finished; waits at most `timeout_s` for the first one, then yields what else is there, or about to
        come."""
        ...

    @property
    def in_flight(self) -> int:
        """Requests submitted whose result was not yet taken."""
        ...

    def close(self) -> None:
        """Ends the thread; requests under way are dropped."""
        ...


class Worker(Protocol):
    """Runs parsers on hostile bytes in a process that can be killed."""

    def parse_feed(self, body: bytes, *, content_type: str, url: str, now: datetime) -> ParsedFeed:
        """Reads a feed document; `url` is the final address, for relative links.

        Raises:
            ParseError: no feed, or over the time limit.
        """
        ...

    def parse_feeds(self, documents: Sequence[Document], *, now: datetime) -> list[ParsedFeed | ParseError]:
        """The same of many, which takes less time; one result each, same order. Each fails alone."""
        ...

    def read_page(self, body: bytes, *, content_type: str, url: str) -> str:
        """Main text of an article page, paragraphs separated by newlines, "" when there is none.

        Raises:
            ParseError: over the time limit, or the reader crashed.
        """
        ...

    def close(self) -> None:
        """Ends the process."""
        ...


class Answer(Protocol):
    """A model's answer for one text; `bot.domain.Scored` is one that is complete."""

    @property
    def score(self) -> float:
        """Calibrated probability in [0, 1]."""
        ...

    @property
    def why(self) -> tuple[Weight, ...]:
        """As in `bot.domain.Scored`; worked out when it is asked for, which takes longer than to score."""
        ...


class Scorer(Protocol):
    """One topic's model."""

    @property
    def topic(self) -> Topic: ...

    @property
    def threshold(self) -> float:
        """Flag at or above; in [0, 1]."""
        ...

    @property
    def version(self) -> str: ...

    @property
    def digest(self) -> str:
        """Hash of the whole model: two of one digest score alike."""
        ...

    def score(self, texts: Sequence[str]) -> Sequence[Answer]:
        """One answer per text (title, summary, body joined by newlines), same order."""
        ...

    def facets(self, title: str, text: str, cues: Sequence[str]) -> Facets | None:
        """Status and severity of a relevant text, from it and the names of what the rules found; None = not learnt."""
        ...

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        """What each threshold did on the training corpora's held-out folds; empty where these are not on record."""
        ...


class Lexicon(Protocol):
    """Names of the field: countries, actors, groups, people, places, acts. Pure look-up."""

    def find(self, text: str) -> tuple[Term, ...]:
        """Hits in order of position, longest first, not overlapping; blind to accents and case."""
        ...


class Embedder(Protocol):
    """Optional: sentence embeddings for grouping across languages."""

    def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]: ...


class Progress(Protocol):
    """Told by a channel while it sends; each call is on disk before it returns."""

    def committing(self) -> None:
        """What follows may arrive even if no answer does. Called before each request that cannot be taken back."""
        ...

    def part_sent(self, parts_sent: int, ref: str | None) -> None:
        """That many parts of the message are there; `ref` is the first part's reference."""
        ...


class Channel(Protocol):
    """One place that messages go to. Renders and sends; decides nothing."""

    @property
    def name(self) -> str: ...

    @property
    def can_edit(self) -> bool:
        """Cards can be changed after posting, and replies hang under them."""
        ...

    @property
    def after_crash(self) -> Literal["search", "repeat", "leave"]:
        """What to do with a message whose sending was interrupted after `committing`.

        search: ask `find`; repeat: send again, a few times; leave: `unconfirmed`, for a person to decide.
        """
        ...

    def send(self, message: OutboxMessage, *, card_ref: str | None, parts_sent: int, progress: Progress) -> Receipt:
        """Renders and sends one message.

        Args:
            message: what to send; its `dedupe_key` goes with it where the service keeps metadata.
            card_ref: reference of the story's card, None when the story has none in this channel.
            parts_sent: parts of this message already there, when it is sent in several.
            progress: told before and after each request.

        Raises:
            DeliveryError: see its outcomes.
        """
        ...

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Looks for messages whose sending was interrupted; only where `after_crash` is "search".

        Returns:
            receipts by dedupe key of those that are there.

        Raises:
            DeliveryError: the history could not be read (`not_sent`: now; `refused`: never).
        """
        ...


class Listener(Protocol):
    """Takes what people do in a channel. Called from several threads."""

    def press(self, press: Press) -> PressOutcome:
        """Writes it down before it returns; the same press again changes nothing.

        Raises:
            StoreError: nothing was written.
        """
        ...

    def explain(self, subject: str) -> Sequence[Passage]:
        """An item's way through the stages: of a headline, an address, or an item's id. May take some seconds.

        Raises:
            BotError: it cannot be read; the message is for the person who asked.
        """
        ...

    def story(self, story_id: StoryId) -> Story | None:
        """The story of a card as it is known now; None = it is gone.

        Raises:
            StoreError: it could not be read.
        """
        ...

    def form(self, story_id: StoryId, item_id: ItemId) -> ReshapeForm | None:
        """What a person may choose from who says that a story is two, or one with another; None = it is gone.

        Raises:
            StoreError: it could not be read.
        """
        ...

    def reshape(self, order: ReshapeOrder) -> None:
        """Splits or joins before it returns; the same order again changes nothing.

        Raises:
            UsageError: it cannot be done; the message is for the person.
            StoreError: nothing was written.
        """
        ...

    def refused(self, what: str, remedy: str) -> None:
        """Nobody can be heard until a person mends it."""
        ...

    def heard(self) -> None:
        """People can be heard again, after a refusal."""
        ...


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

    def agenda(self) -> list[tuple[FeedId, int, datetime | None]]:
        """Feeds of the configuration that are not gone: id, priority (1 first), next poll (None = never polled)."""
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

    def mark_part(self, seq: int, parts_sent: int, ref: str | None) -> None: ...

    def mark_sent(self, seq: int, receipt: Receipt, now: datetime) -> None: ...

    def mark_again(
        self, seq: int, error: str, next_attempt_at: datetime, doubted_since: datetime | None = None
    ) -> None:
        """Back to `pending`; `doubted_since` when this attempt was looked for in vain."""
        ...

    def mark_unconfirmed(self, seq: int, error: str) -> None: ...

    def mark_dead(self, seq: int, error: str) -> None: ...

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

    def labels(
        self,
        *,
        item_id: ItemId | None = None,
        story_id: StoryId | None = None,
        with_withdrawn: bool = False,
    ) -> list[Label]:
        """Answers in the order they were given; of one item only, or of those that are in one story now."""
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

    def write_digest(self, window: DigestWindow, messages: Sequence[OutboxMessage], now: datetime) -> bool:
        """Records the window and queues its mails in one transaction; False when it was recorded before."""
        ...
