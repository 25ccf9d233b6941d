"""What an item is about, by its words: the family of its main act, whether people are moved, whether boats are hit.

Imports its sibling context only. The texts that come here were judged to be of the topic, so weak words are enough
where nothing speaks against them.
"""

import re
from functools import lru_cache

from bot.extract.context import DOMESTIC, US, is_other_pair
from bot.extract.guarded import Guarded

_MOVING = Guarded(
    r"\b(?:hand(?:s|ed|ing)? (?:over|up|to|\d+)|handovers?|transf(?:er|ier)\w*|extradit\w*|extradic\w*|traslad\w+|"
    r"entreg\w+|"
    r"envi(?:a|o|an|aron|ado|ada|ados|adas|ar|ara|aran|aria|arian|en)\b|envios?\b|remit(?:e|en|io|ieron|ir|id[oa]s?)\b|"
    r"expuls\w+|expel\w*|deport(?:s|ed|a|o|aron)\b|(?:sent|sends|send|sending|flown|flew|flies|shipped|ships|ferried|"
    r"deliver\w*|moved|carried|carry|carries|transported|whisked|airlifted|shuttled|brought|took|taken|hauled|bundled) "
    r"(?:\w+ ){0,9}?(?:to|north|across|into|out)\b|puest[oa]s? (?:\w+ ){0,3}a disposicion|"
    r"sent (?:it|them|her|him|washington|the us) |in (?:us|u\.s\.|american) (?:custody|hands)|in the hands of|"
    r"(?:were|was|been|being) (?:sent|flown|moved|pulled|shipped)|(?:turn|giv|deliver|send|gave|sent)(?:s|ed|ing|en)? "
    r"(?:\w+ ){0,4}?(?:over|up)|renditions?|custody|mand(?:a|o|an|aron|ado|ara|aran|ar)\b (?:\w+ ){0,6}(?:a|al)\b|"
    r"(?:lleva|llevo|llevaron|llevad[oa]s?|"
    r"llevaran|llevarian|sacad[oa]s|sacaron|trasladan) |(?:rumbo|camino|destino) a|volari?an|volaron|vuelan?|"
    r"despeg\w+|abord\w+|"
    r"(?:landed|touched down|arrived) in|tak(?:es|en|ing) custody|(?:recib\w+|receiv\w+|takes?|took) (?:\w+ "
    r"){0,3}(?:custody|custodia|reos|"
    r"prisoners|inmates|capos|narcos|narcotraficantes)|en manos de|bajo custodia|repatri\w+|convoys?|planeload|"
    r"(?:trip|way|flight|journey) north|"
    r"viaje al norte|subid[oa]s?|subieron|boarded|on board|aboard|cede[ns]?\b|"
    r"cedi(?:o|eron)\b|surrender\w*|empt(?:y|ies|ied) (?:its |the )?(?:cells|prisons|jails)|vaci\w+ (?:sus |las "
    r")?(?:celdas|carceles|penales|prisiones)|heads? to|va[n]? camino|(?:gives?|gave) (?:the )?(?:us|washington)\b|"
    r"da(?:n|ba)? (?:mexico )?a (?:eu|washington)|en poder de|puente aereo|aeronaves|salieron|parten|partieron|"
    r"left for|"
    r"prisoner flights?|flights? of (?:\w+ )?(?:prisoners|inmates|capos)|vuelos? de (?:reos|presos|capos))"
)
_WITHIN = re.compile(  # inmates moved from prison to prison, where nothing speaks of the United States
    r"\b(?:moves?|moved|mueven?|movieron|sacan?|sacaron|hauled|bused|sent away|reubic\w+|cambian?|van a|"
    r"aterriza en|motin|riot|"
    r"gunfire|flooded|hacinamiento|overcrowd\w*|gobernabilidad|prison yard)\b"
)
_HANDING = re.compile(  # what outweighs that
    r"\b(?:hand(?:s|ed|ing)? (?:over|\d)|handovers?|extradit\w*|extradic\w*|entreg\w+|envi(?:a|o|an|aron|ados?|"
    r"adas|ar)\b|envios?\b|"
    r"remit\w+|expuls\w+|expel\w*|(?:turn|giv|gave)\w* (?:\w+ ){0,4}?(?:over|up)|renditions?|surrender\w*|north\b|"
    r"al norte|transfers?\b|"
    r"traslad\w+|prisoner flights?|vuelos? de (?:reos|presos|capos))"
)
_PEOPLE = Guarded(
    r"\b(?:capos?|narcos?|figures|figuras|cartel\w*|carteles|reos?|presos?|fugitiv\w+|profug\w+|criminal\w*|"
    r"delincuent\w+|women|mujeres|"
    r"kingpins?|"
    r"traffick\w+|suspects?|operador\w*|crimen|convict\w*|inmates?|prisoners?|internos?|objetivos|sicarios?|ppl|"
    r"sospechos\w+|sentenciad\w+|mexicanos (?:enviad|entregad|trasladad|presos)\w*|narcotraficant\w+|cabecillas?|"
    r"operatives|extraditables?|jailed|mobsters?|gangsters?|bosses|"
    r"(?:hand\w*|turn\w*) over (?:another |some |more than |the )?\d|defendants?|extradi\w+|personas|people|detainees|"
    r"detenidos|privad\w+|wanted|buscad[oa]s?|requerid[oa]s?|accused|acusad[oa]s?|imputad[oa]s?|the group|el grupo|"
    r"large group|group of|grupo de|passengers|"
    r"trasladad[oa]s|entregad[oa]s|and (?:\d+|[a-z]+) others|zetas|the \d+ (?:flown|sent|handed|moved|expelled|"
    r"extradited|taken|"
    r"delivered)|los \d+ (?:que|entregad\w+|enviad\w+|trasladad\w+)|(?:y|and) (?:a )?(?:otr[oa]s )?\d+ (?:mas|more|"
    r"others)|a otr[oa]s "
    r"\d+|penales|penitenc\w+|prisons?|handovers?|"
    r"\d+ (?:fueron|were|han sido|have been|had been) (?:entregad|trasladad|enviad|handed|sent|flown|transferred)\w*|"
    r"(?:sends?|sent|hands?|flies|flew|ships?|turns?) (?:over )?(?:another |some |about |at least )?\d+ (?:more "
    r")?(?:to|north|over)|"
    r"(?:traslad\w+|entreg\w+|envi\w+) a (?:otros |unos |mas de |al menos )?(?:\d|once|doce|trece|veint\w+|treinta|"
    r"diez))"
)
_GUARDED_MOVE = Guarded(r"\b(?:convoys?|(?:for|during|durante|para) (?:the|el|los) (?:transfer|handover|traslado)s?)\b")
_ATTACKED = re.compile(
    r"\b(?:attack\w*|ambush\w*|ataqu\w+|ataca\w*|embosc\w+|kill\w*|muert\w+|muer\w+|murier\w+|mina\b|mine\b|explo\w+|"
    r"estall\w+|crash\w*|choque|volc\w+)"
)
_BOATS_HIT = re.compile(
    r"\b(?:strikes?|ataques?|attacks?|attacked|struck|hits?|bombard\w+|bombed|blew|blows|blown|destroy\w+|destru\w+|"
    r"atac\w+|sinks?|sank|sunk|hund\w+|misil(?:es)?|missiles?)\b"
    r".{0,90}\b(?:boats?|vessels?|lanchas?|embarcacion\w*|narcolanchas?|speedboats?|semisumergibles?)|"
    r"\b(?:boats?|vessels?|lanchas?) (?:strikes?|attacks?|campaign)\b|"
    r"\b(?:boats?|vessels?|lanchas?|embarcacion\w*)\b.{0,90}\b(?:pentagon|southern command|southcom|comando sur|war "
    r"department|us|u\.s\.|eu|estados unidos)\b.{0,60}\b(?:strikes?|ataques?|attacks?|bombarde\w+)\b"
)
_US_COMMAND = Guarded(
    r"\b(?:pentagon\w*|hegseth|southern command|southcom|comando sur|war (?:department|secretary)|"
    r"(?:secretario|departamento) de guerra|american forces|us forces|fuerzas (?:estadounidenses|de eu))\b"
)
_AT_SEA = re.compile(
    r"\b(?:pacific|pacifico|caribbean|caribe|at sea|high seas|altamar|alta mar|aguas internacionales|"
    r"international waters|(?:nautical )?miles off|millas (?:nauticas )?(?:de|frente))\b"
)
_HIT = re.compile(
    r"\b(?:strikes?|struck|airstrikes?|attack(?:s|ed)?|ataques?|atac(?:a|o|an|aron)|bombard\w+|bomb(?:s|ed|ing)?|"
    r"destroy(?:s|ed)?|destru\w+|sinks?|sank|sunk|hund\w+|blew|blown|missiles?|misil(?:es)?)\b"
)
_BOATS = ("boat", "vessel", "lancha", "embarcacion", "semisumergible")
_COURT_ACT = Guarded(
    r"\b(?:gets?|got|dan|le dan|draws?) (?:\w+|\d+) (?:years|anos)\b|\b(?:sentence[sd]|convict(?:s|ed)|arraigned|"
    r"pleads?|pleaded|indict(?:s|ed)|acquit\w*|sentencia(?:n|ron)?|condena(?:n|ron)|se declar\w+ culpable|vinculan|"
    r"jury|jurado|fija(?:n)? fecha|unseals?|(?:first|initial) (?:court )?appearances?)\b"
)
_FAMILIES = (
    (
        "strike",
        Guarded(
            r"\b(?:(?<!' )(?<!s' )strikes?\b|airstrikes?|bombarde\w+|seals\b|"
            r"(?:u\.?s\.?|us|american) (?:troops|marines|forces)|(?:tropas|marines) (?:de |estado)|invasion|invad\w+|"
            r"incursion|"
            r"hit(?:ting|s)? (?:the )?cartels|on land|por tierra|golpear\w*|air raids?|intervention|intervencion|"
            r"military (?:action|force)|"
            r"(?:accion|fuerza) militar|use of force|drone strikes?|war powers|poderes de guerra|land attacks?)"
        ),
    ),
    (
        "violence",
        Guarded(
            r"\b(?:kill\w*|dead\b|deaths?\b|die[sd]?\b|murder\w*|homicid\w+|muert\w+|muere\w*|asesin\w+|abat\w+|"
            r"fallec\w+|"
            r"clash\w*|enfrentamiento|massacre|masacre|balacera|shoot\w*|ambush\w*|emboscada|desaparecid\w+|missing|"
            r"wounded|herid\w+|bloqueos?|narcobloqueos?|roadblocks?|injured|displac\w+|desplazad\w+)"
        ),
    ),
    (
        "seizure",
        Guarded(
            r"\b(?:seiz\w+|asegur(?!idad)\w+|decomis\w+|incaut\w+|cocain\w*|fentan\w+|\w*labs?\b|\w*laboratorios?|"
            r"hauls?\b|"
            r"busts?\b|pills|pastillas)"
        ),
    ),
    (
        "arrest",
        Guarded(r"\b(?:arrest\w*|captur\w+|deten(?!ta)\w+|detien\w+|detuv\w+|detain\w*|aprehend\w+|nab(?:s|bed)?\b)"),
    ),
    (
        "court",
        Guarded(
            r"\b(?:forfeit\w*|(?:gets?|got|dan|le dan) (?:\w+|\d+) (?:years|anos)|prisons?\b|jail(?:s|ed)?\b|"
            r"carcel(?:es)?\b|life sentence|"
            r"fine[ds]?\b|multa|imputa\w*|acusacion\w*|judge|juez|"
            r"(?<!basketball )(?<!tennis )courts?\b|tribunal|guilty|culpable|charg\w+|indict\w+|sentenc\w+|"
            r"conden\w+|acus(?:a|an|o|aron|ad\w+)\b|vinculad\w+|plead\w*|trial|juicio)"
        ),
    ),
    (
        "money",
        Guarded(r"\b(?:rewards?|bounty|recompensa|(?:offers?|ofrecen?) (?:up to |hasta )?(?:u\.?s\.? ?)?\$? ?\d)"),
    ),
)


_SENDS_FORCES = Guarded(
    r"(?:the )?(?:u\.?s\.?|pentagon|cia|dea|trump|eua?|ee\.? ?uu\.?|estados unidos|(?:el )?pentagono|washington) "
    r"(?:to )?(?:send(?:s|ing)?|sent|deploys?|envia|enviara|manda|despliega)(?: \w+){0,5}? "
    r"(?:operatives|agents|officers|troops|marines|soldiers|contractors|advisers|seals|agentes|militares|soldados|"
    r"tropas|asesores|efectivos)\b"
)
"""At the start of a text: who is sent are no prisoners."""


@lru_cache(maxsize=64)
def is_about_transfer(flat: str) -> bool:
    """Whether a folded text is about people under suspicion moved to the other country, not to a prison or hospital
    next door. Asked several times of a headline."""
    if _SENDS_FORCES.match(flat) is not None:
        return False
    if _MOVING.search(flat) is None or _PEOPLE.search(flat) is None:
        guarded = _GUARDED_MOVE.search(flat) is not None and _ATTACKED.search(flat) is None
        return guarded and DOMESTIC.search(flat) is None
    if is_other_pair(flat):
        return False
    if US.search(flat) is not None:
        return True
    at_home = DOMESTIC.search(flat) is not None or (_WITHIN.search(flat) is not None and _HANDING.search(flat) is None)
    return not at_home


def is_about_boats(flat: str) -> bool:
    """Whether a folded text is about US strikes on boats."""
    return any(boat in flat for boat in _BOATS) and _BOATS_HIT.search(flat) is not None


def is_about_sea_strikes(opening: str) -> bool:
    """Whether a headline with its first sentence tells of a US strike at sea, whatever it calls the target."""
    return all(cue.search(opening) is not None for cue in (_US_COMMAND, _AT_SEA, _HIT))


def peg_of(title: str, first: str) -> str:
    """Family of what the item is about: the first act of the title, else of the first sentence; "" for none."""
    for flat in (title, first):
        tried = _COURT_ACT.search(flat)
        if tried is not None and not _MOVING.search(flat[: tried.start()]):
            return "court"
        if flat and is_about_transfer(flat):
            return "transfer"
        if flat and is_about_boats(flat):
            return "strike"
        hits = [(match.start(), name) for name, pattern in _FAMILIES if (match := pattern.search(flat)) is not None]
        if hits:
            return min(hits)[1]
    return ""
