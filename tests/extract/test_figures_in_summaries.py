"""Figures in the sentence below a headline: which are of the headline's event, sums with it, of before or to come."""

from datetime import UTC, datetime
from itertools import product

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)
Told = set[tuple[str, Scope]]
Grid = tuple[Language, list[str], float, Told, list[str]]


def _told(title: str, summary: str, language: Language, value: float) -> Told:
    """(measure, scope) of a number; nothing where it is no figure."""
    figures = extract(make_item(title=title, summary=summary, language=language, published_at=_DAY))
    return {(figure.measure, figure.scope) for figure in figures if figure.value == value and figure.measure != "other"}


_EN_31 = ["Mexico hands over 31 cartel suspects to the United States", "Mexico sends 31 alleged traffickers to US"]
_ES_31 = ["México entrega a 31 capos a Estados Unidos", "Trasladan a EU a 31 reos"]
_EN_GROUP = [
    "Mexico flies another group of cartel figures to the US",
    "New batch of cartel prisoners sent to the US",
    "Mexico sends cartel prisoners to the US",
]
_ES_GROUP = [
    "Entrega México nuevo grupo de reos a EU",
    "Nuevo traslado de capos a Estados Unidos",
    "México envía líderes de cárteles a EU",
]
_NOW: Told = {("persons_transferred", "this_event")}
_SO_FAR: Told = {("persons_transferred_cumulative", "cumulative")}
_TO_COME: Told = {("persons_transferred", "projected")}
_THEN: Told = {("persons_transferred", "background")}
_FOURTH: Told = {("transfer_operations", "cumulative")}
_GRIDS: list[Grid] = [
    ("en", _EN_GROUP, 31, _NOW, ["The 31 had extradition requests pending.", "All 31 face federal charges.",
     "Among the 31 are two brothers of El Mencho.", "The attorney general said the 31 would face justice."]),
    ("es", _ES_GROUP, 31, _NOW, ["Los 31 tenían órdenes de captura.", "Entre los 31 hay líderes del CJNG.",
     "El gabinete informó que los 31 representaban una amenaza."]),
    ("en", _EN_GROUP + _EN_31, 123, _SO_FAR, ["In all, 123 suspects have been sent to the US since last year.",
     "Mexico has now handed over 123 people under Sheinbaum.", "The move brings the total to 123."]),
    ("es", _ES_GROUP + _ES_31, 123, _SO_FAR, ["En total han sido enviados 123 criminales desde febrero de 2025.",
     "Con ellos, la cifra de entregados asciende a 123."]),
    ("en", _EN_GROUP + _EN_31, 4, _FOURTH, ["It is the fourth such handover in less than two years.",
     "It is the fourth such transfer since February 2025, after 29, 26 and 37."]),
    ("es", _ES_GROUP + _ES_31, 4, _FOURTH, ["Es la cuarta entrega desde febrero de 2025."]),
    ("en", _EN_GROUP + _EN_31, 26, _THEN, ["It is the fourth such transfer since February 2025, after 29, 26 and 37."]),
    ("en", _EN_31 + _EN_GROUP, 12, _TO_COME, ["Officials said 12 more would follow.",
     "12 others will follow in October.",
     "Washington wants another 12.", "US officials await the handover of 12 others.", "12 more are on the list."]),
    ("es", _ES_31 + _ES_GROUP, 12, _TO_COME, ["Otros 12 seguirán, dijeron funcionarios.",
     "Washington quiere a otros 12.",
     "EU pide a 12 más.", "Estados Unidos espera la entrega de otros 12 capos.", "Quedan pendientes 12.",
     "Hay otros 12 en espera de traslado."]),
    ("en", _EN_31, 12, set(), ["Of the 31, 12 belong to the CJNG.", "Of those, 12 belong to the Sinaloa cartel.",
     "Washington wants another 12 companies sanctioned.", "The US is asking for 12 more days."]),
    ("es", _ES_31, 12, set(), ["De los 31, doce son del CJNG.", "Del total, 12 son del Cártel de Sinaloa.",
     "Washington quiere otras 12 medidas."]),
]  # fmt: skip
_CASES = [
    (title, summary, language, value, told)
    for language, titles, value, told, summaries in _GRIDS
    for title, summary in product(titles, summaries)
]


@pytest.mark.parametrize(("title", "summary", "language", "value", "told"), _CASES)
def test_what_stands_below_a_handovers_headline(
    title: str, summary: str, language: Language, value: float, told: Told
) -> None:
    """Those who go, whom the headline may not count, the sum with them, handovers before, and who is to follow."""
    assert _told(title, summary, language, value) == told


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Mexico may send another group of cartel figures to the US", "en"),
        ("Sheinbaum niega nuevo traslado de capos a Estados Unidos", "es"),
        ("Mexicanos, divididos ante entrega de capos a EU", "es"),
        ("Judge hears case of cartel prisoners sent to the US", "en"),
        ("México entrega a “El Güero” a Estados Unidos", "es"),
    ],
)
def test_where_no_group_goes_now_a_total_takes_in_nobody_of_today(title: str, language: Language) -> None:
    """Below what is denied, possible or of one man, a total sums up what was before."""
    summary = "En total han sido enviados 123 desde 2025." if language == "es" else "In all, 123 have been sent."
    assert _told(title, summary, language, 123) != _SO_FAR


@pytest.mark.parametrize(
    ("title", "language", "value", "told"),
    [
        ("Mexico sends 31 prisoners to US, not the 40 Washington wanted", "en", 40, _TO_COME),
        ("Mexico hands over 31 capos, fewer than the 40 the US wanted", "en", 40, _TO_COME),
        ("México entrega a 31 capos, no los 40 que quería EU", "es", 40, _TO_COME),
        ("México entrega a 31 capos, no los 40 que quería EU", "es", 31, _NOW),
        ("México no entregó a los 31 capos por presión de Trump, dice Harfuch", "es", 31, _NOW),
        ("Mexico did not hand over the 31 capos under pressure, Sheinbaum says", "en", 31, _NOW),
        ("México no entregó a EU a 31 capos por orden de un juez", "es", 31, _TO_COME),
        ("México no entregará a 31 capos por presión de EU", "es", 31, _TO_COME),
        ("Exigen explicar el traslado de 29 capos en agosto de 2025", "es", 29, _THEN),
        ("Senators demand answers on transfer of 26 capos to US in August 2025", "en", 26, _THEN),
        ("EU exige la entrega de 31 capos", "es", 31, _TO_COME),
        ("México entrega 31 capos; CJNG y Sinaloa pierden 5 y 3, respectivamente", "es", 5, set[tuple[str, Scope]]()),
        ("Mexico sends US 31 capos; CJNG and Sinaloa lose 5 and 3, respectively", "en", 3, set[tuple[str, Scope]]()),
    ],
)
def test_who_was_wanted_whose_reason_is_denied_and_whose_account_is_asked_for(
    title: str, language: Language, value: float, told: Told
) -> None:
    """Beside those who went: others to come, parts that are no figures, and a handover that stays one."""
    assert _told(title, "", language, value) == told


_DEAD_7 = ["Enfrentamiento en Sinaloa deja 7 muertos", "Ataque armado deja siete muertos en Guanajuato"]
_DEAD_7_EN = ["Shootout in Sinaloa leaves seven dead", "Gunmen kill seven in Guanajuato"]
_BOAT = ["Ataque de EU a lancha en el Pacífico deja 7 muertos"]
_BOAT_EN = ["US strike on boat in Pacific kills seven", "US military says it killed seven in strike on drug boat"]
_TROOPS = ["EU despliega 7 mil soldados en la frontera con México"]
_TROOPS_EN = ["US deploys 7,000 troops to Mexican border"]
_HAUL = ["Marina asegura 3 toneladas de cocaína en altamar"]
_KILLED_THEN: Told = {("killed", "background")}
_KILLED: Told = {("killed", "this_event")}
_OTHER_DAYS: list[Grid] = [
    ("es", _DEAD_7, 5, _KILLED_THEN, ["La semana pasada fueron asesinadas cinco personas en Culiacán.",
     "Días antes, otro ataque dejó cinco muertos.", "El ataque del lunes se suma al del sábado, que dejó 5 muertos."]),
    ("en", _DEAD_7_EN, 5, _KILLED_THEN, ["Last week five people were killed in Culiacan.",
     "Monday's attack follows one on Saturday that killed five."]),
    ("en", _DEAD_7_EN, 7, _KILLED, ["Last week five people were killed in Culiacan."]),
    ("es", _BOAT, 8, {("strike_deaths", "background")}, ["El lunes, otros dos ataques dejaron ocho muertos."]),
    ("en", _BOAT_EN, 8, {("strike_deaths", "background")}, ["On Monday, two other strikes killed eight."]),
    ("es", _BOAT, 55, {("us_strikes", "cumulative")}, ["Es el ataque número 55 desde septiembre de 2025."]),
    ("en", _BOAT_EN, 55, {("us_strikes", "cumulative")}, ["It was strike number 55 since September 2025."]),
    ("es", _HAUL, 4000, {("cocaine_at_sea", "background")}, ["La semana pasada aseguró 4 toneladas."]),
    ("es", _HAUL, 9e8, {("seizure_value", "this_event")}, ["La droga fue valuada en 900 millones de pesos."]),
    ("es", _TROOPS, 2500, {("us_forces", "background")}, ["Se suman a los 2 mil 500 que ya estaban ahí."]),
    ("en", _TROOPS_EN, 2500, {("us_forces", "background")}, ["They join 2,500 already there."]),
    ("es", _TROOPS, 1500, {("us_forces", "projected")}, ["Otros mil 500 llegarán en noviembre."]),
    ("en", _TROOPS_EN, 1500, {("us_forces", "projected")}, ["Another 1,500 will arrive in November."]),
    ("en", _TROOPS_EN, 900, set(), ["Mexico sent 900 guardsmen to its side.",
     "Crossings fell to 900 a day.", "Asylum claims have fallen to 900."]),
    ("en", ["Seven US marines arrive in Mexico for training"], 19, {("us_forces", "background")},
     ["In February, 19 troops entered the country."]),
    ("en", ["US offers $3 million for Sinaloa cartel boss"], 1e6, {("reward", "background")},
     ["The previous reward was $1 million.", "The reward was $1 million until Monday."]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "summary", "language", "value", "told"),
    [
        (title, summary, language, value, told)
        for language, titles, value, told, summaries in _OTHER_DAYS
        for title, summary in product(titles, summaries)
    ],
)
def test_what_stands_below_a_headline_of_violence_seizures_or_forces(
    title: str, summary: str, language: Language, value: float, told: Told
) -> None:
    """Another event of its kind, earlier or beside it, further troops, and the number of a strike in its row."""
    assert _told(title, summary, language, value) == told


@pytest.mark.parametrize(
    ("text", "language", "scope"),
    [
        ("La mandataria respondió a si habrá un tercer traslado de reos.", "es", "projected"),
        ("Contestó así a si habría una cuarta entrega de reos.", "es", "projected"),
        ("Es el tercer traslado de reos.", "es", "background"),
    ],
)
def test_a_handover_that_somebody_asks_about_is_to_come(text: str, language: Language, scope: str) -> None:
    """ "Si habrá un tercer traslado": the ordinal is of a handover that is not yet."""
    item = make_item(title="Sheinbaum habla de reos enviados a EU", summary=text, body="", language=language)
    assert [f.scope for f in extract(item) if f.measure == "transfer_operations"] == [scope]
