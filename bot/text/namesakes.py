"""Whether two names of people may be taken for each other: a misprint, or father and son. Imports bot.text.chars."""

from difflib import SequenceMatcher

from bot.text.chars import fold

_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "da", "von", "van"])
_ALIKE = 0.8  # of two words: "insunza" and "inzunza" 0.86


def name_words(name: str) -> list[str]:
    """Folded words of a name without "de", "la" and their like."""
    return [word for word in fold(name).replace("-", " ").split() if word not in _PARTICLES]


def _alike(one: str, other: str) -> bool:
    return one != other and min(len(one), len(other)) >= 5 and SequenceMatcher(None, one, other).ratio() >= _ALIKE


def is_misspelt(printed: str, canonical: str) -> bool:
    """Whether a printed name has a word that is nearly, not quite, one of the canonical name's."""
    ours, theirs = name_words(printed), name_words(canonical)
    return len(ours) >= 2 and any(
        word not in theirs and any(_alike(word, other) and other not in ours for other in theirs) for word in ours
    )


def is_namesake(one: str, other: str) -> bool:
    """Whether two names may be taken for each other: one given name, one surname alike, another that differs.

    "Pedro Insunza Coronel" and "Pedro Inzunza Noriega" are; "Rafael Caro Quintero" and "Caro Quintero" are one man.
    """
    ours, theirs = name_words(one), name_words(other)
    if len(ours) < 2 or len(theirs) < 2 or ours[0] != theirs[0]:
        return False
    left, right = set(ours[1:]), set(theirs[1:])
    if left <= right or right <= left:
        return False
    return any(word in right or any(_alike(word, twin) for twin in right) for word in left)
