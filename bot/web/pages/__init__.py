"""The desk's pages, one module each; a module's `ROUTES` are its addresses."""

from aiohttp import web

from bot.web.pages import feeds, figures, label, now, session, system, tune, why


def routes() -> list[web.RouteDef]:
    """All addresses of all pages."""
    return [route for module in (now, why, tune, label, figures, feeds, system, session) for route in module.ROUTES]


__all__ = ["routes"]
