"""Many patterns tried as one, each only where a word or a sign stands with which it can begin. Imports its siblings.

One pattern of a hundred alternatives tries nearly all of them at each word. With which words an alternative can begin
the pattern itself tells (`guarded.starts_of`); most words of a text begin none.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.extract.guarded import Guarded, plain, starts_of

_STARTS = re.compile(r"\w+|[^\w\s]")
_REMEMBERED = 5_000  # words
_PATTERNS = 512  # for words that begin the same alternatives


class Scanner:
    """Finds what the alternatives find as one pattern, those that are listed first tried first.

    An alternative begins with a word or a sign. One whose first word may be any, such as `\\b\\w+@`, has to begin with
    `\\b`.

    Raises:
        ValueError: with an alternative that begins neither at a word nor with signs that it tells.
    """

    def __init__(self, alternatives: Sequence[str]) -> None:
        self._alternatives = alternatives
        self._bits: dict[str, int] = {}  # of the alternatives that a piece begins
        self._open: list[tuple[int, Guarded]] = []  # alternatives that any word may begin, with their bits
        for index, alternative in enumerate(alternatives):
            starts, bit = starts_of(alternative), 1 << index
            if not starts and not alternative.startswith(r"\b"):
                raise ValueError(alternative)
            if not starts:
                self._open.append((bit, Guarded(alternative)))
            for piece in starts:
                self._bits[piece] = self._bits.get(piece, 0) | bit
        self._longest = max(map(len, self._bits), default=0)
        self._tables: dict[int, _Table] = {}
        self._pattern_of = lru_cache(maxsize=_PATTERNS)(self._pattern)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Stretches [start, end) of all matches, in order, not overlapping."""
        any_word = sum(bit for bit, guarded in self._open if guarded.may_match(text))
        table = self._tables.get(any_word)
        if table is None:
            table = self._tables[any_word] = _Table(self, any_word)
        found, end = [], 0
        for start in _STARTS.finditer(text):
            pattern = table[start.group()]
            if pattern is not None and start.start() >= end:
                match = pattern.match(text, start.start())
                if match is not None:
                    found.append(match.span())
                    end = match.end()
        return found

    def at(self, start: str, any_word: int) -> re.Pattern[str] | None:
        """The alternatives that a word or a sign may begin, as one pattern.

        Args:
            any_word: bits of those that any word may begin.
        """
        bits = any_word if re.match(r"\w", start) else 0
        spaced = f" {plain(start)} "
        for end in range(1, min(len(spaced), self._longest + 1) + 1):
            bits |= self._bits.get(spaced[:end], 0) | self._bits.get(spaced[1:end], 0)
        return self._pattern_of(bits) if bits else None

    def _pattern(self, bits: int) -> re.Pattern[str]:
        return re.compile("|".join(each for index, each in enumerate(self._alternatives) if bits >> index & 1))


class _Table(dict[str, re.Pattern[str] | None]):
    """Words and signs to what they may begin, filled as texts need it."""

    def __init__(self, scanner: Scanner, any_word: int) -> None:
        super().__init__()
        self._scanner, self._any_word = scanner, any_word

    def __missing__(self, start: str) -> re.Pattern[str] | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        pattern = self[start] = self._scanner.at(start, self._any_word)
        return pattern
