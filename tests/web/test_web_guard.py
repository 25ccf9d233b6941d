"""Who may ask: token, host, origin, the forms' secret, and headers that bind the browser."""

import asyncio
import socket
from collections.abc import Iterator

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_kit import Browser

from bot.channels import Secret
from bot.config import WebSettings
from bot.web import Desk, WebServer
from bot.web.guard import SESSION_S, Guard, received
from bot.web.server import make_app

PAGES = ("/", "/why", "/tune", "/feeds", "/system", "/search?q=presos", "/stories/s-000001", "/feeds/diario")


@pytest.fixture
def locked(desk: Desk) -> Iterator[Browser]:
    """A desk with a token, and a browser that has not shown it."""
    with WebServer(desk, WebSettings(port=0, token=Secret("right token"))) as server:
        yield Browser(server.port)


def test_every_page_binds_the_browser(browser: Browser) -> None:
    """No script, frame, style or request from elsewhere, on pages and on errors alike."""
    for path in (*PAGES, "/nowhere", "/stories/s-999999"):
        answer = browser.get(path)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_another_name_for_this_machine_is_refused(browser: Browser) -> None:
    """A page elsewhere whose name suddenly leads here (DNS rebinding) reads nothing."""
    for host in ("evil.example", "evil.example:8765", "127.0.0.1.evil.example", "[", "localhost.evil.example"):
        answer = browser.get("/", Host=host)
        assert answer.status == 403
        assert "presos" not in answer.text
    assert browser.get("/", Host="localhost:8765").status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", None, "http://127.0.0.1", "http://127.0.0.1:1"])
def test_a_form_of_another_site_changes_nothing(origin: str | None, browser: Browser, desk: Desk) -> None:
    """Even with the right secret in it."""
    answer = browser.post("/stories/s-000001/triage", {"state": "done"}, Origin=origin)
    assert answer.status == 403
    assert desk.store.triage(["s-000001"]) == {}  # type: ignore[list-item]  # an id


@pytest.mark.parametrize("secret", ["", "wrong", "ñ"])
def test_a_forged_form_changes_nothing(secret: str, browser: Browser, desk: Desk) -> None:
    """A form without the page's secret, or with another one."""
    assert browser.post("/stories/s-000001/triage", {"state": "done"}, csrf=secret).status == 403
    assert desk.store.triage(["s-000001"]) == {}  # type: ignore[list-item]  # an id


def test_the_secret_of_one_session_is_not_that_of_another(browser: Browser) -> None:
    """A secret read elsewhere helps nobody."""
    other = Browser(browser.port).get("/").csrf
    assert browser.post("/stories/s-000001/triage", {"state": "done"}, csrf=other).status == 403


def test_without_the_token_there_is_only_the_door(locked: Browser) -> None:
    """Every page leads to the login, and shows nothing."""
    for path in PAGES:
        answer = locked.get(path)
        assert (answer.status, answer.headers["Location"]) == (303, "/login")
    assert locked.get("/login").status == 200


def test_the_token_opens_the_desk_and_keeps_it_open(locked: Browser) -> None:
    """A cookie that scripts cannot read and that does not go with requests of other sites."""
    answer = locked.post("/login", {"token": "right token"}, csrf="")
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert all(part in answer.headers["Set-Cookie"] for part in ("HttpOnly", "SameSite=Strict"))
    assert "right token" not in answer.headers["Set-Cookie"]
    assert locked.get("/").status == 200


def test_wrong_tokens_are_refused_and_then_not_even_looked_at(locked: Browser) -> None:
    """Ten a minute; the right one has to wait, too."""
    answers = [locked.post("/login", {"token": f"guess {n}"}, csrf="").status for n in range(10)]
    assert answers == [403] * 10
    assert locked.post("/login", {"token": "right token"}, csrf="").status == 429
    assert locked.get("/").status == 303


def test_the_token_is_not_taken_from_another_sites_form(locked: Browser) -> None:
    """Nobody is logged in without wanting to be."""
    assert locked.post("/login", {"token": "right token"}, csrf="", Origin="https://evil.example").status == 403


@given(cookie=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=';,"\\'), max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_made_up_cookie_opens_the_desk(cookie: str, locked: Browser) -> None:
    """Any text at all, signed or not."""
    for forged in (cookie, f"9999999999.{cookie}", f"9999999999.x.{cookie}"):
        assert Browser(locked.port, {"pregonero": forged}).get("/").status == 303


def test_a_session_ends_with_its_time() -> None:
    """Twelve hours after the token was shown it has to be shown again."""
    at = [1_000.0]
    guard = Guard(token=Secret("right token"), hosts=frozenset(), now=lambda: at[0])
    session = guard.let_in("right token")
    assert session is not None
    at[0] += SESSION_S - 1
    assert guard.session_of(session.id) == session
    at[0] += 2
    assert guard.session_of(session.id) is None


def test_sessions_of_another_token_are_not_ours(desk: Desk, locked: Browser) -> None:
    """Changing the token closes the desk for everybody."""
    locked.post("/login", {"token": "right token"}, csrf="")
    with WebServer(desk, WebSettings(port=0, token=Secret("another"))) as other:
        assert Browser(other.port, locked.cookies).get("/").status == 303


@pytest.mark.parametrize(
    "path", ["/static/../../../etc/passwd", "/static/%2e%2e%2fserver.py", "/static/guard.py", "/state/pregonero.db"]
)
def test_files_beside_the_desk_are_out_of_reach(path: str, browser: Browser) -> None:
    """Two files are served, by name."""
    assert browser.get(path).status == 404
    assert browser.get("/static/style.css").status == 200


def test_a_body_without_end_is_refused(browser: Browser) -> None:
    """More than a configuration can hold."""
    answer = browser.post("/tune", {"as": "toml", "text": "#" * 1_100_000})
    assert answer.status == 413
    assert "A form holds 1 MB at most" in answer.text


def test_whoever_drips_a_form_is_left_at_the_time_limit() -> None:
    """It would hold a connection of the desk for as long as it likes."""

    async def never() -> bytes:
        await asyncio.Event().wait()
        return b""

    with pytest.raises(web.HTTPRequestTimeout):
        asyncio.run(received(never(), 0.0))


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nX-A: "])
def test_whoever_sends_no_whole_head_is_left(desk: Desk, sent: bytes) -> None:
    """Nothing at all, or a head that does not end."""
    with (
        WebServer(desk, WebSettings(host="127.0.0.1", port=0), idle_s=0.05) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=30) as line,
    ):
        line.sendall(sent)
        assert line.recv(1) == b""


def test_a_reader_who_goes_away_is_no_error(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Half a form and no more: nothing is wrong with the desk, so nothing is said of it."""
    explained = make_app(desk, WebSettings()).middlewares[1]

    async def gone(request: web.Request) -> web.StreamResponse:
        raise ConnectionResetError("Connection lost")

    answer = asyncio.run(explained(make_mocked_request("POST", "/"), gone))  # type: ignore[arg-type,misc]
    assert answer.status == 400
    assert caplog.records == []
