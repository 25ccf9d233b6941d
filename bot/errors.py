"""The tree of our exceptions. Imports nothing of the project.

    BotError                     exit code 1 unless said otherwise
    ├── ConfigError              exit code 2: everything wrong with config.toml, together
    ├── UsageError               exit code 2: a command was called with something it cannot use
    ├── StoreError               the database cannot be read or written
    │   ├── StoreDamaged         its file is damaged: nothing goes on before somebody mends it
    │   │   └── StoreGone        exit code 2: its file was taken away
    │   └── StoreBusy            exit code 3: another instance holds the state folder
    ├── FetchError               one address could not be read
    ├── ParseError               bytes that are no feed, or that took too long to read
    └── DeliveryError            one message was not delivered

Exceptions of libraries never leave the module that is the library's door.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal


class BotError(Exception):
    """Root of all errors that the bot raises on purpose; `exit_code` is what a command ends with."""

    exit_code = 1


class ConfigError(BotError):
    """Everything wrong with the configuration, one sentence each, in the order of the file."""

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class UsageError(BotError):
    """A command was given an argument that it cannot use; the message says what would do."""

    exit_code = 2


class StoreError(BotError):
    """The database cannot be opened, read or written; the message names the file and the remedy."""


class StoreMissing(StoreError):
    """There is no database yet: no bot has run with this configuration."""


class StoreDamaged(StoreError):
    """The database's file is damaged; it is left as it is."""


class StoreGone(StoreDamaged):
    """The database was moved, replaced or deleted while it was open; what is written now would be lost with it.

    Its exit code keeps a supervisor from starting anew with an empty memory in its place.
    """

    exit_code = 2


class StoreBusy(StoreError):
    """Another instance of the bot holds the lock of this state folder."""

    exit_code = 3


FetchProblem = Literal[
    "refused_address",  # not a public address, and not one that the operator allowed
    "too_large",
    "timeout",
    "connection",
    "http_status",
    "redirect",
    "truncated",
    "bad_url",
    "encoding",  # compressed in a way that we did not ask for, or damaged
    "robots",  # a page that its site's robots.txt keeps for itself
]


class FetchError(BotError):
    """One address could not be read.

    Args:
        url: the address that was asked for, without credentials.
        problem: kind of failure, for counting and for the next poll's date.
        detail: what happened, for a person.
        status: HTTP status, None when no answer came.
        retry_at: not before this moment (aware UTC, capped at 24 h), None when the server said nothing.
    """

    def __init__(
        self,
        url: str,
        problem: FetchProblem,
        detail: str,
        *,
        status: int | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        self.url = url
        self.problem = problem
        self.detail = detail
        self.status = status
        self.retry_at = retry_at
        super().__init__(f"{url}: {detail}")


ParseProblem = Literal["not_a_feed", "challenge", "bridge_error", "timeout", "crashed", "empty"]


class ParseError(BotError):
    """Bytes that are no feed (an error page, a challenge page, a bridge's own error), or that took too long.

    Args:
        problem: kind of failure.
        detail: what was found instead, for a person.
    """

    def __init__(self, problem: ParseProblem, detail: str) -> None:
        self.problem = problem
        self.detail = detail
        super().__init__(detail)


DeliveryOutcome = Literal["not_sent", "refused", "unknown"]


class DeliveryError(BotError):
    """One message was not delivered, or nobody knows.

    Args:
        detail: what happened, for a person; holds no secret.
        outcome: `not_sent` may be tried again; `refused` never, by this content; `unknown` means the message
            may have arrived: ask the channel before sending again.
        retry_after_s: seconds that the service asked to wait, None when it did not say.
        needs_person: it waits until somebody mends what `detail` names, and all messages of the channel with it,
            unless it is `apart`.
        apart: some recipients have it; what follows the message need not wait for the others.
    """

    def __init__(
        self,
        detail: str,
        *,
        outcome: DeliveryOutcome,
        retry_after_s: float | None = None,
        needs_person: bool = False,
        apart: bool = False,
    ) -> None:
        self.detail = detail
        self.outcome = outcome
        self.retry_after_s = retry_after_s
        self.needs_person = needs_person
        self.apart = apart
        super().__init__(detail)
