"""The table of measures: name, unit, family, labels, the words it needs. Imports nothing of the project.

One entry per measure. `near` and `never` are searched in the folded sentence, `most` tells a total from one event.
Which nouns and acts lead to a measure stands with the rules for people, forces and things.
"""

from dataclasses import dataclass

from bot.extract.guarded import Guarded

Family = str  # "transfer", "violence", "seizure", "arrest", "strike", "court", "money", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that a number can say."""

    name: str
    unit: str
    family: Family
    label_en: str
    label_es: str
    near: Guarded | None = None  # must occur in the sentence
    never: Guarded | None = None  # must not occur in it
    most: float | None = None  # of one event; more is a total of many events


def _re(pattern: str) -> Guarded:
    return Guarded(rf"\b(?:{pattern})")


_SEA = (
    r"altamar|alta mar|at sea|sumergibles?|semisumergibles?|semi-?submersible|submarin\w*|millas|nautical|off "
    r"(?!the)|frente a|"
    r"marina\b|armada\b|naval|pacific\w*|caribbean|caribe|costas?\b|coast|lanchas?|boats?\b|vessels?|embarcacion\w*|"
    r"el mar\b|semisumergible|go-fasts?|navy\b|maritim\w+|ocean\w*|oceano"
)
_BOATS = (
    r"campaign|campana|boats?\b|vessels?\b|lanchas?\b|embarcacion\w*|narcolanchas?|speedboats?|at sea|en altamar|"
    r"pacific|"
    r"caribbean|caribe|pacifico|off the (?:\w+ )?coast|(?:southwest|west|south|east) of (?:its|the|"
    r"mexico's) (?:\w+ )?coast"
)
_DRUGS = (
    r"drogas?\b|drugs?\b|narcotic\w*|narcoticos|cocaina|cocaine|metanfetamina\w*|meth\b|methamphetamine|marihuana|"
    r"marijuana|"
    r"cannabis|heroin\w*|heroina|cristal\b|fentanilo|fentanyl|opio\b|opium|estupefacientes|sustancias?|amapola|"
    r"ketamin\w+"
)

_TABLE = (
    Measure(
        name="persons_transferred",
        unit="persons",
        family="transfer",
        label_en="people handed over",
        label_es="personas entregadas",
        most=75,
    ),
    Measure(
        name="persons_transferred_cumulative",
        unit="persons",
        family="transfer",
        label_en="people handed over so far",
        label_es="personas entregadas hasta ahora",
    ),
    Measure(
        name="transfer_operations",
        unit="events",
        family="transfer",
        label_en="handovers so far",
        label_es="entregas hasta ahora",
    ),
    Measure(
        name="persons_extradited",
        unit="persons",
        family="transfer",
        label_en="people extradited",
        label_es="personas extraditadas",
    ),
    Measure(
        name="extraditions_period",
        unit="persons",
        family="transfer",
        label_en="extraditions in the period",
        label_es="extradiciones en el periodo",
    ),
    Measure(
        name="extradition_requests",
        unit="events",
        family="transfer",
        label_en="extradition requests",
        label_es="solicitudes de extradición",
        near=_re(r"extradi\w+|pending|pendientes|detencion provisional|provisional arrest|en tramite|treaty|tratado"),
    ),
    Measure(
        name="requests_refused",
        unit="events",
        family="transfer",
        label_en="requests refused",
        label_es="solicitudes rechazadas",
        near=_re(r"request|solicitud|extradi\w+|peticion|petition"),
    ),
    Measure(
        name="women_in_group",
        unit="persons",
        family="transfer",
        label_en="women among them",
        label_es="mujeres en el grupo",
    ),
    Measure(
        name="aircraft_used",
        unit="aircraft",
        family="transfer",
        label_en="aircraft used",
        label_es="aeronaves usadas",
    ),
    Measure(
        name="destinations",
        unit="count",
        family="transfer",
        label_en="destinations",
        label_es="destinos",
    ),
    Measure(
        name="origin_prisons",
        unit="count",
        family="transfer",
        label_en="prisons of origin",
        label_es="penales de origen",
    ),
    Measure(
        name="escort_personnel",
        unit="persons",
        family="transfer",
        label_en="personnel in the escort",
        label_es="elementos de custodia",
    ),
    Measure(
        name="escort_vehicles",
        unit="count",
        family="transfer",
        label_en="vehicles in the escort",
        label_es="vehículos de custodia",
    ),
    Measure(
        name="persons_indicted",
        unit="persons",
        family="court",
        label_en="people charged",
        label_es="personas acusadas",
    ),
    Measure(
        name="charges_counts",
        unit="count",
        family="court",
        label_en="counts or charges",
        label_es="cargos",
        near=_re(
            r"fac\w+|charg\w+|indict\w*|accus\w+|plead\w*|pled|guilty|convict\w*|count\b|counts\b|"
            r"enfrent\w+|acus\w+|imput\w+|"
            r"atribuy\w+|formul\w+|pesan|culpable|vincul\w+|proces\w+|drug|trafficking|murder|delitos? de|cargos? "
            r"(?:de|por)"
        ),
    ),
    Measure(
        name="sentence_years",
        unit="years",
        family="court",
        label_en="years of prison",
        label_es="años de prisión",
        near=_re(
            r"prison|jail|sentenc\w*|behind bars|fac(?:e|es|ed|ing)\b|serv(?:e|es|ed|ing)\b|condena\w*|"
            r"prision|carcel|pena\b|"
            r"penas\b|tras las rejas|cadena perpetua|sentencia\w*|purga\w*|imprisonment|(?:prosecutors?|fiscal\w*) "
            r"(?:\w+ ){0,2}(?:wants?|exig\w+|ask\w*|demand\w*|push\w*)|got (?:\w+ )?(?:\d+|\w+) "
            r"years|gets? \w+ years|given (?:up to )?\w+ years(?! to\b)|"
            r"pid(?:e|en|io|ira|ieron)\b|pedira\w*|seek\w*|sought|dan \w+ anos|dieron \w+ anos|imponen|impus\w+|"
            r"recib\w+|"
            r"bars\b|reclusion|custody|encierro|juez|judge|term\b|counts\b|convicted|culpable"
        ),
    ),
    Measure(
        name="death_penalty_eligible",
        unit="persons",
        family="court",
        label_en="people facing the death penalty",
        label_es="personas que enfrentan pena de muerte",
        never=_re(
            r"not (?:be )?(?:pursu\w+|seek\w*|ask\w*|sought|fac\w+|subject|sentenced|executed|put)[^.;]{0,20} death|"
            r"no (?:se )?(?:les )?(?:pedira|buscara|solicitara|aplicara|impondra|enfrentar)\w*|"
            r"no (?:seran?|seri?an?|sean?|fueran?) (?:condenad|sentenciad|ejecutad)\w+|"
            r"desist(?:e|en|io|ieron) (?:de|en)(?: \w+){0,2} pena|"
            r"(?:drop(?:s|ped)?|abandon(?:s|ed)?|waive[sd]?) (?:the )?death|"
            r"(?:sin|without)(?: \w+){0,3} (?:pena de muerte|death)|"
            r"(?<!no )(?<!not )(?<!n't )(?:descart\w*|exclu\w*|rul(?:e[sd]?|ing) out)(?: \w+){0,3} "
            r"(?:pena de muerte|death)"
        ),
        near=_re(
            r"death penalty|seek(?:s|ing)? death\b|eligible for (?:the )?(?:death|execution)|(?:faced?|facing|"
            r"face) (?:the death|execution|"
            r"death)|"
            r"(?:be|been|ser) (?:put to death|executed|ejecutad\w+)|maxima pena|pena maxima|(?:sentenced|condenad\w+|"
            r"sentenciad\w+) (?:to|a) (?:death|muerte)|pena de muerte|pena "
            r"capital|capital punishment|death sentences?\b"
        ),
    ),
    Measure(
        name="forfeiture_or_fine",
        unit="usd",
        family="court",
        label_en="forfeiture or fine",
        label_es="decomiso o multa",
        near=_re(
            r"(?:ordered to|must) (?:pay|give up|forfeit|repay)|orden(?:a|o) .{0,30}pagar|"
            r"soltara\w*|forfeit\w*|deber\w+ (?:pagar|"
            r"entregar|devolver)\b|fine[ds]?\b|multa\w*|decomiso (?:de|por)|confiscacion|"
            r"restitution|extincion de "
            r"dominio|to settle|zanjar|renuncia a|"
            r"agree[sd] to (?:give up|hand over|surrender|pay)\b|(?:acord|acept)\w+ (?:pagar|entregar)\b"
        ),
    ),
    Measure(
        name="reward",
        unit="usd",
        family="money",
        label_en="reward",
        label_es="recompensa",
        near=_re(
            r"rewards?\b|bount(?:y|ies)\b|recompensa\w*|on (?:his|her|their) heads?\b|pone[n]? precio|oferta por|"
            r"(?:eu|ee\.? ?uu|dea|fbi) (?:daba|ofrecia|da)\b|anyone who turns in|turns? (?:him|her|them) in\b|"
            r"(?:offer\w*|pay\w*|paid|put\w*|post\w*|ofrec\w+|pag[ao]\w*|"
            r"dan|daban|puso|"
            r"pusieron|pone[n]?|promet\w+|bolsa)\b[^.;]*\b(?:captur\w*|arrest\w*|informa\w*|catch\w*|help\w*|ayud\w+|"
            r"paradero|"
            r"locali\w+|whereabouts|datos|pistas|tips?|head|cabeza|entreg\w+|apresa\w*|conviction|por (?:el|la|su) "
            r"(?:lider|jefe|capo|"
            r"hijo|hermano|cabecilla))\b|(?:captur\w+|whereabouts|paradero|por (?:el|la|su) (?:capo|lider|"
            r"jefe))\b[^.;]*\b(?:offer\w*|"
            r"ofrec\w+|pay\w*|pag[ao]\w*|daban|dan|hasta)\b|price on|por (?:el|ella|ellos) (?:se )?(?:ofrec|pag)\w+|"
            r"(?:whom|quien|el que|la que)\b[^.;]{0,40}\b(?:offer\w*|ofrec\w+|daba\w*|pag\w+)|offer\w* "
            r"[^.;]{0,30}for (?:him|her|them)\b|ofrec\w+ [^;.]{0,45}(?:mdd|dolares) por\b|"
            r"\b(?:dea|fbi|washington|u\.?s\.?|united states|state department|estados unidos|eu|ee\.? ?uu\.?|"
            r"departamento de estado),? (?:que |who |which )?(?:had |ha[sn]? |have |habian? )?"
            r"(?:offer(?:s|ed)|ofrec(?:e|ia|ian|en|io|ido))\b(?![^.;]*\b(?:aid|ayuda|loans?|prestamos?|assistance|help|relief|invest\w+|inversion\w*)\b)|"
            r"ofrec\w+ por (?:el|ella|ellos)\b|"
            r"(?:mdd|dolares) por [^.;,]{3,60}, (?:ofrece|paga|anuncia)n? (?:el |la )?(?:washington|eu|ee\.? ?uu|"
            r"estados unidos|dea|fbi|ice|departamento de estado)\b|"
            r"(?:mdd|dolares) (?:(?:que )?(?:ofrec|dan?|daba|paga)\w*) (?:el |la |los )?(?:washington|eu|ee\.? ?uu|"
            r"estados unidos|dea|fbi|ice|departamento de estado|gobierno|justicia|casa blanca)\b[^.;,]{0,25}\bpor\b|"
            r"(?:what |that )?(?:the )?(?:washington|us|u\.s\.|united states|state department|dea|fbi) "
            r"(?:is |has |was )?(?:offer\w*|pays?) for\b|offered by (?:the )?(?:washington|us|"
            r"u\.s\.|united states|state department|dea|fbi)\b[^.;,]{0,15}\bfor\b|"
            r"offer\w* [^.;]{0,30}for (?:the|their|its|his|her) (?:\w+ ){0,2}(?:leader|boss|head|chief|founder|son|"
            r"brother)"
        ),
        never=_re(r"traspaso|fichaje|delantero|winger|striker|ransom|rescate|bribes?|sobornos?"),
    ),
    Measure(
        name="persons_arrested",
        unit="persons",
        family="arrest",
        label_en="people arrested",
        label_es="personas detenidas",
        most=1_500,
    ),
    Measure(
        name="arrested_cumulative",
        unit="persons",
        family="arrest",
        label_en="arrests to date",
        label_es="detenciones acumuladas",
    ),
    Measure(
        name="drugs_seized_total",
        unit="kg",
        family="seizure",
        label_en="drugs seized",
        label_es="droga asegurada",
        most=60_000,
        near=_re(_DRUGS),
    ),
    Measure(
        name="fentanyl_seized",
        unit="kg",
        family="seizure",
        label_en="fentanyl seized",
        label_es="fentanilo asegurado",
        most=6_000,
        near=_re(r"fentanilo|fentanyl"),
    ),
    Measure(
        name="pills_seized",
        unit="pills",
        family="seizure",
        label_en="pills seized",
        label_es="pastillas aseguradas",
        most=30_000_000,
    ),
    Measure(
        name="doses",
        unit="doses",
        family="seizure",
        label_en="doses",
        label_es="dosis",
        never=_re(r"vacun\w*|vaccin\w*"),
    ),
    Measure(
        name="cocaine_at_sea",
        unit="kg",
        family="seizure",
        label_en="cocaine seized at sea",
        label_es="cocaína asegurada en altamar",
        near=_re(_SEA),
    ),
    Measure(
        name="labs_destroyed",
        unit="count",
        family="seizure",
        label_en="laboratories dismantled",
        label_es="laboratorios desmantelados",
        most=120,
    ),
    Measure(
        name="weapons_seized",
        unit="count",
        family="seizure",
        label_en="weapons seized",
        label_es="armas aseguradas",
        most=1_500,
    ),
    Measure(
        name="seizure_value",
        unit="usd",
        family="seizure",
        label_en="value of the seizure",
        label_es="valor de lo asegurado",
        near=_re(
            r"worth\b|valued|valued at|street value|a?valuad\w+|valor (?:de|en|comercial|aproximado)|"
            r"afectacion(?:es)? economica|con "
            r"valor|estimated value|valor estimado|mercado (?:negro|ilegal|ilicito)|costing|cost (?:the|them)|blow of|"
            r"golpe (?:de|economico|financiero|por)|"
            r"loss to (?:organi[sz]ed|criminal|the (?:cartel|gang))|perdidas? (?:de|por)|"
            r"dano (?:de|economico|patrimonial)|losses|"
            r"afectacion|su valor|values?\b"
        ),
    ),
    Measure(
        name="homicide_rate_daily",
        unit="per day",
        family="violence",
        label_en="homicides a day",
        label_es="homicidios diarios",
        near=_re(r"(?:homicid\w+|murder\w*|killing\w*|asesinat\w+|muert\w+|victim\w+)"),
    ),
    Measure(
        name="homicide_change",
        unit="pct",
        family="violence",
        label_en="change in homicides",
        label_es="cambio en homicidios",
        near=_re(r"homicid\w+|murders?\b|killings\b|asesinatos"),
    ),
    Measure(
        name="killed",
        unit="persons",
        family="violence",
        label_en="killed",
        label_es="muertos",
        most=150,
    ),
    Measure(
        name="security_forces_killed",
        unit="persons",
        family="violence",
        label_en="security forces killed",
        label_es="elementos de seguridad caídos",
        most=60,
    ),
    Measure(
        name="injured",
        unit="persons",
        family="violence",
        label_en="injured",
        label_es="heridos",
        most=500,
    ),
    Measure(
        name="disappeared",
        unit="persons",
        family="violence",
        label_en="missing",
        label_es="desaparecidos",
        most=120,
    ),
    Measure(
        name="displaced",
        unit="persons",
        family="violence",
        label_en="displaced",
        label_es="desplazados",
    ),
    Measure(
        name="us_strikes",
        unit="strikes",
        family="strike",
        label_en="US strikes",
        most=9,
        label_es="ataques de EE. UU.",
        near=_re(
            r"the military|campaign|campana|u\.? ?s\b|us\b|united states|american|estados unidos|"
            r"eu\b|ee\.? ?uu|estadounidense\w*|"
            r"pentagon\w*|trump|"
            r"southcom|"
            r"(?:speed)?boats?\b|vessels?\b|(?:narco)?lanchas?\b|embarcacion\w*|drones?\b|washington|"
            r"hegseth|comando sur"
        ),
    ),
    Measure(
        name="strike_deaths",
        unit="persons",
        family="strike",
        label_en="killed in US strikes",
        most=45,
        label_es="muertos en ataques de EE. UU.",
        near=_re(_BOATS),
    ),
    Measure(
        name="us_forces",
        unit="persons",
        family="strike",
        label_en="US personnel",
        label_es="personal de EE. UU.",
    ),
    Measure(
        name="flights_missions",
        unit="count",
        family="strike",
        label_en="flights or missions",
        label_es="vuelos o misiones",
        near=_re(
            r"surveillance|spy|reconnaissance|drones?\b|overflights?|sorties?|cia\b|vigilancia|espia\w*|"
            r"espionaje|sobrevuelos?|"
            r"reconocimiento|inteligencia|intelligence"
        ),
    ),
    Measure(
        name="overdose_deaths",
        unit="persons",
        family="other",
        label_en="overdose deaths",
        label_es="muertes por sobredosis",
        near=_re(
            r"overdos\w+|sobredosis|fentanyl deaths|muertes por fentanilo|"
            r"(?:drugs|fentanyl|opioids|drogas|fentanilo) (?:have |has |ha[n]? )?(?:kill|mat)\w*|"
            r"\bdrug kill(?:s|ed)\b|(?<!de la )\bdroga (?:ha )?mat(?:a|o|ado)\b"
        ),
    ),
    Measure(
        name="blockades",
        unit="count",
        family="violence",
        label_en="blockades",
        label_es="bloqueos",
    ),
    Measure(name="votes", unit="votes", family="other", label_en="votes", label_es="votos"),
    Measure(
        name="deadline_days",
        unit="days",
        family="other",
        label_en="time limit or validity, days",
        label_es="plazo o vigencia, días",
        near=_re(
            r"within|deadline|notice|notam|grace|ultimatum|plazo|dentro de|antes de|en un maximo|no mas de|"
            r"vigencia|"
            r"prorrog\w+|extension|suspension|pause|pausa|tregua|next|proximos|siguientes"
        ),
    ),
    Measure(
        name="poll_share",
        unit="pct",
        family="other",
        label_en="share in a poll",
        label_es="porcentaje en encuesta",
        near=_re(
            r"polls?\b|polled|survey\w*|respondents|oppose[ds]?\b|approv\w+|favou?r\b|support(?:s|ed)?\b|"
            r"encuesta\w*|sondeo|"
            r"encuestad\w+|consultados|pollsters?|interviewed|entrevistad\w+|rechaza\w*|aprueba\w*|opina\w*|a favor|"
            r"en contra|de "
            r"los mexicanos|of mexicans|"
            r"of americans|"
            r"de acuerdo|asked about|say (?:yes|no)\b|l[ao] ven? |se opone|respalda\w*|disapprove\w*|desaprueba\w*"
        ),
    ),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in _TABLE}
OTHER = "other"
