"""A boolean query in Lucene syntax on whole words, compiled to a test of items. Pure; the only importer of luqum.

May import domain, errors and text. No regular expressions, wildcards inside words, fuzzy or proximity search, ranges or
boosts: each is refused with a remedy.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from luqum.exceptions import ParseError as QueryError
from luqum.parser import parser
from luqum.tree import (
    AndOperation,
    Boost,
    FieldGroup,
    From,
    Fuzzy,
    Group,
    Not,
    OrOperation,
    Phrase,
    Plus,
    Prohibit,
    Proximity,
    Range,
    Regex,
    SearchField,
    To,
    UnknownOperation,
    Word,
)

from bot.domain import Item
from bot.errors import UsageError
from bot.text import folded_words, tokens

FIELDS = ("title", "summary", "source", "lang")
MAX_QUERY_CHARS = 4_000
MAX_DEPTH = 50  # nested groups; more is no query of a person
_MIN_PREFIX = 2  # characters before a star
_BETWEEN = " \n "  # between parts of a text, so that no phrase runs across

_REFUSED = {
    Regex: 'regular expressions are not supported; use words, "phrases" and prefix*',
    Fuzzy: "fuzzy search (word~) is not supported; write the spellings with OR",
    Proximity: 'proximity ("..."~3) is not supported; join the words with AND',
    Range: "ranges ([a TO b]) are not supported",
    From: "comparisons (>, >=) are not supported",
    To: "comparisons (<, <=) are not supported",
    Boost: "boosts (^2) are not supported; the rule's effect says how much it counts",
    Plus: "a plus sign is not supported; join the words with AND",
    Prohibit: "a minus sign is not supported; write AND NOT",
    UnknownOperation: "two words stand side by side; write AND, OR or AND NOT between them, or quote a phrase",
}


class Fields:
    """An item's folded tokens by field; "" = title, summary and body."""

    def __init__(self, by_name: dict[str, str]) -> None:
        self.by_name = by_name  # in order, each between blanks
        self._words: dict[str, frozenset[str]] = {}

    def words(self, name: str) -> frozenset[str]:
        """Distinct tokens of a field."""
        found = self._words.get(name)
        if found is None:
            found = self._words[name] = frozenset(self.by_name[name].split())
        return found


Test = Callable[[Fields], bool]


class Key(NamedTuple):
    """A word, or the beginning of one, that an item must have in a field."""

    field: str  # of `INDEXED`
    word: str
    is_prefix: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query.

    No item fulfils it that has not at least one key of each set in `needs`, so that one set finds all who may; without
    any set every item must be tested.
    """

    matches: Test
    needs: tuple[frozenset[Key], ...]


INDEXED = ("", "source", "lang")  # fields of keys; title and summary lie in ""


def _padded(text: str) -> str:
    return f" {folded_words(text)} "


@functools.lru_cache(maxsize=4)  # the rules of all topics ask about one item after the other
def fields_of(item: Item) -> Fields:
    """The item's folded tokens."""
    title, summary = _padded(item.title), _padded(item.summary) + _BETWEEN + _padded(item.body)
    return Fields(
        {
            "": title + _BETWEEN + summary,
            "title": title,
            "summary": summary,
            "source": _padded(item.outlet),
            "lang": f" {item.language} ",
        }
    )


def compile_query(when: str) -> Query:
    """Checks and compiles a query; see `compile_rule`.

    Raises:
        UsageError: what is wrong, where, and what would do.
    """
    if not when.strip():
        raise UsageError('the query is empty; write words, "phrases" or prefix*, joined by AND, OR, NOT')
    if len(when) > MAX_QUERY_CHARS:
        raise UsageError(f"the query is longer than {MAX_QUERY_CHARS} characters; split it into several rules")
    try:
        tree = parser.parse(when)
    except QueryError as exc:
        said = str(exc).removeprefix("Syntax error in input :").strip().rstrip("!")
        raise UsageError(
            f"query {when!r} cannot be read: {said}; check quotation marks, parentheses and what stands around AND, OR,"
            " NOT"
        ) from exc
    if tree is None:
        raise UsageError(f"query {when!r} holds no word to look for")
    return _test(tree, "", 0)


def _refuse(node: object, problem: str) -> UsageError:
    position = getattr(node, "pos", None)
    where = f" at character {position + 1}" if isinstance(position, int) else ""
    return UsageError(f"query{where}, {str(node).strip()!r}: {problem}")


def _test(node: object, name: str, depth: int) -> Query:
    """A node of luqum's tree; `name` is the field asked, "" = title, summary and body."""
    if depth > MAX_DEPTH:
        raise _refuse(node, f"groups are nested deeper than {MAX_DEPTH}; split the rule")
    for kind, problem in _REFUSED.items():
        if isinstance(node, kind):
            raise _refuse(node, problem)
    if isinstance(node, AndOperation):
        parts = [_test(child, name, depth + 1) for child in node.children]
        return Query(
            lambda fields: all(part.matches(fields) for part in parts),
            tuple(dict.fromkeys(need for part in parts for need in part.needs)),
        )
    if isinstance(node, OrOperation):
        return _any_of(node, name, depth)
    if isinstance(node, Not):
        inner = _test(node.a, name, depth + 1).matches
        return Query(lambda fields: not inner(fields), ())
    if isinstance(node, Group | FieldGroup):
        return _test(node.expr, name, depth + 1)
    if isinstance(node, SearchField):
        return _test(node.expr, _field_name(node, name), depth + 1)
    if isinstance(node, Phrase):
        return _contains(_phrase(node), name)
    if isinstance(node, Word):
        return _contains(_word(node, name), name)
    raise _refuse(node, 'is not supported; use words, "phrases", prefix*, AND, OR, NOT and parentheses')


def _any_of(node: OrOperation, name: str, depth: int) -> Query:
    """One of several; words and phrases are looked up together, since lists of names hold hundreds of them."""
    firsts: dict[str, list[str]] = {}  # first word -> words and phrases
    parts: list[Query] = []
    for child in node.children:
        if type(child) is Phrase or (type(child) is Word and not str(child.value).endswith("*")):
            needle = _phrase(child) if isinstance(child, Phrase) else _word(child, name)
            firsts.setdefault(needle.split()[0], []).append(needle)
        else:
            parts.append(_test(child, name, depth + 1))
    known = frozenset(firsts)

    def test(fields: Fields) -> bool:
        words = fields.words(name)
        if not known.isdisjoint(words):
            text = fields.by_name[name]
            if any(needle in text for first in known & words for needle in firsts[first]):
                return True
        return any(part.matches(fields) for part in parts)

    if not all(part.needs for part in parts):
        return Query(test, ())
    keys = {_key(f" {first} ", name) for first in firsts}
    return Query(test, (frozenset(keys.union(*(min(part.needs, key=len) for part in parts))),))


def _key(needle: str, name: str) -> Key:
    """What an item that holds a needle has at least: the needle's first word, or its beginning."""
    words = needle.split()
    return Key(name if name in INDEXED else "", words[0], len(words) == 1 and not needle.endswith(" "))


def _field_name(node: SearchField, outer: str) -> str:
    name = str(node.name)
    if outer:
        raise _refuse(node, f"a field inside the field {outer}: ; close the parenthesis first")
    if name not in FIELDS:
        raise _refuse(node, f"no such field; there are {', '.join(f'{known}:' for known in FIELDS)}")
    return name


def _contains(wanted: str, name: str) -> Query:
    return Query(lambda fields: wanted in fields.by_name[name], (frozenset({_key(wanted, name)}),))


def _phrase(node: Phrase) -> str:
    text = _unescaped(str(node.value)[1:-1])
    if "*" in text:
        raise _refuse(node, "a star inside quotation marks means nothing; write the prefix outside, joined by AND")
    return _needle(node, text)


def _word(node: Word, name: str) -> str:
    raw = str(node.value)
    if raw in ("*", "?"):
        raise _refuse(node, "matches everything; name at least a prefix such as extradi*")
    if re.search(r"(?<!\\)\?", raw):
        raise _refuse(node, "a question mark stands for no letter here; write the spellings with OR")
    star = re.search(r"(?<!\\)\*", raw)
    if star and star.end() < len(raw):
        raise _refuse(node, "a star may only end a word, as in extradi*")
    text = _unescaped(raw[:-1] if star else raw)
    if name == "lang" and text not in ("en", "es", "und"):
        raise _refuse(node, "no such language; write lang:en or lang:es")
    needle = _needle(node, text)
    if not star:
        return needle
    if len(needle.split()[-1]) < _MIN_PREFIX:
        raise _refuse(node, f"a prefix has at least {_MIN_PREFIX} letters")
    return needle.rstrip(" ")


def _needle(node: object, text: str) -> str:
    words = tokens(text)
    if not words:
        raise _refuse(node, "holds no letter or digit to look for")
    return f" {' '.join(words)} "


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


__all__ = ["FIELDS", "INDEXED", "Fields", "Key", "Query", "compile_query", "fields_of"]
