"""The callback of WebSub: hubs confirm here what we asked them for, and send what is new.

Open to whoever reaches it, as hubs have no token of the desk: a subscription is named by a token of its own, and a
message counts only with the signature of its secret. Answers tell nothing of what was right or wrong with it.
"""

import logging

from aiohttp import web

from bot import websub
from bot.web.guard import received
from bot.web.work import desk_of, in_thread

logger = logging.getLogger(__name__)

_MAX_TYPE_CHARS = 200


async def confirm(request: web.Request) -> web.Response:
    """A hub asks whether we want what it was asked for."""
    desk = desk_of(request)
    found = await in_thread(request, desk.store.subscription, request.match_info["token"])
    if found is None or desk.config.web.callback_url is None:
        raise web.HTTPNotFound
    after, challenge = websub.answered(found, request.query, desk.clock.now())
    if after != found:
        await in_thread(request, desk.store.set_subscription, after)
    if challenge is None:
        raise web.HTTPNotFound
    return web.Response(text=challenge, content_type="text/plain")


async def take(request: web.Request) -> web.Response:
    """A hub's message: kept for the bot when it is signed; the bot reads it like any document of the feed."""
    desk = desk_of(request)
    found = await in_thread(request, desk.store.subscription, request.match_info["token"])
    if found is None or desk.config.web.callback_url is None:
        raise web.HTTPGone  # the hub is to stop
    body = await received(request.read())  # no longer than the desk takes from anybody
    now = desk.clock.now()
    if not websub.is_active(found, now) or not websub.is_signed(found, request.headers.get("X-Hub-Signature"), body):
        logger.warning("a message of a hub was not taken: not signed, or too late", extra={"feed": found.feed_id})
    elif body:
        content_type = request.headers.get("Content-Type", "")[:_MAX_TYPE_CHARS]
        if not await in_thread(request, desk.store.add_push, found.feed_id, content_type, body, now):
            logger.warning("too many messages of hubs wait; polling finds it", extra={"feed": found.feed_id})
    return web.Response(status=202)


ROUTES = [web.get(f"{websub.PREFIX}{{token}}", confirm), web.post(f"{websub.PREFIX}{{token}}", take)]
