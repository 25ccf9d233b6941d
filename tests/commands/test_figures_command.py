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

from bot.domain import Content, Fate, IndexedStory, LedgerEntry, Name, StoredItem, StoryFigure, StoryId, Write
from bot.plot import operations, running_totals, svg_of, tolls
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
    assert len(call("figures", "--json", "--story", "s-000001", "-c", ledger).json) == 2


def test_figures_of_a_story_that_is_not_there_are_refused(ledger: Path) -> None:
    """As those of a measure that is none: exit code 2, and where the names are."""
    ended = call("figures", "--story", "s-99", "-c", ledger)
    assert (ended.code, "there is no story 's-99'; `pregonero stories list`" in ended.err) == (2, True)


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


def test_without_figures_there_is_nothing_to_show(config: Path) -> None:
    """The table says so; a plot of nothing is an error."""
    SqliteStore(config.parent / "state" / "pregonero.db").close()
    assert "No story has figures yet" in call("figures", "-c", config).text
    assert call("figures", "--plot", config.parent / "x.svg", "-c", config).code == 1


def held(value: float, days: int, **changes: object) -> StoryFigure:
    """A total some days later."""
    figure = replace(TOTAL, value=value, **changes)  # type: ignore[arg-type]  # fields by name
    return make_story_figure(figure=figure, at=NOON + timedelta(days=days))


def test_a_total_that_falls_is_drawn_hollow() -> None:
    """55, 92, 26: the line stays at 92, and the last point is a ring."""
    (chart,) = running_totals([held(92, 5), held(55, 0), held(26, 9), held(100, 9, value_from_vague=True)])
    assert [point.value for point in chart.series[0].points] == [55, 92, 26]
    picture = svg_of([chart])
    assert picture.count('fill="#fff" stroke') == 1
    assert ">92</text>" in picture


def entry(story: str, value: float, days: int, **changes: object) -> LedgerEntry:
    """People handed over in an operation, as one report printed it."""
    figure = {"measure": "persons_transferred", "scope": "this_event", **changes}
    return LedgerEntry(story_id=StoryId(story), held=held(value, days, **figure))


def test_handovers_are_bars_by_operation() -> None:
    """The value that most print, the others aside; stories in order of time; other scopes and measures left out."""
    entries = [
        entry("s-2", 9, 5), entry("s-1", 19, 0), entry("s-1", 23, 1), entry("s-1", 23, 2),
        entry("s-1", 92, 2, scope="background"), entry("s-3", 7, 3, measure="killed"),
    ]  # fmt: skip
    (chart,) = operations(entries)
    assert [series.name for series in chart.series] == ["s-1", "s-2"]
    assert [(point.value, point.aside) for point in chart.series[0].points] == [(23, False), (19, True)]
    picture = svg_of([chart], lambda point: f"#{point.value:.0f}", on_page=True)
    for link in ('<a href="#23"><rect', '<a href="#19"><circle', '<a href="#9"><rect'):
        assert link in picture
    assert operations([]) == ()


def test_tolls_are_told_apart_by_who_counts() -> None:
    """A chart a measure and place, a series a counter: the speaker, else the outlet; what is expected is no toll."""
    at_sea = {"measure": "strike_deaths", "scope": "cumulative", "place": "Pacific"}
    figures = [
        held(115, 0, **at_sea, speaker="The Times"), held(126, 2, **at_sea, speaker="Southern Command"),
        held(128, 4, **at_sea, speaker="Southern Command"), held(3, 1, measure="killed", scope="projected"),
    ]  # fmt: skip
    (chart,) = tolls(figures)
    assert (chart.measure, chart.about) == ("strike_deaths", "Pacific")
    assert [(s.name, len(s.points)) for s in chart.series] == [("Southern Command", 2), ("The Times", 1)]
    picture = svg_of([chart], language="es")
    assert "Recuentos, según quién cuenta" in picture
    assert "Southern Command" in picture
