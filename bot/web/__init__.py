"""The analysts' desk as pages: aiohttp serves, Jinja2 renders, htmx refreshes parts. Reads and writes through the store.

Layers inside: `guard` (who may ask), `desk` (what pages ask of the bot), `render`, `pages/` (one module a page), `server`.
May import app, config, store and the thinking stages; nothing imports it but commands.
"""

from bot.web.server import WebServer, WebSettings, make_app

__all__ = ["WebServer", "WebSettings", "make_app"]
