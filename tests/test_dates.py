"""bot/dates: what papers write for a date."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import dates
from bot.dates import EARLIEST_YEAR, LATEST_YEAR, parse_date

MEXICO = "America/Mexico_City"  # UTC-6 all year since 2022


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("lun, 02 mar 2026 10:00:00 -0600", "2026-03-02T16:00"),
        ("mar, 24 nov 2026 10:00:00 -0600", "2026-11-24T16:00"),
        ("mar, 03 mar 2026 10:00:00 CST", "2026-03-03T16:00"),
        ("Mié, 07 Oct 2026 10:00:00 GMT", "2026-10-07T10:00"),
        ("Tue, 08 Sep 2026 18:30:00 EST", "2026-09-08T23:30"),
        ("Tue, 08 Sep 2026 18:30:00 EDT", "2026-09-08T22:30"),
        ("Tue, 08 Sep 2026 18:30:00 CST", "2026-09-09T00:30"),
        ("Tue, 08 Sep 2026 18:30:00 CDT", "2026-09-08T23:30"),
        ("Tue, 08 Sep 2026 18:30:00 MST", "2026-09-09T01:30"),
        ("Tue, 08 Sep 2026 18:30:00 PDT", "2026-09-09T01:30"),
        ("Tue, 08-Sep-2026 18:30:00 GMT", "2026-09-08T18:30"),
        ("Tue, 08 Sep 2026 18:30:00 -600", "2026-09-09T00:30"),
        ("Tue, 08 Sep 2026 18:30:00 +5:30", "2026-09-08T13:00"),
        ("2026-09-08 18:30:00 America/Mexico_City", "2026-09-09T00:30"),
        ("1788892200.25", "2026-09-08T18:30"),
        ("Tue, 08 Sep 2026 08:57:00 MEST", "2026-09-08T06:57"),
        ("Tue, 08 Sep 2026 18:30:00 CET", "2026-09-08T17:30"),
        ("Tue, 08 Sep 2026 18:30:00 Z", "2026-09-08T18:30"),
        ("sept. 5, 2026, 4:05 p.m. ET", "2026-09-05T20:05"),
        ("Mon, 05 Oct 2026 10:00 GMT-6", "2026-10-05T16:00"),
        ("Mon, 05 Oct 2026 10:00:00 -0600 (CST)", "2026-10-05T16:00"),
        ("Mon Oct  5 10:00:00 CDT 2026", "2026-10-05T15:00"),
        ("2026-11-24T10:00:00-0600", "2026-11-24T16:00"),
        ("2026-10-05T10:00:00.123-06:00", "2026-10-05T16:00"),
        ("2026-10-05T10:00:00-06", "2026-10-05T16:00"),
        ("2026-10-05T10:00:00\u221206:00", "2026-10-05T16:00"),
        ("Mon, 05 Oct 2026 10:00:00 &#43;0000", "2026-10-05T10:00"),
        ("2026-10-05T24:00:00Z", "2026-10-06T00:00"),
        ("2026-10-05T10:00:60Z", "2026-10-05T10:00:59"),
        ("20261005T101500Z", "2026-10-05T10:15"),
        ("2026-W41-1T10:00:00Z", "2026-10-05T10:00"),
        ("2026-278T10:00:00-06:00", "2026-10-05T16:00"),
        ("1767225600", "2026-01-01T00:00"),
        ("1767225600000", "2026-01-01T00:00"),
        ("Mon, 5 Oct 26 10:00:00 UT", "2026-10-05T10:00"),
    ],
)
def test_dates_that_name_their_zone(raw: str, expected: str) -> None:
    """The zone in the date counts, not the feed's; CST is Central time."""
    assert parse_date(raw, language="es", tz="Asia/Tokyo") == (_utc(expected), True)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("martes, 24 noviembre 2026", "2026-11-24T06:00"),
        ("5 de octubre de 2026, 14:30 hrs", "2026-10-05T20:30"),
        ("domingo 4 de octubre del 2026 a las 09:05 horas", "2026-10-04T15:05"),
        ("Octubre 5, 2026 a las 2:30 p. m.", "2026-10-05T20:30"),
        ("Oct 5, 2026 12:15 AM", "2026-10-05T06:15"),
        ("2026 octubre 5", "2026-10-05T06:00"),
        ("2026/9/29 15:07:41", "2026-09-29T21:07:41"),
        ("2026-09-30 07:05:00", "2026-09-30T13:05"),
        ("02/03/2026 10:00", "2026-03-02T16:00"),
        ("03/14/2026 10:00", "2026-03-14T16:00"),
        ("05.10.2026 - 10:00", "2026-10-05T16:00"),
        ("14/02/26 8:05", "2026-02-14T14:05"),
        ("10:00 05/10/2026", "2026-10-05T16:00"),
        ("20261005", "2026-10-05T06:00"),
        ("2026-W41-1", "2026-10-05T06:00"),
        ("2026W411", "2026-10-05T06:00"),
        ("2020-W53-7", "2021-01-03T06:00"),
        ("2026-278", "2026-10-05T06:00"),
        ("2024-366", "2024-12-31T06:00"),
        ("20261005101500", "2026-10-05T16:15"),
        ("2026-10-05T10:00 XYZ", "2026-10-05T16:00"),
        ("2026-10-05T10:00 +9900", "2026-10-05T16:00"),
        ("5 oct 2026 15:00 a.m.", None),
    ],
)
def test_dates_without_a_zone_are_the_feeds(raw: str, expected: str | None) -> None:
    """Without a zone the feed's is used and said to be; in Spanish the day comes before the month."""
    found = parse_date(raw, language="es-mx", tz=MEXICO)
    assert found == ((_utc(expected), False) if expected else (None, False))


def test_slash_dates_by_language() -> None:
    """02/03 is 3 February in English, 2 March elsewhere; without a known zone UTC is taken."""
    raw = "02/03/2026 10:00"
    found = [parse_date(raw, language=language, tz=zone)[0] for language, zone in (("en-US", None), (None, "No/Where"))]
    assert found == [_utc("2026-02-03T10:00"), _utc("2026-03-02T10:00")]


@pytest.mark.parametrize(
    "raw",
    [
        *(
            None,
            "",
            " ",
            "hoy",
            "2026",
            "octubre 2026",
            "2026-W40",
            "2026-W54-1",
            "2026-W40-8",
            "2026-366",
            "2026-000",
            "0000-001",
            "10:00",
            "lunes",
            "x" * 1000,
            "5 octubre " + "x" * 200,
        ),
        *("1970-01-01T00:00:00Z", "Sat, 31 Feb 2026 10:00:00 GMT", "Mon, 05 Oct 2026 25:00:00 GMT", "0", "99999999"),
        *(
            "2026-13-01",
            "20261399",
            "20261005T2561",
            "99/99/2026",
            "5 oct 12345",
            "2150-01-01",
            "2026-10-05 10:75",
            "0:30 pm 5x",
        ),
    ],
)
def test_unreadable_dates_are_none(raw: str | None) -> None:
    """What cannot be read in full, is impossible, or lies before 1995 is no date; never the first of a month."""
    assert parse_date(raw, language="es", tz=MEXICO) == (None, False)


def test_future_dates_are_kept() -> None:
    """A date in the future is returned as it is."""
    assert parse_date("2090-01-01T00:00:00Z", language=None, tz=None) == (_utc("2090-01-01T00:00"), True)


MOMENTS = st.integers(0, 94 * 366 * 86_400).map(lambda s: datetime.fromisoformat("1996-01-01") + timedelta(seconds=s))


@given(MOMENTS, st.integers(-56, 56))
def test_standard_shapes_are_read_back(local: datetime, quarters: int) -> None:
    """RFC 822 in both languages, ISO 8601 and asctime with an offset are read exactly."""
    offset = timedelta(minutes=15 * quarters)
    sign, total = "-" if quarters < 0 else "+", abs(15 * quarters)
    zone = f"{sign}{total // 60:02}{total % 60:02}"
    spanish = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"][local.month - 1]
    day = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"][local.weekday()]
    expected = ((local - offset).replace(tzinfo=UTC), True)
    for raw in (
        f"{local:%Y-%m-%dT%H:%M:%S}{zone}",
        f"{local:%Y-%m-%d %H:%M:%S} {zone[:3]}:{zone[3:]}",
        f"{day}, {local:%d} {spanish} {local:%Y %H:%M:%S} {zone}",
        f"{local:%d/%m/%Y %H:%M:%S} {zone}",
    ):
        assert parse_date(raw, language="es", tz=MEXICO) == expected


@given(
    st.sampled_from(["{weekday}, {day} {month} {year} {time} {zone}", "{year}-{number}-{day}T{time}{zone}"]),
    st.fixed_dictionaries(
        {
            "weekday": st.sampled_from(["Thu", "Mon", "Jue"]),
            "day": st.sampled_from(["1", "01", "09", "15", "28", "29", "30", "31", "32", "00"]),
            "month": st.sampled_from(["Jan", "Feb", "Aug", "Sep", "Dec"]),
            "number": st.sampled_from(["01", "02", "11", "12", "13", "00"]),
            "year": st.sampled_from(["1970", "1994", "1995", "1996", "2026", "2099", "2100", "2101", "0001", "9999"]),
            "time": st.sampled_from(["00:00:00", "23:59:59", "24:00:00", "12:30:45", "29:01:01", "07:05:09"]),
            "zone": st.sampled_from(
                ["GMT", "UTC", "Z", "+0000", "-0600", "+1400", "-1359", "+13:59", "-06:00", "+0530", "+0090", "-0000"]
            ),
        }
    ),
)
def test_the_usual_shapes_are_read_as_with_care(shape: str, parts: dict[str, str]) -> None:
    """The short way through the shapes of most feeds gives what the long way gives."""
    raw = shape.format(**parts)
    assert parse_date(raw, language="en", tz=None) == dates._with_care(raw, "en", None)


@given(st.text(st.sampled_from("0123456789/:-. TZ,+pmoctadGMTESTmarlun"), max_size=30))
def test_any_text_gives_a_date_in_range_or_none(raw: str) -> None:
    """Nothing makes it raise, and what comes out is aware UTC between the years we believe."""
    moment, has_zone = parse_date(raw, language="en", tz=MEXICO)
    if moment is None:
        assert not has_zone
    else:
        assert moment.tzinfo is UTC
        assert EARLIEST_YEAR - 1 <= moment.year <= LATEST_YEAR + 1
