"""`outbox list`, `retry` and `drop`, as the shell sees them."""

import json
import re
from pathlib import Path

import pytest
from command_kit import call, kill_newest_message

from bot.newsroom.slack import FakeSlack


def test_the_outbox_shows_what_waits_and_with_all_what_was_sent(lived: Path) -> None:
    """In words and as JSON."""
    assert call("outbox", "list", "-c", lived).text == "Nothing is waiting, and nothing failed.\n"
    assert call("outbox", "list", "--json", "-c", lived).json == []
    rows = call("outbox", "list", "--all", "--json", "-c", lived).json
    keys = "seq,state,channel,kind,story,key,created_at,attempts,next_attempt_at,last_error"
    assert all(",".join(row) == keys for row in rows)
    assert ("sent", "card", "s-000001") in {(row["state"], row["kind"], row["story"]) for row in rows}
    assert [row["seq"] for row in rows] == sorted((row["seq"] for row in rows), reverse=True)
    text = call("outbox", "list", "--all", "-c", lived).text
    assert re.search(r"sent +desk +card +s-000001", text)
    assert "outbox retry" not in text


def test_a_dead_message_is_shown_with_its_reason_and_sent_again(lived: Path, slack: FakeSlack) -> None:
    """Whatever a server put into the reason is shown as text, on one line; `retry` makes it wait again, once."""
    seq = kill_newest_message(lived, "Slack says [/bold] \x1b[31m\nchannel_not_found")
    listed = call("outbox", "list", "-c", lived)
    assert "Slack says [/bold]  [31m channel_not_found" in listed.text
    assert "\x1b" not in listed.text
    assert "pregonero outbox retry SEQ" in listed.text
    ended = call("outbox", "retry", seq, "-c", lived)
    assert ended.code == 0
    assert f"Message {seq} will be sent again" in ended.text
    assert json.dumps("pending") in call("outbox", "list", "--json", "-c", lived).text
    assert re.search(rf"{seq} +pending", call("outbox", "list", "-c", lived).text)
    assert call("run", "--once", "-c", lived).code == 0
    assert call("outbox", "list", "--json", "-c", lived).json == []
    assert slack.messages


def test_a_message_that_nobody_wants_is_dropped_and_told_as_such(lived: Path) -> None:
    """It is gone from the list, stands in `--all` with its reason, and comes back by `retry`."""
    seq = kill_newest_message(lived)
    assert "pregonero outbox drop SEQ" in call("outbox", "list", "-c", lived).text
    ended = call("outbox", "drop", seq, "-c", lived)
    assert (ended.code, f"Message {seq}, a " in ended.text, "will not be sent" in ended.text) == (0, True, True)
    assert call("outbox", "list", "--json", "-c", lived).json == []
    row = next(r for r in call("outbox", "list", "--all", "--json", "-c", lived).json if r["seq"] == seq)
    assert (row["state"], row["last_error"]) == ("dropped", "dropped by hand")
    assert call("outbox", "drop", seq, "-c", lived).code == 2
    assert call("outbox", "retry", seq, "-c", lived).code == 0
    (dropped,) = call("outbox", "drop", seq, "--json", "-c", lived).json
    assert (dropped["seq"], dropped["state"]) == (seq, "dropped")


@pytest.mark.parametrize("seq", ["1", "77", "9223372036854775807"])
@pytest.mark.parametrize("verb", ["retry", "drop"])
def test_a_message_that_was_sent_or_is_not_there_is_left_as_it_is(lived: Path, verb: str, seq: str) -> None:
    """Exit code 2, which of the two it is, and where to look."""
    ended = call("outbox", verb, seq, "-c", lived)
    says = "message 1 is sent; one can only" if seq == "1" else f"there is no message {seq}; "
    assert (ended.code, says in ended.err, "`pregonero outbox list --all`" in ended.err) == (2, True, True)


@pytest.mark.parametrize("seq", ["0", "9" * 30, "9" * 5_000, "first", "1.5", "nan"])
def test_a_number_that_no_message_has_is_refused(lived: Path, seq: str) -> None:
    """Exit code 2."""
    assert call("outbox", "retry", seq, "-c", lived).code == 2
