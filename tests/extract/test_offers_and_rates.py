"""Rewards that no word names, ages and rates by population."""

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Era uno de los objetivos de la DEA, que ofrecía 4 millones de dólares.", "es", 4e6),
        ("Ofrecían por él 25 millones de pesos.", "es", 25e6),
        ("The U.S. had offered $12 million for the former soldier.", "en", 12e6),
    ],
)
def test_what_an_authority_offers_for_somebody_is_a_reward(text: str, language: Language, value: float) -> None:
    """Though nobody calls it one; it was offered before."""
    found = extract(make_item(title="El Tuerto is dead", summary=text, body="", language=language))
    assert [(f.measure, f.scope) for f in found if f.value == value] == [("reward", "background")]


@pytest.mark.parametrize(
    ("text", "language", "none"),
    [
        ("Two U.S. citizens, ages 23 and 31, were arrested at the bridge.", "en", {23, 31}),
        ("The children, ages 4, 6 and 9, were wounded.", "en", {4, 6, 9}),
        ("En promedio hubo 27 asesinatos por cada 100 mil habitantes.", "es", {27}),
        ("There were 27 murders per 100,000 residents.", "en", {27}),
        ("The U.S. has offered $12 million in aid to the state.", "en", set()),
    ],
)
def test_ages_and_rates_by_population_count_nobody(text: str, language: Language, none: set[int]) -> None:
    """Nor is aid a reward."""
    found = extract(make_item(title=text, summary="", body="", language=language))
    assert none.isdisjoint({figure.value for figure in found})
    assert "reward" not in {figure.measure for figure in found}
