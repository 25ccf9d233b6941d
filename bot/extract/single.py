"""One person as a number: "un muerto y dos heridos", "one marine died and three were hurt". Imports its siblings."""

from bot.extract.clauses import Counted, Sentence
from bot.extract.nouns import PERSON_CLASSES

_FORCES_DEAD = frozenset({"security_forces_killed"})
_HURT = frozenset({"were", "was", "resultaron", "fueron", "quedaron"})


def _are_hurt(sentence: Sentence, counted: Counted) -> bool:
    """ "One marine died and three were hurt": a number of people whose noun is not said again."""
    bare = not counted.noun and counted.unit is None
    return bare and not _HURT.isdisjoint(sentence.flats[counted.quantity.last : counted.quantity.last + 1])


def article_counts(sentence: Sentence, counted: Counted, name: str) -> bool:
    """Whether "un", "una", "one" is a number: "un muerto y dos heridos", "one woman", "la única mujer"."""
    if name == "women_in_group":
        return True
    if counted.noun_flat == "baja":
        return False  # "una baja de 46 por ciento"
    if name not in ("killed", "injured", "security_forces_killed", "disappeared"):
        return False
    listed = any(
        other is not counted
        and not other.quantity.article
        and (other.noun_class in PERSON_CLASSES or (name in _FORCES_DEAD and _are_hurt(sentence, other)))
        for other in sentence.counted
    )
    before = sentence.flats[max(0, counted.quantity.first - 2) : counted.quantity.first]
    return listed or any(
        flat in ("deja", "dejo", "saldo", "least", "menos", "leaves", "left", "solo") for flat in before
    )


__all__ = ["article_counts"]
