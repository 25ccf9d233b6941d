"""How a request to the fake Slack can fail. Data only; imports nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimited:
    """HTTP 429; `retry_after_s` None leaves the header out."""

    retry_after_s: int | None = 1


@dataclass(frozen=True, slots=True)
class HttpFault:
    """An answer of this status that is no JSON; nothing is stored."""

    status: int = 500
    body: str = "<html>upstream error</html>"


@dataclass(frozen=True, slots=True)
class ApiFault:
    """HTTP 200 with `ok: false`; nothing is stored."""

    error: str


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer until the server is closed; `is_stored` says whether the request was carried out before."""

    is_stored: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """The request is carried out, then the connection is closed without an answer."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """The connection is closed; nothing was carried out."""


Fault = RateLimited | HttpFault | ApiFault | Hang | AnswerLost | Dropped
