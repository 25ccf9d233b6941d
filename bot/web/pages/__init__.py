"""The desk's pages, one module each; a module's `ROUTES` are its addresses."""

from aiohttp import web

from bot.web.pages import feeds, figures, label, now, push, session, system, tune, why


def routes() -> list[web.RouteDef]:
    """All addresses of all pages."""
    modules = (now, why, tune, label, figures, feeds, system, session, push)
    return [route for module in modules for route in module.ROUTES]


__all__ = ["routes"]
