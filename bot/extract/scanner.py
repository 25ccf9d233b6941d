"""Many patterns tried as one, each only where a word or a sign stands with which it can begin. Imports its siblings.

One pattern of a hundred alternatives tries nearly all of them at each word. With which words an alternative can begin
the pattern itself tells (`guarded.starts_of`); most words of a text begin none.
"""

import re
from collections.abc import Callable, Sequence

from bot.extract.guarded import Guarded, plain, starts_of

_STARTS = re.compile(r"\w+|[^\w\s]")
_REMEMBERED = 20_000  # words, 4 MB
_REMEMBERED_LENGTH = 40  # characters

_Match = Callable[[str, int], re.Match[str] | None]


class Scanner:
    """Finds what the alternatives find as one pattern, those that are listed first tried first.

    An alternative begins with a word or a sign. One whose first word may be any, such as `\\b\\w+@`, has to begin with
    `\\b`.

    Raises:
        ValueError: with an alternative that begins neither at a word nor with signs that it tells.
    """

    def __init__(self, alternatives: Sequence[str]) -> None:
        self._matches: list[_Match] = [re.compile(alternative).match for alternative in alternatives]
        self._starting: dict[str, list[int]] = {}  # alternatives by the pieces that they begin with
        self._open: list[tuple[int, Guarded]] = []  # those that any word may begin
        for index, alternative in enumerate(alternatives):
            starts = starts_of(alternative)
            if not starts and not alternative.startswith(r"\b"):
                raise ValueError(alternative)
            if not starts:
                self._open.append((index, Guarded(alternative)))
            for piece in starts:
                self._starting.setdefault(piece, []).append(index)
        self._longest = max(map(len, self._starting), default=0)
        self._tables: dict[tuple[int, ...], _Table] = {}  # by those of `_open` that a text may hold

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Stretches [start, end) of all matches, in order, not overlapping."""
        any_word = tuple(index for index, guarded in self._open if guarded.may_match(text))
        table = self._tables.get(any_word)
        if table is None:
            table = self._tables[any_word] = _Table(self, any_word)
        found, end = [], 0
        for start in _STARTS.finditer(text):
            if start.start() < end:
                continue
            for match_at in table[start.group()]:
                if (match := match_at(text, start.start())) is not None:
                    found.append(match.span())
                    end = match.end()
                    break
        return found

    def beginning_with(self, start: str, any_word: Sequence[int]) -> tuple[_Match, ...]:
        """What a word or a sign may begin.

        Args:
            any_word: alternatives that any word may begin.
        """
        indices = set(any_word if re.match(r"\w", start) else ())
        spaced = f" {plain(start)} "
        for end in range(1, min(len(spaced), self._longest + 1) + 1):
            indices.update(self._starting.get(spaced[:end], ()), self._starting.get(spaced[1:end], ()))
        return tuple(self._matches[index] for index in sorted(indices))

    def make_room(self) -> None:
        """Forgets all words where there are too many."""
        if sum(map(len, self._tables.values())) >= _REMEMBERED:
            for table in self._tables.values():
                table.clear()


class _Table(dict[str, tuple[_Match, ...]]):
    """Words and signs to what they may begin, filled as texts need it."""

    def __init__(self, scanner: Scanner, any_word: Sequence[int]) -> None:
        super().__init__()
        self._scanner, self._any_word = scanner, any_word

    def __missing__(self, start: str) -> tuple[_Match, ...]:
        matches = self._scanner.beginning_with(start, self._any_word)
        if len(start) <= _REMEMBERED_LENGTH:
            self._scanner.make_room()
            self[start] = matches
        return matches
