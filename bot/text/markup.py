"""Plain text of HTML without its boxes; the only importer of selectolax.

Imports its siblings and the standard library besides.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.text.boilerplate import Line, drop_pointers, prune, without_chatter
from bot.text.chars import ESCAPED_AMPERSANDS, clean, clean_lines, fold, tidy, unescape, unescape_once, word_set

MAX_HTML = 400_000
"""Characters of HTML that are read; articles of feeds stay far below, and the tree of a hostile one would not."""


_BLOCKS = word_set(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre section summary table tbody tfoot "
    "thead tr ul"
)
_SKIPPED = word_set(
    "script style noscript template svg math iframe object embed audio video canvas head button select option textarea "
    "nav menu dialog map datalist"
)
_BOX_TAGS = frozenset({"footer", "form", "aside"})
_BOX_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "menu", "menubar", "dialog", "toolbar"})
# Names of boxes in class and id, words joined by single hyphens.
_BOX_NAME = re.compile(
    r"(?:^|-)(?:related\w*|relacionad[oa]s?|recomend\w+|recommend\w*|read-also|also-read|see-also|read-more|readmore|more-link|leer-mas|"
    r"lee-tambien|te-puede-interesar|most-read|mas-leid[oa]s?|mas-vist[oa]s?|trending|share|sharing|sharedaddy|compartir|"
    r"social|socials|follow-us|siguenos|newsletters?|boletin(?:es)?|suscri\w+|subscri\w+|paywall|regwall|ad|ads|adv|advert\w*|"
    r"adsense|dfp|banner|publicidad|anuncios?|sponsor\w*|patrocinad\w*|taboola|outbrain|feedflare|nav|navbar|navigation|menu|"
    r"breadcrumbs?|footer|sidebar|cookies?|consent|gdpr|comments?|comentarios|disqus|tags|etiquetas|sr-only|"
    r"screen-reader\w*|visually-hidden|latest-posts|read(?:ing)?-time|tiempo-lectura)(?:-|$)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_STRUCK = frozenset({"s", "strike", "del"})  # what the paper takes back: "<s>26</s> 37" says 37
_STRUCK_CHARS = 200  # a longer one is a tag that somebody forgot to close
_FOOTNOTE = re.compile(r"[\s\d\[\]()*,†‡§]*")  # raised: "26<sup>1</sup>" is not 261
_STRUCK_TITLE = re.compile(
    rf"<(s|strike|del)\b[^<>]{{0,100}}>.{{0,{_STRUCK_CHARS}}}?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_MAX_DEPTH = 1_000  # levels; lexbor's time is quadratic in depth (100,000 levels: 13 s, measured with selectolax 1.0.2)
_OPEN_OR_CLOSE = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_SELF_CLOSING = word_set("p li td th tr br img hr input meta link option dt dd source wbr col")
_PROSE = 140  # characters of a line that reads as a paragraph rather than as a teaser


@dataclass
class _Page:
    """What the walk over a tree collects."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[tuple[int, int]] = field(default_factory=list)  # ranges of lines
    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def flush(self, listed: bool = False) -> None:
        text = " ".join(tidy("".join(self.pieces)).split())
        if text:
            self.lines.append(Line(text, min(self.linked, len(text)), listed))
        self.pieces.clear()
        self.linked = 0


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
    )


def _is_unsaid(tag: str, node: LexborNode) -> bool:
    """Whether the words of an element are none of the text: struck out, or the number of a footnote."""
    if tag in _STRUCK:
        return len(node.text()) <= _STRUCK_CHARS
    return tag == "sup" and _FOOTNOTE.fullmatch(node.text()) is not None


def _is_box(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag in _BOX_TAGS or (attributes.get("role") or "").lower() in _BOX_ROLES:
        return True
    for name in ("class", "id", "aria-label", "data-component"):
        value = attributes.get(name)
        if value and _BOX_NAME.search(_NOT_WORD.sub("-", fold(_CAMEL.sub("-", value[:400])))):
            return True
    return False


def _walk(root: LexborNode) -> _Page:
    """Lines and boxes of a tree; iterative, as hostile trees are deep."""
    page = _Page()
    node: LexborNode | None = root
    links, lists = 0, 0
    open_boxes: list[tuple[int, int]] = []  # depth and first line
    depth = 0
    while node is not None:
        tag = node.tag or ""
        descend = False
        if tag == "-text":
            piece = node.text_content or ""
            page.pieces.append(piece)
            page.linked += len(piece.strip()) if links else 0
        elif node.is_element_node and tag not in _SKIPPED:
            attributes = node.attributes
            descend = not (_is_hidden(attributes) or _is_unsaid(tag, node))
            if tag in _BLOCKS:
                page.flush(lists > 0)
            elif tag in ("td", "th", "img"):
                page.pieces.append(" ")
            if descend and node.first_child is not None:
                links += tag == "a"
                lists += tag == "li"
                if _is_box(tag, attributes):
                    page.flush(lists > 0)
                    open_boxes.append((depth, len(page.lines)))
        if descend and (child := node.first_child) is not None:
            node, depth = child, depth + 1
            continue
        while node is not None and node.next is None and depth > 0:
            node, depth = node.parent, depth - 1
            if node is not None:
                tag = node.tag or ""
                boxed = bool(open_boxes) and open_boxes[-1][0] == depth
                if tag in _BLOCKS or boxed:
                    page.flush(lists > 0)
                if boxed:
                    page.boxes.append((open_boxes.pop()[1], len(page.lines)))
                links -= tag == "a"
                lists -= tag == "li"
        node = node.next if node is not None and depth > 0 else None
    page.flush()
    return page


def _without_boxes(page: _Page) -> list[Line]:
    """Lines outside the boxes. A "box" that holds the article itself, whatever its class says, is kept."""
    plain = sum(len(line.text) - line.linked for line in page.lines)
    dropped: set[int] = set()
    for start, end in page.boxes:
        inside = page.lines[start:end]
        chars = sum(len(line.text) for line in inside)
        own = chars - sum(line.linked for line in inside)
        teasers = not any(len(line.text) > _PROSE and line.link_share < 0.3 for line in inside)
        if own <= 0.5 * plain or own <= 0.5 * chars or (teasers and own < 0.9 * plain):
            dropped.update(range(start, end))
    return [line for number, line in enumerate(page.lines) if number not in dropped]


def _is_too_deep(html: str) -> bool:
    if html.count("<") < _MAX_DEPTH:
        return False
    depth = 0
    for close, tag in _OPEN_OR_CLOSE.findall(html):
        if tag.lower() not in _SELF_CLOSING:
            depth = max(0, depth - 1) if close else depth + 1
            if depth > _MAX_DEPTH:
                return True
    return False


def to_text(html: str) -> str:
    """Plain text of HTML, a block a line: without scripts, hidden elements, boxes (related stories, share bars,
    newsletters, menus, footers, advertisements) and sentences about the page (reading time, paywall, contact).

    Plain text passes through. At most `MAX_HTML` characters are read.
    """
    html = html[:MAX_HTML]
    if "<" not in html and "&" not in html:
        return prune(clean_lines(html))
    if "<" not in html:
        html = ESCAPED_AMPERSANDS.sub("&", html)
        unescaped = unescape_once(html)
        if "<" not in unescaped:
            return prune(clean_lines(html))
        html = unescaped  # markup escaped once more than it should be
    if _is_too_deep(html):
        return prune(clean_lines(_TAG.sub("\n", _INVISIBLE.sub("\n", html))))
    html = _CDATA.sub("", html)
    # what begins with a script would open a head, from which the text of a <noscript> would spill over
    root = LexborHTMLParser(html if _WHOLE_PAGE.search(html[:1_000]) else f"<body>{html}").body
    if root is None:
        return ""
    page = _walk(root)
    lines = drop_pointers(_without_boxes(page))
    texts = (without_chatter(clean(line.text)) for line in lines)
    return "\n".join(line for line in texts if line)


_TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9:-]{0,30}(?:\s[^<>]{0,2000})?/?>|<!--.{0,2000}?-->|<!\[CDATA\[|\]\]>", re.DOTALL
)
_INVISIBLE = re.compile(r"<(script|style)\b[^<>]{0,200}>.{0,20000}?</\1\s*>", re.DOTALL | re.IGNORECASE)


def title_text(markup: str) -> str:
    """A headline as a reader sees it: one line, tags out, references resolved. A bare `<` that opens no tag stays."""
    text = unescape(markup[:4_000])
    if "<" in text:
        text = _STRUCK_TITLE.sub(" ", _INVISIBLE.sub(" ", text))
        text = re.sub(r"<br\s*/?>|</?(?:p|div|li)\b[^<>]*>", " ", text, flags=re.IGNORECASE)
        text = _TAG.sub("", text)
    return clean(text)
