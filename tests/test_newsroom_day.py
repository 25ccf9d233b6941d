"""A small day of what benchmarks/newsroom_day.py plays with two thousand feeds."""

from datetime import timedelta

import pytest

from benchmarks import newsroom_day
from benchmarks.polling_site import START
from bot.cadence import next_poll
from bot.domain import FeedHabits
from tests.builders import make_feed


@pytest.mark.timeout(300)  # it starts the whole bot some times and polls it for 33 hours
def test_a_day_of_faults_and_kills_loses_nothing_and_tells_of_each_fault_once() -> None:
    """Every item stored once, every outage and recovery told once, nothing told of feeds that are well."""
    outcome = newsroom_day.run(12, 2, seed=5, step=timedelta(minutes=30))
    assert outcome.kills == 2
    assert outcome.stored == outcome.expected > 0
    assert (outcome.lost, outcome.doubled, outcome.unexpected) == ((), 0, 0)
    assert outcome.reported == outcome.faults > 0, outcome.wrong


@pytest.mark.timeout(300)  # as above
def test_an_item_that_was_lost_is_named_with_its_feed_and_the_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Items that appear after their feed has gone for good cannot be read; the outcome says which and why."""
    monkeypatch.setattr(newsroom_day, "KINDS", {"gone": newsroom_day.KINDS["gone"]})
    monkeypatch.setattr(newsroom_day, "LONGEST_WAIT", timedelta(hours=-8))
    outcome = newsroom_day.run(3, 0, step=timedelta(minutes=30))
    assert len(outcome.lost) == outcome.expected - outcome.stored > 0
    for lost in outcome.lost:
        assert (lost.feed, lost.fault, lost.ends) == ("f2", "gone", None)
        assert lost.guid.startswith("2:")
        assert lost.begins is not None
        assert lost.last_good_poll is not None
        assert lost.last_good_poll <= lost.begins
        assert lost.last_good_poll < lost.appeared


def test_the_longest_wait_that_the_day_allows_for_is_the_bot_s() -> None:
    """A feed polled every half an hour that has next to no news waits twice as long, and up to a tenth of it more."""
    feed, quiet = make_feed(interval=timedelta(minutes=30)), FeedHabits(items=4.0, seconds=40 * 86_400.0, size=9)
    moments = [START + timedelta(minutes=n) for n in range(500)]
    waits = [next_poll(feed, failures=0, now=now, habits=quiet) - now for now in moments]
    assert timedelta(minutes=65) < max(waits) <= newsroom_day.LONGEST_WAIT
