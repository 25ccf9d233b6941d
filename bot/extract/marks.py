"""What is looked at to learn a figure's scope, and whether it is one: marks of its place in its sentence and its text.
Imports its siblings.

A mark is a word such as "peg=transfer" or "before=so"; its weights stand in `scope_weights.json` and
`measure_weights.json`. Their order carries nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from bot.extract.clauses import Role, Sentence
from bot.extract.measures import MEASURES
from bot.extract.parts import around
from bot.extract.setting import Setting, is_lead, is_subject
from bot.extract.times import date_of

_WORD = re.compile(r"[a-z]+")
_NEAR_WORDS = 6  # on either side of a number
_PLACED_WORDS = 3  # of those before it, whose place counts too
_NEAR_CHARS = 90  # enough for so many words
_LATE = 3  # sentences with figures; later ones are alike
_SIZES = (1, 2, 5, 12, 30, 75, 150, 1_000, 10_000, 1_000_000)  # a value's size is how many of them it is above
_MANY = 4  # numbers of a sentence, tokens between number and noun; more are alike
_AGES = ((4, "now"), (20, "weeks"), (200, "months"))  # at most so many days ago


def marks_of(sentence: Sentence, role: Role, setting: Setting, *, span: bool, position: int) -> list[str]:
    """Marks of one figure, each once.

    Args:
        sentence: as `read_sentence` took it apart.
        role: of the figure.
        setting: of the item.
        span: a sentence before this one counts over a stretch of time that holds for this one too.
        position: of the sentence among those with figures, 0 = first.
    """
    measure, quantity, value = role.measure, role.counted.quantity, role.counted.value
    entry = MEASURES.get(measure)
    family = entry.family if entry is not None else ""
    marks = [
        f"measure={measure}",
        f"family={family}",
        f"peg={setting.peg}",
        f"family,peg={family},{setting.peg}",
        f"preposition={role.counted.preposition}",
        f"position={min(position, _LATE)}",
        f"size={len(str(int(abs(value)))) if value < 1e15 else 15}",
        f"age={_age(sentence, role, setting)}",
    ]
    flags = {
        "title": sentence.in_title,
        "subject": is_subject(sentence, setting),
        "lead": is_lead(sentence, setting),
        "on_peg": family == setting.peg,
        "ordinal": quantity.ordinal,
        "vague": quantity.vague,
        "part": role.counted.subset,
        "span": span,
        "too_many": entry is not None and entry.most is not None and value > entry.most,
    }
    marks += [name for name, is_set in flags.items() if is_set]
    return list(dict.fromkeys((*marks, *_words(sentence, role), *_acts(sentence, role))))


def measure_marks(
    sentence: Sentence, role: Role, setting: Setting, measure: str, marks: Sequence[str], *, position: int
) -> list[str]:
    """Further marks, which tell whether a number is of the measure that the rules gave it.

    Mostly its noun, its size and its neighbours, each with the measure.

    Args:
        measure: the rules' last word, which may be a total of the role's.
        marks: of `marks_of` for the same figure; the others as there.
    """
    counted = role.counted
    quantity = counted.quantity
    written = sentence.flat[sentence.tokens[quantity.first].start :][:1].isdecimal()
    size = bisect_left(_SIZES, counted.value)
    following = sentence.flats[counted.end] if counted.end < len(sentence.flats) else "."
    acts = [mark for mark in marks if mark.startswith(("act=", "next_act="))]
    neighbours = [mark for mark in marks if mark.startswith("before0=")]
    alone = {
        "class": counted.noun_class,
        "digits": written,
        "size": size,
        "next": following,
        "transfer": sentence.about_transfer,
    }
    paired = [
        *(f"{name}={value}" for name, value in alone.items()),
        *acts,
        *neighbours,
        f"peg={setting.peg}",
        f"title={sentence.in_title}",
        f"place={min(position, 2)}",
        f"titled={setting.titled}",
        *(() if acts else ("no act",)),
    ]
    return [
        *(f"{name}={value}" for name, value in alone.items()),
        f"is={measure}",
        f"noun={counted.noun_flat}",
        f"gap={min(_MANY, counted.end - quantity.last)}",
        f"numbers={min(_MANY, len(sentence.counted))}",
        *(f"{measure}&{mark}" for mark in paired),
    ]


def _age(sentence: Sentence, role: Role, setting: Setting) -> str:
    """How long ago the date is that the figure's clause carries."""
    dated = date_of(sentence, role, setting.today)
    if dated is None:
        return "none"
    days = (setting.today - dated[0]).days
    return "ahead" if days < -1 else next((name for most, name in _AGES if days <= most), "years")


def _words(sentence: Sentence, role: Role) -> list[str]:
    before, after = around(sentence, role)
    left = _WORD.findall(before[-_NEAR_CHARS:])[-_NEAR_WORDS:]
    right = _WORD.findall(after[:_NEAR_CHARS])[:_NEAR_WORDS]
    placed = [f"before{n}={word}" for n, word in enumerate(reversed(left[-_PLACED_WORDS:]))]
    return [*(f"before={word}" for word in left), *(f"after={word}" for word in right), *placed]


def _acts(sentence: Sentence, role: Role) -> list[str]:
    quantity = role.counted.quantity
    last = next((act for act in reversed(sentence.acts) if act.last <= quantity.first), None)
    following = next((act for act in sentence.acts if act.first >= quantity.last), None)
    marks = [] if last is None else [f"act={last.cls}/{last.form}", f"form={last.form}"]
    return marks if following is None else [*marks, f"next_act={following.cls}/{following.form}"]
