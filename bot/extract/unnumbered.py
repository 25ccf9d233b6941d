"""Headlines of a handover that do not say of how many: "México entrega nuevo grupo de capos a EU", and the people of it
whom the text below counts, "los 31 tenían órdenes de captura".

Imports its siblings and bot.text only.
"""

import re
from functools import lru_cache

from bot.extract.clauses import Counted, Sentence
from bot.extract.guarded import Guarded
from bot.extract.nouns import class_of
from bot.extract.pegs import is_about_transfer
from bot.text.verbs import MULLS

_PEOPLE = (
    r"(?:capos|narcos|reos|presos|internos|reclusos|criminales|delincuentes|cabecillas|sicarios|fugitivos|"
    r"profugos|detenidos|jefes|lideres|integrantes|miembros|operadores|objetivos|narcotraficantes|extraditables|"
    r"prisoners|inmates|convicts|detainees|fugitives|suspects|figures|members|bosses|leaders|kingpins|traffickers|"
    r"operatives|criminals|gangsters|drug lords)"
)
_GROUP = (
    r"(?:grupo|tanda|bloque|lote|traslado|entrega|envio|contingente|paquete|remesa|oleada|group|batch|round|wave|"
    r"transfer|handover|planeload|airlift)"
)
_THERE = (
    r"(?:u\.?s\b|us\b|united states|american|washington|eu\b|eua\b|ee\.? ?uu|eeuu|estados unidos|union americana|texas|"
    r"houston|justicia)"
)
_NOW = Guarded(
    rf"\b(?:nuev[oa]|otr[oa]|otro nuevo|segund[oa]|tercera?|cuart[oa]|quint[oa]|new|another|fresh|latest|second|third|"
    rf"fourth|fifth) (?:\w+ )?{_GROUP}\b|"
    r"\b(?:entrega|envia|manda|traslada|expulsa|remite|sends|hands over|transfers|flies|ships|turns over|delivers|"
    rf"expels)n?\b(?: (?!una?\b|an?\b|el\b|al\b|the\b)\w+){{0,6}}? {_PEOPLE}\b"
    rf"(?: (?!(?:a|to)\b)\w+){{0,5}} (?:a|to) (?:la |l[oa]s |the )?{_THERE}"
)
"""In a headline: a further group, or several people whom a verb in the present moves to the United States."""
_NOT_NOW = re.compile(
    rf"\b(?:will|would|could|may|might|plans?|planning|preparing|prepares|{MULLS}|wants?|asks?|"
    r"demands?|expected|talks?|looms?|possible|deny|denies|denied|no|not|never|rules? out|ago|anniversary|first|"
    r"podria[n]?|planea|prepara|alista|niega|niegan|descarta|desmiente|rechaza|pide|piden|"
    r"exige|quiere|busca|espera|prepar\w+|habra|inminente|sera[n]?|va[n]? a|posible|negocia|acuerda|aniversario|"
    r"hace|tras|ante|amid|after|since|why|por que|how|como|what|que|who|quien(?:es)?|judge|juez|jueza|court|corte)\b"
)
"""Likewise: it is to come, denied, asked for or over, or something else is told of it."""
_DEFINITE = re.compile(r"\b(?:the|l[oa]s|all)$")
_LEAST = 3  # people


@lru_cache(maxsize=64)
def is_of_a_new_group(flat: str) -> bool:
    """Whether a folded headline tells that people are handed over now, as a group or several, without their number."""
    return _NOW.search(flat) is not None and _NOT_NOW.search(flat) is None and is_about_transfer(flat)


def are_its_people(sentence: Sentence, counted: Counted) -> bool:
    """Whether a number with an article in the sentence below such a headline is of those who go: "Entre los 31 hay
    líderes del CJNG". What it counts is not said; a noun in the plural right behind it is another thing."""
    if sentence.preceding != sentence.subject or counted.quantity.value < _LEAST or counted.unit is not None:
        return False
    beside = sentence.flats[counted.quantity.last : counted.quantity.last + 1] or [""]
    if class_of(beside[0]) or beside[0].endswith("s"):
        return False
    if any(role.person and role.counted is not counted for role in sentence.before):
        return False
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()
    return _DEFINITE.search(before) is not None and is_of_a_new_group(sentence.subject)


__all__ = ["are_its_people", "is_of_a_new_group"]
