"""What the bot says for people, in Spanish: problems, reasons and remedies, which the code writes in English. Pure.

An error is one English sentence wherever it is met: in a log, on a command line, in the database. Whoever shows it to a
reader of Spanish looks it up here by its shape, so that what was written last week is translated, too, and code that
raises errors knows of no language. `spanish.toml` holds the shapes; a test holds it to the code. Imports nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

_PLACE = re.compile(r"\{(\w+)\}")
_LETTER = re.compile(r"[^\W\d_]")
_NESTED = "said"  # places whose name begins so hold a sentence of ours, to be looked up as well
_DEEPEST = 6  # sentences within sentences
_MAX_CHARS = 8_000  # longer ones are no sentence


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence in Spanish."""

    text: str
    weight: int  # letters of it that were known
    is_whole: bool  # all that it says is known


@dataclass(frozen=True, slots=True)
class _Shape:
    """One English sentence with places for words, and its Spanish."""

    literals: tuple[str, ...]  # one more than names
    names: tuple[str, ...]
    spanish: str
    weight: int  # letters that are fixed: the more, the surer

    def found_in(self, text: str) -> dict[str, str] | None:
        """The words in the places; None when the text has another shape. Takes one pass, whatever the text."""
        if not self.names:
            return {} if text == self.literals[0] else None
        first, *between, last = self.literals
        if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
            return None
        words, at, end = [], len(first), len(text) - len(last)
        for literal in between:
            found = text.find(literal, at, end)
            if found < 0:
                return None
            words.append(text[at:found])
            at = found + len(literal)
        return dict(zip(self.names, [*words, text[at:end]], strict=True))


def translated(text: str, language: Literal["en", "es"]) -> str:
    """A sentence of ours in a language; lines one by one. What is not known here, as words of others, stays as it is.

    Args:
        text: as it stands in an error, a log or the database.
        language: of the reader.
    """
    if language == "en" or len(text) > _MAX_CHARS:
        return text
    whole = _told(text, 0)
    if whole is not None and whole.is_whole:
        return whole.text
    return "\n".join(spanish_of(line) or line for line in text.split("\n"))


def spanish_of(text: str) -> str | None:
    """The Spanish of one sentence, or of its frame where it holds words of others; None when neither is known."""
    told = _told(text, 0)
    return told.text if told else None


@lru_cache(maxsize=4_096)  # the same few are shown again and again, and no text makes it look twice at a part
def _told(text: str, depth: int) -> _Told | None:
    """The best reading of a text: whole ones first, then the one of which the most is known."""
    best: _Told | None = None
    for shape in _shapes():
        words = shape.found_in(text)
        if words is None:
            continue
        weight, is_whole, said = shape.weight, True, dict(words)
        for name, word in words.items():
            if word and name.startswith(_NESTED):
                inner = _told(word, depth + 1) if depth < _DEEPEST else None
                weight += inner.weight if inner else 0
                is_whole = is_whole and inner is not None and inner.is_whole
                said[name] = inner.text if inner else word
        if weight and (best is None or (is_whole, weight) > (best.is_whole, best.weight)):
            best = _Told(shape.spanish.format_map(said), weight, is_whole)
    return best


@cache
def sentences() -> Mapping[str, str]:
    """English shapes to Spanish ones, as the file has them."""
    return tomllib.loads(files("bot.translate").joinpath("spanish.toml").read_text(encoding="utf-8"))


@cache
def _shapes() -> tuple[_Shape, ...]:
    shapes = []
    for english, spanish in sentences().items():
        parts = _PLACE.split(english)
        weight = len(_LETTER.findall("".join(parts[::2])))
        shapes.append(_Shape(tuple(parts[::2]), tuple(parts[1::2]), spanish, weight))
    return tuple(shapes)


__all__ = ["sentences", "spanish_of", "translated"]
