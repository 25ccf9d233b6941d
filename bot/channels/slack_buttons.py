"""Buttons on Slack's cards: how they look, who pressed what, and what a press says when it comes back. Pure.

May import channels.base, labels, lines and slack_blocks, compose and domain. What comes back is Slack's word about
people, but its texts and ids are checked all the same: `read` lets nothing through that it does not know.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

from bot.channels import lines
from bot.channels.base import Look, one_line, shorten
from bot.channels.labels import BUTTON, phrase
from bot.channels.slack_blocks import LIMITS, USER_ID, Json, Part, escape, person, quoted
from bot.channels.slack_forms import CALLBACK, FormAsked, Submitted, read_submission
from bot.compose import Card, Reply
from bot.domain import Button, ItemId, Label, LabelKind, Mute, StoryId
from bot.wording import word

EXPLAIN = "pregonero_explain"  # callback id of the message shortcut, as in docs/slack-manifest.json
COMMAND = "/pregonero"
QUOTES = "quotes"  # the button that shows the figures' sentences; nothing is noted of it
RESHAPE, ANOTHER = "reshape", "another_event"  # of a card, of a reply: open the form of `slack_forms`

_PREFIX = "pregonero:"
# Four kinds of answers and two mutes at most, each line under 400 characters; a card leaves figures out for them where
# need be (`slack_blocks.render`).
_MAX_PEOPLE = 3  # named in one line; more are counted
_MAX_MUTES = 2
_REASON_CHARS = 60
_ID = re.compile(r"\S{1,80}")
_URL = re.compile(r"https?://[^\s<>|]+")
_MAX_SUBJECT_CHARS = 3_000
WHISPER_CHARS = 3_500  # of an answer in private; Slack takes more, nobody reads it


def action_id(button: Button) -> str:
    """What Slack calls a button."""
    return _PREFIX + button


# --- on the card ----------------------------------------------------------------------------------------------------


def blocks(card: Card, look: Look) -> list[Json]:
    """What people answered, if anybody did, and the row of buttons."""
    told = [*_labels(card.labels, look), *_mutes(card.mutes, look)]
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "\n".join(told), "verbatim": True}]}
    row = {"type": "actions", "elements": [_button(card, name, look) for name in (*get_args(Button), RESHAPE)]}
    return [context, row] if told else [row]


def quotes(card: Card, look: Look) -> Json | None:
    """The button that shows the sentences of the card's figures; None where there are none."""
    return _button(card, QUOTES, look) if any(figure.quote for figure in card.figures) else None


def quotes_shown(card: Card, look: Look) -> Part:
    """What pressing that button shows, of the figures on the card."""
    text = quoted(card.figures, look, WHISPER_CHARS)
    sections = [""]
    for line in text.split("\n"):  # no line of `quoted` is longer than a section
        if len(sections[-1]) + len(line) >= LIMITS.section:
            sections.append("")
        sections[-1] += f"\n{line}" if sections[-1] else line
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": each, "verbatim": True}} for each in sections]
    return Part(text=escape(word(BUTTON, QUOTES, look.language)), blocks=tuple(blocks), plain=text)


def another_event(reply: Reply, look: Look) -> Json | None:
    """The button by which a reply's report is said to be another event; None where a reply tells of no report."""
    return _button(reply, ANOTHER, look) if reply.item_id and reply.pointer is None else None


def _button(card: Card | Reply, name: str, look: Look) -> Json:
    return {
        "type": "button",
        "action_id": _PREFIX + name,
        "text": {"type": "plain_text", "text": word(BUTTON, name, look.language), "emoji": False},
        "value": f"{card.story_id} {card.item_id}",
    }


def _labels(labels: Sequence[Label], look: Look) -> Iterable[str]:
    """A line for each kind of answer: who gave it, when, and why."""
    for kind in get_args(LabelKind):
        people: dict[tuple[str, str], Label] = {}
        for label in labels:
            if label.kind == kind:
                people.setdefault((label.via, label.who), label)
        told = [_who(label.via, label.who, label.at, look) + _reason(label.reason) for label in people.values()]
        if told:
            yield f"*{escape(word(BUTTON, kind, look.language))}*: {_some(told)}"


def _mutes(mutes: Sequence[Mute], look: Look) -> Iterable[str]:
    """A line for each of those that last longest."""
    lasting = sorted(mutes, key=lambda mute: (mute.until is not None, -mute.until.timestamp() if mute.until else 0))
    for mute in lasting[:_MAX_MUTES]:
        until = phrase("muted", look.language)
        if mute.until is not None:
            until = f"{phrase('muted_until', look.language)} {lines.minute(mute.until, look)}"
        yield f"*{escape(until)}*: {_who(mute.via, mute.who, mute.at, look)}{_reason(mute.reason)}"


def _some(told: Sequence[str]) -> str:
    more = len(told) - _MAX_PEOPLE
    return ", ".join(told[:_MAX_PEOPLE]) + (f" +{more}" if more > 0 else "")


def _who(via: str, who: str, at: datetime, look: Look) -> str:
    name = person(who) if via == "slack" else escape(shorten(one_line(who), 40, escape))
    return f"{name} {lines.minute(at, look)}"


def _reason(reason: str) -> str:
    text = one_line(reason)
    return f" “{escape(shorten(text, _REASON_CHARS, escape))}”" if text else ""


# --- what comes back ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button was pressed."""

    button: Button | None  # None = one of ours that this version does not know
    story_id: StoryId
    item_id: ItemId
    user: str
    channel_id: str
    at: datetime
    key: str
    response_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody wants something explained; "" = did not say what."""

    subject: str
    channel_id: str
    user: str
    response_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotesAsked:
    """Somebody wants to see the sentences of a story's figures."""

    story_id: StoryId
    channel_id: str
    response_url: str


Event = Pressed | Asked | QuotesAsked | FormAsked | Submitted


def read(kind: str, payload: Mapping[str, Any]) -> list[Event]:  # Any: an API's JSON
    """What an envelope of Socket Mode says; empty for what is none of our business.

    Args:
        kind: type of the envelope.
        payload: of the envelope.

    Raises:
        ValueError: it should be ours and cannot be understood.
    """
    if kind == "slash_commands" and payload.get("command") == COMMAND:
        return [_command(payload)]
    if kind != "interactive":
        return []
    if payload.get("type") == "message_action" and payload.get("callback_id") == EXPLAIN:
        return [_shortcut(payload)]
    if payload.get("type") == "view_submission":
        shown = payload.get("view")
        is_ours = isinstance(shown, dict) and shown.get("callback_id") == CALLBACK
        return [read_submission(payload, _user(_text(payload, "user", "id")))] if is_ours else []
    if payload.get("type") != "block_actions":
        return []
    actions = payload.get("actions")
    if not isinstance(actions, list):
        raise ValueError("a press without actions")
    return [_pressed(payload, action) for action in actions if _is_ours(action)]


def _is_ours(action: object) -> bool:
    return isinstance(action, dict) and str(action.get("action_id", "")).startswith(_PREFIX)


def _pressed(payload: Mapping[str, Any], action: Mapping[str, Any]) -> Event:  # Any: an API's JSON
    name = str(action["action_id"]).removeprefix(_PREFIX)
    story, _, item = _text(action, "value").partition(" ")
    if not _ID.fullmatch(story) or not _ID.fullmatch(item):
        raise ValueError("a button without its story")
    channel = _text(payload, "channel", "id")
    if name == QUOTES:
        address = _text(payload, "response_url")
        return QuotesAsked(story_id=StoryId(story), channel_id=channel, response_url=address)
    if name in (RESHAPE, ANOTHER):
        return FormAsked(
            story_id=StoryId(story),
            item_id=ItemId(item),
            is_ticked=name == ANOTHER,
            user=_user(_text(payload, "user", "id")),
            channel_id=channel,
            trigger=_text(payload, "trigger_id"),
            response_url=_text(payload, "response_url"),
        )
    stamp = _text(action, "action_ts")
    container = payload.get("container")
    message = str(container.get("message_ts")) if isinstance(container, dict) else ""
    return Pressed(
        button=next((button for button in get_args(Button) if button == name), None),
        story_id=StoryId(story),
        item_id=ItemId(item),
        user=_user(_text(payload, "user", "id")),
        channel_id=channel,
        at=_moment(stamp),
        key=f"{channel} {message} {name} {stamp}",
        response_url=_text(payload, "response_url"),
    )


def _shortcut(payload: Mapping[str, Any]) -> Asked:  # Any: an API's JSON
    message = payload.get("message")
    return Asked(
        subject=_subject(message) if isinstance(message, dict) else "",
        channel_id=_text(payload, "channel", "id"),
        user=_user(_text(payload, "user", "id")),
        response_url=_text(payload, "response_url"),
    )


def _subject(message: Mapping[str, Any]) -> str:  # Any: an API's JSON
    """The item of a card of ours, else the first link of the message, else its text."""
    texts = [str(message.get("text") or "")]
    for block in _dicts(message.get("blocks")):
        for part in _dicts([block.get("text"), *_dicts(block.get("elements"))]):
            if _is_ours(part) and isinstance(part.get("value"), str):
                return str(part["value"].partition(" ")[2])
            if isinstance(part.get("text"), str):
                texts.append(part["text"])
    link = next((found[0] for text in texts if (found := _URL.search(text))), None)
    return plain(link if link is not None else texts[0])


def _dicts(value: object) -> list[dict[str, Any]]:  # Any: an API's JSON
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _command(payload: Mapping[str, Any]) -> Asked:  # Any: an API's JSON
    verb, _, subject = _text(payload, "text", may_be_empty=True).strip().partition(" ")
    return Asked(
        subject=plain(subject) if verb.lower() in ("explain", "explica", "explicar") else "",
        channel_id=_text(payload, "channel_id"),
        user=_user(_text(payload, "user_id")),
        response_url=_text(payload, "response_url"),
    )


def plain(text: str) -> str:
    """What a person wrote, as they wrote it: Slack escapes three characters and puts links into angle brackets."""
    bare = re.sub(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>", r"\1", text[:_MAX_SUBJECT_CHARS])
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _text(source: Mapping[str, Any], *path: str, may_be_empty: bool = False) -> str:  # Any: an API's JSON
    value: object = source
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, str) or not (value or may_be_empty):
        raise ValueError(f"no {'.'.join(path)}")
    return value


def _user(user: str) -> str:
    if not USER_ID.fullmatch(user):
        raise ValueError("no user")
    return user


def _moment(stamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(stamp), UTC)
    except (ValueError, OverflowError, OSError) as exc:
        raise ValueError("no time of the press") from exc
