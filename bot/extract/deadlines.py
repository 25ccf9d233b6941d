"""Days of a deadline in the words of headlines on tariffs, notices and reviews. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence

_AT_STAKE = re.compile(
    r"\b(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|deadline|ultimatum|sanctions?|aranceles?|gravamen\w*|plazo|sanciones|"
    r"cartel\w*|extradi\w+)\b"
)
_GRANTED = re.compile(
    r"\b(?:giv(?:e|es|ing)|gave|grants?|granted|wins?|won|gets?|got|buys?|bought|secures?|gains?|da|dan|dio|"
    r"concede[n]?|"
    r"concedio|otorg(?:a|an|o)|gan(?:a|an|o)|obtiene[n]?|obtuvo|logra[n]?|logro|consigue[n]?)\b[^;:.,]{0,35}$"
)
"""Before a number of days: somebody is given them."""
_MORE_DAYS = re.compile(
    r" (?:(?:more|extra|additional) )?(?:dias|days) (?:mas |adicionales )?(?:before|on|to|until|without|sin|antes de|"
    r"para|de gracia)\b"
)
"""Behind it: more of them, before something that is at stake."""
_PUTS_OFF = re.compile(
    r"\b(?:paus(?:e|es|ed|ing|a|an|o)|suspend(?:s|ed|e|en|io)?|delay(?:s|ed)?|postpone[sd]?|puts? off|holds? off|"
    r"(?:a)?plaza[n]?|pospone[n]?|frena[n]?)\b[^;:.]{0,40}\b(?:for|by|por|durante)(?: another| otros)?$"
)
"""Before it: something is put off for so long."""
_CLOCK_AFTER = re.compile(r" ?-? ?days? (?:\w+ )?(?:clock|countdown|window|reprieve)\b")
_CLOCK_BEFORE = re.compile(r"\b(?:clock|countdown|reloj|cuenta regresiva) (?:of|de)$")
_REVIEW = re.compile(
    r"\b(?:will|would|to|va[n]? a) (?:\w+ ){0,2}?(?:review|revisit|reassess|(?:take|have) another look|look again|"
    r"meet again|talk again|check|judge|assess|evaluate|revisar|evaluar|reunirse)\b[^;:.]{0,60} (?:in|within|after|"
    r"en|dentro de)$|"
    r"\b(?:revisara[n]?|evaluara[n]?|volvera[n]? a|analizara[n]?|reuniran)\b[^;:.]{0,60} (?:en|dentro de|a los)$"
)
"""Before it: what was agreed is looked at again then."""
_ENDS = re.compile(
    r"\b(?:expire[sd]?|laps(?:es|ed)|runs? out|ran out|venc(?:e|en|io|ieron)|caduc(?:a|an|o)|expir(?:a|an|o)|"
    r"concluye[n]?|concluyo) (?:after|tras|luego de|a los|despues de)(?: l[oa]s)?$"
)
_OF_A_NOTICE = re.compile(
    r"\b(?:notices?|notam\w*|advisor\w+|warnings?|cautions?|alerts?|faa|avisos?|alertas?|advertencias?|plazos?|"
    r"deadlines?|ultimatum)\b"
)
_OF_WORK = re.compile(
    r"\b(?:worked|working|been|trabaj\w+|llev(?:a|an|aba)|lasted|spent|waited|given|given \w+ \w+|dado)\b[^;:.]{0,25}$"
)
"""Right before it: so long somebody has been at something."""


def is_term_by_headline(sentence: Sentence, counted: Counted) -> bool:
    """ "Gives Mexico 90 more days before 30% tariff", "tariff clock of 30 days", "another look in 90 days", "notice
    lapses after 60 days"."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip(" -")
    behind = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    if _ENDS.search(before):
        return _OF_A_NOTICE.search(sentence.flat) is not None
    body = f"{sentence.subject} {sentence.flat}"
    if _AT_STAKE.search(body) is None and "mexic" not in body:
        return False
    if _REVIEW.search(before):
        return True
    if _AT_STAKE.search(sentence.flat) and (_GRANTED.search(before) and _MORE_DAYS.match(behind)):
        return True
    if _AT_STAKE.search(sentence.flat) and _PUTS_OFF.search(before):
        return True
    return _CLOCK_AFTER.match(behind) is not None or _CLOCK_BEFORE.search(before) is not None


def is_time_spent(sentence: Sentence, counted: Counted) -> bool:
    """The 90 of "has worked on it 90 days", the five of "had given three accounts in five days"."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip(" -")
    return _OF_WORK.search(before) is not None
