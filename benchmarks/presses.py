"""Buttons under kills: is an answer lost, doubled, or missing on its card?

    python -m benchmarks.presses [--quick] [--presses N] [--seed N]

A process that listens, stores and delivers as the bot does (without feeds and models, so that it starts in half a
second) runs against a fake Slack that stays up. Three people press random buttons of a dozen cards, one press after the
other. In one press of five the process is killed with SIGKILL within 15 ms of it: before it arrives, while it is
written, or after its acknowledgement. What was not acknowledged is told again until it is, as is one press of ten that
was; in the end one of ten is told again out of order. Then the database and the cards are compared with what the
presses mean when played in order on paper.

The last line is JSON. `lost` answers are missing in the database, `extra` ones should not be there, `doubled` stand
there twice; `stale_cards` do not show what stands. Times are from the envelope's departure to its acknowledgement, for
presses without a kill.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from bot import compose
from bot.channels import Secret, SlackSettings, build
from bot.channels.labels import BUTTON, PHRASE
from bot.channels.socket_mode import SocketMode
from bot.clock import SystemClock
from bot.domain import (
    IndexedStory,
    ItemId,
    OutboxMessage,
    Passage,
    Press,
    PressOutcome,
    Report,
    ReshapeForm,
    ReshapeOrder,
    Story,
    StoryId,
    Write,
)
from bot.jobs.answers import Answers
from bot.jobs.deliver import Deliverer
from bot.newsroom import slack_people as people
from bot.newsroom.slack import FakeSlack, SlackMessage
from bot.newsroom.slack_sockets import Delivered
from bot.store import SqliteStore

CARDS = 12
PEOPLE = ("U0ANA", "U0BEN", "U0CAY")
KINDS = ("relevant", "not_relevant", "wrong_figure", "duplicate", "mute_24h", "mute_story")
_PACE = timedelta(seconds=0.05)  # of the deliverer: Slack's own pace of a second is measured in benchmarks.delivery
_OPPOSITE = {"relevant": "not_relevant", "not_relevant": "relevant"}

Standing = dict[tuple[str, str], set[str]]  # by person and story: kinds that stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was counted; see the module's docstring."""

    presses: int
    kills: int
    told_again: int
    lost: int
    extra: int
    doubled: int
    stale_cards: int
    ack_median_ms: float
    ack_p99_ms: float
    ack_over_3_s: int
    took_s: int


class _Bot:
    """The process that is killed."""

    def __init__(self, folder: Path, slack: FakeSlack) -> None:
        self._arguments = [sys.executable, "-m", "benchmarks.presses", "--child", str(folder), slack.api_url]
        self._slack = slack
        self.kills = 0
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._arguments)

    def kill_after(self, seconds: float) -> threading.Timer:
        """Kills it then; `revive` has to follow."""
        timer = threading.Timer(seconds, self._process.kill)
        timer.start()
        return timer

    def revive(self, timer: threading.Timer) -> None:
        """Waits for the kill and starts it anew."""
        timer.join()
        self._process.wait()
        self.kills += 1
        self._slack.sockets.wait(lambda: self._slack.sockets.open == 0)
        self._process = self._start()
        self._slack.sockets.wait(lambda: self._slack.sockets.open > 0, 60)

    def stop(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.wait()


def run(presses: int, *, seed: int = 1) -> Outcome:
    """Presses that many buttons."""
    started, dice, times = time.monotonic(), random.Random(seed), []
    standing: Standing = defaultdict(set)
    again, played = 0, []
    folder = Path(tempfile.mkdtemp(prefix="pregonero-presses-"))
    with FakeSlack() as slack:
        _seed(folder)
        bot = _Bot(folder, slack)
        cards = _cards(slack)
        for _ in range(presses):
            card, person = dice.choice(cards), dice.choice(PEOPLE)
            kind = dice.choice((*KINDS, "take_back"))
            payload = people.action_payload(slack, card, f"pregonero:{kind}", user=person)
            timer = bot.kill_after(dice.uniform(0, 0.015)) if dice.random() < 0.2 else None
            departed = time.monotonic()
            told = _tell(slack, payload)
            if timer is None:
                times.append((time.monotonic() - departed) * 1000)
            else:
                bot.revive(timer)
            while told is None or not told.acked or dice.random() < 0.1:
                again += 1
                told = _tell(slack, payload)
            _play(standing, (person, _story_of(card)), kind)
            played.append(payload)
        for payload in dice.sample(played, len(played) // 10):
            again += 1
            _tell(slack, payload)
        _drain(folder)
        bot.stop()
        with closing(SqliteStore(folder / "bot.db")) as store:
            stored, doubled = _stored(store)
        shown = slack.messages
    wanted = {(key, kind) for key, kinds in standing.items() for kind in kinds}
    return Outcome(
        presses=presses,
        kills=bot.kills,
        told_again=again,
        lost=len(wanted - stored),
        extra=len(stored - wanted),
        doubled=doubled,
        stale_cards=sum(not _shows(card, standing) for card in shown),
        ack_median_ms=round(statistics.median(times), 1),
        ack_p99_ms=round(statistics.quantiles(times, n=100)[98], 1),
        ack_over_3_s=sum(ms > 3_000 for ms in times),
        took_s=round(time.monotonic() - started),
    )


def _seed(folder: Path) -> None:
    """Stories with cards that wait to be sent."""
    now = SystemClock().now()
    stories = [_story(n) for n in range(1, CARDS + 1)]
    messages = [
        OutboxMessage(
            dedupe_key=f"desk:card:{story.id}",
            channel="desk",
            kind="card",
            story_id=story.id,
            payload=compose.encode(compose.card(story, now=now)),
            created_at=now,
            not_before=now,
        )
        for story in stories
    ]
    with closing(SqliteStore(folder / "bot.db")) as store:
        indexed = tuple(IndexedStory(story=story, keys=()) for story in stories)
        store.write(Write(stories=indexed, messages=tuple(messages)), now)


def _story(n: int) -> Story:
    now = SystemClock().now()
    report = Report(
        item_id=ItemId(f"i-{n:016x}"), relation="report", outlet="Courier", publisher="courier", reliability="B",
        title=f"Mexico hands over {n} suspects", link=None, language="en", at=now, seen_at=now, text_read="feed",
    )  # fmt: skip
    return Story(
        id=StoryId(f"s-{n:06}"), topics=("transfer",), realis=(("transfer", "occurred"),), route=None, direction=None,
        means=None, event_date=None, count=n, people=(), groups=(), places=(), terms=(), severity="P2",
        standing="DEVELOPING", opened_at=now, last_report_at=now, reports=(report,), figures=(), scores=(), why=(),
    )  # fmt: skip


def _cards(slack: FakeSlack) -> Sequence[SlackMessage]:
    until = time.monotonic() + 60
    while len(slack.messages) < CARDS or not slack.sockets.open:
        if time.monotonic() > until:
            raise RuntimeError("the cards were not posted within a minute")
        time.sleep(0.05)
    return slack.messages


def _tell(slack: FakeSlack, payload: Mapping[str, object]) -> Delivered | None:
    """None = nobody was there to be told."""
    try:
        return slack.sockets.deliver("interactive", dict(payload), wait_s=1.0)
    except (RuntimeError, OSError):
        return None


def _story_of(card: SlackMessage) -> str:
    return str(people.buttons(card)[0]["value"]).partition(" ")[0]


def _play(standing: Standing, key: tuple[str, str], kind: str) -> None:
    """What a press means, on paper."""
    kinds = standing[key]
    if kind == "take_back":
        kinds.clear()
    elif kind != "mute_24h" or "mute_story" not in kinds:  # for good is longer than a day
        kinds.discard(_OPPOSITE.get(kind, ""))
        kinds.add(kind)


def _drain(folder: Path) -> None:
    """Waits until everything is said."""
    with closing(SqliteStore(folder / "bot.db")) as store:
        while store.outbox(["pending", "sending"]):
            time.sleep(0.1)


def _stored(store: SqliteStore) -> tuple[set[tuple[tuple[str, str], str]], int]:
    rows = [((label.who, str(label.story_id)), str(label.kind)) for label in store.labels()]
    now = SystemClock().now()
    rows += [
        ((mute.who, mute.target), "mute_24h" if mute.until else "mute_story") for mute in store.mutes_in_force(now)
    ]
    return set(rows), sum(count - 1 for count in Counter(rows).values())


def _shows(card: SlackMessage, standing: Standing) -> bool:
    """Whether the card names exactly the people whose answers stand; of mutes, that there are any."""
    story, lines = _story_of(card), card.visible_text.splitlines()
    for kind in KINDS[:4]:
        named = next((line for line in lines if line.startswith(f"*{BUTTON[kind][0]}*: ")), "")
        if {who for who in PEOPLE if who in named} != {who for who in PEOPLE if kind in standing[who, story]}:
            return False
    is_muted = any(line.startswith(f"*{PHRASE[word][0]}") for line in lines for word in ("muted", "muted_until"))
    return is_muted == any(standing[who, story] & {"mute_24h", "mute_story"} for who in PEOPLE)


class _Listener:
    """Takes presses down, as `bot.app.App` does."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def press(self, press: Press) -> PressOutcome:
        """Written down."""
        return self._answers.press(press)

    def explain(self, subject: str) -> Sequence[Passage]:
        """Nobody asks."""
        return ()

    def story(self, story_id: StoryId) -> Story | None:
        """Nobody asks for quotes."""
        return None

    def form(self, story_id: StoryId, item_id: ItemId) -> ReshapeForm | None:
        """Nobody asks for a form."""
        return None

    def reshape(self, order: ReshapeOrder) -> None:
        """Nobody splits or joins."""

    def heard(self) -> None:
        """Nothing was refused."""

    def refused(self, what: str, remedy: str) -> None:
        """Nobody refuses."""


def _child(folder: Path, api_url: str) -> None:
    """Listens and delivers until it is killed."""
    settings = SlackSettings(
        token=Secret("xoxb-made-up"), app_token=Secret("xapp-made-up"), channel="C0DESK", api_url=api_url
    )
    with closing(SqliteStore(folder / "bot.db")) as store:
        deliverer = Deliverer(
            store, {"desk": build("desk", settings)}, SystemClock(), pace=_PACE, settle_after=timedelta(seconds=0.2)
        )
        with SocketMode({"desk": settings}, _Listener(Answers(store, shown_in=("desk",)))):
            while True:
                deliverer.deliver(SystemClock().now())
                time.sleep(0.02)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--presses", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        _child(Path(arguments.child[0]), arguments.child[1])
        return
    print(json.dumps(asdict(run(100 if arguments.quick else arguments.presses, seed=arguments.seed))))


if __name__ == "__main__":
    main()
