"""The facets of flagged items by the rules: what happened, how loud, which way, by what means, what is new in it."""

from datetime import date

import pytest
from builders import NOON, make_item
from classify_kit import LEXICON, Fixed, headline, judged

from bot.classify import judge
from bot.classify.facets import item_type_of, means_of
from bot.classify.realis import clauses_of, realis_of, side_of
from bot.extract import people_moved
from bot.rules import RuleSet, compile_rule


@pytest.mark.parametrize(("effect", "severity"), [("always", "P2"), ("+1.5", "P3")])
def test_what_is_always_told_is_no_line_of_the_digest(effect: str, severity: str) -> None:
    """A look back at a handover is P3 by its words; who writes "always" is told of it, who gives points is not."""
    item = make_item(title="Opinión: México y la entrega de los 26, un año después", summary="")
    verdict = judged(item, rules=(("mexico", effect),)).verdicts[1]
    assert (verdict.flagged, verdict.severity) == (True, severity)


def test_versions_travel_with_the_verdict() -> None:
    """Of the model, and of the rules as bot.rules counts it."""
    rule = compile_rule(topic="transfer", when="mexico", effect="+1", until=date(2030, 1, 1), note="n")
    rules = RuleSet((rule,))
    verdict = judge(
        [make_item()], {"transfer": Fixed("transfer", 1.0)}, rules, LEXICON, NOON, people_moved=people_moved
    )[0].verdicts[0]

    assert ("transfer-fixed", rules.version) == (verdict.model_version, verdict.rules_version)


@pytest.mark.parametrize(
    ("topic", "title", "realis"),
    [
        # headlines made up for this test; the pairs differ by one word that turns the meaning
        ("strike_threat", "Pentagon won't rule out airstrikes on Mexican labs", "threatened"),
        ("strike_threat", "Pentagon rules out airstrikes on Mexican labs", "denied"),
        ("strike_threat", "Washington no descarta ataques en Sonora", "threatened"),
        ("strike_threat", "Washington descarta ataques en Sonora", "denied"),
        ("strike_threat", "Sheinbaum descarta cualquier incursión", "rejected"),
        ("strike_threat", "Sheinbaum rechaza tropas extranjeras", "rejected"),
        ("strike_threat", "Hegseth threatens to send troops across the border", "threatened"),
        ("strike_threat", "EU estaría preparando incursiones en Durango", "reported"),
        ("strike_threat", "President signs executive order allowing drone strikes in Mexico", "announced"),
        ("strike_threat", "Judge freezes order that allowed raids in Mexico", "blocked"),
        ("strike_threat", "US drones kill three in Sinaloa", "occurred"),
        ("transfer", "México entrega a nueve reos a Estados Unidos", "occurred"),
        ("transfer", "Mexico to hand over nine prisoners to US", "announced"),
        ("transfer", "Fugitive extradited from Jalisco to Ohio", "occurred"),
        ("transfer", "EU pide a México la extradición de un exalcalde", "requested"),
        ("transfer", "US asks Mexico to extradite former mayor", "requested"),
        ("transfer", "Juez concede suspensión contra extradición de contador", "blocked"),
        ("transfer", "Judge halts extradition of accountant", "blocked"),
        ("transfer", "Niegan amparo a contador; queda firme su extradición", "announced"),
        ("transfer", "Corte niega la extradición de exmilitar", "rejected"),
        ("transfer", "Fiscalía niega haber pedido a exmilitar", "denied"),
        ("transfer", "Harfuch descarta otro traslado de reos", "denied"),
        ("transfer", "Mexico could hand over 29 cartel leaders to the US", "reported"),
        ("transfer", "Mexico is considering sending 29 prisoners north", "reported"),
        ("transfer", "México podría extraditar a un exalcalde", "reported"),
        ("transfer", "México evalúa si entregar a 29 capos", "reported"),
        ("transfer", "What happened to the 29 capos Mexico sent to the US?", "historical"),
        ("transfer", "¿Qué fue de los 29 capos que México entregó a EU?", "historical"),
        ("transfer", "Harfuch no descarta otro traslado de reos", "threatened"),
        ("transfer", "Habrían entregado a líder en secreto, según fuentes", "reported"),
    ],
)
def test_realis_of_headlines(topic: str, title: str, realis: str) -> None:
    """Negation, modality, requests and courts turn the realis and never drop the item."""
    assert (realis,) == realis_of(topic, clauses_of(title))


def test_a_headline_that_says_nothing_leaves_it_to_the_lead() -> None:
    """The first sentences are asked in order; without a cue the topic's usual realis stands."""
    assert realis_of("transfer", clauses_of("Un caso largo\nEU solicita su extradición.")) == ("requested",)
    assert realis_of("transfer", clauses_of("Un caso largo")) == ("occurred",)
    assert realis_of("strike_threat", clauses_of("Un caso largo")) == ("threatened",)
    assert realis_of("another_topic", clauses_of("Un caso largo")) == ("occurred",)


@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("México entrega a nueve presos a Estados Unidos", "P1"),
        ("Mexico hands over five suspects to US", "P1"),
        ("México entrega a cuatro presos a Estados Unidos", "P2"),
        ("Mexico hands over three suspects to US", "P2"),
        ("Mexico hands over two cartel suspects to US", "P2"),
        ("Extraditan a “El Mencho” a Texas", "P1"),
        ("US asks Mexico to extradite governor", "P1"),
        ("US asks Mexico to hand over Rocha Moya", "P1"),
        ("Extraditan a EU a un homicida; Rocha Moya confirma el traslado", "P3"),
        ("Juan José Farías extradited to the US", "P2"),
        ("Fugitive in Ohio killing extradited from Sonora", "P3"),
        ("Opinión: entregar capos no basta", "P3"),
        ("Juez concede suspensión contra extradición de capo", "P2"),
        ("Nine prisoners return to Mexico to finish their sentences", "P3"),
    ],
)
def test_severity_of_transfers(title: str, severity: str) -> None:
    """Five people or a household name ping; two to four are P2; ordinary cases go to the digest."""
    assert severity == judged(headline(title)).verdicts[1].severity


@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("US missile strike kills four in Durango", "P1"),
        ("President signs order authorising strikes in Mexico", "P1"),
        ("Trump threatens to send troops to Mexico", "P2"),
        ("Senator threatens to send troops to Mexico", "P3"),
        ("Sheinbaum rechaza de nuevo la intervención", "P3"),
        ("Pentagon weighs raids in Mexico, sources say", "P2"),
        ("Senate lets US instructors train Mexican marines", "P3"),
        ("Analysis: what strikes in Mexico would cost", "P3"),
        ("FAA notice warns of military activity over Sonora airspace", "P2"),
    ],
)
def test_severity_of_force(title: str, severity: str) -> None:
    """Acts and orders ping, threats of the top are P2, refusals and training go to the digest."""
    assert severity == judged(headline(title)).verdicts[0].severity


@pytest.mark.parametrize(
    ("title", "realis", "severity", "direction"),
    [
        # headlines made up for this test; an empty string leaves a facet open
        ("Eleven cartel suspects handed to US; lawyers say clients were denied hearings", "occurred", "P1", "MX_TO_US"),
        ("Mexico flies cartel prisoners to US", "occurred", "P1", "MX_TO_US"),
        ("México envía a otro grupo de capos a Estados Unidos", "occurred", "P1", "MX_TO_US"),
        ("Regresan a Juárez nueve reos mexicanos que purgaban condena en EU", "occurred", "P3", "US_TO_MX"),
        ("US returns 14 Mexican inmates to serve out their sentences at home", "occurred", "P3", "US_TO_MX"),
        ("ICE hands murder suspect over to Mexican authorities at El Paso bridge", "occurred", "", "US_TO_MX"),
        ("Entrega EU a México a exfuncionario acusado de desvío", "occurred", "", "US_TO_MX"),
        ("Sheinbaum niega que haya planes de otro envío de capos", "denied", "P2", "MX_TO_US"),
        ("No further handovers planned, Mexico's security chief says", "denied", "P2", "MX_TO_US"),
        (
            "Trasladan a 12 internos de Jalisco a Texas; abogados reclaman que se negó el amparo",
            "occurred",
            "P1",
            "MX_TO_US",
        ),
        ("Extradited Sinaloa lieutenant denies trafficking charges in Chicago court", "occurred", "", "MX_TO_US"),
        ("“El Moro”, extraditado a EU, niega ser líder de cártel", "occurred", "", "MX_TO_US"),
        ("Mexico hands over Caro Quintero's rival and eight others despite court stays", "occurred", "P1", "MX_TO_US"),
        ("Mexico turns over 17 inmates, rejects claims of a secret deal", "occurred", "P1", "MX_TO_US"),
        ("Sheinbaum defends handing over 26 capos, denies pressure from Trump", "occurred", "P1", "MX_TO_US"),
        ("EU solicita la detención con fines de extradición del gobernador de Guerrero", "requested", "P1", "MX_TO_US"),
        ("Justice Department formally requests extradition of former defense minister", "requested", "P1", "MX_TO_US"),
        ("Otorgan amparo a operador financiero del CJNG contra su extradición", "blocked", "P2", "MX_TO_US"),
        ("Mexico refuses to extradite ex-governor without evidence", "rejected", "", "MX_TO_US"),
        ("US court refuses to extradite former officer to Mexico", "rejected", "", "US_TO_MX"),
        ("México pide a Estados Unidos la extradición de exgobernador", "requested", "P2", "US_TO_MX"),
        ("FGR extradita a Estados Unidos a hombre acusado de homicidio en Oregon", "occurred", "P3", "MX_TO_US"),
        ("Mexico will hand over 20 more prisoners to US next week, Harfuch says", "announced", "P1", "MX_TO_US"),
        ("México entrega a tres presuntos narcotraficantes a EU", "occurred", "P2", "MX_TO_US"),
        (
            "Ex-secretario de Seguridad de Durango se entrega a autoridades de EU en Nogales",
            "occurred",
            "P1",
            "MX_TO_US",
        ),
        ("A decade after the escape: how El Chapo was recaptured and sent to New York", "historical", "P3", ""),
        ("México prepararía entrega de 30 presos más, según fuentes", "reported", "P1", "MX_TO_US"),
        ("After Trump threat, Mexico sends 14 drug suspects north", "occurred", "P1", "MX_TO_US"),
        ("US embassy denies it asked for mayor's extradition", "denied", "", ""),
        ("Falso que fueran migrantes: los 30 enviados a EU son capos, aclara Harfuch", "occurred", "P2", "MX_TO_US"),
        ("Mexico could halt extraditions unless US answers its own requests", "threatened", "", ""),
        ("Twenty-two alleged traffickers arrive in Houston under Mexican escort", "occurred", "P1", "MX_TO_US"),
        ("Gobierno confirma nueva entrega de reos a Washington", "occurred", "P1", "MX_TO_US"),
        ("Mexico ships two dozen gang bosses north in predawn airlift", "occurred", "P1", "MX_TO_US"),
        ("Desmiente SSPC traslado de capos a Estados Unidos", "denied", "P2", "MX_TO_US"),
        ("Mexico says reports of a fourth handover are false", "denied", "P2", "MX_TO_US"),
        ("Mexico denies violating court orders in transfer of 18 prisoners to US", "occurred", "P1", "MX_TO_US"),
        ("SSPC niega violaciones a derechos en traslado de 18 reos a EU", "occurred", "P1", "MX_TO_US"),
        ("Cartel banker arrives in Miami; judge denies bail", "occurred", "P2", "MX_TO_US"),
        ("Washington pide a México entregar a exgobernador de Nayarit", "requested", "P1", "MX_TO_US"),
        ("Ohio wants Mexico to extradite man in 2012 murder", "requested", "P3", "MX_TO_US"),
        ("Juez federal frena extradición de presunto líder de La Línea", "blocked", "P2", "MX_TO_US"),
        ("SRE concede extradición de presunto homicida a Arizona", "announced", "", "MX_TO_US"),
        ("Court clears extradition of Zetas founder to Texas", "announced", "P2", "MX_TO_US"),
        ("México rechaza extraditar a diputado por falta de pruebas", "rejected", "", "MX_TO_US"),
        ("Sheinbaum: gobernador no será entregado a EU sin pruebas", "rejected", "P1", "MX_TO_US"),
        ("Operador de El Mayo es extraditado a Nueva York", "occurred", "P2", "MX_TO_US"),
        (
            "Ovidio's brother lands in Chicago after secret handover of El Chapo heir Iván Archivaldo",
            "occurred",
            "P1",
            "MX_TO_US",
        ),
        ("Deportan de Texas a mexicano buscado por homicidio en Sonora", "occurred", "P3", "US_TO_MX"),
        ("US deports man wanted for murder to Mexico", "occurred", "P3", "US_TO_MX"),
        ("Extraditan de Estados Unidos a México a presunto secuestrador", "occurred", "", "US_TO_MX"),
        ("México solicita a EU extraditar a empresario por huachicol", "requested", "P2", "US_TO_MX"),
        ("Mexico preparing to send another group of cartel bosses to US, sources say", "reported", "P1", "MX_TO_US"),
        ("México expulsa a 9 narcotraficantes; familias denuncian que no hubo aviso", "occurred", "P1", "MX_TO_US"),
        ("Suman 63 los capos enviados a EU: llega tercer grupo a Washington", "occurred", "P1", "MX_TO_US"),
        ("DEA: no hemos solicitado la entrega de la alcaldesa", "denied", "", "MX_TO_US"),
        ("Juez concede suspensión a exgobernador contra su entrega a EU", "blocked", "P1", "MX_TO_US"),
    ],
)
def test_what_happened_in_a_transfer_how_loud_and_which_way(
    title: str, realis: str, severity: str, direction: str
) -> None:
    """A cue counts when it is about the handover; what took place is never "denied"."""
    verdict = judged(headline(title)).verdicts[1]
    found = (verdict.realis[0], verdict.severity, verdict.direction)

    assert found == tuple(want or got for want, got in zip((realis, severity, direction), found, strict=True))


@pytest.mark.parametrize(
    ("title", "realis", "severity"),
    [
        ("US drone strike hits fentanyl lab in Sinaloa, Mexico protests", "occurred", "P1"),
        ("Pentagon denies troops crossed into Mexico", "denied", ""),
        ("Sheinbaum: no aceptaremos intervención militar de Estados Unidos", "rejected", "P3"),
        ("Mexico's president rejects Trump offer to send army", "rejected", "P3"),
        ("Trump says US will start hitting cartels on land", "threatened", "P2"),
        ("Trump no descarta enviar tropas a México", "threatened", "P2"),
        ("White House considers strikes on Mexican cartels, officials say", "reported", "P2"),
        ("Trump signs directive authorizing military strikes on cartels in Mexico", "announced", "P1"),
        ("Two CIA officers killed in operation in Chihuahua", "occurred", "P1"),
        ("Mueren dos agentes de la CIA en operativo en la sierra de Chihuahua", "occurred", "P1"),
        ("Trump gives Mexico two-week deadline before strikes", "threatened", "P1"),
        ("Mexico demands US explain drone flights over Baja", "requested", ""),
        ("FAA warns airlines of military activity over Mexico", "announced", "P2"),
        ("Senado autoriza entrada de 20 militares de EU para adiestramiento", "announced", "P3"),
        ("Fuerzas especiales de EU capturan a capo en Nayarit", "occurred", "P1"),
        ("Sheinbaum condena ataque con drones: “es una violación a la soberanía”", "rejected", ""),
        ("US strike kills five in Durango; Pentagon denies civilians among dead", "occurred", "P1"),
        ("US commandos raid ranch in Sonora; Mexico says it was not told", "occurred", "P1"),
        ("Casa Blanca niega planes de invadir México", "denied", "P2"),
        ("Hegseth: We will go after cartels in Mexico, with or without permission", "threatened", "P2"),
        ("No US forces took part in Jalisco raid, Mexico's defense ministry says", "denied", "P2"),
        ("Mexico won't allow US troops, foreign minister says", "rejected", "P3"),
        ("US surveillance drone flies over Sonora at Mexico's request", "occurred", "P2"),
        ("CIA prepara operaciones encubiertas en México, según fuentes", "reported", "P2"),
        ("Pentágono estudia ataques con drones contra cárteles: NYT", "reported", "P2"),
        ("Rubio advierte que EU podría actuar solo contra cárteles en México", "threatened", "P2"),
        ("Vance won't rule out special forces raids in Mexico", "threatened", "P2"),
        ("Trump orders strikes on cartel camps in Mexico", "announced", "P1"),
        ("Trump ordena ataques contra cárteles en México", "announced", "P1"),
        ("Ataque de EU deja tres muertos en Guerrero", "occurred", "P1"),
        ("EU bombardea laboratorio en Culiacán", "occurred", "P1"),
        ("American helicopter crew dies in raid on Durango ranch", "occurred", "P1"),
        ("Republican senator urges bombing of Mexican cartels", "threatened", "P3"),
        ("Trump says he has no plans to invade Mexico", "denied", "P2"),
        ("México rechaza presencia de agentes de la CIA", "rejected", "P3"),
        ("EU ataca con misiles rancho en Sinaloa; Sheinbaum rechaza la agresión", "occurred", "P1"),
        ("Mexico condemns US strike that killed four in Michoacán", "occurred", "P1"),
    ],
)
def test_what_happened_with_force_and_how_loud(title: str, realis: str, severity: str) -> None:
    """Threats, refusals, denials and acts are told apart by who speaks and by what comes first."""
    verdict = judged(headline(title)).verdicts[0]
    found = (verdict.realis[0], verdict.severity)

    assert found == tuple(want or got for want, got in zip((realis, severity), found, strict=True))


@pytest.mark.parametrize(("title", "realis"), [
    ("Mexico seeks to placate White House with transfer of 37 prisoners", "occurred"),
    ("México busca calmar a Washington con la entrega de 37 reos", "occurred"),
    ("US seeks to extradite former governor from Mexico", "requested"),
    ("EU busca llevar a juicio en Nueva York a exgobernador", "requested"),
])  # fmt: skip
def test_an_aim_is_no_request(title: str, realis: str) -> None:
    """Who seeks to please by a handover asks for nobody."""
    assert realis_of("transfer", clauses_of(title)) == (realis,)


def test_the_side_that_speaks() -> None:
    """One side's officials alone; both or none say nothing."""
    titles = ("Trump: we will strike", "Sheinbaum: no", "Trump y Sheinbaum hablan", "Un caso largo")

    assert [side_of(t.lower(), LEXICON.find(t)) for t in titles] == ["US", "MX", "", ""]  # type: ignore[arg-type] # same shape


def test_a_column_says_so_in_its_first_word() -> None:
    """The label may stand before the text instead of the headline."""
    assert (
        item_type_of(make_item(title="A gift of prisoners", summary="Column. Every flight buys a week.")) == "opinion"
    )


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        ("Un caso largo\nLos abogados niegan los cargos. Fue enviado a Texas.", "occurred"),
        ("Senadores exigen a Harfuch explicar el envío de reos", "occurred"),
        ("Extradition request waits for fugitive", "requested"),
        ("Mexico denies troops joined raid", "occurred"),
        ("Un plan de entrega", "reported"),
    ],
)
def test_cues_that_are_about_something_else(text: str, realis: str) -> None:
    """Charges, force and explanations are no denial of a handover and no request for a person."""
    assert (realis,) == realis_of("transfer", clauses_of(text))


def test_severity_turns_on_how_many_are_handed_over() -> None:
    """Five or more ping, two to four come outside quiet hours."""
    item = make_item(title="México entrega a acusados de fraude a Estados Unidos", summary="")

    assert judged(item, people_moved=lambda *_, **__: 9).verdicts[1].severity == "P1"
    assert judged(item, people_moved=lambda *_, **__: 3).verdicts[1].severity == "P2"
    assert judged(item).verdicts[1].severity == "P3"


@pytest.mark.parametrize(
    ("title", "outlet", "kind"),
    [
        ("Opinion: what next", "", "opinion"),
        ("Editorial: basta", "", "opinion"),
        ("Fact check: no troops entered", "", "fact_check"),
        ("Es falso que haya tropas", "", "fact_check"),
        ("EN VIVO: traslado de reos", "", "roundup"),
        ("Morning briefing: rain", "", "roundup"),
        ("Comunicado conjunto 12", "", "official_release"),
        ("Traslado de reos", "gob.mx", "official_release"),
        ("Analysis: the cost", "", "analysis"),
        ("¿Qué sigue tras la entrega?", "", "analysis"),
        ("Mexico after", "Crisis Group", "analysis"),
        ("México entrega a nueve", "El Diario", "news"),
    ],
)
def test_kinds_of_items(title: str, outlet: str, kind: str) -> None:
    """By the label or shape of the headline, then by the outlet."""
    assert kind == item_type_of(make_item(title=title, outlet=outlet))


@pytest.mark.parametrize(
    ("title", "route", "direction"),
    [
        ("Mexico extradites man to Texas", "extradition", "MX_TO_US"),
        ("US extradites man to Mexico", "extradition", "US_TO_MX"),
        ("México deporta a fugitivo a California", "deportation_expulsion", "MX_TO_US"),
        ("Capo se entrega en El Paso", "surrender", "MX_TO_US"),
        ("Bajo la Ley de Seguridad Nacional envían a reos", "security_law", "MX_TO_US"),
        ("Mexico hands over nine men to the US", "security_law", "MX_TO_US"),
        ("Kidnapped in Sinaloa, tried in Chicago", "rendition", "MX_TO_US"),
        ("Los envían a compurgar su pena a México", "sentence_transfer", "US_TO_MX"),
        ("EU deporta a cinco prófugos buscados por homicidio", "deportation_expulsion", "US_TO_MX"),
        ("ICE hands over man wanted in Durango at Laredo bridge", "extradition", "US_TO_MX"),
        ("Agentes de EU entregan a exalcalde en el puente de Reynosa", "unspecified", "US_TO_MX"),
        ("México recibe a dos fugitivos deportados por EU", "deportation_expulsion", "US_TO_MX"),
        ("Captured in Ohio: US extradites former mayor", "extradition", "US_TO_MX"),
        ("Entregan a prófugo a autoridades mexicanas en Tijuana", "unspecified", "US_TO_MX"),
        ("Exalcalde, ante el juez tras su extradición desde Estados Unidos", "extradition", "US_TO_MX"),
        ("Oposición celebra caso de exalcalde extraditado por EU", "extradition", "US_TO_MX"),
        ("Extradited from the U.S., former mayor faces judge", "extradition", "US_TO_MX"),
        # the US is where to, or gives something else
        ("Extraditan a EU a capo deportado por EU en 2010", "extradition", "MX_TO_US"),
        ("Capo extradited by US request leaves Toluca", "extradition", "MX_TO_US"),
        ("Pactada con EU, entrega a 31 reos", "security_law", "MX_TO_US"),
        ("A EU expulsa a 12 capos el gobierno", "deportation_expulsion", "MX_TO_US"),
        ("US fugitive extradited from Mexico", "extradition", "MX_TO_US"),
        ("US extradites cartel boss from Mexico", "extradition", "MX_TO_US"),
        ("US extradites 13 members of Sinaloa cartel", "extradition", "MX_TO_US"),
        ("EU extradita a capo detenido en Culiacán", "extradition", "MX_TO_US"),
        ("US removes cartel suspects from Mexico", "unspecified", "MX_TO_US"),
        ("Agentes de EU entregan a la corte a los tres", "unspecified", "MX_TO_US"),
        ("US hands over evidence in extradition case of capo", "extradition", "MX_TO_US"),
        ("Capo se entrega a autoridades mexicanas y será extraditado a EU", "surrender", "MX_TO_US"),
        ("Suspect flown from Cuba via Mexico to Miami", "unspecified", "VIA_MX"),
        ("Envía México a EU a 26 capos", "security_law", "MX_TO_US"),
        ("Un caso raro", "unspecified", "MX_TO_US"),
    ],
)
def test_route_and_direction(title: str, route: str, direction: str) -> None:
    """The legal way and which way a person goes."""
    verdict = judged(headline(title)).verdicts[1]

    assert direction == verdict.direction
    assert route == verdict.route


@pytest.mark.parametrize(
    ("title", "means"),
    [
        ("EU usaría drones en Sonora", "air_drone"),
        ("Destroyer anchors off Veracruz", "naval"),
        ("Dos agentes de la CIA", "covert_cia"),
        ("Marines train in Campeche", "troops_presence"),
        ("Raid on Culiacán", "ground_raid"),
        ("War powers vote", "legal_authority"),
        ("Operaciones conjuntas en Durango", "embedded_with_mx_forces"),
        ("Nada", "unspecified"),
    ],
)
def test_by_which_means_force_is_used(title: str, means: str) -> None:
    """How force is used."""
    assert means == means_of(clauses_of(title))
