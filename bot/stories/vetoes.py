"""What keeps a report out of a story however alike the words are. Pure; may import domain and text.

"Mexico sends 26" and "Mexico sends 37" share every word but one and are two events; "32 handed over" and, an hour later
in the same words, "37 handed over" are one event and a mistake. Each veto answers with the words that `explain` shows.
"""

import math
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.domain import Direction, ItemFacts, Relation, Route, Story
from bot.stories.counts import MASS, PeopleCount, counts_of, people_counts
from bot.stories.facts import HANDOVER_MEASURES
from bot.stories.names import share_person
from bot.stories.publishers import publisher_of
from bot.stories.similarity import Likeness, both_batches, overlap, shown_titles
from bot.text import fold

REPORT_WINDOW = timedelta(days=4)  # design, ruling 11
ANSWER_WINDOW = timedelta(days=30)

_SLIP_WINDOW = timedelta(hours=24)
_SLIP_RATIO = 0.75  # of the smaller to the larger: 23 for 29 and 32 for 37 were misprints (trap T3)
_OWN_SLIP_RATIO = 0.6  # the same publisher again: a first flash that grows
_CORRECTED_RATIO = 0.4  # it says itself that it corrects
_SLIP_OVERLAP = 0.4  # of the words, numbers left out
_BATCH_SLIP_OVERLAP = 0.15  # the same, where both tell of a group handed over within the slip's hours
_ONE_DAY = timedelta(days=1)
_ACT_GAP_DAYS = 2.0
_ANOTHER = re.compile(r"\b(?:another|second|further|again|more|otr[oa]s?|segund[oa]|mas)\b")
_ONE_OF = re.compile(
    r"\b(?:among|one of|including|includes|entre (?:l[oa]s|ell[oa]s)|uno de|una de|incluye\w*|figura\w*|encabeza\w*)\b"
)
_ACTS = "act:force/"


def window_of(relation: Relation) -> timedelta:
    """How long after a story's last report such an item may still join it."""
    return REPORT_WINDOW if relation in ("report", "correction", "edit") else ANSWER_WINDOW


def last_news(story: Story) -> datetime:
    """When the event itself was last reported, answers and looks back left out."""
    news = [r.at for r in story.reports if r.relation in ("report", "correction", "edit")]
    return max(news, default=story.last_report_at)


def _too_late(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    window = window_of(relation)
    last = last_news(story) if window == REPORT_WINDOW else story.last_report_at
    gap = max(facts.item.at - last, story.opened_at - facts.item.at)
    if gap > window:
        return f"{gap / _ONE_DAY:.1f} days apart, {window.days} allowed for a {relation}"
    return None


def _counts(facts: ItemFacts, story: Story) -> tuple[tuple[PeopleCount, ...], tuple[PeopleCount, ...]]:
    ours = counts_of(facts.figures, [facts.item.title], measures=HANDOVER_MEASURES, also=facts.count)
    theirs = counts_of(
        [held.figure for held in story.figures], shown_titles(story), measures=HANDOVER_MEASURES, also=story.count
    )
    return ours, theirs


def _other_people(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """26 suspects and 26 firefighters."""
    ours, theirs = ({c.noun for c in people_counts(t)} for t in (facts.item.title, " \n".join(shown_titles(story)[:6])))
    ours_named, theirs_named = ours - {None}, theirs - {None}
    if ours_named and theirs_named and None not in ours | theirs and not ours_named & theirs_named:
        return f"counts {', '.join(sorted(map(str, ours_named)))}, not {', '.join(sorted(map(str, theirs_named)))}"
    return None


def _is_slip(facts: ItemFacts, story: Story, relation: Relation, ratio: float) -> bool:
    """Whether a differing count can be a misprint or its correction, rather than another event."""
    at = facts.item.at
    if min(abs(at - report.at) for report in story.reports) > _SLIP_WINDOW:
        return False
    if facts.event_date and story.event_date and facts.event_date != story.event_date:
        return False
    if _ANOTHER.search(fold(facts.item.title)):
        return False
    words = {t: w for t, w in facts.terms if not t.startswith("n:")}
    held = {t: w for t, w in story.terms if not t.startswith("n:")}
    cross = facts.item.language not in {report.language for report in story.reports}
    needed = _BATCH_SLIP_OVERLAP if both_batches(facts, story) else _SLIP_OVERLAP
    if overlap(words, held, cross_language=cross) < needed:
        return False
    if relation == "correction":
        return ratio >= _CORRECTED_RATIO
    publisher = publisher_of(facts.item)
    is_own = any(report.publisher == publisher for report in story.reports)
    return ratio >= (_OWN_SLIP_RATIO if is_own else _SLIP_RATIO)


def _other_count(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    ours, theirs = _counts(facts, story)
    if not ours or not theirs or any(a.agrees(b) for a in ours for b in theirs):
        return None
    one, other = ours[0].low, theirs[0].low
    low, high = sorted((one, other))
    if _is_slip(facts, story, relation, low / high if high else 1.0):
        return None
    return f"{one:.0f} people against {other:.0f}"


def _principals(people: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    """Those named in a headline, else the first two."""
    heads = " ".join(fold(title) for title in titles)
    named = tuple(p for p in people if any(w in heads for w in p.split() if len(w) > 3))
    return named or tuple(people[:2])


def _other_person(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    if "transfer" not in (facts.topics[:1] + story.topics[:1]) or relation == "analysis":
        return None
    ours, theirs = _counts(facts, story)
    mass, their_mass = (max((c.low for c in counts), default=0.0) for counts in (ours, theirs))
    titles = shown_titles(story)
    our_people, their_people = _principals(facts.people, [facts.item.title]), _principals(story.people, titles)
    if share_person(facts.people, story.people):
        return None
    if mass < MASS and their_mass < MASS:
        if our_people and their_people:
            return f"about {our_people[0]}, not {their_people[0]}"
        return None
    if relation != "report" or (mass >= MASS and their_mass >= MASS):
        return None
    single = mass < MASS
    names, heads = (our_people, [facts.item.title]) if single else (their_people, titles)
    if names and not any(_ONE_OF.search(fold(title)) for title in heads):
        return f"one person, {names[0]}, against {max(mass, their_mass):.0f}"
    return None


def _other_day(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    if relation not in ("report", "correction") or not facts.event_date or not story.event_date:
        return None
    if abs(facts.event_date - story.event_date) > _ONE_DAY:
        return f"happened on {facts.event_date}, not {story.event_date}"
    return None


def _stated(facts: ItemFacts) -> tuple[Direction | None, Route | None]:
    verdict = next((v for v in facts.judgement.flagged if v.topic == "transfer"), None)
    return (verdict.direction, verdict.route) if verdict else (None, None)


def _other_way(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """Direction always; routes only where outlets do not mix them up: verbs vary for one event (trap T8)."""
    direction, route = _stated(facts)
    if direction and story.direction and direction != story.direction:
        return f"direction {direction}, not {story.direction}"
    differ = route and story.route and route != story.route and "unspecified" not in (route, story.route)
    if differ and ("sentence_transfer" in (route, story.route) or not (like.same_count or like.same_person)):
        return f"route {route}, not {story.route}"
    return None


def _other_act(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """A threat of drones, and days later one of troops."""
    if relation != "report" or facts.topics[:1] != ("strike_threat",) or like.gap_days < _ACT_GAP_DAYS:
        return None
    ours, theirs = ({t for t, _ in terms if t.startswith(_ACTS)} for terms in (facts.terms, story.terms))
    if ours and theirs and not ours & theirs:
        return f"{_names(ours)}, not {_names(theirs)}, {math.ceil(like.gap_days)} days later"
    return None


def _names(acts: set[str]) -> str:
    return " and ".join(sorted(act.removeprefix(_ACTS) for act in acts))


_Veto = Callable[[ItemFacts, Story, Likeness, Relation], str | None]
_VETOES: tuple[_Veto, ...] = (
    _too_late, _other_people, _other_count, _other_person, _other_day, _other_way, _other_act,
)  # fmt: skip


def veto(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """Why the report cannot be of this story's event, in words; None = nothing speaks against it."""
    for rule in _VETOES:
        reason = rule(facts, story, like, relation)
        if reason is not None:
            return reason
    return None


__all__ = ["ANSWER_WINDOW", "REPORT_WINDOW", "last_news", "veto", "window_of"]
