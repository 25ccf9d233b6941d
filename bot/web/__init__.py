"""The analysts' desk as pages: aiohttp serves, Jinja2 renders, htmx refreshes parts; all through the store.

Inside: `guard` (who may ask), `state` (what pages ask of the bot), `render`, `pages/` (one module a page), `server`.
May import app, config, store and the thinking stages; nothing imports it but commands.
"""

from bot.web.server import WebServer, make_app
from bot.web.state import Desk

__all__ = ["Desk", "WebServer", "make_app"]
