"""bot/fetch/lanes: whose turn it is."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.lanes import HOST_LIMIT, Lanes


def test_a_busy_host_keeps_no_place_from_others() -> None:
    """Its third request waits for one of its own to end; those behind it do not."""
    lanes: Lanes[int] = Lanes(4)
    for n, host in enumerate(["a", "a", "a", "b", "c"]):
        lanes.add(host, n)
    assert [lanes.next() for _ in range(5)] == [("a", 0), ("a", 1), ("b", 3), ("c", 4), None]
    lanes.ended("b")
    assert lanes.next() is None
    lanes.ended("a")
    assert lanes.next() == ("a", 2)


@given(
    st.integers(1, 6),
    st.lists(st.sampled_from(["a", "b", "c", "news.google.com", None]), max_size=60),
)
def test_all_have_their_turn_within_the_limits(places: int, steps: list[str | None]) -> None:
    """Whatever comes and ends when, no limit is passed, no place lies idle, and each request has its turn once."""
    lanes: Lanes[int] = Lanes(places)
    under_way: list[tuple[str, int]] = []
    done: list[int] = []

    def begin() -> None:
        while (turn := lanes.next()) is not None:
            under_way.append(turn)
        hosts = Counter(host for host, _ in under_way)
        assert len(under_way) <= places
        assert all(count <= (1 if host == "news.google.com" else HOST_LIMIT) for host, count in hosts.items())

    added = 0
    for host in steps:
        if host is not None:
            lanes.add(host, added)
            added += 1
        elif under_way:
            ended = under_way.pop(0)
            done.append(ended[1])
            lanes.ended(ended[0])
        begin()
    while under_way:
        ended = under_way.pop()
        done.append(ended[1])
        lanes.ended(ended[0])
        begin()
    assert sorted(done) == list(range(added))
