"""What happens in a sentence: verbs, participles and nouns of the field by class, with their voice. Imports its
siblings
tokens and words.

The tables hold stems of folded words; the ending tells a finite active verb, whose subject is no patient, from a
participle, whose noun is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.extract.tokens import Token, words
from bot.extract.words import EN_SMALL, EN_TENS

Form = Literal["active", "passive", "participle", "patient", "noun", "infinitive"]

# class -> (stems of verbs, whole words that are nouns, verbs whose subject undergoes the act)
_TABLE: Mapping[str, tuple[str, str, str]] = {
    "transfer": (
        "hand(?:s|ed|ing)?|transfer(?:s|red|ring)?|sen(?:d|ds|t|ding)|ship(?:s|ped|ping)?|fl(?:y|ies|ew|own|ying)|"
        "turn(?:s|ed|ing)?|"
        "deliver(?:s|ed|ing)?|surrender(?:s|ed|ing)?|expel(?:s|led|ling)?|deport(?:s|ed|ing)?|moved?|moves|moving|"
        "traslad\\w+|envi(?:o|a|an|aron|ar|ara|aran|aria|ado|ada|ados|adas|ando|en|e|aba|aban)|mand(?:o|a|an|aron|ar|"
        "ado|ada|ados|adas)|"
        "entreg(?:o|a|an|aron|ar|ara|aran|aria|arian|ado|ada|ados|adas|ando|ue|uen|aba)|remit(?:io|ieron|ir|ido|"
        "idos|e|en)|"
        "expuls(?:o|a|an|aron|ar|ara|aran|ado|ada|ados|adas)|deport(?:o|aron|a|an|ar|ado|ada|ados|adas)|ced(?:io|"
        "ieron|er|ido|idos)|"
        "llev(?:o|aron|ado|ada|ados|adas)|puestos|puso|ponen|transfir\\w+|transferid[oa]s?|removed?|taken|gave|give|"
        "given|gives|put|placed|"
        "subid[oa]s|subieron|embarcad[oa]s",
        "transfers?|handovers?|traslados?|envios?|entregas?|expulsion(?:es|s)?|delivery|deliveries|renditions?",
        "abord(?:o|aron|an)|board(?:ed)?|land(?:ed)?|aterriz(?:o|aron)|arriv(?:ed)?|llegaron|viaj(?:o|aron)",
    ),
    "extradite": (
        "extradit(?:e|es|ed|ing|o|a|an|aron|ar|ara|aran|ado|ada|ados|adas)",
        "extraditions?|extradicion(?:es)?",
        "",
    ),
    "arrest": (
        "arrest(?:s|ed|ing)?|captur(?:e|es|ed|ing|o|a|an|aron|ar|ado|ada|ados|adas)|detain(?:s|ed|ing)?|nab(?:s|bed)?|"
        "deten(?:er|idos?|idas?)|detuv(?:o|ieron)|detiene(?:n)?|aprehend(?:io|ieron|er|idos?|idas?)|aprehende(?:n)?|"
        "arrest(?:o|aron|a|an|ar|ado|ada|ados|adas)|apprehend(?:s|ed)?|jailed|encarcel(?:o|aron|ado|ados|adas)|"
        "busted|caught",
        "arrests|arrestos|detencion(?:es)?|capturas?|aprehension(?:es)?",
        "",
    ),
    "kill": (
        "kill(?:s|ed|ing)?|murder(?:ed|s)?|slain|shot|execut(?:ed|es)|massacred|mat(?:o|a|an|aron|ar|ado|ados|adas)|"
        "asesin(?:o|a|an|aron|ar|ado|ada|ados|adas)|abat(?:io|ieron|e|en|ir|idos?|idas?)|ejecut(?:aron|ado|ada|ados|"
        "adas)|"
        "priv(?:o|aron|ado|ados)|ultim(?:o|aron|ado|ados)|lynched|claimed",
        "deaths?|killings?|murders?|homicides?|toll|muertes?|homicidios?|asesinatos?|fatalities",
        "die[sd]?|dying|perish(?:ed)?|muri(?:o|eron)|muere(?:n)?|mueren|falleci(?:o|eron)|fallece(?:n)?|perdieron|"
        "murio|dead|"
        "muert[oa]s?|fallecid[oa]s?",
    ),
    "injure": (
        "wound(?:s|ed|ing)?|injur(?:ed|es|ing)|hurt|hir(?:io|ieron)|lesion(?:o|aron|ado|ada|ados|adas)|hier(?:e|en)",
        "heridas|injuries",
        "heridos?|lesionados?|lesionadas?|herida",
    ),
    "vanish": (
        "kidnap(?:ped|s|ping)?|abduct(?:ed|s)?|secuestr(?:o|aron|ado|ada|ados|adas)|levantaron|levantad[oa]s?",
        "disappearances?|desaparicion(?:es)?|abductions?|kidnappings?|secuestros?",
        "disappear(?:ed|s)?|vanish(?:ed)?|missing|desaparec(?:e|en|io|ieron|idos?|idas?)|localizad[oa]s",
    ),
    "displace": (
        "displac(?:ed|es|ing)|desplaz(?:o|aron|ado|ada|ados|adas)|uprooted",
        "displacement|desplazamientos?",
        "flee(?:s|ing)?|fled|huyeron|abandonaron",
    ),
    "indict": (
        "charg(?:e|es|ed|ing)|indict(?:s|ed|ing)?|accus(?:e|es|ed|ing)|unseal(?:s|ed)?|prosecut(?:e|es|ed)|"
        "arraign(?:ed|s)?|"
        "acus(?:o|a|an|aron|ar|ado|ada|ados|adas)|imput(?:o|a|an|aron|ar|ado|ada|ados|adas)|vincul(?:o|aron|ado|ada|"
        "ados|adas)|"
        "proces(?:o|aron|ado|ada|ados|adas)|consign(?:o|aron|ado|ados)",
        "indictments?|acusacion(?:es)?",
        "",
    ),
    "seize": (
        "seiz(?:e|es|ed|ing)|confiscat(?:e|es|ed|ing)|intercept(?:s|ed|ing)?|recover(?:ed|s)?|impound(?:ed)?|found|"
        "asegur(?:o|a|an|aron|ar|ado|ada|ados|adas|ando)|decomis(?:o|a|an|aron|ar|ado|ada|ados|adas)|"
        "incaut(?:o|a|an|aron|ar|ado|ada|ados|adas)|confisc(?:o|aron|ado|ados|adas)|hall(?:o|aron|ado|ados|adas)|"
        "localiz(?:o|aron|ada|adas|ado|ados)|destru(?:yo|yeron|ido|ida|idos|idas)|intercept(?:o|aron|ado|ados|ada|"
        "adas)|requis\\w+",
        "seizures?|busts?|hauls?|consignments?|shipments?|decomisos?|incautacion(?:es)?|aseguramientos?|"
        "cargament\\w+|alijos?|"
        "caches?|confiscation",
        "",
    ),
    "dismantle": (
        "dismantl(?:e|es|ed|ing)|destroy(?:s|ed|ing)?|disabl(?:e|ed)|raid(?:ed|s)?|desmantel(?:o|a|an|aron|ar|ado|"
        "ada|ados|adas)|"
        "inhabilit(?:o|aron|ar|ado|ada|ados|adas)|destru(?:yo|yeron|ir|ido|ida|idos|idas)|neutraliz\\w+|shut",
        "desmantelamiento",
        "",
    ),
    "escort": (
        "escort(?:s|ed|ing)?|guard(?:ed|ing)|deploy(?:s|ed|ing)?|custodi(?:o|aron|a|an|ado|ados|ar)|vigil(?:o|aron|"
        "a|an)|"
        "moviliz(?:o|aron|ado|ados|ar)|particip(?:o|aron|a|an|ated|ate)|despleg(?:o|aron|ado|ados|ar)|resguard(?:o|"
        "aron|ado)|"
        "escolt(?:o|aron|a|an|ado)|involv(?:ed|es|ing)|protected|guarding|took|intervinieron|overs(?:aw|een)|"
        "mobili[sz]ed|"
        "patrol(?:s|led)?|accompan(?:y|ied)|acompan(?:o|aron|ado|ados)",
        "escolta|escort|dispositivo|despliegue|deployment",
        "",
    ),
    "request": (
        "request(?:s|ed|ing)?|ask(?:s|ed|ing)?|sought|seek(?:s|ing)?|demand(?:s|ed|ing)?|want(?:s|ed)?|"
        "solicit(?:o|a|an|aron|ar|ado|ada|ados|adas)|pid(?:e|en|io|ieron)|pedir|pedid[oa]s|reclam(?:o|a|an|aron|ado|"
        "ados)|"
        "requer(?:idos?|idas?)|requiere(?:n)?|exig(?:e|en|io|ieron)",
        "requests?|solicitud(?:es)?|peticion(?:es)?|demands",
        "",
    ),
    "refuse": (
        "refus(?:e|es|ed|ing)|den(?:y|ied|ies|ying)|reject(?:s|ed|ing)?|turned|declined|"
        "neg(?:o|aron|ado|ada|ados|adas)|nieg(?:a|an)|rechaz(?:o|a|an|aron|ado|ada|ados|adas)|"
        "block(?:ed|s)|fren(?:o|aron|ado|ados|adas)",
        "refusals?|negativas?|rechazo",
        "",
    ),
    "sentence": (
        "sentenc(?:ed|es|ing|io|iaron|iado|iada|iados|iadas)|condemn(?:ed)?|conden(?:o|a|an|aron|ado|ada|ados|adas)|"
        "fac(?:e|es|ed|ing)|jailed|imprison(?:ed)?|enfrent(?:a|an|aria|arian|ar)|serv(?:e|es|ed|ing)|purg(?:a|an|"
        "ar)|impus(?:o|ieron)",
        "prison|jail|sentences?|sentencias?|condenas?|penas?|prision|carcel|bars|rejas|cadena",
        "",
    ),
    "strike": (
        "str(?:ike|ikes|uck|iking)|sinks?|sinking|hunden?|bomb(?:ed|s|ing)?|hit(?:s|ting)?|sank|sunk|atac(?:o|aron|ado|ados|adas|ar)|"
        "bombarde\\w+|"
        "hund(?:io|ieron|idas?|idos?)",
        "strikes?|airstrikes?|attacks?|ataques?|bombardeos?|campaign|campana",
        "",
    ),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act at tokens [first, last)."""

    cls: str
    first: int
    last: int
    form: Form


_VERBS = [
    (cls, re.compile(verbs), re.compile(nouns or r"(?!)"), re.compile(patients or r"(?!)"))
    for cls, (verbs, nouns, patients) in _TABLE.items()
]
_BE = frozenset(
    words(
        "was were is are be been being get got fue fueron ser sido son es era eran sera seran siendo sean fuera "
        "resultaron resulto quedaron quedo estan estaban reported confirmed reportan reportaron han"
    )
)
_ADVERBS = frozenset(words("also already then since so reportedly later ya tambien asi not no flatly luego"))
_PARTICIPLE_ES = re.compile(r"\w+(?:ad|id)[oa]s?|muert[oa]s?|puest[oa]s|abiert[oa]s")
_PARTICIPLE_EN = re.compile(
    r"\w+ed|sent|flown|given|taken|slain|shot|sought|found|sunk|caught|hurt|struck|seen|hit|overseen|put"
)
_INFINITIVE = re.compile(r"\w+[aei]r")
_OBJECT_STARTS = frozenset(words("the a an its his her their el la los las un una al a more over at some about nearly"))
# Verbs of everyday use count only with what makes them acts of this field.
_PARTICLES = {
    "hand": ("over", "up", "to"),
    "turn": ("over",),
    "give": ("up",),
    "taken": ("to",),
    "put": ("planes", "plane", "flight", "flights", "aircraft"),
    "placed": ("planes", "plane", "flight", "flights", "custody", "aircraft"),
    "subi": ("avion", "aviones", "aeronave", "aeronaves", "vuelo"),
    "puestos": ("a",),
    "puso": ("a",),
    "ponen": ("a",),
    "gave": ("up",),
    "fl": ("to", "north", "out", "into", "on", "from", "aboard"),
}


def _form(flats: Sequence[str], tokens: Sequence[Token], at: int) -> Form:
    """Voice of the verb at token `at`."""
    flat, lower = flats[at], tokens[at].text.lower()
    before = at - 1
    while before >= 0 and (flats[before] in _ADVERBS or (flats[before].endswith("ly") and len(flats[before]) > 4)):
        before -= 1
    previous = flats[before] if before >= 0 else ""
    participle = bool(_PARTICIPLE_ES.fullmatch(flat) and not lower.endswith("ó")) or bool(
        _PARTICIPLE_EN.fullmatch(flat)
    )
    if participle and (previous in _BE or flats[max(0, before - 1) : before + 1] == ["ha", "sido"]):
        return "passive"
    if participle and previous in (
        "have",
        "has",
        "had",
        "ha",
        "habia",
        "habian",
        "having",
        "they",
        "he",
        "she",
        "it",
        "we",
    ):
        return "active"
    if _PARTICIPLE_EN.fullmatch(flat) and not _PARTICIPLE_ES.fullmatch(flat):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is None or not (
            following.is_digits
            or flats[at + 1] in _OBJECT_STARTS
            or flats[at + 1] in EN_SMALL
            or flats[at + 1] in EN_TENS
        ):
            return "participle"
        return "active"
    if participle:
        return "participle"
    if previous == "to" and not participle:
        return "infinitive"
    if _INFINITIVE.fullmatch(flat) and (previous in ("a", "de", "para") or _is_modal(previous)):
        return "infinitive"
    return "active"


def _is_modal(flat: str) -> bool:
    return bool(
        re.fullmatch(
            r"podri\w+|pued\w+|planea\w*|preve\w*|alist\w+|prepar\w+|avalo|acordo|aprob\w+|"
            r"dispuest\w+|busca\w*|"
            r"quier\w+|debe\w*|ofrec\w+|promet\w+|contempla\w*|pretende\w*",
            flat,
        )
    )


def _stands(cls: str, flats: Sequence[str], at: int) -> bool:
    """Whether an everyday verb is used in the sense of the field, by its particles within five tokens."""
    flat = flats[at]
    if cls != "transfer":
        return not (flat == "found" and "guilty" in flats[at : at + 3])
    window = flats[at + 1 : at + 14]
    for stem, particles in _PARTICLES.items():
        if (
            flat.startswith(stem)
            and not (stem == "put" and flat != "put")
            and (stem != "fl" or flat in ("fly", "flies", "flew", "flown", "flying"))
        ):
            return any(particle in window for particle in particles)
    return True


def find_acts(flats: Sequence[str], tokens: Sequence[Token]) -> list[Act]:
    """Acts in order; one token may carry two (destroyed: of drugs, of laboratories)."""
    acts: list[Act] = []
    for at, flat in enumerate(flats):
        if len(flat) < 3 or not tokens[at].is_word or _is_penalty(flats, at):
            continue
        for cls, verbs, nouns, patients in _VERBS:
            if patients.fullmatch(flat):
                acts.append(Act(cls, at, at + 1, "patient"))
            elif nouns.fullmatch(flat) and not _is_verb_by_accent(tokens[at].text, flats, at):
                acts.append(Act(cls, at, at + 1, "noun"))
            elif verbs.fullmatch(flat) and not _is_noun_by_accent(tokens[at].text, flat) and _stands(cls, flats, at):
                acts.append(Act(cls, at, at + 1, _form(flats, tokens, at)))
    return acts


def _is_penalty(flats: Sequence[str], at: int) -> bool:
    """The death of "death penalty", "pena de muerte" is nobody's."""
    if flats[at] == "death":
        return flats[at + 1 : at + 2] in (["penalty"], ["sentence"], ["row"])
    return flats[at] == "muerte" and flats[max(0, at - 2) : at] == ["pena", "de"]


def _is_noun_by_accent(text: str, flat: str) -> bool:
    """A Spanish preterite carries its accent: "custodió" guards, "custodio" is a guard."""
    regular = (
        flat.endswith("o") and not _PARTICIPLE_ES.fullmatch(flat) and flat not in ("detuvo", "puso", "impuso", "redujo")
    )
    return regular and not text.lower().endswith("ó")


def _is_verb_by_accent(text: str, flats: Sequence[str], at: int) -> bool:
    """ "trasladó", "envió" against "traslado", "envío"; in English a plural noun before a number may be a verb."""
    if text.lower().endswith(("ó", "á")):
        return True
    following = flats[at + 1] if at + 1 < len(flats) else ""
    before = flats[at - 1] if at else ""
    verb_like = flats[at] in (
        "transfers",
        "arrests",
        "arrest",
        "requests",
        "strikes",
        "transfer",
        "murders",
        "request",
        "entrega",
    )
    return verb_like and (
        before in ("to", "will", "would", "may", "could", "can", "must")
        or following[:1].isdigit()
        or (
            following in ("the", "a", "over", "at", "more", "some", "about", "nearly", "least")
            and flats[at] != "arrest"
        )
    )
