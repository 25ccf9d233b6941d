"""Killed at any moment, the bot loses no item and says nothing twice: ten kills; more in benchmarks/delivery.py."""

from benchmarks import delivery


def test_ten_kills_lose_and_double_nothing() -> None:
    """SIGKILL at random moments of polling and posting, with lost answers and 429 of Slack in between."""
    outcome = delivery.run(10, seed=7, longest_s=2.0)
    assert (outcome.kills, outcome.lost, outcome.doubled) == (10, 0, 0)
    assert outcome.alerts > 0
