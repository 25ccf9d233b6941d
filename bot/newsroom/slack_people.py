"""What people do in the fake Slack: press buttons, use a message's shortcut, write slash commands.

After https://docs.slack.dev/reference/interaction-payloads and .../interactivity/implementing-slash-commands.
"""

import itertools
from collections.abc import Mapping, Sequence

from bot.newsroom.slack import FakeSlack, SlackMessage
from bot.newsroom.slack_limits import Json
from bot.newsroom.slack_sockets import ACK_WITHIN_S, Delivered

TEAM = "T0NEWSROOM"
_ANA = "U0ANA"  # who does things where nobody is named
_ticks = itertools.count(1)


def buttons(message: SlackMessage) -> list[Json]:
    """All buttons of a message: beside its texts, and in rows."""
    rows = [[block["accessory"]] for block in message.blocks if "accessory" in block]
    rows += [block.get("elements", []) for block in message.blocks if block.get("type") == "actions"]
    return [element for row in rows for element in row if element.get("type") == "button"]


def action_payload(slack: FakeSlack, message: SlackMessage, action_id: str, *, user: str = _ANA) -> Json:
    """The payload that pressing this button makes.

    Raises:
        LookupError: the message has no such button.
    """
    row = next((b for b in buttons(message) if b.get("action_id") == action_id), None)
    if row is None:
        raise LookupError(f"the message has no button {action_id}")
    action = {
        "action_id": action_id,
        "block_id": "b1",
        "text": row["text"],
        "value": row.get("value"),
        "type": "button",
        "action_ts": _stamp(slack),
    }
    return {
        "type": "block_actions",
        "user": _user(user),
        "api_app_id": "A0PREGONERO",
        "token": "verification",
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": False,
        },
        "trigger_id": slack.trigger(),
        "team": {"id": TEAM, "domain": "newsroom"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": message.channel, "name": "desk"},
        "message": message.as_json(with_metadata=False) | {"user": "U0", "bot_id": "B0"},
        "state": {"values": {}},
        "response_url": slack.sockets.response_url(slack.base_url, user),
        "actions": [action],
    }


def press(
    slack: FakeSlack, message: SlackMessage, action_id: str, *, user: str = _ANA, wait_s: float = ACK_WITHIN_S
) -> Delivered:
    """Presses a button of a message."""
    return slack.sockets.deliver("interactive", action_payload(slack, message, action_id, user=user), wait_s=wait_s)


def shortcut(slack: FakeSlack, message: SlackMessage, callback_id: str) -> Delivered:
    """Uses a shortcut of the message's menu."""
    payload = {
        "type": "message_action",
        "token": "verification",
        "action_ts": _stamp(slack),
        "team": {"id": TEAM, "domain": "newsroom"},
        "user": _user(_ANA),
        "channel": {"id": message.channel, "name": "desk"},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "trigger_id": slack.trigger(),
        "response_url": slack.sockets.response_url(slack.base_url, _ANA),
        "message_ts": message.ts,
        "message": message.as_json(with_metadata=False) | {"user": "U0"},
    }
    return slack.sockets.deliver("interactive", payload)


def command(slack: FakeSlack, text: str, *, user: str = _ANA) -> Delivered:
    """Writes a slash command."""
    payload = {
        "token": "verification",
        "team_id": TEAM,
        "team_domain": "newsroom",
        "channel_id": "C0DESK",
        "channel_name": "desk",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/pregonero",
        "text": text,
        "api_app_id": "A0PREGONERO",
        "is_enterprise_install": "false",
        "response_url": slack.sockets.response_url(slack.base_url, user),
        "trigger_id": slack.trigger(),
    }
    return slack.sockets.deliver("slash_commands", payload, accepts_response_payload=True)


def submission(view: Json, chosen: Mapping[str, Sequence[str]], *, user: str = _ANA) -> Json:
    """The payload that submitting a form makes.

    Args:
        view: as it was opened.
        chosen: values by field; fields left out are empty.
        user: who submits.

    Raises:
        LookupError: such a value is not offered.
    """
    values: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, name = block["element"], block["block_id"]
            offered = {option["value"]: option for option in element["options"]}
            options = [offered[value] for value in chosen.get(name, ())]
            key = "selected_options" if element["type"] == "multi_static_select" else "selected_option"
            held: object = options if key == "selected_options" else next(iter(options), None)
            values[name] = {element["action_id"]: {"type": element["type"], key: held}}
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "newsroom"},
        "user": _user(user),
        "api_app_id": "A0PREGONERO",
        "token": "verification",
        "trigger_id": "1.2.submitted",
        "view": {**view, "state": {"values": values}, "hash": "1.a"},
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def submit(slack: FakeSlack, view: Json, chosen: Mapping[str, Sequence[str]], *, user: str = _ANA) -> Delivered:
    """Submits a form; the acknowledgement may say what is wrong in it."""
    payload = submission(view, chosen, user=user)
    return slack.sockets.deliver("interactive", payload, accepts_response_payload=True)


def _user(user: str) -> Json:
    return {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM}


def _stamp(slack: FakeSlack) -> str:
    return f"{int(slack.now.timestamp())}.{next(_ticks) % 1_000_000:06d}"
