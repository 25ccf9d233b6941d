"""What people answer: labels, mutes, presses of buttons, triage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.words import ItemId, LabelId, MuteId, StoryId, Topic

LabelKind = Literal["relevant", "not_relevant", "wrong_figure", "duplicate"]
Via = Literal["slack", "terminal", "web"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One person's answer about one item. `id` is that of the act, so that a repeated message is no second answer."""

    id: LabelId
    item_id: ItemId
    topic: Topic | None  # the topic judged; None = the item as a whole (wrong figure, duplicate)
    story_id: StoryId | None  # whose card was looked at; None = the item alone was
    kind: LabelKind
    who: str  # a Slack user's ID, the name of a terminal's or web desk's user
    at: datetime
    via: Via
    reason: str = ""
    withdrawn_at: datetime | None = None  # None = it stands


MuteKind = Literal["story", "term", "feed", "topic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Something that is not to be told for a while. `id` is that of the act, as of a label."""

    id: MuteId
    kind: MuteKind
    target: str  # id of the story or feed, name of the topic, or the words: whole words, blind to accents and case
    channel: str | None = None  # the only channel that is muted; None = all
    until: datetime | None  # exclusive; None = for ever
    who: str  # as of a label
    at: datetime
    via: Via
    reason: str = ""
    lifted_at: datetime | None = None  # None = not lifted
    lifted_by: str | None = None

    def in_force(self, now: datetime) -> bool:
        """Neither over nor lifted."""
        return self.lifted_at is None and (self.until is None or now < self.until)


Button = Literal["relevant", "not_relevant", "wrong_figure", "duplicate", "mute_24h", "mute_story", "take_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button of a card, pressed."""

    key: str  # of the act: the same when a service tells of it again
    button: Button
    story_id: StoryId
    item_id: ItemId  # the report that the card showed
    channel: str  # as configured
    who: str
    at: datetime
    via: Via


PressOutcome = Literal["noted", "known", "taken_back", "nothing", "no_story"]
"""Written down; said before; taken back; nothing to take back; the story is gone."""


TriageState = Literal["seen", "taken", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What somebody of the team said about a story last."""

    state: TriageState
    who: str
    at: datetime
