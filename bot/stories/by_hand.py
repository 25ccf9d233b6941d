"""What people say of stories: that one is two, or that two are one. Pure; may import domain, errors and ports.

People beat every rule: what they parted is never merged again unasked, and what they joined never split. Reports that
they move are for `moving`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from bot.domain import ItemId, Judgement, Report, Story, StoryChange, StoryId, StoryLink, Word
from bot.errors import UsageError
from bot.stories.assign import story_id
from bot.stories.evidence import NEWS
from bot.stories.merge import latest_realis
from bot.stories.reshape import Carded, merged, split
from bot.stories.severity import severest


def split_by_hand(
    story: Story, leaving: Collection[ItemId], *, number: int, who: str, judgements: Mapping[ItemId, Judgement]
) -> tuple[StoryChange, StoryChange]:
    """Some reports of a story become a story of their own; the story that stays is told first.

    Args:
        story: as it is.
        leaving: some of its reports, not all.
        number: of the story that they make.
        who: says so.
        judgements: of its reports, where known: each part is what its own reports were judged to be.

    Raises:
        UsageError: nothing can be split off so.
    """
    refuse_closed(story)
    refuse_strangers(story, leaving)
    parting = tuple(report for report in story.reports if report.item_id in leaving)
    if len(story.reports) == 1:
        raise UsageError(f"{story.id} has 1 report; there is nothing to split off")
    if not parting or len(parting) == len(story.reports):
        raise UsageError(f"choose some of the {len(story.reports)} reports of {story.id}, not none and not all")
    pair = split(story, parting, story_id(number))
    kept, made = (
        replace(_as_judged(part, judgements), is_whole=False, moved_in=()) for part in (pair.kept, pair.other)
    )
    kept = replace(kept, apart=_united(story.apart, (report.item_id for report in made.reports)))
    made = replace(made, apart=_united(story.apart, (report.item_id for report in kept.reports)))
    reason = f"split off {story.id} by {who}"
    last = made.reports[-1]
    return (
        StoryChange(before=story, after=kept, link=_link(kept, reason), report=last, facts=(), kind="left", who=who),
        StoryChange(before=None, after=made, link=_link(made, reason), report=last, facts=(), kind="split", who=who),
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
        refuse_closed(story)
    pair = merged(one, other, carded)
    held = {report.item_id for report in pair.kept.reports}
    kept = replace(pair.kept, is_whole=True, apart=tuple(i for i in pair.kept.apart if i not in held))
    was: dict[StoryId, Story] = {one.id: one, other.id: other}
    reason = f"{pair.other.id} joined to {kept.id} by {who}"
    last: Report = was[pair.other.id].reports[-1]
    return (
        StoryChange(
            before=was[kept.id], after=kept, link=_link(kept, reason), report=last, facts=(), kind="absorbed", who=who
        ),
        StoryChange(
            before=was[pair.other.id], after=pair.other, link=_link(pair.other, reason), report=last, facts=(),
            kind="merged", who=who,
        ),
    )  # fmt: skip


def _united(known: Iterable[ItemId], more: Iterable[ItemId]) -> tuple[ItemId, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def word_of(shaped: Iterable[Story]) -> Mapping[ItemId, Word]:
    """What people's splits, joins and moves say of each report, so that stories thought of anew are shaped the same.

    Args:
        shaped: stories that a person had a hand in; of others nothing is said.
    """
    found: dict[ItemId, Word] = {}
    for story in shaped:
        held = frozenset(report.item_id for report in story.reports)
        for item_id in held if story.merged_into is None else ():
            together = held - {item_id} if story.stays_whole else frozenset[ItemId]()
            found[item_id] = Word(together=together, apart=frozenset(story.apart))
    return found


def as_said(story: Story, word: Word) -> Story:
    """The story that a report joined, with what people said of that report."""
    is_whole = story.is_whole or any(report.item_id in word.together for report in story.reports)
    return replace(story, apart=_united(story.apart, sorted(word.apart)), is_whole=is_whole)


def refuse_strangers(story: Story, named: Collection[ItemId]) -> None:
    """Raises `UsageError` for items that are no reports of a story."""
    unknown = set(named) - {report.item_id for report in story.reports}
    if unknown:
        raise UsageError(f"{min(unknown)} is no report of {story.id}; its page on the desk lists them")


def refuse_closed(story: Story) -> None:
    """Raises `UsageError` for a story that went into another."""
    if story.merged_into is not None:
        raise UsageError(f"{story.id} went into {story.merged_into.id}; use that one")


def _as_judged(story: Story, judgements: Mapping[ItemId, Judgement]) -> Story:
    """A part with the topics, state, severity and scores of its own reports, as far as they are known."""
    told = [(report, judgements[report.item_id]) for report in story.reports if report.item_id in judgements]
    flagged = [verdict for _, judgement in told for verdict in judgement.flagged]
    if not flagged:
        return story
    topics = tuple(topic for topic in story.topics if any(verdict.topic == topic for verdict in flagged))
    topics = topics or tuple(dict.fromkeys(verdict.topic for verdict in flagged))
    of = {topic: [verdict for verdict in flagged if verdict.topic == topic] for topic in topics}
    news = [verdict for report, judgement in told if report.relation in NEWS for verdict in judgement.flagged]
    states = {topic: latest_realis([v for v in news if v.topic == topic] or of[topic]) for topic in topics}
    transfers, strikes = of.get("transfer", ()), of.get("strike_threat", ())
    routes = [verdict.route for verdict in transfers if verdict.route not in (None, "unspecified")]
    return replace(
        story,
        topics=topics,
        realis=tuple((topic, state) for topic, state in states.items() if state is not None),
        route=next(iter(routes), "unspecified" if transfers else None),
        direction=next((verdict.direction for verdict in transfers if verdict.direction), None),
        means=next((verdict.means for verdict in strikes if verdict.means not in (None, "unspecified")), None),
        severity=severest(*(verdict.severity for verdict in flagged)),
        scores=tuple((topic, max(verdict.score for verdict in of[topic])) for topic in topics),
        why=of[topics[0]][0].why,
        model_version=of[topics[0]][0].model_version,
        rules_version=of[topics[0]][0].rules_version,
    )


def _link(story: Story, reason: str) -> StoryLink:
    return StoryLink(
        story_id=story.id, is_new_story=False, relation="report", similarity=1.0, vetoed_by=None, reason=reason
    )


__all__ = ["as_said", "merge_by_hand", "refuse_closed", "refuse_strangers", "split_by_hand", "word_of"]
