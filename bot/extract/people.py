"""Numbers of people: handed over, charged, arrested, killed ... by the act that has them as its patient.

Imports its siblings only.
"""

import re

from bot.extract.batches import IN_GROUP, MEASURE_OF_ACT, is_todays, of_a_batch, opens_the_news
from bot.extract.clauses import Counted, Sentence
from bot.extract.context import CRIME, DOMESTIC, US, clause_text, is_other_pair, near, strikes_at_sea
from bot.extract.departures import are_on_the_run, go_from_custody, goes_along, leaves, measure_of_going
from bot.extract.forces import COST_LIVES, FORCES_AMONG, are_of_a_service, forces_role, is_us_personnel
from bot.extract.further import are_to_follow
from bot.extract.governors import governor
from bot.extract.guarded import Guarded
from bot.extract.measures import OTHER
from bot.extract.sources import is_source

_DAILY = Guarded(
    r"\b(?:a day|per day|daily (?:average|rate|toll|murders|homicides|killings)|(?:murders|homicides|killings) daily|"
    r"each day|every day|diari[oa]s|(?:promedio|media|tasa) diari[oa]|al dia|por dia|cada dia)\b"
)
_NEARBY = 4.0
_OF_THEM = frozenset(
    {"the", "those", "these", "them", "los", "las", "ellos", "ellas", "esos", "estos", "aquellos", "whom"}
)
_HEADING = re.compile(
    r"^[^.;]{0,60}?\b(?:rumbo a|camino a|con destino a|destino|hacia|bound for|on (?:their|its) way to|to (?:the )?"
    r"(?:u\.?s|united states|texas|american|america|houston|arizona|new york|california|chicago)|north\b|al norte|"
    r"a (?:ee\.? ?uu|eu|eeuu|eua|estados unidos|texas|carceles|cortes|prisiones|nueva york|houston|arizona|"
    r"washington)|"
    r"en manos de|en poder de|bajo custodia|in (?:us|u\.s\.|american) (?:custody|hands))"
)
_OF_PRONOUN = frozenset({("of", "them"), ("of", "whom"), ("de", "ellos"), ("de", "ellas")})
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
_FORCES_ACTS = frozenset({"kill", "injure", "vanish", "escort", "arrest", "indict"})
_SHELTERED = re.compile(r"^(?!y |and )(?:[^\W\d]+ ){0,3}(?:en|in|at) (?:\w+ )?(?:albergues?|refugios?|shelters?)\b")
_PATIENTS = frozenset({"patient", "patients", "paciente", "pacientes", "migrants", "migrantes", "children", "ninos"})
_DEPORTS = re.compile(r"\b(?:deport\w*|repatri\w*)\b(?!.*\b(?:handed|entreg\w+|extradi\w+|condena|sentences?)\b)")
_ON_BOARD = re.compile(
    r"\b(?:were|was|iban|viajaban|eran|estaban) (?:on|aboard|in|a bordo|en) (?:the |los |el |las )?(?:\w+ "
    r")?(?:flights?|planes?|"
    r"aviones?|vuelos?|aeronaves?)"
)
_DEPRIVED = re.compile(r"((?:fueron|han sido|resultaron) )?privad[oa]s (?:ilegalmente )?de (?:la|su) libertad")
_BODIES_OF = Guarded(
    r"\b(?:cuerpos|cadaveres|bodies|corpses|remains)(?: sin vida)? (?:de|of)"
    r"(?: (?:al menos|unos|unas|at least|about|some))?$"
)
_IN_CUSTODY = re.compile(
    r"(?: (?:are|were|remain(?:ed)?))? in custody\b"
    r"(?! (?:in|of) (?:the )?(?:u\.?s|united|new york|texas|brooklyn|houston))"
)
_TOLD_AS_MOVED = re.compile(
    r"\b(?:extradi|transfer|hand(?:s|ed|ing)? over|flown|flies|sen[dt]s?\b|expel|turn(?:s|ed) over|deliver)"
)
_OF_ARREST = re.compile(
    r"arrest (?:warrants?|requests?|orders?)|(?:arrestos?|detencion(?:es)?|captura) (?:pedid|solicitad)"
)
_FROM_HOME = re.compile(
    r"\b(?:displac\w+|desplaz\w+|homes?|houses|hogares?|casas?|viviendas?|villag\w+|pueblos?|comunidad\w*|"
    r"communit\w+|"
    r"towns?|rancher\w+|famil\w+|flee\w*|fled|huy\w*|hui\w+|albergues?|shelters?|refug\w+|uprooted|sierra|evict\w+|"
    r"neighbou?rhoods?|colonias?)\b"
)
_FROM_CELLS = re.compile(
    r"\b(?:leave|leaves|left|leaving|dejan|dejaron|abandonan?) (?:\w+ ){0,3}(?:prisons?|jails?|cells?|"
    r"penal(?:es)?|carcel(?:es)?|celdas?|prision(?:es)?)\b"
)
PAISANOS = re.compile(r"mexican[oa]?s?$|connacional|paisan")
"""Nouns of people of whom only their country is told."""
_TERM_AT_HOME = re.compile(
    r"\b(?:pres[oa]s?|prision\w*|prisons?|carcel\w*|jail\w*|inmates?|convict\w*|condena\w*|sentenc\w*|purga\w*|"
    r"treaty|"
    r"tratado|reos?|serv(?:e|ing)|terms?|cefereso\w*|penal(?:es)?|custody|extradi\w+)\b"
)
_AMERICAN = r"(?:eu|eua|ee\.? ?uu|estados unidos|united states|u\.? ?s|usa|washington|trump|estadounidenses?|american)"
_GIVEN_TO_US = re.compile(
    r"\b(?:entreg\w+|extradi\w+|envi(?:a|an|o|os|aron|ad[oa]s?|ar|ara|aran)|mand(?:a|an|o|aron|ad[oa]s)|traslad\w+|"
    r"transf\w+|remit\w+|llev(?:a|an|o|aron|ad[oa]s)|expuls(?:a|an|o|aron|ad[oa]s|ion)|avion|"
    r"hand(?:s|ed|ing|over)?|turn(?:s|ed|ing)?|g[ia]ve[sn]?|sends?|sent|fl(?:own|ew|ies)|ship\w*|mov(?:es?|ed)|"
    r"expel\w*|"
    r"surrender\w*|deliver\w*|expulsion)\b[^;.]{0,50}?"
    r"\b(?:al?|to) (?:(?:l[oa]s?|el|the) )?"
    rf"(?:{_AMERICAN}\b|"
    rf"(?:justicia|autoridades|gobierno|agentes|fiscalia|manos|custodia) (?:del? |de l[oa]s? )?{_AMERICAN}\b|"
    r"(?:dea|fbi|marshals|doj)\b)"
)
_IN_TREATY = re.compile(
    r"\b(?:en extradicion|in extradition|under (?:the|an|its|their) (?:\w+ ){0,3}treaty|via "
    r"extradi\w+|por extradicion)\b"
)
_ASKED_REACH = 7  # tokens
_HELD_FOR_COURT = re.compile(
    r"\b(?:a|at the) disposicion (?:de|del) (?:la |el |las )?(?:ministerio|fgr|fiscal\w+|agente|autoridad\w*|juez)|"
    r"\b(?:a disposicion(?=[.,;]|$)|at the disposal of)|\bante (?:el|la) (?:ministerio publico|fiscal\w+|juez)|"
    r"\b(?:handed|turned) (?:over )?to "
    r"(?:the |federal |local )?(?:prosecutors?|police|authorities)\b"
)
BY_THEMSELVES = Guarded(
    r"\bse (?:entregaron|rindieron)\b(?! a (?:l[oa]s )?\d)|\b(?:turned|gave|giving|turning) themselves (?:in|up)\b|"
    r"\b(?:walked|crossed|drove) (?:in)?to (?:the )?(?:us|u\.s\.|united states)(?!\w)"
)
"""Nobody handed them over: "17 familiares se entregaron en la garita"."""
_TRANSFERABLE = frozenset({"person", "accused", "detained", "requested", "moved"})


def is_transfer(sentence: Sentence, counted: Counted) -> bool:
    """Whether a verb of moving with this number means a handover, not a hospital, a prison next door or migrants."""
    if re.match(r"deport|repatri", counted.noun_flat):
        return CRIME.search(sentence.flat) is not None
    if is_other_pair(sentence.flat) or (_DEPORTS.search(sentence.flat) and not CRIME.search(sentence.flat)):
        return False
    if PAISANOS.match(counted.noun_flat) and not any(
        cue.search(sentence.flat) for cue in (CRIME, _TERM_AT_HOME, _GIVEN_TO_US)
    ):
        return False  # "EU envía a 130 mexicanos en vuelo militar": deported
    if re.match(r"migrant|students?$|estudiante|passenger|pasajer|child|nino", counted.noun_flat) and not (
        sentence.about_transfer and counted.noun_flat.startswith(("passenger", "pasajer"))
    ):
        return False
    if US.search(sentence.flat) is not None:
        return not (re.search(r"\bmigrant|\bdeportados\b", sentence.flat) and not CRIME.search(sentence.flat))
    if _BY_MEXICO.search(sentence.flat) is not None:
        return True
    if DOMESTIC.search(sentence.flat) is not None:
        return False
    return sentence.about_transfer or (counted.noun_class != "" and CRIME.search(sentence.flat) is not None)


def person_role(sentence: Sentence, counted: Counted) -> str:
    """Measure of a number of people: by what is counted, else by the act that has it as its patient, else by the
    text."""
    named = _by_noun(sentence, counted) or _by_where_they_go(sentence, counted)
    if named:
        return named
    kind = "forces" if are_of_a_service(sentence, counted) else counted.noun_class
    cls, cost = governor(sentence, counted, _FORCES_ACTS if kind == "forces" else _PATIENT_ACTS)
    if kind == "forces":
        return forces_role(sentence, counted, cls, cost)
    if cls == "refuse":
        suffered, near_by = governor(sentence, counted, _PATIENT_ACTS - {"refuse"})
        cls, cost = (suffered, near_by) if near_by < _NEARBY else (cls, cost)  # "denies 29 people were killed"
    if kind != "dead" and _face_death(sentence, counted, cls):
        return "death_penalty_eligible"
    return _by_act(sentence, counted, cls, cost)


def _by_where_they_go(sentence: Sentence, counted: Counted) -> str:
    """Measure of people who follow others, come by themselves, are accused or go north, whatever act is near; or ""."""
    if are_to_follow(sentence, counted):
        return "persons_transferred"
    if BY_THEMSELVES.search(sentence.flat) or (counted.noun_class in _TRANSFERABLE and are_on_the_run(sentence)):
        return OTHER
    if counted.noun_class == "accused" and _is_one_of_the_accused(sentence, counted):
        return "persons_indicted"
    if goes_along(sentence, counted) and counted.noun_class in _TRANSFERABLE and is_transfer(sentence, counted):
        return measure_of_going(sentence, counted)
    return ""


def _face_death(sentence: Sentence, counted: Counted, cls: str) -> bool:
    """Whether the number is of those who may be sentenced to death.

    Args:
        cls: of the act that has them as its patient, "" = none.
    """
    return (
        near("death_penalty_eligible", clause_text(sentence, counted))
        and _WHO_OF_THEM.search(sentence.flat[sentence.tokens[counted.end - 1].end :]) is None
        and (cls in ("", "sentence", "request") or _is_partitive(sentence, counted) or _may_die(sentence, counted, cls))
        and not counted.quantity.article
    )


def _by_act(sentence: Sentence, counted: Counted, cls: str, cost: float) -> str:
    """Measure by the act that has people as its patient, and by what stands beside them; `OTHER` by none.

    Args:
        cls: of the act, "" = none.
        cost: how far the act is, in tokens.
    """
    if is_source(sentence, counted):
        return OTHER  # "two officials said"
    if cls == "arrest" and counted.noun_flat.startswith("deport"):
        return OTHER  # "has taken 39,000 deportees"
    if cls in ("kill", "injure") and counted.noun_class == "detained" and cost > _NEARBY - 1:
        return "persons_arrested"  # "1,800 detenidos en Sinaloa y homicidios a la baja"
    if cls == "kill":
        return _killed_role(sentence, counted, cost)
    if cls == "arrest" and go_from_custody(sentence, counted):
        cls = "transfer"
    if cls == "request" and _is_to_be_caught(sentence, counted):
        return "persons_arrested"  # "police seek to arrest 29"
    asked = _asked_role(sentence, counted) if cls == "request" else ""
    if asked:
        return asked
    if is_us_personnel(sentence, counted):
        return "us_forces"
    if _SHELTERED.search(" ".join(sentence.flats[counted.end : counted.end + 9])):
        return "displaced"
    if cls == "extradite" and counted.noun_class in _TRANSFERABLE and _extradition_is_asked(sentence, counted):
        return "extradition_requests"
    if _is_part_of_a_group(sentence, counted, cls):
        return OTHER
    if cls in ("transfer", "extradite"):
        return moved_role(sentence, counted, cls)
    if _go_unsaid(sentence, counted, cls):
        return "persons_transferred"
    if cls == "displace" and counted.noun_class == "dead":
        return _killed_role(sentence, counted, cost)  # "abandonan 12 cuerpos"
    if cls == "displace" and (
        _FROM_HOME.search(f"{sentence.preceding} {sentence.flat}") is None or _FROM_CELLS.search(sentence.flat)
    ):
        return OTHER  # "evacuates 41 by plane", "six prisoners leave their cells"
    return MEASURE_OF_ACT.get(cls, OTHER)


def _is_part_of_a_group(sentence: Sentence, counted: Counted, cls: str) -> bool:
    """Whether the act is told of a group, of which these are some: "seven people, two of them Chinese, were
    detained"."""
    if cls in ("transfer", "extradite"):
        return counted.subset or _is_partitive(sentence, counted)
    return cls in ("arrest", "indict") and (
        counted.subset or (_is_partitive(sentence, counted) and _is_told(sentence, MEASURE_OF_ACT[cls]))
    )


def _go_unsaid(sentence: Sentence, counted: Counted, cls: str) -> bool:
    """Whether people are handed over where no verb of handing over has them as its patient."""
    if cls == "" and sentence.about_transfer and leaves(sentence, counted):
        return True
    if cls in ("", "arrest") and of_a_batch(sentence, counted):
        return True
    return cls == "" and _is_handed_over_without_a_verb(sentence, counted)


_WHO_OF_THEM = re.compile(r"\b(?:quien(?:es)?|cuales|which of them|who (?:could|may|might|faces?)) ")
"""Behind people: only some of them are meant."""


def _may_die(sentence: Sentence, counted: Counted, cls: str) -> bool:
    """Whether another verb only says who they are ("death penalty for five capos sent by Mexico"), or that they may be
    killed by a court ("podrían ser ejecutados")."""
    if cls == "kill":
        return _MAY_BE_EXECUTED.search(clause_text(sentence, counted)) is not None
    first = counted.quantity.first
    parts = [other for other in sentence.counted if 0 < first - other.quantity.last < _PARTITIVE_REACH]
    if sentence.flats[max(0, first - 2) : first] in (["of", "the"], ["de", "los"]) or (
        parts and sentence.flats[first - 1] in ("of", "de")
    ):
        return False  # "two of the 24 who were sent", "3 of 26 prisoners"
    own = [act for act in sentence.acts if act.cls in ("transfer", "extradite")]
    return cls in ("transfer", "extradite") and all(
        act.form == "participle" and act.first >= counted.quantity.last for act in own
    )


_PARTITIVE_REACH = 3  # tokens between a share and its whole
_MAY_BE_EXECUTED = re.compile(
    r"\b(?:could|may|might|would|can|podri\w+|puede[n]?) (?:be|ser) (?:put to death|executed|ejecutad\w+)\b"
)


def _is_told(sentence: Sentence, measure: str) -> bool:
    return any(role.measure == measure for role in sentence.before)


def _by_noun(sentence: Sentence, counted: Counted) -> str:
    """Measure that the noun alone decides, "" where it does not."""
    flat, kind = sentence.flat, counted.noun_class
    if kind == "woman" and any(other.noun_class == "forces" for other in sentence.counted):
        return OTHER  # "doce agentes, dos de ellos mujeres"
    if kind == "woman" and (sentence.about_transfer or IN_GROUP.search(flat)) and not _is_victim(sentence, counted):
        return "women_in_group"
    if _is_part_with_women(sentence, counted):
        return OTHER
    if kind == "person" and not sentence.about_transfer and _is_kidnapped(sentence, counted):
        return "disappeared"
    if kind == "detained" and _OF_ARREST.match(" ".join(sentence.flats[counted.end - 1 : counted.end + 1])):
        return OTHER  # "three arrest warrants"
    if _BODIES_OF.search(flat[: sentence.tokens[counted.quantity.first].start].rstrip()):
        forces = kind == "forces" or are_of_a_service(sentence, counted)
        return "security_forces_killed" if forces else "killed"
    if kind in ("person", "accused") and _IN_CUSTODY.match(flat, _end_of(sentence, counted)):
        told = f"{sentence.subject} {sentence.preceding} {flat}"
        return "" if _TOLD_AS_MOVED.search(told) else "persons_arrested"
    if kind == "person" and COST_LIVES.search(flat[: sentence.tokens[counted.quantity.first].start].rstrip()):
        return "killed"
    if kind != "dead":
        return ""
    if near("overdose_deaths", f"{sentence.subject} {flat}" if counted.noun_flat in _DEATHS else flat):
        return "overdose_deaths"
    around = " ".join(sentence.flats[max(0, counted.quantity.first - 8) : counted.end + 8])
    if _DAILY.search(around) and counted.noun_flat.startswith(("homicid", "murder", "killing", "asesinat", "victim")):
        return "homicide_rate_daily"
    if FORCES_AMONG.search(" ".join(sentence.flats[counted.end : counted.end + 6])):
        return "security_forces_killed"  # "two of the dead were soldiers"
    return ""


def _is_one_of_the_accused(sentence: Sentence, counted: Counted) -> bool:
    """ "Se entrega exjefe policiaco, uno de los diez acusados por EU": the verb is of one of them."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()
    return _ONE_OF_THEM.search(before) is not None and not any(
        act.cls in ("transfer", "extradite") and 0 <= act.first - counted.end < _NAMED_BY and act.form == "participle"
        for act in sentence.acts
    )


_ONE_OF_THEM = re.compile(r"\b(?:one of|un[oa] de)(?: (?:the|l[oa]s))?$")
_NAMED_BY = 3  # tokens


def is_of_the_dead(sentence: Sentence, counted: Counted) -> bool:
    """ "Four of the dead", "tres de las víctimas", where more were told before, and it is not soldiers who are."""
    flats, at = sentence.flats, counted.quantity.last
    if flats[at : at + 1] not in (["of"], ["de"]) or flats[at + 1 : at + 2] not in (["the"], ["los"], ["las"]):
        return False
    if FORCES_AMONG.search(" ".join(flats[counted.end : counted.end + 6])):
        return False
    return any(role.measure == "killed" and role.counted.value > counted.value for role in sentence.before)


_DEATHS = frozenset({"deaths", "muertes", "decesos", "fallecimientos"})


def _end_of(sentence: Sentence, counted: Counted) -> int:
    """Offset behind a number's noun."""
    return sentence.tokens[counted.end - 1].end


def _is_kidnapped(sentence: Sentence, counted: Counted) -> bool:
    """ "fueron privadas de la libertad", or "privadas de la libertad" beside the dead: no prisoners."""
    match = _DEPRIVED.match(" ".join(sentence.flats[counted.end : counted.end + 6]))
    if match is None:
        return False
    return match.group(1) is not None or any(act.cls == "kill" and act.form != "infinitive" for act in sentence.acts)


def _killed_role(sentence: Sentence, counted: Counted, cost: float) -> str:
    if near("overdose_deaths", sentence.flat):
        return "overdose_deaths"
    if counted.subset and counted.noun_class != "dead" and cost > _NEARBY:
        return OTHER
    of_them = tuple(sentence.flats[counted.quantity.last : counted.quantity.last + 2]) in _OF_PRONOUN
    if of_them and any(role.measure == "killed" and role.counted in sentence.counted for role in sentence.before):
        counted.subset = True
        return OTHER  # "four people, two of them officers, were killed"
    return "strike_deaths" if strikes_at_sea(sentence) else "killed"


def _asked_role(sentence: Sentence, counted: Counted) -> str:
    """Measure of people whom somebody asks for; "" where nobody does."""
    if counted.noun_class not in _TRANSFERABLE or not _is_asked_for(sentence, counted):
        return ""
    more = re.search(r"\b(?:another|more|otr[oa]s|mas)\b", clause_text(sentence, counted))
    return "persons_transferred" if more else "extradition_requests"


def moved_role(sentence: Sentence, counted: Counted, cls: str) -> str:
    """Measure of people that a verb of moving governs."""
    if is_transfer(sentence, counted):
        return MEASURE_OF_ACT["extradite" if _IN_TREATY.search(sentence.flat) else cls]
    if not sentence.about_transfer and _HELD_FOR_COURT.search(clause_text(sentence, counted)):
        return "persons_arrested"
    in_hospital = "hospital" in clause_text(sentence, counted)
    if in_hospital and counted.noun_flat not in _PATIENTS and counted.noun_class == "person":
        return "injured"  # "sixteen people were taken to hospitals"
    other, cost = governor(sentence, counted, _PATIENT_ACTS - {"transfer", "extradite"})
    return MEASURE_OF_ACT.get(other, OTHER) if cost < _NEARBY else OTHER


def _is_handed_over_without_a_verb(sentence: Sentence, counted: Counted) -> bool:
    """ "Casi 30 presos, camino a EU", "27 people were on the flights", "29 capos in one night: ..."."""
    if not sentence.about_transfer or counted.quantity.article:
        return False
    if counted.preposition == "" and _ON_BOARD.search(sentence.flat):
        return True
    if counted.noun_class not in _TRANSFERABLE:
        return False
    heading = _HEADING.match(sentence.flat[sentence.tokens[counted.end - 1].end :]) is not None
    return heading or opens_the_news(sentence, counted) or is_todays(sentence, counted)


def _is_asked_for(sentence: Sentence, counted: Counted) -> bool:
    """Whether somebody asks for these people in an active verb before the number."""
    return any(
        act.cls == "request" and act.form == "active" and 0 <= counted.quantity.first - act.last < _ASKED_REACH
        for act in sentence.acts
    )


def _is_to_be_caught(sentence: Sentence, counted: Counted) -> bool:
    """Whether the verb right before a number is one of arrest that is only asked for or wanted, and none hands over."""
    acts = [act for act in sentence.acts if act.last <= counted.quantity.first]
    return (
        bool(acts)
        and US.search(sentence.flat) is None  # what Washington asks for is an extradition
        and (acts[-1].cls, acts[-1].form) == ("arrest", "infinitive")
        and all(act.cls not in ("transfer", "extradite") for act in sentence.acts)
    )


def _extradition_is_asked(sentence: Sentence, counted: Counted) -> bool:
    """ "EU pide la extradición de 12", "asks Mexico to extradite 12": a verb of asking leads to that of
    extraditing, and they are no further batch of those who went."""
    first = counted.quantity.first
    if _OTHERS.intersection(sentence.flats[first - 1 : counted.end]) or counted.quantity.value < _ASKED_AND_MOVED:
        return False
    if _DEMANDS_IT.search(sentence.flat[: sentence.tokens[first].start].rstrip()):
        return True
    acts = [act for act in sentence.acts if act.last <= first]
    if len(acts) < _ASKED_AND_MOVED or acts[-1].cls != "extradite" or first - acts[-1].last > _OBJECT_REACH:
        return False
    asks, moves = acts[-2], acts[-1]
    led = moves.form in ("noun", "infinitive")
    asked = asks.cls == "request" and asks.form == "active" and moves.first - asks.last < _ASKED_REACH
    return led and asked


_ASKED_AND_MOVED = 2  # acts; people, too
_DEMANDS_IT = re.compile(
    r"\b(?:requests|requested|demands|demanded) (?:the )?extradition of(?: the)?$|"
    r"\b(?:requests?|petitions?|solicitud(?:es)?|peticion(?:es)?) (?:for|de|para) (?:the |la |su )?"
    r"(?:(?:(?:provisional )?arrest|detencion|captura|aprehension) (?:and|y|con fines de) (?:la )?)?"
    r"(?:extradition|extradicion) (?:of|de|contra)(?: the| l[oa]s)?$|"
    r"\b(?:detencion|captura|aprehension) con fines de extradicion (?:de|contra)(?: l[oa]s)?$"
)
"""The same where the verb may be a noun."""
_OBJECT_REACH = 3  # tokens
_OTHERS = frozenset({"another", "more", "otros", "otras", "mas", "additional"})
_BY_MEXICO = re.compile(
    r"\b(?:expelled|handed over|extradited|transferred|surrendered|delivered|given up) by (?:mexico\b|"
    r"the (?:mexican|government of mexico))|"
    r"\b(?:expulsad|entregad|trasladad|enviad|extraditad)[oa]s por (?:mexico|el gobierno (?:mexicano|de mexico))\b"
)
"""In a sentence: a handover, though it does not say to whom."""
_KILLING_OF = re.compile(
    r"\b(?:murders?|killings?|deaths?|slayings?|kidnapping|asesinatos?|homicidios?|muertes?|feminicidios?|"
    r"secuestro) (?:of|de)"
    r"(?: the| l[ao]s)?$"
)
"""Right before women: they are victims, not women of a group."""


def _is_victim(sentence: Sentence, counted: Counted) -> bool:
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()
    if _KILLING_OF.search(before) is not None:
        return True
    cls, cost = governor(sentence, counted, frozenset({"kill", "injure", "vanish", "arrest"}))
    return cls in ("kill", "injure", "vanish") and cost < _NEARBY + 2.0


def _is_partitive(sentence: Sentence, counted: Counted) -> bool:
    """ "five of the men", "tres de los enviados": part of a number told elsewhere; not "six of the cartel's
    heads"."""
    flats, at = sentence.flats, counted.quantity.last
    if flats[at : at + 1] not in (["of"], ["de"]) or flats[at + 1 : at + 2] == [] or flats[at + 1] not in _OF_THEM:
        return False
    following = flats[counted.end : counted.end + 2]
    return (
        "'" not in following[:1]
        and following[:1] not in (["most"], ["mas"])
        and not any(flat.endswith("'s") for flat in flats[at : counted.end + 1])
    )


def _is_part_with_women(sentence: Sentence, counted: Counted) -> bool:
    """The men of "19 people, 17 men and two women": a part of a number that is told as well."""
    if not re.fullmatch(r"men|man|hombres?|varon|varones", counted.noun_flat):
        return False
    women = [other.value for other in sentence.counted if other.noun_class == "woman"]
    people = {role.counted.value for role in sentence.before if role.person}
    return bool(women) and counted.value + women[0] in people
