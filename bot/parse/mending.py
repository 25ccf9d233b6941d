"""Elements that an entry leaves open, closed: a `<description>` without its end would take in the entries behind it.

Pure. For documents that are not well-formed only. A field of an entry holds no other field, and none outlives its
entry: where another one begins, or the entry ends, what is open is closed; an end that belongs to nothing is taken out.
Text may hold elements of HTML that are called as fields are; those are left alone.
"""

import re

# what feedparser reads as one text, up to an end that may never come
_PLAIN = (
    "title|link|guid|id|url|pubdate|published|updated|issued|modified|created|category|comments|rights|copyright|"
    "subtitle|tagline|info|dc:(?:date|title|creator|rights)|itunes:subtitle|feedburner:browserfriendly"
)
_TEXTS = "description|summary|content:encoded|content|abstract|fullitem|xhtml:body|dc:description|itunes:summary"
_ROOTS = "channel|feed|rss|rdf:rdf"
_ENTRY = r"(?:[\w.-]{1,40}:)?(?:item|entry)"
_OF_HTML = frozenset({"title", "summary", "link"})
_TOKEN = re.compile(
    rf"<(?:(?P<opaque>!\[CDATA\[|!--)|(?P<end>/?)(?P<name>(?P<entry>{_ENTRY})|(?P<field>{_TEXTS}|{_PLAIN})|"
    rf"{_ROOTS})(?=[\s/>])(?P<rest>[^<>]{{0,4000}})>)",
    re.IGNORECASE,
)
_TEXT = re.compile(_TEXTS, re.IGNORECASE)


class _Mender:
    """Goes through one document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._done = 0  # of the text
        self._called: str | None = None  # what entries are called here
        self._entry: str | None = None  # the name of the one that is open, as written
        self._field: str | None = None  # likewise
        self._is_titled = False  # that entry
        self._are_unclosed = False  # sections of CDATA, from here on

    def whole(self) -> str:
        """The document mended."""
        at = 0
        while token := _TOKEN.search(self._text, at):
            at = self._past_opaque(token) if token["opaque"] else self._past_tag(token)
        return "".join((*self._parts, self._text[self._done :]))

    def _put(self, words: str, at: int, until: int | None = None) -> None:
        """Words at that place, or instead of what stands until another."""
        self._parts += [self._text[self._done : at], words]
        self._done = at if until is None else until

    def _past_opaque(self, token: re.Match[str]) -> int:
        """Past a comment or a section of CDATA; a section without an end ends with its field, or its entry."""
        is_comment = token["opaque"] == "!--"
        closer = "-->" if is_comment else "]]>"
        end = -1 if self._are_unclosed else self._text.find(closer, token.end())
        if end >= 0:
            return end + len(closer)
        if is_comment or self._entry is None:
            return len(self._text)
        self._are_unclosed = True
        names = "|".join(re.escape(name) for name in (self._field, self._entry) if name)
        edge = re.compile(rf"</(?:{names})[\s>]").search(self._text, token.end())
        if edge is None:
            return len(self._text)
        self._put(closer, edge.start())
        return edge.start()

    def _past_tag(self, token: re.Match[str]) -> int:
        name, is_end, at = token["name"], bool(token["end"]), token.start()
        if token["field"]:
            (self._end if is_end else self._begin)(token, name.lower())
        elif not token["entry"]:  # a root
            if is_end:
                self._close(at, with_entry=True)
        elif name.lower() == (self._called or name.lower()):
            self._called = name.lower()
            if is_end and self._entry is None:
                self._put("", at, token.end())
            else:
                self._close(at, with_entry=not is_end)
                self._is_titled = False
                self._entry = None if is_end or token["rest"].endswith("/") else name
        return token.end()

    def _close(self, at: int, *, with_entry: bool) -> None:
        if self._field is not None:
            self._put(f"</{self._field}>", at)
            self._field = None
        if with_entry and self._entry is not None:
            self._put(f"</{self._entry}>", at)
            self._entry = None

    def _begin(self, token: re.Match[str], name: str) -> None:
        # HTML's links have attributes, and a title has the entry but once
        is_ours = (name == "link" or (name == "title" and not self._is_titled)) and not token["rest"].strip(" /")
        if self._is_in_text and name in _OF_HTML and not is_ours:
            return
        self._is_titled = self._is_titled or name == "title"
        self._close(token.start(), with_entry=False)
        self._field = None if token["rest"].endswith("/") else token["name"]

    def _end(self, token: re.Match[str], name: str) -> None:
        if self._field is None:
            self._put("", token.start(), token.end())
        elif name == self._field.lower() or not (self._is_in_text and name in _OF_HTML):
            self._put(f"</{self._field}>", token.start(), token.end())
            self._field = None

    @property
    def _is_in_text(self) -> bool:
        return self._field is not None and _TEXT.fullmatch(self._field) is not None


def mended(text: str) -> str:
    """The document with every field closed before the next one, and before the end of its entry."""
    return _Mender(text).whole()
