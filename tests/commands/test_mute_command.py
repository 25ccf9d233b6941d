"""`mute`: what is muted, by whom, until when, and how it ends."""

from contextlib import closing
from pathlib import Path

import pytest
from command_kit import call

from bot.app import load_config, open_store


def story_of(config: Path) -> str:
    """The story that the first round opened."""
    with closing(open_store(load_config(config))) as store:
        return next(str(row.message.story_id) for row in store.outbox() if row.message.story_id)


def test_what_is_muted_is_listed_until_it_is_lifted(lived: Path) -> None:
    """A story, words, a feed and a topic, each with its end."""
    story = story_of(lived)
    for arguments, says in (
        (("story", story, "--for", "3d", "--channel", "desk"), f"Muted: story {story}, until "),
        (("term", "Chapo  Jr", "--for", "ever", "--reason", "a series"), "Muted: term Chapo Jr, for ever"),
        (("feed", "diario"), "Muted: feed diario, until "),
        (("topic", "strike_threat", "--for", "30min"), "Muted: topic strike_threat, until "),
    ):
        ended = call("mute", "add", *arguments, "-c", lived)
        assert (ended.code, ended.err) == (0, "")
        assert ended.text.startswith(says)
    listed = call("mute", "list", "--json", "-c", lived).json
    assert [(m["kind"], m["channel"], m["reason"], m["via"]) for m in listed] == [
        ("story", "desk", "", "terminal"),
        ("term", None, "a series", "terminal"),
        ("feed", None, "", "terminal"),
        ("topic", None, "", "terminal"),
    ]
    assert "a series" in call("mute", "list", "-c", lived).text
    ended = call("mute", "lift", listed[1]["id"], "-c", lived)
    assert (ended.code, ended.text) == (0, "Lifted: term Chapo Jr is told again.\n")
    assert "Chapo" not in call("mute", "list", "-c", lived).text
    assert "lifted 20" in call("mute", "list", "--all", "-c", lived).text
    again = call("mute", "lift", listed[1]["id"], "-c", lived)
    assert (again.code, "was lifted already" in again.err) == (2, True)
    assert call("mute", "lift", listed[0]["id"], "--json", "-c", lived).json["lifted_by"]


def test_muting_twice_is_once(lived: Path) -> None:
    """The second time says so, and names the one that stands."""
    first = call("mute", "add", "feed", "diario", "--json", "-c", lived).json
    ended = call("mute", "add", "feed", "diario", "-c", lived)
    assert ended.code == 0
    assert ended.text.startswith("Muted already: feed diario, until ")
    assert first["id"] in ended.text


def test_nothing_is_muted_at_first(lived: Path) -> None:
    """And the list says so; as JSON it is empty."""
    assert call("mute", "list", "-c", lived).text == "Nothing is muted.\n"
    assert call("mute", "list", "--json", "-c", lived).json == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ("story", "s-999999"),
            "there is no story 's-999999'; `pregonero stories list` shows their ids",
        ),
        (("feed", "gaceta"), "there is no feed gaceta; `pregonero feeds list`"),
        (("topic", "football"), "there is no topic football; there are "),
        (("term", " ! "), "there is no word to mute"),
        (("term", "x", "--for", "a while"), "--for a while: say how long"),
        (("term", "x", "--for", "0h"), "say how long"),
        (("term", "x", "--for", "999999w"), "say how long"),
        (("term", "x", "--channel", "nowhere"), "there is no channel 'nowhere'; there are desk"),
        (("mood", "x"), "mood"),
    ],
)
def test_what_cannot_be_muted_is_told(lived: Path, arguments: tuple[str, ...], complaint: str) -> None:
    """With what would be right; exit code 2."""
    ended = call("mute", "add", *arguments, "-c", lived)
    assert ended.code == 2
    assert complaint in " ".join(ended.err.replace("│", " ").split())


def test_hostile_words_are_shown_harmless(lived: Path) -> None:
    """Control characters of a term and a reason reach no terminal."""
    call("mute", "add", "term", "a\x1b[31mb", "--reason", "c\x1b]0;d\x07", "-c", lived)
    assert "\x1b" not in call("mute", "list", "-c", lived).text
    assert "\x1b" not in call("mute", "lift", "m-\x1b[31m", "-c", lived).err
