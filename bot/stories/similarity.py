"""How alike a report and a story are: shared ideas, names, numbers and words of either language. Pure.

May import domain, ports and text. Only compares; what keeps two alike things apart is in
`vetoes`, where the line is drawn in `assign`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import mul

from bot.domain import ItemFacts, Story
from bot.ports import Embedder
from bot.stories.counts import counts_of, is_batch
from bot.stories.facts import HANDOVER_MEASURES
from bot.stories.headlines import is_of_the_moved
from bot.stories.names import share_person, surnames
from bot.text import tokens

_STORY_TERMS = 40  # heaviest of a story that are compared; a story of many reports has a long tail
_FOREIGN_WORD = 0.2  # part of an unmatched plain word's weight when the languages differ: it may be the same word
_BREADTH = 0.3  # how much the larger of the two sides counts in the denominator
_SAME_PERSON, _SAME_SURNAME = 0.28, 0.24
_SAME_SPEAKER = 0.08  # where force is threatened, people are named because they speak, of one threat as of the next
_INCIDENT_PLACE = 0.12
_NEAR_DAYS = 4.0
_PER_DAY, _MOST_AGE = 0.03, 0.09  # taken off for the time between
_SAME_BATCH = 0.18  # handovers of groups are months apart: two told within a day and a half are one, unless vetoed
_BATCH_GAP_DAYS = 1.5
_SAME_WORLD = 0.15  # words below which a shared number or name is chance
_UNDER_WAY = ("occurred", "reported", "announced")
_EMBEDDED = 4  # first and last headlines of a story that are embedded, each 20 ms once
_LEAD_CHARS = 300
_SAME_LANGUAGE = 0.03  # cosine that two headlines of one language have in common
_NEUTRAL_COSINE = 0.83
_PER_COSINE = 6.0
MOST_LIFT, _MOST_DROP = 0.25, 0.06
_SHOWN_REPORTS = 12  # first and last reports of a story whose headlines are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two things have in common. None = one side does not say."""

    words: float  # weighted overlap of terms, in [0, 1]
    same_count: bool | None
    same_person: bool | None
    is_named: bool  # the person whose case it is, not one who speaks
    is_single_case: bool  # one person's, or told without number: no group, no use of force
    same_surname: bool  # a headline of one side calls a person of the other by surname
    same_date: bool | None
    shared_places: bool
    shared_groups: bool
    shared_topic: bool | None
    gap_days: float  # between the report and the story's nearest edge in time; 0 inside
    meaning: float | None  # mean cosine of an embedding; None without one
    score: float  # at most 1; 0 and below: nothing in common


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
    told = is_batch(facts.item.title, facts.count) or is_of_the_moved(facts.item.title)
    return told and any(is_batch(t, story.count) for t in shown_titles(story))


def meaning(facts: ItemFacts, story: Story, embedder: Embedder) -> float:
    """Mean cosine of the report with the story's headlines, as if all were of two languages.

    Headlines of one language lie nearer to each other whatever they say; that part is taken off.
    """
    told = [r for r in story.reports if r.relation in ("report", "edit", "correction")] or list(story.reports)
    if len(told) > 2 * _EMBEDDED:
        told = told[:_EMBEDDED] + told[-_EMBEDDED:]
    text = f"{facts.item.title}\n{facts.item.summary or facts.item.body[:_LEAD_CHARS]}"
    own, *theirs = embedder.embed([text, *(report.title for report in told)])
    cosines: list[float] = [
        sum(map(mul, own, vector)) - (_SAME_LANGUAGE if report.language == facts.item.language else 0.0)
        for vector, report in zip(theirs, told, strict=True)
    ]
    return sum(cosines) / len(cosines)


def with_meaning(like: Likeness, facts: ItemFacts, story: Story, embedder: Embedder) -> Likeness:
    """The likeness, its score moved by what the embedding says.

    Cosines of e5 lie between 0.76 and 0.95, so they are measured from the middle between unlike and alike.
    """
    cosine = meaning(facts, story, embedder)
    lift = min(MOST_LIFT, max(-_MOST_DROP, _PER_COSINE * (cosine - _NEUTRAL_COSINE)))
    return replace(like, meaning=round(cosine, 4), score=_within(like.score + lift))


def _within(score: float) -> float:
    return round(min(1.0, max(-1.0, score)), 4)


def _calls(people: Sequence[str], titles: Sequence[str]) -> bool:
    heads = {word for title in titles for word in tokens(title)}
    return any(surnames(name) & heads for name in people)


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
    score = 0.85 * words
    batches = both_batches(facts, story)
    score += 0.22 if same_count and (words >= _SAME_WORLD or batches) else 0.0
    topics = {*facts.topics, *story.topics}
    is_case = "transfer" in topics or "strike_threat" not in topics
    by_name, by_surname = (_SAME_PERSON, _SAME_SURNAME) if is_case else (_SAME_SPEAKER, _SAME_SPEAKER)
    score += by_name if same_person and words >= _SAME_WORLD else by_surname if surname else 0.0
    score += 0.10 if same_date else 0.0
    score += (_INCIDENT_PLACE if not is_case and gap <= _NEAR_DAYS else 0.04) * places + 0.04 * groups
    score += 0.05 if gap < 0.5 else 0.0
    batch_days = _NEAR_DAYS if is_of_the_moved(facts.item.title) else _BATCH_GAP_DAYS
    score += _SAME_BATCH if batches and gap <= batch_days else 0.0
    score -= 0.25 if shared_topic is False else 0.0
    score -= min(_MOST_AGE, _PER_DAY * gap)
    return Likeness(
        words=words,
        same_count=same_count,
        same_person=same_person,
        is_named=is_case and bool(same_person or surname),
        is_single_case="transfer" in topics and "strike_threat" not in topics and not batches,
        same_surname=surname,
        same_date=same_date,
        shared_places=places,
        shared_groups=groups,
        shared_topic=shared_topic,
        gap_days=gap,
        meaning=None,
        score=_within(score),
    )


__all__ = [
    "MOST_LIFT",
    "Likeness",
    "both_batches",
    "gap_days",
    "likeness",
    "meaning",
    "overlap",
    "shown_titles",
    "with_meaning",
]
