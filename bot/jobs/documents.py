"""From fetched documents to items, in three steps: what is new in a document, its entries, and these cleaned.

Each step can fail for one feed, which then fails alone (see `poll`). May import ports, domain and the thinking stages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot import cadence, delta
from bot.domain import DedupeDecision, Document, Feed, FeedState, Fetched, Item, Judgement, ParsedFeed, Push
from bot.errors import FetchError, ParseError
from bot.normalise import normalise
from bot.ports import Worker


def holds_document(result: Fetched | FetchError) -> bool:
    """Whether a feed's answer holds a document, which may be the last one again."""
    return isinstance(result, Fetched) and result.body is not None


@dataclass(slots=True, kw_only=True)
class Poll:
    """One feed's result on its way to the store."""

    feed: Feed
    before: FeedState
    fetched: Fetched | FetchError
    others_moving: int
    memory: bytes  # that the splitter keeps of the last document, b"" = none
    push: Push | None = None  # a hub's message in the place of an answer
    reduced: delta.Reduced | None = None  # None = no document
    ahead: tuple[bytes, ParsedFeed | ParseError] | None = None  # what is read first of it, and what that gave
    reading: delta.Reading | None = None  # None = no document, or none that can be read
    parsed: ParsedFeed | ParseError | None = None
    items: list[Item] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # identity keys under which the items may be known
    skipped: int = 0
    decisions: list[DedupeDecision] = field(default_factory=list)
    judgements: dict[int, Judgement] = field(default_factory=dict)  # by place in `items`

    @property
    def has_document(self) -> bool:
        """The answer holds one, which may be the last one again."""
        return holds_document(self.fetched)


class Documents:
    """Reads documents."""

    def __init__(self, worker: Worker, outlets: Mapping[str, Feed]) -> None:
        """`outlets` as `normalise.outlet_index` gives them."""
        self._worker = worker
        self._outlets = outlets

    def reduce(self, poll: Poll) -> None:
        """Finds out what is new in a document, if there is one."""
        if isinstance(poll.fetched, Fetched) and poll.fetched.body is not None:
            poll.reduced = delta.reduce(poll.fetched.body, poll.memory)

    def parse_ahead(self, polls: Sequence[Poll], now: datetime) -> None:
        """Has what is read first of each document parsed, all in one go."""
        wanted: list[tuple[Poll, Document]] = []
        for poll in polls:
            if poll.reduced is None or isinstance(poll.fetched, FetchError) or poll.fetched.body is None:
                continue
            body = delta.read_first(poll.reduced, poll.fetched.body, whole=_wants_whole(poll, now))
            if body is not None:
                fetched = poll.fetched
                wanted.append((poll, Document(body=body, content_type=fetched.content_type, url=fetched.final_url)))
        found = self._worker.parse_feeds([document for _, document in wanted], now=now)
        for (poll, document), result in zip(wanted, found, strict=True):
            poll.ahead = document.body, result

    def parse(self, poll: Poll, now: datetime) -> None:
        """Reads the entries that are new."""
        fetched, reduced = poll.fetched, poll.reduced
        if reduced is None or isinstance(fetched, FetchError) or fetched.body is None:
            return
        content_type, url = fetched.content_type, fetched.final_url

        def parse(body: bytes) -> ParsedFeed:
            if poll.ahead is None or poll.ahead[0] is not body:
                return self._worker.parse_feed(body, content_type=content_type, url=url, now=now)
            result = poll.ahead[1]
            if isinstance(result, ParseError):
                raise result
            return result

        whole = _wants_whole(poll, now)
        try:
            poll.reading = delta.read_reduced(reduced, fetched.body, poll.memory, parse, whole=whole)
        except ParseError as exc:
            poll.parsed = exc
        else:
            poll.parsed = poll.reading.parsed

    def parse_push(self, poll: Poll, push: Push, now: datetime) -> None:
        """Reads a hub's message, of which all is taken for new.

        Raises:
            ParseError: it is no feed.
        """
        parsed = self._worker.parse_feed(push.body, content_type=push.content_type, url=poll.before.url, now=now)
        # the memory stays that of the last document: the message is a part of the next one
        poll.reading = delta.Reading(parsed, poll.memory, delta.shared(poll.memory), len(parsed.entries), False)
        poll.parsed = parsed

    def clean(self, poll: Poll, now: datetime) -> None:
        """Makes items of the entries."""
        if not isinstance(poll.parsed, ParsedFeed):
            return
        poll.skipped = poll.parsed.skipped
        for raw in poll.parsed.entries:
            try:
                poll.items.append(normalise(raw, poll.feed, now, outlets=self._outlets))
            except ParseError:
                poll.skipped += 1


def _wants_whole(poll: Poll, now: datetime) -> bool:
    return cadence.wants_whole(poll.before.habits, now)


def in_groups(polls: Iterable[Poll], items: int) -> Iterator[list[Poll]]:
    """Polls in groups that bring about so many items at most; a document that cannot be cut may bring as many alone."""
    group: list[Poll] = []
    expected = 0
    for poll in polls:
        group.append(poll)
        if poll.reduced is not None and poll.reduced.document is not None:
            expected += len(poll.reduced.new) or items
        if expected >= items:
            yield group
            group, expected = [], 0
    if group:
        yield group
