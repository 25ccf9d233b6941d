"""Slack, or what understands the same, through an incoming webhook: new messages only.

A webhook has no history, no threads and no edits. A follow-up is a message that names its card; changed counts are not
sent. Its address is a secret: it is in no error and no log. May import slack-sdk, its siblings and the layers below.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.channels import transport
from bot.channels.base import Look, Secret, one_line, read_payload
from bot.channels.labels import WordLanguage
from bot.channels.slack_blocks import Part, render
from bot.domain import OutboxMessage, Receipt
from bot.errors import DeliveryError
from bot.ports import Progress

logger = logging.getLogger(__name__)

PART_PAUSE_S = 1.0
_OPERATOR_ERRORS = {  # https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, "Handling errors"
    "invalid_token": "the webhook's address is not valid any more; make a new one",
    "no_service": "the webhook was removed or switched off; make a new one",
    "no_active_hooks": "the webhook was switched off; make a new one",
    "no_team": "the workspace is not known; make a new webhook",
    "team_disabled": "the workspace was switched off",
    "channel_not_found": "the webhook's channel is gone; make a webhook for another",
    "channel_is_archived": "the webhook's channel is archived; open it again or make a webhook for another",
    "action_prohibited": "the workspace forbids it; ask its administrator",
    "posting_to_general_channel_denied": "the webhook may not post to the general channel; make one for another",
    "user_not_found": "the webhook's owner is gone; make a new webhook",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """A `[channels.x]` table of type "webhook", its secret resolved."""

    url: Secret
    language: WordLanguage = "en"
    timezone: str = "UTC"


class _Refused(Exception):
    """The webhook did not take this content."""


class WebhookChannel:
    """One incoming webhook.

    Args:
        name: of the channel in the configuration.
        settings: where to.
        pause: waits that many seconds between the parts of a message.
    """

    can_edit = False
    after_crash: Literal["repeat"] = "repeat"

    def __init__(self, name: str, settings: WebhookSettings, *, pause: Callable[[float], None] = time.sleep) -> None:
        self.name = name
        self._look = Look.of(settings.language, settings.timezone)
        self._pause = pause
        self._client = WebhookClient(
            settings.url.reveal(),
            timeout=transport.TIMEOUT_S,
            logger=transport.quiet_logger(),
            retry_handlers=[],
        )
        self._client.proxy = None  # urllib then follows the environment itself, NO_PROXY included

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Posts the message; an edit sends nothing, as its new facts come as replies.

        Raises:
            DeliveryError: see `bot.ports.Channel.send`.
        """
        payload = read_payload(message)
        if message.kind == "edit":
            return Receipt(ref=None, note="a webhook cannot edit: counts are not sent")
        parts = render(payload, self._look, has_card=False)
        note = None
        sent = max(parts_there, default=0)  # they go in their order
        for n, part in enumerate(parts[sent:], start=sent + 1):
            if n > sent + 1:
                self._pause(PART_PAUSE_S)
            note = self._post(part, progress) or note
            progress.part_sent(n, None)
        return Receipt(ref=None, note=note)

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Nothing: there is no history to ask."""
        return {}

    def check(self) -> tuple[str, ...]:
        """What a webhook cannot do; posts nothing, so a wrong address shows with the first message."""
        return (
            "a webhook has no threads, no edits and no history: follow-ups are messages of their own, counts on cards "
            'stay as they were, and after a crash a message may come twice; a bot token (type = "slack") has them',
        )

    def _post(self, part: Part, progress: Progress) -> str | None:
        progress.committing()
        try:
            self._request(
                {"text": part.text, "blocks": list(part.blocks), "unfurl_links": False, "unfurl_media": False}
            )
            return None
        except _Refused as exc:
            refusal = str(exc)
            logger.warning("blocks refused", extra={"channel": self.name, "error": refusal})
        self._pause(PART_PAUSE_S)
        progress.committing()
        try:
            self._request({"text": part.plain, "unfurl_links": False, "unfurl_media": False})
        except _Refused as exc:
            raise DeliveryError(f"the webhook refused the message: {exc}", outcome="refused") from exc
        return f"sent as plain text: {refusal}"

    def _request(self, body: dict[str, object]) -> None:
        try:
            answer = self._client.send_dict(body)
        except SlackClientError:  # an address that is none; the SDK's error names it, so it is not chained
            raise transport.for_a_person(
                "the webhook's address is no http(s) address; check the variable of `url_env`"
            ) from None
        except transport.FAILURES as exc:
            raise transport.lost("the webhook", exc) from exc
        self._judge(answer)

    def _judge(self, answer: WebhookResponse) -> None:
        """Returns for a message that was taken; raises for all else."""
        by_status = transport.by_status("the webhook", answer.status_code, dict(answer.headers))
        if by_status is not None:
            raise by_status
        word = one_line(answer.body or "")[:100]
        if answer.status_code == 200:
            if word.lower().startswith("ok"):
                return
            raise DeliveryError('the webhook\'s answer was not "ok"', outcome="unknown")
        if word in _OPERATOR_ERRORS or answer.status_code in (401, 403, 404, 410):
            remedy = _OPERATOR_ERRORS.get(word, "make a new webhook and set the variable of `url_env`")
            raise transport.for_a_person(f"the webhook answered {word or answer.status_code}: {remedy}")
        raise _Refused(word or f"HTTP {answer.status_code}")
