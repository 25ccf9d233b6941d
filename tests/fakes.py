"""Stand-ins for the outside world, each keeping the promises of its Protocol in bot/ports.

No test replaces parts of our own modules; what it needs to steer is a parameter, and these are what it passes.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.domain import (
    Document,
    Facets,
    Fetched,
    FetchRequest,
    HeldOut,
    OutboxMessage,
    ParsedFeed,
    Receipt,
    Scored,
    Term,
)
from bot.errors import DeliveryError, FetchError, ParseError
from bot.ports import Progress

NOON = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)  # a Monday


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment set, aware UTC."""
        return self.at

    def advance(self, by: timedelta | float) -> datetime:
        """Moves on by a timedelta or by seconds, and returns the new moment."""
        self.at += by if isinstance(by, timedelta) else timedelta(seconds=by)
        return self.at


Answer = Fetched | FetchError
Answers = Answer | Sequence[Answer] | Callable[[FetchRequest], Answer]


class FakeFetcher:
    """Answers from a mapping of address to one answer (every time), a list (one each, the last for ever) or a function.

    An address without an answer gets a FetchError of problem "connection". `requests` lists all that was asked.
    """

    def __init__(self, answers: Mapping[str, Answers] | None = None) -> None:
        self.answers: dict[str, Answers] = dict(answers or {})
        self.requests: list[FetchRequest] = []
        self.closed = False
        self._asked: dict[str, int] = {}
        self._finished: deque[tuple[FetchRequest, Answer]] = deque()

    def submit(self, requests: Sequence[FetchRequest]) -> None:
        """Answers at once; the results wait to be taken."""
        for request in requests:
            self.requests.append(request)
            self._finished.append((request, self._answer(request)))

    def results(self, timeout_s: float) -> Iterator[tuple[FetchRequest, Answer]]:
        """All answers not yet taken; never waits."""
        while self._finished:
            yield self._finished.popleft()

    @property
    def in_flight(self) -> int:
        """Answers not yet taken."""
        return len(self._finished)

    def close(self) -> None:
        """Forgets answers not taken."""
        self.closed = True
        self._finished.clear()

    def _answer(self, request: FetchRequest) -> Answer:
        answers = self.answers.get(request.url)
        if answers is None:
            return FetchError(request.url, "connection", "no answer was scripted for this address")
        if isinstance(answers, Fetched | FetchError):
            return answers
        if callable(answers):
            return answers(request)
        nth = self._asked.get(request.url, 0)
        self._asked[request.url] = nth + 1
        return answers[min(nth, len(answers) - 1)]


class FakeScorer:
    """Scores a text with the highest score of the words found in it, else with 0.02."""

    def __init__(
        self,
        topic: str = "transfer",
        scores: Mapping[str, float] | None = None,
        *,
        facets: Facets | None = None,
    ) -> None:
        self._topic = topic
        self._facets = facets
        self.cues: list[str] = []
        self._scores = {word.casefold(): score for word, score in (scores or {}).items()}
        self.texts: list[str] = []

    @property
    def topic(self) -> str:
        """Name of the topic."""
        return self._topic

    @property
    def threshold(self) -> float:
        """Flag at or above."""
        return 0.5

    @property
    def version(self) -> str:
        """Any fixed text."""
        return "fake-1"

    @property
    def digest(self) -> str:
        """The same."""
        return "fake-1"

    def facets(self, title: str, text: str, cues: Sequence[str]) -> Facets | None:
        """What it was told to say; None = nothing is learnt."""
        self.cues = list(cues)
        return self._facets

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        """None are on record."""
        return ()

    def score(self, texts: Sequence[str]) -> list[Scored]:
        """One answer per text, same order; texts are recorded in `texts`."""
        self.texts.extend(texts)
        return [self._score(text.casefold()) for text in texts]

    def _score(self, text: str) -> Scored:
        hits = [(score, word) for word, score in self._scores.items() if word in text]
        if not hits:
            return Scored(score=0.02, why=(("(base)", -4.0),))
        score, word = max(hits)
        return Scored(score=score, why=((word, 8.0), ("(base)", -4.0)))


class FakeLexicon:
    """Finds the given words, blind to case: mapping of word to (kind, canonical)."""

    def __init__(self, words: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._words = {word.casefold(): entry for word, entry in (words or {}).items()}

    def find(self, text: str) -> tuple[Term, ...]:
        """First occurrence of each word, in order of position."""
        folded = text.casefold()
        terms = [
            Term(kind=kind, canonical=canonical, start=at, end=at + len(word))
            for word, (kind, canonical) in self._words.items()
            if (at := folded.find(word)) >= 0
        ]
        return tuple(sorted(terms, key=lambda term: term.start))


class FakeWorker:
    """Answers with what was set for the bytes, or for the address, it is given; else ParseError."""

    def __init__(
        self,
        feeds: Mapping[bytes | str, ParsedFeed | ParseError] | None = None,
        pages: Mapping[bytes | str, str | ParseError] | None = None,
    ) -> None:
        self.feeds: dict[bytes | str, ParsedFeed | ParseError] = dict(feeds or {})
        self.pages: dict[bytes | str, str | ParseError] = dict(pages or {})
        self.closed = False

    def parse_feed(self, body: bytes, *, content_type: str, url: str, now: datetime) -> ParsedFeed:
        """The feed set for `body`, else for `url`."""
        found = self.feeds.get(body, self.feeds.get(url))
        if found is None:
            raise ParseError("not_a_feed", "no feed was set for these bytes")
        if isinstance(found, ParseError):
            raise found
        return found

    def parse_feeds(self, documents: Sequence[Document], *, now: datetime) -> list[ParsedFeed | ParseError]:
        """The same of many."""
        results: list[ParsedFeed | ParseError] = []
        for each in documents:
            try:
                results.append(self.parse_feed(each.body, content_type=each.content_type, url=each.url, now=now))
            except ParseError as exc:
                results.append(exc)
        return results

    def read_page(self, body: bytes, *, content_type: str, url: str) -> str:
        """The text set for `body`, else for `url`, else ""."""
        found = self.pages.get(body, self.pages.get(url, ""))
        if isinstance(found, ParseError):
            raise found
        return found

    def close(self) -> None:
        """Notes that it was called."""
        self.closed = True


class RecordingChannel:
    """Keeps what it was asked to send in `sent`; refs are "NAME-1", "NAME-2" ...

    Args:
        name: of the channel.
        can_edit: whether cards can be changed and replied to.
        fail_with: one DeliveryError for every message, or a sequence with one entry per attempt (None = it works),
            after which all attempts work. An error of outcome "unknown" still leaves the message in `sent`.
        after_crash: as in `bot.ports.Channel`.
        history_error: raised by `find`, None = it answers.
    """

    def __init__(
        self,
        name: str = "desk",
        *,
        can_edit: bool = True,
        fail_with: DeliveryError | Sequence[DeliveryError | None] | None = None,
        after_crash: Literal["search", "repeat", "leave"] = "search",
        history_error: DeliveryError | None = None,
    ) -> None:
        self._name = name
        self._can_edit = can_edit
        self._always = fail_with if isinstance(fail_with, DeliveryError) else None
        self._script: deque[DeliveryError | None] = deque()
        if fail_with is not None and not isinstance(fail_with, DeliveryError):
            self._script.extend(fail_with)
        self._after_crash: Literal["search", "repeat", "leave"] = after_crash
        self.history_error = history_error
        self.sent: list[OutboxMessage] = []
        self.card_refs: list[str | None] = []  # as given, one per message in `sent`
        self.parts_there: list[Set[int]] = []  # as given, one per message in `sent`
        self.attempts = 0
        self._receipts: dict[str, Receipt] = {}

    @property
    def name(self) -> str:
        """Name of the channel."""
        return self._name

    @property
    def can_edit(self) -> bool:
        """As given."""
        return self._can_edit

    @property
    def after_crash(self) -> Literal["search", "repeat", "leave"]:
        """As given."""
        return self._after_crash

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Keeps the message, or fails as scripted."""
        self.attempts += 1
        progress.committing()
        error = self._always or (self._script.popleft() if self._script else None)
        if error is not None and error.outcome != "unknown":
            raise error
        self.sent.append(message)
        self.card_refs.append(card_ref)
        self.parts_there.append(parts_there)
        receipt = Receipt(ref=f"{self._name}-{len(self.sent)}")
        self._receipts[message.dedupe_key] = receipt
        if error is not None:
            raise error
        return receipt

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Receipts of those messages that are in `sent`."""
        if self.history_error is not None:
            raise self.history_error
        return {m.dedupe_key: self._receipts[m.dedupe_key] for m in messages if m.dedupe_key in self._receipts}
