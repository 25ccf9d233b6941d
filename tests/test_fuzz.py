"""Spoilt feeds of every kind: a few hundred of the cases that benchmarks/fuzz_*.py try by the million."""

from benchmarks import fuzz_delta, fuzz_parse


def test_spoilt_feeds_raise_nothing_hang_nowhere_and_read_the_same_in_part() -> None:
    """By a fixed seed; no entry is lost that feedparser finds."""
    outcome = fuzz_parse.run(300, 60.0, seed=7)
    assert outcome["cases"] == 300
    assert [outcome[what] for what in ("raises", "hangs", "lost", "differs")] == [0, 0, 0, 0]


def test_feeds_read_in_part_from_poll_to_poll_lose_nothing() -> None:
    """Some of the lives that benchmarks/fuzz_delta.py plays by the hundred thousand."""
    outcome = fuzz_delta.run(2_000, 60.0, seed=7)
    assert outcome["read"] > 20
    assert [outcome[what] for what in ("raises", "hangs", "lost", "differs", "cut")] == [0] * 5
