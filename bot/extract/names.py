"""People, groups and places that a text names, aliases folded. Imports its siblings, bot.domain, bot.text.

The lexicon folds aliases ("El Mayo" is Ismael Zambada García). Names that it does not know are kept as printed. A name
that is spelled otherwise than the lexicon's, or that differs from another of the text in one surname, raises a conflict
and is never merged: father and son share names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain import ItemId, Name, NameKind, Term
from bot.extract.tokens import words
from bot.text import fold
from bot.text.namesakes import is_misspelt, is_namesake, name_words

_RUN = re.compile(
    r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü’']+(?:[ -](?:(?:de|del|la|las|los|y|da|von|van)[ ]){0,2}[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü’']+){1,4}"
)
_INTRODUCED = re.compile(  # what makes a run of capitals a person
    r"(?:\b(?:including|alias|named|identified as|identificad[oa] como|incluid[oa]s?|llamad[oa]|contra|against|suspect|"
    r"trafficker|kingpin|capo|leader|lider|boss|jefe|operador|sicario|lawyer|abogad[oa]|judge|juez|jueza|fiscal|son|"
    r"hijo|brother|hermano|extradit\w+|captur\w+|arrest\w*|detenid[oa]|sentenc\w+|accused|acusad[oa]|hand\w* over|"
    r"entreg\w+|"
    r"entre ellos|among them|mr|ms|sr|sra)(?: (?:a|of|de|el|la|the))?[ ,:]+)$"
)
_BEHIND = re.compile(
    r"^(?:,? (?:\"|“|«|'|‘)|,? alias\b|,? \d{2},|,? (?:captured|arrested|capturad|detenid|accused|acusad|wanted|"
    r"buscad))"
)
_NO_NAMES = frozenset(
    words(
        "president presidente presidenta secretary secretario department departamento court corte tribunal white "
        "house casa national nacional united states estados unidos cartel the el la los las new nuevo north south "
        "justice justicia attorney general fiscalia crisis group northern southern eastern western district "
        "distrito federal state mexico mexican us guard guardia supreme suprema senate senado congress eve year "
        "day independence army navy marina human rights derechos january february march april may june july august "
        "september october november december monday tuesday wednesday thursday friday saturday sunday judge juez "
        "fiscal"
    )
)
_MOST = 40  # names of one text


@dataclass(slots=True)
class _Found:
    kind: NameKind
    canonical: str
    start: int
    end: int
    printed: dict[str, None] = field(default_factory=dict)
    conflicts: dict[str, None] = field(default_factory=dict)


def names_in(lines: Sequence[tuple[str, int, Sequence[Term]]], *, item_id: ItemId) -> tuple[Name, ...]:
    """Names of a text, those of the lexicon first, each kind in order of appearance.

    Args:
        lines: sentences with their offset in the item's text and the lexicon's hits in them.
        item_id: of the item.
    """
    found: dict[tuple[NameKind, str], _Found] = {}
    for text, start, terms in lines:
        for term in terms:
            kind = _kind(term)
            if kind is not None:
                begin = _opened(text, term.start, term.end)
                printed = text[begin : term.end]
                name = found.setdefault(
                    (kind, term.canonical), _Found(kind, term.canonical, start + begin, start + term.end)
                )
                name.printed[printed] = None
                if kind == "person" and is_misspelt(printed, term.canonical):
                    name.conflicts[term.canonical] = None
    for text, start, terms in lines:
        _add_unknown(found, text, start, terms)
    _raise_conflicts([name for name in found.values() if name.kind == "person"])
    return tuple(
        Name(
            kind=name.kind,
            canonical=name.canonical,
            printed=tuple(name.printed),
            conflicts=tuple(name.conflicts),
            item_id=item_id,
            start=name.start,
            end=name.end,
        )
        for name in list(found.values())[:_MOST]
    )


def _opened(text: str, begin: int, end: int) -> int:
    """Where a name starts with the mark that opens its nickname: “El Mayo” Zambada."""
    before = text[begin - 1 : begin]
    closes = {"“": "”", "«": "»", '"': '"', "‘": "’"}.get(before)
    return begin - 1 if closes is not None and text.count(closes, begin, end) == 1 else begin


def _kind(term: Term) -> NameKind | None:
    if term.kind == "person":
        return "person"
    if term.kind == "group":
        return "group"
    return "place" if term.kind == "place" and not term.canonical.endswith(" soil") else None


def _add_unknown(found: dict[tuple[NameKind, str], _Found], text: str, start: int, terms: Sequence[Term]) -> None:
    """Runs of capitalised words that the text introduces as a person."""
    for match in _RUN.finditer(text):
        if any(match.start() < term.end and term.start < match.end() for term in terms):
            continue
        before, behind = fold(text[max(0, match.start() - 40) : match.start()]), text[match.end() : match.end() + 20]
        if _INTRODUCED.search(before) is None and _BEHIND.match(behind) is None:
            continue
        if _NO_NAMES & set(name_words(match.group())):
            continue
        same = next(
            (
                n
                for n in found.values()
                if n.kind == "person" and set(name_words(match.group())) <= set(name_words(n.canonical))
            ),
            None,
        )
        if same is None:
            same = _Found("person", match.group(), start + match.start(), start + match.end())
            found[("person", match.group())] = same
        same.printed[match.group()] = None


def _raise_conflicts(people: Sequence[_Found]) -> None:
    for name in people:
        for other in people:
            if other is name or other.canonical in name.conflicts:
                continue
            if any(
                is_namesake(one, two)
                for one in (name.canonical, *name.printed)
                for two in (other.canonical, *other.printed)
            ):
                name.conflicts[other.canonical] = None
