"""What reports tell beside figures, from one line."""

from datetime import date

from bot.domain import Coming, ItemId, Name, Statement

A, B = ItemId("i-a"), ItemId("i-b")


def coming(day: int, item_id: ItemId = A) -> Coming:
    """A hearing in April."""
    quote = f"La audiencia será el {day} de abril."
    return Coming(
        kind="hearing", what=quote, day=date(2026, 4, day), when=f"{day} de abril", item_id=item_id, quote=quote,
        start=0, end=len(quote), lang="es",
    )  # fmt: skip


def statement(words: str, item_id: ItemId = A, *, direct: bool = False) -> Statement:
    """A rejection by Sheinbaum."""
    return Statement(
        kind="rejects", words=words, is_direct=direct, speaker="Claudia Sheinbaum", speaker_kind="official_mx",
        item_id=item_id, quote=words, start=0, end=len(words), lang="es",
    )  # fmt: skip


def name(printed: str, item_id: ItemId = A) -> Name:
    """A person as printed."""
    return Name(kind="person", canonical=printed, printed=(printed,), item_id=item_id, start=0, end=len(printed))
