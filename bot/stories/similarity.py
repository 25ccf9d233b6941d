"""How alike a report and a story are: shared ideas, names, numbers and words of either language. Pure.

May import domain, ports and text. Only compares; what keeps two alike things apart is in
`vetoes`, where the line is drawn in `assign`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import ItemFacts, Story
from bot.ports import Embedder
from bot.stories.counts import counts_of, is_batch
from bot.stories.facts import HANDOVER_MEASURES
from bot.stories.names import share_person, surnames
from bot.text import tokens

_STORY_TERMS = 40  # heaviest of a story that are compared; a story of many reports has a long tail
_FOREIGN_WORD = 0.2  # part of an unmatched plain word's weight when the languages differ: it may be the same word
_BREADTH = 0.3  # how much the larger of the two sides counts in the denominator
_TELLING_COUNT = 3  # "two men" are in half of all reports
_SAME_BATCH = 0.18  # handovers of groups are months apart: two told within a day and a half are one, unless vetoed
_BATCH_GAP_DAYS = 1.5
_SAME_WORLD = 0.15  # words below which a shared number or name is chance
_UNDER_WAY = ("occurred", "reported", "announced")
_SHOWN_REPORTS = 12  # first and last reports of a story whose headlines are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two things have in common. None = one side does not say."""

    words: float  # weighted overlap of terms, in [0, 1]
    same_count: bool | None
    same_person: bool | None
    same_surname: bool  # a headline of one side calls a person of the other by surname
    same_date: bool | None
    shared_places: bool
    shared_groups: bool
    shared_topic: bool | None
    gap_days: float  # between the report and the story's nearest edge in time; 0 inside
    score: float  # in [0, 1]


def shown_titles(story: Story) -> list[str]:
    """Headlines of the story's first and last reports, corrections and reports only."""
    told = [report.title for report in story.reports if report.relation in ("report", "correction", "edit")]
    return told if len(told) <= 2 * _SHOWN_REPORTS else told[:_SHOWN_REPORTS] + told[-_SHOWN_REPORTS:]


def overlap(ones: Mapping[str, float], others: Mapping[str, float], *, cross_language: bool) -> float:
    """Weighted overlap of two term vectors, in [0, 1]; more lenient to what only the larger one holds."""
    shared = sum(min(weight, others[term]) for term, weight in ones.items() if term in others)
    if shared <= 0.0:
        return 0.0

    def total(vector: Mapping[str, float], against: Mapping[str, float]) -> float:
        return sum(
            min(weight, against[term])
            if term in against
            else weight * (_FOREIGN_WORD if cross_language and term.startswith("w:") else 1.0)
            for term, weight in vector.items()
        )

    one, other = total(ones, others), total(others, ones)
    return min(1.0, shared / ((1 - _BREADTH) * min(one, other) + _BREADTH * max(one, other)))


def gap_days(facts: ItemFacts, story: Story) -> float:
    """Days between the report and the stretch from the story's first to its last report."""
    at = facts.item.at
    if at < story.opened_at:
        return (story.opened_at - at).total_seconds() / 86_400
    return max(0.0, (at - story.last_report_at).total_seconds() / 86_400)


def both_batches(facts: ItemFacts, story: Story) -> bool:
    """Whether both tell that a group of people is being, or has been, handed over."""
    if "transfer" not in facts.topics or "transfer" not in story.topics:
        return False
    ours = next((v.realis[0] for v in facts.judgement.flagged if v.topic == "transfer" and v.realis), None)
    theirs = dict(story.realis).get("transfer")
    if not {ours, theirs} <= {*_UNDER_WAY, None}:
        return False
    return is_batch(facts.item.title, facts.count) and any(is_batch(t, story.count) for t in shown_titles(story))


def _meaning(facts: ItemFacts, story: Story, embedder: Embedder) -> float:
    """Cosine of the report's headline and the nearest of the story's, in [0, 1]."""
    vectors = embedder.embed([facts.item.title, *shown_titles(story)])
    return max((max(0.0, _cosine(vectors[0], vector)) for vector in vectors[1:]), default=0.0)


def _cosine(ones: Sequence[float], others: Sequence[float]) -> float:
    norm = math.sqrt(sum(x * x for x in ones)) * math.sqrt(sum(x * x for x in others))
    return sum(x * y for x, y in zip(ones, others, strict=True)) / norm if norm else 0.0


def _calls(people: Sequence[str], titles: Sequence[str]) -> bool:
    heads = {word for title in titles for word in tokens(title)}
    return any(surnames(name) & heads for name in people)


def likeness(facts: ItemFacts, story: Story, embedder: Embedder | None = None) -> Likeness:
    """Compares a report with a story; symmetric in nothing, decides nothing."""
    cross = facts.item.language not in {report.language for report in story.reports}
    words = overlap(dict(facts.terms), dict(story.terms[:_STORY_TERMS]), cross_language=cross)
    if embedder is not None:
        words = (words + _meaning(facts, story, embedder)) / 2
    ours = counts_of(facts.figures, [facts.item.title], measures=HANDOVER_MEASURES, also=facts.count)
    theirs = counts_of(
        [held.figure for held in story.figures], shown_titles(story), measures=HANDOVER_MEASURES, also=story.count
    )
    exact = [[c for c in counts if c.low == c.high >= _TELLING_COUNT] for counts in (ours, theirs)]
    same_count = any(a.agrees(b) for a in exact[0] for b in exact[1]) if ours and theirs else None
    same_person = share_person(facts.people, story.people) if facts.people and story.people else None
    surname = _calls(facts.people, shown_titles(story)) or _calls(story.people, [facts.item.title])
    same_date = facts.event_date == story.event_date if facts.event_date and story.event_date else None
    shared_topic = bool(set(facts.topics) & set(story.topics)) if facts.topics and story.topics else None
    gap = gap_days(facts, story)
    places, groups = (bool(set(a) & set(b)) for a, b in ((facts.places, story.places), (facts.groups, story.groups)))
    score = 0.85 * words
    score += 0.22 if same_count and words >= _SAME_WORLD else 0.0
    score += 0.28 if same_person and words >= _SAME_WORLD else 0.15 if surname else 0.0
    score += 0.10 if same_date else 0.0
    score += 0.04 * places + 0.04 * groups
    score += 0.05 if gap < 0.5 else 0.0
    score += _SAME_BATCH if gap <= _BATCH_GAP_DAYS and both_batches(facts, story) else 0.0
    score -= 0.25 if shared_topic is False else 0.0
    score -= min(0.09, 0.03 * gap)
    return Likeness(
        words=words,
        same_count=same_count,
        same_person=same_person,
        same_surname=surname,
        same_date=same_date,
        shared_places=places,
        shared_groups=groups,
        shared_topic=shared_topic,
        gap_days=gap,
        score=round(min(1.0, max(0.0, score)), 4),
    )


__all__ = ["Likeness", "both_batches", "gap_days", "likeness", "overlap", "shown_titles"]
