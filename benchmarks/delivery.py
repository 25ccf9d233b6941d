"""Delivery under faults and kills: is an alert lost or told twice, out of order, or too fast?

    python -m benchmarks.delivery [--quick] [--kills N] [--alerts N] [--seed N]

A process of the bot runs against a newsroom and two fake Slacks that stay up: four channels with a bot token, and a
webhook. Each round puts further messages into its outbox (threads of a card, three replies, an edit, interleaved) and
a new event into a feed, which the bot polls, judges and tells. Then the process is killed with SIGKILL: at a random
moment, or while a request is under way, before or after Slack took the message. One request in seven fails: 429, 500,
503, `ok: false`, refused blocks, a lost answer, a dropped connection, an endless wait. After the last kill the bot
finishes without faults; waits of the back-off that are left then are cut short.

The last line is JSON. `alerts` were delivered in all; `lost` and `doubled` count in the token's channels, `lost` also
items of the newsroom that the database lacks; `out_of_order` replies stand before an earlier message of their story, or
outside its thread; `too_fast` posts came less than a second after the one before in their channel; `stale_cards` do not
show their last edit; `left_to_a_person` ended dead or unconfirmed. A webhook may repeat: `webhook_doubled` is at most
`kills` and `webhook_lost_answers` together.
"""

import argparse
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from benchmarks.delivery_threads import CARD, Thread, threads
from bot.clock import SystemClock
from bot.domain import OutboxMessage, Write
from bot.newsroom.feeds import Newsroom
from bot.newsroom.script import ScriptedFeed, ScriptedItem
from bot.newsroom.slack import FakeSlack, SlackMessage, SlackRequest
from bot.newsroom.slack_faults import AnswerLost, ApiFault, Dropped, Fault, Hang, HttpFault, RateLimited
from bot.store import SqliteStore

TOKEN = "xoxb-made-up"  # noqa: S105  # the fake Slack's
CHANNELS = {"desk": "C0DESK", "norte": "C0NORTE", "sur": "C0SUR", "night": "C0NIGHT"}
HOOK = "hook"
LEAST_GAP_S = 1.0
_DRAIN_S = 900.0
_STILL_FOR = 5  # looks a second apart at which nothing waits any more
_STOP_S = 300.0  # a poll that is under way is finished first; on a busy machine that takes minutes
_NAMES = ("Aguirre", "Bañuelos", "Cifuentes", "Duarte", "Escobedo", "Farías", "Galindo", "Huerta", "Ibarra", "Juárez")
_POSTS = ("chat.postMessage", "webhook")
_WRITES: tuple[tuple[Fault, int], ...] = (
    (RateLimited(1), 8), (HttpFault(500), 4), (HttpFault(503), 2), (ApiFault("internal_error"), 2),
    (ApiFault("service_unavailable"), 2), (ApiFault("invalid_blocks"), 2), (AnswerLost(), 6), (Dropped(), 4),
    (Hang(), 1), (Hang(is_stored=True), 1),
)  # fmt: skip
_READS: tuple[tuple[Fault, int], ...] = ((RateLimited(1), 2), (HttpFault(500), 1), (Dropped(), 1))
_LOST_ANSWERS = (AnswerLost, Hang)


class Mischief:
    """Chooses faults; shared by the fake Slacks."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self.share = 1 / 7
        self.counts: Counter[str] = Counter()

    def __call__(self, request: SlackRequest) -> Fault | None:
        """A fault for one request in seven; blocks are refused only where there are some."""
        if self._dice.random() >= self.share:
            return None
        table = _WRITES if request.method in (*_POSTS, "chat.update") else _READS
        fault = self._dice.choices([fault for fault, _ in table], [weight for _, weight in table])[0]
        if isinstance(fault, ApiFault) and (request.method == "webhook" or not request.payload.get("blocks")):
            return None
        self.counts[type(fault).__name__] += 1
        if request.method == "webhook" and isinstance(fault, _LOST_ANSWERS):
            self.counts["webhook lost answer"] += 1
        return fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was counted; see the module's docstring."""

    alerts: int
    kills: int
    lost: int
    doubled: int
    out_of_order: int
    too_fast: int
    stale_cards: int
    left_to_a_person: int
    webhook_alerts: int
    webhook_lost: int
    webhook_doubled: int
    webhook_lost_answers: int
    faults: int
    took_s: int


@dataclass(slots=True, kw_only=True)
class _Stage:
    """What stays up while the bot is killed."""

    folder: Path
    newsroom: Newsroom
    slack: FakeSlack
    hook: FakeSlack
    mischief: Mischief
    dice: random.Random
    guids: list[str] = field(default_factory=list)
    feeds: list[tuple[str, str]] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "state" / "pregonero.db"

    @property
    def posts(self) -> int:
        """Requests for posting that came in."""
        return sum(request.method in _POSTS for slack in (self.slack, self.hook) for request in slack.requests)


def run(kills: int, *, alerts: int = 0, seed: int = 1, longest_s: float = 6.0) -> Outcome:
    """Plays that many rounds, then lets the bot finish.

    Args:
        kills: rounds that end with SIGKILL.
        alerts: messages put into the outbox, besides those of the feeds' events.
        seed: of the moments and faults.
        longest_s: latest moment of a kill after the start of the process; by then the bot polls and posts.
    """
    started, clock, mischief = time.monotonic(), SystemClock(), Mischief(seed)
    folder = Path(tempfile.mkdtemp(prefix="pregonero-kills-"))
    planned = threads((*CHANNELS, HOOK), alerts, random.Random(seed))
    with (
        Newsroom(clock) as newsroom,
        FakeSlack(token=TOKEN, channels=tuple(CHANNELS.values()), chance=mischief) as slack,
        FakeSlack(token=TOKEN, chance=mischief) as hook,
    ):
        stage = _Stage(
            folder=folder, newsroom=newsroom, slack=slack, hook=hook, mischief=mischief, dice=random.Random(seed + 1)
        )
        killed = 0
        for number, batch in enumerate(_batches([m for thread in planned for m in thread.messages], kills)):
            _new_event(stage, number, clock)
            _enqueue(stage, batch)
            killed += _run_and_kill(stage, longest_s)
        mischief.share = 0.0
        _drain(stage)
        return _count(stage, planned, killed, time.monotonic() - started)


def _batches(messages: Sequence[tuple[float, OutboxMessage]], rounds: int) -> Iterator[list[OutboxMessage]]:
    """All messages in the order of their moments, in as many parts as there are rounds."""
    ordered = [message for _, message in sorted(messages, key=lambda pair: pair[0])]
    for n in range(rounds):
        yield ordered[len(ordered) * n // rounds : len(ordered) * (n + 1) // rounds]


# --- the bot's world ------------------------------------------------------------------------------------------------


def _new_event(stage: _Stage, number: int, clock: SystemClock) -> None:
    item = _event(number, stage.dice, clock)
    stage.guids.append(item.guid)
    path = f"/feed-{number}.xml"
    stage.newsroom.add_feed(ScriptedFeed(path=path, title=f"Outlet {number}", items=(item,), language="en"))
    stage.feeds.append((f"f{number}", stage.newsroom.url(path)))
    _configure(stage)


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


def _configure(stage: _Stage) -> None:
    channels = "".join(
        f'[channels.{name}]\ntype = "slack"\ntoken_env = "SLACK_BOT_TOKEN"\nchannel = "{id_}"\n'
        f'api_url = "{stage.slack.api_url}"\n'
        for name, id_ in CHANNELS.items()
    )
    text = (
        f'[http]\nallow_addresses = ["{stage.newsroom.allow_address}"]\n[alerts]\nhourly_cap = 100000\n{channels}'
        f'[channels.{HOOK}]\ntype = "webhook"\nurl_env = "SLACK_WEBHOOK_URL"\n'
        '[[routes]]\nchannel = "desk"\n'
        + "".join(
            f'[[feeds]]\nid = "{id_}"\nname = "{id_}"\nurl = "{url}"\nlanguage = "en"\n' for id_, url in stage.feeds
        )
    )
    (stage.folder / "config.toml").write_text(text, encoding="utf-8")


def _enqueue(stage: _Stage, messages: Sequence[OutboxMessage]) -> None:
    stage.database.parent.mkdir(exist_ok=True)
    store = SqliteStore(stage.database)
    try:
        store.write(Write(messages=tuple(messages)), SystemClock().now())
    finally:
        store.close()


# --- the process ----------------------------------------------------------------------------------------------------


def _start(stage: _Stage) -> "subprocess.Popen[bytes]":
    environ = os.environ | {"SLACK_BOT_TOKEN": TOKEN, "SLACK_WEBHOOK_URL": stage.hook.webhook_url}
    command = [sys.executable, "-m", "bot", "run", "--config", str(stage.folder / "config.toml")]
    with (stage.folder / "log.txt").open("ab") as log:
        return subprocess.Popen(command, env=environ, stdout=log, stderr=log)


def _run_and_kill(stage: _Stage, longest_s: float) -> bool:
    """Kills at a random moment, or right after the first post that comes after it; False when it had ended before."""
    dice, before = stage.dice, stage.posts
    moment = time.monotonic() + dice.uniform(0.2, longest_s)
    process = _start(stage)
    in_flight = dice.random() < 0.5
    while time.monotonic() < moment:
        time.sleep(0.01)
        before = stage.posts
    give_up_at = moment + (longest_s if in_flight else 0.0)
    while time.monotonic() < give_up_at and stage.posts == before:
        time.sleep(0.001)
    if in_flight:
        time.sleep(dice.choice((0.0, 0.001, 0.003, 0.01)))
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return alive


def _drain(stage: _Stage) -> None:
    """Lets the bot run until nothing waits any more, then ends it as a person would."""
    give_up_at = time.monotonic() + _DRAIN_S
    process, still = _start(stage), 0
    try:
        while time.monotonic() < give_up_at and process.poll() is None and still < _STILL_FOR:
            still = 0 if _waiting(stage) else still + 1
            time.sleep(1.0)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_STOP_S)


def _waiting(stage: _Stage) -> bool:
    """Whether items, pages or messages wait; messages that the back-off holds are made due."""
    with sqlite3.connect(stage.database, timeout=10) as db:
        db.execute("UPDATE outbox SET next_attempt_at = created_at WHERE state = 'pending' AND attempts > 0")
        found = db.execute("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')").fetchone()[0]
        pages = db.execute("SELECT count(*) FROM pages WHERE state = 'pending'").fetchone()[0]
        items = db.execute("SELECT count(*) FROM items").fetchone()[0]
    db.close()
    return bool(found or pages or items < len(stage.guids))


# --- what came of it ------------------------------------------------------------------------------------------------


def _count(stage: _Stage, planned: Sequence[Thread], kills: int, took_s: float) -> Outcome:
    store = SqliteStore(stage.database)
    try:
        stored = {entry.item.guid for entry in store.items_since(SystemClock().now() - timedelta(days=2), 1_000_000)}
        rows = store.outbox((), limit=1_000_000)
        left = len(store.outbox(("dead", "unconfirmed"), limit=1_000_000))
    finally:
        store.close()
    posted = Counter(message.key for message in stage.slack.messages)
    wanted = {row.message.dedupe_key for row in rows if row.message.kind != "edit" and row.message.channel != HOOK}
    hooked = Counter(mark for message in stage.hook.messages for mark in _marks(message)[-1:])
    wanted_there = {mark for thread in planned if thread.channel == HOOK for mark in thread.posts}
    return Outcome(
        alerts=len(posted) + len(hooked),
        kills=kills,
        lost=sum(guid not in stored for guid in stage.guids) + sum(not posted[key] for key in wanted),
        doubled=sum(times - 1 for times in posted.values()),
        out_of_order=sum(_out_of_order(thread, stage.slack.messages) for thread in planned if thread.channel != HOOK),
        too_fast=_too_fast(stage.slack) + _too_fast(stage.hook),
        stale_cards=sum(_is_stale(thread, stage.slack.messages) for thread in planned if thread.channel != HOOK),
        left_to_a_person=left,
        webhook_alerts=len(hooked),
        webhook_lost=sum(not hooked[mark] for mark in wanted_there),
        webhook_doubled=sum(times - 1 for times in hooked.values()),
        webhook_lost_answers=stage.mischief.counts.pop("webhook lost answer", 0),
        faults=sum(stage.mischief.counts.values()),
        took_s=round(took_s),
    )


def _marks(message: SlackMessage) -> list[str]:
    """The marks of the messages that its notification names, its own last."""
    return re.findall(r"#\d+\.\d+", message.text)


def _out_of_order(thread: Thread, messages: Sequence[SlackMessage]) -> int:
    there = [m for m in messages if m.key in thread.keys]
    cards = [m.ts for m in there if m.key == thread.keys[0]]
    wrong = sum(one.key != key for one, key in zip(there, [k for k in thread.keys if k], strict=False))
    return wrong + sum(m.thread_ts not in cards for m in there if m.key != thread.keys[0])


def _is_stale(thread: Thread, messages: Sequence[SlackMessage]) -> bool:
    card = next((m for m in messages if m.key == thread.keys[0]), None)
    return card is None or CARD.format(number=thread.number, revision=thread.last_revision) not in card.text


def _too_fast(slack: FakeSlack) -> int:
    moments: defaultdict[str, list[float]] = defaultdict(list)
    for request in slack.requests:
        if request.method in _POSTS:
            moments[str(request.payload.get("channel", HOOK))].append(request.at_s)
    return sum(later - earlier < LEAST_GAP_S for times in moments.values() for earlier, later in pairwise(times))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="five kills, forty alerts, under 50 seconds")
    parser.add_argument("--kills", type=int, default=210)
    parser.add_argument("--alerts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    kills, alerts = (5, 40) if arguments.quick else (arguments.kills, arguments.alerts)
    print(json.dumps(asdict(run(kills, alerts=alerts, seed=arguments.seed))))


if __name__ == "__main__":
    main()
