"""A step in court of somebody who was handed over before is told as that, not as a handover that happened."""

from typing import Literal

import pytest
from builders import make_report, make_story, make_story_change
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot import compose
from bot.channels import lines
from bot.channels.base import Look
from bot.domain import ItemId, Realis, Story
from bot.stories.headlines import is_in_court
from bot.wording import said

_STEP = "US won't seek death penalty against Caro Quintero, extradited from Mexico"


@pytest.mark.parametrize(
    "title",
    [
        _STEP,
        "US will not seek the death penalty for Zambada ally sent by Mexico",
        "Prosecutors rule out death penalty for man handed over by Mexico",
        "EU no pedirá pena de muerte contra capo extraditado por México",
        "Fiscales no buscarán la pena capital para 'El Chuy', enviado por México en agosto",
        "Fiscalía descarta pena de muerte contra dos de los entregados por México",
        "Lord of the Gulf sent by Mexico pleads guilty in Houston",
        "Extraditado por México se declara culpable en Chicago",
        "Former mayor extradited from Mexico sentenced to 20 years",
        "Condenan a 20 años a exalcalde extraditado por México",
    ],
)
def test_what_a_court_does_is_the_news(title: str) -> None:
    """The handover stands in it as what was before."""
    assert is_in_court(title)


@pytest.mark.parametrize(
    "title",
    [
        "Mexico hands over 26 after US agrees not to seek death penalty",
        "México entrega a 26; EU no pedirá pena de muerte",
        "México extradita a capo tras promesa de que no se pedirá pena de muerte",
        "Cartel boss extradited to US, faces death penalty",
        "Capo, extraditado a EU, se declara inocente",
        "Sheinbaum: ningún mexicano será extraditado si enfrenta pena de muerte",
        "Judge approves extradition of trafficker who pleaded guilty",
        "Llega a Texas capo sentenciado a 20 años en México",
        "Mexico sends 37 prisoners to US",
        "Judge blocks extradition of cartel boss",
        "US judge to hear case of 26 sent by Mexico",
    ],
)
def test_a_handover_stays_one_whatever_court_is_named_beside_it(title: str) -> None:
    """Also where both may be new."""
    assert not is_in_court(title)


def _story(*in_court: bool, realis: Realis = "occurred") -> Story:
    reports = tuple(
        make_report(item_id=ItemId(f"i-{n}"), in_court=each, title=_STEP, publisher=str(n))
        for n, each in enumerate(in_court)
    )
    return make_story(reports=reports, realis=(("transfer", realis),), figures=(), count=None)


@pytest.mark.parametrize(
    ("language", "tag", "status"),
    [
        ("en", "HANDOVER (court step)", "COURT STEP, DEVELOPING"),
        ("es", "ENTREGA (paso judicial)", "PASO JUDICIAL EN DESARROLLO"),
    ],
)
def test_cards_replies_and_lists_say_so(language: Literal["en", "es"], tag: str, status: str) -> None:
    """In the words of the channel."""
    story, look = _story(True), Look.of(language, "UTC")
    card = compose.card(story, now=NOON)
    assert lines.tags(card, look) == tag
    assert status in lines.status(card, look)
    reply = compose.reply(make_story_change(after=story), now=NOON)
    assert status in lines.reply_foot(reply, look)
    (entry,) = compose.fold([make_story_change(after=story)], reason="burst").entries
    assert tag.partition(" ")[2] in lines.entry_lead(entry, look)


def test_a_report_of_the_handover_itself_makes_it_one() -> None:
    """The story is of the handover then, whoever told of the court first."""
    assert lines.tags(compose.card(_story(True, False), now=NOON), Look.of("en", "UTC")) == "HANDOVER (happened)"


@given(realis=st.sampled_from(["announced", "requested", "denied", "rejected", "blocked", "historical", None]))
def test_only_what_happened_is_told_otherwise(realis: str | None) -> None:
    """A request or a block is told as that, in court or not."""
    assert said(realis, court_step=True) == realis


@given(st.text())
def test_any_headline_is_answered(title: str) -> None:
    """Whatever stands in it."""
    assert is_in_court(title) in (True, False)
