"""Analysts' keyword rules: what matches, what is refused and how it is said."""

from datetime import date

import pytest
from builders import make_item
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Item
from bot.errors import UsageError
from bot.rules import Rule, RuleSet, compile_rule

TODAY = date(2026, 3, 1)
ITEM = make_item(
    title="“El Mayo” Zambada se declara culpable en Brooklyn",
    summary="La extradición no fue necesaria: EE.UU. lo detuvo.",
    body="Párrafo final.",
    outlet="Diario de Prueba",
    language="es",
)


def _rule(when: str, effect: str | float = "+1.5", **changes: object) -> Rule:
    return compile_rule(topic="transfer", when=when, effect=effect, **changes)  # type: ignore[arg-type] # until, note


def _hits(when: str, item: Item = ITEM) -> bool:
    return bool(RuleSet((_rule(when),)).hits(item, TODAY))


@pytest.mark.parametrize(
    "query",
    [
        '("El Mayo" OR zambada) AND (guilty OR culpable)',
        "ZAMBADA",
        "Extradicion",
        "extradi*",
        "EE.UU.",
        "el-mayo",
        "title:brooklyn",
        "summary:párrafo",
        'source:"diario de prueba"',
        "lang:es",
        "NOT lang:en",
        "zambada AND NOT ovidio",
        "title:(chapo OR mayo)",
        '"se declara culpable"',
        "chapo OR mayo AND brooklyn",
    ],
)
def test_queries_that_the_item_fulfils(query: str) -> None:
    """Whole words, phrases, prefixes, fields and operators, blind to case and accents."""
    assert _hits(query)


@pytest.mark.parametrize(
    "query",
    [
        "zamba",
        "mayor",
        '"mayo culpable"',
        "title:extradición",
        "summary:zambada",
        "lang:en",
        "source:prueb",
        "NOT zambada",
        "zambada AND ovidio",
        '"brooklyn la extradicion"',
        "xtradi*",
    ],
)
def test_queries_that_the_item_does_not_fulfil(query: str) -> None:
    """No part of a word, no phrase in another order or across title and summary, no other field."""
    assert not _hits(query)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "is empty"),
        ("mayo zambada", "stand side by side"),
        ("mayo NOT zambada", "AND NOT"),
        ("/mayo.*/", "regular expressions"),
        ("mayo~", "fuzzy"),
        ('"el mayo"~3', "proximity"),
        ("mayo^2", "boosts"),
        ("[a TO b]", "ranges"),
        ("+mayo", "plus sign"),
        ("-mayo", "minus sign"),
        ("ma*yo", "may only end a word"),
        ("*", "matches everything"),
        ("m*", "at least 2"),
        ("may?", "question mark"),
        ('"el may*"', "inside quotation marks"),
        ("body:mayo", "no such field"),
        ("title:(lang:es)", "a field inside"),
        ("lang:fr", "no such language"),
        ("mayo AND", "cannot be read"),
        ("(mayo", "cannot be read"),
        ('"mayo', "cannot be read"),
        ('"..."', "no letter or digit"),
        ("a" * 5000, "longer than"),
        ("(" * 60 + "mayo" + ")" * 60, "nested deeper"),
    ],
)
def test_queries_that_are_refused(query: str, message: str) -> None:
    """Each with what is wrong and what would do."""
    with pytest.raises(UsageError, match=message):
        _rule(query)


def test_a_refusal_says_where() -> None:
    """The character of the query stands in the message."""
    with pytest.raises(UsageError, match="at character 11"):
        _rule("mayo AND (ovidio~)")


@pytest.mark.parametrize(
    ("effect", "kept"),
    [("+1.5", 1.5), ("-2", -2.0), (3, 3.0), ("-20", -20.0), ("always", "always"), ("never", "never")],
)
def test_what_a_rule_adds_or_decides(effect: str | float, kept: float | str) -> None:
    """Points or the last word."""
    assert kept == RuleSet((_rule("mayo", effect),)).hits(ITEM, TODAY)[0].effect


@pytest.mark.parametrize("effect", ["maybe", "0", "nan", "inf", "20.5", "-99", ""])
def test_effects_that_are_refused(effect: str) -> None:
    """No number, no points, or too many."""
    with pytest.raises(UsageError, match="effect"):
        _rule("mayo", effect)


def test_a_rule_holds_through_its_last_day() -> None:
    """`until` is inclusive."""
    rule = _rule("mayo", until=TODAY)

    assert len(RuleSet((rule,)).hits(ITEM, TODAY)) == 1
    assert RuleSet((rule,)).hits(ITEM, date(2026, 3, 2)) == ()
    assert RuleSet().hits(ITEM, TODAY) == ()


def test_hits_show_the_note_or_the_query() -> None:
    """In the order of the rules."""
    hits = RuleSet((_rule("mayo", note=" trial watch "), _rule("zambada"))).hits(ITEM, TODAY)

    assert [hit.label for hit in hits] == ["trial watch", "zambada"]


def test_version_changes_with_any_part() -> None:
    """Same rules, same version; another query, effect, date or note, another one."""
    rules = (
        _rule("mayo"),
        _rule("zambada"),
        _rule("mayo", "never"),
        _rule("mayo", note="n"),
        _rule("mayo", until=TODAY),
    )

    assert RuleSet((_rule("mayo"),)).version == RuleSet((_rule("mayo"),)).version
    assert len(rules) == len({RuleSet((rule,)).version for rule in rules})
    assert RuleSet(rules).version != RuleSet(rules[::-1]).version


@given(st.text(alphabet='abñ "()*?~^:/[]\\+-ANDORT0', max_size=40) | st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_query_compiles_or_is_refused(query: str) -> None:
    """No other error leaves the module, it says that it is the query's, and what compiles can be applied."""
    rule, refusal = None, ""
    try:
        rule = _rule(query)
    except UsageError as exc:
        refusal = str(exc)
    if rule is None:
        assert "query" in refusal
    else:
        RuleSet((rule,)).hits(ITEM, TODAY)


@given(st.lists(st.sampled_from(["Zambada", "EE.UU.", "culpable", "Ñandú"]), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_a_phrase_of_an_item_matches_it(words: list[str]) -> None:
    """Whatever stands in a title is found by quoting it."""
    title = " ".join(words)

    assert _hits(f'title:"{title}"', make_item(title=f"Hoy {title} ayer"))


WORDS = st.sampled_from(
    ["mayo", "mayor", "Zambada", "EE.UU.", "el-mayo", "culpable", "extradición", "extraditado", "diario"]
)
LEAVES = (
    WORDS
    | WORDS.map(lambda word: f"{word[:3]}*")
    | st.just("el-may*")
    | st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
    | st.builds(lambda name, word: f"{name}:{word}", st.sampled_from(["title", "summary", "source"]), WORDS)
    | st.sampled_from(["lang:es", "lang:en", "source:dia*"])
)


def _joined(queries: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Queries joined by operators, or turned round."""
    several = st.lists(queries, min_size=2, max_size=4)
    operators = st.sampled_from([" AND ", " OR "])
    return st.builds(lambda op, parts: f"({op.join(parts)})", operators, several) | queries.map(lambda q: f"(NOT {q})")


QUERIES = st.recursive(LEAVES, _joined, max_leaves=8)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)


@given(
    st.lists(QUERIES, max_size=8),
    st.builds(make_item, title=TEXTS, summary=TEXTS, outlet=TEXTS, language=st.sampled_from(["en", "es", "und"])),
)
@settings(max_examples=300, deadline=None)
def test_the_index_finds_what_asking_every_rule_finds(queries: list[str], item: Item) -> None:
    """Whatever the queries and the item, in the same order."""
    rules = tuple(_rule(when, note=f"{n}") for n, when in enumerate(queries))

    one_by_one = tuple(hit for rule in rules if (hit := rule.hit(item, TODAY)))
    assert one_by_one == RuleSet(rules).hits(item, TODAY)
