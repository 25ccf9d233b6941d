"""`stories`: what there is, and a split and a merge as an analyst types them."""

from pathlib import Path

import pytest
from command_kit import SPANISH, TITLE, call

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
