"""The next step of a crisis is an event of its own; an answer in the same words is not."""

import pytest
from story_kit import THREAT, TRANSFER, Desk, facts, report

from bot.domain import Judgement
from bot.stories import assign
from bot.stories.steps import is_another_strike, step_of

THREATENED = "Trump says strike on cartels in Mexico will begin soon"


@pytest.mark.parametrize(
    ("title", "step"),
    [
        ("After call with Trump, Sheinbaum says strike is off the table", "call"),
        ("Sheinbaum y Trump hablan por teléfono; ataque, “descartado”", "call"),
        ("Tras llamada, Sheinbaum asegura que no habrá ataque", "call"),
        ("Strike will not happen, Sheinbaum says after call with Trump", "call"),
        ("White House readout leaves strike on the table", "call"),
        ("House Democrats introduce bill to bar strike on Mexico", "act of parliament"),
        ("Senado de EU vota por frenar ataque en México", "act of parliament"),
        ("OAS council votes on strike in Mexico", "vote of nations"),
        ("OEA aprueba condena de ataque en México", "vote of nations"),
        ("La ONU pide contención tras ataque en México", None),
        ("FAA warns airlines of military activity over Mexico", "notice"),
        ("Alerta de EU a aerolíneas por actividad militar", "notice"),
        ("Solicita Sheinbaum llamada con Trump tras amago de ataque", None),
        ("Sheinbaum seeks call with Trump over strike", None),
        ("Republicans' call for strike on Mexico is rejected", None),
        ("Democrats demand vote before any strike on Mexico", None),
        ("White House passes on questions about strike", None),
        ("Airlines shrug at talk of strike", None),
        ("Mexico rejects strike: 'It will not happen'", None),
    ],
)
def test_a_headline_tells_a_step(title: str, step: str | None) -> None:
    """What took place, not what is asked for; a chamber's act, not a member's demand."""
    assert step_of(title) == step


@pytest.mark.parametrize(
    ("title", "hours", "veto"),
    [
        ("Sheinbaum says strike on cartels ruled out after call with Trump", 80.0, "call, a step of its own"),
        (
            "House Democrats introduce bill to block strike on cartels in Mexico",
            22.0,
            "act of parliament, a step of its own",
        ),
        ("FAA warns airlines as strike on cartels in Mexico is prepared", 20.0, "notice, a step of its own"),
        ("Sheinbaum and Trump speak by phone after threat of strike on cartels", 20.0, None),
        ("Sheinbaum answers Trump: no strike on cartels in Mexico will begin", 80.0, None),
        ("Sheinbaum seeks call with Trump over strike on cartels in Mexico", 30.0, None),
    ],
)
def test_a_step_leaves_the_threat_and_an_answer_does_not(title: str, hours: float, veto: str | None) -> None:
    """A call in the first hours is part of the answer, too."""
    desk = Desk()
    desk.take(report(THREATENED), THREAT)
    assert assign(facts(report(title, hours=hours), THREAT), desk.stories, number=2).vetoed_by == veto


def test_a_call_that_is_asked_for_does_not_stand_for_the_one_that_is_held() -> None:
    """A threat whose story told of the wish for a call still ends where the call begins."""
    desk = Desk()
    desk.take(report(THREATENED), THREAT)
    desk.take(report("Sheinbaum seeks call with Trump over strike on cartels in Mexico", hours=20.0), THREAT)
    assert len(desk.stories) == 1
    held = report("Sheinbaum says strike on cartels ruled out after call with Trump", hours=90.0)
    assert assign(facts(held, THREAT), desk.stories, number=2).vetoed_by == "call, a step of its own"


@pytest.mark.parametrize(("judged", "veto"), [(THREAT, "call, a step of its own"), (TRANSFER, None)])
def test_a_call_on_strikes_is_of_no_handover_either(judged: Judgement, veto: str | None) -> None:
    """Kept out of the threat it must not go to the next best story; a call on those who were sent may."""
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to US"))
    told = report("After call with Trump, Sheinbaum says strike is off the table", hours=60.0)
    assert assign(facts(told, judged), desk.stories, number=2).vetoed_by == veto


def test_a_step_joins_the_story_that_began_with_it() -> None:
    """The second report of a call is kept out of the threat only."""
    desk = Desk()
    desk.take(report("Trump, Sheinbaum speak by phone on strike"), THREAT)
    desk.take(report("After call with Trump, Sheinbaum says strike is off the table", hours=2.0), THREAT)
    assert len(desk.stories) == 1
    desk.take(report("Senate rejects bill on strike in Mexico", hours=3.0), THREAT)
    desk.take(report("Senate votes down bill on strike in Mexico", hours=40.0), THREAT)
    assert len(desk.stories) == 2


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Second US strike reported in Mexico, this time in Michoacan", True),
        ("Nuevo ataque de EU: bombardean campamento", True),
        ("Trump threatens second strike in Mexico", False),
        ("White House rules out second strike in Mexico", False),
        ("US strike in Mexico kills three", False),
    ],
)
def test_a_headline_counts_strikes(title: str, says: bool) -> None:
    """Only those that were made."""
    assert is_another_strike(title) is says


def test_a_second_strike_is_another_event() -> None:
    """Days later; in the hours of the first one outlets count its blows."""
    desk = Desk()
    desk.take(report("US drone strike destroys lab in Mexico"), THREAT)
    later, blow = (facts(report("Second US drone strike hits lab in Mexico", hours=h), THREAT) for h in (100.0, 3.0))
    assert assign(later, desk.stories, number=2).vetoed_by == "another strike"
    assert assign(blow, desk.stories, number=2).vetoed_by is None
