"""Scope of a figure: today's event, a total, background, or the future. Imports its siblings and bot.domain.

The test: would the number still be true if today's event had not happened? Then it is background. Does it include
today and earlier ones? Cumulative. Only today? This event. A future or ordered number? Projected.
"""

import re
from dataclasses import replace

from bot.domain import Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import (
    ALREADY_THERE,
    CHARGES_COMING,
    COMING,
    DENIED,
    DENIES,
    EARLIER,
    EARLIER_ONES,
    FORMER_PRICE,
    FUTURE,
    FUTURE_ACCENT,
    FUTURE_AFTER,
    HAD,
    IN_SEVERAL,
    LEFT_AFTER,
    MAY_GET,
    MIGHT_KILL,
    MONTH_ONLY,
    NOT_YET,
    NUMBERED_STRIKE,
    OF_A_CASE,
    OF_A_MONTH,
    OF_A_TERM,
    OF_CHARGES,
    ONLY_PROPOSED,
    OURS,
    PERIODIC,
    PRIOR_BATCHES,
    REPLY,
    REPORT_FINDS,
    RETROSPECT,
    RUN_OUT,
    STANDING_TERM,
    STATIONED,
    STILL,
    TIED_TO_TODAY,
    TIME_LEFT,
    TODAY,
    TOLL_ROSE,
    TOTAL_STRONG,
)
from bot.extract.handovers import is_known
from bot.extract.measures import MEASURES
from bot.extract.parts import around, clause_of, clause_until, text_before
from bot.extract.rates import REPORTED, is_base, is_of_a_period, reported_here
from bot.extract.setting import Setting, is_lead, is_strong_total, is_subject
from bot.extract.times import date_of, has_own_span, is_of_a_past_month, is_of_a_past_year
from bot.extract.words import MONTHS

_TOLLS = frozenset({"strike", "violence", "seizure", "arrest"})
_RELATED = ({"court", "transfer"}, {"court", "money"}, {"court", "arrest"}, {"court", "seizure"}, {"money", "arrest"})
_ONE_OPERATION = frozenset({"seizure", "arrest", "violence"})  # one raid gives figures of all three
_TOTALS_OF = {"persons_transferred": "persons_transferred_cumulative", "persons_arrested": "arrested_cumulative"}
_MONTHLY = {"persons_transferred": 1, "persons_extradited": 1, "flights_missions": 2, "us_forces": 1}  # months back
_ACCESSORIES = frozenset(  # what is told of a handover beside the number of people
    {"aircraft_used", "destinations", "origin_prisons", "escort_personnel", "escort_vehicles", "women_in_group"}
)
_OF_A_HANDOVER = frozenset({"persons_transferred", "transfer_operations"})
_SENTENCED = re.compile(r"\b(?:sentenced|condenad\w+|sentenciad\w+) (?:to|a)\b")
_SENTENCED_ASIDE = re.compile(r", (?:ya |already )?(?:condenad|sentenciad|sentenced|convicted and sentenced)[^;,.]*$")
_SERVING = re.compile(
    r"\b(?:serving|served|was serving|purga\b|purgan\b|purgaba\w*|cumpl\w+|had been sentenced|habia sido (?:condenad|"
    r"sentenciad)\w+|"
    r"in (?:19|20)\d\d|en (?:19|20)\d\d)\b"
)
_MAY_ASK = re.compile(
    r"\b(?:whether to seek|seek(?:s|ing)? (?:the )?(?:death|capital)|could (?:still )?(?:seek|ask)|"
    r"podria pedir|pedira\w*|decid\w+)\b"
)
_SAID = re.compile(r"\b(?:said|says|announced|reported|confirmed|dijo|informo|anuncio|confirmo|reporto)\b[^;]{0,90}$")
_PLANNED = re.compile(
    r"\b(?:alist\w+|prepar\w+|planea\w*|plans? (?:a|for)|weigh\w*|mulls?|open to|descart\w+|rules? out|denies|niegan?|"
    r"desmiente[n]?|podria|inminente|imminent|coming|proxim[oa]|next)\b"
)
_BASE_FORM = re.compile(r"extradite|hand|transfer|send|deliver|surrender|turn|\w+[aei]r")
_OFFERS = re.compile(
    r"\b(?:announc\w+|anunci\w+|(?:would|will|to) pay|pagaria|(?:offered|offers) (?:a )?rewards?|offered \$|tripl\w+|"
    r"ofrecio|pagara\w*|"
    r"will pay|rais\w+|doubl\w+|"
    r"increas\w+|elev\w+|"
    r"duplic\w+|aument\w+)\b"
)
_ENTRY_CLEARED = re.compile(
    r"\b(?:approv\w+|authori[sz]\w+|clear(?:s|ed)|back(?:s|ed)|aval\w+|aprob\w+|autoriz\w+|permit\w+)\b[^;]*"
    r"\b(?:entry|arrival|deployment|stay|visits?|ingresos?|entrada|llegada|despliegue|estancia|visita)\b[^;]{0,30}$|"
    r"\b(?:abre\b[^;]{0,25}\bpuerta|opens? (?:the )?door|dejar? (?:entrar|atracar|pasar))\b[^;]{0,60}$|"
    r"\bpide\b[^;]{0,30}\bsenado\b[^;]{0,90}$|"
    r"\bapproved (?:the|a|los)$|"
    r"\b(?:let(?:s|ting)?|wav(?:es?|ed)|allow\w*|invit\w+)(?: in(?: another)?| the)?$|"
    r"\b(?:permiso|permission|luz verde|aval|visto bueno|leave|nod|ok)\b[^;]{0,45}$|"
    r"\bclear(?:s|ed)(?: (?:some|about|up to|the))?$"
)
_LET_IN_AFTER = re.compile(
    r"^[^;.]{0,60}\b(?:to (?:enter|train|deploy|arrive|come)|(?:para que )?(?:entren|ingresen)|aprueba|avala|autoriza|"
    r"approves?|authori[sz]es)\b"
)
_THERE = re.compile(r"\b(?:arriv\w+|landed|lleg\w+|arrib\w+|already|ya)\b")
_SURELY_OF_MANY_DAYS = 5000  # arrests
_FEW_ARRESTS = 60
_OF_HANDOVERS = re.compile(r"\b(?:handovers?|handed over|mass|traslad\w+|entregas?|envi[oa]s?|national security)\b")
_ONE_OF = re.compile(r"\b(?:\w+ of|among|\w+ de|entre) (?:the|los|las)$")
_CHARGES = re.compile(r"\b(?:indict\w*|charg\w+|accus\w+|unseal\w*|imputa\w*|acusa\w*|vincula\w*|cargos?)\b")
_WANTED_ON = re.compile(
    r"\b(?:wanted|wants (?:him|her|them)|sought|faces|facing|requerid[oa]|buscad[oa]|reclama\w*|l[oa] acusa|"
    r"enfrenta)\b[^;.]*$"
)
_CLEARED = re.compile(
    r"\b(?:stay|amparo|suspension|destraba|frena|blocks?|halts?|clear(?:s|ed)|lifts?|libera|appeals?)\b"
)
_MONTHS_EVENT = re.compile(
    rf"\b(?:the|el|la|del?|its|their|an?) (?:deadly |fatal |botched )?({MONTHS})(?: (?:19|20)\d\d)? (?:accident|"
    rf"crash|raid|ambush|"
    r"attack|operation|massacre|killing|shooting|handover|transfer|wreck)s?\b"
)
_BY_THE_TIME = re.compile(
    r"^(?:by (?:the time|dawn|noon|sunrise|midnight|nightfall)|para (?:el|la) (?:mediodia|amanecer|noche))\b"
)
_NEEDED = re.compile(r"\b(?:needs?|necesita\w*|require[sn]?|requier\w+|hacen? falta)\b[^;,]{0,25}$")
_HARM = frozenset({"killed", "security_forces_killed", "injured", "disappeared"})
_OLD_DAYS = 20  # an event of another kind than the item's, longer ago, is not the item's
_OTHER_EVENTS = frozenset({"violence", "seizure", "arrest", "strike"})
_PLEADED = re.compile(r"\b(?:plead\w*|pled|declar\w+ culpable|admit\w*)\b")
_HAS_SENT = re.compile(r"\b(?:has|have|ha|han|ya)\b")
_ONE_BREATH = 9  # tokens
_PUT_OFF = re.compile(
    r"\b(?:presunt\w+|supuest\w+|seri[a]n?|would|lista|list|report\w*|version\w*|document\w*|rumou?r\w*|"
    r"se alist\w+|fuentes|sources|citing)\b"
)


def is_future(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether the clause speaks of what is to come, was ordered, or is denied."""
    before, after = around(sentence, role)
    start = sentence.tokens[role.counted.quantity.first].start
    raw = sentence.text[max(0, start - len(before)) : start + 1]
    return (
        FUTURE.search(before[-90:]) is not None
        or DENIED.search(before[-60:]) is not None
        or FUTURE_ACCENT.search(raw) is not None
        or FUTURE_AFTER.match(after[:60]) is not None
        or (
            (role.measure in _OF_A_HANDOVER or role.measure in _ACCESSORIES)
            and (DENIES.search(setting.subject) or COMING.search(setting.subject)) is not None
            and _PUT_OFF.search(sentence.flat) is not None
        )
        or (
            sentence.in_title
            and re.search(r"\bto (?:send|hand|transfer|fly|ship|extradite|turn|deliver)\b", before) is not None
        )
    )


def scope_of(sentence: Sentence, role: Role, setting: Setting, *, span: bool) -> tuple[str, Scope]:
    """(measure, scope): totals of people handed over or arrested become measures of their own.

    Args:
        span: a sentence before this one counts over a stretch of time that holds for this one too.
    """
    measure = role.measure
    span = span or has_own_span(sentence, role, setting.today)
    fixed = _by_measure(sentence, role, setting, span)
    if fixed is not None:
        return measure, fixed
    if measure == "persons_extradited" and is_of_a_period(sentence, role, span):
        return "extraditions_period", reported_here("extraditions_period", sentence, role, setting, span)
    family = MEASURES[measure].family if measure in MEASURES else ""
    on_peg = _is_on_peg(sentence, family, setting)
    strong = is_strong_total(sentence, role) or TOLL_ROSE.search(around(sentence, role)[0].rstrip()) is not None
    today = TODAY.search(clause_of(sentence, role)) is not None and role.counted.value <= _most(measure)
    if measure == "persons_transferred" and role.counted.noun_flat.startswith("extradi") and (strong or span):
        return "extraditions_period", "cumulative" if strong else "background"
    if measure == "persons_transferred" and (strong or span) and _of_the_years_extraditions(sentence, setting):
        return "extraditions_period", reported_here("extraditions_period", sentence, role, setting, span)
    if measure in _TOTALS_OF and _is_of_many(sentence, role, setting, strong=strong, span=span, today=today):
        boast = OURS.search(sentence.flat) or "?" in setting.subject or not on_peg
        past = _of_earlier_ones(sentence, role) and TOTAL_STRONG.search(around(sentence, role)[0].rstrip()) is None
        told = measure == "persons_transferred" and not boast and not past
        return _TOTALS_OF[measure], "cumulative" if told else "background"  # arrests: as many without today's event
    if PERIODIC.search(sentence.flat):
        return measure, "background"
    if family in ("transfer", "strike", "arrest") and is_future(sentence, role, setting):
        return measure, "projected"
    if measure == "us_forces" and _is_let_in(sentence, role):
        return measure, "projected"
    if measure == "persons_indicted" and CHARGES_COMING.search(text_before(sentence, role)):
        return measure, "projected"
    if measure == "persons_transferred" and _are_known_people(sentence, role, setting):
        return measure, "background"
    if measure in HANDOVER_MEASURES and _is_not_yet(sentence, role):
        return measure, "projected"
    if family == "violence" and REPORT_FINDS.search(text_before(sentence, role)):
        return measure, "this_event"
    if measure in ("displaced", "disappeared") and today and not strong:
        span = False  # what a report of today counts
    total = _scope_of_total(sentence, role, setting, family, on_peg=on_peg, strong=strong, span=span)
    return measure, total or _scope_here(sentence, role, setting, on_peg)


def _are_known_people(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """ "queja por los 26", "relatives of the 37" in a headline: a group that everybody knows, long after it went."""
    first = role.counted.quantity.first
    definite = sentence.tokens[first - 1].flat in ("the", "los", "las", "those", "aquellos") if first else False
    return definite and is_subject(sentence, setting) and is_known(role.counted.value, setting.today)


def _of_the_years_extraditions(sentence: Sentence, setting: Setting) -> bool:
    """Whether a sum of people is that of a year's extraditions, in a report on extraditions and on no handover."""
    about = f"{setting.subject} {sentence.flat}"
    return (
        re.search(r"\bextradi", about) is not None
        and re.search(r"\b(?:years?|anos?|anual\w*)\b", sentence.flat) is not None
        and _OF_HANDOVERS.search(about) is None
    )


def _is_let_in(sentence: Sentence, role: Role) -> bool:
    """Whether troops are those that somebody allows to come."""
    if _ENTRY_CLEARED.search(text_before(sentence, role).rstrip()) is not None:
        return True
    after = around(sentence, role)[1]
    return _THERE.search(sentence.flat) is None and _LET_IN_AFTER.match(after) is not None


def _is_of_many(sentence: Sentence, role: Role, setting: Setting, *, strong: bool, span: bool, today: bool) -> bool:
    """Whether people handed over or arrested are those of many days."""
    few = role.measure == "persons_arrested" and role.counted.value < _FEW_ARRESTS
    own = not few or has_own_span(sentence, role, setting.today)  # a crew of 11 below "64 tonnes since 2024"
    if strong or (span and own and not sentence.in_title and not today and not is_future(sentence, role, setting)):
        return True
    if role.measure == "persons_arrested":
        return role.counted.value > _SURELY_OF_MANY_DAYS and not sentence.in_title
    if role.measure != "persons_transferred":
        return False
    if any(IN_SEVERAL.search(part) for part in around(sentence, role)):
        return True
    many = role.counted.value > _most(role.measure)
    so_far = not sentence.in_title or _HAS_SENT.search(text_before(sentence, role)) is not None
    return many and not today and so_far and not is_future(sentence, role, setting)


def _scope_of_total(
    sentence: Sentence, role: Role, setting: Setting, family: str, *, on_peg: bool, strong: bool, span: bool
) -> Scope | None:
    """Scope of a total of strikes, dead, seizures or arrests; None for what is no total."""
    measure = role.measure
    if family == "strike":
        if OURS.search(sentence.flat):
            return "background"
        total = strong or span or _follows_a_total(sentence, role) or role.counted.value > _most(measure)
        if total and measure in ("us_strikes", "strike_deaths"):
            return "cumulative" if sentence.subject_boats or is_subject(sentence, setting) else "background"
        if total and measure == "flights_missions":
            return "background"
        strong = total
    too_many = role.counted.value > _most(measure)
    if measure == "seizure_value":
        strong = False  # "the losses amount to": of this seizure
    if (
        measure == "killed"
        and too_many
        and not (strong or span)
        and on_peg
        and REPORTED["homicide_change"].search(setting.subject)
    ):
        return None  # the victims of a month, in a report on homicides
    if family not in _TOLLS or not (strong or span or too_many):
        return None
    if strong and on_peg and (TIED_TO_TODAY.search(text_before(sentence, role)) or _adds_up(sentence, role)):
        return "cumulative"
    return "background" if span or not on_peg or too_many else "cumulative"


def _most(measure: str) -> float:
    """What one event may reach at most; more is a total of many."""
    entry = MEASURES.get(measure)
    return entry.most if entry is not None and entry.most is not None else float("inf")


def _by_measure(sentence: Sentence, role: Role, setting: Setting, span: bool) -> Scope | None:
    """Scope of the measures with a rule of their own."""
    measure = role.measure
    before, after = around(sentence, role)
    clause = clause_until(sentence, role)
    ordinal = role.counted.quantity.ordinal
    if measure == "transfer_operations" and not (ordinal or sentence.in_title) and _of_earlier_ones(sentence, role):
        return "background"
    if measure == "transfer_operations" and sentence.flats[role.counted.quantity.last :][:1] in (["more"], ["further"]):
        return "projected"
    if measure == "transfer_operations":
        planned = _PLANNED.search(sentence.flat) if sentence.in_title else is_future(sentence, role, setting)
        return "projected" if planned else "cumulative"
    if measure == "persons_transferred_cumulative":
        return "cumulative"
    if measure == "death_penalty_eligible":
        return "projected" if _MAY_ASK.search(clause) else None
    if measure == "votes":
        before, after = around(sentence, role)
        if _NEEDED.search(before):
            return "projected"
        past = EARLIER.search(before[-80:]) or is_of_a_past_month(text_before(sentence, role), after, setting.today)
        return "background" if past else "this_event"
    if measure == "sentence_years":
        if LEFT_AFTER.match(after) or TIME_LEFT.search(before.rstrip()) or OF_A_TERM.search(before):
            return "background"
        if sentence.in_title and not MAY_GET.search(clause):
            return "this_event"
        elsewhen = not is_subject(sentence, setting) and MONTH_ONLY.search(f" {after[:40]}") is not None
        if _SERVING.search(before) or (elsewhen and TODAY.search(sentence.flat) is None):
            return "background"
        if _SENTENCED.search(before):
            aside = _SENTENCED_ASIDE.search(before) is not None and not sentence.in_title
            return "background" if aside else "this_event"
        asked = role.counted.unit is None and MAY_GET.search(text_before(sentence, role))
        return "projected" if asked or MAY_GET.search(clause) is not None else "this_event"
    if measure == "forfeiture_or_fine":
        return "projected" if MAY_GET.search(clause) is not None else None
    if measure == "persons_indicted" and _ONE_OF.search(before.rstrip()) and not _CHARGES.search(setting.subject):
        return "background"  # "the first of the ten officials charged in April"
    if measure == "charges_counts" and _introduces(sentence, role, setting):
        return "background"
    if measure == "charges_counts" and any(other.measure == "reward" for other in sentence.before):
        return "background"  # they introduce the man whom a reward of today is for
    if measure == "deadline_days":
        if RUN_OUT.search(sentence.flat) or STANDING_TERM.search(before):
            return "background"
        return (
            "projected" if re.search(r"\b(?:daria|would give|tendria)\b", before) else "this_event"
        )  # the event's that sets it
    if measure == "reward":
        standing = (
            setting.peg not in ("", "money") and not is_subject(sentence, setting) and not _OFFERS.search(sentence.flat)
        )
        if ONLY_PROPOSED.search(f"{setting.subject} {sentence.flat}") and not FORMER_PRICE.search(before):
            return "projected"
        older = is_base(sentence, role, before, after) and not is_subject(sentence, setting)
        older = older or FORMER_PRICE.search(before) is not None or re.match(r" ?(?:until|hasta)\b", after) is not None
        return "background" if standing or older or HAD.search(clause_of(sentence, role)) else "this_event"
    if measure in ("us_strikes", "flights_missions", "extraditions_period") and role.counted.quantity.ordinal:
        return "cumulative"
    if measure == "us_strikes" and NUMBERED_STRIKE.search(before.rstrip()):
        return "cumulative"
    if measure in _HARM and MIGHT_KILL.search(before):
        return "projected"
    if measure in _HARM and (OF_A_CASE.search(before) or OF_CHARGES.search(before.rstrip())):
        return "background"  # the crime that a case of today turns on
    if measure in REPORTED:
        return reported_here(measure, sentence, role, setting, span)
    if measure == "displaced" and (REPLY.search(sentence.flat) or STILL.search(before) or STILL.search(after[:60])):
        return "background"
    return None


_DEAD_SO_FAR = frozenset({"killed", "security_forces_killed", "blockades"})


def _adds_up(sentence: Sentence, role: Role) -> bool:
    """The 19 of "mueren cuatro marinos, van 19 este año": the sentence has today's, and the sum takes them in."""
    return role.measure in _DEAD_SO_FAR and any(
        other.measure == role.measure and other.counted in sentence.counted and other.counted.value < role.counted.value
        for other in sentence.before
        if other.counted is not role.counted
    )


def _introduces(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether counts only tell who a man is whose arrest, or whose extradition to come, is the news."""
    if _WANTED_ON.search(text_before(sentence, role)) is None or _CHARGES.search(setting.subject):
        return False
    to_come = FUTURE.search(setting.subject) is not None or _CLEARED.search(setting.subject) is not None
    return to_come or setting.peg in ("arrest", "money")


def _is_on_peg(sentence: Sentence, family: str, setting: Setting) -> bool:
    """Whether a family of figures belongs to what the item, or its sentence as the only one, is about."""
    return (
        family == setting.peg
        or setting.peg == ""
        or {family, setting.peg} in _RELATED
        or {family, setting.peg} <= _ONE_OPERATION
        or is_subject(sentence, setting)
        or (sentence.in_title and family != "")
    )


def _of_earlier_ones(sentence: Sentence, role: Role) -> bool:
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


def _is_not_yet(sentence: Sentence, role: Role) -> bool:
    """Asked for, blocked, or told in the infinitive: "pide extraditar a 10", "blocks extradition of 2", "agreed to
    hand over 5"."""
    first = role.counted.quantity.first
    moving = [act for act in sentence.acts if act.cls in ("transfer", "extradite")]
    if not moving:
        return any(act.cls == "request" and act.form == "active" and act.last <= first for act in sentence.acts)
    before = [act for act in moving if act.last <= first]
    act = before[-1] if before else moving[0]
    asked = any(
        other.cls == "request" and other.form == "active" and other.last <= act.first for other in sentence.acts
    )
    if asked and act.form == "active" and _BASE_FORM.fullmatch(sentence.flats[act.first]):
        return True  # "asked Mexico to arrest and extradite 10"
    if act.form == "infinitive":
        return sentence.flats[max(0, act.first - 1)] not in ("tras", "al", "por", "para") and before != []
    return act.form == "noun" and NOT_YET.search(around(sentence, role)[0]) is not None


def _is_earlier(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether a figure's clause tells of something before; "said it had sent" only reports."""
    before, after = around(sentence, role)
    reported = (
        _SAID.search(text_before(sentence, role)) is not None
        or is_subject(sentence, setting)
        or _BY_THE_TIME.match(sentence.flat) is not None
    )
    return any(
        not (reported and match.group().startswith(("had ", "habia")))
        for part in (before, after[:70])
        for match in EARLIER.finditer(part)
    )


def _scope_here(sentence: Sentence, role: Role, setting: Setting, on_peg: bool) -> Scope:
    if not on_peg:
        return "background"
    before, after = around(sentence, role)
    least = _MONTHLY.get(role.measure, 0)
    if role.measure == "us_forces" and is_subject(sentence, setting):
        least = 0
    if least and is_of_a_past_month(before, after, setting.today, least):
        return "background"
    family = MEASURES[role.measure].family if role.measure in MEASURES else ""
    if family == "transfer" and RETROSPECT.search(setting.subject):
        return "background"
    if setting.peg == "court" and family == "transfer" and _ONE_OF.search(text_before(sentence, role).rstrip()):
        return "background"  # "one of the 31 fugitives transferred in January" who appears in court today
    if family == "violence" and _MONTHS_EVENT.search(text_before(sentence, role)):
        return "background"  # "over the April accident that killed two Americans"
    if sentence.in_title:
        return "this_event"
    if OF_A_MONTH.match(after) and is_of_a_past_month("", after[:40], setting.today, 2):
        return "background"  # "besides the ten charged in April"
    of_his_case = role.measure == "charges_counts" and setting.peg == "court"
    if of_his_case and _PLEADED.search(before) is not None:
        return "this_event"
    if not is_lead(sentence, setting) and is_of_a_past_month(text_before(sentence, role), after, setting.today, 2):
        return "background"
    if role.measure == "us_forces" and not is_lead(sentence, setting) and STATIONED.search(sentence.flat):
        return "background"
    if role.measure == "us_forces" and (ALREADY_THERE.search(before) or ALREADY_THERE.search(after[:40])):
        return "background"
    if (TODAY.search(after[:35]) or TODAY.search(before[-22:])) and not is_of_a_past_year(after[:35], setting.today):
        return "this_event"
    earlier = (
        (role.measure == "persons_transferred" and PRIOR_BATCHES.search(text_before(sentence, role)[-70:]))
        or _is_earlier(sentence, role, setting)
        or is_of_a_past_year(before[-60:] + after[:70], setting.today)
    )
    if earlier and family != "court" and role.measure not in _ACCESSORIES:
        return "background"
    dated = date_of(sentence, role, setting.today)
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
