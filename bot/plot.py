"""Running totals as an SVG picture: one small chart a measure, all over the same days. Pure.

By hand, since a chart of steps is a hundred lines and the lightest well-kept library for it is 20 MB.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from bot.domain import ItemId, StoryFigure
from bot.extract import label

_WIDTH, _ROW, _TOP = 900, 150, 40  # pixels
_LEFT, _RIGHT, _HEAD, _FOOT = 90, 130, 30, 34  # margins of one chart
_COLOURS = ("#1b6ca8", "#b5482a", "#3d7a37", "#7a4b94", "#94752b", "#3a7c7c")
_NOT_XML = re.compile(r"[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOTALS = ("cumulative",)
_ALWAYS_TOTALS = ("arrested_cumulative", "drugs_seized_total")  # since the start of the term, whatever the event


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A total as one outlet printed it."""

    at: datetime
    value: float
    outlet: str
    item_id: ItemId  # the report that printed it


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalLine:
    """A measure's totals in order of time."""

    measure: str
    unit: str
    points: tuple[Point, ...]


def running_totals(figures: Sequence[StoryFigure]) -> tuple[TotalLine, ...]:
    """Totals by measure and unit, those with most points first; floors from vague words and trends left out."""
    lines: dict[tuple[str, str], list[Point]] = {}
    for held in sorted(figures, key=lambda held: held.at):
        figure = held.figure
        is_total = figure.scope in _TOTALS or figure.measure in _ALWAYS_TOTALS
        if is_total and figure.value is not None and not figure.value_from_vague:
            point = Point(at=held.at, value=figure.value, outlet=held.outlet, item_id=held.item_id)
            lines.setdefault((figure.measure, figure.unit), []).append(point)
    made = [TotalLine(measure=measure, unit=unit, points=tuple(points)) for (measure, unit), points in lines.items()]
    return tuple(sorted(made, key=lambda line: (-len(line.points), line.measure)))


def svg_of(lines: Sequence[TotalLine], address: Callable[[Point], str] | None = None) -> str:
    """A document of one chart a line. What falls below the highest total so far is drawn hollow: totals never fall.

    Args:
        lines: at least one, each with at least one point.
        address: where a click on a point leads; None = nowhere.
    """
    first = min(line.points[0].at for line in lines)
    last = max(line.points[-1].at for line in lines)
    height = _TOP + _ROW * len(lines)
    charts = "\n".join(
        f'<g transform="translate(0 {_TOP + _ROW * n})">\n'
        f"{_chart(line, first, last, _COLOURS[n % len(_COLOURS)], address)}\n</g>"
        for n, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="#222">\n<title>Running totals</title>\n'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>\n'
        f'<text x="{_LEFT}" y="24" font-size="16" font-weight="bold">Running totals, as printed</text>\n'
        f"{charts}\n</svg>\n"
    )


def _chart(
    line: TotalLine, first: datetime, last: datetime, colour: str, address: Callable[[Point], str] | None
) -> str:
    seconds = (last - first).total_seconds() or 1.0
    low, high = (function(point.value for point in line.points) for function in (min, max))
    floor = low - (high - low) * 0.15 if high > low else 0.0
    span = (high - floor) or 1.0
    bottom, width, tall = _ROW - _FOOT, _WIDTH - _LEFT - _RIGHT, _ROW - _HEAD - _FOOT

    def place(point: Point) -> tuple[float, float]:
        x = _LEFT + width * (point.at - first).total_seconds() / seconds
        return x, bottom - tall * (point.value - floor) / span

    so_far, path, dots = float("-inf"), "", []
    for point in line.points:
        x, y = place(point)
        falls = point.value < so_far
        if not falls:
            path += f"M{x:.1f} {y:.1f}" if not path else f"H{x:.1f}V{y:.1f}"
            so_far = point.value
        words = _text(f"{point.at:%Y-%m-%d} {point.value:,.10g} {point.outlet}")
        fill = "#fff" if falls else colour
        dot = (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}" stroke="{colour}"><title>{words}</title></circle>'
        )
        dots.append(f"<a href={quoteattr(address(point))}>{dot}</a>" if address else dot)
    low_y = bottom - tall * (low - floor) / span + 4
    name = _text(f"{label(line.measure, 'en')} ({line.unit})")
    x, y = place(max(line.points, key=lambda point: (point.value, point.at)))
    return "\n".join(
        (
            f'<text x="{_LEFT}" y="16" font-weight="bold">{name}</text>',
            f'<path d="M{_LEFT} {bottom}H{_WIDTH - _RIGHT}" stroke="#999" fill="none"/>',
            f'<text x="{_LEFT - 8}" y="{low_y:.1f}" text-anchor="end">{low:,.10g}</text>',
            f'<path d="{path}" stroke="{colour}" stroke-width="2" fill="none"/>',
            *dots,
            f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}" font-weight="bold">{so_far:,.10g}</text>',
            f'<text x="{_LEFT}" y="{bottom + 16}" fill="#666">{first:%Y-%m-%d}</text>',
            f'<text x="{_WIDTH - _RIGHT}" y="{bottom + 16}" text-anchor="end" fill="#666">{last:%Y-%m-%d}</text>',
        )
    )


def _text(text: str) -> str:
    """Escaped for XML, without characters that XML does not allow."""
    return escape(_NOT_XML.sub(" ", text))
