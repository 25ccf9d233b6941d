"""How alike a report and a story are: shared ideas, names, numbers and words of either language. Pure.

May import domain and text. Only compares; what it comes to is in
`evidence`, what keeps two alike things apart in `vetoes`.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import ItemFacts, Story
from bot.domain.quantities import HANDOVER_MEASURES
from bot.stories.counts import MASS, counts_of, is_batch, own_counts
from bot.stories.headlines import is_of_the_moved
from bot.stories.names import only_masked, share_person, surnames
from bot.stories.relations import read_as
from bot.stories.totals import same_total
from bot.text import tokens

_STORY_TERMS = 40  # heaviest of a story that are compared; a story of many reports has a long tail
_FOREIGN_WORD = 0.2  # part of an unmatched plain word's weight when the languages differ: it may be the same word
_BREADTH = 0.3  # how much the larger of the two sides counts in the denominator
_UNDER_WAY = ("occurred", "reported", "announced")
_SHOWN_COUNTS = 6  # first reports whose headlines say how many
_SHOWN_REPORTS = 12  # first and last reports of a story whose headlines are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two things have in common. None = one side does not say."""

    words: float  # weighted overlap of terms, in [0, 1]
    same_count: bool | None
    same_total: bool  # which handover it is, or how many there were with it
    same_person: bool | None
    is_named: bool  # the person whose case it is, not one who speaks
    is_single_case: bool  # one person's, or told without number: no group, no use of force
    same_surname: bool  # a headline of one side calls a person of the other by surname
    same_date: bool | None
    shared_places: bool
    shared_groups: bool
    shared_topic: bool | None
    gap_days: float  # between the report and the story's nearest edge in time; 0 inside


def shown_titles(story: Story) -> list[str]:
    """Headlines of the story's first and last reports, corrections and reports only."""
    first = story.reports[0].title
    told = [report.title for report in story.reports if read_as(report, first) in ("report", "correction", "edit")]
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
    told = is_batch(facts.item.title, facts.count) or is_of_the_moved(facts.item.title)
    return told and any(is_batch(t, story.count) for t in shown_titles(story))


def is_of_group(story: Story) -> bool:
    """Whether the story is of a group that is being, or was, handed over."""
    if "transfer" not in story.topics:
        return False
    counts = [count.low for title in shown_titles(story)[:_SHOWN_COUNTS] for count in own_counts(title)]
    return max([story.count or 0, *counts]) >= MASS


def _calls(people: Sequence[str], titles: Sequence[str]) -> bool:
    return any(surnames(name) & _head_words(title) for name in people for title in titles)


@functools.lru_cache(maxsize=50_000)  # pure; a story's headlines are looked at for every report near it
def _head_words(title: str) -> frozenset[str]:
    return frozenset(tokens(title))


def likeness(facts: ItemFacts, story: Story) -> Likeness:
    """Compares a report with a story; symmetric in nothing, decides nothing."""
    cross = facts.item.language not in {report.language for report in story.reports}
    words = overlap(dict(facts.terms), dict(story.terms[:_STORY_TERMS]), cross_language=cross)
    ours = counts_of(facts.figures, [facts.item.title], measures=HANDOVER_MEASURES, also=facts.count)
    theirs = counts_of(
        [held.figure for held in story.figures], shown_titles(story), measures=HANDOVER_MEASURES, also=story.count
    )
    exact = [[c for c in counts if c.is_telling] for counts in (ours, theirs)]
    same_count = any(a.agrees(b) for a in exact[0] for b in exact[1]) if ours and theirs else None
    same_person = share_person(facts.people, story.people) if facts.people and story.people else None
    surname = _calls(facts.people, shown_titles(story)) or _calls(story.people, [facts.item.title])
    same_date = facts.event_date == story.event_date if facts.event_date and story.event_date else None
    shared_topic = bool(set(facts.topics) & set(story.topics)) if facts.topics and story.topics else None
    gap = gap_days(facts, story)
    places, groups = (bool(set(a) & set(b)) for a, b in ((facts.places, story.places), (facts.groups, story.groups)))
    batches = both_batches(facts, story)
    topics = {*facts.topics, *story.topics}
    of_many = story.count is not None and story.count >= MASS and not batches and not places
    is_any_juan = of_many and only_masked(facts.people, story.people)  # one first name of 26 is soon alike
    is_case = "transfer" in topics or "strike_threat" not in topics
    return Likeness(
        words=words,
        same_count=same_count,
        same_total="transfer" in story.topics
        and same_total(facts.item.title, facts.figures, shown_titles(story), [held.figure for held in story.figures]),
        same_person=same_person,
        is_named=is_case and bool((same_person and not is_any_juan) or surname),
        is_single_case="transfer" in topics and "strike_threat" not in topics and not batches,
        same_surname=surname,
        same_date=same_date,
        shared_places=places,
        shared_groups=groups,
        shared_topic=shared_topic,
        gap_days=gap,
    )


__all__ = [
    "Likeness",
    "both_batches",
    "gap_days",
    "is_of_group",
    "likeness",
    "overlap",
    "shown_titles",
]
