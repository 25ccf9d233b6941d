"""Finding of terms among the words of texts: a lexicon as an automaton whose steps are learnt as they come.

A text is split into words and what stands between them; each distinct word and separator gets a number the first time
it is seen, so that a word costs one look-up from then on. May import the standard library and `classifiers.fold`; no
I/O. Its memory grows with the vocabulary seen and is dropped at a bound; safe to share between threads.
"""

import bisect
import functools
import itertools
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from classifiers.fold import fold_word

CONTEXT = "context"  # kind of the surroundings that only the model looks at: they may lie across names
ROW_END = "\x1e"  # between the texts of a batch

# Words with what joins them ("AT&T", "won't", combining marks), numbers ("43,438"), acronyms ("EE.UU."). What goes on
# behind the first letters is asked for by its first character: most words end there.
_WORD = (
    r"\w+(?:[.,&'\u2019\u0300-\u036f](?:(?<=[.&])\w+|(?<=[\u0300-\u036f])\w*|(?<=\d,)\d+|(?<=['\u2019])t\b"
    r"|(?<=\.[^\W\d_]\.)|(?<=\.[^\W\d_]{2}\.)))*"
)
WORDS = re.compile(_WORD)
_TOKENS = re.compile(rf"{_WORD}|[^\w ]+ ?")
_KEY = re.compile(r"[\w\u0300-\u036f]+(?:[.&][\w\u0300-\u036f]+)*\*?|\*|,")
_SENTENCE_END = re.compile(r"[.!?;\u2026][\"'\u201d\u2019\u00bb)\]]*\s|\n")
_JOINERS = frozenset(" \t\n\u00a0\u2009\u202f-\u2010\u2011\u2013'\u2019\u2018\"\u201c\u201d\u00ab\u00bb()")
_MIN_PREFIX = 3
_ANY = "*"  # key of any word
_COMMA = ","
_MAX_CHUNKS = 200_000  # distinct ones remembered, some 100 MB

APART, JOINED, BY_COMMA = 0, 1, 2  # whether two words may belong to one term

Hit = tuple[int, int, int]  # first word, number of words, number of the entry


class Entry(NamedTuple):
    """A term, and on what conditions its spellings are it."""

    kind: str
    canonical: str
    side: str
    capitals: bool = False  # in capitals only
    spanish: bool = False  # in Spanish text only


@dataclass(frozen=True, slots=True)
class Terms:
    """A lexicon: its entries, and all ways to write them; see `spelling_of`."""

    entries: Sequence[Entry]
    spellings: Sequence[str]  # in order: those that begin with one word stand together
    owners: Sequence[int]  # by spelling: the number of its entry


def terms_of(written: Iterable[tuple[Entry, Iterable[str]]]) -> Terms:
    """Entries with their spellings as a lexicon; a spelling of no words is left out."""
    entries: list[Entry] = []
    found: list[tuple[str, int]] = []
    for entry, spellings in written:
        found += [(spelling, len(entries)) for spelling in spellings if spelling]
        entries.append(entry)
    found.sort()
    return Terms(entries, [spelling for spelling, _ in found], [number for _, number in found])


def spelling_of(form: str) -> str:
    """Keys of a written form, with blanks between them: "word", "prefix*", "*" for any word, "," for a comma."""
    pieces = [
        piece if piece == _COMMA else fold_word(piece.rstrip(_ANY)) + (_ANY if piece.endswith(_ANY) else "")
        for piece in _KEY.findall(form)
    ]
    return " ".join(pieces).rstrip(" ,")


@dataclass(slots=True)
class _Node:
    """What may stand behind some words, and what they are."""

    next: dict[tuple[str, bool], "_Node"] = field(default_factory=dict)
    entries: list[int] = field(default_factory=list)  # numbers


@dataclass(frozen=True, slots=True)
class _Keys:
    """Those of a lexicon's spellings."""

    exact: frozenset[str]
    prefixes: frozenset[str]  # without the star
    heads: frozenset[str]  # first letters of the prefixes
    inner: frozenset[str]  # behind a first one


def _keys_of(spellings: Iterable[str]) -> _Keys:
    parted = [spelling.partition(" ") for spelling in spellings]
    inner = frozenset(" ".join([rest for _, _, rest in parted]).split()) - {_ANY, _COMMA}
    keys = inner.union([first for first, _, _ in parted])
    starred = {key for key in keys if key[-1] == _ANY}
    prefixes = frozenset(key[:-1] for key in starred)
    return _Keys(keys - starred, prefixes, frozenset(prefix[:_MIN_PREFIX] for prefix in prefixes), inner)


def _end_of(keys: str, node: _Node) -> _Node:
    """The node behind further keys, made where there is none."""
    comma = False
    for key in keys.split():
        if key == _COMMA:
            comma = True
            continue
        following = node.next.get((key, comma))
        if following is None:
            following = node.next[key, comma] = _Node()
        node, comma = following, False
    return node


class _Numbers(dict[str, int]):
    """Numbers of strings, given at first sight."""

    def __init__(self, learn: Callable[[str], None]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        self._learn(key)
        return number


class Token(NamedTuple):
    """A word, or signs between two words with the blank behind them."""

    text: str
    is_word: bool
    # of signs:
    parts: bool = False  # no term goes across them
    parts_after_short: bool = False  # nor behind a word of two characters, where a full stop may stand: "EE. UU."
    has_comma: bool = False
    ends_sentence: bool = False
    ends_line: bool = False
    rows: int = 0  # texts that end here
    is_apostrophe: bool = False
    # of a word:
    begins: bool = False  # a term of several words
    begins_any: bool = False  # one whose second word may be any
    goes_on: bool = False  # with a term that another word began
    conditional: bool = False  # is a term on conditions
    name: int = -1  # number of the entry that it is by itself, without conditions; -1 = none
    context: int = -1  # the same of surroundings

    @property
    def is_short(self) -> bool:
        """Whether a full stop behind it may be an abbreviation's."""
        return len(self.text) <= 2


def _signs(text: str) -> Token:
    comma = "," in text
    bare = text.replace(",", "")
    without_stops = bare.replace(".", "")
    strict = without_stops if comma and len(text) <= 3 else bare  # "Mexico, Mo."
    return Token(
        text,
        False,
        parts=not all(c in _JOINERS for c in strict),
        parts_after_short=not all(c in _JOINERS for c in without_stops),
        has_comma=comma,
        ends_sentence=_SENTENCE_END.search(text) is not None,
        ends_line="\n" in text,
        rows=text.count(ROW_END),
        is_apostrophe=text in ("'", "\u2019"),
    )


@dataclass(slots=True)
class Places:
    """Where the words of one text stand."""

    sentences: list[int]  # by word: the number of its sentence
    shed: list[int]  # words that are the s of a genitive
    headline_end: int = -1  # number of the headline's last sentence


class Matcher:
    """The automaton of a lexicon.

    Args:
        terms: the lexicon.
        forgotten: called when all numbers were dropped.
    """

    def __init__(self, terms: Terms, forgotten: Callable[[], None] = lambda: None) -> None:
        self.lock = threading.RLock()  # held by whoever splits and matches
        self._forgotten = forgotten
        self._terms = terms
        self.entries = terms.entries
        self._first: dict[str, _Node] = {}  # behind the first words that were met
        self._begin()

    @functools.cached_property
    def _known(self) -> "_Keys":
        return _keys_of(self._terms.spellings)

    def _behind(self, key: str) -> "_Node | None":
        """What may follow a first word; built when one is first met, as few ever are."""
        node = self._first.get(key)
        if node is None:
            spellings = self._terms.spellings
            for n in range(bisect.bisect_left(spellings, key), len(spellings)):
                first, _, rest = spellings[n].partition(" ")
                if first != key:
                    break
                node = node or _Node()
                _end_of(rest, node).entries.append(self._terms.owners[n])
            if node is not None:
                self._first[key] = node
        return node

    def _begin(self) -> None:
        self.tokens: list[Token] = []  # by number
        self.chunks: list[tuple[int, ...]] = []  # what stands between blanks, by number: its tokens' numbers
        self._plain: list[int] = []  # by number of a chunk: its token if it is one word and nothing else, -1 if not
        self.chunk_numbers = _Numbers(self._learn_chunk)
        self._token_numbers = _Numbers(self._learn_token)
        self._keys: list[tuple[str, ...]] = []  # by number of a token
        self._start: list[int] = []  # state behind the token
        # by number of a state
        self._nodes: list[tuple[_Node, ...]] = []
        self._accepted: list[list[tuple[int, bool, bool]]] = []  # number of an entry, is context, has conditions
        self._steps: list[tuple[dict[int, int], dict[int, int]] | None] = []  # without comma, behind one
        self._states: dict[tuple[int, ...], int] = {}
        self._state_of(())

    def _learn_chunk(self, text: str) -> None:
        number = self._token_numbers.__getitem__
        tokens = tuple(map(number, _TOKENS.findall(f"{text} ")))
        self.chunks.append(tokens)
        self._plain.append(tokens[0] if len(tokens) == 1 and self.tokens[tokens[0]].is_word else -1)

    def _learn_token(self, text: str) -> None:
        if not text[0].isalnum() and text[0] != "_":
            self.tokens.append(_signs(text))
            self._keys.append(())
            self._start.append(0)
            return
        keys = self._matching(text)
        self._keys.append(keys)
        nodes = [node for key in keys if (node := self._behind(key)) is not None]
        state = self._state_of(tuple(nodes)) if nodes else 0
        self._start.append(state)
        accepted = self._accepted[state]
        names = [n for n, is_context, conditional in accepted if not (is_context or conditional)]
        contexts = [n for n, is_context, conditional in accepted if is_context and not conditional]
        token = Token(
            text,
            True,
            begins=any(node.next for node in nodes),
            begins_any=any((_ANY, False) in node.next for node in nodes),
            goes_on=not self._known.inner.isdisjoint(keys),
            conditional=any(conditional for _, _, conditional in accepted),
            name=names[0] if names else -1,
            context=contexts[0] if contexts else -1,
        )
        self.tokens.append(token)

    def _matching(self, word: str) -> tuple[str, ...]:
        """Keys that a word of a text fulfils: itself and prefixes of it."""
        folded = fold_word(word.rstrip("."))
        known = self._known
        found = [folded] if folded in known.exact else []
        if folded[:_MIN_PREFIX] in known.heads:
            longest_first = range(len(folded), _MIN_PREFIX - 1, -1)
            found += [f"{folded[:n]}*" for n in longest_first if folded[:n] in known.prefixes]
        return tuple(found)

    def _state_of(self, nodes: tuple[_Node, ...]) -> int:
        key = tuple(map(id, nodes))
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = len(self._nodes)
            self._nodes.append(nodes)
            accepted = [(number, self.entries[number]) for node in nodes for number in node.entries]
            self._accepted.append([(n, its.kind == CONTEXT, its.capitals or its.spanish) for n, its in accepted])
            self._steps.append(({}, {}) if any(node.next for node in nodes) else None)
        return state

    def split(self, text: str) -> list[int]:
        """Numbers of a text's chunks, or of several texts' with ROW_END between them."""
        if len(self.chunks) > _MAX_CHUNKS:
            self.forget()
        return list(map(self.chunk_numbers.__getitem__, text.replace("\n", " \n ").split(" ")))

    def forget(self) -> None:
        """Drops all numbers."""
        self._begin()
        self._forgotten()

    def words(self, chunks: Iterable[int]) -> tuple[list[int], list[int]]:
        """Words of chunks: numbers of their tokens, and whether each may belong to one term with the word before it."""
        words: list[int] = []
        joints: list[int] = []
        apart = apart_after_short = comma = False
        for number in itertools.chain.from_iterable(self.chunks[chunk] for chunk in chunks):
            token = self.tokens[number]
            if not token.is_word:
                apart |= token.parts
                apart_after_short |= token.parts_after_short
                comma |= token.has_comma
                continue
            short = bool(words) and self.tokens[words[-1]].is_short
            parted = apart_after_short if short else apart
            joints.append(APART if parted or not words else BY_COMMA if comma else JOINED)
            words.append(number)
            apart = apart_after_short = comma = False
        return words, joints

    def words_with_places(self, chunks: Iterable[int]) -> tuple[list[int], list[int], "Places"]:
        """The same with the sentence of each word."""
        words: list[int] = []
        joints: list[int] = []
        places = Places([], [])
        known, numbers, plain = self.tokens, self.chunks, self._plain
        signs: list[Token] = []  # since the last word
        sentence = 0
        for chunk in chunks:
            number = plain[chunk]
            if number >= 0 and not signs:  # most are
                words.append(number)
                joints.append(JOINED)
                places.sentences.append(sentence)
                continue
            for number in numbers[chunk]:
                token = known[number]
                if not token.is_word:
                    signs.append(token)
                    if token.ends_line and words and places.headline_end < 0:
                        places.headline_end = sentence
                    sentence += token.ends_sentence
                    continue
                if words and token.text in ("s", "S") and any(sign.is_apostrophe for sign in signs):
                    places.shed.append(len(words))
                joints.append(self._joint(words, signs) if signs else JOINED)
                words.append(number)
                places.sentences.append(sentence)
                signs.clear()
        joints[:1] = [APART] * len(joints[:1])
        if places.headline_end < 0:
            places.headline_end = sentence
        return words, joints, places

    def _joint(self, words: Sequence[int], signs: Sequence[Token]) -> int:
        """Whether the word behind signs may belong to one term with the word before them."""
        after_short = bool(words) and self.tokens[words[-1]].is_short
        comma = False
        for sign in signs:
            if sign.parts_after_short if after_short else sign.parts:
                return APART
            comma = comma or sign.has_comma
        return BY_COMMA if comma else JOINED

    def matches(
        self, words: Sequence[int], joints: Sequence[int], candidates: Iterable[int], spanish: Callable[[int], bool]
    ) -> list[Hit]:
        """Terms in order of position, longest first, not overlapping in their kind.

        Args:
            words: numbers of their tokens.
            joints: by word, see `words`.
            candidates: words where a term may begin, ascending.
            spanish: whether the text that a word belongs to is Spanish; asked where it matters.
        """
        found: list[Hit] = []
        free = context_free = 0  # first words not yet taken
        starts, steps_of, accepted, end = self._start, self._steps, self._accepted, len(words)
        for i in candidates:
            state = starts[words[i]]
            j = i + 1
            best = context = -1
            best_end = context_end = i
            while True:
                for entry, is_context, conditional in accepted[state]:
                    if conditional and not self._holds(entry, words[i:j], i, spanish):
                        continue
                    if is_context:
                        if context_end < j:
                            context, context_end = entry, j
                    elif best_end < j:
                        best, best_end = entry, j
                steps = steps_of[state]
                if steps is None or j == end or not (joint := joints[j]):
                    break
                following = steps[joint - 1].get(words[j])
                state = self._step(state, words[j], joint) if following is None else following
                if not state:
                    break
                j += 1
            if best >= 0 and i >= free:
                free = best_end
                found.append((i, best_end - i, best))
            if context >= 0 and i >= context_free:
                context_free = context_end
                found.append((i, context_end - i, context))
        return found

    def _holds(self, entry: int, words: Iterable[int], i: int, spanish: Callable[[int], bool]) -> bool:
        """Whether the conditions of an entry are met by words, the first of which is the text's word `i`."""
        if self.entries[entry].capitals and not all(self.tokens[word].text.isupper() for word in words):
            return False
        return not self.entries[entry].spanish or spanish(i)

    def _step(self, state: int, word: int, joint: int) -> int:
        """The state behind one more word, 0 = none; remembered."""
        keys, comma = (*self._keys[word], _ANY), joint == BY_COMMA
        found = [node.next.get((key, comma)) for node in self._nodes[state] for key in keys]
        following = self._state_of(tuple(node for node in found if node is not None))
        steps = self._steps[state]
        if steps is not None:
            steps[joint - 1][word] = following
        return following

    def go_on(self, word: int, following: int, joint: int) -> bool:
        """Whether a term of two words or more begins with these two."""
        steps = self._steps[self._start[word]]
        if steps is None or not joint:
            return False
        state = steps[joint - 1].get(following)
        return bool(self._step(self._start[word], following, joint) if state is None else state)

    def candidates(self, words: Sequence[int]) -> list[int]:
        """Words where a term may begin."""
        return [i for i, word in enumerate(words) if self._start[word]]


__all__ = [
    "APART",
    "BY_COMMA",
    "CONTEXT",
    "JOINED",
    "ROW_END",
    "WORDS",
    "Entry",
    "Hit",
    "Matcher",
    "Places",
    "Terms",
    "Token",
    "spelling_of",
    "terms_of",
]
