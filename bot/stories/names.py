"""Who a report is about: names that the lexicon does not know, and whether two names can be one person. Pure.

May import domain, text and rapidfuzz's door in this package. Father and son share names (domain guide, trap T9), and
official Mexican style hides surnames ("Luis Alberto N"): names agree only when one is contained in the other.
"""

import functools
import re

from bot.stories.glossary import concept_of, is_spanish
from bot.stories.spelling import alike
from bot.text import fold


def _words(text: str) -> list[str]:
    return text.split()


_ALIAS = re.compile(r"[\"“”«»‘'’]((?:El|La|Los|Don|Doña|Z|Mando|Comandante)[ -][^\"“”«»‘’',.;:]{1,24})[\"“”«»‘’']")
_MASKED = re.compile(r"\b((?:[A-ZÁÉÍÓÚÑ][a-záéíóúñü]+ ){1,3})[\"“‘'«]?N[\"”’'»]?\.?(?=[\s,;:.)]|$)")
_RUN = re.compile(
    r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü’']+(?:[ -](?:(?:de|del|la|las|los|y|da|von|van)[ ]){0,2}"
    r"(?:[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü’']+|[A-Z]\.))+"
)
# Words of institutions, places and titles: a run that holds one is no person.
_NOT_NAMES = frozenset(
    _words(
        "corte suprema supreme court tribunal fiscalia general fiscal departamento department justicia justice "
        "secretaria ministry minister secretario secretary casa blanca white house congreso congress senado senate "
        "camara guardia national nacional guard army ejercito marina navy pentagon pentagono gobierno government "
        "federal state estado estados unidos united states mexico mexican mexicano america american americas north "
        "south norte sur city ciudad san santa los las nuevo new york texas california arizona county condado district "
        "distrito eastern western southern northern washington houston angeles diego antonio chicago cartel cartels "
        "carteles jalisco sinaloa noreste golfo generacion familia michoacana airport aeropuerto base aerea air force "
        "prison penal altiplano centro center office oficina attorney attorneys procuraduria union europea european "
        "nations naciones unidas human rights derechos humanos watch crisis group university universidad institute "
        "instituto news noticias times post diario television radio tv agencia press prensa president presidente "
        "presidenta governor gobernador senator senador judge juez police policia border patrol frontera gulf pacific "
        "pacifico caribbean river rio valle sierra security seguridad council consejo drug enforcement administration "
        "administracion homeland office war guerra treaty tratado law ley who what why how when where the a an in on "
        "at el la lo un una sin con por para tras ante segun desde pide envia entrega extradita niega january february "
        "march april may june july august september october november december monday tuesday wednesday thursday friday "
        "saturday sunday enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
        "lunes martes miercoles jueves viernes sabado domingo "
    )
)
# Titles and parts that stand before a name are no part of it; see also the glossary's words for roles.
_ROLES = frozenset(
    _words(
        "suspect mayor governor minister president lawyer judge police politician agent hitman accountant prosecutor "
        "ambassador woman son brother"
    )
)
# Who holds a high office speaks in every story: "President Elena Robles" is no mark of the event, an ex-president is.
_OFFICES = (
    r"(?:president|presidente|presidenta|prime minister|(?:\w+ )?secretary|secretario|secretaria|minister|ministro|"
    r"ministra|canciller|ambassador|embajador|embajadora|spokesman|spokeswoman|vocero|vocera|admiral|almirante|mandatario|"
    r"mandataria|attorney general)"
)
_SPEAKER = re.compile(rf"(?<!ex)(?<!ex[ -])(?<!former )\b{_OFFICES}(?: (?:de|del) [a-z ]{{4,24}})?,? $")
_OFFICE = re.compile(rf"{_OFFICES} ")
_TITLES = frozenset(_words("gov sen rep dr lic ing gral gen mr mrs ms don dona ex alias former"))
_PARTICLES = frozenset(_words("de del la las los y da von van el"))
_TITLE_CASE_WORDS = 4
_TITLE_CASE_SHARE = 0.7  # of the longer words: above it capitals say nothing


def _is_title_case(line: str) -> bool:
    """Whether an English headline capitalises most words; Spanish ones never do."""
    longer: list[str] = re.findall(r"[^\W\d_]{4,}", line)[1:]
    if len(longer) < _TITLE_CASE_WORDS or is_spanish(line):
        return False
    return sum(word[0].isupper() for word in longer) > _TITLE_CASE_SHARE * len(longer)


def _is_role(word: str) -> bool:
    return word in _TITLES or concept_of(word) in _ROLES


def _is_word(word: str) -> bool:
    """Whether a capital at a line's start says nothing: "Descarta Iriarte", "Cae Arriaga"."""
    return word in _NOT_NAMES or concept_of(word) is not None


def people_in(text: str, taken: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Names of people in a text, folded, in order: aliases, masked names, runs of capitalised words.

    Args:
        text: headline and first sentences, one a line; lines in title case give aliases and masked names only.
        taken: folded words of names that are known to be something else (groups, places, officials).
    """
    found: dict[str, None] = {}
    for line in text.split("\n"):
        for match in _ALIAS.finditer(line):
            found[fold(match.group(1)).strip()] = None
        for match in _MASKED.finditer(line):
            given = [w for w in fold(match.group(1)).split() if w not in _NOT_NAMES]
            if given:
                found[" ".join([*given, "n"])] = None
        if _is_title_case(line):
            continue
        bare = re.sub(
            r" {2,}", " ", _ALIAS.sub(" ", _MASKED.sub("; ", line))
        )  # 'Aurelio "El Yunque" Zaldívar' is one name
        for match in _RUN.finditer(bare):
            if _SPEAKER.search(fold(bare[max(0, match.start() - 40) : match.start()])) or _OFFICE.match(
                fold(match.group())
            ):
                continue
            words = fold(match.group()).replace("-", " ").split()
            while words and (_is_role(words[0]) or (match.start() == 0 and _is_word(words[0]))):
                words = words[1:]
            named = [w for w in words if w not in _PARTICLES]
            if len(named) >= 2 and not any(w in _NOT_NAMES or w in taken for w in named):
                found[" ".join(words)] = None
    return tuple(found)


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(w for w in name.split() if w not in _PARTICLES and len(w) > 1)


@functools.lru_cache(maxsize=50_000)  # pure; the same few names are compared over and over
def same_person(one: str, other: str) -> bool:
    """Whether two folded names can be one person: the words of the shorter all stand in the longer.

    "caro quintero" and "rafael caro quintero" can; "insunza coronel" and "inzunza noriega" cannot.
    """
    if one == other:
        return True
    short, long = sorted((_tokens(one), _tokens(other)), key=len)
    return bool(short) and all(any(alike(word, name) for name in long) for word in short)


def is_masked(name: str) -> bool:
    """Whether a folded name hides its surname, as official Mexican style does: "ramiro n"."""
    return name.endswith(" n")


def surnames(name: str) -> frozenset[str]:
    """Words of a folded name by which headlines call a person: the last of two, the last two of more."""
    words = _tokens(name)
    return frozenset(word for word in words[-1 if len(words) < 3 else -2 :] if len(word) >= 4)


def is_alias(name: str) -> bool:
    """Whether a folded name is one by which a person goes rather than one he was given: "el tigrillo", "z-40"."""
    first = name.split()[0] if name else ""
    return first in ("el", "la", "los", "don", "mando", "comandante") or any(c.isdigit() for c in name)


def share_person(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether any name of one report can be a name of the other."""
    return any(same_person(one, other) for one in ones for other in others)


__all__ = ["is_alias", "is_masked", "people_in", "same_person", "share_person", "surnames"]
