"""The desk's words: everything that a template says has its Spanish, with the same places for words."""

import re
from importlib.resources import files

from bot.web.wording import spanish

_SAID = re.compile(r"""_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
_PLACE = re.compile(r"\{(\w+)\}")


def said() -> set[str]:
    """Every phrase written out in a template."""
    texts = [path.read_text(encoding="utf-8") for path in files("bot.web").joinpath("templates").iterdir()]
    return {(one or other).replace('\\"', '"') for text in texts for one, other in _SAID.findall(text)}


def test_every_phrase_of_a_template_has_its_spanish() -> None:
    """None is left in English by oversight."""
    assert len(said()) > 60
    assert sorted(said() - set(spanish())) == []


def test_places_for_words_are_the_same_in_both_languages() -> None:
    """A number that English shows, Spanish shows, too."""
    for english, other in spanish().items():
        assert sorted(_PLACE.findall(english)) == sorted(_PLACE.findall(other))
