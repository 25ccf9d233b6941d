"""Headlines that open no event: what an editor knows to be of something told already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story_kit import TRANSFER, Desk, facts, report

from bot.stories import assign
from bot.stories.follow_up import reads_as_follow_up, signs_of

OPENS = ("Mexico extradites nine to US in one day", "Trump threatens to send troops to Mexico")
FOLLOWS = (
    '"No nos avisaron", responden las familias',
    "¿Qué se sabe de las familias y de la respuesta de la presidenta?",
)


@pytest.mark.parametrize("follows", FOLLOWS)
@pytest.mark.parametrize("opens", OPENS)
def test_an_answer_reads_less_like_news_than_an_act(opens: str, follows: str) -> None:
    """Whoever they are about: neither names anybody."""
    assert reads_as_follow_up(follows) > reads_as_follow_up(opens)


def test_words_say_what_they_say_once() -> None:
    """A headline that repeats itself is no surer."""
    assert reads_as_follow_up("Fuego, fuego") == reads_as_follow_up("Fuego")


def test_signs_beside_words() -> None:
    """Numbers are no words; that there are some is a sign."""
    assert list(signs_of("«¿26?», dice Sheinbaum")) == [
        "dice", "sheinbaum", "opens with a quotation", "asks", "has digits", "has a capital inside",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_any_text_has_a_number(title: str) -> None:
    """Nothing that a feed may send as a headline is refused."""
    assert abs(reads_as_follow_up(title)) < 100


def test_a_nameless_column_goes_to_the_event_of_the_day_that_it_tells() -> None:
    """Of two stories that it might be about, the one of Wednesday; the link says so."""
    desk = Desk()
    desk.take(report("Mexico extradites Juan Robles to Texas"))
    desk.take(report("Mexico sends 26 prisoners to United States", hours=48, outlet="Valley Post"))
    column = report(
        "The plane, the list, the silence", hours=72, outlet="Columna", summary="A column on Wednesday's flight."
    )
    link = assign(facts(column, TRANSFER), desk.stories, number=3)
    other = report(
        "The plane, the list, the silence", hours=72, outlet="Columna", summary="A column on Monday's flight."
    )
    assert link.story_id == desk.stories[1].id
    assert "same day told +" in link.reason
    assert assign(facts(other, TRANSFER), desk.stories, number=3).similarity < link.similarity
