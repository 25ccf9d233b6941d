"""A browser that wishes Spanish, and what is English on a page."""

import re
from html.parser import HTMLParser

from web_kit import Answer

# words that every English sentence of ours has one of, and no Spanish one
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """
        the is are was were not cannot with this that there must write check and of for from it its has have been to by
        on or an be at which what who when where only than then took takes does did do one two if you your they them
        their more most least other another again still yet such so but any all none nothing new old read set name show
        unknown missing wrong invalid expected words
        """,
    )
)


_QUOTED = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|«[^»]*»|https?://\S+|/\S+|\S+\.(?:db|toml)\b|\w+(?:\.\w+|\[\d+\]){2,}|\[[^\]]*\]+|\{[^}]*\}|\w+:[0-9a-f]+:\S+"
)


class Visible(HTMLParser):
    """What a page shows or reads out, without what is typed into it."""

    SILENT = ("script", "style", "textarea", "title")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self.SILENT
        self.texts += [text or "" for name, text in attrs if name in ("aria-label", "title", "alt")]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self.SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))


def english_in(page: str) -> list[str]:
    """Texts of a page that hold English words; names, paths and what is quoted are left out."""
    return [
        text
        for text in Visible(page).texts
        if ENGLISH & {word for word in re.findall(r"[^\W\d]+", _QUOTED.sub(" ", text)) if not word.isupper()}
        or ENGLISH & {word.lower() for word in re.findall(r"\b[A-Z][a-z]+", _QUOTED.sub(" ", text))}
    ]


def held_to_spanish(answer: Answer) -> None:
    """The page is Spanish from top to bottom."""
    assert '<html lang="es">' in answer.text or answer.text.startswith(("<div", "<article"))
    assert english_in(answer.text) == []
