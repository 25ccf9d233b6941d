"""What all pages do: blocking work in threads, forms, the way back. May import aiohttp and its siblings' keys."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from aiohttp import web

from bot.web.guard import Guard, received
from bot.web.state import DESK, Desk

POOL: web.AppKey[ThreadPoolExecutor] = web.AppKey("pool", ThreadPoolExecutor)
GUARD: web.AppKey[Guard] = web.AppKey("guard", Guard)

P = ParamSpec("P")
T = TypeVar("T")


def desk_of(request: web.Request) -> Desk:
    """What the page asks of the bot."""
    return request.app[DESK]


async def in_thread(request: web.Request, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of work that blocks, or its error."""
    return await asyncio.get_running_loop().run_in_executor(request.app[POOL], lambda: work(*args, **kwargs))


async def fields_of(request: web.Request) -> Mapping[str, str]:
    """The form's fields as texts; of a repeated one the first; files are left out. NUL becomes a blank."""
    form = await received(request.post())
    return {key: value.replace("\0", " ") for key, value in form.items() if isinstance(value, str)}


def back_to(path: str) -> web.HTTPSeeOther:
    """Sends the browser to a page of ours after a form; anything else leads to the first one."""
    safe = path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
    return web.HTTPSeeOther(safe)


__all__ = ["GUARD", "POOL", "back_to", "desk_of", "fields_of", "in_thread"]
