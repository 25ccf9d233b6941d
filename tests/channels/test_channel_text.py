"""Characters, cutting, packing and links: what every channel relies on."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import Secret, transport
from bot.channels.base import many_lines, one_line, pack, safe_link, shorten, units
from bot.channels.lines import excerpt
from bot.channels.slack_blocks import escape, link, mention


def test_unseen_characters_go() -> None:
    """Controls, bidi marks, zero-width and private characters vanish; white space becomes one blank."""
    assert one_line("a\u202eb\u200b\x1b[31m\x00\ue000 \t\r\n\u2028 c\ud800") == "ab[31m c"
    assert many_lines("a  b\r\nc\x07\n\nd") == "a b\nc\n\nd"


@given(st.text())
def test_one_line_is_idempotent_and_one_line(text: str) -> None:
    """Cleaning twice changes nothing, and no line break is left."""
    line = one_line(text)
    assert one_line(line) == line
    assert line.splitlines() == ([line] if line else [])


@given(st.text(alphabet="ab &<>\U0001f600,", max_size=60), st.integers(min_value=1, max_value=40))
def test_shorten_keeps_to_the_limit(text: str, limit: int) -> None:
    """The escaped result fits; a text that fits is left alone; what is kept is the text's beginning."""
    line = one_line(text)
    short = shorten(line, limit, escape)
    assert units(escape(short)) <= limit
    if units(escape(line)) <= limit:
        assert short == line
    else:
        assert short.endswith("…")
        assert line.startswith(short[:-1])


def test_shorten_cuts_at_words() -> None:
    """No half words, no dangling commas."""
    assert shorten("México entrega a doce, presos", 24) == "México entrega a doce…"
    assert shorten("palabrotalarguísima", 8) == "palabro…"


@given(
    st.lists(st.integers(min_value=1, max_value=50), max_size=30),
    st.integers(min_value=1, max_value=6),
    st.integers(min_value=50, max_value=100),
)
def test_pack_loses_nothing_and_keeps_to_the_limits(sizes: list[int], pieces: int, size: int) -> None:
    """Order and number stay; every group is within both limits."""
    groups = pack(sizes, sizes, max_pieces=pieces, max_size=size)
    assert [s for group in groups for s in group] == sizes
    assert [g for g in groups if len(g) > pieces or sum(g) > size or not g] == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://diario.example/ver?x=y|diario.example&q=a b>c",  # case 061
            "https://diario.example/ver?x=y%7Cdiario.example&q=a%20b%3Ec",
        ),
        ("https://diario.example/a,b#c'd\"e", "https://diario.example/a%2Cb#c%27d%22e"),
        ("HTTPS://diario.example", "https://diario.example"),
        ("https://diario.example/100%25", "https://diario.example/100%25"),
        ("https://peñón.example/á", "https://xn--pen-8mak.example/%C3%A1"),
        (f"https://{'x' * 70}.example/á", f"https://{'x' * 70}.example/%C3%A1"),
        ("https://diario.example/\ud800", "https://diario.example/?"),
        ("javascript:alert(1)", None),
        ("ftp://diario.example/", None),
        ("https:///nota", None),
        ("https://[::1/", None),
        ("https://diario.example/" + "x" * 2_000, None),
        ("", None),
        (None, None),
    ],
)
def test_links_are_http_and_hold_nothing_that_ends_them(url: str | None, expected: str | None) -> None:
    """Blanks, pipes, commas, quotes and brackets are percent-encoded; other schemes are no links."""
    assert safe_link(url) == expected


@given(st.text(max_size=80).map(lambda text: f"https://diario.example/{text}"))
def test_no_link_breaks_out(url: str) -> None:
    """Whatever stands in an address, what comes out is plain ASCII without link syntax, and stays so."""
    safe = safe_link(url)
    if safe is not None:
        assert re.fullmatch(r"https://[!-~]+", safe)
        assert not set(safe) & set("<>|,\"'`\\ ")
        assert safe_link(safe) == safe


def test_broadcast_words_are_shown_and_do_nothing() -> None:
    """Case 060: escaped, `&` first; the address in the title becomes no link."""
    title = "<!channel> <@U012AB3CD> & <https://evil.example|click here> {date}"
    shown = "&lt;!channel&gt; &lt;@U012AB3CD&gt; &amp; &lt;https://evil.example|click here&gt; {date}"
    assert escape(title) == shown
    assert link(None, title, 500) == shown


def test_a_label_may_hold_a_pipe() -> None:
    """Case 061: the address is encoded, so the first pipe is ours and the rest is label."""
    assert (
        link("https://diario.example/ver?x=y|diario.example&q=a b>c", "Nota | con barra", 500)
        == "<https://diario.example/ver?x=y%7Cdiario.example&amp;q=a%20b%3Ec|Nota | con barra>"
    )


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        (None, ""),
        (" ", ""),
        ("@here", "<!here> "),
        ("@channel", "<!channel> "),
        ("<!here>", "<!here> "),
        ("U012AB3CD", "<@U012AB3CD> "),
        ("@U012AB3CD", "<@U012AB3CD> "),
        ("S012AB3CD", "<!subteam^S012AB3CD> "),
        ("<!subteam^S012AB3CD>", "<!subteam^S012AB3CD> "),
        ("@ana <b>", "@ana &lt;b&gt; "),
    ],
)
def test_mentions_come_from_the_configuration(configured: str | None, expected: str) -> None:
    """Broadcasts, users and groups in Slack's form; anything else is text."""
    assert mention(configured) == expected


def test_secrets_do_not_print() -> None:
    """Neither repr nor str nor an f-string shows the value; equal secrets are equal."""
    secret = Secret("xoxb-1")
    assert (repr(secret), str(secret), f"{secret}", secret.reveal()) == ("Secret('***')", "***", "***", "xoxb-1")
    assert (secret == Secret("xoxb-1"), secret == Secret("x"), secret == "xoxb-1") == (True, False, False)
    assert len({secret, Secret("xoxb-1")}) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (37.0, "… a a a a a a a a a a a a 37 b b b b b b b b b b b b …"),
        (None, "a a a a a a a a a a a a a a a a a a a a a a a a a …"),
        (99.0, "a a a a a a a a a a a a a a a a a a a a a a a a a …"),
    ],
)
def test_quotes_are_cut_around_their_number(value: float | None, expected: str) -> None:
    """25 words, the number among them where it is printed."""
    assert excerpt("a " * 30 + "37 " + "b " * 30, value) == expected


def test_quotes_are_cut_around_numbers_in_other_units() -> None:
    """A mass in kilograms is printed in tonnes, money in millions."""
    assert "320" in excerpt("a " * 40 + "320 toneladas " + "b " * 40, 320_000.0)
    assert "1,200" in excerpt("a " * 40 + "1,200 kilos " + "b " * 40, 1_200.0)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 30.0),
        ({"Retry-After": "soon"}, 30.0),
        ({"retry-after": "7"}, 7.0),
        ({"Retry-After": "0"}, 1.0),
        ({"Retry-After": "-5"}, 1.0),
        ({"Retry-After": "nan"}, 1.0),
        ({"Retry-After": "1e99"}, 86_400.0),
        ({"Retry-After": "Mon, 05 Oct 2026 12:01:30 GMT", "Date": "Mon, 05 Oct 2026 12:00:00 GMT"}, 90.0),
        ({"Retry-After": "Mon, 05 Oct 2026 11:00:00 GMT", "date": "Mon, 05 Oct 2026 12:00:00 GMT"}, 1.0),
        ({"Retry-After": "Mon, 05 Oct 2099 11:00:00 GMT"}, 86_400.0),
    ],
)
def test_a_pause_is_a_number_or_a_date(headers: dict[str, str], seconds: float) -> None:
    """From a second to a day; a date counts from the answer's own."""
    assert transport.retry_after(headers) == seconds
