"""The one preparation of texts, for training and for serving: a text in, three lines of features in words out.

The first line holds the folded words of the text, with the names that the lexicon knows replaced by what they are
("_us", "_person") and numbers by their shape ("n2"); the second line holds the concepts of each sentence and the pairs
of concepts that stand in one sentence ("US&transfer"); the third what the whole text has, in pairs, and what it lacks.
Names and numbers change from event to event, and a model of some thousand examples would learn them by heart. Changing
anything that alters the output means TEXT_VERSION + 1 and retraining. May import `classifiers.fold` and
`classifiers.lexicon`; no I/O beyond the lexicon's own data.
"""

import functools
import itertools
import re
from collections.abc import Iterable

from classifiers.fold import fold_word
from classifiers.lexicon import Lexicon, Term

TEXT_VERSION = 2

# Leads carry the news; beyond this a body adds background that drowns them. The corpora are titles and leads.
MAX_CHARS = 2_000
MAX_CONCEPTS_IN_SENTENCE = 24  # so that a list of countries does not give hundreds of pairs

_WORD = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}|[^\W_]+(?:[.,'\u2019\u0300-\u036f]+[^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?;\u2026])\s+|\n")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_NOT_DIGIT = re.compile(r"\D")
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
_MEXICAN = frozenset({"MX", "group", "person", "cartels"})  # any of these may stand for the Mexican side
# concepts whose pairs over the whole text are looked at: who, and what about
_THEMES = frozenset(
    {
        *("US", "MX", "PAIR", "US_official", "MX_official", "other_country", "group", "person"),
        *("transfer", "force", "suspect", "cartels", "court", "prison", "migrants", "football", "labour", "money"),
    }
)


@functools.cache
def _lexicons() -> tuple[Lexicon, Lexicon]:
    return Lexicon(), Lexicon(contexts=True)


def _bounded(text: str) -> str:
    if len(text) <= MAX_CHARS:
        return text
    cut = text.rfind(" ", 0, MAX_CHARS)
    return text[: cut if cut > 0 else MAX_CHARS]


def _word(raw: str) -> str:
    if raw[0].isdecimal():
        if _YEAR.match(raw):
            return "nyear"
        return f"n{min(len(_NOT_DIGIT.sub('', raw)), 5)}"
    word = fold_word(raw).replace(".", "").replace("\u2019", "'")
    return word.removesuffix("'s")


def _name_tag(term: Term) -> str:
    side = term.side.lower() or ("x" if term.kind in ("country", "place") else "")
    return f"_{side}_{_NAME_TAGS[term.kind]}" if side else f"_{_NAME_TAGS[term.kind]}"


def _words(text: str, names: Iterable[Term]) -> list[str]:
    """Folded words in order, names replaced by their tags."""
    words: list[str] = []
    position = 0
    for term in names:
        if term.kind == "act":
            continue
        words += [w for raw in _WORD.findall(text, position, term.start) if (w := _word(raw))]
        words.append(_name_tag(term))
        position = term.end
    words += [w for raw in _WORD.findall(text, position) if (w := _word(raw))]
    return words


def _concepts_of(term: Term) -> tuple[str, ...]:
    if term.kind == "act":
        return term.canonical, term.canonical.partition("/")[0]
    if term.kind == "context":
        return (term.canonical,)
    if term.canonical in _ARMED:
        return term.side, f"{term.side}_official", "US_forces", "force"
    if term.kind in ("actor", "body"):
        return term.side, f"{term.side}_official"
    if term.kind in ("country", "place"):
        side = term.side or ("other_country" if term.kind == "country" else "")
        return (side, f"{side}_{term.kind}") if side else ()
    return (term.kind,)


def _concepts(text: str, terms: Iterable[Term]) -> tuple[list[str], list[str]]:
    """Concepts of each sentence with their pairs, and those of the whole text with what it lacks."""
    ends = [*(match.start() for match in _SENTENCE.finditer(text)), len(text)]
    title_end = text.find("\n") if "\n" in text else len(text)
    found: list[str] = []
    whole: set[str] = set()
    ordered = sorted(terms, key=lambda term: term.start)
    i = 0
    for end in ends:
        here: set[str] = set()
        while i < len(ordered) and ordered[i].start < end:
            here.update(_concepts_of(ordered[i]))
            i += 1
        here.discard("")
        if {"US", "MX"} <= here:
            here.add("pair")
        concepts = sorted(here)[:MAX_CONCEPTS_IN_SENTENCE]
        found += concepts
        if end <= title_end:
            found += [_TITLE + concept for concept in concepts]
        found += [f"{a}&{b}" for a, b in itertools.combinations(concepts, 2)]
        whole |= here
    return found, _document(whole)


def _document(concepts: set[str]) -> list[str]:
    """Themes of a whole text, their pairs, and which side of the border nothing in it speaks of."""
    themes = concepts & _THEMES
    if {"US", "MX"} <= themes:
        themes.add("PAIR")
    found = [f"D:{theme}" for theme in sorted(themes)]
    found += [f"D:{a}&{b}" for a, b in itertools.combinations(sorted(themes), 2)]
    found += [f"no_{side}" for side in ("US", "MX") if side not in concepts]
    if not concepts & _MEXICAN:
        found.append(NOTHING_MEXICAN)
    return found


@functools.lru_cache(maxsize=2048)  # two topics score one batch after the other; some 4 kB each
def _prepare(text: str) -> str:
    names, contexts = _lexicons()
    terms = names.find(text)
    concepts, document = _concepts(text, (*terms, *contexts.find(text)))
    return "\n".join(map(" ".join, (_words(text, terms), concepts, document)))


def prepare_text(text: str) -> str:
    """The words, the concepts, and the themes of a text, one line each, separated by blanks.

    Args:
        text: title, summary and body joined by newlines; only its first MAX_CHARS characters count.
    """
    return _prepare(_bounded(text))


__all__ = ["MAX_CHARS", "NOTHING_MEXICAN", "TEXT_VERSION", "prepare_text"]
