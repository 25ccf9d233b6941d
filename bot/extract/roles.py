"""Which measure a quantity is: who does what to whom, clause by clause, not the nearest noun.

Imports its siblings only. The table of measures says what may be counted near which words; `role_of` sends people,
things and units to their rules.
"""

import re
from dataclasses import replace

from bot.extract.bare import bare_role, is_one_woman_of, is_women_count
from bot.extract.batches import is_of_a_move
from bot.extract.clauses import Counted, Role, Sentence
from bot.extract.corrected import corrects, is_corrected
from bot.extract.daily import is_daily_difference, is_daily_rate
from bot.extract.elided import continued
from bot.extract.further import are_on_a_list
from bot.extract.guarded import Guarded
from bot.extract.measures import MEASURES, OTHER
from bot.extract.nouns import PERSON_CLASSES
from bot.extract.ordinals import ordinal_role
from bot.extract.people import PAISANOS, is_of_the_dead, person_role
from bot.extract.phrased import phrased_measure
from bot.extract.shares import is_only_shared, share_role
from bot.extract.single import article_counts
from bot.extract.things import blocked_roads, thing_role, unit_role
from bot.extract.tolls import toll_measure
from bot.extract.unnumbered import are_its_people
from bot.extract.votes import vote_role

_TAKEN = re.compile(
    r"\b(?:claim\w*|cost(?:ing|s)?|took|taken|takes|costado|costo|cuesta|cobr\w+|arrebat\w+|segad\w+|"
    r"perdi\w+|lost)\b"
)
_OF_A_SHARE = frozenset(
    {
        OTHER,
        "persons_transferred",
        "persons_extradited",
        "extraditions_period",
        "persons_arrested",
        "disappeared",
        "killed",
    }
)
_ENOUGH = Guarded(r"\b(?:enough|suficientes?|capaz) [^;.]{0,40}\b(?:kill|matar)(?: a)?(?: \w+ than)? $")
"""Before people: so many would die of it."""
_FREED = Guarded(r"\b(?:libero|liberaron|liberan?|freed|frees|releas(?:ed|es))(?: a)? $")
"""Right before people: they go free, whatever is done to others."""
_PER_CAPITA = re.compile(r" (?:por cada|per|for every) (?:100|cien|mil|1,000|100,000|10,000|1 ?000)\b")
_OF_MIGRANTS = re.compile(rf"$|migrant|{PAISANOS.pattern}")
"""Nouns of those whom the United States sends home, and none at all; capos who are deported are handed over."""
_DEPORTED = Guarded(r"\bdeport\w* (?:(?:a|an?other|otr[oa]s|some|about|unos|mas de|more than|over) )*$")


def role_of(sentence: Sentence, counted: Counted) -> Role | None:
    """The measure of one quantity of a sentence; None when it is no figure at all."""
    if is_corrected(sentence, counted):
        return None  # "Mexico sent 37 prisoners, not 32"
    wrong = corrects(sentence, counted)
    if wrong is not None:
        counted.unit, counted.noun, counted.noun_flat = wrong.unit, wrong.noun, wrong.noun_flat
        counted.noun_class = wrong.noun_class
        role = _role(sentence, wrong)
        if role is not None and role.measure != OTHER:
            return Role(role.measure, role.unit, counted, role.person)
    role = _role(sentence, counted)
    if role is not None and role.measure in _OF_A_SHARE and is_only_shared(sentence, counted, role.measure):
        return None
    return role


def _role(sentence: Sentence, counted: Counted) -> Role | None:
    quantity, unit = counted.quantity, counted.unit
    if quantity.ordinal:
        name = ordinal_role(sentence, counted)
        return None if name == OTHER else Role(name, MEASURES[name].unit, counted, False)
    if _OF_MIGRANTS.match(counted.noun_flat) and _DEPORTED.search(
        sentence.flat[: sentence.tokens[quantity.first].start]
    ):
        return None  # "extradites 3, deports 140"
    if unit is None and _ENOUGH.search(sentence.flat[: sentence.tokens[quantity.first].start]):
        return None  # "enough fentanyl to kill 25,000 Americans"
    if unit is None and _FREED.search(sentence.flat[: sentence.tokens[quantity.first].start]):
        return None  # "detuvo a diez y liberó a dos"
    if unit is None and _is_of_a_time(sentence, counted):
        return None  # "tras purgar 14 de los 25 años"
    vote = vote_role(sentence, counted)
    if vote is not None:
        return Role(vote, "votes", counted, False)
    if sentence.flats[quantity.first - 1 : quantity.first] in (["every"], ["each"], ["cada"]) and unit is None:
        return None  # "seven of every 10 guns"
    if unit is None and is_one_woman_of(sentence, counted):
        counted.quantity = replace(quantity, value=1.0)
        return Role("women_in_group", "persons", counted, True)
    if unit is None and is_women_count(sentence, counted):
        return Role("women_in_group", "persons", counted, True)
    share = share_role(sentence, counted)
    if share is not None:
        return share
    if counted.noun_flat in ("lives", "vidas") and _TAKEN.search(sentence.flat):
        counted.noun_class = "dead"
    if unit is None and _PER_CAPITA.match(sentence.flat[sentence.tokens[counted.end - 1].end :]):
        return None  # "29 asesinatos por cada 100 mil habitantes"
    if is_daily_difference(sentence, counted):
        return None
    if is_daily_rate(sentence, counted):
        return Role("homicide_rate_daily", MEASURES["homicide_rate_daily"].unit, counted, False)
    if unit is not None:
        return _or_continued(sentence, counted, unit_role(sentence, counted, unit))
    phrased = phrased_measure(sentence, counted)
    if phrased:
        return Role(phrased, MEASURES[phrased].unit, counted, True)
    toll = toll_measure(sentence, counted)
    if toll:
        return Role(toll, "persons", counted, True)
    if are_its_people(sentence, counted) or are_on_a_list(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    if blocked_roads(sentence, counted):
        return Role("blockades", "count", counted, False)
    if counted.noun_class in PERSON_CLASSES:
        if is_of_the_dead(sentence, counted):
            return None
        name = person_role(sentence, counted)
        if quantity.article and not article_counts(sentence, counted, name):
            return None
        return Role(name, MEASURES[name].unit if name != OTHER else "persons", counted, True)
    if is_of_a_move(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    if counted.noun_class:
        name = thing_role(sentence, counted)
        return (
            None if quantity.article else Role(name, MEASURES[name].unit if name != OTHER else "count", counted, False)
        )
    return None if quantity.article else _or_continued(sentence, counted, bare_role(sentence, counted))


def _is_of_a_time(sentence: Sentence, counted: Counted) -> bool:
    """Whether a number is a part of years or days: "14 of the 25 years"."""
    following = next((other for other in sentence.counted if other.quantity.first >= counted.quantity.last), None)
    if following is None or following.unit is None or following.unit.name not in _TIMES or counted.noun_class:
        return False
    return tuple(sentence.flats[counted.quantity.last : following.quantity.first]) in _OF_THE


_TIMES = frozenset({"years", "months", "weeks", "days"})
_OF_THE = frozenset(
    {("of", "the"), ("of", "his"), ("of", "her"), ("of", "a"), ("de", "los"), ("de", "sus"), ("de", "las")}
)


def _or_continued(sentence: Sentence, counted: Counted, role: Role | None) -> Role | None:
    """The role, or that of the figure before it where the number has no meaning of its own."""
    if role is not None and role.measure != OTHER:
        return role
    return continued(sentence, counted) or role
