"""Kinds of figures in reports as agencies and newspapers word them: each with a neighbour that is told otherwise."""

from datetime import UTC, datetime

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract

_NOTHING: set[str] = set()


def _told(day: str, language: Language, title: str, summary: str, value: float) -> set[str]:
    """ "measure, scope" of a number."""
    item = make_item(
        title=title, summary=summary, language=language, published_at=datetime.fromisoformat(f"{day}T12:00:00+00:00")
    )
    assert item.at.tzinfo == UTC
    return {f"{f.measure}, {f.scope}" for f in extract(item) if f.value == value and f.measure != "other"}


@pytest.mark.parametrize(
    ("day", "language", "title", "summary", "value", "told"),
    [
        ("2026-07-11", "en", "Cartel boss pleads guilty in Chicago", "He admitted to six money laundering and drug "
         "counts.", 6, {"charges_counts, this_event"}),
        ("2026-07-11", "en", "Man extradited to Texas on three drug and gun charges", "", 3,
         {"charges_counts, this_event"}),
        ("2026-07-11", "en", "House defeats two war powers resolutions", "Members voted 220-208 against the first and "
         "217-211 against the second.", 217, {"votes, this_event"}),
        ("2026-07-11", "en", "House defeats two war powers resolutions", "In 2020 it had voted 224-194 for one.", 224,
         {"votes, background"}),
        ("2026-07-11", "es", "Sheinbaum reclama reciprocidad", "Estados Unidos ha rechazado 36 peticiones de "
         "extradición y tiene otras 41 sin responder.", 41, {"extradition_requests, background"}),
        ("2026-07-11", "es", "México ha solicitado a EU 48 extradiciones desde 2018", "", 48,
         {"extradition_requests, background"}),
        ("2026-07-11", "en", "Overdose deaths drop 20% in US, CDC says", "There were 70,231 deaths, down from 88,410 a "
         "year earlier.", 70231, {"overdose_deaths, this_event"}),
        ("2026-07-11", "en", "Shootout leaves 9 deaths in Sinaloa", "The 9 deaths were confirmed.", 9,
         {"killed, this_event"}),
        ("2026-07-11", "en", "Trump repeats claim on drugs", "He said drugs kill 300,000 Americans each year.", 300_000,
         {"overdose_deaths, background"}),
        ("2026-07-11", "en", "US strikes boat", "It carried enough fentanyl to kill 25,000 Americans.", 25_000,
         _NOTHING),
        ("2026-07-11", "es", "Exjefe policiaco, uno de los doce acusados por EU, se entrega", "", 12,
         {"persons_indicted, background"}),
        ("2026-07-11", "es", "EU acusa a doce policías de Sinaloa", "", 12, {"persons_indicted, this_event"}),
        ("2026-01-21", "en", "Mexico murders hit record 30,582 in 2025", "", 30_582, {"killed, this_event"}),
        ("2026-01-21", "en", "Mexico murders hit record 30,582 in 2019, study recalls", "", 30_582,
         {"killed, background"}),
        ("2026-07-11", "en", "18 bodies found on highway", "Five of the dead hung from a bridge.", 5, _NOTHING),
        ("2026-07-11", "en", "18 bodies found on highway", "Five of the dead were soldiers.", 5,
         {"security_forces_killed, this_event"}),
        ("2026-07-11", "es", "Regresa capo a México", "Fue entregado en Tijuana tras purgar 16 de los 22 años.", 16,
         _NOTHING),
        ("2026-07-11", "es", "Condenan a narco a 15 años en Chicago", "La Fiscalía había pedido 19 años.", 19,
         {"sentence_years, projected"}),
        ("2026-07-11", "es", "Condenan a narco a 15 años en Chicago", "La Fiscalía recomendó 19 años.", 19,
         {"sentence_years, projected"}),
        ("2026-07-11", "en", "US offers up to $9 million for two brothers", "Juan carries a reward of $5 million and "
         "José one of $4 million.", 5e6, _NOTHING),
        ("2026-07-11", "en", "Bank to pay $1.2 billion to settle money laundering case", "", 1.2e9,
         {"forfeiture_or_fine, this_event"}),
        ("2026-03-25", "en", "US weighs death penalty for five of 37 prisoners sent by Mexico", "", 37,
         {"persons_transferred, background"}),
        ("2026-03-25", "en", "US weighs death penalty for five of 37 prisoners sent by Mexico", "", 5,
         {"death_penalty_eligible, projected"}),
        ("2026-01-22", "es", "La lista de los 37 y a qué ciudades llegaron", "", 37,
         {"persons_transferred, this_event"}),
        ("2026-01-22", "es", "La lista de los 37 municipios más pobres", "", 37, _NOTHING),
        ("2026-07-11", "en", "White House weighed giving Mexico 45 days to act", "", 45, {"deadline_days, projected"}),
        ("2026-07-11", "es", "Trump anuncia ataques por tierra", "Dijo que ya frenó 91 por ciento de la droga.", 91,
         _NOTHING),
        ("2026-07-11", "es", "Encuesta: 61 por ciento teme a los traficantes de droga", "", 61,
         {"poll_share, this_event"}),
        ("2026-07-11", "en", "US sends CIA agents to Mexican base", "Some 40 agents work at the post.", 40,
         {"us_forces, this_event"}),
        ("2026-07-11", "en", "Trump says strikes inside Mexico are an option", "The military has carried out 66 "
         "strikes on boats, leaving at least 231 people dead.", 231, {"strike_deaths, background"}),
        ("2026-07-11", "en", "US strike on drug boat kills three", "The military has carried out 66 strikes on boats, "
         "leaving at least 231 people dead.", 231, {"strike_deaths, cumulative"}),
        ("2026-07-11", "es", "Sacan a 22 reos de Puente Grande; van a Durango", "", 22, _NOTHING),
        ("2026-07-11", "es", "Vuelo con 22 reos de alto perfil aterriza en Sonora", "", 22, _NOTHING),
        ("2026-07-11", "es", "Sacan a 22 reos de Puente Grande; van a Durango y de ahí a EU", "", 22,
         {"persons_transferred, this_event"}),
        ("2026-07-11", "en", "Tally of prisoners shipped to US passes 140 with Friday flight", "", 140,
         {"persons_transferred_cumulative, cumulative"}),
        ("2026-07-11", "en", "US leaves open death penalty for three of 37 sent by Mexico", "", 3,
         {"death_penalty_eligible, projected"}),
        ("2026-07-11", "en", "US leaves open death penalty for three of 37 sent by Mexico", "", 37, _NOTHING),
        ("2026-07-11", "es", "ATF dejó pasar mil 400 armas a Sonora", "", 1400, _NOTHING),
        ("2026-07-11", "es", "Aseguran mil 400 armas en Sonora", "", 1400, {"weapons_seized, this_event"}),
        ("2026-07-11", "es", "Catean rancho", "La policía detuvo a diez personas y liberó a cuatro.", 4, _NOTHING),
        ("2026-07-11", "en", "Reward for capo tripled to $9 million", "It stood at $3 million.", 3e6,
         {"reward, background"}),
        ("2026-07-11", "en", "Mexico hands 24 more to US", "They join the 92 delivered in three earlier rounds.", 92,
         {"persons_transferred_cumulative, background"}),
        ("2026-07-11", "es", "Dan 12 años de cárcel a operador", "Se había declarado culpable de tres cargos en mayo.",
         3, {"charges_counts, this_event"}),
        ("2026-07-11", "en", "Ex-governor sentenced to 12 years", "He had been convicted on four counts in March.", 4,
         {"charges_counts, this_event"}),
        ("2026-07-11", "en", "Broker gets 22 years", "Seven more people have been charged in the case.", 7,
         {"persons_indicted, background"}),
        ("2026-07-11", "en", "US charges broker", "Seven more people have been charged in the case.", 7,
         {"persons_indicted, this_event"}),
        ("2026-07-11", "es", "Capo pacta y pasaría 35 años en prisión", "", 35, {"sentence_years, projected"}),
        ("2026-07-11", "es", "Condenan a capo a 35 años", "", 35, {"sentence_years, this_event"}),
        ("2026-07-11", "es", "Senador quiere bombardear a los cárteles", "Tras el asesinato de dos estadounidenses "
         "presentará una ley.", 2, {"killed, background"}),
        ("2026-01-11", "en", "Homicides in Mexico fall to decade low", "Official data put killings at 21,300 last "
         "year.", 21_300, {"killed, this_event"}),
        ("2026-07-11", "es", "Senado de EU: piden 20 mil soldados; Pentágono daría 5 mil", "", 20_000,
         {"us_forces, projected"}),
        ("2026-07-11", "es", "Suben a avión de la Marina a doce presos; van a EU", "", 12,
         {"persons_transferred, this_event"}),
        ("2026-07-11", "en", "Mexico hands 24 more to US", "Officials are discussing a list of 35 names.", 35,
         {"persons_transferred, projected"}),
        ("2026-07-11", "en", "Relatives ask where 24 inmates sent to US are", "They keep a book with 35 names.", 35,
         _NOTHING),
        ("2026-07-11", "es", "Envían a EU a otro grupo de narcos presos; serían al menos 23", "", 23, _NOTHING),
        ("2026-07-11", "es", "Quinta entrega de reos a EU, inminente: serían al menos 23", "", 23,
         {"persons_transferred, projected"}),
        ("2026-07-11", "es", "Qué delitos enfrentan en EU los 23 capos entregados y quiénes podrían recibir pena de "
         "muerte", "", 23, {"persons_transferred, this_event"}),
        ("2026-07-11", "en", "Gunmen block roads", "At least 14 people died, six of them soldiers, and 22 were "
         "hurt.", 6, {"security_forces_killed, this_event"}),
        ("2026-07-11", "en", "Marines capture heir", "One marine died and three were hurt in the shootout.", 1,
         {"security_forces_killed, this_event"}),
        ("2026-07-11", "es", "Balance quincenal", "Hay 820 detenidos. Las armas decomisadas suman 26 mil 300.", 26_300,
         {"weapons_seized, background"}),
        ("2026-07-11", "es", "Resultados: 1,900 detenidos en Sinaloa y homicidios a la baja", "", 1900,
         {"persons_arrested, background"}),
        ("2026-07-11", "en", "Nine extradited in a week", "The FGR said the nine were wanted in Texas, and that it had "
         "carried out 102 extraditions in 2026.", 102, {"extraditions_period, background"}),
        ("2026-07-11", "es", "México entrega a EU un cuarto grupo de 33 presos", "", 4,
         {"transfer_operations, cumulative"}),
        ("2026-07-11", "es", "García Luna, condenado a 38 años de prisión en EU", "", 38,
         {"sentence_years, this_event"}),
        ("2026-07-11", "es", "Trump indulta a Hernández, ya condenado a 45 años de prisión", "", 45,
         {"sentence_years, background"}),
        ("2026-07-11", "en", "One extradition will not end the war", "Some 3,400 have gone missing since 2024.", 3400,
         {"disappeared, background"}),
        ("2026-07-11", "es", "Los seis cárteles mexicanos que EU ya considera terroristas", "", 6, _NOTHING),
        ("2026-07-11", "en", "House rejects bids to rein in boat strikes", "The military has carried out 66 strikes, "
         "killing at least 231 people.", 231, {"strike_deaths, background"}),
        ("2026-07-11", "en", "Pentagon to rush 5,200 soldiers to Mexican border", "", 5200, {"us_forces, projected"}),
        ("2015-10-01", "es", "PGR entrega a 13 reclamados por Estados Unidos", "", 13,
         {"persons_extradited, this_event"}),
        ("2026-07-11", "es", "“El Mayo” se declara culpable y renuncia a 15 mil mdd", "", 15e9,
         {"forfeiture_or_fine, this_event"}),
        ("2026-07-11", "es", "Dan 25 años a operador del CJNG", "Aquella entrega a EU incluyó a 31 reos.", 31,
         {"persons_transferred, background"}),
        ("2026-07-11", "en", "Mexico has taken 41,000 deportees from US since 2025", "", 41_000, _NOTHING),
        ("2026-07-11", "es", "Van por alcaldes", "Fiscales de Arizona solicitaron a México la captura con fines de "
         "extradición de cuatro funcionarios.", 4, {"extradition_requests, background"}),
    ],
)  # fmt: skip
def test_kinds_of_real_reports(
    day: str, language: Language, title: str, summary: str, value: float, told: set[str]
) -> None:
    """Each number is of its measure and scope, or is no figure at all."""
    assert _told(day, language, title, summary, value) == told


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "México entrega a EU un segundo grupo de 33 presos"),
        ("es", "México entrega a EU segundo grupo de 33 presos"),
        ("es", "Envía México tercer grupo de 33 capos a EU"),
        ("en", "Mexico sends second group of 33 cartel suspects to US"),
        ("en", "Mexico hands over a third batch of 33 cartel suspects to US"),
        ("en", "In third mass transfer, Mexico sends 33 capos to US"),
    ],
)
def test_people_of_a_numbered_group_go_today(language: Language, title: str) -> None:
    """The ordinal is of the handovers, and no share of the people; a second group in a headline is no earlier one."""
    assert _told("2026-07-11", language, title, "", 33) == {"persons_transferred, this_event"}
