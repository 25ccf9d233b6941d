"""Whole items: the think-tank article's shape, context across sentences, speakers, lexicon, what an alert shows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import make_figure, make_item

from bot.domain import Figure, Term
from bot.extract import extract, format_value, label, shown
from bot.extract.measures import MEASURES

SEED = Path(__file__).parents[3] / "shared" / "seed" / "crisis-group-transfer-article.txt"
JANUARY = {"published_at": datetime(2026, 1, 21, 12, tzinfo=UTC), "first_seen": datetime(2026, 1, 21, 13, tzinfo=UTC)}

# Section 8 of the reading of the seed: measure, value, unit, qualifier, scope.
SEED_FIGURES = [
    ("persons_transferred", 37.0, "persons", "exact", "this_event"),
    ("transfer_operations", 3.0, "events", "ordinal", "cumulative"),
    ("persons_transferred_cumulative", 92.0, "persons", "exact", "cumulative"),
    ("drugs_seized_total", 320_000.0, "kg", "exact", "background"),
    ("arrested_cumulative", 41_000.0, "persons", "more_than", "background"),
    ("homicide_change", None, "pct", "exact", "background"),
    ("fentanyl_seized", 1000.0, "kg", "more_than", "background"),
    ("killed", 2700.0, "persons", "more_than", "background"),
    ("disappeared", 3200.0, "persons", "nearly", "background"),
]

# The same shape in other words and with other numbers: furniture, standfirst without a number, five paragraphs.
ARTICLE = "\n\n".join(
    [
        "7 mins read",
        "Visual with the author's name",
        "An analyst weighs the newest surrender of convicts and suspects while Washington talks of force on "
        "Mexican soil.",
        "After weeks of louder calls from Washington for results, President Claudia Sheinbaum on 11 March "
        "handed 28 members of drug gangs to U.S. custody. It is the fourth time Sheinbaum has transferred "
        "convicted traffickers to the U.S. Lawyers argue that the 120 transfers carried out so far bypass the "
        "courts, as an extradition treaty asks for lengthy hearings.",
        "The step follows a raid of 4 March abroad, after which Trump and his aides threatened a number of "
        'other states. On 9 March, both governments promised "concrete steps".',
        "Sheinbaum and senior Mexican officials say they have confiscated 410 tonnes of drugs, detained over "
        "52,000 organised crime suspects and brought about a steady drop in homicides during her term to "
        "date.",
        "The 28 suspects sent to the U.S. include a man arrested on New Year's Eve. He is also tied to a "
        "shipment of over two tonnes of fentanyl seized in November 2024, the largest ever.",
        'Sinaloa is still shaken by fighting that began with the kidnapping of one of its leaders, "El Mayo", '
        "in 2024. Over 3,100 people have been killed and close to 3,900 more are reported disappeared.",
    ]
)


def rows(figures: tuple[Figure, ...]) -> list[tuple[str, float | None, str, str, str]]:
    """Measure, value, unit, qualifier and scope of each figure."""
    return [(figure.measure, figure.value, figure.unit, figure.qualifier, figure.scope) for figure in figures]


def of(title: str, body: str = "", language: str = "es", **changes: object) -> tuple[Figure, ...]:
    """Figures of an invented item."""
    return extract(make_item(title=title, summary="", body=body, language=language, **changes))


def test_article_of_the_seeds_shape() -> None:
    """An analysis gives its event, totals, background and trend, each once, and nothing of dates or furniture."""
    title = "Mexico Tries to Calm White House with Mass Criminal Transfer"
    figures = extract(make_item(title=title, summary="", body=ARTICLE, language="en", **JANUARY))
    expected = [
        ("persons_transferred", 28.0, "persons", "exact", "this_event"),
        ("transfer_operations", 4.0, "events", "ordinal", "cumulative"),
        ("persons_transferred_cumulative", 120.0, "persons", "exact", "cumulative"),
        ("drugs_seized_total", 410_000.0, "kg", "exact", "background"),
        ("arrested_cumulative", 52_000.0, "persons", "more_than", "background"),
        ("homicide_change", None, "pct", "exact", "background"),
        ("fentanyl_seized", 2000.0, "kg", "more_than", "background"),
        ("killed", 3100.0, "persons", "more_than", "background"),
        ("disappeared", 3900.0, "persons", "nearly", "background"),
    ]
    assert expected == rows(figures)
    assert [figure.stance for figure in figures if figure.measure[:5] in ("drugs", "arres", "homic")] == ["claimed"] * 3
    assert [figure.trend for figure in figures if figure.trend] == ["down"]
    assert [figure.value for figure in shown(figures)][:3] == [28.0, 4.0, 120.0]


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not part of the project")
def test_seed_article() -> None:
    """The seed gives exactly the figures of its reading."""
    title, _, body = SEED.read_text(encoding="utf-8").partition("\n")
    assert rows(extract(make_item(title=title, summary="", body=body, language="en", **JANUARY))) == SEED_FIGURES


def test_article_without_numbers_has_no_figures() -> None:
    """A title and a standfirst without a number give nothing."""
    assert of("Mexico sends more suspects north", "Analysts weigh the handover.", "en") == ()
    assert of("", "", "en") == ()


def test_unknown_language_is_guessed_by_sentence() -> None:
    """An item of unknown language is read as English or Spanish, sentence by sentence."""
    figures = of("México entrega a once capos a EU", "The eleven suspects were flown to Texas.", "und")
    assert [(figure.measure, figure.value, figure.lang) for figure in figures] == [("persons_transferred", 11.0, "es")]


def test_headline_and_body_that_disagree_are_both_kept() -> None:
    """Two numbers for one handover stay two figures."""
    figures = of(
        "Mexico hands over 26 suspects", "Officials said 27 people were on the flights, one of them a nurse.", "en"
    )
    assert [figure.value for figure in shown(figures)] == [26.0, 27.0]


def test_extradited_is_the_same_event_as_handed_over() -> None:
    """Copy that says "extraditó" of the headline's handover adds no figure."""
    figures = of("México envía a 26 capos a EU", "El gobierno extraditó a 26 narcotraficantes.")
    assert [(figure.measure, figure.value) for figure in figures] == [("persons_transferred", 26.0)]


def test_older_date_is_background() -> None:
    """Of two dated handovers the later one is today's; a year later both are background."""
    title, body = (
        "Entregas a EU",
        "El 27 de febrero de 2025 fueron enviados 29 reos a EU; el 12 de agosto de 2025, 26 más.",
    )
    then = datetime(2025, 8, 13, 12, tzinfo=UTC)
    figures = of(title, body, published_at=then, first_seen=then)
    assert [(figure.value, figure.scope) for figure in figures] == [(29.0, "background"), (26.0, "this_event")]
    assert [figure.scope for figure in of(title, body)] == ["background", "background"]


def test_span_is_printed() -> None:
    """The stretch of time that a total covers is kept in the text's words."""
    (figure,) = of("Balance", "Desde el 1 de octubre de 2024 han sido detenidas 43 mil 438 personas.")
    assert figure.span is not None
    assert figure.span.startswith("Desde el 1 de octubre de 2024")


@pytest.mark.parametrize(
    ("sentence", "kind", "stance"),
    [
        ("La defensa alegó, dijo el abogado, que 12 reos fueron enviados a EU.", "lawyer", "claimed"),
        ("Trump said 12 suspects were sent to the United States.", "official_us", "claimed"),
        ("Harfuch informó que 12 reos fueron enviados a Estados Unidos.", "official_mx", "claimed"),
        ("According to Human Rights Watch, 12 prisoners were sent to the United States.", "ngo", "claimed"),
        ("Un juez dijo que 12 reos fueron enviados a EU.", "court", "claimed"),
        ("12 reos fueron enviados a EU, según un conteo.", "unattributed", "claimed"),
        ("12 reos fueron enviados a EU.", "unattributed", "asserted"),
        ("Es falso que 12 reos fueron enviados a EU.", "unattributed", "disputed"),
    ],
)
def test_who_says_a_number_and_how_firmly(sentence: str, kind: str, stance: str) -> None:
    """Who says a number, by kind, and how firmly."""
    figure = of(sentence, "", "en" if " the " in sentence else "es")[0]
    assert (kind, stance) == (figure.speaker_kind, figure.stance)


class _Names:
    """A lexicon of one group and one place."""

    def find(self, text: str) -> tuple[Term, ...]:
        """Where the two stand."""
        terms = (("group", "cjng", "Cártel de Jalisco"), ("place", "tapalpa", "Tapalpa"))
        return tuple(
            Term(kind=kind, canonical=name, start=text.index(words), end=text.index(words) + len(words))
            for kind, name, words in terms
            if words in text
        )


def test_lexicon_names_group_and_place() -> None:
    """Groups and places come from the lexicon where one is handed in, else the place is read from the sentence."""
    item = make_item(title="Detienen a 8 del Cártel de Jalisco en Tapalpa", summary="", body="", language="es")
    (figure,) = extract(item, lexicon=_Names())
    assert (figure.group, figure.place) == ("cjng", "tapalpa")
    (plain,) = extract(item)
    assert (plain.group, plain.place) == (None, "Tapalpa")


def test_trend_up_and_with_number() -> None:
    """A rise without a number is a trend; with a number it is a figure and no trend."""
    (up,) = of("Balance", "Hubo un repunte de homicidios en la entidad.")
    assert (up.value, up.trend, up.measure) == (None, "up", "homicide_change")
    (figure,) = of("Balance", "Los homicidios bajaron 30 por ciento.")
    assert (figure.value, figure.trend) == (30.0, None)


def test_labels_exist_in_both_languages() -> None:
    """Every measure has a label in English and Spanish; an unknown name stands for itself."""
    assert all(label(name, "en") and label(name, "es") for name in MEASURES)
    assert len(MEASURES) >= 45
    assert label("persons_transferred", "en") == "people handed over"
    assert label("persons_transferred", "es") == "personas entregadas"
    assert (label("other", "und"), label("other", "es")) == ("other figure", "otra cifra")
    assert label("unheard_of", "en") == "unheard_of"


@pytest.mark.parametrize(
    ("changes", "language", "printed"),
    [
        ({"value": 37.0}, "en", "37"),
        ({"value": 41_000.0, "qualifier": "more_than"}, "en", ">41,000"),
        ({"value": 3200.0, "qualifier": "nearly"}, "es", "casi 3,200"),
        ({"value": 20.0, "value_hi": 25.0, "qualifier": "range"}, "en", "20-25"),
        ({"value": 320_000.0, "unit": "kg"}, "en", "320 t (320,000 kg)"),
        ({"value": 1000.0, "value_hi": 2000.0, "unit": "kg", "qualifier": "range"}, "en", "1-2 t (1,000-2,000 kg)"),
        ({"value": 12.75, "unit": "kg"}, "es", "12.75 kg"),
        ({"value": 15e6, "unit": "usd", "qualifier": "at_most"}, "en", "up to US$15 million"),
        ({"value": 1e6, "unit": "mxn"}, "es", "MX$1 millón"),
        ({"value": 2e9, "unit": "usd"}, "es", "US$2 mil millones"),
        ({"value": 1_234_567.0, "unit": "mxn"}, "en", "MX$1,234,567"),
        ({"value": 10e6, "value_hi": 15e6, "unit": "usd", "qualifier": "range"}, "en", "US$10 million-15 million"),
        ({"value": 42.0, "unit": "pct"}, "en", "42%"),
        ({"value": 40.0, "unit": "years"}, "es", "40 años"),
        ({"value": 100.0, "qualifier": "at_least", "value_from_vague": True}, "es", "al menos 100"),
        ({"value": None, "trend": "down"}, "es", "a la baja"),
        ({"value": None}, "en", "?"),
    ],
)
def test_format_value(changes: dict[str, object], language: str, printed: str) -> None:
    """Values look on a card as copy prints them."""
    figure = make_figure(**({"unit": "persons", "qualifier": "exact"} | changes))
    assert printed == format_value(figure, language)  # type: ignore[arg-type] # parametrised


def test_shown_orders_by_scope_and_leaves_out_the_rest() -> None:
    """An alert shows known measures once, this event first; no others, trends, background without a time."""
    event = make_figure(measure="persons_transferred", value=37.0, scope="this_event")
    total = make_figure(measure="persons_transferred_cumulative", value=92.0, scope="cumulative")
    killed = make_figure(measure="killed", value=2700.0, scope="background", span="since 2024")
    undated = make_figure(measure="injured", value=40.0, scope="background")
    floor = make_figure(measure="killed", value=100.0, scope="background", value_from_vague=True)
    too_many = make_figure(measure="persons_transferred", value=500.0, scope="this_event")
    trend = make_figure(measure="homicide_change", value=None, trend="down", scope="background")
    other = make_figure(measure="other", value=9.0, scope="this_event")
    assert (event, total, killed) == shown((killed, undated, floor, other, trend, total, event, event, too_many))


def test_shown_leaves_out_what_may_be_of_another_event() -> None:
    """Far down an article, numbers without a day, of another time or second ones of their kind are not shown."""
    lead = make_figure(measure="killed", value=9.0, scope="this_event", start=0, quote="Nine die in Morelos bar")
    second = make_figure(measure="killed", value=2.0, scope="this_event", start=300, quote="Two men were killed.")
    older = make_figure(measure="injured", value=4.0, scope="this_event", start=300, quote="Four were hurt last year.")
    far = make_figure(measure="injured", value=7.0, scope="this_event", start=2000, quote="Seven people were hurt.")
    today = make_figure(
        measure="injured", value=11.0, scope="this_event", start=700, quote="Eleven were hurt on Monday."
    )
    assert shown((lead, second, older, far, today)) == (lead, today)


def test_number_without_a_noun_continues_the_one_before() -> None:
    """What prosecutors had asked for, or another month's haul, is of the kind told just before."""
    court = of("Judge hands cartel boss 22 years in prison", "Prosecutors had asked for 30; his lawyers, for 15.", "en")
    assert [(figure.measure, figure.value, figure.scope) for figure in court] == [
        ("sentence_years", 22.0, "this_event"),
        ("sentence_years", 30.0, "projected"),
        ("sentence_years", 15.0, "projected"),
    ]
    navy = of("La Marina aseguró 8.4 toneladas de cocaína en altamar", "En agosto habían sido 5.1 toneladas.")
    assert [(figure.measure, figure.value) for figure in navy] == [
        ("cocaine_at_sea", 8400.0),
        ("cocaine_at_sea", 5100.0),
    ]


def test_vague_floor_alone_is_shown() -> None:
    """A floor is shown, marked as one, where nothing better is known."""
    (figure,) = shown(of("Cientos de capos fueron enviados a Estados Unidos"))
    assert (figure.value, figure.value_from_vague, format_value(figure, "es")) == (100.0, True, "al menos 100")


def test_table_of_numbers_is_no_prose() -> None:
    """A line with hundreds of numbers gives nothing."""
    assert of("Tabla", "12 reos " * 70) == ()
