"""Numbers without a noun, or with an unknown one: "37 más", "avaló entregar a 11", "van 92", "26 were flown".

Imports its siblings only.
"""

import re

from bot.extract.batches import IN_GROUP, MEASURE_OF_ACT, clause_before, is_todays, of_a_batch, opens_the_news
from bot.extract.clauses import ELLIPSIS, QUALIFIER_WORDS, Counted, Role, Sentence
from bot.extract.context import clause_text, has_any, near, strikes_at_sea
from bot.extract.cues import NUMBERED_STRIKE
from bot.extract.departures import goes_north, goes_with_others, leaves, measure_of_going
from bot.extract.forces import FORCES_AMONG, are_already_there, are_of_the_deployed
from bot.extract.further import are_to_follow
from bot.extract.governors import governor
from bot.extract.guarded import Guarded
from bot.extract.measures import OTHER
from bot.extract.nouns import class_of
from bot.extract.people import is_transfer
from bot.extract.shares import is_of_those_named, is_shared_out
from bot.extract.tokens import words

_AVERAGE = Guarded(r"\b(?:promedio diario|daily average|average of|promedio de|tasa diaria|diarios?)\b")
_HOMICIDES = re.compile(r"\b(?:homicid\w+|murders?|killings|asesinatos|victimas)")
_GROUP_VERBS = re.compile(
    r"(?:salieron|viajaron|llegaron|volaron|abordaron|aterrizaron|partieron|pertenece\w*|podra\w*|fueron|seran|"
    r"enfrenta\w*|"
    r"left|landed|boarded|travell?ed|flew|arrived|are|were|will|face|belong\w*|include\w*|came|went|had|have|reos|,|\.)"
)
_TOTAL_OF_MOVED = re.compile(
    r"\b(?:total|tally|count|number|cifra|cuenta|suma|toll|figure|numero)\b[^;]{0,90}\b(?:at|to|a|en|es|is|now|de)"
    r"(?: (?:more than|over|at least|about|mas de|al menos|unos|un total de|some|nearly|almost|casi))?$"
)
_COUNTING = Guarded(
    r"\b(?:counts?|counted|puts? (?:it|the (?:toll|figure|number|count)|them) at|talli(?:es|ed)|logs?|logged|lists?|"
    r"listed|there are|"
    r"there were|registra[n]?|documenta[n]?|contabiliza[n]?|cuenta[n]?|reporta[n]?|hay|suma[n]?|habla[n]? de|"
    r"cifra[n]? en|say that)"
    r"(?: (?:at least|over|about|nearly|some|al menos|mas de|unos|casi|more than))?$"
)
_TOLD_BY_COUNTERS = frozenset({"killed", "disappeared", "displaced", "injured", "strike_deaths", "persons_arrested"})
_OF_A_FORCE = re.compile(
    r" (?:de|del|of|from|belonging to|por) (?:la |el |los |the )?(?:secretaria de )?(?:defensa|marina|fuerza aerea|"
    r"ejercito|guardia|sedena|semar|army|"
    r"navy|air force|national guard)\b"
)
_NONE_OF = re.compile(r"\b(?:ningun[oa]?|none|no one|ni un[oa]?)(?: of| de)?(?: the| los| las)? *$")
_SUM = re.compile(r"\b(?:number|toll|count|tally|cifra|numero|saldo|conteo|cuenta)\b")
_CHANGED = Guarded(
    r"\b(?!\w+[ai]d[oa]s\b|(?:this|has|muertos)\b)(\w+s) "
    r"(?:fell|rose|climbed|dropped|declined|jumped|grew|increased|caen|cayeron|bajan|bajaron|suben|subieron|aumentan|"
    r"aumentaron|crecieron|(?:have|has|had|han) (?:fallen|risen|dropped|grown|caido|bajado|subido))(?: (?!\d)\w+){0,3}$"
)
"""Before a number: a noun in the plural, and that it rose or fell."""
_A_TIME = re.compile(r" (?:a|per|each|every|al|por|cada) (?:hour|day|week|month|hora|dia|semana|mes)\b")
"""Right behind it: a rate."""
_TOLL_ACTS = frozenset({"kill", "injure", "arrest", "vanish", "displace"})
_SUMMED = frozenset(words("van suman son total to sumaron acumulan llega llegan asciende at makes made lleva llevan"))
_NO_PEOPLE = re.compile(
    r"(?:compan|empresa|firm|entit|entidad|bank|banco|account|cuenta|raid|operativo|cateo|state|estado|municip|town|"
    r"cit|ciudad|year|ano|"
    r"countr|pais|case|caso|property|propert|inmueble|vehic|ranch|house|casa|site|point|punto|count|hour|district|"
    r"crime|delito|offen|suy[oa]s|animal|cattle|cow|head|horse|dog|perro|caballo|res\b|milimet|millimet|grado|degree|"
    r"meter|metro|inch|shot|round|famil|hogar|"
    r"cartel|group|gang|cell|celula|banda|warrant|orden|mile|milla|day|dia|time|vec|percent|dollar|peso|court|federal)"
)
_BARE_ACTS = frozenset({*MEASURE_OF_ACT, "refuse"})
_COMPARES = re.compile(
    r"\b(?:reach(?:es|ed)|number|are now|is now|pas[oa] de|rebasa\w*|supera\w*|alcanz\w+|from|to|against|contra|"
    r"than|at|was|were|vs|versus|a|de|frente a|en|son|fueron|eran|was|stood at|puts "
    r"[\w .]{0,40} at)"
    r"(?: (?:the|los|las|about|some|unos|nearly|casi|over|mas de|more than|at least|al menos|around))*$"
)
_TOPICS = {  # what a number without a noun counts where it is said of a noun before it
    "extradition": ("extraditions_period", "persons", False),
    "request": ("extradition_requests", "events", False),
    "detained": ("persons_arrested", "persons", True),
    "dead": ("killed", "persons", True),
    "missing": ("disappeared", "persons", True),
    "wounded": ("injured", "persons", True),
    "displaced": ("displaced", "persons", True),
    "lab": ("labs_destroyed", "count", False),
    "weapon": ("weapons_seized", "count", False),
    "blockade": ("blockades", "count", False),
    "flight": ("flights_missions", "count", False),
    "strike": ("us_strikes", "strikes", False),
}
_DIFFERENCE = frozenset({"mas", "menos", "more", "fewer", "less"})
_GROUPS = frozenset({("the",), ("them",), ("those",), ("los",), ("las",), ("ellos",), ("ellas",), ("esos",)})
_FORCES_HIT = re.compile(
    r"\b(?:embosc\w+|atacan?|ataco|atacaron|agreden|ambush\w*|attack(?:s|ed)?)(?: (?:a|on|against|contra|the|los|las|"
    r"un|"
    r"una|convoy|patrulla|de|of|patrol)){0,3} (?:polic\w+|militares|soldad\w+|soldiers|marin\w+|guardias?|troops|"
    r"agents?|"
    r"agentes)\b|"
    r"\b(?:sho(?:o?ts?|ot) down|downs?|downed|derrib\w+|tir\w+) (?:an? |un |el |the )?(?:(?:mexican )?"
    r"(?:army|military|navy|marine|police) (?:helicopter|aircraft|chopper)|"
    r"(?:helicoptero|aeronave) (?:militar|del ejercito|de la marina|"
    r"de la (?:sedena|fuerza aerea|policia)))\b"
)
_CLOSE = 5.0
_DONE_TO_PEOPLE = frozenset({"arrest", "indict", "extradite", "kill", "injure", "vanish"})
_TOPIC_REACH = 16  # tokens
_KEPT_IN_COMPARISON = frozenset(
    {
        "extraditions_period",
        "persons_extradited",
        "extradition_requests",
        "overdose_deaths",
        "labs_destroyed",
        "killed",
        "disappeared",
        "displaced",
        "weapons_seized",
        "us_strikes",
        "homicide_rate_daily",
        "blockades",
        "persons_arrested",
        "us_forces",
        "flights_missions",
    }
)
_ARE_WOMEN = Guarded(
    r"^(?:(?: of (?:the|those|them)\b[\w' ]{0,30}?| de (?:l[oa]s|ell[oa]s)\b[\w ]{0,30}?)?,? ?(?:are|were|is|was|son|"
    r"eran|es|fueron) (?:a |una )?| of them,? (?:a )?| de ell[oa]s,? (?:una )?)(?:women|woman|mujer(?:es)?)\b"
)


_CITED = re.compile(
    r"\b(?:extradition requests|requests for extradition|solicitudes de extradicion)\b[^;:\d]{0,80}"
    r"(?:citing|cites|cita(?:ndo)?|cuenta|counts|suman|son ya)(?: (?:some|at least|unas|mas de|al menos))* ?$"
)
"""Before a number: so many requests somebody names."""


def bare_role(sentence: Sentence, counted: Counted) -> Role | None:
    """A number whose noun is unknown or not said: "37 más", "avaló entregar a 11", "van 92", "26 were flown"."""
    if (
        counted.noun_flat in ("pendientes", "pending")
        and near("extradition_requests", sentence.flat)
        and has_any(sentence.flat, "solicitud(?:es)?", "requests?", "peticiones")
    ):
        return Role("extradition_requests", "events", counted, False)
    if _CITED.search(sentence.flat[: sentence.tokens[counted.quantity.first].start]) and not counted.noun_flat:
        return Role("extradition_requests", "events", counted, False)
    done, near_it = governor(sentence, counted, frozenset({"arrest", "kill", "injure", "vanish", "indict"}))
    if _is_whole_group(sentence, counted) and not (done and near_it < _CLOSE):
        return Role("persons_transferred", "persons", counted, True)
    if are_already_there(sentence, counted) or are_of_the_deployed(sentence, counted):
        return Role("us_forces", "persons", counted, True)
    if are_to_follow(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    if counted.noun_flat in _DIFFERENCE and sentence.flats[counted.end : counted.end + 1] in (["que"], ["than"]):
        return None  # "once más que el año previo"
    if _is_numbered_strike(sentence, counted):
        return Role("us_strikes" if sentence.about_strikes else OTHER, "strikes", counted, False)
    if _says_forces_died(sentence, counted):
        return Role("security_forces_killed", "persons", counted, True)
    if goes_with_others(sentence, counted) or (not counted.noun_class and goes_north(sentence, counted)):
        return Role(measure_of_going(sentence, counted), "persons", counted, True)
    if sentence.about_transfer and leaves(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    if _NONE_OF.search(clause_before(sentence, sentence.tokens[counted.quantity.first].start)):
        return None
    if counted.noun_flat and counted.noun_flat not in ELLIPSIS:
        done, near_it = governor(sentence, counted, _DONE_TO_PEOPLE)
        if done and near_it < _CLOSE and counted.noun_flat.endswith("s") and not _NO_PEOPLE.match(counted.noun_flat):
            return Role(_measure_of(sentence, done), "persons", counted, True)  # whoever is charged is somebody
        plural = counted.noun_flat.endswith("s") and not re.search(r"ly$|ss$", counted.noun_flat)
        return Role(OTHER, "count", counted, False) if plural or not counted.quantity.article else None
    role = _by_sentence(sentence, counted)
    named = is_of_those_named(sentence, counted)
    role = role or (None if named else _by_totals(sentence, counted))
    if role is not None:
        return role
    if counted.noun_flat == "" and _is_of_other_things(sentence, counted):
        return Role(OTHER, "count", counted, False)
    if counted.noun_flat == "" and _OF_A_FORCE.match(sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]):
        return None  # "13 aircraft, ten of the army and three of the navy": parts
    if _is_of_a_name(sentence, counted):
        return None  # "a Boeing 737"
    return _by_act(sentence, counted)


def _is_numbered_strike(sentence: Sentence, counted: Counted) -> bool:
    """ "es el ataque 58 de la campaña", "strike No. 58"."""
    return NUMBERED_STRIKE.search(sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()) is not None


def _says_forces_died(sentence: Sentence, counted: Counted) -> bool:
    """ "13 killed in shootout; three were guardsmen"."""
    among = FORCES_AMONG.match(" ".join(sentence.flats[counted.quantity.last : counted.quantity.last + 6]))
    previous = next((role for role in reversed(sentence.before) if role.person), None)
    return among is not None and previous is not None and previous.measure == "killed"


def _by_sentence(sentence: Sentence, counted: Counted) -> Role | None:
    """What the sentence as a whole speaks of: the death penalty, women, a daily average, today's handover."""
    if (
        near("death_penalty_eligible", clause_text(sentence, counted))
        and not counted.quantity.article
        and not _is_whole_of(sentence, counted)
    ):
        return Role("death_penalty_eligible", "persons", counted, True)
    if _AVERAGE.search(sentence.flat) and (_HOMICIDES.search(sentence.flat) or _HOMICIDES.search(sentence.subject)):
        return Role("homicide_rate_daily", "per day", counted, False)
    if counted.noun_flat in ELLIPSIS and opens_the_news(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    moved = sentence.about_transfer or any(other.noun_class == "moved" for other in sentence.counted)
    if moved and counted.noun_flat == "" and is_todays(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    return None


def _by_totals(sentence: Sentence, counted: Counted) -> Role | None:
    """A number compared, counted by somebody, or summed up: of what was told before it."""
    compared = _compared_with(sentence, counted)
    if compared is not None or counted.noun_flat:
        return compared
    previous = next((role for role in reversed(sentence.before) if role.person), None)
    before = clause_before(sentence, sentence.tokens[counted.quantity.first].start).rstrip()
    thing = _thing_summed(before) if _COUNTING.search(before) else None
    if thing is not None:
        return Role(*thing[:2], counted, thing[2])
    if _COUNTING.search(before):
        topic = _topic_before(sentence)
        if topic is not None:
            return Role(*topic[:2], counted, topic[2])
        if previous is not None and previous.measure in _TOLD_BY_COUNTERS:
            return Role(previous.measure, previous.unit, counted, True)
    moved = previous is None or previous.measure.startswith("persons_t") or _tells_of_moves(sentence)
    if sentence.about_transfer and moved and is_total_of_moved(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    words = sentence.flats[max(0, counted.quantity.first - 3) : counted.quantity.first]
    totalled = any(flat in _SUMMED for flat in words if not (flat == "at" and "least" in words))
    if totalled and previous is not None and not _is_of_other_things(sentence, counted):
        return Role(previous.measure, previous.unit, counted, True)
    return None


def _thing_summed(before: str) -> tuple[str, str, bool] | None:
    """What the clause before a sum names last: "Las armas decomisadas suman 26 mil"."""
    kinds = [kind for kind in map(class_of, re.findall(r"[a-z]+", before)) if kind in _TOPICS]
    return _TOPICS[kinds[-1]] if kinds and kinds[-1] in ("weapon", "lab", "blockade") else None


def _is_of_other_things(sentence: Sentence, counted: Counted) -> bool:
    """ "Crossings fell to 900", "900 a day": what rises or falls is named, and is none of those told before."""
    if _A_TIME.match(sentence.flat, sentence.tokens[counted.quantity.last - 1].end):
        return True
    before = clause_before(sentence, sentence.tokens[counted.quantity.first].start).rstrip()
    changed = _CHANGED.search(before)
    return changed is not None and not class_of(changed[1]) and _SUM.search(before[: changed.end(1)]) is None


def _tells_of_moves(sentence: Sentence) -> bool:
    return any(act.cls == "transfer" for act in sentence.acts)


def _by_act(sentence: Sentence, counted: Counted) -> Role | None:
    """The act that has the number as its patient, else the role of the person counted before."""
    after = sentence.flats[counted.end] if counted.end < len(sentence.flats) else ""
    previous = next((role for role in reversed(sentence.before) if role.person), None)
    last = sentence.before[-1] if sentence.before else None
    cls, cost = governor(sentence, counted, _BARE_ACTS)
    if cls == "refuse":
        asked = any(role.measure == "extradition_requests" for role in sentence.before[-2:])
        near_request = cost < 9 and (asked or near("requests_refused", sentence.flat))
        return Role("requests_refused", "events", counted, False) if near_request else None
    if cls in ("transfer", "extradite") and _is_part(sentence, counted):
        return Role(OTHER, "persons", counted, True)
    if (
        cls
        and cost < 9
        and (cls not in ("transfer", "extradite") or is_transfer(sentence, counted))
        and not counted.subset
    ):
        return Role(_measure_of(sentence, cls), "persons", counted, True)
    ends = after in ("", ".", ",", ";", ")", ":", "y", "and", "en", "in", "el", "on")
    if of_a_batch(sentence, counted):
        return Role("persons_transferred", "persons", counted, True)
    if previous is not None and last is not None and last.person:
        listed = any(other.quantity.first < counted.quantity.first for other in sentence.counted)
        same = ends and (counted.noun_flat in ELLIPSIS or (listed and not is_shared_out(sentence)))
        return Role(previous.measure, previous.unit, counted, True) if same else Role(OTHER, "persons", counted, True)
    return None


def _is_of_a_name(sentence: Sentence, counted: Counted) -> bool:
    at = counted.quantity.first - 1
    if at < 1 or sentence.in_title or counted.noun_flat or counted.quantity.words:
        return False
    token = sentence.tokens[at]
    named = token.is_word and token.text[0].isupper() and not any(act.first == at for act in sentence.acts)
    return named and sentence.flats[at] not in QUALIFIER_WORDS and len(token.text) > 3


def _compared_with(sentence: Sentence, counted: Counted) -> Role | None:
    """The measure of a number that is only set against another, or said of a noun: "fell to 65 from 78", "deaths ...
    were down to 98"."""
    if counted.noun_flat and counted.noun_class == "":
        return None
    first = counted.quantity.first
    before = clause_before(sentence, sentence.tokens[first].start).rstrip()
    if _COMPARES.search(before) is None or (counted.preposition == "a" and _is_object(sentence, counted)):
        return None
    mine = [role for role in sentence.before if role.counted in sentence.counted and role.measure != OTHER]
    last = mine[-1] if mine else None
    if (
        last is not None
        and last.counted.unit is None
        and last.measure in _KEPT_IN_COMPARISON
        and first - last.counted.end < _TOPIC_REACH
        and re.search(r"\b(?:from|contra|against|than|to|a)$", before)
    ):
        return Role(last.measure, last.unit, counted, last.person)
    told = _toll_of(sentence, counted, before)
    if told is not None:
        return told
    heads = {other.end - 1 for other in sentence.counted}
    for at in range(first - 1, max(-1, first - _TOPIC_REACH), -1):
        topic = _TOPICS.get(class_of(sentence.flats[at])) if at not in heads else None
        if topic is not None:
            name, unit, person = topic
            if name == "flights_missions" and (
                sentence.about_transfer or not near(name, f"{sentence.subject} {sentence.flat}")
            ):
                continue
            if name == "us_strikes" and not (sentence.subject_boats and _SUM.search(before)):
                continue
            if name == "killed" and near("overdose_deaths", sentence.flat):
                name = "overdose_deaths"
            return Role(name, unit, counted, person)
    return None


def _is_object(sentence: Sentence, counted: Counted) -> bool:
    """ "abate a 12 y detiene a 5": a verb of what is done to people right before the number compares nothing."""
    done, cost = governor(sentence, counted, _DONE_TO_PEOPLE)
    return done != "" and cost == 0.0 and any(act.form == "active" and act.cls == done for act in sentence.acts)


def _measure_of(sentence: Sentence, cls: str) -> str:
    """The measure of people to whom an act is done."""
    if cls == "kill" and near("overdose_deaths", sentence.flat):
        return "overdose_deaths"
    if cls == "kill" and strikes_at_sea(sentence):
        return "strike_deaths"
    if cls == "kill" and _FORCES_HIT.search(sentence.flat):
        return "security_forces_killed"
    return MEASURE_OF_ACT[cls]


def _is_part(sentence: Sentence, counted: Counted) -> bool:
    """ "four of the others were sent", "cuatro de los 37"."""
    following = tuple(sentence.flats[counted.quantity.last : counted.quantity.last + 2])
    return following[:1] in (("of",), ("de",)) and following[1:] in _GROUPS


def _toll_of(sentence: Sentence, counted: Counted, before: str) -> Role | None:
    """ "the number of people killed ... climbed to 17": what the act between the number's noun and the number says."""
    if _SUM.search(before) is None:
        return None
    first = counted.quantity.first
    acts = [act for act in sentence.acts if act.cls in _TOLL_ACTS and first - _TOPIC_REACH < act.first < first]
    if not acts:
        return None
    return Role(_measure_of(sentence, acts[-1].cls), "persons", counted, True)


def _topic_before(sentence: Sentence) -> tuple[str, str, bool] | None:
    """What the sentence before opens with: "The disappeared are harder. Officially there are 2,410"."""
    for flat in sentence.preceding.split()[:4]:
        kind = class_of(flat)
        if kind in ("missing", "displaced", "wounded"):
            return _TOPICS[kind]
    return None


def is_one_woman_of(sentence: Sentence, counted: Counted) -> bool:
    """The 37 of "one of the 37 is a woman", "una de los 37 es mujer": it is one woman who is counted."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start]
    after = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    return _ONE_OF.search(before) is not None and _IS_A_WOMAN.match(after) is not None


_ONE_OF = re.compile(r"\b(?:one of the|(?:only|solo|solamente) one of the|una de l[oa]s) $")
_IS_A_WOMAN = re.compile(r" (?:\w+ )?(?:is|was|es|era|fue) (?:a |una )?(?:woman|mujer)\b")


def is_women_count(sentence: Sentence, counted: Counted) -> bool:
    """ "cuatro son mujeres", "two of the 31 are women"."""
    after = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    return _ARE_WOMEN.match(after) is not None and not _is_whole_of(sentence, counted)


def _is_whole_of(sentence: Sentence, counted: Counted) -> bool:
    """The 31 of "two of the 31"; of "none of the 28", too."""
    before = sentence.flats[max(0, counted.quantity.first - 2) : counted.quantity.first]
    if before[-1:] in (["of"], ["de"]) and any(
        other.quantity.last == counted.quantity.first - 1 and other.value < counted.value for other in sentence.counted
    ):
        return True  # "two of 37 sent by Mexico"
    return before[:1] in (["of"], ["de"]) and before[-1:] in (["the"], ["los"], ["las"])


def _is_whole_group(sentence: Sentence, counted: Counted) -> bool:
    """ "Los 33 salieron de ...", "Sixteen of the 38", "De los 28, ...": the people of the handover by their number."""
    first = counted.quantity.first
    before = sentence.flats[max(0, first - 1) : first]
    if before not in (["the"], ["los"], ["las"]) or counted.quantity.value < 3 or counted.unit is not None:
        return False
    after = sentence.flats[counted.quantity.last : counted.quantity.last + 1] or ["."]
    if not _GROUP_VERBS.fullmatch(after[0]):
        return False
    known = {role.counted.value: role.measure for role in sentence.before if role.person}
    if counted.value in known:
        return known[counted.value] == "persons_transferred"
    if any(is_women_count(sentence, other) for other in sentence.counted):
        return True
    return sentence.about_transfer or counted.value in known or IN_GROUP.search(sentence.flat) is not None


def is_total_of_moved(sentence: Sentence, counted: Counted) -> bool:
    """ "the total of people delivered to U.S. justice stands at 106"."""
    before = clause_before(sentence, sentence.tokens[counted.quantity.first].start).rstrip()
    return _TOTAL_OF_MOVED.search(before) is not None
