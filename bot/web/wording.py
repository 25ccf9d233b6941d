"""The desk's own words: English stands in the templates, Spanish in `spanish.toml`; a test holds them together."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from bot.wording import with_counts

PageLanguage = Literal["en", "es"]
LANGUAGES: tuple[PageLanguage, ...] = ("en", "es")


@cache
def spanish() -> Mapping[str, str]:
    """English phrases to Spanish ones."""
    return tomllib.loads(files("bot.web").joinpath("spanish.toml").read_text(encoding="utf-8"))


def phrase(text: str, language: PageLanguage, **words: object) -> str:
    """An English phrase of a template in a language, with its `{words}` put in; one without Spanish stays English.

    Whole numbers choose the words beside them: `{n} {n:item|items}`.
    """
    said = spanish().get(text, text) if language == "es" else text
    return with_counts(said, words) if words else said


__all__ = ["LANGUAGES", "PageLanguage", "phrase", "spanish"]
