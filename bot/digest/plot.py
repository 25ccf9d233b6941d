"""A small picture of the last days: items on topic a day as bars, running totals as steps. The only importer of Pillow.

May import its siblings' values. All that the picture says stands beside it in words, for readers without images.
"""

import io
from collections.abc import Sequence
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from bot.digest.parts import Trend
from bot.digest.wording import DigestLanguage, phrase, short_day

WIDTH, HEIGHT = 1280, 360  # pixels; shown at half of that, so that it is sharp on phones
_PAPER, _INK, _SOFT, _BAR, _STEP = "#ffffff", "#1d1d1b", "#6b6a65", "#b45309", "#b91c1c"
_TOP, _BOTTOM, _GAP = 92, 300, 60
_TITLE, _LABEL = 30, 24  # font sizes


def draw(trend: Trend, language: DigestLanguage) -> bytes:
    """The picture as PNG, of WIDTH × HEIGHT pixels; some 10 kB."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    has_totals = len(trend.totals) > 1
    split = WIDTH * 11 // 20 if has_totals else WIDTH
    _bars(pen, trend.days, 20, split - _GAP // 2, language)
    if has_totals:
        _steps(pen, trend.totals, split + _GAP // 2, WIDTH - 20, language)
    file = io.BytesIO()
    image.quantize(32).save(file, "PNG", optimize=True)
    return file.getvalue()


def _text(pen: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, ink: str, anchor: str) -> None:
    pen.text((x, y), text, fill=ink, font=ImageFont.load_default(size), anchor=anchor)


def _bars(
    pen: ImageDraw.ImageDraw, days: Sequence[tuple[date, int]], left: int, right: int, language: DigestLanguage
) -> None:
    _text(pen, left, 20, phrase("trend_days", language), _TITLE, _INK, "lt")
    step = (right - left) / max(len(days), 1)
    most = max((n for _, n in days), default=0) or 1
    pen.line((left, _BOTTOM, right, _BOTTOM), fill=_SOFT, width=2)
    for n, (_, count) in enumerate(days):
        x = left + n * step
        y = _BOTTOM - (_BOTTOM - _TOP) * count / most
        if count:
            pen.rectangle((x + step * 0.15, y, x + step * 0.85, _BOTTOM), fill=_BAR)
            _text(pen, x + step / 2, y - 5, f"{count:,}", _LABEL, _INK, "mb")
    if days:
        _text(pen, left, _BOTTOM + 12, short_day(days[0][0], language), _LABEL, _SOFT, "lt")
        _text(pen, right, _BOTTOM + 12, short_day(days[-1][0], language), _LABEL, _SOFT, "rt")


def _steps(
    pen: ImageDraw.ImageDraw, totals: Sequence[tuple[date, float]], left: int, right: int, language: DigestLanguage
) -> None:
    _text(pen, left, 20, phrase("trend_totals", language), _TITLE, _INK, "lt")
    first, last = totals[0][0], totals[-1][0]
    span = max((last - first).days, 1)
    most = max(value for _, value in totals)
    width = right - left - 70  # room for the last number

    def place(day: date, value: float) -> tuple[float, float]:
        return left + width * (day - first).days / span, _BOTTOM - (_BOTTOM - _TOP) * value / (most or 1)

    path = [place(*totals[0])]
    for day, value in totals[1:]:
        x, y = place(day, value)
        path += [(x, path[-1][1]), (x, y)]
    pen.line((left, _BOTTOM, right, _BOTTOM), fill=_SOFT, width=2)
    pen.line(path, fill=_STEP, width=6)
    _text(pen, path[0][0], path[0][1] - 8, f"{totals[0][1]:,.0f}", _LABEL, _INK, "lb")
    _text(pen, path[-1][0] + 10, path[-1][1], f"{totals[-1][1]:,.0f}", _TITLE, _INK, "lm")
    _text(pen, left, _BOTTOM + 12, short_day(first, language), _LABEL, _SOFT, "lt")
    _text(pen, left + width, _BOTTOM + 12, short_day(last, language), _LABEL, _SOFT, "rt")
