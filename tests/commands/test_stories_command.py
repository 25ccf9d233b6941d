"""`stories`: what there is, and a split, a merge and a move as an analyst types them."""

from contextlib import closing
from pathlib import Path

import pytest
from builders import make_item, make_judgement, make_report, make_story, make_story_link
from command_kit import SPANISH, TITLE, call
from fakes import NOON

from bot.domain import Fate, IndexedStory, ItemId, StoredItem, StoryId, Write
from bot.store import SqliteStore


def _stories(config: Path) -> list[dict[str, object]]:
    found = call("stories", "list", "--json", "-c", config).json
    return [story for story in found if story["merged_into"] is None]


def test_a_story_is_split_and_joined_again(lived: Path) -> None:
    """By the numbers that `show` prints; each answer names the way back."""
    ((story),) = _stories(lived)
    shown = call("stories", "show", str(story["id"]), "-c", lived).text
    first, second = (line for line in shown.splitlines() if TITLE in line or SPANISH in line)
    assert (first.split()[0], second.split()[0]) == ("1", "2")
    ended = call("stories", "split", str(story["id"]), "2", "-c", lived)
    assert (ended.code, ended.err) == (0, "")
    assert ended.text == (
        "s-000002 has 1 report now, s-000001 keeps 1 report. Undo it with: pregonero stories merge s-000001 s-000002\n"
    )
    assert {each["id"] for each in _stories(lived)} == {"s-000001", "s-000002"}
    ended = call("stories", "merge", "s-000001", "s-000002", "-c", lived)
    assert (ended.code, ended.text) == (0, "s-000002 is one with s-000001 now, which has 2 reports.\n")
    assert [each["id"] for each in _stories(lived)] == ["s-000001"]
    assert "It went into s-000001." in call("stories", "show", "s-000002", "-c", lived).text
    assert "(went into s-000001)" in call("stories", "list", "-c", lived).text


def test_results_as_json(lived: Path) -> None:
    """The two stories whole."""
    split = call("stories", "split", "s-000001", "1", "--json", "-c", lived).json
    held = [report["item_id"] for report in split["kept"]["reports"]]
    assert (split["kept"]["id"], split["made"]["apart"]) == ("s-000001", held)
    merged = call("stories", "merge", "s-000002", "s-000001", "--json", "-c", lived).json
    assert (merged["kept"]["id"], merged["kept"]["is_whole"], merged["gone"]["id"]) == ("s-000001", True, "s-000002")
    assert call("stories", "show", "s-000001", "--json", "-c", lived).json["id"] == "s-000001"


@pytest.fixture
def two_stories(lived: Path) -> Path:
    """The story of two reports, and one of another report."""
    item = make_item(
        id=ItemId("i-000000000000cafe"), guid="cafe", url=None, title="Mexico extradites accountant to Texas"
    )
    stored = StoredItem(
        item=item, judgement=make_judgement(), figures=(), content_hash=b"cafe",
        fate=Fate(stage="outbox", reason="alerted"), link=make_story_link(story_id=StoryId("s-000002")),
    )  # fmt: skip
    story = make_story(id=StoryId("s-000002"), reports=(make_report(item_id=item.id, title=item.title),))
    with closing(SqliteStore(lived.parent / "state" / "pregonero.db")) as store:
        store.write(Write(items=(stored,), stories=(IndexedStory(story=story, keys=()),)), NOON)
    return lived


def test_a_report_is_moved_and_moved_back(two_stories: Path) -> None:
    """By its number in a story or its id; the answer names the way back, `explain` and the ledger follow."""
    second = call("stories", "show", "s-000001", "--json", "-c", two_stories).json["reports"][1]["item_id"]
    ended = call("stories", "move", "s-000001:2", "--to", "s-000002", "-c", two_stories)
    assert (ended.code, ended.err) == (0, "")
    back = f"pregonero stories move {second} --to s-000001"
    assert ended.text == f"s-000002 has 2 reports now, s-000001 keeps 1 report. Undo it with: {back}\n"
    assert "moved from s-000001 by " in call("explain", second, "-c", two_stories).text
    figures = call("figures", "--json", "-c", two_stories).json
    assert {row["story"] for row in figures if row["item"] == second} == {"s-000002"}
    undone = call("stories", *back.split()[2:], "--json", "-c", two_stories).json
    assert (undone["left"]["id"], undone["gained"]["id"]) == ("s-000002", "s-000001")
    assert undone["gained"]["reports"][1]["item_id"] == second


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("s-000001:3", "--to", "s-000002"), "s-000001 has 2 reports; there is no report 3"),
        (("s-000099:1", "--to", "s-000002"), "there is no story 's-000099'; `pregonero stories list` shows their ids"),
        (("s-000001:1", "--to", "s-000099"), "there is no story 's-000099'; `pregonero stories list` shows their ids"),
        (("i-0000000000000bad", "--to", "s-000002"), "there is no item i-0000000000000bad"),
        (("s-000001:1", "--to", "s-000001"), "is in s-000001 already; name another story to move it to"),
        (("s-000001:1", "s-000001:2", "--to", "s-000002"), "join the two instead: pregonero stories merge s-000001"),
        (("s-000001:1",), "Missing option '--to'"),
    ],
)
def test_what_cannot_be_moved_is_refused(arguments: tuple[str, ...], says: str, two_stories: Path) -> None:
    """Exit code 2 and the remedy; nothing changes."""
    ended = call("stories", "move", *arguments, "-c", two_stories)
    assert ended.code == 2
    assert says in " ".join(ended.err.replace("│", " ").split())
    assert sorted(len(story["reports"]) for story in _stories(two_stories)) == [1, 2]  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "s-000099"), "there is no story 's-000099'; `pregonero stories list` shows their ids"),
        (("split", "s-000001", "3"), "s-000001 has 2 reports; there is no report 3"),
        (("split", "s-000001", "0"), "there is no report 0"),
        (("split", "s-000001", "1", "2"), "not none and not all"),
        (("split", "s-000001", "nonsense"), "nonsense is no report of s-000001"),
        (("merge", "s-000001", "s-000001"), "is one story already"),
        (("merge", "s-000001", "[red]"), "there is no story '[red]'"),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], says: str, lived: Path) -> None:
    """Exit code 2 and the remedy; nothing changes."""
    ended = call("stories", *arguments, "-c", lived)
    assert ended.code == 2
    assert says in " ".join(ended.err.split())
    assert len(_stories(lived)) == 1


def test_without_a_story_the_list_says_so(config: Path) -> None:
    """And is empty as JSON."""
    SqliteStore(config.parent / "state" / "pregonero.db").close()
    assert call("stories", "list", "-c", config).text == "There is no story yet.\n"
    assert call("stories", "list", "--json", "-c", config).json == []
