"""People whose measure a phrase of headlines decides: a city's share of a handover, those charged beside somebody,
whose arrest a state asks of another, one of whom is told of. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.context import US

_MAY_COUNT = frozenset({"", "person", "accused", "detained", "requested", "moved", "forces"})
_CITY_TAKES = re.compile(
    r"(?:^|[;:,] )(?:(?!\d)[\w.]+ ){1,3}(?:gets?|takes?|receives?|got|took|received|houses|recibe[n]?|"
    r"se queda[n]? con) ?$"
)
"""Right before a share: a city takes so many."""
_OF_MEXICOS = re.compile(
    r" (?:(?:prisoners|inmates|suspects|capos|reos|presos) )?(?:of (?:mexico's|the)|de l[oa]s) (?:\d+|[\w-]+)\b"
    r"(?! (?:seats|votes|billion|million))"
)
_OF_A_HANDOVER = re.compile(
    r"\b(?:prisoners?|inmates?|suspects?|capos?|reos?|presos?|transfer\w*|hand(?:ed|over|s)\w*|arraign\w*|custody|"
    r"enviad\w+|entregad\w+|trasladad\w+|mexico's)\b"
)
_CHARGED_BESIDE = re.compile(
    r"\b(?:charged|indicted|accused|acusad[oa]|imputad[oa]|procesad[oa])\b[^;:.]{0,45}?"
    r"\b(?:along ?side|along with|together with|with|junto con|junto a|y a)(?: (?:some|at least|other|otr[oa]s|"
    r"another|his|"
    r"her|su|sus))* ?$"
)
"""Right before people: they are charged as the one before them is."""
_ASKS_FOR_ARREST = re.compile(
    r"\b(?:pide[n]?|pidio|pidieron|solicit(?:a|an|o|aron)|exige[n]?|reclama[n]?|requests?|requested|seeks?|sought|"
    r"asks? for|asked for|demands?|wants)\b[^;:.]{0,30}?"
    r"(?:\b(?:provisional arrest|(?:detencion|captura|aprehension|arresto) provisional)\b"
    r"(?: con fines de extradicion)? (?:of|de)|"
    r"\b(?:detener|arrestar|capturar|detencion|captura|aprehension|arresto) (?:provisional )?(?:con fines de|para su) "
    r"extradicion (?:de|a)|"
    r"\b(?:detener|arrestar|capturar) con fines de extradicion a)(?: (?:the|l[oa]s|some|at least|al menos))* ?$"
)
"""Right before people: another state is to arrest them, to extradite them."""
_ONE_OF = re.compile(
    r"\b(?:second|third|fourth|fifth|first|latest|last|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|"
    r"ultim[oa]) (?:of|de)"
    r"(?: (?:the|l[oa]s))? ?$"
)
_ACCUSED = re.compile(r" (?:\w+ )?(?:accused|charged|indicted|defendants|acusad[oa]s|imputad[oa]s|procesad[oa]s)\b")


def phrased_measure(sentence: Sentence, counted: Counted) -> str:
    """Measure of people by such a phrase, "" where none stands beside them."""
    quantity = counted.quantity
    if counted.unit is not None or quantity.ordinal or quantity.article or counted.noun_class not in _MAY_COUNT:
        return ""
    before = sentence.flat[: sentence.tokens[quantity.first].start]
    behind = sentence.flat[sentence.tokens[quantity.last - 1].end :]
    if _ONE_OF.search(before) and _ACCUSED.match(behind):
        return "persons_indicted"
    if counted.noun_class and _CHARGED_BESIDE.search(before):
        return "persons_indicted"
    if counted.noun_class and _ASKS_FOR_ARREST.search(before) and US.search(sentence.flat):
        return "extradition_requests"
    if _is_a_citys_share(sentence, before, behind):
        return "persons_transferred"
    return ""


def _is_a_citys_share(sentence: Sentence, before: str, behind: str) -> bool:
    """ "Houston gets nine of Mexico's 37; San Diego takes seven"."""
    if sentence.flat != sentence.subject or not (_CITY_TAKES.search(before) or _OF_ALL.search(before)):
        return False
    if _OF_A_HANDOVER.search(sentence.flat) is None or ("mexic" not in sentence.flat and not sentence.about_transfer):
        return False
    if _OF_ALL.search(before):
        return True
    shared = _OF_MEXICOS.match(behind) is not None
    return shared or _SHARE_BEFORE.search(before) is not None


_OF_ALL = re.compile(
    r"(?:^|[;:,] )(?:(?!\d)[\w.]+ ){1,3}(?:gets?|takes?|receives?|got|took|received|recibe[n]?) (?:\d+|"
    r"[\w-]+) of mexico's ?$"
)
"""Right before them: all of whom a city takes a share."""
_SHARE_BEFORE = re.compile(
    r"\b(?:gets?|takes?|receives?|got|took|received|recibe[n]?) (?:\d+|\w+) (?:of (?:mexico's|the)|de l[oa]s) "
)
