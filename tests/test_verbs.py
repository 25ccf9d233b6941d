"""One family of verbs, wherever a stage asks for it."""

import re

import pytest
from builders import make_item

from bot.classify import cues
from bot.extract import extract
from bot.extract.cues import is_of_today
from bot.extract.speakers import speaker_of
from bot.stories.headlines import is_only_said
from bot.text import fold
from bot.text.verbs import MULLS, SAYS

MULLING = ("considers", "weighs", "mulls", "ponders", "is weighing")
SOPESANDO = ("analiza", "baraja", "contempla", "estudia", "evalúa", "sopesa")
SAYING = ("said", "told reporters", "reported", "confirmed", "dijo", "informaron", "señaló", "precisó")


@pytest.mark.parametrize("headline", [f"US {verb} sending 300 marines to Sinaloa" for verb in MULLING])
def test_who_mulls_has_done_nothing(headline: str) -> None:
    """What is thought about is to come for figures, only said for stories, and weighed for the status."""
    check_is_to_come(headline)


@pytest.mark.parametrize("headline", [f"EU {verb} enviar a 300 marines a Sinaloa" for verb in SOPESANDO])
def test_who_mulls_in_spanish_has_done_nothing(headline: str) -> None:
    """The same in Spanish."""
    check_is_to_come(headline)


def scopes_of(headline: str) -> list[str]:
    """Of the troops that an item counts which is nothing but a headline."""
    figures = extract(make_item(title=headline, summary="", body="", language="en" if "US" in headline else "es"))
    return [figure.scope for figure in figures if figure.measure == "us_forces"]


def check_is_to_come(headline: str) -> None:
    """All three stages know the verb."""
    assert scopes_of(headline) == ["projected"]
    assert is_only_said(headline)
    assert cues.WEIGHED.search(fold(headline)) is not None
    assert cues.PONDERS.search(fold(headline)) is not None


@pytest.mark.parametrize("deed", ["US sends 300 marines to Sinaloa", "EU envía a 300 marines a Sinaloa"])
def test_who_acts_mulls_nothing(deed: str) -> None:
    """A deed is of today."""
    assert scopes_of(deed) == ["this_event"]
    assert not is_only_said(deed)
    assert cues.WEIGHED.search(fold(deed)) is None


@pytest.mark.parametrize("saying", SAYING)
def test_who_says_it_claims_it(saying: str) -> None:
    """A figure with a verb of saying beside it is claimed, and the day of saying is not that of what is told."""
    text = f"Harfuch {saying} on Monday that 29 had been moved"
    assert speaker_of(text, fold(text)) == ("Harfuch", "official_mx", "claimed")
    assert not is_of_today(fold(f"Harfuch {saying} el lunes que iban 29"))


@pytest.mark.parametrize("other", ["warned", "argued", "wrote", "moved"])
def test_who_warns_claims_nothing(other: str) -> None:
    """To warn of a number is not to state it."""
    text = f"Harfuch {other} 29 prisoners"
    assert speaker_of(text, fold(text))[2] == "asserted"


@pytest.mark.parametrize("family", [SAYS, MULLS])
def test_families_are_folded_words(family: str) -> None:
    """They hold no accent and no capital, and match nothing empty."""
    assert fold(family) == family
    assert re.fullmatch(family, "") is None
