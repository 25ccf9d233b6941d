"""Which earlier story a new one comes after: a denial, then the handover; a threat, then the strike; a case's next act.

Pure; may import domain and text. Following is no joining: both stay stories of their own, the later card points back.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain import ItemFacts, Realis, Story, Topic
from bot.stories.counts import is_batch
from bot.stories.headlines import is_deed, is_homeward, is_no_more, is_only_said
from bot.stories.names import is_masked, same_person
from bot.stories.relations import headline_relation
from bot.text import fold

FOLLOW_WINDOW = timedelta(days=60)  # a denial of 8 December is answered by a handover of 20 January
_STRETCH_DAYS = 30
_CAUGHT = re.compile(
    r"\b(?:arrest(?:s|ed|an|ado|ada)?|captur(?:es?|ed|an|ado|ada)|detain(?:s|ed)|caught|nabbed|detien\w+|detenid[oa]|"
    r"cae|cayo|aprehend\w+|(?:a|an|un|una|el|la) (?:\w+ ){0,2}(?:fugitive|suspect|leader|aide|boss|capo|lider|jefe|"
    r"operador))\b"
)
_SAID: tuple[Realis, ...] = ("denied", "announced", "threatened", "requested", "reported", "blocked")


def _peg(topics: Sequence[Topic]) -> Topic | None:
    return topics[0] if topics else None


def is_done(facts: ItemFacts) -> bool:
    """Whether the report tells the deed that a denial or a threat was about."""
    title, peg = facts.item.title, _peg(facts.topics)
    if headline_relation(title) not in ("report", "correction"):
        return False
    main = next((v.realis[0] for v in facts.judgement.flagged if v.topic == peg and v.realis), None)
    if main not in (None, "occurred"):
        return False
    if peg == "strike_threat":
        return is_deed(title)
    told = is_batch(title, facts.count) and not is_only_said(title) and not is_homeward(title)
    return peg == "transfer" and told


def is_said(story: Story) -> bool:
    """Whether a story is only of words: denied, announced, threatened."""
    first, peg = story.reports[0].title, _peg(story.topics)
    realis = dict(story.realis).get(peg) if peg else None
    if peg is None or realis == "occurred":
        return False
    return realis in _SAID or headline_relation(first) == "denial" or is_no_more(first) or is_only_said(first)


def _stretch(day: date) -> int:
    return day.toordinal() // _STRETCH_DAYS


def said_keys(story: Story) -> list[str]:
    """Under what a story of words is filed for the deed that may come."""
    return [f"said:{story.topics[0]}:{_stretch(story.opened_at.date())}"] if story.topics and is_said(story) else []


def done_keys(facts: ItemFacts) -> list[str]:
    """Where the report of a deed looks for the words before it."""
    here = _stretch(facts.item.at.date())
    return [f"said:{facts.topics[0]}:{here - back}" for back in range(3)] if facts.topics and is_done(facts) else []


def followed(facts: ItemFacts, candidates: Sequence[Story]) -> Story | None:
    """The earlier story that a story opened by this report comes after; None = none is known.

    Args:
        facts: of the report that opens a story.
        candidates: stories near it that did not take it.
    """
    at = facts.item.at
    earlier = [s for s in candidates if timedelta(0) < at - s.opened_at <= FOLLOW_WINDOW]
    same_case = [s for s in earlier if _names_one(facts.people, s.people) and facts.topics[:1] == s.topics[:1]]
    words = [s for s in earlier if facts.topics[:1] == s.topics[:1] and is_said(s)] if is_done(facts) else []
    words = [s for s in words if not _is_of_one(s)]
    denied = [s for s in words if headline_relation(s.reports[0].title) == "denial" or is_no_more(s.reports[0].title)]
    found = same_case or denied or words
    return max(found, key=lambda s: (s.last_report_at, s.id), default=None)


def _is_of_one(story: Story) -> bool:
    """Whether words are of one person's case, which a handover of many does not answer: "captured, awaits
    extradition"."""
    first = story.reports[0].title
    if "transfer" not in story.topics or headline_relation(first) == "denial" or is_no_more(first):
        return False
    return not is_batch(first, None) and (bool(story.people) or _CAUGHT.search(fold(first)) is not None)


def _names_one(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether both name one person by more than a first name."""
    return any(same_person(a, b) for a in ones for b in others if not is_masked(a) and not is_masked(b))


__all__ = ["FOLLOW_WINDOW", "done_keys", "followed", "is_done", "is_said", "said_keys"]
