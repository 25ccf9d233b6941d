"""What is read in a text: figures, statements, names, events to come; each with its words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.domain.feeds import TextRead
from bot.domain.words import ItemId, Language

Qualifier = Literal["exact", "at_least", "more_than", "at_most", "less_than", "about", "nearly", "range", "ordinal"]
Scope = Literal["this_event", "cumulative", "background", "projected"]
SpeakerKind = Literal["official_mx", "official_us", "court", "media", "ngo", "analyst", "lawyer", "unattributed"]
Stance = Literal["asserted", "claimed", "disputed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of the text with its role and proof: `item.text[start:end] == quote`, always."""

    measure: str  # name in the table of bot/extract/measures.py, or "other"
    value: float | None  # in `unit`; None when only a trend is stated
    value_hi: float | None = None  # upper end of a range
    unit: str  # persons events kg usd mxn pct days aircraft pills doses ... count
    unit_raw: str = ""  # as printed: "tonnes", "libras"
    qualifier: Qualifier = "exact"
    scope: Scope
    span: str | None = None  # "since September 2024", as printed
    place: str | None = None
    group: str | None = None
    speaker: str | None = None
    speaker_kind: SpeakerKind = "unattributed"
    stance: Stance = "asserted"
    noun: str = ""  # what is counted, as printed
    value_from_vague: bool = False  # True: a floor for "dozens", "hundreds"
    trend: Literal["up", "down"] | None = None
    certainty: float = 1.0  # of the scope, in [0, 1]
    as_of: date | None = None
    text_read: TextRead
    quote: str  # the sentence, an exact substring of the item's text
    start: int  # offset of the quote in code points
    end: int  # exclusive
    lang: Language


ComingKind = Literal["hearing", "sentencing", "ruling", "vote", "deadline", "handover", "deployment", "meeting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Something that the text says is to happen on a day, or within a span: `item.text[start:end] == quote`, always."""

    kind: ComingKind
    what: str  # the clause that tells it, an exact part of the quote
    day: date  # the day, the last day of a term, or the first day of a span
    until: date | None = None  # last day of a span such as "in March" or "next week"; None = one day
    when: str  # as printed: "el 13 de abril"
    item_id: ItemId
    quote: str
    start: int  # offset of the quote in code points
    end: int  # exclusive
    lang: Language


StatementKind = Literal["threatens", "announces", "denies", "rejects", "demands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who threatens, announces, denies, rejects or demands what: `item.text[start:end] == quote`, always."""

    kind: StatementKind
    words: str  # what was said: the words in quotation marks, else the clause that reports them; part of the quote
    is_direct: bool  # `words` stand in quotation marks
    about: str = ""  # the sentence before, where the words only point to it: "rejected this possibility"; "" = not
    speaker: str  # canonical name of the lexicon, else as printed
    speaker_kind: SpeakerKind
    item_id: ItemId
    quote: str  # the sentence
    start: int  # offset of the quote in code points
    end: int  # exclusive
    lang: Language


NameKind = Literal["person", "group", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person, group or place that the text names, its aliases folded."""

    kind: NameKind
    canonical: str  # the lexicon's name, else the longest one printed
    printed: tuple[str, ...]  # as printed, in order, each once
    conflicts: tuple[
        str, ...
    ] = ()  # names that this may be a misprint of, or that are told of somebody else: not merged
    item_id: ItemId  # where it stood first
    start: int  # offset of the first `printed` in code points
    end: int  # exclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a text tells beside its figures."""

    coming: tuple[Coming, ...] = ()  # soonest first
    statements: tuple[Statement, ...] = ()  # in order of appearance
    names: tuple[Name, ...] = ()

    @property
    def doubtful_names(self) -> tuple[tuple[str, ...], ...]:
        """People who may be one or several, by their names as printed first and then as the others are called."""
        groups: dict[frozenset[str], tuple[str, ...]] = {}
        for name in self.names:
            own = name.printed[0] if name.canonical in name.conflicts and name.printed else name.canonical
            forms = tuple(dict.fromkeys((own, *name.conflicts)))
            if name.kind == "person" and len(forms) > 1:
                groups.setdefault(frozenset(forms), forms)
        return tuple(groups.values())


NOTHING_READ = Content()
