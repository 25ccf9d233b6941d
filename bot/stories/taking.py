"""One report taken in: the story it joins or opens; two stories that it shows to be one, one that is two. Pure.

May import domain and ports. The changes it makes come in the order in which they are to be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import NOTHING_SAID, ChangeKind, ItemFacts, Report, Story, StoryChange, StoryId, StoryLink, Topic, Word
from bot.ports import Embedder
from bot.stories.assign import FLOOR, Decision, decide, story_id
from bot.stories.by_hand import as_said
from bot.stories.follows import followed
from bot.stories.merge import join, open_story
from bot.stories.relations import is_roundup
from bot.stories.reshape import Carded, Pair, merged, reference, second_event, split, twins
from bot.stories.similarity import likeness
from bot.stories.vetoes import veto


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one report did."""

    link: StoryLink  # where the report is in the end
    changes: tuple[StoryChange, ...]  # the report's own first
    opened: int  # story numbers used


def _none_carded(story: StoryId) -> bool:
    return False


def take(
    facts: ItemFacts,
    candidates: Sequence[Story],
    *,
    number: int,
    now: datetime,
    embedder: Embedder | None = None,
    carded: Carded = _none_carded,
    word: Word = NOTHING_SAID,
) -> Taken:
    """Takes a report in.

    Args:
        facts: the report.
        candidates: see `assign`.
        number: of the next story; one report may open two, the second by a split.
        now: aware UTC.
        embedder: see `assign`.
        carded: whether a story has a card somewhere.
        word: see `decide`.
    """
    decision = decide(facts, candidates, number=number, embedder=embedder, word=word)
    link, held = decision.link, decision.story
    if _sums_up(facts, decision):
        facts = _for_the_digest(facts)
    if held is None:
        before = followed(facts, [c.story for c in decision.weighed])
        follows = reference(before) if before else None
        change = replace(open_story(facts, link.story_id, now, follows=follows), link=link)
        if word is not NOTHING_SAID:
            change = replace(change, after=as_said(change.after, word))
        return Taken(link=link, changes=(change,), opened=1)
    change = join(held, facts, link, now)
    if word is not NOTHING_SAID:
        change = replace(change, after=as_said(change.after, word))
    changes, story = [change], change.after
    for twin in twins(story, decision.weighed, embedder) if link.relation != "edit" else ():
        pair = merged(story, twin, carded)
        changes += _both(pair, ("absorbed", "merged"), link, change.report, (story, twin))
        story = pair.kept
        link = replace(link, story_id=story.id)
    leaving = second_event(story) if len(changes) == 1 else ()
    if leaving:
        pair = split(story, leaving, story_id(number))
        changes += _both(pair, ("left", "split"), link, change.report, (story,))
        if any(report.item_id == facts.item.id for report in leaving):
            link = replace(link, story_id=pair.other.id)
        return Taken(link=link, changes=tuple(changes), opened=1)
    return Taken(link=link, changes=tuple(changes), opened=0)


def _sums_up(facts: ItemFacts, decision: Decision) -> bool:
    """Whether a look at the day or week, a story of its own, tells of nothing but what stories near it tell already."""
    if not is_roundup(facts.item.title):
        return False
    topics = {verdict.topic for verdict in facts.judgement.flagged}
    held = decision.story
    if held is not None:  # a copy of one, or its edit: as the first was
        return held.severity == "P3" and is_roundup(held.reports[0].title) and topics <= set(held.topics)
    near = (c for c in decision.weighed if c.chance >= FLOOR and not is_roundup(c.story.reports[0].title))
    told: set[Topic] = set()
    for candidate in near:
        story = candidate.story
        if veto(facts, story, likeness(facts, story), candidate.relation, in_roundup=True) is None:
            told.update(story.topics)
    return topics <= told


def _for_the_digest(facts: ItemFacts) -> ItemFacts:
    """The report without the severity of what it repeats: it asks for no card."""
    verdicts = tuple(replace(v, severity="P3") if v.flagged else v for v in facts.judgement.verdicts)
    return replace(facts, judgement=replace(facts.judgement, verdicts=verdicts))


def _both(
    pair: Pair, kinds: tuple[ChangeKind, ChangeKind], link: StoryLink, report: Report, before: Sequence[Story]
) -> list[StoryChange]:
    """The two sides of a merge or a split, the story that goes on first; `kinds` in that order."""
    was = {story.id: story for story in before}
    return [
        StoryChange(
            before=was.get(story.id), after=story, link=replace(link, story_id=story.id), report=report, facts=(),
            kind=kind,
        )
        for story, kind in zip((pair.kept, pair.other), kinds, strict=True)
    ]  # fmt: skip


__all__ = ["Taken", "take"]
