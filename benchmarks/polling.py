"""How many feeds a second the whole bot polls, from the request to the database, beside other feed readers.

    python -m benchmarks.polling [--quick] [--feeds N] [--profile]

The server has one core, the bot with its worker the other. Each feed is about 45 kB with 25 to 100 items. Measured:
the first pull; rounds in which every feed has one new item; rounds in which nothing changed (304); the same with ten
thousand to a million items stored before; the list of due feeds among 100,000; memory with 10,000 feeds over TLS; and
`reader`, newsboat, rss2email and sfeed, where they are installed, on the same feeds (`--reader PYTHON` names the
interpreter of an environment that has `reader`). The last line is one JSON object.
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
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.polling_site import START, Site

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


def _bot(folder: Path) -> None:
    """The child: reads commands from standard input, answers with JSON lines."""
    import bot.jobs.poll
    from bot.app import App, load_config
    from bot.clock import SteppedClock

    clock = SteppedClock(START)
    stages = _Stage()
    profile = cProfile.Profile()
    with App(load_config(folder / "config.toml"), clock) as app:
        worker = app._worker
        stages.time(worker, "_exchange", "worker")
        for name in ("known", "write", "due_feeds", "feed_state"):
            if hasattr(app.store, name):
                stages.time(app.store, name, "store")
        for name, stage in (("think", "judge"), ("normalise", "normalise")):
            if hasattr(bot.jobs.poll, name):
                stages.time(bot.jobs.poll, name, stage)
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            command = line.strip()
            if command == "stop":
                break
            clock.set(clock.now() + _STEP)
            stages.seconds.clear()
            before, new_before = app.counts.feeds, app.counts.new
            start, own, all_threads = time.perf_counter(), time.thread_time(), time.process_time()
            if command == "profile":
                profile.enable()
            while app.poll(clock.now(), 0.5) or app.in_flight:
                pass
            profile.disable()
            spent, main = time.perf_counter() - start, time.thread_time() - own
            fetch = time.process_time() - all_threads - main
            feeds = app.counts.feeds - before
            answer = {
                "feeds": feeds,
                "failed": app.counts.failed,
                "new": app.counts.new - new_before,
                "seconds": spent,
                "stage_ms": {k: 1000 * v / max(feeds, 1) for k, v in [*stages.seconds.items(), ("fetch", fetch)]},
                "rss_mb": _peak_mb(os.getpid()),
                "worker_rss_mb": _peak_mb(app._worker.pid),
            }
            if command == "profile":
                pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(45)
            print(json.dumps(answer), flush=True)


def _peak_mb(pid: int | None) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / _MB
    return 0.0


class Bot:
    """The child from outside."""

    def __init__(self, folder: Path, site: Site, **environ: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        _config(folder, [site.url(n) for n in range(site.feeds)])
        self._process = subprocess.Popen(
            ["taskset", "-c", str(BOT_CORE), sys.executable, "-m", "benchmarks.polling", "--bot", str(folder)],  # noqa: S607
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


def rounds(bot: Bot, site: Site, repeats: int) -> dict[str, Any]:
    """Changed and unchanged rounds in turn; the best of each, and the stages of that one."""
    changed, unchanged = [], []
    for _ in range(repeats):
        site.publish()
        changed.append(bot.round())
        assert changed[-1]["new"] == site.feeds, changed[-1]
        unchanged.append(bot.round())
        assert unchanged[-1]["new"] == 0, unchanged[-1]
    best, still = max(changed, key=_rate), max(unchanged, key=_rate)
    judge_ms = best["stage_ms"].get("judge", 0.0)
    return {
        "changed_feeds_per_s": round(_rate(best), 1),
        "changed_without_judging_feeds_per_s": round(
            best["feeds"] / (best["seconds"] - best["feeds"] * judge_ms / 1000), 1
        ),
        "unchanged_feeds_per_s": round(_rate(still), 1),
        "changed_stage_ms": {k: round(v, 3) for k, v in best["stage_ms"].items()},
        "unchanged_stage_ms": {k: round(v, 3) for k, v in still["stage_ms"].items()},
        "failed": still["failed"],
        "rss_mb": round(still["rss_mb"]),
        "worker_rss_mb": round(still["worker_rss_mb"]),
    }


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--feeds", type=int)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--bot", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bot:
        _bot(options.bot)
        return
    feeds = options.feeds or (300 if options.quick else 1_000)
    with tempfile.TemporaryDirectory(prefix="pregonero-polling-") as name:
        folder = Path(name)
        with Site(folder / "server", feeds, core=SERVER_CORE) as site, Bot(folder / "bot", site) as bot:
            first = bot.round()
            print(f"first pull: {_rate(first):.1f} feeds/s, {first['new']} items", first)
            result = rounds(bot, site, 3)
            for key, value in result.items():
                print(f"{key}: {value}")
            if options.profile:
                site.publish()
                bot.round("profile")
                bot.round("profile")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
