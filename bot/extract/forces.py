"""Numbers of soldiers, police and agents: killed, guarding a handover, or those of the United States.

Imports its siblings only.
"""

import re

from bot.extract.batches import MEASURE_OF_ACT, clause_before
from bot.extract.clauses import Counted, Sentence
from bot.extract.guarded import Guarded
from bot.extract.measures import OTHER

_AMERICAN = re.compile(
    r"\b(?:u\.? ?s\.?|us|american|estadounidenses?|norteamerican[oa]s?|gringos|eu|eua|ee\.? ?uu|estados unidos|"
    r"navy seals?|seals?|rangers|northern command|comando norte|abbott|green berets|boinas verdes|delta force|"
    r"fuerza delta|cia|dea|fbi|pentagon\w*)\b"
)
_AMERICAN_SENDER = re.compile(
    r"\b(?:pentagon\w*|hegseth|trump|white house|casa blanca|u\.? ?s\.? (?:army|military|special)|washington|northcom|"
    r"comando norte|^(?:estados unidos|eu|ee\.? ?uu\.?|the us|us|u\.s\.) (?!y\b|and\b)|"
    r"\b(?:eu|washington|us|u\.s\.|estados unidos) (?:mandar|"
    r"enviar|envio|despleg|deploy|sent\b|dispatch)\w*|ejercito de (?:eu|estados "
    r"unidos))\b"
)
_MEXICAN_SENDER = re.compile(
    r"\b(?:(?:envia|manda|despliega|sends|deploys) (?:mexico|sheinbaum|el gobierno|defensa|sedena)|"
    r"(?:mexico|sheinbaum|defensa|sedena) (?:(?:will |to )?(?:envia|manda|despliega|sends?|sent|deploys?|deployed|"
    r"enviara|mandara|desplegara|movilizara?)))\b"
)
_TO_THE_BORDER = re.compile(
    r"^(?:manda|envia|despliega|mueve|moviliza)n? (?:estados unidos|eu|ee\.? ?uu\.?|trump|washington|"
    r"(?:el )?pentagono)\b"
    r"[^;:.]{0,40} (?:a|hacia|en) la frontera\b|"
    r"^(?:estados unidos|eu|ee\.? ?uu\.?|trump|washington|(?:el )?pentagono|(?:the )?(?:us|u\.s\.|pentagon)) "
    r"(?:envi|mand|despl|desplieg|mov|traslad|send|sent|deploy|dispatch|rush)\w*[^;:.]{0,40} (?:a|en|to|at) "
    r"(?:the |la |southern |mexican )*(?:frontera|border)\b"
)
"""The United States or its president moves them to the border: none of those who guard a handover."""
_ENTRY = re.compile(
    r"\b(?:enter\w*|entry|entra\w*|entren|ingres\w+|admit\w*|train\w*|course|entrenamient\w+|adiestra\w+|ejercicio\w*|"
    r"ir a|go to|going in|inside mexico|in(?:to)? mexico|en mexico|a mexico|acompan\w+|redadas|raids?|embed\w*|"
    r"exercises?|drills?|deploy\w*|despleg\w+|desplieg\w+|let|send\w*|sent|"
    r"envi\w+|frontera|border|across|incursion|missions?|mision(?:es)?)\b"
)
_DEATHLY_FALL = re.compile(
    r"\bca(?:en?|yo|yeron)\b.{0,60}\b(?:emboscad\w+|ataque\w*|enfrentamiento\w*|agresion\w*|"
    r"balacera)"
)
_OF_A_MOVE = re.compile(
    r"\b(?:convoys?|caravanas?|traslad\w+|transfer\w*|handover\w*|reos|presos|internos|prisoners?|inmates?|capos|"
    r"detainees|airport|"
    r"aeropuerto|hangar|pista|runway)\b"
)
_INCLUDED = re.compile(
    r"\b(?:includ\w+|incluy\w+|inclui\w+|among them|entre (?:ellos|los que|quienes)|(?:group|"
    r"grupo) (?:are|is|son|hay))\b[^.;]{0,40}$"
)
_OF_SERVICE = re.compile(
    r" (?:of|de|del) (?:the |la |el |los |las )?(?:national |mexican |policia |secretaria de )?(?:guard|army|navy|"
    r"police|armed forces|military|guardia|"
    r"ejercito|marina|armada|policia|fuerzas|defensa|sedena|semar)\b"
)
_GUARDING = re.compile(
    r"\b(?:apostad[oa]s|security was|escort\w*|stood guard|guarding|guarded|custodi\w+|resguard\w+|escolt\w+|"
    r"(?:vigil|acompan)\w+ "
    r".{0,30}(?:traslado|convoy|reos|"
    r"capos|presos|internos|avion\w*))\b"
)
_MARINES_ES = re.compile(r"\bmarines\b")
_MEXICAN = re.compile(
    r"\b(?:mexican\w*|soldados?|guardia nacional|national guard|guardias|marinos?|ejercito|defensa|semar|navy "
    r"members|soldiers)\b"
)
FORCES_AMONG = re.compile(
    r"(?:were|was|are|eran|son|fueron) (?:\w+ ){0,2}(?:soldiers?|troops|marines?|officers?|police\w*|guard\w*|"
    r"soldados?|marinos?|"
    r"polici\w+|agentes?|militares|elementos)"
)
_AMONG_DEAD = re.compile(
    r"\b(?:entre (?:las|los) (?:\w+ )?(?:victimas|muertos|fallecidos|abatidos|asesinados)|among the (?:\w+ "
    r")?(?:dead|victims|killed))"
)
_HELD = Guarded(
    r"\b(?:arrest\w*|deten\w+|detien\w+|detuv\w+|captur\w+|aprehen\w+|detain\w*|apprehen\w+|atrap\w+|apres\w+|"
    r"nab(?:s|bed)?|bust(?:s|ed)?|caught|catch|catches|round(?:s|ed)? up|custody|jail(?:s|ed)|encarcel\w+)\b"
)
_LOST = re.compile(
    r"(?:lost to|fallen|(?:que|los que) .{0,25}\bha[n]? perdido|cayeron|cayo\b|fell (?:in|to)|"
    r"were among the (?:dead|fallen|victims))\b"
)
COST_LIVES = re.compile(
    r"\b(?:cost|cuest|cobr|quit|arrebat|seg)\w+ la vida (?:al?|de)(?: (?:al menos|mas de|un[oa]s|casi))?$"
)
"""Right before people: they died."""
_LIVES = re.compile(r"(?:' )?(?:lives|vidas)\b")
_FELL = re.compile(r"\b(?:cay(?:o|eron)|caido)\b")
_FORCES_REACH = 13.0  # troops stand beside many killings that are not theirs
_OF_US_FORCES = re.compile(
    r" (?:(?:team|equipo) \w+ )?(?:de|of) (?:los |las |la |the )?(?:u\.?s\.? |us )?"
    r"(?:navy )?(?:seals?|marines|cia|dea|fbi|boinas verdes|"
    r"green berets|delta force|"
    r"fuerzas especiales (?:de estados unidos|de eu|estadounidenses))\b"
)
_OF_AN_EMBASSY = re.compile(r"^\w+ (?:u s |us |american |estadounidenses )?(?:\w+ de la )?(?:embassy|embajada|consul)")
"""Whose they are: civilians, and foreign ones."""
_HIRED = re.compile(r"(?:operator|operativ|contractor|contratista|advis|instructor|officer|trainer|asesor)")


def are_of_a_service(sentence: Sentence, counted: Counted) -> bool:
    """ "1,900 members of the Guard", "mil integrantes del Ejército"."""
    after = sentence.flat[sentence.tokens[counted.end - 1].end :]
    if counted.noun_flat not in _MEMBERS:
        return False
    phrase = " ".join(sentence.flats[counted.quantity.last : counted.end])
    return _OF_SERVICE.match(after) is not None or _SERVICE_FIRST.search(phrase) is not None


_SERVICE_FIRST = re.compile(r"\b(?:guard|army|navy|police|military|service)(?: force| corps)? members?$")
_MEMBERS = frozenset({"member", "members", "miembro", "miembros", "integrante", "integrantes"})


def _is_escorting(sentence: Sentence, counted: Counted) -> bool:
    """Whether the number is the subject of a verb of guarding or taking part close behind it."""
    return any(act.cls == "escort" and 0 <= act.first - counted.end < _SUBJECT_REACH for act in sentence.acts)


_SUBJECT_REACH = 9  # tokens


def is_us_personnel(sentence: Sentence, counted: Counted) -> bool:
    """ "19 members of the Navy Seals", "a dozen CIA contractors", "250 special operators"."""
    if _OF_US_FORCES.match(sentence.flat[sentence.tokens[counted.end - 1].end :]):
        return True
    if counted.noun_class != "person" or not _HIRED.match(counted.noun_flat):
        return False
    phrase = " ".join(sentence.flats[counted.quantity.first : counted.end])
    return _AMERICAN.search(phrase) is not None or (
        "special" in phrase and _AMERICAN_SENDER.search(sentence.flat) is not None
    )


def _phrase(sentence: Sentence, counted: Counted) -> str:
    """A number, its noun and some words behind it."""
    return " ".join(sentence.flats[counted.quantity.first : counted.end + 6])


_GUARDS_A_MOVE = re.compile(
    r"\b(?:custodi\w+|escolt\w+|resguard\w+|guard(?:s|ed|ing)?|escort\w*|vigil\w+)\b(?: (?:the|el|a|\d[\d,.]*|mil|"
    r"elementos|agentes|efectivos|militares|policias|soldados|marinos)){0,4} "
    r"(?:traslado|entrega|envio|transfer|handover|convoy)\b"
)
"""In a sentence: somebody guards a handover."""


def _are_of_the_dead(sentence: Sentence, counted: Counted) -> bool:
    """ "14 people died, five of them soldiers, and 22 were hurt": an aside on the dead."""
    at = counted.quantity.last
    if tuple(sentence.flats[at : at + 2]) not in _OF_THEM or sentence.flats[counted.quantity.first - 1] != ",":
        return False
    told = [role for role in sentence.before if role.counted in sentence.counted and role.counted is not counted]
    return bool(told) and told[-1].measure == "killed" and told[-1].counted.value > counted.value


_OF_THEM = frozenset({("of", "them"), ("of", "whom"), ("de", "ellos"), ("de", "ellas")})


def are_of_mexico(sentence: Sentence, counted: Counted) -> bool:
    """ "Mexico's 10,000 guardsmen", "6,000 guardsmen head for Chiapas": Mexico's, unless the United States or one of
    its states sends them or owns them."""
    first = sentence.tokens[counted.quantity.first].start
    before = sentence.flat[:first].rstrip()
    behind = sentence.flat[sentence.tokens[counted.end - 1].end :]
    if _MEXICOS.search(before) or _OF_ITS_ARMY.match(behind):
        return True
    if _GUARDSMEN.search(" ".join(sentence.flats[counted.quantity.first : counted.end + 2])) is None:
        return False
    beside = " ".join(sentence.flats[max(0, counted.quantity.first - 2) : counted.end + 2])
    return _AMERICAN_GUARD.search(beside) is None and _SENT_BY_US.search(before) is None


_MEXICOS = re.compile(
    r"\b(?:mexico|sheinbaum|amlo|lopez obrador)'s(?: (?:the|some|about|over|nearly))?$|\bmexican(?: army)?$"
)
_OF_ITS_ARMY = re.compile(
    r" (?:de|of|from) (?:the |la |el )?(?:mexico|mexican\w*|guardia nacional|ejercito mexicano|sedena)\b|"
    r" mexican[oa]s\b"
)
_GUARDSMEN = re.compile(r"\b(?:guards?m[ae]n|guardias?|guard members|guardia nacional)\b")
_AMERICAN_GUARD = re.compile(
    r"\b(?:u\.?s\.?|us|american|army|air|texas|california|arizona|florida|estadounidens\w+|texan\w*|eu|reserv\w+)\b"
)
_SENT_BY_US = re.compile(
    r"\b(?:trump|biden|obama|pentagon\w*|hegseth|texas|arizona|california|abbott|u\.?s\.?|us|white house|washington|"
    r"governors?|eu|ee\.? ?uu|estados unidos) (?:\w+ ){0,3}?(?:send|sent|deploy|mobili|order|activat|dispatch|rush|"
    r"despleg|desplieg|envi|mand|moviliz|activ)\w*\b[^;:.]{0,25}$"
)
"""Before guardsmen: who sends them is of the United States."""


def are_of_the_deployed(sentence: Sentence, counted: Counted) -> bool:
    """ "En febrero ingresaron 19 elementos", "another 1,500 will arrive", "they join 2,500 already there": in the
    sentence below a headline of US forces, which no word gives to Mexico."""
    if sentence.preceding != sentence.subject or counted.unit is not None or counted.quantity.ordinal:
        return False
    told = (role for role in sentence.before if role.counted is not counted and role.counted not in sentence.counted)
    if not any(role.measure == "us_forces" for role in told) or _OF_MEXICO.search(sentence.flat):
        return False
    if counted.noun_class == "forces":
        return True
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()
    behind = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    return _JOINS.search(before) is not None or _ARRIVE.match(behind) is not None


def are_already_there(sentence: Sentence, counted: Counted) -> bool:
    """ "Sending 1,500 more troops; 2,500 already there": of the United States as those before them in the sentence."""
    if counted.unit is not None or counted.quantity.ordinal or counted.noun_class not in ("", "forces"):
        return False
    if not any(
        role.measure == "us_forces" and role.counted in sentence.counted and role.counted is not counted
        for role in sentence.before
    ):
        return False
    behind = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    joined = _JOINS.search(sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip())
    return _ON_SITE.match(behind) is not None or joined is not None


_ON_SITE = re.compile(
    r"(?: (?:troops|soldiers|marines|soldados|militares|elementos))?(?: (?:que|who|are|were|estan))* (?:(?:already|ya) "
    r"(?:there|in place|deployed|at|on|estan|en|desplegad\w+|hay|ahi)|there already|there\b)"
)
_OF_MEXICO = re.compile(
    r"\b(?:mexican\w*|guardias?\b|guardsm[ae]n|national guard|sedena|"
    r"mexico (?:sent|sends|deploy\w+|envi\w+|mand\w+|despl\w+)|semar|(?:ejercito|marina) (?:mexican|de mexico)|"
    r"migrant\w*|detenid\w*|arrest\w*|killed|muert\w*)\b"
)
_JOINS = re.compile(
    r"\b(?:join(?:s|ed|ing)?|se suma(?:n|ron|ran)? a|adding to)(?: (?:the|l[oa]s|some|about|unos|mas de))*$"
)
_ARRIVE = re.compile(
    r"(?: (?:more|others|mas|otros))?(?: (?:will|would|are (?:to|expected to)))? (?:arriv\w*|llegar\w*|follow|"
    r"deploy\w*|seran enviad\w+|already there|more\b(?= ?(?:$|[.,])))"
)


def forces_role(sentence: Sentence, counted: Counted, cls: str, cost: float) -> str:
    """Measure of a number of soldiers, police or agents; `cls` and `cost` are those of the act that governs it."""
    flat, first = sentence.flat, counted.quantity.first
    if _HELD.search(flat) is None and _FELL.search(" ".join(sentence.flats[max(0, first - 3) : first])) is not None:
        return "security_forces_killed"  # "cayeron 25 guardias": soldiers fall, suspects are caught
    if _HELD.search(flat) is None and _LOST.match(" ".join(sentence.flats[counted.end : counted.end + 8])) is not None:
        return "security_forces_killed"  # "14 troops lost to mines", "dos soldados cayeron"
    if COST_LIVES.search(flat[: sentence.tokens[first].start].rstrip()):
        return "security_forces_killed"
    if _GUARDS_A_MOVE.search(flat) and sentence.about_transfer:
        return "escort_personnel"
    if _are_of_the_dead(sentence, counted):
        counted.subset = True
        return "security_forces_killed"
    among = _AMONG_DEAD.search(clause_before(sentence, sentence.tokens[first].start)) is not None
    if among or (cls == "kill" and cost < _FORCES_REACH):
        return "killed" if _OF_AN_EMBASSY.search(_phrase(sentence, counted)) else "security_forces_killed"
    accused = cls == "indict" or (cls == "arrest" and _HELD.search(flat) is not None)
    if accused and cost < _FORCES_REACH and not counted.subset:
        return MEASURE_OF_ACT[cls]
    if cls in ("injure", "vanish") and cost < _FORCES_REACH:
        return MEASURE_OF_ACT[cls]
    if _DEATHLY_FALL.search(flat) and any(act.cls == "arrest" and act.form == "patient" for act in sentence.acts):
        return "security_forces_killed"  # "caen cinco militares en emboscada"
    if (
        _INCLUDED.search(clause_before(sentence, sentence.tokens[first].start))
        or "former" in sentence.flats[first : counted.end]
    ):
        return OTHER  # "the group included three former officers"
    phrase = _phrase(sentence, counted)
    close = " ".join(sentence.flats[first : counted.end + 1])
    if _LIVES.match(" ".join(sentence.flats[counted.end : counted.end + 2])):
        return "security_forces_killed"  # "it took 17 soldiers' lives"
    if are_already_there(sentence, counted):
        return "us_forces"
    ours = not are_of_mexico(sentence, counted)
    if ours and _AMERICAN.search(" ".join(sentence.flats[first : counted.end])):
        return "us_forces"
    if ours and _AMERICAN.search(phrase) is not None and not re.search(r"\b(?:mexican|mexicanos)\b", close):
        return "us_forces"
    if ours and _TO_THE_BORDER.search(flat) and not re.search(r"mexican|mexico sent|guardias? nacional", close):
        return "us_forces"
    mexican = _MEXICAN.search(phrase) is not None
    if not mexican or not sentence.about_transfer:
        marines = ours and _MARINES_ES.search(phrase) is not None
        if marines and (sentence.spanish or _ENTRY.search(flat)) and not re.search(r"soldiers|mexico's", phrase):
            return "us_forces"
        if (
            ours
            and _AMERICAN_SENDER.search(flat)
            and not _MEXICAN_SENDER.search(flat)
            and _ENTRY.search(flat)
            and not re.search(r"mexican|mexico sent|guardias? nacional", close)
        ):
            return "us_forces"
    if _GUARDING.search(flat) and not re.search(r"\b(?:kill|dead|muert)", flat):
        return "escort_personnel"
    moving = any(act.cls in ("transfer", "escort", "extradite") for act in sentence.acts)
    if (sentence.about_transfer and (moving or sentence.in_title or counted.preposition == "")) or (
        (cls == "escort" or _is_escorting(sentence, counted)) and _OF_A_MOVE.search(flat)
    ):
        return "escort_personnel"
    return "us_forces" if ours and are_of_the_deployed(sentence, counted) else OTHER
