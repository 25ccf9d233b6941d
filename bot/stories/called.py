"""Whom a headline calls without his name: by the office that he held, or by a surname that another story knows. Pure.

May import domain, text and this package. "Judge denies bail for Olivares" names nobody in full, and "what the
ex-governor says" nobody at all: each is of the case of that man, and of no other man's, however alike the words.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import ItemFacts, Relation, Story, StoryId
from bot.stories.counts import MASS, own_counts
from bot.stories.glossary import concept_of, is_stopword
from bot.stories.headlines import MAX_CHARS, folded_headline
from bot.stories.names import is_alias, surnames
from bot.stories.similarity import Likeness, is_of_group, shown_titles
from bot.text import fold

_OFFICES: Mapping[str, str] = {
    "governor": r"gobernador(?:a)?|governor|mandatari[oa]",
    "mayor": r"alcald(?:e|esa)|edil|mayor",
    "general": r"general|military chief|jefe militar|almirante|admiral",
    "legislator": r"senador(?:a)?|diputad[oa]|senator|lawmaker|congressman|congresswoman|legislador(?:a)?",
    "police": r"jef[ea] policia(?:co|l)?|jef[ea] de (?:la )?policia|police (?:chief|commander)|comandante",
    "minister": r"secretari[oa]|ministr[oa]|minister|secretary",
    "prosecutor": r"fiscal|procurador(?:a)?|prosecutor|attorney general",
}
_FORMER = re.compile(
    r"\b(?:ex[- ]?|(?:former|ousted|antigu[oa]|then-) (?:[a-z]+ ){0,2}?)(?:"
    + "|".join(f"(?P<{office}>{words})" for office, words in _OFFICES.items())
    + r")\b"
)
_WAS_SOMETHING = re.compile(
    r"\bex(?:[- ]|(?=gob|alc|man|gen|com|pol|fun|sec|dip|sen|fis|dir|mil|jef|mar|sol|min))|\bformer\b"
)
_FOREIGN = re.compile(  # who speaks of Mexican cases, and is in none
    r"\b(?:dea|fbi|cia|trump|biden|u\.?s\.?|american|estadounidense|eu)\b"
)
_OUTLAW = re.compile(
    r"\b(?:capos?|sicarios?|kingpin|hitm[ae]n|traffickers?|narcotraficantes?|lugarteniente|lieutenant|"
    r"(?:drug|cartel|crime|gang) (?:lord|boss|leader|chief|figure|founder|member|operator|suspect)|"
    r"(?:jefe|lider|operador|fundador|integrante|miembro) (?:de|del) (?:el |la |los |un )?"
    r"(?:cartel|cjng|zetas|banda))\b"
)
_CAPITALISED = re.compile(r"(?<=[^\W_] )[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü]{3,}")  # not the first of a line or a quotation


@functools.lru_cache(maxsize=50_000)  # pure; a story's headlines are looked at for every report near it
def offices_of(title: str) -> frozenset[str]:
    """Offices that a headline says somebody held: "ex-governor", "exalcalde"; none of US services."""
    found: set[str] = set()
    folded = folded_headline(title)
    for match in _FORMER.finditer(folded):
        if match.lastgroup and not _FOREIGN.search(match.group()):
            found.add(match.lastgroup)
    return frozenset(found)


@functools.lru_cache(maxsize=50_000)
def _is_outlaw(title: str) -> bool:
    return bool(_OUTLAW.search(folded_headline(title)))


def other_office(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """An ex-general, where the story is of an ex-governor or of a trafficker; or a trafficker, where it is of one."""
    if facts.topics[:1] != ("transfer",) or story.topics[:1] != ("transfer",) or like.is_named or like.same_count:
        return None
    titles = [*shown_titles(story), story.reports[0].lead]
    ours, theirs = offices_of(facts.item.title), frozenset(each for title in titles for each in offices_of(title))
    if ours and theirs:
        return None if ours & theirs else f"of an ex-{min(ours)}, not an ex-{min(theirs)}"
    if ours and (any(map(_is_outlaw, titles)) or any(map(is_alias, story.people))):
        return f"of an ex-{min(ours)}, of whom nothing was told"
    was_something = bool(_WAS_SOMETHING.search(fold(facts.item.title)))
    is_other = relation == "report" and not was_something and _is_outlaw(facts.item.title)
    if theirs and is_other and not is_of_group(story):
        return f"of a man of a cartel, not an ex-{min(theirs)}"
    return None


def lone_surnames(title: str) -> frozenset[str]:
    """Folded words of a headline that can be a surname by itself: capitals within the line that are no known word."""
    words = (fold(word) for word in _CAPITALISED.findall(title[:MAX_CHARS]))
    return frozenset(word for word in words if concept_of(word) is None and not is_stopword(word))


@dataclass(frozen=True, slots=True)
class Called:
    """A surname by which a headline calls somebody, folded, and the stories that know him."""

    surname: str
    stories: frozenset[StoryId]


def called_in(facts: ItemFacts, candidates: Sequence[Story]) -> Called | None:
    """Whom the headline calls by surname alone, and which of the stories know him.

    None where it names somebody in full, counts a group, tells of force, or calls nobody of a case that a story knows.
    """
    title = facts.item.title
    if facts.people or "strike_threat" in facts.topics or any(count.low >= MASS for count in own_counts(title)):
        return None
    lone = lone_surnames(title)
    known = {
        story.id: words
        for story in candidates
        if lone
        and story.topics[:1] == ("transfer",)
        and (words := lone & {word for name in story.people for word in surnames(name)})
    }
    if not known:
        return None
    return Called(min(word for words in known.values() for word in words), frozenset(known))


__all__ = ["Called", "called_in", "lone_surnames", "offices_of", "other_office"]
