"""Spoilt feeds of every kind: a few hundred of the cases that benchmarks/fuzz_parse.py tries by the million."""

from benchmarks import fuzz_parse


def test_spoilt_feeds_raise_nothing_hang_nowhere_and_read_the_same_in_part() -> None:
    """Mutations by a fixed seed; how many entries feedparser finds beyond ours is measured by the benchmark."""
    outcome = fuzz_parse.run(300, 60.0, seed=7)
    assert (outcome["raised"], outcome["hung"], outcome["different_in_part"]) == (0, 0, 0)
