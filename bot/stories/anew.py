"""A story made anew of its reports, as when some of them left it or others came.

Pure; may import domain and this package. Of an edited report the last text is known only: what it says is told when it
was edited, if others came before that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import ItemFacts, ItemId, Report, Standing, Story, StoryFigure, StoryLink
from bot.domain.quantities import same_quantity, same_value
from bot.stories.facts import handed_over
from bot.stories.merge import join, open_story
from bot.stories.recalled import one_report

Known = Mapping[ItemId, ItemFacts]
"""What the reports of both stories say, as far as it is kept."""


def came_at(report: Report, known: Known) -> datetime:
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
    told = {report.item_id: told_of(story, report, known) for report in reports}
    made = _retold(story, reports, told)
    mended = tuple(held for held in story.replaced if _is_edited_away(held, told))
    is_first = story.reports[0].item_id == reports[0].item_id
    made = replace(
        made,
        figures=tuple(_as_learned(held, story.figures) for held in made.figures),
        replaced=(*mended, *made.replaced),
        standing=_standing(made, mended, now),
        first_seen_at=(story.first_seen_at if is_first else None) or min(came_at(each, known) for each in reports),
        follows=story.follows,
        split_from=story.split_from,
        folded_in=story.folded_in,
        apart=story.apart,
        is_whole=story.is_whole,
        moved_in=story.moved_in,
        revision=story.revision + 1,
    )
    return made if any(facts.judgement.flagged for facts in told.values()) else _as_judged(made, story)


def told_of(story: Story, report: Report, known: Known) -> ItemFacts:
    """What a report of a story says. A text without figures takes none back, so that those of its text before stand."""
    facts = known.get(report.item_id) or one_report(story, report)
    if any(figure.measure != "other" for figure in facts.figures):
        return facts
    figures = tuple(held.figure for held in last_held(story, report.item_id))
    count = facts.count if facts.count is not None else handed_over(figures)
    return replace(facts, figures=(*facts.figures, *figures), count=count)


def last_held(story: Story, item_id: ItemId) -> Sequence[StoryFigure]:
    """Figures that a story holds of a report; where another report took them back, those that it took."""
    if held := [each for each in story.figures if each.item_id == item_id]:
        return held
    taken = [each for each in story.replaced if each.item_id == item_id]
    return [each for each in taken if each.seen_at == max(other.seen_at for other in taken)]


def _retold(story: Story, reports: Sequence[Report], told: Known) -> Story:
    """The reports one after the other, and those again that were edited when others had come, without figures first."""
    again = _edits(story, reports)
    late = {report.item_id for edited in again.values() for report in edited}
    first = {each: replace(facts, figures=()) if each in late else facts for each, facts in told.items()}
    made = _placed(open_story(first[reports[0].item_id], story.id, reports[0].seen_at).after, reports[0])
    for n, report in enumerate(reports):
        if n:
            made = _joined(made, first[report.item_id], report)
        for edited in again.get(n, ()):
            made = _joined(made, told[edited.item_id], edited)
    return made


def _joined(story: Story, facts: ItemFacts, report: Report) -> Story:
    link = StoryLink(
        story_id=story.id, is_new_story=False, relation=report.relation, similarity=1.0, vetoed_by=None, reason=""
    )
    return _placed(join(story, facts, link, report.seen_at).after, report)


def _edits(story: Story, reports: Sequence[Report]) -> Mapping[int, Sequence[Report]]:
    """Reports that were edited when others had come, by the place of the last of those.

    Their figures stand in the story behind those of others: it holds them in the order in which they were read last.
    """
    place = {report.item_id: n for n, report in enumerate(reports)}
    edits: dict[int, list[Report]] = {}
    reached = -1
    for item_id in dict.fromkeys(held.item_id for held in story.figures if held.item_id in place):
        if place[item_id] > reached:
            reached = place[item_id]
        else:
            edits.setdefault(reached, []).append(reports[place[item_id]])
    return edits


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


__all__ = ["Known", "came_at", "last_held", "made_anew", "told_of"]
