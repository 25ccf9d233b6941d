"""The ledger of figures, and the plot of running totals."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builders import make_figure, make_item, make_judgement, make_story, make_story_figure, make_story_link
from command_kit import call
from fakes import NOON

from bot.domain import Content, Fate, IndexedStory, Name, StoredItem, StoryFigure, Write
from bot.plot import running_totals, svg_of
from bot.store import SqliteStore

TOTAL = make_figure(measure="persons_transferred_cumulative", value=92.0, scope="cumulative")


def _name(canonical: str) -> Name:
    other = {"Pedro Luna Ríos": "Pedro Luna Cano", "Pedro Luna Cano": "Pedro Luna Ríos"}[canonical]
    return Name(
        kind="person", canonical=canonical, printed=(canonical,), conflicts=(other,), item_id=make_item().id,
        start=0, end=9,
    )  # fmt: skip


@pytest.fixture
def ledger(config: Path) -> Path:
    """A configuration whose store holds a story with two figures, one from an outlet with a hostile name."""
    (config.parent / "state").mkdir()
    item = make_item(outlet='=HYPERLINK("http://evil.example")')
    stored = StoredItem(
        item=item,
        judgement=make_judgement(),
        figures=(make_figure(), TOTAL, make_figure(measure="other", noun="cosas")),
        fate=Fate(stage="outbox", reason="alerted"),
        link=make_story_link(),
        content=Content(names=(_name("Pedro Luna Ríos"), _name("Pedro Luna Cano"))),
    )
    store = SqliteStore(config.parent / "state" / "pregonero.db")
    store.write(Write(items=(stored,), stories=(IndexedStory(story=make_story(), keys=()),)), NOON)
    store.close()
    return config


def test_ledger_as_a_table_names_value_outlet_quote_and_link(ledger: Path) -> None:
    """Figures of no known measure stay out."""
    text = call("figures", "-c", ledger).text
    for words in (
        "persons_transferred",
        "persons_transferred_cumulative",
        "s-000001",
        "https://diario.example/nota/411",
    ):
        assert words in text
    assert "cosas" not in text


def test_ledger_as_json_has_every_figure_with_its_proof(ledger: Path) -> None:
    """One object a figure; narrowed by measure and story."""
    rows = call("figures", "--json", "-c", ledger).json
    assert [(row["measure"], row["value"]) for row in rows] == [
        ("persons_transferred", 12.0),
        ("persons_transferred_cumulative", 92.0),
    ]
    assert rows[0]["quote"] == make_figure().quote
    assert {row["doubtful_names"] for row in rows} == {"Pedro Luna Ríos / Pedro Luna Cano"}
    assert [row["value"] for row in call("figures", "--json", "--measure", TOTAL.measure, "-c", ledger).json] == [92.0]
    assert call("figures", "--json", "--story", "s-000009", "-c", ledger).json == []


def test_ledger_as_csv_holds_no_formula(ledger: Path) -> None:
    """What a spreadsheet would run has an apostrophe before it; numbers are plain."""
    rows = list(csv.DictReader(io.StringIO(call("figures", "--csv", "-c", ledger).text)))
    assert rows[0]["outlet"] == '\'=HYPERLINK("http://evil.example")'
    assert [row["value"] for row in rows] == ["12", "92"]


def test_plot_is_a_picture_of_the_totals(ledger: Path, tmp_path: Path) -> None:
    """The file is well-formed SVG, whatever the outlet is called."""
    ended = call("figures", "--plot", tmp_path / "totals.svg", "-c", ledger)
    assert (ended.code, "1 running total" in ended.text) == (0, True)
    picture = ElementTree.parse(tmp_path / "totals.svg")  # noqa: S314  # our own file
    assert "evil.example" in "".join(picture.getroot().itertext())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--json", "--csv"), "exclude each other"),
        (("--plot", "totals.png"), ".svg"),
        (("--measure", "nonsense"), "no measure nonsense"),
    ],
)
def test_wrong_usage_is_told(config: Path, arguments: tuple[str, ...], words: str) -> None:
    """Exit code 2 and what to do."""
    ended = call("figures", *arguments, "-c", config)
    assert (ended.code, words in ended.text + ended.err) == (2, True)


def test_without_a_store_there_is_nothing_to_show(config: Path) -> None:
    """The table says so; a plot of nothing is an error."""
    assert "No story has figures yet" in call("figures", "-c", config).text
    assert call("figures", "--plot", config.parent / "x.svg", "-c", config).code == 1


def held(value: float, days: int, **changes: object) -> StoryFigure:
    """A total some days later."""
    figure = replace(TOTAL, value=value, **changes)  # type: ignore[arg-type]  # fields by name
    return make_story_figure(figure=figure, at=NOON + timedelta(days=days))


def test_a_total_that_falls_is_drawn_hollow() -> None:
    """55, 92, 26: the line stays at 92, and the last point is a ring."""
    (line,) = running_totals([held(92, 5), held(55, 0), held(26, 9), held(100, 9, value_from_vague=True)])
    assert [point.value for point in line.points] == [55, 92, 26]
    picture = svg_of([line])
    assert picture.count('fill="#fff" stroke') == 1
    assert ">92</text>" in picture
