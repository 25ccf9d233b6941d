"""The hard inputs 042 to 059: every figure that must be found, none that must not."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders import make_item

from bot.domain import Figure
from bot.extract import extract, shown

CASES = sorted((Path(__file__).parents[1] / "data" / "figures" / "cases").iterdir())


def figures_of(folder: Path) -> tuple[Figure, ...]:
    """The case's text read as an item: its first paragraph is the headline, where there are two."""
    text = (folder / "text.txt").read_text(encoding="utf-8").strip()
    title, _, body = text.partition("\n\n")
    language = json.loads((folder / "expect.json").read_text(encoding="utf-8"))["lang"]
    return extract(make_item(title=title, summary="", body=body, language=language, country=None))


def fits(expected: dict[str, Any], figure: Figure) -> bool:
    """Whether a figure is the expected one, by every field that the case names."""
    tolerance = expected.get("tolerance", 1e-9)
    if figure.value is None or abs(figure.value - expected["value"]) > tolerance:
        return False
    merged = {"about", "nearly", "exact"}
    qualifiers = {expected["qualifier"]} | (merged if expected["qualifier"] in merged else set())
    return (
        figure.value_hi == expected.get("value_hi")
        and ("unit" not in expected or figure.unit == expected["unit"])
        and figure.qualifier in qualifiers
        and ("scope" not in expected or figure.scope == expected["scope"])
    )


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case_finds_its_figures(folder: Path) -> None:
    """Each listed figure is there; a vague one may be a marked floor."""
    expect = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    figures = figures_of(folder)
    missing = [
        expected["what"]
        for expected in expect["figures"]
        if expected["value"] is not None and not any(fits(expected, figure) for figure in figures)
    ]
    assert missing == []


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case_has_no_forbidden_value(folder: Path) -> None:
    """No value that the case forbids comes out, with its unit where one is named."""
    expect = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    wrong = [
        (figure.value, forbidden["why"])
        for forbidden in expect["not_figures"]
        for figure in figures_of(folder)
        if forbidden["value"] in (figure.value, figure.value_hi)
        and ("unit" not in forbidden or forbidden["unit"] == figure.unit)
        and not (forbidden.get("only_if_exact") and figure.value_from_vague)
        and not (figure.unit in ("months", "years") and "duration" in forbidden["why"])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "folder", [folder for folder in CASES if "key_figure" in (folder / "expect.json").read_text()], ids=lambda f: f.name
)
def test_case_shows_its_key_figure_first(folder: Path) -> None:
    """An alert begins with the key figure."""
    expect = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    assert expect["key_figure"] == shown(figures_of(folder))[0].value
