"""Index keys: under what a story is filed, and where a report looks for it. Pure; may import domain and text.

No key is a bare topic: each is a day, a number, a name or a rare word, or joins a topic with a stretch of days, so that
a report meets the stories of its days and a handful of older ones among a hundred thousand. At most `MAX_KEYS` for a
report, and for a story of any size; of the stories under one key only the newest are looked at (`PER_KEY`).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain import ItemFacts, Story, Topic, Weight
from bot.stories.counts import MASS, people_counts
from bot.stories.facts import published_day
from bot.stories.follows import done_keys, said_keys
from bot.stories.glossary import cognate

MAX_KEYS = 48

_STRETCH_DAYS = 4  # the window in which new reports join
_DAYS_BACK = 5  # that window in calendar days, at either end of a day
_LONG_STRETCH_DAYS = 10  # a third of the window of reactions
_MAX_WORDS, _MAX_MARKS, _MAX_PEOPLE = 12, 3, 6
_BIG_PUBLISHERS = 3  # stories told so widely that a reaction need not name their particulars


def _people_keys(people: Sequence[str]) -> list[str]:
    return [f"p:{cognate(word)}" for name in people[:_MAX_PEOPLE] for word in name.split() if len(word) >= 4]


def _words(terms: Sequence[Weight]) -> list[str]:
    plain = [term for term, weight in terms if term.startswith("w:") or (term.startswith("c:") and weight >= 0.9)]
    return plain[:_MAX_WORDS]


def _marks(terms: Sequence[Weight]) -> list[str]:
    """What a threat or an answer is known by when it has no name and no number: who speaks, and the strongest idea."""
    return [term for term, weight in terms if term.startswith(("actor:", "c:", "body:")) and weight >= 0.5][:_MAX_MARKS]


def _stretch(day: date, length: int) -> int:
    return day.toordinal() // length


def _bounded(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))[:MAX_KEYS]


def _item_keys(facts: ItemFacts) -> tuple[str, ...]:
    day = published_day(facts.item)
    counts = {int(c.low) for c in people_counts(facts.item.title)} | (
        {facts.count} if facts.count is not None else set()
    )
    topics: Sequence[Topic] = facts.topics or ("",)
    here, long = _stretch(day, _STRETCH_DAYS), _stretch(day, _LONG_STRETCH_DAYS)
    keys = [f"n:{count}:{here + step}" for count in sorted(counts) for step in (0, -1, 1)]
    keys += [f"day:{day.toordinal() - back}" for back in range(-1, _DAYS_BACK + 1)]
    keys += [f"n:{count}" for count in sorted(counts) if count >= MASS]  # answers come weeks later
    keys += [f"d:{topic}:{facts.event_date}" for topic in topics if facts.event_date]
    keys += done_keys(facts)
    keys += _people_keys(facts.people)[:8]
    keys += [f"t:{mark}:{here + step}" for mark in _marks(facts.terms) for step in (0, -1, 1)]
    keys += _words(facts.terms)[:8]
    keys += [f"big:{topics[0]}:{long - step}" for step in range(4)]
    keys += [f"l:{place}" for place in facts.places[:3]] + [f"g:{group}" for group in facts.groups[:3]]
    return _bounded(keys)


def _story_keys(story: Story) -> tuple[str, ...]:
    topics: Sequence[Topic] = story.topics or ("",)
    counts = {int(c.low) for report in story.reports[:8] for c in people_counts(report.title)}
    counts |= {story.count} if story.count is not None else set()
    days = dict.fromkeys((story.last_report_at.date(), story.opened_at.date()))
    keys = [f"n:{count}:{_stretch(day, _STRETCH_DAYS)}" for count in sorted(counts)[:4] for day in days]
    keys += [f"day:{day.toordinal()}" for day in days]
    keys += [f"n:{count}" for count in sorted(counts)[:4] if count >= MASS]
    keys += [f"d:{topic}:{story.event_date}" for topic in topics if story.event_date]
    keys += said_keys(story)
    keys += _people_keys(story.people)[:8]
    keys += [f"t:{mark}:{_stretch(day, _STRETCH_DAYS)}" for mark in _marks(story.terms) for day in days]
    if story.severity == "P1" or len({report.publisher for report in story.reports}) >= _BIG_PUBLISHERS:
        keys += [f"big:{topics[0]}:{_stretch(story.opened_at.date(), _LONG_STRETCH_DAYS)}"]
    keys += _words(story.terms)
    keys += [f"l:{place}" for place in story.places[:3]] + [f"g:{group}" for group in story.groups[:3]]
    return _bounded(keys)


def index_keys(facts_or_story: ItemFacts | Story) -> tuple[str, ...]:
    """Keys of a report to look with, or of a story to file it under; each at most `MAX_KEYS`, without repetition.

    None of a story that went into another.
    """
    if isinstance(facts_or_story, Story):
        return _story_keys(facts_or_story) if facts_or_story.merged_into is None else ()
    return _item_keys(facts_or_story)


__all__ = ["MAX_KEYS", "index_keys"]
