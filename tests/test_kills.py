"""Killed at any moment, the bot loses nothing and says nothing twice: a few kills here, hundreds in benchmarks/."""

from benchmarks import delivery, presses


def test_six_kills_lose_and_double_nothing() -> None:
    """SIGKILL at random moments of polling and posting, with faults of Slack in between; order and pace are kept."""
    outcome = delivery.run(6, alerts=20, seed=7, longest_s=2.0)
    assert (outcome.lost, outcome.doubled, outcome.out_of_order, outcome.too_fast) == (0, 0, 0, 0)
    assert (outcome.webhook_lost, outcome.stale_cards, outcome.left_to_a_person) == (0, 0, 0)
    assert outcome.webhook_doubled <= outcome.kills + outcome.webhook_lost_answers
    assert outcome.kills > 0
    assert outcome.alerts >= 20


def test_presses_survive_kills() -> None:
    """SIGKILL around presses of buttons: what stands in the database and on the cards is what the presses mean."""
    outcome = presses.run(25, seed=3)
    assert outcome.kills > 0
    assert (outcome.lost, outcome.extra, outcome.doubled, outcome.stale_cards) == (0, 0, 0, 0)
