"""Pages as HTML: Jinja2 with everything escaped, in the browser's language. The desk's only importer of jinja2."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.channels.labels import TOPICS
from bot.translate import translated
from bot.urls import safe_link
from bot.web.fates import change_words, fate_words, reason_words
from bot.web.guard import CSRF_FIELD, CSRF_HEADER, SESSION
from bot.web.rhythm import span_words
from bot.web.state import DESK
from bot.web.wording import LANGUAGES, PageLanguage, phrase
from bot.wording import REALIS, word

LANGUAGE_COOKIE = "language"
NAME_COOKIE = "who"
PAGES = (
    ("/", "Now"),
    ("/why", "Why"),
    ("/tune", "Tune"),
    ("/label", "Label"),
    ("/figures", "Figures"),
    ("/feeds", "Feeds"),
    ("/system", "System"),
)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.web"), autoescape=select_autoescape(default=True), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["safe_link"] = safe_link
    environment.filters["span"] = span_words
    environment.filters["weight"] = lambda weight: f"{weight:+.2f}"
    return environment


def language_of(request: web.Request) -> PageLanguage:
    """`en` or `es`: as chosen, else the browser's first that we have."""
    accepted = request.headers.get("Accept-Language", "").split(",")
    wishes = [request.cookies.get(LANGUAGE_COOKIE, ""), *(part.strip()[:2].lower() for part in accepted)]
    return next((language for wish in wishes for language in LANGUAGES if wish == language), "en")


def page(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:  # Any: for Jinja2
    """A rendered template.

    Args:
        request: gives language, session and time zone.
        template: name below `templates/`.
        status: of HTTP.
        values: what the template shows.
    """
    return web.Response(text=rendered(request, template, values), content_type="text/html", status=status)


def rendered(request: web.Request, template: str, values: Mapping[str, Any]) -> str:
    """The HTML of a template."""
    language = language_of(request)
    zone = ZoneInfo(request.app[DESK].config.alerts.timezone)
    session = request.get(SESSION)

    def moment(at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

    topic_names = {topic: word(TOPICS, topic, language) for topic in TOPICS}
    return _environment().get_template(template).render(
        _=lambda text, **words: phrase(text, language, **words),
        moment=moment,
        zone=str(zone),
        language=language,
        languages=LANGUAGES,
        topic_names=topic_names,
        said=lambda text: translated(text, language),
        fate=lambda reason: fate_words(reason, language, topic_names),
        reasons=lambda names: reason_words(names, language),
        realis=lambda value: word(REALIS, value, language),
        change=lambda reason: change_words(reason, language, topic_names),
        pages=PAGES,
        path=request.path,
        csrf=session.csrf if session else "",
        csrf_field=CSRF_FIELD,
        csrf_header=CSRF_HEADER,
        who=who(request),
        **values,
    )  # fmt: skip


def who(request: web.Request) -> str:
    """The name under which this browser's user answers; `web` until one is given."""
    return request.cookies.get(NAME_COOKIE, "").strip()[:60] or "web"


def is_part(request: web.Request) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


__all__ = ["LANGUAGE_COOKIE", "NAME_COOKIE", "is_part", "language_of", "page", "rendered", "who"]
