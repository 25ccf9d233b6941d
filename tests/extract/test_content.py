"""What a text tells beside its figures: events to come, statements, names. With the real lexicon."""

from datetime import UTC, date, datetime

import pytest
from builders import make_item
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import load_lexicon
from bot.domain import Coming, Content, Name, Statement
from bot.extract import content_of

LEXICON = load_lexicon()
WEDNESDAY = datetime(2026, 1, 21, 18, tzinfo=UTC)


def told(title: str, body: str = "", language: str = "en") -> Content:
    """Content of an invented item of Wednesday, 21 January 2026."""
    item = make_item(
        title=title, summary="", body=body, language=language, published_at=WEDNESDAY, first_seen=WEDNESDAY
    )
    return content_of(item, lexicon=LEXICON)


def days(events: tuple[Coming, ...]) -> list[tuple[str, date, date | None]]:
    """Kind, day and last day of each event."""
    return [(event.kind, event.day, event.until) for event in events]


def said(statements: tuple[Statement, ...]) -> list[tuple[str, str, str]]:
    """Kind, speaker and words of each statement."""
    return [(statement.kind, statement.speaker, statement.words) for statement in statements]


def named(names: tuple[Name, ...], kind: str) -> dict[str, tuple[str, ...]]:
    """Printed forms by canonical name."""
    return {name.canonical: name.printed for name in names if name.kind == kind}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Zambada to be sentenced on April 13", "en", [("sentencing", date(2026, 4, 13), None)]),
        ("Sentencing moved from Jan. 13 to 13 April 2027", "en", [("sentencing", date(2027, 4, 13), None)]),
        ("A hearing is set for Tuesday, Feb. 3", "en", [("hearing", date(2026, 2, 3), None)]),
        ("A hearing is set for Thursday", "en", [("hearing", date(2026, 1, 22), None)]),
        ("House to vote next week on war powers", "en", [("vote", date(2026, 1, 26), date(2026, 2, 1))]),
        ("Judge gives Mexico until Feb. 3 to answer", "en", [("deadline", date(2026, 2, 3), None)]),
        ("Trump gives Mexico 30 days to act", "en", [("deadline", date(2026, 2, 20), None)]),
        ("The trial will begin in March", "en", [("hearing", date(2026, 3, 1), date(2026, 3, 31))]),
        ("La jueza fijó la audiencia para el martes 3 de febrero", "es", [("hearing", date(2026, 2, 3), None)]),
        ("Senado votará el jueves el ingreso de marines", "es", [("vote", date(2026, 1, 22), None)]),
        ("EU tiene un plazo de 60 días para pedirlo", "es", [("deadline", date(2026, 3, 22), None)]),
        ("Trump's alert to Mexico expires on Feb. 3", "en", [("deadline", date(2026, 2, 3), None)]),
        ("The notice says Mexico must answer by Feb. 3", "en", [("deadline", date(2026, 2, 3), None)]),
        ("FAA renews notice; Mexico has until Feb. 3 to act", "en", [("deadline", date(2026, 2, 3), None)]),
        ("Alertan que el plazo vence el 3 de febrero", "es", [("deadline", date(2026, 2, 3), None)]),
        ("Vence el 3 de febrero el plazo que da el aviso de EU", "es", [("deadline", date(2026, 2, 3), None)]),
        ("El plazo vence a finales de mes", "es", [("deadline", date(2026, 1, 21), date(2026, 1, 31))]),
        ("La cumbre será del 3 al 5 de febrero", "es", [("meeting", date(2026, 2, 3), date(2026, 2, 5))]),
    ],
)
def test_events_ahead_are_dated_against_the_day_of_publication(
    text: str, language: str, expected: list[tuple[str, date, date | None]]
) -> None:
    """A day without a year is the next one; terms count from publication; weeks and months are spans."""
    assert days(told(text, language=language).coming) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He was arrested on 12 October and will face trial", "en"),
        ("The hearing was held on Tuesday", "en"),
        ("The hearing took place on 20 January", "en"),
        ("Fue extraditado el 20 de enero tras una audiencia", "es"),
        ("In March 2025 a judge ruled on the case", "en"),
        ("Avocado prices will rise on 3 February", "en"),
        ("Está en vigor desde el 1 de octubre de 2024", "es"),
        ("It may happen; the hearing has no date", "en"),
        ("The kitchen, next to the court, rises in 11 days", "en"),
        ("Most try to cross again within 90 days of a hearing", "en"),
        ("On Friday the troops dug up rifles next to his house", "en"),
        ("Hay clases hasta el viernes", "es"),
        ("The travel advisory for the region expires on Feb. 3", "en"),
        ("US travel alert on Mexico expires in 30 days after strike threat", "en"),
        ("The FAA extended its airspace notice until March 17", "en"),
        ("A flight advisory, in effect until March 17, cites drills", "en"),
        ("La alerta de viaje para América Latina estará vigente hasta el 15 de febrero", "es"),
        ("Vence el 17 de marzo el aviso a pilotos", "es"),
        ("El NOTAM rige hasta el 3 de febrero por ejercicios militares", "es"),
        ("Por la mañana declararon dos testigos", "es"),
    ],
)
def test_what_is_over_or_no_event_of_the_field_is_not_to_come(text: str, language: str) -> None:
    """Days gone by, days of other things, and events without a day give nothing."""
    assert told(text, language=language).coming == ()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Trump said “cartels are running” Mexico and the U.S. is ready “to start now hitting land”.",
            "en",
            [("threatens", "Donald Trump", "to start now hitting land")],
        ),
        (
            "“En territorio mexicano, no”, responde Sheinbaum a los ataques",
            "es",
            [("rejects", "Claudia Sheinbaum", "En territorio mexicano, no")],
        ),
        ("Sheinbaum: “It will not happen”", "en", [("rejects", "Claudia Sheinbaum", "It will not happen")]),
        (
            "Casa Blanca no descarta drones contra cárteles",
            "es",
            [("threatens", "White House", "no descarta drones contra cárteles")],
        ),
        (
            "México niega nuevo envío de capos a EU",
            "es",
            [("denies", "Mexico", "niega nuevo envío de capos a EU")],
        ),
        (
            "García Harfuch anunció el traslado de 37 reos.",
            "es",
            [("announces", "Omar García Harfuch", "anunció el traslado de 37 reos")],
        ),
        (
            "The White House demanded the extradition of the governor.",
            "en",
            [("demands", "White House", "demanded the extradition of the governor")],
        ),
    ],
)
def test_statements_have_kind_speaker_and_exact_words(
    text: str, language: str, expected: list[tuple[str, str, str]]
) -> None:
    """Words in quotation marks where there are any, else the clause that reports them."""
    assert said(told(text, language=language).statements) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Teachers threaten strike in Oaxaca", "en"),
        ("Wilson Center: what a strike on Mexico would cost", "en"),
        ("Six extradition requests have sat with Mexico for a year, Cole said", "en"),
        ("Two thirds of Mexicans reject any operation by American soldiers, a poll says", "en"),
        ("Judge denies bail to extradited man", "en"),
        ("Amid threats of strikes, demand for avocados rose in Mexico", "en"),
        ("El Mayo, capo extraditado, tiene “buena salud” y “buen ánimo”", "es"),
    ],
)
def test_nouns_and_other_peoples_threats_are_no_statements(text: str, language: str) -> None:
    """A statement needs a verb with a speaker who is known as such, about something that is watched."""
    assert told(text, language=language).statements == ()


def test_rejection_that_points_back_carries_what_it_rejects() -> None:
    """ "Rejected this possibility" says nothing without the sentence before it."""
    wish = "Media reports say Trump wishes to see U.S. troops in operations against cartels."
    answer = told("Commentary", f"{wish} Sheinbaum has so far flatly rejected this possibility.").statements[-1]
    assert (answer.kind, answer.speaker, answer.speaker_kind) == ("rejects", "Claudia Sheinbaum", "official_mx")
    assert answer.words == "rejected this possibility"
    assert answer.about == wish


def test_she_is_who_spoke_before() -> None:
    """A pronoun, and a Spanish verb without a subject, continue the last speaker."""
    body = "Sheinbaum habló de los cárteles, dijo. Rechazó que tropas de EU entren al país."
    assert said(told("Nota", body, "es").statements) == [
        ("rejects", "Claudia Sheinbaum", "Rechazó que tropas de EU entren al país")
    ]


def test_aliases_are_folded_and_printed_forms_kept() -> None:
    """ "El Mayo" and Ismael Zambada are one name with two forms."""
    names = told(
        "“El Mayo” Zambada pleads guilty", "Ismael Zambada led the Sinaloa Cartel, or Cártel de Sinaloa."
    ).names
    assert named(names, "person") == {"Ismael Zambada García": ("“El Mayo” Zambada", "Ismael Zambada")}
    assert named(names, "group") == {"Sinaloa Cartel": ("Sinaloa Cartel", "Cártel de Sinaloa")}


def test_father_and_son_are_never_merged() -> None:
    """Two spellings and two second surnames raise a conflict on both names."""
    names = told("Pedro Inzunza Noriega and Pedro Insunza Coronel were extradited").names
    conflicts = {name.canonical: name.conflicts for name in names}
    assert "Pedro Inzunza Coronel" in conflicts["Pedro Inzunza Noriega"]
    assert "Pedro Inzunza Noriega" in conflicts["Pedro Inzunza Coronel"]


def test_a_name_that_nobody_knows_is_kept_as_printed() -> None:
    """A person the text introduces is named though the lexicon has never heard of him; a place or office is not."""
    names = told(
        "Mexico hands over 26", "The group includes suspect Aurelio Zaldívar Montes. Supreme Court Justice met."
    ).names
    assert named(names, "person") == {"Aurelio Zaldívar Montes": ("Aurelio Zaldívar Montes",)}


_NAMES_AND_DATES = [
    "Trump said ",
    "El Mayo",
    " rechazó ",
    "until Feb. 3",
    " 31 de febrero ",
    "within 999 days",
    "Pedro ",
]
SNIPPETS = st.sampled_from([*_NAMES_AND_DATES, "“", "”", ". ", "\n", "U.S.", ": ", "; "])


@settings(max_examples=60)
@given(st.lists(SNIPPETS | st.text(max_size=12), max_size=30).map("".join))
def test_whatever_the_text_quotes_are_exact_and_nothing_raises(text: str) -> None:
    """Every quote stands where it says, and the words stand in the quote."""
    item = make_item(title="T", summary="", body=text)
    content = content_of(item, lexicon=LEXICON)
    for each in (*content.coming, *content.statements):
        assert item.text[each.start : each.end] == each.quote
        assert (each.what if isinstance(each, Coming) else each.words) in each.quote
    for name in content.names:
        assert item.text[name.start : name.end] == name.printed[0]


def test_a_name_behind_its_role_speaks() -> None:
    """ "la presidenta Claudia Sheinbaum" is she, "El abogado Juan Manuel Delgado" he, not a role."""
    text = "“No va a haber intervención militar de Estados Unidos”, dijo la presidenta Claudia Sheinbaum."
    assert [s.speaker for s in told("Posición de México", text, "es").statements] == ["Claudia Sheinbaum"]
    text = "El abogado Juan Manuel Delgado exigió que su cliente no sea extraditado a Estados Unidos."
    assert [s.speaker for s in told("Amparo", text, "es").statements] == ["Juan Manuel Delgado"]


def test_the_only_person_of_the_sentence_before_is_she() -> None:
    """Nobody spoke in the sentence before; it named one person."""
    text = 'President Donald Trump spoke at a rally. "We are going to start hitting land in Mexico," he said.'
    assert [(s.kind, s.speaker) for s in told("The cartels", text).statements] == [("threatens", "Donald Trump")]
