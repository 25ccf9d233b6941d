"""Kills the bot at random moments while it polls and posts, and counts what was lost or doubled.

    python -m benchmarks.delivery [--quick] [--kills N] [--seed N]

Each round adds a feed with one event to a newsroom on loopback, starts `pregonero run` as a process of its own, and
ends it with SIGKILL after a random time; now and then the fake Slack loses an answer or says 429. After the last round
the bot runs until the outbox is empty. The last line is one JSON object: alerts (messages in Slack), kills, lost (items
of the newsroom that the database lacks, messages of the outbox that Slack lacks), doubled (messages there twice).
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.newsroom.feeds import Newsroom
from bot.newsroom.script import ScriptedFeed, ScriptedItem
from bot.newsroom.slack import AnswerLost, FakeSlack, RateLimited
from bot.store import SqliteStore

TOKEN = "xoxb-made-up"  # noqa: S105  # the fake Slack's
_DRAIN_S = 240.0
_NAMES = ("Aguirre", "Bañuelos", "Cifuentes", "Duarte", "Escobedo", "Farías", "Galindo", "Huerta", "Ibarra", "Juárez")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was counted."""

    alerts: int
    kills: int
    lost: int
    doubled: int


def run(kills: int, *, seed: int = 1, longest_s: float = 4.0, shortest_s: float = 0.2) -> Outcome:
    """Plays that many rounds, then lets the bot finish.

    Args:
        kills: rounds that end with SIGKILL.
        seed: of the moments and faults.
        longest_s: latest moment of a kill after the start of the process; by then the bot polls and posts.
        shortest_s: earliest moment.
    """
    dice = random.Random(seed)
    clock = SystemClock()
    folder = Path(tempfile.mkdtemp(prefix="pregonero-kills-"))
    guids: list[str] = []
    with Newsroom(clock) as newsroom, FakeSlack(token=TOKEN) as slack:
        feeds: list[tuple[str, str]] = []
        for number in range(kills):
            item = _event(number, dice, clock)
            guids.append(item.guid)
            path = f"/feed-{number}.xml"
            newsroom.add_feed(ScriptedFeed(path=path, title=f"Outlet {number}", items=(item,), language="en"))
            feeds.append((f"f{number}", newsroom.url(path)))
            _configure(folder, feeds, newsroom, slack)
            if dice.random() < 0.2:
                slack.fail("chat.postMessage", dice.choice([AnswerLost(), RateLimited()]))
            _run_and_kill(folder, dice.uniform(shortest_s, longest_s))
        _drain(folder)
        return _count(folder, guids, slack, kills)


def _event(number: int, dice: random.Random, clock: SystemClock) -> ScriptedItem:
    count, name = 5 + 13 * number, _NAMES[number % len(_NAMES)]
    title = dice.choice(
        (
            f"Mexico hands over {count} cartel suspects to the United States",
            f"US flies home {count} prisoners handed over by Mexico, {name} among them",
            f"Mexico transfers {count} alleged traffickers, {name} included, to US custody",
        )
    )
    return ScriptedItem(
        guid=f"event-{number}",
        title=title,
        link=f"/event-{number}.html",
        appears_at=clock.now() - timedelta(minutes=30),
        summary=f"The {count} people were flown from Toluca to Texas, officials in both countries said.",
        body=f"Among the {count} is a man named {name}. It is handover number {number} of this invented series.",
    )


def _configure(folder: Path, feeds: Sequence[tuple[str, str]], newsroom: Newsroom, slack: FakeSlack) -> None:
    text = (
        f'[http]\nallow_addresses = ["{newsroom.allow_address}"]\n[alerts]\nhourly_cap = 100000\n'
        f'[channels.desk]\ntype = "slack"\ntoken_env = "SLACK_BOT_TOKEN"\nchannel = "C0DESK"\n'
        f'api_url = "{slack.api_url}"\n'
        '[[routes]]\nchannel = "desk"\n'
        + "".join(f'[[feeds]]\nid = "{id_}"\nname = "{id_}"\nurl = "{url}"\nlanguage = "en"\n' for id_, url in feeds)
    )
    (folder / "config.toml").write_text(text, encoding="utf-8")


def _start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    log = (folder / "log.txt").open("ab")
    environ = os.environ | {"SLACK_BOT_TOKEN": TOKEN}
    command = [sys.executable, "-m", "bot", "run", *arguments, "--config", str(folder / "config.toml")]
    with log:
        return subprocess.Popen(command, env=environ, stdout=log, stderr=log)


def _run_and_kill(folder: Path, after_s: float) -> None:
    process = _start(folder)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _drain(folder: Path) -> None:
    """Rounds of `run --once` until nothing waits any more."""
    give_up_at = time.monotonic() + _DRAIN_S
    while time.monotonic() < give_up_at:
        _start(folder, "--once").wait()
        store = SqliteStore(folder / "state" / "pregonero.db")
        try:
            if not store.outbox(("pending", "sending")):
                return
        finally:
            store.close()


def _count(folder: Path, guids: Sequence[str], slack: FakeSlack, kills: int) -> Outcome:
    store = SqliteStore(folder / "state" / "pregonero.db")
    try:
        stored = {entry.item.guid for entry in store.items_since(SystemClock().now() - timedelta(days=2), 1_000_000)}
        rows = store.outbox((), limit=1_000_000)
    finally:
        store.close()
    posted = Counter(message.key for message in slack.messages)
    wanted = {row.message.dedupe_key for row in rows if row.message.kind != "edit"}
    lost = [guid for guid in guids if guid not in stored]
    lost += [key for key in wanted if not posted[key]]
    return Outcome(
        alerts=sum(posted.values()),
        kills=kills,
        lost=len(lost),
        doubled=sum(times - 1 for times in posted.values()),
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="eight kills, under 50 seconds")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    outcome = run(8 if arguments.quick else arguments.kills, seed=arguments.seed)
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main()
