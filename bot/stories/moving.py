"""Reports that people move from one story into another, told by both. Pure.

May import domain, errors and this package. A report that moves is to its new story what it would be had it come there
at first: what is news in it is told there, and what it told the old story is taken from that one.
"""

import heapq
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain import (
    ItemId,
    Report,
    Story,
    StoryChange,
    StoryFigure,
    StoryLink,
)
from bot.errors import UsageError
from bot.stories.anew import Known, came_at, last_held, made_anew, told_of
from bot.stories.assign import relation_in
from bot.stories.by_hand import refuse_closed, refuse_strangers
from bot.stories.merge import join
from bot.stories.relations import relation_of


def move_by_hand(
    source: Story, target: Story, moving: Collection[ItemId], *, known: Known, who: str, now: datetime
) -> tuple[StoryChange, ...]:
    """Some reports of one story become reports of another; the story that they leave is told first.

    Args:
        source: as it is.
        target: as it is.
        moving: some reports of the source, not all.
        known: what the reports of both say; a report that is missing counts by its headline and the story's figures.
        who: says so.
        now: aware UTC.

    Returns:
        one change of the source, then one of the target for each report, in the order in which they were learned of.

    Raises:
        UsageError: they cannot be moved so.
    """
    _refuse(source, target, moving)
    gone = [report for report in source.reports if report.item_id in moving]
    stays = [report for report in source.reports if report.item_id not in moving]
    kept = made_anew(source, stays, known, now)
    back = _going_back(source, target)
    leaving = (report.item_id for report in gone if report.item_id not in back)
    kept = replace(
        kept,
        apart=tuple(dict.fromkeys((*source.apart, *leaving))),
        moved_in=tuple(each for each in source.moved_in if each[0] not in back or each[0] not in moving),
    )
    away = StoryLink(
        story_id=source.id, is_new_story=False, relation="report", similarity=1.0, vetoed_by=None,
        reason=f"moved to {target.id} by {who}",
    )  # fmt: skip
    left = StoryChange(before=source, after=kept, link=away, report=gone[-1], facts=(), kind="lost", who=who)
    gained: list[StoryChange] = []
    for report in gone:
        before = gained[-1].after if gained else target
        gained.append(_gaining(before, source, report, known, who=who, now=now))
    return (left, *gained)


def _refuse(source: Story, target: Story, moving: Collection[ItemId]) -> None:
    for story in (source, target):
        refuse_closed(story)
    held = {report.item_id for report in source.reports}
    if not moving:
        raise UsageError("name the reports that are to be moved")
    refuse_strangers(source, moving)
    if source.id == target.id:
        raise UsageError(f"{min(moving)} is in {target.id} already; name another story to move it to")
    if held == set(moving):
        raise UsageError(
            f"{source.id} would be left without a report; join the two instead: "
            f"pregonero stories merge {source.id} {target.id}"
        )


def _going_back(source: Story, target: Story) -> frozenset[ItemId]:
    """Reports that people moved from the one story into the other: to move these back is to take that word back."""
    return frozenset(item_id for item_id, home in source.moved_in if home == target.id)


def _gaining(target: Story, source: Story, report: Report, known: Known, *, who: str, now: datetime) -> StoryChange:
    """The target with one report of the source, and what the target did not know before."""
    facts = told_of(source, report, known)
    link = StoryLink(
        story_id=target.id, is_new_story=False, relation=relation_in(target, relation_of(facts.item, facts.judgement)),
        similarity=1.0, vetoed_by=None, reason=f"moved from {source.id} by {who}",
    )  # fmt: skip
    joined = join(target, facts, link, report.seen_at)
    n = _place(target, report, known)
    moved = replace(report, relation=link.relation if n else "report")  # whatever opens a story is a report of it
    reports = (*target.reports[:n], moved, *target.reports[n:])
    own = (held for held in source.replaced if held.item_id == report.item_id)
    whole = replace(
        target,
        figures=_by_time(target.figures, last_held(source, report.item_id)),
        replaced=_by_time(target.replaced, own),
    )
    after = made_anew(whole, reports, {**known, report.item_id: facts}, now)
    came = () if report.item_id in _going_back(source, target) else ((report.item_id, source.id),)
    after = replace(
        after,
        apart=tuple(each for each in target.apart if each != report.item_id),
        moved_in=tuple((dict(target.moved_in) | dict(came)).items()),
    )
    placed = next(each for each in after.reports if each.item_id == report.item_id)
    return replace(joined, before=target, after=after, report=placed, kind="gained", who=who)


def _by_time(known: Iterable[StoryFigure], own: Iterable[StoryFigure]) -> tuple[StoryFigure, ...]:
    """Figures of two stories, each with when it was learned of, in the order of that."""
    return tuple(heapq.merge(known, own, key=lambda held: held.seen_at))


def _place(story: Story, report: Report, known: Known) -> int:
    """Where a report stands among others that came before and after it, so that moving it back undoes it."""
    own = (came_at(report, known), report.at)
    places = enumerate(story.reports, start=1)
    return max((n for n, each in places if (came_at(each, known), each.at) <= own), default=0)


__all__ = ["move_by_hand"]
