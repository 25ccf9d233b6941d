"""Numbers of people: handed over, charged, arrested, killed ... by the act that has them as its patient.

Imports its siblings only.
"""

import re

from bot.extract.clauses import ELLIPSIS, Counted, Role, Sentence
from bot.extract.context import CRIME, DOMESTIC, US, clause_text, has_any, near, strikes_at_sea
from bot.extract.governors import governor
from bot.extract.measures import OTHER
from bot.extract.nouns import PERSON_CLASSES

_AMERICAN_FORCES = re.compile(
    r"\b(?:u\.? ?s\.?|us|american|estadounidenses?|gringos|eu|ee\.? ?uu|estados unidos|navy seals?|seals|green "
    r"berets|boinas verdes|"
    r"marines|delta force|fuerza delta|cia|dea|fbi|pentagon\w*)\b"
)
_DAILY = re.compile(r"\b(?:a day|per day|daily|each day|every day|diari[oa]s?|al dia|por dia|cada dia)\b")
_FORCES_AMONG = re.compile(
    r"(?:were|was|are|eran|son|fueron) (?:\w+ ){0,2}(?:soldiers?|troops|marines?|officers?|police\w*|guard\w*|"
    r"soldados?|marinos?|"
    r"polici\w+|agentes?|militares|elementos)"
)
_AMONG_DEAD = re.compile(
    r"\b(?:entre (?:las|los) (?:\w+ )?(?:victimas|muertos|fallecidos|abatidos|asesinados)|among the (?:\w+ "
    r")?(?:dead|victims|killed))"
)
_BATCH_HELD = re.compile(
    r"\b(?:transfers?|handovers?|batch(?:es)?|groups?|waves?|first|second|third|fourth|latest|envios?|traslados?|"
    r"entregas?|tandas?|"
    r"grupos?|primero?|segund[oa]|tercer[oa]?|cuart[oa]|anteriores)\b[\w ]{0,25}\b(?:held|involved|included|"
    r"comprised|had|saw|of|de|fue|"
    r"fueron|incluy\w+|sumaron|consto|constaron)\b[\d,y and]*(?:de )?$"
)
_TODAYS = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day's$|today's$|yesterday's$|latest$")
_DE_HOY = re.compile(r"(?:de (?:este|ayer|hoy)|del) ?(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)?\b")
_AVERAGE = re.compile(r"\b(?:promedio diario|daily average|average of|promedio de|tasa diaria|diarios?)\b")
_HOMICIDES = re.compile(r"\b(?:homicid\w+|murders?|killings|asesinatos|victimas)")
_NEARBY = 4.0
_FORCES_REACH = 13.0  # troops stand beside many killings that are not theirs
_SPEAKS = re.compile(
    r"said|says?|told|added|confirmed|reported|warned|argued|dijeron|informaron|aseguraron|"
    r"afirmaron|senalaron|confirmaron|"
    r"reportaron|advirtieron|consultad[oa]s"
)
_PATIENT_ACTS = frozenset(
    {
        "transfer",
        "extradite",
        "arrest",
        "kill",
        "injure",
        "vanish",
        "displace",
        "indict",
        "refuse",
        "request",
        "sentence",
    }
)
_FORCES_ACTS = frozenset({"kill", "injure", "vanish", "escort"})
_MEASURE_OF_ACT = {
    "transfer": "persons_transferred",
    "extradite": "persons_extradited",
    "arrest": "persons_arrested",
    "kill": "killed",
    "injure": "injured",
    "vanish": "disappeared",
    "displace": "displaced",
    "indict": "persons_indicted",
}


def _is_transfer(sentence: Sentence, counted: Counted) -> bool:
    """Whether a verb of moving with this number means a handover, not a hospital, a prison next door or migrants."""
    if re.match(r"deport|repatri", counted.noun_flat):
        return CRIME.search(sentence.flat) is not None
    if re.match(r"migrant|students?$|estudiante|passenger|pasajer|child|nino", counted.noun_flat):
        return False
    if US.search(sentence.flat) is not None:
        return not (re.search(r"\bmigrant|\bdeportados\b", sentence.flat) and not CRIME.search(sentence.flat))
    if DOMESTIC.search(sentence.flat) is not None:
        return False
    return sentence.about_transfer or (counted.noun_class != "" and CRIME.search(sentence.flat) is not None)


def person_role(sentence: Sentence, counted: Counted) -> str:
    flat = sentence.flat
    kind = counted.noun_class
    if kind == "dead" and near("overdose_deaths", flat):
        return "overdose_deaths"
    if kind == "woman" and sentence.about_transfer:
        return "women_in_group"
    if _is_part_with_women(sentence, counted):
        return OTHER
    if (
        kind == "dead"
        and _DAILY.search(flat)
        and counted.noun_flat.startswith(("homicid", "murder", "killing", "asesinat", "victim"))
    ):
        return "homicide_rate_daily"
    if kind == "dead" and _FORCES_AMONG.search(" ".join(sentence.flats[counted.end : counted.end + 6])):
        return "security_forces_killed"  # "two of the dead were soldiers"
    cls, cost = governor(sentence, counted, _FORCES_ACTS if kind == "forces" else _PATIENT_ACTS)
    if kind == "forces":
        return _forces_role(sentence, counted, cls, cost)
    if (
        near("death_penalty_eligible", clause_text(sentence, counted))
        and kind != "dead"
        and cls in ("", "sentence", "request")
        and not counted.quantity.article
    ):
        return "death_penalty_eligible"
    if cls == "kill":
        if (near("overdose_deaths", flat) and "fentan" in flat) or near("overdose_deaths", flat):
            return "overdose_deaths"
        if counted.subset and kind != "dead" and cost > 4:
            return OTHER
        return "strike_deaths" if strikes_at_sea(sentence) else "killed"
    if counted.subset and cls in ("transfer", "extradite", "arrest"):
        return OTHER
    if sentence.flats[counted.end : counted.end + 1] and _SPEAKS.fullmatch(sentence.flats[counted.end]):
        return OTHER  # "two officials said"
    if cls in ("transfer", "extradite") and not _is_transfer(sentence, counted):
        cls, cost = governor(sentence, counted, _PATIENT_ACTS - {"transfer", "extradite"})
        return _MEASURE_OF_ACT.get(cls, OTHER) if cost < _NEARBY else OTHER
    if (
        cls == ""
        and counted.preposition == ""
        and sentence.about_transfer
        and re.search(
            r"\b(?:were|was|iban|viajaban|eran|estaban) (?:on|aboard|in|a bordo|en) (?:the |los |el |las )?(?:\w+ "
            r")?(?:flights?|planes?|aviones?|"
            r"vuelos?|aeronaves?)",
            flat,
        )
    ):
        return "persons_transferred"
    if cls == "" and of_a_batch(sentence, counted):
        return "persons_transferred"
    return _MEASURE_OF_ACT.get(cls, OTHER)


def of_a_batch(sentence: Sentence, counted: Counted) -> bool:
    """ "the first batch held 29 people", "el segundo envío fue de 26": a handover of its own, by number of people."""
    if not sentence.about_transfer:
        return False
    at = sentence.tokens[counted.quantity.first].start
    return _BATCH_HELD.search(clause_before(sentence, at)) is not None


def clause_before(sentence: Sentence, at: int) -> str:
    """Folded text from the last semicolon to an offset."""
    return sentence.flat[sentence.flat.rfind(";", 0, at) + 1 : at]


def _is_part_with_women(sentence: Sentence, counted: Counted) -> bool:
    """The men of "19 people, 17 men and two women": a part of a number that is told as well."""
    if not re.fullmatch(r"men|man|hombres?|varon|varones", counted.noun_flat):
        return False
    women = [other.value for other in sentence.counted if other.noun_class == "woman"]
    people = {role.counted.value for role in sentence.before if role.person}
    return bool(women) and counted.value + women[0] in people


def _forces_role(sentence: Sentence, counted: Counted, cls: str, cost: float) -> str:
    flat, first = sentence.flat, counted.quantity.first
    among = _AMONG_DEAD.search(clause_before(sentence, sentence.tokens[first].start)) is not None
    if among or (cls == "kill" and cost < _FORCES_REACH):
        return "security_forces_killed"
    if cls in ("injure", "vanish") and cost < _FORCES_REACH:
        return _MEASURE_OF_ACT[cls]
    phrase = " ".join(sentence.flats[first : min(len(sentence.flats), counted.end + 5)])
    if _AMERICAN_FORCES.search(phrase) is not None and not re.search(r"\b(?:mexican|mexicanos)\b", phrase):
        return "us_forces"
    moving = any(act.cls in ("transfer", "escort", "extradite") for act in sentence.acts)
    if sentence.about_transfer and (
        moving or cls == "escort" or has_any(flat, "operativo", "operation", "dispositivo")
    ):
        return "escort_personnel"
    return OTHER


def article_counts(sentence: Sentence, counted: Counted, name: str) -> bool:
    """Whether "un", "una", "one" is a number: "un muerto y dos heridos", "one woman", "la única mujer"."""
    if name == "women_in_group":
        return True
    if name not in ("killed", "injured", "security_forces_killed", "disappeared"):
        return False
    listed = any(
        other is not counted and not other.quantity.article and other.noun_class in PERSON_CLASSES
        for other in sentence.counted
    )
    before = sentence.flats[max(0, counted.quantity.first - 2) : counted.quantity.first]
    return listed or any(
        flat in ("deja", "dejo", "saldo", "least", "menos", "leaves", "left", "solo") for flat in before
    )


def bare_role(sentence: Sentence, counted: Counted) -> Role | None:
    """A number whose noun is unknown or not said: "37 más", "avaló entregar a 11", "van 92", "26 were flown"."""
    after = sentence.flats[counted.end] if counted.end < len(sentence.flats) else ""
    if (
        counted.noun_flat in ("pendientes", "pending")
        and near("extradition_requests", sentence.flat)
        and has_any(sentence.flat, "solicitud(?:es)?", "requests?", "peticiones")
    ):
        return Role("extradition_requests", "events", counted, False)
    open_noun = counted.noun_flat == "" or counted.noun_flat in ELLIPSIS
    if not open_noun:
        cls, cost = governor(sentence, counted, frozenset({"transfer"}))
        plural = counted.noun_flat.endswith("s") and not re.search(r"ly$|ss$", counted.noun_flat)
        return Role(OTHER, "count", counted, False) if plural or not counted.quantity.article else None
    if _AVERAGE.search(sentence.flat) and (_HOMICIDES.search(sentence.flat) or _HOMICIDES.search(sentence.subject)):
        return Role("homicide_rate_daily", "per_day", counted, False)
    if sentence.about_transfer and counted.noun_flat == "" and _is_todays(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    previous = next((role for role in reversed(sentence.before) if role.person), None)
    last = sentence.before[-1] if sentence.before else None
    before = sentence.flats[max(0, counted.quantity.first - 3) : counted.quantity.first]
    totalled = any(
        flat in ("van", "suman", "son", "total", "to", "sumaron", "acumulan", "llega", "llegan", "asciende")
        for flat in before
    )
    if totalled and previous is not None and counted.noun_flat == "":
        return Role(previous.measure, previous.unit, counted, True)
    classes = frozenset(_MEASURE_OF_ACT)
    cls, cost = governor(sentence, counted, classes)
    if cls == "kill" and cost < 9 and not counted.subset and strikes_at_sea(sentence):
        return Role("strike_deaths", "persons", counted, True)
    if (
        cls
        and cost < 9
        and (cls not in ("transfer", "extradite") or _is_transfer(sentence, counted))
        and not counted.subset
    ):
        return Role(_MEASURE_OF_ACT[cls], "persons", counted, True)
    ends = after in ("", ".", ",", ";", ")", ":", "y", "and", "en", "in", "el", "on")
    if of_a_batch(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    if previous is not None and last is not None and last.person:
        listed = any(other.quantity.first < counted.quantity.first for other in sentence.counted)
        same = ends and (counted.noun_flat in ELLIPSIS or listed)
        return Role(previous.measure, previous.unit, counted, True) if same else Role(OTHER, "persons", counted, True)
    return None


def _is_todays(sentence: Sentence, counted: Counted) -> bool:
    """ "with Thursday's 19", "con los 19 de este jueves"."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()
    after = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :].lstrip()
    return _TODAYS.search(before) is not None or _DE_HOY.match(after) is not None
