"""bot/dedupe: new, changed, duplicate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders import make_entry, make_item, make_parsed
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot import delta
from bot.dedupe import content_hash, decide, identity_keys, keys_to_ask
from bot.domain import DedupeDecision, FeedId, Item, ItemId, KnownItem, SharedKeys
from bot.urls import identity_hash

NUMBERED = "https://diario.example/nota-2020454-uno"


class Memory:
    """What a store keeps of decisions: keys to items; a key that is there stays."""

    def __init__(self) -> None:
        self.keys: dict[str, ItemId] = {}
        self.items: dict[ItemId, KnownItem] = {}

    def decide(self, *items: Item, shared: SharedKeys = SharedKeys()) -> list[DedupeDecision]:  # noqa: B008  # frozen
        """Decides on one document's items and remembers the outcome."""
        asked = keys_to_ask(items, shared)
        known = {key: self.items[self.keys[key]] for key in asked if key in self.keys}
        decisions = decide(items, known, shared)
        for decision in decisions:
            if decision.novelty != "duplicate":
                self.items[decision.item.id] = KnownItem(
                    id=decision.item.id,
                    content_hash=decision.content_hash,
                    published_at=decision.item.published_at,
                    first_seen=decision.item.first_seen,
                )
            for key in decision.keys:
                self.keys.setdefault(key, decision.item.id)
        return decisions


def _outcome(decisions: Sequence[DedupeDecision]) -> list[tuple[str, str]]:
    return [(decision.novelty, decision.reason) for decision in decisions]


def _item(name: str, **changes: Any) -> Item:
    """An item whose guid, address and id come from its name."""
    url = f"https://diario.example/{name}"
    return replace(
        make_item(id=ItemId(f"i-{name}"), guid=f"g-{name}", url=url, link=url, title=f"Nota {name}"), **changes
    )


def _shared(*, guids: Sequence[str] = (), links: Sequence[str] = (), repeated: Sequence[str] = ()) -> SharedKeys:
    def hashes(values: Sequence[str]) -> frozenset[bytes]:
        return frozenset(identity_hash(value) for value in values)

    return SharedKeys(guids=hashes(guids), links=hashes(links), repeated=hashes(repeated))


def test_by_which_keys_an_item_is_known() -> None:
    """Guid by feed, address and number by site, headline by outlet and half-day, all words and their moment.

    A front page has no address key.
    """
    keys = identity_keys(_item("a", url=NUMBERED, link=NUMBERED))
    assert [key.split(":")[0] for key in keys] == ["guid", "url", "num", "head", "same"]
    assert keys[2] == "num:diario.example:2020454"
    bare = identity_keys(_item("a", guid=None, url="https://diario.example/", published_at=None))
    assert [key.split(":")[0] for key in bare] == ["head"]
    assert bare[0].endswith(":None")


def test_shared_values_make_no_keys() -> None:
    """What the document shows to identify nothing is neither remembered nor asked, the number of its link neither."""
    item = _item("a", url=NUMBERED, link=NUMBERED)
    shared = _shared(guids=["g-a"], links=[NUMBERED])
    assert [key.split(":")[0] for key in identity_keys(item, shared)] == ["head"]
    assert {key.split(":")[0] for key in keys_to_ask([item], shared)} == {"head"}
    number = SharedKeys(numbers=frozenset({identity_hash("diario.example/2020454")}))
    assert [key.split(":")[0] for key in identity_keys(item, number)] == ["guid", "url", "head", "same"]


def test_each_key_in_turn() -> None:
    """Known by guid, else address, else article number; the item keeps id and times of the known one."""
    memory = Memory()
    first = _item("a", url=NUMBERED, link=NUMBERED)
    later: dict[str, Any] = {"first_seen": NOON + timedelta(hours=1), "published_at": NOON}
    renamed = NUMBERED.replace("uno", "dos")
    assert _outcome(memory.decide(first)) == [("new", "first seen")]
    for item, expected in (
        (_item("a", url="https://diario.example/z", **later), ("duplicate", "guid")),
        (_item("b", url=NUMBERED, title="Otra", **later), ("changed", "url")),
        (_item("c", url=renamed, title="Tercera", **later), ("changed", "article number")),
        (_item("c", url=renamed, title="tercera!", **later), ("duplicate", "guid")),
    ):
        (decision,) = memory.decide(item)
        assert _outcome([decision]) == [expected]
        assert (decision.of, decision.item.id) == (first.id, first.id)
        assert (decision.item.published_at, decision.item.first_seen) == (first.published_at, first.first_seen)


@pytest.mark.parametrize(("days", "novelty"), [(30, "new"), (15, "new"), (14, "changed"), (1, "changed")])
def test_an_article_number_of_last_month_is_a_coincidence(days: int, novelty: str) -> None:
    """The same digits in another slug are the article under another headline for two weeks, then another article."""
    memory = Memory()
    memory.decide(_item("a", url=NUMBERED, link=NUMBERED, published_at=NOON))
    later, renamed = NOON + timedelta(days=days), NUMBERED.replace("uno", "otra-cosa")
    other = _item("b", url=renamed, link=renamed, published_at=later, first_seen=later)
    assert [decision.novelty for decision in memory.decide(other)] == [novelty]


def test_headline_decides_only_where_nothing_else_can() -> None:
    """With a guid or address of its own an item with a known headline is new; without, it is known for 12 hours."""
    memory = Memory()
    bare: dict[str, Any] = {"guid": None, "url": None, "link": None, "title": "La mañanera, en vivo"}
    memory.decide(_item("a", **bare))
    assert _outcome(memory.decide(_item("b", title="La mañanera, en vivo"))) == [("new", "first seen")]
    near: dict[str, Any] = {"published_at": NOON + timedelta(hours=10), "first_seen": NOON + timedelta(hours=10)}
    far: dict[str, Any] = {"published_at": NOON + timedelta(hours=23), "first_seen": NOON + timedelta(hours=23)}
    assert _outcome(memory.decide(_item("c", **bare, **near))) == [("duplicate", "headline")]
    for _ in range(2):
        found = _outcome(memory.decide(_item("d", **bare, **far)))
        assert found in ([("new", "first seen")], [("duplicate", "headline")])
    assert found == [("duplicate", "headline")]
    assert len(memory.items) == 3
    twelve: dict[str, Any] = {"published_at": NOON + timedelta(hours=12), "first_seen": NOON + timedelta(hours=12)}
    memory = Memory()
    memory.decide(_item("a", **bare, published_at=NOON))
    assert _outcome(memory.decide(_item("e", **bare, **twelve))) == [("new", "first seen")]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, ("duplicate", "same words")),
        ({"guid": None, "feed_id": FeedId("portada")}, ("duplicate", "same words")),
        ({"title": "Otra"}, ("new", "first seen")),
        ({"summary": "Fueron 27 los reos que la fiscalía entregó este lunes a agentes."}, ("new", "first seen")),
        ({"published_at": NOON}, ("new", "first seen")),
        ({"published_at": None}, ("new", "first seen")),
        ({"outlet": "La Voz"}, ("new", "first seen")),
    ],
)
def test_an_article_that_moved_is_known_by_all_its_words(changes: dict[str, Any], outcome: tuple[str, str]) -> None:
    """A site on another host, or a rewritten address: guid and link are new; outlet, moment and words are not."""
    memory = Memory()
    text = "Fueron 26 los reos que la fiscalía entregó este lunes a agentes."
    memory.decide(_item("a", title="Nota", summary=text))
    moved = _item("b", title="Nota", summary=text, url="https://nuevo.example/a", link="https://nuevo.example/a")
    assert _outcome(memory.decide(replace(moved, **changes))) == [outcome]


def test_the_same_words_side_by_side_or_in_a_few_words_are_two_items() -> None:
    """Two addresses in one document are two items; a picture's line says too little."""
    memory = Memory()
    text = "Fueron 26 los reos que la fiscalía entregó este lunes a agentes."
    found = memory.decide(*(_item(name, title="Nota", summary=text) for name in ("a", "b")))
    assert _outcome(found) == [("new", "first seen")] * 2
    for name in ("c", "d"):
        assert _outcome(memory.decide(_item(name, title="Foto del día", summary="Foto: agencia", body=""))) == [
            ("new", "first seen")
        ]


@pytest.mark.parametrize(
    ("path", "changes", "outcome"),
    [
        ("en-vivo", {}, ("new", "first seen")),
        ("nacional/la-mananera-hoy", {}, ("new", "first seen")),
        ("en-vivo", {"guid": None}, ("changed", "url")),
        ("en-vivo", {"guid": "g-a"}, ("changed", "guid")),
        ("en-vivo", {"title": "México entrega a 31"}, ("duplicate", "url")),
        ("en-vivo", {"published_at": NOON + timedelta(hours=10)}, ("changed", "url")),
        ("en-vivo", {"published_at": None}, ("changed", "url")),
        ("mexico-entrega-a-treinta-y-uno", {}, ("changed", "url")),
        ("en-vivo-5-octubre", {}, ("changed", "url")),
        ("en-vivo?dia=5", {}, ("changed", "url")),
    ],
)
def test_another_day_under_a_standing_address(path: str, changes: dict[str, Any], outcome: tuple[str, str]) -> None:
    """ "/en-vivo" leads to what is on: an entry with guid, headline and day of its own is news, no edit."""
    memory, url = Memory(), f"https://diario.example/{path}"
    memory.decide(_item("a", url=url, link=url, title="México entrega a 31", published_at=NOON))
    later = NOON + timedelta(days=3)
    other = _item("b", url=url, link=url, title="México entrega a 12", published_at=later, first_seen=later)
    assert _outcome(memory.decide(replace(other, **changes))) == [outcome]
    again = replace(other, **changes)
    assert [decision.novelty for decision in memory.decide(again)] == ["duplicate"]


def test_undated_items_without_keys_stay_known() -> None:
    """An undated entry without guid and link is known by its headline however long its feed lists it."""
    memory = Memory()
    bare: dict[str, Any] = {"guid": None, "url": None, "link": None, "published_at": None}
    memory.decide(_item("a", **bare))
    later = _item("a", **bare, first_seen=NOON + timedelta(days=9))
    assert _outcome(memory.decide(later)) == [("duplicate", "headline")]


def test_the_same_address_in_two_feeds_is_one_item() -> None:
    """Feeds of one paper list an article twice: guids are each feed's own, the address is not."""
    memory = Memory()
    memory.decide(_item("a"))
    assert _outcome(memory.decide(_item("a", feed_id=FeedId("portada"), guid="other"))) == [("duplicate", "url")]
    assert _outcome(memory.decide(_item("x", feed_id=FeedId("portada"), guid="g-a"))) == [("new", "first seen")]


def test_versions_within_a_document() -> None:
    """Of entries with one guid and link the newest is kept; the older never replaces it, alone or together."""
    memory = Memory()
    old = _item("a", title="Caso doble", published_at=NOON - timedelta(hours=3))
    new = _item("a", title="Caso doble (actualizado)", id=ItemId("i-new"), published_at=NOON - timedelta(hours=1))
    shared = _shared(repeated=["g-a", "https://diario.example/a"])
    decisions = memory.decide(old, new, shared=shared)
    assert _outcome(decisions) == [("duplicate", "guid"), ("new", "first seen")]
    assert decisions[0].of == decisions[1].item.id == ItemId("i-new")
    assert _outcome(memory.decide(old, new, shared=shared)) == [("duplicate", "guid")] * 2
    assert _outcome(memory.decide(old, shared=shared)) == [("duplicate", "guid")]
    newer = replace(new, title="Caso triple", published_at=NOON)
    assert _outcome(memory.decide(newer, shared=shared)) == [("changed", "guid")]


def test_two_entries_that_lead_to_one_known_item() -> None:
    """The one with its guid is it; the other has a guid of its own, so it is new, and stays itself."""
    memory = Memory()
    memory.decide(_item("a"))
    moved = _item("a", url="https://diario.example/moved", title="Nota a")
    taken = _item("b", url="https://diario.example/a")
    assert _outcome(memory.decide(moved, taken)) == [("duplicate", "guid"), ("new", "first seen")]
    assert _outcome(memory.decide(moved, taken)) == [("duplicate", "guid"), ("duplicate", "guid")]
    nameless = _item("c", guid=None, url="https://diario.example/a", title="Nota a")
    assert _outcome(memory.decide(moved, nameless))[1] == ("duplicate", "url")


def _google(name: str, **changes: Any) -> Item:
    link = f"https://news.google.com/rss/articles/{name}"
    fields: dict[str, Any] = {"feed_id": FeedId("g"), "url": link, "link": link, "summary": "", "title": "Nota a"}
    return _item(name, **(fields | changes))


def test_aggregators_copies_are_known_by_outlet_and_headline() -> None:
    """A copy after the outlet's own item, before it, or of another search is that item; another outlet's is not."""
    memory = Memory()
    memory.decide(_item("a"))
    assert _outcome(memory.decide(_google("x"))) == [("duplicate", "headline")]
    assert _outcome(memory.decide(_google("x", title="Nota nueva"))) == [("changed", "guid")]
    assert _outcome(memory.decide(_google("y", outlet="Otro Diario"))) == [("new", "first seen")]
    assert _outcome(memory.decide(_google("z", outlet="OTRO diario"))) == [("duplicate", "headline")]
    own = _item("o", outlet="Otro Diario", title="Nota a", feed_id=FeedId("otro"))
    assert _outcome(memory.decide(own)) == [("changed", "headline")]
    assert _outcome(memory.decide(_google("y", outlet="Otro Diario"))) == [("duplicate", "guid")]


def test_what_counts_as_a_change() -> None:
    """Another number or word does; case, accents and punctuation do not, nor does a much shorter text."""
    item = _item("a", summary="Fueron entregados 26 reos este lunes por la noche.")
    same = replace(item, title="NOTA: A!", summary="Fueron entregados 26 reos, este lunes por la noche")
    assert content_hash(item) == content_hash(same)
    for changed, expected in (
        (replace(item, summary="Fueron entregados 37 reos este lunes por la noche."), "changed"),
        (replace(item, body="Todo el texto de la nota, que antes faltaba."), "changed"),
        (replace(item, summary="Fueron entregados."), "duplicate"),
        (replace(item, summary="", title="Nota a con 37"), "changed"),
    ):
        memory = Memory()
        memory.decide(item)
        assert _outcome(memory.decide(changed)) == [(expected, "guid")]
    assert (len(content_hash(item)), content_hash(item)[:1]) == (16, b"\x01")


def test_a_hash_of_another_version_is_no_change() -> None:
    """After an upgrade of the hash nothing looks changed."""
    item = _item("a")
    known = KnownItem(id=item.id, content_hash=b"\x00" * 16, published_at=None, first_seen=NOON)
    (decision,) = decide([item], {identity_keys(item)[0]: known})
    assert (decision.novelty, decision.item.published_at) == ("duplicate", item.published_at)


NAMES = st.sampled_from("abc")


@given(
    st.lists(
        st.builds(
            lambda guid, path, title, hours: _item(
                "x",
                id=ItemId(f"i-{guid}{path}{title}{hours}"),
                guid=guid,
                url=path and f"https://diario.example/{path}",
                title=title,
                published_at=None if hours is None else NOON - timedelta(hours=hours),
            ),
            st.one_of(st.none(), NAMES),
            st.one_of(st.none(), NAMES, st.just("nota-2020454-x")),
            NAMES,
            st.one_of(st.none(), st.integers(0, 40)),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_second_look_finds_nothing_new(items: list[Item]) -> None:
    """Whatever stands in a document, the same document again has no new and no changed item, in any order."""
    memory = Memory()
    entries = tuple(make_entry(guid=item.guid, link=item.url) for item in items)
    shared = delta.shared(delta.remember(b"", delta.reduce(b"", b""), make_parsed(*entries)))
    decisions = memory.decide(*items, shared=shared)
    assert len(decisions) == len(items)
    assert "new" in {decision.novelty for decision in decisions}
    for decision in decisions:
        assert (decision.of is None) == (decision.novelty == "new")
        assert decision.item.id == (decision.of or decision.item.id)
    assert {decision.novelty for decision in memory.decide(*items, shared=shared)} == {"duplicate"}
    assert "new" not in {decision.novelty for decision in memory.decide(*reversed(items), shared=shared)}


@pytest.mark.parametrize("count", [0, 3])
def test_keys_are_asked_once(count: int) -> None:
    """The argument of the store's one read holds each key once."""
    asked = keys_to_ask([_item("a")] * count)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("guid", "novelty"),
    [
        ("item-1", "new"),
        ("nota 12", "new"),
        ("Latest", "new"),
        ("portada", "new"),
        ("post-4471", "changed"),
        ("a-1", "changed"),
        ("https://diario.example/?p=12", "changed"),
        ("latest-news-from-mexico", "changed"),
    ],
)
def test_a_guid_that_names_a_place_is_used_again(guid: str, novelty: str) -> None:
    """ "item-1" under another address and headline is another article; other guids stay with theirs, renamed."""
    memory = Memory()
    memory.decide(replace(_item("a"), guid=guid))
    other = replace(_item("b", title="Otra"), guid=guid)
    assert [decision.novelty for decision in memory.decide(other)] == [novelty]
    assert [decision.novelty for decision in memory.decide(other)] == ["duplicate"]
    edited = replace(other, title="Otra (actualizada)")
    assert [decision.novelty for decision in memory.decide(edited)] == ["changed"]


def test_guids_that_are_places_in_the_document_identify_nothing() -> None:
    """Guid 1 is the newest entry's, whichever that is: the new one is new, and the others are known by address."""
    memory = Memory()
    first, second, third = (_item(name) for name in ("a", "b", "c"))
    memory.decide(replace(first, guid="1"), replace(second, guid="2"))
    found = memory.decide(replace(third, guid="1"), replace(first, guid="2"), replace(second, guid="3"))
    assert _outcome(found) == [("new", "first seen"), ("duplicate", "url"), ("duplicate", "url")]
    memory = Memory()
    memory.decide(replace(first, guid="100"))
    assert _outcome(memory.decide(replace(third, guid="100"))) == [("new", "first seen")]  # of long documents, too
    memory = Memory()
    memory.decide(replace(first, guid="7"))
    moved = replace(first, guid="7", url="https://diario.example/a-2", link="https://diario.example/a-2")
    assert _outcome(memory.decide(moved)) == [("duplicate", "guid")]  # the same headline under a new address
