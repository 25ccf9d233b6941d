"""Spoilt feeds of every kind: a few hundred of the cases that benchmarks/fuzz_parse.py tries by the million."""

from benchmarks import fuzz_parse


def test_spoilt_feeds_raise_nothing_hang_nowhere_and_read_the_same_in_part() -> None:
    """By a fixed seed; no entry is lost that feedparser finds."""
    outcome = fuzz_parse.run(300, 60.0, seed=7)
    assert outcome["cases"] == 300
    assert [outcome[what] for what in ("raises", "hangs", "lost", "differs")] == [0, 0, 0, 0]
