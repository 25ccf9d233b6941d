"""What stages and shell ask of others: clock, fetcher, worker, models, channels, people.

May import domain and errors.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import Literal, Protocol

from bot.domain import (
    Document,
    Facets,
    Fetched,
    FetchRequest,
    HeldOut,
    ItemId,
    OutboxMessage,
    ParsedFeed,
    Passage,
    Press,
    PressOutcome,
    Receipt,
    ReshapeForm,
    ReshapeOrder,
    Story,
    StoryId,
    Term,
    Topic,
    Weight,
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
    """Names of the field: countries, actors, groups, people, places, acts. Pure look-up; what was found stays true."""

    def __hash__(self) -> int:
        """Answers can be remembered by who gave them."""
        ...

    def find(self, text: str) -> tuple[Term, ...]:
        """Hits in order of position, longest first, not overlapping; blind to accents and case."""
        ...


class Embedder(Protocol):
    """Optional: sentence embeddings for grouping across languages."""

    def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]: ...

    def follow_up(self, title: str) -> float:
        """Log-odds that a headline is told once its event is known, rather than opens it."""
        ...


class Progress(Protocol):
    """Told by a channel while it sends; each call is on disk before it returns."""

    def committing(self) -> None:
        """What follows may arrive even if no answer does. Called before each request that cannot be taken back."""
        ...

    def part_sent(self, part: int, ref: str | None) -> None:
        """The part of this number, from 1, is there, or never will be; `ref` is the first part's reference."""
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

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Renders and sends one message.

        Args:
            message: what to send; its `dedupe_key` goes with it where the service keeps metadata.
            card_ref: reference of the story's card, None when the story has none in this channel.
            parts_there: numbers, from 1, of the parts of this message that need not be sent any more.
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
        """What a person may choose from who splits or joins stories or moves reports; None = it is gone.

        Raises:
            StoreError: it could not be read.
        """
        ...

    def reshape(self, order: ReshapeOrder) -> None:
        """Splits, joins or moves before it returns; the same order again changes nothing.

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
