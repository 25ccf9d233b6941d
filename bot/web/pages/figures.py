"""*Figures*: handovers, running totals and tolls as plots whose points lead to their sentences; the ledger, and CSV."""

from aiohttp import web
from markupsafe import Markup

from bot.domain import ItemId, LedgerEntry
from bot.extract import MEASURES, format_value, label
from bot.ledger import to_csv
from bot.plot import HEADS, Point, operations, running_totals, svg_of, tolls
from bot.web.render import language_of, page
from bot.web.work import desk_of, in_thread

MOST = 500  # entries in the table; the file holds all


async def figures(request: web.Request) -> web.Response:
    """Plots and ledger, of all measures or of one."""
    measure = request.query.get("measure", "")
    entries = await in_thread(request, _entries, request, measure)
    language = language_of(request)
    shown = entries[: -MOST - 1 : -1]
    in_table = {_anchor(entry.held.item_id, entry.held.figure.start) for entry in shown}

    def address(point: Point) -> str:
        anchor = _anchor(point.item_id, point.start)
        return f"#{anchor}" if anchor in in_table else f"/why?q={point.item_id}"

    figures = [entry.held for entry in entries]
    plots = [
        # made of numbers and of texts that the plot itself escapes
        (HEADS[charts[0].shape][language], Markup(svg_of(charts, address, language=language, on_page=True)))  # noqa: S704
        for charts in (operations(entries), running_totals(figures), tolls(figures))
        if charts
    ]
    return page(
        request,
        "figures.html",
        measure=measure,
        measures=sorted(((name, label(name, language)) for name in MEASURES), key=lambda pair: pair[1].casefold()),
        plots=plots,
        entries=shown,
        anchor=_anchor,
        count=len(entries),
        most=MOST,
        value=lambda figure: format_value(figure, language),
        named=lambda figure: label(figure.measure, language, figure.value),
    )


def _anchor(item_id: ItemId, start: int) -> str:
    """Name of the row that shows a sentence; of several figures in it the first row's."""
    return f"f-{item_id}-{start}"


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
