"""Cuts a sentence into words, digit groups and signs, with offsets. Imports nothing of the project.

`flatten` folds case and accents one character to one character, so that offsets in the flat text are offsets in the
sentence; words whose accent carries meaning ("trasladó", a verb, against "traslado", a noun) are read from
`Token.text`.
"""

import re
import unicodedata
from typing import NamedTuple

# A digit run with single separators inside; a word with an apostrophe inside; else one sign. Each alternative is a
# plain
# loop over disjoint classes, so matching is linear in the text.
_TOKEN = re.compile(r"\d+(?:[.,'’‘´′]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s\w]|_+|\w")  # the last: letters like ª º ²


class Token(NamedTuple):
    """`sentence[start:end] == text`; `flat` is `text` in small letters without accents."""

    text: str
    flat: str
    start: int
    end: int

    @property
    def is_digits(self) -> bool:
        """A digit group, possibly with separators."""
        return self.text[0].isdecimal()

    @property
    def is_word(self) -> bool:
        """Begins with a letter."""
        return self.text[0].isalpha()


class _Folding(dict[int, str]):
    """Code point to its folded character, filled as texts need it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = "-" if char in "‐‑‒–—−" else " " if char.isspace() else "'" if char in "’‘´′" else _flat_char(char)
        self[code] = base
        return base


def _flat_char(char: str) -> str:
    """One small letter without accent; the character itself where folding would change the length."""
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


_FOLDING = _Folding()


def words(text: str) -> tuple[str, ...]:
    """The words of a table written as one string."""
    return tuple(text.split())


def flatten(text: str) -> str:
    """Text of the same length without case and accents; any dash becomes "-", any space " ", any apostrophe "'"."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ")
    return text.translate(_FOLDING)


def tokenise(sentence: str, flat: str) -> list[Token]:
    """Tokens in order; `flat` is `flatten(sentence)`."""
    return [
        Token(match.group(), flat[match.start() : match.end()], match.start(), match.end())
        for match in _TOKEN.finditer(sentence)
    ]
