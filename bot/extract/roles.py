"""Which measure a quantity is: who does what to whom, clause by clause, not the nearest noun. Imports its siblings
only.

The table of measures says what may be counted near which words; `role_of` decides by unit, noun and governing act.
"""

import re

from bot.extract.clauses import ELLIPSIS, Counted, Role, Sentence
from bot.extract.governors import governor
from bot.extract.measures import MEASURES, OTHER
from bot.extract.nouns import CLASS, PERSON_CLASSES, STOPS
from bot.extract.units import Unit

US = re.compile(
    r"\b(?:u\.? ?s\.?(?=\W|$)|united states|america\b|americans?\b|estados unidos|ee\.? ?uu|eu\b|eua\b|"
    r"estadounidenses?|washington|"
    r"north\b|norte\b|extradi\w+|white house|casa blanca|justice department|departamento de justicia|california|"
    r"texas|new york|"
    r"nueva york|chicago|san diego|houston|arizona|brooklyn|virginia|custody|gringo\w*)"
)
_CRIME = re.compile(
    r"\b(?:capos?|narcos?|cartel\w*|carteles|reos?|presos?|fugitiv\w+|profug\w+|extradi\w+|criminal\w*|"
    r"delincuent\w+|kingpins?|"
    r"traffick\w+|suspects?|convict\w*|inmates?|prisoners?|internos?|crimen|crime|objetivos?|sicarios?|drug|ppl|"
    r"sospechos\w+|"
    r"narcotraficant\w+|cabecillas?|operativ\w+|defendants?)"
)
DOMESTIC = re.compile(
    r"\b(?:hospital\w*|clinic\w*|morgue|forense|semefo|albergue\w*|shelters?|penal (?:de|federal|estatal)|"
    r"cefereso\w*|cereso\w*|"
    r"reclusorio|ministerio publico|fiscalia|tribunal|juez|another prison|otro penal|otra prision|migrant\w*|"
    r"refugees?|deportados|"
    r"deportation flights?|paisanos|repatriad\w+|asylum|club|liga|equipo|football|soccer|players?|jugador\w*|"
    r"escuela\w*|schools?|"
    r"students?|estudiantes|apoyos|becas|viviendas)"
)
_AMERICAN_FORCES = re.compile(
    r"\b(?:u\.? ?s\.?|us|american|estadounidenses?|gringos|eu|ee\.? ?uu|estados unidos|navy seals?|seals|green "
    r"berets|boinas verdes|"
    r"marines|delta force|fuerza delta|cia|dea|fbi|pentagon\w*)\b"
)
_CHANGE_DOWN = re.compile(
    r"\b(?:declin\w+|drop\w*|fell|fall\w*|reduc\w+|decreas\w+|down|lower\w*|reduj\w+|"
    r"disminu\w+|baj[aoó]\w*|caid[ao]|"
    r"cay\w+|descens\w+|descend\w+|menos)\b"
)
_CHANGE_UP = re.compile(
    r"\b(?:increas\w+|rise[sn]?|rose|rising|surg\w+|up|higher|jump\w*|spik\w+|aument\w+|"
    r"increment\w+|alza|repunt\w+|"
    r"subi\w*|crec\w+|mas)\b"
)
_DAILY = re.compile(r"\b(?:a day|per day|daily|each day|every day|diari[oa]s?|al dia|por dia|cada dia)\b")
_MONEY = frozenset({"usd", "mxn", "eur", "gbp", "money"})
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


def _near(name: str, flat: str) -> bool:
    measure = MEASURES[name]
    return (measure.near is None or measure.near.search(flat) is not None) and (
        measure.never is None or measure.never.search(flat) is None
    )


def _is_transfer(sentence: Sentence, counted: Counted) -> bool:
    """Whether a verb of moving with this number means a handover, not a hospital, a prison next door or migrants."""
    if re.match(r"deport|repatri", counted.noun_flat):
        return _CRIME.search(sentence.flat) is not None
    if re.match(r"migrant|students?$|estudiante|passenger|pasajer|child|nino", counted.noun_flat):
        return False
    if US.search(sentence.flat) is not None:
        return not (re.search(r"\bmigrant|\bdeportados\b", sentence.flat) and not _CRIME.search(sentence.flat))
    if DOMESTIC.search(sentence.flat) is not None:
        return False
    return sentence.about_transfer or (counted.noun_class != "" and _CRIME.search(sentence.flat) is not None)


def _person_role(sentence: Sentence, counted: Counted) -> str:
    flat = sentence.flat
    kind = counted.noun_class
    if kind == "dead" and _near("overdose_deaths", flat):
        return "overdose_deaths"
    if kind == "woman" and sentence.about_transfer and (counted.subset or counted.quantity.article):
        return "women_in_group"
    if (
        kind == "dead"
        and _DAILY.search(flat)
        and counted.noun_flat.startswith(("homicid", "murder", "killing", "asesinat", "victim"))
    ):
        return "homicide_rate_daily"
    cls, cost = governor(sentence, counted, _FORCES_ACTS if kind == "forces" else _PATIENT_ACTS)
    if kind == "forces":
        return _forces_role(sentence, counted, cls, cost)
    if (
        _near("death_penalty_eligible", _clause_text(sentence, counted))
        and kind != "dead"
        and cls in ("", "sentence", "request")
        and not counted.quantity.article
    ):
        return "death_penalty_eligible"
    if cls == "kill":
        if (_near("overdose_deaths", flat) and "fentan" in flat) or _near("overdose_deaths", flat):
            return "overdose_deaths"
        if counted.subset and kind != "dead" and cost > 4:
            return OTHER
        return "strike_deaths" if _strikes_at_sea(sentence) else "killed"
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
    return _MEASURE_OF_ACT.get(cls, OTHER)


def _clause_text(sentence: Sentence, counted: Counted) -> str:
    """Folded text between the semicolons around a number."""
    at = sentence.tokens[counted.quantity.first].start
    end = sentence.flat.find(";", at)
    return sentence.flat[sentence.flat.rfind(";", 0, at) + 1 : end if end >= 0 else len(sentence.flat)]


def _strikes_at_sea(sentence: Sentence) -> bool:
    return any(act.cls == "strike" for act in sentence.acts) and (
        sentence.about_strikes or _near("strike_deaths", sentence.flat)
    )


def _forces_role(sentence: Sentence, counted: Counted, cls: str, cost: float) -> str:
    flat, first = sentence.flat, counted.quantity.first
    if cls == "kill" and cost < _FORCES_REACH:
        return "security_forces_killed"
    if cls in ("injure", "vanish") and cost < _FORCES_REACH:
        return _MEASURE_OF_ACT[cls]
    phrase = " ".join(sentence.flats[first : min(len(sentence.flats), counted.end + 5)])
    if _AMERICAN_FORCES.search(phrase) is not None and not re.search(r"\b(?:mexican|mexicanos)\b", phrase):
        return "us_forces"
    moving = any(act.cls in ("transfer", "escort", "extradite") for act in sentence.acts)
    if sentence.about_transfer and (
        moving or cls == "escort" or _has_any(flat, "operativo", "operation", "dispositivo")
    ):
        return "escort_personnel"
    return OTHER


def _has_any(flat: str, *words: str) -> bool:
    return any(re.search(rf"\b{word}\b", flat) for word in words)


def _mass_role(sentence: Sentence, counted: Counted) -> str:
    window = sentence.flats[counted.end : counted.end + 8]
    for other in sentence.counted:
        if other.quantity.first >= counted.end:
            window = sentence.flats[counted.end : min(counted.end + 8, other.quantity.first)]
            break
    substance = " ".join(window)
    before = " ".join(sentence.flats[max(0, counted.quantity.first - 6) : counted.quantity.first])
    seized = any(act.cls == "seize" for act in sentence.acts) or sentence.has_seizure
    if not seized:
        return OTHER
    if re.search(r"\bfentan[iy]l", substance) or (
        not _near("drugs_seized_total", substance) and re.search(r"\bfentan[iy]l", before)
    ):
        return "fentanyl_seized"
    if re.search(r"\bcoca(?:ina|ine)", substance) and _near("cocaine_at_sea", sentence.flat):
        return "cocaine_at_sea"
    drug = _near("drugs_seized_total", substance) or _near("drugs_seized_total", before)
    unnamed = not re.match(r"(?:de|of) ", substance)
    return "drugs_seized_total" if drug or (unnamed and _near("drugs_seized_total", sentence.flat)) else OTHER


def _percent_role(sentence: Sentence, counted: Counted) -> str:
    if _near("homicide_change", sentence.flat) and (
        _CHANGE_DOWN.search(sentence.flat) or _CHANGE_UP.search(sentence.flat)
    ):
        return "homicide_change"
    return "poll_share" if _near("poll_share", sentence.flat) else OTHER


def _money_role(sentence: Sentence, counted: Counted) -> str:
    for name in ("reward", "forfeiture_or_fine", "seizure_value"):
        if _near(name, sentence.flat):
            return name
    return OTHER


def _time_role(sentence: Sentence, counted: Counted, unit: Unit) -> str:
    flat, flats = sentence.flat, sentence.flats
    after = " ".join(flats[counted.end : counted.end + 3])
    before = " ".join(flats[max(0, counted.quantity.first - 7) : counted.quantity.first])
    if unit.name == "years" and _near("sentence_years", flat):
        if re.match(r"(?:ago|later|old|de edad|despues|antes|atras|after|before|earlier)\b", after) or re.search(
            r"\b(?:hace|last|past|ultimos|for the|over the|tras|desde hace|since)(?: unos| los)?$", before
        ):
            return OTHER
        return "sentence_years"
    if unit.name == "days" and (
        _near("deadline_days", before) or re.search(r"\b(?:deadline|plazo|notice|vigencia|ultimatum|notam)\b", flat)
    ):
        return "deadline_days"
    return OTHER


_ALONE = {
    "pill": "pills_seized",
    "dose": "doses",
    "lab": "labs_destroyed",
    "weapon": "weapons_seized",
    "blockade": "blockades",
    "vote": "votes",
    "aircraft": "aircraft_used",
    "city": "destinations",
    "prison": "origin_prisons",
    "vehicle": "escort_vehicles",
    "charge": "charges_counts",
    "flight": "flights_missions",
    "strike": "us_strikes",
    "boat": "us_strikes",
    "extradition": "extraditions_period",
}
_NEED_TRANSFER = frozenset({"aircraft_used", "destinations", "origin_prisons", "escort_vehicles"})
_NEED_ACT = {"pills_seized": "seize", "weapons_seized": "seize"}


def _thing_role(sentence: Sentence, counted: Counted) -> str:
    kind, flat = counted.noun_class, sentence.flat
    if kind == "request":
        refused, cost = governor(sentence, counted, frozenset({"refuse"}))
        if refused and cost < 8 and _near("requests_refused", flat):
            return "requests_refused"
        return (
            "extradition_requests"
            if _near("extradition_requests", flat) and not counted.noun_flat.startswith("orden")
            else OTHER
        )
    if kind in ("transfer", "batch"):
        return _operations_role(sentence, counted)
    name = _ALONE.get(kind, OTHER)
    if name == OTHER:
        return OTHER
    moving = any(act.cls in ("transfer", "extradite", "escort") for act in sentence.acts)
    if name in _NEED_TRANSFER:
        wanted = {"destinations": ("a", "to", "hacia"), "origin_prisons": ("de", "from", "desde")}.get(name)
        if not sentence.about_transfer:
            return OTHER
        if wanted:
            return (
                name
                if counted.preposition in wanted or (moving and counted.preposition in ("en", "in", "at"))
                else OTHER
            )
        return name if moving or name == "aircraft_used" or sentence.in_title else OTHER
    if name == "us_strikes" and kind == "boat" and not any(act.cls == "strike" for act in sentence.acts):
        return OTHER
    needed = _NEED_ACT.get(name)
    if needed and not (any(act.cls == needed for act in sentence.acts) or sentence.has_seizure):
        return OTHER
    if (
        name == "labs_destroyed"
        and not any(act.cls in ("dismantle", "seize") for act in sentence.acts)
        and not sentence.has_seizure
    ):
        return OTHER
    if name == "us_strikes" and sentence.about_strikes:
        return name
    return name if _near(name, flat) else OTHER


def _operations_role(sentence: Sentence, counted: Counted) -> str:
    """ "three handovers", "92 transfers so far": many transfers are people, as nobody has held ten mass handovers."""
    if not sentence.about_transfer:
        return OTHER
    if counted.noun_class == "batch":
        moving = any(act.cls == "transfer" for act in sentence.acts)
        return "transfer_operations" if counted.quantity.ordinal and moving else OTHER
    if counted.quantity.ordinal:
        return "transfer_operations"
    if counted.quantity.value >= 10:
        return "persons_transferred_cumulative"
    return "transfer_operations" if counted.quantity.value >= 2 else OTHER


def _ordinal_role(sentence: Sentence, counted: Counted) -> str:
    """Ordinals count handovers, or nothing; "first" is told by nobody as a figure."""
    window = sentence.flats[counted.quantity.last : counted.quantity.last + 5]
    if counted.quantity.value < 2 or not sentence.about_transfer:
        return OTHER
    for flat in window:
        kind = CLASS.get(flat, "")
        if kind == "transfer":
            return "transfer_operations"
        if kind == "batch" and any(act.cls == "transfer" for act in sentence.acts):
            return "transfer_operations"
        if flat in STOPS or not flat.isalpha():
            return OTHER
    return OTHER


def _vote_role(sentence: Sentence, counted: Counted) -> str | None:
    """ "105 a favor", "105-0", "by 105 votes to 0"."""
    if not re.search(
        r"\b(?:votes?|voted|votos?|votaron|voto|abstencion\w*|abstention\w*|senad\w+|senate|congress|house)\b",
        sentence.flat,
    ):
        return None
    after = " ".join(sentence.flats[counted.quantity.last : counted.quantity.last + 2])
    if counted.noun_class == "vote" or re.match(
        r"(?:a favor|en contra|in favor|in favour|against|abstenc|abstent|- \d)", after
    ):
        return "votes"
    return None


def role_of(sentence: Sentence, counted: Counted) -> Role | None:
    """The measure of one quantity of a sentence; None when it is no figure at all."""
    quantity, unit = counted.quantity, counted.unit
    if quantity.ordinal:
        name = _ordinal_role(sentence, counted)
        return None if name == OTHER else Role(name, "events", counted, False)
    vote = _vote_role(sentence, counted)
    if vote is not None:
        return Role(vote, "votes", counted, False)
    if unit is not None:
        return _unit_role(sentence, counted, unit)
    if counted.noun_class in PERSON_CLASSES:
        name = _person_role(sentence, counted)
        if quantity.article and not _article_counts(sentence, counted, name):
            return None
        return Role(name, MEASURES[name].unit if name != OTHER else "persons", counted, True)
    if counted.noun_class:
        name = _thing_role(sentence, counted)
        return (
            None if quantity.article else Role(name, MEASURES[name].unit if name != OTHER else "count", counted, False)
        )
    return None if quantity.article else _bare_role(sentence, counted)


def _unit_role(sentence: Sentence, counted: Counted, unit: Unit) -> Role | None:
    if unit.name == "kg":
        name = _mass_role(sentence, counted)
    elif unit.name == "pct":
        name = _percent_role(sentence, counted)
    elif unit.name in _MONEY:
        name = _money_role(sentence, counted)
    elif unit.name in ("years", "days"):
        name = _time_role(sentence, counted, unit)
    else:
        name = OTHER
    if counted.quantity.article and name == OTHER and unit.name != "kg":
        return None
    return Role(name, "count" if unit.name in ("length", "money") else unit.name, counted, False)


def _article_counts(sentence: Sentence, counted: Counted, name: str) -> bool:
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


def _bare_role(sentence: Sentence, counted: Counted) -> Role | None:
    """A number whose noun is unknown or not said: "37 más", "avaló entregar a 11", "van 92", "26 were flown"."""
    after = sentence.flats[counted.end] if counted.end < len(sentence.flats) else ""
    if (
        counted.noun_flat in ("pendientes", "pending")
        and _near("extradition_requests", sentence.flat)
        and _has_any(sentence.flat, "solicitud(?:es)?", "requests?", "peticiones")
    ):
        return Role("extradition_requests", "events", counted, False)
    open_noun = counted.noun_flat == "" or counted.noun_flat in ELLIPSIS
    if not open_noun:
        cls, cost = governor(sentence, counted, frozenset({"transfer"}))
        plural = counted.noun_flat.endswith("s") and not re.search(r"ly$|ss$", counted.noun_flat)
        return Role(OTHER, "count", counted, False) if plural or not counted.quantity.article else None
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
    if cls == "kill" and cost < 9 and not counted.subset and _strikes_at_sea(sentence):
        return Role("strike_deaths", "persons", counted, True)
    if (
        cls
        and cost < 9
        and (cls not in ("transfer", "extradite") or _is_transfer(sentence, counted))
        and not counted.subset
    ):
        return Role(_MEASURE_OF_ACT[cls], "persons", counted, True)
    ends = after in ("", ".", ",", ";", ")", ":", "y", "and", "en", "in", "el", "on")
    if previous is not None and last is not None and last.person:
        listed = any(other.quantity.first < counted.quantity.first for other in sentence.counted)
        same = ends and (counted.noun_flat in ELLIPSIS or listed)
        return Role(previous.measure, previous.unit, counted, True) if same else Role(OTHER, "persons", counted, True)
    return None
