"""Puts a digest into HTML and plain text of equal content. The only importer of jinja2 and css_inline.

May import its siblings' values, domain and text. Decides nothing: what a digest holds and in which order is content's.
All text of feeds is hostile: templates escape on the way out, links are http or https, directions of writing are
isolated.
"""

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from functools import cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, Template, pass_context, select_autoescape
from jinja2.runtime import Context

from bot.digest.parts import Digest
from bot.digest.wording import DigestLanguage, long_day, moment, phrase
from bot.urls import safe_link

TEXT_WIDTH = 78  # characters of a line, as long as its words allow (RFC 5322, 2.1.1)
_NOT_ANCHOR = re.compile(r"[^A-Za-z0-9-]+")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})
_ISOLATE, _POP = "\u2068", "\u2069"  # FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE (Unicode annex 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A digest ready for any recipient."""

    subject: str  # one line
    html: str  # a whole document; nothing is loaded from elsewhere
    text: str  # equal content; lines end in \n


def render(digest: Digest, language: DigestLanguage) -> Rendered:
    """HTML and plain text of a digest.

    Args:
        digest: from `compose`.
        language: of headings and set words; labels inside the digest are in the language it was composed in.
    """
    values = {"digest": digest, "language": language}
    html = _inliner().inline(_template("digest.html.j2").render(values))
    return Rendered(subject=digest.subject, html=html, text=_tidy_lines(_template("digest.txt.j2").render(values)))


def anchor(story_id: str) -> str:
    """Name of an entry's place in the document, stable over days."""
    return "e-" + _NOT_ANCHOR.sub("-", story_id)


def isolated(text: str) -> str:
    """Text whose direction of writing cannot leak into what stands beside it; as it is where it runs left to right."""
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_POP}"
    return text


def wrapped(text: str, indent: str = "") -> str:
    """Text in lines of TEXT_WIDTH that begin with `indent`, the first one excepted; words and addresses stay whole."""
    lines = textwrap.wrap(text, TEXT_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def _tidy_lines(text: str) -> str:
    """Without blanks at line ends and without two empty lines in a row."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


@pass_context
def _say(context: Context, name: str, **values: object) -> str:
    language: DigestLanguage = context["language"]
    return phrase(name, language, **values)


@cache
def _inliner() -> css_inline.CSSInliner:
    """Keeps @media, which the dark colours need; loads nothing from anywhere."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("bot.digest"),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["say"] = _say
    environment.filters |= {
        "anchor": anchor,
        "isolated": isolated,
        "safe_link": safe_link,
        "wrapped": wrapped,
        "long_day": long_day,
        "moment": moment,
    }
    return environment.get_template(name)
