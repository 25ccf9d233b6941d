"""How a story stands after a report: who denied what, and what weighs more. Pure; may import domain and text.

A standing is DENIED only where someone who would know denies the event itself: either government of a handover, the
United States of force that it is said to use. A denial by others disputes it; one of its date ("not imminent"), of the
next one or of a detail changes nothing. Rules: `docs/alerts.md`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.domain import ItemFacts, Realis, Relation, SpeakerKind, Standing, Story, Topic
from bot.stories.figures import disagree
from bot.stories.headlines import is_no_more
from bot.text import fold

Denial = Literal["none", "partial", "without_standing", "of_the_event"]

_ENOUGH_PUBLISHERS = 2
_WITH_STANDING: Mapping[Topic, frozenset[SpeakerKind]] = {
    "transfer": frozenset(("official_mx", "official_us")),
    "strike_threat": frozenset(("official_us",)),
}
_PARTIAL = re.compile(  # of when, not of whether
    r"\b(?:imminent\w*|inminent\w*|immediate\w*|inmediat\w*|for now|right now|at (?:this|the) (?:time|moment|point)|"
    r"por ahora|por el momento|de momento|not yet|yet|todavia|aun no|soon|pronto|this week|esta semana|deadline|"
    r"date|fecha|details?|detalles?)\b"
)
_US = re.compile(
    r"\b(?:white house|casa blanca|pentagon\w*|us|u\.s\.|united states|state department|"
    r"justice department|eu|ee\.?uu\.?|estados unidos|washington|"
    r"departamento de (?:estado|justicia|guerra|defensa)|doj|fbi|dea|northcom|comando norte)\b"
    r"[^,;:]{0,40}?\b(?:den(?:y|ies|ied)|no plans?|niega\w*|nego|negaron|desmient\w+|desmint\w+)\b"
)
_OFFICIAL_TERMS = ("actor:", "body:", "country:")  # kinds of the lexicon


def denial_in(facts: ItemFacts, relation: Relation, topic: Topic | None) -> Denial:
    """What a report's denial is worth against an event of a topic."""
    main = {v.topic: v.realis[0] for v in facts.judgement.flagged if v.realis}
    if relation != "denial" or (topic and main.get(topic, "denied") != "denied"):
        return "none"
    folded = fold(facts.item.title)
    if _PARTIAL.search(folded) or is_no_more(facts.item.title):
        return "partial"
    kinds = {statement.speaker_kind for statement in facts.content.statements if statement.kind == "denies"}
    standing = _WITH_STANDING.get(topic or "transfer", frozenset())
    if kinds:
        return "of_the_event" if kinds & standing else "without_standing"
    if _US.search(folded):
        return "of_the_event"
    is_official = any(term.startswith(_OFFICIAL_TERMS) for term, _ in facts.terms)
    return "of_the_event" if is_official and "official_mx" in standing else "without_standing"


def standing_after(
    before: Story, after: Story, relation: Relation, facts: ItemFacts, now: datetime, *, corrected: bool
) -> Standing:
    """The standing of a story that a report has joined.

    Args:
        before: the story without the report.
        after: with it; its own standing is not looked at.
        relation: what the report is to the story.
        facts: the report.
        now: aware UTC.
        corrected: whether a publisher took a value of the event back.
    """
    topic = before.topics[0] if before.topics else None
    denial = denial_in(facts, relation, topic)
    if _is_denied(before, denial, _tells_deed(relation, facts), topic):
        return "DENIED"
    if disagree(after.figures) or _is_disputed(before, denial, _tells_deed(relation, facts)):
        return "DISPUTED"
    if corrected or before.standing == "CORRECTED":
        return "CORRECTED"
    return replace(after, standing="DEVELOPING").standing_at(now)


def _tells_deed(relation: Relation, facts: ItemFacts) -> bool:
    main: set[Realis] = {v.realis[0] for v in facts.judgement.flagged if v.realis}
    return relation in ("report", "correction") and "occurred" in main


def _is_denied(before: Story, denial: Denial, tells_deed: bool, topic: Topic | None) -> bool:
    """A denial weighs against what was only reported or threatened, or told by one publisher; the deed ends it."""
    if denial == "of_the_event":
        done = topic is not None and dict(before.realis).get(topic) == "occurred"
        return not done or len(before.publishers) < _ENOUGH_PUBLISHERS
    return before.standing == "DENIED" and not tells_deed


def _is_disputed(before: Story, denial: Denial, tells_deed: bool) -> bool:
    """A denial that does not settle it disputes it, until the deed is told again."""
    if denial in ("of_the_event", "without_standing"):
        return True
    return before.standing == "DISPUTED" and not disagree(before.figures) and not tells_deed


__all__ = ["Denial", "denial_in", "standing_after"]
