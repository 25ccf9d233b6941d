"""What Slack refuses about a message's content, and which of its texts call people. Pure.

Enforced, from https://docs.slack.dev/reference/block-kit (blocks, block elements, composition objects) and
.../methods/chat.postMessage, as of 2026:

- a message has text or blocks (`no_text`); text up to 40,000 characters (`msg_too_long`); up to 50 blocks;
- block types section, header, context, actions, divider; no key that the type does not have; block_id up to 255;
- section: text of 1 to 3,000 characters, or 1 to 10 fields of 1 to 2,000; one accessory, a button;
- header: plain_text of 1 to 150; context: 1 to 10 texts; actions: 1 to 25 buttons or overflow menus;
- text objects: plain_text or mrkdwn, `emoji` only on the first, `verbatim` only on the second;
- button: plain_text of 1 to 75, action_id up to 255 and different within a block, value up to 2,000, url up to 3,000,
  style primary or danger, confirm texts 100/300/30/30; overflow menu: 1 to 5 options of 75, values up to 150;
- a view (`check_view`, https://docs.slack.dev/reference/views/modal-views): type modal, title, submit and close of
  1 to 24, private_metadata up to 3,000, up to 100 blocks; inputs with a label of 1 to 2,000 and an element that is
  a select menu of 1 to 100 options, each of 1 to 75, values up to 150 and different, what is chosen among them;
- metadata: an event_type and an event_payload (`invalid_metadata_format`), up to 16 kB (`metadata_too_large`).

Undocumented: over all blocks some 13,200 characters (`msg_blocks_too_long`, slackapi/bolt-js #2509). Stricter
than Slack says: characters are counted in UTF-16 units, and a lone surrogate is refused as no JSON text.
Not enforced: what text does to links and emoji, and the rest of Block Kit, which is refused as an unknown type.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

MAX_BLOCKS = 50
MAX_TEXT_CHARS = 3_000  # of a text object
MAX_FIELD_CHARS = 2_000
MAX_FIELDS = 10
MAX_HEADER_CHARS = 150
MAX_CONTEXT_ELEMENTS = 10
MAX_ACTIONS = 25
MAX_OPTIONS = 5
MAX_BUTTON_CHARS = 75
MAX_URL_CHARS = 3_000
MAX_VALUE_CHARS = 2_000
MAX_OPTION_VALUE_CHARS = 150
MAX_ID_CHARS = 255
MAX_MESSAGE_CHARS = 40_000
MAX_TOTAL_CHARS = 13_200
MAX_METADATA_BYTES = 16_384

MAX_VIEW_BLOCKS = 100
MAX_VIEW_TITLE_CHARS = 24
MAX_PRIVATE_METADATA_CHARS = 3_000
MAX_SELECT_OPTIONS = 100

_VIEW_TITLES = ("title", "submit", "close")
_VIEW_KEYS = {"type", "callback_id", "private_metadata", "blocks", *_VIEW_TITLES}

Json = dict[str, Any]  # JSON objects of the API: any value may stand in them

_KEYS = {
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text", "level"},
    "context": {"elements"},
    "actions": {"elements"},
    "divider": set[str](),
}
_BUTTON_KEYS = {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"}
_CONFIRM_CHARS = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_CALL = re.compile(r"<(?:!(?:channel|here|everyone)|@[UW]|!subteam\^)[^>]*>")


class ApiRefusal(Exception):
    """The request gets `ok: false` with this error."""

    def __init__(self, error: str, *details: str) -> None:
        self.error = error
        self.details = details
        super().__init__(error)


def block_texts(blocks: Sequence[Json]) -> list[str]:
    """Every text of the blocks, in reading order, as it went over the wire."""
    return [text["text"] for text in _texts(blocks)]


def calls(text: str, blocks: Sequence[Json]) -> list[str]:
    """The mentions in a message that would notify somebody: `<!channel>`, `<@U…>`; entities are only shown."""
    marked = [part["text"] for part in _texts(blocks) if part.get("type") == "mrkdwn"]
    return [found for part in (text, *marked) for found in _CALL.findall(part)]


def _texts(blocks: Sequence[Json]) -> list[Json]:
    texts: list[Json] = []
    for block in blocks:
        for part in (block.get("text"), *block.get("fields", ()), *block.get("elements", ()), block.get("accessory")):
            inner = part.get("text") if isinstance(part, dict) else None
            text = inner if isinstance(inner, dict) else part  # a button's label
            if isinstance(text, dict) and isinstance(text.get("text"), str):
                texts.append(text)
    return texts


def check_content(payload: Json) -> None:
    """Whether Slack would take the message.

    Raises:
        ApiRefusal: with the error and the details that Slack answers.
    """
    text, blocks = payload.get("text") or "", payload.get("blocks") or []
    if not isinstance(text, str) or not isinstance(blocks, list):
        raise ApiRefusal("invalid_arguments")
    if not text and not blocks:
        raise ApiRefusal("no_text")
    if _lone_surrogates(payload):
        raise ApiRefusal("invalid_json")
    if _units(text) > MAX_MESSAGE_CHARS:
        raise ApiRefusal("msg_too_long")
    if len(blocks) > MAX_BLOCKS:
        raise ApiRefusal("invalid_blocks", f"[ERROR] no more than {MAX_BLOCKS} items allowed [json-pointer:/blocks]")
    for n, block in enumerate(blocks):
        problem = _block_problem(block)
        if problem:
            raise ApiRefusal("invalid_blocks", f"[ERROR] {problem} [json-pointer:/blocks/{n}]")
    if sum(_units(part) for part in block_texts(blocks)) > MAX_TOTAL_CHARS:
        raise ApiRefusal("msg_blocks_too_long")
    _check_metadata(payload.get("metadata"))


def check_view(view: Any) -> None:  # Any: see Json
    """Refuses a view as Slack does.

    Raises:
        ApiRefusal: `invalid_arguments`, with what is wrong.
    """
    problem = _view_problem(view) if isinstance(view, dict) else "must be an object"
    if problem:
        raise ApiRefusal("invalid_arguments", f"[ERROR] {problem} [json-pointer:/view]")


def _view_problem(view: Json) -> str | None:
    if view.get("type") != "modal":
        return "must be a modal"
    if extra := set(view) - _VIEW_KEYS:
        return f"invalid additional property: {min(extra)}"
    if len(view.get("private_metadata", "")) > MAX_PRIVATE_METADATA_CHARS:
        return f"private_metadata must be less than {MAX_PRIVATE_METADATA_CHARS + 1} characters"
    blocks = view.get("blocks", [])
    inputs = [block for block in blocks if block.get("type") == "input"]
    if inputs and "submit" not in view:
        return "a view with inputs needs submit"
    if not 1 <= len(blocks) <= MAX_VIEW_BLOCKS:
        return f"a view has 1 to {MAX_VIEW_BLOCKS} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) != len(ids):
        return "block_id is not unique"
    titles = (_text_problem(view.get(name), MAX_VIEW_TITLE_CHARS, only="plain_text") for name in _VIEW_TITLES)
    contents = (_input_problem(block) if block in inputs else _block_problem(block) for block in blocks)
    return next((problem for problem in (*titles, *contents) if problem), None)


def _input_problem(block: Json) -> str | None:
    element = block.get("element") or {}
    if element.get("type") not in ("static_select", "multi_static_select"):
        return f"unsupported type: {element.get('type')}"
    options = element.get("options", [])
    if not 1 <= len(options) <= MAX_SELECT_OPTIONS:
        return f"a menu has 1 to {MAX_SELECT_OPTIONS} options"
    values = [option.get("value", "") for option in options]
    if len(set(values)) != len(values) or any(not 1 <= len(value) <= MAX_OPTION_VALUE_CHARS for value in values):
        return "values of options are unique and have up to 150 characters"
    if any(chosen not in options for chosen in element.get("initial_options", [])):
        return "initial_options must be among the options"
    texts = [text for option in options for text in (option.get("text") or {}, option.get("description"))]
    shown = [_text_problem(text, MAX_BUTTON_CHARS, only="plain_text") for text in texts]
    label = _text_problem(block.get("label") or {}, MAX_FIELD_CHARS, only="plain_text")
    return next((problem for problem in (label, *shown) if problem), None)


def _check_metadata(metadata: Any) -> None:  # Any: see Json
    if metadata is None or metadata == {}:
        return
    if not isinstance(metadata, dict):
        raise ApiRefusal("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise ApiRefusal("invalid_metadata_format")
    if len(json.dumps(metadata)) > MAX_METADATA_BYTES:
        raise ApiRefusal("metadata_too_large")


def _lone_surrogates(payload: Json) -> bool:
    try:
        json.dumps(payload, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


# --- blocks ---------------------------------------------------------------------------------------------------------


def _block_problem(block: Mapping[str, Any]) -> str | None:  # Any: see Json
    kind = str(block.get("type"))
    if kind not in _KEYS:
        return f"unsupported type: {kind}"
    extra = set(block) - _KEYS[kind] - {"type", "block_id"}
    if extra:
        return f"invalid additional property: {min(extra)}"
    if len(block.get("block_id", "")) > MAX_ID_CHARS:
        return f"block_id must be less than {MAX_ID_CHARS + 1} characters"
    match kind:
        case "section":
            return _section_problem(block)
        case "header":
            return _text_problem(block.get("text") or {}, MAX_HEADER_CHARS, only="plain_text")
        case "context":
            elements = block.get("elements", [])
            if not 1 <= len(elements) <= MAX_CONTEXT_ELEMENTS:
                return f"a context has 1 to {MAX_CONTEXT_ELEMENTS} elements"
            return _first(elements, MAX_TEXT_CHARS)
        case "actions":
            return _actions_problem(block.get("elements", []))
    return None


def _section_problem(block: Mapping[str, Any]) -> str | None:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        return "a section needs text or fields"
    if len(fields) > MAX_FIELDS:
        return f"no more than {MAX_FIELDS} fields"
    accessory = block.get("accessory")
    return (
        _text_problem(block.get("text"), MAX_TEXT_CHARS)
        or _first(fields, MAX_FIELD_CHARS)
        or (_element_problem(accessory) if accessory is not None else None)
    )


def _actions_problem(elements: Sequence[Json]) -> str | None:
    if not 1 <= len(elements) <= MAX_ACTIONS:
        return f"actions has 1 to {MAX_ACTIONS} elements"
    ids = [element["action_id"] for element in elements if "action_id" in element]
    if len(set(ids)) != len(ids):
        return "action_id is not unique"
    return next((problem for element in elements if (problem := _element_problem(element))), None)


def _element_problem(element: Json) -> str | None:
    if len(element.get("action_id", "")) > MAX_ID_CHARS:
        return f"action_id must be less than {MAX_ID_CHARS + 1} characters"
    match element.get("type"):
        case "button":
            return _button_problem(element)
        case "overflow":
            options = element.get("options", [])
            if not 1 <= len(options) <= MAX_OPTIONS:
                return f"an overflow menu has 1 to {MAX_OPTIONS} options"
            if any(len(option.get("value", "")) > MAX_OPTION_VALUE_CHARS for option in options):
                return f"a value must be less than {MAX_OPTION_VALUE_CHARS + 1} characters"
            return _first([option.get("text", {}) for option in options], MAX_BUTTON_CHARS)
        case kind:
            return f"unsupported type: {kind}"


def _button_problem(button: Json) -> str | None:
    extra = set(button) - _BUTTON_KEYS
    if extra:
        return f"invalid additional property: {min(extra)}"
    if len(button.get("url", "")) > MAX_URL_CHARS:
        return f"a url must be less than {MAX_URL_CHARS + 1} characters"
    if len(button.get("value", "")) > MAX_VALUE_CHARS:
        return f"a value must be less than {MAX_VALUE_CHARS + 1} characters"
    if button.get("style", "primary") not in ("primary", "danger"):
        return "a style is primary or danger"
    confirm = button.get("confirm", {})
    problem = next((p for key, most in _CONFIRM_CHARS.items() if (p := _text_problem(confirm.get(key), most))), None)
    return problem or _text_problem(button.get("text") or {}, MAX_BUTTON_CHARS, only="plain_text")


def _first(texts: Sequence[Json], limit: int) -> str | None:
    return next((problem for text in texts if (problem := _text_problem(text, limit))), None)


def _text_problem(text: Json | None, limit: int, *, only: str | None = None) -> str | None:
    if text is None:
        return None
    kind = text.get("type")
    if kind not in ("plain_text", "mrkdwn") or not isinstance(text.get("text"), str):
        return "must be a text object"
    if only is not None and kind != only:
        return f"must be {only}"
    extra = set(text) - {"type", "text", "emoji" if kind == "plain_text" else "verbatim"}
    if extra:
        return f"invalid additional property: {min(extra)}"
    if not text["text"]:
        return "must be more than 0 characters"
    return f"must be less than {limit + 1} characters" if _units(text["text"]) > limit else None
