"""What people answer: labels and mutes, written together with the edit that shows them on the card. Holds no rule.

Every place where people answer comes here: the buttons in Slack, the terminal, a web desk. May import ports, domain,
compose and extract; never a channel.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot import compose
from bot.domain import (
    ItemId,
    Label,
    LabelId,
    LabelKind,
    Language,
    Mute,
    MuteId,
    MuteKind,
    OutboxMessage,
    Press,
    PressOutcome,
    Story,
    StoryId,
    Topic,
    Via,
)
from bot.extract import shown
from bot.ports import Messages, Store, no_messages

_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody answers something."""

    key: str  # the same when the message about it comes again, another one for everything else
    who: str
    via: Via
    at: datetime

    def id(self, kind: str, part: str = "") -> str:
        """Identity of what comes of it, `m-3f9a…`; `part` tells several results of one act apart."""
        digest = hashlib.sha256("\n".join((self.via, self.who, self.key, part)).encode()).hexdigest()
        return f"{kind}-{digest[:12]}"


class Answers:
    """Takes answers down.

    Args:
        store: keeps them.
        shown_in: channels whose cards show who answered what; they get an edit.
        languages: of channels, by name.
    """

    def __init__(
        self,
        store: Store,
        shown_in: Sequence[str] = (),
        languages: Mapping[str, Language] = MappingProxyType({}),
    ) -> None:
        self._store = store
        self._languages = languages
        self._shown_in = tuple(shown_in)

    def label(self, act: Act, kind: LabelKind, story: Story, *, item_id: ItemId | None = None) -> list[Label]:
        """One person's answer to a story's card; returns what was new in it.

        Args:
            act: who answers.
            kind: of the answer.
            story: whose card it is.
            item_id: the report that the card showed; None, or one that is not of the story: the one it shows now.

        Raises:
            StoreError: nothing was written.
        """
        reports = {report.item_id for report in story.reports}
        item = item_id if item_id in reports and item_id is not None else compose.shown_report(story).item_id
        labels = [
            Label(
                id=LabelId(act.id("l", f"{kind} {item} {topic or ''}")),
                item_id=item,
                topic=topic,
                story_id=story.id,
                kind=kind,
                who=act.who,
                at=act.at,
                via=act.via,
            )
            for topic in _topics(kind, story)
        ]
        return self._store.add_labels(labels, self._edits(act, story.id))

    def press(self, press: Press) -> PressOutcome:
        """A card's button, pressed; written down when this returns. See `bot.ports.Listener.press`.

        Raises:
            StoreError: nothing was written.
        """
        story = self._store.story(press.story_id)
        if story is None:
            return "no_story"
        act = Act(key=press.key, who=press.who, via=press.via, at=press.at)
        match press.button:
            case "take_back":
                return "taken_back" if any(self.take_back(act, story)) else "nothing"
            case "mute_24h" | "mute_story":
                until = press.at + _DAY if press.button == "mute_24h" else None
                new = self.mute(act, "story", story.id, until=until, channel=press.channel) is not None
            case kind:
                new = bool(self.label(act, kind, story, item_id=press.item_id))
        return "noted" if new else "known"

    def mute(
        self,
        act: Act,
        kind: MuteKind,
        target: str,
        *,
        until: datetime | None,
        channel: str | None = None,
        reason: str = "",
    ) -> Mute | None:
        """Mutes something; None when this person has muted it for about as long already. See `Mute` for the values.

        Raises:
            StoreError: nothing was written.
        """
        mute = Mute(
            id=MuteId(act.id("m", f"{kind} {target}")),
            kind=kind,
            target=target,
            channel=channel,
            until=until,
            who=act.who,
            at=act.at,
            via=act.via,
            reason=reason,
        )
        return mute if self._store.add_mute(mute, self._edits_of_mute(act, mute)) else None

    def lift(self, act: Act, mute: Mute) -> Mute | None:
        """Ends a mute; None when it is over or was lifted.

        Raises:
            StoreError: nothing was written.
        """
        return self._store.lift_mute(mute.id, act.who, act.at, self._edits_of_mute(act, mute))

    def take_back(self, act: Act, story: Story) -> tuple[list[Label], list[Mute]]:
        """Takes back all that this person answered to a story's card, and what they muted of it; returns what stood.

        Raises:
            StoreError: what was written before it stays.
        """
        own = [
            label.id
            for label in self._store.labels(story_id=story.id)
            if (label.who, label.via) == (act.who, act.via) and label.at <= act.at
        ]
        labels = self._store.withdraw_labels(own, act.at, self._edits(act, story.id)) if own else []
        lifted = [
            self.lift(act, mute)
            for mute in self._store.mutes_in_force(act.at)
            if (mute.kind, mute.target) == ("story", story.id)
            and (mute.who, mute.via) == (act.who, act.via)
            and mute.at <= act.at
        ]
        return labels, [mute for mute in lifted if mute is not None]

    def _edits_of_mute(self, act: Act, mute: Mute) -> Messages:
        return self._edits(act, StoryId(mute.target)) if mute.kind == "story" else no_messages

    def _edits(self, act: Act, story_id: StoryId) -> Messages:
        """Edits of the story's cards that are out; a card still waiting shows at its sending what was answered."""

        def edits() -> list[OutboxMessage]:
            story = self._store.story(story_id)
            return [
                compose.answered(
                    channel, story, act.id("a", story.id), act.at, shown=shown, language=self._languages.get(channel)
                )
                for channel in self._shown_in
                if story is not None and self._store.card_ref(story.id, channel) is not None
            ]

        return edits


def _topics(kind: LabelKind, story: Story) -> Sequence[Topic | None]:
    """What an answer is about: relevance is the peg's, irrelevance every topic's, the rest the item as a whole."""
    if kind == "relevant":
        return story.topics[:1] or (None,)
    return story.topics or (None,) if kind == "not_relevant" else (None,)
