"""The desk's own words in Spanish; English is written in the templates. A test holds the two together."""

from collections.abc import Mapping

LANGUAGES = ("en", "es")


def phrase(text: str, language: str, **words: object) -> str:
    """An English phrase of a template in a language, with its `{words}` put in."""
    said = SPANISH[text] if language == "es" else text
    return said.format(**words) if words else said


SPANISH: Mapping[str, str] = {}
