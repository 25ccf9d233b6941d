"""Words on either side of a number that bound or soften it: "more than", "casi", "or more", "por lo menos".

Imports its sibling words and bot.domain.
"""

import re
from collections.abc import Mapping, Sequence

from bot.domain import Qualifier
from bot.extract.words import EN_SMALL, EN_TENS, ES_SMALL

_BEFORE: Mapping[Qualifier, str] = {
    "more_than": "more than|over|upwards of|in excess of|north of|above|exceeding|exceed|exceeds|exceeded|tops|topped|"
    "surpassed|surpassing|surpass|greater than|well over|just over|a little over|slightly more than|mas de|poco mas de|"
    "arriba de|por arriba de|por encima de|encima de|superior a|superiores a|mayor a|supera|superan|supero|superaron|"
    "superado|rebasa|rebasan|rebaso|rebasaron|excede|exceden|sobrepasa|sobrepasan|>|beyond",
    "at_least": "at least|no fewer than|not less than|no less than|a minimum of|minimum of|as few as|al menos|por "
    "lo menos|"
    "cuando menos|no menos de|como minimo|un minimo de|minimo de|minimo|lo menos|≥",
    "nearly": "nearly|close to|almost|just under|just short of|approaching|casi|cerca de|poco menos de|practicamente|"
    "virtually|a punto de llegar a|proximo a|cercano a|casi casi|apenas menos de",
    "about": "about|around|roughly|some|approximately|an estimated|estimated|approx|approx .|circa|or so|unos|unas|"
    "alrededor de|aproximadamente|en torno a|aprox|aprox .|cosa de|como|~|≈|mas o menos|se calcula que|algunos|algunas",
    "at_most": "up to|as many as|no more than|at most|not more than|a maximum of|maximum of|maximum|hasta|no mas de|"
    "a lo mas|a lo sumo|como maximo|un maximo de|maximo|maximo de|cuando mucho|tope de|≤",
    "less_than": "less than|fewer than|under|below|menos de|por debajo de|debajo de|inferior a|inferiores a|menor a|<",
}
_AFTER: Mapping[Qualifier, str] = {
    "at_least": "or more|and counting|o mas|at least|al menos|por lo menos|cuando menos|como minimo|minimo|and more|"
    "y mas|"
    "plus|y contando|at a minimum|lo menos|+",
    "about": "or so|mas o menos|aproximadamente|approximately|aprox|roughly|y pico|y tantos|or thereabouts",
    "at_most": "or fewer|or less|o menos|at most|como maximo|a lo mas|a lo sumo|cuando mucho|tops|maximo|at the most",
}
_AFTER_WORDS: dict[tuple[str, ...], Qualifier] = {
    tuple(phrase.split()): qualifier for qualifier, phrases in _AFTER.items() for phrase in phrases.split("|")
}
_BEFORE_WORDS: dict[tuple[str, ...], Qualifier] = {
    tuple(phrase.split()): qualifier for qualifier, phrases in _BEFORE.items() for phrase in phrases.split("|")
}
_PARTICLE_VERBS = re.compile(r"hand\w*|turn\w*|g[ia]v\w*|sign\w*|carr\w*|t[ao]k\w*|made|mak\w*|cross\w*|won|pass\w*")
_SKIPPED = frozenset({"$", "us", "mx", "€", "£", "usd", "the", "los", "las", "a", "el", "la", "total", "of", "de"})
_ENDS = frozenset({"", ".", ",", ";", ")"})


def qualifier_before(flats: Sequence[str], first: int) -> Qualifier | None:
    """What the words before token `first` say of the number there; a bound beats "about"."""
    at, found = first, None
    for _ in range(4):
        taken = _phrase_before(flats, at)
        if taken is None:
            if at > 0 and flats[at - 1] in _SKIPPED and found is None:
                at -= 1
                continue
            return found
        words = tuple(flats[at - taken : at])
        if words == ("over",) and at > 1 and _PARTICLE_VERBS.fullmatch(flats[at - 2]):
            return found  # "hands over 26 suspects"
        if words in (("como",), ("minimo",), ("maximo",), ("maximum",)) and at != first:
            return found
        if found is None or found == "about":
            found = _BEFORE_WORDS[words]
        at -= taken
    return found


def _phrase_before(flats: Sequence[str], at: int) -> int | None:
    """Length of the longest phrase of the table that ends before token `at`; None when there is none."""
    return next(
        (length for length in (4, 3, 2, 1) if length <= at and tuple(flats[at - length : at]) in _BEFORE_WORDS), None
    )


def qualifier_after(flats: Sequence[str], last: int) -> tuple[Qualifier | None, int]:
    """(what the words from token `last` on say of a number that ends there, token after them); (None, last) for
    nothing."""
    at = last + 1 if last < len(flats) and flats[last] == "," else last
    for length in (3, 2, 1):
        words = tuple(flats[at : at + length])
        if len(words) < length or words not in _AFTER_WORDS:
            continue
        following = flats[at + length] if at + length < len(flats) else ""
        if words in (("and", "more"), ("y", "mas")) and following not in _ENDS:
            return None, last
        begins_number = (
            following[:1].isdecimal() or following in EN_SMALL or following in EN_TENS or following in ES_SMALL
        )
        if not begins_number and (at == last or following in _ENDS):
            return _AFTER_WORDS[words], at + length
    return None, last
