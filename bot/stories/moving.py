"""Reports that people move from one story into another, and a story made anew of its reports. Pure.

May import domain, errors and this package. A report that moves is to its new story what it would be had it come there
at first: what is news in it is told there, and what it told the old story is taken from that one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import (
    ItemFacts,
    ItemId,
    Report,
    Standing,
    Story,
    StoryChange,
    StoryFigure,
    StoryLink,
)
from bot.domain.quantities import same_quantity, same_value
from bot.errors import UsageError
from bot.stories.assign import relation_in
from bot.stories.by_hand import refuse_closed, refuse_strangers
from bot.stories.merge import join, open_story
from bot.stories.recalled import one_report
from bot.stories.relations import relation_of

Known = Mapping[ItemId, ItemFacts]
"""What the reports of both stories say, as far as it is kept."""


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
    kept = replace(kept, apart=tuple(dict.fromkeys((*source.apart, *(report.item_id for report in gone)))))
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


def _gaining(target: Story, source: Story, report: Report, known: Known, *, who: str, now: datetime) -> StoryChange:
    """The target with one report of the source, and what the target did not know before."""
    facts = known.get(report.item_id) or one_report(source, report)
    link = StoryLink(
        story_id=target.id, is_new_story=False, relation=relation_in(target, relation_of(facts.item, facts.judgement)),
        similarity=1.0, vetoed_by=None, reason=f"moved from {source.id} by {who}",
    )  # fmt: skip
    joined = join(target, facts, link, report.seen_at)
    n = _place(target, report, known)
    moved = replace(report, relation=link.relation if n else "report")  # whatever opens a story is a report of it
    reports = (*target.reports[:n], moved, *target.reports[n:])
    figures, replaced = (
        tuple(held for held in known_there if held.item_id == report.item_id)
        for known_there in (source.figures, source.replaced)
    )  # so that each figure keeps when it was learned of, and what the report took back of its own stays known
    whole = replace(target, figures=(*target.figures, *figures), replaced=(*target.replaced, *replaced))
    after = made_anew(whole, reports, {**known, report.item_id: facts}, now)
    after = replace(after, apart=tuple(each for each in target.apart if each != report.item_id), is_whole=True)
    placed = next(each for each in after.reports if each.item_id == report.item_id)
    return replace(joined, before=target, after=after, report=placed, kind="gained", who=who)


def _place(story: Story, report: Report, known: Known) -> int:
    """Where a report stands among others that came before and after it, so that moving it back undoes it."""
    own = (_came_at(report, known), report.at)
    places = enumerate(story.reports, start=1)
    return max((n for n, each in places if (_came_at(each, known), each.at) <= own), default=0)


def _came_at(report: Report, known: Known) -> datetime:
    """When a report came; that it was learned of may be later, by an edit with news."""
    facts = known.get(report.item_id)
    return report.seen_at if facts is None else min(report.seen_at, facts.item.first_seen)


def made_anew(story: Story, reports: Sequence[Report], known: Known, now: datetime) -> Story:
    """A story as its reports make it: told one after the other, as when they came.

    What no report tells stays: the number, what it follows and was split off, what people said of it, and values that a
    report of it took back in an edit.

    Args:
        story: as it is; what its reports say is looked up in it where `known` has nothing.
        reports: of which it is to be, at least one, in the order in which they were learned of.
        known: see `Known`.
        now: aware UTC.
    """
    told = {report.item_id: known.get(report.item_id) or one_report(story, report) for report in reports}
    made = open_story(told[reports[0].item_id], story.id, reports[0].seen_at).after
    made = _placed(made, reports[0])
    for report in reports[1:]:
        link = StoryLink(
            story_id=story.id, is_new_story=False, relation=report.relation, similarity=1.0, vetoed_by=None, reason=""
        )
        made = _placed(join(made, told[report.item_id], link, report.seen_at).after, report)
    mended = tuple(held for held in story.replaced if _is_edited_away(held, told))
    is_first = story.reports[0].item_id == reports[0].item_id
    made = replace(
        made,
        lead=made.lead or (story.lead if is_first else ""),
        figures=tuple(_as_learned(held, story.figures) for held in made.figures),
        replaced=(*mended, *made.replaced),
        standing=_standing(made, mended, now),
        first_seen_at=(story.first_seen_at if is_first else None) or min(_came_at(each, known) for each in reports),
        follows=story.follows,
        split_from=story.split_from,
        folded_in=story.folded_in,
        apart=story.apart,
        is_whole=story.is_whole,
        revision=story.revision + 1,
    )
    return made if any(facts.judgement.flagged for facts in told.values()) else _as_judged(made, story)


def _placed(story: Story, report: Report) -> Story:
    """With the report as it stood, but for its publisher: whose copy it is depends on who else is there."""
    return replace(
        story,
        reports=tuple(
            replace(report, publisher=each.publisher) if each.item_id == report.item_id else each
            for each in story.reports
        ),
    )


def _as_learned(held: StoryFigure, figures: Sequence[StoryFigure]) -> StoryFigure:
    """A figure with when it was first learned of."""
    of_item = (known for known in figures if known.item_id == held.item_id)
    return next((known for known in of_item if known.figure == held.figure), held)


def _is_edited_away(held: StoryFigure, told: Known) -> bool:
    """Whether a value was taken back by a later text of the same report."""
    facts = told.get(held.item_id)
    return facts is not None and not any(
        same_quantity(figure, held.figure) and same_value(figure, held.figure) for figure in facts.figures
    )


def _standing(made: Story, mended: Sequence[StoryFigure], now: datetime) -> Standing:
    """How it stands: that a report corrected itself is not to be seen in its last text."""
    standing, is_mended = made.standing_at(now), any(held.figure.scope == "this_event" for held in mended)
    return "CORRECTED" if is_mended and standing in ("DEVELOPING", "CONFIRMED") else standing


def _as_judged(made: Story, story: Story) -> Story:
    """With what the story was judged to be, where no judgement of its reports is kept."""
    return replace(
        made,
        topics=story.topics,
        realis=story.realis,
        route=story.route,
        direction=story.direction,
        means=story.means,
        severity=story.severity,
        scores=story.scores,
        why=story.why,
        model_version=story.model_version,
        rules_version=story.rules_version,
    )


__all__ = ["Known", "made_anew", "move_by_hand"]
