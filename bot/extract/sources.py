"""Numbers of people who say something rather than have something happen to them: "two officials said". Imports its
siblings and bot.text only.
"""

import re

from bot.extract.clauses import Counted, Sentence
from bot.text.verbs import SAYS

_SPEAKS = re.compile(
    rf"{SAYS}|warned|argued|aseguran|afirman|sostienen|advierten|advirtieron|dicen|cuentan|relatan|"
    r"consultad[oa]s|familiar|briefed|speaking|con|close"
)
_REPORTED_AS = re.compile(r"missing|dead|\w+ed")
"""Behind "reported": it is they who are reported."""
_SOURCES = re.compile(
    r"(?:official|source|funcionario|fuente|lawyer|abogado|prosecutor|fiscal|witness|testigo|analyst|analista|expert|"
    r"researcher|diplomat|aide|senator|lawmaker|legislador|exfuncionario|mando|agent)s?(?:es)?"
)
_INTERVIEWED = re.compile(
    r"\b(?:interview(?:s|ed|ing)?|spoke (?:to|with)|talked (?:to|with)|survey(?:s|ed)|polled|entrevist\w+(?: a)?|"
    r"hablo con|encuest\w+(?: a)?|(?:encuesta|estudio|sondeo|levantad[oa]|aplicad[oa]|entrevistas?)(?: \w+){0,3} "
    r"a)(?: (?:some|about|more than|over|unos|unas|mas de))*$"
)
_SAYING = re.compile(r"\b(?:according to|told|segun|dijeron|confirmaron|informaron|reuters|ap|de acuerdo con)\b")
_IN_THE_KNOW = re.compile(
    r"(?:al tanto|con conocimiento|con acceso|with (?:direct )?knowledge|cercan[oa]s|"
    r"enterad[oa]s|on condition)"
)


def is_source(sentence: Sentence, counted: Counted) -> bool:
    """ "two officials said", "according to three lawyers", "dijeron dos fuentes"."""
    after = sentence.flats[counted.end : counted.end + 2]
    if after[:1] == ["reported"] and _REPORTED_AS.fullmatch(after[-1]):
        return False  # "29 women reported missing"
    if after and _SPEAKS.fullmatch(after[0]) and (after[0] != "con" or _SOURCES.fullmatch(counted.noun_flat)):
        return True
    if _INTERVIEWED.search(sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()):
        return True
    if _IN_THE_KNOW.match(" ".join(sentence.flats[counted.end : counted.end + 3])):
        return True
    if not _SOURCES.fullmatch(counted.noun_flat):
        return False
    first = sentence.tokens[counted.quantity.first].start
    return _SAYING.search(sentence.flat[max(0, first - 28) : first]) is not None


__all__ = ["is_source"]
