"""Totals: of today's event and earlier ones, of a term, of many days. Imports its siblings and bot.domain."""

import re
from dataclasses import replace

from bot.domain import Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import CAMPAIGN_PASSES, EARLIER_ONES
from bot.extract.guarded import Guarded
from bot.extract.measures import MEASURES
from bot.extract.parts import around, text_before
from bot.extract.scope.rates import REPORTED
from bot.extract.scope.to_come import is_future
from bot.extract.setting import Setting, is_lead, is_subject
from bot.extract.times import has_own_span

_LIFTS = (
    r"(?:rais(?:es?|ed|ing)|lift(?:s|ed|ing)?|push(?:es|ed|ing)?|swell(?:s|ed|ing)?|elev(?:a|an|o|aron|ando|ar)|"
    r"sub(?:e|en|io|ieron|iendo)(?! a (?:un |una )?(?:avion|aeronave|camion|"
    r"helicoptero|vuelo|bordo))|increment(?:a|an|o|ando)|aument(?:a|an|o|ando))"
)
_CARRIES = (
    r"(?:bring(?:s|ing)?|brought|tak(?:es?|ing)|took|driv(?:es?|ing)|carr(?:y|ies|ying)|llev(?:a|an|o|aron|"
    r"ando))"
)
_SUM_NOUN = (
    r"(?:total(?:es)?|tally|tallies|count|number|sum|toll|figure|cumulative|cuenta|cifra|suma|conteo|numero|"
    r"acumulado|"
    r"saldo|balance|running total|lista)"
)
_ABOUT = (
    r"(?: un total de| mas de| more than| over| at least| al menos| unos| some| about| almost| nearly| casi|"
    r" cerca de|"
    r" alrededor de| una?)*"
)
_RAISED_TO = Guarded(
    rf"\b{_LIFTS}\b(?: (?!\d)\w+|,){{0,9}}? (?:to|a|at|en|hasta){_ABOUT}$|"
    rf"\b{_CARRIES}\b(?: (?!\d)[\w']+){{0,4}}? {_SUM_NOUN}\b(?: (?!\d)\w+){{0,6}}? (?:to|a){_ABOUT}$|"
    rf"\b(?:bring(?:s|ing)?|brought|taking) to{_ABOUT}$"
)
"""Before a number: something lifts a sum to it. What is brought somewhere is no sum, so that a word for one must
stand with such verbs."""
TOTAL_STRONG = Guarded(
    r"\b(?:(?:suman|suma|sumaron|sumando|sumado|acumulan?|acumulaba|ya son|son ya|ya van|van ya|van|"
    r"llevan?(?! a\b)|llevamos|"
    r"hemos|contabilizan?|con (?:este|esta|estos|estas|ello|los \d+|las \d+|lo que)\b"
    r"[\w ,]{0,40}|asciende[n]? a|"
    r"llega[n]? (?:ya )?a|alcanza[n]?)(?: ya| un| una| total| de| los| las| mas| al menos| en| a| por lo "
    r"menos| casi| cerca| unos)*|"
    rf"{CAMPAIGN_PASSES}|"
    rf"(?:cumulative|running|grand|overall|combined) {_SUM_NOUN}(?: of| to| is| now| stands| at| has| reached)*|"
    rf"(?<!a )(?<!un ){_SUM_NOUN} (?:to|now|now at|acumulado|acumulada|asciende|es de|ya es de|to date|so "
    rf"far)\W?[\w ]{{0,12}}|"
    rf"{_SUM_NOUN} (?:[\w.' ]{{0,60}} )?(?:stands?|stood|esta|reach(?:es|ed)|hits?|now|is now|rises?|rose|climb(?:s|"
    rf"ed)|"
    rf"grows?|grew|pass(?:es|ed)|tops|topped|exceeds|exceeded|supera|rebasa|"
    r"llega|llego|alcanza|alcanzo|asciende|ascendio|sube|subio|se eleva|quedo)(?: (?:at|to|a|en|ya|now))*|"
    r"that makes(?: it)?|which makes(?: it)?|making(?: it)?|(?:the )?(?:number|figure|cifra|numero) (?:rises|climbs|"
    r"sube|llega|asciende) (?:to|a))$"
)
"""Right before a number: it sums up ("ya suman", "con este grupo", "the total stands at")."""
_SO_FAR = (
    r"(?:so far|to date|thus far|until now|up to now|as of now|hasta ahora|hasta el momento|hasta la fecha|"
    r"a la fecha|"
    r"al momento|hasta hoy|al dia de hoy|acumulad[oa]s|al corte|a estas alturas)"
)
_TOTAL_BEFORE = Guarded(
    rf"\bwith (?:this|these|the latest|the new|\w+day's) [\w ]{{0,25}},|"
    rf"\b(?:(?:has|have) (?:now|already) \w+|ya (?:ha|han|hemos) \w+|{_SO_FAR})\b"
)
"""Anywhere before a number in its clause: until now, with this one."""
_TOTAL_AFTER = Guarded(
    rf"^[\w ]{{0,45}}?\b(?:{_SO_FAR}|(?:has|have) (?:now|already|so far) |ya (?:ha|han)(?: sido)? |en lo que va|"
    r"since (?:she|he|the|taking|last|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|early|late|\d)|desde (?:que|el (?:\d|inicio|ano|primer|arranque)|la (?:toma|llegada|primera)|\d|enero|"
    r"febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    r"octubre|noviembre|diciembre)|under (?:president )?(?:claudia )?sheinbaum|during (?:her|his|this)|"
    r"(?:in|durante|en) (?:this|the current|la actual|la presente|este|su) (?:administra|term|gobierno|sexenio|"
    r"mandato))"
)
"""Behind a number, within a few words: until now, since a day, under this government."""
_WEAK = (
    r"(?:in all|in total|a total of|total of|un total de|total de|en total|altogether|en conjunto|overall|combined|"
    r"all told|all in all|entre todos|sumados)"
)
_TOTAL_WEAK = Guarded(rf"\b{_WEAK}(?:,| son| han sido| fueron)?\W*[\w ]{{0,14}}$")
"""Right before a number: in all, of today's parts as often as of all days."""
_TOTAL_WEAK_AFTER = Guarded(
    r"^[\w ]{0,20}?,? ?\b(?:in all|in total|en total|altogether|overall|combined|por todo|all told)\b"
)
"""The same behind it."""
_FURTHER = re.compile(r" ?(?:\w+ )?mas\b(?! de\b)")
_TO_THE_US = re.compile(
    r" (?:mas |reos |presos |capos |internos )?(?:a|rumbo a|hacia) (?:estados|eu\b|ee|la union|texas|houston|"
    r"arizona|carceles|cortes|\w+ ciudades)"
)
""""Van 21 a Estados Unidos": they go, which is no sum."""
TOLL_ROSE = Guarded(
    r"\b(?:toll|cifra|saldo|numero|number|count)\b[^;]{0,80}\b(?:rises?|rose|climb(?:s|ed)?|subio|sube|aumento|"
    r"aumenta|ascendio|"
    r"asciende|crecio|grew|grows|increased)(?: \w+){0,3} (?:to|a)$"
)
"""Right before a number: the toll has risen to it."""
TIED_TO_TODAY = Guarded(
    r"\b(?:con (?:est[eoa]s?|ell[oa]s?|l[oa]s de|el de|la de)|with (?:this|these|them|the latest|\w+day's|"
    r"last \w+'s)|"
    r"bring(?:s|"
    r"ing)|"
    r"rais(?:es|ing)|lift(?:s|ing)|push(?:es|ing)|tak(?:es|ing)|con lo que|elev\w+|that makes|making)\b"
)
"""Before a sum: today's event is in it."""
OURS = re.compile(r"\b(?:we have|we've|hemos|llevamos)\b")
""""We have", "llevamos": what a speaker boasts of."""
_HAS_SENT = re.compile(r"\b(?:has|have|ha|han|ya)\b")
"""In a headline before a number: it is what has been sent so far."""
_FINISHED = re.compile(
    r"\b(?:(?:in|en|durante|during) (?:all of |todo )?(?:20)\d\d|(?:ended?|ends|clos(?:es|ed)|cerro|cierra|"
    r"termino) (?:the |el |su )?(?:year|ano|20\d\d|"
    r"\w+ quarter)|(?:first|second|third|fourth|primer|segundo|tercer|cuarto) (?:half|quarter|semestre|trimestre)|"
    r"(?:el|del) (?:trimestre|semestre|mes)|"
    r"toll for 20\d\d|last (?:year|month|quarter)|(?:ano|mes|trimestre|semestre) pasado)\b(?! so far)"
)
"""In a report on homicides: the victims are those of a year, half, quarter or month that is over."""
_WOULD_REACH = re.compile(
    r"\b(?:seri|sumari|llegari|alcanzari)an?\b[^.;]{0,20}$|\bwould (?:be|bring|raise|take|lift|push|make|reach|"
    r"stand)\b[^.;]{0,60}$|"
    r"\b(?:elevaria|llevaria|subiria)\b[^.;]{0,40}$"
)
"""Before a sum: it would come to that."""
_SUMMED = frozenset({"", "moved", "person"})  # classes of nouns of people handed over, or none
_FEW_IN_ALL = 10  # "two brothers and their father, three in all": today's
_PARTED = frozenset({",", ";", ":", ".", "(", "-", "y", "and"})
_NOT_SENT = re.compile(
    r"\b(?:pid\w+|ped\w+|quier\w+|exig\w+|want\w*|ask\w*|falta\w*|hay|lista?|list|deport\w*|could|may|might|among|"
    r"entre|vs|contra|against|from|than|not|no|un)\b"
)
"""Between a comma and a number behind a handover's: it is of others."""
_SUM_GOES_ON = re.compile(
    r"(?: (?:people|prisoners|inmates|cartel members|capos|reos|presos|personas|narcos))?"
    r"(?:$| ?[,.;:)]| (?:in (?:all|total|(?:the )?(?:past|last|two|three|four|five))|in \d|total|so far|to date|"
    r"since|desde|under|con|en (?:total|el|la|los|las|est[ea]|su|un|dos|tres|cuatro|cinco|\d|ano)|sent|handed|have|"
    r"has|(?:l[oa]s )?(?:entregad|enviad|trasladad|extraditad|expulsad)\w+|"
    r"(?:the )?(?:number|transferred|delivered|expelled|moved|flown)|durante|during|this|este|hasta)\b)"
)
"""Behind a sum: its end, the time that it runs over, or that they went."""
_SUM_IN = re.compile(rf"\b(?:{_SUM_NOUN}|sum\w+|totali[sz]\w+|tally)\b")
_TOLLS = frozenset({"strike", "violence", "seizure", "arrest"})
_SURELY_OF_MANY_DAYS = 5000  # arrests
_FEW_ARRESTS = 60
_ONE_BREATH = 9  # tokens
_DEAD_SO_FAR = frozenset({"killed", "security_forces_killed", "blockades"})


def is_strong_total(sentence: Sentence, role: Role) -> bool:
    """ "ya suman 92", "bringing the total to 92", "92 so far"."""
    before, after = around(sentence, role)
    if _TOTAL_BEFORE.search(before) is not None:
        return True
    stripped = before.rstrip()
    if stripped.endswith("van") and (_TO_THE_US.match(after) is not None or _FURTHER.match(after) is not None):
        return False  # "van 14 capos más": they go
    return (
        TOTAL_STRONG.search(stripped) is not None
        or _RAISED_TO.search(stripped) is not None
        or _TOTAL_AFTER.search(after) is not None
    )


def takes_in_todays(sentence: Sentence, role: Role) -> bool:
    """ "With them the year's count stands at 61", "esta captura eleva a 141 las del año": a sum that today's event
    raises."""
    raised = _RAISED_TO.search(around(sentence, role)[0].rstrip()) is not None
    if raised and any(other.person and other.counted.value < role.counted.value for other in sentence.before):
        return True
    return TIED_TO_TODAY.search(text_before(sentence, role)) is not None and is_strong_total(sentence, role)


def sums_up_todays(sentence: Sentence, role: Role) -> bool:
    """The 123 of "entrega a 31; 123 en el sexenio", "sends 31, with the total reaching 123": a greater number behind
    that of today's handover, of which no other verb tells, and more than today's parts."""
    counted = role.counted
    if counted.quantity.ordinal or counted.unit is not None or counted.noun_class not in _SUMMED:
        return False
    if counted.quantity.qualifier in ("at_most", "less_than"):
        return False  # "at least 61, but no more than 76"
    parts = [
        other.counted
        for other in sentence.before
        if other.counted in sentence.counted
        and other.counted is not counted
        and other.measure in HANDOVER_MEASURES
        and other.counted.quantity.last <= counted.quantity.first
    ]
    if not parts or counted.value <= max(part.value for part in parts):
        return False
    if len(parts) > 1 and counted.value == sum(part.value for part in parts):
        return False  # "nine by plane, four by bus, 13 in all"
    begin, end = parts[-1].quantity.last, counted.quantity.first
    apart = next((at for at in range(end - 1, begin - 1, -1) if sentence.flats[at] in _PARTED), -1)
    own = " ".join(sentence.flats[apart + 1 : end])
    if (
        apart < 0
        or _NOT_SENT.search(own)
        or any(apart < act.first < end and act.form != "noun" for act in sentence.acts)
    ):
        return False
    if _SUM_GOES_ON.match(sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]) is None:
        return False  # "100 families protest", "100 more could follow", "140 still wanted"
    many = counted.value > most_of_one_event("persons_transferred")
    return many or (counted.value > _FEW_IN_ALL and (is_weak_total(sentence, role) or _SUM_IN.search(own) is not None))


def is_weak_total(sentence: Sentence, role: Role) -> bool:
    """ "en total", "a total of": a total of today's parts as often as of all days."""
    before, after = around(sentence, role)
    return _TOTAL_WEAK.search(before) is not None or _TOTAL_WEAK_AFTER.search(after) is not None


def would_reach(sentence: Sentence, role: Role) -> bool:
    """ "Serían 122 los trasladados", "which would bring the total to 122"."""
    return _WOULD_REACH.search(around(sentence, role)[0]) is not None


def most_of_one_event(measure: str) -> float:
    """What one event may reach at most; more is a total of many."""
    entry = MEASURES.get(measure)
    return entry.most if entry is not None and entry.most is not None else float("inf")


def is_of_many(sentence: Sentence, role: Role, setting: Setting, *, strong: bool, span: bool, today: bool) -> bool:
    """Whether people handed over or arrested are those of many days."""
    few = role.measure == "persons_arrested" and role.counted.value < _FEW_ARRESTS
    own = not few or has_own_span(sentence, role, setting.today)  # a crew of 11 below "64 tonnes since 2024"
    in_text = not sentence.in_title or (
        role.measure == "persons_arrested" and has_own_span(sentence, role, setting.today)
    )
    if strong or (span and own and in_text and not today and not is_future(sentence, role, setting)):
        return True
    if role.measure == "persons_arrested":
        return role.counted.value > _SURELY_OF_MANY_DAYS and not sentence.in_title
    if role.measure != "persons_transferred":
        return False
    many = role.counted.value > most_of_one_event(role.measure)
    so_far = not sentence.in_title or _HAS_SENT.search(text_before(sentence, role)) is not None
    return many and not today and so_far and not is_future(sentence, role, setting)


def scope_of_total(
    sentence: Sentence, role: Role, setting: Setting, family: str, *, on_peg: bool, strong: bool, span: bool
) -> Scope | None:
    """Scope of a total of strikes, dead, seizures or arrests; None for what is no total."""
    measure = role.measure
    if family == "strike":
        if OURS.search(sentence.flat):
            return "background"
        total = strong or span or _follows_a_total(sentence, role) or role.counted.value > most_of_one_event(measure)
        if total and measure in ("us_strikes", "strike_deaths"):
            return "cumulative" if sentence.subject_boats or is_subject(sentence, setting) else "background"
        if total and measure == "flights_missions":
            return "background"
        strong = total
    too_many = role.counted.value > most_of_one_event(measure)
    if measure == "seizure_value":
        strong = False  # "the losses amount to": of this seizure
    if measure == "killed" and on_peg and REPORTED["homicide_change"].search(setting.subject):
        finished = _FINISHED.search(sentence.flat) is not None and is_lead(sentence, setting)
        if finished or (too_many and not (strong or span)):
            return None  # the victims of a month, in a report on homicides
    if family not in _TOLLS or not (strong or span or too_many):
        return None
    if strong and on_peg and (TIED_TO_TODAY.search(text_before(sentence, role)) or _adds_up(sentence, role)):
        return "cumulative"
    return "background" if span or not on_peg or too_many else "cumulative"


def _adds_up(sentence: Sentence, role: Role) -> bool:
    """The 19 of "mueren cuatro marinos, van 19 este año": the sentence has today's, and the sum takes them in."""
    return role.measure in _DEAD_SO_FAR and any(
        other.measure == role.measure and other.counted in sentence.counted and other.counted.value < role.counted.value
        for other in sentence.before
        if other.counted is not role.counted
    )


def of_earlier_ones(sentence: Sentence, role: Role) -> bool:
    """ "92 in the three earlier rounds", "the four before it had put 118 people": without today's."""
    at = sentence.tokens[role.counted.quantity.first].start
    around_it = sentence.flat[max(0, at - 70) : sentence.tokens[role.counted.end - 1].end + 70]
    return EARLIER_ONES.search(around_it) is not None


def _follows_a_total(sentence: Sentence, role: Role) -> bool:
    """The strikes of "131 dead in 38 strikes": a total in the same breath makes both totals."""
    at = role.counted.quantity.first
    for other in sentence.counted:
        if other is role.counted or not is_strong_total(sentence, replace(role, counted=other)):
            continue
        low, high = sorted((at, other.quantity.first))
        if high - low <= _ONE_BREATH and not any(flat in (",", ";", ":") for flat in sentence.flats[low:high]):
            return True
    return False
