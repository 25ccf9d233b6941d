"""How loud a flagged item is: P1 pings, P2 pings outside quiet hours, P3 goes to the digest.

May import domain and text. Pure; rules on folded text and on what the lexicon found.
"""

import re
from collections.abc import Sequence

from bot.classify.facets import MASS_COUNT
from bot.domain import ItemType, Means, Realis, Route, Severity, Term

_NUMBER_WORDS = {
    2: "two dos",
    3: "three tres",
    4: "four cuatro",
    5: "five cinco",
    6: "six seis",
    7: "seven siete",
    8: "eight ocho",
    9: "nine nueve",
    10: "ten diez decena",
    11: "eleven once",
    12: "twelve dozen dozens doce docena",
    13: "thirteen trece",
    14: "fourteen catorce",
    15: "fifteen quince",
    16: "sixteen dieciseis",
    17: "seventeen diecisiete",
    18: "eighteen dieciocho",
    19: "nineteen diecinueve",
    20: "twenty veinte veintena",
    26: "veintiseis",
    29: "veintinueve",
    30: "treintena",
}
_WORDS = {word: number for number, words in _NUMBER_WORDS.items() for word in words.split()}
_PEOPLE = (
    r"(?:people|persons?|suspects?|prisoners?|inmates?|fugitives?|defendants?|detainees?|men|women"
    r"|members?|operatives?|bosses|capos?|kingpins?|lords|figures|leaders?|traffickers?|mexicans|others"
    r"|personas?|reos?|presos?|internos?|internas?|profugos?|detenidos?|acusados?|sentenciados?"
    r"|integrantes|operadores|capos|narcos?|lideres|jefes|exjefes|cabecillas|narcotraficantes|mexicanos"
    r"|ppl|mas|objetivos|reclusos|fugitivos|sospechosos|imputados|hombres|mujeres|extraditables|zetas)"
)
# No digits joined to others (dates, money, percents), up to three words between number and noun.
_NUMBER = (
    rf"(?:(\d{{1,3}})(?![\w.,%/-]|\s*(?:anos|years|mil|million|dias|days|horas|hours))|({'|'.join(_WORDS)})(?!\w))"
)
# No digits joined to others (dates, money, percents), up to three words between number and noun.
_COUNT = re.compile(rf"(?<![\w.,$%/-]){_NUMBER}(?: de| a| of)?(?: \S+){{0,3}}? [\"'“«]?{_PEOPLE}(?!\w)")
# "envía a 14 a EU", "van 21", "los 21", "hands over 16": the noun is understood.
_BARE_COUNT = re.compile(
    r"(?<!\w)(?:van|suman|los|las|(?:entreg|envi|mand|traslad|extradit)\w+(?: a)?|sends?|sent|hands? over|handed over"
    r"|turns? over|extradites?|flies) "
    rf"{_NUMBER}(?! (?:aviones|planes|aeronaves|vehiculos|veces|estados|cartels?|carteles))"
)
_MAX_COUNT = 300  # a larger number is not a handover but a statistic

_HIGH_OFFICE = re.compile(
    r"\b(?:ex-?)?(?:governor|gobernador\w*|minister|ministr\w+|general|secretari[oa] de (?:seguridad"
    r"|marina|defensa|gobernacion)|exgobernador\w*|cabinet|president|presidente|attorney general"
    r"|fiscal general|(?:security|police) chief|secretari\w+ de seguridad|exsecretari\w+|ex-?secretar\w+)\b"
)
_OFFICE = re.compile(
    r"\b(?:ex-?)?(?:mayors?|alcald\w+|exalcald\w+|senators?|senador\w*|exsenador\w*|diputad\w+|judge who"
    r"|magistrad\w+|police commander|comandante|officials?|funcionari\w+|politic\w+|edil)\b"
)
_HIGH_VALUE = re.compile(
    r"\b(?:cartel\w*|carteles|capos?|kingpins?|drug (?:lords?|boss\w*)|narcos?|narcotrafic\w*|lider\w*"
    r"|jefes?|exjefe\w*|boss\w*|leader\w*|founder\w*|fundador\w*|cabecilla\w*|heir|hijo de|son of"
    r"|objetivo\w* prioritari\w*|high-value|fentan\w+|plaza|cjng|mayiza|chapitos|zetas?|most wanted"
    r"|mas buscad\w+|operador financiero|banker|lieutenant|money launderer)\b|[\"“«]"
)
_BATCH = re.compile(
    r"\b(?:batch|handover|mass|group of|planes?|flights?|prisoners|inmates|tanda|envios?|masiv\w+|grupo de"
    r"|aviones|reos|presos|capos|internos|narcos|lista|list)\b"
)
_DEATH_TERMS = re.compile(r"\bdeath penalty|pena (?:de muerte|capital)|execution\b")

_KINETIC = re.compile(
    r"\b(?:bomb\w*|strikes?|struck|missiles?|misil\w*|airstrikes?|killed|dead|die[sd]?|deaths?|muert\w+"
    r"|muri\w+|mueren|abat\w+|mat(?:o|aron|an)|ataca\w*|ataco|bombarde\w+|raids?|shot|shoot\w*|tirote\w*"
    r"|explosion|blast|incursion|commandos?|comandos?|captur\w*|invad\w*|snatch\w*|seized"
    r"|hund\w+|sinks?|sank|downs?|downed|derrib\w+|masacr\w*)\b"
)
_ORDERED = re.compile(
    r"\b(?:sign(?:s|ed)|firm(?:a|o)|orders?|ordered|ordena|ordeno|authori[sz]e[sd]|autoriza"
    r"|autorizo)\b.{0,60}\b(?:order|directive|strikes?|force|orden|directiva|ataques?|fuerza)\b"
    r"|strike window|target date|fecha para atacar|deadline|plazo"
)
_TOP_SPEAKER = re.compile(
    r"\b(?:trump|president|presidente|presidenta|sheinbaum|hegseth|rubio|vance|white house|casa blanca"
    r"|pentagon|pentagono|secretary|secretari[oa]|war secretary|defen[cs]e (?:chief|secretary)"
    r"|vice ?president\w*|embajador|ambassador|attorney general|washington|cabinet|ee\.? ?uu\.?|eu|us"
    r"|u\.s\.)(?!\w)"
)
_FORMAL = re.compile(
    r"\b(?:protest\w*|nota (?:diplomatica|de protesta)|summon\w*|convoca\w*|notam\w*|faa|airspace"
    r"|espacio aereo|aviso|sobrev\w+|overfl\w+|drones?|dron|spy plane|avion espia|cia|agents?|agentes)\b"
)
_TRAINING = re.compile(
    r"\b(?:train\w*|adiestra\w*|capacita\w*|instruct\w*|ejercicio\w*|exercises?|drills?|maniobras"
    r"|permit\w*|permiso)\b"
)
_SOFT = re.compile(
    r"\b(?:poll|survey|encuesta|sondeo|candidat\w*|hopefuls?|campaign|campana|debate|congress(?:man|woman)"
    r"|congresista\w*|senators?|senador\w*|diputad\w+|alcald\w+|mayor|columnist|analysts?|analistas"
    r"|experts?|expertos|novel|novela|serie|film)\b"
)


def people_count(clauses: Sequence[str]) -> int | None:
    """People counted in the headline, else in the first sentences; None = no count of people stands there."""
    for clause in clauses:
        found = [*_COUNT.finditer(clause), *_BARE_COUNT.finditer(clause)]
        counts = [int(m[1]) if m[1] else _WORDS[m[2]] for m in found]
        fitting = [n for n in counts if 1 <= n <= _MAX_COUNT]
        if fitting:
            return fitting[0]
    return None


def _quiet(item_type: ItemType, realis: Sequence[Realis]) -> bool:
    """Digest only whatever it says: views, explanations, checks and the past."""
    return item_type in ("opinion", "analysis", "fact_check") or "historical" in realis


def transfer_severity(
    clauses: Sequence[str],
    *,
    item_type: ItemType,
    realis: Sequence[Realis],
    route: Route,
    count: int | None,
    terms: Sequence[Term],
) -> Severity:
    """Severity of a transfer.

    Args:
        clauses: folded headline and first sentences.
        item_type: opinions and analyses go to the digest.
        realis: main first.
        route: exchanges under the prisoner treaty are low.
        count: people handed over together; five or more P1, two to four P2.
        terms: the lexicon's hits in headline and lead; a known person is a household name.
    """
    main = realis[0] if realis else "occurred"
    if _quiet(item_type, realis) or route == "sentence_transfer":
        return "P3"
    title = clauses[0] if clauses else ""
    text = " ".join(clauses)
    household = any(t.kind == "person" and t.end <= len(title) for t in terms)
    high_value = household or bool(_HIGH_VALUE.search(title)) or any(t.kind == "group" for t in terms)
    if main in ("occurred", "announced", "reported"):
        if count is not None and count >= MASS_COUNT:
            return "P1"
        if household or (route == "security_law" and _BATCH.search(title)):
            return "P1"
        if _HIGH_OFFICE.search(title) and route in ("surrender", "extradition", "rendition", "unspecified"):
            return "P1" if main == "occurred" else "P2"
        if count is not None and count > 1:
            return "P2"
        return "P2" if high_value or _OFFICE.search(title) else "P3"
    if main == "requested" and (household or _HIGH_OFFICE.search(title)):
        return "P1"
    batch = bool(_BATCH.search(title)) or bool(_DEATH_TERMS.search(text))
    if main in ("blocked", "denied", "threatened", "rejected", "requested"):
        return "P2" if high_value or batch or _OFFICE.search(title) or _HIGH_OFFICE.search(title) else "P3"
    return "P3"


def strike_severity(clauses: Sequence[str], *, item_type: ItemType, realis: Sequence[Realis], means: Means) -> Severity:
    """Severity of a threat or use of force.

    Args:
        clauses: folded headline and first sentences.
        item_type: opinions and analyses go to the digest.
        realis: main first.
        means: consented training is low.
    """
    if _quiet(item_type, realis):
        return "P3"
    main = realis[0] if realis else "threatened"
    title = clauses[0] if clauses else ""
    if _ORDERED.search(title) and main in ("announced", "reported", "occurred", "threatened"):
        return "P1"
    if _TRAINING.search(title) and not _KINETIC.search(title):
        return "P3"
    if main == "occurred":
        if _KINETIC.search(title):
            return "P1"
        return "P2"
    if main == "threatened":
        return "P2" if _TOP_SPEAKER.search(title) and not _SOFT.search(title) else "P3"
    if main == "reported":
        return "P2"
    if main in ("announced", "blocked"):
        return "P2" if means in ("air_drone", "legal_authority", "naval") else "P3"
    if main == "denied":
        return "P2" if _TOP_SPEAKER.search(title) and not _SOFT.search(title) else "P3"
    return "P2" if _FORMAL.search(title) and main == "requested" else "P3"


__all__ = ["people_count", "strike_severity", "transfer_severity"]
