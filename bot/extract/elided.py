"""Numbers whose noun was said before: "Prosecutors had asked for 30", "against 16 in May", "in August it was 5 tonnes".

Imports its siblings only. Such a number continues the figure before it, in its sentence or the one before, where a
word of comparison, asking or listing ties the two.
"""

import re
from dataclasses import replace

from bot.extract.batches import clause_before
from bot.extract.clauses import ELLIPSIS, Counted, Role, Sentence
from bot.extract.context import A_STATE
from bot.extract.measures import OTHER
from bot.extract.money import is_pay
from bot.extract.words import MONTHS

_ABOUT = (
    r"(?: (?:the|los|las|about|some|unos|unas|nearly|casi|over|mas de|more than|at least|al menos|around|roughly|"
    r"otr[oa]s|another|almost|only|just|solo|apenas|up to|hasta|a further|ya|already|now))*"
)
_COMPARED = re.compile(
    r"\b(?:from|against|contra|than|versus|vs\.?|compared (?:with|to)|frente a|instead of|en lugar de|below|above|"
    r"under|past|debajo de|encima de|up from|down from|al pasar de|que los|que las)"
    rf"{_ABOUT}$"
)
_WAS = re.compile(
    r"\b(?:was|were|had been|has been|stood at|stands at|was at|there (?:are|were)|hubo|eran|era de|fueron|fue de|"
    r"habian sido|habia sido|estaba en|estaban en|quedan|quedaban|restan|faltan|remain|remained|en estudio|son|van|"
    r"suman|reach(?:ed|es)|hit|totall?ed|managed|logro|luego|then|por ultimo|finally|llegaron a|llega a|hay|siguen|"
    rf"es de){{1}}(?: (?:en \w+|ya|under review|pending|in total))?{_ABOUT}$"
)
_ASKED = re.compile(
    r"\b(?:ask(?:s|ed|ing)|sought|seek(?:s|ing)?|want(?:s|ed)|recommend\w*|recom\w+|ped?ido|demand\w*|push\w*|argu\w+|"
    r"pid(?:e|en|io|ieron)|pedian?|querian?|solicit\w+|exig\w+|reclam\w+|buscaban?|propus\w+|"
    rf"planteo)(?: for)?{_ABOUT}$|"
    rf"\b(?:defen[cs]e|defensa|fiscal\w*|prosecutors|lawyers?|abogad[oa]s?)(?:,| says| dice| sugiere|"
    rf" suggests){_ABOUT}$"
)
_ASKED_FOR = frozenset({"sentence_years", "forfeiture_or_fine", "charges_counts"})
_FACES = re.compile(rf"\b(?:fac(?:es?|ed|ing)|enfrentan?|con|with|named in|of){_ABOUT}$")
_LISTED = re.compile(
    rf"[;,] (?:and |y )?(?:(?!\d)[\w'.]+ ){{0,5}}(?!\d)[\w'.]*,(?: for| de)?{_ABOUT} ?$|[;,] for{_ABOUT}$"
)
_WHEN = re.compile(
    r"^ (?:in|en|the (?:following|previous|next|year|month)|last|el|un ano|a (?:year|month|week)|of|de|del|this|"
    rf"(?:mas |more )?(?:in|en|el|the|last))\b ?(?:(?:{MONTHS})\b|year|month|mes|ano|semana|week|before|earlier|"
    r"antes|anterior|pasado|(?:19|20)\d\d|following|mismo)"
)
_AFTER_MONTH = re.compile(rf"\b(?:{MONTHS})$")
_MONEY = frozenset({"usd", "mxn", "eur"})
_OFFERED = re.compile(r"\b(?:offer\w*|ofrec\w+|la suya|apiece|rewards?|recompensas?|cada uno|for each)\b")
_LEFT = re.compile(
    r"\b(?:quedan?|restan?|remain\w*|pending|en (?:estudio|tramite|revision)|under review|left)\b[^;]{0,25}$"
)
_UNANSWERED = re.compile(r" (?:mas |more )?(?:sin (?:responder|respuesta|contestar|resolver)|unanswered|pend)")
"""Right behind a number in a text on requests: so many wait for an answer."""
_OF_REQUESTS = frozenset({"requests_refused", "extradition_requests"})
_FACTOR = 60.0  # of two figures of one kind the greater is seldom that many times the other
_NOT_CONTINUED = frozenset({OTHER, "transfer_operations", "poll_share", "homicide_change", "votes"})


def continued(sentence: Sentence, counted: Counted) -> Role | None:
    """The role of the figure that a number without a noun of its own continues; None where nothing ties it to one."""
    if counted.noun_class or counted.quantity.article or counted.quantity.ordinal or counted.quantity.vague:
        return None
    last = sentence.before[-1].measure if sentence.before else ""
    if (
        counted.unit is None
        and counted.noun_flat
        and counted.noun_flat not in ELLIPSIS
        and not _is_time(sentence, counted)
        and not (last == "extradition_requests" and _OF_A_CRIME.match(sentence.flat, _end_of(sentence, counted)))
        and not (last == "origin_prisons" and _OF_A_LEVEL.match(sentence.flat, _end_of(sentence, counted)))
        and _UNANSWERED.match(sentence.flat, sentence.tokens[counted.quantity.last - 1].end) is None
    ):
        return None
    before = clause_before(sentence, sentence.tokens[counted.quantity.first].start).rstrip()
    after = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    unit = counted.unit.name if counted.unit else ""
    for role in _candidates(sentence):
        if role.measure == "reward" and _made_a_reward_too(sentence, counted, role, before):
            return Role("reward", role.unit, counted, False)
        if _is_of_another_place(sentence, counted, role, before):
            return Role(role.measure, role.unit, counted, role.person)
        if role.measure == "origin_prisons" and _OF_A_LEVEL.match(after) and role.counted in sentence.counted:
            return Role(role.measure, role.unit, counted, False)
        if role.measure == "extradition_requests" and _is_about_a_crime(sentence, counted, role, after):
            return Role(role.measure, role.unit, counted, False)
        if not _fits(role, counted, unit, compared=_COMPARED.search(before) is not None):
            continue
        if _AFTER_MONTH.search(before):
            return None  # "agosto 12 de 2025"
        asked = _ASKED.search(before) is not None and role.measure in _ASKED_FOR
        faced = role.measure == "charges_counts" and _FACES.search(before) is not None
        tied = _COMPARED.search(before) or _WAS.search(before) or _WHEN.match(after)
        offered = role.measure == "reward" and _OFFERED.search(sentence.flat) is not None
        if role.measure == "reward" and unit and is_pay(sentence, counted):
            continue
        if offered:
            return Role("reward", unit or role.unit, counted, False)
        parts = role.person and role.counted in sentence.counted and ";" not in sentence.flat
        listed = _LISTED.search(before) is not None and not parts
        if role.measure in _OF_REQUESTS and _UNANSWERED.match(after):
            return Role("extradition_requests", "events", counted, False)
        if role.measure == "requests_refused" and _LEFT.search(before):
            return Role("extradition_requests", "events", counted, False)
        return Role(role.measure, role.unit, counted, role.person) if asked or faced or tied or listed else None
    return None


def _is_of_another_place(sentence: Sentence, counted: Counted, role: Role, before: str) -> bool:
    """ "Fueron abatidos 20 sicarios en Jalisco y tres en Colima", "six bodies near Culiacan, three in Mazatlan": the
    same was done to so many elsewhere; those of a town in a state told before are a part of them."""
    if role.measure not in _DONE_IN_PLACES or role.counted not in sentence.counted or counted.unit is not None:
        return False
    link = _NEXT_PLACE.search(before)
    begin = sentence.tokens[counted.quantity.last - 1].end
    place = _IN_A_PLACE.match(sentence.text[begin:])
    if link is None or place is None:
        return False
    between = sentence.flat[sentence.tokens[role.counted.end - 1].end : sentence.tokens[counted.quantity.first].start]
    if _PLACED.search(between) is None:
        return False
    whole = role.counted.value == sum(
        other.value for other in sentence.counted if other is not role.counted and other.unit is None
    )
    return not whole and not (link.group(1) == "," and A_STATE.search(between))


def _end_of(sentence: Sentence, counted: Counted) -> int:
    """Offset behind a number."""
    return sentence.tokens[counted.quantity.last - 1].end


def _is_about_a_crime(sentence: Sentence, counted: Counted, role: Role, after: str) -> bool:
    """ "Nine concern fuel smuggling, three the 43 students": parts of requests by what they are about."""
    if _CONCERN.match(after):
        return True
    return (
        role.counted in sentence.counted
        and _CONCERN.search(sentence.flat) is not None
        and _THE.match(after) is not None
    )


_CONCERN = re.compile(
    r" (?:of them |de ellas )?(?:concern|involve|relate to|are (?:for|over|about|on)|son (?:por|de|sobre)|"
    r"se refieren a|"
    r"involucran|corresponden a|tratan de|versan sobre)\b"
)
"""Right behind a number below requests: what they are about."""
_THE = re.compile(r",? (?:the|el|la|l[oa]s|al?)\b")
_OF_A_CRIME = re.compile(rf"{_CONCERN.pattern}|{_THE.pattern}")
_OF_A_LEVEL = re.compile(r" (?:estatales|locales|federales|municipales|state|federal|local)(?: ones)?(?=[,.;]|$)")
"""Right behind a number: whose prisons they are."""


def is_done_elsewhere(sentence: Sentence, counted: Counted, measure: str) -> bool:
    """Whether a number is tied to one of its measure before it by their two places."""
    before = clause_before(sentence, sentence.tokens[counted.quantity.first].start).rstrip()
    return any(
        role.measure == measure and _is_of_another_place(sentence, counted, role, before)
        for role in sentence.before
        if role.counted is not counted
    )


_DONE_IN_PLACES = frozenset({"killed", "security_forces_killed", "injured", "persons_arrested", "disappeared"})
_NEXT_PLACE = re.compile(r"(,|;|\by|\band|\be)(?: (?:a|otr[oa]s|another|al menos|at least))* ?$")
_IN_A_PLACE = re.compile(r" (?:más |more |others )?(?:en|in|near|outside|cerca de|around) (?:el |la |the )?[A-ZÁÉÍÓÚ]")
_PLACED = re.compile(r"\b(?:en|in|near|outside|on|at|de|of|cerca)\b")


def _made_a_reward_too(sentence: Sentence, counted: Counted, role: Role, before: str) -> bool:
    """ "Eran 10 millones desde marzo" behind a reward that is raised, "por su hijo, cinco" behind another one: a sum
    without its money, or its millions, which are given to it here from that one."""
    if counted.unit is not None or counted.noun_class or counted.noun_flat or role.counted.unit is None:
        return False
    here = role.counted in sentence.counted
    unit, scale = role.counted.unit, role.counted.quantity.scale * role.counted.unit.factor
    own = counted.quantity.scale
    if not here and _WERE.search(before) and own > 1:
        counted.unit = replace(unit, factor=1.0)
        return True
    if here and _FOR_ANOTHER.search(before) and own == 1 and scale > 1:
        counted.unit = replace(unit, factor=scale)
        return True
    return False


_WERE = re.compile(rf"(?:^|,? )(?:antes |hasta ahora |until now |before )?(?:eran|era de|it was|was){_ABOUT}$")
_FOR_ANOTHER = re.compile(rf"(?:^|;|,| y| and) ?(?:por|for) (?!los )[^;,.\d]{{2,40}},{_ABOUT}$")
"""Right before a sum without its money: for whom it is."""


def _is_time(sentence: Sentence, counted: Counted) -> bool:
    """The August of "26 the following August" is no noun that is counted."""
    return _WHEN.match(sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]) is not None


def _candidates(sentence: Sentence) -> list[Role]:
    """Figures before the number in its sentence, nearest first, then those of the sentence before."""
    own = {id(other) for other in sentence.counted}
    here = [role for role in sentence.before[-len(own) :] if id(role.counted) in own]
    there = [role for role in sentence.lately if role.measure not in _NOT_CONTINUED]
    return [role for role in [*reversed(here), *reversed(there)] if role.measure not in _NOT_CONTINUED]


def _fits(role: Role, counted: Counted, unit: str, *, compared: bool) -> bool:
    """Whether unit and size allow the number to be of the same kind. A bare number that is compared with one that has a
    unit takes that unit over: it is set on `counted`."""
    former, value = role.counted.value, counted.value
    if not former or not value:
        return False
    if role.unit not in ("kg", *_MONEY) and max(former, value) / min(former, value) > _FACTOR:
        return False
    if unit in _MONEY and role.measure == "reward":
        return True
    if unit:
        return unit == role.unit
    if (role.unit == "kg" or role.measure == "reward") and compared and counted.unit is None:
        counted.unit = role.counted.unit  # "4,000 pounds of fentanyl ..., against 11,500 the year before"
        former, value = role.counted.value, counted.value
        return max(former, value) / min(former, value) <= _FACTOR
    return role.unit not in ("kg", "usd", "mxn", "eur", "pct")
