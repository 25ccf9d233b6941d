"""What keeps a report out of a story however alike the words are. Pure; may import domain and text.

"Mexico sends 26" and "Mexico sends 37" share every word but one and are two events; "32 handed over" and, an hour later
in the same words, "37 handed over" are one event and a mistake. Each veto answers with the words that `explain` shows.
"""

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain import Direction, ItemFacts, Relation, Route, Story
from bot.stories.called import other_office
from bot.stories.counts import known_counts
from bot.stories.headlines import (
    case_step,
    is_court_step,
    is_deed,
    is_dropped,
    is_extradited,
    is_homeward,
    is_moved_within,
    is_northward,
    is_only_said,
    is_profile_of_extradited,
    is_sought,
)
from bot.stories.names import only_masked
from bot.stories.relations import headline_relation, is_roundup, read_as
from bot.stories.similarity import Likeness, is_of_group, shown_titles
from bot.stories.steps import another_step, another_strike
from bot.stories.who import (
    another_release,
    case_beside,
    denies_another,
    other_count,
    other_crime,
    other_kin,
    other_people,
    other_person,
    other_state,
)
from bot.text import fold
from bot.wording import counted

REPORT_WINDOW = timedelta(days=4)  # after the last report: late outlets, not the next event of the kind
ANSWER_WINDOW = timedelta(days=30)
LOOK_BACK_WINDOW = timedelta(days=62)  # "a month after", "two months after"

_ONE_DAY = timedelta(days=1)
_REST_OF_DAY = timedelta(hours=12)  # days, not hours, are what is allowed
_ACT_GAP_DAYS = 2.0
_BEFORE_NEWS_DAYS = 0.75  # a profile that one outlet has ready is told before another's news by hours
_SHOWN_COMMENTS = 12
_OUGHT = re.compile(r"\b(?:should|must|ought|needs? to|debe\w*|deberia\w*|tiene que|hay que|conviene)\b")
_ACTS = "act:force/"
_STEPS_OF_ONE = ("plea", "verdict", "sentence", "hearing")  # of one man's case, where a group was handed over


def window_of(relation: Relation) -> timedelta:
    """How long after a story's last report such an item may still join it."""
    if relation in ("report", "correction", "edit"):
        return REPORT_WINDOW
    return LOOK_BACK_WINDOW if relation == "anniversary" else ANSWER_WINDOW


def last_news(story: Story) -> datetime:
    """When the event itself, or what a court made of it, was last reported; answers and looks back left out."""
    first = story.reports[0].title
    news = [r.at for r in story.reports if read_as(r, first) in ("report", "correction", "edit", "ruling")]
    return max(news, default=story.last_report_at)


def _beyond(facts: ItemFacts, story: Story, relation: Relation, window: timedelta) -> str | None:
    last = last_news(story) if window == REPORT_WINDOW else story.last_report_at
    gap = max(facts.item.at - last, story.opened_at - facts.item.at)
    if gap > window + _REST_OF_DAY:
        return f"{gap / _ONE_DAY:.1f} days apart, {window.days} allowed for a {relation}"
    return None


def out_of_time(facts: ItemFacts, story: Story, relation: Relation) -> str | None:
    """Why the report comes too late, or too early, whatever else it shares with the story; cheap, so asked first."""
    title = facts.item.title
    may_wait = is_court_step(title) or bool(known_counts(title)) or case_step(title) == "protest"
    window = ANSWER_WINDOW if may_wait else REPORT_WINDOW
    return _beyond(facts, story, relation, max(window, window_of(relation)))


def _too_late(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """A man extradited alone is tried in his story for weeks, one of a group that was handed over in one of his own.

    That a prosecution is given up is no step of it.
    """
    title = facts.item.title
    counted = like.same_count is True and bool(known_counts(title))
    of_one = like.is_named and is_court_step(title)
    of_group = (relation == "report" or case_step(title) in _STEPS_OF_ONE) and is_of_group(story)
    if of_one and not counted and (is_dropped(title) or of_group):
        return _beyond(facts, story, "report", REPORT_WINDOW)
    may_wait = of_one or counted or case_step(title) == "protest"
    return _beyond(facts, story, relation, max(window_of(relation), ANSWER_WINDOW if may_wait else REPORT_WINDOW))


def _other_day(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    if relation not in ("report", "correction") or not facts.event_date or not story.event_date:
        return None
    if like.same_count and is_court_step(facts.item.title) and is_of_group(story):
        return None  # the day of a hearing of "the 37"
    if abs(facts.event_date - story.event_date) > _ONE_DAY:
        return f"happened on {facts.event_date}, not {story.event_date}"
    return None


def _of_many(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """A look at the week tells of many events; a copy of it is the same."""
    ours, theirs = is_roundup(facts.item.title), is_roundup(story.reports[0].title)
    if ours != theirs:
        return "a roundup of several events"
    return None


def _of_comment(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """A poll on troops is not the threat of them, nor an essay the handover that comes later.

    A profile of the man or a list of the number that is news at that hour came before the news by chance.
    """
    if relation in ("report", "correction") and all(r.title and _is_comment(r.title) for r in story.reports):
        is_before_its_news = (like.is_named or like.same_count) and like.gap_days <= _BEFORE_NEWS_DAYS
        if _is_comment(facts.item.title) or (is_before_its_news and not any(map(_argues, _comments(story)))):
            return None
        return "news, where the story is comment alone"
    return None


def _comments(story: Story) -> list[str]:
    """Headlines of a story of comment alone that are looked at."""
    return [report.title for report in story.reports[:_SHOWN_COMMENTS]]


def _argues(title: str) -> bool:
    """Whether a comment is of what may or ought to come, not of what is done."""
    return is_only_said(title) or bool(_OUGHT.search(fold(title)))


def _is_comment(title: str) -> bool:
    return headline_relation(title) in ("analysis", "anniversary")


def _stated(facts: ItemFacts) -> tuple[Direction | None, Route | None]:
    verdict = next((v for v in facts.judgement.flagged if v.topic == "transfer"), None)
    return (verdict.direction, verdict.route) if verdict else (None, None)


def _other_way(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """Directions that both tell; of routes the treaty on prisoners: one event is "sent", "deported", "extradited"."""
    homeward, northward = is_homeward(facts.item.title), is_northward(facts.item.title)
    titles = [*shown_titles(story), story.reports[0].lead]
    home, north = any(map(is_homeward, titles)), any(map(is_northward, titles))
    if homeward and not home and not like.same_person and (north or like.same_count):
        return "home to Mexico, not north"
    goes_north = (northward and "transfer" in facts.topics) or is_court_step(facts.item.title)
    if home and not north and not homeward and goes_north:
        return "north, not home to Mexico"
    if homeward and home:
        return None  # both say it, whatever was judged
    direction, route = _stated(facts)
    # a text that does not say which way is taken for one that leads north: that alone tells nothing apart
    both_told = (north if direction == "US_TO_MX" else northward) and not like.same_person
    if direction and story.direction and direction != story.direction and both_told:
        return f"direction {direction}, not {story.direction}"
    routes = {route, story.route}
    differ = len(routes) == 2 and "sentence_transfer" in routes and not routes & {None, "unspecified"}
    return f"route {route}, not {story.route}" if differ and not like.same_person else None


def _other_act(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """A threat of drones, and days later one of troops."""
    if relation != "report" or facts.topics[:1] != ("strike_threat",) or like.gap_days < _ACT_GAP_DAYS:
        return None
    ours, theirs = ({t for t, _ in terms if t.startswith(_ACTS)} for terms in (facts.terms, story.terms))
    if ours and theirs and not ours & theirs:
        return f"{_names(ours)}, not {_names(theirs)}, {counted(math.ceil(like.gap_days), 'day')} later"
    return None


def _carried_out(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """What is done is another event than the threat of it: a strike, or signs of the army on a beach, the same day."""
    if relation != "report" or facts.topics[:1] != ("strike_threat",):
        return None
    titles = shown_titles(story)
    if not is_only_said(titles[0] if titles else "") or any(map(is_deed, titles)):
        return None
    threatened = dict(story.realis).get("strike_threat") in ("threatened", "rejected", "denied")
    return "done, not only threatened" if is_deed(facts.item.title) or (threatened and _is_done(facts)) else None


def _is_done(facts: ItemFacts) -> bool:
    """Whether force was used, by the judgement and by a headline that threatens nothing."""
    main = next((v.realis[0] for v in facts.judgement.flagged if v.topic == "strike_threat" and v.realis), None)
    return main == "occurred" and not is_only_said(facts.item.title)


def _gone_north(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """Prisoners moved at night within Mexico, and days later a group that is flown to the United States."""
    if relation != "report" or facts.topics[:1] != ("transfer",) or not is_northward(facts.item.title):
        return None
    if facts.item.at - story.opened_at < _ONE_DAY or is_only_said(facts.item.title):
        return None
    return "gone north, not only moved" if all(map(is_moved_within, shown_titles(story))) else None


def _extradited(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """One man's extradition, and another's case, of whom it was told that he is sought or was caught."""
    title = facts.item.title
    is_known = like.is_named and not only_masked(facts.people, story.people)
    is_later = facts.item.at - story.opened_at >= _REST_OF_DAY  # caught and brought north in one night
    is_told = (relation == "report" and is_later and is_extradited(title)) or is_profile_of_extradited(title)
    if facts.topics[:1] != ("transfer",) or is_known or not is_told:
        return None
    titles = shown_titles(story)
    is_earlier = bool(titles) and is_sought(titles[0]) and not any(map(is_extradited, titles))
    return "extradited, not only sought" if is_earlier else None


def _names(acts: set[str]) -> str:
    return " and ".join(sorted(act.removeprefix(_ACTS) for act in acts))


_Veto = Callable[[ItemFacts, Story, Likeness, Relation], str | None]
_VETOES: tuple[_Veto, ...] = (
    _too_late, _of_many, _of_comment, other_state, other_people, other_count, other_person, other_crime, denies_another,
    _other_day, _other_way, _other_act, _carried_out, _gone_north, _extradited, another_release, another_step,
    another_strike, case_beside, other_kin, other_office,
)  # fmt: skip


def veto(facts: ItemFacts, story: Story, like: Likeness, relation: Relation, *, in_roundup: bool = False) -> str | None:
    """Why the report cannot be of this story's event, in words; None = nothing speaks against it.

    Args:
        facts: the report.
        story: the candidate.
        like: of the two.
        relation: what the report would be to it.
        in_roundup: whether it may tell of other events beside this one.
    """
    for rule in _VETOES:
        if in_roundup and rule is _of_many:
            continue
        reason = rule(facts, story, like, relation)
        if reason is not None:
            return reason
    return None


__all__ = ["ANSWER_WINDOW", "REPORT_WINDOW", "last_news", "out_of_time", "veto", "window_of"]
