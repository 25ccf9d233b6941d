"""Slack through its Web API with a bot token: cards, threads, edits, and a history to search after a crash.

May import slack-sdk, its siblings in the package and the layers below; decides nothing about what is sent or when.
The SDK's own retries are off: its handler for lost connections posts again what Slack may have stored already.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.channels import slack_buttons, transport
from bot.channels.base import Look, one_line, read_payload
from bot.channels.slack_blocks import Part, render
from bot.channels.slack_check import Answer, problems, scopes_of
from bot.channels.slack_client import web_client
from bot.channels.slack_settings import SlackSettings
from bot.compose import Card, Payload, Reply
from bot.domain import OutboxMessage, Receipt, StoryRef
from bot.errors import DeliveryError
from bot.ports import Progress

logger = logging.getLogger(__name__)

EVENT_TYPE = "pregonero"  # of our messages' metadata
PART_PAUSE_S = 1.0  # between parts of one message: chat.postMessage allows about one a second and channel
HISTORY_MARGIN = timedelta(hours=1)  # our clock and Slack's may differ by this much
HISTORY_PAGE = 200  # the most that Slack recommends for conversations.history
MAX_HISTORY_PAGES = 25  # 5,000 messages; a busier channel is not ours to read through

_OPERATOR_ERRORS = {  # https://docs.slack.dev/reference/methods/chat.postMessage, and what mends them
    "invalid_auth": "the token is not valid; make a new one, set the variable of `token_env` and start the bot again",
    "not_authed": "no token was sent; set the variable of `token_env`",
    "token_revoked": "the token was revoked; install the app again, set `token_env`'s variable, start the bot again",
    "token_expired": "the token has expired; install the app again, set `token_env`'s variable, start the bot again",
    "account_inactive": "the app's account is switched off; install the app again",
    "missing_scope": "the app lacks a permission; add the scopes chat:write and channels:history and install it again",
    "no_permission": "the app lacks a permission; add the scope chat:write and install it again",
    "not_allowed_token_type": "this kind of token cannot post; use the bot token that begins with xoxb-",
    "channel_not_found": "the channel is not known; give its ID (C…) as `channel`, and invite the bot if it is private",
    "not_in_channel": "the bot is not in the channel; invite it there",
    "is_archived": "the channel is archived; open it again or choose another `channel`",
    "is_inactive": "the channel is frozen; ask the workspace's administrator or choose another `channel`",
    "channel_type_not_supported": "the bot cannot post in this kind of channel; choose another `channel`",
    "restricted_action_thread_only_channel": "only replies may be posted there; choose another `channel`",
    "two_factor_setup_required": "the workspace asks for two-factor authentication; ask its administrator",
    "enterprise_is_restricted": "the organisation does not admit the app; ask its administrator",
    "restricted_action": "the workspace does not let the bot post there; ask its administrator",
    "restricted_action_read_only_channel": "the channel is read-only for the bot; ask its administrator",
    "team_access_not_granted": "the workspace has not admitted the app; ask its administrator",
    "org_login_required": "the workspace is being moved; wait until it is done",
    "access_denied": "the workspace does not admit the app; ask its administrator",
    "ekm_access_denied": "the workspace's administrators have suspended posting",
    "accesslimited": "the workspace has limited access; ask its administrator",
}
_PASSING_ERRORS = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "message_limit_exceeded",
        "service_unavailable",
        "team_added_to_org",
        "external_channel_migrating",
        "request_timeout",
    }
)
_DOUBTFUL_ERRORS = frozenset({"fatal_error", "internal_error"})  # "some aspect of the operation" may have succeeded
_THREAD_GONE = frozenset(
    {
        "thread_not_found",
        "cannot_reply_to_message",
        "message_not_found",
        "restricted_action_thread_locked",
        "restricted_action_non_threadable_channel",
    }
)
_NEVER_ERRORS = frozenset({"cant_update_message", "edit_window_closed", "thread_not_found"})


class _Refused(Exception):
    """Slack answered `ok: false` with an error that the message itself may be the cause of."""

    def __init__(self, error: str, details: Sequence[str]) -> None:
        self.error = error
        self.details = "; ".join(details)
        super().__init__(error)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Parts of our messages found in the channel."""

    stamps: dict[str, dict[int, str]] = field(default_factory=dict)  # by key, then by part number from 1
    wanted: dict[str, int] = field(default_factory=dict)  # parts that the message has, by key
    cards: dict[str, str] = field(default_factory=dict)  # stamps of cards by story

    def note(self, message: Mapping[str, Any]) -> None:  # Any: an API's JSON
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if metadata.get("event_type") != EVENT_TYPE or not isinstance(payload.get("key"), str):
            return
        key = payload["key"]
        self.stamps.setdefault(key, {})[int(payload.get("part", 1))] = str(message["ts"])
        self.wanted[key] = int(payload.get("parts", 1))
        if payload.get("kind") == "card" and payload.get("story"):
            self.cards.setdefault(str(payload["story"]), str(message["ts"]))

    def parts(self, key: str) -> int:
        """How many parts are there without a gap from the first."""
        stamps = self.stamps.get(key, {})
        return next(n for n in range(len(stamps) + 1) if n + 1 not in stamps)

    def stamp(self, key: str) -> str | None:
        """Of the first part; None when not all parts are there."""
        is_there = key in self.wanted and self.parts(key) >= self.wanted[key]
        return self.stamps[key][1] if is_there else None


class SlackChannel:
    """One Slack channel.

    Args:
        name: of the channel in the configuration.
        settings: where and as whom.
        pause: waits that many seconds between the parts of a message.
    """

    can_edit = True
    after_crash: Literal["search"] = "search"

    def __init__(self, name: str, settings: SlackSettings, *, pause: Callable[[float], None] = time.sleep) -> None:
        self.name = name
        self._settings = settings
        self._look = Look.of(settings.language, settings.timezone)
        self._pause = pause
        self._client = web_client(settings.api_url, settings.token.reveal())
        self._permalinks: dict[str, str] = {}  # of cards that others point to, by stamp; "" = there is none

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Posts the message, or edits the card; see `bot.ports.Channel.send`.

        An edit whose card was taken away has no reference in its receipt. A message in several parts first asks the
        history which of them are there, as a part may have arrived whose answer was lost.

        Raises:
            DeliveryError: `not_sent` for what passes or what the operator can mend, `refused` when Slack takes neither
                the blocks nor the short plain text, `unknown` when the answer was lost.
        """
        payload = self._placed(read_payload(message))
        if message.kind == "edit":
            if card_ref is None:
                raise DeliveryError("there is no card to edit in this channel", outcome="refused")
            return self._edit(self._parts(payload, has_card=True)[0], card_ref, progress)
        thread = card_ref if message.kind == "reply" else None
        try:
            return self._post_all(
                message,
                self._parts(payload, has_card=thread is not None),
                thread,
                max(parts_there, default=0),
                progress,
            )
        except _Refused as exc:
            if thread is None or exc.error not in _THREAD_GONE:
                raise self._given_up(exc) from exc
        try:  # the card was taken away: the news stands alone
            receipt = self._post_all(message, self._parts(payload, has_card=False), None, 0, progress)
        except _Refused as exc:
            raise self._given_up(exc) from exc
        return replace(receipt, note="its card is gone; posted at top level")

    def _parts(self, payload: Payload, *, has_card: bool) -> list[Part]:
        """What is sent; cards and replies carry buttons where somebody hears them."""
        if self._settings.app_token is None or not isinstance(payload, Card | Reply):
            return render(payload, self._look, has_card=has_card)
        if isinstance(payload, Reply):
            button = slack_buttons.another_event(payload, self._look)
            return render(payload, self._look, has_card=has_card, beside=button)
        below, quotes = slack_buttons.blocks(payload, self._look), slack_buttons.quotes(payload, self._look)
        return render(payload, self._look, has_card=has_card, below=below, quotes=quotes)

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Searches the history for interrupted messages; replies are looked for under their story's card.

        Edits are left out: sending one again changes nothing. A message of which only some parts are there is left
        out too; `send` finds them and goes on behind them.

        Raises:
            DeliveryError: see `bot.ports.Channel.find`.
        """
        wanted = [message for message in messages if message.kind != "edit"]
        stories = {message.story_id for message in wanted if message.kind == "reply" and message.story_id is not None}
        seen = _Seen()
        if wanted:
            self._read_history(seen, since, stories)
        for story in stories & seen.cards.keys():
            for message in self._pages("conversations.replies", since, ts=seen.cards[story]):
                seen.note(message)
        found = {message.dedupe_key: seen.stamp(message.dedupe_key) for message in wanted}
        note = "found in the channel's history"
        return {key: Receipt(ref=ts, note=note) for key, ts in found.items() if ts is not None}

    def check(self) -> tuple[str, ...]:
        """What is wrong with tokens, scopes and the channel, with what to click; asks Slack, posts nothing."""
        return problems(self._settings, self._ask)

    def _ask(self, method: str, arguments: Mapping[str, object]) -> Answer:
        try:
            return Answer(problem=None, scopes=scopes_of(self._call(method, params=arguments).headers))
        except DeliveryError as exc:
            return Answer(problem=exc.detail)
        except _Refused as exc:
            return Answer(problem=f"Slack answered {exc.error} to {method}")

    # --- where people see it

    def _placed(self, payload: Payload) -> Payload:
        """With pointers to other stories that lead to their cards here, where they have one."""
        match payload:
            case Reply():
                return replace(payload, pointer=self._at_card(payload.pointer))
            case Card():
                return replace(
                    payload,
                    follows=self._at_card(payload.follows),
                    merged_into=self._at_card(payload.merged_into),
                    split_from=self._at_card(payload.split_from),
                )
        return payload

    def _at_card(self, story: StoryRef | None) -> StoryRef | None:
        link = self._permalink(story.card_ref) if story is not None and story.card_ref is not None else None
        return story if story is None or link is None else replace(story, link=link)

    def _permalink(self, ts: str) -> str | None:
        """Asked for once (https://docs.slack.dev/reference/methods/chat.getPermalink); None = not to be had now."""
        if ts not in self._permalinks:
            try:
                asked = {"channel": self._settings.channel, "message_ts": ts}
                answer = self._call("chat.getPermalink", params=asked)
            except (DeliveryError, _Refused) as exc:  # the article's address does, too
                logger.info("no address of a card", extra={"channel": self.name, "error": str(exc)})
                return None
            self._permalinks[ts] = str(answer.get("permalink") or "")
        return self._permalinks[ts] or None

    # --- posting

    def _post_all(
        self, message: OutboxMessage, parts: Sequence[Part], thread: str | None, parts_sent: int, progress: Progress
    ) -> Receipt:
        stamps: Mapping[int, str] = {}
        if len(parts) > 1:
            stamps, parts_sent = self._parts_there(message, parts_sent)
        first_ref = stamps.get(1)
        note = None
        for n, part in enumerate(parts[parts_sent:], start=parts_sent + 1):
            if n > parts_sent + 1:
                self._pause(PART_PAUSE_S)
            ref, note_of_part = self._post(part, thread, _metadata(message, n, len(parts)), progress)
            note = note or note_of_part
            first_ref = first_ref or (ref if n == 1 else None)
            progress.part_sent(n, first_ref)
        return Receipt(ref=first_ref, note=note)

    def _parts_there(self, message: OutboxMessage, parts_sent: int) -> tuple[Mapping[int, str], int]:
        seen = _Seen()
        try:
            self._read_history(seen, message.created_at - HISTORY_MARGIN, frozenset())
        except DeliveryError as exc:
            if exc.outcome != "refused":
                raise DeliveryError(exc.detail, outcome="not_sent", retry_after_s=exc.retry_after_s) from exc
            return {}, parts_sent
        return seen.stamps.get(message.dedupe_key, {}), max(parts_sent, seen.parts(message.dedupe_key))

    def _post(
        self, part: Part, thread: str | None, metadata: Mapping[str, object], progress: Progress
    ) -> tuple[str, str | None]:
        """Posts one part; returns its stamp, and a note when it went as plain text."""
        arguments: dict[str, object] = {
            "channel": self._settings.channel,
            "metadata": metadata,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread is not None:
            arguments["thread_ts"] = thread
        try:
            progress.committing()
            return self._stamp(self._call("chat.postMessage", json=arguments | _content(part))), None
        except _Refused as exc:
            if exc.error in _THREAD_GONE:
                raise
            logger.warning("blocks refused", extra={"channel": self.name, "error": exc.error, "details": exc.details})
            refusal = exc.error
        self._pause(PART_PAUSE_S)
        progress.committing()
        return self._stamp(
            self._call("chat.postMessage", json=arguments | _plain(part))
        ), f"sent as plain text: {refusal}"

    def _edit(self, part: Part, card_ref: str, progress: Progress) -> Receipt:
        arguments = {"channel": self._settings.channel, "ts": card_ref}
        progress.committing()
        try:
            self._call("chat.update", json=arguments | _content(part))
            return Receipt(ref=card_ref)
        except _Refused as exc:
            if exc.error == "message_not_found":  # somebody took it away, and wants no more of it
                return Receipt(ref=None, note="its card is gone; nothing to edit")
            if exc.error in _NEVER_ERRORS:
                raise self._given_up(exc) from exc
            refusal = exc.error
        try:
            self._call("chat.update", json=arguments | _plain(part) | {"blocks": []})  # [] takes the old ones away
        except _Refused as exc:
            raise self._given_up(exc) from exc
        return Receipt(ref=card_ref, note=f"sent as plain text: {refusal}")

    def _stamp(self, answer: SlackResponse) -> str:
        ts = answer.get("ts")
        if not isinstance(ts, str):
            raise DeliveryError("Slack's answer names no message", outcome="unknown")
        return ts

    def _given_up(self, refusal: _Refused) -> DeliveryError:
        details = f" ({one_line(refusal.details)[:300]})" if refusal.details else ""
        return DeliveryError(f"Slack refused the message: {refusal.error}{details}", outcome="refused")

    # --- reading

    def _read_history(self, seen: _Seen, since: datetime, stories: Set[str]) -> None:
        """Notes all of our messages since then, and goes further back until the cards of `stories` are found."""
        start = since if not stories else None
        for message in self._pages("conversations.history", start):
            if float(message["ts"]) < since.timestamp() and stories <= seen.cards.keys():
                return
            seen.note(message)

    def _pages(
        self, method: str, since: datetime | None, **arguments: object
    ) -> Iterator[Mapping[str, Any]]:  # Any: JSON
        cursor = ""
        for _ in range(MAX_HISTORY_PAGES):
            params = {
                "channel": self._settings.channel,
                "include_all_metadata": True,
                "limit": HISTORY_PAGE,
                "oldest": None if since is None else f"{since.timestamp():.6f}",
                "cursor": cursor or None,
                **arguments,
            }
            try:
                answer = self._call(method, params={k: v for k, v in params.items() if v is not None})
            except _Refused as exc:
                if exc.error in _THREAD_GONE:
                    return
                raise DeliveryError(f"Slack answered {exc.error} to {method}", outcome="refused") from exc
            except DeliveryError as exc:
                raise _while_reading(exc) from exc
            yield from answer.get("messages") or ()
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise DeliveryError(
            f"more than {MAX_HISTORY_PAGES * HISTORY_PAGE} messages to search; look for it in the channel",
            outcome="refused",
        )

    # --- the request

    def _call(self, method: str, **how: Any) -> SlackResponse:  # Any: `json` or `params`, as slack-sdk takes them
        """One request, never repeated.

        Raises:
            DeliveryError: what the message is not the cause of.
            _Refused: what it may be the cause of.
        """
        try:
            return self._client.api_call(method, **how)
        except SlackApiError as exc:
            raise self._meaning(exc.response) from exc
        except SlackClientError as exc:  # an address that is none
            raise transport.for_a_person("the request to Slack could not be made; check `api_url`") from exc
        except transport.FAILURES as exc:
            raise transport.lost("Slack", exc) from exc

    def _meaning(self, answer: SlackResponse) -> Exception:
        by_status = transport.by_status("Slack", answer.status_code, answer.headers)
        if by_status is not None:
            return by_status
        body = answer.data if isinstance(answer.data, dict) else {}
        error = str(body.get("error") or "")
        if (
            answer.status_code != 200 or "ok" not in body or " " in error
        ):  # the SDK puts a sentence where there was no JSON
            return DeliveryError(f"Slack's answer was none of Slack's (HTTP {answer.status_code})", outcome="unknown")
        if error in _PASSING_ERRORS:
            seconds = transport.retry_after(answer.headers) if "limited" in error else None
            return DeliveryError(f"Slack answered {error}", outcome="not_sent", retry_after_s=seconds)
        if error in _OPERATOR_ERRORS:
            return transport.for_a_person(f"Slack answered {error}: {_OPERATOR_ERRORS[error]}")
        if error in _DOUBTFUL_ERRORS:
            return DeliveryError(f"Slack answered {error}", outcome="unknown")
        details = (body.get("response_metadata") or {}).get("messages") or ()
        return _Refused(error, [str(detail) for detail in details])


def _content(part: Part) -> dict[str, object]:
    return {"text": part.text, "blocks": list(part.blocks)}


def _plain(part: Part) -> dict[str, object]:
    return {"text": part.plain, "parse": "none"}


def _metadata(message: OutboxMessage, part: int, parts: int) -> Mapping[str, object]:
    payload: dict[str, object] = {"key": message.dedupe_key, "part": part, "parts": parts, "kind": message.kind}
    if message.story_id is not None:
        payload["story"] = message.story_id
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _while_reading(error: DeliveryError) -> DeliveryError:
    """Nothing is in doubt by reading: what passes may be asked again, a missing permission will not come by waiting."""
    refused = "missing_scope" in error.detail or "not_allowed_token_type" in error.detail
    return DeliveryError(error.detail, outcome="refused" if refused else "not_sent", retry_after_s=error.retry_after_s)
