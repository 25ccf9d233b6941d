"""The ledger as SVG pictures: running totals, people handed over by operation, tolls by who counts. Pure.

By hand, since a small chart is a hundred lines and the lightest well-kept library for it is 20 MB.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from bot.domain import ItemId, LedgerEntry, StoryFigure
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract import label

_WIDTH, _ROW, _TOP = 900, 150, 40  # pixels
_LEFT, _RIGHT, _HEAD, _FOOT = 90, 190, 30, 34  # margins of one chart
_COLOURS = ("#1b6ca8", "#b5482a", "#3d7a37", "#7a4b94", "#94752b", "#3a7c7c")
_NOT_XML = re.compile(r"[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOTALS = ("cumulative",)
_ALWAYS_TOTALS = ("arrested_cumulative", "drugs_seized_total")  # since the start of the term, whatever the event
_TOLLS = ("killed", "security_forces_killed", "injured", "disappeared", "displaced", "strike_deaths", "us_strikes")
_NO_TOLL = ("projected",)  # scopes
_PLAIN_UNITS = ("persons", "events", "count")  # the measure's name says them
MOST_OPERATIONS = 24  # bars that can still be told apart
MOST_TOLLS = 12  # charts
MOST_COUNTERS = 5  # series of a chart, those with most points

Shape = Literal["steps", "bars", "marks"]
PlotLanguage = Literal["en", "es"]
HEADS: dict[Shape, dict[PlotLanguage, str]] = {
    "steps": {"en": "Running totals, as printed", "es": "Totales acumulados, como se publicaron"},
    "bars": {"en": "People handed over, by operation", "es": "Personas entregadas, por operación"},
    "marks": {"en": "Tolls, by who counts", "es": "Recuentos, según quién cuenta"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value as one outlet printed it."""

    at: datetime
    value: float
    outlet: str
    item_id: ItemId  # the report that printed it
    start: int  # of its sentence in the report's text
    aside: bool = False  # another value than the one that the chart goes by


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points in order of time. `name` is empty where a chart has one series only."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One measure, drawn as steps that never fall, as one bar a series, or as marks joined by lines."""

    shape: Shape
    measure: str
    unit: str
    about: str = ""  # a place or group; "" = not said
    series: tuple[Series, ...]


def running_totals(figures: Sequence[StoryFigure]) -> tuple[Chart, ...]:
    """Totals by measure and unit, those with most points first; floors from vague words and trends left out."""
    lines: dict[tuple[str, str], list[Point]] = {}
    for held in sorted(figures, key=lambda held: held.at):
        figure = held.figure
        if (figure.scope in _TOTALS or figure.measure in _ALWAYS_TOTALS) and (point := _point(held)):
            lines.setdefault((figure.measure, figure.unit), []).append(point)
    made = [
        Chart(shape="steps", measure=measure, unit=unit, series=(Series(name="", points=_without_falls(points)),))
        for (measure, unit), points in lines.items()
    ]
    return tuple(sorted(made, key=lambda chart: (-len(chart.series[0].points), chart.measure)))


def operations(entries: Sequence[LedgerEntry]) -> tuple[Chart, ...]:
    """People handed over, a bar a story: the value that most reports print, of equals the latest; others aside."""
    by_story: defaultdict[str, list[StoryFigure]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.held.at):
        if (
            entry.held.figure.measure in HANDOVER_MEASURES
            and entry.held.figure.scope == "this_event"
            and _point(entry.held)
        ):
            by_story[entry.story_id].append(entry.held)
    bars = []
    for story, held in by_story.items():
        printed = Counter(each.figure.value for each in held)
        main = max(reversed(held), key=lambda each: printed[each.figure.value]).figure.value
        first = {each.figure.value: each for each in reversed(held)}  # the report that printed it first
        points = [_point(each, aside=value != main) for value, each in first.items()]
        bars.append(Series(name=story, points=tuple(sorted(filter(None, points), key=lambda p: (p.aside, p.at)))))
    bars.sort(key=lambda bar: bar.points[0].at)
    if not bars:
        return ()
    return (Chart(shape="bars", measure="persons_transferred", unit="persons", series=tuple(bars[-MOST_OPERATIONS:])),)


def tolls(figures: Sequence[StoryFigure]) -> tuple[Chart, ...]:
    """Counts of victims and strikes by measure and place, a series for each who counts; most points first."""
    found: defaultdict[tuple[str, str, str], defaultdict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for held in sorted(figures, key=lambda held: held.at):
        figure = held.figure
        if figure.measure in _TOLLS and figure.scope not in _NO_TOLL and (point := _point(held)):
            found[figure.measure, figure.unit, figure.place or figure.group or ""][
                figure.speaker or held.outlet
            ].append(point)
    made = []
    for (measure, unit, about), counters in found.items():
        series = [Series(name=name, points=tuple(points)) for name, points in counters.items()]
        most = sorted(series, key=lambda each: (-len(each.points), each.name))[:MOST_COUNTERS]
        made.append(Chart(shape="marks", measure=measure, unit=unit, about=about, series=tuple(most)))
    made.sort(key=lambda chart: (-sum(len(each.points) for each in chart.series), chart.measure, chart.about))
    return tuple(made[:MOST_TOLLS])


def _point(held: StoryFigure, *, aside: bool = False) -> Point | None:
    figure = held.figure
    if figure.value is None or figure.value_from_vague:
        return None
    return Point(
        at=held.at, value=figure.value, outlet=held.outlet, item_id=held.item_id, start=figure.start, aside=aside
    )


def _without_falls(points: Sequence[Point]) -> tuple[Point, ...]:
    """Totals never fall: what is below the highest so far stands aside."""
    so_far, kept = float("-inf"), []
    for point in points:
        falls = point.value < so_far
        so_far = max(so_far, point.value)
        kept.append(replace(point, aside=falls))
    return tuple(kept)


# --- drawing ----------------------------------------------------------------------------------------------------------


def svg_of(
    charts: Sequence[Chart],
    address: Callable[[Point], str] | None = None,
    *,
    language: PlotLanguage = "en",
    on_page: bool = False,
) -> str:
    """A document of one chart below the other.

    Args:
        charts: at least one, each with at least one point; of one shape.
        address: where a click on a point leads; None = nowhere.
        language: of headings and measures.
        on_page: takes ground and ink from the page around it, and leaves the heading to it.
    """
    every = [point for chart in charts for series in chart.series for point in series.points]
    first, last = (function(point.at for point in every) for function in (min, max))
    top = 8 if on_page else _TOP
    height = top + _ROW * len(charts)
    head = HEADS[charts[0].shape][language]
    drawn = "\n".join(
        f'<g transform="translate(0 {top + _ROW * n})">\n{_chart(chart, first, last, n, address, language)}\n</g>'
        for n, chart in enumerate(charts)
    )
    ground = (
        ""
        if on_page
        else f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>\n'
        f'<text x="{_LEFT}" y="24" font-size="16" font-weight="bold">{head}</text>\n'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{"currentColor" if on_page else "#222"}">\n'
        f"<title>{head}</title>\n{ground}{drawn}\n</svg>\n"
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values and moments of a chart lie."""

    first: datetime
    seconds: float
    floor: float
    span: float
    bottom = _ROW - _FOOT
    tall = _ROW - _HEAD - _FOOT
    width = _WIDTH - _LEFT - _RIGHT

    def x(self, at: datetime) -> float:
        return _LEFT + self.width * (at - self.first).total_seconds() / self.seconds

    def y(self, value: float) -> float:
        return self.bottom - self.tall * (value - self.floor) / self.span


def _chart(
    chart: Chart,
    first: datetime,
    last: datetime,
    number: int,
    address: Callable[[Point], str] | None,
    language: PlotLanguage,
) -> str:
    values = [point.value for series in chart.series for point in series.points]
    low, high = min(values), max(values)
    floor = low - (high - low) * 0.15 if high > low and chart.shape != "bars" else 0.0
    room = 1.2 if chart.shape == "bars" else 1.0  # for the number above the highest bar
    frame = _Frame(first, (last - first).total_seconds() or 1.0, floor, (high - floor) * room or 1.0)
    unit = "" if chart.unit in _PLAIN_UNITS else f" ({chart.unit})"
    name = label(chart.measure, language) + unit + (f", {chart.about}" if chart.about else "")
    parts = [
        f'<text x="{_LEFT}" y="16" font-weight="bold">{_text(name)}</text>',
        f'<path d="M{_LEFT} {frame.bottom}H{_WIDTH - _RIGHT}" stroke="#999" fill="none"/>',
    ]
    if chart.shape == "bars":
        return "\n".join([*parts, *_bars(chart, frame, address)])
    days = [f"{first:%Y-%m-%d}", *([f"{last:%Y-%m-%d}"] if last.date() != first.date() else [])]
    for n, series in enumerate(chart.series):
        colour = _COLOURS[(number + n) % len(_COLOURS)]
        parts += _line(series, frame, colour, address, stepped=chart.shape == "steps", row=n)
    return "\n".join(
        (
            *parts,
            f'<text x="{_LEFT - 8}" y="{frame.y(low) + 4:.1f}" text-anchor="end">{low:,.10g}</text>',
            *(
                f'<text x="{x}" y="{frame.bottom + 16}" text-anchor="{anchor}">{day}</text>'
                for day, x, anchor in zip(days, (_LEFT, _WIDTH - _RIGHT), ("start", "end"), strict=False)
            ),
        )
    )


def _line(
    series: Series, frame: _Frame, colour: str, address: Callable[[Point], str] | None, *, stepped: bool, row: int
) -> list[str]:
    """Dots joined by a line, with the last value, and the series' name where it has one."""
    path = ""
    for point in series.points:
        x, y = frame.x(point.at), frame.y(point.value)
        if not point.aside:
            path += f"M{x:.1f} {y:.1f}" if not path else f"H{x:.1f}V{y:.1f}" if stepped else f"L{x:.1f} {y:.1f}"
    end = [point for point in series.points if not point.aside][-1]
    words = f"{end.value:,.10g}" + (f" {_short(series.name)}" if series.name else "")
    # several series end side by side: their names stand below each other
    x, y = (_WIDTH - _RIGHT + 10, 24 + 15 * row) if series.name else (frame.x(end.at) + 8, frame.y(end.value) + 4)
    swatch = f'<circle cx="{x - 5}" cy="{y - 4}" r="3.5" fill="{colour}"/>' if series.name else ""
    return [
        f'<path d="{path}" stroke="{colour}" stroke-width="2" fill="none"/>',
        *(_dot(point, frame.x(point.at), frame.y(point.value), colour, address) for point in series.points),
        f'{swatch}<text x="{x + 3:.1f}" y="{y:.1f}" font-weight="bold">{_text(words)}</text>',
    ]


def _bars(chart: Chart, frame: _Frame, address: Callable[[Point], str] | None) -> list[str]:
    """One bar a series, by its first point; further points beside it as dots."""
    step = min(frame.width / len(chart.series), 80.0)
    drawn = []
    for n, series in enumerate(chart.series):
        main, *others = series.points
        x, y = _LEFT + step * n + 3, frame.y(main.value)
        words = _text(f"{main.at:%Y-%m-%d} {main.value:,.10g} {main.outlet}")
        bar = (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{step - 6:.1f}" height="{frame.bottom - y:.1f}" '
            f'fill="{_COLOURS[0]}"><title>{words}</title></rect>'
        )
        middle = x + (step - 6) / 2
        drawn += [
            _linked(bar, main, address),
            *(_dot(point, middle, frame.y(point.value), _COLOURS[1], address) for point in others),
            f'<text x="{middle:.1f}" y="{y - 4:.1f}" text-anchor="middle" font-weight="bold">{main.value:,.10g}</text>',
            f'<text x="{middle:.1f}" y="{frame.bottom + 14}" text-anchor="middle" font-size="10">'
            f"{main.at:%m-%d}</text>",
        ]
    first, last = (f"{chart.series[n].points[0].at:%Y}" for n in (0, -1))
    years = first if first == last else f"{first}–{last}"
    return [*drawn, f'<text x="{_LEFT - 8}" y="{frame.bottom + 14}" text-anchor="end">{years}</text>']


def _dot(point: Point, x: float, y: float, colour: str, address: Callable[[Point], str] | None) -> str:
    words = _text(f"{point.at:%Y-%m-%d} {point.value:,.10g} {point.outlet}")
    fill = "#fff" if point.aside else colour
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}" stroke="{colour}"><title>{words}</title></circle>'
    return _linked(dot, point, address)


def _linked(drawn: str, point: Point, address: Callable[[Point], str] | None) -> str:
    return f"<a href={quoteattr(address(point))}>{drawn}</a>" if address else drawn


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"


def _text(text: str) -> str:
    """Escaped for XML, without characters that XML does not allow."""
    return escape(_NOT_XML.sub(" ", text))


__all__ = ["HEADS", "Chart", "Point", "Series", "operations", "running_totals", "svg_of", "tolls"]
