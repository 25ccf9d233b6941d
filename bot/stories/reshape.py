"""Two stories that are one, and one story that is two: when a later report shows it, and what becomes of both. Pure.

May import domain, ports and text. A merge needs a report that is likely of both, and both must pass as reports of each
other. A split needs two counts of people, each told by two independent publishers, that no correction joins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain import (
    Realis,
    Report,
    Standing,
    Story,
    StoryFigure,
    StoryId,
    StoryRef,
    Topic,
)
from bot.domain.quantities import HANDOVER_MEASURES
from bot.ports import Embedder
from bot.stories.assign import Weighed, weigh
from bot.stories.content import both, part_of
from bot.stories.counts import MASS, PeopleCount, counts_of, own_counts
from bot.stories.evidence import NEWS, Setting, title_terms
from bot.stories.figures import bounded, count_of
from bot.stories.merge import MAX_NAMES, joined_names, joined_terms, moves_on
from bot.stories.names import share_person
from bot.stories.principals import in_headlines
from bot.stories.recalled import as_one_report
from bot.stories.relations import relation_of
from bot.stories.severity import severest
from bot.stories.similarity import overlap, shown_titles
from bot.stories.who import is_first_number
from bot.text import tokens

BRIDGE = 0.7  # chance that a report is of the other story, too
SAME_EVENT = 0.6  # chance that one story's first report is of the other story
_ALONE = Setting(heat={}, total=0.0)  # how busy either is says nothing of their being one
_ENOUGH_PUBLISHERS = 2
_NAME_CHARS = 4  # shorter words of a headline are no surname
_INTERLEAVED = timedelta(hours=2)  # the old count is still told so long after the new one: no slip that was mended

Carded = Callable[[StoryId], bool]
"""Whether a story has a card somewhere; of two stories the one with a card goes on."""


def reference(story: Story) -> StoryRef:
    """How a card points to a story."""
    told = next((report for report in story.reports if report.relation in NEWS), story.reports[0])
    return StoryRef(id=story.id, title=told.title, link=told.link)


def _counts(story: Story) -> tuple[PeopleCount, ...]:
    figures = [held.figure for held in story.figures]
    found = counts_of(figures, shown_titles(story), measures=HANDOVER_MEASURES, also=story.count)
    return tuple(count for count in found if count.is_telling)


def _peg(story: Story) -> Topic | None:
    return story.topics[0] if story.topics else None


def _differ(one: Story, other: Story) -> bool:
    """Whether what both state cannot be of one event; a slip is an excuse only where both name one who was sent."""
    ours, theirs = _counts(one), _counts(other)
    if ours and theirs and not any(a.agrees(b) for a in ours for b in theirs) and not _are_of_one_day(one, other):
        return True
    stated = ((one.direction, other.direction), (one.event_date, other.event_date), (_peg(one), _peg(other)))
    return any(a and b and a != b for a, b in stated)


def _are_of_one_day(one: Story, other: Story) -> bool:
    """Whether two counts can be of one day's handover, whose headlines name one man."""
    low, high = sorted(counts[0].low for counts in (_counts(one), _counts(other)))
    named = share_person(*(in_headlines(story.people, shown_titles(story)) for story in (one, other)))
    return named and is_first_number(low / high if high else 1.0, abs(one.opened_at - other.opened_at))


def are_parted(one: Story, other: Story) -> bool:
    """Whether a person said of reports in the one that they are not of the other's event."""
    pairs = ((one, other), (other, one))
    return any(not set(each.apart).isdisjoint(report.item_id for report in held.reports) for each, held in pairs)


def is_one_event(one: Story, other: Story, embedder: Embedder | None) -> bool:
    """Whether either story passes as a report of the other, with no veto either way."""
    if are_parted(one, other) or _differ(one, other):
        return False
    for each, held in ((one, other), (other, one)):
        facts = as_one_report(each)
        weighed = weigh(facts, held, relation_of(facts.item, facts.judgement), _ALONE, embedder)
        if weighed.vetoed_by is not None or weighed.chance < SAME_EVENT:
            return False
    return True


def twins(taken: Story, weighed: Sequence[Weighed], embedder: Embedder | None) -> list[Story]:
    """Other stories that turn out to be the event of the story that a report has just joined.

    Args:
        taken: with the report in it.
        weighed: all candidates of the report.
        embedder: as in `assign`.
    """
    near = (c.story for c in weighed if c.story.id != taken.id and c.vetoed_by is None and c.chance >= BRIDGE)
    return [story for story in near if is_one_event(story, taken, embedder)]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stories after a merge or a split: the one that goes on and the other."""

    kept: Story
    other: Story


def _in_order(reports: Sequence[Report]) -> tuple[Report, ...]:
    return tuple(sorted(reports, key=lambda report: (report.seen_at, report.at)))


def merged(one: Story, other: Story, carded: Carded) -> Pair:
    """Both in one: the story with a card goes on, of two with or two without the older one; the other points to it."""
    order = sorted((one, other), key=lambda story: (not carded(story.id), story.id))
    kept, gone = order
    reports = _in_order([*kept.reports, *gone.reports])
    scores = {topic: max(dict(kept.scores).get(topic, 0.0), score) for topic, score in gone.scores}
    after = replace(
        kept,
        topics=joined_names(kept.topics, gone.topics),
        realis=_states(kept, gone),
        route=gone.route if kept.route in (None, "unspecified") else kept.route,
        direction=kept.direction or gone.direction,
        means=gone.means if kept.means in (None, "unspecified") else kept.means,
        event_date=kept.event_date or gone.event_date,
        people=joined_names(kept.people, gone.people, people=True),
        groups=joined_names(kept.groups, gone.groups),
        places=joined_names(kept.places, gone.places),
        terms=joined_terms(kept.terms, len(kept.reports), gone.terms, len(gone.reports)),
        severity=severest(kept.severity, gone.severity),
        opened_at=min(kept.opened_at, gone.opened_at),
        last_report_at=max(kept.last_report_at, gone.last_report_at),
        reports=reports,
        figures=bounded([*kept.figures, *gone.figures]),
        replaced=(*kept.replaced, *gone.replaced),
        content=both(*(story.content for story in sorted(order, key=lambda story: (story.opened_at, story.id)))),
        scores=tuple((dict(kept.scores) | scores).items()),
        follows=kept.follows or gone.follows,
        folded_in=joined_names(kept.folded_in, gone.folded_in),
        apart=tuple(dict.fromkeys((*kept.apart, *gone.apart))),
        is_whole=kept.is_whole or gone.is_whole,
        moved_in=tuple((dict(gone.moved_in) | dict(kept.moved_in)).items()),
        revision=kept.revision + 1,
    )
    after = replace(after, count=count_of(after.figures, HANDOVER_MEASURES) or kept.count or gone.count)
    return Pair(after, replace(gone, merged_into=reference(after), revision=gone.revision + 1))


def _states(one: Story, other: Story) -> tuple[tuple[Topic, Realis], ...]:
    """Main realis by topic of both in one: what happened, where one of them tells it, else the later one's word."""
    first, then = sorted((one, other), key=lambda story: (story.opened_at, story.id))
    both = dict(first.realis)
    for topic, realis in then.realis:
        if topic not in both or (both[topic] != "occurred" and moves_on(both[topic], realis)):
            both[topic] = realis
    return tuple(both.items())


def _told(report: Report) -> float | None:
    """The number of people that a report's headline is about, where it tells handovers apart."""
    if report.relation not in NEWS:
        return None
    found = [count for count in own_counts(report.title) if count.low == count.high and count.low >= MASS]
    return found[0].low if len({count.low for count in found}) == 1 else None


def _second_count(story: Story) -> float | None:
    """A count of another event than the first one told; None = all reports may be of one event."""
    by_count: dict[float, list[Report]] = {}
    for report in story.reports:
        if report.relation == "correction":
            return None
        if (told := _told(report)) is not None:
            by_count.setdefault(told, []).append(report)
    firm = [count for count, told in by_count.items() if len({r.publisher for r in told}) >= _ENOUGH_PUBLISHERS]
    if len(firm) != 2:
        return None
    first, second = sorted(firm, key=lambda count: min(report.at for report in by_count[count]))
    still_told = max(report.at for report in by_count[first]) - min(report.at for report in by_count[second])
    return second if still_told >= _INTERLEAVED else None


def second_event(story: Story) -> tuple[Report, ...]:
    """Reports that are of another event than the story's first one; empty where it is one event."""
    count = None if story.stays_whole else _second_count(story)
    if count is None:
        return ()
    firm = {report.item_id: _told(report) for report in story.reports}
    first = [report for report in story.reports if firm[report.item_id] not in (None, count)]
    second = [report for report in story.reports if firm[report.item_id] == count]

    def is_second(report: Report) -> bool:
        if firm[report.item_id] is not None:
            return firm[report.item_id] == count
        return _nearness(report, second) > _nearness(report, first)

    return tuple(report for report in story.reports if is_second(report))


def _nearness(report: Report, others: Sequence[Report]) -> float:
    own = title_terms(report.title)
    return max(overlap(own, title_terms(o.title), cross_language=o.language != report.language) for o in others)


def split(story: Story, leaving: Sequence[Report], new_id: StoryId) -> Pair:
    """The story without some reports, and the story that those make.

    Args:
        story: as it is.
        leaving: some of its reports, from `second_event`.
        new_id: of the story that they make.
    """
    gone = {report.item_id for report in leaving}
    kept = _part(story, [report for report in story.reports if report.item_id not in gone])
    made = _part(replace(story, id=new_id, revision=0, follows=None, folded_in=(), is_whole=False), leaving)
    return Pair(kept, replace(made, split_from=reference(kept)))


def _part(story: Story, reports: Sequence[Report]) -> Story:
    """What a story knows by some of its reports; names and places stay where a headline of theirs has them."""
    ids = {report.item_id for report in reports}
    figures = tuple(held for held in story.figures if held.item_id in ids)
    replaced = tuple(held for held in story.replaced if held.item_id in ids)
    heads: dict[str, float] = {}
    for report in reports:
        for term, weight in title_terms(report.title).items():
            heads[term] = heads.get(term, 0.0) + weight / len(reports)
    own = sorted(heads.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [count for report in reports if (count := _told(report)) is not None]
    is_first = story.reports[0].item_id in ids
    return replace(
        story,
        reports=tuple(reports),
        figures=figures,
        replaced=replaced,
        terms=tuple((term, round(weight, 4)) for term, weight in own),
        count=count_of(figures, HANDOVER_MEASURES) or (int(told[0]) if told else None),
        event_date=story.event_date if is_first else None,
        people=_named(story.people, reports),
        standing=_standing(story, reports, replaced),
        opened_at=min(report.at for report in reports),
        last_report_at=max(report.at for report in reports),
        first_seen_at=min(report.seen_at for report in reports),
        content=part_of(story.content, ids),
        revision=story.revision + 1,
    )


def _standing(story: Story, reports: Sequence[Report], replaced: Sequence[StoryFigure]) -> Standing:
    """How a part stands: a denial or a correction holds for the part that it is in, a dispute was between the parts."""
    relations = {report.relation for report in reports}
    holds = {
        "CONFIRMED": True,
        "DENIED": "denial" in relations,
        "CORRECTED": bool(replaced) or "correction" in relations,
    }
    return story.standing if holds.get(story.standing, False) else "DEVELOPING"


def _named(people: Sequence[str], reports: Sequence[Report]) -> tuple[str, ...]:
    heads = {word for report in reports for word in tokens(report.title) if len(word) >= _NAME_CHARS}
    return tuple(name for name in people if heads.intersection(name.split()))[:MAX_NAMES]


__all__ = ["Carded", "Pair", "is_one_event", "merged", "reference", "second_event", "split", "twins"]
