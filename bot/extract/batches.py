"""The people of a handover told by their batch or day: "the first batch held 29", "Thursday's 19".

Imports its siblings only.
"""

import re

from bot.extract.clauses import Counted, Sentence

_BATCH_HELD = re.compile(
    r"\b(?:transfers?|handovers?|batch(?:es)?|groups?|waves?|first|second|third|fourth|latest|envios?|traslados?|"
    r"entregas?|tandas?|grupos?|primero?|segund[oa]|tercer[oa]?|cuart[oa]|anteriores)\b[\w ,]{0,35}\b(?:held|involved|"
    r"included|"
    r"comprised|had|saw|of|de|fue|numbered|carried|sent|brought|"
    r"fueron|incluy\w+|sumaron|consto|constaron)\b[\d,y and]*(?:de )?$"
)
_TODAYS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day's$|today's$|yesterday's$|latest$|"
    r"(?:this time|esta vez),?(?: it was| son| fueron| eran)?$"
)
_DE_HOY = re.compile(
    r"(?:this time|esta vez)\b|de (?:ayer|hoy)\b|(?:de este|del|de) (?:lunes|martes|miercoles|jueves|viernes|sabado|"
    r"domingo)\b"
)
MOVE_OF = re.compile(
    r"\b(?:traslado|envio|entrega|expulsion|transfer|handover|airlift|delivery|sending) (?:de|of)(?: (?:los|las|the))?"
    r"(?: (?:primer[oa]s|ultim[oa]s|first|latest|last))?$"
)
"""Right before people: the handover of them, as a noun; "envío de otros 26" is of others."""
IN_GROUP = re.compile(
    r"\b(?:group|aboard|batch|grupo|contingente|traslad\w+|entreg\w+|envi\w+|handed|transfer\w*|of (?:them|the \d+)|"
    r"de (?:ellos|los \d+)|remesa|tanda)\b"
)
MEASURE_OF_ACT = {
    "transfer": "persons_transferred",
    "extradite": "persons_extradited",
    "arrest": "persons_arrested",
    "kill": "killed",
    "injure": "injured",
    "vanish": "disappeared",
    "displace": "displaced",
    "indict": "persons_indicted",
}


def of_a_batch(sentence: Sentence, counted: Counted) -> bool:
    """ "the first batch held 29 people", "el segundo envío fue de 26": a handover of its own, by number of people."""
    if not sentence.about_transfer:
        return False
    at = sentence.tokens[counted.quantity.first].start
    return _BATCH_HELD.search(clause_before(sentence, at)) is not None


def is_of_a_move(sentence: Sentence, counted: Counted) -> bool:
    """ "traslado de los 26 violó amparos", "envío de 26, pactado": people of a handover whose noun is not said."""
    if not sentence.about_transfer or counted.unit is not None or counted.quantity.article or counted.quantity.ordinal:
        return False
    if MOVE_OF.search(sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()) is None:
        return False
    following = sentence.tokens[counted.quantity.last : counted.quantity.last + 1]
    beside = counted.noun != "" and counted.end == counted.quantity.last + 1
    return not beside or following[0].text.endswith(("ó", "aron", "ieron"))


def clause_before(sentence: Sentence, at: int) -> str:
    """Folded text from the last semicolon to an offset."""
    return sentence.flat[sentence.flat.rfind(";", 0, at) + 1 : at]


def is_todays(sentence: Sentence, counted: Counted) -> bool:
    """ "with Thursday's 19", "con los 19 de este jueves"."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()
    after = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :].lstrip()
    return _TODAYS.search(before) is not None or _DE_HOY.match(after) is not None


def opens_the_news(sentence: Sentence, counted: Counted) -> bool:
    """ "29 capos in one night: ...", "Fourteen more on the plane": what a report of a handover begins with."""
    opening = counted.quantity.first <= 1 and sentence.flat == sentence.subject
    return sentence.about_transfer and opening and not counted.quantity.article
