"""Dates that reports name in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.when import days_told, named_dates

WEDNESDAY = date(2026, 1, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("37 people were sent on 20 January", date(2026, 1, 20)),
        ("37 people were sent on January 20", date(2026, 1, 20)),
        ("sent on Jan. 20, 2026, officials said", date(2026, 1, 20)),
        ("el 20 de enero fueron enviados", date(2026, 1, 20)),
        ("el 20 de enero de 2025", date(2025, 1, 20)),
        ("fueron entregados este martes", date(2026, 1, 20)),
        ("el miércoles por la noche", date(2026, 1, 21)),
        ("on Tuesday, the ministry said", date(2026, 1, 20)),
        ("volarán el próximo viernes", date(2026, 1, 23)),
        ("a hearing next Wednesday", date(2026, 1, 28)),
        ("hoy llegaron", date(2026, 1, 21)),
        ("llegaron ayer", date(2026, 1, 20)),
        ("flown out last night", date(2026, 1, 20)),
        ("on 5 December they came back", date(2025, 12, 5)),
        ("dated 2026-01-20 in the note", date(2026, 1, 20)),
    ],
)
def test_a_date_is_resolved_against_the_day_of_publication(text: str, day: date) -> None:
    """Weekdays look back, missing years are the nearest, both languages are read."""
    assert [day] == [named.day for named in named_dates(text, WEDNESDAY)]


@pytest.mark.parametrize("text", ["since 1 October 2024", "desde el 1 de octubre de 2024", "a partir del 1 de octubre"])
def test_the_start_of_a_period_is_marked(text: str) -> None:
    """Nothing happened on the day from which a total counts."""
    assert [named.opens_a_span for named in named_dates(text, WEDNESDAY)] == [True]


@pytest.mark.parametrize("text", ["", "31 February", "30 de febrero", "may 400 mil", "43 mil 438 detenidos"])
def test_what_is_no_date_gives_none(text: str) -> None:
    """Days that do not exist, and numbers beside words that look like months, are left alone."""
    assert list(named_dates(text, WEDNESDAY)) == []


@given(st.text(alphabet="0123456789 abcdemnory,.-lunesjanuaryhoy", max_size=60), st.dates())
def test_any_text_is_read_without_failing(text: str, published: date) -> None:
    """Spans lie inside the text and in order, whatever the text and the day."""
    ends = [0]
    for named in named_dates(text, published):
        assert ends[-1] <= named.start < named.end <= len(text)
        ends.append(named.end)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Columna sobre el vuelo del lunes", {date(2026, 1, 19)}),
        ("What Tuesday's flight left, and Monday's", {date(2026, 1, 20), date(2026, 1, 19)}),
        ("La presidenta, sobre el reportaje dominical", {date(2026, 1, 18)}),
        ("así respondió al mensaje sabatino", {date(2026, 1, 17)}),
        ("lo que se firmó ayer", {date(2026, 1, 20)}),
        ("hoy, este miércoles, y el 2 de enero", set()),
        ("since Monday", set()),
        ("volarán el próximo viernes", set()),
    ],
)
def test_days_of_the_week_before_that_a_text_speaks_of(text: str, days: set[date]) -> None:
    """Not the day of publication, nothing to come, nothing older, no beginning of a period."""
    assert days_told(text, WEDNESDAY) == days
