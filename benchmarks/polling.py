"""How many feeds a second the whole bot polls, from the request to the database, beside other feed readers.

    python -m benchmarks.polling [--quick] [--feeds N] [--profile]
    python -m benchmarks.polling --install-reader

The server has one core, the bot with its worker the other. Each feed is about 45 kB with 25 to 100 items. Measured:
rounds in which every feed has one new item, with and without judging it; the same with the extra `semantic`, where it
is installed (everything else is measured without it); rounds in which nothing changed (304); the list of due feeds
among 100,000; newsboat, rss2email and sfeed where they are installed (Debian has packages of these names) on the same
feeds, and `reader` where `--install-reader` has put it, once, into an environment of its own; the store's part with a
thousand to a million stored items (`polling_stored`); memory with ten thousand feeds over TLS (`polling_memory`).
`--quick` measures the last two up to 100,000 items and with 500 feeds.

Figures by the clock suffer when the machine has other work; those "per core second" count processor time. The last line
is one JSON object.
"""

import argparse
import cProfile
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import classifiers
from benchmarks import polling_memory, polling_stored
from benchmarks.polling_peers import install_reader, measure
from benchmarks.polling_site import START, Site
from bot.domain import Feed, FeedId, Item, Judgement
from bot.jobs.agenda import Agenda
from bot.store import SqliteStore

SERVER_CORE, BOT_CORE = 1, 0
_STEP = timedelta(hours=1)  # of the bot's clock between two rounds: more than any wait after a good poll
_MB = 1_000_000


# --- the bot, in a process of its own ---------------------------------------------------------------------------------


class _Stage:
    """Adds up the time spent in some calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, owner: object, name: str, stage: str) -> None:
        """Counts each call of `owner.name` under `stage`."""
        call: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start

        setattr(owner, name, timed)


def _config(folder: Path, urls: list[str]) -> Path:
    file = folder / "config.toml"
    feeds = "".join(
        f'[[feeds]]\nid = "f{n}"\nname = "Outlet {n}"\nurl = "{url}"\nlanguage = "{"es" if n % 2 else "en"}"\n'
        "interval_min = 1\n"
        for n, url in enumerate(urls)
    )
    head = '[http]\nallow_addresses = ["127.0.0.0/8"]\n[channels.desk]\ntype = "file"\npath = "alerts.txt"\n'
    file.write_text(f'{head}[[routes]]\nchannel = "desk"\n{feeds}', encoding="utf-8")
    return file


def _bot(folder: Path, *, plain: bool) -> None:
    """The child: reads commands from standard input, answers with JSON lines. `plain`: without the extra semantic."""
    import bot.delta
    import bot.jobs.documents
    import bot.jobs.poll
    from bot.app import App, load_config, rest_collector
    from bot.clock import SteppedClock

    if plain:
        classifiers.load_embedding = lambda: None  # type: ignore[assignment]  # as if it were not installed
    clock = SteppedClock(START)
    stages = _Stage()
    profile = cProfile.Profile()
    with App(load_config(folder / "config.toml"), clock) as app:
        rest_collector()  # as `run` does
        worker = app._worker
        stages.time(worker, "parse_feeds", "worker")
        for name in ("known", "write", "due_feeds", "states_of", "memories", "moving"):
            if hasattr(app.store, name):
                stages.time(app.store, name, "store")
        stages.time(bot.jobs.poll, "take_in", "stories")
        stages.time(bot.jobs.poll, "judge_all", "judge")
        stages.time(bot.jobs.documents, "normalise", "normalise")
        for name in ("reduce", "read_reduced"):
            stages.time(bot.delta, name, name)
        judge_all = vars(bot.jobs.poll)["judge_all"]
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            command = line.strip()
            if command == "stop":
                break
            clock.set(clock.now() + _STEP)
            vars(bot.jobs.poll)["judge_all"] = judge_all if command in ("round", "profile") else _unjudged
            stages.seconds.clear()
            before, new_before = app.counts.feeds, app.counts.new
            start, own, all_threads = time.perf_counter(), time.thread_time(), time.process_time()
            worker_before = _cpu_s(app._worker.pid)
            if command == "profile":
                profile.enable()
            while app.poll(clock.now(), 0.5) or app.in_flight:
                pass
            profile.disable()
            spent, main = time.perf_counter() - start, time.thread_time() - own
            both = time.process_time() - all_threads
            fetch = both - main
            feeds = app.counts.feeds - before
            answer = {
                "feeds": feeds,
                "failed": app.counts.failed,
                "new": app.counts.new - new_before,
                "seconds": spent,
                "cpu_s": both + _cpu_s(app._worker.pid) - worker_before,
                "stage_ms": {k: 1000 * v / max(feeds, 1) for k, v in [*stages.seconds.items(), ("fetch", fetch)]},
                "rss_mb": _peak_mb(os.getpid()),
                "worker_rss_mb": _peak_mb(app._worker.pid),
            }
            if command == "profile":
                pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(45)
            print(json.dumps(answer), flush=True)


def _unjudged(items: Sequence[Item], *_: object) -> list[Judgement]:
    """In the judges' place, to measure what polling itself costs."""
    return [Judgement(item_type="news", verdicts=(), text_read=item.text_read) for item in items]


def _cpu_s(pid: int | None) -> float:
    """Processor time of another process of one thread."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def _peak_mb(pid: int | None) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / _MB
    return 0.0


class Bot:
    """The child from outside."""

    def __init__(
        self, folder: Path, site: Site, *, feeds: int | None = None, plain: bool = True, **environ: str
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        _config(folder, [site.url(n) for n in range(feeds or site.feeds)])
        own = ["--bot", str(folder), *(["--semantic"] if not plain else [])]
        self._process = subprocess.Popen(
            ["taskset", "-c", str(BOT_CORE), sys.executable, "-m", "benchmarks.polling", *own],  # noqa: S607
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | environ,
        )
        self._answer()

    def __enter__(self) -> "Bot":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.communicate("stop\n")

    def round(self, command: str = "round") -> dict[str, Any]:
        """Polls all feeds once."""
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the bot of the benchmark ended; its log is above")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _rate(answer: dict[str, Any]) -> float:
    return float(answer["feeds"] / answer["seconds"])


def _per_core_s(answer: dict[str, Any]) -> float:
    return float(answer["feeds"] / answer["cpu_s"])


def _stages(answer: dict[str, Any]) -> dict[str, float]:
    return {stage: round(ms, 3) for stage, ms in answer["stage_ms"].items()}


def rounds(bot: Bot, site: Site, repeats: int) -> dict[str, Any]:
    """Changed and unchanged rounds in turn; the best of each by the clock, with its stages."""
    changed: list[dict[str, Any]] = []
    unjudged: list[dict[str, Any]] = []
    unchanged: list[dict[str, Any]] = []
    for _ in range(repeats):
        for command, answers, new in (
            ("round", changed, 1), ("unjudged", unjudged, 1), ("round", unchanged, 0), ("round", unchanged, 0)
        ):  # fmt: skip
            site.publish(new)
            answers.append(bot.round(command))
            assert answers[-1]["new"] == new * site.feeds, answers[-1]
    best, bare, still = (max(answers, key=_rate) for answers in (changed, unjudged, unchanged))
    return {
        "changed_feeds_per_s": round(_rate(best), 1),
        "changed_unjudged_feeds_per_s": round(_rate(bare), 1),
        "unchanged_feeds_per_s": round(_rate(still), 1),
        "changed_feeds_per_core_s": round(max(map(_per_core_s, changed)), 1),
        "changed_unjudged_feeds_per_core_s": round(max(map(_per_core_s, unjudged)), 1),
        "unchanged_feeds_per_core_s": round(max(map(_per_core_s, unchanged)), 1),
        "changed_stage_ms": _stages(best),
        "unchanged_stage_ms": _stages(still),
        "failed": still["failed"],
        "rss_mb": round(still["rss_mb"]),
        "worker_rss_mb": round(still["worker_rss_mb"]),
    }


def semantic(folder: Path, site: Site, feeds: int) -> dict[str, Any]:
    """Changed rounds with the extra semantic, which is asked about what the first step of judging lets through."""
    with Bot(folder, site, feeds=feeds, plain=False) as bot:
        bot.round("unjudged")
        answers = []
        for _ in range(2):
            site.publish()
            answers.append(bot.round())
        best = max(answers, key=_per_core_s)
    return {
        "changed_semantic_feeds_per_s": round(_rate(best), 1),
        "changed_semantic_feeds_per_core_s": round(_per_core_s(best), 1),
        "semantic_stage_ms": _stages(best),
        "semantic_rss_mb": round(best["rss_mb"]),
    }


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--feeds", type=int)
    parser.add_argument("--install-reader", action="store_true", help="once: makes an environment for it")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--bot", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--semantic", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bot:
        _bot(options.bot, plain=not options.semantic)
        return
    if options.install_reader:
        print(f"reader is in {install_reader()}")
        return
    feeds = options.feeds or (80 if options.quick else 300)
    result: dict[str, Any] = {}

    def tell(found: dict[str, Any]) -> None:
        result.update(found)
        for key, value in found.items():
            print(f"{key}: {value}", flush=True)

    with tempfile.TemporaryDirectory(prefix="pregonero-polling-") as name:
        folder = Path(name)
        with Site(folder / "server", feeds, core=SERVER_CORE) as site:
            with Bot(folder / "bot", site) as bot:
                first = bot.round("unjudged")
                print(f"first pull, not judged: {_rate(first):.1f} feeds/s, {first['new']} items")
                tell(rounds(bot, site, 3))
                if options.profile:
                    site.publish()
                    bot.round("profile")
                    bot.round("profile")
            if classifiers.load_embedding() is not None:
                tell(semantic(folder / "semantic", site, min(feeds, 20 if options.quick else 300)))
            tell({"server": site.server} | due_list_ms(folder / "due.db"))
            peers = min(feeds, 20 if options.quick else 100)
            tell(measure(site, folder / "peers", peers, core=BOT_CORE))
    sizes = polling_stored.SIZES[: 3 if options.quick else 4]
    tell({"store_ms_a_feed_by_stored_items": polling_stored.run(sizes, 40 if options.quick else 100)})
    tell(polling_memory.run(500 if options.quick else 10_000))
    print(json.dumps(result))


def due_list_ms(path: Path) -> dict[str, float]:
    """Looks for 500 due feeds among 100,000 that were polled and are all due: the first time after a start, and the
    slowest of nine more, in which 1,500 of them are being polled; and when none is due."""
    store = SqliteStore(path)
    store.sync_feeds(
        [Feed(id=FeedId(f"f{n}"), name="x", url=f"https://{n}.example/rss", priority=1 + n % 3) for n in range(100_000)]
    )
    before = store.feed_states()
    polled = (replace(s, health="ok", next_poll_at=START - timedelta(seconds=n)) for n, s in enumerate(before.values()))
    store.write_states([(before[state.feed_id], state) for state in polled])
    store.close()
    store = SqliteStore(path)
    agenda = Agenda(store)
    took: list[float] = []
    for now, limit, busy in [(START, 500, 0), *[(START, 500, 1_500)] * 9, (START - timedelta(days=9), 500, 0)]:
        keys = list(before)[:busy]
        start = time.perf_counter()
        found = agenda.take(now, limit, keys)
        took.append(1000 * (time.perf_counter() - start))
        assert len(found) == (500 if now == START else 0)
    store.close()
    return {
        "due_list_of_100000_feeds_ms": round(max(took[1:-1]), 1),
        "first_due_list_of_100000_feeds_ms": round(took[0], 1),
        "none_due_of_100000_feeds_ms": round(took[-1], 2),
    }


if __name__ == "__main__":
    main()
