"""People handed over by verbs and phrases of going: "Seven inmates leave Toluca for US", "Van 14 más rumbo a EU".

Imports its siblings only.
"""

import re
from dataclasses import dataclass

from bot.extract.batches import clause_before
from bot.extract.clauses import PREPOSITIONS, Counted, Sentence
from bot.extract.context import DOMESTIC, US
from bot.extract.guarded import Guarded
from bot.extract.nouns import PERSON_CLASSES

_LEFT_AFTER = Guarded(
    r" (?:\w+ ){0,2}?(?:left (?:on|in|for|mexico|toluca)|"
    r"(?:had|have) (?:already )?(?:come|arrived)\b|went\b(?! missing)|"
    r"ha(?:ve|d) gone(?! missing)|made the (?:trip|journey)|"
    r"se fueron|"
    r"dejaron (?:sus celdas|el penal|la prision|mexico)|(?:han|have) cruzado)"
)
"""Behind people in a text on a handover: they went."""
_LEFT_BEFORE = Guarded(
    r"\b(?:habian?|had) (?:ya |already )?(?:llegado|arribado|viajado|arrived|come|gone|left)(?: alli| there)?"
    r"(?: (?:otr[oa]s|another|unos|some))*$|\b(?:se fueron|se han ido|flights? (?:had |has )?(?:brought|carried|"
    r"took|taken)|(?:vuelo|avion)\w* (?:llevo|"
    r"llevaron))"
    r"(?: (?:otr[oa]s|another|unos|some|a))*$"
)
"""Before them: the same."""
_GONE_AFTER = Guarded(
    r"(?:'s)?,? (?!(?:of|de) (?:the|los|las|them|ell[oa]s)\b)(?:de |del |of |from )?(?:[\w'.-]+ ){0,4}?(?:"
    r"(?:board(?:s|ed)?|aboard|off) (?:\w+ ){0,3}(?:plane|jet|flight|aircraft|avion|vuelo)|abordan|"
    r"leave \w+ for|on the way|"
    r"gone\b(?! missing)|flown out|in (?:chains|shackles)|bound for|heads? for|land (?:in|at)|wake up in|cross (?:the |"
    r"\w+ )?bridge|"
    r"cruzan (?:\w+ ){0,2}(?:el )?puente|despegan|amanecen en|rumbo a|esposados|"
    r"l?os ponen en manos del?|handed to (?:the )?(?:fbi|dea|us|marshals)|"
    r"in (?:us|u\.s\.) (?:custody|jails|hands))"
)
"""Behind people, where a headline or a sentence has the United States: they are on the way."""
_GONE_BEFORE = Guarded(
    r"\bse (?:fueron|van)(?: otr[oa]s)?$|"
    r"\b(?:dejan|dejaron|abandonan) (?:el|la|sus?) (?:penal|prision|carcel|celdas?|"
    r"altiplano)(?: del? \w+)?(?: otr[oa]s)?$|"
    r"\b(?:sacan|sacaron|extraen)(?: del? [\w ]{2,40})? a(?: otr[oa]s)?$|"
    r"\b(?:despegan?|salen|parten|zarpan|volaron|vuelan)(?: (?:del?|desde) \w+(?: \w+)?)?(?: otr[oa]s)?$|"
    r"\b(?:confirms?|announces?|hails) (?:the )?(?:arrival of )?$|\barrival of$|"
    r"\b(?:confirman?|anuncian?|celebran?|informan?) (?:de )?(?:la |el )?(?:llegada|arribo) de(?: los)?$"
)
"""Before them: the same."""
_OF_WASHINGTON = Guarded(r"\b(?:bondi|patel|rubio|hegseth|homan|blanche|doj|justice department)\b")
"""In a sentence on arrivals: who speaks is of the United States."""
_GO_NOW = Guarded(r"(?:^|[;:,.] )(?:y |ya )?van(?: (otr[oa]s))?$")
"""Before "14 más": they go, which is no sum."""
_HELD = re.compile(
    r"^(?: (?:who (?:were|had been)|que (?:estaban|fueron)))? (?:held|arrested|detained|jailed|imprisoned|captured|"
    r"caught|locked up|detenid[oa]s?|pres[oa]s?|recluid[oa]s?|capturad[oa]s?|encarcelad[oa]s?)\b"
)
"""Right behind people: they were, and the verb of the sentence is to come."""
_THEN_MOVED = re.compile(
    r"^,?(?: (?!(?:and|y|e|but|pero|wh\w+|que|don?de|mientras|were|was|are|fueron|fue|son|said|dij\w+|others?|"
    r"otr[oa]s)\b)[\w'-]+,?){0,8}? "
    r"(?:(?:were|was|are|have been|had been|fueron|fue|son|han sido) (?:then |also |later |luego )?(?:handed|passed|"
    r"flown|turned over|transferred|extradited|delivered|put (?:on|aboard)|driven|walked|escorted|entregad[oa]s?|"
    r"trasladad[oa]s?|enviad[oa]s?|extraditad[oa]s?|llevad[oa]s?|expulsad[oa]s?)|pasaron a (?:manos|custodia) de)\b"
)
"""Behind that, with no other verb between: they were handed over, unless another number tells who was."""
_ASIDE = re.compile(r"^ (?:of|de) (?:them|whom|ellos|ellas)\b[^,]*,")
"""Right behind a number, up to a later verb: it is of some of those told before it."""
_MORE = re.compile(r"^(?: \w+)? mas\b")
"""Behind a number: it is of those who go."""
_OTHERS_AFTER = re.compile(r" (?:mas|more|others?|other [\w']+|otr[oa]s)\b")
"""Behind a number: people beside somebody named."""
_OTHERS_BEFORE = re.compile(
    r"(?:,|\by|\band|\be|\bcon|\bwith|\bjunto con|\bjunto a|\bmas|^)"
    r" ?(?:otr[oa]s|l[oa]s otr[oa]s|another|some|at least|al menos|unos|a|al)*(?: otr[oa]s| otros)?$"
)
"""Before a number: the same."""


_ESCAPE = re.compile(
    r"\b(?:(?:se )?(?:escapan?|escaparon|escapo|fugan|fugaron)|fuga (?:masiva )?de|fuga masiva|evaden|evadieron|"
    r"huy(?:en|eron) (?:\w+ ){0,3}(?:penal|carcel|prision)|"
    r"escapes?|escaped from|break(?:s|ing)? out|broke out|tunnel(?:s|ed)? out|jail ?break|prison ?break|on the run)\b"
)
"""In a sentence: prisoners get away."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """Flat text of the clause before a number of people, and what follows their noun."""

    before: str
    after: str


def _sides(sentence: Sentence, counted: Counted) -> _Sides | None:
    """None for what counts no people who could go: amounts, "a man", ordinals."""
    quantity = counted.quantity
    if counted.unit is not None or quantity.article or quantity.ordinal or quantity.value < 2:
        return None
    end = counted.end if counted.noun_class else quantity.last
    before = clause_before(sentence, sentence.tokens[quantity.first].start).rstrip()
    return _Sides(before, sentence.flat[sentence.tokens[end - 1].end :])


def leaves(sentence: Sentence, counted: Counted) -> bool:
    """ "Twenty-nine left on one night", "se fueron otros 26": people moved, by a verb whose subject they are."""
    sides = _sides(sentence, counted)
    if sides is None:
        return False
    return _LEFT_AFTER.match(sides.after) is not None or _LEFT_BEFORE.search(sides.before) is not None


def goes_north(sentence: Sentence, counted: Counted) -> bool:
    """ "Van 14 capos más rumbo a EU", "Seven inmates leave Toluca for US": people who go, by the words beside them."""
    sides = _sides(sentence, counted)
    to_us = sentence.about_transfer or US.search(sentence.flat) or _OF_WASHINGTON.search(sentence.flat)
    if sides is None or not to_us or DOMESTIC.search(sentence.flat) is not None:
        return False
    now = _GO_NOW.search(sides.before)
    if now and (now[1] or _MORE.search(sentence.flat[sentence.tokens[counted.quantity.last - 1].end :][:30])):
        return True
    return _GONE_AFTER.match(sides.after) is not None or _GONE_BEFORE.search(sides.before) is not None


def are_on_the_run(sentence: Sentence) -> bool:
    """ "Escapan 30 presos de Aguaruto", "Jailbreak: 20 inmates on the run": prisoners leave, and nobody moves them."""
    if _ESCAPE.search(sentence.flat) is None:
        return False
    return all(act.cls not in ("transfer", "extradite") or act.form == "noun" for act in sentence.acts)


def go_from_custody(sentence: Sentence, counted: Counted) -> bool:
    """ "Nine men held near Tecate were passed to US marshals": what the sentence says of those who were arrested."""
    sides = _sides(sentence, counted)
    to_us = sentence.about_transfer or US.search(sentence.flat) is not None
    if sides is None or not to_us:
        return False
    held = _HELD.match(sides.after)
    if held is None and counted.noun_class != "detained":
        return False
    begin = len(sentence.flat) - len(sides.after) + (held.end() if held else 0)
    moved = _THEN_MOVED.match(sentence.flat[begin:])
    return moved is not None and not any(
        begin <= sentence.tokens[other.quantity.first].start < begin + moved.end()
        and _may_be_moved(sentence, other, begin + moved.end())
        for other in sentence.counted
    )


def _may_be_moved(sentence: Sentence, counted: Counted, end: int) -> bool:
    """Whether a number is of somebody or something whom the verb that ends at an offset may move: not that of "in two
    raids", "for three years", or ", eight of them wanted,"."""
    behind = sentence.flat[sentence.tokens[counted.quantity.last - 1].end : end]
    if counted.quantity.ordinal or _ASIDE.match(behind):
        return False
    if counted.preposition not in PREPOSITIONS:
        return True
    somebody = counted.noun_class in PERSON_CLASSES or (counted.unit is None and not counted.noun)
    return somebody and not counted.quantity.article


def is_beside_names(sentence: Sentence, counted: Counted) -> bool:
    """ "Caro Quintero, 28 others", "y 28 más", "and 28 other people": whoever is named comes on top of the number."""
    first = counted.quantity.first
    before = sentence.flat[: sentence.tokens[first].start].rstrip()
    behind = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    link = _OTHERS_BEFORE.search(before)
    if not link or not link.group() or (not _OTHERS_AFTER.match(behind) and "otr" not in link.group()):
        return False
    beside = [token for token in sentence.tokens[:first] if token.end <= link.start() and token.is_word]
    return bool(beside) and beside[-1].text[0].isupper()


def goes_along(sentence: Sentence, counted: Counted) -> bool:
    """Whether people go beside a name, or by the words beside them."""
    return goes_with_others(sentence, counted) or goes_north(sentence, counted)


def measure_of_going(sentence: Sentence, counted: Counted) -> str:
    """persons_extradited beside somebody who is extradited, persons_transferred else."""
    acts = [act for act in sentence.acts if act.last <= counted.quantity.first and act.cls in ("transfer", "extradite")]
    beside = goes_with_others(sentence, counted)
    extradited = beside and bool(acts) and acts[-1].cls == "extradite" and acts[-1].form != "noun"
    return "persons_extradited" if extradited else "persons_transferred"


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
    later = [act for act in sentence.acts if act.first >= counted.quantity.last]
    told = acts[-1:] or later[:1]  # "Governor and nine others charged": charged, not sent
    return other and (not told or told[0].cls in ("transfer", "extradite"))
