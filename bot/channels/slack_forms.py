"""The form by which people split stories, join them and move reports: how it looks, and what comes back. Pure.

May import channels.base, labels, lines and slack_blocks, and domain. A press of a button opens it with Slack's
`views.open`; nothing is done before it is submitted, and what cannot be done is told inside it. What comes back is
checked: ids that cannot be ours raise.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels import lines
from bot.channels.base import Look, one_line, shorten
from bot.channels.labels import FORM
from bot.channels.slack_blocks import Json, escape
from bot.domain import ItemId, Report, ReshapeForm, Story, StoryId
from bot.wording import word

CALLBACK = "pregonero_reshape"
LEAVING, SAME_AS = "leaving", "same_as"  # blocks and their fields

MAX_OPTIONS = 100  # https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
_OPTION_CHARS = 75
_HEADLINE_CHARS = 300
_ID = re.compile(r"\S{1,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsked:
    """Somebody wants the form for the story of a card or a reply."""

    story_id: StoryId
    item_id: ItemId
    is_ticked: bool  # the report is what they looked at: a reply's
    user: str
    channel_id: str
    trigger: str  # by which Slack opens a form, once and within three seconds
    response_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """Somebody said what is to become of a story."""

    story_id: StoryId
    leaving: tuple[ItemId, ...]
    same_as: StoryId | None  # with reports that leave, the story that they go to
    fields: tuple[str, ...]  # of the form
    user: str
    channel_id: str


# --- how it looks ---------------------------------------------------------------------------------------------------


def view(form: ReshapeForm, ticked: ItemId | None, channel_id: str, look: Look) -> Json:
    """The form as Slack's modal.

    Args:
        form: what there is to choose from; of more reports than Slack takes the latest are shown.
        ticked: a report that is chosen already; None = none.
        channel_id: where it was asked for.
        look: language and time zone.
    """
    story = form.story
    blocks = [_text("section", f"*{_cut(_title(story), _HEADLINE_CHARS)}*"), _text("context", _word("what", look))]
    if len(story.reports) > 1:
        reports = sorted(story.reports, key=lambda report: (report.item_id == ticked, report.at), reverse=True)
        options = [_of_report(report, look) for report in reports[:MAX_OPTIONS]]
        chosen = [option for option in options if option["value"] == ticked]
        field: Json = {"type": "multi_static_select", "options": options}
        blocks.append(_input(LEAVING, field | ({"initial_options": chosen} if chosen else {}), look))
    if form.near:
        near = [_of_story(other, look) for other in form.near[:MAX_OPTIONS]]
        blocks.append(_input(SAME_AS, {"type": "static_select", "options": near}, look))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps({"channel": channel_id, "story": story.id}),
        "title": _plain(_word("title", look)),
        "submit": _plain(_word("submit", look)),
        "close": _plain(_word("close", look)),
        "blocks": blocks,
    }


def has_choice(form: ReshapeForm) -> bool:
    """Whether anything can be said: a story of one report, with no other near, is as it is."""
    return len(form.story.reports) > 1 or bool(form.near)


def refusal(text: str, submitted: Submitted) -> Json:
    """Slack's answer to a submission that is not carried out: the form stays, with the reason below its field."""
    below = LEAVING if LEAVING in submitted.fields and not submitted.same_as else SAME_AS
    return {"response_action": "errors", "errors": {below: text}}


def _title(story: Story) -> str:
    return next((r.title for r in story.reports if r.relation == "report"), story.reports[0].title)


def _of_report(report: Report, look: Look) -> Json:
    about = f"{report.outlet} · {lines.minute(report.at, look)}"
    return _option(report.title, about, report.item_id)


def _of_story(story: Story, look: Look) -> Json:
    words = _word("report" if len(story.reports) == 1 else "reports", look)
    about = f"{story.id} · {lines.minute(story.last_report_at, look)} · {len(story.reports)} {words}"
    return _option(_title(story), about, story.id)


def _option(title: str, about: str, value: str) -> Json:
    text, description = _cut(title, _OPTION_CHARS), _cut(about, _OPTION_CHARS)
    return {"text": _plain(text or value), "description": _plain(description), "value": value}


def _input(name: str, field: Json, look: Look) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": _plain(_word(name, look)),
        "element": {**field, "action_id": name, "placeholder": _plain(_word("choose", look))},
    }


def _text(kind: str, text: str) -> Json:
    part = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": kind, "elements": [part]} if kind == "context" else {"type": kind, "text": part}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def _word(name: str, look: Look) -> str:
    return word(FORM, name, look.language)


def _cut(text: str, limit: int) -> str:
    return escape(shorten(one_line(text), limit, escape))


# --- what comes back ------------------------------------------------------------------------------------------------


def read_submission(payload: Mapping[str, Any], user: str) -> Submitted:  # Any: an API's JSON
    """What a submitted form says.

    Raises:
        ValueError: it cannot be understood.
    """
    shown = payload.get("view")
    if not isinstance(shown, dict):
        raise ValueError("a form without its view")
    about = json.loads(str(shown.get("private_metadata") or "null"))
    state = shown.get("state")
    values = state.get("values") if isinstance(state, dict) else None
    if not isinstance(about, dict) or not isinstance(values, dict):
        raise ValueError("a form without its story")
    chosen = _values(values, LEAVING, "selected_options"), _values(values, SAME_AS, "selected_option")
    story, channel = about.get("story"), about.get("channel")
    if not isinstance(story, str) or not isinstance(channel, str) or not _ID.fullmatch(story):
        raise ValueError("a form without its story")
    return Submitted(
        story_id=StoryId(story),
        leaving=tuple(ItemId(value) for value in chosen[0]),
        same_as=next((StoryId(value) for value in chosen[1]), None),
        fields=tuple(name for name in (LEAVING, SAME_AS) if name in values),
        user=user,
        channel_id=channel,
    )


def _values(values: Mapping[str, Any], name: str, key: str) -> Sequence[str]:  # Any: an API's JSON
    """The values of the options chosen in a field; none where the form had no such field."""
    field = values.get(name)
    field = field.get(name) if isinstance(field, dict) else None
    options = field.get(key) if isinstance(field, dict) else None
    found = [each.get("value") if isinstance(each, dict) else None for each in _listed(options)]
    if any(not isinstance(value, str) or not _ID.fullmatch(value) for value in found):
        raise ValueError(f"{name} holds what was not offered")
    return [str(value) for value in found]


def _listed(options: object) -> Sequence[object]:
    if isinstance(options, list):
        return options
    return () if options is None else (options,)


__all__ = [
    "CALLBACK",
    "FormAsked",
    "Submitted",
    "has_choice",
    "read_submission",
    "refusal",
    "view",
]
