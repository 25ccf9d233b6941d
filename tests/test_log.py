"""One event is one line, and no secret is in it."""

import logging
import sys
from io import StringIO

import pytest

from bot.log import LineFormatter, configure, redact


def record(message: str, **fields: object) -> logging.LogRecord:
    """A record at the epoch, with extra fields."""
    made = logging.makeLogRecord({"msg": message, "levelname": "INFO", "created": 0.0})
    made.__dict__.update(fields)
    return made


def test_fields_follow_the_event() -> None:
    """Plain values as they are, others in quotes."""
    line = LineFormatter().format(record("feed polled", feed="diario", new=3, error="no answer", empty=""))
    assert line == '1970-01-01T00:00:00Z info    feed polled feed=diario new=3 error="no answer" empty=""'


def test_hostile_values_stay_on_one_line() -> None:
    """Line breaks and control characters of a feed cannot forge a second event."""
    line = LineFormatter().format(record("x", title='a\nb "c" \x1b[31m ñ'))
    assert line.count("\n") == 0
    assert "\x1b" not in line
    assert '\\"c\\"' in line


@pytest.mark.parametrize(("text", "expected"), [
    ("token xoxb-12-abc-DEF here", "token [secret] here"),
    ("post to https://hooks.slack.com/services/T0/B0/xyz failed", "post to [secret] failed"),
    ("GET https://user:pass@host.example/feed", "GET https://[secret]@host.example/feed"),
    ("the password is hunter2", "the password is [secret]"),
    ("nothing here", "nothing here"),
])  # fmt: skip
def test_secrets_are_taken_out(text: str, expected: str) -> None:
    """Tokens and addresses by their form, others by their value."""
    assert redact(text, ["hunter2", ""]) == expected


def test_a_traceback_is_redacted_too() -> None:
    """What an exception says goes through the same net."""
    try:
        raise ValueError("bad token xoxb-1-2")
    except ValueError:
        made = record("failed", exc_info=sys.exc_info())
    line = LineFormatter().format(made)
    assert "ValueError" in line
    assert "xoxb" not in line


def test_our_events_are_shown_and_libraries_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """Info of the bot goes to standard error; info of libraries does not, nor debug, nor what strangers send."""
    configure(secrets=["hunter2"])
    logging.getLogger("bot.x").info("polled", extra={"feed": "hunter2"})
    logging.getLogger("bot.x").debug("hidden")
    logging.getLogger("aiohttp.access").info("hidden")
    logging.getLogger("aiohttp.server").error("hidden")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("polled feed=[secret]\n")
    assert "hidden" not in err


def test_a_line_goes_to_what_is_standard_error_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to the one of the moment of `configure`, which may be closed by now."""
    first, second = StringIO(), StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    configure()
    monkeypatch.setattr(sys, "stderr", second)
    first.close()
    logging.getLogger("bot.x").info("polled")
    assert second.getvalue().endswith(" info    polled\n")
