"""Names of the field and where they stand in a text: data in the TOML files beside this module, and a pure look-up.

Serves the model's features, the judgement's facets, figures and stories. Offsets count code points of the text as
given. Matching is blind to case and accents, except where only capitals tell a country from a word ("US", "us"), and
"EU", which names the United States in Spanish text only. May import the standard library and `classifiers.fold`;
must not read anything but its own data files.
"""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from classifiers.fold import fold_word, is_spanish

KINDS = ("country", "actor", "body", "group", "person", "place", "act")

_FILES = ("countries", "actors", "groups", "people", "places", "acts")
_WORD = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}|[\w\u0300-\u036f]+(?:[.&][\w\u0300-\u036f]+)*")
_JOINERS = frozenset(" \t\n\u00a0\u2009\u202f-\u2010\u2011\u2013'\u2019\u2018\"\u201c\u201d\u00ab\u00bb()")
_MIN_PREFIX = 3
_MAX_CACHED_WORDS = 50_000  # distinct words whose look-up keys are remembered; some 10 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A hit: `text[start:end]`, in code points, names `canonical`."""

    kind: str  # one of KINDS, "context" for the model's own list
    canonical: str  # acts: "transfer/extradite", "force/strike" ...
    start: int
    end: int
    side: str = ""  # "US" or "MX": whose territory, official or agency it is; "" = neither


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a term, as the keys of its words: "word" or "prefix*"."""

    keys: tuple[str, ...]
    commas: tuple[bool, ...]  # whether a comma stands before the word
    kind: str
    canonical: str
    side: str
    capitals: bool = False
    spanish: bool = False


@dataclass(slots=True)
class _Node:
    """A step of the look-up tree."""

    next: dict[tuple[str, bool], "_Node"] = field(default_factory=dict)
    forms: list[_Form] = field(default_factory=list)


def _parse_form(form: str) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    keys: list[str] = []
    commas: list[bool] = []
    comma = False
    for piece in re.findall(r"[\w\u0300-\u036f]+(?:[.&][\w\u0300-\u036f]+)*\*?|\*|,", form):
        if piece == ",":
            comma = True
            continue
        prefix = piece.endswith("*")
        keys.append(fold_word(piece.rstrip("*")) + ("*" if prefix else ""))
        commas.append(comma)
        comma = False
    return tuple(keys), tuple(commas)


def _forms_of(row: Mapping[str, Any]) -> Iterator[_Form]:  # Any: a table of TOML, checked by the data's own test
    base = {"kind": row["kind"], "canonical": row["canonical"], "side": row.get("side", "")}
    for key, capitals, spanish in (("forms", False, False), ("capitals", True, False), ("spanish", True, True)):
        for form in row.get(key, ()):
            keys, commas = _parse_form(form)
            yield _Form(keys=keys, commas=commas, capitals=capitals, spanish=spanish, **base)


@functools.cache
def _read(name: str) -> tuple[_Form, ...]:
    table = tomllib.loads((resources.files("classifiers.lexicon") / f"{name}.toml").read_text("utf-8"))
    rows: list[Mapping[str, Any]] = list(table.get("term", ()))
    for group in table.get("list", ()):
        rows += [{**group, "canonical": name, "forms": [name]} for name in group["names"]]
    return tuple(form for row in rows for form in _forms_of(row))


def _watched(kind: str, names: Mapping[str, Sequence[str]] | Sequence[str]) -> Iterator[_Form]:
    """Forms of configured names: as written, without the quoted alias, the alias alone, the last two words."""
    aliases = names if isinstance(names, Mapping) else dict.fromkeys(names, ())
    for canonical, more in aliases.items():
        quoted = re.findall(r"[\"“«](.+?)[\"”»]", canonical)
        bare = re.sub(r"[\"“«].+?[\"”»]", " ", canonical)
        forms = {canonical, bare, *quoted, *more}
        words = bare.split()
        if kind == "person" and len(words) >= 3:  # "Rafael Caro Quintero" is "Caro Quintero" in headlines
            forms.add(" ".join(words[-2:]))
        yield from _forms_of({"kind": kind, "canonical": canonical, "forms": sorted(forms)})


class Lexicon:
    """Look-up of names. Immutable once built; safe to share.

    Args:
        people: further people to know, by canonical name, with their aliases (`[watch] people`); an alias in
            quotation marks inside the name counts as well.
        groups: further groups, likewise.
        contexts: look up the model's list of surroundings instead of names.
    """

    def __init__(
        self,
        *,
        people: Mapping[str, Sequence[str]] | Sequence[str] = (),
        groups: Mapping[str, Sequence[str]] | Sequence[str] = (),
        contexts: bool = False,
    ) -> None:
        self._root = _Node()
        self._keys: dict[str, tuple[str, ...]] = {}
        self._starters: dict[str, tuple[_Node, ...]] = {}
        self._exact: set[str] = set()
        self._prefixes: set[str] = set()
        forms: Iterable[_Form]
        if contexts:
            forms = _read("contexts")
        else:
            forms = [form for name in _FILES for form in _read(name)]
            forms += [*_watched("person", people), *_watched("group", groups)]
        for form in forms:
            if form.keys:
                self._add(form)

    def _add(self, form: _Form) -> None:
        node = self._root
        for key, comma in zip(form.keys, form.commas, strict=True):
            (self._prefixes if key.endswith("*") else self._exact).add(key)
            node = node.next.setdefault((key, comma), _Node())
        node.forms.append(form)

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """Keys of the tree that a word of the text fulfils: itself, prefixes of it, and any word."""
        keys = self._keys.get(word)
        if keys is None:
            folded = fold_word(word.rstrip("."))
            found = [folded] if folded in self._exact else []
            found += [p for n in range(len(folded), _MIN_PREFIX - 1, -1) if (p := folded[:n] + "*") in self._prefixes]
            if "*" in self._prefixes:
                found.append("*")
            keys = tuple(found)
            if len(self._keys) < _MAX_CACHED_WORDS:
                self._keys[word] = keys
        return keys

    def find(self, text: str) -> tuple[Term, ...]:
        """Hits in order of position, longest first, not overlapping; blind to accents and case.

        Args:
            text: any text; NFC expected, other forms give the same hits at their own offsets.
        """
        words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        starters = self._starters
        terms: list[Term] = []
        spanish: bool | None = None
        i = 0
        while i < len(words):
            start, end = words[i]
            word = text[start:end]
            first = starters.get(word)
            if first is None:
                first = self._first_steps(word)
            if not first:  # most words begin no name
                i += 1
                continue
            hit: tuple[int, _Form] | None = None
            for count, form in self._matches(text, words, i, first):
                if form.spanish:
                    spanish = is_spanish(text) if spanish is None else spanish
                    if not spanish:
                        continue
                if form.capitals and not text[start : words[i + count - 1][1]].isupper():
                    continue
                if hit is None or count > hit[0]:
                    hit = (count, form)
            if hit is None:
                i += 1
                continue
            count, form = hit
            end = words[i + count - 1][1]
            terms.append(Term(kind=form.kind, canonical=form.canonical, start=start, end=end, side=form.side))
            i += count
        return tuple(terms)

    def _first_steps(self, word: str) -> tuple[_Node, ...]:
        """Where in the tree a word can begin a name; remembered."""
        steps = tuple(node for key in self._keys_of(word) if (node := self._root.next.get((key, False))))
        if len(self._starters) < _MAX_CACHED_WORDS:
            self._starters[word] = steps
        return steps

    def _matches(
        self, text: str, words: list[tuple[int, int]], i: int, first: tuple[_Node, ...]
    ) -> Iterator[tuple[int, _Form]]:
        """Forms that begin at word `i`, with the number of words each takes."""
        stack = [(1, node) for node in first]
        while stack:
            count, node = stack.pop()
            for form in node.forms:
                yield count, form
            j = i + count
            if not node.next or j >= len(words):
                continue
            between = text[words[j - 1][1] : words[j][0]]
            comma = _joint(between, words[j - 1])
            if comma is None:
                continue
            for key in self._keys_of(text[words[j][0] : words[j][1]]):
                if following := node.next.get((key, comma)):
                    stack.append((count + 1, following))


def _joint(between: str, previous: tuple[int, int]) -> bool | None:
    """Whether two words may belong to one name: None = no, else whether a comma stands between them."""
    comma = "," in between
    rest = between.replace(",", "")
    if previous[1] - previous[0] <= 2 or (comma and len(between) <= 3):  # "EE. UU.", "Mexico, Mo."
        rest = rest.replace(".", "")
    return comma if all(c in _JOINERS for c in rest) else None


__all__ = ["KINDS", "Lexicon", "Term"]
