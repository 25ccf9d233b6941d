"""What an ordinal counts: handovers, strikes, flights, or nothing. Imports its siblings only."""

import re
from collections.abc import Sequence

from bot.extract.clauses import Counted, Sentence
from bot.extract.context import near
from bot.extract.measures import OTHER
from bot.extract.nouns import CLASS, STOPS

_WAS_THE = re.compile(
    r"\b(?:transfer|handover|delivery|airlift|entrega|traslado|envio|remesa)\b"
    r"[^.;]{0,40}\b(?:was|is|fue|es|seria|marks|marca) (?:the|la|el)$"
)
_NAMED = re.compile(r"\b(?:transfer|handover|delivery|airlift|entrega|traslado|envio|remesa), (?:the|la|el)$")
"""Before an ordinal that says which one it was, unless a noun of its own follows."""
_GOES_ON = frozenset({"this", "since", "in", "of", "such", "so", "en", "desde", "del", "de", "este", ",", "under"})
_STRIKE_WAS_THE = re.compile(
    r"\b(?:strike|attack|airstrike|ataque|bombardeo)\b[^.;]{0,90}\b(?:was|is|fue|es|marks|marca) (?:the|el)$"
)
_MASS = re.compile(
    r"\b(?:such|mass|masiv[oa]|de este tipo|of (?:prisoners|inmates|this kind)|de (?:reos|capos|presos))\b"
)
_OF_PRISONERS = re.compile(r"\b(?:of|de) (?:prisoners|inmates|suspects|reos|presos|capos)\b")
_SURE_BATCHES = frozenset({"remesa", "planeload", "tanda", "batch", "delivery", "wave"})
_IS_SCHEDULE = re.compile(
    r"\b(?:migrant\w*|clubs?|football|futbol|(?:stop|block|suspend|delay|halt)(?:s|ed)?|frenan?|freno|suspenden?|"
    r"suspendio|detienen?|aplazan?|aplazo)\b"
)
_OF_ITS_KIND = re.compile(
    r"(?:of its kind|de su tipo|such\b|de este tipo|desde (?:que|febrero|el inicio)|"
    r"since (?:she|he|february|the|taking)|en (?:el|este|lo que va del) (?:sexenio|gobierno)|"
    r"(?:de la|del|de este) (?:administracion|sexenio|gobierno))"
)
_GROUP_OF = re.compile(
    r"(?:grupo|paquete|tanda|bloque|lote|group|batch|round) (?:de|of) (?:\d+|\w+) "
    r"(?:presos|reos|capos|internos|narcos|prisoners|inmates|capos|suspects|cartel)\b"
)
"""At an ordinal: a batch of so many."""


def ordinal_role(sentence: Sentence, counted: Counted) -> str:
    """Ordinals count handovers, strikes or flights, or nothing; "first" is told by nobody as a figure."""
    window = sentence.flats[counted.quantity.last : counted.quantity.last + 6]
    if counted.quantity.value >= 2 and _numbers_a_strike(sentence, counted, window):
        return "us_strikes"
    if sentence.about_transfer and counted.quantity.value >= 2:
        at = sentence.tokens[counted.quantity.first].start
        if _WAS_THE.search(sentence.flat[:at].rstrip()):
            return "transfer_operations"  # "Tuesday's transfer was the sixth"
        if _NAMED.search(sentence.flat[:at].rstrip()) and window and window[0] in _GOES_ON:
            return "transfer_operations"  # "the transfer, the second this year, ..."
        if _OF_ITS_KIND.match(" ".join(window)) and not _IS_SCHEDULE.search(sentence.flat):
            return "transfer_operations"  # "la entrega, la septima desde que comenzo el mandato"
    if sentence.about_transfer and counted.quantity.value >= 2 and _GROUP_OF.match(" ".join(window)):
        return "transfer_operations"  # "un segundo grupo de 26 presos"
    another = sentence.flats[max(0, counted.quantity.first - 1) : counted.quantity.first] == ["a"]
    another = another and not (sentence.about_transfer and _OF_PRISONERS.search(" ".join(window)))
    if counted.quantity.value < 2 or another or "?" in window:
        return OTHER  # "¿habrá cuarta entrega?"
    for flat in window:
        kind = CLASS.get(flat, "")
        if kind == "extradition":
            return "extraditions_period"
        if kind == "flight" and sentence.about_transfer and _OF_PRISONERS.search(" ".join(window)):
            return "transfer_operations"  # "readies a third flight of prisoners"
        if kind == "flight" and near("flights_missions", sentence.flat):
            return "flights_missions"
        sure = kind == "transfer" and _MASS.search(" ".join(window)) is not None
        if (sentence.about_transfer or sure) and not _IS_SCHEDULE.search(sentence.flat):
            if kind == "transfer":
                return "transfer_operations"
            if kind == "batch" and (_moves(sentence) or sentence.in_title or flat in _SURE_BATCHES):
                return "transfer_operations"
        if flat in STOPS or not flat.isalpha():
            break
    near_strike = any(
        CLASS.get(flat) == "strike"
        for flat in sentence.flats[max(0, counted.quantity.first - 5) : counted.quantity.first]
    )
    of_campaign = (
        re.match(r"(?:of|de|en|since|desde que) (?:the|la|su|its|this) (?:campaign|campana)", " ".join(window[:4]))
        or near_strike
    )
    struck = any(act.cls == "strike" for act in sentence.acts)
    return "us_strikes" if sentence.about_strikes and struck and of_campaign else OTHER


def _numbers_a_strike(sentence: Sentence, counted: Counted, window: Sequence[str]) -> bool:
    """ "The twelfth such attack", "the ninth strike in the Pacific", "the strike was the 19th since September"."""
    at = sentence.tokens[counted.quantity.first].start
    if sentence.about_strikes and _STRIKE_WAS_THE.search(sentence.flat[:at].rstrip()):
        return True
    on_boats = any(CLASS.get(flat) == "boat" for flat in sentence.subject.split())
    known = sentence.about_strikes or (on_boats and near("strike_deaths", sentence.flat))
    for flat in window:
        kind = CLASS.get(flat, "")
        if kind == "strike" or (kind == "boat" and sentence.about_strikes):
            return known
        if flat in STOPS or not flat.isalpha():
            break
    return False


def _moves(sentence: Sentence) -> bool:
    return any(act.cls in ("transfer", "extradite") for act in sentence.acts)
