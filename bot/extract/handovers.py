"""The handovers that everybody counts from, so that a number which only restates one is known as such.

Imports nothing of the project. One line a handover; a further one is added when it has happened, and nothing
breaks where it is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One flight of prisoners to the United States outside the treaty."""

    day: date
    people: int
    total: int  # of all up to this one


KNOWN = (
    Handover(day=date(2025, 2, 27), people=29, total=29),
    Handover(day=date(2025, 8, 12), people=26, total=55),
    Handover(day=date(2026, 1, 20), people=37, total=92),
)
_NEWS = timedelta(days=10)  # so long its own numbers are news


def known(people: float, today: date) -> Handover | None:
    """The handover of so many people that was no news any more on a day."""
    return next((one for one in KNOWN if people == one.people and today - one.day > _NEWS), None)


def fresh(people: float, today: date) -> Handover | None:
    """The handover of so many people that is still news on a day: who speaks of as many means them."""
    return next((one for one in KNOWN if people == one.people and timedelta(0) <= today - one.day <= _NEWS), None)


def is_known(people: float, today: date) -> bool:
    """Whether a number of people is that of a handover which was no news any more on a day."""
    return known(people, today) is not None


def last_of_total(people: float, today: date) -> Handover | None:
    """The last of several handovers of so many people together, where it was no news any more on a day."""
    several = (one for one in KNOWN if people == one.total != one.people)
    return next((one for one in several if today - one.day > _NEWS), None)


def is_known_total(people: float, today: date) -> bool:
    """Whether a number of people is that of several handovers together, the last of them no news any more on a day."""
    return last_of_total(people, today) is not None


def are_known(numbers: Iterable[float], today: date, *, about: bool = True) -> bool:
    """Whether numbers told in one breath are those of different handovers of the past.

    Args:
        about: whether the text tells of handovers: then two say so, three otherwise.
    """
    return len({number for number in numbers if is_known(number, today)}) >= (2 if about else 3)
