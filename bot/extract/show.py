"""Figures for people: labels, printed values, and the choice that is fit for an alert. Imports its sibling measures and
bot.domain.
"""

import re
from collections.abc import Iterable, Sequence

from bot.domain import Figure, Language, Scope
from bot.extract.cues import EARLIER, LONG_SPAN, MONTH_ONLY, OF_A_YEAR, TODAY
from bot.extract.measures import MEASURES, OTHER
from bot.extract.tokens import flatten

_SIGNS = {
    "more_than": (">", ">"),
    "at_least": ("≥", "≥"),
    "at_most": ("up to ", "hasta "),
    "less_than": ("<", "<"),
    "about": ("about ", "unos "),
    "nearly": ("nearly ", "casi "),
}
_UNIT_WORDS = {
    "pct": ("%", "%"),
    "points": (" points", " puntos"),
    "years": (" years", " años"),
    "months": (" months", " meses"),
    "weeks": (" weeks", " semanas"),
    "days": (" days", " días"),
    "hours": (" hours", " horas"),
    "minutes": (" minutes", " minutos"),
    "seconds": (" seconds", " segundos"),
    "l": (" l", " l"),
    "per day": (" a day", " al día"),
}
_CURRENCY = {"usd": "US$", "mxn": "MX$", "eur": "€", "gbp": "£"}
_TREND = {"down": ("falling", "a la baja"), "up": ("rising", "al alza")}
_LEAD = 160  # characters: a sentence that begins within them is the headline or the lead
_NEAR = 600  # characters: further down, articles turn to other events
_FAR = 1200
_RIVAL = 1.4  # times
_ONE_PER_EVENT = frozenset(  # of one event there is one such number; a second one is a part, or another event's
    {
        "persons_transferred",
        "persons_extradited",
        "persons_arrested",
        "persons_indicted",
        "killed",
        "security_forces_killed",
        "injured",
        "disappeared",
        "displaced",
        "strike_deaths",
        "us_strikes",
        "us_forces",
        "escort_personnel",
        "labs_destroyed",
        "drugs_seized_total",
        "fentanyl_seized",
        "cocaine_at_sea",
        "reward",
        "extradition_requests",
    }
)
_CERTAIN = 0.93  # of measure and scope, from what texts unseen by rules and weights bear; see docs/figures.md
_DOUBTED = 0.97  # of what even then is often of another day, or of another measure
_SELDOM_WRONG = 0.85  # of kinds that were always right from here on, eight times or more
_OFTEN_WRONG_KINDS = frozenset(
    {
        ("us_forces", "this_event"),
        ("extradition_requests", "this_event"),
        ("requests_refused", "this_event"),
        ("extraditions_period", "this_event"),
        ("extraditions_period", "background"),
        ("death_penalty_eligible", "this_event"),
        ("charges_counts", "this_event"),
        ("homicide_rate_daily", "this_event"),
        ("overdose_deaths", "this_event"),
        ("drugs_seized_total", "this_event"),
        ("doses", "this_event"),
        ("flights_missions", "background"),
    }
)
_SELDOM_WRONG_KINDS = frozenset(
    {
        ("aircraft_used", "this_event"),
        ("arrested_cumulative", "background"),
        ("blockades", "this_event"),
        ("cocaine_at_sea", "this_event"),
        ("destinations", "this_event"),
        ("escort_personnel", "this_event"),
        ("escort_vehicles", "this_event"),
        ("forfeiture_or_fine", "this_event"),
        ("forfeiture_or_fine", "projected"),
        ("injured", "this_event"),
        ("labs_destroyed", "this_event"),
        ("labs_destroyed", "background"),
        ("origin_prisons", "this_event"),
        ("persons_arrested", "this_event"),
        ("persons_extradited", "this_event"),
        ("pills_seized", "this_event"),
        ("seizure_value", "this_event"),
        ("sentence_years", "this_event"),
        ("sentence_years", "projected"),
        ("us_forces", "projected"),
        ("weapons_seized", "this_event"),
        ("weapons_seized", "background"),
    }
)
# of people handed over, now and in all: what the card is for. A total is one anyway, only whether today's are in it may
# be in doubt; a count of today's that stays away costs more than a few that are of another day.
_CERTAIN_OF_PEOPLE = {
    ("persons_transferred", "this_event"): 0.8,
    ("transfer_operations", "cumulative"): 0.93,
    ("persons_transferred_cumulative", "cumulative"): 0.6,
    ("persons_transferred_cumulative", "background"): 0.85,
}
_MOVED_NOW = ("persons_transferred", "this_event")
_BELOW_A_TOTAL = 0.4  # of today's count where the text gives the total that it is part of
_SO_FAR = ("persons_transferred_cumulative", "cumulative")
_SAID_TO_BE_A_TOTAL = 0.4
_TOTALLED = re.compile(
    r"\b(?:so far|hasta (?:ahora|el momento|hoy)|suma(?:n|ron|do)?|total\w*|in all|to date|a la fecha|"
    r"ya (?:son|van|ha|han)|van|(?:has|have) (?:now|already)|since|desde)\b"
)
_SCOPE_ORDER: dict[Scope, int] = {"this_event": 0, "projected": 1, "cumulative": 2, "background": 3}


_OF_ONE = {  # label of a value of 1, English and Spanish, "" = as of several; measures with none are left out
    "persons_transferred": ("person handed over", "persona entregada"),
    "persons_transferred_cumulative": ("person handed over so far", "persona entregada hasta ahora"),
    "transfer_operations": ("handover so far", "entrega hasta ahora"),
    "persons_extradited": ("person extradited", "persona extraditada"),
    "extraditions_period": ("extradition in the period", "extradición en el periodo"),
    "extradition_requests": ("extradition request", "solicitud de extradición"),
    "requests_refused": ("request refused", "solicitud rechazada"),
    "women_in_group": ("woman among them", "mujer en el grupo"),
    "aircraft_used": ("", "aeronave usada"),
    "destinations": ("destination", "destino"),
    "origin_prisons": ("prison of origin", "penal de origen"),
    "escort_personnel": ("guard in the escort", "elemento de custodia"),
    "escort_vehicles": ("vehicle in the escort", "vehículo de custodia"),
    "persons_indicted": ("person charged", "persona acusada"),
    "charges_counts": ("count or charge", "cargo"),
    "sentence_years": ("year of prison", "año de prisión"),
    "death_penalty_eligible": ("person facing the death penalty", "persona que enfrenta pena de muerte"),
    "persons_arrested": ("person arrested", "persona detenida"),
    "arrested_cumulative": ("arrest to date", "detención acumulada"),
    "pills_seized": ("pill seized", "pastilla asegurada"),
    "doses": ("dose", ""),
    "labs_destroyed": ("laboratory dismantled", "laboratorio desmantelado"),
    "weapons_seized": ("weapon seized", "arma asegurada"),
    "homicide_rate_daily": ("homicide a day", "homicidio diario"),
    "killed": ("", "muerto"),
    "security_forces_killed": ("member of the security forces killed", "elemento de seguridad caído"),
    "injured": ("", "herido"),
    "disappeared": ("", "desaparecido"),
    "displaced": ("", "desplazado"),
    "us_strikes": ("US strike", "ataque de EE. UU."),
    "strike_deaths": ("", "muerto en ataques de EE. UU."),
    "flights_missions": ("flight or mission", "vuelo o misión"),
    "overdose_deaths": ("overdose death", "muerte por sobredosis"),
    "blockades": ("blockade", "bloqueo"),
    "votes": ("vote", "voto"),
}


def label(measure: str, language: Language, value: float | None = None) -> str:
    """Name of a measure for people, Spanish for "es", English otherwise; the name itself where the table has none.

    Args:
        value: that the name stands beside; 1 takes the singular, None and all others the plural.
    """
    entry = MEASURES.get(measure)
    if entry is None:
        return ("otra cifra" if language == "es" else "other figure") if measure == OTHER else measure
    one = _OF_ONE.get(measure, ("", ""))[language == "es"] if value == 1 else ""
    return one or (entry.label_es if language == "es" else entry.label_en)


def _number(value: float) -> str:
    """Digits as Mexican and English copy print them: 41,000 and 327.8."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _large_money(value: float, sign: str, spanish: bool) -> str:
    scales = (
        (1e12, "trillion", "billón", "billones"),
        (1e9, "billion", "mil millones", "mil millones"),
        (1e6, "million", "millón", "millones"),
    )
    for size, english, one, several in scales:
        count = value / size
        if count >= 1 and round(count, 2) == count:
            return f"{sign}{_number(count)} {(one if count == 1 else several) if spanish else english}"
    return f"{sign}{_number(value)}"


def _amount(value: float, value_hi: float | None, figure: Figure, spanish: bool) -> str:
    if figure.unit in _CURRENCY:
        sign = _CURRENCY[figure.unit]
        low = _large_money(value, sign, spanish)
        return low if value_hi is None else f"{low}-{_large_money(value_hi, '', spanish)}"
    numbers = _number(value) if value_hi is None else f"{_number(value)}-{_number(value_hi)}"
    if figure.unit == "kg":
        return _mass(value, value_hi, numbers)
    return numbers + _UNIT_WORDS.get(figure.unit, ("", ""))[spanish]


def _mass(value: float, value_hi: float | None, numbers: str) -> str:
    if value < 1000:
        return f"{numbers} kg"
    tonnes = _number(value / 1000) if value_hi is None else f"{_number(value / 1000)}-{_number(value_hi / 1000)}"
    return f"{tonnes} t ({numbers} kg)"


def format_value(figure: Figure, language: Language) -> str:
    """The figure's value in words for a card: "37", ">41,000", "casi 3,200", "20-25", "320 t (320,000 kg)",
    "falling"."""
    spanish = language == "es"
    if figure.value is None:
        return _TREND[figure.trend][spanish] if figure.trend else "?"
    amount = _amount(figure.value, figure.value_hi, figure, spanish)
    if figure.value_from_vague:
        return f"{'al menos' if spanish else 'at least'} {amount}"
    return (_SIGNS[figure.qualifier][spanish] if figure.qualifier in _SIGNS else "") + amount


def _is_rival(value: float | None, first: float | None) -> bool:
    """Whether two numbers may be told of one thing: the headline's 26 and the body's 27."""
    if not value or not first:
        return value == first
    return max(value, first) / min(value, first) < _RIVAL


def _is_sure(figure: Figure, families: set[str]) -> bool:
    """Whether a number of today's event is told in the headline or lead, or near it in words that leave no doubt."""
    if figure.start <= _LEAD:
        return True
    flat = flatten(figure.quote)
    if TODAY.search(flat) is not None:
        return figure.start <= _FAR
    other_time = any(cue.search(flat) is not None for cue in (EARLIER, OF_A_YEAR, LONG_SPAN, MONTH_ONLY))
    named = bool(figure.noun) or figure.unit not in ("persons", "count", "events")
    of_the_lead = not families or MEASURES[figure.measure].family in families
    return figure.start <= _NEAR and named and not other_time and of_the_lead


def _least_certainty(figure: Figure) -> float:
    """From which certainty on a figure may stand in an alert."""
    kind = (figure.measure, figure.scope)
    most = MEASURES[figure.measure].most
    many = figure.scope == "this_event" and most is not None and (figure.value or 0) > most
    if kind in _OFTEN_WRONG_KINDS or many:
        return _DOUBTED
    if kind == _SO_FAR and _TOTALLED.search(flatten(figure.quote)) is not None:
        return _SAID_TO_BE_A_TOTAL
    return _CERTAIN_OF_PEOPLE.get(kind, _SELDOM_WRONG if kind in _SELDOM_WRONG_KINDS else _CERTAIN)


def _is_no_total(figure: Figure, totals: Sequence[float]) -> bool:
    """Whether what is taken for the total of people handed over is none: a greater one stands beside it, or nothing
    says that an old one is a sum."""
    if figure.measure != "persons_transferred_cumulative":
        return False
    summed = figure.scope == "cumulative" or _TOTALLED.search(flatten(figure.quote)) is not None
    return not summed or (figure.value or 0) < max(totals)


def shown(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Those fit for an alert, this event first, then projected, cumulative and background; else in order of appearance.

    Left out: unknown measures, uncertain scopes, smaller totals of people beside a greater one, trends without a
    number, background of no stated time (it misleads beside today's numbers), a transfer count above the total that the
    same text gives, repeats of one measure, value and scope, and numbers of today's event that the text does not place
    there for sure (`_is_sure`). A floor from a vague word stays only where no stated number has its measure and scope.
    """
    known = [
        figure
        for figure in figures
        if figure.measure != OTHER and figure.measure in MEASURES and figure.value is not None
    ]
    stated = {(figure.measure, figure.scope) for figure in known if not figure.value_from_vague}
    totals = [
        figure.value
        for figure in known
        if figure.measure == "persons_transferred_cumulative" and figure.value is not None
    ]
    families = {MEASURES[figure.measure].family for figure in known if figure.start <= _LEAD}
    told: dict[str, float | None] = {}
    chosen: dict[tuple[str, float | None, float | None, Scope], Figure] = {}
    for figure in known:
        if figure.value_from_vague and (figure.measure, figure.scope) in stated:
            continue
        least = _least_certainty(figure)
        if (figure.measure, figure.scope) == _MOVED_NOW and totals and (figure.value or 0) < max(totals):
            least = _BELOW_A_TOTAL
        if (figure.scope == "background" and figure.span is None) or figure.certainty < least:
            continue
        if _is_no_total(figure, totals):
            continue
        if (
            figure.measure == "persons_transferred"
            and totals
            and figure.value is not None
            and figure.value > max(totals)
        ):
            continue  # an error somewhere: nobody hands over more today than ever
        if figure.scope == "this_event":
            if not _is_sure(figure, families):
                continue
            first = told.setdefault(figure.measure, figure.value)
            if figure.measure in _ONE_PER_EVENT and not _is_rival(figure.value, first):
                continue
        chosen.setdefault((figure.measure, figure.value, figure.value_hi, figure.scope), figure)
    return tuple(sorted(chosen.values(), key=lambda figure: _SCOPE_ORDER[figure.scope]))
