"""Steps by which a crisis goes on, each an event of its own. Pure; may import domain, text and this package.

A threat is answered for days in its own words, so that whatever comes next is like it: the leaders' call three days
later, a bill against it, a notice to pilots, a second strike. An editor opens a card for each; only a call in the first
hours is still part of the answer.
"""

import functools
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from bot.domain import ItemFacts, Relation, Story
from bot.stories.headlines import folded_headline, is_deed, is_only_said
from bot.stories.relations import main_clause
from bot.stories.similarity import Likeness

Step = Literal["call", "notice", "act of parliament", "vote of nations"]

_SHOWN = 12  # first and last reports of a story whose headlines are looked at
_ANSWERED_WITHIN = timedelta(hours=36)  # a call until the next evening belongs to what it is about
_STRIKE_SETTLED = timedelta(hours=12)  # until then outlets count blows of one attack

_CALL = re.compile(
    r"\b(?:phone|telephone|\d+[- ]minute|good|frank|tense|cordial) calls?\b|\bcalls? (?:with|between)\b|"
    r"\b(?:speaks?|spoke|talks?|talked) (?:by|on the|over the) (?:tele)?phone\b|\breadout\b|\btelefonazo\b|"
    r"\bhabla\w* .{0,30}por telefono\b|\bconvers\w+ .{0,30}(?:por telefono|con su homologo)\b|"
    r"\bllamada (?:telefonica\b|con\b|entre\b|de (?:trump|sheinbaum)\b)|\btras (?:la |una |su )?llamada\b|"
    r"\b(?:hablan|hablaron) (?:sheinbaum y trump|trump y sheinbaum)\b|\b(?:habla|hablo) con trump\b"
)
_NO_CALL_YET = re.compile(
    r"\b(?:seeks?|wants?|asks? for|requests?|proposes?|offers?|plans?|expects?|solicita\w*|pide\w*|pidio|busca\w*|"
    r"propone\w*|ofrece\w*|quiere\w*|alista\w*|espera\w*) (?:\w+ ){0,3}(?:calls?|llamada)\b|"
    r"\b(?:will|would|to) (?:call|speak|talk)\b|\b(?:hablara|hablaria|conversara)\w*\b"
)
_CHAMBER = (
    r"(?:(?<!white )house|lower house|senate|congress|chamber|deputies|"
    r"senado|camara (?:baja|alta|de diputados|de representantes)|diputados|congreso)"
)
_NATIONS = r"(?:oas|oea|security council|consejo de seguridad)"
_VOTES = (
    r"(?:passes|passed|rejects|rejected|defeats|approves|approved|blocks|votes?|voted|adopts|clears|falls short|"
    r"aprueban?|avalan?|votan?|rechazan?|frenan?)\b"
)
_VOTE_OF_NATIONS = re.compile(rf"\b{_NATIONS}\b(?: \w+){{0,3}}? {_VOTES}")
_PARLIAMENT = re.compile(
    rf"\b{_CHAMBER}\b(?: \w+){{0,3}}? {_VOTES}"
    rf"|\b(?:aprueban?|avalan?|votan?|rechazan?) (?:\w+ ){{0,2}}{_CHAMBER}\b"
    r"|\b(?:introduces?|introduced|files?|filed|unveils?) (?:\w+ ){0,3}(?:bill|resolution|measure|legislation)\b"
    r"|\bpresentan? (?:\w+ ){0,2}(?:iniciativa|ley|resolucion)\b"
)
_OF_PARLIAMENT = re.compile(
    rf"\b{_CHAMBER}\b|\b(?:bills?|resolutions?|votes?|war powers|legislation|lawmakers?|legislators?|senators?|"
    r"republicans?|democrats?|iniciativa|ley|resolucion|votos?|senador\w*|legislador\w*|congresistas?|"
    r"republican[oa]s?|democratas?)\b"
)
_NOTICE = re.compile(
    r"\b(?:faa|notams?)\b|\b(?:airlines?|pilots|aviation|aerolineas|pilotos)\b.*\b(?:warn\w*|caution|notices?|alert\w*)\b"
    r"|\b(?:aviso|alerta)\b.*\b(?:aerolineas|pilotos)\b"
)
_OF_NOTICE = re.compile(
    rf"{_NOTICE.pattern}|\b(?:airspace|flight (?:warning|notice|restriction)s?|espacio aereo|airlines?|aerolineas)\b"
)
_KNOWN_BY: Mapping[Step, re.Pattern[str]] = {  # looser than what tells a step; a call only by itself
    "notice": _OF_NOTICE, "act of parliament": _OF_PARLIAMENT, "vote of nations": re.compile(rf"\b{_NATIONS}\b"),
}  # fmt: skip
_ANOTHER_STRIKE = re.compile(
    r"\b(?:second|another|new|third) (?:(?:us|american|drone|air|missile|military) ){0,2}(?:strike|attack|bombing)s?\b"
    r"|\b(?:segundo|otro|nuevo|tercer) (?:\w+ )?(?:ataque|bombardeo|blanco)\b"
)
_NONE_COMING = re.compile(r"\b(?:no|not|rules? out|ruled out|descarta\w*|niega\w*|den(?:y|ies|ied)|sin|ni)\b")


@functools.lru_cache(maxsize=50_000)  # pure; a story's headlines are looked at for every report near it
def step_of(title: str) -> Step | None:
    """Which step a headline tells, if any; a call that is only asked for is none."""
    main, folded = main_clause(title), folded_headline(title)
    if _PARLIAMENT.search(main):
        return "act of parliament"
    if _VOTE_OF_NATIONS.search(main):
        return "vote of nations"
    if _NOTICE.search(main):
        return "notice"
    return "call" if _CALL.search(folded) and not _NO_CALL_YET.search(folded) else None


@functools.lru_cache(maxsize=50_000)
def _knows(step: Step, title: str) -> bool:
    known_by = _KNOWN_BY.get(step)
    return step_of(title) == step if known_by is None else bool(known_by.search(folded_headline(title)))


@functools.lru_cache(maxsize=50_000)
def is_another_strike(title: str) -> bool:
    """Whether force was used once more, as a headline counts it."""
    folded = folded_headline(title)
    return bool(_ANOTHER_STRIKE.search(folded)) and not is_only_said(title) and not _NONE_COMING.search(folded)


def _titles(story: Story) -> list[str]:
    titles = [report.title for report in story.reports]
    return titles if len(titles) <= 2 * _SHOWN else titles[:_SHOWN] + titles[-_SHOWN:]


def another_step(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """The next step of a crisis, where no headline of the story tells that step."""
    of_handover = facts.topics[:1] == ("transfer",) == story.topics[:1]  # a call, a vote on the men who were sent
    if relation in ("correction", "edit", "anniversary") or of_handover:
        return None
    age = facts.item.at - story.opened_at
    step, titles = step_of(facts.item.title), _titles(story)
    if step is None or (step == "call" and age < _ANSWERED_WITHIN) or any(_knows(step, title) for title in titles):
        return None
    return f"{step}, a step of its own"


def another_strike(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """The second strike is told in the words of the first."""
    if facts.item.at - story.opened_at < _STRIKE_SETTLED or not is_another_strike(facts.item.title):
        return None
    titles = _titles(story)
    if any(map(is_deed, titles)) and not any(map(is_another_strike, titles)):
        return "another strike"
    return None


__all__ = ["Step", "another_step", "another_strike", "is_another_strike", "step_of"]
