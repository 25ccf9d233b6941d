"""A sentence taken apart: quantities with unit, noun and preposition, and the acts around them.

Imports its siblings only. Says nothing about measures; roles.py does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.extract.acts import Act, find_acts
from bot.extract.calibres import ARM, CALIBRE
from bot.extract.equivalents import are_one_mass, are_one_sum, is_metric
from bot.extract.guarded import Guarded
from bot.extract.literals import Style
from bot.extract.nouns import STOPS, class_of
from bot.extract.numbers import Quantity, Reader
from bot.extract.qualifiers import qualifier_after
from bot.extract.tokens import Token, tokenise, words
from bot.extract.units import Unit, unit_of
from bot.extract.words import may_count

PREPOSITIONS = frozenset(
    words(
        "toward towards in on at by from with during into aboard for after before under since against within per "
        "through near "
        "among en por con desde durante para tras ante contra bajo sobre entre mediante hacia segun"
    )
)
QUALIFIER_WORDS = frozenset(
    words(
        "more than over at least nearly close to almost about around roughly some up as many no fewer less a an "
        "total of the los las unos unas mas de al menos por lo cuando casi cerca hasta alrededor aproximadamente un "
        "una minimo maximo otros otras other another estos these those sus its their all todos $ us mx "
        "approximately only solo just los"
    )
)
_NUMBER_OF = (
    ("the", "number", "of"),
    ("the", "total", "of"),
    ("el", "numero", "de"),
    ("el", "total", "de"),
    ("la", "cifra", "de"),
)
_SUBSET = Guarded(
    r"(?:including|among them|incluid[oa]s?|incluyendo|entre ell[oa]s|de l[oa]s cuales|de l[oa]s que|of whom|of them)$"
)
_NATIONAL = frozenset({"american", "mexican", "canadian", "colombian", "chinese", "cuban", "venezuelan", "guatemalan"})
_CURRENT = frozenset({"current", "former", "actuales", "active", "retired"})
_FORMER = (["former"], ["retired"], ["current"], ["exfuncionarios"], ["ex"])
_PRONOUNS = frozenset({"them", "ellos", "ellas", "those", "whom", "cuales", "quienes"})
_PARTITIVES = frozenset(
    {("of", "them"), ("of", "whom"), ("de", "ellos"), ("de", "ellas"), ("de", "los"), ("de", "las")}
)
ELLIPSIS = frozenset(["mas", "more", "others", "other", "otros", "otras", "another", "additional", "adicionales"])


@dataclass(slots=True)
class Counted:
    """A quantity with what it counts. `end` is the token after its noun phrase."""

    quantity: Quantity
    unit: Unit | None
    noun: str  # as printed, "" = none
    noun_flat: str
    noun_class: str  # class of nouns.py, "" = none or unknown
    end: int
    preposition: str  # what stands before the number, qualifiers apart; "" = nothing of the kind
    subset: bool  # "including 5", "entre ellos 5": part of another number

    @property
    def value(self) -> float:
        """In the unit's own base: kilograms, units of money."""
        if self.unit is None:
            return _tidy(self.quantity.value)
        return _tidy((self.quantity.value + self.unit.extra) * self.unit.factor)

    @property
    def value_hi(self) -> float | None:
        """Upper end, in the same base."""
        if self.quantity.value_hi is None:
            return None
        return _tidy(self.quantity.value_hi * (self.unit.factor if self.unit else 1.0))


@dataclass(slots=True)
class Sentence:
    """A sentence taken apart. All indices count tokens."""

    text: str
    flat: str
    start: int  # offset in the item's text
    tokens: list[Token]
    flats: list[str]
    acts: list[Act]
    counted: list[Counted]
    spanish: bool
    in_title: bool
    about_transfer: bool = False  # the opening, or this sentence and the one before, tell of people moved
    has_seizure: bool = False  # the whole text tells of seizures or arrests
    about_strikes: bool = False  # the whole text is about US strikes, on boats for the most part
    preceding: str = ""  # flat text of the sentence before
    subject_boats: bool = False  # the title, or the first sentence, is about US strikes on boats
    subject: str = ""  # flat text of the title, or of the first sentence where there is no title
    lately: list["Role"] = field(default_factory=list)  # roles of the sentence before
    before: list["Role"] = field(default_factory=list)  # roles given so far in the text, the last one last
    stretches: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)  # what `around` found, by tokens


@dataclass(frozen=True, slots=True)
class Role:
    """The measure of one quantity."""

    measure: str
    unit: str
    counted: Counted
    person: bool


@lru_cache(maxsize=1024)
def _tidy(value: float) -> float:
    """Without the noise of binary fractions: 1.1 t is 1100 kg."""
    return float(f"{value:.12g}")


def _noun_phrase(flats: Sequence[str], tokens: Sequence[Token], at: int, spanish: bool) -> tuple[str, str, str, int]:
    """(noun as printed, folded, class, token after it) of what stands from token `at` on."""
    begin = at
    for skipped in _NUMBER_OF:
        if tuple(flats[begin : begin + len(skipped)]) == skipped:
            begin += len(skipped)  # "brings to 92 the number of people"
            break
    while begin < len(flats) and flats[begin] in (
        "de",
        "of",
        "the",
        "los",
        "las",
        "-",
        "sus",
        "its",
        "their",
        "these",
        "estos",
    ):
        begin += 1
    following = class_of(" ".join(flats[begin + 1 : begin + 2]))
    if begin > at and begin < len(flats) and flats[begin] in _PRONOUNS and not following:
        return tokens[begin].text, flats[begin], "person", begin + 1  # "four of them"
    best: tuple[str, str, str, int] | None = None
    first: tuple[str, str, str, int] | None = None
    for i in range(begin, min(begin + 8, len(flats))):
        flat = flats[i]
        if flat == CALIBRE:
            continue  # "two .38-caliber revolvers"
        if flat in ("and", "y", "o") and flats[i - 1] in _CURRENT and flats[i + 1 : i + 2] in _FORMER:
            continue  # "ten current and former officials"
        if (flat == "." and flats[i - 1] in ("u", "s", "ee", "uu")) or (flat == "u" and flats[i + 1 : i + 2] == ["."]):
            continue  # "19 U.S. marines"
        if flat == "and" and not spanish and _OF_CHARGES.isdisjoint(flats[begin:i]) and _leads_to_charges(flats, i):
            continue  # "four drug trafficking and racketeering counts"
        if best is not None and best[2] == "forces" and flat in _GUARD:
            break  # "900 troops guard transfer of 33"
        if not tokens[i].is_word and flat not in ("'", '"', "“", "”", "«", "»", "-"):
            break
        if not tokens[i].is_word:
            continue
        if flat in STOPS and flat != "us":
            break
        kind = "" if flat == ("van" if spanish else "federal") else class_of(flat)  # a verb; an adjective
        if flat in ELLIPSIS and kind == "":
            first = first or (tokens[i].text, flat, "", i + 1)
            continue
        if kind:
            if best is not None and spanish and best[2] != "person":
                break
            if (
                best is not None
                and kind in ("dead", "detained", "wounded", "missing", "displaced", "moved", "accused")
                and best[2]
            ):
                break  # "12 personas detenidas": the participle is an act
            best = _model(flats, tokens, i) if flat == ARM else (tokens[i].text, flat, kind, i + 1)
            if spanish and kind != "person":
                break
        elif best is not None and not (best[1] in _NATIONAL and not spanish):
            break
        elif first is None or (not spanish and not first[1].endswith("s") and flat.endswith("s")):
            first = (tokens[i].text, flat, "", i + 1)
    if best is None and first is not None and re.fullmatch(r"\w+ed|sent|flown|held|shot", first[1]):
        return "", "", "", at  # "Ten charged in New York": a verb, no noun
    return best or first or ("", "", "", at)


def _leads_to_charges(flats: Sequence[str], at: int) -> bool:
    """Whether an "and" joins two kinds of one crime: "drug and gun charges", not "drugs and charges"."""
    following = flats[at + 1 : at + 4]
    return not flats[at - 1].endswith("s") and not _OF_CHARGES.isdisjoint(following[1:])


_GUARD = frozenset({"guard", "escort"})
_OF_CHARGES = frozenset({"counts", "charges"})


def _model(flats: Sequence[str], tokens: Sequence[Token], at: int) -> tuple[str, str, str, int]:
    """The noun phrase of a model of arms at a token: "AR-15s"."""
    end = at + 1
    while end < len(flats) and flats[end] == CALIBRE and tokens[end].start == tokens[end - 1].end:
        end += 1
    return "".join(token.text for token in tokens[at:end]), ARM, class_of(ARM), end


def _preposition(quantity: Quantity, flats: Sequence[str]) -> tuple[str, bool]:
    """(preposition before the number, whether it is part of another number)."""
    at = quantity.first - 1
    while at >= 0 and (flats[at] in QUALIFIER_WORDS) and quantity.first - at < 7:
        if (
            flats[at] in ("de", "of", "a", "to", "por", "at")
            and flats[at + 1]
            not in (
                "menos",
                "lo",
                "least",
                "alrededor",
                "cerca",
                "unos",
                "unas",
                "mas",
                "more",
                "over",
                "los",
                "las",
                "the",
                "an",
                "a",
            )
            and flats[at - 1]
            not in ("mas", "menos", "cerca", "alrededor", "total", "close", "hasta", "poco", "up", "number")
        ):
            break
        at -= 1
    before = flats[at] if at >= 0 else ""
    left = " ".join(flats[max(0, at - 3) : at + 1]).rstrip(" ,:")
    subset = _SUBSET.search(left) is not None
    return (before if before in PREPOSITIONS or before in ("de", "of", "a", "to") else ""), subset


def read_sentence(text: str, flat: str, start: int, style: Style, *, in_title: bool) -> Sentence:
    """Takes one sentence apart; `flat` is `flatten(text)`, `start` its offset in the item's text."""
    spanish = style.language == "es"
    counted: list[Counted] = []
    tokens = tokenise(text, flat) if may_count(flat) else []  # nobody asks for those of the others
    reader = Reader(tokens, flat, style)
    for quantity in reader.read():
        if counted and counted[-1].unit is not None and quantity.first < counted[-1].unit.end:
            continue  # the hundred of "82 de cada cien"
        unit = unit_of(quantity, reader.flats, tokens, style)
        at = unit.end if unit else qualifier_after(reader.flats, quantity.last)[1]
        noun, noun_flat, kind, end = _noun_phrase(reader.flats, tokens, at, spanish)
        if unit is not None:
            end = at
        if quantity.qualifier == "exact" and not quantity.ordinal:
            after = qualifier_after(reader.flats, at)[0] or (
                qualifier_after(reader.flats, end)[0] if end > at else None
            )
            quantity = replace(quantity, qualifier=after) if after else quantity
        preposition, subset = _preposition(quantity, reader.flats)
        former_at, following = len(counted) - 1, quantity
        while (noun or unit) and former_at >= 0 and _leads_to(counted[former_at], following, reader.flats):
            former = counted[former_at]  # "from 86.9 to 50.9 homicides", "29, 26 and 37 people": all count the same
            former.unit, former.noun, former.noun_flat, former.noun_class = unit, noun, noun_flat, kind
            former_at, following = former_at - 1, former.quantity
        part = Counted(quantity, unit, noun, noun_flat, kind, end, preposition, subset)
        if counted and (
            _adds_months(counted[-1], part, reader.flats) or _adds_smaller_mass(counted[-1], part, reader.flats)
        ):
            continue
        if counted and _is_equivalent(counted[-1], part, reader.flats):
            former = _with_equivalent(counted[-1], part, reader.flats)
            if not former.noun and reader.flats[former.end : former.end + 1] in (["of"], ["de"]):
                former.noun, former.noun_flat, former.noun_class, _ = _noun_phrase(
                    reader.flats, tokens, former.end, spanish
                )
            continue
        if counted and unit is None and _of_the_listed_mass(counted[-1], part, reader.flats):
            part.unit, part.noun, part.noun_flat, part.noun_class = counted[-1].unit, "", "", ""
            part.end = quantity.last
        if counted and not preposition and kind and _is_listed(counted[-1], part, reader.flats):
            part.preposition = counted[-1].preposition  # "from seven prisons and three penitentiaries"
        counted.append(part)
    acts = find_acts(reader.flats, tokens) if counted else []
    for part in counted:
        part.subset = part.subset or _in_a_list_of_parts(part, reader.flats, acts)
    return Sentence(
        text=text,
        flat=flat,
        start=start,
        tokens=tokens,
        flats=reader.flats,
        acts=acts,
        counted=counted,
        spanish=spanish,
        in_title=in_title,
    )


_MOST_BETWEEN = 8  # tokens between a number and its print in another unit


def _is_equivalent(former: Counted, part: Counted, flats: Sequence[str]) -> bool:
    """Whether a number is the one before it in another unit; a "$" beside pesos are dollars then."""
    if former.unit is None or part.unit is None or part.quantity.first - former.unit.end > _MOST_BETWEEN:
        return False
    between = flats[former.unit.end : part.quantity.first]
    after = " ".join(flats[part.end : part.end + 1])
    if are_one_mass((former.value, part.value), (former.unit, part.unit), between, after):
        return True
    values, other = (former.value, part.value), part.unit.name
    if former.unit.raw == "$" and other == "mxn" and are_one_sum(values, ("usd", other), between):
        former.unit = replace(former.unit, name="usd")
        return True
    if part.unit.raw == "$" and former.unit.name == "mxn":
        other = "usd"
    return are_one_sum(values, (former.unit.name, other), between)


def _with_equivalent(former: Counted, part: Counted, flats: Sequence[str]) -> Counted:
    """A number that takes in its print in another unit: of two masses the metric one, else the first."""
    if former.unit is None or part.unit is None:
        return former
    if part.unit.name == "kg" and is_metric(part.unit) and not is_metric(former.unit):
        quantity = part.quantity
        former.quantity = replace(former.quantity, value=quantity.value, value_hi=quantity.value_hi)
        former.unit = part.unit
    former.unit = replace(former.unit, end=part.unit.end)
    if not former.noun:
        former.end = part.end
        while former.end < len(flats) and flats[former.end] in (")", ","):
            former.end += 1
    return former


def _adds_months(former: Counted, part: Counted, flats: Sequence[str]) -> bool:
    """ "11 years and three months": the months are added to the years."""
    if former.unit is None or part.unit is None or (former.unit.name, part.unit.name) != ("years", "months"):
        return False
    if list(flats[former.end : part.quantity.first]) not in (["and"], ["y"], ["con"]):
        return False
    former.unit = replace(former.unit, extra=part.quantity.value / 12)
    return True


def _adds_smaller_mass(former: Counted, part: Counted, flats: Sequence[str]) -> bool:
    """ "3 toneladas 412 kilos", "88 kilos con 500 gramos": the smaller mass is added to the greater."""
    if former.unit is None or part.unit is None or (former.unit.name, part.unit.name) != ("kg", "kg"):
        return False
    between = list(flats[former.end : part.quantity.first])
    if part.unit.factor >= former.unit.factor or between not in ([], ["con"], ["y"], ["and"], [","]):
        return False
    if between == [","] or part.quantity.value * part.unit.factor >= former.unit.factor:
        return False
    former.unit = replace(former.unit, extra=part.quantity.value * part.unit.factor / former.unit.factor)
    former.end = part.end
    return True


def _of_the_listed_mass(former: Counted, part: Counted, flats: Sequence[str]) -> bool:
    """The 402 and the 61 of "905 kilos of meth, 402 of marijuana and 61 of fentanyl"."""
    if former.unit is None or former.unit.name != "kg":
        return False
    between = flats[former.end : part.quantity.first]
    alike = part.quantity.value <= _LISTED_TIMES * former.quantity.value
    joined = alike and len(between) <= _LISTED_GAP and between[-1:] in ([","], ["y"], ["and"])
    return joined and flats[part.quantity.last : part.quantity.last + 1] in (["of"], ["de"])


_LISTED_GAP = 6  # tokens
_LISTED_TIMES = 50  # "5 kilos of heroin and 3,400 of ...": pills, no kilos


def _is_listed(former: Counted, part: Counted, flats: Sequence[str]) -> bool:
    between = flats[former.end : part.quantity.first]
    return former.noun_class == part.noun_class and len(between) == 1 and between[0] in ("and", "y", "e", ",")


_OF_A_LIST = frozenset({"including", "incluidos", "incluidas", "incluyendo", "entre", "among"})
"""A sentence without any of these lists no parts of a number."""


def _in_a_list_of_parts(counted: Counted, flats: Sequence[str], acts: Sequence[Act]) -> bool:
    """ "entre ellos Fulano y 5 líderes": the marker stands before, with no act between."""
    if _OF_A_LIST.isdisjoint(flats):
        return False
    at = counted.quantity.first - 1
    acting = {act.first for act in acts if act.form != "noun"}
    while at > 0 and at not in acting and flats[at] not in (";", ".", ":"):
        if flats[at] in ("including", "incluidos", "incluidas", "incluyendo") or (
            flats[at - 1 : at + 1] in (["entre", "ellos"], ["entre", "ellas"], ["among", "them"])
        ):
            return True
        at -= 1
    return False


def _leads_to(former: Counted, quantity: Quantity, flats: Sequence[str]) -> bool:
    """Whether only "a", "to" or a comma stands between a number without noun and the next one."""
    between = flats[former.quantity.last : quantity.first]
    if former.unit is not None or former.noun or former.quantity.ordinal or former.quantity.article:
        return False
    if tuple(flats[quantity.last : quantity.last + 2]) in _PARTITIVES:
        return False  # "the 19, two of them women"
    return len(between) == 1 and between[0] in ("a", "to", ",", "y", "and", "o", "or")
