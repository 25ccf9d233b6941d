"""Where a report goes: into one of the candidate stories, or into a story of its own. Pure; decides, changes nothing.

May import domain, ports and text. Of the stories that nothing speaks against the likeliest takes the report, if it is
likely enough; the link names what spoke for it and, where one was refused, the veto.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain import NOTHING_SAID, ItemFacts, ItemId, Relation, Story, StoryId, StoryLink, Word
from bot.ports import Embedder
from bot.stories.called import Called, called_in
from bot.stories.counts import is_batch
from bot.stories.evidence import NEWS, Setting, cosines, evidence, likelihood, setting_of
from bot.stories.follows import FOLLOW_WINDOW
from bot.stories.headlines import is_no_more, is_stance
from bot.stories.relations import headline_relation, relation_of, weighed_as
from bot.stories.similarity import is_of_group, likeness
from bot.stories.vetoes import out_of_time, veto
from bot.stories.weights import EMBEDDED, PLAIN

LOOK_BACK = FOLLOW_WINDOW  # candidates need not be older than this before the report
FLOOR = 0.5  # chance against opening one, from which a story takes a report. See `python -m benchmarks.stories --sweep`
ANSWER_FLOOR = 0.2  # for an answer, where one threat alone is open
CASE_FLOOR = 0.65  # of two cases that share neither name, place nor group with the report: courts see many alike

_ANSWERED_WITHIN = timedelta(days=3)
_WORTH_EMBEDDING = 0.01  # chance by words alone below which no cosine is asked for
_SHOWN_MARKS = 4
_PARTED = "people said that it is another event"
_LEAST_MARK = 0.2  # log-odds


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate, and what speaks for and against it."""

    story: Story
    relation: Relation  # what the report would be to it
    chance: float
    marks: Mapping[str, float]  # log-odds by name
    vetoed_by: str | None


def story_id(number: int) -> StoryId:
    """1 is `s-000001`."""
    return StoryId(f"s-{number:06d}")


def weigh(facts: ItemFacts, story: Story, base: Relation, setting: Setting, embedder: Embedder | None) -> Weighed:
    """How likely the report is of the story's event.

    Args:
        facts: the report.
        story: the candidate.
        base: what the report is judged to be, seen alone, which is told; `weighed_as` says what is weighed.
        setting: of all candidates.
        embedder: optional; asked where the words alone do not rule the story out.
    """
    relation, read = relation_in(story, base), relation_in(story, weighed_as(base, facts.item.title))
    refused = _PARTED if facts.item.id in story.apart else out_of_time(facts, story, read)
    if refused is not None:
        return Weighed(story, relation, 0.0, {}, refused)
    like = likeness(facts, story)
    refused = veto(facts, story, like, read)
    numbers, weights = evidence(facts, story, like, read, setting), PLAIN
    chance = likelihood(numbers, weights)
    if embedder is not None and refused is None and chance >= _WORTH_EMBEDDING:
        numbers, weights = numbers | cosines(facts, story, embedder), EMBEDDED
        chance = likelihood(numbers, weights)
    marks = {name: value * weights[name] for name, value in numbers.items() if name in weights}
    return Weighed(story, relation, chance, marks, refused)


def relation_in(story: Story, base: Relation) -> Relation:
    """What the report is to this story: a copy of an answer that opened it is a report of it, too."""
    if base in NEWS:
        return base
    return "report" if headline_relation(story.reports[0].title) == base else base


def _of_called(candidate: Weighed, called: Called | None) -> Weighed:
    """Refused where the headline calls by surname somebody whom other stories know and this one does not."""
    if called is None or candidate.story.id in called.stories or candidate.vetoed_by is not None:
        return candidate
    return replace(candidate, vetoed_by=f"calls {called.surname}, whom it does not know")


def _only_threat(facts: ItemFacts, weighed: Sequence[Weighed]) -> Weighed | None:
    """The one open threat, where the report is on force; None where it could answer two of them."""
    if facts.topics[:1] != ("strike_threat",):
        return None
    threats = (c for c in weighed if c.vetoed_by is None and "strike_threat" in c.story.topics)
    recent = [c for c in threats if facts.item.at - c.story.last_report_at <= _ANSWERED_WITHIN]
    return recent[0] if len(recent) == 1 else None


def _floor(facts: ItemFacts, candidate: Weighed, answered: Weighed | None, weighed: Sequence[Weighed]) -> float:
    """The chance from which the candidate takes the report."""
    if candidate is answered and (candidate.relation in ("reaction", "denial") or is_stance(facts.item.title)):
        return ANSWER_FLOOR  # a second official on the day after answers in words of his own
    return CASE_FLOOR if _is_any_case(facts, candidate) and _has_rival(candidate, weighed) else FLOOR


def _has_rival(candidate: Weighed, weighed: Sequence[Weighed]) -> bool:
    """Whether nothing speaks against another story, too."""
    return any(c.vetoed_by is None for c in weighed if c is not candidate)


def _is_any_case(facts: ItemFacts, candidate: Weighed) -> bool:
    """Whether the report is of somebody's case, and neither name, place nor group says that it is this one.

    Of a group that was handed over there is one at a time, and much is told of it without a number.
    """
    marks, title = candidate.marks, facts.item.title
    if is_of_group(candidate.story) or not marks.get("other_case") or is_no_more(title) or is_batch(title, facts.count):
        return False
    return not marks.get("same_place") and not marks.get("same_group")


def _evidence(marks: Mapping[str, float]) -> str:
    most = sorted(marks.items(), key=lambda pair: -abs(pair[1]))[:_SHOWN_MARKS]
    return ", ".join(f"{name.replace('_', ' ')} {value:+.1f}" for name, value in most if abs(value) >= _LEAST_MARK)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a report goes."""

    link: StoryLink
    story: Story | None  # that it joins; None = it opens one
    weighed: tuple[Weighed, ...]  # all candidates, likeliest first; empty where the item was known


def decide(
    facts: ItemFacts,
    candidates: Sequence[Story],
    *,
    number: int,
    embedder: Embedder | None = None,
    word: Word = NOTHING_SAID,
) -> Decision:
    """Finds the report's story.

    Args:
        facts: the report.
        candidates: stories that share an index key with it, as they are now. The story that holds this very item, if
            any, must be among them: the same item beats every veto.
        number: of the story to open if none takes it; see `Store.next_story_number`.
        embedder: optional; with it, other weights hold.
        word: what people said of this report; it beats everything but the same item.
    """
    base = relation_of(facts.item, facts.judgement)
    if (settled := _settled(facts, candidates, base, word)) is not None:
        return settled
    setting = setting_of(facts, candidates)
    candidates = [story for story in candidates if not _holds(story, word.apart)]
    called = called_in(facts, candidates)
    weighed = sorted(
        (_of_called(weigh(facts, story, base, setting, embedder), called) for story in candidates),
        key=lambda c: (-c.chance, -c.story.last_report_at.timestamp(), c.story.id),
    )
    answered = _only_threat(facts, weighed)
    for candidate in weighed:
        floor = _floor(facts, candidate, answered, weighed)
        if candidate.vetoed_by is None and candidate.chance >= floor:
            link = StoryLink(
                story_id=candidate.story.id, is_new_story=False, relation=candidate.relation,
                similarity=round(candidate.chance, 4), vetoed_by=None,
                reason=f"{candidate.relation} of {candidate.story.id}: {candidate.chance:.2f} >= {floor:.2f} "
                f"({_evidence(candidate.marks)})",
            )  # fmt: skip
            return Decision(link, candidate.story, tuple(weighed))
    return Decision(_opened(weighed[0] if weighed else None, number), None, tuple(weighed))


def _holds(story: Story, items: Collection[ItemId]) -> bool:
    return any(report.item_id in items for report in story.reports)


def _settled(facts: ItemFacts, candidates: Sequence[Story], base: Relation, word: Word) -> Decision | None:
    """Where the report goes without being weighed: it is there already, or people said so."""
    for story in sorted(candidates, key=lambda story: not _holds(story, (facts.item.id,))):
        if _holds(story, (facts.item.id,)):
            relation: Relation = "edit"
            reason = f"the same item as in {story.id}"
        elif _holds(story, word.together) and not _holds(story, word.apart):
            relation, reason = relation_in(story, base), f"people said that it is of {story.id}"
        else:
            continue
        link = StoryLink(
            story_id=story.id, is_new_story=False, relation=relation, similarity=1.0, vetoed_by=None, reason=reason
        )
        return Decision(link, story, ())
    return None


def assign(
    facts: ItemFacts, candidates: Sequence[Story], *, number: int, embedder: Embedder | None = None
) -> StoryLink:
    """The link that `decide` finds."""
    return decide(facts, candidates, number=number, embedder=embedder).link


def _opened(nearest: Weighed | None, number: int) -> StoryLink:
    if nearest is None:
        similarity, vetoed_by, reason = 0.0, None, "no story is near"
    else:
        similarity, vetoed_by = round(nearest.chance, 4), nearest.vetoed_by
        refused = f"kept out: {vetoed_by}" if vetoed_by else "too far"
        evidence = _evidence(nearest.marks)
        reason = f"nearest is {nearest.story.id} at {similarity:.2f}, {refused}" + (
            f" ({evidence})" if evidence else ""
        )
    return StoryLink(
        story_id=story_id(number), is_new_story=True, relation="report", similarity=similarity, vetoed_by=vetoed_by,
        reason=reason,
    )  # fmt: skip


__all__ = ["FLOOR", "LOOK_BACK", "Decision", "Weighed", "assign", "decide", "relation_in", "story_id", "weigh"]
