"""Scope of a figure: today's event, a total, background, or the future. Imports its siblings and bot.domain.

The test of the domain guide (section 8): would the number still be true if today's event had not happened? Then it is
background. Does it include today and earlier ones? Cumulative. Only today? This event. A future or ordered number?
Projected.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from bot.domain import Scope
from bot.extract.clauses import Role, Sentence
from bot.extract.measures import MEASURES

_MONTHS = {
    stem: number
    for number, stems in enumerate(
        ["jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic"], 1
    )
    for stem in stems.split()
}
_MONTH = (
    r"(enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|january|february|"
    r"march|april|may|"
    r"june|july|august|september|october|november|december)"
)
_DATE = re.compile(
    rf"(?:\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|º)? (?:de |of )?{_MONTH}|\b{_MONTH}(?: (?P<d2>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?(?![,.]?\d))?)"
    r"(?:,? (?:de |del |of )?(?P<year>20\d\d|19\d\d))?(?!\w)"
)
_YEAR = re.compile(r"\b(?:in|en|since|desde|during|durante|of|de|del) (?P<year>(?:19|20)\d\d)\b")

_SINCE = re.compile(
    r"\b(?:since|desde)(?: que| el| la| los)? (?!then\b|entonces\b|la manana|ayer)[\w ]{2,40}|\bduring (?:her|his|"
    r"the current|this) (?:term|administration|"
    r"presidency)[\w ]{0,10}|\b(?:under|this) (?:sheinbaum|administration)\b|\ben lo que va (?:de|del) [\w ]{3,25}|"
    r"\ben es[et]a? (?:sexenio|"
    r"administracion|gobierno)|\bdurante (?:su|este|la|el)(?: actual)? (?:sexenio|administracion|gobierno|mandato|"
    r"gestion)[\w ]{0,10}|"
    r"\b(?:del|en el|este) sexenio|\bso far this year|\bthis year\b|\beste ano\b|\b(?:in|en) (?:the past |the last |"
    r"los ultimos |el ultimo )?\d+ "
    r"(?:months|meses|years|anos)\b|\bover the past \w+|\bin the (?:past|last) \w+"
)
_TOTAL_STRONG = re.compile(
    r"\b(?:bringing|brings|brought|raising|raises|takes|taking|elevan?(?:do)?|eleva|sube|llevando)\b.{0,45}$|"
    r"\b(?:suman|suma|sumaron|sumando|"
    r"acumulan?|ya son|ya van|van|con (?:este|esta|estos|estas|ello|lo que) [\w ,]{0,40}|asciende[n]? a|llega[n]? a|"
    r"alcanza[n]?)(?: ya| un| una| total| de| los| las|"
    r" mas| al menos)*$|\b(?:cumulative|running|grand|overall) total(?: of| to| is| now| stands| at)*$|\btotal "
    r"(?:to|now|acumulado|asciende)\W?[\w ]{0,12}$"
)
_TOTAL_BEFORE = re.compile(
    r"\b(?:(?:has|have) (?:now|already) \w+|ya (?:ha|han) \w+|so far|to date|hasta ahora|hasta el momento|hasta la "
    r"fecha|a la fecha|al momento|hasta hoy)\b"
)
_TOTAL_AFTER = re.compile(
    r"^[\w ]{0,32}?\b(?:so far|to date|hasta ahora|hasta el momento|hasta la fecha|a la fecha|hasta hoy|al momento|"
    r"acumulad[oa]s|"
    r"en lo que va|since (?:she|he|the|taking|last|january|february|august|october|\d)|desde (?:que|el|\d|enero|"
    r"febrero|agosto|octubre)|"
    r"under (?:president )?(?:claudia )?sheinbaum|during (?:her|his|this))"
)
_TOTAL_WEAK = re.compile(
    r"\b(?:in all|in total|a total of|total of|un total de|total de|en total|altogether|en conjunto|overall|"
    r"combined)(?:,| son| han sido| "
    r"fueron)?\W*[\w ]{0,14}$"
)
_TOTAL_WEAK_AFTER = re.compile(
    r"^[\w ]{0,20}?,? ?\b(?:in all|in total|en total|altogether|overall|combined|por todo)\b"
)
_EARLIER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|prior|first (?:transfer|handover|batch|group|such)|second (?:transfer|handover|"
    r"batch|group)|last (?:year|month|"
    r"august|february|january|week)|(?:a|two|three|several) (?:years?|months?) (?:ago|earlier)|before that|"
    r"anterior(?:es|mente)?|previ[oa]s?|"
    r"(?:the|el|la) (?:first|second|primer[oa]|segund[oa])\b[\w ]{0,14}$|primer(?:a)? (?:traslado|entrega|envio|"
    r"grupo|tanda)|segund[oa] (?:traslado|entrega|envio|grupo|tanda)|el ano pasado|hace (?:un|una|dos|tres|"
    r"\d+|varios|unos) (?:anos?|meses|mes|semanas)|ya habia\w*|habia[n]? (?:sido|entregado|enviado|trasladado)|had "
    r"(?:already |previously )?(?:been )?"
    r"\w+(?:ed|t|n)\b|antes,|in (?:19|20)\d\d|en (?:19|20)\d\d|historic(?:ally)?|historical)"
)
_FUTURE = re.compile(
    r"\b(?:will|would|could|may|might|shall|to be|going to|plans? to|planning to|planned|expected to|set to|poised "
    r"to|prepar\w+ to|ready to|"
    r"agreed to|ordered|orders|scheduled|is to|are to|vows? to|offer\w* to|considering|mulls?|weighs?|wants? to|"
    r"threaten\w* to|"
    r"(?:hands?|sends?|transfers?|mexico|government) to (?:send|hand|transfer|fly|ship|extradite|turn)|next|"
    r"proxim[oa]s?|"
    r"va[n]? a|podri\w+|pued\w+|preve\w*|previst\w+|planea\w*|alista\w*|avalo|aprobo|acordo|"
    r"analiza\w*|evalua\w*|estudia\w*|suspend\w+|cancel\w+|descarta\w*|postpone\w*|"
    r"ordeno|prepara\w*|contempla\w*|sera[n]?|estaria[n]?|habria[n]?|\w{3,}(?:ara|aran|era|eran|ira|iran)(?= a | "
    r"\d)|\w{3,}(?:aria|arian|eria|erian|iria|irian)\b|"
    r"debera[n]?|seran|dispuest\w+|ofrec\w+|promet\w+|amag\w+)\b"
)
_NOT_YET = re.compile(
    r"\b(?:pid(?:e|en|io|ieron)|solicit(?:a|an|o|aron)|exig(?:e|en|io)|asks?|asked|requests?|requested|seeks?|"
    r"sought|demands?|demanded|"
    r"block(?:s|ed)|halt(?:s|ed)|freez\w+|froze|fren(?:a|an|o)|niega|nego|amparos?|suspension|injunctions?|stay(?:s|"
    r"ed)|refus\w+|rechaz\w+)\b"
)
_IN_SEVERAL = re.compile(
    r"\b(?:in|en|across|over) (?:los |las |the )?(?!un[ao]?\b|one\b|an?\b)(?:\w+ ){1,2}(?:handovers|transfers|"
    r"operations|batches|entregas|traslados|"
    r"envios|tandas|operativos)\b"
)
_FUTURE_ES_ACCENT = re.compile(r"\w{3,}(?:ará|arán|erá|erán|irá|irán)\b", re.IGNORECASE)
_PERIODIC = re.compile(
    r"\b(?:a year|per year|each year|every year|annually|al ano|por ano|cada ano|anual(?:es|mente)?|yearly)\b"
)

_MAY_GET = re.compile(
    r"\b(?:fac(?:e|es|ed|ing)|could|may|might|would|up to|maximum|if convicted|hasta|podri\w+|enfrent\w+|maxim[oa]|"
    r"minim[oa]|minimum|"
    r"de ser (?:hallad|declarad|encontrad|condenad)\w+|expon\w+|piden?|pidio|seeks?|sought|solicit\w+|carr(?:y|ies))\b"
)
_REQUESTS = re.compile(
    r"\b(?:requests?|solicitud\w*|peticion\w*|pid\w+|pendientes|pending|neg\w+|nieg\w+|refus\w+|turned down|rechaz\w+)"
)
_TOLLS = frozenset({"strike", "violence", "seizure", "arrest"})
_ONE_OPERATION = frozenset({"seizure", "arrest", "violence"})  # one raid gives figures of all three
_TO = re.compile(r"\b(?:al|a|to|through|and|y|hasta|until)(?: el)? $")
_RANGE_WIDTH = 45  # characters from date to date in "1 de octubre de 2024 al 31 de enero de 2026"
_LONG_DAYS = 40  # two dates further apart bound a term, not one operation
_REPORTED = {  # a rate or share is this event only where the report is about it
    "homicide_rate_daily": re.compile(r"\b(?:homicid\w+|murders?|killings|asesinatos)"),
    "homicide_change": re.compile(r"\b(?:homicid\w+|murders?|killings|asesinatos)"),
    "overdose_deaths": re.compile(r"\b(?:overdos\w+|sobredosis)"),
    "poll_share": re.compile(r"\b(?:polls?|polled|survey\w*|encuesta\w*|sondeo\w*|%|por ciento|percent)"),
    "extraditions_period": re.compile(r"\b(?:extradi\w+)"),
}
_TOTALS_OF = {"persons_transferred": "persons_transferred_cumulative", "persons_arrested": "arrested_cumulative"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole item says about time."""

    peg: str  # family of the title's act, "" = none
    today: date  # of the item
    subject: str  # flat text of the title, of the first sentence where there is no title


def has_span(sentence: Sentence, today: date) -> bool:
    """Whether the sentence counts over a stretch of time: "since 2024", "del 1 de octubre de 2024 al 31 de enero"."""
    if _SINCE.search(sentence.flat) is not None:
        return True
    dates = sentence_dates(sentence.flat, today)
    return any(
        abs((later[1] - earlier[1]).days) >= _LONG_DAYS
        and _TO.search(sentence.flat[earlier[0] : later[0]]) is not None
        and later[0] - earlier[0] < _RANGE_WIDTH
        for earlier, later in pairwise(dates)
    )


def sentence_dates(flat: str, today: date) -> list[tuple[int, date, bool]]:
    """(offset, day, whether the year is printed) of dates; without a year the latest one not after `today` plus a
    week."""
    found = []
    for match in _DATE.finditer(flat):
        month_name = next(group for group in (match.group(2), match.group(3)) if group)
        if month_name == "may" and not (match["d1"] or match["d2"] or match["year"]):
            continue
        day = int(match["d1"] or match["d2"] or 15)
        if not 1 <= day <= 31:
            continue
        year = int(match["year"]) if match["year"] else today.year
        resolved = _day(year, _MONTHS[month_name[:3]], day)
        if not match["year"] and resolved > today + timedelta(days=7):
            resolved = _day(year - 1, resolved.month, resolved.day)
        found.append((match.start(), resolved, bool(match["year"])))
    return found


def _day(year: int, month: int, day: int) -> date:
    """The date, or the month's 28th where the day does not exist."""
    try:
        return date(max(year, 1), month, day)
    except ValueError:
        return date(max(year, 1), month, 28)


def date_of(sentence: Sentence, role: Role, today: date) -> tuple[date, bool] | None:
    """The date that a figure's clause carries: the nearest one in its part of the sentence, before it if there is
    one."""
    begin, end = _clause(sentence, role)
    at = sentence.tokens[role.counted.quantity.first].start
    dates = [
        (offset, day, printed) for offset, day, printed in sentence_dates(sentence.flat, today) if begin <= offset < end
    ]
    if not dates:
        return None
    _, day, printed = min(dates, key=lambda entry: abs(entry[0] - at) + (25 if entry[0] > at else 0))
    return day, printed


def _clause(sentence: Sentence, role: Role) -> tuple[int, int]:
    """Offsets between the semicolons around a figure."""
    at = sentence.tokens[role.counted.quantity.first].start
    begin = sentence.flat.rfind(";", 0, at) + 1
    end = sentence.flat.find(";", at)
    return begin, end if end >= 0 else len(sentence.flat)


def _clause_until(sentence: Sentence, role: Role) -> str:
    """Flat text from the last semicolon to the number and a little beyond."""
    begin, _ = _clause(sentence, role)
    return sentence.flat[begin : sentence.tokens[role.counted.quantity.last - 1].end + 1]


def _around(sentence: Sentence, role: Role) -> tuple[str, str]:
    """Flat text of the clause before the number and after its noun, cut at the neighbouring numbers."""
    begin, end = _clause(sentence, role)
    first, last = role.counted.quantity.first, role.counted.end
    for other in sentence.counted:
        if other.quantity.ordinal:
            continue
        if other.quantity.last <= first:
            if _is_list(sentence.flats[other.quantity.last : first]):
                continue  # "the earlier ones held 29, 26 and 37": one clause for all
            begin = max(begin, sentence.tokens[other.quantity.last - 1].end)
        elif other.quantity.first >= last:
            end = min(end, sentence.tokens[other.quantity.first].start)
            break
    start = sentence.tokens[first].start
    stop = sentence.tokens[role.counted.quantity.last - 1].end
    return sentence.flat[begin:start], sentence.flat[stop:end]


def _is_list(between: Sequence[str]) -> bool:
    """Whether only commas, "y", "and" and further numbers stand between two numbers."""
    return all(flat in (",", "y", "and", "e") or flat[:1].isdecimal() for flat in between)


def is_strong_total(sentence: Sentence, role: Role) -> bool:
    """ "ya suman 92", "bringing the total to 92", "92 so far"."""
    before, after = _around(sentence, role)
    if _TOTAL_BEFORE.search(before) is not None:
        return True
    return _TOTAL_STRONG.search(before.rstrip()) is not None or _TOTAL_AFTER.search(after) is not None


def is_weak_total(sentence: Sentence, role: Role) -> bool:
    """ "en total", "a total of": a total of today's parts as often as of all days."""
    before, after = _around(sentence, role)
    return _TOTAL_WEAK.search(before) is not None or _TOTAL_WEAK_AFTER.search(after) is not None


def is_future(sentence: Sentence, role: Role) -> bool:
    """Whether the clause speaks of what is to come or was ordered."""
    before, after = _around(sentence, role)
    start = sentence.tokens[role.counted.quantity.first].start
    raw = sentence.text[max(0, start - len(before)) : start + 1]
    near_after = after[:60]
    return (
        _FUTURE.search(before[-90:]) is not None
        or _FUTURE_ES_ACCENT.search(raw) is not None
        or re.match(
            r"[\w ]{0,30}?\b(?:will|would|could|may|might|are to|to be|seran|podrian|serian|estarian)\b", near_after
        )
        is not None
        or (
            sentence.in_title
            and re.search(r"\bto (?:send|hand|transfer|fly|ship|extradite|turn|deliver)\b", before) is not None
        )
    )


def span_of(sentence: Sentence) -> str | None:
    """The stretch of time that the sentence names, as printed: "since September 2024"."""
    match = _SINCE.search(sentence.flat)
    return None if match is None else sentence.text[match.start() : match.end()].strip()


def scope_of(sentence: Sentence, role: Role, setting: Setting, *, span: bool) -> tuple[str, Scope]:
    """(measure, scope): totals of people handed over or arrested become measures of their own.

    Args:
        span: the sentence counts over a stretch of time, of its own or of the sentence before.
    """
    measure = role.measure
    if measure == "transfer_operations" and is_future(sentence, role):
        return measure, "projected"
    if measure in ("persons_transferred_cumulative", "transfer_operations"):
        return measure, "cumulative"
    if measure == "votes":
        return measure, "background" if _EARLIER.search(sentence.flat) else "this_event"
    if measure == "sentence_years":
        if re.search(r"\b(?:sentenced|condenad\w+|sentenciad\w+) (?:to|a)\b", _around(sentence, role)[0]):
            return measure, "this_event"
        return measure, "projected" if _MAY_GET.search(_clause_until(sentence, role)) is not None else "this_event"
    if measure == "deadline_days":
        return measure, "this_event"  # it belongs to the event that sets it
    if measure in ("extradition_requests", "requests_refused"):
        asked = _REQUESTS.search(setting.subject) is not None or setting.peg == ""
        return measure, "this_event" if asked else "background"
    if measure in _REPORTED:
        return measure, reported_scope(measure, setting)
    family = MEASURES[measure].family if measure in MEASURES else ""
    on_peg = (
        family == setting.peg
        or setting.peg == ""
        or (family == "court" and setting.peg == "transfer")
        or {family, setting.peg} <= _ONE_OPERATION
        or (sentence.in_title and family != "")
    )
    strong = is_strong_total(sentence, role)
    if measure in _TOTALS_OF and (strong or (span and not sentence.in_title and not _is_today(sentence))):
        # People arrested "since October 2024" would be as many without today's event.
        return _TOTALS_OF[measure], "cumulative" if measure == "persons_transferred" and on_peg else "background"
    if _PERIODIC.search(sentence.flat):
        return measure, "background"
    if measure == "persons_transferred" and _IN_SEVERAL.search(sentence.flat):
        return "persons_transferred_cumulative", "cumulative"
    if family in ("transfer", "strike", "arrest") and is_future(sentence, role):
        return measure, "projected"
    if measure in ("persons_transferred", "persons_extradited") and _is_not_yet(sentence, role):
        return measure, "projected"
    if family == "strike" and not strong:
        strong = any(is_strong_total(sentence, replace(role, counted=other)) for other in sentence.counted)
    if (strong or span) and family in _TOLLS:
        return measure, "cumulative" if on_peg and (family == "strike" or (strong and not span)) else "background"
    return measure, _scope_here(sentence, role, setting, on_peg)


def reported_scope(measure: str, setting: Setting) -> Scope:
    """Scope of a rate or share: what a report or poll is itself about, or background."""
    return "this_event" if _REPORTED[measure].search(setting.subject) is not None else "background"


def _is_not_yet(sentence: Sentence, role: Role) -> bool:
    """Asked for, blocked, or told in the infinitive: "pide extraditar a 10", "blocks extradition of 2", "agreed to
    hand over 5"."""
    first = role.counted.quantity.first
    moving = [act for act in sentence.acts if act.cls in ("transfer", "extradite")]
    if not moving:
        return False
    before = [act for act in moving if act.last <= first]
    act = before[-1] if before else moving[0]
    if act.form == "infinitive":
        return sentence.flats[max(0, act.first - 1)] not in ("tras", "al", "por")
    return act.form == "noun" and _NOT_YET.search(_around(sentence, role)[0]) is not None


def _is_today(sentence: Sentence) -> bool:
    return (
        re.search(
            r"\b(?:today|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|hoy|este (?:lunes|martes|miercoles|"
            r"jueves|viernes|sabado|domingo))\b",
            sentence.flat,
        )
        is not None
    )


def _scope_here(sentence: Sentence, role: Role, setting: Setting, on_peg: bool) -> Scope:
    if not on_peg:
        return "background"
    if not sentence.in_title:
        before, after = _around(sentence, role)
        family = MEASURES[role.measure].family if role.measure in MEASURES else ""
        if family != "court" and (_EARLIER.search(before) or _EARLIER.search(after[:70])):
            return "background"
        dated = date_of(sentence, role, setting.today)
        if (
            dated is not None
            and dated[1]
            and (setting.today - dated[0]).days > 60
            and setting.today.year - dated[0].year < 100
        ):
            return "background"
    return "this_event"
