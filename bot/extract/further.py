"""People beside those who were handed over who are still to go: "12 more would follow", "Washington quiere a otros 12".

Imports its siblings only.
"""

import re

from bot.extract.batches import clause_before
from bot.extract.clauses import ELLIPSIS, Counted, Sentence
from bot.extract.guarded import Guarded
from bot.extract.unnumbered import is_of_a_new_group

_GROUPED = r"(?: (?:an?|another|further|about|some|at least|over|more than|al|unos|otr[oa]s|al menos|mas de))*$"
_AHEAD = Guarded(
    r"\b(?:wants?|wanted|seeks?|sought|seeking|ask(?:s|ed|ing) for|demands?|demanded|expects?|awaits?|awaiting|"
    r"waiting for|quiere[n]?|pide[n]?|pidio|exige[n]?|exigio|solicit[ao]n?|reclama[n]?|demanda[n]?|espera[n]?|"
    r"aguarda[n]?)(?: (?:the|la|el|su|its|their) (?:handover|transfer|extradition|delivery|entrega|envio|traslado|"
    rf"extradicion) (?:of|de))?{_GROUPED}|"
    rf"\b(?:le[s]? )?(?:seguiran|seguirian|faltan|quedan(?: pendientes)?){_GROUPED}"
)
"""Right before them: somebody wants or awaits them, or they are lacking."""
_YET = re.compile(
    r"^(?: (?!(?:who|that|que|and|y)\b)\w+){0,3}? (?:(?:would|will|could|may|might|(?:are|were) (?:set |due |expected "
    r")?to) (?:also |soon |be )*(?:follow|next|go\b|sent\b|handed|transferred|flown|extradited)|seguir(?:an|ian)|"
    r"ir(?:an|ian) (?!(?:se )?ampar)|saldr(?:an|ian)|"
    r"(?:are )?(?:still )?await(?:ing)? (?:transfer|extradition|handover)|"
    r"(?:are|remain) (?:still )?(?:on the list|next|waiting|in line)|estan en (?:la )?(?:lista|fila)|"
    r"(?:estan )?(?:en|a la) espera (?:de|del) |por (?:entregar|enviar|extraditar)|pendientes)"
)
"""Right behind them, within a few words: the same."""
_LACKING = re.compile(rf"\b(?:faltan|quedan|pendientes|seguiran|seguirian){_GROUPED}")
"""Right before them: such a verb needs no word for others."""
_MAY_GO = frozenset({"", "person", "accused", "detained", "requested", "moved"})
_MOVED = frozenset({"persons_transferred", "persons_extradited"})


def are_on_a_list(sentence: Sentence, counted: Counted) -> bool:
    """ "A list of 35 names", "Washington wants 50 more names", "serían 35 los próximos en abordar": in a text on
    handovers, who may go next."""
    if _is_of_the_next(sentence, counted):
        return True
    if not sentence.about_transfer or counted.unit is not None or counted.quantity.ordinal:
        return False
    if counted.noun_flat in _NAMES:
        if sentence.flat == sentence.subject and _MORE.search(sentence.flat) is None:
            return False
        return _OF_A_LIST.search(sentence.flat) is not None and _SUMMED.search(sentence.flat) is None
    if is_of_a_new_group(sentence.subject):
        return False  # "Envían a EU a otro grupo; serían al menos 19": they go now
    before = clause_before(sentence, sentence.tokens[counted.quantity.first].start).rstrip()
    return counted.noun_flat in _NO_NOUN and _WOULD_BE.search(before) is not None


def _is_of_the_next(sentence: Sentence, counted: Counted) -> bool:
    """ "Readies a third flight of prisoners, up to 20 this time", "alista otro envío de reos, de hasta 30": in a
    headline, how many may go."""
    if sentence.flat != sentence.subject or counted.unit is not None or counted.quantity.ordinal or counted.noun_class:
        return False
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start]
    return _PREPARED.search(before) is not None


_PREPARED = re.compile(
    r"\b(?:prepar(?:es|ing|a|an)|read(?:ies|ying)|ready to|plans?|planning|weigh(?:s|ing)?|alista[n]?|planea[n]?|"
    r"negocia[n]?|discuss(?:es|ing)?)\b[^;:.]{0,30}\b(?:flight|handover|transfer|batch|planeload|envio|traslado|"
    r"entrega|vuelo|"
    r"tanda) (?:of|de) (?:prisoners|inmates|suspects|capos|reos|presos|narcos|\w+ (?:prisoners|members|figures|"
    r"suspects))"
    r"\b[^;:.\d]{0,20}[,;] (?:(?:of|de|with|con|for) )?(?:serian |irian |could be )?(?:up to|as many as|about|some|"
    r"at least|"
    r"perhaps|hasta|unos|al menos|de hasta)? ?$|"
    r"\b(?:prepar(?:es|ing|a|an)|read(?:ies|ying)|alista[n]?|planea[n]?)\b[^;:.]{0,20}\b(?:prisoner|inmate) "
    r"(?:flight|handover|transfer)\b[^;:.\d]{0,20}, (?:up to|as many as|about|some|at least|perhaps)? ?$|"
    r"\b(?:prepara[n]?|alista[n]?|planea[n]?) \w+ (?:\w+ )?(?:envio|traslado|entrega|vuelo|tanda) de (?:reos|presos|"
    r"capos|"
    r"narcos) (?:a|al|hacia) [^;:.\d]{2,20}[,;] (?:de hasta|hasta|serian hasta|irian hasta|con hasta|de unos) ?$"
)
_NAMES = frozenset({"names", "nombres"})
_NO_NOUN = frozenset({"", "proximos", "next"})
_OF_A_LIST = re.compile(
    r"\b(?:lists? of|(?:lista|relacion|hoja) de|wants?|wanted|quiere[n]?|pide[n]?|asks?|more names|"
    r"otros \d+ nombres|nombres mas|validad\w+|vetted|cleared|discussing|review\w*|revisa\w*)\b"
)
"""In a sentence on names: whom somebody wants or prepares."""
_MORE = re.compile(r"\b(?:more|otros|mas)\b")
_SUMMED = re.compile(r"\b(?:suma[n]?|alcanza|total|so far|hasta ahora|ya van)\b")
_WOULD_BE = re.compile(r"\b(?:serian|would be|could be)(?: (?:al menos|unos|hasta|mas de|at least|about|some|up to))*$")


def are_to_follow(sentence: Sentence, counted: Counted) -> bool:
    """Whether people are more than those told before as handed over, and are to go, wanted or awaited."""
    quantity = counted.quantity
    if not sentence.about_transfer or counted.unit is not None or quantity.ordinal or quantity.article:
        return False
    if counted.noun_class not in _MAY_GO:
        return False
    told = any(role.measure in _MOVED and role.counted is not counted for role in sentence.before)
    if not (told or is_of_a_new_group(sentence.subject)):
        return False
    bare = not counted.noun_class and (not counted.noun_flat or counted.noun_flat in ELLIPSIS)
    behind = sentence.flat[sentence.tokens[quantity.last - 1].end :]
    before = clause_before(sentence, sentence.tokens[quantity.first].start).rstrip()
    if not (bare or counted.noun_class or _YET.match(behind)):
        return False  # "12 irán": the verb, taken for a noun
    beside = (
        sentence.flats[max(0, quantity.first - 2) : quantity.first] + sentence.flats[quantity.last : quantity.last + 2]
    )
    others = not ELLIPSIS.isdisjoint(beside)
    ahead = _AHEAD.search(before) is not None
    return (others and (ahead or _YET.match(behind) is not None)) or (
        bare and ahead and _LACKING.search(before) is not None
    )


__all__ = ["are_on_a_list", "are_to_follow"]
