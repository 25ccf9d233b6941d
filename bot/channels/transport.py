"""What a failed HTTP request means: not sent, perhaps sent, or for a person to mend. May import errors; no payloads.

slack-sdk sends with urllib and lets its exceptions through: their meaning is kept here, once for both Slack channels.
"""

import errno
import http.client
import logging
import socket
import ssl
import time
import urllib.error
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from bot.errors import DeliveryError

TIMEOUT_S = 10  # for connecting and for each read; Slack answers in under a second

# All that a request through slack-sdk may raise besides the SDK's own errors. ValueError, LookupError, AttributeError:
# an answer that is no JSON object, or in no known encoding, as a proxy's error page is.
FAILURES = (OSError, http.client.HTTPException, ValueError, LookupError, AttributeError)

# the request never left: nobody was there to take it
_NOT_REACHED = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
_LONGEST_PAUSE_S = 86_400.0  # whatever a server asks for
OPERATOR_PAUSE_S = 300.0  # between attempts while a person has to mend a token, an address or a channel
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})


def quiet_logger() -> logging.Logger:
    """A logger that says nothing: slack-sdk writes whole requests, addresses with secrets too, to the one it is given.

    It stands outside the tree of loggers on purpose, so that no setting of the root wakes it.
    """
    return logging.Logger("slack_sdk, silenced", level=logging.CRITICAL + 1)  # noqa: LOG001


def lost(service: str, exc: BaseException) -> DeliveryError:
    """The error of a request that got no usable answer.

    Returns:
        `not_sent` where the service was never reached, else `unknown`: urllib does not say whether a time limit
        passed while connecting or while waiting for the answer.
    """
    cause = exc.reason if isinstance(exc, urllib.error.URLError) and isinstance(exc.reason, Exception) else exc
    if isinstance(cause, ssl.SSLCertVerificationError):
        return DeliveryError(
            f"{service}: its certificate was not accepted; check the address and this machine's clock",
            outcome="not_sent",
        )
    if isinstance(cause, _NOT_REACHED) or (isinstance(cause, OSError) and cause.errno in _NO_ROUTE):
        return DeliveryError(
            f"{service} cannot be reached ({type(cause).__name__}); check the network", outcome="not_sent"
        )
    if isinstance(cause, TimeoutError):
        return DeliveryError(f"{service} did not answer within {TIMEOUT_S} s", outcome="unknown")
    return DeliveryError(f"{service}: the answer was lost ({type(cause).__name__})", outcome="unknown")


def for_a_person(detail: str) -> DeliveryError:
    """The error of what waits until somebody mends it; `detail` says how."""
    return DeliveryError(detail, outcome="not_sent", retry_after_s=OPERATOR_PAUSE_S, needs_person=True)


def by_status(service: str, status: int, headers: Mapping[str, str]) -> DeliveryError | None:
    """The error that an HTTP status alone tells, None where the answer's text decides."""
    if status == 429:
        return DeliveryError(f"{service} asks for a pause", outcome="not_sent", retry_after_s=retry_after(headers))
    if status >= 500:
        return DeliveryError(f"{service} answered HTTP {status}", outcome="unknown")
    return None


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds of the Retry-After header, a number or a date, whatever its case; from 1 s to a day.

    A date is compared with the answer's own Date. 30 s where the header is missing or says nothing.
    """
    told = {name.lower(): value for name, value in headers.items()}
    value = told.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        until, since = _moment(value), _moment(told.get("date", ""))
        if until is None:
            return 30.0
        seconds = until - (time.time() if since is None else since)
    return min(max(1.0, seconds), _LONGEST_PAUSE_S)


def _moment(text: str) -> float | None:
    """A date of HTTP in Unix seconds, None where it is none."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
