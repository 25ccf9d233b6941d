"""How many people are handed over together: the one number that the severity of a handover turns on."""

from collections.abc import Sequence

from bot.domain import Figure, Item, Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.figures import extract
from bot.ports import Lexicon

_SCOPES: tuple[Scope, ...] = ("this_event", "projected")  # what has gone before what is to go


def people_moved(item: Item, lexicon: Lexicon) -> int | None:
    """People who go together, now or soon, of the headline where it counts them; None where nothing does."""
    return _counted(extract(item, lexicon=lexicon), len(item.title))


def _counted(figures: Sequence[Figure], title_end: int) -> int | None:
    counts = [f for f in figures if f.measure in HANDOVER_MEASURES and f.value is not None and f.scope in _SCOPES]
    best = min(counts, key=lambda f: (_SCOPES.index(f.scope), f.start >= title_end), default=None)
    return None if best is None or best.value is None else int(best.value)


__all__ = ["people_moved"]
