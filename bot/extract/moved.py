"""How many people are handed over together: the one number that the severity of a handover turns on."""

import re
from collections.abc import Sequence
from datetime import date

from bot.domain import Figure, Item, Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Sentence, read_sentence
from bot.extract.handovers import fresh
from bot.extract.literals import style_of
from bot.extract.once import figures_of
from bot.extract.restated import are_fresh
from bot.extract.tokens import flatten
from bot.ports import Lexicon

_SCOPES: tuple[Scope, ...] = ("this_event", "projected")  # what has gone before what is to go
_LEAST_CERTAINTY = 0.5  # of a count that may wake somebody
_MOVES = frozenset({"active", "passive"})
_KNOWN = frozenset({"the", "those", "these", "their", "los", "las", "esos", "estos", "sus", "latest", "s"})
_NOT_HELD = re.compile(r"(?:relative|familiar|farmer|boy|girl|child|nin[oa]|victim)")  # who walks over or was harmed
_HOME_TO_SERVE = re.compile(  # prisoners who go home to finish a sentence: routine, however many
    r"\b(?:(?:finish\w*|serve|serving|complete) (?:out )?(?:the rest|(?:their )?(?:terms?|sentences?|time|what)|"
    r"(?:us|u\.s\.) "
    r"(?:prison )?terms?)|(?:swap|transfer|prisoner) (?:treaty|accord)|under (?:a |the )?(?:\w+ )?(?:treaty|accord)\b|"
    r"terms? at home|(?:terminar|acabar|cumplir|purgar|compurgar|purga)\w* (?:aqui |alla |en mexico )?(?:de pagar|"
    r"(?:el resto de )?(?:(?:su|la|una)s? )?(?:condena|pena|sentencia)s?)|(?:acab|termin)an (?:su )?condena|"
    r"purgar\w* aqui|cumplir\w* lo que les falta|the rest of their time|tratado (?:de|sobre) (?:ejecucion|"
    r"presos|1976|1977))"
)


def people_moved(item: Item, lexicon: Lexicon, *, is_of_handover: bool) -> int | None:
    """People who go together, now or soon, of the headline where it counts them; None where nothing does.

    A headline that only speaks of a known group ("relatives of the 37"), and prisoners who go home to finish a
    sentence, count nobody.

    Args:
        item: that was flagged.
        lexicon: names.
        is_of_handover: see `extract`.
    """
    if _HOME_TO_SERVE.search(flatten(item.text)) is not None:
        return None
    figures = figures_of(item, lexicon, is_of_handover=is_of_handover)
    return _counted([f for f in figures if not _is_spoken_of(f, item.at.date())], len(item.title))


def _is_spoken_of(figure: Figure, today: date) -> bool:
    """Whether a number is that of a handover some days ago which no verb tells: "denies that sending the 37 was a
    deal" moves nobody."""
    if figure.value is None or fresh(figure.value, today) is None:
        return False
    sentence = _sentence_of(figure)
    moved = any(act.cls in ("transfer", "extradite") and act.form in _MOVES for act in sentence.acts)
    return not moved and any(c.value == figure.value and are_fresh(sentence, c, today) for c in sentence.counted)


def _counted(figures: Sequence[Figure], title_end: int) -> int | None:
    counts = [
        f
        for f in figures
        if f.measure in HANDOVER_MEASURES
        and f.value is not None
        and f.scope in _SCOPES
        and f.certainty >= _LEAST_CERTAINTY
        and _NOT_HELD.match(flatten(f.noun)) is None
    ]
    best = min(counts, key=lambda f: (_SCOPES.index(f.scope), f.start >= title_end), default=None)
    if best is None or best.value is None or (best.start < title_end and _is_of_known_people(best)):
        return None
    return int(best.value)


def _sentence_of(figure: Figure) -> Sentence:
    quote = figure.quote
    return read_sentence(quote, flatten(quote), 0, style_of(quote, figure.lang, None), in_title=True)


def _is_of_known_people(figure: Figure) -> bool:
    """Whether the number has a definite article: "sobre los 26", "the 37 search for their sons"."""
    sentence = _sentence_of(figure)
    first = next((c.quantity.first for c in sentence.counted if c.value == figure.value), 0)
    return first > 0 and sentence.tokens[first - 1].flat in _KNOWN


__all__ = ["people_moved"]
