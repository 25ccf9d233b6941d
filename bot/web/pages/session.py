"""Coming in with the token, the name one goes by, and the language."""

from aiohttp import web

from bot.web.guard import LOGIN
from bot.web.render import LANGUAGE_COOKIE, NAME_COOKIE, page
from bot.web.wording import LANGUAGES
from bot.web.work import GUARD, back_to, fields_of

_YEAR_S = 365 * 24 * 3600


async def ask(request: web.Request) -> web.Response:
    """The form for the token."""
    return page(request, "login.html", refused=False)


async def come_in(request: web.Request) -> web.StreamResponse:
    """Exchanges the token for a session."""
    guard = request.app[GUARD]
    session = guard.let_in((await fields_of(request)).get("token", "").strip())
    if session is None:
        return page(request, "login.html", status=403, refused=True)
    response = web.HTTPSeeOther("/")
    guard.give_cookie(request, response, session)
    raise response


async def settings(request: web.Request) -> web.StreamResponse:
    """Remembers name and language in this browser."""
    fields = await fields_of(request)
    response = back_to(fields.get("back", "/"))
    name = "".join(char for char in fields.get("who", "") if char.isprintable()).strip()[:60]
    _remember(request, response, NAME_COOKIE, name)
    if fields.get("language") in LANGUAGES:
        _remember(request, response, LANGUAGE_COOKIE, fields["language"])
    raise response


def _remember(request: web.Request, response: web.StreamResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie, value, max_age=_YEAR_S, samesite="Strict", httponly=True, path="/", secure=request.secure
    )


ROUTES = [web.get(LOGIN, ask), web.post(LOGIN, come_in), web.post("/settings", settings)]
