"""The table of measures: name, unit, labels, what is counted, by which acts, near which words. Imports nothing of the
project.

One entry per measure (domain guide, section 8.1). `near` is searched in the folded sentence; `heads` are classes of
nouns.py, `acts` classes of acts.py that may govern the number. roles.py reads the table; nothing else does but labels.
"""

import re
from dataclasses import dataclass

Family = str  # "transfer", "violence", "seizure", "arrest", "strike", "court", "money", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that a number can say."""

    name: str
    unit: str
    family: Family
    label_en: str
    label_es: str
    heads: tuple[str, ...] = ()  # what is counted; "" = nothing named
    acts: tuple[str, ...] = ()  # one of them governs the number; empty = the noun or `near` is enough
    near: re.Pattern[str] | None = None  # must occur in the sentence
    never: re.Pattern[str] | None = None  # must not occur in it


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})")


_PEOPLE = ("person", "accused", "requested", "detained", "moved", "woman", "")
_SEA = (
    r"altamar|alta mar|at sea|pacific\w*|caribbean|caribe|costas?\b|coast|lanchas?|boats?\b|vessels?|embarcacion\w*|"
    r"semisumergible|navy\b|maritim\w+|ocean\w*|oceano"
)
_BOATS = (
    r"boats?\b|vessels?\b|lanchas?\b|embarcacion\w*|narcolanchas?|speedboats?|at sea|en altamar|pacific|"
    r"caribbean|caribe|pacifico"
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
        heads=_PEOPLE,
        acts=("transfer",),
    ),
    Measure(
        name="persons_transferred_cumulative",
        unit="persons",
        family="transfer",
        label_en="people handed over so far",
        label_es="personas entregadas hasta ahora",
        heads=(*_PEOPLE, "transfer"),
        acts=("transfer",),
    ),
    Measure(
        name="transfer_operations",
        unit="events",
        family="transfer",
        label_en="handovers so far",
        label_es="entregas hasta ahora",
        heads=("transfer", "batch"),
    ),
    Measure(
        name="persons_extradited",
        unit="persons",
        family="transfer",
        label_en="people extradited",
        label_es="personas extraditadas",
        heads=_PEOPLE,
        acts=("extradite",),
    ),
    Measure(
        name="extraditions_period",
        unit="persons",
        family="transfer",
        label_en="extraditions in the period",
        label_es="extradiciones en el periodo",
        heads=("extradition",),
    ),
    Measure(
        name="extradition_requests",
        unit="events",
        family="transfer",
        label_en="extradition requests",
        label_es="solicitudes de extradición",
        heads=("request",),
        near=_re(r"extradi\w+|pending|pendientes|detencion provisional|provisional arrest"),
    ),
    Measure(
        name="requests_refused",
        unit="events",
        family="transfer",
        label_en="requests refused",
        label_es="solicitudes rechazadas",
        heads=("request", ""),
        acts=("refuse",),
        near=_re(r"request|solicitud|extradi\w+|peticion"),
    ),
    Measure(
        name="women_in_group",
        unit="persons",
        family="transfer",
        label_en="women among them",
        label_es="mujeres en el grupo",
        heads=("woman",),
    ),
    Measure(
        name="aircraft_used",
        unit="aircraft",
        family="transfer",
        label_en="aircraft used",
        label_es="aeronaves usadas",
        heads=("aircraft",),
    ),
    Measure(
        name="destinations",
        unit="count",
        family="transfer",
        label_en="destinations",
        label_es="destinos",
        heads=("city",),
    ),
    Measure(
        name="origin_prisons",
        unit="count",
        family="transfer",
        label_en="prisons of origin",
        label_es="penales de origen",
        heads=("prison",),
    ),
    Measure(
        name="escort_personnel",
        unit="persons",
        family="transfer",
        label_en="escort, personnel",
        label_es="elementos de custodia",
        heads=("forces",),
        acts=("escort",),
    ),
    Measure(
        name="escort_vehicles",
        unit="count",
        family="transfer",
        label_en="escort, vehicles",
        label_es="vehículos de custodia",
        heads=("vehicle",),
    ),
    Measure(
        name="persons_indicted",
        unit="persons",
        family="court",
        label_en="people charged",
        label_es="personas acusadas",
        heads=_PEOPLE,
        acts=("indict",),
    ),
    Measure(
        name="charges_counts",
        unit="count",
        family="court",
        label_en="counts or charges",
        label_es="cargos",
        heads=("charge",),
        near=_re(
            r"fac\w+|charg\w+|indict\w*|accus\w+|plead\w*|pled|guilty|convict\w*|count\b|counts\b|"
            r"enfrent\w+|acus\w+|imput\w+|"
            r"culpable|vincul\w+|proces\w+|drug|trafficking|murder|delitos? de|cargos? (?:de|por)"
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
            r"penas\b|tras las rejas|cadena perpetua|sentencia\w*|purga\w*|imprisonment"
        ),
    ),
    Measure(
        name="death_penalty_eligible",
        unit="persons",
        family="court",
        label_en="people facing the death penalty",
        label_es="personas que enfrentan pena de muerte",
        heads=_PEOPLE,
        near=_re(
            r"death penalty|(?:sentenced|condenad\w+|sentenciad\w+) (?:to|a) (?:death|muerte)|pena de muerte|pena "
            r"capital|capital punishment"
        ),
    ),
    Measure(
        name="forfeiture_or_fine",
        unit="usd",
        family="court",
        label_en="forfeiture or fine",
        label_es="decomiso o multa",
        near=_re(
            r"forfeit\w*|fine[ds]?\b|multa\w*|decomiso (?:de|por)|confiscacion|restitution|extincion de "
            r"dominio"
        ),
    ),
    Measure(
        name="reward",
        unit="usd",
        family="money",
        label_en="reward",
        label_es="recompensa",
        near=_re(r"rewards?\b|bounty|bounties|recompensa\w*|(?:por|for) informaci?on (?:que|leading|sobre|about)"),
    ),
    Measure(
        name="persons_arrested",
        unit="persons",
        family="arrest",
        label_en="people arrested",
        label_es="personas detenidas",
        heads=_PEOPLE,
        acts=("arrest",),
    ),
    Measure(
        name="arrested_cumulative",
        unit="persons",
        family="arrest",
        label_en="arrests to date",
        label_es="detenciones acumuladas",
        heads=_PEOPLE,
        acts=("arrest",),
    ),
    Measure(
        name="drugs_seized_total",
        unit="kg",
        family="seizure",
        label_en="drugs seized",
        label_es="droga asegurada",
        acts=("seize",),
        near=_re(_DRUGS),
    ),
    Measure(
        name="fentanyl_seized",
        unit="kg",
        family="seizure",
        label_en="fentanyl seized",
        label_es="fentanilo asegurado",
        acts=("seize",),
        near=_re(r"fentanilo|fentanyl"),
    ),
    Measure(
        name="pills_seized",
        unit="pills",
        family="seizure",
        label_en="pills seized",
        label_es="pastillas aseguradas",
        heads=("pill",),
    ),
    Measure(
        name="doses",
        unit="doses",
        family="seizure",
        label_en="doses",
        label_es="dosis",
        heads=("dose",),
        never=_re(r"vacun\w*|vaccin\w*"),
    ),
    Measure(
        name="cocaine_at_sea",
        unit="kg",
        family="seizure",
        label_en="cocaine seized at sea",
        label_es="cocaína asegurada en altamar",
        acts=("seize",),
        near=_re(_SEA),
    ),
    Measure(
        name="labs_destroyed",
        unit="count",
        family="seizure",
        label_en="laboratories dismantled",
        label_es="laboratorios desmantelados",
        heads=("lab",),
    ),
    Measure(
        name="weapons_seized",
        unit="count",
        family="seizure",
        label_en="weapons seized",
        label_es="armas aseguradas",
        heads=("weapon",),
    ),
    Measure(
        name="seizure_value",
        unit="usd",
        family="seizure",
        label_en="value of the seizure",
        label_es="valor de lo asegurado",
        near=_re(
            r"worth\b|valued|street value|valuad\w+|valor (?:de|en)|afectacion economica|con valor|"
            r"estimated value|"
            r"valor estimado|mercado negro"
        ),
    ),
    Measure(
        name="homicide_rate_daily",
        unit="per_day",
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
        heads=(*_PEOPLE, "dead"),
        acts=("kill",),
    ),
    Measure(
        name="security_forces_killed",
        unit="persons",
        family="violence",
        label_en="security forces killed",
        label_es="elementos de seguridad caídos",
        heads=("forces",),
        acts=("kill",),
    ),
    Measure(
        name="injured",
        unit="persons",
        family="violence",
        label_en="injured",
        label_es="heridos",
        heads=(*_PEOPLE, "forces", "wounded"),
        acts=("injure",),
    ),
    Measure(
        name="disappeared",
        unit="persons",
        family="violence",
        label_en="missing",
        label_es="desaparecidos",
        heads=(*_PEOPLE, "forces", "missing"),
        acts=("vanish",),
    ),
    Measure(
        name="displaced",
        unit="persons",
        family="violence",
        label_en="displaced",
        label_es="desplazados",
        heads=(*_PEOPLE, "displaced"),
        acts=("displace",),
    ),
    Measure(
        name="us_strikes",
        unit="strikes",
        family="strike",
        label_en="US strikes",
        label_es="ataques de EE. UU.",
        heads=("strike", "boat"),
        near=_re(
            r"u\.? ?s\b|us\b|american|estados unidos|eu\b|ee\.? ?uu|estadounidense\w*|pentagon\w*|trump|"
            r"southcom|"
            r"boats?\b|vessels?\b|lanchas?\b|embarcacion\w*|drones?\b|washington|hegseth|comando sur"
        ),
    ),
    Measure(
        name="strike_deaths",
        unit="persons",
        family="strike",
        label_en="killed in US strikes",
        label_es="muertos en ataques de EE. UU.",
        heads=(*_PEOPLE, "dead"),
        acts=("kill",),
        near=_re(_BOATS),
    ),
    Measure(
        name="us_forces",
        unit="persons",
        family="strike",
        label_en="US personnel",
        label_es="personal de EE. UU.",
        heads=("forces",),
    ),
    Measure(
        name="flights_missions",
        unit="count",
        family="strike",
        label_en="flights or missions",
        label_es="vuelos o misiones",
        heads=("flight",),
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
        heads=(*_PEOPLE, "dead"),
        near=_re(r"overdos\w+|sobredosis"),
    ),
    Measure(
        name="blockades",
        unit="count",
        family="violence",
        label_en="blockades",
        label_es="bloqueos",
        heads=("blockade",),
    ),
    Measure(name="votes", unit="votes", family="other", label_en="votes", label_es="votos", heads=("vote",)),
    Measure(
        name="deadline_days",
        unit="days",
        family="other",
        label_en="deadline, days",
        label_es="plazo, días",
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
            r"encuestad\w+|rechaza\w*|aprueba\w*|opina\w*|a favor|en contra|de los mexicanos|of mexicans|"
            r"of americans|"
            r"de acuerdo|disapprove\w*|desaprueba\w*"
        ),
    ),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in _TABLE}
OTHER = "other"
