"""Alerts as signed JSON to an address of your own: a generic webhook for programs. Schema: docs/alert.schema.json.

Each request carries `Pregonero-Timestamp` (Unix seconds) and `Pregonero-Signature: v1=HEX`, HMAC-SHA256 under the
shared secret over the timestamp, a full stop and the body as it was sent. Receivers refuse timestamps more than five
minutes off, which ends replays, and keep keys: `Idempotency-Key` is the message's, the same however often it is sent.
May import transport, base, compose, ports, domain, errors. Follows no redirect; its address and secret are in no error
or log.
"""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot import codec
from bot.channels import transport
from bot.channels.base import Secret, read_payload
from bot.compose import TYPES
from bot.domain import OutboxMessage, Receipt
from bot.errors import DeliveryError
from bot.ports import Clock, Progress

MAX_ANSWER_BYTES = 10_000
_OPERATOR_STATUSES = frozenset({401, 403, 404, 407, 410, 421})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSettings:
    """A `[channels.x]` table of type "json", its secrets resolved."""

    url: Secret
    secret: Secret


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry an alert to where nobody signed for."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:  # Any: urllib's own arguments
        return None


class _Now:
    """The machine's clock: a signature's time is the receiver's business, not the bot's."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SignedChannel:
    """One address that takes JSON.

    Args:
        name: of the channel in the configuration.
        settings: where to, and the shared secret.
        clock: of the timestamps.
    """

    can_edit = True
    after_crash: Literal["repeat"] = "repeat"

    def __init__(self, name: str, settings: SignedSettings, *, clock: Clock | None = None) -> None:
        self.name = name
        self._settings = settings
        self._clock = clock or _Now()
        self._opener = urllib.request.build_opener(_NoRedirect)

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Posts the message; any answer of 200 to 299 means that it was taken.

        Raises:
            DeliveryError: `not_sent` for 429 and what the operator can mend, `refused` for other 4xx and redirects,
                `unknown` for 5xx and lost answers: it is sent again under the same key.
        """
        read_payload(message)
        body = json.dumps(envelope(message), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        stamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "pregonero",
            "Idempotency-Key": message.dedupe_key.encode("ascii", "replace").decode(),
            "Pregonero-Timestamp": stamp,
            "Pregonero-Signature": f"v1={signature(self._settings.secret, stamp, body)}",
        }
        try:
            request = urllib.request.Request(self._settings.url.reveal(), body, headers, method="POST")  # noqa: S310  # checked next
        except ValueError:  # names the address, so it is not chained
            raise transport.for_a_person("the address is none; check the variable of `url_env`") from None
        if request.type not in ("http", "https"):
            raise transport.for_a_person("the address is no http(s) address; check the variable of `url_env`")
        progress.committing()
        try:
            with self._opener.open(request, timeout=transport.TIMEOUT_S) as answer:
                answer.read(MAX_ANSWER_BYTES)
        except urllib.error.HTTPError as exc:
            with exc:
                raise _meaning(exc) from None
        except transport.FAILURES as exc:
            raise transport.lost("the address", exc) from None
        return Receipt(ref=message.dedupe_key)

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Nothing: there is no history to ask."""
        return {}

    def check(self) -> tuple[str, ...]:
        """Whether the address is one that can be posted to; posts nothing."""
        if not self._settings.url.reveal().lower().startswith(("https://", "http://")):
            return ("the address is no http(s) address; check the variable of `url_env`",)
        if len(self._settings.secret.reveal()) < 16:
            return ("the secret is shorter than 16 characters; set a longer one in the variable of `secret_env`",)
        return ()


def envelope(message: OutboxMessage) -> dict[str, Any]:  # Any: JSON
    """What is sent, as docs/alert.schema.json describes it; may raise ValueError for a damaged payload."""
    return {
        "schema": 1,
        "kind": message.kind,
        "key": message.dedupe_key,
        "channel": message.channel,
        "story_id": message.story_id,
        "created_at": message.created_at.isoformat().replace("+00:00", "Z"),
        "content": json.loads(message.payload),
    }


def signature(secret: Secret, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 in hexadecimal over the timestamp, a full stop and the body."""
    return hmac.new(secret.reveal().encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def schema() -> dict[str, Any]:  # Any: JSON Schema
    """JSON Schema (2020-12) of what is sent; docs/alert.schema.json holds it."""
    shapes, definitions = codec.schemas(list(TYPES.values()))
    common = {
        "schema": {"const": 1},
        "key": {"type": "string", "description": "the same however often the message is sent"},
        "channel": {"type": "string"},
        "story_id": {"type": ["string", "null"]},
        "created_at": {"type": "string", "format": "date-time"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "alert.schema.json",
        "title": "A message of Pregonero",
        "oneOf": [
            {
                "type": "object",
                "properties": {**common, "kind": {"const": kind}, "content": shape},
                "required": [*common, "kind", "content"],
            }
            for kind, shape in zip(TYPES, shapes, strict=True)
        ],
        "$defs": definitions,
    }


def _meaning(exc: urllib.error.HTTPError) -> DeliveryError:
    by_status = transport.by_status("the address", exc.code, dict(exc.headers))
    if by_status is not None:
        return by_status
    if exc.code in _OPERATOR_STATUSES:
        return transport.for_a_person(
            f"the address answered HTTP {exc.code}; check the variables of `url_env` and `secret_env`"
        )
    return DeliveryError(f"the address refused the message: HTTP {exc.code}", outcome="refused")
