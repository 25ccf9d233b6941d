"""Many at once, and the end."""

import threading
import time
from collections.abc import Sequence

import pytest
from builders import make_request
from fetch_kit import BODY, WAIT_S, Make, fail, read_all

from bot.domain import Fetched
from bot.errors import FetchError
from bot.fetch import HOST_LIMIT
from bot.newsroom import Answer, Newsroom


def test_200_feeds_at_once(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Each gets its result, no more than `workers` at a time, and a hanging one holds up no other."""
    newsroom.answer_always("/hang", Answer(behaviour="hang"))
    requests = []
    for n in range(200):
        newsroom.answer(f"/{n}", Answer(body=b"%d" % n))
        requests.append(make_request(key=str(n), url=f"http://h{n}.example:{newsroom.port}/{n}"))
    requests.insert(0, make_request(key="hang", url=f"http://hang.example:{newsroom.port}/hang"))
    fetcher = make_fetcher(workers=20)
    fetcher.submit(requests)
    found: dict[str, Fetched | FetchError] = {}
    deadline = time.monotonic() + WAIT_S
    while len(found) < 200 and time.monotonic() < deadline:
        found |= {request.key: result for request, result in fetcher.results(1.0)}
    bodies = {key: result.body for key, result in found.items() if isinstance(result, Fetched)}
    assert bodies == {str(n): b"%d" % n for n in range(200)}
    assert fetcher.in_flight == 1
    assert newsroom.most_at_once <= 20


@pytest.mark.parametrize(("host", "limit"), [("diario.example", HOST_LIMIT), ("news.google.com", 1)])
def test_one_host_is_not_crowded(newsroom: Newsroom, make_fetcher: Make, host: str, limit: int) -> None:
    """At most two at a time, Google News one, whatever `workers` says."""
    requests = []
    for n in range(8):
        newsroom.answer(f"/{n}", Answer(body=b"1234", behaviour="drip", drip_s=0.002))
        requests.append(make_request(key=str(n), url=f"http://{host}:{newsroom.port}/{n}"))
    results = read_all(make_fetcher(), requests)
    assert all(isinstance(result, Fetched) for result in results.values())
    assert newsroom.most_at_once == limit


def test_results_wait_for_the_first_only(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Nothing in flight: at once. Something under way: as long as was said. What is not taken stays."""
    fetcher = make_fetcher()
    assert list(fetcher.results(WAIT_S)) == []
    newsroom.answer("/hang", Answer(behaviour="hang"))
    fetcher.submit([make_request(key="hang", url=newsroom.url("/hang"))])
    assert list(fetcher.results(0)) == []
    assert list(fetcher.results(0.05)) == []
    for n in range(2):
        newsroom.answer(f"/{n}", Answer(body=BODY))
    fetcher.submit([make_request(key=str(n), url=f"http://h{n}.example:{newsroom.port}/{n}") for n in range(2)])
    first, _ = next(fetcher.results(WAIT_S))
    rest, _ = next(fetcher.results(WAIT_S))
    assert {first.key, rest.key} == {"0", "1"}
    assert fetcher.in_flight == 1


def test_an_error_nobody_foresaw_is_still_a_result(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A fault inside does not leave the caller waiting."""

    def broken(host: str) -> Sequence[str]:
        return [None]  # type: ignore[list-item]

    error = fail(make_fetcher(resolve=broken), "http://diario.example/")
    assert (error.problem, error.detail.startswith("unexpected")) == ("connection", True)


def test_close_waits_for_no_server_and_is_final(newsroom: Newsroom, make_fetcher: Make) -> None:
    """It does not wait for servers, ends the thread, may be repeated; later submits are refused."""
    newsroom.answer_always("/hang", Answer(behaviour="hang"))
    fetcher = make_fetcher()
    fetcher.submit([make_request(key=str(n), url=newsroom.url("/hang")) for n in range(5)])
    fetcher.close()
    fetcher.close()
    assert fetcher.in_flight == 0
    assert list(fetcher.results(0)) == []
    assert "fetch" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(RuntimeError, match="closed"):
        fetcher.submit([make_request()])


def test_what_is_submitted_before_the_thread_runs_is_read(
    make_fetcher: Make, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine under load starts the thread late; the first requests wait for it."""
    late: list[threading.Thread] = []
    start = threading.Thread.start
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", lambda it: late.append(it) if it.name == "fetch" else start(it))
        fetcher = make_fetcher()
    newsroom.answer("/rss", Answer(body=BODY))
    fetcher.submit([make_request(url=newsroom.url("/rss"))])
    for thread in late:
        thread.start()
    assert len(late) == 1
    ((_, result),) = fetcher.results(WAIT_S)
    assert isinstance(result, Fetched), result
