"""Items that come from people instead of feeds: lines of the batch tools, pasted texts, pages asked for by address.

May import ports, domain, normalise and article; never fetch or store.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.article import page_title
from bot.domain import Feed, FeedId, FetchRequest, Item, ItemId, RawEntry
from bot.errors import BotError, FetchError, ParseError, UsageError
from bot.normalise import normalise
from bot.ports import Fetcher, Worker


def item_of(fields: Mapping[str, object], now: datetime) -> Item:
    """An item from a line of the batch tools' input, read as a feed's entry; keys of a wrong type are left out.

    Raises:
        ParseError: no text is left when markup is taken out.
    """
    language = fields.get("lang")
    feed = Feed(
        id=FeedId("batch"),
        name=_text(fields, "source"),
        url="",
        language=language if language in ("en", "es") else "und",
        country=_text(fields, "country").upper() or None,
    )
    published_raw = fields.get("published")
    raw = RawEntry(
        guid=None,
        link=_text(fields, "url") or None,
        title=_text(fields, "title"),
        summary=_text(fields, "summary"),
        content=_text(fields, "body"),
        published_raw=_sound(str(published_raw)) if published_raw is not None else None,
        published=None,
        published_has_zone=False,
        source_name=None,
        source_url=None,
        language=None,
    )
    item = normalise(raw, feed, now)
    return replace(item, language=language) if language in ("en", "es") else item


def item_of_text(text: str, now: datetime) -> Item:
    """An item of a pasted text: its first line is the title, the rest the body.

    Raises:
        UsageError: there is no text in it.
    """
    title, _, body = text.strip().partition("\n")
    return _pasted({"title": title, "body": body.replace("\n", "<br>")}, now)


def item_of_page(url: str, fetcher: Fetcher, worker: Worker, now: datetime, *, timeout_s: float) -> Item:
    """An item of the page at an address.

    Args:
        url: http or https.
        fetcher: with nothing else under way.
        worker: reads the page.
        now: aware UTC.
        timeout_s: how long the answer is waited for.

    Raises:
        BotError: it cannot be read; the message is for a person.
    """
    fetcher.submit([FetchRequest(key="explain", url=url, kind="page")])
    _, result = next(iter(fetcher.results(timeout_s)), (None, None))
    if result is None:
        raise BotError(f"{url} cannot be read: no answer in {timeout_s:.0f} s")
    if isinstance(result, FetchError):
        wrong = UsageError if result.problem in ("refused_address", "bad_url") else BotError
        raise wrong(f"{url} cannot be read: {result.detail}")
    body = result.body or b""
    try:
        text = worker.read_page(body, content_type=result.content_type, url=result.final_url)
    except ParseError as exc:
        raise BotError(f"{url} cannot be read: {exc.detail}; paste its headline instead") from exc
    title = page_title(body, content_type=result.content_type) or text.partition("\n")[0]
    if not title.strip():
        raise BotError(f"{url} has no text that can be read; paste its headline instead")
    item = _pasted({"title": title, "body": text.replace("\n", "<br>"), "url": result.final_url}, now)
    return replace(item, text_read="page")


def _pasted(fields: Mapping[str, object], now: datetime) -> Item:
    try:
        return replace(item_of(fields, now), id=ItemId("pasted"))
    except ParseError as exc:
        raise UsageError("there is no text to explain; give a headline, an address, a file, or an item's id") from exc


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    return _sound(value) if isinstance(value, str) else ""


def _sound(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON allows and nothing can write."""
    return text.encode("utf-8", "ignore").decode()
