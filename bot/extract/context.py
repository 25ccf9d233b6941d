"""Words of the field that decide what a number can mean, and look-ups in a sentence. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.guarded import Guarded
from bot.extract.measures import MEASURES

US = Guarded(
    r"\b(?:u\.? ?s\.?(?=\W|$)|united states|america\b|americans?\b|estados unidos|ee\.? ?uu|eu\b|eua\b|usa\b|"
    r"estadounidenses?|union americana|washington|north\b|norte\b|northward|extradi\w+|white house|casa blanca|"
    r"trump\b|"
    r"justice department|departamento de justicia|doj\b|marshals|alguaciles|dea\b|fbi\b|california|texas|new york|"
    r"nueva york|chicago|san diego|houston|arizona|brooklyn|virginia|custody|gringo\w*|san antonio|el paso|laredo,? tex"
    r"|phoenix|tucson|nogales,? ariz|dallas|miami|florida|pensilvania|pennsylvania|white plains|manhattan|los angeles|"
    r"illinois|nevada|colorado|philadelphia|filadelfia|new jersey|nueva jersey|distrito de columbia|otro lado|"
    r"atlanta\b|boston\b|detroit\b|denver\b|seattle\b|las vegas|utah\b|oregon\b|ohio\b|kansas\b|georgia\b|"
    r"michigan\b|tennessee\b|"
    r"alabama\b|oklahoma\b|nebraska\b|minnesota\b|wisconsin\b|massachusetts|maryland\b|carolina del (?:norte|sur)|"
    r"south carolina|"
    r"missouri\b|misuri\b|louisiana|luisiana|indiana\b|kentucky|iowa\b|mcallen|brownsville|hawaii|alaska\b|connecticut)"
)
_OTHER_GOODS = Guarded(
    r"\b(?:acre-feet|metros cubicos|migrantes? deportad\w+|deported migrants|transfer fee|"
    r"traspaso)\b"
)
_TO_MEXICO = re.compile(
    r"^(?:(?:mexico|fgr|la fgr) (?:recibe|recibio|receives?|received|takes (?:back|in)|gets)|recibe (?:mexico|"
    r"la fgr|fgr)) "
    r"(?:a |al menos |at least )*(?:\d+|\w+) (?:\w+ ){1,4}(?:de|desde|from) (?:the |los )?(?:u\.?s\b|united states|"
    r"estados unidos|"
    r"ee\.? ?uu|eu\b|texas|california|arizona)"
)
_ELSEWHERE = Guarded(
    r"\b(?:turkey|turquia|sweden|suecia|ukrain\w*|ucrania\w*|russia\w*|rusia\w*|israel\w*|hamas|gaza|iran\w*|china|nigeria\w*|india|"
    r"spain|espana|portugal|france|francia|germany|alemania|italy|italia|colombia\w*|ecuador|peru|bolivia|brazil|brasil|argentina|chile|"
    r"honduras|el salvador|guatemala|panama|costa rica|nicaragua|cuba|haiti|serbia|dubai|emirat\w*)\b"
)
_THIS_PAIR = re.compile(
    r"\b(?:mexic\w*|u\.? ?s\.?(?=\W|$)|united states|american|estados unidos|ee\.? ?uu|eu|eua|washington|"
    r"estadounidens\w+|fgr|dea|fbi|"
    r"texas|new york|nueva york|houston|miami|chicago|california|sinaloa\w*|jalisco|cartel\w*)\b"
)
_THE_COUNTRY = re.compile(r"(?<!new )(?<!nuevo )\b(?:mexico|mexican\w*|fgr|sre|sheinbaum)\b")
CRIME = re.compile(
    r"\b(?:capos?|narcos?|cartel\w*|carteles|reos?|presos?|fugitiv\w+|profug\w+|extradi\w+|criminal\w*|"
    r"delincuent\w+|kingpins?|"
    r"traffick\w+|suspects?|convict\w*|inmates?|prisoners?|internos?|crimen|crime|objetivos?|sicarios?|drug|ppl|"
    r"sospechos\w+|"
    r"narcotraficant\w+|cabecillas?|operativ\w+|defendants?)"
)
_STATES = (
    r"(?:aguascalientes|campeche|chiapas|chihuahua|coahuila|colima|durango|guanajuato|guerrero|hidalgo|jalisco|edomex|"
    r"michoacan|morelos|nayarit|nuevo leon|oaxaca|puebla|queretaro|quintana roo|san luis potosi|sinaloa|sonora|tabasco|"
    r"tamaulipas|tlaxcala|veracruz|yucatan|zacatecas|almoloya|altiplano|puente grande|gomez palacio|islas marias|"
    r"hermosillo|villahermosa)"
)
A_STATE = re.compile(rf"\b{_STATES}\b")
DOMESTIC = Guarded(
    r"\b(?:(?:(?:aterriz\w+|lands?|landed) (?:en|in)|"
    r"(?:van|llegan?|lleg(?:o|aron)|muev\w+|movid[oa]s|traslad\w+|llevan?|llevad[oa]s|bused|moved|taken|transferred) "
    rf"(?:(?!(?:de|desde|del|from)\b)\w+ ){{0,6}}?(?:al?|to|hacia)) {_STATES}|"
    r"hospital\w*|clinic\w*|morgue|forense|semefo|albergue\w*|shelters?|penal (?:de|federal|estatal)|"
    r"cefereso\w*|cereso\w*|"
    r"reclusorio|ministerio publico|tribunal|juez|another prison|otro penal|otra prision|migrant\w*|"
    r"(?:to|into) (?:a|another|the) (?:\w+ ){0,3}(?:prisons?|jails?|penitentiar\w+)\b|"
    r"(?:al?|hacia(?: el| la)?) (?:otr[oa] |una? |la )?(?:penal|prision|carcel|centro (?:federal|penitenciario))\b|"
    r"pacientes?|patients?|"
    r"refugees?|deportados|reubic\w+|"
    r"deportation flights?|paisanos|repatriad\w+|asylum|club|liga|equipo|football|soccer|players?|jugador\w*|"
    r"escuela\w*|schools?|"
    r"students?|estudiantes|apoyos|becas|viviendas)"
)


def is_other_pair(flat: str) -> bool:
    """Two states or countries that are not this pair, "New Mexico extradites ... to Arizona", other goods moved, or
    people whom Mexico receives."""
    if _OTHER_GOODS.search(flat) is not None or _TO_MEXICO.search(flat) is not None:
        return True
    if _ELSEWHERE.search(flat) is not None and _THIS_PAIR.search(flat) is None:
        return True
    return ("new mexico" in flat or "nuevo mexico" in flat) and _THE_COUNTRY.search(flat) is None


def near(name: str, flat: str) -> bool:
    """Whether a folded text has the words that a measure needs near it, and none that it excludes."""
    measure = MEASURES[name]
    return (measure.near is None or measure.near.search(flat) is not None) and (
        measure.never is None or measure.never.search(flat) is None
    )


def has_any(flat: str, *words: str) -> bool:
    """Whether one of the patterns stands in a folded text as whole words."""
    return any(re.search(rf"\b{word}\b", flat) for word in words)


def clause_text(sentence: Sentence, counted: Counted) -> str:
    """Folded text between the semicolons around a number."""
    at = sentence.tokens[counted.quantity.first].start
    end = sentence.flat.find(";", at)
    return sentence.flat[sentence.flat.rfind(";", 0, at) + 1 : end if end >= 0 else len(sentence.flat)]


_OTHER_KILLERS = re.compile(
    r"\b(?:gunmen|sicarios|ambush\w*|emboscad\w+|crash\w*|shootout|balacera|enfrentamiento\w*|clash\w*|overdos\w+|"
    r"sobredosis|"
    r"police\w*|soldiers?|soldados?|cartel war|feud|drive-by|consulat\w*|consulado|shot dead|a balazos|balead[oa]s?)\b"
)


_US_FORCES = re.compile(
    r"\b(?:pentagon\w*|u\.? ?s\.?|us|american|eu|ee\.? ?uu|estadounidens\w+|hegseth|southern command|southcom|"
    r"comando sur)\b"
)


_OTHER_WARS = re.compile(
    r"\b(?:yemen|sanaa|houthi|huti|huties|somali\w*|kabul|afghan\w*|afgan\w*|iran\w*|iraq\w*|irak\w*|syria\w*|"
    r"siria\w*|libya|libia|"
    r"pakistan|gaza|palmyra)\b"
)
_US_WEAPON = re.compile(
    r"\b(?:us|u\.s\.|american|eu|estadounidense) (?:missiles?|drones?|bombs?|warplanes?|misil(?:es)?|bombas?)\b"
)


def _is_overseas(flat: str) -> bool:
    """Whether a strike is one of another war: "US strikes on Sanaa"."""
    return _OTHER_WARS.search(flat) is not None


def strikes_at_sea(sentence: Sentence) -> bool:
    """Whether the dead of this sentence are those of US strikes, on boats for the most part."""
    if any(act.cls == "strike" for act in sentence.acts):
        by_us = _US_FORCES.search(sentence.flat) is not None and _OTHER_KILLERS.search(sentence.flat) is None
        return (
            sentence.about_strikes
            or (by_us and not _is_overseas(sentence.flat))
            or near("strike_deaths", sentence.flat)
        )
    if _US_WEAPON.search(sentence.flat) is not None and _OTHER_KILLERS.search(sentence.flat) is None:
        return not _is_overseas(sentence.flat)
    return sentence.subject_boats and _OTHER_KILLERS.search(sentence.flat) is None
