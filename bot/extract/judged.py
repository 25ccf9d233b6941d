"""Figures of a judged text: who has not gone yet is nobody's handover of today.

Whether a handover took place a whole text tells, and its words elsewhere more than the clause of the number ("Judge:
fifth transfer can't include 14 inmates"). The status that the text was given knows them; the number's clause alone
says `this_event` too often. Imports its siblings, bot.domain and bot.ports.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain import Figure, Item, Judgement, Realis, Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.once import figures_of
from bot.extract.show import shown
from bot.ports import Lexicon

_SCOPE_OF: Mapping[Realis, Scope] = {
    "announced": "projected",
    "reported": "projected",
    "threatened": "projected",
    "requested": "projected",
    "denied": "projected",
    "rejected": "projected",
    "blocked": "projected",
    "historical": "background",
}
"""Of people whom a headline counts, where the item's handover has not taken place, or long ago."""
_MAY_HAVE_GONE: frozenset[Realis] = frozenset({"reported", "denied", "rejected"})
"""Of a handover that may have taken place: "Mexico sends 26, sources say", "denies that the 26 were for a deal"."""
_CERTAIN = 0.98  # of a number's clause, from which on it outweighs such a status


def judged_figures(item: Item, judgement: Judgement, lexicon: Lexicon) -> tuple[Figure, ...]:
    """Figures of an item, in the light of what it was judged to say of its handover.

    Args:
        item: as it was judged.
        judgement: of it.
        lexicon: see `extract`.
    """
    transfer = next((verdict for verdict in judgement.flagged if verdict.topic == "transfer"), None)
    status = transfer.realis[0] if transfer is not None and transfer.realis else None
    figures = figures_of(item, lexicon, is_of_handover=transfer is not None)
    scope = _SCOPE_OF.get(status) if status is not None else None
    if scope is None:
        return figures
    least = _CERTAIN if status in _MAY_HAVE_GONE else 1.1
    return tuple(
        replace(figure, scope=scope)
        if _is_of_the_headline(figure, item) and figure.scope == "this_event" and figure.certainty < least
        else figure
        for figure in figures
    )


def depend_on_judgement(item: Item, lexicon: Lexicon) -> bool:
    """Whether an item's figures, or which of them are shown, can differ by how it is judged.

    Most cannot, and judging costs more than reading. A certainty that moves within its bounds is no difference.

    Args:
        item: not yet judged.
        lexicon: see `extract`.
    """
    of_handover = figures_of(item, lexicon, is_of_handover=True)
    if any(_is_of_the_headline(figure, item) and figure.scope == "this_event" for figure in of_handover):
        return True
    of_others = figures_of(item, lexicon, is_of_handover=False)
    return _told(of_handover) != _told(of_others) or _told(shown(of_handover)) != _told(shown(of_others))


def _told(figures: Sequence[Figure]) -> list[Figure]:
    """Figures but for how sure they are."""
    return [replace(figure, certainty=0.0) for figure in figures]


def _is_of_the_headline(figure: Figure, item: Item) -> bool:
    """Whether a headline counts people handed over; below it stand other handovers, which took place."""
    return figure.measure in HANDOVER_MEASURES and figure.start < len(item.title)
