"""What the fuzzers have in common: the time limit of a case, sharing among processes, the command line."""

import argparse
import json
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Protocol

LIMIT_S = 10


class Run(Protocol):
    """Tries cases: how many, and how many went wrong how. At the top of a module, so that other processes find it."""

    def __call__(self, cases: int, seconds: float, seed: int, seeds: Sequence[bytes]) -> Counter[str]: ...


class TooLong(Exception):
    """A case took longer than `LIMIT_S`."""


def _alarm(number: int, frame: FrameType | None) -> None:
    raise TooLong


def outcome(case: Callable[[], str | None]) -> str | None:
    """What is wrong with a case, `hangs` and `raises ...` among it; None = nothing. In the main thread only."""
    signal.signal(signal.SIGALRM, _alarm)
    signal.alarm(LIMIT_S)
    try:
        return case()
    except TooLong:
        return "hangs"
    except Exception as exc:  # the very thing that is looked for
        return f"raises {type(exc).__name__}"
    finally:
        signal.alarm(0)


def command_line(
    description: str | None,
    run: Run,
    seeds_of: Callable[[Path | None], Sequence[bytes]],
    report: Callable[[Sequence[Counter[str]]], dict[str, int]],
) -> None:
    """Reads the options, fuzzes in as many processes as are wanted, and prints what was found as one line of JSON.

    Args:
        description: of the command.
        run: tries the cases of one process.
        seeds_of: documents to begin with; None = our own alone.
        report: counts by name, from those of all processes.
    """
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="forty seconds")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=7_200.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--documents", type=Path, help="folder of others' documents")
    options = parser.parse_args()
    seconds = min(options.seconds, 40.0) if options.quick else options.seconds
    start = time.monotonic()
    seeds = seeds_of(options.documents)
    shares = [
        (options.cases // options.jobs, seconds, options.seed * 1_000 + job, seeds) for job in range(options.jobs)
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        found = list(pool.map(run, *zip(*shares, strict=True)))
    took_s = round(time.monotonic() - start, 1)
    print(json.dumps({"documents": len(seeds), **report(found), "seconds": took_s}))


__all__ = ["LIMIT_S", "Run", "TooLong", "command_line", "outcome"]
