"""What happens in a sentence: verbs, participles and nouns of the field by class, with their voice. Imports siblings.

The tables of `act_words` hold folded words; the ending tells a finite active verb, whose subject is no patient, from a
participle, whose noun is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.extract.act_words import (
    ACCUSED,
    ACTS,
    ASKS,
    BE,
    CHARGED_AFTER,
    FORCING,
    HOMES,
    INDICTING,
    LEADING,
    NOUN_OR_VERB,
    ONLY_BEFORE,
    OTHER_SENSE,
    PARTICLES,
    PROCEEDINGS,
)
from bot.extract.tokens import Token, words
from bot.extract.words import EN_SMALL, EN_TENS

Form = Literal["active", "passive", "participle", "patient", "noun", "infinitive"]


@dataclass(frozen=True, slots=True)
class Act:
    """One act at tokens [first, last)."""

    cls: str
    first: int
    last: int
    form: Form


_VERBS = [
    (cls, re.compile(verbs), re.compile(nouns or r"(?!)"), re.compile(patients or r"(?!)"))
    for cls, (verbs, nouns, patients) in ACTS.items()
]
_NOT = frozenset({"no", "sin"})
_DEPRIVED_OF = re.compile(r"(?:de )?(?:la|su) (vida|libertad) al?\b")
"""Behind a verb of depriving: whom they kill or take away; "privado de la libertad" alone calls him a prisoner."""
_DEPRIVING = words("privo priva privan privaron quito quitan quitaron arrebato arrebatan arrebataron")
_NOUNS_TOO = frozenset(words("arrest capture murder surrender transfer release strike attack seizure"))
_OF_WHAT = frozenset(words("of in for over with by"))
_EXECUTIONS = frozenset(words("execution executions ejecucion ejecuciones"))
_OF_A_COURT = frozenset(
    words("no not seek seeks seeking sought busca buscan buscara pide piden pedira pena stay halts")
)
"""Before an execution: it is a penalty."""
_TAKING = frozenset({"take", "takes", "took", "taken", "taking"})
_IN_PHRASES = frozenset({"custody", "vida", "llevo", "llevaron", "privados", "privadas", *_TAKING, *_DEPRIVING})
"""Words that tell an act, or another one, only together with their neighbours."""
_INTO_CUSTODY = re.compile(r"into (?:(?:us|u \. s \.|american|federal) )?custody\b")
_ADVERBS = frozenset(words("also already then since so reportedly later ya tambien asi not no flatly luego"))
_PARTICIPLE_ES = re.compile(r"\w+(?:ad|id)[oa]s?|muert[oa]s?|puest[oa]s|abiert[oa]s")
_PARTICIPLE_EN = re.compile(
    r"\w+ed|held|driven|brought|blown|torn|sent|flown|given|taken|slain|shot|sought|found|sunk|caught|hurt|struck|"
    r"seen|hit|overseen|put"
)
_INFINITIVE = re.compile(r"\w+[aei]r")
_OBJECT_STARTS = frozenset(words("the a an its his her their el la los las un una al a more over at some about nearly"))


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
    if participle and (previous in BE or flats[max(0, before - 1) : before + 1] == ["ha", "sido"]):
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
        if flats[at + 1 : at + 2] in (["over"], ["up"], ["down"], ["out"]):
            at += 1  # "the 25 handed over to the U.S."
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if flats[at + 1 : at + 2] == ["at"] and flats[at + 2 : at + 3] not in (["least"], ["most"]):
            return "participle"  # "29 men slain at the border"
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
    if previous == "to" and flat in _NOUNS_TOO and flats[at + 1 : at + 2] == ["of"]:
        return "noun"  # "leads to arrest of 29"
    if previous == "to" and not participle:
        return "infinitive"
    asked = previous in ("a", "de", "para") or _is_modal(previous) or not ASKS.isdisjoint(flats[max(0, at - 6) : at])
    if asked and _INFINITIVE.fullmatch(flat):
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
        if flat == "lost" or flat.startswith(("perdi", "pierde")):
            return any(word in ("lives", "life", "vida") for word in flats[at + 1 : at + 5])
        if flat.startswith("aparece") or (cls == "vanish" and flat.startswith("localizad")):
            return not _NOT.isdisjoint(flats[max(0, at - 3) : at])  # "sin ser localizadas", "no aparecen"
        for word, verbs in ONLY_BEFORE.items():
            if flat in verbs:
                return word in flats[at + 1 : at + (2 if word == "a" else 8)]
        if flat == "shot" and flats[at + 1 : at + 2] in (["in"], ["near"], ["at"], ["outside"]):
            return flats[max(0, at - 1)] in BE  # "two tourists shot in Tulum" may live
        if flat in FORCING:
            return any(word in HOMES for word in flats[at + 1 : at + 9])
        if flat in ("vincula", "vinculan"):
            return "proceso" in flats[at + 1 : at + 5]  # not "vinculan a 12 alcaldes con el cartel"
        if cls == "indict" and flat.startswith("name"):
            return any(word in INDICTING for word in flats[:at])
        return not (flat == "found" and "guilty" in flats[at : at + 3])
    window = flats[at + 1 : at + 14]
    if window[:1] and window[0] in OTHER_SENSE.get(flat[:4], ()):
        return False  # "carried out", "took part"
    for stem, particles in PARTICLES.items():
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
        if flat in _IN_PHRASES:
            phrase = _phrase(flats, tokens, at)
            acts += phrase
            if phrase and flat != "custody":
                continue
        if len(flat) < 3:
            continue
        readings = _readings(flat)
        if not readings or not tokens[at].is_word or _is_penalty(flats, at) or _is_attribute(flats, at):
            continue
        for cls, kind in readings:
            if kind == "patient":
                if not (cls in ("kill", "vanish") and _is_charge(flats, at, dies=True)) and _stands(cls, flats, at):
                    acts.append(Act(cls, at, at + 1, "patient"))
            elif kind == "noun" and cls == "arrest" and any(word in LEADING for word in flats[max(0, at - 4) : at]):
                continue  # "information leading to the arrest of": nobody has been arrested
            elif kind == "noun" and at and flats[at - 1] in BE and _PARTICIPLE_ES.fullmatch(flat):
                acts.append(Act(cls, at, at + 1, "passive"))  # "25 fueron heridas": no wounds
            elif kind == "noun" and not _is_verb_by_accent(tokens[at].text, flats, at):
                if not (cls in ("kill", "vanish") and _is_charge(flats, at)):
                    acts.append(Act(cls, at, at + 1, "noun"))
            elif (
                _is_verb(cls, flat)
                and not (cls == "vanish" and _is_charge(flats, at))
                and not _is_noun_by_accent(tokens[at].text, flat)
                and _stands(cls, flats, at)
            ):
                acts.append(Act(cls, at, at + 1, _form(flats, tokens, at)))
    return acts


def _phrase(flats: Sequence[str], tokens: Sequence[Token], at: int) -> list[Act]:
    """The act that a word of `_IN_PHRASES` tells together with its neighbours, if any."""
    flat, before = flats[at], flats[max(0, at - 1) : at]
    if flat == "custody":  # "27 defendants are in U.S. custody"
        held = any(word in ("us", "s", "american") for word in flats[max(0, at - 3) : at])
        return [Act("transfer", at, at + 1, "patient")] if held else []
    if flat in _TAKING:
        into = _INTO_CUSTODY.match(" ".join(flats[at + 1 : at + 7]))
        if into and "from mexico" in " ".join(flats):
            return [Act("transfer", at, at + 1, _form(flats, tokens, at))]  # "taken into U.S. custody from Mexico"
        if "into custody" in " ".join(flats[at + 1 : at + 12]) and "us" not in flats[at : at + 12]:
            return [Act("arrest", at, at + 1, _form(flats, tokens, at))]  # "took nine suspects into custody"
        return []
    if flat == "vida":  # "hallan sin vida a cinco"
        return [Act("kill", at - 1, at + 1, "patient")] if before == ["sin"] else []
    if flat in ("llevo", "llevaron"):  # "un comando se llevó a 40"
        return [Act("vanish", at, at + 1, "active")] if before == ["se"] else []
    if flat in ("privados", "privadas"):  # "fueron privados de la libertad": no prisoners
        deprived = not BE.isdisjoint(before) and "libertad" in flats[at + 1 : at + 5]
        return [Act("vanish", at, at + 1, "passive")] if deprived else []
    taken = _DEPRIVED_OF.match(" ".join(flats[at + 1 : at + 6]))
    return [Act("kill" if taken[1] == "vida" else "vanish", at, at + 1, "active")] if taken else []


@lru_cache(maxsize=8192)
def _readings(flat: str) -> tuple[tuple[str, str], ...]:
    """(class, "patient", "noun" or "verb") of a word, the first kind that fits in each class."""
    found = []
    for cls, verbs, nouns, patients in _VERBS:
        if patients.fullmatch(flat):
            found.append((cls, "patient"))
        elif nouns.fullmatch(flat):
            found.append((cls, "noun"))
        elif verbs.fullmatch(flat):
            found.append((cls, "verb"))
    return tuple(found)


_CRIMES = frozenset(("homicidio", "homicidios", "asesinato", "asesinatos", "feminicidio", "feminicidios"))
_FOR_WORDS = 3  # before a crime in which "por" says what somebody is sought for
_ONLY_POSSIBLE = frozenset(("possible", "potential", "targeted", "planned", "eventual", "proposed"))


@lru_cache(maxsize=2048)
def _is_verb(cls: str, flat: str) -> bool:
    return any(name == cls and verbs.fullmatch(flat) is not None for name, verbs, _, _ in _VERBS)


def _is_charge(flats: Sequence[str], at: int, *, dies: bool = False) -> bool:
    """The murder of "wanted for murder", "murder suspect", "buscados por homicidio" is what somebody is accused of;
    whoever "dies" may only be called suspected or accused."""
    begin = max(0, at - 12)
    for place, flat in enumerate(flats[begin:at], begin + 1):
        tells_who = (
            dies and flat in ("suspected", "accused") and flats[place] not in _OF_WHAT
        )  # "suspected traffickers"
        if flat in ACCUSED and flat != flats[at] and not tells_who:
            return True
    return _is_what_they_are_sought_for(flats, at) or flats[at + 1 : at + 2] in CHARGED_AFTER


def _is_what_they_are_sought_for(flats: Sequence[str], at: int) -> bool:
    """ "Van tres por homicidio"; not "protestan por homicidio de tres"."""
    is_of_somebody = flats[at + 1 : at + 2] == ["de"]
    return flats[at] in _CRIMES and not is_of_somebody and "por" in flats[max(0, at - _FOR_WORDS) : at]


def _is_attribute(flats: Sequence[str], at: int) -> bool:
    """The extradition of "the extradition treaty" is no act, nor is the missing of "a missing Bible", nor the killing
    of a "kill list"."""
    if _is_on_a_kill_list(flats, at):
        return True
    if flats[at] == "missing":
        return flats[max(0, at - 1) : at] == ["a"]
    if flats[at] == "arrest":
        return flats[at + 1 : at + 2] in (["warrant"], ["warrants"], ["order"], ["orders"])
    return flats[at] == "extradition" and flats[at + 1 : at + 2] in PROCEEDINGS


def _is_on_a_kill_list(flats: Sequence[str], at: int) -> bool:
    """ "A kill list", "for possible killing", "marked for death", "objetivos a abatir": nobody has died."""
    before = list(flats[max(0, at - 2) : at])
    if flats[at] == "kill":
        return flats[at + 1 : at + 2] in (["list"], ["lists"])
    if flats[at] in ("killing", "killings"):
        return bool(before) and before[-1] in _ONLY_POSSIBLE
    if flats[at] == "death":
        return before == ["marked", "for"]
    if flats[at].startswith("abatid"):
        return before == ["para", "ser"]
    return flats[at] in ("abatir", "eliminar") and before[-1:] in (["a"], ["por"])


def _is_penalty(flats: Sequence[str], at: int) -> bool:
    """The death of "death penalty", "pena de muerte" is nobody's, nor is an execution that a court may order."""
    if flats[at] == "death":
        return flats[at + 1 : at + 2] in (["penalty"], ["sentence"], ["row"])
    if flats[at] in _EXECUTIONS:
        sought = not _OF_A_COURT.isdisjoint(flats[max(0, at - 7) : at])
        return sought or flats[at + 1 : at + 2] not in (["of"], ["de"])
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
    verb_like = flats[at] in NOUN_OR_VERB
    return verb_like and (
        before in ("to", "will", "would", "may", "could", "can", "must")
        or following[:1].isdigit()
        or (
            following in ("the", "a", "over", "at", "more", "some", "about", "nearly", "least")
            and flats[at] != "arrest"
        )
    )
