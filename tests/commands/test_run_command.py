"""`run` and `demo`: exit codes, what is said on the way, and what is left untouched."""

import os
import re
import select
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_kit import call, change, change_channel, kill_newest_message

from bot.newsroom.feeds import Answer, Newsroom, ScriptedFeed, ScriptedItem
from bot.newsroom.slack import ApiFault, FakeSlack, RateLimited
from bot.store import StateLock


def test_a_round_in_which_all_goes_well_ends_with_0(first_round: Any) -> None:  # Any: as conftest makes it
    """What was read and sent is counted; the handover, told in two languages, is one card, football is none."""
    ended = first_round.ended
    assert ended.code == 0, ended.err
    assert "Reading 2 feeds. Alerts: desk. Digests: daily at 07:00 UTC." in ended.err
    assert re.search(r"Polled 2 feeds, 0 failed; 3 new items, [12] flagged; 0 messages not sent\.", ended.err)
    cards = [message for message in first_round.posted if message.thread_ts is None]
    assert len(cards) == 1
    assert "37" in cards[0].visible_text
    assert (first_round.config.parent / "state" / "pregonero.db").exists()


def test_a_second_round_has_nothing_new(lived: Path, slack: FakeSlack) -> None:
    """Nothing is due, nothing is posted, exit code 0."""
    before = len(slack.messages)
    ended = call("run", "--once", "-c", lived)
    assert ended.code == 0
    assert "0 new items" in ended.err
    assert len(slack.messages) == before


def test_a_feed_that_fails_ends_the_round_with_1(config: Path, newsroom: Newsroom) -> None:
    """The other feed is read; the way to the reason is told."""
    newsroom.answer("/diario.xml", Answer(status=500))
    ended = call("run", "--once", "-c", config)
    assert ended.code == 1
    assert "Polled 2 feeds, 1 failed; 2 new items" in ended.err
    assert "pregonero feeds list" in ended.err
    assert "pregonero outbox list" not in ended.err


@pytest.mark.parametrize("fault", [RateLimited(retry_after_s=600), ApiFault("channel_not_found")])
def test_a_message_that_cannot_be_sent_ends_the_round_with_1(
    config: Path, slack: FakeSlack, fault: RateLimited | ApiFault
) -> None:
    """Slack puts it off for longer than a round lasts, or refuses it: it stays in the outbox with its reason."""
    with FakeSlack() as failing:
        failing.fail("chat.postMessage", fault, fault)
        change(config, slack.api_url, failing.api_url)
        ended = call("run", "--once", "-c", config)
    assert ended.code == 1
    assert re.search("[1-9] messages? not sent", ended.err)
    assert "pregonero outbox list" in ended.err
    left = call("outbox", "list", "--json", "-c", config).json
    assert left
    assert left[-1]["last_error"]


def test_messages_that_died_in_earlier_rounds_are_told_and_no_failure(lived: Path) -> None:
    """Exit code 1 is about this round; old losses are named until someone takes care of them."""
    kill_newest_message(lived)
    ended = call("run", "--once", "-c", lived)
    assert ended.code == 0
    assert "1 message of earlier rounds died or is in doubt" in ended.err
    assert "pregonero outbox list" in ended.err


def test_a_message_that_waits_for_the_end_of_quiet_hours_is_no_failure(config: Path, newsroom: Newsroom) -> None:
    """P2 in quiet hours: exit code 0, and said."""
    now = datetime.now(UTC)
    item = ScriptedItem(
        guid="q1",
        title="Mexico hands over three cartel suspects to the United States",
        link="/q1.html",
        appears_at=now - timedelta(minutes=10),
    )
    newsroom.add_feed(ScriptedFeed(path="/quiet.xml", title="Quiet", items=(item,), language="en"))
    hours = f"{now - timedelta(hours=2):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    change(config, "/courier.xml", "/quiet.xml")
    change(config, "/diario.xml", "/none.xml")
    newsroom.add_feed(ScriptedFeed(path="/none.xml", title="None", items=()))
    change(config, '[[routes]]\nchannel = "desk"', f'[[routes]]\nchannel = "desk"\nquiet_hours = "{hours}"')
    change(config, "[http]", '[alerts]\ntimezone = "UTC"\n[http]')
    ended = call("run", "--once", "-c", config)
    assert ended.code == 0, ended.err
    assert "0 messages not sent, 1 waits for its hour." in ended.err


BAD_CONFIG = """[alert]
[poll]
tick_s = 0
[[routes]]
channel = "desk"
[[feeds]]
id = "a"
url = "nowhere"
[topics.transfers]
"""


@pytest.mark.parametrize(
    "command",
    [
        ("run",),
        ("run", "--once"),
        ("check", "--offline"),
        ("explain", "x"),
        ("digest",),
        ("feeds", "list"),
        ("outbox", "list"),
        ("outbox", "retry", "1"),
    ],
)
def test_all_mistakes_of_a_configuration_are_told_together(command: tuple[str, ...], tmp_path: Path) -> None:
    """Every command that reads it ends with 2 before it does anything; each mistake has its line."""
    config = tmp_path / "config.toml"
    config.write_text(BAD_CONFIG, encoding="utf-8")
    ended = call(*command, "-c", config)
    assert (ended.code, ended.out) == (2, b"")
    count = re.match(r"The configuration has (\d+) problems:", ended.err)
    assert count is not None
    assert int(count.group(1)) == len(ended.err.splitlines()) - 1
    for words in ("config.toml:1: alert", "poll.tick_s", "desk", "feeds", "transfers"):
        assert words in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    "text",
    [
        b"x = " + b"[" * 5_000 + b"]" * 5_000,
        b"[state]\nkeep_days = " + b"9" * 5_000,
        b"[state]\nkeep_days = 999999999999999",
        b"[alerts]\nmax_age_h = 1e308",
        b"[alerts]\nmax_age_h = inf",
        b"[alerts]\nfirst_run_max_age_h = nan",
        b'[[feeds]]\nid = "a"\nname = "a"\nurl = "http://h.example/"\ninterval_min = 1e300',
        b"[poll]\ntick_s = nan",
        b"\xff\xfe",
        b"[state]\nurl = ",
        b"a = \x00",
    ],
)
def test_a_configuration_beyond_all_measure_is_a_mistake_like_others(text: bytes, tmp_path: Path) -> None:
    """Huge numbers, deep nesting, bytes that are no text: exit code 2, the file is named."""
    config = tmp_path / "odd.toml"
    config.write_bytes(text)
    ended = call("check", "--offline", "-c", config)
    assert ended.code == 2
    assert "odd.toml" in ended.err


def test_a_missing_configuration_or_a_folder_is_named(tmp_path: Path) -> None:
    """With what to do."""
    ended = call("run", "-c", tmp_path / "none.toml")
    assert (ended.code, "name it with --config" in ended.err) == (2, True)
    ended = call("run", "-c", tmp_path)
    assert (ended.code, str(tmp_path) in ended.err) == (2, True)


def test_a_second_bot_is_refused_with_3(lived: Path, newsroom: Newsroom) -> None:
    """Neither a round nor a running bot starts beside another; nothing is read; lists and checks work."""
    lock = StateLock(lived.parent / "state" / "pregonero.lock")
    asked = len(newsroom.requests)
    try:
        for arguments in (("run", "--once"), ("run",)):
            ended = call(*arguments, "-c", lived)
            assert ended.code == 3
            assert str(lived.parent / "state") in ended.err
            assert "Stop it first" in ended.err
        assert call("feeds", "list", "-c", lived).code == 0
        assert "a bot is running on it" in call("check", "--offline", "-c", lived).text
    finally:
        lock.release()
    assert len(newsroom.requests) == asked


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--once"),
        ("digest",),
        ("feeds", "list"),
        ("outbox", "list"),
        ("outbox", "retry", "1"),
        ("explain", "x"),
        ("check", "--offline"),
    ],
)
def test_a_damaged_database_is_named_with_its_remedy_and_left_alone(command: tuple[str, ...], lived: Path) -> None:
    """Exit code 1 from every command that opens it; not a byte of it changes."""
    database = lived.parent / "state" / "pregonero.db"
    damaged = bytearray(database.read_bytes())
    damaged[4096:20_480] = os.urandom(20_480 - 4096)
    for content in (bytes(damaged), b"this was a database once " * 400):
        database.write_bytes(content)
        ended = call(*command, "-c", lived)
        said = ended.err + ended.text
        assert ended.code == 1
        assert str(database) in said
        assert "damaged" in said
        assert "restore --salvage" in said
        assert database.read_bytes() == content


def test_words_that_no_command_knows_are_usage_errors() -> None:
    """Exit code 2 and the way to the help; without any word, the help itself."""
    for arguments in (("rum",), ("run", "--twice"), ("feeds", "lst"), ("explain",), ("outbox", "retry", "first")):
        ended = call(*arguments)
        assert (ended.code, "--help" in ended.err) == (2, True)
    assert call("--help").code == 0
    assert "demo" in call().text + call().err


# --- the demo ---------------------------------------------------------------------------------------------------------


def test_the_demo_ends_with_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The week is played without an error; the digests it names are there; its outbox can be listed as it says."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = call("demo", "--seconds", "0")
    assert ended.code == 0
    assert ended.err == ""
    assert "The week is over." in ended.text
    assert "19 capos" in ended.text
    assert "people handed over: 19 → 23" in ended.text  # the correction, in the thread
    assert "Huelga" not in ended.text
    after = ended.text.split("What you could do next:")[1]
    assert [line.split()[1] for line in after.strip().splitlines()] == ["check", "run", "explain", "outbox", "demo"]
    folder = re.search(r"Daily digests.*: (\S+)", ended.text)
    busiest = re.search(r"file://(\S+\.html)", ended.text)
    assert folder is not None
    assert busiest is not None
    digests = sorted(Path(folder.group(1)).glob("*.html"))
    assert len(digests) >= 6
    assert Path(busiest.group(1)) in digests
    assert all("<html" in path.read_text(encoding="utf-8") for path in digests)
    config = re.search(r"outbox list --all -c (\S+)", after)
    assert config is not None
    sent = call("outbox", "list", "--all", "--json", "-c", config.group(1)).json
    assert {row["state"] for row in sent} == {"sent"}


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "1e300", "soon"])
def test_a_demo_of_odd_length_is_refused(seconds: str) -> None:
    """Exit code 2, with the option's name."""
    ended = call("demo", "--seconds", seconds)
    assert (ended.code, "--seconds" in ended.err) == (2, True)


# --- as a process -----------------------------------------------------------------------------------------------------

PATIENCE_S = 120  # a start takes two, on a machine that has nothing else to do
BOT = (sys.executable, "-m", "bot")
ROOT = Path(__file__).parents[2]


def test_a_running_bot_polls_until_it_is_told_to_stop(config: Path, newsroom: Newsroom) -> None:
    """SIGTERM ends it after the work under way, with 0; what it does is one line an event on standard error."""
    change_channel(config, 'type = "terminal"')
    process = subprocess.Popen(
        [*BOT, "run", "-c", str(config)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    try:
        shown = b""
        while b"37" not in shown:
            ready, _, _ = select.select([process.stdout], [], [], PATIENCE_S)
            assert ready, f"no alert within {PATIENCE_S} s"
            assert process.stdout is not None
            got = os.read(process.stdout.fileno(), 65_536)
            assert got, process.communicate()
            shown += got
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
    assert process.returncode == 0
    assert b"Stop with Ctrl-C" in said
    assert said.rstrip().endswith(b"Stopped. What was not sent yet waits in the outbox.")
    assert b"Traceback" not in said


def test_a_running_bot_ends_when_its_state_is_taken_away(config: Path) -> None:
    """With what to do, and with 2, so that no supervisor begins anew with an empty memory; nothing is made anew."""
    change_channel(config, 'type = "terminal"')
    process = subprocess.Popen(
        [*BOT, "run", "-c", str(config)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE_S)
        assert ready, f"no alert within {PATIENCE_S} s"
        (config.parent / "state").rename(config.parent / "elsewhere")
        _, said = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
    assert process.returncode == 2
    assert re.search(rb"pregonero\.db (is no longer there: it )?was moved or deleted while", said)
    assert b"Put it back where it was" in said.splitlines()[-1]
    assert b"Traceback" not in said
    assert not (config.parent / "state" / "pregonero.db").exists()
    (config.parent / "elsewhere").rename(config.parent / "state")
    assert call("status", "-c", config).code == 0


@pytest.mark.parametrize("count", [1, 60])
def test_a_closed_pipe_ends_quietly(tmp_path: Path, count: int) -> None:
    """Whether the output breaks at the very end or while it is written: exit code 1, no traceback."""
    file = tmp_path / "some.jsonl"
    file.write_bytes(b'{"title": "12 reos"}\n' * count)
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([*BOT, "extract", str(file)], stdout=writing, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_closed_input_is_told() -> None:
    """In one line, with 2."""
    ended = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m bot extract <&- >&-'], stderr=subprocess.PIPE, check=False, cwd=ROOT
    )
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)
    assert b"standard input is closed" in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """In one line, with 1."""
    file = tmp_path / "few.jsonl"
    file.write_bytes(b'{"title": "12 reos"}\n')
    with Path("/dev/full").open("wb") as device:
        ended = subprocess.run(
            [*BOT, "extract", str(file)], stdout=device, stderr=subprocess.PIPE, check=False, cwd=ROOT
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(b"pregonero: ")
    assert b"No space left on device" in ended.stderr
    assert ended.stderr.count(b"\n") == 1


def test_bytes_that_are_no_letters_are_told(lived: Path) -> None:
    """Of a text on the command line; as names of files they are used as they are."""
    words = [*BOT, "mute", "add", "term", b"\xff reos", "-c", str(lived)]
    ended = subprocess.run(words, capture_output=True, check=False, cwd=ROOT)
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)
    assert b"bytes that are no UTF-8" in ended.stderr


INTERRUPTED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in a shell's background
class Loading:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Loading())
import bot.__main__
"""


def test_an_interruption_while_the_program_loads_leaves_no_trace() -> None:
    """Ctrl-C in the first second, when nothing has begun yet."""
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED], stderr=subprocess.PIPE, check=False, cwd=ROOT)
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, b"")
