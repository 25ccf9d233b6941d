"""Logging: one line an event on standard error, and a net that catches secrets. Imports nothing of the project."""

import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

_STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_QUIET = ("slack_sdk", "aiohttp", "apscheduler", "asyncio", "trafilatura", "htmldate", "urllib3", "charset_normalizer")

# Slack tokens, webhook addresses, credentials in addresses
_SECRETS = re.compile(
    r"xox[a-z]-[A-Za-z0-9-]+|xapp-[A-Za-z0-9-]+|https://hooks\.slack\.com/[^\s\"']+|(?<=://)[^\s/@]+:[^\s/@]+(?=@)"
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without tokens, webhook addresses, passwords in addresses, and the given secrets."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[secret]")
    return _SECRETS.sub("[secret]", text)


class LineFormatter(logging.Formatter):
    """`time LEVEL event key=value …`; control characters of fields are escaped, so that one event stays one line."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """One line, and a traceback below it when there is one."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = {k: v for k, v in record.__dict__.items() if k not in _STANDARD}
        pairs = "".join(f" {key}={_quoted(value)}" for key, value in fields.items())
        line = f"{at} {record.levelname.lower():7} {record.getMessage()}{pairs}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return redact(line, self._secrets)


def _quoted(value: object) -> str:
    text = str(value)
    if text and not re.search(r"[\s\"=\x00-\x1f]", text):
        return text
    return '"' + text.encode("unicode_escape").decode("ascii").replace('"', '\\"') + '"' if _odd(text) else f'"{text}"'


def _odd(text: str) -> bool:
    return re.search(r"[\"\x00-\x1f]", text) is not None


class _ToStandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is now: progress bars and tests put another one in its place, and close it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one line, as `format` makes it."""
        self.stream = sys.stderr
        super().emit(record)


def configure(*, level: int = logging.INFO, secrets: Iterable[str] = ()) -> None:
    """Sends our events of `level` and above to standard error; libraries' from warning on."""
    handler = _ToStandardError()
    handler.setFormatter(LineFormatter(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("bot", "classifiers"):
        logging.getLogger(name).setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # it warns of every tick that finds the one before still at work, as is usual with many feeds
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # it tells of every stranger who speaks no HTTP, with a traceback; of pages that fail the desk tells itself
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
