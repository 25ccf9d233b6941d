"""Payloads as Slack messages: Block Kit, the notification text, and the short plain text for when blocks are refused.

Pure. Used by the Web API channel and the webhook. May import channels.base, labels and lines, compose and domain.

Feed text is escaped here, and limits are measured on what goes over the wire. No attachments: their colour bar
costs width and block features and is folded away when long, so severity and standing are words with a coloured mark.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote as quote_for_url

from bot.channels import lines
from bot.channels.base import ELLIPSIS, Look, many_lines, one_line, pack, safe_link, shorten, units
from bot.channels.labels import SEVERITY_MARK, STANDING_MARK, phrase
from bot.compose import Card, CardFigure, DigestMail, Fold, FoldEntry, Notice, Payload, Reply, ReplyLine

Json = dict[str, Any]  # a block: its shape is Slack's


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one message may hold, in characters after escaping."""

    blocks: int = 45  # Slack: 50
    total: int = 10_000  # Slack refuses near 13,200 over all blocks (slackapi/bolt-js #2509)
    section: int = 2_900  # Slack: 3,000
    header: int = 150  # https://docs.slack.dev/reference/block-kit/blocks/header-block
    text: int = 300  # of the notification; Slack takes 40,000
    headline: int = 500
    quote: int = 400
    line: int = 600  # a figure's words, a source, a reason
    link: int = 2_000  # longer addresses are shown as text without a link
    plain: int = 3_000  # the short plain text


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Part:
    """One Slack message."""

    text: str  # notification, escaped
    blocks: tuple[Json, ...]
    plain: str  # what is sent where the blocks are refused: escaped, with its link


# --- escaping -------------------------------------------------------------------------------------------------------

_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "'", "*": "∗", "~": "∼"})
# `:fire:` is a picture wherever it stands; `10:30:45` is a time.
_EMOJI = re.compile(r":(?=(?:[\w'+-]*[^\W\d_][\w'+-]*|[+-]1|100|1234):)")
_EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_MENTION = re.compile(r"@(here|channel|everyone)")
_USER = re.compile(r"@?([UW][A-Z0-9]{5,})")
_GROUP = re.compile(r"@?(S[A-Z0-9]{5,})")
USER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
_NAME_CHARS = 40
_FRAGMENT_WORDS = 8  # of a sentence's beginning in an address
MAX_CORRECTIONS = 4  # on a card; the thread has them all
_READY = re.compile(r"<(?:@[UW][A-Z0-9]+|!subteam\^[A-Z0-9]+|!here|!channel|!everyone)>")


def escape(text: str) -> str:
    """Text that Slack shows as it is: `&`, `<`, `>` as entities, `&` first.

    Slack has no escape for the signs of bold, italics and strike-through: these become their twins in Unicode, the
    underscore only at the edge of a word, where it acts, the colon only before what reads as the name of an emoji. No
    code spans, as they swallow links.
    """
    return _EDGE.sub("ˍ", _EMOJI.sub("∶", text).translate(_SIGNS))


def link(url: str | None, text: str, limit: int) -> str:
    """`<url|text>` for mrkdwn, the text escaped and cut to `limit`; only the text where the address is not fit."""
    shown = escape(shorten(one_line(text), limit, escape))
    target = _target(url)
    return f"<{target}|{shown}>" if target and shown else shown


def at_sentence(url: str | None, quote: str) -> str | None:
    """The address with the sentence's beginning to be highlighted (https://wicg.github.io/scroll-to-text-fragment).

    Browsers that do not know it, or do not find the words, show the page as it is.
    """
    words = one_line(quote).split()[:_FRAGMENT_WORDS]
    if not url or not words or "#" in url:
        return url
    return f"{url}#:~:text=" + quote_for_url(" ".join(words), safe="").replace("-", "%2D")


def _target(url: str | None) -> str | None:
    safe = safe_link(url)
    target = safe.replace("&", "&amp;") if safe else None
    return target if target and len(target) <= LIMITS.link else None


def mention(configured: str | None) -> str:
    """The operator's mention in Slack's form, with a blank behind it: "@here", a user's or a group's ID; "" for none.

    The only place where a `<!here>` can come from: it is the configuration's text, never a feed's.
    """
    wanted = (configured or "").strip()
    if not wanted:
        return ""
    if _READY.fullmatch(wanted):
        return f"{wanted} "
    for pattern, form in ((_MENTION, "<!{}>"), (_USER, "<@{}>"), (_GROUP, "<!subteam^{}>")):
        found = pattern.fullmatch(wanted)
        if found:
            return form.format(found[1]) + " "
    return escape(shorten(one_line(wanted), 100, escape)) + " "


def person(who: str) -> str:
    """A user of Slack as Slack shows them, anybody else by name."""
    return f"<@{who}>" if USER_ID.fullmatch(who) else escape(shorten(one_line(who), _NAME_CHARS, escape))


def _cut(text: str, limit: int) -> str:
    return escape(shorten(one_line(text), limit, escape))


# --- blocks ---------------------------------------------------------------------------------------------------------


def _mrkdwn(text: str) -> Json:
    # verbatim: Slack makes no links, mentions or channels of its own out of the text
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _section(text: str) -> Json:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> Json:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _header(text: str) -> Json:
    return {"type": "header", "text": {"type": "plain_text", "text": _cut(text, LIMITS.header), "emoji": False}}


def size(block: Json) -> int:
    """Characters of a block as Slack counts them towards the whole; of a button its words and its value."""
    texts = [block["text"]] if "text" in block else block.get("elements", [])
    texts = [*texts, block["accessory"]] if "accessory" in block else texts
    shown = [text["text"]["text"] if isinstance(text["text"], dict) else text["text"] for text in texts]
    return sum(units(text) for text in shown) + sum(units(text.get("value", "")) for text in texts)


def render(
    payload: Payload,
    look: Look,
    *,
    has_card: bool,
    below: Sequence[Json] = (),
    quotes: Json | None = None,
    beside: Json | None = None,
) -> list[Part]:
    """A payload as one or more messages, in order, each within LIMITS.

    Args:
        payload: of any kind.
        look: language and time zone.
        has_card: a reply hangs under its card; without one it names the card's headline itself.
        below: of a card: what stands at its end, such as buttons; counts towards the limits.
        quotes: of a card: a button that shows the sentences of its figures; without one they stand under them.
        beside: of a reply: a button beside its headline.
    """
    match payload:
        case Card():
            return [_card(payload, look, below, quotes)]
        case Reply():
            return [_reply(payload, look, beside, has_card=has_card)]
        case Fold():
            return _fold(payload, look)
        case Notice():
            return [_notice(payload, look)]
        case DigestMail():
            return _digest(payload, look)


def _part(notification: str, blocks: Sequence[Json], plain: str) -> Part:
    return Part(text=_cut(notification, LIMITS.text), blocks=tuple(blocks), plain=plain)


def _plain(first: str, url: str | None, look: Look, called: str = "") -> str:
    """The headline with its address, which is what must not be lost."""
    target = _target(url)
    tail = f"\n<{target}>" if target else ""
    return f"{called}{_cut(first, LIMITS.headline)}{tail}\n{escape(phrase('plain', look.language))}"


def _card(card: Card, look: Look, below: Sequence[Json], quotes: Json | None) -> Part:
    called = mention(card.mention)
    top = f"{called}{_colours(card)} *{_cut(lines.tags(card, look), LIMITS.line)}*"
    headline = f"*{link(card.link, lines.headline_of(card.headline, look), LIMITS.headline)}*"
    lead = _cut(card.lead, LIMITS.line)
    head = [
        _section(f"{top}\n{headline}" + (f"\n{lead}" if lead else "")),
        _context(_cut(lines.status(card, look), LIMITS.line)),
        *_marks(card, look),
    ]
    foot = [
        _small((lines.source(card, look), lines.times(card, look))),
        _small((lines.why(card, look), lines.read(card, look))),
        *below,
    ]
    room = (
        LIMITS.total - sum(size(block) for block in (*head, *foot)) - 100
    )  # for the line that counts what is left out
    notification = lines.card_notification(card, look)
    return _part(
        notification, [*head, *_figures(card, look, room, quotes), *foot], _plain(notification, card.link, look, called)
    )


def _small(texts: Sequence[str]) -> Json:
    return _context("\n".join(_cut(text, LIMITS.line) for text in texts if text))


def _colours(card: Card) -> str:
    return SEVERITY_MARK.get(card.severity, "") + STANDING_MARK.get(card.standing, "")


def _marks(card: Card, look: Look) -> list[Json]:
    """What must not be overlooked: values taken back, and other cards that this one belongs with."""
    marks = [
        f"*{escape(what)}:* {link(ref.link, ref.title, LIMITS.headline)}" for what, ref in lines.pointers(card, look)
    ]
    taken_back = [_cut(text, LIMITS.line) for text in lines.corrections(card, look)[:MAX_CORRECTIONS]]
    if taken_back:
        marks.insert(0, f"✏ *{phrase('correction', look.language)}* " + "\n".join(taken_back))
    names = lines.doubtful_names(card, look)
    return [*(_section(text) for text in marks), *([_context(_cut(names, LIMITS.line))] if names else [])]


def _figures(card: Card, look: Look, room: int, quotes: Json | None) -> list[Json]:
    if not card.figures:
        return [_section(f"_{escape(lines.no_figures(card, look))}_")]
    blocks: list[Json] = []
    left_out = card.more_figures
    room -= size({"elements": [quotes]}) if quotes else 0
    for heading, figures in lines.figures_by_scope(card.figures, look):
        written = [(_figure(figure, look), "" if quotes else _sentences(figure, look)) for figure in figures]
        kept, room = _fitting(["\n".join(pair) for pair in written], room - len(heading) - 3)
        left_out += len(figures) - len(kept)
        for n, text in enumerate(_in_sections([line for line, _ in written[: len(kept)]])):
            blocks.append(_section(f"*{escape(heading)}*\n{text}" if n == 0 else text))
        sentences = list(dict.fromkeys(sentence for _, sentence in written[: len(kept)] if sentence))
        blocks += [_context(text) for text in _in_sections(sentences)]
    if quotes and blocks:
        blocks[-1] = blocks[-1] | {"accessory": quotes}
    if left_out:
        blocks.append(_context(escape(lines.more_figures(left_out, look))))
    return blocks


def _fitting(texts: Sequence[str], room: int) -> tuple[list[str], int]:
    """The first texts that fit in `room` characters, and the room that is left."""
    kept: list[str] = []
    for text in texts:
        if units(text) + 1 > room:
            break
        kept.append(text)
        room -= units(text) + 1
    return kept, room


def _in_sections(texts: Sequence[str]) -> list[str]:
    """Texts joined by newlines into as few sections as the limit allows, room for a heading left."""
    groups = pack(texts, [units(t) + 1 for t in texts], max_pieces=len(texts) or 1, max_size=LIMITS.section - 50)
    return ["\n".join(group) for group in groups]


def _sentences(figure: CardFigure, look: Look) -> str:
    """The sentence of a figure, and those of other values for it."""
    others = (
        replace(figure, value=r.value, quote=r.quote, outlet=r.outlet, link=r.link, speaker=None, stance="asserted")
        for r in figure.rivals
    )
    return "\n".join(text for each in (figure, *others) if (text := _sentence(each, look)))


def quoted(figures: Sequence[CardFigure], look: Look, limit: int) -> str:
    """Figures with their sentences as one text, for the person who asked.

    Args:
        figures: of a story, all of them.
        look: language and time zone.
        limit: most characters; what has no room is counted.
    """
    texts = [
        f"*{escape(heading)}*\n{line}" if n == 0 else line
        for heading, group in lines.figures_by_scope(figures, look)
        for n, line in enumerate(_quoted(figure, look) for figure in group)
    ]
    kept, _ = _fitting(texts, limit - 20)
    if len(kept) < len(texts):
        kept.append(escape(lines.more_figures(len(texts) - len(kept), look)))
    return "\n".join(kept) or escape(phrase("no_quotes", look.language))


def _quoted(figure: CardFigure, look: Look) -> str:
    sentences = _sentences(figure, look)
    return "\n".join((_figure(figure, look), *(f">{line}" for line in sentences.splitlines())))


def _sentence(figure: CardFigure, look: Look) -> str:
    quote = _cut(lines.excerpt(figure.quote, figure.value), LIMITS.quote)
    who = _cut(lines.who_of(figure, look), 200)
    return (f"“{quote}” — {who}" if who else f"“{quote}”") if quote else ""


def _figure(figure: CardFigure, look: Look) -> str:
    """`• people handed over: *37*`, the value linked to its sentence in the report; rivals below."""
    value = lines.value_of(figure, look)
    what = _cut(lines.what_of(figure, look), LIMITS.line)
    text = f"• {what}: *{link(at_sentence(figure.link, figure.quote), value, 100)}*" if value else f"• {what}"
    rivals = lines.rivals_of(figure, look)
    if rivals:
        text += f"\n{_cut(rivals, LIMITS.line)}"
    return text


def _reply(reply: Reply, look: Look, beside: Json | None, *, has_card: bool) -> Part:
    called = mention(reply.mention)
    headline = lines.headline_of(reply.headline, look)
    blocks = [] if has_card else [_context(f"{lines.ARROW} {_cut(headline, LIMITS.headline)}")]
    shown = lines.told_of(reply)
    title = link(shown.link, lines.headline_of(shown.title, look), LIMITS.headline)
    told = _section(f"{called}*{_cut(lines.reply_lead(reply, look), 150)}*: {title}")
    blocks.append(told | {"accessory": beside} if beside else told)
    by = f" · {person(reply.by)}" if reply.by else ""
    foot = _context(_cut(lines.reply_foot(replace(reply, by=""), look), LIMITS.line) + by)
    facts = [text for line in reply.lines if (text := _fact(line, look))]
    kept, _ = _fitting(facts, LIMITS.total - sum(size(block) for block in (*blocks, foot)) - 100)
    blocks += [_section(text) for text in _in_sections(kept)]
    if len(kept) < len(facts):
        blocks.append(_context(escape(lines.more_figures(len(facts) - len(kept), look))))
    notification = lines.reply_notification(reply, look)
    if not has_card:
        notification = f"{lines.ARROW} {shorten(headline, 100)} · {notification}"
    return _part(notification, [*blocks, foot], _plain(notification, shown.link, look, called))


def _fact(line: ReplyLine, look: Look) -> str:
    """A new fact with its sentence, "" where there are no words for it."""
    words = lines.fact(line, look)
    if not words or line.after is None:
        return f"• {_cut(words, LIMITS.line)}" if words else ""
    return f"• {_cut(words, LIMITS.line)}\n{_sentence(line.after, look)}"


def _fold(fold: Fold, look: Look) -> list[Part]:
    """Every headline with its address, in as many messages as it takes."""
    called = mention(fold.mention)
    head = lines.fold_head(fold, look)
    texts = [_entry(entry, look) for entry in fold.entries]
    sections = _in_sections(texts)
    room = LIMITS.total - LIMITS.header - LIMITS.line
    groups = pack(sections, [units(s) for s in sections], max_pieces=LIMITS.blocks - 2, max_size=room)
    parts = []
    for n, group in enumerate(groups or [[]]):
        title = head if n == 0 else f"{head} ({phrase('continued', look.language)} {n + 1}/{len(groups)})"
        blocks = [_header(title)]
        if n == 0 and called:
            blocks.append(_section(called.strip()))
        blocks += [_section(text) for text in group]
        parts.append(_part(_fold_notification(title, fold), blocks, (called if n == 0 else "") + _joined(title, group)))
    return parts


def _fold_notification(title: str, fold: Fold) -> str:
    first = shorten(one_line(fold.entries[0].title), 80) if fold.entries else ""
    return f"{title}: {first}" if first else title


def _joined(title: str, texts: Sequence[str]) -> str:
    """A list as plain text: 40,000 characters are allowed there, so that no headline is lost."""
    return "\n".join((escape(title), *texts))


def _entry(entry: FoldEntry, look: Look) -> str:
    title = link(entry.link, lines.headline_of(entry.title, look), LIMITS.headline)
    lead, tail = _cut(lines.entry_lead(entry, look), 100), _cut(lines.entry_tail(entry, look), 400)
    return f"• {lead}: *{title}*\n{tail}"


def _notice(notice: Notice, look: Look) -> Part:
    words = lines.notice_line(notice, look)
    text = f"⚠ {_cut(words, LIMITS.section - 10)}"
    return _part(words, [_section(text)], text)


def _digest(digest: DigestMail, look: Look) -> list[Part]:
    """The plain text of a digest; its lines stay lines."""
    sections = _in_sections(_pieces(digest.text, LIMITS.section - 60))
    sections = [section for section in sections if section.strip()]
    groups = pack(
        sections, [units(s) for s in sections], max_pieces=LIMITS.blocks - 1, max_size=LIMITS.total - LIMITS.header
    )
    parts = []
    for n, group in enumerate(groups or [[]]):
        more = "" if n == 0 else f" ({phrase('continued', look.language)} {n + 1}/{len(groups)})"
        subject = one_line(digest.subject) or phrase("digest", look.language)
        title = shorten(subject, LIMITS.header - len(more) - 1, escape) + more
        blocks = [_header(title), *(_section(text) for text in group)]
        parts.append(_part(title, blocks, _joined(title, group)))
    return parts


def _pieces(text: str, limit: int) -> list[str]:
    """Escaped lines, those over the limit cut at words into several."""
    pieces: list[str] = []
    for line in many_lines(text).splitlines():
        rest = line
        while units(escape(rest)) > limit:
            cut = shorten(rest, limit, escape).removesuffix(ELLIPSIS) or rest[: limit // 6]
            pieces.append(escape(cut))
            rest = rest[len(cut) :].lstrip()
        pieces.append(escape(rest))
    return pieces
