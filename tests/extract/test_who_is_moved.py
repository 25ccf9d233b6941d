"""Which of several numbers of prisoners are those who are handed over, today or in a handover before."""

from datetime import UTC, datetime

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.extract import extract


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nine men were handed to U.S. marshals on Thursday, following the 28 sent on Tuesday.", "en"),
        ("The nine follow 28 others handed over on Tuesday.", "en"),
        ("They join the 28 flown from Toluca on Tuesday.", "en"),
        ("Nueve hombres fueron entregados el jueves, tras los 28 enviados el martes.", "es"),
        ("Los nueve se suman a los 28 trasladados el martes.", "es"),
    ],
)
@pytest.mark.parametrize("in_body", [True, False])
def test_those_beside_todays_people_are_of_a_handover_before(text: str, language: Language, in_body: bool) -> None:
    """Whatever day they went; today's are today's."""
    title = {"en": "Mexico's second prisoner handover in three days", "es": "Segunda entrega de presos en tres días"}
    item = make_item(
        title=title[language] if in_body else text, summary=text if in_body else "", body="", language=language
    )
    scopes = {figure.value: (figure.measure, figure.scope) for figure in extract(item, is_of_handover=True)}
    assert scopes[28] == ("persons_transferred", "background")
    assert scopes.get(9, ("persons_transferred", "this_event")) == ("persons_transferred", "this_event")


@pytest.mark.parametrize(
    ("text", "language", "count", "measure"),
    [
        ("Nine men held near Tecate were passed to U.S. marshals on Thursday.", "en", 9, "persons_transferred"),
        ("Seven men arrested in Sonora were flown to Texas on Friday.", "en", 7, "persons_transferred"),
        ("Nueve detenidos en Tecate pasaron a manos de los marshals.", "es", 9, "persons_transferred"),
        ("Seven men were arrested in Sonora for the U.S. on Friday.", "en", 7, "persons_arrested"),
        ("Van otros nueve: nueva entrega a EU", "es", 9, "persons_transferred"),
    ],
)
def test_the_verb_of_the_sentence_says_what_becomes_of_prisoners(
    text: str, language: Language, count: int, measure: str
) -> None:
    """Where they were held or caught stands beside it."""
    title = {"en": "Mexico's second prisoner handover in three days", "es": "Segunda entrega de presos en tres días"}
    for item in (
        make_item(title=title[language], summary=text, body="", language=language),
        make_item(title=text, summary="", body="", language=language),
    ):
        found = [(f.measure, f.scope) for f in extract(item, is_of_handover=True) if f.value == count]
        assert found == [(measure, "this_event")]


@pytest.mark.parametrize(
    ("text", "language", "count", "measure"),
    [
        ("Families protest after 26 prisoners flown to Texas", "en", 26, "persons_transferred"),
        ("Trump thanks Mexico following the 37 handed over Tuesday", "en", 37, "persons_transferred"),
        ("Nine men were arrested in Sonora on Friday and two were flown to Texas.", "en", 9, "persons_arrested"),
        ("Nine men held in Sonora said two others were handed to US marshals.", "en", 9, "persons_arrested"),
        ("Nueve hombres fueron detenidos en Sonora y dos fueron entregados a EU.", "es", 9, "persons_arrested"),
    ],
)
def test_what_others_do_says_nothing_of_prisoners(text: str, language: Language, count: int, measure: str) -> None:
    """A protest after a handover is of that handover; whoever else is moved, the arrested stay arrested."""
    found = extract(make_item(title=text, summary="", body="", language=language), is_of_handover=True)
    assert [(figure.measure, figure.scope) for figure in found if figure.value == count] == [(measure, "this_event")]


@pytest.mark.parametrize(
    ("text", "language", "count", "measure"),
    [
        ("Nine men arrested in two raids were flown to Texas on Friday.", "en", 9, "persons_transferred"),
        ("Nine men jailed for three years were handed to US marshals.", "en", 9, "persons_transferred"),
        (
            "Nine men held in Sonora, eight of them wanted for murder, were flown to Texas.",
            "en",
            9,
            "persons_transferred",
        ),
        ("Nueve presos recluidos en 12 penales fueron entregados a EU.", "es", 9, "persons_transferred"),
        ("Nine men arrested, eight were flown to Texas", "en", 9, "persons_arrested"),
        ("Nine men arrested, eight of them were flown to Texas", "en", 9, "persons_arrested"),
        ("Twenty men held in Sonora, a dozen were handed to US marshals", "en", 20, "persons_arrested"),
        ("Nine men arrested, twelve rifles were handed to the FBI", "en", 9, "persons_arrested"),
        ("Nueve hombres detenidos en Sonora, ocho fueron entregados a EU", "es", 9, "persons_arrested"),
    ],
)
def test_another_number_before_the_verb_may_be_the_one_that_is_moved(
    text: str, language: Language, count: int, measure: str
) -> None:
    """However high and however written; where and for how long they were held says nothing of others."""
    found = extract(make_item(title=text, summary="", body="", language=language), is_of_handover=True)
    assert [figure.measure for figure in found if figure.value == count] == [measure]


@pytest.mark.parametrize(
    ("text", "language", "scope"),
    [
        ("Mexico flies nine north after the 28 sent on Tuesday", "en", "background"),
        ("The nine follow 28 others handed over on Tuesday.", "en", "background"),
        ("Twelve families protest after 28 prisoners flown to Texas", "en", "this_event"),
        ("Trump posts three thanks after the 28 prisoners flown to Texas", "en", "this_event"),
        ("Senate votes 60-40 against Trump after 28 prisoners flown to Texas", "en", "this_event"),
        ("Van dos marchas en Toluca tras los 28 presos enviados a Texas", "es", "this_event"),
        ("Cierran 14 escuelas tras los 28 presos enviados a Texas", "es", "this_event"),
    ],
)
def test_a_number_of_anything_else_makes_nobody_one_of_a_handover_before(
    text: str, language: Language, scope: Scope
) -> None:
    """Families, votes and schools go nowhere, so that the handover after which they are told is the latest."""
    found = extract(make_item(title=text, summary="", body="", language=language), is_of_handover=True)
    assert [(f.measure, f.scope) for f in found if f.value == 28] == [("persons_transferred", scope)]


@pytest.mark.parametrize(
    ("text", "language", "count", "scope"),
    [
        ("Of the 15 Washington wanted, only nine were flown to Texas", "en", 15, "projected"),
        ("Washington gives Mexico a list of 40 prisoners it wants sent north", "en", 40, "projected"),
        ("EU pasa a México una lista de 25 presos que quiere", "es", 25, "projected"),
        ("El embajador habló de nueve reos que EU pidió con urgencia", "es", 9, "projected"),
        ("México entregó a EU a 14 capos que Washington pedía", "es", 14, "this_event"),
        ("Mexico flew 14 bosses that Washington wanted to Texas", "en", 14, "this_event"),
        ("24 cartel suspects wanted in Texas flown from Toluca", "en", 24, "this_event"),
        ("Justice Department publishes list of 24 sent by Mexico", "en", 24, "this_event"),
        ("Publica la SSPC lista de los 19 enviados a EU", "es", 19, "this_event"),
        ("El Faro encabeza la lista de los 23 reos que el gobierno puso a disposición de EU", "es", 23, "this_event"),
        ("El Faro encabeza una lista de 23 reos que México mandó a Texas", "es", 23, "this_event"),
    ],
)
def test_people_whom_somebody_wants_are_to_come(text: str, language: Language, count: int, scope: Scope) -> None:
    """So are those of a list, unless a verb says that they went."""
    found = extract(make_item(title=text, summary="", body="", language=language), is_of_handover=True)
    assert [(f.measure, f.scope) for f in found if f.value == count] == [("persons_transferred", scope)]


@pytest.mark.parametrize(
    ("text", "language", "share", "group"),
    [
        ("Four of the nine prisoners in the annex were flown to the United States on Sunday.", "en", 4, 9),
        ("Eight of 23 inmates at the jail were extradited to Arizona on Sunday.", "en", 8, 23),
        ("Mexico extradited three of the seven men that Washington had asked for.", "en", 3, 7),
        ("Two of the 14 caught in the raid were handed over to US marshals on Sunday.", "en", 2, 14),
        ("Of the 44 prisoners, 13 were flown to the United States on Sunday.", "en", 13, 44),
        ("Mexico hands over 11 of its 16 top prisoners to US", "en", 11, 16),
        ("Cuatro de los nueve internos del anexo fueron enviados a Estados Unidos.", "es", 4, 9),
        ("La FGR extraditó el domingo a tres de los siete detenidos en la redada.", "es", 3, 7),
        ("Seis de los 21 reclamados por Washington ya fueron extraditados a Arizona.", "es", 6, 21),
        ("De los 44 solicitados, México ha entregado a 13.", "es", 13, 44),
        ("Fueron entregados a Estados Unidos 8 de los 16 presos del penal.", "es", 8, 16),
    ],
)
def test_of_a_group_only_the_share_is_moved(text: str, language: Language, share: int, group: int) -> None:
    """The group is of those who could have been."""
    item = make_item(title=text, summary="", body="", language=language)
    measures = {figure.value: figure.measure for figure in extract(item)}
    assert measures[share] in ("persons_transferred", "persons_extradited")
    assert measures.get(group, "other") == "other"


@pytest.mark.parametrize(
    ("text", "language", "group"),
    [
        ("Two of the 41 prisoners flown out on Sunday are women.", "en", 41),
        ("Relatives of three of the 41 prisoners sent to the United States say nobody told them.", "en", 41),
        ("Three of the 41 prisoners who were flown to the United States pleaded guilty.", "en", 41),
        ("Dos de los 41 reos entregados a Estados Unidos son mujeres.", "es", 41),
        ("Familiares de cinco de los 41 trasladados a Estados Unidos piden un amparo.", "es", 41),
        ("De los 41 trasladados a Estados Unidos, siete fueron llevados a Virginia.", "es", 41),
    ],
)
def test_a_group_that_has_gone_counts_itself(text: str, language: Language, group: int) -> None:
    """Its share is only a part of it."""
    item = make_item(title=text, summary="", body="", language=language)
    assert "persons_transferred" in {figure.measure for figure in extract(item) if figure.value == group}


@pytest.mark.parametrize(
    ("text", "language", "measures"),
    [
        ("The FBI arrested 6 of the 11 suspects on Sunday.", "en", {6: "persons_arrested"}),
        ("Fueron detenidos 12 de los 15 presuntos responsables.", "es", {12: "persons_arrested"}),
        (
            "Mexico extradited 12 of the 65 fugitives it arrested last year.",
            "en",
            {12: "persons_extradited", 65: "persons_arrested"},
        ),
        ("Three of the five soldiers wounded were flown to a hospital in Texas.", "en", {3: "injured", 5: "injured"}),
    ],
)
def test_shares_of_those_who_were_caught_or_hurt(text: str, language: Language, measures: dict[int, str]) -> None:
    """Who was caught is the share, too; who goes to a hospital is not handed over."""
    found = extract(make_item(title=text, summary="", body="", language=language))
    assert {figure.value: figure.measure for figure in found if figure.measure != "other"} == measures


def test_a_share_of_those_told_before_is_a_part_of_them() -> None:
    """Not another handover."""
    text = "Mexico sent 41 prisoners to the United States. Five of the prisoners were flown to New York."
    moved = {
        f.value
        for f in extract(make_item(title=text, summary="", body="", language="en"))
        if f.measure == "persons_transferred"
    }
    assert moved == {41}


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [
        ("Mexico handed over 92 inmates; Washington has returned two of the 33 fugitives that Mexico seeks.", "en", 33),
        ("México entregó a 92 reos; Washington sólo ha devuelto a 2 de los 33 que pide la fiscalía.", "es", 33),
        ("One of the 33 inmates was extradited to Texas on Sunday.", "en", 33),
    ],
)
def test_those_who_are_only_asked_for_are_not_moved(text: str, language: Language, asked: int) -> None:
    """Whatever the verb before them."""
    item = make_item(title=text, summary="", body="", language=language)
    assert asked not in {figure.value for figure in extract(item) if figure.measure != "other"}


def test_bare_days_of_the_month_count_nobody() -> None:
    """ "el 12" and "la noche del 15" behind a date are days."""
    text = (
        "México envió a 18 reos a Estados Unidos el 3 de mayo; el 12 mandó otros nueve y la noche del 15 salieron otros"
        " cuatro."
    )
    assert {f.value for f in extract(make_item(title=text, summary="", body="", language="es"))} == {18, 9, 4}


def test_a_share_is_called_what_its_group_is() -> None:
    """Its own noun is not said again."""
    text = "Four of the 19 fugitives on the list were sent to the United States on Sunday."
    found = {f.value: f.noun for f in extract(make_item(title=text, summary="", body="", language="en"))}
    assert found[4] == "fugitives"


@pytest.mark.parametrize(
    ("text", "language", "part"),
    [
        ("Cinco de los 37 reos fueron enviados a una corte de Texas", "es", 5),  # of a handover that everybody knows
        ("Lawyers of three of the nine inmates were flown to the United States on Sunday.", "en", 3),
        ("Three of the nine inmates wounded were flown to a hospital in Texas.", "en", 3),
        ("Two of the nine inmates were released and flown to the United States.", "en", 2),
    ],
)
def test_no_share_of_people_who_are_not_handed_over_now(text: str, language: Language, part: int) -> None:
    """Lawyers, patients, who is free, and who went months ago."""
    at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    item = make_item(title=text, summary="", body="", language=language, published_at=at, first_seen=at)
    moved = {"persons_transferred", "persons_extradited"}
    assert part not in {figure.value for figure in extract(item) if figure.measure in moved}


def test_all_but_one_of_a_group_are_the_group() -> None:
    """No share of one."""
    text = "All but one of the 35 inmates were extradited to the United States on Sunday."
    found = {f.value: f.measure for f in extract(make_item(title=text, summary="", body="", language="en"))}
    assert found[35] == "persons_extradited"


def test_vehicles_that_are_handed_over_are_no_people() -> None:
    """Beside a handover of people, where "entrega de 26" alone would be of them."""
    text = "México envía reos a EU y aplaza la entrega de 26 vehículos blindados"
    found = {f.value: f.measure for f in extract(make_item(title=text, summary="", body="", language="es"))}
    assert found.get(26, "other") != "persons_transferred"
