"""Folding of words: what makes "México", "MEXICO" and "mexico" the same. Standard library only; no I/O, no state.

Used by the text preparation and by the lexicon, so that both mean the same by "blind to accents and case".
"""

import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Function words that one of the two languages has and the other has not; enough to tell which one a headline is in.
_SPANISH = _words(
    "el la los las de del en y que por con para un una su sus al se lo como mas pero tras ante contra sobre entre sin"
    " es son esta este fue ser sera desde hasta pide dice niega"
)
_ENGLISH = _words(
    "the of to in and for on with is are was by at from as that this it its be has have will would not after over"
    " says said against into their his her who or but about more than"
)
_WORDS = re.compile(r"[^\W\d_]+")


def fold_word(word: str) -> str:
    """The word in lower case, without accents and other marks; compatibility forms resolved."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def language_sign(folded: str) -> int:
    """What a folded word says of its text's language: 1 = Spanish, -1 = English, 0 = nothing."""
    return 1 if folded in _SPANISH else -1 if folded in _ENGLISH else 0


def is_spanish(text: str) -> bool:
    """Whether a text reads as Spanish rather than English, by its function words and letters."""
    balance = sum(language_sign(fold_word(word)) for word in _WORDS.findall(text[:2000]))
    letters = sum(text.count(c) for c in "ñáéíóú¿¡Ñ")
    return balance > 0 or (balance == 0 and letters > 0)


__all__ = ["fold_word", "is_spanish", "language_sign"]
