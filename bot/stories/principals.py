"""Whom a report is about: those whom a headline calls, but for whom it names only to say whose man somebody is. Pure.

May import text. "Top aide to El Chapo's son arrested" and "Operador de Iván Archivaldo, detenido" are of a man whom
neither headline names; "según Dolia Estévez" names who says so.
"""

import functools
import re
from collections.abc import Iterable, Sequence

from bot.text import fold

_MIN_WORD = 4  # letters of a name's word by which a headline calls somebody
_WHOSE_MAN = (
    r"aide|lieutenant|operator|operative|financier|accountant|bodyguard|associate|partner|henchman|enforcer|"
    r"deputy|confidant|right[- ]hand|(?:security|hitmen|finance) chief|chief of (?:security|hitmen|finance)|"
    r"operador\w*|lugarteniente|brazo derecho|mano derecha|financier[oa]|contador\w*|escolta|soci[oa]|"
    r"colaborador\w*|sicario|piloto|jef[ea] de (?:seguridad|escoltas|sicarios|finanzas|plaza)|"
    r"son|daughter|brother|sister|wife|widow|nephew|niece|father|mother|cousin|girlfriend|"
    r"hij[oa]|herman[oa]|espos[oa]|viuda|sobrin[oa]|padre|madre|prim[oa]|novia"
)
_BEFORE = re.compile(
    rf"\b(?:{_WHOSE_MAN})(?: \w+){{0,2}} (?:to|of|for|de|del|a)(?: (?:the|el|la|los|boss|capo|jefe|lider|leader))*"
    r" [\"'“‘«]?(?:el |la |los )?$"
    r"|\b(?:segun|according to|de acuerdo con) [\"'“‘«]?(?:el |la |los )?$"
)
_AFTER = re.compile(rf"^[\"'”’»]*['’]s (?:\w+ ){{0,2}}(?:{_WHOSE_MAN})\b")
# Who acts in a case and is not its subject: the headline has his office, the sentence below it begins with his name.
_OFFICE = re.compile(
    r"\b(?:judges?|magistrate|juez|jueza|magistrad[oa]|lawyers?|attorneys?|counsel|abogad[oa]s?|defensor(?:a)?|defensa|"
    r"defen[cs]e|ambassador|embajador(?:a)?|prosecutors?|fiscal(?:es)?|spokes(?:man|woman|person)|vocer[oa])\b"
)
_ACTS = re.compile(
    r"(?: \w+(?: \w+)?,| \d+,)? (?:has |have |had |ha |han |habia )?(?:also |tambien )?(?:"
    r"approved|ruled|ordered|rejected|granted|agreed|argu\w+|filed|disput\w+|accus\w+|alleg\w+|claim\w*|insist\w*|"
    r"vow\w*|said|says|told reporters|called|set|scheduled|found|cited|signed|asked|warned|dismissed|refused|wrote|"
    r"dijo|dice|aseguro|asegura|senalo|senala|concedi\w+|resolvi\w+|ordeno|acepto|aprobo|fijo|determino|present\w+|"
    r"acuso|acusa|denuncio|denuncia|interpuso|promovi\w+|pidio|pide|sostuvo|sostiene|argument\w+|afirm\w+|advirti\w+|"
    r"rechazo|desestimo|tramit\w+|nego que)\b"
)


def acts_for_another(person: str, title: str, below: str) -> bool:
    """Whether a name is that of the judge, the lawyer or the envoy whom the headline has by office alone.

    Args:
        person: folded.
        title: as printed.
        below: the sentence under it, as printed.
    """
    line = fold(below)
    if in_headlines([person], [title]) or not line.startswith(person) or not _OFFICE.search(fold(title)):
        return False
    return bool(_ACTS.match(line[len(person) :]))


def in_headlines(people: Sequence[str], titles: Iterable[str]) -> tuple[str, ...]:
    """Those of some people, by their folded names, whom a headline calls by a word of their name."""
    heads = " ".join(fold(title) for title in titles)
    return tuple(p for p in people if any(w in heads for w in p.split() if len(w) >= _MIN_WORD))


@functools.lru_cache(maxsize=50_000)  # pure; a story's headlines are looked at for every report near it
def _is_only_whose(person: str, title: str) -> bool | None:
    """Whether a headline names a person only to say whose man somebody else is, or who says so; None = not named."""
    folded = fold(title)
    words = "|".join(re.escape(word) for word in person.split() if len(word) >= _MIN_WORD)
    if not words:
        return None
    mentions = list(re.finditer(rf"\b(?:{words})(?: (?:{words}))*\b", folded))
    if not mentions:
        return None
    return all(_BEFORE.search(folded[: m.start()]) or _AFTER.search(folded[m.end() :]) for m in mentions)


def bosses_only(people: Sequence[str], titles: Sequence[str]) -> frozenset[str]:
    """Those of some people whom every headline that calls them names only beside somebody else."""
    told = {person: {_is_only_whose(person, title) for title in titles} - {None} for person in people}
    return frozenset(person for person, said in told.items() if said == {True})


def principals(people: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    """Those named in a headline, else the first two; nobody who is named only as another's boss, kin or source."""
    beside = bosses_only(people, titles)
    others = [person for person in people if person not in beside]
    named = in_headlines(others, titles)
    return named or tuple(person for person in people[:2] if person not in beside)


__all__ = ["bosses_only", "in_headlines", "principals"]
