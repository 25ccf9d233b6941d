"""Redirects: followed, told, ended, and what they may carry (cases 024, 025)."""

import pytest
from fetch_kit import BODY, Make, fail, read

from bot.newsroom import Answer, Newsroom


def test_024_a_permanent_redirect_is_followed_and_told(newsroom: Newsroom, make_fetcher: Make) -> None:
    """The answer names where it came from, and that the way there is for good."""
    new = newsroom.url("/new")
    newsroom.redirect("/old", new, status=301)
    newsroom.answer_always("/new", Answer(headers=(("ETag", '"n1"'),), body=BODY))
    answer = read(make_fetcher(), newsroom.url("/old"))
    assert (answer.url, answer.final_url, answer.permanent_url) == (newsroom.url("/old"), new, new)
    assert (answer.status, answer.etag) == (200, '"n1"')


def test_025_one_temporary_hop_keeps_the_old_address(newsroom: Newsroom, make_fetcher: Make) -> None:
    """307, then 308 with a relative Location: followed, but nothing has moved."""
    newsroom.redirect("/feed", newsroom.url("/b/feed"), status=307)
    newsroom.redirect("/b/feed", "../feeds/all.xml", status=308)
    newsroom.answer("/feeds/all.xml", Answer(body=BODY))
    answer = read(make_fetcher(), newsroom.url("/feed"))
    assert (answer.final_url, answer.permanent_url) == (newsroom.url("/feeds/all.xml"), None)


@pytest.mark.parametrize("status", [302, 303])
def test_other_redirects_are_temporary(newsroom: Newsroom, make_fetcher: Make, status: int) -> None:
    """Followed, never reported as a move."""
    newsroom.redirect("/a", "/b", status=status)
    newsroom.answer("/b", Answer(body=BODY))
    assert read(make_fetcher(), newsroom.url("/a")).permanent_url is None


def test_redirect_loops_end(newsroom: Newsroom, make_fetcher: Make) -> None:
    """After five hops it is an error."""
    newsroom.redirect("/a", "/b")
    newsroom.redirect("/b", "/a")
    assert fail(make_fetcher(), newsroom.url("/a")).problem == "redirect"
    assert len(newsroom.requests) == 6


@pytest.mark.parametrize("location", ["", "file:///canary/secret.txt", "javascript:alert(1)", "http://[::1"])
def test_unusable_locations_are_errors(newsroom: Newsroom, make_fetcher: Make, location: str) -> None:
    """Other schemes, nothing, and what is no address."""
    newsroom.redirect("/a", location)
    error = fail(make_fetcher(), newsroom.url("/a"))
    assert (error.problem, error.status) == ("redirect", 301)


def test_a_location_in_bytes_that_are_no_utf8_is_followed(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Latin-1 in a Location is escaped byte by byte."""
    newsroom.redirect("/a", "/opini\udcf3n")
    newsroom.answer("/opini%F3n", Answer(body=BODY))
    assert read(make_fetcher(), newsroom.url("/a")).final_url == newsroom.url("/opini%F3n")


def test_credentials_stay_with_their_origin_and_out_of_sight(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Sent to the host they were written for, kept within it, dropped on the way elsewhere, never shown."""
    port = newsroom.port
    newsroom.redirect("/same", "/feed")
    newsroom.redirect("/away", f"http://u:p@otro.example:{port}/feed")
    newsroom.answer("/feed", Answer(body=BODY), Answer(body=BODY), Answer(status=500))
    fetcher = make_fetcher()
    answer = read(fetcher, f"http://ana:s3creto@diario.example:{port}/same")
    assert answer.final_url == f"http://diario.example:{port}/feed"
    assert answer.permanent_url is None
    read(fetcher, f"http://ana:s3creto@diario.example:{port}/away")
    error = fail(fetcher, f"http://ana:s3creto@diario.example:{port}/feed")
    assert "s3creto" not in f"{error} {error.url} {error.detail}"
    sent = ["authorization" in request.headers for request in newsroom.requests]
    assert sent == [True, True, True, False, True]
