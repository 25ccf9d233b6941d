"""bot/newsroom/feeds.py: the invented web that the demo and the tests read."""

import http.client
import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from fakes import NOON, FakeClock

from bot.newsroom import Answer, Edit, Newsroom, ScriptedFeed, ScriptedItem

HOUR = timedelta(hours=1)
FIRST = ScriptedItem(
    guid="diario-1",
    title="Entregan a «El Güero» & 11 más",
    link="/diario/nota/1",
    appears_at=NOON - HOUR,
    summary="Doce personas <fueron> entregadas.",
    body="Primer párrafo.\nSegundo párrafo.",
    edits=(Edit(at=NOON + HOUR, title="Entregan a 13 personas"),),
)
SECOND = ScriptedItem(
    guid="diario-2",
    title="Niegan amenaza",
    link="/diario/nota/2",
    appears_at=NOON + HOUR,
    vanishes_at=NOON + 3 * HOUR,
)
FEED = ScriptedFeed(path="/diario/rss.xml", title="Diario de Prueba", items=(FIRST, SECOND), ttl_min=15)


@pytest.fixture
def newsroom(clock: FakeClock) -> Iterator[Newsroom]:
    """A server without content."""
    with Newsroom(clock) as server:
        yield server


def get(newsroom: Newsroom, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """One GET on a connection of its own: status, headers in small letters, body."""
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=5)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def titles(body: bytes) -> list[str | None]:
    """Titles of an RSS document's items."""
    return [title.text for title in ElementTree.fromstring(body).iterfind(".//item/title")]  # noqa: S314 - ours


def test_items_appear_change_and_vanish_with_the_clock(newsroom: Newsroom, clock: FakeClock) -> None:
    """The document is what the script says at the moment of the request, newest item first."""
    newsroom.add_feed(FEED)
    seen = []
    for _ in range(4):
        seen.append(titles(get(newsroom, FEED.path)[2]))
        clock.advance(HOUR)
    assert seen[0] == ["Entregan a «El Güero» & 11 más"]
    assert seen[1] == seen[2] == ["Niegan amenaza", "Entregan a 13 personas"]
    assert seen[3] == ["Entregan a 13 personas"]


def test_an_unchanged_document_is_answered_with_304(newsroom: Newsroom, clock: FakeClock) -> None:
    """ETag, or Last-Modified alone, brings a 304 until the next change, and the body is the same till then."""
    newsroom.add_feed(FEED)
    _, headers, body = get(newsroom, FEED.path)
    clock.advance(60)
    assert get(newsroom, FEED.path)[2] == body
    for asked in ({"If-None-Match": headers["etag"]}, {"If-Modified-Since": headers["last-modified"]}):
        assert get(newsroom, FEED.path, asked)[::2] == (304, b"")
        clock.advance(-60)
    clock.advance(HOUR + timedelta(minutes=2))
    assert get(newsroom, FEED.path, {"If-None-Match": headers["etag"]})[0] == 200


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_every_format_is_well_formed(newsroom: Newsroom, form: str) -> None:
    """Titles with marks come back as written, in each format, with links made absolute."""
    feed = ScriptedFeed(path="/f", title="P & Q", items=(FIRST,), format=form, has_bodies=True)  # type: ignore[arg-type]
    newsroom.add_feed(feed)
    _, headers, body = get(newsroom, "/f")
    link = newsroom.url("/diario/nota/1")
    if form == "json":
        (entry,) = json.loads(body)["items"]
        assert (entry["title"], entry["url"]) == (FIRST.title, link)
    else:
        root = ElementTree.fromstring(body)  # noqa: S314 - ours
        assert FIRST.title in [element.text for element in root.iter() if element.tag.endswith("title")]
        assert link in body.decode()
        assert form in headers["content-type"]
    assert "Segundo párrafo." in body.decode()


def test_an_item_without_guid_or_date_prints_none(newsroom: Newsroom) -> None:
    """Empty guid and `is_dated=False` leave their elements out."""
    bare = ScriptedItem(guid="", title="t", link="https://otro.example/x", appears_at=NOON, is_dated=False)
    sourced = ScriptedItem(guid="g", title="u", link="/x", appears_at=NOON, source=("Otro", "https://otro.example"))
    newsroom.add_feed(ScriptedFeed(path="/f", title="f", items=(bare, sourced)))
    newsroom.add_feed(ScriptedFeed(path="/a", title="f", items=(bare,), format="atom"))
    rss, atom = get(newsroom, "/f")[2].decode(), get(newsroom, "/a")[2].decode()
    assert rss.count("<guid") == rss.count("<pubDate") == 1
    assert '<source url="https://otro.example">Otro</source>' in rss
    assert "<published>" not in atom
    assert "https://otro.example/x" in rss


def test_item_pages_follow_the_script(newsroom: Newsroom, clock: FakeClock) -> None:
    """The path of an item's link is its page: absent before it appears, edited with it, kept after it vanishes."""
    newsroom.add_feed(FEED)
    status, headers, body = get(newsroom, "/diario/nota/1")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<p>Segundo párrafo.</p>" in body.decode()
    assert "Doce personas &lt;fueron&gt;" in body.decode()
    assert get(newsroom, "/diario/nota/2")[0] == 404
    clock.advance(5 * HOUR)
    assert get(newsroom, "/diario/nota/2")[0] == 200
    assert "13 personas" in get(newsroom, "/diario/nota/1")[2].decode()


def test_added_pages_and_robots_are_served(newsroom: Newsroom) -> None:
    """What was added stands under its path; all else is 404."""
    assert newsroom.add_page("/p", "<p>é</p>") == newsroom.url("/p")
    newsroom.add_robots("User-agent: *\nDisallow: /")
    assert get(newsroom, "/p")[2].decode() == "<p>é</p>"
    assert get(newsroom, "/robots.txt")[2] == b"User-agent: *\nDisallow: /"
    assert get(newsroom, "/otra")[0] == 404


def test_queued_answers_come_once_each_and_standing_ones_stay(newsroom: Newsroom) -> None:
    """Queue first, then the standing answer, then the feed."""
    newsroom.add_feed(FEED)
    newsroom.answer(FEED.path, Answer(status=500), Answer(status=429, headers=(("Retry-After", "7"),)))
    newsroom.answer_always(FEED.path, Answer(status=410))
    assert [get(newsroom, FEED.path)[0] for _ in range(4)] == [500, 429, 410, 410]
    newsroom.answer_always(FEED.path, None)
    assert get(newsroom, FEED.path)[0] == 200


def test_requests_are_recorded(newsroom: Newsroom) -> None:
    """Method, path with query and headers of every request, in order."""
    get(newsroom, "/a?x=1", {"User-Agent": "prueba/1"})
    get(newsroom, "/b")
    assert [(request.method, request.path) for request in newsroom.requests] == [("GET", "/a?x=1"), ("GET", "/b")]
    assert newsroom.requests_to("/a?x=1")[0].headers["user-agent"] == "prueba/1"
    assert newsroom.most_at_once == 1


def test_a_cut_body_is_shorter_than_promised(newsroom: Newsroom) -> None:
    """The connection closes after the body, whatever the headers said."""
    newsroom.answer("/c", Answer(headers=(("Content-Length", "846"),), body=b"x" * 10, behaviour="cut"))
    with pytest.raises(http.client.IncompleteRead) as caught:
        get(newsroom, "/c")
    assert caught.value.partial == b"x" * 10


def test_reset_hang_and_raw(newsroom: Newsroom) -> None:
    """No answer at all, an answer that never comes, and bytes as they were given."""
    newsroom.answer("/r", Answer(behaviour="reset"))
    with pytest.raises(ConnectionError):
        get(newsroom, "/r")
    newsroom.answer("/raw", Answer(raw=b"HTTP/1.0 200 OK\r\n\r\nhola"))
    assert get(newsroom, "/raw")[2] == b"hola"
    newsroom.answer("/h", Answer(behaviour="hang"))
    with socket.create_connection(("127.0.0.1", newsroom.port)) as sock:
        sock.sendall(b"GET /h HTTP/1.1\r\n\r\n")
        sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            sock.recv(1)


def test_connections_are_kept_and_rubbish_is_survived(newsroom: Newsroom) -> None:
    """Two requests on one connection; a line that is no HTTP ends only its own connection."""
    newsroom.add_page("/p", "p")
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=5)
    for _ in range(2):
        connection.request("GET", "/p")
        assert connection.getresponse().read() == b"p"
    connection.close()
    with socket.create_connection(("127.0.0.1", newsroom.port)) as sock:
        sock.sendall(b"rubbish\r\n")
        assert sock.recv(100) == b""
    assert get(newsroom, "/p")[0] == 200


def test_absolute_targets_are_read_as_a_proxy_would(newsroom: Newsroom) -> None:
    """A request line with a whole address is served by its path."""
    newsroom.add_page("/p", "p")
    with socket.create_connection(("127.0.0.1", newsroom.port)) as sock:
        sock.sendall(b"GET http://diario.example/p HTTP/1.1\r\n\r\n")
        assert sock.recv(200).startswith(b"HTTP/1.1 200")
    assert newsroom.requests[0].path == "/p"


def test_an_empty_feed_is_a_feed(newsroom: Newsroom) -> None:
    """Before its first item a feed has no date of change; its document is still well-formed, and stable."""
    for form in ("rss", "atom", "json"):
        newsroom.add_feed(ScriptedFeed(path=f"/{form}", title="f", format=form))  # type: ignore[arg-type]
        status, headers, body = get(newsroom, f"/{form}")
        assert (status, "last-modified" in headers) == (200, False)
        assert body
        assert headers["etag"]


def test_close_ends_hanging_connections_and_may_be_called_again(clock: FakeClock) -> None:
    """Closing does not wait for readers; a second close does nothing."""
    newsroom = Newsroom(clock)
    newsroom.answer("/h", Answer(behaviour="hang"))
    with socket.create_connection(("127.0.0.1", newsroom.port)) as sock:
        sock.sendall(b"GET /h HTTP/1.1\r\n\r\n")
        newsroom.close()
        newsroom.close()
        sock.settimeout(5)
        with pytest.raises(ConnectionError):  # noqa: PT012 - either an end or a reset, by timing
            if sock.recv(1) == b"":
                raise ConnectionResetError
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", newsroom.port))


def test_an_address_that_cannot_be_listened_on_is_an_error(clock: FakeClock) -> None:
    """An address of another machine is an OSError at once."""
    with pytest.raises(OSError, match="assign"):
        Newsroom(clock, host="192.0.2.1")


def test_ipv6_loopback_is_served(clock: FakeClock) -> None:
    """Its address stands in brackets."""
    try:
        newsroom = Newsroom(clock, host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with newsroom:
        assert newsroom.base_url == f"http://[::1]:{newsroom.port}"
        assert newsroom.allow_address == f"[::1]:{newsroom.port}"
