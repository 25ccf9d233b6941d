"""A small day of what benchmarks/newsroom_day.py plays with two thousand feeds."""

from datetime import timedelta

import pytest

from benchmarks import newsroom_day


@pytest.mark.timeout(300)  # it starts the whole bot some times and polls it for 33 hours
def test_a_day_of_faults_and_kills_loses_nothing_and_tells_of_each_fault_once() -> None:
    """Every item stored once, every outage and recovery told once, nothing told of feeds that are well."""
    outcome = newsroom_day.run(12, 2, seed=5, step=timedelta(minutes=30))
    assert outcome.kills == 2
    assert outcome.stored == outcome.expected > 0
    assert (outcome.lost, outcome.doubled, outcome.unexpected) == (0, 0, 0)
    assert outcome.reported == outcome.faults > 0, outcome.wrong
