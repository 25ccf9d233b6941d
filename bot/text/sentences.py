"""Where English and Spanish sentences end. Imports bot.text.chars and the standard library only."""

import re
from itertools import pairwise

from bot.text.chars import fold, word_set

_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«¿¡]+$")
_ABBREVIATIONS = word_set(
    "mr mrs ms messrs dr dra drs jr sr sra sres srta st gen gral col cnel lt sgt sgto tte capt cmdr cmdte adm "
    "gov sen rep reps pres prof profa hon rev lic ing arq mtro mtra maj cpl spc det supt atty dist dept dpto depto est "
    "aprox "
    "approx inc corp ltd cia vs etc cf ej av avda blvd fracc edo mpio ud uds vda hno hnos fr pbro cd ff aa ee"
)
_BEFORE_NUMBERS = word_set(
    "no nos num nums nro art arts pag pags pp p vol cap fig sec frac exp tel ext inc "
    "jan feb mar apr jun jul aug sep sept oct nov dec ene abr ago dic"
)
_DOTTED = re.compile(r"(?:[a-z]{1,3}\.)+[a-z]{1,3}\.")  # u.s. ee.uu. a.m. d.c.
_STARTERS = word_set(
    "the a an in on at he she it they we but and this that these those his her its their there when while after before "
    "as if for with since by officials "
    "el la los las un una unos unas en al por para con segun pero y e este esta estos estas ese esa eso esto ademas "
    "tras ante desde cuando aunque mientras asi tambien su sus no se como"
)


def _ends_sentence(before: str, stop: str, after: str) -> bool:
    """Whether a run of stops between two stretches of one line ends a sentence."""
    following = after.lstrip("\"'“‘«([¿¡—–- ")
    if not following or following[0].islower():
        return False
    if not stop.startswith(".") or stop.startswith(".."):
        return True
    word_match = _LAST_WORD.search(before)
    word = fold(word_match.group()) if word_match else ""
    next_word = _WORD.match(fold(following))
    starts = next_word is not None and next_word.group() in _STARTERS
    if len(stop) > 1:  # a quotation mark closes after the stop
        return True
    if len(word) == 1 and word.isalpha():
        return False  # an initial: J. D. Vance
    if _DOTTED.fullmatch(word + "."):
        return starts
    if word == "uu" or word.endswith(".uu"):
        return starts
    if word in _BEFORE_NUMBERS and following[0].isdigit():
        return False
    return word not in _ABBREVIATIONS and not (before.strip().isdigit() and len(before.strip()) < 4)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of an English or Spanish text stand.

    A line break always ends one; abbreviations, initials and decimal points do not.

    Returns:
        list[tuple[int, int]], start and end (exclusive) in code points, in order, not overlapping, neither empty nor
        beginning or ending in white space; together they hold every character that is no white space.
    """
    found: list[tuple[int, int]] = []
    offset = 0
    for line in text.split("\n"):
        cuts = [0]
        for match in _STOP.finditer(line):
            # 80 characters hold any word that matters; the whole rest would make long lines quadratic
            before = line[max(cuts[-1], match.start() - 80) : match.start()]
            if _ends_sentence(before, match.group(), line[match.end() : match.end() + 80].lstrip()):
                cuts.append(match.end())
        cuts.append(len(line))
        for start, end in pairwise(cuts):
            piece = line[start:end]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                found.append((offset + start + lead, offset + start + len(piece.rstrip())))
        offset += len(line) + 1
    return found
