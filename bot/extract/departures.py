"""People handed over by verbs and phrases of going: "Seven inmates leave Toluca for US", "Van 14 más rumbo a EU".

Imports its siblings only.
"""

import re

from bot.extract.batches import clause_before
from bot.extract.clauses import Counted, Sentence
from bot.extract.context import DOMESTIC, US

_LEAVE_BEHIND = re.compile(
    r" (?:\w+ ){0,2}?(?:left (?:on|in|for|mexico|toluca)|went\b|have gone|had gone|made the (?:trip|journey)|se fueron|"
    r"dejaron (?:sus celdas|el penal|la prision|mexico)|(?:han|have) cruzado)"
)
_LEAVE_BEFORE = re.compile(
    r"\b(?:se fueron|se han ido|flights? (?:had |has )?(?:brought|carried|took|taken)|(?:vuelo|"
    r"avion)\w* (?:llevo|llevaron))"
    r"(?: (?:otr[oa]s|another|unos|some|a))*$"
)


def leaves(sentence: Sentence, counted: Counted) -> bool:
    """ "Twenty-nine left on one night", "se fueron otros 26": people moved, by a verb whose subject they are."""
    if counted.unit is not None or counted.quantity.article or counted.quantity.value < 2:
        return False
    at = counted.end if counted.noun_class else counted.quantity.last
    after = sentence.flat[sentence.tokens[at - 1].end :]
    before = clause_before(sentence, sentence.tokens[counted.quantity.first].start).rstrip()
    return _LEAVE_BEHIND.match(after) is not None or _LEAVE_BEFORE.search(before) is not None


_GONE_AFTER = re.compile(  # what follows the people of a handover in headlines
    r"(?:'s)?,? (?!(?:of|de) (?:the|los|las|them|ell[oa]s)\b)(?:de |del |of |from )?(?:[\w'.-]+ ){0,4}?(?:"
    r"(?:board(?:s|ed)?|aboard|off) (?:\w+ ){0,3}(?:plane|jet|flight|aircraft|avion|vuelo)|abordan|"
    r"leave \w+ for|on the way|"
    r"gone\b|flown out|in (?:chains|shackles)|bound for|heads? for|land (?:in|at)|wake up in|cross (?:the |"
    r"\w+ )?bridge|"
    r"cruzan (?:\w+ ){0,2}(?:el )?puente|despegan|amanecen en|rumbo a|esposados|"
    r"l?os ponen en manos del?|handed to (?:the )?(?:fbi|dea|us|marshals)|"
    r"in (?:us|u\.s\.) (?:custody|jails|hands))"
)
_GONE_BEFORE = re.compile(
    r"\bse (?:fueron|van)(?: otr[oa]s)?$|\bse fueron(?: otr[oa]s)?$|"
    r"\b(?:sacan|sacaron|extraen)(?: del? [\w ]{2,40})? a(?: otr[oa]s)?$|"
    r"\b(?:despegan?|salen|parten|zarpan|volaron|vuelan)(?: (?:del?|desde) \w+(?: \w+)?)?(?: otr[oa]s)?$|"
    r"\b(?:confirms?|announces?|hails) (?:the )?(?:arrival of )?$|\barrival of$"
)
_GO_NOW = re.compile(r"(?:^|[;:,.] )(?:y |ya )?van$")
_MORE = re.compile(r"^(?: \w+)? mas\b")
_OTHERS_AFTER = re.compile(r" (?:mas|more|others?|other [\w']+|otr[oa]s)\b")
_OTHERS_BEFORE = re.compile(
    r"(?:,|\by|\band|\be|\bcon|\bwith|\bjunto con|\bjunto a|\bmas|^)"
    r" ?(?:otr[oa]s|l[oa]s otr[oa]s|another|some|at least|al menos|unos|a|al)*(?: otr[oa]s| otros)?$"
)


def goes_north(sentence: Sentence, counted: Counted) -> bool:
    """ "Van 14 capos más rumbo a EU", "Seven inmates leave Toluca for US": people who go, by the words beside them."""
    if counted.unit is not None or counted.quantity.article or counted.quantity.value < 2 or counted.quantity.ordinal:
        return False
    if not (sentence.about_transfer or US.search(sentence.flat)) or DOMESTIC.search(sentence.flat):
        return False
    end = counted.end if counted.noun_class else counted.quantity.last
    after = sentence.flat[sentence.tokens[end - 1].end :]
    before = clause_before(sentence, sentence.tokens[counted.quantity.first].start).rstrip()
    if _GO_NOW.search(before) and _MORE.search(sentence.flat[sentence.tokens[counted.quantity.last - 1].end :][:30]):
        return True
    return _GONE_AFTER.match(after) is not None or _GONE_BEFORE.search(before) is not None


def goes_with_others(sentence: Sentence, counted: Counted) -> bool:
    """ "La Tuta, El Cuini y 24 más", "and 13 others", "junto con seis lugartenientes": who goes beside a name."""
    headline = sentence.in_title or sentence.flat == sentence.subject
    if not sentence.about_transfer or not headline or counted.unit is not None or counted.quantity.article:
        return False
    first = counted.quantity.first
    before = sentence.flat[: sentence.tokens[first].start].rstrip()
    if _OTHERS_BEFORE.search(before) is None:
        return False
    other = _OTHERS_AFTER.match(sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]) is not None
    other = other or sentence.flats[first - 1 : first] in (["otros"], ["otras"]) or before.endswith("junto con")
    acts = [act for act in sentence.acts if act.last <= first]
    moved = bool(acts) and acts[-1].cls in ("transfer", "extradite")
    return other and (moved or not acts)
