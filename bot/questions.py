"""Which items to ask a person about: those nearest to the threshold, and a share at random. Pure; may import domain."""

import math
import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import Item, Label, LabelId, LabelKind, StoredItem, Topic, Verdict, Via

LOOK_BACK = timedelta(days=90)  # texts are kept as long
LOOKED_AT = 5_000  # items, the latest
RANDOM_SHARE = 0.2  # so that the labels also show what nobody doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One item and topic to ask about."""

    item: Item
    verdict: Verdict
    stored: StoredItem
    at_random: bool  # drawn at random, else the model is unsure of it

    @property
    def topic(self) -> Topic:
        """What is asked about it."""
        return self.verdict.topic


def choose(
    items: Iterable[StoredItem],
    labels: Sequence[Label],
    topics: Sequence[Topic],
    who: str,
    *,
    limit: int,
    share: float = RANDOM_SHARE,
) -> list[Question]:
    """What to ask one person: nearest to the threshold first, with a share of items at random in between.

    The same items and answers give the same questions.

    Args:
        items: to ask about, with their verdicts.
        labels: all that stand; what this person answered before is left out.
        topics: to ask about.
        who: the person.
        limit: how many questions at most.
        share: of items at random, in [0, 1].
    """
    answered = {(label.item_id, label.topic) for label in labels if label.who == who}
    open_ones = [
        Question(item=stored.item, verdict=verdict, stored=stored, at_random=False)
        for stored in items
        if stored.judgement is not None and stored.item.language != "und"
        for verdict in stored.judgement.verdicts
        if verdict.topic in topics and (stored.item.id, verdict.topic) not in answered
    ]
    unsure = sorted(open_ones, key=lambda q: (distance(q.verdict), q.item.id))
    drawn = random.Random(len(answered)).sample(open_ones, len(open_ones))  # noqa: S311 - no secret
    chosen: list[Question] = []
    seen: set[tuple[str, Topic]] = set()
    # goes on where this person left off: who is asked one at a time meets the random ones, too
    for n in range(len(answered), len(answered) + min(limit, len(open_ones))):
        at_random = math.floor((n + 1) * share) > math.floor(n * share)
        queue = drawn if at_random else unsure
        question = next(q for q in queue if (q.item.id, q.topic) not in seen)
        seen.add((question.item.id, question.topic))
        chosen.append(replace(question, at_random=at_random))
    return chosen


def distance(verdict: Verdict) -> float:
    """How far a score is from its threshold, in log-odds."""
    return abs(log_odds(verdict.score) - log_odds(verdict.threshold))


def log_odds(share: float) -> float:
    """Of a score or threshold in [0, 1]; its ends give some 20 points, not infinity."""
    kept = min(max(share, 1e-9), 1.0 - 1e-9)
    return math.log(kept / (1.0 - kept))


def answer(question: Question, kind: LabelKind, *, who: str, via: Via, at: datetime, reason: str = "") -> Label:
    """The label that an answer makes; each has an identity of its own."""
    link = question.stored.link
    return Label(
        id=LabelId(f"l-{uuid.uuid4().hex[:12]}"),
        item_id=question.item.id,
        topic=question.topic,
        story_id=link.story_id if link else None,
        kind=kind,
        who=who,
        at=at,
        via=via,
        reason=reason,
    )


__all__ = ["LOOKED_AT", "LOOK_BACK", "RANDOM_SHARE", "Question", "answer", "choose", "distance", "log_odds"]
