"""The ledger of figures as records and as CSV, safe to open in a spreadsheet. Pure.

Shared by the command line and the desk. May import domain.
"""

import csv
import io
from collections.abc import Sequence

from bot.domain import LedgerEntry

_COLUMNS = (
    "story", "date", "outlet", "measure", "value", "value_hi", "unit", "qualifier", "scope", "span", "place", "group",
    "speaker", "speaker_kind", "stance", "from_vague_word", "trend", "quote", "link", "text_read", "item",
    "doubtful_names",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what spreadsheets take for the start of a formula


def record_of(entry: LedgerEntry) -> dict[str, object]:
    """One entry as a flat record."""
    held, figure = entry.held, entry.held.figure
    values = (
        entry.story_id, f"{held.at:%Y-%m-%dT%H:%M:%SZ}", held.outlet, figure.measure, figure.value, figure.value_hi,
        figure.unit, figure.qualifier, figure.scope, figure.span, figure.place, figure.group, figure.speaker,
        figure.speaker_kind, figure.stance, figure.value_from_vague, figure.trend, figure.quote, held.link,
        figure.text_read, held.item_id, "; ".join(" / ".join(group) for group in entry.doubtful_names),
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def to_csv(entries: Sequence[LedgerEntry]) -> str:
    """The ledger as CSV (RFC 4180) with a head line.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; whole numbers have no ".0".
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for entry in entries:
        writer.writerow([_cell(value) for value in record_of(entry).values()])
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


__all__ = ["record_of", "to_csv"]
