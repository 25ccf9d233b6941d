"""Numbers of things: mass, money, time, shares, aircraft, weapons, operations. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Role, Sentence
from bot.extract.context import DOMESTIC, near
from bot.extract.deadlines import is_term_by_headline, is_time_spent
from bot.extract.governors import governor
from bot.extract.guarded import Guarded
from bot.extract.measures import OTHER
from bot.extract.money import money_role
from bot.extract.units import Unit

_CHANGE_DOWN = re.compile(
    r"\b(?:fewer|less|below|declin\w+|drop\w*|fell|fall\w*|reduc\w+|decreas\w+|down|lower\w*|reduj\w+|"
    r"disminu\w+|baj[aoó]\w*|caid[ao]|"
    r"cay\w+|caen?|plung\w+|plummet\w*|slump\w*|tumbl\w+|slid(?:e|es|ing)?|cuts?|descens\w+|descend\w+|menos)\b"
)
_CHANGE_UP = re.compile(
    r"\b(?:increas\w+|rise[sn]?|rose|rising|surg\w+|up|higher|jump\w*|spik\w+|aument\w+|"
    r"increment\w+|alza|repunt\w+|"
    r"climb\w*|soar\w*|suben?|disparan?|subi\w*|crec\w+|mas)\b"
)
_MONEY = frozenset({"usd", "mxn", "eur", "gbp", "money"})
_GIVEN = re.compile(r"\b(?:da|dan|daba|dio|dieron|gives?|giving|gave|otorg\w+|conced\w+|tiene|tienen|has|have|had)\b")
_POLL = re.compile(
    r"\b(?:polls?|surveys?|encuestas?|encuestadoras?|sondeos?|mitofsky|enkoll|ipsos|gallup|parametria|buendia|marist|"
    r"quinnipiac|pew|morning consult|yougov|demotecnia|massive caller|el financiero:)"
)
_ECONOMY = re.compile(
    r"\b(?:pib|gdp|tariffs?|aranceles?|levy|shares|acciones|inflation|inflacion|econom\w+ (?:grew|crecio))\b"
)
_NOTICE = re.compile(r"\b(?:notices?|notam\w*|advisor\w+|alertas?|avisos?|faa|deadline|plazo)\b")
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
_REFUSED_NEAR = 8.0
NEED_TRANSFER = frozenset({"aircraft_used", "destinations", "origin_prisons", "escort_vehicles"})
_TRADED = re.compile(
    r"\b(?:smuggl\w+|atribuy\w+|accus\w+|acus\w+|conspir\w+|envio de|shipping|shipped|(?:of|for) sending|por enviar|"
    r"trafic\w+|traffick\w+|flow\w*|"
    r"sold|sell\w*|bought|buy\w*|compr\w+|vend\w+|cruzan|crosses|"
    r"running|ran|produc\w+|consum\w+|dejo pasar|dejaron pasar|"
    r"traer\w+|will bring|let|grow\w*|cultiv\w+|capacity|capacidad|medical|medic\w+|"
    r"pharmac\w+|farmac\w+|each year|every year|cada ano|per year|al ano|fabric\w+|manufactur\w*|imports?|exports?)\b"
)
_ROADS = re.compile(
    r"(?:stretch|highway|road|roadway|street|point|spot|crossing|tramo|punto|carretera|vialidad|"
    r"avenida|camino|acceso)(?:e?s)$"
)
_BLOCKED = re.compile(r"\b(?:block(?:ed|ing|s)?|bloque\w+|cerraron|closed off|barricad\w+|obstru\w+)\b")
_THE_DRUG = re.compile(
    r"(?:de (?:esa|la|dicha) droga|del (?:alcaloide|estupefaciente)|of the (?:drug|powder|"
    r"narcotic))"
)
_SHARE_OF_CASES = re.compile(
    r"(?:%|ciento|percent|cent) (?:de los|de las|of all|of the|of) (?:casos|homicidios|"
    r"victimas|cases|murders|homicides|killings)"
)
_AT_WORK = re.compile(
    r"\b(?:operat(?:e|es|ing)|oper(?:a|an|aban)|funciona\w*|hay|exist\w+|there (?:are|were)|"
    r"tiene[n]?|could|podria\w*|target\w*|against|contra)\b"
)
_NOT_OF_A_HANDOVER = re.compile(
    r"\b(?:crash\w*|desplom\w+|derrib\w+|shot down|spy|espia|drones?|surveillance|vigilancia|fumig\w+|patients?|"
    r"pacientes|"
    r"migrant\w*|compr\w+|buy\w*|tourists?|turistas|commercial|comercial\w*|accident\w*|burn\w*|quem\w+|incendi\w+|"
    r"torched|blockad\w*|bloqueo\w*|choque|volc\w+|stolen|robad\w+|decomis\w+|asegur\w+|seiz\w+)\b"
)
_MOVED_BY = re.compile(
    r"\b(?:convoy\w*|caravan\w*|prisoners?|inmates?|reos|presos|internos|the group|el grupo|traslad\w+|transfer\w*|"
    r"handover\w*|"
    r"penitenci\w+|madrugada|capos|detainees|extradit\w+)\b"
)
_OF_A_POLL = re.compile(
    r"\b(?:tasa de rechazo|margin|margen|refusal|rechazo de|confian\w+|confidence|tasa de "
    r"respuesta|error)\b"
)
_OTHER_CRIMES = re.compile(
    r"\b(?:extor\w+|robber\w+|theft\w*|kidnap\w+|fraud\w*|robos?|asaltos?|secuestros?|fraudes?|violaci\w+|complaints|"
    r"denuncias|prices?|precios|exports?|budget|presupuesto|delitos de alto impacto|feminicid\w+|femicid\w+)\b"
)
_SPENT = re.compile(
    r"\b(?:spent|served|serving out|paso|pasado|lleva|llevaba|purgo|cumplio|tras|after|estuvo)(?: \w+){0,2}$"
)
_LASTED = re.compile(
    r"\b(?:last(?:ed|s)?|dur\w+|hace|ago|in|en|tras|after|past|ultimos|entero|during|durante|llev\w+|cumpl\w+)(?: "
    r"\w+)?$"
)
_TERM = re.compile(r"\b(?:minim\w+|maxim\w+|carr(?:y|ies)|conlleva\w*|pena|penas|castigo|amenaza|got|gets?|drew)\b")
_NO_TERM_AFTER = re.compile(
    r"(?:y .{1,20}despues|probation|(?:de|of) (?:libertad|supervised|probation)|supervised|preso|presa|"
    r"sin (?:sentencia|juicio)|"
    r"huyendo|profugo|on the|without (?:trial|a trial|sentence))\b"
)
_NO_TERM_BEFORE = re.compile(r"\b(?:took|on the run for|run for|fugitive for|pending for|waited)$")
_OF_PRISON = re.compile(r"de (?:pris|carc|recl|conden|perpet|pena)")
_OF_SCIENCE = re.compile(r"(?:de )?(?:genetic\w*|forens\w*|clinic\w*|crime|criminalist\w*|medic\w*|dental\w*)\b")
_APPROVAL = re.compile(r"\b(?:aprobacion|approval|popularidad)\b")
_AWAY = frozenset({"despues", "antes", "atras", "later", "after", "before", "earlier", "ago"})
_GROUNDED = re.compile(r"\b(?:ground(?:s|ed)?|cancel\w*|delay\w*|divert\w*|retras\w+|desvi\w+)\b")
_SENT_BACK = re.compile(
    r"\b(?:(?:sen(?:t|ds?|ding)|turn(?:ed|s|ing)) back|sa(?:id|ys?) no to|(?:dijo|dice) (?:que )?no a)"
    r"(?: (?:some|about|at least|another|otras?))?$"
)
_REFUSED_AFTER = re.compile(  # nobody but their receiver refuses requests, whatever stands first
    r" (?:(?:de extradicion|for extradition|for provisional arrest|(?:que )?(?:le )?|have been|were|han sido|fueron) )*"
    r"(?:(?:ha|han|habia) (?:negado|rechazado|denegado)|nego|rechazo|turned down|refused|rejected|negad[oa]s)\b"
)
_COURSE = re.compile(r"\b(?:curso|course|training|adiestramiento|estancia|stay|gira|trip|viaje)\b[^;]{0,20}$")
_FOR_DAYS = re.compile(
    r"\b(?:doy|damos|daria|daran|dara|would give|ha[sd]|have|got|gets?|giv(?:e|es|en)|gave|granted|tiene[n]?|"
    r"tendra[n]?|"
    r"cuenta[n]? con|dispon\w+|valid for|"
    r"expires? in|"
    r"vence en|vigente(?: por)?|in (?:force|effect) for|en vigor(?: por)?|renov\w+ por|renew\w* for|extend\w*(?: for|"
    r" by)?|prorrog\w+(?: por)?|ampli\w+(?: por| "
    r"en)?|dio|dan|"
    r"da|otorg\w+|"
    r"conced\w+|allow\w*|set|fij\w+|impus\w+|pid\w+)(?: \w+){0,3}$"
)
_PUTS_OFF = re.compile(r"(?:- )?days? (?:extension|reprieve|ultimatum|deadline|grace period|window)\b")
"""Behind a number: "grants Mexico 30-day extension"."""
_OR_ELSE = re.compile(r"(?:or|o) (?:we|else|face\w*|the|nosotros|habra|actua\w+|lo)\b")
_MANY_HANDOVERS = 10
_TO_DO = re.compile(
    r"(?:al\b|a (?:mexico|eu|washington|la|los|las|sus)\b|to|para|from|from the|a partir|contados|naturales|"
    r"habiles|de plazo|"
    r"business|mas\b|antes de|before) ?\w*"
)


def _mass_role(sentence: Sentence, counted: Counted) -> str:
    window = sentence.flats[counted.end : counted.end + 8]
    for other in sentence.counted:
        if other.quantity.first >= counted.end:
            window = sentence.flats[counted.end : min(counted.end + 8, other.quantity.first)]
            break
    if not window or window in (["y"], ["and"]) or window[:1] in (["y"], ["and"]):
        window = sentence.flats[counted.end : counted.end + 12]  # "5 kilos and 70 pills of fentanyl"
    substance = " ".join(window)
    before = " ".join(sentence.flats[max(0, counted.quantity.first - 14) : counted.quantity.first])
    seized = any(act.cls == "seize" for act in sentence.acts) or sentence.has_seizure
    if (not seized or not _seizes(sentence)) and _TRADED.search(sentence.flat):
        return OTHER
    if _THE_DRUG.match(substance):
        named = f"{before} {sentence.subject}"
        if re.search(r"\bcoca(?:ina|ine)", named) and near("cocaine_at_sea", sentence.flat):
            return "cocaine_at_sea"
        if "fentan" in named:
            return "fentanyl_seized"
    if re.search(r"\bfentan[iy]l", substance) or (
        not near("drugs_seized_total", substance)
        and re.search(r"\bfentan[iy]l(?!.*(?:cocain|meth|metanf|mari|heroin|drog|drug))", before)
    ):
        return "fentanyl_seized"
    if re.search(r"\bcoca(?:ina|ine)", substance) and near("cocaine_at_sea", sentence.flat):
        return "cocaine_at_sea"
    other_drug = re.search(r"\b(?:met|mari|hero|fentan|drog|drug)", substance)
    if other_drug is None and re.search(r"\bcoca(?:ina|ine)", before) and near("cocaine_at_sea", sentence.flat):
        return "cocaine_at_sea"
    if not re.match(r"(?:de|of) ", substance) and not near("drugs_seized_total", sentence.flat):
        return _mass_of_subject(sentence)
    drug = near("drugs_seized_total", substance) or near("drugs_seized_total", before)
    unnamed = not re.match(r"(?:de|of) ", substance)
    return "drugs_seized_total" if drug or (unnamed and near("drugs_seized_total", sentence.flat)) else OTHER


def _mass_of_subject(sentence: Sentence) -> str:
    """ "La embarcación llevaba 1.8 toneladas": the drug is named in the headline."""
    if re.search(r"\bfentan[iy]l", sentence.subject):
        return "fentanyl_seized"
    if re.search(r"\bcoca(?:ina|ine)", sentence.subject) and near("cocaine_at_sea", sentence.subject):
        return "cocaine_at_sea"
    return "drugs_seized_total" if near("drugs_seized_total", sentence.subject) else OTHER


def _seizes(sentence: Sentence) -> bool:
    return any(act.cls == "seize" for act in sentence.acts)


_THINKS = (
    r"(?:apoya|respalda|rechaza|aprueba|desaprueba|reprueba|teme|cree|ve|considera|piensa|opina|prefiere|quiere|"
    r"favorece|"
    r"avala|oppos|support|back|favou?r|fear|believ|think|want|reject|approve|disapprove|disagree|agree|expect|"
    r"worry|worr|say)(?:n|s|d|es|ed|e|ies)?\b"
)
_ASKED_PEOPLE = (
    r"(?:mexicanos|estadounidenses|ciudadanos|encuestados|votantes|poblacion|gente|mexicans|americans|adults|voters|"
    r"respondents|people|republicans|democrats|independents|latinos|republicanos|democratas|hispanics|tejanos|texans)"
)
_WHO_THINK = re.compile(
    rf" (?:(?:(?:de|of) )?(?:(?:los|las|la|the|all|u\.s\.|us|american) )?{_ASKED_PEOPLE} )?"
    rf"(?:(?:que|still|now|aun|se) )?{_THINKS}"
)
"""Behind a share: who it is of supports, fears or believes something, "72 por ciento teme una intervención"."""
_THINK_SO = re.compile(rf"\b{_THINKS} (?:el |un )?$")
"""Right before it in Spanish: "Apoya 72% que EU ataque"."""
_OF_WHAT_THEY_THINK = re.compile(
    r"\b(?:strikes?|ataqu\w+|attacks?|interven\w+|milita\w+|invad\w+|invasion\w*|troops|tropas|extradi\w+|cartel\w*|"
    r"carteles|entreg\w+|soberania|sovereignty|sheinbaum|trump)\b"
)


def _is_of_opinion(sentence: Sentence, counted: Counted) -> bool:
    """Whether a share is the subject of a verb of thinking, in a text on what polls ask about."""
    if _OF_WHAT_THEY_THINK.search(sentence.flat) is None:
        return False
    at = sentence.tokens[counted.quantity.first].start
    end = counted.unit.end if counted.unit is not None else counted.quantity.last
    behind = sentence.flat[sentence.tokens[end - 1].end :]
    before = sentence.spanish and _THINK_SO.search(sentence.flat[:at]) is not None
    return before or _WHO_THINK.match(behind) is not None


def _percent_role(sentence: Sentence, counted: Counted) -> str:
    before = " ".join(sentence.flats[max(0, counted.quantity.first - 5) : counted.quantity.first]).rpartition(";")[2]
    if _SHARE_OF_CASES.match(" ".join(sentence.flats[counted.end - 1 : counted.end + 4])):
        return OTHER
    if _APPROVAL.search(before):
        return "poll_share"  # "Sube aprobación a 72%: homicidios a la baja explican el dato"
    if near("homicide_change", sentence.flat) and (
        _CHANGE_DOWN.search(sentence.flat) or _CHANGE_UP.search(sentence.flat)
    ):
        return "homicide_change"
    rounded = counted.unit is not None and counted.unit.factor > 1
    if _OF_A_POLL.search(before) or (rounded and sum(_is_share(other) for other in sentence.counted) > 1):
        return OTHER  # "six in ten, 58 percent": the exact share stands beside it
    if _ECONOMY.search(sentence.flat) and not _POLL.search(f"{sentence.flat} {sentence.subject}"):
        return OTHER
    if near("poll_share", sentence.flat) or _is_of_opinion(sentence, counted) or _POLL.search(sentence.subject):
        return "poll_share"
    if _OTHER_CRIMES.search(sentence.flat):
        return OTHER
    fell = _CHANGE_DOWN.search(sentence.flat) or _CHANGE_UP.search(sentence.flat)
    return "homicide_change" if fell and near("homicide_change", sentence.subject) else OTHER


def _is_share(counted: Counted) -> bool:
    return counted.unit is not None and counted.unit.name == "pct"


def _time_role(sentence: Sentence, counted: Counted, unit: Unit) -> str:
    flat, flats = sentence.flat, sentence.flats
    after = " ".join(flats[counted.end : counted.end + 3])
    before = " ".join(flats[max(0, counted.quantity.first - 7) : counted.quantity.first])
    told = _TERM.search(flat) is not None and near("sentence_years", sentence.preceding)
    if unit.name == "years" and (told or near("sentence_years", flat)):
        if re.match(r"(?:ago|later|old|de edad|despues|antes|atras|after|before|earlier)\b", after) or re.search(
            r"\b(?:hace|last|past|ultimos|over the|desde hace|since|in|en|within|during|durante)(?: unos| los|"
            r" just| less than| more than| under| over| about| barely| menos de| mas de| apenas| casi)?$",
            before,
        ):
            return OTHER
        if _NO_TERM_AFTER.match(after) or _NO_TERM_BEFORE.search(before) or _is_anniversary(sentence, counted):
            return OTHER
        return OTHER if _SPENT.search(before) else "sentence_years"
    if unit.name != "days":
        return OTHER
    if is_term_by_headline(sentence, counted):
        return "deadline_days"
    if is_time_spent(sentence, counted):
        return OTHER
    if not _AWAY.isdisjoint(flats[counted.quantity.last : counted.end + 1]):
        return OTHER  # "un día después del ultimátum"
    if _PUTS_OFF.match(" ".join(flats[counted.quantity.last : counted.quantity.last + 4])):
        return "deadline_days"  # "grants Mexico 30-day extension"
    given = _GIVEN.search(before) and re.match(r"(?:(?:a|al) (?:\w+ ){1,3})?(?:para|to) \w+", after)
    noticed = _NOTICE.search(f"{flat} {sentence.subject}") and (
        re.search(r"\b(?:for|por|durante|within|otros)$", before) or re.match(r"(?:notice|aviso)", after)
    )
    if _COURSE.search(before):
        return OTHER
    if sentence.flat == sentence.subject and _is_ultimatum(sentence, counted):
        return "deadline_days"
    set_for = _FOR_DAYS.search(before) and (_TO_DO.match(after) or counted.end >= len(flats) - 1 or after[:1] in ".,")
    threatened = re.search(r"\b(?:in|within|en)$", before) is not None and _OR_ELSE.match(after) is not None
    if given or noticed or set_for or threatened or near("deadline_days", before):
        return "deadline_days"
    named = re.search(r"\b(?:deadline|plazo|notice|vigencia|ultimatum|notam)\b", flat)
    return "deadline_days" if named and not _LASTED.search(before) else OTHER


_OPENS_TERM = re.compile(r"(?:^|: |, con |, with )$")
_TO_ACT = re.compile(r" (?:para (?!el|la|los|las\b)\w+[aei]r(?:l[oae]s?|se)?|to (?!the\b|go\b|election)[a-z]+)\b")
_MUST = re.compile(r"\b(?:debe[n]?|tiene que|must|has to|exige[n]?|ordena[n]?|tells?|orders?|demands?|warns?)\b")
_IN_DAYS = re.compile(r"\b(?:en|in|within) $")
_WHO_MUST = re.compile(r"\b(?:trump|eu|ee\.? ?uu|us|u\.s\.|washington|white house|casa blanca|estados unidos)\b")


def _is_ultimatum(sentence: Sentence, counted: Counted) -> bool:
    """The days of the headlines "Trump to Mexico: 30 days to stop cartels", "En 30 días México debe entregar capos,
    exige Trump"."""
    if _WHO_MUST.search(sentence.flat) is None or "mexic" not in sentence.flat:
        return False
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start]
    behind = sentence.flat[sentence.tokens[counted.end - 1].end :]
    opens = _OPENS_TERM.search(before) is not None and _TO_ACT.match(behind) is not None
    return opens or (_IN_DAYS.search(before) is not None and _MUST.search(sentence.flat) is not None)


def _is_anniversary(sentence: Sentence, counted: Counted) -> bool:
    """ "a 40 años de Camarena", "A seis años, ...": so long ago."""
    at = counted.quantity.first
    if sentence.flats[max(0, at - 1) : at] != ["a"] or not sentence.spanish:
        return False
    if at == 1:
        return True
    after = " ".join(sentence.flats[counted.end : counted.end + 2])
    return after.startswith("de ") and _OF_PRISON.match(after) is None and _TERM.search(sentence.flat) is None


def unit_role(sentence: Sentence, counted: Counted, unit: Unit) -> Role | None:
    """Role of a number with a unit: mass, percent, money, time."""
    if unit.name == "kg":
        name = _mass_role(sentence, counted)
    elif unit.name == "pct":
        name = _percent_role(sentence, counted)
    elif unit.name in _MONEY:
        name = money_role(sentence, counted)
    elif unit.name in ("years", "days"):
        name = _time_role(sentence, counted, unit)
    else:
        name = OTHER
    if counted.quantity.article and name == OTHER and unit.name != "kg":
        return None
    return Role(name, "count" if unit.name in ("length", "money") else unit.name, counted, False)


def blocked_roads(sentence: Sentence, counted: Counted) -> bool:
    """ "blocked 17 stretches of road", "bloquearon ocho puntos"."""
    return _ROADS.match(counted.noun_flat) is not None and _BLOCKED.search(sentence.flat) is not None


_PENDING = re.compile(
    r" (?:de extradicion |for extradition )?(?:(?:que )?(?:estan|siguen|are|is|still) )*(?:pendientes?|en tramite|"
    r"pending|por resolver|awaiting|outstanding)\b"
)


_HAS_ASKED = Guarded(r"\b(?:ha[n]?|habian?|hemos) (?:pedido|solicitado|requerido)\b[^;:.,]{0,30}$")
"""Before extraditions: they are only asked for."""
_OWES = re.compile(r"\b(?:debe[n]?|adeuda[n]?|owes?)\b[^;:.,]{0,25}$")
"""Before extraditions: somebody has not granted them."""


def _is_owed(sentence: Sentence, counted: Counted) -> bool:
    """The extraditions of "269 extradiciones pendientes", "EU debe a México 269 extradiciones": only asked for."""
    pending = _PENDING.match(sentence.flat[sentence.tokens[counted.end - 1].end :]) is not None
    return pending or _OWES.search(sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()) is not None


def thing_role(sentence: Sentence, counted: Counted) -> str:
    """Measure of a number of things, by their noun and what happens in the sentence."""
    kind, flat = counted.noun_class, sentence.flat
    if kind == "thing":
        return OTHER
    if kind == "request":
        if sentence.flats[max(0, counted.quantity.first - 2) : counted.quantity.first] in (
            ["of", "the"],
            ["de", "las"],
        ):
            return OTHER  # the whole of "12 of the 14 requests"
        refused, cost = governor(sentence, counted, frozenset({"refuse"}))
        pending = _PENDING.match(flat[sentence.tokens[counted.end - 1].end :]) is not None
        sent_back = _SENT_BACK.search(flat[: sentence.tokens[counted.quantity.first].start].rstrip()) is not None
        refused_after = _REFUSED_AFTER.match(flat[sentence.tokens[counted.end - 1].end :]) is not None
        turned = sent_back or refused_after or (refused and cost < 8 and not pending)
        if turned and near("requests_refused", flat):
            return "requests_refused"
        return (
            "extradition_requests"
            if near("extradition_requests", f"{sentence.preceding} {flat}")
            and not counted.noun_flat.startswith("orden")
            else OTHER
        )
    if kind == "extradition" and _is_owed(sentence, counted):
        return "extradition_requests"
    earlier = [act for act in sentence.acts if act.last <= counted.quantity.first]
    asked = any(act.cls == "request" and act.form not in ("passive", "participle") for act in earlier)
    asked = asked or _HAS_ASKED.search(flat[: sentence.tokens[counted.quantity.first].start]) is not None
    if kind == "extradition" and asked and counted.quantity.value > 1:
        return "extradition_requests"  # "piden a México 72 extradiciones"
    if kind == "extradition" and _is_refused(sentence, counted):
        return "requests_refused"
    if kind in ("transfer", "batch"):
        return _operations_role(sentence, counted)
    if counted.noun_flat in ("extradition", "extradicion") and counted.quantity.value > 1:
        return OTHER  # "250 extradition cases"
    name = _ALONE.get(kind, OTHER)
    if name == OTHER or sentence.flats[counted.end : counted.end + 1] in (["loads"], ["load"]):
        return OTHER  # "38 aircraft loads of cocaine"
    if name in NEED_TRANSFER:
        return name if _is_of_a_handover(sentence, counted, name) else OTHER
    if name == "us_strikes" and kind == "boat" and not any(act.cls == "strike" for act in sentence.acts):
        return OTHER
    if name in ("pills_seized", "weapons_seized"):
        return OTHER if _TRADED.search(flat) and not _seizes(sentence) else name
    if name == "labs_destroyed" and _OF_SCIENCE.match(" ".join(sentence.flats[counted.end : counted.end + 2])):
        return OTHER  # "dos laboratorios genéticos"
    if name == "flights_missions" and _GROUNDED.search(flat):
        return OTHER
    if name == "labs_destroyed":
        done = any(act.cls in ("dismantle", "seize") for act in sentence.acts) or sentence.has_seizure
        return name if done or not _AT_WORK.search(flat) else OTHER
    if name == "us_strikes" and sentence.about_strikes:
        return name
    return name if near(name, flat) else OTHER


_LANDING = re.compile(
    r"\b(?:aterriz\w+|landed|flown (?:to|on|in)|flew (?:to|on|in)|volaron|viajaron en|travell?ed "
    r"(?:on|in|aboard)|despegaron|took off)\b"
)
_HELD_IN = re.compile(
    r"\b(?:estaban|se encontraban|permanecian|dormian|procedian|provenian|venian|salieron|left|(?:were|had "
    r"been) (?:held|housed|kept)|had sat|came (?:out of|from)|drawn from)(?: en| de| in| desde)?"
    r"(?: los| las| the)? \w+ (?:\w+ ){0,2}"
    r"(?:prisons?|penitentiar\w+|penales|prision\w*|carceles|centros)"
)
_OTHERS = (["and"], ["y"], ["otras"], ["other"])
_PREPOSITIONS_OF = {
    "destinations": frozenset(
        {"a", "to", "hacia", "en", "in", "at", "across", "into", "between", "entre", "for", "toward", "towards"}
    ),
    "origin_prisons": frozenset({"de", "from", "desde", "en", "in", "at", "across"}),
}


def _is_of_a_handover(sentence: Sentence, counted: Counted, name: str) -> bool:
    """Whether aircraft, vehicles, cities or prisons are those of people moved."""
    moving = any(act.cls in ("transfer", "extradite", "escort") for act in sentence.acts)
    landed = _LANDING.search(sentence.flat) is not None
    about = sentence.about_transfer or landed or (_MOVED_BY.search(sentence.flat) is not None and moving)
    if counted.quantity.vague and name == "escort_vehicles":
        return False  # "reporters saw dozens of trucks"
    if not about or _NOT_OF_A_HANDOVER.search(sentence.flat) or _NOT_OF_A_HANDOVER.search(sentence.subject):
        return False
    if not sentence.about_transfer and DOMESTIC.search(sentence.subject):
        return False  # "jail break organizer moved to Altiplano"
    wanted = _PREPOSITIONS_OF.get(name)
    if wanted is None:
        return True
    held = name == "origin_prisons" and _HELD_IN.search(sentence.flat) is not None
    if held:
        return True
    listed = name == "destinations" and sentence.flats[counted.quantity.first - 1 : counted.quantity.first] in _OTHERS
    return (counted.preposition in wanted or (listed and moving)) and (
        moving or counted.preposition in ("a", "to", "hacia", "from", "de", "desde")
    )


def _is_refused(sentence: Sentence, counted: Counted) -> bool:
    """ "negó 24 extradiciones", "24 extradiciones negadas", not "granted 118 extraditions and refused 24"."""
    if governor(sentence, counted, frozenset({"refuse"}))[1] >= _REFUSED_NEAR:
        return False
    acts = [act for act in sentence.acts if act.cls == "refuse"]
    return any(act.last <= counted.quantity.first for act in acts) or not any(
        flat in ("y", "and") for act in acts for flat in sentence.flats[counted.end : act.first]
    )


def _operations_role(sentence: Sentence, counted: Counted) -> str:
    """ "three handovers", "92 transfers so far": many transfers are people, as nobody has held ten mass handovers."""
    if not sentence.about_transfer:
        return OTHER
    before = sentence.flats[max(0, counted.quantity.first - 1) : counted.quantity.first]
    if before in (["first"], ["last"], ["previous"], ["earlier"], ["primeros"], ["primeras"], ["ultimos"], ["ultimas"]):
        return OTHER  # "the first three handovers": not all of them
    if any(
        role.measure == "transfer_operations" and role.counted.value == counted.value + 1 for role in sentence.before
    ):
        return OTHER  # the five earlier ones of the sixth
    several = 2 <= counted.quantity.value <= _MANY_HANDOVERS
    if counted.noun_class == "batch":
        moving = any(act.cls == "transfer" for act in sentence.acts)
        counted_how = counted.noun_flat.startswith(
            ("operati", "operaci", "tanda", "remesa", "round", "batch", "wave", "bloque")
        )
        return "transfer_operations" if moving and (counted.quantity.ordinal or (several and counted_how)) else OTHER
    if counted.quantity.ordinal:
        return "transfer_operations"
    if counted.quantity.value >= _MANY_HANDOVERS:
        return "persons_transferred_cumulative"
    return "transfer_operations" if several else OTHER
