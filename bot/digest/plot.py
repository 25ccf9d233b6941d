"""Two small pictures: items on topic a day as bars, running totals as steps. The only importer of Pillow.

May import its siblings' values. All that a picture says stands beside it in words, for readers without images. Headings
stand beside it too: the font that comes with Pillow has no accents.
"""

import io
from collections.abc import Sequence
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from bot.digest.parts import Trend
from bot.digest.wording import DigestLanguage, short_day

WIDTH, HEIGHT = 960, 240  # pixels; shown 640 wide and less, so that numbers can be read on phones
_PAPER, _INK, _SOFT, _BAR, _STEP = "#ffffff", "#1d1d1b", "#6b6a65", "#b45309", "#b91c1c"
_TOP, _BOTTOM, _EDGE = 52, 186, 16
_NUMBER, _LABEL = 36, 30  # font sizes


def draw(trend: Trend, language: DigestLanguage) -> dict[str, bytes]:
    """PNG of WIDTH × HEIGHT pixels by name, "days" and "totals", each where there is something to see; some 5 kB."""
    pictures = {}
    if any(n for _, n in trend.days):
        image, pen = _sheet()
        _bars(pen, trend.days, language)
        pictures["days"] = _png(image)
    if len(trend.totals) > 1:
        image, pen = _sheet()
        _steps(pen, trend.totals, language)
        pictures["totals"] = _png(image)
    return pictures


def _sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    return image, ImageDraw.Draw(image)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.quantize(32).save(file, "PNG", optimize=True)
    return file.getvalue()


def _text(pen: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, ink: str, anchor: str) -> None:
    pen.text((x, y), text, fill=ink, font=ImageFont.load_default(size), anchor=anchor)


def _axis(pen: ImageDraw.ImageDraw, first: date, last: date, right: int, language: DigestLanguage) -> None:
    pen.line((_EDGE, _BOTTOM, right, _BOTTOM), fill=_SOFT, width=2)
    _text(pen, _EDGE, _BOTTOM + 12, short_day(first, language), _LABEL, _SOFT, "lt")
    _text(pen, right, _BOTTOM + 12, short_day(last, language), _LABEL, _SOFT, "rt")


def _bars(pen: ImageDraw.ImageDraw, days: Sequence[tuple[date, int]], language: DigestLanguage) -> None:
    right = WIDTH - _EDGE
    step = (right - _EDGE) / len(days)
    most = max(n for _, n in days)
    for n, (_, count) in enumerate(days):
        x = _EDGE + n * step
        y = _BOTTOM - (_BOTTOM - _TOP) * count / most
        if count:
            pen.rectangle((x + step * 0.15, y, x + step * 0.85, _BOTTOM), fill=_BAR)
            _text(pen, x + step / 2, y - 6, f"{count:,}", _LABEL, _INK, "mb")
    _axis(pen, days[0][0], days[-1][0], right, language)


def _steps(pen: ImageDraw.ImageDraw, totals: Sequence[tuple[date, float]], language: DigestLanguage) -> None:
    first, last = totals[0][0], totals[-1][0]
    right = WIDTH - _EDGE - 110  # room for the last number
    span = max((last - first).days, 1)
    most = totals[-1][1] or 1

    def place(day: date, value: float) -> tuple[float, float]:
        return _EDGE + (right - _EDGE) * (day - first).days / span, _BOTTOM - (_BOTTOM - _TOP) * value / most

    path = [place(*totals[0])]
    for day, value in totals[1:]:
        x, y = place(day, value)
        path += [(x, path[-1][1]), (x, y)]
    _axis(pen, first, last, right, language)
    pen.line(path, fill=_STEP, width=6)
    _text(pen, path[0][0], path[0][1] - 10, f"{totals[0][1]:,.0f}", _LABEL, _INK, "lb")
    _text(pen, path[-1][0] + 12, path[-1][1], f"{totals[-1][1]:,.0f}", _NUMBER, _INK, "lm")
