"""What people say of stories: that one is two, or that two are one. Pure; may import domain, errors and ports.

People beat every rule: what they parted is never merged again unasked, and what they joined never split.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.domain import ItemId, Report, Severity, Story, StoryChange, StoryId, StoryLink
from bot.errors import UsageError
from bot.stories.assign import story_id
from bot.stories.merge import severest
from bot.stories.reshape import Carded, merged, split


def split_by_hand(
    story: Story, leaving: Collection[ItemId], *, number: int, who: str, severities: Mapping[ItemId, Severity]
) -> tuple[StoryChange, StoryChange]:
    """Some reports of a story become a story of their own; the story that stays is told first.

    Args:
        story: as it is.
        leaving: some of its reports, not all.
        number: of the story that they make.
        who: says so.
        severities: of reports alone, where known: each part is as severe as its reports.

    Raises:
        UsageError: nothing can be split off so.
    """
    _refuse_closed(story)
    unknown = set(leaving) - {report.item_id for report in story.reports}
    if unknown:
        raise UsageError(f"{min(unknown)} is no report of {story.id}; its page on the desk lists them")
    parting = tuple(report for report in story.reports if report.item_id in leaving)
    if len(story.reports) == 1:
        raise UsageError(f"{story.id} has 1 report; there is nothing to split off")
    if not parting or len(parting) == len(story.reports):
        raise UsageError(f"choose some of the {len(story.reports)} reports of {story.id}, not none and not all")
    pair = split(story, parting, story_id(number))
    kept, made = (
        replace(part, severity=_severity(part, severities), is_whole=False) for part in (pair.kept, pair.other)
    )
    kept = replace(kept, apart=tuple(dict.fromkeys((*kept.apart, made.id))))
    made = replace(made, apart=tuple(dict.fromkeys((*story.apart, kept.id))))
    reason = f"split off {story.id} by {who}"
    last = made.reports[-1]
    return (
        StoryChange(before=story, after=kept, link=_link(kept, reason), report=last, facts=(), kind="left"),
        StoryChange(before=None, after=made, link=_link(made, reason), report=last, facts=(), kind="split"),
    )


def merge_by_hand(one: Story, other: Story, *, who: str, carded: Carded) -> tuple[StoryChange, StoryChange]:
    """Two stories become one; the story that goes on is told first.

    Args:
        one: as it is.
        other: as it is.
        who: says so.
        carded: whether a story has a card somewhere; see `merged`.

    Raises:
        UsageError: they cannot be joined.
    """
    if one.id == other.id:
        raise UsageError(f"{one.id} is one story already; name another one to join it with")
    for story in (one, other):
        _refuse_closed(story)
    pair = merged(one, other, carded)
    kept = replace(pair.kept, is_whole=True, apart=tuple(i for i in pair.kept.apart if i not in (one.id, other.id)))
    was: dict[StoryId, Story] = {one.id: one, other.id: other}
    reason = f"{pair.other.id} joined to {kept.id} by {who}"
    last: Report = was[pair.other.id].reports[-1]
    return (
        StoryChange(before=was[kept.id], after=kept, link=_link(kept, reason), report=last, facts=(), kind="absorbed"),
        StoryChange(
            before=was[pair.other.id], after=pair.other, link=_link(pair.other, reason), report=last, facts=(),
            kind="merged",
        ),
    )  # fmt: skip


def _refuse_closed(story: Story) -> None:
    if story.merged_into is not None:
        raise UsageError(f"{story.id} went into {story.merged_into.id}; use that one")


def _severity(story: Story, severities: Mapping[ItemId, Severity]) -> Severity:
    known = [severities[report.item_id] for report in story.reports if report.item_id in severities]
    return severest(*known) if known else story.severity


def _link(story: Story, reason: str) -> StoryLink:
    return StoryLink(
        story_id=story.id, is_new_story=False, relation="report", similarity=1.0, vetoed_by=None, reason=reason
    )


__all__ = ["merge_by_hand", "split_by_hand"]
