"""Numbers in a digest: how they move, whose they are, which are shown, and the sentences that prove them."""

from dataclasses import replace

import pytest
from digest_samples import (
    TOTAL,
    WINDOW,
    busy_day,
    figure_of,
    hours,
    material,
    policy,
    report,
    story,
    written,
)

from bot import extract
from bot.digest import compose


def test_corrected_number_moves_from_old_to_new() -> None:
    """An outlet that takes 32 back for 37 gives one line with both and who says so."""
    before, after = report(1, hours(-3), outlet="Wire"), report(2, hours(2), outlet="Wire", relation="correction")
    digest = written(material(story(1, [before, after], [figure_of(after, 37)], replaced=(figure_of(before, 32),))))
    (move,) = digest.moved
    assert (move.label, move.old, move.old_source, move.new, move.new_source, move.note) == (
        "Persons transferred", "32", "Wire", "37", "Wire", "",
    )  # fmt: skip
    assert digest.denial_lines == ()
    assert [e.story_id for e in digest.denials] == ["s-000001"]
    assert digest.top[0].label == "Persons transferred: 32 → 37"


def test_another_outlets_number_moves_with_a_note_that_both_stand() -> None:
    """Nobody took 12 back, so both values are given and said to differ."""
    before, after = report(1, hours(-3)), report(2, hours(2))
    digest = written(material(story(1, [before, after], [figure_of(before, 12), figure_of(after, 15)])))
    (move,) = digest.moved
    assert (move.old, move.old_source, move.new, move.note) == ("12", "Outlet 1", "15", "sources differ")
    assert digest.top[0].label == "Persons transferred: 12 → 15"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (figure_of(report(1, hours(-3)), 37), figure_of(report(2, hours(2)), 37)),
        (figure_of(report(1, hours(-3)), 30, qualifier="more_than"), figure_of(report(2, hours(2)), 37)),
        (figure_of(report(1, hours(-3)), 2700, qualifier="about"), figure_of(report(2, hours(2)), 2720)),
        (figure_of(report(1, hours(-3)), 20, value_hi=40), figure_of(report(2, hours(2)), 37)),
        (figure_of(report(1, hours(-3)), 40, qualifier="less_than"), figure_of(report(2, hours(2)), 37)),
        (figure_of(report(1, hours(-3)), 12, group="A"), figure_of(report(2, hours(2)), 37, group="B")),
        (figure_of(report(1, hours(-3)), 12, measure="other"), figure_of(report(2, hours(2)), 37, measure="other")),
        (figure_of(report(1, hours(-3)), 1, scope="background"), figure_of(report(2, hours(2)), 3, scope="background")),
        (figure_of(report(1, hours(-3)), None, trend="up"), figure_of(report(2, hours(2)), None, trend="down")),
        (figure_of(report(1, hours(-3)), 92, **TOTAL), figure_of(report(2, hours(2)), 55, **TOTAL)),
    ],
)  # fmt: skip
def test_numbers_that_do_not_contradict_do_not_move(old: object, new: object) -> None:
    """Repeats, floors, roundings, other groups, unknown measures, background and a total that would fall: no move."""
    assert written(material(story(1, [report(1, hours(-3)), report(2, hours(2))], [old, new]))).moved == ()  # type: ignore[list-item]  # parametrised values are objects to mypy


def test_running_total_moves_from_an_earlier_event() -> None:
    """55 at the last handover, 92 with this one; a total of another direction or span is no part of that series."""
    now, then = report(1, hours(2)), report(9, hours(-300))
    event = story(1, [now], [figure_of(now, 92, **TOTAL)])
    earlier = story(2, [then], [figure_of(then, 55, **TOTAL)])
    moved = written(material(event, earlier=(earlier,))).moved
    assert [(m.old, m.new) for m in moved] == [("55", "92")]
    other_way = replace(earlier, direction="US_TO_MX")
    other_span = story(2, [then], [figure_of(then, 55, span="since 2006", **TOTAL)])
    assert written(material(event, earlier=(other_way, other_span))).moved == ()


def test_parts_of_a_number_are_not_its_new_value() -> None:
    """An item that prints 37 and "30 men" of the same measure says 37."""
    old, new = report(1, hours(-3)), report(2, hours(2))
    digest = written(material(story(1, [old, new], [figure_of(old, 37), figure_of(new, 30), figure_of(new, 37)])))
    assert digest.moved == ()


def test_figures_in_order_with_their_proof_and_who_says_so() -> None:
    """This event, running total, background; each with its sentence once, claims marked, rivals said to differ."""
    digest = written(busy_day())
    entry = digest.sections[0].entries[0]
    assert [(f.value, f.scope, f.source, f.note) for f in entry.figures] == [
        ("37", "", "Wire Norte", ""),
        ("6", "", "Diario del Río", ""),
        ("92", "to date", "security ministry, in Wire Norte", ""),
        (">41,000", "background", "Mexican officials, in Border Institute", "claimed"),
    ]
    assert len(entry.proofs) == 4
    one, other = report(1, hours(1)), report(2, hours(2))
    rivals = written(material(story(1, [one, other], [figure_of(one, 26), figure_of(other, 29)])))
    assert [f.note for f in rivals.sections[0].entries[0].figures] == ["sources differ", "sources differ"]


def test_figures_beyond_six_are_counted() -> None:
    """A text full of numbers does not flood the digest."""
    source = report(1, hours(1))
    figures = [figure_of(source, n, measure=f"measure_{n}", place="Sinaloa") for n in range(1, 10)]
    (entry,) = written(material(story(1, [source], figures))).sections[0].entries
    assert (len(entry.figures), entry.more_figures) == (6, 3)
    assert entry.figures[0].label == "Measure 1 (Sinaloa)"


def test_headline_is_the_one_that_prints_the_current_number() -> None:
    """A first flash without a number gives way to the later headline that has it."""
    flash = report(1, hours(1), title="Mexico flies prisoners to US")
    full = report(2, hours(2), title="Mexico sends 23 to US")
    number = figure_of(full, 23)
    number = replace(number, figure=replace(number.figure, start=0))
    other = figure_of(flash, 23)
    other = replace(other, figure=replace(other.figure, start=40))
    digest = written(material(story(1, [flash, full], [number, other])))
    assert digest.sections[0].entries[0].headline.text == "Mexico sends 23 to US"


def test_the_gate_of_cards_holds_for_digests() -> None:
    """A figure that a card would not show, as its scope is in doubt, is neither listed nor said to have moved."""
    first, second = report(1, hours(-3)), report(2, hours(2))
    sure = story(1, [first, second], [figure_of(first, 26, start=0), figure_of(second, 37, start=0)])
    unsure = story(2, [first, second], [figure_of(first, 26, start=0), figure_of(second, 37, start=0, certainty=0.5)])
    digest = compose(policy(), WINDOW, material(sure, unsure), extract)
    assert [len(e.figures) for e in digest.sections[0].entries] == [1, 0]
    assert [move.story_id for move in digest.moved] == ["s-000001"]


def test_a_sentence_that_stands_above_is_no_proof_again() -> None:
    """One that has hardly another word than the headline, or than the proof before it, is left out."""
    title = "Mexico hands over 37 suspects to the United States"
    one, other = report(1, hours(2), title=title), report(2, hours(3), title="A second report of it")
    told = story(
        1,
        [one, other],
        [
            figure_of(one, 37, f"{title}, officials say."),
            figure_of(one, 6, "Six aircraft left from Toluca at dawn on Sunday.", measure="aircraft_used"),
            figure_of(other, 7, "Six aircraft left from Toluca at dawn on Sunday…", measure="escort_personnel"),
        ],
    )
    (entry,) = written(material(told)).sections[0].entries
    assert sorted(quote.text[:6] for quote in entry.proofs) == ["Mexico", "Six ai"]
