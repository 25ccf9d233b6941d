"""bot/fetch/answers.py: headers and compressed bodies, without a network."""

import contextlib
import gzip
import tracemalloc
import zlib
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.answers import (
    BodyDamaged,
    BodyTooLarge,
    decode_body,
    http_date,
    hub_and_topic,
    max_age_s,
    retry_at,
    validators,
)

BODY = b"<?xml version='1.0'?><rss version='2.0'><channel><title>Diario</title></channel></rss>"


@pytest.mark.parametrize(
    ("packed", "label"),
    [
        (BODY, ""),
        (BODY, "identity"),
        (gzip.compress(BODY, mtime=0), "gzip"),
        (gzip.compress(BODY, mtime=0), "X-GZIP"),
        (gzip.compress(BODY, mtime=0), ""),
        (gzip.compress(gzip.compress(BODY, mtime=0), mtime=0), "gzip, gzip"),
        (gzip.compress(gzip.compress(BODY, mtime=0), mtime=0), "gzip"),
        (gzip.compress(BODY[:40], mtime=0) + gzip.compress(BODY[40:], mtime=0) + b"rubbish", "gzip"),
        (zlib.compress(BODY), "deflate"),
        (zlib.compress(BODY)[2:-4], "deflate"),
        (BODY, "deflate"),
        (b"\xef\xbb\xbf\n" + BODY, "br"),
        (gzip.compress(BODY, mtime=0), "deflate"),
        (gzip.compress(BODY, mtime=0), "br"),
        (zlib.compress(BODY), "gzip"),
        (zlib.compress(BODY, 1), "zstd"),
        (gzip.compress(BODY, mtime=0)[:-8], "gzip"),
        (gzip.compress(BODY, mtime=0)[:-8] + b"wrong!!!", "gzip"),
        (b"\x1f\x8b\x08\x1e" + bytes(6) + b"\2\0ab" + b"feed.xml\0note\0cc" + zlib.compress(BODY)[2:-4], "gzip"),
        (zlib.compress(BODY)[:-4] + b"abcd", "deflate"),
    ],
)
def test_bodies_are_undone(packed: bytes, label: str) -> None:
    """By their bytes, helped by their label; a checksum that is wrong or lacking costs nothing."""
    assert decode_body(packed, label, 10_000).endswith(BODY)


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ((), (None, None)),
        (("<https://h.example/>; rel=hub, </f.xml>; rel=self",), ("https://h.example/", "https://d.example/f.xml")),
        (
            ('<https://h.example/a,b>;REL="Hub other"', '</f.xml>; title="a, <b>"; rel="self"'),
            ("https://h.example/a,b", "https://d.example/f.xml"),
        ),
        (("<https://one.example/>; rel=hub", "<https://two.example/>; rel=hub"), ("https://one.example/", None)),
        (("<ftp://h.example/>; rel=hub, <javascript:x>; rel=self",), (None, None)),
        (('<https://h.example/>; rel=hub; anchor="https://other.example/"',), (None, None)),
        (("<https://h.example/>; rel=preload; rel=hub",), (None, None)),
        (("<https://h.example/; rel=hub", "https://h.example/; rel=hub", "<>; rel=hub", '<x>; rel="hub'), (None, None)),
    ],
)
def test_hubs_are_named_in_link_headers(links: tuple[str, ...], found: tuple[str | None, str | None]) -> None:
    """In one header or several, quoted or not; the first relation of a link counts, and none of another document's."""
    assert hub_and_topic(links, "https://d.example/") == found


@given(st.lists(st.text(alphabet='<>,;"= relhubsf/:\x00é', max_size=60)))
def test_no_link_header_breaks_anything(links: list[str]) -> None:
    """It names a hub or none."""
    hub, _ = hub_and_topic(links, "https://d.example/")
    assert hub is None or hub.startswith("http")


@given(raw=st.binary(max_size=200), label=st.sampled_from(["", "gzip", "deflate", "br", "gzip, deflate", "a,b,c,d"]))
def test_undoing_never_breaks(raw: bytes, label: str) -> None:
    """Any bytes under any label: a body within the limit, or one of two errors."""
    for body in (raw, b"\x1f\x8b\x08\x00" + raw, gzip.compress(raw)[: len(raw)]):
        with contextlib.suppress(BodyDamaged, BodyTooLarge):
            assert len(decode_body(body, label, 100)) <= 100


@given(st.binary(max_size=500))
def test_what_was_packed_comes_back(body: bytes) -> None:
    """gzip and deflate are undone exactly; a limit of one byte less refuses."""
    body = b"<" + body
    assert decode_body(gzip.compress(body, 1), "gzip", len(body)) == body
    assert decode_body(zlib.compress(body), "deflate", len(body)) == body
    with pytest.raises(BodyTooLarge):
        decode_body(gzip.compress(body, 1), "gzip", len(body) - 1)


def test_a_file_of_endless_parts_is_given_up() -> None:
    """Thousands of empty gzip members are no feed."""
    with pytest.raises(BodyDamaged):
        decode_body(gzip.compress(b"") * 5_000, "gzip", 1_000)


@given(st.datetimes(min_value=NOON.replace(year=1971, tzinfo=None), timezones=st.just(NOON.tzinfo)))
def test_http_dates_come_back(moment: Any) -> None:
    """The preferred form, to the second."""
    moment = moment.replace(microsecond=0)
    assert http_date(format_datetime(moment, usegmt=True)) == moment


def test_a_waiting_time_may_have_a_fraction() -> None:
    """Not of the standard, but of programs that wait by the clock."""
    assert retry_at("120.5", NOON) == NOON + timedelta(minutes=2)
    assert retry_at("9" * 400, NOON) == NOON + timedelta(days=1)


@given(st.text(max_size=60))
def test_header_readers_take_any_text(text: str) -> None:
    """No header value raises; waiting times lie ahead and within a day, ages are not negative."""
    date = http_date(text)
    assert date is None or date.tzinfo is not None
    wait = retry_at(text, NOON)
    assert wait is None or timedelta(0) < wait - NOON <= timedelta(hours=24)
    for headers in ({"Cache-Control": f"max-age={text}"}, {"Cache-Control": text}, {"Expires": text, "Age": text}):
        age = max_age_s(headers, NOON)
        assert age is None or age >= 0
    validators({"ETag": text, "Last-Modified": text}, NOON)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=300"}, 300),
        ({"Cache-Control": 'MAX-AGE="300"', "Age": "100"}, 200),
        ({"Cache-Control": "max-age=10", "Age": "100"}, 0),
        ({"Cache-Control": "s-maxage=10"}, None),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        ({"Cache-Control": "max-age=999999999999"}, 30 * 86_400),
        ({"Cache-Control": "max-age=-5"}, None),
        ({"Expires": "Mon, 05 Oct 2026 12:05:00 GMT"}, 300),
        ({"Expires": "Mon, 05 Oct 2026 12:05:00 GMT", "Date": "Mon, 05 Oct 2026 12:04:00 GMT"}, 60),
        ({"Expires": "Mon, 05 Oct 2020 12:05:00 GMT"}, 0),
        ({"Expires": "0"}, None),
    ],
)
def test_how_long_an_answer_may_be_kept(headers: dict[str, str], expected: int | None) -> None:
    """Cache-Control before Expires, less the time spent in caches."""
    assert max_age_s(headers, NOON) == expected


@pytest.mark.parametrize(
    "text",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
)
def test_all_three_forms_of_http_dates_are_read(text: str) -> None:
    """RFC 9110, 5.6.7."""
    assert http_date(text) == NOON.replace(1994, 11, 6, 8, 49, 37)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"ETag": '"a"', "Last-Modified": "rubbish"}, ('"a"', "rubbish")),
        ({"ETag": '"a\udcff"'}, (None, None)),
        ({"ETag": '"' + "x" * 5_000 + '"'}, (None, None)),
        ({"ETag": '"a"', "Last-Modified": "Mon, 05 Oct 2026 12:30:00 GMT"}, ('"a"', "Mon, 05 Oct 2026 12:30:00 GMT")),
        ({"ETag": '"a"', "Last-Modified": "Tue, 06 Oct 2026 12:00:00 GMT"}, (None, None)),
    ],
)
def test_validators_are_kept_if_they_can_be_sent_back(
    headers: dict[str, str], expected: tuple[str | None, str | None]
) -> None:
    """Unreadable dates are only text; what cannot travel or lies ahead is dropped."""
    assert validators(headers, NOON) == expected


@pytest.mark.parametrize("label", ["gzip", "deflate", ""])
def test_a_bomb_is_never_unpacked_beyond_the_limit(label: str) -> None:
    """Nor held in memory: 64 MB of nothing in 64 kB are left at the first hundred kilobytes."""
    nothing = bytes(64_000_000)
    bomb = zlib.compress(nothing, 1) if label == "deflate" else gzip.compress(nothing, 1, mtime=0)
    del nothing
    tracemalloc.start()
    try:
        with pytest.raises(BodyTooLarge):
            decode_body(bomb, label, 100_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
