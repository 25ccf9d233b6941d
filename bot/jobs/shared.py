"""Models that the configurations of a replay share: each text of a batch is scored and embedded once."""

from collections.abc import Sequence

from bot.classify import model_part
from bot.domain import Facets, HeldOut, Item, Topic, Verdict
from bot.ports import Answer, Embedder, Scorer

_MAX_EMBEDDED = 20_000  # texts, 400 numbers each

Judged = tuple[Item, tuple[Verdict, ...]]  # an item with what was judged of it when it came in


class SharedScorer:
    """Scores each text of a batch once, however many configurations ask; not at all where the answer is on record."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._known: dict[str, Answer] = {}
        self._facets: dict[tuple[str, str, tuple[str, ...]], Facets | None] = {}
        self.topic: Topic = scorer.topic
        self.threshold = scorer.threshold
        self.version = scorer.version
        self.digest = scorer.digest

    def score(self, texts: Sequence[str]) -> list[Answer]:
        """As the scorer behind it."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(unknown, self._scorer.score(unknown), strict=True))
        return [self._known[text] for text in texts]

    def begin(self, batch: Sequence[Judged]) -> None:
        """Forgets the batch before, and takes over what this very model said of the items of the next one."""
        self._known, self._facets = {}, {}
        for item, verdicts in batch:
            for verdict in verdicts:
                if verdict.topic == self.topic and verdict.model_version == self.version:
                    said = model_part(verdict)
                    if said is not None:
                        self._known[item.text] = said

    def facets(self, title: str, text: str, cues: Sequence[str]) -> Facets | None:
        """As the scorer behind it."""
        key = (title, text, tuple(cues))
        if key not in self._facets:
            self._facets[key] = self._scorer.facets(title, text, cues)
        return self._facets[key]

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        """As the scorer behind it."""
        return self._scorer.held_out(thresholds)


class SharedEmbedder:
    """Embeds each text of a batch once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, tuple[float, ...]] = {}

    def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """As the embedder behind it."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) > _MAX_EMBEDDED:
            self._known.clear()
            unknown = list(dict.fromkeys(texts))
        self._known.update(zip(unknown, self._embedder.embed(unknown), strict=True))
        return [self._known[text] for text in texts]

    def follow_up(self, title: str) -> float:
        """As the embedder behind it."""
        return self._embedder.follow_up(title)


__all__ = ["Judged", "SharedEmbedder", "SharedScorer"]
