"""Whether an entry is news to us: new, a changed version of a known item, or a duplicate.

May import domain, errors, text and urls. Pure. An item is known by (1) its guid, (2) its canonical address, (3) its
article number, each only where it tells the entries of its document apart (`SharedKeys`), (4) outlet and headline
within 12 hours, only where 1 to 3 cannot decide or an aggregator stands between us and the outlet, (5) outlet, date and
all its words, which stay when a site moves to another host or rewrites an address.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from bot.domain import DedupeDecision, Item, KnownItem, SharedKeys
from bot.text import folded_words
from bot.urls import identifies, identity_hash, is_google_news, number_in

HEADLINE_WINDOW = timedelta(hours=12)
"""Two reports of one outlet under one headline are one item when their dates are nearer than this:
standing headlines come again on other days."""
NUMBER_WINDOW = timedelta(days=14)
"""An article is renamed within days; the same digits in the slug of a later year are a coincidence."""

_HASH_VERSION = b"\x01"
_LEAST_SPACES = 8  # in a text that tells items apart: fewer words may stand under every picture
_STANDING = re.compile(r"https://[^/]+/(?:[a-z]+/)*(?:[a-z]+-){0,3}[a-z]+", re.IGNORECASE)
_PLACE = re.compile(  # "3", "item-3", "latest"
    r"(?:(?:item|entry|nota|noticia|news|story|post|article|articulo|top|slot|pos)[-_:. #]?)?[0-9]{1,3}"
    r"|latest|top|breaking|portada|principal|ultima|ultimo|destacad[ao]",
    re.IGNORECASE,
)
_NOTHING_SHARED = SharedKeys()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Keys:
    """Identity keys of one item by kind; None = it has none, or its document shows that it decides nothing."""

    guid: str | None
    url: str | None
    number: str | None
    headline: str  # without its half-day
    same: str | None  # all its words and its moment
    aggregated: bool
    is_repeated: bool  # the document holds other versions of it

    @property
    def decides(self) -> bool:
        return bool(self.guid or self.url or self.number)


def _keys(item: Item, shared: SharedKeys) -> _Keys:
    guid_hash = identity_hash(item.guid) if item.guid else None
    url_hash = identity_hash(item.url) if item.url and identifies(item.url) else None
    number = number_in(item.url) if item.url else None
    url_decides = url_hash is not None and url_hash not in shared.links
    number_decides = number is not None and url_decides and identity_hash("/".join(number)) not in shared.numbers
    outlet, headline = _words_hash(item.outlet), _words_hash(item.title)
    keys = _Keys(
        guid=f"guid:{item.feed_id}:{guid_hash.hex()}" if guid_hash and guid_hash not in shared.guids else None,
        url=f"url:{url_hash.hex()}" if url_hash and url_decides else None,
        number=f"num:{':'.join(number)}" if number and number_decides else None,
        headline=f"{outlet}:{headline}",
        same=None,
        aggregated=is_google_news(item.link),
        is_repeated=bool({guid_hash, url_hash} & shared.repeated),
    )
    return replace(keys, same=_same(item)) if keys.decides else keys


def _same(item: Item) -> str | None:
    """Key of all that an item says and when, None where that is too little to tell it apart."""
    text = f"{item.summary} {item.body}"
    if item.published_at is None or text.count(" ") < _LEAST_SPACES:
        return None
    parts = (item.outlet, item.published_at.isoformat(), item.title, text)
    return f"same:{identity_hash(chr(31).join(parts)).hex()}"


@lru_cache(maxsize=1_024)  # an outlet has many items, and each headline is asked about more than once
def _words_hash(text: str) -> str:
    return identity_hash(folded_words(text)).hex()


def _half_day(item: Item) -> int | None:
    return None if item.published_at is None else (item.published_at - _EPOCH) // HEADLINE_WINDOW


def _headline_keys(kind: str, keys: _Keys, item: Item, spread: int) -> list[str]:
    """Keys of outlet and headline in the item's half-day and `spread` half-days around it; "None" = undated."""
    half_day = _half_day(item)
    if half_day is None:
        return [f"{kind}:{keys.headline}:None"]
    return [f"{kind}:{keys.headline}:{half_day + step}" for step in sorted(range(-spread, spread + 1), key=abs)]


def identity_keys(item: Item, shared: SharedKeys = _NOTHING_SHARED) -> tuple[str, ...]:
    """Keys to remember for an item, strongest first.

    Args:
        item: as `normalise` gives it.
        shared: of its document; from `delta.shared` or `delta.read`.
    """
    return _remembered(_keys(item, shared), item)


def _remembered(keys: _Keys, item: Item) -> tuple[str, ...]:
    found = [key for key in (keys.guid, keys.url, keys.number) if key]
    found += _headline_keys("head", keys, item, 0)
    if keys.aggregated:
        found += _headline_keys("agg", keys, item, 0)
    if keys.same:
        found.append(keys.same)
    return tuple(found)


def _asked(keys: _Keys, item: Item) -> list[tuple[str, str]]:
    """Keys that may lead to the known item with the reason each gives, strongest first."""
    asked = [
        (key, reason)
        for key, reason in ((keys.guid, "guid"), (keys.url, "url"), (keys.number, "article number"))
        if key is not None
    ]
    kind = "head" if keys.aggregated or not keys.decides else "agg"
    asked += [(key, "headline") for key in _headline_keys(kind, keys, item, 1)]
    return asked + ([(keys.same, "same words")] if keys.same else [])


def keys_to_ask(items: Sequence[Item], shared: SharedKeys = _NOTHING_SHARED) -> list[str]:
    """All keys that `decide` looks up for these items, each once: the argument of `Store.known`."""
    return list(dict.fromkeys(key for item in items for key, _ in _asked(_keys(item, shared), item)))


def content_hash(item: Item) -> bytes:
    """What the words of an item come to, blind to case, accents, punctuation and markup; 16 bytes.

    Byte 0 is the version of the hash, 1 to 6 are of the title, 7 and 8 the number of words in summary and body, 9 to 15
    are of those. Computed from the feed's text: keep it when the page's text replaces the body.
    """
    text = " ".join(filter(None, (folded_words(item.summary), folded_words(item.body))))
    words = text.count(" ") + 1 if text else 0
    return b"".join(
        (
            _HASH_VERSION,
            blake2b(folded_words(item.title).encode(), digest_size=6).digest(),
            min(words, 0xFFFF).to_bytes(2, "big"),
            blake2b(text.encode(), digest_size=7).digest(),
        )
    )


def _may_be(key: str, reason: str, item: Item, published_at: datetime | None, first_seen: datetime) -> bool:
    """Whether the dates allow what a key suggests: a headline's own half-day says it already, its neighbours do not."""
    if reason == "headline" and not key.endswith(f":{_half_day(item)}"):
        if item.published_at is None or published_at is None:
            return item.published_at is published_at
        return abs(item.published_at - published_at) < HEADLINE_WINDOW
    if reason == "article number":
        return abs((item.published_at or item.first_seen) - (published_at or first_seen)) <= NUMBER_WINDOW
    return True


def _is_another_day(item: Item, keys: _Keys, known: KnownItem) -> bool:
    """Whether "/en-vivo/", which leads to what is on at the moment, led to an item of an earlier day.

    An entry with a guid and a headline of its own says so; the address of an article has a number or a longer slug.
    """
    if keys.guid is None or item.published_at is None or known.published_at is None:
        return False
    if item.published_at - known.published_at < HEADLINE_WINDOW or not _STANDING.fullmatch(item.url or ""):
        return False
    return content_hash(item)[1:7] != known.content_hash[1:7]


def _newest_first(items: Sequence[Item]) -> list[int]:
    """Places of the items; those of the same date, and undated ones last, in the order of the document."""
    return sorted(range(len(items)), key=lambda at: items[at].published_at or _EPOCH, reverse=True)


@dataclass(frozen=True, slots=True)
class _Versions:
    """Entries of one document that are one item."""

    older: dict[int, tuple[int, str]]  # an older version's place: the newest one's, and the reason that joins them
    owner: dict[str, int]  # identity key: place of the newest entry that carries it


def _versions(items: Sequence[Item], keys: Sequence[_Keys]) -> _Versions:
    found = _Versions({}, {})
    for at in _newest_first(items):
        item = items[at]
        for key, reason in _asked(keys[at], item):
            newest = found.owner.get(key) if key != keys[at].same else None  # side by side, two addresses are two items
            if newest is not None and _may_be(key, reason, item, items[newest].published_at, items[newest].first_seen):
                found.older[at] = (newest, reason)
                break
        else:
            for key in _remembered(keys[at], item):
                found.owner.setdefault(key, at)
    return found


def _match(item: Item, keys: _Keys, known: Mapping[str, KnownItem]) -> tuple[KnownItem, str] | None:
    for key, reason in _asked(keys, item):
        found = known.get(key)
        if found is None or not _may_be(key, reason, item, found.published_at, found.first_seen):
            continue
        if reason == "url" and _is_another_day(item, keys, found):
            continue
        if reason == "guid" and _is_a_place(item, keys, known, found):
            continue
        return found, reason
    return None


def _is_a_place(item: Item, keys: _Keys, known: Mapping[str, KnownItem], found: KnownItem) -> bool:
    """Whether a guid "3" or "item-3" names a place in the document: it led to another address and headline."""
    if keys.url is None or not _PLACE.fullmatch(item.guid or ""):
        return False
    there = known.get(keys.url)
    is_same_headline = content_hash(item)[1:7] == found.content_hash[1:7]
    return there.id != found.id if there is not None else not is_same_headline


def _is_changed(item: Item, digest: bytes, keys: _Keys, known: KnownItem) -> bool:
    """Whether the words differ and the new ones are the better ones.

    An older version of several in one document is no change, nor is the same headline over a text less than half as
    long: the summary that another feed of the outlet, or an aggregator, gives of an item known in full.
    """
    if digest == known.content_hash or digest[:1] != known.content_hash[:1]:
        return False
    if keys.is_repeated and item.published_at is not None and known.published_at is not None:
        return item.published_at > known.published_at
    if digest[1:7] != known.content_hash[1:7]:
        return True
    return 2 * int.from_bytes(digest[7:9], "big") >= int.from_bytes(known.content_hash[7:9], "big")


def _as_known(item: Item, known: KnownItem) -> Item:
    return replace(item, id=known.id, published_at=known.published_at or item.published_at, first_seen=known.first_seen)


def decide(
    items: Sequence[Item], known: Mapping[str, KnownItem], shared: SharedKeys = _NOTHING_SHARED
) -> list[DedupeDecision]:
    """What each entry of one document is to us.

    Args:
        items: entries of one document (the new ones, when only those were parsed), in its order.
        known: what `Store.known(keys_to_ask(items, shared))` returned.
        shared: of the whole document; from `delta.read`.

    Returns:
        one decision per item, same order. The item of a known one carries its id, `published_at` and `first_seen`.
        Keys are to be remembered for duplicates too, so that the next look finds them by a stronger key; a key that
        leads somewhere already is left as it is.
    """
    keys = [_keys(item, shared) for item in items]
    versions = _versions(items, keys)
    older = versions.older
    matches = {
        at: match
        for at in range(len(items))
        if at not in older and (match := _match(items[at], keys[at], known)) is not None
    }
    # Two entries lead to one known item: the one with its guid is it; the other, if it has a guid of its own, is new.
    owners = {match.id: at for at, (match, reason) in matches.items() if reason == "guid"}
    decisions: dict[int, DedupeDecision] = {}
    for at in [*(at for at in range(len(items)) if at not in older), *older]:
        newest_at, why_older = older.get(at, (at, ""))
        remembered = tuple(key for key in _remembered(keys[at], items[at]) if versions.owner.get(key) == newest_at)
        found = matches.get(at)
        if at in older:
            decisions[at] = _older_version(items[at], decisions[newest_at], why_older, remembered)
        elif found is None or (keys[at].guid and owners.get(found[0].id, at) != at):
            decisions[at] = _first_seen(items[at], remembered)
        else:
            decisions[at] = _seen_before(items[at], keys[at], found, remembered)
    return [decisions[at] for at in range(len(items))]


def _older_version(item: Item, newest: DedupeDecision, reason: str, remembered: tuple[str, ...]) -> DedupeDecision:
    """An entry of which the document holds a newer version."""
    return DedupeDecision(
        item=replace(item, id=newest.item.id, first_seen=newest.item.first_seen),
        novelty="duplicate",
        of=newest.item.id,
        reason=reason,
        keys=remembered,
        content_hash=newest.content_hash,
    )


def _first_seen(item: Item, remembered: tuple[str, ...]) -> DedupeDecision:
    return DedupeDecision(
        item=item, novelty="new", of=None, reason="first seen", keys=remembered, content_hash=content_hash(item)
    )


def _seen_before(item: Item, keys: _Keys, found: tuple[KnownItem, str], remembered: tuple[str, ...]) -> DedupeDecision:
    """An entry that is a known item, as it was or changed; `found` says which and by what."""
    known, reason = found
    digest = content_hash(item)
    return DedupeDecision(
        item=_as_known(item, known),
        novelty="changed" if _is_changed(item, digest, keys, known) else "duplicate",
        of=known.id,
        reason=reason,
        keys=remembered,
        content_hash=digest,
    )
