"""Which connections stay open after an answer."""

from bot.fetch.kept import KEEP_ALIVE_S, MAX_KEPT_HOSTS, KeptHosts


def test_tls_connections_of_so_many_hosts_are_kept_and_no_more() -> None:
    """The hosts that came first are kept; others get their turn when those have been idle for long enough."""
    kept = KeptHosts()
    first = [kept.keep(f"{n}.example", 0.0) for n in range(MAX_KEPT_HOSTS + 2)]

    assert first == [True] * MAX_KEPT_HOSTS + [False] * 2
    assert kept.keep("0.example", KEEP_ALIVE_S / 2)
    assert not kept.keep("late.example", KEEP_ALIVE_S / 2)
    assert kept.keep("late.example", KEEP_ALIVE_S)
    assert [kept.keep(f"{n}.example", KEEP_ALIVE_S) for n in range(MAX_KEPT_HOSTS)].count(False) == 1
