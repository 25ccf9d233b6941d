"""Names of a lexicon to what a model looks at: tags among the words, concepts of sentences and whole texts. Pure.

Changing anything that alters the output means `classifiers.text.TEXT_VERSION` + 1 and retraining. May import the
lexicon.
"""

import itertools

from classifiers.lexicon import Entry
from classifiers.lexicon.matcher import CONTEXT

MAX_CONCEPTS_IN_SENTENCE = 24  # so that a list of countries does not give hundreds of pairs

_NAME_TAGS = {
    "country": "c",
    "actor": "official",
    "body": "body",
    "group": "group",
    "person": "person",
    "place": "place",
}
_ARMED = frozenset({"US armed forces", "US special operations forces"})  # naming them is speaking of force
NOTHING_MEXICAN = "no_MX_at_all"  # theme of a text that names no country, place, body, group or person of that side
_TITLE = "T:"  # marks concepts of the first line, the headline
MEXICAN = frozenset({"MX", "group", "person", "cartels"})  # any of these may stand for the Mexican side
# concepts whose pairs over the whole text are looked at: who, and what about
_THEMES = frozenset(
    {
        *("US", "MX", "PAIR", "US_official", "MX_official", "other_country", "group", "person"),
        *("transfer", "force", "suspect", "cartels", "court", "prison", "migrants", "football", "labour", "money"),
    }
)


def sort_of(entry: Entry) -> Entry:
    """What its concepts and its tag hang on: the entry without its conditions, or name where that says nothing."""
    told = entry.kind in ("act", CONTEXT) or entry.canonical in _ARMED
    return Entry(entry.kind, entry.canonical if told else "", entry.side)


def name_tag(entry: Entry) -> str:
    """What stands for a name among the words; "" for acts and surroundings, whose words stay."""
    kind = _NAME_TAGS.get(entry.kind)
    if kind is None:
        return ""
    side = entry.side.lower() or ("x" if entry.kind in ("country", "place") else "")
    return f"_{side}_{kind}" if side else f"_{kind}"


def concepts_of(entry: Entry) -> tuple[str, ...]:
    """What naming it is naming of."""
    if entry.kind == "act":
        return entry.canonical, entry.canonical.partition("/")[0]
    if entry.kind == CONTEXT:
        return (entry.canonical,)
    if entry.canonical in _ARMED:
        return entry.side, f"{entry.side}_official", "US_forces", "force"
    if entry.kind in ("actor", "body"):
        return entry.side, f"{entry.side}_official"
    if entry.kind in ("country", "place"):
        side = entry.side or ("other_country" if entry.kind == "country" else "")
        return (side, f"{side}_{entry.kind}") if side else ()
    return (entry.kind,)


def sentence_features(concepts: set[str], *, headline: bool) -> list[str]:
    """Concepts of one sentence, once more as the headline's if they are, and their pairs."""
    here = concepts | {"pair"} if concepts >= {"US", "MX"} else concepts
    ordered = sorted(here)[:MAX_CONCEPTS_IN_SENTENCE]
    found = ordered + [_TITLE + concept for concept in ordered if headline]
    return found + [f"{a}&{b}" for a, b in itertools.combinations(ordered, 2)]


def document_features(concepts: set[str]) -> list[str]:
    """Themes of a whole text, their pairs, and which side of the border nothing in it speaks of."""
    themes = concepts & _THEMES
    if {"US", "MX"} <= themes:
        themes.add("PAIR")
    found = [f"D:{theme}" for theme in sorted(themes)]
    found += [f"D:{a}&{b}" for a, b in itertools.combinations(sorted(themes), 2)]
    found += [f"no_{side}" for side in ("US", "MX") if side not in concepts]
    if not concepts & MEXICAN:
        found.append(NOTHING_MEXICAN)
    return found


__all__ = ["MEXICAN", "NOTHING_MEXICAN", "concepts_of", "document_features", "name_tag", "sentence_features", "sort_of"]
