"""Patterns that are tried only where a text has a word that they need. Imports nothing of the project.

Of a pattern such as `\\b(?:votes?|senad\\w+)\\b` every match holds a word "vote" or "votes", or one that begins with
"senad". So much is read from the pattern itself. A text's words are looked up once for all patterns; where none fits, a
pattern cannot match, and nothing is searched. Most patterns of most texts end there.

A *piece* is a stretch of a word between spaces: " vote " is the whole word, " senad" its beginning, "labs " its end,
"lab" stands anywhere in it. A sign, such as "$", is a piece by itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from re import _constants as ops  # type: ignore[attr-defined] # how the standard library takes a pattern apart
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LONGEST = 10  # characters of a piece, with its spaces
_MOST = 2_000  # pieces of one pattern
_COMMON = (
    " a an and as at by for from had has have he his in it its no not of on or that the their they this to was were "
    "who with al con de del el en es fue ha han la las lo los no o para por que se son su sus tras un una y ya 0 1 2 "
    "3 4 5 6 7 8 9 , . ' - "
)
"""A piece that stands in here excludes next to nothing."""

_Parts = Sequence[tuple[Any, Any]]  # of a pattern: (operator, its argument)


class Guarded:
    """A pattern without flags, of text that is folded or not; finds what `re.compile(pattern)` finds.

    Attributes:
        pattern: as given.
    """

    __slots__ = ("_bit", "_finditer", "_match", "_search", "pattern")

    def __init__(self, pattern: str) -> None:
        compiled = re.compile(pattern)
        self.pattern = pattern
        self._search, self._match, self._finditer = compiled.search, compiled.match, compiled.finditer
        self._bit = _registered(needs_of(pattern))

    def may_match(self, text: str) -> bool:
        """Whether a text has a piece that the pattern needs."""
        return bool(_found(text) & self._bit)

    def search(self, text: str, begin: int = 0) -> re.Match[str] | None:
        """The first match from offset `begin` on."""
        return self._search(text, begin) if _found(text) & self._bit else None

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the start."""
        return self._match(text) if _found(text) & self._bit else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in order."""
        return self._finditer(text) if _found(text) & self._bit else iter(())


# --- what stands in a text -------------------------------------------------------------------------------------------

_ALWAYS = 1  # the bit of patterns that need nothing
_beginnings: dict[str, int] = {}  # pieces that begin a word, with the bits of the patterns that need them
_inner: dict[str, int] = {}  # all other ones, which are few
_next_bit = _ALWAYS
_REMEMBERED = 20_000  # chunks of texts, and words; 4 MB each
_REMEMBERED_LENGTH = 40  # characters
_words = re.compile(r"\w+").findall
_signs = re.compile(r"[^\w\s]").findall


def _registered(needs: Iterable[str]) -> int:
    """The bit of a new pattern."""
    global _next_bit  # counts the patterns, which are made while modules are imported
    if not needs:
        return _ALWAYS
    _next_bit <<= 1
    for piece in needs:
        bits = _beginnings if piece.startswith(" ") else _inner
        bits[piece] = bits.get(piece, 0) | _next_bit
    _known_bits_of.cache_clear()
    _chunks.clear()
    _found.cache_clear()
    return _next_bit


class _Chunks(dict[str, int]):
    """What stands between two spaces, such as "voted,", to the bits of the patterns of which it has a piece."""

    def __missing__(self, chunk: str) -> int:
        is_short = len(chunk) <= _REMEMBERED_LENGTH
        found = reduce(or_, map(_known_bits_of if is_short else _bits_of, _words(chunk)), 0)
        found = reduce(or_, (_inner.get(sign, 0) for sign in _signs(chunk)), found)
        if is_short:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = found
        return found


def _bits_of(word: str) -> int:
    spaced, found = f" {plain(word)} ", 0
    for end in range(2, min(len(spaced), _LONGEST) + 1):
        found |= _beginnings.get(spaced[:end], 0)
    for piece, bits in _inner.items():
        if piece in spaced:
            found |= bits
    return found


_known_bits_of = lru_cache(maxsize=_REMEMBERED)(_bits_of)


def plain(word: str) -> str:
    """A word with the digits 0 to 9 for those of other scripts, which `\\d` finds too."""
    return word if word.isascii() else "".join(str(int(char)) if char.isdecimal() else char for char in word)


_chunks = _Chunks()


@lru_cache(maxsize=256)
def _found(text: str) -> int:
    """Bits of the patterns of which a text has a piece."""
    return reduce(or_, map(_chunks.__getitem__, text.split(" ")), _ALWAYS)


# --- what a pattern needs --------------------------------------------------------------------------------------------


def needs_of(pattern: str) -> frozenset[str]:
    """Pieces, at least one of which each match of a pattern holds in one of its words; empty where it tells none."""
    return frozenset(_needs(list(parser.parse(pattern)), at_start=False) or ())


def starts_of(pattern: str) -> frozenset[str]:
    """Pieces with one of which each match of a pattern begins, signs among them; empty where it may be any."""
    pieces: set[str] = set()
    try:
        _begin(list(parser.parse(pattern)), "", pieces)
    except _TellsNone:
        return frozenset()
    return frozenset(pieces)


class _TellsNone(Exception):  # no error
    """No piece begins here."""


def _cost(pieces: Iterable[str]) -> float:
    """How often one of some pieces stands in a text, roughly."""
    return sum(1.0 if piece in _COMMON else 0.5 ** len(piece) for piece in pieces)


def _needs(parts: _Parts, *, at_start: bool) -> set[str] | None:
    """The rarest pieces that parts in a row need, of those that one of the parts needs by itself.

    Args:
        at_start: a letter of a word that stands first begins the word.
    """
    tried = []
    in_word = False
    for index, (op, arg) in enumerate(parts):
        pieces: set[str] = set()
        try:
            if not in_word:  # else the letters from the one before on tell more
                _begin(parts[index:], " " if at_start else "", pieces)
                tried.append(pieces)
        except _TellsNone:
            pass
        in_word = op is ops.LITERAL and _is_of_word(arg)
        inner: list[set[str] | None] = []
        if op is ops.BRANCH:
            inner = [_needs(list(branch), at_start=at_start) for branch in arg[1]]
        elif op is ops.SUBPATTERN:
            inner = [_needs(list(arg[3]), at_start=at_start)]
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and arg[0]:
            inner = [_needs(list(arg[2]), at_start=at_start)]
        known = [each for each in inner if each is not None]
        if inner and len(known) == len(inner):
            tried.append(set().union(*known))
        at_start = _leaves_at_start(op, arg, at_start=at_start)
    return min(tried, key=_cost, default=None)


def _leaves_at_start(op: Any, arg: Any, *, at_start: bool) -> bool:
    """Whether a letter of a word that stands behind a part begins the word."""
    if op is ops.AT:
        return at_start or arg in (ops.AT_BOUNDARY, ops.AT_BEGINNING)
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return at_start
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and not arg[0]:
        return at_start and _ends_between_words(list(arg[2]))
    return _ends_between_words([(op, arg)])


def _ends_between_words(parts: _Parts) -> bool:
    """Whether the last character of parts in a row is of no word."""
    for op, arg in reversed(parts):
        if op is ops.LITERAL:
            return not _is_of_word(arg)
        if op is ops.IN:
            return all(kind is ops.LITERAL and not _is_of_word(code) for kind, code in arg)
        if op is ops.SUBPATTERN:
            return _ends_between_words(list(arg[3]))
        if op is ops.BRANCH:
            return all(_ends_between_words(list(branch)) for branch in arg[1])
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            return bool(arg[0]) and _ends_between_words(list(arg[2]))
        if op not in (ops.ASSERT, ops.ASSERT_NOT):
            return False
    return False


def _begin(parts: _Parts, piece: str, found: set[str]) -> None:
    """Adds to `found` all pieces that go on from `piece` where parts in a row begin.

    Raises:
        _TellsNone: what stands there may be any word, or none.
    """
    if len(found) > _MOST:
        raise _TellsNone
    if not parts or len(piece) >= _LONGEST - 1:
        if not piece.strip():
            raise _TellsNone
        found.add(piece)
        return
    (op, arg), rest = parts[0], parts[1:]
    if op is ops.LITERAL:
        if _is_of_word(arg):
            _begin(rest, piece + chr(arg), found)
        elif piece or chr(arg).isspace():
            _end(piece, found)
        else:
            found.add(chr(arg))
    elif op is ops.IN and all(kind is ops.LITERAL for kind, _ in arg):
        for each in arg:
            _begin([each, *rest], piece, found)
    elif op is ops.IN and not piece.strip() and all(map(_is_sign_or_digit, arg)):
        for kind, code in arg:
            if kind is ops.LITERAL:
                _begin([(kind, code), *rest], piece, found)
            else:
                found.update(piece + digit for digit in _DIGITS)
    elif op is ops.BRANCH:
        for branch in arg[1]:
            _begin([*branch, *rest], piece, found)
    elif op is ops.SUBPATTERN:
        _begin([*arg[3], *rest], piece, found)
    elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        least, most, repeated = arg
        if not least:
            _begin(rest, piece, found)
        _begin([*repeated, *(rest if most == 1 else _ANYTHING)], piece, found)
    elif op is ops.AT and arg is ops.AT_BOUNDARY and not piece.strip():
        _begin(rest, " ", found)
    elif (op is ops.AT and arg in (ops.AT_BOUNDARY, ops.AT_END)) or (op, arg) == _NO_WORD:
        _end(piece, found)
    elif op is ops.AT and arg is ops.AT_BEGINNING:
        _begin(rest, " ", found)
    elif op is ops.ASSERT and arg[0] > 0:
        _begin([*arg[1], *_ANYTHING], piece, found)
    elif op in (ops.ASSERT, ops.ASSERT_NOT):
        _begin(rest, piece, found)
    else:
        _begin([], piece, found)


_ANYTHING: _Parts = [(ops.ANY, None)]
_NO_WORD = (ops.IN, [(ops.CATEGORY, ops.CATEGORY_NOT_WORD)])


def _end(piece: str, found: set[str]) -> None:
    """Adds a piece behind which its word ends."""
    if not piece.strip():
        raise _TellsNone
    found.add(f"{piece} ")


_DIGITS = "0123456789"  # and those of other scripts, which `plain` reads as these


def _is_sign_or_digit(each: tuple[Any, Any]) -> bool:
    """Whether a part of a set is one character, or digits."""
    kind, arg = each
    if kind is ops.RANGE:
        return bool(ord("0") <= arg[0] <= arg[1] <= ord("9"))
    return kind is ops.LITERAL or (kind, arg) == (ops.CATEGORY, ops.CATEGORY_DIGIT)


def _is_of_word(code: int) -> bool:
    """Whether a character is one of `\\w`."""
    return chr(code).isalnum() or chr(code) == "_"
