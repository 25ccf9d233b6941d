"""A feed's entry to an Item: words without markup, UTC, language, outlet.

May import domain, errors, text, urls, dates and py3langid, of which it is the only importer. Pure apart from the
language model, which is read once from the package's own file.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from unicodedata import name as character_name
from urllib.parse import urlsplit

from bot.dates import parse_date
from bot.domain import Feed, Item, ItemId, Language, RawEntry, TextRead
from bot.errors import ParseError
from bot.text import fold, folded_words, sentences, title_text, to_text, word_set
from bot.urls import canonical, is_google_news, normal_guid, target

_TITLE_CHARS = 140  # of a headline made from the first sentence of an entry without one
_DETECT_CHARS = 1_000
_HEAD_CHARS = 300  # enough for most texts; what they leave in doubt is read further
_NEIGHBOURS = ("pt", "fr", "de", "it", "ca")  # languages near enough to be taken for English or Spanish
_SURE = 0.9  # probability that overrules the feed's language
_FOREIGN = 0.98  # the same, for a language that is neither
_LIKELY_FOREIGN = 0.8  # without a feed's language
_MIN_WORDS = 4  # names and places make shorter texts unreadable to the detector
_DASHES = "-–—|·:"
_BEYOND_LATIN = re.compile("[^\\x00-\u024f\u2000-\u206f]")  # blocks of Latin letters, and of general punctuation


def language_identifier() -> Any:  # py3langid is not typed
    """What tells our languages and their neighbours apart, read anew.

    The library unpacks 68 MB into the temporary folder; where those have no room, as in a container with a small
    `/tmp`, they are unpacked in memory. Of its 140 languages, 28 MB, it would keep those that nobody asks for.
    """
    from py3langid import modelio
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        every = LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError:
        modelio.tempfile = SimpleNamespace(TemporaryFile=lambda suffix: BytesIO())
        every = LanguageIdentifier.from_model_file(MODEL_FILE)
    every.set_languages(["en", "es", *_NEIGHBOURS])
    few = every.nb_ptc, every.nb_pc, every.nb_classes
    return LanguageIdentifier(*few, every.tk_nextmove, every.tk_output, norm_probs=True, tk_row=every.tk_row)


_identifier = cache(language_identifier)


# Words that one of the two languages has, and neither the other nor their neighbours.
_OWN_WORDS: Mapping[Language, frozenset[str]] = {
    "en": word_set(
        "the of and were with from that this not after said who but about more than their his her they would have has "
        "had been which when where"
    ),
    "es": word_set(
        "los las y sus fue según tras ayer pero muy hay hasta estos más también cuando donde sin había están dijo"
    ),
}
_ENOUGH_WORDS = 4  # the detector took none of 2,750 texts that have so many for another language


def _is_plainly(home: Language, text: str) -> bool:
    """Whether a text speaks so much of its feed's language, and nothing of the other, that nobody need be asked."""
    found = set(text[:_HEAD_CHARS].lower().split())
    away = _OWN_WORDS["es" if home == "en" else "en"]
    return len(found & _OWN_WORDS[home]) >= _ENOUGH_WORDS and found.isdisjoint(away)


def _is_latin(text: str) -> bool:
    head = text[:200]
    if not _BEYOND_LATIN.search(head):
        return True
    letters = [char for char in head if char.isalpha()]
    latin = sum(1 for char in letters if char.isascii() or character_name(char, "").startswith("LATIN"))
    return 2 * latin > len(letters)


def _probabilities(text: str) -> dict[str, float]:
    """By language, in [0, 1]."""
    return dict(_identifier().rank(text))


def detect_language(text: str, prior: str | None) -> Language:
    """English, Spanish, or "und" for any other language.

    Args:
        text: at least a headline; the first 1,000 characters count.
        prior: language of the feed ("es", "es-mx"); None or "und" = not known. It decides short and doubtful texts.
    """
    text = text[:_DETECT_CHARS]
    if not _is_latin(text):
        return "und"
    expected = (prior or "")[:2].lower()
    for language in _OWN_WORDS:
        if expected == language and _is_plainly(language, text):
            return language
    probabilities = _probabilities(text[:_HEAD_CHARS])
    if len(text) > _HEAD_CHARS and probabilities.get(expected, 0.0) < _SURE:
        probabilities = _probabilities(text)
    best = max(probabilities, key=lambda language: probabilities[language])
    enough = len(text.split()) >= _MIN_WORDS
    english, spanish = probabilities["en"], probabilities["es"]
    if expected in ("en", "es"):
        home: Language = "en" if expected == "en" else "es"
        away: Language = "es" if home == "en" else "en"
        if enough and probabilities[away] >= _SURE:
            return away
        foreign = best not in ("en", "es") and probabilities[best] >= _FOREIGN and len(text.split()) > _MIN_WORDS
        return "und" if foreign else home
    if best not in ("en", "es") and enough and probabilities[best] >= _LIKELY_FOREIGN:
        return "und"
    return "en" if english > spanish else "es"


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    summary: str
    body: str
    folded: str  # words of all three, for comparing


def _without_outlet(title: str, outlet: str) -> str:
    """A headline without the " - Outlet" that aggregators and some papers hang on to it."""
    while len(title) > len(outlet) + 1 and fold(title).endswith(fold(outlet)):  # both a paper and its aggregator do it
        rest = title[: -len(outlet)]
        trimmed = rest.rstrip()
        if trimmed[-1:] not in _DASHES or rest == trimmed or len(trimmed) <= 1:
            break
        title = trimmed[:-1].rstrip()
    return title


def _is_held(part: str, folded: str, *wholes: str) -> bool:
    """Whether the words of `part`, its clipped last one left out, stand in a row in one of the folded `wholes`."""
    if part.rstrip().endswith(("…", "...")):
        folded = folded.rpartition(" ")[0]
    return any(f" {folded} " in f" {whole} " for whole in wholes)


def _words(raw: RawEntry, outlet: str, link: str | None) -> _Words:
    title = _without_outlet(title_text(raw.title), outlet)
    # Google News fills the summary with headlines of other outlets.
    summary = "" if is_google_news(link) else to_text(raw.summary)
    body = to_text(raw.content)
    in_title, in_summary, in_body = folded_words(title), folded_words(summary), folded_words(body)
    if summary and _is_held(summary, in_summary, in_body, in_title):
        summary = in_summary = ""
    if body and _is_held(body, in_body, in_summary, in_title):
        body = in_body = ""
    if not title:
        text = summary or body
        if not text:
            raise ParseError("empty", "an entry with neither title nor text")
        start, end = sentences(text)[0]
        first = text[start:end]
        title = first if len(first) <= _TITLE_CHARS else f"{first[: _TITLE_CHARS - 1].rsplit(' ', 1)[0]}…"
        in_title = folded_words(title)
    return _Words(title, summary, body, f"{in_title}\x1f{in_summary}\x1f{in_body}")


def _provisional_id(feed: Feed, guid: str | None, url: str | None, published: datetime | None, words: _Words) -> ItemId:
    parts = (feed.id, guid or "", url or "", published.isoformat() if published else "")
    text = "\x1f".join((*parts, words.folded))
    return ItemId(f"i-{blake2b(text.encode(), digest_size=8).hexdigest()}")


def outlet_index(feeds: Iterable[Feed]) -> dict[str, Feed]:
    """Feeds by folded name and by host, for the country and grade of an aggregator's sources; first ones win."""
    index: dict[str, Feed] = {}
    for feed in feeds:
        if feed.kind == "search":
            continue
        host = (urlsplit(feed.url).hostname or "").removeprefix("www.")
        for key in (folded_words(feed.name), host):
            index.setdefault(key, feed)
    return index


def _publisher(raw: RawEntry, feed: Feed, outlets: Mapping[str, Feed]) -> tuple[str, Feed | None]:
    """The outlet's name, and the feed that knows its country and grade (None = nothing is known of it)."""
    if not raw.source_name or fold(raw.source_name) == fold(feed.name):
        return feed.name, feed
    host = (urlsplit(raw.source_url or "").hostname or "").removeprefix("www.")
    return raw.source_name, outlets.get(folded_words(raw.source_name)) or outlets.get(host)


def normalise(raw: RawEntry, feed: Feed, now: datetime, *, outlets: Mapping[str, Feed] | None = None) -> Item:
    """Cleans one entry.

    The id is provisional: `dedupe.decide` puts the known item's id in its place. Dates without a zone are read in the
    feed's, else UTC, and marked as estimates. A summary that the body or the headline holds is dropped.

    Args:
        raw: as `parse` gives it.
        feed: where it came from.
        now: the time of the poll (aware UTC), which becomes `first_seen`.
        outlets: from `outlet_index`; an entry of another outlet takes country and grade from there, else None and "F".

    Raises:
        ParseError: `empty`, the entry has neither title nor text; skip it.
    """
    outlet, known_as = _publisher(raw, feed, outlets or {})
    words = _words(raw, outlet, raw.link)
    prior = feed.language if feed.language != "und" else raw.language
    published, has_zone = parse_date(raw.published_raw, language=prior, tz=feed.timezone)
    if published is None:
        published, has_zone = raw.published, raw.published_has_zone
    guid, url = normal_guid(raw.guid), canonical(raw.link)
    text_read: TextRead = "feed" if words.summary or words.body else "title"
    return Item(
        id=_provisional_id(feed, guid, url, published, words),
        feed_id=feed.id,
        guid=guid,
        url=url,
        link=target(raw.link),
        outlet=outlet,
        title=words.title,
        summary=words.summary,
        body=words.body,
        language=detect_language(f"{words.title} {words.summary or words.body}", prior),
        published_at=published,
        published_is_estimate=published is not None and not has_zone,
        first_seen=now,
        text_read=text_read,
        country=known_as.country if known_as else None,
        reliability=known_as.reliability if known_as else "F",
    )
