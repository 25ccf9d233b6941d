"""The server: routes, errors, and a thread of its own beside the bot. With its siblings the door to aiohttp.web."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

from aiohttp import web

from bot.config import WebSettings
from bot.errors import BotError, ConfigError, StoreError, UsageError
from bot.web import pages
from bot.web.guard import Guard, Handler, bound
from bot.web.pages.tune import TRIALS
from bot.web.render import is_part, page
from bot.web.state import DESK, Desk
from bot.web.trials import Trials
from bot.web.work import GUARD, POOL

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 1_000_000  # a config.toml of 10,000 feeds is larger: such a file is edited elsewhere
IDLE_S = 30.0  # until a connection has asked for something, and between two requests; a browser connects anew
_THREADS = 4
_STATIC = {"style.css": "text/css", "htmx.min.js": "text/javascript"}


def make_app(desk: Desk, settings: WebSettings) -> web.Application:
    """The application with all its pages.

    Args:
        desk: what the pages show; closed by whoever made it.
        settings: without a token, the host says under which names a browser may ask.
    """
    guard = Guard(token=settings.token, hosts=frozenset({settings.host, "localhost", "127.0.0.1", "::1"}))
    # explained twice: pages that fail keep the session that the guard gives, and what the guard refuses is a page, too
    ways = [bound, _explained, guard.middleware, _explained]
    app = web.Application(middlewares=ways, client_max_size=MAX_BODY_BYTES)
    app[DESK] = desk
    app[GUARD] = guard
    app[POOL] = pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="desk")
    app[TRIALS] = Trials(desk)
    app.on_cleanup.append(_closing(pool))
    app.add_routes([web.get("/static/{name}", _static), *pages.routes()])
    return app


def _closing(pool: ThreadPoolExecutor) -> Callable[[web.Application], Awaitable[None]]:
    async def close(app: web.Application) -> None:
        pool.shutdown(wait=False, cancel_futures=True)

    return close


@web.middleware
async def _explained(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors as pages that say what to do, in the reader's language."""
    try:
        return await handler(request)
    except web.HTTPException as exc:
        if exc.status < 400:
            raise
        return _problem(request, exc.status, [_refusal(request, exc)], exc.headers.get("Retry-After"))
    except ConfigError as exc:
        return _problem(request, 422, exc.problems)
    except UsageError as exc:
        return _problem(request, 422, [str(exc)])
    except StoreError as exc:
        logger.warning("a page could not be made", extra={"path": request.path, "error": str(exc)})
        return _problem(request, 503, [str(exc)])
    except BotError as exc:
        return _problem(request, 502, [str(exc)])
    except ConnectionError:  # the reader went away while it was sending; nobody hears the answer
        return web.Response(status=400)
    except Exception:  # one page of one reader; the desk goes on, and says so in the reader's language
        logger.exception("a page failed", extra={"path": request.path})
        return _problem(request, 500, ["Something went wrong here; the bot's log says what. Load the page again."])


def _problem(
    request: web.Request, status: int, problems: Sequence[str], retry_after: str | None = None
) -> web.Response:
    """A page that says what is wrong; for htmx the message alone, which it puts at the top of the page."""
    template = "problem.part.html" if is_part(request) else "problem.html"
    response = page(request, template, status=status, problems=problems)
    if retry_after is not None:
        response.headers["Retry-After"] = retry_after
    return response


def _refusal(request: web.Request, exc: web.HTTPException) -> str:
    """What an HTTPException says: our own words, or ours in the place of aiohttp's."""
    if exc.status == web.HTTPRequestEntityTooLarge.status_code:
        return "A form holds 1 MB at most. Shorten the text; a larger config.toml has to be edited as a file."
    if exc.text is not None and exc.text != f"{exc.status}: {exc.reason}":
        return exc.text
    path = request.path[:100]
    if exc.status == web.HTTPNotFound.status_code:
        return f"There is no page {path}. Follow one of the links above."
    if exc.status == web.HTTPMethodNotAllowed.status_code:
        return f"{path} is not asked for like this. Follow one of the links above."
    return f"This was asked for in a way that is not understood ({exc.reason}). Load the page again."


async def _static(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name not in _STATIC:
        raise web.HTTPNotFound
    body = files("bot.web").joinpath("static", name).read_bytes()
    return web.Response(body=body, content_type=_STATIC[name], charset="utf-8")


class WebServer:
    """The desk in a thread of its own. Close it, or use it as a context manager."""

    def __init__(self, desk: Desk, settings: WebSettings, *, idle_s: float = IDLE_S) -> None:
        """Starts serving.

        Args:
            desk: what the pages show.
            settings: where to listen, and whom to answer.
            idle_s: after which a connection is closed that has not sent the whole head of a request.

        Raises:
            UsageError: the address cannot be used.
        """
        self._host = f"[{settings.host}]" if ":" in settings.host else settings.host
        self._loop = asyncio.new_event_loop()
        self._runner = web.AppRunner(
            make_app(desk, settings), access_log=None, shutdown_timeout=2.0, keepalive_timeout=idle_s
        )
        self._thread = threading.Thread(target=self._loop.run_forever, name="web", daemon=True)
        self._thread.start()
        try:
            self.port = asyncio.run_coroutine_threadsafe(self._start(settings), self._loop).result()
        except (OSError, OverflowError) as exc:
            self.close()
            raise UsageError(
                f"the desk cannot listen on {settings.host}:{settings.port}: {exc}. Set another [web] listen."
            ) from exc

    async def _start(self, settings: WebSettings) -> int:
        await self._runner.setup()
        await web.TCPSite(self._runner, settings.host, settings.port).start()
        address: tuple[str, int] = self._runner.addresses[0]
        return address[1]

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the desk."""
        return f"http://{self._host}:{self.port}/"

    def __enter__(self) -> "WebServer":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets requests under way finish for a moment, then stops."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


__all__ = ["MAX_BODY_BYTES", "WebServer", "make_app"]
