"""Who offers a reward may stand behind the sum; what somebody earns or extorts beside it is none."""

import pytest
from builders import make_item

from bot.extract import extract


def rewards(text: str, language: str) -> list[float | None]:
    figures = extract(make_item(title=text, summary="", body="", language=language))
    return [figure.value for figure in figures if figure.measure == "reward"]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Hasta 3 millones de dólares ofrece Washington por Ramiro Cota, 'El Tordo'.", "es", 3e6),
        ("Tres millones de dólares ofrece Estados Unidos por Ramiro Cota", "es", 3e6),
        ("3 mdd ofrece la DEA por Ramiro Cota", "es", 3e6),
        ("3 millones de dólares da EU por el paradero del capo", "es", 3e6),
        ("Ofrece el Departamento de Estado hasta 3 mdd por Ramiro Cota", "es", 3e6),
        ("Up to $3 million is what Washington offers for Ramiro Cota.", "en", 3e6),
        ("$3 million is offered by the State Department for Ramiro Cota.", "en", 3e6),
    ],
)
def test_who_offers_stands_behind(text: str, language: str, value: float) -> None:
    """The sum comes first, then who offers it: a reward all the same."""
    assert rewards(text, language) == [value]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Recompensa de 3 mdd por el capo, que cobraba 80 pesos diarios a tortilleros.", "es"),
        ("Recompensa de 3 mdd por el capo, que pagaba 2 mil pesos semanales a halcones.", "es"),
        ("Recompensa de 3 mdd por el capo, que extorsionaba con 300 pesos por puesto.", "es"),
        ("Ofrecen recompensa de 3 mdd por el capo que ganaba un millón de dólares al mes", "es"),
        ("The $3 million bounty is on the boss, who paid lookouts $200 a week.", "en"),
        ("The US offers $3 million for information on the boss, who earned $1 million a month.", "en"),
        ("The $3 million reward is for a man who took $1,000 per truck.", "en"),
    ],
)
def test_what_is_paid_again_and_again_is_no_reward(text: str, language: str) -> None:
    """What the wanted man earns, pays or extorts beside it is none."""
    assert rewards(text, language) == [3e6]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Un soplón cobró la recompensa de 3 mdd por el capo.", "es", 3e6),
        ("Ofrecen 3 mdd de recompensa por cada uno", "es", 3e6),
        ("A tipster earned the reward of $3 million for the boss.", "en", 3e6),
    ],
)
def test_a_reward_that_is_paid_stays(text: str, language: str, value: float) -> None:
    """To earn or collect a reward makes it no wage."""
    assert rewards(text, language) == [value]


def test_dollars_beside_pesos_in_an_english_text_stay_dollars() -> None:
    """A "$" is of the text's language and country, not of the currency beside it."""
    text = "A $3 million reward is offered for the boss, who took 80 pesos a day from each stall."
    figures = extract(make_item(title=text, summary="", body="", language="en", country="US"))
    assert [(figure.value, figure.unit) for figure in figures if figure.measure == "reward"] == [(3e6, "usd")]
