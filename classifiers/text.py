"""The one reading of texts, for training and for serving: texts in, what the features are made of out.

A text is read as its folded words, with the names that the lexicon knows replaced by what they are ("_us", "_person")
and numbers by their shape ("n2"); as the concepts of each sentence and their pairs ("US&transfer"); and as what the
whole text has, in pairs, and what it lacks. Names and numbers change from event to event, and a model of some thousand
examples would learn them by heart. Whole batches are read at once, and what was met before costs one look-up.

Changing anything that alters the output means TEXT_VERSION + 1 and retraining; the lexicon travels with a model.
May import numpy and `classifiers.{features, fold, lexicon}`; no I/O beyond the lexicon's own data.
"""

import functools
import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.arrays import Bools, Bytes, Ints
from classifiers.concepts import (
    MEXICAN,
    concepts_of,
    document_features,
    name_tag,
    sentence_features,
    sort_of,
)
from classifiers.features import hashes_of, pair_buckets
from classifiers.fold import fold_word, is_spanish, language_sign
from classifiers.lexicon import Terms, model_terms
from classifiers.lexicon.matcher import APART, BY_COMMA, CONTEXT, JOINED, ROW_END, WORDS, Hit, Matcher, Places

TEXT_VERSION = 3

# Leads carry the news; beyond this a body adds background that drowns them. The corpora are titles and leads.
MAX_CHARS = 2_000

_NOT_DIGIT = re.compile(r"\D")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_NO_ENTRY = -1
_PAIR_SLOTS = 1 << 19
_MIX = np.int64(0x1E3779B97F4A7C15)  # spreads keys over the slots
_DROPPED = 0  # number of a word that is none
_MAX_CONCEPTS = 62  # so that a set of them fits a number of 64 bits
# What is known of a token: a word ...
_IS_WORD, _SHORT, _IS_S, _BEGINS, _BEGINS_ANY, _GOES_ON, _CONDITIONAL = range(7)
# ... or signs, whose kinds are counted
_SENTENCES, _LINES, _TEXTS, _PARTS, _PARTS_SHORT, _COMMAS, _APOSTROPHES = range(7, 14)


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What a batch of texts holds. Numbers are the reader's of this epoch; texts are numbered in their order."""

    reader: "Reader"
    epoch: int  # the reader's, when its numbers were last dropped
    texts: int
    # distinct words of each text
    word_rows: Ints
    words: Ints
    # distinct pairs of neighbouring words of each text
    pair_rows: Ints
    pairs: Ints  # their buckets
    # sets of concepts, one per sentence that has any
    sentence_rows: Ints
    sentences: Ints
    documents: Ints  # set of concepts of each whole text
    unnamed: Bools  # whether nothing in a text speaks of the Mexican side
    sentence_features: Sequence[Sequence[str]]  # by number of a sentence's set
    document_features: Sequence[Sequence[str]]  # by number of a text's set

    def concepts(self, row: int) -> list[str]:
        """Concepts of one text by sentence, with repetitions."""
        sets = self.sentences[self.sentence_rows == row].tolist()
        return [name for number in sets for name in self.sentence_features[number]]

    def themes(self, row: int) -> Sequence[str]:
        """Themes of one text."""
        return self.document_features[int(self.documents[row])]


def _bounded(text: str) -> str:
    if len(text) > MAX_CHARS:
        cut = text.rfind(" ", 0, MAX_CHARS)
        text = text[: cut if cut > 0 else MAX_CHARS]
    return text.replace(ROW_END, " ") if ROW_END in text else text


def _folded(raw: str) -> str:
    if raw[0].isdecimal():
        return "nyear" if _YEAR.match(raw) else f"n{min(len(_NOT_DIGIT.sub('', raw)), 5)}"
    return fold_word(raw).replace(".", "").replace("\u2019", "'").replace("_", "")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one text holds; the same as a row of `Readings`, for a caller that has but one."""

    epoch: int
    words: Ints  # distinct
    pairs: Ints  # buckets of the distinct pairs of neighbours
    sentences: list[int]
    document: int
    unnamed: bool


class Reader:
    """Reads batches of texts with one lexicon. Remembers words, sentences' concepts and the last batch; thread-safe.

    Args:
        terms: the lexicon, surroundings included.
    """

    def __init__(self, terms: Terms) -> None:
        self.epoch = 0
        self.terms = terms
        self._matcher = Matcher(terms, self._forget)
        self.lock = self._matcher.lock  # held while numbers of this epoch are in use
        # many entries are of one sort, whose concepts and tag are the same
        sorts = [sort_of(entry) for entry in terms.entries]
        concepts = {sort: concepts_of(sort) for sort in set(sorts)}
        self._concepts = sorted({c for its in concepts.values() for c in its if c})
        if len(self._concepts) > _MAX_CONCEPTS:
            raise ValueError(f"the lexicon has {len(self._concepts)} concepts, more than {_MAX_CONCEPTS}")
        bits = {concept: 1 << n for n, concept in enumerate(self._concepts)}
        masks = {sort: sum(bits[c] for c in set(its) if c) for sort, its in concepts.items()}
        tags = {sort: name_tag(sort) for sort in concepts}
        self._masks = [masks[sort] for sort in sorts]  # by entry
        self._entry_bits = np.array(self._masks, dtype=np.int64)
        self._tags_of = [tags[sort] for sort in sorts]
        self._mexican = sum(bits.get(c, 0) for c in MEXICAN)
        self._parts = functools.lru_cache(maxsize=1024)(self._find_parts)  # each topic explains the same texts
        self._is_context = np.array([entry.kind == CONTEXT for entry in terms.entries], dtype=np.bool_)
        self._last: tuple[tuple[str, ...], Readings] | None = None
        self._last_one: tuple[str, Reading] | None = None
        self._begin()

    def _begin(self) -> None:
        self.folded: list[str] = [""]  # by number of a word; the first is none
        self._folded_numbers = {"": _DROPPED}
        self._tag_numbers = [self._number_of(tag) for tag in self._tags_of]
        self._tags = np.array(self._tag_numbers, dtype=np.int64)
        self.sentence_features: list[list[str]] = []  # by number of a sentence's set
        self.document_features: list[list[str]] = []  # by number of a text's set
        self._sets: dict[tuple[int, bool], int] = {}
        self._documents: dict[int, int] = {}
        self._known = np.zeros((_APOSTROPHES + 1, 0), dtype=np.int8)  # by token: rows _IS_WORD to _APOSTROPHES
        self._folds: list[int] = []  # by token: its folded word
        self._folded_of = np.zeros(0, dtype=np.int64)  # the same
        self._singles = np.zeros((2, 0), dtype=np.int64)  # by token: entries of that word alone, as name, as context
        self._chunk_tokens = np.zeros(0, dtype=np.int64)
        self._chunk_begins = np.zeros(1, dtype=np.int64)
        self.hashes = np.zeros(0, dtype=np.uint64)  # by folded word
        self._signs = np.zeros(0, dtype=np.int64)  # by folded word: of its language
        self._pair_keys = np.zeros(_PAIR_SLOTS, dtype=np.int64)  # memory that costs nothing until it is used
        self._pair_goes_on = np.zeros(_PAIR_SLOTS, dtype=np.bool_)

    def forget(self) -> None:
        """Drops every number that was given."""
        self._matcher.forget()

    def _forget(self) -> None:
        self.epoch += 1
        self._last = self._last_one = None
        self._begin()

    def _number_of(self, folded: str) -> int:
        number = self._folded_numbers.get(folded)
        if number is None:
            number = self._folded_numbers[folded] = len(self.folded)
            self.folded.append(folded)
        return number

    def _names(self, bits: int) -> set[str]:
        return {concept for n, concept in enumerate(self._concepts) if bits >> n & 1}

    def _sentence(self, bits: int, headline: bool) -> int:
        number = self._sets.get((bits, headline))
        if number is None:
            number = self._sets[bits, headline] = len(self.sentence_features)
            self.sentence_features.append(sentence_features(self._names(bits), headline=headline))
        return number

    def _document(self, bits: int) -> int:
        number = self._documents.get(bits)
        if number is None:
            number = self._documents[bits] = len(self.document_features)
            self.document_features.append(document_features(self._names(bits)))
        return number

    def read(self, texts: Sequence[str]) -> Readings:
        """What texts (title, summary and body joined by newlines) hold; their first MAX_CHARS characters count."""
        key = tuple(texts)
        with self.lock:
            if self._last is None or self._last[0] != key:  # two topics ask for one batch, one after the other
                self._last = key, self._read([_bounded(text) for text in texts])
            return self._last[1]

    def _read(self, texts: Sequence[str]) -> Readings:
        chunks = np.array(self._matcher.split(ROW_END.join(texts)), dtype=np.int64)
        self._grow()
        tokens = self._chunk_tokens[_ranges(self._chunk_begins[chunks], self._chunk_begins[chunks + 1])]
        known = self._known[:, tokens]
        at = known[_IS_WORD].nonzero()[0]  # where the words are
        counts = np.cumsum(known[_SENTENCES : _APOSTROPHES + 1], axis=1, dtype=np.int64)[:, at]
        rows, lines, sentences = counts[_TEXTS - _SENTENCES], counts[_LINES - _SENTENCES], counts[0]
        before = counts.copy()  # signs between each word and the one before it
        before[:, 1:] -= counts[:, :-1]
        words = tokens[at]
        known = known[:, at]
        parted = before[_PARTS - _SENTENCES]
        parted[1:] = np.where(known[_SHORT, :-1], before[_PARTS_SHORT - _SENTENCES, 1:], parted[1:])
        joints = np.where(parted, APART, np.where(before[_COMMAS - _SENTENCES], BY_COMMA, JOINED))
        hits = self._hits(words, joints, known, rows, texts)
        shed = (known[_IS_S] > 0) & (before[_APOSTROPHES - _SENTENCES] > 0)  # the s of "Trump's"
        shed[_changes(rows)] = False
        folded = self._words(words, shed, hits)
        kept = folded != _DROPPED
        sets = self._sets_of(hits, sentences + rows, rows, _first_lines(lines, rows, len(texts)))
        return self._readings(folded[kept], rows[kept], *sets, len(texts))

    def read_one(self, text: str) -> Reading:
        """The same for a single text, without arrays where they cost more than they save."""
        with self.lock:
            if self._last_one is None or self._last_one[0] != text:  # two topics ask for it, one after the other
                self._last_one = text, self._read_one(_bounded(text))
            return self._last_one[1]

    def _read_one(self, text: str) -> Reading:
        matcher, folds = self._matcher, self._folds
        chunks = matcher.split(text)
        if len(matcher.tokens) > len(folds) or len(matcher.chunks) >= len(self._chunk_begins):
            self._grow()
            folds = self._folds
        words, joints, places = matcher.words_with_places(chunks)
        folded = [folds[word] for word in words]

        def is_of_spanish(_: int) -> bool:
            sign = int(self._signs[folded].sum()) if folded else 0
            return sign > 0 if sign else is_spanish(text)

        hits = matcher.matches(words, joints, matcher.candidates(words), is_of_spanish)
        kept = list(folded)
        for i in places.shed:
            kept[i] = _DROPPED
        for first, length, entry in hits:
            if tag := self._tag_numbers[entry]:
                kept[first : first + length] = [tag] + [_DROPPED] * (length - 1)
        kept = [word for word in kept if word != _DROPPED]
        numbers, whole = self._sets_of_one(hits, places)
        return Reading(
            epoch=self.epoch,
            words=np.fromiter(set(kept), dtype=np.int64),
            pairs=self._buckets_of(set(itertools.pairwise(kept))),
            sentences=numbers,
            document=self._document(whole),
            unnamed=whole & self._mexican == 0,
        )

    def _buckets_of(self, pairs: Collection[tuple[int, int]]) -> Ints:
        if not pairs:
            return np.zeros(0, dtype=np.int64)
        hashes = self.hashes[np.fromiter(itertools.chain.from_iterable(pairs), np.int64, 2 * len(pairs))]
        return pair_buckets(hashes[::2], hashes[1::2])

    def _sets_of_one(self, hits: Sequence[Hit], places: Places) -> tuple[list[int], int]:
        """Sets of the sentences that have concepts, and the bits of them all."""
        whole = 0
        by_sentence: dict[int, int] = {}
        for first, _, entry in hits:
            sentence = places.sentences[first]
            by_sentence[sentence] = by_sentence.get(sentence, 0) | self._masks[entry]
        for bits in by_sentence.values():
            whole |= bits
        last = places.headline_end
        return [self._sentence(bits, sentence <= last) for sentence, bits in by_sentence.items()], whole

    def _go_on(self, words: Ints, following: Ints, joints: Ints) -> Bools:
        """Whether some longer term begins with two words; pairs are remembered in a table, the latest of each slot."""
        keys = ((words << 32 | following) << 1 | (joints == BY_COMMA)) + 1
        slots = (keys * _MIX >> 40) & (_PAIR_SLOTS - 1)
        unknown = (self._pair_keys[slots] != keys).nonzero()[0].tolist()
        for n in unknown:
            slot = int(slots[n])
            self._pair_keys[slot] = keys[n]
            self._pair_goes_on[slot] = self._matcher.go_on(int(words[n]), int(following[n]), int(joints[n]))
        result: Bools = self._pair_goes_on[slots]
        if unknown:  # two pairs of this batch may share a slot
            for n in (self._pair_keys[slots] != keys).nonzero()[0].tolist():
                result[n] = self._matcher.go_on(int(words[n]), int(following[n]), int(joints[n]))
        return result

    def _hits(self, words: Ints, joints: Ints, known: Bytes, rows: Ints, texts: Sequence[str]) -> Ints:
        """Terms, (n, 3): first word, number of words, number of the entry."""
        fits = ((known[_BEGINS, :-1] & known[_GOES_ON, 1:]) | known[_BEGINS_ANY, :-1]) > 0
        begun = (fits & (joints[1:] != APART)).nonzero()[0]
        longer = known[_CONDITIONAL] > 0
        longer[begun[self._go_on(words[begun], words[begun + 1], joints[begun + 1])]] = True
        candidates = longer.nonzero()[0]
        if not len(candidates):
            return self._with_single_words(words, candidates, np.zeros((0, 3), dtype=np.int64))
        signs = np.bincount(rows, weights=self._signs[self._folded_of[words]], minlength=len(texts))

        def is_of_spanish(i: int) -> bool:
            row = int(rows[i])
            return bool(signs[row] > 0) if signs[row] else is_spanish(texts[row])

        hits = self._matcher.matches(words.tolist(), joints.tolist(), candidates.tolist(), is_of_spanish)
        return self._with_single_words(words, candidates, np.array(hits, dtype=np.int64).reshape(-1, 3))

    def _with_single_words(self, words: Ints, done: Ints, hits: Ints) -> Ints:
        """With the terms of one word that begin at no word in `done` and lie in no longer term of their kind."""
        contexts = self._is_context[hits[:, 2]]
        found = [hits]
        for single, its in ((self._singles[0], hits[~contexts]), (self._singles[1], hits[contexts])):
            entries = single[words]
            entries[done] = _NO_ENTRY
            for n in range(1, int(its[:, 1].max(initial=1))):
                entries[its[its[:, 1] > n, 0] + n] = _NO_ENTRY
            places = (entries != _NO_ENTRY).nonzero()[0]
            single_words = np.ones((len(places), 3), dtype=np.int64)
            single_words[:, 0], single_words[:, 2] = places, entries[places]
            found.append(single_words)
        together = np.concatenate(found)
        return together[together[:, 0].argsort(kind="stable")]

    def _words(self, tokens: Ints, shed: Bools, hits: Ints) -> Ints:
        """Numbers of the folded words, with tags in the place of names."""
        words = self._folded_of[tokens]
        words[shed] = _DROPPED  # the s of "Trump's"
        first, length, tags = hits[:, 0], hits[:, 1], self._tags[hits[:, 2]]
        named = tags != _DROPPED
        first, length = first[named], length[named]
        for n in range(1, int(length.max(initial=1))):
            words[first[length > n] + n] = _DROPPED
        words[first] = tags[named]
        return words

    def _sets_of(self, hits: Ints, sentences: Ints, rows: Ints, first_lines: Bools) -> tuple[Ints, Ints, Ints]:
        """Sentences that have concepts: texts, sets, and the sets' bits."""
        first = hits[:, 0]
        begins = _changes(sentences[first])
        bits = np.bitwise_or.reduceat(self._entry_bits[hits[:, 2]], begins) if len(begins) else first[:0]
        headlines = first_lines[first[begins]].tolist()
        sets = [self._sentence(*pair) for pair in zip(bits.tolist(), headlines, strict=True)]
        return rows[first[begins]], np.array(sets, dtype=np.int64), bits

    def _readings(self, words: Ints, rows: Ints, owners: Ints, sets: Ints, bits: Ints, n_texts: int) -> Readings:
        size = len(self.folded)
        singles = _distinct(rows * size + words)
        followed = (rows[1:] == rows[:-1]).nonzero()[0]
        pairs = _distinct((rows[followed] * size + words[followed]) * size + words[followed + 1])
        whole = np.zeros(n_texts, dtype=np.int64)
        begins = _changes(owners)
        if len(begins):
            whole[owners[begins]] = np.bitwise_or.reduceat(bits, begins)
        return Readings(
            reader=self,
            epoch=self.epoch,
            texts=n_texts,
            word_rows=singles // size,
            words=singles % size,
            pair_rows=pairs // (size * size),
            pairs=pair_buckets(self.hashes[pairs // size % size], self.hashes[pairs % size]),
            sentence_rows=owners,
            sentences=sets,
            documents=np.array([self._document(its) for its in whole.tolist()], dtype=np.int64),
            unnamed=whole & self._mexican == 0,
            sentence_features=self.sentence_features,
            document_features=self.document_features,
        )

    def _grow(self) -> None:
        """Takes over what the matcher learnt since the last batch."""
        matcher, seen = self._matcher, self._known.shape[1]
        new = matcher.tokens[seen:]
        if new:
            columns = [
                [t.is_word for t in new],
                [t.is_short for t in new],
                [t.text in ("s", "S") for t in new],
                [t.begins for t in new],
                [t.begins_any for t in new],
                [t.goes_on for t in new],
                [t.conditional for t in new],
                [t.ends_sentence for t in new],
                [t.ends_line for t in new],
                [t.rows for t in new],
                [t.parts for t in new],
                [t.parts_after_short for t in new],
                [t.has_comma for t in new],
                [t.is_apostrophe for t in new],
            ]
            self._known = np.hstack([self._known, np.array(columns, dtype=np.int8)])
            numbers = [self._number_of(_folded(t.text)) if t.is_word else _DROPPED for t in new]
            self._folds += numbers
            self._folded_of = np.append(self._folded_of, np.array(numbers, dtype=np.int64))
            new_words = self.folded[len(self._signs) :]
            signs = [language_sign(word) for word in new_words]
            self._signs = np.append(self._signs, np.array(signs, dtype=np.int64))
            self.hashes = np.append(self.hashes, hashes_of(new_words))
            singles = np.array([[t.name for t in new], [t.context for t in new]], dtype=np.int64)
            self._singles = np.hstack([self._singles, singles])
        chunks = matcher.chunks[len(self._chunk_begins) - 1 :]
        if chunks:
            tokens = [token for chunk in chunks for token in chunk]
            begins = self._chunk_begins[-1] + np.cumsum([len(chunk) for chunk in chunks])
            self._chunk_tokens = np.append(self._chunk_tokens, np.array(tokens, dtype=np.int64))
            self._chunk_begins = np.append(self._chunk_begins, begins)

    def parts(self, text: str) -> tuple[tuple[str, str], ...]:
        """Words of a text as it is read, in order: (folded word or tag, the words as they stand)."""
        return self._parts(text)

    def _find_parts(self, text: str) -> tuple[tuple[str, str], ...]:
        bounded, matcher = _bounded(text), self._matcher
        with self.lock:
            words, joints = matcher.words(matcher.split(bounded))
            spanish = functools.cache(lambda: is_spanish(bounded))
            hits = matcher.matches(words, joints, matcher.candidates(words), lambda _: spanish())
        names = {i: (n, tag) for i, n, entry in hits if (tag := self._tags_of[entry])}
        spans = [match.span() for match in WORDS.finditer(bounded)]
        found: list[tuple[str, str]] = []
        taken = 0
        for i, (start, end) in enumerate(spans):
            if i in names:
                n, tag = names[i]
                found.append((tag, bounded[start : spans[i + n - 1][1]]))
                taken = i + n
            surface = bounded[start:end]
            shed = surface in ("s", "S") and i and bounded[start - 1] in ("'", "\u2019")
            if i >= taken and not shed and (folded := _folded(surface)):
                found.append((folded, surface))
        return tuple(found)


def _ranges(begins: Ints, ends: Ints) -> Ints:
    """The numbers from each begin to before its end, one after the other."""
    lengths = ends - begins
    before = np.cumsum(lengths) - lengths
    return np.repeat(begins - before, lengths) + np.arange(int(lengths.sum()))


def _first_lines(lines: Ints, rows: Ints, n_texts: int) -> Bools:
    """Which words stand in the first line of their text, the headline."""
    first_line = np.zeros(n_texts, dtype=np.int64)
    begins = _changes(rows)
    first_line[rows[begins]] = lines[begins]
    result: Bools = lines == first_line[rows]
    return result


def _distinct(keys: Ints) -> Ints:
    keys.sort()
    found: Ints = keys[_changes(keys)]
    return found


def _changes(numbers: Ints) -> Ints:
    """Where a number differs from the one before it; the first always does."""
    differs = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=differs[1:])
    return differs.nonzero()[0]


@functools.cache
def shipped_reader() -> Reader:
    """The reader with the lexicon of the program."""
    return Reader(model_terms())


def names_nothing_mexican(texts: Sequence[str]) -> Bools:
    """Whether nothing in each text speaks of the Mexican side."""
    return shipped_reader().read(texts).unnamed


def prepare_text(text: str) -> str:
    """The words, the concepts, and the themes of a text, one line each, separated by blanks; for a person to read."""
    reader = shipped_reader()
    readings = reader.read([text])
    words = [folded for folded, _ in reader.parts(text)]
    return "\n".join(map(" ".join, (words, readings.concepts(0), readings.themes(0))))


__all__ = [
    "MAX_CHARS",
    "TEXT_VERSION",
    "Reader",
    "Reading",
    "Readings",
    "names_nothing_mexican",
    "prepare_text",
    "shipped_reader",
]
