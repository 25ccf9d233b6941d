"""Former and present values of a change, and ranges that only look like one."""

import pytest
from builders import make_item

from bot.extract import extract
from bot.extract.changes import scaled


def rows(text: str, language: str) -> list[tuple[str, float | None, float | None, str]]:
    """(measure, value, upper end, scope) of the figures of a headline."""
    item = make_item(title=text, summary="", body="", language=language)
    return [(figure.measure, figure.value, figure.value_hi, figure.scope) for figure in extract(item)]


@pytest.mark.parametrize(
    ("text", "language", "measure", "former", "present"),
    [
        ("Washington doubles reward for Ramiro Cota from $5 to $10 million", "en", "reward", 5e6, 10e6),
        ("The bounty on Ramiro Cota was tripled from $5 million to $15 million.", "en", "reward", 5e6, 15e6),
        ("The reward for Ramiro Cota went from 5 million to 15 million dollars.", "en", "reward", 5e6, 15e6),
        ("The reward for Ramiro Cota was cut from $15 to $10 million.", "en", "reward", 15e6, 10e6),
        (
            "The State Department raised its reward for the arrest of the fugitive boss Ramiro Cota, son of the old "
            "founder, from $5 million to $10 million.",
            "en", "reward", 5e6, 10e6,
        ),
        ("Homicides fell from 82.4 to 47.1 a day, the ministry said.", "en", "homicide_rate_daily", 82.4, 47.1),
        ("Rejection of strikes rose from 58% to 64% in the poll.", "en", "poll_share", 58, 64),
        ("Fentanyl seizures grew from 1 to 2 tons.", "en", "fentanyl_seized", 1000, 2000),
        ("Washington triplica de 5 a 15 mdd la recompensa por Ramiro Cota", "es", "reward", 5e6, 15e6),
        ("La recompensa por Ramiro Cota pasó de 5 a 15 millones de dólares.", "es", "reward", 5e6, 15e6),
        ("La DEA sube recompensa por Ramiro Cota de 5 a 15 millones de dólares", "es", "reward", 5e6, 15e6),
        (
            "EU elevó de 10 a 20 millones de dólares la recompensa por Ramiro Cota, prófugo desde hace nueve años.",
            "es", "reward", 10e6, 20e6,
        ),
        ("EU duplica de 2 mil a 4 mil los soldados en la frontera con México", "es", "us_forces", 2000, 4000),
        ("Los homicidios bajaron de 82.4 a 47.1 diarios.", "es", "homicide_rate_daily", 82.4, 47.1),
    ],
)  # fmt: skip
def test_a_change_has_a_former_and_a_present_value(
    text: str, language: str, measure: str, former: float, present: float
) -> None:
    """The former is background, the present one this event, both with the scale."""
    found = [row for row in rows(text, language) if row[0] == measure]
    assert found == [(measure, former, None, "background"), (measure, present, None, "this_event")]


def test_the_former_value_may_stand_behind() -> None:
    """ "To ... from ...": the order of the words does not decide."""
    found = rows("Washington raised the reward for Ramiro Cota to $10 million from $5 million.", "en")
    assert found == [("reward", 10e6, None, "this_event"), ("reward", 5e6, None, "background")]


@pytest.mark.parametrize(
    ("text", "language", "measure", "low", "high"),
    [
        ("Washington offers from 5 to 10 million dollars as a reward for Ramiro Cota.", "en", "reward", 5e6, 10e6),
        ("A reward of between $5 and $10 million was offered for Ramiro Cota.", "en", "reward", 5e6, 10e6),
        ("He faces from 10 to 20 years in prison.", "en", "sentence_years", 10, 20),
        ("Ofrecen de 5 a 10 millones de dólares de recompensa por Ramiro Cota", "es", "reward", 5e6, 10e6),
        ("Decomisan de 5 a 10 kilos de fentanilo al mes", "es", "fentanyl_seized", 5, 10),
        ("Aumentan entre 5 y 10 millones de dólares la recompensa por Ramiro Cota", "es", "reward", 5e6, 10e6),
    ],
)
def test_a_range_is_no_change(text: str, language: str, measure: str, low: float, high: float) -> None:
    """Without a verb of change two numbers bound one figure."""
    assert [row[:3] for row in rows(text, language)] == [(measure, low, high)]


@pytest.mark.parametrize(
    ("value", "scale", "present", "expected"),
    [
        (10, 1e6, 15e6, 10e6),
        (15, 1e6, 10e6, 15e6),
        (900, 1e6, 1e6, 900),
        (20, 1e3, 2e3, 20),
        (1500, 1e6, 9e8, 1500),
        (1, 1e3, 2e3, 1000),
    ],
)
def test_a_scale_is_shared_where_likely(value: float, scale: float, present: float, expected: float) -> None:
    """A former value takes the scale of the present one, unless it would be far larger."""
    assert scaled(value, scale, present) == expected
