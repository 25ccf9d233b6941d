"""Where a report goes: into one of the candidate stories, or into a story of its own. Pure; decides, changes nothing.

May import domain, ports and text. The nearest story that nothing speaks against takes the report if it is near enough;
the link names the similarity and, where one was refused, the veto.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import ItemFacts, Relation, Story, StoryId, StoryLink
from bot.ports import Embedder
from bot.stories.headlines import is_court_step
from bot.stories.relations import headline_relation, relation_of
from bot.stories.similarity import MOST_LIFT, Likeness, likeness, with_meaning
from bot.stories.vetoes import ANSWER_WINDOW, veto

LOOK_BACK = ANSWER_WINDOW  # candidates need not be older than this before the report

FRESH_DAYS = 3.0
_OTHER_PEG = 0.10  # taken off where the story's peg is another topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """How near a story must be to take a report. Measured: `python -m benchmarks.stories --sweep`."""

    report: float
    answer: float  # an answer, while the event is fresh, need not repeat its particulars
    late_answer: float  # after FRESH_DAYS, with nobody named and no count in common
    after_comment: float  # a report, where a comment or a poll opened the story
    unnamed_case: float  # a report of one person's case that shares neither name nor number: there are many alike


PLAIN = Floors(report=0.23, answer=0.17, late_answer=0.28, after_comment=0.40, unnamed_case=0.26)
EMBEDDED = Floors(report=0.20, answer=0.13, late_answer=0.26, after_comment=0.40, unnamed_case=0.28)


@dataclass(frozen=True, slots=True)
class _Candidate:
    story: Story
    like: Likeness
    score: float
    vetoed_by: str | None


def story_id(number: int) -> StoryId:
    """1 is `s-000001`."""
    return StoryId(f"s-{number:06d}")


def _relation_in(story: Story, base: Relation) -> Relation:
    """What the report is to this story: a copy of an answer that opened it is a report of it, too."""
    if base in ("correction", "edit", "report"):
        return base
    return "report" if headline_relation(story.reports[0].title) == base else base


def _weigh(facts: ItemFacts, story: Story, base: Relation, embedder: Embedder | None) -> _Candidate:
    like = likeness(facts, story)
    refused = veto(facts, story, like, _relation_in(story, base))
    if embedder is not None and refused is None and like.score + MOST_LIFT >= EMBEDDED.answer:
        like = with_meaning(like, facts, story, embedder)
    peg = bool(facts.topics and story.topics and facts.topics[0] != story.topics[0])
    return _Candidate(story, like, max(0.0, like.score - _OTHER_PEG * peg), refused)


def _floor(title: str, relation: Relation, story: Story, like: Likeness) -> float:
    """How near a story must be to take such a report."""
    floors = PLAIN if like.meaning is None else EMBEDDED
    named = like.is_named or bool(like.same_count)
    if relation == "report" and headline_relation(story.reports[0].title) == "analysis":
        return floors.after_comment
    if like.is_named and is_court_step(title):
        return floors.answer  # the next step of a case known by its name
    if relation == "report" and like.is_single_case and not named:
        return floors.unnamed_case
    if relation == "report" or (relation == "ruling" and not named):  # courts rule on many people in the same words
        return floors.report
    return floors.answer if named or like.gap_days <= FRESH_DAYS else floors.late_answer


def _evidence(like: Likeness) -> str:
    marks = [
        name
        for name, holds in (
            ("same count", like.same_count),
            ("same person", like.same_person),
            ("same day", like.same_date),
            ("place", like.shared_places),
            ("group", like.shared_groups),
        )
        if holds
    ]
    meaning = [] if like.meaning is None else [f"meaning {like.meaning:.3f}"]
    return ", ".join([f"words {like.words:.2f}", *meaning, *marks])


def assign(
    facts: ItemFacts, candidates: Sequence[Story], *, number: int, embedder: Embedder | None = None
) -> StoryLink:
    """Finds the report's story.

    Args:
        facts: the report.
        candidates: stories that share an index key with it, as they are now. The story that holds this very item, if
            any, must be among them: the same item beats every veto.
        number: of the story to open if none takes it; see `Store.next_story_number`.
        embedder: optional; its cosine moves the score of stories that nothing speaks against, and other floors hold.
    """
    for story in candidates:
        if any(report.item_id == facts.item.id for report in story.reports):
            return StoryLink(
                story_id=story.id, is_new_story=False, relation="edit", similarity=1.0, vetoed_by=None,
                reason=f"the same item as in {story.id}",
            )  # fmt: skip
    base = relation_of(facts.item, facts.judgement)
    weighed = sorted(
        (_weigh(facts, story, base, embedder) for story in candidates),
        key=lambda c: (-c.score, -c.story.last_report_at.timestamp(), c.story.id),
    )
    for candidate in weighed:
        relation = _relation_in(candidate.story, base)
        floor = _floor(facts.item.title, relation, candidate.story, candidate.like)
        if candidate.vetoed_by is None and candidate.score >= floor:
            return StoryLink(
                story_id=candidate.story.id, is_new_story=False, relation=relation, similarity=candidate.score,
                vetoed_by=None,
                reason=f"{relation} of {candidate.story.id}: {candidate.score:.2f} >= {floor:.2f} "
                f"({_evidence(candidate.like)})",
            )  # fmt: skip
    return _opened(weighed[0] if weighed else None, number)


def _opened(nearest: _Candidate | None, number: int) -> StoryLink:
    if nearest is None:
        similarity, vetoed_by, reason = 0.0, None, "no story is near"
    else:
        similarity, vetoed_by = nearest.score, nearest.vetoed_by
        refused = f"kept out: {vetoed_by}" if vetoed_by else "too far"
        reason = f"nearest is {nearest.story.id} at {similarity:.2f}, {refused} ({_evidence(nearest.like)})"
    return StoryLink(
        story_id=story_id(number), is_new_story=True, relation="report", similarity=similarity, vetoed_by=vetoed_by,
        reason=reason,
    )  # fmt: skip


__all__ = ["EMBEDDED", "LOOK_BACK", "PLAIN", "Floors", "assign", "story_id"]
