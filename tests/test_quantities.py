"""What counts as one quantity, whose value leads, and which numbers are parts of another."""

from itertools import permutations

import pytest
from builders import make_figure, make_story_figure

from bot import compose
from bot.domain import Figure, ItemId
from bot.domain.quantities import authority, by_quantity, heads_by_item, heads_of, same_quantity, same_value


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (make_figure(place="Texas"), make_figure(place="texas"), True),
        (make_figure(place="Texas"), make_figure(), True),
        (make_figure(place="Texas"), make_figure(place="Arizona"), False),
        (make_figure(group="CJNG"), make_figure(place="Texas"), True),
        (make_figure(group="CJNG"), make_figure(group="Zetas"), False),
        (make_figure(), make_figure(scope="cumulative"), False),
        (make_figure(measure="reward", unit="usd"), make_figure(measure="reward", unit="mxn"), False),
        (
            make_figure(scope="background", place="Sinaloa", value=2.0),
            make_figure(scope="background", value=9.0),
            False,
        ),
        (make_figure(scope="background", place="Sinaloa", value=9.0), make_figure(scope="background", value=9.0), True),
    ],
)
def test_one_quantity(one: Figure, other: Figure, expected: bool) -> None:
    """Measure, unit and scope; names count where both give one, and an unnamed total of the past is not Sinaloa's."""
    assert (same_quantity(one, other), same_quantity(other, one)) == (expected, expected)


def test_values_that_can_both_be_right() -> None:
    """ "Over 30" and 37 agree; 29 and 37 do not, nor a number and a mere trend."""
    over, exact = make_figure(value=30.0, qualifier="more_than"), make_figure(value=37.0)
    assert same_value(over, exact)
    assert not same_value(make_figure(value=29.0), exact)
    assert not same_value(make_figure(value=None, trend="up"), exact)


def test_parts_give_way_to_their_total() -> None:
    """ "37 people: 30 men and 7 women" is 37, and "at least 40" beside it does not make it more; per item."""
    said = [make_story_figure(figure=make_figure(value=value)) for value in (30.0, 37.0, 7.0)]
    floor = make_story_figure(figure=make_figure(value=40.0, qualifier="at_least"))
    elsewhere = make_story_figure(figure=make_figure(value=36.0), item_id=ItemId("i-2"))
    assert [head.figure.value for head in heads_of([*said, floor])] == [37.0]
    assert [head.figure.value for head in heads_by_item([*said, floor, elsewhere])] == [37.0, 36.0]


def test_an_official_exact_value_leads() -> None:
    """Officials before exact values, these before a better record."""
    official = make_story_figure(figure=make_figure(speaker_kind="court", qualifier="about"), reliability="D")
    exact = make_story_figure(reliability="C")
    about = make_story_figure(figure=make_figure(qualifier="about"), reliability="A")
    assert sorted([official, about, exact], key=authority) == [about, exact, official]


def test_groups_do_not_depend_on_the_order() -> None:
    """Who names no place gathers who names one, whatever came first."""
    held = [
        make_story_figure(figure=make_figure(value=float(value), place=place), item_id=ItemId(f"i-{value}"))
        for value, place in ((15, "Texas"), (37, None), (22, "Arizona"))
    ]
    for order in permutations(held):
        assert [{h.figure.value for h in group} for group in by_quantity(order)] == [{15.0, 37.0, 22.0}]
    places = [h for h in held if h.figure.place]
    assert len(by_quantity(places)) == 2


def test_a_card_has_one_line_for_what_its_story_calls_one_quantity() -> None:
    """37 handed over, by another outlet "32 in Texas": a rival beside it, as the story is DISPUTED for it."""
    figures = (
        make_story_figure(figure=make_figure(value=32.0, place="Texas"), item_id=ItemId("i-2"), outlet="Post"),
        make_story_figure(figure=make_figure(value=37.0, speaker_kind="official_mx")),
        make_story_figure(figure=make_figure(value=40.0, qualifier="at_least")),
    )
    (line,) = compose.card_figures(figures)
    assert (line.value, [(rival.value, rival.outlet) for rival in line.rivals]) == (37.0, [(32.0, "Post")])


def test_a_card_keeps_totals_of_the_past_apart() -> None:
    """2,700 dead in Sinaloa and 30,000 in all are two lines, not one and its rival."""
    figures = tuple(
        make_story_figure(figure=make_figure(measure="killed", scope="background", value=value, place=place))
        for value, place in ((2700.0, "Sinaloa"), (30000.0, None))
    )
    assert {(line.value, line.place) for line in compose.card_figures(figures)} == {
        (2700.0, "Sinaloa"),
        (30000.0, None),
    }
