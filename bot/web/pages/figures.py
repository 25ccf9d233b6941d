"""*Figures*: running totals as a plot whose points lead to their sentences, and the ledger as a table and CSV."""

from aiohttp import web
from markupsafe import Markup

from bot.domain import LedgerEntry
from bot.extract import MEASURES, format_value, label
from bot.ledger import to_csv
from bot.plot import running_totals, svg_of
from bot.web.render import language_of, page
from bot.web.work import desk_of, in_thread

MOST = 500  # entries in the table; the file holds all


async def figures(request: web.Request) -> web.Response:
    """Plot and ledger, of all measures or of one."""
    measure = request.query.get("measure", "")
    entries = await in_thread(request, _entries, request, measure)
    lines = running_totals([entry.held for entry in entries])
    language = language_of(request)
    return page(
        request,
        "figures.html",
        measure=measure,
        measures=sorted(((name, label(name, language)) for name in MEASURES), key=lambda pair: pair[1].casefold()),
        # made of numbers and of texts that the plot itself escapes
        plot=Markup(svg_of(lines, lambda point: f"/why?q={point.item_id}")) if lines else None,  # noqa: S704
        entries=entries[: -MOST - 1 : -1],
        count=len(entries),
        most=MOST,
        value=lambda figure: format_value(figure, language),
        named=lambda figure: label(figure.measure, language),
    )


async def ledger(request: web.Request) -> web.Response:
    """The same entries as a file."""
    entries = await in_thread(request, _entries, request, request.query.get("measure", ""))
    return web.Response(
        text=to_csv(entries),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": 'attachment; filename="figures.csv"'},
    )


def _entries(request: web.Request, measure: str) -> list[LedgerEntry]:
    found = desk_of(request).store.ledger()
    return [entry for entry in found if measure in ("", entry.held.figure.measure)]


ROUTES = [web.get("/figures", figures), web.get("/figures.csv", ledger)]
