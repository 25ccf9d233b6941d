"""Measure of a sum of money: reward, fine, worth of a haul. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.context import near
from bot.extract.guarded import Guarded
from bot.extract.measures import OTHER

_FINED = re.compile(r"\b(?:forfeit\w*|fine[ds]?|multa\w*|decomiso)\b[^;.]{0,25}$")
_CONTRABAND = Guarded(
    r"\b(?:drugs?|drogas?|cocain\w*|fentan\w+|meth\w*|metanf\w+|pills|pastillas|haul|bust|load|cache|cargament\w+|"
    r"cargas?|cargo|labs?|"
    r"\w*laborator\w+|tons?|tonnes|toneladas|kilos?|kilogra\w+|bultos|packages|paquetes|contraband\w*|huachicol|fuel|"
    r"gangs?|delincuen\w+|asegura\w+|decomis\w+|seiz\w+|crimen)\b"
)
_A_TIME = re.compile(
    r",? (?:diari[oa]s?|semanal\w*|quincenal\w*|mensual\w*|anual\w*|daily|weekly|monthly|yearly|in extortion|"
    r"de (?:cuota|piso|extorsion|derecho)|(?:a|per|each|every|al|a la|por|cada|por cada) (?:day|week|month|year|truck|"
    r"load|kilo|ton|migrant|stall|dia|semana|mes|quincena|ano|puesto|local|camion|viaje|tonelada|migrante|"
    r"cargamento))\b"
)
"""Right behind a sum: it is paid again and again."""
_PAID = re.compile(
    r"\b(?:cobr\w+|gana(?:ba[n]?|n)?|extorsion\w*|soborn\w+|lav(?:o|aba[n]?|ado|aron)|earn(?:s|ed|ing)?|extort\w*|"
    r"brib\w+|launder\w*)\b(?![^,;.]{0,40}(?:recompensa|reward|bount))[^,;.]{0,40}$"
)
"""Before a sum: it was earned or extorted."""
_VALUED = re.compile(
    r"\b(?:decomiso|aseguramiento|droga|cargamento|haul|seizure|load|drugs)\b[^;:.]{0,40}"
    r"\b(?:valu(?:o|a|an|aron|ad[oa]s?)|valorad[oa]s?|valued|worth|tasad[oa]s?)(?: (?:en|at|in|cerca de|mas de|about|"
    r"over|some|unos|nearly|casi))*(?: \$)? ?$"
)
"""Right before a sum: a haul is worth it, "el decomiso se valuó en"."""

_PAYS_FOR_CRIME = re.compile(
    r"\b(?:to pay|will pay|agree[sd]? to pay|pays|paid|pagar(?:a|an)|paga[n]?|pago|pagaron)\b(?:[^.;]|\.\d){0,60}"
    r"\b(?:launder\w*|lava(?:do|r|ba)\b|(?:over|for|por) (?:\w+ ){0,3}(?:(?:drug|cartel|narco) (?:money|cash|funds)|"
    r"dinero del (?:narco|crimen))\b)|"
    r"\b(?:tendr\w+|tiene[n]?) que (?:pagar|entregar|devolver)\b|\b(?:must|ha[sd]|have) (?:also |to )+(?:pay|repay|"
    r"give up)\b|"
    r"\b(?:que|para|busca[n]?|quiere[n]?|pide[n]?)(?: \w+){0,3} (?:confis(?:car|quen?|cad[oa]s?)|decomis(?:ar|en?|"
    r"ad[oa]s))"
    r"(?:les?|se)?\b"
)
"""In a sentence: a bank pays for what it laundered, or a man owes what the court takes."""
_OFFERS = (
    r"\b(?:offer(?:s|ed|ing)?|puts? up|post(?:s|ed)|pays|will pay|ofrec(?:e|en|ia|ian|io|ieron)|"
    r"da[n]?|daba[n]?|pagar(?:a|an)|paga[n]?)\b"
)
_WANTED = (
    r"(?:(?:each|every|any|cada|the|an?|el|la|l[oa]s|un[oa]?|its|su|most wanted) )*(?:of the |"
    r"de l[oa]s )?(?:most[ -]wanted )?"
    r"(?:fugitiv\w*|escape[ed]\w*|runaways?|profug\w+|evadid\w+|fugad[oa]s?|inmates?|prisoners?|reos?|pres[oa]s?|"
    r"intern[oa]s?|capos?|"
    r"(?:drug|cartel|gang|crime) (?:lord|boss|chief|leader)s?|kingpins?|lider(?:es)?\b|jefes?\b|cabecillas?|"
    r"narco\w*|sicari\w+|"
    r"ex-?(?:alcalde\w*|gobernador\w*|mayor|governor|presidente municipal)|uno\b|una\b|one\b)"
)
_FOR_A_FUGITIVE = re.compile(
    rf"{_OFFERS}(?:[^.;:]|\.\d){{0,45}}\b(?:pesos|mdp|mdd|dolares|dollars|million|millones)(?: de (?:pesos|"
    rf"dolares))? (?:por|"
    rf"for) "
    rf"(?:(?:el|la|the) )?(?:[\"“”‘'«]|{_WANTED})"
)
"""In a sentence: so much is offered for somebody who is known by a nickname, or on the run."""


_CRIMINALS_PAY = re.compile(
    r"\b(?:cartel\w*|carteles|narcos?|capos?|gangs?|bandas?|drug lords?)(?: \w+){0,2} (?:pays?|paid|pag\w+)\b|"
    r"\b(?:to|a) (?:the |l[oa]s )?(?:victims|victimas|launderers|lavadores)\b"
)
_OF_WORKS = re.compile(
    r"\b(?:museo|museum|studio|netflix|series?|film|movie|story|book|novel|libros?|pelicula|cuadro|obra|painting|club|"
    r"subasta|auction|coleccion\w*)\b"
)
_LEAST_REWARD = 10_000  # of any money


def is_pay(sentence: Sentence, counted: Counted) -> bool:
    """Whether a sum is what somebody earns, extorts or pays: "que cobraba 50 pesos diarios", "earned $2 million a
    month"."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip(" $")
    return (
        _A_TIME.match(sentence.flat, sentence.tokens[counted.end - 1].end) is not None
        or _PAID.search(before) is not None
    )


def _is_for_a_fugitive(sentence: Sentence, counted: Counted) -> bool:
    """Whether a sum worth a man's betrayal is offered for him, and not for a work that bears his name."""
    if counted.value < _LEAST_REWARD or _OF_WORKS.search(sentence.flat) or is_pay(sentence, counted):
        return False
    return _FOR_A_FUGITIVE.search(sentence.flat) is not None


def money_role(sentence: Sentence, counted: Counted) -> str:
    """The measure, OTHER for none."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start]
    if _FINED.search(before):
        return "forfeiture_or_fine"
    seized = sentence.has_seizure or _CONTRABAND.search(sentence.flat) or _CONTRABAND.search(sentence.subject)
    if seized and _VALUED.search(before):
        return "seizure_value"
    if _PAYS_FOR_CRIME.search(sentence.flat) and not _CRIMINALS_PAY.search(sentence.flat):
        return "forfeiture_or_fine"
    if _is_for_a_fugitive(sentence, counted):
        return "reward"
    for name in ("reward", "forfeiture_or_fine"):
        if near(name, sentence.flat) and not (name == "reward" and is_pay(sentence, counted)):
            return name
    if seized and near("seizure_value", sentence.flat):
        return "seizure_value"
    return OTHER
