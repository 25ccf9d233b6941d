"""What only the whole text shows of its figures: totals, older handovers, one number in two roles, repeats.

Imports its siblings and bot.domain.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain import Figure, Qualifier, Scope
from bot.extract.clauses import Role, Sentence
from bot.extract.measures import OTHER
from bot.extract.scope import Setting, date_of, is_weak_total
from bot.extract.tokens import flatten

_SURE: frozenset[Qualifier] = frozenset({"exact"})
_SAME_EVENT_DAYS = 3  # two dates of one handover: the night it left and the day it was announced
_OLD_DAYS = 20  # a date further back, in a report that headlines another number, tells of an earlier handover

Found = tuple[Figure, Sentence, Role]


def reconciled(found: Sequence[Found], setting: Setting) -> tuple[Figure, ...]:
    """Settles what only the whole text shows, and drops repeats."""
    figures = _with_totals(found)
    figures = _with_dates(
        [(figure, sentence, role) for figure, (_, sentence, role) in zip(figures, found, strict=True)], setting
    )
    figures = _without_repeats_of_today(_one_family(figures))
    unique: dict[tuple[str, float | None, float | None, str, str], Figure] = {}
    for figure in figures:
        noun = flatten(figure.noun) if figure.measure == OTHER else ""
        scope = figure.scope if figure.measure != OTHER else ""
        key = (figure.measure, figure.value, figure.value_hi, scope, noun)
        kept = unique.setdefault(key, figure)
        if (
            kept is not figure
            and kept.qualifier not in _SURE
            and figure.qualifier in _SURE
            and kept.qualifier == "about"
        ):
            unique[key] = replace(kept, qualifier="exact")
    return tuple(unique.values())


def _with_totals(found: Sequence[Found]) -> list[Figure]:
    """A weak total ("en total 92") is one of all days where a smaller number was handed over today."""
    today = [
        figure.value
        for figure, sentence, role in found
        if figure.measure == "persons_transferred"
        and figure.scope == "this_event"
        and figure.value
        and not is_weak_total(sentence, role)
    ]
    result = []
    for figure, sentence, role in found:
        if (
            figure.measure == "persons_transferred"
            and figure.scope == "this_event"
            and figure.value is not None
            and today
            and figure.value > max(today)
            and is_weak_total(sentence, role)
        ):
            figure = replace(figure, measure="persons_transferred_cumulative", scope="cumulative")
        result.append(figure)
    return result


def _with_dates(found: Sequence[Found], setting: Setting) -> list[Figure]:
    """Of several handovers with dates, the latest is today's; the others are background."""
    dated: dict[int, date] = {}
    reference = setting.today
    for figure, sentence, role in found:
        if figure.measure in ("persons_transferred", "persons_extradited") and not sentence.in_title:
            day = date_of(sentence, role, setting.today)
            if day is not None and day[1]:
                reference = max(reference, day[0])
    for index, (figure, sentence, role) in enumerate(found):
        if figure.measure in ("persons_transferred", "persons_extradited") and not sentence.in_title:
            day = date_of(sentence, role, reference)
            if day is not None:
                dated[index] = day[0]
    if not dated:
        return [figure for figure, _, _ in found]
    latest = max(dated.values())
    headline = {
        figure.value for figure, sentence, _ in found if sentence.in_title and figure.measure == "persons_transferred"
    }
    result = []
    for index, (figure, _, _) in enumerate(found):
        if index in dated and figure.scope == "this_event" and figure.value not in headline:
            old = (setting.today - dated[index]).days > _OLD_DAYS and bool(headline)
            if old or (latest - dated[index]).days > _SAME_EVENT_DAYS:
                figure = replace(figure, scope="background")
        result.append(figure)
    return result


def _one_family(figures: Sequence[Figure]) -> list[Figure]:
    """All verbs of moving are one family: the headline's handover told again as "extradited" stays one figure."""
    moved = {figure.value for figure in figures if figure.measure == "persons_transferred"}
    totals = {figure.value for figure in figures if figure.measure == "persons_transferred_cumulative"}
    result = []
    for figure in figures:
        if figure.measure == "persons_extradited" and figure.value in moved and (figure.value or 0) > 1:
            figure = replace(figure, measure="persons_transferred")
        if (
            figure.measure == "persons_transferred"
            and figure.value in totals
            and figure.value not in _sure_today(figures)
        ):
            scope: Scope = "cumulative"
            figure = replace(figure, measure="persons_transferred_cumulative", scope=scope)
        result.append(figure)
    return result


def _without_repeats_of_today(figures: Sequence[Figure]) -> list[Figure]:
    """The people handed over today, counted again in a sentence that does not say so: "Los 37 reos salieron de ..." """
    today = {
        figure.value for figure in figures if figure.measure == "persons_transferred" and figure.scope == "this_event"
    }
    return [
        figure
        for figure in figures
        if not (
            figure.measure == OTHER and figure.unit == "persons" and figure.value in today and (figure.value or 0) > 2
        )
    ]


def _sure_today(figures: Sequence[Figure]) -> frozenset[float | None]:
    """Values that the first count of the text gives: they are today's whatever else they may be."""
    first = next((figure.value for figure in figures if figure.measure == "persons_transferred"), None)
    return frozenset({first})
