"""Scope of rates, shares and stocks: homicides a day, polls, requests, extraditions of a year.

Imports the rest of this package and bot.domain.
"""

import re
from datetime import date

from bot.domain import Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import MONTH_ONLY, OF_A_YEAR, PERIODIC, REPLY, STILL, TODAY
from bot.extract.guarded import Guarded
from bot.extract.parts import around
from bot.extract.setting import Setting, is_subject
from bot.extract.times import is_of_a_past_year

REPORTED = {  # a rate, share or stock is this event only where the report is about it
    "homicide_rate_daily": re.compile(r"\b(?:homicid\w+|murders?|killings|asesinatos)"),
    "homicide_change": re.compile(r"\b(?:homicid\w+|murders?|killings|asesinatos)"),
    "overdose_deaths": re.compile(r"\b(?:overdos\w+|sobredosis)"),
    "poll_share": re.compile(r"\b(?:polls?|polled|survey\w*|encuesta\w*|sondeo\w*|%|por ciento|percent)"),
    "extraditions_period": re.compile(r"\b(?:extradi\w+|treaty|tratado)"),
    "extradition_requests": re.compile(
        r"\b(?:extraditions|extradiciones|requests?|solicitud\w*|peticion\w*|pid\w+|pendientes|pending|neg\w+|"
        r"nieg\w+|refus\w+|turned down|"
        r"rechaz\w+)"
    ),
}
REPORTED["requests_refused"] = REPORTED["extradition_requests"]
_COMPARED = re.compile(
    r"\b(?:from|contra|against|compared (?:with|to)|vs\.?|versus|frente a|respecto (?:a|de)|than|por los|ante|"
    r"instead of|en lugar de|from the|frente al|(?:a year|one year) (?:ago|before|"
    r"earlier)(?:,? [\w ,]{0,25})?|hace un ano(?:,? [\w ,]{0,25})?)"
    r"(?: the| los| las| unos| unas| some| about| nearly| almost| over|"
    r" roughly| approximately| "
    r"around| casi| cerca de| mas de| more than| up)*$"
)
"""Right before a number: another is compared with it."""
_UP_FROM = re.compile(
    r"\b(?:(?:up|down|rose|fell|rise|drop) from|compared (?:with|to)|versus|vs\.?|frente a|en comparacion con|"
    r"respecto (?:a|de))"
    r"(?: the| l[oa]s| unos| about)*$"
)
"""Right before a count: another one of its measure, told before it, is compared with it."""
_WAS_AT = re.compile(
    r"\b(?:stood at|was at|was|were|had been|era[n]?(?: del?| el| un)?|estaba en|fue(?:ron)?(?: del?| el)?|"
    r"habian? sido)(?: about| around| nearly| casi)?$"
)
"""Right before the second number of a measure: it was so before."""
_COMPARED_AFTER = Guarded(
    r"^[\w ]{0,25}?,? ?(?:\b(?:a year|the year|one year|\w+ years) (?:before|earlier|ago)|\b(?:el )?ano (?:anterior|"
    r"previo|pasado)|"
    r"\bdel (?:gobierno|sexenio|ano|mes|periodo) (?:anterior|pasado|previo)|\bin (?:the )?(?:previous|prior|same "
    r"(?:period|month))|"
    r"\bpreviously|\bun ano antes|\bde un ano antes|\b(?:under|with|con|bajo) (?:his|her|su|el|the) (?:predecessor|"
    r"antecesor|previous))"
)
"""Behind a number: it is the one of another time."""
_THIS_YEAR = re.compile(
    r"\b(?:(?:so far |already )?this year|(?:this|the) (?:year|term) so far|year to date|este ano|en lo que va (?:de|"
    r"del)|"
    r"este sexenio|so far|hasta ahora|with (?:them|this|these)|con (?:ell[oa]s|est[eoa]s?))\b"
)
"""Beside extraditions: those of the running year."""
_LAST_YEAR = re.compile(
    r"\b(?:last year|(?:in|over|during) the (?:past|last) (?:year|12 months)|(?:el )?ano pasado|en el ultimo ano|"
    r"en los ultimos (?:12|doce) meses)\b"
)
"""Beside refusals: those of a past year."""
_ALWAYS_REPORTED = frozenset({"poll_share"})  # a poll is told because it is new
_COUNTED_OVER_SPANS = frozenset({"extraditions_period", "extradition_requests", "requests_refused"})
_WENT_FROM = re.compile(r"(?<!una )(?<!la )\b(?:pas|baj|cay|descend|reduj|disminuy|aument|sub)\w+(?: \w+){0,3} de$")
_ASKED_NOW = re.compile(r"\b(?:received|filed|submitted|recibi\w+|llegado|llegaron|presento|presentaron)\b")
_ASKS_ANEW = re.compile(
    r"\b(?:receives?|recibe|reciben|files?|submits?|presenta|presentan|formaliza|formalizan|turna|entrega|envia|sends|"
    r"delivers|hands)\b[^;:.,]{0,30}$"
)
"""Before requests in a headline: so many are made now."""
_ASKS = re.compile(
    r"(?<!has )(?<!have )\b(?:asks?|seeks?|wants?|demands?|requests?(?= (?:the )?extradition of)|"
    r"exigen?|exigio|piden?|solicitan?|pidio|pidieron|reclaman?)\b"
)
_OVER_YEARS = re.compile(r"\b(?:since|desde|a year|al ano|por ano|each|cada|every|in (?:19|20)\d\d|en (?:19|20)\d\d)\b")
_REFUSES = re.compile(
    r"\b(?:refuses|rejects|denies|turns down|sends back|returns|rechazan?|niegan?|retachan?|devuelven?|desechan?)\b"
)
_FEW = 10  # extraditions of one day; more in a year's sentence are the year's
_MOST_OF_A_DAY = 60  # extraditions; more are those of a year or a term
_OF_A_RULE = re.compile(
    r"\b(?:under|with|during|con|durante|bajo|de|del) (?:(?:the|el|gobierno|sexenio|mandato|administration|president|"
    r"presidente|term|of|de|felipe|enrique|vicente|andres manuel) ){0,4}"
    r"(?P<ruler>fox|calderon|pena(?: nieto)?|lopez obrador|amlo|zedillo|salinas)\b"
)


_HAVE_DIED = re.compile(
    r"\b(?:killed|mataron|mato|murieron|died)\b(?=[^;]*;[^;]*\b(?:troops|tropas|bomb\w*|strikes?|military|militar\w*|terror\w*|"
    r"cartel\w*|ataque\w*|atacar)\b)"
)
"""In a headline: so many have died of drugs, beside which somebody demands force."""


def reported_scope(measure: str, setting: Setting) -> Scope:
    """Scope of a rate or share: what a report or poll is itself about, or background."""
    return "this_event" if REPORTED[measure].search(setting.subject) is not None else "background"


def reported_here(measure: str, sentence: Sentence, role: Role, setting: Setting, span: bool) -> Scope:
    """The same for one figure: not what is said in reply to something else, nor the older of two compared."""
    before, after = around(sentence, role)
    if measure == "extradition_requests":
        if sentence.flat == sentence.subject and is_of_a_past_year(after[:60], setting.today):
            return "background"
        if sentence.flat == sentence.subject and _ASKS_ANEW.search(before) and _OVER_YEARS.search(after) is None:
            return "this_event"
        return "this_event" if _ASKED_NOW.search(before) or _ASKS.search(before) else "background"
    if measure == "requests_refused" and sentence.in_title and _REFUSES.search(sentence.flat) is None:
        return "background"  # a balance of years: "US turned down 36 Mexican requests, Sheinbaum says"
    replied = measure not in _ALWAYS_REPORTED and REPLY.search(sentence.flat) is not None
    if PERIODIC.search(sentence.flat) or replied:
        return "background"
    if measure == "extraditions_period" and _OF_A_RULE.search(sentence.flat):
        return "background"
    if measure == "extraditions_period" and _beside_todays(sentence, role):
        return "cumulative" if counts_on(sentence, role, setting.today) else "background"
    of_year = OF_A_YEAR.search(sentence.flat)
    if span and measure in _COUNTED_OVER_SPANS and of_year is None:
        return "background"
    if is_base(sentence, role, before, after) or STILL.search(before):
        return "background"
    if measure == "overdose_deaths" and is_subject(sentence, setting) and _HAVE_DIED.search(sentence.flat):
        return "background"
    again = any(other.measure == measure for other in sentence.lately)
    if measure in _ALWAYS_REPORTED and (again or setting.peg == "" or sentence.preceding in ("", setting.subject)):
        return "this_event"
    if measure.startswith("homicide") and setting.peg in ("", "violence"):
        return "this_event"
    if measure == "requests_refused" and (
        is_of_a_past_year(after[:70], setting.today) or _of_last_year(sentence, before, after, setting)
    ):
        return "background"
    if measure == "extraditions_period" and setting.peg == "court" and not sentence.in_title:
        return "background"
    if measure == "requests_refused":
        made = sentence.in_title or TODAY.search(sentence.flat) or _THIS_YEAR.search(sentence.flat)
        return "this_event" if made or is_lead_of_refusals(sentence, setting) else "background"
    return reported_scope(measure, setting)


def is_lead_of_refusals(sentence: Sentence, setting: Setting) -> bool:
    """Whether the headline above the sentence tells of a refusal now."""
    return setting.titled and sentence.preceding == setting.subject and _REFUSES.search(setting.subject) is not None


def is_base(sentence: Sentence, role: Role, before: str, after: str) -> bool:
    """Whether a number is the older one of a comparison: "from 86.9 to 50.9", "83, up from 65 a year before"."""
    if before.endswith(", to ") and "earlier, to" in before:
        return False  # "fall 31% in April from a year earlier, to 48.7 a day"
    if _COMPARED.search(before.rstrip(" $")) or _COMPARED_AFTER.match(after):
        return True
    told = any(other.measure == role.measure and other.counted is not role.counted for other in sentence.before)
    if told and _WAS_AT.search(before.rstrip(" $")):
        return True
    at = role.counted.quantity
    if role.measure != "homicide_change" and _WENT_FROM.search(before.rstrip()):
        return True  # "bajó de 86.9 a 50.9"; "una baja de 32%" is the change itself
    return sentence.flats[at.first - 1 : at.first] == ["de"] and sentence.flats[at.last : at.last + 1] == ["a"]


def is_compared(sentence: Sentence, role: Role, before: str) -> bool:
    """Whether a number is what another one of its measure, told before it, is compared with: "41, up from 26"."""
    told = any(other.measure == role.measure and other.counted is not role.counted for other in sentence.before)
    return told and _UP_FROM.search(before.rstrip()) is not None


def _of_last_year(sentence: Sentence, before: str, after: str, setting: Setting) -> bool:
    match = _LAST_YEAR.search(before[-60:] + after[:30])
    return match is not None and not ("ultim" in match.group() and is_subject(sentence, setting))


def _beside_todays(sentence: Sentence, role: Role) -> bool:
    """Whether the text has told of people extradited before, a few: the year's count stands beside them."""
    return any(
        other.measure in HANDOVER_MEASURES and other.counted is not role.counted and other.counted.value < _FEW
        for other in sentence.before
    )


def counts_on(sentence: Sentence, role: Role, today: date) -> bool:
    """ "with them, 58 so far this year", not "in all of 2025 there were 79": the year's extraditions, with today's that
    were told before."""
    before, after = around(sentence, role)
    if not _beside_todays(sentence, role):
        return False
    near_it = f"{before[-60:]} {after[:60]}"
    return _THIS_YEAR.search(near_it) is not None and not is_of_a_past_year(near_it, today)


def is_of_a_period(sentence: Sentence, role: Role, span: bool) -> bool:
    """ "extradited 83 people in 2025": the count of a year or a term, not of today."""
    before, after = around(sentence, role)
    value = role.counted.value
    if value >= _FEW and (value > _MOST_OF_A_DAY or _OF_A_RULE.search(sentence.flat) is not None):
        return True
    of_year = OF_A_YEAR.search(before) or OF_A_YEAR.search(after[:70]) or MONTH_ONLY.search(after[:70])
    return (span or of_year is not None) and value >= _FEW and TODAY.search(after) is None
