"""What only the whole text shows of its figures: totals, older handovers, one number in two roles, repeats.

Imports its siblings and bot.domain.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain import Figure, Qualifier, Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import EARLIER, TODAY, is_of_today
from bot.extract.handovers import KNOWN, are_known, is_known
from bot.extract.measures import OTHER
from bot.extract.scope.to_come import DENIES
from bot.extract.scope.totals import TIED_TO_TODAY, is_weak_total
from bot.extract.setting import Setting
from bot.extract.times import date_of, sentence_dates
from bot.extract.tokens import flatten
from bot.extract.unnumbered import is_of_a_new_group
from bot.extract.votes import pair_of

_SUMMED = frozenset(
    {"fentanyl_seized", "cocaine_at_sea", "drugs_seized_total", "aircraft_used", "labs_destroyed", "reward"}
)
_ALL_DRUGS = re.compile(r"^(?:droga|drug|narcotic|estupefaciente|sustancia|$)")
_LARGEST = re.compile(
    r"\b(?:largest|biggest|main|mayor|principal|mas grande)\b \w{0,12} ?(?:haul|seizure|bust|load|golpe|decomiso|"
    r"aseguramiento|fue|was)|\b(?:golpe|decomiso|aseguramiento) (?:mayor|principal|mas grande)"
)
_TOLLS = frozenset({"killed", "security_forces_killed", "injured", "disappeared", "displaced"})
_TOTALS = frozenset({"persons_transferred_cumulative", "transfer_operations"})
_CAMPAIGN = frozenset({"us_strikes", "strike_deaths"})
_MOVED_NOW = frozenset({"persons_transferred"})
_MOVED = frozenset({"persons_transferred", "persons_transferred_cumulative"})
_BARE_UNITS = frozenset({"persons", "count"})
_SURE: frozenset[Qualifier] = frozenset({"exact"})
_LOWER: frozenset[Qualifier] = frozenset({"at_least", "more_than"})
_UPPER: frozenset[Qualifier] = frozenset({"at_most", "less_than"})
_LIMIT_GAP = 7  # tokens between the lower limit's noun and the upper limit
_SAME_EVENT_DAYS = 3  # two dates of one handover: the night it left and the day it was announced
_LIKELY = 0.6  # a count of today's that is less certain makes no handover the news
_LOOKS_BACK = re.compile(
    r"\b(?:analisis|analysis|opinion|columna?|explainer|claves|radiografia|perfil|profile|timeline|cronologia|"
    r"linea del tiempo|what became|que fue de|estrictamente personal)\b"
)
_MASS = 10  # people: fewer, once called extradited, are an extradition; more are a handover
_OLD_DAYS = 20  # a date further back, in a report that headlines another number, tells of an earlier handover

Found = tuple[Figure, Sentence, Role]


def reconciled(found: Sequence[Found], setting: Setting) -> tuple[Figure, ...]:
    """Settles what only the whole text shows, and drops repeats."""
    figures = _with_totals(found)
    figures = _with_dates(
        [(figure, sentence, role) for figure, (_, sentence, role) in zip(figures, found, strict=True)], setting
    )
    figures = _of_one_limit(figures, found)
    figures = _of_one_campaign(_of_one_time(_of_one_vote(_of_the_past(figures, found, setting), found)))
    figures = _without_parts(_with_parts(_of_their_sum(figures, found), found))
    figures = _without_repeats_of_today(_one_family(_of_extraditions(_by_the_treaty(figures, setting), setting)))
    figures = _old_totals(figures, found, setting)
    if any(figure.measure == "homicide_change" and figure.value is not None for figure in figures):
        figures = [figure for figure in figures if figure.trend is None]  # the number says more
    unique: dict[tuple[str, float | None, float | None, str], Figure] = {}
    for figure in figures:
        noun = flatten(figure.noun) if figure.measure == OTHER else ""
        key = (figure.measure, figure.value, figure.value_hi, noun)
        kept = unique.setdefault(key, figure)
        if (
            kept is not figure
            and kept.qualifier not in _SURE
            and figure.qualifier in _SURE
            and kept.qualifier == "about"
        ):
            unique[key] = replace(kept, qualifier="exact")
    return tuple(unique.values())


def _old_totals(figures: Sequence[Figure], found: Sequence[Found], setting: Setting) -> list[Figure]:
    """The total of people handed over is background where a titled item tells of no handover now."""
    if not any(figure.measure in _TOTALS and figure.scope == "cumulative" for figure in figures):
        return list(figures)
    if not setting.titled and _LOOKS_BACK.search(setting.subject) is None:
        return list(figures)
    no_news = setting.peg == "court" or _LOOKS_BACK.search(setting.subject) is not None
    in_title = {figure.value for figure, sentence, _ in found if sentence.in_title and not no_news}
    totals = {figure.value for figure in figures if figure.measure == "persons_transferred_cumulative"}
    now = (not no_news and is_of_a_new_group(setting.subject)) or any(
        (
            figure.measure in _MOVED_NOW
            and figure.scope == "this_event"
            and figure.value not in totals
            and not no_news
            and _is_news(figure, setting)
        )
        or (figure.measure in _TOTALS and figure.value in in_title)
        for figure in figures
    )
    return [
        replace(figure, scope="background")
        if figure.measure in _TOTALS
        and figure.scope == "cumulative"
        and not (now or figure.value in in_title or _is_told_with_today(figure))
        else figure
        for figure in figures
    ]


def _is_news(figure: Figure, setting: Setting) -> bool:
    """Whether a handover is what the item is about: likely this event's, in a text that does not deny one."""
    return DENIES.search(setting.subject) is None and figure.certainty >= _LIKELY


def _of_the_past(figures: Sequence[Figure], found: Sequence[Found], setting: Setting) -> list[Figure]:
    """Handovers that everybody knows, told one after another, are background: "Primero fueron 29, luego 26, después
    37"."""
    told: dict[int, list[float]] = {}
    for figure in figures:
        if _counts_moved(figure):
            told.setdefault(figure.start, []).append(figure.value or 0)
    now = {sentence.start for _, sentence, _ in found if _is_dated_now(sentence, setting.today)}
    past = {start for start, values in told.items() if are_known(values, setting.today)} - now
    return [
        replace(figure, measure="persons_transferred", unit="persons", scope="background")
        if figure.start in past and _counts_moved(figure) and is_known(figure.value or 0, setting.today)
        else figure
        for figure in figures
    ]


def _is_dated_now(sentence: Sentence, today: date) -> bool:
    """Whether a sentence names a day about the item's: "el 20 de enero de 2027, 37 más" is none of the known ones."""
    return any((today - day).days <= _OLD_DAYS for _, day, _ in sentence_dates(sentence.flat, today))


def _counts_moved(figure: Figure) -> bool:
    """Whether a figure counts people handed over, or says not what it counts."""
    return figure.measure in _MOVED or (figure.measure == OTHER and figure.noun == "" and figure.unit in _BARE_UNITS)


def _of_one_time(figures: Sequence[Figure]) -> list[Figure]:
    """What a sentence says in one breath is of one time: the killed since 2024 and the displaced beside them."""
    result: list[Figure] = []
    for figure in figures:
        former = result[-1] if result else None
        if (
            former is not None
            and former.start == figure.start
            and (former.scope, figure.scope) == ("background", "this_event")
            and figure.measure in _TOLLS
            and former.measure in _TOLLS
            and former.span is not None
            and TODAY.search(flatten(figure.quote)) is None
        ):
            figure = replace(figure, scope="background")
        result.append(figure)
    return result


def _of_one_vote(figures: Sequence[Figure], found: Sequence[Found]) -> list[Figure]:
    """The nine of "por 21 a 9" are of the same day as the 21."""
    result: list[Figure] = []
    for figure, (_, sentence, role) in zip(figures, found, strict=True):
        pair = pair_of(sentence, role.counted) if figure.measure == "votes" else None
        if pair is not None and pair[1] is role.counted and result and result[-1].measure == "votes":
            figure = replace(figure, scope=result[-1].scope)
        elif pair is not None and figure.scope == "background" and _votes_now(result, figure):
            figure = replace(figure, scope="this_event")  # "216-210 against the first and 213-211 against the second"
        result.append(figure)
    return result


def _votes_now(figures: Sequence[Figure], figure: Figure) -> bool:
    """Whether a sentence told a vote of today before this one, and names no year."""
    today = any(f.measure == "votes" and f.start == figure.start and f.scope == "this_event" for f in figures)
    return today and re.search(r"\b(?:19|20)\d\d\b", figure.quote) is None


def _of_one_limit(figures: Sequence[Figure], found: Sequence[Found]) -> list[Figure]:
    """The 60 of "at least 60 suspects, but no more than 75, will be flown out" is as far off as the 75."""
    result = list(figures)
    for n in range(1, len(result)):
        lower, upper = result[n - 1], result[n]
        if lower.start != upper.start or lower.qualifier not in _LOWER or upper.qualifier not in _UPPER:
            continue
        gap = found[n][2].counted.quantity.first - found[n - 1][2].counted.end
        near = 0 < gap <= _LIMIT_GAP
        if near and lower.measure == upper.measure and (lower.scope, upper.scope) == ("this_event", "projected"):
            result[n - 1] = replace(lower, scope="projected")
    return result


def _of_one_campaign(figures: Sequence[Figure]) -> list[Figure]:
    """Strikes and their dead in one sentence are totals of one campaign: today's are in both or in none."""
    totals = {figure.start for figure in figures if figure.measure in _CAMPAIGN and figure.scope == "cumulative"}
    return [
        replace(figure, scope="cumulative")
        if figure.measure in _CAMPAIGN and figure.scope == "background" and figure.start in totals
        else figure
        for figure in figures
    ]


def _is_all_drugs(figure: Figure) -> bool:
    return _ALL_DRUGS.search(flatten(figure.noun)) is not None


def _is_largest(figure: Figure) -> bool:
    return _LARGEST.search(flatten(figure.quote)) is not None


def _of_their_sum(figures: Sequence[Figure], found: Sequence[Found]) -> list[Figure]:
    """Of "un exgobernador y 11 colaboradores, 12 imputados en total" the sum is the figure, the part is none."""
    sums = {
        (figure.start, figure.measure): figure.value or 0
        for figure, (_, sentence, role) in zip(figures, found, strict=True)
        if figure.unit == "persons" and figure.measure != OTHER and is_weak_total(sentence, role)
    }
    return [
        replace(figure, measure=OTHER)
        if figure.value is not None and figure.value < sums.get((figure.start, figure.measure), 0)
        else figure
        for figure in figures
    ]


def _without_parts(figures: Sequence[Figure]) -> list[Figure]:
    """Without what is in a total of the same kind: one drug beside the sum of all, two hauls that make up the sum."""
    beside: dict[tuple[int, str], list[float]] = {}
    for figure in figures:
        beside.setdefault((figure.start, figure.measure), []).append(figure.value or 0)
    told: dict[str, set[float]] = {}
    here: dict[tuple[int, str], float] = {}
    result: list[Figure] = []
    for figure in figures:
        value, key = figure.value or 0, (figure.start, figure.measure)
        before = told.setdefault(figure.measure, set())
        summed = figure.measure in _SUMMED and any(
            value + partner in before for partner in beside[key] if (figure.measure, partner) != ("reward", value)
        )
        one_drug = figure.measure == "drugs_seized_total" and here.get(key, 0) > value and not _is_all_drugs(figure)
        largest = figure.unit == "kg" and any(other > value for other in before) and _is_largest(figure)
        result.append(replace(figure, measure=OTHER) if summed or one_drug or largest else figure)
        before.add(value)
        here[key] = max(here.get(key, 0), value)
    return result


def _is_told_with_today(figure: Figure) -> bool:
    """ "con este grupo ya son 129", "in four rounds, the last of them on Monday"; not "last month's made them 116"."""
    flat = flatten(figure.quote)
    if is_of_today(flat):
        return True
    return TIED_TO_TODAY.search(flat) is not None and EARLIER.search(flat) is None


def _with_parts(figures: Sequence[Figure], found: Sequence[Found]) -> list[Figure]:
    """A part of a total has the scope of the total: "330 tonnes ..., among them 4,800 kilos of fentanyl"."""
    result: list[Figure] = []
    for figure, (_, _, role) in zip(figures, found, strict=True):
        whole = result[-1] if result and result[-1].start == figure.start and result[-1].measure != OTHER else None
        part = figure.trend is None and role.counted.subset
        if part and whole is not None and whole.unit == figure.unit and whole.scope == "background":
            figure = replace(figure, scope="background")
        result.append(figure)
    return result


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
    women = {figure.value for figure, _, _ in found if figure.measure == "women_in_group" and figure.value}
    told = {figure.value for figure, _, _ in found if figure.measure == "persons_transferred"}
    sums = {men + part for men in today for part in women}
    if len(today) > 1:
        sums.add(sum(today))  # "nine by plane and four by bus; 13 in all"
    result = []
    for figure, sentence, role in found:
        if figure.measure == "persons_transferred" and figure.value in sums:
            result.append(figure)  # "19 men and two women ... in all, 21": today's
            continue
        if figure.measure == "persons_transferred" and any((figure.value or 0) + part in told for part in women):
            result.append(replace(figure, measure=OTHER))  # the 19 men of 21 people
            continue
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
        if figure.measure in HANDOVER_MEASURES and not sentence.in_title:
            day = date_of(sentence, role, setting.today)
            if day is not None and day[1]:
                reference = max(reference, day[0])
    for index, (figure, sentence, role) in enumerate(found):
        if figure.measure in HANDOVER_MEASURES and not sentence.in_title:
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
        if (
            dated.get(index) == latest
            and figure.scope == "background"
            and (reference - latest).days <= _SAME_EVENT_DAYS
        ):
            figure = replace(figure, scope="this_event")
        if index in dated and figure.scope == "this_event" and figure.value not in headline:
            old = (setting.today - dated[index]).days > _OLD_DAYS and bool(headline)
            if old or (latest - dated[index]).days > _SAME_EVENT_DAYS:
                figure = replace(figure, scope="background")
        result.append(figure)
    return result


def _by_the_treaty(figures: Sequence[Figure], setting: Setting) -> Sequence[Figure]:
    """Before the first handover people went to the United States by the treaty alone, whatever the verb."""
    if setting.today >= KNOWN[0].day:
        return figures
    return [
        replace(figure, measure="persons_extradited") if figure.measure == "persons_transferred" else figure
        for figure in figures
    ]


_MOST_OF_A_HANDOVER = 60  # people, or twice as many as ever went


def _of_extraditions(figures: Sequence[Figure], setting: Setting) -> list[Figure]:
    """The 402 of "Calderon extradited 587, Peña Nieto 402": great numbers beside extraditions of a term are those."""
    periods = {figure.start: figure.scope for figure in figures if figure.measure == "extraditions_period"}
    measures = _MOVED if "extradi" in setting.subject else _MOVED_NOW
    return [
        replace(figure, measure="extraditions_period", scope=periods[figure.start])
        if figure.start in periods and figure.measure in measures and (figure.value or 0) > _MOST_OF_A_HANDOVER
        else figure
        for figure in figures
    ]


def _one_family(figures: Sequence[Figure]) -> list[Figure]:
    """All verbs of moving are one family: the headline's handover told again as "extradited" stays one figure."""
    moved = {figure.value for figure in figures if figure.measure == "persons_transferred"}
    extradited = {figure.value for figure in figures if figure.measure == "persons_extradited"}
    totals = {figure.value for figure in figures if figure.measure == "persons_transferred_cumulative"}
    periods = {
        figure.value: figure.scope for figure in figures if figure.measure == "extraditions_period" and figure.value
    }
    mass = any(figure.measure == "transfer_operations" for figure in figures)
    result = []
    for figure in figures:
        if figure.value in periods and figure.measure in ("persons_transferred", "persons_transferred_cumulative"):
            figure = replace(figure, measure="extraditions_period", scope=periods[figure.value])
        if figure.measure == "persons_extradited" and (mass or figure.value in moved) and (figure.value or 0) >= _MASS:
            figure = replace(figure, measure="persons_transferred")
        if figure.measure == "persons_transferred" and figure.value in extradited and (figure.value or 0) < _MASS:
            figure = replace(figure, measure="persons_extradited")
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
