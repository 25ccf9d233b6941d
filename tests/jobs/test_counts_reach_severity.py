"""People whom only the text counts: the running bot and `explain` hand the figures to whoever judges how loud it is."""

from contextlib import closing
from pathlib import Path

import pytest
from builders import make_item
from fakes import NOON, FakeScorer

from bot.domain import AlertPolicy, Item, ItemId
from bot.extract import figures as reading
from bot.jobs.explain import explained
from bot.jobs.think import Fresh, Mind, Thought, judge_all, take_in
from bot.rules import RuleSet
from bot.store import SqliteStore
from classifiers import load_lexicon

MIND = Mind(
    scorers={
        "transfer": FakeScorer(scores={"fraud": 0.9, "vuelo": 0.9}),
        "strike_threat": FakeScorer("strike_threat", {"drones": 0.9}),
    },
    lexicon=load_lexicon(), rules=RuleSet(), thresholds={}, routes=(), policy=AlertPolicy(),
)  # fmt: skip
TITLE = "Mexico hands over men accused of fraud to US"


def _item(summary: str) -> Item:
    return make_item(id=ItemId("i-1"), title=TITLE, summary=summary, language="en", published_at=NOON)


def test_a_count_that_stands_in_the_text_only_makes_a_handover_loud() -> None:
    """28 in the first sentence are as loud as 28 in the headline; without them the headline is for the digest."""
    many, none = _item("The 28 were flown to Texas before dawn on Tuesday, officials said."), _item("")
    judged = judge_all([many, none], MIND, NOON)

    assert [judgement.verdicts[-1].severity for judgement in judged] == ["P1", "P3"]
    for item, severity in ((many, "P1"), (none, "P3")):
        assert explained(item, MIND, None, NOON, stored=None).judgement.verdicts[-1].severity == severity


def test_figures_of_a_flagged_handover_are_read_as_such() -> None:
    """ "Another flight, another 24" says so little that only the judgement tells what is counted."""
    item = make_item(title="Otro vuelo, otros 24", summary="", language="es")

    figures = explained(item, MIND, None, NOON, stored=None).figures
    assert [(figure.measure, figure.value) for figure in figures] == [("persons_transferred", 24.0)]


def _taken_in(item: Item, tmp_path: Path) -> Thought:
    with closing(SqliteStore(tmp_path / "state.db")) as store:
        return take_in([Fresh(item=item, content_hash=b"1")], judge_all([item], MIND, NOON), MIND, store, NOON)


def test_the_running_bot_reads_them_as_such_too(tmp_path: Path) -> None:
    """What is stored, and what stories are told apart by."""
    item = make_item(title="Otro vuelo, otros 24", summary="", language="es")

    (stored,) = _taken_in(item, tmp_path).items
    assert [(figure.measure, figure.value) for figure in stored.figures] == [("persons_transferred", 24.0)]


@pytest.mark.parametrize("title", ["Another flight takes 23 accused of fraud", "Drones over 17 labs"])
def test_a_flagged_text_is_read_once(title: str, tmp_path: Path) -> None:
    """For its severity and for its story, whichever topic flags it."""
    seen: list[float] = []

    def watch(number: reading.Seen) -> None:
        seen.append(number.value)

    reading.watchers.append(watch)
    try:
        _taken_in(make_item(title=title, summary="", language="en", published_at=NOON), tmp_path)
    finally:
        reading.watchers.remove(watch)
    assert len(seen) == 1
