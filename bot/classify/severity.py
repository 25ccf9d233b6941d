"""How loud a flagged item is: P1 pings, P2 pings outside quiet hours, P3 goes to the digest.

May import domain and text. Pure; rules on folded text and on what the lexicon found.
"""

import re
from collections.abc import Sequence

from bot.classify.cues import PONDERS
from bot.classify.facets import MASS_COUNT
from bot.domain import Direction, ItemType, Means, Realis, Route, Severity, Term, Verdict

# People whose handover rings a bell with every reader: it pings, alone as they may be. Canonical names of the lexicon.
HOUSEHOLD = frozenset(
    {
        "Ismael Zambada García",
        "Joaquín Guzmán Loera",
        "Joaquín Guzmán López",
        "Ovidio Guzmán López",
        "Iván Archivaldo Guzmán",
        "Jesús Alfredo Guzmán Salazar",
        "Ismael Zambada Sicairos",
        "Vicente Zambada Niebla",
        "Aureliano Guzmán Loera",
        "Dámaso López Núñez",
        "Nemesio Oseguera Cervantes",
        "Rubén Oseguera González",
        "Antonio Oseguera Cervantes",
        "Abigael González Valencia",
        "Juan Carlos Valencia González",
        "Audias Flores Silva",
        "Rafael Caro Quintero",
        "Ernesto Fonseca Carrillo",
        "Miguel Ángel Félix Gallardo",
        "Miguel Ángel Treviño Morales",
        "Omar Treviño Morales",
        "Vicente Carrillo Fuentes",
        "Osiel Cárdenas Guillén",
        "Servando Gómez Martínez",
        "José Antonio Yépez Ortiz",
        "Edgar Valdez Villarreal",
        "Héctor Luis Palma Salazar",
        "Néstor Isidro Pérez Salas",
        "Fausto Isidro Meza Flores",
        "Pedro Inzunza Noriega",
        "Ryan Wedding",
        "Zhi Dong Zhang",
        "Johnny Hurtado Olascoaga",
        "Genaro García Luna",
        "Salvador Cienfuegos",
        "Gerardo Mérida Sánchez",
        "Rubén Rocha Moya",
        "Tomás Yarrington",
        "César Duarte",
        "Javier Duarte",
    }
)
# The one who is asked for or handed over, not the one who says so: governors, and ministers and generals out of office.
_HIGH_OFFICE = re.compile(
    r"\b(?:ex-?)?(?:governors?|gobernador(?:a|es|as)?)\b|\b(?:retired|former|ex-?|exiled|indicted|accused) ?"
    r"(?:\w+ ){0,2}?(?:generals?|admirals?|ministers?|(?:security |police )?secretary|president"
    r"|chief of (?:police|security)|security chief|attorney general)\b"
    r"|\bex[- ]?(?:secretari[oa]|ministr[oa]|fiscal|president\w+|almirante|general)s?\b"
    r"|\bgeneral(?:es)? (?:retirad\w+|en retiro)\b"
)
_OFFICE = re.compile(
    r"\b(?:ex-?)?(?:mayors?|alcald\w+|exalcald\w+|senators?|senador\w*|exsenador\w*|diputad\w+|judge who"
    r"|magistrad\w+|police commander|comandante|officials?|funcionari\w+|politic\w+|edil|treasurer|extesorer\w+)\b"
)
_HIGH_VALUE = re.compile(
    r"\b(?:cartel\w*|carteles|capos?|kingpins?|drug (?:lords?|boss\w*)|narcos?|narcotrafic\w*|lider\w*"
    r"|jefes?|exjefe\w*|boss\w*|leader\w*|founder\w*|fundador\w*|cabecilla\w*|heir|hijo de|son of"
    r"|objetivo\w* prioritari\w*|high-value|fentan\w+|plaza|cjng|mayiza|chapitos|zetas?"
    r"|operador financiero|banker|lieutenant|lugarteniente|money launderer|lavador\w*|mandos?|sicari\w+)\b"
    r"|[\"'“‘«](?:el|la|los|don|the) \w{3}"
)
# Several people of one kind as the object of a handover, with no number: "envía a otro grupo de capos".
_GROUP = (
    r"(?:prisoners|inmates|capos|kingpins|reos|presos|internos|narcos|suspects|traffickers|operatives|bosses|fugitives"
    r"|narcotraficantes|lideres|cabecillas|jefes|operadores|convicts|detainees|criminals|criminales|reclusos|members"
    r"|integrantes|extraditables|objetivos|ppl)"
)
_MASS = re.compile(
    r"\b(?:hand(?:s|ed|ing)?(?: over)?|turn(?:s|ed) over|sends?|sent|flies|flown|flew|ships?|shipped|deliver\w*"
    r"|transfer\w*|expel\w*|extradit\w*|entrega\w*|entrego|envi(?:a|an|o|aron|ara|aran)|mand(?:a|an|o|aron)|traslad\w+"
    r"|remit\w+"
    rf"|expuls\w+|ceden?|cedio)\b(?: \S+){{0,4}}? {_GROUP}(?!\w)"
    rf"|(?<!\w){_GROUP}(?: \S+){{0,3}}? (?:land|arrive|sent|flown|handed|put on|aterrizan?|llegan|salen|vuelan|amanecen"
    rf"|enviados|entregados|trasladados|expulsados|extraditados)(?!\w)"
    r"|\b(?:another|new|fresh|latest|second|third|fourth|fifth|largest) (?:mass )?(?:batch|group|handover|wave"
    r"|planeload)\b"
    r"|\bmass (?:\w+ )?(?:handover|transfer|expulsion|extradition)s?\b|\bplaneload\b"
    r"|\b(?:otr[oa]|nuev[oa]|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]) (?:envio|traslado|grupo|paquete|bloque|tanda"
    r"|entrega|remesa)\b|\b(?:envio|traslado|entrega) (?:masiv[oa]|de (?:capos|reos|presos|narcos|internos|lideres))\b"
)
_SECURITY_LAW = re.compile(r"ley de seguridad nacional|national security (?:law|act)")
# Somebody taken out of Mexico by foreign forces, whoever says so or denies it.
_TAKEN = re.compile(
    r"\b(?:commandos?|comandos?|delta|masked|encapuchados|special forces|fuerzas (?:especiales|de eu)|seals?|fbi|cia"
    r"|american (?:forces|agents|troops)|agentes (?:de eu|estadounidenses)|soldados)\b.{0,50}"
    r"\b(?:took|taken|snatch\w*|seiz\w+|grab\w*|abduct\w*|kidnap\w*|extra(?:j|i|id|er)\w*|sustra\w+|secuestr\w+"
    r"|se l[oa]s? llev\w+)"
    r"|\b(?:sustraid|secuestrad|extraid|abducted|snatched|seized|kidnapped)\w* (?:por|by) (?:\w+ )?(?:comando|fuerza"
    r"|agente|us|american|fbi|cia|soldado|commando)\w*"
)
# "Chapo's sons", "operador de El Mayo": somebody near a household name.
_KIN = re.compile(
    r"(?:hij|herman|sobrin|prim|cunad|suegr|yern|operador|lugartenient|abogad|pilot|conta|escolt|soci|viud|defens"
    r"|famili|exjef|son|brother|nephew|cousin|lieutenant|lawyer|ally|associate|partner|widow|guard|pilot|team"
    r"|aide)\w* (?:de|del|of|for|to)(?: el| los| la)? $"
)
_BATCH = re.compile(
    r"\b(?:batch|handover|mass|group of|planes?|flights?|prisoners|inmates|tanda|envios?|masiv\w+|grupo de"
    r"|aviones|reos|presos|capos|internos|narcos|lista|list)\b"
)
_NEVER_P1: frozenset[Realis] = frozenset({"denied", "rejected", "blocked", "historical"})
# No rule reads it: `cue_names` does, by its name, and the trained models know it.
_DEATH_TERMS = re.compile(r"\bdeath penalty|pena (?:de muerte|capital)|execution\b")

_KINETIC = re.compile(
    r"\b(?:bomb\w*|strikes?|struck|missiles?|misil\w*|airstrikes?|killed|dead|die[sd]?|deaths?|muert\w+"
    r"|muri\w+|muer(?:en?|t\w+)|abat\w+|mat(?:o|aron|an)|ataca\w*|ataco|bombarde\w+|raids?|shot|shoot\w*|tirote\w*"
    r"|explosion|blast|incursion|commandos?|comandos?|captur\w*|invad\w*|snatch\w*|seized"
    r"|hund\w+|sinks?|sank|downs?|downed|derrib\w+|masacr\w*)\b"
)
_US_DEATH = re.compile(
    r"\b(?:agents?|agente|officers?|oficial|operatives?|soldiers?|soldado|marines?|contractors?|asesor\w*|americans?"
    r"|estadounidense\w*|gringos?)\b.{0,60}\b(?:dead|killed|die[sd]?|deaths?|muert\w+|muri\w+|mueren?|body|abatid\w+)\b"
    r"|\b(?:dead|killed|body|deaths?|muert\w+|muri\w+|mueren?)\b.{0,60}\b(?:agents?|agentes?|officers?|operatives?|cia"
    r"|marines?|contractors?|asesor\w*|americans?|estadounidenses?|gringos?)\b"
)
_ORDERED = re.compile(
    r"\b(?:sign(?:s|ed)|firm(?:a|o)|orders?|ordered|ordena|ordeno|authori[sz](?:e|es|ed|ing)|autoriza|autorizo"
    r"|approves?|approved|aprueba|aprobo|directs|instructs)\b.{0,60}"
    r"\b(?:order|directive|strikes?|force|operations|attacks?|orden|directiva|ataques?|fuerza|operaciones)\b"
    r"|\bexecutive order (?:on|author\w+)|strike window|target date|d-day|fecha (?:para|de) (?:atacar|ataque)|dia d\b"
    r"|\b(?:deadline|plazo|ultimatum)\b|\btargets? (?:set|chosen|picked)\b|\bblancos (?:fijados|definidos)\b"
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
_POLL = re.compile(r"\b(?:poll|survey|encuesta|sondeo)\b")
# What others say or file about a handover of days ago.
_AFTERMATH = re.compile(
    r"\b(?:expl[ai]\w+|mostrar|criteria|criterios|legal basis|visits?|actas|transparen\w*|release from|complain\w*"
    r"|quejas?|reproch\w*|critic\w*|rights (?:group|commission)"
    r"|lawsuit|demand(?:a|an) a|cndh|columnist\w*|not policy|no es politica|release order|walks out|remand|years? ago"
    r"|where are they|donde estan)\b"
)
_SOFT = re.compile(
    r"\b(?:poll|survey|encuesta|sondeo|candidat\w*|hopefuls?|campaign|campana|debate|congress(?:man|woman)"
    r"|congresista\w*|senators?|senador\w*|diputad\w+|alcald\w+|mayor|columnist|analysts?|analistas"
    r"|experts?|expertos|novel|novela|serie|film)\b"
)


def _quiet(item_type: ItemType, realis: Sequence[Realis]) -> bool:
    """Digest only whatever it says: views, explanations, checks and the past."""
    return item_type in ("opinion", "analysis", "fact_check") or "historical" in realis


def transfer_severity(
    clauses: Sequence[str],
    *,
    item_type: ItemType,
    realis: Sequence[Realis],
    route: Route,
    direction: Direction,
    count: int | None,
    terms: Sequence[Term],
) -> Severity:
    """Severity of a transfer.

    Args:
        clauses: folded headline and first sentences.
        item_type: opinions and analyses go to the digest.
        realis: main first.
        route: exchanges under the prisoner treaty are low.
        direction: what goes to Mexico never pings at night.
        count: people handed over together; five or more P1, two to four P2.
        terms: the lexicon's hits in headline and lead.
    """
    main = realis[0] if realis else "occurred"
    title = clauses[0] if clauses else ""
    if _quiet(item_type, realis) or route == "sentence_transfer" or _POLL.search(title):
        return "P3"
    household = any(is_moved(t, title) for t in terms)
    if main in ("occurred", "announced", "reported"):
        if _AFTERMATH.search(title):
            return "P3"
        many = count is not None and count >= MASS_COUNT
        if many or household or (count is None and (_MASS.search(title) or _SECURITY_LAW.search(title))):
            return "P1" if direction != "US_TO_MX" else "P2"
    if direction != "US_TO_MX" and (_HIGH_OFFICE.search(title) or _TAKEN.search(title)):
        return "P1"
    asked_for = household or any(t.canonical in HOUSEHOLD and t.end <= len(title) for t in terms)
    if main == "requested" and asked_for and direction != "US_TO_MX":
        return "P1"
    if main in ("reported", "denied", "threatened"):
        return "P2"
    if main in ("occurred", "announced") and count is not None and 1 < count < MASS_COUNT:
        return "P2"
    high_value = (
        household
        or any(t.kind in ("group", "person") and t.end <= len(title) for t in terms)
        or _HIGH_VALUE.search(title)
    )
    if high_value or (main == "requested" and direction == "US_TO_MX"):
        return "P2"
    if main in ("occurred", "rejected", "requested") and _OFFICE.search(title):
        return "P2"
    return "P2" if main != "occurred" and _BATCH.search(title) else "P3"


def as_ruled(learnt: Severity, verdict: Verdict, *, title: str, count: int | None) -> Severity:
    """A learnt severity within what docs/labelling.md rules: what always pings, and what never does.

    Args:
        learnt: what the model says.
        verdict: with the severity by rule, and the other facets as they stand.
        title: folded headline.
        count: people handed over together.
    """
    main = verdict.realis[0]
    if verdict.route == "sentence_transfer":
        return "P3"
    is_only_weighed = verdict.topic == "strike_threat" and main == "reported" and PONDERS.search(title) is not None
    if main in _NEVER_P1 or verdict.direction == "US_TO_MX" or is_only_weighed:
        return max(learnt, "P2")
    counted = count if verdict.topic == "transfer" and count is not None else 1
    if verdict.severity == "P1":
        return "P1" if counted >= MASS_COUNT and main == "occurred" else min(learnt, "P2")
    return "P2" if verdict.severity == "P2" and 1 < counted < MASS_COUNT else learnt


def is_moved(term: Term, title: str) -> bool:
    """Whether a household name of the headline is the one who is moved, not somebody's kin or employer.

    One in office speaks of other people's handovers; his own is asked for first.
    """
    if (
        term.kind != "person"
        or term.canonical not in HOUSEHOLD
        or term.end > len(title)
        or title[term.end :].startswith(("'s ", "’s "))
    ):
        return False
    return _KIN.search(title[: term.start]) is None


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
    if _TAKEN.search(title) and main != "threatened":
        return "P1"
    if _ORDERED.search(title) and main not in ("denied", "rejected", "blocked"):
        return "P1"
    if _TRAINING.search(title) and not _KINETIC.search(title):
        return "P3"
    if main == "occurred":
        return "P1" if _KINETIC.search(title) or _US_DEATH.search(title) else "P2"
    if main == "reported":
        return "P1" if _US_DEATH.search(title) else "P2"
    if main in ("announced", "blocked"):
        return "P2" if means in ("air_drone", "legal_authority", "naval") or _FORMAL.search(title) else "P3"
    if main in ("threatened", "denied"):
        return "P2" if _speaks_first(_TOP_SPEAKER, _SOFT, title) else "P3"
    return "P2" if _FORMAL.search(title) and main == "requested" else "P3"


def _speaks_first(loud: re.Pattern[str], soft: re.Pattern[str], title: str) -> bool:
    """Whether somebody of the government stands before anyone whose words bind nobody."""
    first, other = loud.search(title), soft.search(title)
    return first is not None and (other is None or first.start() < other.start())


__all__ = ["HOUSEHOLD", "as_ruled", "is_moved", "strike_severity", "transfer_severity"]
