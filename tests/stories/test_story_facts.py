"""Facts of items, and the keys by which they meet stories."""

from datetime import date, timedelta

import pytest
from builders import make_figure, make_judgement, make_story, make_verdict
from fakes import FakeLexicon
from hypothesis import given
from hypothesis import strategies as st
from story_kit import LEXICON, THREAT, TRANSFER, UNJUDGED, facts, handed, report

from bot.stories import facts_of, index_keys, open_story, story_id
from bot.stories.facts import event_date_of, topics_of
from bot.stories.keys import MAX_KEYS

BOTH = make_judgement(
    make_verdict(topic="strike_threat", score=0.99, realis=("threatened",), severity="P2"), make_verdict(score=0.8)
)


def test_the_peg_is_the_topic_of_the_main_clause() -> None:
    """Title first, then score: a threat in a clause of circumstance gives way to the handover."""
    handover = facts(report("After strike warning, Mexico hands over ten"), BOTH)
    threat = facts(report("Trump renews strike warning after handover"), BOTH)
    silent = facts(report("Tension at the border"), BOTH)
    assert handover.topics == ("transfer", "strike_threat")
    assert threat.topics == ("strike_threat", "transfer")
    assert silent.topics == ("strike_threat", "transfer")


def test_without_a_judgement_topics_come_from_acts() -> None:
    """`cluster` judges nothing."""
    assert facts(report("México entrega a diez reos"), UNJUDGED).topics == ("transfer",)
    assert facts(report("Un día cualquiera", summary="Hubo un ataque."), UNJUDGED).topics == ("strike_threat",)
    assert facts(report("Un día cualquiera"), UNJUDGED).topics == ()


def test_the_count_is_the_figure_of_this_event() -> None:
    """Running totals and other measures do not count; the headline's figure comes first, None without one."""
    item = report("Mexico sends 26 prisoners, 92 in all")
    total = handed(92.0, item, scope="cumulative")
    vague = handed(12.0, item, value_from_vague=True, start=3)
    assert facts(item, TRANSFER, total, vague, handed(26.0, item)).count == 26
    assert facts(item, TRANSFER, vague).count == 12
    assert facts(item, TRANSFER, total, make_figure(measure="killed")).count is None


def test_a_part_is_no_count_of_the_event() -> None:
    """ "Five of Mexico's transferred prisoners" says nothing of how many there were."""
    item = report("Five of Mexico's transferred prisoners land in Phoenix")
    assert facts(item, TRANSFER, handed(5, item)).count is None


def test_sovereignty_is_no_peg_of_a_handover() -> None:
    """What is said of a handover is not the use of force; alone it is."""
    lexicon = FakeLexicon({"transfer": ("act", "transfer/send"), "sovereign": ("act", "force/intervene")})
    told = ("Sheinbaum: transfer was a sovereign decision", "Sheinbaum: we are a sovereign country")
    assert [topics_of(report(title), UNJUDGED, lexicon) for title in told] == [
        ("transfer", "strike_threat"),
        ("strike_threat",),
    ]


def test_a_day_to_come_is_not_the_events() -> None:
    """A deadline, a hearing: two weeks ahead nothing has happened yet."""
    assert event_date_of(report("Trump says strike may come on October 20"), LEXICON) is None


def test_names_of_things_and_years_are_terms_of_weight() -> None:
    """A town that no list holds and the year of a crime tell cases apart, in the lead as well."""
    told = facts(report("Mexico extradites man", summary="He is wanted for a 2009 shooting in Cicero, officials say."))
    weights = dict(told.terms)
    assert min(weights["y:2009"], weights["w:cicero"]) > 0.8 > weights["w:shotin"]


def test_the_event_date_stands_near_an_act() -> None:
    """A date in the title counts, one in the text only beside an act; background dates do not."""
    item = report("Mexico sends ten", summary="Ten men were flown out on Sunday. Talks began in May.")
    assert facts(item).event_date == date(2026, 10, 4)
    assert facts(report("Mexico sends ten", summary="Talks began on Sunday.")).event_date is None
    assert facts(report("Mexico sends ten since 1 October 2024")).event_date is None
    assert facts(report("Mexico sends ten on Sunday")).event_date == date(2026, 10, 4)


def test_the_day_of_publication_is_the_outlets() -> None:
    """An evening in Mexico is the next day in UTC."""
    late = report("México entrega a diez hoy", hours=14, country="MX")
    assert facts(late).event_date == date(2026, 10, 5)


def test_names_groups_and_places_are_folded() -> None:
    """By the lexicon's canonical names, and people that it does not know beside them."""
    item = report('México extradita a Caro Quintero y a "El Yunque", del Cártel del Golfo, desde Toluca')
    found = facts(item)
    assert found.people == ("rafael caro quintero", "el yunque")
    assert (found.groups, found.places) == (("gulf cartel",), ("toluca",))


def test_words_of_both_languages_give_the_same_terms() -> None:
    """Concepts carry the comparison across languages."""
    english = dict(facts(report("Mexico sends 26 prisoners by plane")).terms)
    spanish = dict(facts(report("México envía a 26 presos en avión")).terms)
    assert {"act:transfer", "act:transfer/send", "c:suspect", "c:plane", "country:mexico", "n:26"} <= set(
        english
    ) & set(spanish)


def test_keys_of_a_report_lead_to_its_story() -> None:
    """Another outlet's words, the other language, a day later: some key is shared; another week's are few."""
    story = open_story(facts(report("Mexico sends 26 prisoners to Texas")), story_id(1), report("x").at).after
    near = facts(report("México envía a 26 presos a Estados Unidos", hours=20))
    assert set(index_keys(story)) & set(index_keys(near))
    assert all(key not in ("transfer", "t:transfer") for key in index_keys(near))


@given(
    st.lists(st.text(min_size=1, max_size=12), max_size=40, unique=True),
    st.integers(0, 400),
)
def test_keys_are_bounded(names: list[str], days: int) -> None:
    """At most MAX_KEYS without repetition, for any report and any story."""
    base = facts(report("Mexico sends 26 prisoners"))
    terms = tuple((f"w:{name}", 1.0) for name in names)
    story = make_story(
        people=tuple(names), groups=tuple(names), places=tuple(names), terms=terms,
        topics=("transfer", "strike_threat"), last_report_at=base.item.at + timedelta(days=days),
    )  # fmt: skip
    for keys in (index_keys(story), index_keys(base)):
        assert len(keys) == len(set(keys)) <= MAX_KEYS


def test_a_hostile_title_is_read_in_reason() -> None:
    """A title of a hundred thousand characters costs no more than one of four hundred."""
    item = report("juez " * 20_000 + "falla " + "El " * 20_000)
    assert len(facts_of(item, THREAT, (), LEXICON).terms) <= 60


@pytest.mark.parametrize(
    ("summary", "day"),
    [
        ("It was the second handover of the month; 28 were sent on September 24.", None),
        ("All 34 were flown on October 2.", date(2026, 10, 2)),
        ("They were flown on October 2.", date(2026, 10, 2)),
    ],
)
def test_the_day_of_other_people_is_not_the_events(summary: str, day: date | None) -> None:
    """A handover of 28 named beside that of 34 has a day of its own."""
    item = report("Mexico sends another 34 suspects to US", summary=summary)
    assert event_date_of(item, LEXICON) == day
