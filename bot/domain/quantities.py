"""When two figures count the same thing, which of them is believed, and which are parts of another. Pure.

Stories, cards and digests ask here, so that a card has one line for what its story calls one quantity. Nothing is
averaged, and the newest does not simply win.
"""

from collections.abc import Iterable

from bot.domain.content import Figure, Scope
from bot.domain.stories import StoryFigure
from bot.domain.words import ItemId

HANDOVER_MEASURES = frozenset({"persons_transferred", "persons_extradited"})
"""People handed over: outlets call one flight a transfer and an extradition, so that both count the same."""
NEWS_SCOPES: tuple[Scope, ...] = ("this_event", "cumulative")
"""Scopes in which a number says something of the event."""

_OFFICIAL = ("official_mx", "official_us", "court")
_SPREAD = 0.15  # how far "about" and "nearly" reach: 2,720 agrees with "about 2,700"


def bounds_of(figure: Figure) -> tuple[float, float] | None:
    """Least and greatest value that a figure allows; None when it states no number."""
    if figure.value is None:
        return None
    value, high = figure.value, figure.value_hi
    match figure.qualifier:
        case "at_least" | "more_than":
            return value, float("inf")
        case "at_most" | "less_than":
            return 0.0, value
        case "about" | "nearly":
            return value * (1.0 - _SPREAD), value * (1.0 + _SPREAD)
        case _:
            return value, high if high is not None else value


def is_exact(figure: Figure) -> bool:
    """Whether a figure allows one value only."""
    bounds = bounds_of(figure)
    return bounds is not None and bounds[0] == bounds[1] and not figure.value_from_vague


def same_quantity(one: Figure, other: Figure) -> bool:
    """Whether two figures measure the same thing: measure, unit and scope, and place and group where both name one.

    Numbers of the past come from many places: there one that names none is the same only where its value is, too.
    """
    if (one.measure, one.unit, one.scope) != (other.measure, other.unit, other.scope):
        return False
    lenient = one.scope in NEWS_SCOPES or one.value == other.value
    return _same_name(one.place, other.place, lenient) and _same_name(one.group, other.group, lenient)


def _same_name(one: str | None, other: str | None, lenient: bool) -> bool:
    ours, theirs = (one or "").casefold(), (other or "").casefold()
    return ours == theirs or (lenient and not (ours and theirs))


def same_value(one: Figure, other: Figure) -> bool:
    """Whether two figures of one quantity can both be right: "over 30" and 37, "about 2,700" and 2,720."""
    if one.value is None or other.value is None:
        return one.value is None and other.value is None and one.trend == other.trend
    ours, theirs = bounds_of(one), bounds_of(other)
    return ours is not None and theirs is not None and ours[0] <= theirs[1] and theirs[0] <= ours[1]


def authority(held: StoryFigure) -> tuple[bool, bool, int, float]:
    """Sort key, best last: officials first, then exact values, better records, later dates."""
    official = held.figure.speaker_kind in _OFFICIAL
    return (official, is_exact(held.figure), -ord(held.reliability), held.at.timestamp())


def heads_of(figures: Iterable[StoryFigure]) -> list[StoryFigure]:
    """One record per quantity of a report's figures: its first value, or its largest where the others are parts of it
    ("37 people: 30 men and 7 women")."""
    heads: list[StoryFigure] = []
    for held in figures:
        for n, head in enumerate(heads):
            if same_quantity(head.figure, held.figure):
                if _is_better_head(held.figure, head.figure):
                    heads[n] = held
                break
        else:
            heads.append(held)
    return heads


def _is_better_head(one: Figure, other: Figure) -> bool:
    """Whether a later figure of an item says more of a quantity: any value than none, an exact one than "at least"."""
    if one.value is None or other.value is None:
        return other.value is None and one.value is not None
    sharper = one.value == other.value and not is_exact(other)
    return is_exact(one) and (one.value > other.value or sharper)


def heads_by_item(figures: Iterable[StoryFigure]) -> list[StoryFigure]:
    """Each item's own heads: items are not parts of each other, they may disagree."""
    by_item: dict[ItemId, list[StoryFigure]] = {}
    for held in figures:
        by_item.setdefault(held.item_id, []).append(held)
    return [head for group in by_item.values() for head in heads_of(group)]


def by_quantity(figures: Iterable[StoryFigure]) -> list[list[StoryFigure]]:
    """Figures in groups of one quantity, whatever their order: those that name the least gather what may be theirs."""
    groups: list[list[StoryFigure]] = []
    for held in sorted(figures, key=lambda held: bool(held.figure.place) + bool(held.figure.group)):
        group = next((group for group in groups if same_quantity(group[0].figure, held.figure)), None)
        if group is None:
            groups.append([held])
        else:
            group.append(held)
    return groups


__all__ = [
    "HANDOVER_MEASURES",
    "NEWS_SCOPES",
    "authority",
    "bounds_of",
    "by_quantity",
    "heads_by_item",
    "heads_of",
    "is_exact",
    "same_quantity",
    "same_value",
]
