"""What is read of a good answer and of a refusal, and which validators go back (cases 020 to 023, 026, 027)."""

from datetime import timedelta

import pytest
from builders import make_feed, make_feed_state
from fakes import NOON, FakeClock
from fetch_kit import BODY, RSS, Make, fail, read, read_all

from bot.cadence import after_poll, request_for
from bot.domain import Fetched
from bot.errors import FetchError
from bot.fetch import HttpSettings
from bot.newsroom import Answer, Newsroom, ScriptedFeed, ScriptedItem

# --- a plain answer ---------------------------------------------------------------------------------------------------


def test_a_feed_is_read_whole(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Body, type, validators, dates and addresses as sent."""
    headers = (
        *RSS,
        ("ETag", '"a"'),
        ("Last-Modified", "Mon, 05 Oct 2026 09:50:41 GMT"),
        ("Cache-Control", "max-age=9"),
    )
    newsroom.answer("/rss", Answer(headers=headers, body=BODY))
    url = newsroom.url("/rss")
    expected = Fetched(
        url=url,
        final_url=url,
        permanent_url=None,
        status=200,
        body=BODY,
        content_type="application/rss+xml",
        etag='"a"',
        last_modified="Mon, 05 Oct 2026 09:50:41 GMT",
        max_age_s=9,
    )
    assert expected == read(make_fetcher(), url)


def test_we_say_who_we_are_and_what_we_read(newsroom: Newsroom, make_fetcher: Make) -> None:
    """User-Agent as configured, no cookie, no encoding that we cannot undo, feeds preferred."""
    fetcher = make_fetcher(user_agent="desk/2.0 (+mailto:desk@example.org)")
    newsroom.answer("/rss", Answer(body=BODY, headers=(("Set-Cookie", "a=b"),)), Answer(body=BODY))
    read(fetcher, newsroom.url("/rss"))
    read(fetcher, newsroom.url("/rss"))
    headers = newsroom.requests[1].headers
    assert headers["user-agent"] == "desk/2.0 (+mailto:desk@example.org)"
    assert headers["accept-encoding"] == "gzip, deflate"
    assert headers["accept"].startswith("application/rss+xml")
    assert "cookie" not in headers
    assert "if-none-match" not in headers


def test_addresses_are_asked_byte_for_byte(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Escapes in a query survive, as signatures depend on them; other characters are escaped; fragments stay here."""
    fetcher = make_fetcher()
    for written, asked in (
        ("/s?q=a%2Fb+c%20d&sig=%41#frag", "/s?q=a%2Fb+c%20d&sig=%41"),
        ("/búsqueda?q=dos palabras", "/b%C3%BAsqueda?q=dos+palabras"),
        ("?q", "/?q"),
    ):
        newsroom.answer(asked, Answer(body=BODY))
        read(fetcher, newsroom.base_url + written)
        assert newsroom.requests[-1].path == asked


def test_the_scripted_feed_comes_through_compressed(newsroom: Newsroom, make_fetcher: Make) -> None:
    """The newsroom's gzip is undone."""
    item = ScriptedItem(guid="1", title="Entregan a doce", link="/n/1", appears_at=NOON)
    url = newsroom.add_feed(ScriptedFeed(path="/f", title="Diario", items=(item,)))
    assert b"Entregan a doce" in (read(make_fetcher(), url).body or b"")


# --- 020 to 023: validators and cut bodies ----------------------------------------------------------------------------


def test_020_validators_go_back_byte_for_byte(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A 304 is no failure, has no body, and what it does not repeat still holds."""
    etag, modified = 'W/"63cffe51-2797e"', "Mon, 05 Oct 2026 09:50:41 GMT"
    newsroom.answer("/rss", Answer(status=304, headers=(("ETag", etag),)))
    answer = read(make_fetcher(), newsroom.url("/rss"), etag=etag, last_modified=modified)
    assert (answer.status, answer.body, answer.etag, answer.last_modified) == (304, None, etag, modified)
    headers = newsroom.requests[0].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (etag, modified)


def test_304_unasked_is_an_error(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Nothing is known that could be unchanged."""
    newsroom.answer("/rss", Answer(status=304))
    error = fail(make_fetcher(), newsroom.url("/rss"))
    assert (error.problem, error.status) == ("http_status", 304)


def test_021_a_new_body_counts_under_an_old_etag(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Status 200 is a new body, whatever its ETag."""
    newsroom.answer("/rss", Answer(headers=(("ETag", '"stuck"'),), body=b"<rss>2</rss>"))
    assert read(make_fetcher(), newsroom.url("/rss"), etag='"stuck"').body == b"<rss>2</rss>"


@pytest.mark.parametrize(
    "headers", [(("Content-Length", "846"),), (("Transfer-Encoding", "chunked"),)], ids=["length", "chunked"]
)
def test_022_a_body_that_breaks_off_is_an_error(
    newsroom: Newsroom, make_fetcher: Make, headers: tuple[tuple[str, str], ...]
) -> None:
    """Half a document is never handed on."""
    body = BODY if headers[0][0] == "Content-Length" else b"40\r\n<rss>"
    newsroom.answer("/rss", Answer(headers=headers, body=body, behaviour="cut"))
    assert fail(make_fetcher(), newsroom.url("/rss")).problem == "truncated"


def test_023_a_date_in_the_future_does_not_freeze_the_feed(
    newsroom: Newsroom, make_fetcher: Make, clock: FakeClock
) -> None:
    """Its validators are not kept, the ETag with the same date included."""
    date = "Sat, 16 Nov 2041 19:11:00 GMT"
    newsroom.answer("/rss", Answer(headers=(("Last-Modified", date), ("ETag", f'"{date}"')), body=BODY))
    answer = read(make_fetcher(), newsroom.url("/rss"))
    assert (answer.etag, answer.last_modified) == (None, None)


def test_023_a_server_that_says_304_for_ever_is_seen_through_within_a_day(
    newsroom: Newsroom, make_fetcher: Make, clock: FakeClock
) -> None:
    """Without any date, too: once a day the request is unconditional."""
    fetcher, feed = make_fetcher(), make_feed(url=newsroom.url("/rss"))
    state = make_feed_state(url=feed.url, etag='"1"', last_full_at=NOON)
    full = []
    for _ in range(25):
        newsroom.answer("/rss", Answer(status=304))
        (result,) = read_all(fetcher, [request_for(state, clock.now())]).values()
        full.append(isinstance(result, FetchError))  # the script says 304 to it as well
        state = after_poll(state, feed, result, None, clock.now())
        clock.advance(timedelta(hours=1))
    assert full == [False] * 24 + [True]


# --- 026, 027: refusals -----------------------------------------------------------------------------------------------


def test_026_gone_is_told_with_its_status(newsroom: Newsroom, make_fetcher: Make) -> None:
    """HTTP 410 as such."""
    newsroom.answer("/rss", Answer(status=410))
    error = fail(make_fetcher(), newsroom.url("/rss"))
    assert (error.problem, error.status, error.detail) == ("http_status", 410, "HTTP 410 Gone")


@pytest.mark.parametrize(
    ("status", "retry_after", "expected"),
    [
        (429, "7200", NOON + timedelta(hours=2)),
        (503, "Mon, 05 Oct 2026 13:30:00 GMT", NOON + timedelta(minutes=90)),
        (429, "315360000", NOON + timedelta(hours=24)),
        (429, "9" * 50, NOON + timedelta(hours=24)),
        (429, "-5", None),
        (429, "0", None),
        (429, "soon", None),
        (503, "Mon, 05 Oct 2026 11:30:00 GMT", None),
        (429, None, None),
    ],
)
def test_027_retry_after(
    newsroom: Newsroom, make_fetcher: Make, status: int, retry_after: str | None, expected: object
) -> None:
    """Seconds or a date, capped at a day; senseless values are as if absent; no validators of the error leave."""
    headers = (("ETag", '"err"'), *((("Retry-After", retry_after),) if retry_after is not None else ()))
    newsroom.answer("/rss", Answer(status=status, headers=headers))
    error = fail(make_fetcher(), newsroom.url("/rss"))
    assert (error.problem, error.status, error.retry_at) == ("http_status", status, expected)


@pytest.mark.parametrize("status", [204, 206, 300, 400, 403, 404, 500, 502])
def test_other_statuses_are_errors(newsroom: Newsroom, make_fetcher: Make, status: int) -> None:
    """Only a complete answer is an answer."""
    newsroom.answer("/rss", Answer(status=status, body=b"" if status == 204 else b"<html>"))
    assert fail(make_fetcher(), newsroom.url("/rss")).status == status


# --- settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("connect_timeout_s", 0),
        ("total_timeout_s", -1),
        ("max_body_bytes", 0),
        ("workers", 0),
        ("user_agent", " "),
        ("user_agent", "a\nb"),
        ("user_agent", "periódico"),
        ("proxy", "proxy.example:3128"),
        ("proxy", "socks5://proxy.example"),
        ("proxy", "http://[::1"),
    ],
)
def test_settings_out_of_range_are_named(name: str, value: object) -> None:
    """The message begins with the key."""
    with pytest.raises(ValueError, match=f"^{name}: "):
        HttpSettings(**{name: value})  # type: ignore[arg-type]


def test_our_name_for_robots_is_the_agents_first_word() -> None:
    """Without its version."""
    assert HttpSettings().agent == "pregonero"
    assert HttpSettings(user_agent="desk-bot/2.1 (+https://desk.example)").agent == "desk-bot"
