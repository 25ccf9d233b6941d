"""The feed and duplicate cases of our collection, without network: bytes in tests/data/feeds, parsed to decisions.

Each folder holds the documents byte for byte, `headers.json` (what the server says) and `expect.json` (right values).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import make_feed
from fakes import NOON

from bot import dedupe, delta
from bot.domain import DedupeDecision, Item, KnownItem
from bot.errors import ParseError
from bot.normalise import normalise
from bot.parse import parse

CASES = Path(__file__).parent / "data" / "feeds"


def _json(case: str, name: str) -> Any:
    return json.loads((CASES / case / name).read_text("utf-8"))


def _folders(*numbers: str) -> list[str]:
    found = sorted(path.name for path in CASES.iterdir() if path.name[:3] in numbers)
    assert len(found) == len(numbers)
    return found


@dataclass
class Poller:
    """Polls one feed as the bot does: splitter, parser, normaliser, decisions; remembers what a store would."""

    case: str
    parse_everything: bool = False
    memory: bytes = b""
    known: dict[str, KnownItem] = field(default_factory=dict)

    def poll(self, exchange: dict[str, Any]) -> list[DedupeDecision]:
        """Decisions on the entries that were read."""
        headers = {name.lower(): value for name, value in exchange["headers"].items()}
        now = datetime.fromisoformat(exchange["at"]) if "at" in exchange else NOON
        body = (CASES / self.case / exchange["body"]).read_bytes()
        reading = delta.read(
            body,
            b"" if self.parse_everything else self.memory,
            lambda part: parse(part, content_type=headers.get("content-type", ""), url=exchange["url"], now=now),
        )
        self.memory = reading.memory
        entries = reading.parsed.entries if reading.parsed else ()
        feed = make_feed(timezone="America/Mexico_City")
        items = [normalise(entry, feed, now) for entry in entries]
        asked = dedupe.keys_to_ask(items, reading.shared)
        decisions = dedupe.decide(items, {k: self.known[k] for k in asked if k in self.known}, reading.shared)
        for decision in decisions:
            self._remember(decision)
        return decisions

    def _remember(self, decision: DedupeDecision) -> None:
        item = decision.item
        fresh = KnownItem(
            id=item.id,
            content_hash=decision.content_hash,
            published_at=item.published_at,
            first_seen=item.first_seen,
        )
        for key in decision.keys:
            self.known.setdefault(key, fresh)
        if decision.novelty == "changed":
            for key, value in self.known.items():
                if value.id == item.id:
                    self.known[key] = fresh


def _polls(case: str, *, parse_everything: bool) -> list[list[DedupeDecision]]:
    poller = Poller(case, parse_everything)
    return [poller.poll(exchange) for exchange in _json(case, "headers.json")["exchanges"] if exchange["body"]]


def _items(case: str) -> Sequence[Item]:
    (decisions, *_) = _polls(case, parse_everything=False)
    return [decision.item for decision in decisions]


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


READ = _folders(*(f"{n:03}" for n in (*range(1, 18), 19, 31)))


@pytest.mark.parametrize("case", READ)
def test_entries_read_as_expected(case: str) -> None:
    """Number, titles, links, guids and dates of the entries are those that the case names."""
    expected = _json(case, "expect.json")
    items = _items(case)
    assert expected["item_count"] == len(items)
    for wanted, item in zip(expected.get("items", ()), items, strict=False):
        titles = wanted.get("title_any_of") or [wanted.get("title") or wanted.get("title_after_cleaning")]
        assert item.title in titles
        assert wanted.get("link", item.link) == item.link
        assert wanted.get("id", item.guid) == item.guid
        dates = wanted.get("published_any_of") or [wanted.get("published", _time(item.published_at))]
        assert _time(item.published_at) in dates
        for sentence in wanted.get("text_contains", ()):
            assert sentence in item.text


def test_related_links_and_page_sentences_are_no_text() -> None:
    """Case 031: nothing of the related box, the counter, the paywall line or the phone number is in the text."""
    (item,) = _items(*_folders("031"))
    assert [word for word in ("37", "92", "438", "800 555", "bombardear", "suscriptores") if word in item.text] == []


def test_future_item_orders_by_the_time_it_was_seen() -> None:
    """Case 014: a date days ahead is kept, and the item stands at the time of the poll."""
    (case,) = _folders("014")
    item = _items(case)[0]
    assert _json(case, "expect.json")["items"][0]["sort_and_window_time"] == _time(item.at)


def test_bridge_error_is_an_error_of_the_feed() -> None:
    """Case 018: a feed that holds only its bridge's error is no feed."""
    with pytest.raises(ParseError) as caught:
        _polls(*_folders("018"), parse_everything=False)
    assert caught.value.problem == "bridge_error"


def test_headline_cut_by_a_lost_connection_is_no_item() -> None:
    """Case 022: were the truncation not noticed by the reader, the item that broke off would still not come out."""
    assert [item.title for item in _items(*_folders("022"))] == ["Corte 1", "Corte 2"]


@pytest.mark.parametrize("parse_everything", [False, True], ids=["delta", "whole"])
@pytest.mark.parametrize("case", _folders("013", "021", "032", "033", "034", "036", "037", "038", "039", "041"))
def test_new_items_of_each_poll(case: str, parse_everything: bool) -> None:
    """Each poll finds as many new items as the case says, whether only new blocks or all entries are parsed."""
    expected = _json(case, "expect.json")["polls"]
    polls = _polls(case, parse_everything=parse_everything)
    found = [sum(decision.novelty == "new" for decision in decisions) for decisions in polls]
    assert [poll["new_items"] for poll in expected] == found
    if "037" in case:
        assert [sum(decision.novelty == "changed" for decision in decisions) for decisions in polls] == [0, 0, 0]


def test_a_new_number_in_a_known_item_is_a_change() -> None:
    """Case 033: 26 becomes 37 under the same guid: the item keeps its id and first date, and is marked changed."""
    first, second = _polls(*_folders("033"), parse_everything=False)
    assert ("changed", first[0].item.id) == (second[0].novelty, second[0].of)
    assert (first[0].item.published_at, first[0].item.first_seen) == (
        second[0].item.published_at,
        second[0].item.first_seen,
    )
    assert "37" in second[0].item.title


def test_rewritten_slug_is_found_by_the_article_number() -> None:
    """Case 032: guid and link change, the number in the slug does not."""
    polls = _polls(*_folders("032"), parse_everything=False)
    assert [decisions[0].reason for decisions in polls] == ["first seen", "article number", "article number"]
    assert len({decisions[0].item.id for decisions in polls}) == 1


def test_newer_version_wins_within_a_document() -> None:
    """Case 037: of two entries with one guid and link, the newer is kept and the older is its duplicate."""
    (decisions, *_) = _polls(*_folders("037"), parse_everything=False)
    assert [decision.novelty for decision in decisions] == ["duplicate", "new"]
    assert decisions[1].item.id == decisions[0].of
    assert decisions[1].item.title == "Caso doble (actualizado)"


def test_old_item_still_listed_is_known_by_its_key() -> None:
    """Case 040: months later the feed still lists the item, and its key leads to it; its hashes are in the memory."""
    (case,) = _folders("040")
    poller = Poller(case, parse_everything=True)
    first, second = [poller.poll(exchange) for exchange in _json(case, "headers.json")["exchanges"]]
    assert ([d.novelty for d in first], [d.novelty for d in second]) == (["new"], ["duplicate"])
    guid_keys = [key for key in first[0].keys if key.startswith("guid:")]
    assert guid_keys == [f"guid:diario:{guid.hex()}" for guid in delta.listed(poller.memory).guids]
