"""Pages are read only where their site allows it."""

from datetime import timedelta

import pytest
from builders import make_request
from fakes import NOON, FakeClock
from fetch_kit import BODY, Make, fail, read, read_all

from bot.domain import Fetched
from bot.errors import FetchError
from bot.newsroom import Answer, Newsroom


def test_a_page_is_read_when_its_site_allows_it(newsroom: Newsroom, make_fetcher: Make) -> None:
    """robots.txt is asked once for many pages; the rules get its text, the address and our name."""
    asked: list[tuple[str, str, str]] = []

    def allows(text: str, url: str, agent: str) -> bool:
        asked.append((text, url, agent))
        return "/privado" not in url

    newsroom.add_robots("User-agent: *\nDisallow: /privado")
    urls = {path: newsroom.add_page(path, f"<p>{path}</p>") for path in ("/a", "/b", "/privado")}
    fetcher = make_fetcher(allows=allows)
    found = read_all(fetcher, [make_request(key=path, url=url, kind="page") for path, url in urls.items()])
    assert isinstance(found["/a"], Fetched)
    assert isinstance(found["/b"], Fetched)
    refused = found["/privado"]
    assert isinstance(refused, FetchError)
    assert (refused.problem, refused.retry_at) == ("robots", None)
    assert sorted(asked) == sorted(("User-agent: *\nDisallow: /privado", url, "pregonero") for url in urls.values())
    assert len(newsroom.requests_to("/robots.txt")) == 1
    assert newsroom.requests_to("/privado") == []
    assert newsroom.requests_to("/a")[0].headers["accept"].startswith("text/html")


def test_feeds_are_read_whatever_robots_says(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A feed is published for programs."""
    newsroom.answer("/rss", Answer(body=BODY))
    assert read(make_fetcher(allows=lambda *_: False), newsroom.url("/rss")).body == BODY
    assert newsroom.requests_to("/robots.txt") == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_allows_all(newsroom: Newsroom, make_fetcher: Make, status: int) -> None:
    """RFC 9309: what cannot be had for good forbids nothing."""
    newsroom.answer("/robots.txt", Answer(status=status))
    url = newsroom.add_page("/a", "<p>a</p>")
    assert read(make_fetcher(allows=lambda text, *_: text == ""), url, kind="page").body == b"<p>a</p>"


@pytest.mark.parametrize(
    ("answer", "problem", "wait"),
    [
        (Answer(status=503), "http_status", timedelta(minutes=10)),
        (Answer(status=429, headers=(("Retry-After", "3600"),)), "http_status", timedelta(hours=1)),
        (Answer(behaviour="hang"), "timeout", timedelta(minutes=10)),
        (Answer(behaviour="reset"), "connection", timedelta(minutes=10)),
    ],
)
def test_a_site_in_trouble_is_asked_later(
    newsroom: Newsroom, make_fetcher: Make, clock: FakeClock, answer: Answer, problem: str, wait: timedelta
) -> None:
    """No rules now means no page now, and not one question per page; afterwards it is asked again."""
    newsroom.answer_always("/robots.txt", answer)
    url = newsroom.add_page("/a", "<p>a</p>")
    fetcher = make_fetcher(total_timeout_s=0.5)
    for _ in range(2):
        error = fail(fetcher, url, kind="page")
        asked = len(newsroom.requests_to("/robots.txt"))
        if problem != "timeout":  # there the page's own time may end first, and nothing is known about the site
            assert (error.problem, error.retry_at) == (problem, NOON + wait)
        else:
            assert error.problem == "timeout"
    assert asked <= 2  # a connection that was reset is tried twice by the library
    assert newsroom.requests_to("/a") == []
    newsroom.answer_always("/robots.txt", Answer(body=b""))
    clock.advance(wait)
    assert read(fetcher, url, kind="page").body == b"<p>a</p>"


def test_rules_are_asked_again_after_a_day(newsroom: Newsroom, make_fetcher: Make, clock: FakeClock) -> None:
    """For 24 hours they are remembered."""
    url = newsroom.add_page("/a", "<p>a</p>")
    newsroom.add_robots("")
    fetcher = make_fetcher()
    for hours in (0, 23, 2):
        clock.advance(timedelta(hours=hours))
        read(fetcher, url, kind="page")
    assert len(newsroom.requests_to("/robots.txt")) == 2


def test_the_page_behind_a_redirect_is_asked_about_too(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Where a link really leads has its own say."""
    newsroom.add_robots("")
    newsroom.add_page("/privado", "<p>a</p>")
    newsroom.redirect("/corto", f"http://otro.example:{newsroom.port}/privado", status=302)
    fetcher = make_fetcher(allows=lambda text, url, agent: "/privado" not in url)
    assert fail(fetcher, newsroom.url("/corto"), kind="page").problem == "robots"
    assert len(newsroom.requests_to("/robots.txt")) == 2
    assert newsroom.requests_to("/privado") == []


def test_rules_that_fail_fail_that_page_only(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A fault in the function that reads them is a result, and the next page is read."""
    newsroom.add_robots("x")
    urls = [newsroom.add_page(path, "<p>a</p>") for path in ("/a", "/b")]

    def allows(text: str, url: str, agent: str) -> bool:
        if url.endswith("/a"):
            raise KeyError(url)
        return True

    fetcher = make_fetcher(allows=allows)
    assert fail(fetcher, urls[0], kind="page").problem == "connection"
    assert read(fetcher, urls[1], kind="page").body == b"<p>a</p>"
