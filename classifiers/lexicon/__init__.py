"""Names of the field and where they stand in a text: data in the TOML files beside this module, and a pure look-up.

Serves the model's features, the judgement's facets, figures and stories. Offsets count code points of the text as
given. Matching is blind to case and accents, except where only capitals tell a country from a word ("US", "us"), and
"EU", which names the United States in Spanish text only. May import the standard library and `classifiers.fold`;
must not read anything but its own data files.
"""

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from classifiers.fold import is_spanish
from classifiers.lexicon.matcher import WORDS, Entry, Matcher, Terms, spelling_of, terms_of

KINDS = ("country", "actor", "body", "group", "person", "place", "act")

_FILES = ("countries", "actors", "groups", "people", "places", "acts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A hit: `text[start:end]`, in code points, names `canonical`."""

    kind: str  # one of KINDS, "context" for the model's own list
    canonical: str  # acts: "transfer/extradite", "force/strike" ...
    start: int
    end: int
    side: str = ""  # "US" or "MX": whose territory, official or agency it is; "" = neither


_Written = tuple[Entry, list[str]]


def _entries_of(row: Mapping[str, Any]) -> Iterator[_Written]:  # Any: a table of TOML, checked by the data's own test
    for key, capitals, spanish in (("forms", False, False), ("capitals", True, False), ("spanish", True, True)):
        if key in row:
            entry = Entry(row["kind"], row["canonical"], row.get("side", ""), capitals, spanish)
            yield entry, [spelling_of(form) for form in row[key]]


@functools.cache
def _read(name: str) -> tuple[_Written, ...]:
    table = tomllib.loads((resources.files("classifiers.lexicon") / f"{name}.toml").read_text("utf-8"))
    rows: list[Mapping[str, Any]] = list(table.get("term", ()))
    for group in table.get("list", ()):
        rows += [{**group, "canonical": name, "forms": [name]} for name in group["names"]]
    return tuple(written for row in rows for written in _entries_of(row))


def _watched(kind: str, names: Mapping[str, Sequence[str]] | Sequence[str]) -> Iterator[_Written]:
    """Configured names: as written, without the quoted alias, the alias alone, the last two words."""
    aliases = names if isinstance(names, Mapping) else dict.fromkeys(names, ())
    for canonical, more in aliases.items():
        quoted = re.findall(r"[\"“«](.+?)[\"”»]", canonical)
        bare = re.sub(r"[\"“«].+?[\"”»]", " ", canonical)
        forms = {canonical, bare, *quoted, *more}
        words = bare.split()
        if kind == "person" and len(words) >= 3:  # "Rafael Caro Quintero" is "Caro Quintero" in headlines
            forms.add(" ".join(words[-2:]))
        yield from _entries_of({"kind": kind, "canonical": canonical, "forms": sorted(forms)})


class Lexicon:
    """Look-up of names. Immutable once built; safe to share.

    Args:
        people: further people to know, by canonical name, with their aliases (`[watch] people`); an alias in
            quotation marks inside the name counts as well.
        groups: further groups, likewise.
    """

    def __init__(
        self,
        *,
        people: Mapping[str, Sequence[str]] | Sequence[str] = (),
        groups: Mapping[str, Sequence[str]] | Sequence[str] = (),
    ) -> None:
        shipped = [written for name in _FILES for written in _read(name)]
        self._matcher = Matcher(terms_of([*shipped, *_watched("person", people), *_watched("group", groups)]))

    def find(self, text: str) -> tuple[Term, ...]:
        """Hits in order of position, longest first, not overlapping; blind to accents and case.

        Args:
            text: any text; NFC expected, other forms give the same hits at their own offsets.
        """
        matcher = self._matcher
        with matcher.lock:
            words, joints = matcher.words(matcher.split(text))
            spanish = functools.cache(lambda: is_spanish(text))
            hits = matcher.matches(words, joints, matcher.candidates(words), lambda _: spanish())
        if not hits:
            return ()
        spans = [match.span() for match in WORDS.finditer(text)]
        found = [(matcher.entries[number], spans[i][0], spans[i + n - 1][1]) for i, n, number in hits]
        return tuple(
            Term(kind=entry.kind, canonical=entry.canonical, side=entry.side, start=start, end=end)
            for entry, start, end in found
        )


def model_terms() -> Terms:
    """What the model's features are made of: names, acts and surroundings."""
    return terms_of(written for name in (*_FILES, "contexts") for written in _read(name))


__all__ = ["KINDS", "Entry", "Lexicon", "Term", "Terms", "model_terms", "terms_of"]
