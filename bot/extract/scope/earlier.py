"""What was before the item's event, told beside it: figures that are `background`; else they are this event's.

Imports its siblings and bot.domain.
"""

import re

from bot.domain import Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import EARLIER, EARLIER_ONES, TODAY, YEARS_AGO
from bot.extract.governors import governor
from bot.extract.guarded import Guarded
from bot.extract.measures import MEASURES, OTHER
from bot.extract.parts import around, text_before
from bot.extract.scope.rates import is_compared
from bot.extract.scope.to_come import ACCESSORIES
from bot.extract.setting import Setting, is_lead, is_subject
from bot.extract.times import date_of, is_of_a_past_month, is_of_a_past_year, sentence_dates
from bot.extract.words import MONTHS

_OPENS_RETROSPECT = re.compile(r"(?:the|l[oa]s) (?:(?:first|primer[oa]s) \w+\b(?=[,:]| of\b| de\b)|\d+ (?:of|de) )")
"""At the start of a headline: it looks back at handovers of the past."""
_RETROSPECT = Guarded(
    r"\b(?:one|a|two) years? (?:on|later|after|ago)\b|\b(?:un ano|dos anos|"
    r"meses) despues\b|\bque fue de\b|\bwhat became\b|"
    r"\b(?:donde|en que) (?:estan|van|quedaron)\b|\bwhere are (?:they|the)\b|\bwhat (?:has )?happened to\b|"
    r"\bque paso con\b|"
    r"\banniversary|\baniversario|\bby the numbers: (?:what|how)"
)
"""Anywhere in it: the same."""
ONE_OF = re.compile(r"\b(?:\w+ of|among|\w+ de|entre) (?:the|los|las)$")
"""Right before a number: only one of them is spoken of."""
_MONTHS_EVENT = re.compile(
    rf"\b(?:the|el|la|del?|its|their|an?) (?:deadly |fatal |botched )?({MONTHS})(?: (?:19|20)\d\d)? (?:accident|"
    rf"crash|raid|ambush|"
    r"attack|operation|massacre|killing|shooting|handover|transfer|wreck)s?\b"
)
""""The April crash that killed two": an event of a month."""
_JOINED = Guarded(
    r"\b(?:joins?|joined|joining|se (?:sum\w+|un\w+|agreg\w+) a|sumad[oa]s? a) "
    r"(?:(?:the|l[oa]s|those|aquell[oa]s|otr[oa]s|another) )?$"
)
"""Right before people: others are added to them."""
_BESIDE = Guarded(
    r"\b(?:following|follows?|followed|after|besides?|on top of|in addition to|tras|luego de|despues de|ademas de|"
    r"aparte de|sig\w+ a|a(?:lcanz|compan)\w+ a) (?:(?:the|l[oa]s|those|aquell[oa]s|otr[oa]s|another) )?$"
)
"""Right before people, behind others who were handed over: those went before these."""
_FOLLOW = re.compile(r"follow\w*|sig(?:uen|uieron)")
"""Right behind a number: it is of those who come after others."""
_MOVES_THEM = 3.0  # at most so far is a verb of moving from those whom it moves
_WENT = re.compile(
    r"^(?: (?!(?:were|was|are|is|fueron|son)\b)\w+){0,3}? (?:who (?:were )?|que (?:fueron )?|already )?(?:sent|flown|"
    r"handed over|turned over|transferred|extradited|delivered|expelled|taken north|shipped|"
    r"enviad|entregad|trasladad|extraditad|llevad|expulsad|mandad)"
)
"""Right behind them: they went."""
_OF_A_MONTH = re.compile(
    r"^ (?:(?!(?:in|en|de)\b)\w+ ){0,2}(?:in|en|de|last) (?:(?:el mes de|early|late|mid) )?[a-z]{3,10}\b"
)
"""Behind a number: of which month it is."""
_PLEADED = re.compile(r"\b(?:plead\w*|pled|declar\w+ culpable|admit\w*|hallad\w+ culpable|found guilty|convicted)\b")
"""Before a number of counts: they are what somebody pleads to."""
_STATIONED = re.compile(
    r"\b(?:works? with|are (?:posted|stationed|based|deployed)|estan (?:desplegad|destacad|apostad)\w+|trabajan|"
    r"tenemos|"
    r"operan|already (?:in|on)|hay)\b"
)
"""In a sentence on troops: where they work all along."""
_ALREADY_THERE = re.compile(
    r"\b(?:ya (?:cuenta[n]? con|tiene[n]?|hay|estan)|already (?:has|have|in|on|there|working)|there are already|"
    r"(?:que|who) (?:ya|already))\b"
)
"""Beside a number of troops: they have been there before."""
_SAID = Guarded(r"\b(?:said|says|announced|reported|confirmed|dijo|informo|anuncio|confirmo|reporto)\b[^;]{0,90}$")
"""Before "had sent": the verb only reports, so that the past perfect tells of today. Not `SAYS`: these announce; of
what witnesses "say" or somebody "told" the past perfect is of before."""
_EVENT_NOUNS = (
    r"(?:ataques?|bombardeos?|enfrentamientos?|emboscadas?|tiroteos?|balaceras?|masacres?|decomisos?|aseguramientos?|"
    r"operativos?|hechos?|agresion(?:es)?|strikes?|attacks?|shootouts?|shootings?|ambush(?:es)?|raids?|seizures?|busts?|"
    r"hauls?|massacres?|clash(?:es)?)"
)
_LAST_WEEK = re.compile(
    r"(?:la semana (?:pasada|anterior|previa)|last week|(?:a|two|three) (?:weeks?|days?) (?:ago|earlier|before)|"
    r"(?:\w+ )?days (?:earlier|before)|the (?:previous day|day before)|"
    r"(?:el dia|un dia|dias|una semana) (?:anterior|antes)|"
    r"hace (?:una semana|\w+ (?:dias|semanas)))\b"
)
"""At the start of a sentence below a headline of today's event."""
_FOLLOWS_ONE = re.compile(
    r"\b(?:follow(?:s|ed)|comes? after|se suma[n]? a|(?:ocurre|se da|se produce|llega) (?:tras|despues de))"
    r"(?:l| (?:one|another|an?|el|la|otr[oa]|un|una))?\b[^;:.]{0,60}$"
)
"""Before a number: it is that of an event before."""
_ANOTHER = re.compile(rf"\b(?:otr[oa]s?|another|other)(?: (?:two|three|four|dos|tres|cuatro|\d+))? {_EVENT_NOUNS}\b")
_OTHERS = re.compile(r"\b(?:otr[oa]s|another|other)$|\b(?:otr[oa]s|another|other) $")
_EVENTS = re.compile(rf" (?:other )?{_EVENT_NOUNS}\b")
"""Beside a day: further events of its kind."""
_BY_THE_TIME = re.compile(
    r"^(?:by (?:the time|dawn|noon|sunrise|midnight|nightfall)|para (?:el|la) (?:mediodia|amanecer|noche))\b"
)
"""At the start of a sentence: its past perfect tells of today."""
_MONTHLY = {"persons_transferred": 1, "persons_extradited": 1, "flights_missions": 2, "us_forces": 1}
"""How many months back a month without a year makes a figure of the past."""
_OLD_DAYS = 20  # an event of another kind than the item's, longer ago, is not the item's
_SOON = 45  # characters behind a number
_OLD, _OLDEST = 60, 36_500  # days
_LONG_AGO = re.compile(YEARS_AGO)
"""At the start of a headline."""
_DONE_THEN = frozenset({"transfer", "violence", "strike", "arrest"})  # not what courts and reports tell of a past year
_DONE_BEFORE = frozenset({"arrest", "kill", "request", "vanish"})  # to or by those who are handed over now
_OF_STRIKES = frozenset({"us_strikes", "strike_deaths"})
_OTHER_EVENTS = frozenset({"violence", "seizure", "arrest", "strike"})


def are_beside_todays(sentence: Sentence, role: Role) -> bool:
    """ "following the 28 sent on Tuesday", "se suman a los 28 enviados el martes": people of a handover before."""
    behind = sentence.flat[sentence.tokens[role.counted.quantity.last - 1].end :]
    before = text_before(sentence, role)
    beside = _JOINED.search(before) or (_BESIDE.search(before) and _tells_of_others(sentence, role))
    return bool(beside) and _WENT.match(behind) is not None


def _tells_of_others(sentence: Sentence, role: Role) -> bool:
    """Whether other people who were handed over stand before these: "protests after 26 sent north" is of the 26."""
    return any(
        other.counted in sentence.counted
        and other.counted.quantity.last <= role.counted.quantity.first
        and (other.measure in HANDOVER_MEASURES or _are_moved(sentence, other))
        for other in sentence.before
    )


def _are_moved(sentence: Sentence, role: Role) -> bool:
    """The nine of "flies nine north" and of "the nine follow": of no measure yet, and by their verb nothing but
    people."""
    counted = role.counted
    if role.measure != OTHER or counted.unit is not None or counted.noun_class or counted.noun_flat.endswith("s"):
        return False
    cls, cost = governor(sentence, counted, frozenset({"transfer", "extradite"}))
    return _FOLLOW.fullmatch(counted.noun_flat) is not None or (cls != "" and cost < _MOVES_THEM)


def is_of_another_day(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """ "La semana pasada fueron asesinadas cinco" below a headline of seven dead; "El lunes, otros dos ataques dejaron
    ocho muertos": another event of its kind."""
    family = MEASURES[role.measure].family if role.measure in MEASURES else ""
    if family not in _OTHER_EVENTS or sentence.preceding != setting.subject:
        return False
    told = (other.measure for other in sentence.before if other.counted not in sentence.counted)
    if not any(measure == role.measure or {measure, role.measure} == _OF_STRIKES for measure in told):
        return False
    before = text_before(sentence, role)
    if _LAST_WEEK.match(sentence.flat) or _FOLLOWS_ONE.search(before):
        return True
    behind = sentence.flat[sentence.tokens[role.counted.quantity.last - 1].end :]
    return TODAY.search(before) is not None and (
        _ANOTHER.search(before) is not None
        or (_OTHERS.search(before) is not None and _EVENTS.match(behind) is not None)
    )


def looks_back(headline: str) -> bool:
    """Whether a folded headline looks back at handovers of the past: "The first 29, a year on"."""
    return _OPENS_RETROSPECT.match(headline) is not None or _RETROSPECT.search(headline) is not None


def scope_here(sentence: Sentence, role: Role, setting: Setting, on_peg: bool) -> Scope:
    """The last word: `background` for what was before or is not what the item is about, else `this_event`."""
    if not on_peg:
        return "background"
    before, after = around(sentence, role)
    after = _of_their_own(sentence, role, after)
    least = _MONTHLY.get(role.measure, 0)
    if role.measure == "us_forces" and is_subject(sentence, setting):
        least = 0
    if least and is_of_a_past_month(before, after, setting.today, least):
        return "background"
    family = MEASURES[role.measure].family if role.measure in MEASURES else ""
    if family == "transfer" and looks_back(setting.subject):
        return "background"
    if setting.peg == "court" and family == "transfer" and ONE_OF.search(text_before(sentence, role).rstrip()):
        return "background"  # "one of the 31 fugitives transferred in January" who appears in court today
    if family == "violence" and _MONTHS_EVENT.search(text_before(sentence, role)):
        return "background"  # "over the April accident that killed two Americans"
    if family in _DONE_THEN and is_long_ago(sentence, role, setting):
        return "background"  # "a 33 de mis policías los mataron en 2025"
    if sentence.in_title:
        return "this_event"
    if are_of_his_plea(sentence, role, setting):
        return "this_event"
    if _OF_A_MONTH.match(after) and is_of_a_past_month("", after[:40], setting.today, 2):
        return "background"  # "besides the ten charged in April"
    if not is_lead(sentence, setting) and is_of_a_past_month(text_before(sentence, role), after, setting.today, 2):
        return "background"
    again = any(other.measure == role.measure for other in sentence.before if other.counted is not role.counted)
    if again and family == "seizure" and is_of_a_past_month(text_before(sentence, role), after, setting.today, 1):
        return "background"
    if role.measure == "us_forces" and not is_lead(sentence, setting) and _STATIONED.search(sentence.flat):
        return "background"
    if role.measure == "us_forces" and (_ALREADY_THERE.search(before) or _ALREADY_THERE.search(after[:40])):
        return "background"
    if is_compared(sentence, role, before):
        return "background"
    if (TODAY.search(after[:35]) or TODAY.search(before[-22:])) and not is_of_a_past_year(after[:35], setting.today):
        return "this_event"
    earlier = (
        (role.measure == "persons_transferred" and EARLIER_ONES.search(text_before(sentence, role)[-70:]))
        or _is_earlier(sentence, role, setting)
        or is_of_a_past_year(before[-60:] + after[:70], setting.today)
    )
    if earlier and family != "court" and role.measure not in ACCESSORIES:
        return "background"
    theirs = after == around(sentence, role)[1] or sentence_dates(before, setting.today)
    dated = date_of(sentence, role, setting.today) if theirs else None
    if (
        dated is not None
        and dated[1]
        and (setting.today - dated[0]).days > 60
        and setting.today.year - dated[0].year < 100
    ):
        return "background"
    old = dated is not None and (setting.today - dated[0]).days > _OLD_DAYS
    if old and family in _OTHER_EVENTS and family != setting.peg and not is_lead(sentence, setting):
        return "background"
    return "this_event"


def are_of_his_plea(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Counts that a man has pleaded to or was convicted of, below a headline on his case: they are its."""
    if role.measure != "charges_counts" or setting.peg != "court":
        return False
    return _PLEADED.search(around(sentence, role)[0]) is not None


def is_long_ago(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether a headline says that it was last year or earlier: "en 2025", "in February 2025", "Hace un año"."""
    if not is_subject(sentence, setting):
        return False
    after = _of_their_own(sentence, role, around(sentence, role)[1])
    if _LONG_AGO.match(text_before(sentence, role)) is not None:
        return True
    return is_of_a_past_year(after[:_SOON], setting.today) or any(
        printed and _OLD < (setting.today - day).days < _OLDEST
        for _, day, printed in sentence_dates(after, setting.today)
    )


def _of_their_own(sentence: Sentence, role: Role, after: str) -> str:
    """Of the text behind people handed over what comes before another verb, whose date is its own: "29 captured in
    2025"."""
    if role.measure not in HANDOVER_MEASURES:
        return after
    begin = sentence.tokens[role.counted.quantity.last - 1].end
    others = (
        sentence.tokens[act.first].start - begin
        for act in sentence.acts
        if act.cls in _DONE_BEFORE and act.form != "noun" and act.first >= role.counted.quantity.last
    )
    return after[: next(others, len(after))]


def _is_earlier(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether a figure's clause tells of something before; "said it had sent" only reports."""
    before, after = around(sentence, role)
    reported = (
        _SAID.search(text_before(sentence, role)) is not None
        or is_subject(sentence, setting)
        or _BY_THE_TIME.match(sentence.flat) is not None
    )
    todays = is_subject(sentence, setting)  # "entrega a EU un segundo grupo de 33"
    return any(
        not (reported and match.group().startswith(("had ", "habia")))
        and not (todays and match.group().startswith(("second ", "segund", "the second ")))
        for part in (before, after[:70])
        for match in EARLIER.finditer(part)
    )
