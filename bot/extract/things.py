"""Numbers of things: mass, money, time, shares, aircraft, weapons, votes, operations. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Role, Sentence
from bot.extract.context import near
from bot.extract.governors import governor
from bot.extract.measures import OTHER
from bot.extract.nouns import CLASS, STOPS
from bot.extract.units import Unit

_CHANGE_DOWN = re.compile(
    r"\b(?:declin\w+|drop\w*|fell|fall\w*|reduc\w+|decreas\w+|down|lower\w*|reduj\w+|"
    r"disminu\w+|baj[aoó]\w*|caid[ao]|"
    r"cay\w+|descens\w+|descend\w+|menos)\b"
)
_CHANGE_UP = re.compile(
    r"\b(?:increas\w+|rise[sn]?|rose|rising|surg\w+|up|higher|jump\w*|spik\w+|aument\w+|"
    r"increment\w+|alza|repunt\w+|"
    r"subi\w*|crec\w+|mas)\b"
)
_MONEY = frozenset({"usd", "mxn", "eur", "gbp", "money"})
_GIVEN = re.compile(r"\b(?:da|dan|dio|dieron|gives?|gave|otorg\w+|conced\w+|tiene|tienen|has|have|had)\b")
_NOTICE = re.compile(r"\b(?:notices?|notam\w*|advisor\w+|alertas?|avisos?|faa|deadline|plazo)\b")
_ALONE = {
    "pill": "pills_seized",
    "dose": "doses",
    "lab": "labs_destroyed",
    "weapon": "weapons_seized",
    "blockade": "blockades",
    "vote": "votes",
    "aircraft": "aircraft_used",
    "city": "destinations",
    "prison": "origin_prisons",
    "vehicle": "escort_vehicles",
    "charge": "charges_counts",
    "flight": "flights_missions",
    "strike": "us_strikes",
    "boat": "us_strikes",
    "extradition": "extraditions_period",
}
_REFUSED_NEAR = 8.0
_NEED_TRANSFER = frozenset({"aircraft_used", "destinations", "origin_prisons", "escort_vehicles"})
_NEED_ACT = {"pills_seized": "seize", "weapons_seized": "seize"}


def _mass_role(sentence: Sentence, counted: Counted) -> str:
    window = sentence.flats[counted.end : counted.end + 8]
    for other in sentence.counted:
        if other.quantity.first >= counted.end:
            window = sentence.flats[counted.end : min(counted.end + 8, other.quantity.first)]
            break
    substance = " ".join(window)
    before = " ".join(sentence.flats[max(0, counted.quantity.first - 6) : counted.quantity.first])
    seized = any(act.cls == "seize" for act in sentence.acts) or sentence.has_seizure
    if not seized:
        return OTHER
    if re.search(r"\bfentan[iy]l", substance) or (
        not near("drugs_seized_total", substance) and re.search(r"\bfentan[iy]l", before)
    ):
        return "fentanyl_seized"
    if re.search(r"\bcoca(?:ina|ine)", substance) and near("cocaine_at_sea", sentence.flat):
        return "cocaine_at_sea"
    if not re.match(r"(?:de|of) ", substance) and not near("drugs_seized_total", sentence.flat):
        return _mass_of_subject(sentence)
    drug = near("drugs_seized_total", substance) or near("drugs_seized_total", before)
    unnamed = not re.match(r"(?:de|of) ", substance)
    return "drugs_seized_total" if drug or (unnamed and near("drugs_seized_total", sentence.flat)) else OTHER


def _mass_of_subject(sentence: Sentence) -> str:
    """ "La embarcación llevaba 1.8 toneladas": the drug is named in the headline."""
    if re.search(r"\bfentan[iy]l", sentence.subject):
        return "fentanyl_seized"
    if re.search(r"\bcoca(?:ina|ine)", sentence.subject) and near("cocaine_at_sea", sentence.subject):
        return "cocaine_at_sea"
    return "drugs_seized_total" if near("drugs_seized_total", sentence.subject) else OTHER


def _percent_role(sentence: Sentence, counted: Counted) -> str:
    if near("homicide_change", sentence.flat) and (
        _CHANGE_DOWN.search(sentence.flat) or _CHANGE_UP.search(sentence.flat)
    ):
        return "homicide_change"
    if near("poll_share", sentence.flat):
        return "poll_share"
    fell = _CHANGE_DOWN.search(sentence.flat) or _CHANGE_UP.search(sentence.flat)
    return "homicide_change" if fell and near("homicide_change", sentence.subject) else OTHER


def _money_role(sentence: Sentence, counted: Counted) -> str:
    for name in ("reward", "forfeiture_or_fine", "seizure_value"):
        if near(name, sentence.flat):
            return name
    return OTHER


def _time_role(sentence: Sentence, counted: Counted, unit: Unit) -> str:
    flat, flats = sentence.flat, sentence.flats
    after = " ".join(flats[counted.end : counted.end + 3])
    before = " ".join(flats[max(0, counted.quantity.first - 7) : counted.quantity.first])
    if unit.name == "years" and near("sentence_years", flat):
        if re.match(r"(?:ago|later|old|de edad|despues|antes|atras|after|before|earlier)\b", after) or re.search(
            r"\b(?:hace|last|past|ultimos|for the|over the|tras|desde hace|since)(?: unos| los)?$", before
        ):
            return OTHER
        return "sentence_years"
    if unit.name == "days" and (_GIVEN.search(before) and re.match(r"(?:para|to) \w+", after)):
        return "deadline_days"
    if (
        unit.name == "days"
        and _NOTICE.search(f"{flat} {sentence.subject}")
        and re.search(r"\b(?:for|por|durante|within)$", before)
    ):
        return "deadline_days"
    if unit.name == "days" and (
        near("deadline_days", before) or re.search(r"\b(?:deadline|plazo|notice|vigencia|ultimatum|notam)\b", flat)
    ):
        return "deadline_days"
    return OTHER


def unit_role(sentence: Sentence, counted: Counted, unit: Unit) -> Role | None:
    if unit.name == "kg":
        name = _mass_role(sentence, counted)
    elif unit.name == "pct":
        name = _percent_role(sentence, counted)
    elif unit.name in _MONEY:
        name = _money_role(sentence, counted)
    elif unit.name in ("years", "days"):
        name = _time_role(sentence, counted, unit)
    else:
        name = OTHER
    if counted.quantity.article and name == OTHER and unit.name != "kg":
        return None
    return Role(name, "count" if unit.name in ("length", "money") else unit.name, counted, False)


def thing_role(sentence: Sentence, counted: Counted) -> str:
    kind, flat = counted.noun_class, sentence.flat
    if kind == "request":
        refused, cost = governor(sentence, counted, frozenset({"refuse"}))
        if refused and cost < 8 and near("requests_refused", flat):
            return "requests_refused"
        return (
            "extradition_requests"
            if near("extradition_requests", flat) and not counted.noun_flat.startswith("orden")
            else OTHER
        )
    if kind == "extradition" and governor(sentence, counted, frozenset({"refuse"}))[1] < _REFUSED_NEAR:
        return "requests_refused"
    if kind in ("transfer", "batch"):
        return _operations_role(sentence, counted)
    name = _ALONE.get(kind, OTHER)
    if name == OTHER:
        return OTHER
    moving = any(act.cls in ("transfer", "extradite", "escort") for act in sentence.acts)
    if name in _NEED_TRANSFER:
        wanted = {"destinations": ("a", "to", "hacia"), "origin_prisons": ("de", "from", "desde")}.get(name)
        if not sentence.about_transfer:
            return OTHER
        if wanted:
            return (
                name
                if counted.preposition in wanted or (moving and counted.preposition in ("en", "in", "at"))
                else OTHER
            )
        return name if moving or name == "aircraft_used" or sentence.in_title else OTHER
    if name == "us_strikes" and kind == "boat" and not any(act.cls == "strike" for act in sentence.acts):
        return OTHER
    needed = _NEED_ACT.get(name)
    if needed and not (any(act.cls == needed for act in sentence.acts) or sentence.has_seizure):
        return OTHER
    if (
        name == "labs_destroyed"
        and not any(act.cls in ("dismantle", "seize") for act in sentence.acts)
        and not sentence.has_seizure
    ):
        return OTHER
    if name == "us_strikes" and sentence.about_strikes:
        return name
    return name if near(name, flat) else OTHER


def _operations_role(sentence: Sentence, counted: Counted) -> str:
    """ "three handovers", "92 transfers so far": many transfers are people, as nobody has held ten mass handovers."""
    if not sentence.about_transfer:
        return OTHER
    if counted.noun_class == "batch":
        moving = any(act.cls == "transfer" for act in sentence.acts)
        return "transfer_operations" if counted.quantity.ordinal and moving else OTHER
    if counted.quantity.ordinal:
        return "transfer_operations"
    if counted.quantity.value >= 10:
        return "persons_transferred_cumulative"
    return "transfer_operations" if counted.quantity.value >= 2 else OTHER


def ordinal_role(sentence: Sentence, counted: Counted) -> str:
    """Ordinals count handovers, or nothing; "first" is told by nobody as a figure."""
    window = sentence.flats[counted.quantity.last : counted.quantity.last + 5]
    if counted.quantity.value < 2 or not sentence.about_transfer:
        return OTHER
    for flat in window:
        kind = CLASS.get(flat, "")
        if kind == "transfer":
            return "transfer_operations"
        if kind == "batch" and any(act.cls == "transfer" for act in sentence.acts):
            return "transfer_operations"
        if flat in STOPS or not flat.isalpha():
            return OTHER
    return OTHER


def vote_role(sentence: Sentence, counted: Counted) -> str | None:
    """ "105 a favor", "105-0", "by 105 votes to 0"."""
    if not re.search(
        r"\b(?:votes?|voted|votos?|votaron|voto|abstencion\w*|abstention\w*|senad\w+|senate|congress|house)\b",
        sentence.flat,
    ):
        return None
    after = " ".join(sentence.flats[counted.quantity.last : counted.quantity.last + 2])
    if counted.noun_class == "vote" or re.match(
        r"(?:a favor|en contra|in favor|in favour|against|abstenc|abstent|- \d|to \d|por \d|a \d)", after
    ):
        return "votes"
    return None
