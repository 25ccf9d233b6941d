"""Slack messages as a web page, light and dark: what they will look like, without a workspace. Pure.

Follows https://docs.slack.dev/messaging/formatting-message-text: only `<…>` makes links and mentions, `*` `_` `~` act
at the edges of words, entities are shown as characters, "&gt;" at a line's start is a quote; section fields stand
in two columns, context is small and grey, a header bold. May import channels.slack_blocks. The page loads and
runs nothing.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.channels.slack_blocks import Part

Json = Mapping[str, Any]  # a block

_TAG = re.compile(r"<([^<>]+)>")
_STYLES = (("*", "b"), ("_", "i"), ("~", "s"))
_CSS = """
:root{color-scheme:light dark}body{margin:0;padding:20px;font:15px/1.46668 Lato,"Segoe UI","Noto Sans",Helvetica,Arial,
"Noto Color Emoji",sans-serif;background:#fff;color:#1d1c1d}main{max-width:680px;margin:auto}
.m{display:flex;gap:8px;padding:8px 0}.m.r{margin-left:44px;border-left:2px solid #ddd;padding-left:12px}
.pic{flex:none;width:36px;height:36px;border-radius:8px;background:#4a154b;color:#fff;font-weight:900;text-align:center;
line-height:36px}.who{font-weight:900}.app{font-size:10px;font-weight:700;background:#e8e8e8;color:#616061;
border-radius:2px;padding:1px 3px;margin:0 5px}.when{font-size:12px;color:#616061}.body{min-width:0;flex:1}
.b{margin:4px 0 8px;overflow-wrap:anywhere;white-space:pre-wrap}.h{font-size:18px;font-weight:900}
.c{font-size:13px;line-height:1.38463;color:#616061}.f{display:grid;grid-template-columns:1fr 1fr;gap:8px 16px}
a{color:#1264a3;text-decoration:none}.at{background:#fff0b3;color:#1264a3;border-radius:3px;padding:0 2px}
blockquote{margin:0;padding-left:12px;border-left:4px solid #ddd}code{background:#f8f8f8;border:1px solid #ddd;
color:#e01e5a;border-radius:3px;padding:1px 3px;font-size:12px}hr{border:0;border-top:1px solid #ddd}
.a span{display:inline-block;border:1px solid #bbb;border-radius:8px;padding:3px 11px;margin:0 8px 8px 0;font-size:13px;
font-weight:700}
.n{font-size:12px;color:#616061;border:1px dashed #ccc;border-radius:6px;padding:4px 8px;margin:0 0 4px 44px}
@media(prefers-color-scheme:dark){body{background:#1a1d21;color:#d1d2d3}.c,.when,.n{color:#ababad}a{color:#1d9bd1}
.app{background:#35373b;color:#ababad}.m.r,blockquote,hr,.n{border-color:#35373b}.at{background:#3b2f10;color:#e8c44d}
code{background:#232529;border-color:#35373b}.a span{border-color:#565856}}
"""


def page(messages: Sequence[tuple[Part, bool]]) -> str:
    """An HTML document with the messages.

    Args:
        messages: each with whether it stands in a thread.
    """
    shown = "".join(_message(part, is_reply=is_reply) for part, is_reply in messages)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Pregonero in Slack</title><style>{_CSS}</style></head><body><main>{shown}</main></body></html>\n"
    )


def _message(part: Part, *, is_reply: bool) -> str:
    blocks = "".join(_block(block) for block in part.blocks) or f'<div class="b">{mrkdwn(part.text)}</div>'
    note = f'<div class="n">🔔 {mrkdwn(part.text)}</div>'
    head = '<span class="who">Pregonero</span><span class="app">APP</span><span class="when">12:00 PM</span>'
    kind = "m r" if is_reply else "m"
    return f'{note}<div class="{kind}"><div class="pic">P</div><div class="body">{head}{blocks}</div></div>'


def _block(block: Json) -> str:
    match block.get("type"):
        case "header":
            return f'<div class="b h">{_text(block["text"])}</div>'
        case "section":
            text = f'<div class="b">{_text(block["text"])}</div>' if "text" in block else ""
            if "accessory" in block:
                text += f'<div class="b a"><span>{_text(block["accessory"]["text"])}</span></div>'
            fields = "".join(f"<div>{_text(field)}</div>" for field in block.get("fields", ()))
            return text + (f'<div class="b f">{fields}</div>' if fields else "")
        case "context":
            return f'<div class="b c">{" ".join(_text(element) for element in block["elements"])}</div>'
        case "actions":
            buttons = "".join(f"<span>{_text(element['text'])}</span>" for element in block["elements"])
            return f'<div class="b a">{buttons}</div>'
        case "divider":
            return "<hr>"
        case kind:
            return f'<div class="b c">[{html.escape(str(kind))}]</div>'


def _text(text: Json) -> str:
    return mrkdwn(text["text"]) if text.get("type") == "mrkdwn" else html.escape(text["text"])


def mrkdwn(text: str) -> str:
    """Slack's markup as HTML; what Slack shows as characters is shown as characters."""
    kept: list[str] = []

    def keep(markup: str) -> str:
        kept.append(markup)
        return f"\ue000{len(kept) - 1}\ue001"

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _TAG.sub(lambda found: _tag(found[1], keep), text)
    text = re.sub(r"`([^`\n]+)`", lambda found: keep(f"<code>{_shown(found[1])}</code>"), text)
    text = _shown(text)
    for sign, tag in _STYLES:
        mark = re.escape(sign)
        text = re.sub(rf"(?<!\w){mark}(?=\S)([^\n{mark}]+?)(?<=\S){mark}(?!\w)", rf"<{tag}>\1</{tag}>", text)
    text = re.sub(r"(?m)^&gt;\s?(.*)$", r"<blockquote>\1</blockquote>", text)
    for n in reversed(range(len(kept))):
        text = text.replace(f"\ue000{n}\ue001", kept[n])
    return text


def _shown(text: str) -> str:
    """Slack's three entities back to characters, then all that HTML would read escaped."""
    return html.escape(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), quote=True)


def _tag(inside: str, keep: Callable[[str], str]) -> str:
    target, pipe, label = inside.partition("|")
    if target.startswith(("@", "!", "#")):
        name = label if pipe else target.lstrip("!@#")
        return keep(f'<span class="at">@{_shown(name)}</span>')
    if target.startswith(("http://", "https://", "mailto:")):
        return keep(f'<a rel="noreferrer" href="{_shown(target)}">') + (label if pipe else target) + keep("</a>")
    return keep(_shown(f"<{inside}>"))
