"""Golden sentences of tests/data/figures: forms of numbers, measures with scope, traps."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from builders import make_item

from bot.domain import Figure, Item
from bot.extract import extract
from bot.extract.measures import MEASURES, OTHER

DATA = Path(__file__).parents[1] / "data" / "figures"


def load(name: str) -> list[Any]:
    """Rows of one golden file as test parameters; the sentence is the id."""
    rows = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))[name if name != "numbers" else "forms"]
    return [pytest.param(row, id=row["text"][:60]) for row in rows if "skip" not in row]


def item_of(row: dict[str, Any]) -> Item:
    """The row as an item: a headline alone, or headline and body."""
    title = row.get("title", row["text"])
    body = row["text"] if "title" in row else ""
    return make_item(title=title, summary="", body=body, language=row["lang"], country=row.get("country"))


def reading(figure: Figure) -> tuple[str, object, str, str]:
    """Measure, value or both ends, unit, scope."""
    value: object = figure.value if figure.value_hi is None else [figure.value, figure.value_hi]
    return figure.measure, value, figure.unit, figure.scope


@pytest.mark.parametrize("row", load("numbers"))
def test_number_forms(row: dict[str, Any]) -> None:
    """Each written form gives its value, unit and qualifier, and nothing beside it."""
    figures = extract(item_of(row))
    values = [figure.value if figure.value_hi is None else [figure.value, figure.value_hi] for figure in figures]
    if row.get("lenient"):
        assert [value for value in values if value not in row["values"]] == []
        return
    assert (
        row["values"] == pytest.approx(values)
        if not isinstance(next(iter(values), 0), list)
        else row["values"] == values
    )
    if figures and "unit" in row:
        assert row["unit"] == figures[0].unit
    if figures and "qualifier" in row:
        assert row["qualifier"] == figures[0].qualifier
    assert bool(row.get("vague")) == any(figure.value_from_vague for figure in figures)


@pytest.mark.parametrize("row", load("traps"))
def test_traps_give_no_figure(row: dict[str, Any]) -> None:
    """Dates, ages, laws, names, addresses and furniture give no figure."""
    figures = extract(item_of(row))
    if row.get("none"):
        assert [(figure.measure, figure.value, figure.noun) for figure in figures] == []
    assert not {figure.unit for figure in figures} & set(row.get("not_units", ()))
    assert not {figure.value for figure in figures if figure.measure != OTHER} & set(row.get("not_values", ()))


@pytest.mark.parametrize("row", [*load("sentences"), *load("pairs")])
def test_measures_and_scopes(row: dict[str, Any]) -> None:
    """Each sentence gives exactly its figures of known measures, with value, unit and scope."""
    found = [
        reading(figure) for figure in extract(item_of(row)) if figure.measure in MEASURES and figure.value is not None
    ]
    assert sorted(map(repr, (tuple(expected) for expected in _floats(row["figures"])))) == sorted(map(repr, found))


def _floats(rows: list[list[Any]]) -> list[list[Any]]:
    """Expected rows with values as floats."""
    return [
        [measure, [float(end) for end in value] if isinstance(value, list) else float(value), unit, scope]
        for measure, value, unit, scope in rows
    ]
