"""What the tests of Socket Mode share."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from builders import make_message, make_story
from channel_samples import make_reply
from fakes import NOON

from bot import compose
from bot.channels import Secret, SlackChannel, SlackSettings
from bot.channels.socket_mode import LOOK_EVERY_S
from bot.domain import ItemId, OutboxMessage, Passage, Press, PressOutcome, ReshapeForm, ReshapeOrder, Story, StoryId
from bot.errors import StoreError, UsageError
from bot.newsroom.slack import FakeSlack, SlackMessage


@dataclass
class Recorder:
    """A listener that remembers; `fails` makes the next press fail."""

    presses: list[Press] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    heard_again: int = 0
    outcome: PressOutcome = "noted"
    fails: bool = False
    told: threading.Event = field(default_factory=threading.Event)
    hold: threading.Event | None = None
    form_of: ReshapeForm | StoreError | None = None
    orders: list[ReshapeOrder] = field(default_factory=list)
    order_error: UsageError | StoreError | None = None

    def press(self, press: Press) -> PressOutcome:
        """Remembers it."""
        if self.fails:
            self.fails = False
            raise StoreError("the disk is full")
        self.presses.append(press)
        return self.outcome

    def explain(self, subject: str) -> list[Passage]:
        """A line about it, or what is wrong with it."""
        if self.hold is not None:
            self.hold.wait(10)
        self.subjects.append(subject)
        if subject == "nothing":
            raise UsageError("there is no <nothing>")
        if subject == "bug":
            raise RuntimeError("a bug")
        return [Passage(title="Item", rows=(("title", f"<!channel> {subject}"), ("", "none")))]

    def story(self, story_id: StoryId) -> Story | None:
        """One, or what is wrong with it."""
        if story_id == "s-000404":
            return None
        if story_id == "s-000500":
            raise StoreError("the disk is gone")
        return make_story(id=story_id)

    def form(self, story_id: StoryId, item_id: ItemId) -> ReshapeForm | None:
        """What was set."""
        if isinstance(self.form_of, StoreError):
            raise self.form_of
        return self.form_of

    def reshape(self, order: ReshapeOrder) -> None:
        """Remembers it, or is in trouble."""
        if self.order_error is not None:
            raise self.order_error
        self.orders.append(order)

    def heard(self) -> None:
        """Noted."""
        self.heard_again += 1

    def refused(self, what: str, remedy: str) -> None:
        """Remembers it."""
        self.refusals.append((what, remedy))
        self.told.set()


def settings_of(slack: FakeSlack, **changes: object) -> SlackSettings:
    """The channel `desk` with buttons."""
    settings = SlackSettings(
        token=Secret(slack.token), app_token=Secret(slack.app_token), channel="C0DESK", api_url=slack.api_url
    )
    return replace(settings, **changes)  # type: ignore[arg-type]  # fields by name


class _NoProgress:
    def committing(self) -> None:
        pass

    def part_sent(self, part: int, ref: str | None) -> None:
        pass


def posted(slack: FakeSlack, **changes: object) -> SlackMessage:
    """A card in the channel, as the bot posts it."""
    card = compose.card(make_story(), now=NOON)
    message: OutboxMessage = make_message(payload=compose.encode(card))
    channel = SlackChannel("desk", settings_of(slack, **changes), pause=lambda seconds: None)
    channel.send(message, card_ref=None, parts_there=frozenset(), progress=_NoProgress())
    return slack.messages[-1]


def posted_reply(slack: FakeSlack, item_id: ItemId) -> SlackMessage:
    """A reply under the last card, as the bot posts it."""
    card = slack.messages[-1].ts
    reply = make_reply(item_id=item_id)
    channel = SlackChannel("desk", settings_of(slack), pause=lambda seconds: None)
    message = make_message(dedupe_key="desk:reply:1", kind="reply", payload=compose.encode(reply))
    channel.send(message, card_ref=card, parts_there=frozenset(), progress=_NoProgress())
    return slack.messages[-1]


def action(name: str) -> str:
    """What Slack calls the button."""
    return f"pregonero:{name}"


class Waits:
    """Waits that end at once, and remember how long they should have been."""

    def __init__(self, until: Callable[[], bool]) -> None:
        self.asked: list[float] = []
        self._until = until

    def for_looks(self, count: int) -> None:
        """Returns when it has looked at a standing connection so many times more."""
        before = self.asked.count(LOOK_EVERY_S)
        while self.asked.count(LOOK_EVERY_S) < before + count:
            threading.Event().wait(0.01)

    def __call__(self, closing: threading.Event, seconds: float) -> None:
        """Half-second looks are real, so that the loop does not spin; once all is said it waits for the end."""
        self.asked.append(seconds)
        closing.wait(0.05 if not self._until() else 10)
