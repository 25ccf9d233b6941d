"""Sums that a court takes or a bank pays, and rewards for people on the run."""

from datetime import UTC, datetime

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)
Told = list[tuple[float | None, str]]


def sums(measure: str, title: str, summary: str, language: Language) -> Told:
    """(value, scope) of the figures of a measure."""
    figures = extract(make_item(title=title, summary=summary, language=language, published_at=_DAY))
    return [(figure.value, figure.scope) for figure in figures if figure.measure == measure]


@pytest.mark.parametrize(
    ("language", "title", "summary", "expected"),
    [
        ("es", "Dan 18 años de cárcel en Chicago a operador del Cártel de Sinaloa",
         "Capturado en 2016, tendrá que entregar 12 millones de dólares, como pactó en mayo.", [(1.2e7, "this_event")]),
        ("en", "Ex-governor gets 30 years in Texas",
         "The politician, extradited in 2018, must also pay $40 million under a deal he signed in March.",
         [(4e7, "this_event")]),
        ("en", "Cartel lawyer pleads guilty in San Diego", "Under the plea deal he will forfeit $3 million.",
         [(3e6, "this_event")]),
        ("en", "Judge delays sentencing of cartel founder",
         "He pleaded guilty in March. He agreed then to forfeit $8 billion.", [(8e9, "background")]),
        ("es", "Aplazan la sentencia de capo en Nueva York",
         "Se declaró culpable en abril; entonces aceptó entregar 8 mil millones de dólares.", [(8e9, "background")]),
        ("es", "Exgobernador comparece en Texas", "Los fiscales piden que se le confisquen 60 millones de dólares.",
         [(6e7, "projected")]),
        ("es", "Lo acusan de 5 cargos en San Antonio", "El gobierno quiere confiscarle 60 millones de dólares.",
         [(6e7, "projected")]),
        ("en", "Wachovia to pay $160 million over drug money from Mexico", "", [(1.6e8, "this_event")]),
        ("es", "Pagará Wachovia 160 mdd por lavado de dinero del narco mexicano", "", [(1.6e8, "this_event")]),
        ("en", "Mexico to pay $160 million over water debt", "", []),
        ("en", "Cartels pay $160 million over a year in bribes", "", []),
        ("es", "México pagará 500 millones de dólares por vacunas", "", []),
        ("es", "Cártel pagó 2 millones de dólares por lavado, acusa fiscalía", "", []),
        ("en", "Mexico pays $2 million to victims of laundering probe", "", []),
    ],
)  # fmt: skip
def test_what_is_owed(language: Language, title: str, summary: str, expected: Told) -> None:
    """What a court takes now, what was agreed to earlier and what is only wanted; who pays otherwise owes nothing."""
    assert sums("forfeiture_or_fine", title, summary, language) == expected


@pytest.mark.parametrize(
    ("language", "title", "summary", "expected"),
    [
        ("es", "Dan 60 millones de pesos por 'La Tuta'; citan a policías", "", [(6e7, "this_event")]),
        ("es", "Ofrece FGR 5 millones de pesos por exalcalde prófugo", "", [(5e6, "this_event")]),
        ("en", "Mexico puts up 30 million pesos for fugitive boss", "", [(3e7, "this_event")]),
        ("es", "Fuga en penal de Reynosa", "El estado pagará 150 mil pesos por cada uno de los fugados.",
         [(1.5e5, "this_event")]),
        ("en", "Inmates flee jail in Tamaulipas", "The state is offering 100,000 pesos for each fugitive.",
         [(1e5, "this_event")]),
        ("es", "Cae 'El Señor de la Montaña' en Texas",
         "La DEA había ofrecido por él hasta 10 millones de dólares; por su hermano, cinco.",
         [(1e7, "background"), (5e6, "background")]),
        ("en", "Two bosses land in Texas",
         "For the elder, Washington had offered $15 million; for the son, $5 million.",
         [(1.5e7, "background"), (5e6, "background")]),
        ("es", "EU sube a 15 mdd la recompensa por 'El Jardinero'", "Eran 5 millones desde 2021.",
         [(1.5e7, "this_event"), (5e6, "background")]),
        ("en", "US raises reward for cartel boss to $15 million", "It was $10 million before.",
         [(1.5e7, "this_event"), (1e7, "background")]),
        ("es", "Ofrecen 60 millones de pesos por terreno en Culiacán", "", []),
        ("en", "Mexico offers 60 million pesos for flood relief", "", []),
        ("es", "Ofrece museo 2 millones de pesos por 'La Piedad'", "", []),
        ("en", "Studio pays 20 million pesos for 'El Chapo' series", "", []),
        ("es", "Ofrecen 300 pesos por 'El Gráfico' de 1916", "", []),
    ],
)  # fmt: skip
def test_what_is_offered(language: Language, title: str, summary: str, expected: Told) -> None:
    """For a nickname, an escapee or another man beside; a work of art brings no reward."""
    assert sums("reward", title, summary, language) == expected


def test_a_reward_that_stood_since_march_is_no_stretch_of_time_for_arrests_below_it() -> None:
    """The time is the reward's alone."""
    text = "Eran 5 millones desde marzo. El fiscal anunció siete detenciones."
    assert sums("persons_arrested", "EU duplica a 10 mdd la recompensa por capo", text, "es") == [(7, "this_event")]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "Escapan 30 presos de Aguaruto"),
        ("es", "Fuga masiva: 29 presos escapan en Gómez Palacio"),
        ("es", "Escapan 5 reos durante traslado en Sinaloa"),
        ("en", "30 inmates escape from Aguaruto prison"),
        ("en", "Jailbreak in Tamaulipas: 20 inmates on the run"),
    ],
)
def test_who_escapes_is_not_handed_over(language: Language, title: str) -> None:
    """Prisoners who get away go to nobody."""
    assert sums("persons_transferred", title, "", language) == []


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "Salen 30 presos del Altiplano rumbo a EU"),
        ("es", "Dejan 30 capos el penal rumbo a Estados Unidos"),
        ("es", "Trasladan a EU a 30 reos que se habían fugado"),
        ("en", "Mexico sends 30 escaped prisoners to US"),
    ],
)
def test_who_leaves_for_the_north_is(language: Language, title: str) -> None:
    """Where a verb or a way leads to the United States."""
    assert sums("persons_transferred", title, "", language) == [(30, "this_event")]
