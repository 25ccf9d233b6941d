"""The last days as a picture, and the same numbers in words."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from digest_samples import WINDOW, PlainWords, busy_day, figure_of, hours, material, policy, report, story

from bot.digest import compose, render
from bot.digest.plot import HEIGHT, WIDTH, draw
from bot.digest.trend import TOTAL, trend_of
from bot.digest.wording import short_day
from bot.domain import Story

UTC = ZoneInfo("UTC")
DAYS = tuple((date(2026, 9, 21) + timedelta(days=n), n * 3 % 7) for n in range(14))


def total(n: int, value: float, at: float) -> Story:
    """A story that prints a running total."""
    source = report(n, hours(at))
    figure = figure_of(source, value, measure=TOTAL, scope="cumulative")
    return story(n, [source], [figure], direction="MX_TO_US")


def test_totals_only_rise_and_each_stands_by_its_first_day() -> None:
    """A lower number printed later is another count or an older report; a repeated one is no step."""
    stories = [total(1, 55, -200), total(2, 92, -100), total(3, 55, -50), total(4, 92, 1), total(5, 115, 2)]
    trend = trend_of(DAYS, stories, UTC, "en")
    assert trend is not None
    assert [value for _, value in trend.totals] == [55, 92, 115]
    assert trend.words[1].startswith("People handed over so far, as printed: 55 (")


def test_nothing_to_see_gives_no_picture() -> None:
    """Days without any item and a single total are no picture."""
    assert trend_of(tuple((day, 0) for day, _ in DAYS), [total(1, 55, 1)], UTC, "en") is None
    rendered = render(compose(policy(), WINDOW, material(), PlainWords()), "en")
    assert rendered.images == {}
    assert "<img" not in rendered.html


def test_picture_is_a_small_png_of_known_size_that_shows_what_it_is_given() -> None:
    """The header says PNG and the size; other numbers make another picture; the same ones the same."""
    trend = trend_of(DAYS, [total(1, 55, -200), total(2, 92, 1)], UTC, "es")
    other = trend_of(DAYS[::-1], [], UTC, "es")
    assert trend is not None
    assert other is not None
    pictures = draw(trend, "es")
    assert set(pictures) == {"days", "totals"}
    for png in pictures.values():
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (WIDTH, HEIGHT)
        assert len(png) < 30_000
    assert pictures == draw(trend, "es")
    assert set(draw(other, "es")) == {"days"}
    assert pictures["days"] != draw(other, "es")["days"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_pictures_hold_no_letter_that_their_font_lacks(language: Any) -> None:
    """All that is written into them is days and numbers: months of both languages are ASCII."""
    assert all(short_day(date(2026, month, 1), language).isascii() for month in range(1, 13))


def test_a_total_called_to_mind_elsewhere_is_one() -> None:
    """ "92 since February 2025" in a report of something else is a point of the series; "78 in 2023" is none."""
    source = report(7, hours(1))
    changes = {"measure": TOTAL, "scope": "background"}
    since = story(7, [source], [figure_of(source, 92, span="desde febrero de 2025", **changes)], direction="MX_TO_US")
    year = story(8, [source], [figure_of(source, 178, span="in 2023", **changes)], direction="MX_TO_US")
    trend = trend_of(DAYS, [total(1, 55, -200), since, year], UTC, "en")
    assert trend is not None
    assert [value for _, value in trend.totals] == [55, 92]


def test_mail_refers_to_its_picture_and_a_file_holds_it() -> None:
    """In the mail by cid, with alternative text and the numbers in words; in a file as data; nothing from outside."""
    rendered = render(compose(policy(), WINDOW, replace(busy_day(), days=DAYS), PlainWords()), "en")
    assert rendered.html.count('src="cid:days"') == 1
    assert 'alt="Chart of the numbers above."' in rendered.html
    assert "Items on topic a day, 22 Sep to 4 Oct: 3, 6" in rendered.html
    assert "Items on topic a day, 22 Sep to 4 Oct: 3, 6" in rendered.text
    assert 'src="data:image/png;base64,' in rendered.page
    assert "cid:" not in rendered.page
