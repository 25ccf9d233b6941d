"""Slack's Socket Mode: hears presses of buttons, shortcuts and slash commands without a public address.

    envelope ─▶ read ─▶ press: written down, then acknowledged        a refusal is told to the one who pressed
                    ├─▶ question: acknowledged, then explained        in a thread of its own, answered in private;
                    │                                                 so are the sentences of a card's figures
                    ├─▶ a form is asked for: acknowledged, then opened, as Slack takes it for three seconds only
                    └─▶ a form is submitted: carried out, then acknowledged; why not is told in the form

The connection is kept for ever: by slack-sdk while Slack itself asks for a change, by us after anything else. May
import slack-sdk, its siblings and the layers below. What a press means is the listener's; nothing is posted here: the
card is edited through the outbox.
"""

import logging
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient

from bot.channels import slack_forms, transport
from bot.channels.base import Look, Secret, one_line, shorten
from bot.channels.labels import WHISPER
from bot.channels.slack_blocks import Json, escape, quoted
from bot.channels.slack_buttons import WHISPER_CHARS, Asked, Pressed, QuotesAsked, read
from bot.channels.slack_check import error_of, remedy_for
from bot.channels.slack_client import listening_client, web_client
from bot.channels.slack_forms import FormAsked, Submitted
from bot.channels.slack_settings import SlackSettings
from bot.compose import card_figures
from bot.domain import Passage, Press, ReshapeOrder
from bot.errors import BotError, StoreError, UsageError
from bot.extract import shown
from bot.ports import Listener
from bot.translate import translated
from bot.wording import word

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
STEADY = timedelta(minutes=1)  # apps.connections.open is for about one call a minute
OPERATOR_WAIT_S = 300.0  # while a person has to mend the token
MAX_QUESTIONS = 8  # waiting at once; each may read a page
_WORKERS = 4

_PASSING = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)


E = TypeVar("E", Asked, QuotesAsked)
SlackApp = tuple[str, Secret]  # address of the Web API, app token


def app_of(settings: SlackSettings) -> SlackApp:
    """The app that a channel with buttons belongs to."""
    return settings.api_url, settings.app_token or Secret("")


class SocketMode:
    """One app's connection; close it, or use it as a context manager.

    Args:
        channels: of this app, by name in the configuration; all have the same app token.
        listener: takes what people do.
        now: aware UTC.
        wait: waits that many seconds, or until the event is set.
    """

    def __init__(
        self,
        channels: Mapping[str, SlackSettings],
        listener: Listener,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: Callable[[threading.Event, float], object] = threading.Event.wait,
    ) -> None:
        self._channels = dict(channels)
        self._listener = listener
        self._now = now
        self._wait = wait
        self._closing = threading.Event()
        self._told: str | None = None  # the refusal that was told last
        self._pause = FIRST_WAIT_S  # before the next attempt, in seconds
        self._questions = ThreadPoolExecutor(1, thread_name_prefix="slack-questions")
        self._free = threading.BoundedSemaphore(MAX_QUESTIONS)
        settings = next(iter(self._channels.values()))
        self.app = app_of(settings)
        self._client = listening_client(
            settings.api_url, settings.app_token.reveal() if settings.app_token else "", workers=_WORKERS
        )
        self._client.socket_mode_request_listeners.append(self._take)
        self._client.message_listeners.append(_notice_company)
        self._keeper = threading.Thread(target=self._keep, name="socket-mode", daemon=True)

    def start(self) -> None:
        """Connects in the background; returns at once."""
        self._keeper.start()

    def configure(self, channels: Mapping[str, SlackSettings]) -> None:
        """Takes over changed channels of the same app; the connection stays."""
        self._channels = dict(channels)

    def __enter__(self) -> "SocketMode":
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Hangs up; presses that are being written are finished, questions not yet begun are dropped."""
        self._closing.set()
        self._client.closed = True
        self._client.message_queue.put(None)  # wakes who waits for the next message
        if self._keeper.is_alive():
            self._keeper.join()
        self._client.close()
        self._questions.shutdown(cancel_futures=True)

    # --- the connection ---------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        failures, since = 0, self._now()  # failures in a row; a connection that soon ends is one
        while not self._closing.is_set():
            if self._client.is_connected():
                if self._now() - since >= STEADY:
                    failures = 0
                self._wait(self._closing, LOOK_EVERY_S)
                continue
            if failures:
                self._wait(self._closing, self._pause)
            try:
                is_connected = self._connect(failures)
            except Exception:  # nobody else would bring the connection back
                logger.exception("connecting to Slack failed")
                self._pause, is_connected = LONGEST_WAIT_S, False
            failures += 1
            if is_connected:
                since = self._now()
                if self._told is not None:
                    self._told = None
                    self._listener.heard()
                self._pause = back_off(0, random.random())  # noqa: S311  # spreads reconnections only
                logger.info("listening to Slack", extra={"channels": ", ".join(self._channels)})

    def _connect(self, failures: int) -> bool:
        """Tries once; where that fails, notes how long to wait before the next time."""
        asked_s = 0.0
        try:
            self._client.connect_to_new_endpoint()
            if self._client.is_connected():
                return True
            trouble = "the connection was not accepted"
        except SlackApiError as exc:
            error = error_of(exc)
            if error and error not in _PASSING:
                self._tell(error)
                self._pause = OPERATOR_WAIT_S
                return False
            trouble = error or f"HTTP {exc.response.status_code}"
            if exc.response.status_code == 429:
                asked_s = transport.retry_after(exc.response.headers)
        except SlackClientError as exc:
            trouble = type(exc).__name__
        except transport.FAILURES as exc:
            trouble = transport.lost("Slack", exc).detail
        self._pause = max(back_off(failures, random.random()), asked_s)  # noqa: S311  # spreads reconnections only
        logger.warning("not connected to Slack", extra={"error": trouble, "again_in_s": round(self._pause)})
        return False

    def _tell(self, error: str) -> None:
        """A refusal is told once, until a connection stands again or Slack refuses for another reason."""
        if self._told == error:
            return
        self._told = error
        logger.error("Slack refuses the app token", extra={"error": error})
        try:
            self._listener.refused(f"Slack refuses to connect: {error}; buttons do nothing", remedy_for(error))
        except StoreError as exc:
            self._told = None
            logger.error("the refusal could not be queued", extra={"error": str(exc)})

    # --- envelopes; in slack-sdk's threads --------------------------------------------------------------------------

    def _take(self, client: object, request: SocketModeRequest) -> None:
        try:
            self._take_in(request)
        except Exception:  # the SDK would swallow it
            logger.exception("envelope failed", extra={"type": request.type})

    def _take_in(self, request: SocketModeRequest) -> None:
        try:
            events = read(request.type, request.payload)
        except ValueError as exc:
            logger.warning("envelope not understood", extra={"type": request.type, "error": str(exc)})
            events = []
        whispers: list[tuple[str, str]] = []
        is_written, answer = True, None
        for event in events:
            if isinstance(event, Submitted):
                answer = self._submitted(event)
            elif isinstance(event, Pressed):
                try:
                    says = self._pressed(event)
                except StoreError as exc:
                    logger.error("press not written", extra={"button": event.button, "error": str(exc)})
                    is_written, says = False, "failed"
                if says is not None:
                    whispers.append((event.response_url, self._word(says, event.channel_id)))
        if is_written:  # else Slack shows the person that something went wrong
            self._acknowledge(request, answer)
        for address, text in whispers:
            self._whisper(address, text)
        for event in events:
            if isinstance(event, Asked):
                self._ask(event)
            elif isinstance(event, FormAsked):
                self._open(event)
            elif isinstance(event, QuotesAsked):
                self._submit(self._quote, event)

    def _pressed(self, event: Pressed) -> str | None:
        """Writes a press down; what the person is to be told, a key of WHISPER. None = the card shows it.

        Raises:
            StoreError: nothing was written.
        """
        if (refused := self._refused(event.user, event.channel_id)) is not None:
            return refused
        if event.button is None:
            return "old_button"
        name = self._name_of(event.channel_id) or ""
        press = Press(
            key=event.key,
            button=event.button,
            story_id=event.story_id,
            item_id=event.item_id,
            channel=name,
            who=event.user,
            at=min(event.at, self._now()),
            via="slack",
        )
        outcome = self._listener.press(press)
        logger.info("pressed", extra={"channel": name, "story": event.story_id, "button": event.button, "is": outcome})
        return outcome if outcome in WHISPER else None

    def _refused(self, user: str, channel_id: str) -> str | None:
        """Why this person may say nothing here, a key of WHISPER; None = they may."""
        name = self._name_of(channel_id)
        if name is None:
            return "elsewhere"
        labellers = self._channels[name].labellers
        return "not_allowed" if labellers and user not in labellers else None

    def _open(self, event: FormAsked) -> None:
        """Opens the form for a story, or says why not."""
        says = self._refused(event.user, event.channel_id)
        try:
            form = self._listener.form(event.story_id, event.item_id) if says is None else None
        except StoreError as exc:
            logger.error("form not made", extra={"story": event.story_id, "error": str(exc)})
            form, says = None, "failed"
        if form is not None and slack_forms.has_choice(form):
            settings = self._settings_of(event.channel_id)
            look = Look.of(settings.language, settings.timezone)
            ticked = event.item_id if event.is_ticked else None
            view = slack_forms.view(form, ticked, event.channel_id, look)
            says = None if self._opened(settings, event.trigger, view) else "failed"
        elif says is None:
            says = "gone" if form is None else "as_it_is"
        if says is not None:
            self._whisper(event.response_url, self._word(says, event.channel_id))

    def _opened(self, settings: SlackSettings, trigger: str, view: Json) -> bool:
        client = web_client(settings.api_url, settings.token.reveal())
        try:
            client.views_open(trigger_id=trigger, view=view)
        except SlackApiError as exc:
            logger.warning("form refused", extra={"error": error_of(exc) or exc.response.status_code})
        except (SlackClientError, *transport.FAILURES) as exc:
            logger.warning("form not opened", extra={"error": type(exc).__name__})
        else:
            return True
        return False

    def _submitted(self, event: Submitted) -> Json | None:
        """Carries out what a form says; what Slack is to show in it, None = it is done and closes."""
        says = self._refused(event.user, event.channel_id)
        if says is not None:
            return slack_forms.refusal(self._word(says, event.channel_id), event)
        order = ReshapeOrder(story_id=event.story_id, leaving=event.leaving, same_as=event.same_as, who=event.user)
        try:
            self._listener.reshape(order)
        except UsageError as exc:
            language = self._settings_of(event.channel_id).language
            return slack_forms.refusal(_cut(translated(one_line(str(exc)), language)), event)
        except StoreError as exc:
            logger.error("order not carried out", extra={"story": event.story_id, "error": str(exc)})
            return slack_forms.refusal(self._word("failed", event.channel_id), event)
        logger.info("story reshaped", extra={"story": event.story_id, "leaving": len(event.leaving)})
        return None

    def _acknowledge(self, request: SocketModeRequest, answer: Json | None = None) -> None:
        try:
            self._client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=answer))
        except (SlackClientError, OSError, AttributeError) as exc:  # AttributeError: nothing is connected just now
            logger.info("acknowledgement lost", extra={"error": type(exc).__name__})

    def _ask(self, event: Asked) -> None:
        """Explains in the thread for questions, one at a time."""
        if not event.subject:
            self._whisper(event.response_url, self._word("usage", event.channel_id))
        else:
            self._submit(self._explain, event)

    def _submit(self, answer: Callable[[E], None], event: E) -> None:
        if not self._free.acquire(blocking=False):
            self._whisper(event.response_url, self._word("busy", event.channel_id))
            return
        try:
            self._questions.submit(answer, event).add_done_callback(lambda _: self._free.release())
        except RuntimeError:  # closing
            self._free.release()

    def _quote(self, event: QuotesAsked) -> None:
        """The sentences of a story's figures, in the channel's language."""
        try:
            known = self._name_of(event.channel_id) is not None
            story = self._listener.story(event.story_id) if known else None
            if story is None:
                text = self._word("gone" if known else "elsewhere", event.channel_id)
            else:
                settings = self._settings_of(event.channel_id)
                look = Look.of(settings.language, settings.timezone)
                text = quoted(card_figures(story.figures, shown), look, WHISPER_CHARS)
        except Exception:
            logger.exception("figures could not be quoted")
            text = self._word("broken", event.channel_id)
        self._whisper(event.response_url, text)

    def _explain(self, event: Asked) -> None:
        try:
            text = passages_as_text(self._listener.explain(event.subject))
        except BotError as exc:
            text = escape(shorten(one_line(str(exc)), WHISPER_CHARS, escape))
        except Exception:
            logger.exception("explanation failed")
            text = self._word("broken", event.channel_id)
        self._whisper(event.response_url, text)

    # --- answers in private -----------------------------------------------------------------------------------------

    def _whisper(self, address: str, text: str) -> None:
        """Tells one person; what does not arrive is not repeated."""
        if not self._is_slacks(address):
            logger.warning("answer withheld: its address is not Slack's")
            return
        try:
            client = WebhookClient(
                address, timeout=transport.TIMEOUT_S, logger=transport.quiet_logger(), retry_handlers=[]
            )
            client.proxy = None  # urllib then follows the environment itself, NO_PROXY included
            answer = client.send(text=text, response_type="ephemeral", replace_original=False, delete_original=False)
            if answer.status_code != 200:
                logger.warning("answer refused", extra={"status": answer.status_code, "says": answer.body[:100]})
        except (SlackClientError, *transport.FAILURES) as exc:
            logger.warning("answer lost", extra={"error": type(exc).__name__})

    def _is_slacks(self, address: str) -> bool:
        """Slack itself, or the server that `api_url` names."""
        try:
            parts, api = urlsplit(address), urlsplit(next(iter(self._channels.values())).api_url)
        except ValueError:
            return False
        if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
            return True
        host = parts.hostname or ""
        return parts.scheme == "https" and host.endswith((".slack.com", ".slack-gov.com"))

    def _name_of(self, channel_id: str) -> str | None:
        return next((name for name, settings in self._channels.items() if settings.channel == channel_id), None)

    def _word(self, key: str, channel_id: str) -> str:
        """A whisper in the language of the channel, or of the first one."""
        return escape(word(WHISPER, key, self._settings_of(channel_id).language))

    def _settings_of(self, channel_id: str) -> SlackSettings:
        return self._channels[self._name_of(channel_id) or next(iter(self._channels))]


def back_off(failures: int, chance: float) -> float:
    """Seconds before the next attempt: 1, 2, 4 … 60, and up to a quarter more by `chance` in [0, 1)."""
    return min(FIRST_WAIT_S * 2.0 ** min(failures, 10), LONGEST_WAIT_S) * (1 + chance / 4)


def passages_as_text(passages: Sequence[Passage]) -> str:
    """An explanation in mrkdwn, as much as one message takes."""
    lines: list[str] = []
    for passage in passages:
        lines.append(f"*{escape(one_line(passage.title))}*")
        lines += [f"{escape(one_line(name))}: {_cut(value)}" if name else _cut(value) for name, value in passage.rows]
    text = ""
    for n, line in enumerate(lines):
        if len(text) + len(line) + 20 > WHISPER_CHARS:
            return f"{text}… (+{len(lines) - n})"
        text += line + "\n"
    return text.rstrip("\n")


def _cut(text: str) -> str:
    return escape(shorten(one_line(text), 400, escape))


def _notice_company(client: object, message: Mapping[str, Any], raw: str | None = None) -> None:  # Any: an API's JSON
    if message.get("type") == "hello" and message.get("num_connections", 1) not in (1, 2):  # 2 while we change over
        logger.warning(
            "other programs listen with the same app token, and get some of the presses; give each bot an app",
            extra={"connections": message.get("num_connections")},
        )
