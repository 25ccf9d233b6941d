"""The dead of a toll and its parts: "toll of the raid passes 40: 12 soldiers, 28 gunmen". Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.forces import are_of_a_service
from bot.extract.nouns import PERSON_CLASSES

_TOLL = re.compile(
    r"\b(?:death toll|toll|body count|saldo|cifra de (?:muertos|fallecidos|victimas)|muertos|dead|killed|deaths)\b"
)
_HAS_REACHED = re.compile(
    r"\b(?:death toll|toll|body count|cifra de (?:muertos|fallecidos|victimas))\b[^;:]{0,60} (?:pass(?:es|ed)|"
    r"top(?:s|ped)|"
    r"hits|reach(?:es|ed)|exceeds|surpass(?:es|ed)|nears|supera|rebasa|alcanza|llega a|pasa de)"
    r"(?: (?:at least|l[oa]s|al menos|a))*$"
)
"""Right before a number: so many are dead."""
_OF_VIOLENCE = re.compile(
    r"\b(?:raids?|shootouts?|violence|clash(?:es)?|ambush(?:es)?|massacre|gunbattle|attacks?|battle|cartel\w*|"
    r"operativo|enfrentamiento\w*|violencia|masacre|emboscada|ataques?|balaceras?)\b"
)
_NO_VIOLENCE = re.compile(
    r"\b(?:boats?|lanchas?|vessels?|overdos\w+|sobredosis|quake|sismo|floods?|inundaci\w+|hurricane|huracan|crash|"
    r"choque|covid|migrant\w*)\b"
)

_FEWEST = 2  # parts of a toll


def toll_measure(sentence: Sentence, counted: Counted) -> str:
    """Measure of a toll or a part of one told behind its colon; "" for what is neither."""
    if counted.unit is not None or counted.quantity.ordinal or counted.quantity.article:
        return ""
    if _NO_VIOLENCE.search(sentence.flat):
        return ""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start]
    if not counted.noun_class and _OF_VIOLENCE.search(sentence.flat) and _HAS_REACHED.search(before.rstrip()):
        return "killed"
    head, colon, _ = before.rpartition(":")
    if not colon or _TOLL.search(head) is None or counted.noun_class not in PERSON_CLASSES | {"forces"}:
        return ""
    begin = _token_at(sentence, len(head) + 1)
    parts = [other for other in sentence.counted if other.quantity.first >= begin]
    if len(parts) < _FEWEST or parts[0].quantity.first != begin or any(act.first >= begin for act in sentence.acts):
        return ""  # behind the colon somebody does something
    forces = counted.noun_class == "forces" or are_of_a_service(sentence, counted)
    return "security_forces_killed" if forces else "killed"


def _token_at(sentence: Sentence, offset: int) -> int:
    """Index of the first token that starts at an offset or behind it."""
    return next((n for n, token in enumerate(sentence.tokens) if token.start >= offset), len(sentence.tokens))
