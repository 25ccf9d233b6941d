"""Puts a digest into HTML and plain text of equal content. The only importer of jinja2 and css_inline.

May import its siblings' values, domain and text. Decides nothing: what a digest holds and in which order is content's.
All text of feeds is hostile: templates escape on the way out, links are http or https, directions of writing are
isolated.
"""

import re
import textwrap
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import css_inline
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    pass_context,
    select_autoescape,
)
from jinja2.runtime import Context

from bot.digest.parts import Digest, Entry
from bot.digest.plot import draw
from bot.digest.wording import DigestLanguage, long_day, moment, phrase
from bot.errors import ConfigError
from bot.urls import safe_link, with_images

TEMPLATES = ("digest.html.j2", "digest.txt.j2")
_ENDLESS = 1_000_000
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
    lines: str = ""  # the same with long lines, for channels that wrap by themselves
    images: Mapping[str, bytes] = field(default_factory=dict)  # PNG by name; `src="cid:NAME"` in the HTML

    @property
    def page(self) -> str:
        """The HTML with its images in it, as a file that stands alone."""
        return with_images(self.html, self.images)


def render(digest: Digest, language: DigestLanguage, templates: Path | None = None) -> Rendered:
    """HTML and plain text of a digest.

    Args:
        digest: from `compose`.
        language: of headings and set words; labels inside the digest are in the language it was composed in.
        templates: a team's folder: a `digest.html.j2` or `digest.txt.j2` in it stands in for ours.

    Raises:
        ConfigError: a template of that folder does not work; the message names its line.
    """
    images = draw(digest.trend, language) if digest.trend else {}
    values = {"digest": digest, "language": language, "images": tuple(images)}
    try:
        html = _inliner().inline(_template("digest.html.j2", templates).render(values, width=TEXT_WIDTH))
        text = _template("digest.txt.j2", templates)
        short, long = (_tidy_lines(text.render(values, width=width)) for width in (TEXT_WIDTH, _ENDLESS))
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as exc:
        if templates is None:
            raise
        raise ConfigError([f"digests.templates: {_where(exc)}; mend it, or take it out of {templates}"]) from exc
    return Rendered(subject=digest.subject, html=html, text=short, lines=long, images=images)


def fragment(entry: Entry, language: DigestLanguage) -> str:
    """One entry as HTML without head or style, for feed readers."""
    return _template("story.html.j2", None).render(entry=entry, language=language).strip()


def template_problems(templates: Path) -> tuple[str, ...]:
    """What is wrong with a team's folder of templates before anything is rendered."""
    if not templates.is_dir():
        return (f"{templates} is no folder",)
    problems = []
    for name in TEMPLATES:
        try:
            _template(name, templates)
        except (TemplateError, OSError, ValueError) as exc:
            problems.append(_where(exc))
    if not any((templates / name).exists() for name in TEMPLATES):
        problems.append(f"{templates} holds neither {' nor '.join(TEMPLATES)}")
    return tuple(problems)


def _where(exc: Exception) -> str:
    """ "digest.html.j2, line 12: unexpected '}'"."""
    line = f", line {exc.lineno}" if isinstance(exc, TemplateSyntaxError) else ""
    name = exc.name if isinstance(exc, TemplateSyntaxError) else None
    return f"{name or 'a template'}{line}: {exc}"


def anchor(story_id: str) -> str:
    """Name of an entry's place in the document, stable over days."""
    return "e-" + _NOT_ANCHOR.sub("-", story_id)


def isolated(text: str) -> str:
    """Text whose direction of writing cannot leak into what stands beside it; as it is where it runs left to right."""
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_POP}"
    return text


@pass_context
def _wrapped(context: Context, text: str, indent: str = "") -> str:
    return wrapped(text, indent, context["width"])


def wrapped(text: str, indent: str = "", width: int = TEXT_WIDTH) -> str:
    """Text in lines of `width` that begin with `indent`, the first one excepted; words and addresses stay whole."""
    lines = textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
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


def _template(name: str, templates: Path | None) -> Template:
    return _environment(templates).get_template(name)


@cache
def _environment(templates: Path | None) -> Environment:
    ours = PackageLoader("bot.digest")
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(templates), ours]) if templates else ours,
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
        "wrapped": _wrapped,
        "long_day": long_day,
        "moment": moment,
    }
    return environment
