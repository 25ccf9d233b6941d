"""How much speaks for a report being of a story's event, as a handful of numbers, and what they come to. Pure.

May import domain, ports and text. No one mark decides: shared words, names, counts, places, the nearest headline of the
story, the embedding's cosine, the time between, and how much of the recent news is this story's. Their weights
are in `weights`, fitted by `python -m benchmarks.fit_stories`; what rules a story out is in `vetoes`.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import mul

from bot.domain import Item, ItemFacts, Relation, Report, Story
from bot.ports import Embedder
from bot.stories.counts import MASS, own_counts
from bot.stories.facts import local_day, published_day
from bot.stories.follow_up import reads_as_follow_up
from bot.stories.glossary import cognate, concept_of, is_stopword, weight_of
from bot.stories.headlines import is_court_step, is_deed, is_of_the_moved, is_only_said
from bot.stories.relations import days_looked_back, headline_relation, read_as
from bot.stories.similarity import Likeness, both_batches, overlap
from bot.stories.when import days_told
from bot.text import tokens

NEWS: tuple[Relation, ...] = ("report", "edit", "correction")

_HOT_HALF_LIFE_DAYS = 1.0
_HOT_REPORTS = 24  # latest of a story that are weighed
_UNSEEN = 1.0  # heat of events that nobody has told yet
_CAPITALS = ("washington", "mexico city")  # datelines, and what governments are called by
_ROUNDED_DAYS = 4.0  # "a month after" is told after 28 to 34 days
_ASLEEP = timedelta(days=4)
_COMPARED = 8  # first and last headlines of a story that are compared one by one; each embedded once, 20 ms
_LEAD_CHARS = 300
_TITLE_WORD, _COUNT = 1.0, 1.2
_ACT_IN_HEADLINE = 0.25  # weight of an act's family there; below it, half as much. See `facts`


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What else was going on: of a report's candidates, not of one of them."""

    heat: Mapping[str, float]  # by story id: its recent reports, each worth less by age
    total: float  # of all candidates of its topics
    told: frozenset[date] = frozenset()  # days of the week before that the report speaks of
    follow_up: float = 0.0  # log-odds, by its words, that the report opens no event


@functools.lru_cache(maxsize=50_000)  # pure; a story's headlines are compared with every report near it
def title_terms(title: str) -> Mapping[str, float]:
    """Ideas, numbers and words of a headline with their weights, alike in both languages."""
    found: dict[str, float] = {f"n:{count.low:.0f}": _COUNT for count in own_counts(title) if count.low == count.high}
    for word in tokens(title):
        concept = concept_of(word)
        if concept is not None:
            found[f"c:{concept}"] = weight_of(concept)
        elif len(word) >= 4 and not word.isdecimal() and not is_stopword(word):
            found[f"w:{cognate(word)}"] = _TITLE_WORD
    return found


def compared(story: Story) -> list[Report]:
    """The story's first and last reports."""
    reports = story.reports
    return list(reports) if len(reports) <= 2 * _COMPARED else [*reports[:_COMPARED], *reports[-_COMPARED:]]


def setting_of(facts: ItemFacts, candidates: Sequence[Story]) -> Setting:
    """How busy each candidate is at the time of the report, and what the report says of itself."""
    at = facts.item.at.timestamp()
    heat: dict[str, float] = {}
    for story in candidates:
        ages = (abs(at - report.at.timestamp()) / 86_400 for report in story.reports[-_HOT_REPORTS:])
        heat[story.id] = sum(0.5 ** (age / _HOT_HALF_LIFE_DAYS) for age in ages)
    ours = [s for s in candidates if facts.topics[:1] == s.topics[:1] or not facts.topics or not s.topics]
    item = facts.item
    return Setting(
        heat=heat,
        total=sum(heat[story.id] for story in ours),
        told=days_told(f"{item.title}\n{item.summary}", published_day(item)),
        follow_up=reads_as_follow_up(item.title),
    )


def text_compared(item: Item) -> str:
    """What is embedded of a report: headline and lead."""
    return f"{item.title}\n{item.summary or item.body[:_LEAD_CHARS]}"


def cosines(facts: ItemFacts, story: Story, embedder: Embedder) -> dict[str, float]:
    """What the meaning of the report says.

    Cosines, in tenths, of the report, and of its headline alone, with the nearest headline of the story, and of the
    report with what opened the story. The mean over its headlines says less: a story of many angles is near to none
    of them.
    """
    titles = [report.title for report in compared(story)]
    opened_by = f"{story.reports[0].title}\n{story.reports[0].lead}"
    whole, title, opening, *theirs = embedder.embed([text_compared(facts.item), facts.item.title, opened_by, *titles])
    return {
        "near_cosine": 10 * max(_cosine(whole, vector) for vector in theirs),
        "near_title": 10 * max(_cosine(title, vector) for vector in theirs),
        "opening_cosine": 10 * _cosine(whole, opening),
        "meant_as_follow_up": embedder.follow_up(facts.item.title),
    }


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of vectors of length 1."""
    return float(sum(map(mul, one, other)))


def _is_of_day(setting: Setting, story: Story) -> bool:
    """Whether the report speaks of a day on which the story's event was, or was first told."""
    return bool(setting.told & {local_day(story.reports[0].at), story.event_date})


def _began(story: Story) -> datetime:
    """When the story's latest stretch of news began: what wakes it after days is new, but for a look back."""
    began = last = story.opened_at
    first = story.reports[0].title
    for report in sorted(story.reports, key=lambda report: report.at):
        if report.at - last > _ASLEEP and read_as(report, first) not in ("anniversary", "analysis"):
            began = report.at
        last = report.at
    return began


def _tells_an_act(facts: ItemFacts) -> bool:
    """Whether the headline itself names a handover or force: what opens an event does, a feature of it need not."""
    return any(term.startswith("act:") and weight >= _ACT_IN_HEADLINE for term, weight in facts.terms)


def _nearest(facts: ItemFacts, story: Story) -> float:
    """Overlap with the nearest headline of the story."""
    own = title_terms(facts.item.title)
    return max(
        overlap(own, title_terms(report.title), cross_language=report.language != facts.item.language)
        for report in compared(story)
    )


def _gap(like: Likeness, facts: ItemFacts, story: Story, relation: Relation) -> float:
    """Days between them; of a look back "a month after", days by which the story is not a month old."""
    told = days_looked_back(facts.item.title) if relation == "anniversary" else None
    if told is None:
        return like.gap_days
    age = (facts.item.at - story.opened_at).total_seconds() / 86_400
    return max(0.0, abs(age - told) - _ROUNDED_DAYS)


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> tuple[float, float]:
    """1 and 0 where something is shared, 0 and 1 where both name something and share nothing."""
    if not ours or not theirs:
        return 0.0, 0.0
    same = bool(set(ours) & set(theirs))
    return float(same), float(not same)


def evidence(facts: ItemFacts, story: Story, like: Likeness, relation: Relation, setting: Setting) -> dict[str, float]:
    """The numbers by name, without those of an embedding."""
    title = facts.item.title
    answers = relation not in NEWS
    gap = _gap(like, facts, story, relation)
    other_peg = bool(facts.topics and story.topics and facts.topics[0] != story.topics[0])
    first = story.reports[0].title
    after_answer = headline_relation(first) not in NEWS and not answers and headline_relation(title) in NEWS
    share = 0.0 if other_peg or after_answer else setting.heat.get(story.id, 0.0) / (setting.total + _UNSEEN)
    has_mark = bool(facts.people or facts.places or any(c.low >= MASS for c in own_counts(title)))
    places = [place for place in facts.places if place not in _CAPITALS]
    same_place, other_place = _shared(places, [place for place in story.places if place not in _CAPITALS])
    same_group, _ = _shared(facts.groups, story.groups)
    speech = facts.topics[:1] == ("strike_threat",) and story.topics[:1] == ("strike_threat",)
    nearest = _nearest(facts, story)
    batches = both_batches(facts, story)
    return {
        "words": like.words,
        "nearest": nearest,
        "same_count": float(like.same_count is True or like.same_total),
        "count_of_answer": float(like.same_count is True and answers),
        "named": float(like.is_named),
        "same_speaker": float(bool(like.same_person) and not like.is_named),
        "other_date": float(like.same_date is False),
        "same_place": same_place,
        "other_place": other_place,
        "new_place": float(bool(facts.places) and not like.shared_places),
        "same_group": same_group,
        "same_day_told": float(_is_of_day(setting, story)),
        "reads_as_follow_up": setting.follow_up,
        "age": math.log1p(max(0.0, (facts.item.at - _began(story)).total_seconds() / 86_400)),
        "gap": math.log1p(gap),
        "gap_of_report": math.log1p(like.gap_days) * (not answers),
        "gap_of_threat": math.log1p(like.gap_days) * (facts.topics[:1] == ("strike_threat",)),
        "at_once": float(like.gap_days < 0.5),
        "no_topic": float(like.shared_topic is None),
        "no_act": float(not _tells_an_act(facts)),
        "other_case": float(like.is_single_case and not like.is_named and not like.same_count and not answers),
        "batches": float(batches and like.gap_days <= 1.5),
        "other_than_group": float(is_of_the_moved(title) and not batches),
        "answers": float(answers),
        "after_answer": float(after_answer),
        "share": share,
        "share_of_answer": share * answers,
        "share_unmarked": share * (not has_mark),
        "heat": math.log1p(setting.heat.get(story.id, 0.0)) * (like.shared_topic is not False),
        "size": math.log(len(story.reports)),
        "court": float(is_court_step(title) and like.is_named),
        "deed_after_talk": float(speech and is_deed(title) and is_only_said(first)),
    }


def likelihood(numbers: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The chance that the report is of the story's event, in [0, 1]."""
    z = weights["base"] + sum(weights.get(name, 0.0) * value for name, value in numbers.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


__all__ = [
    "NEWS",
    "Setting",
    "compared",
    "cosines",
    "evidence",
    "likelihood",
    "setting_of",
    "text_compared",
    "title_terms",
]
