"""Who a report is about: names that the lexicon does not know, and whether two names can be one person. Pure.

May import domain, text and rapidfuzz's door in this package. Father and son share names, and
official Mexican style hides surnames ("Luis Alberto N"): names agree only when one is contained in the other.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.stories.capitals import bare_aliases, in_title_case, is_all_caps, is_title_case, names_in_capitals
from bot.stories.given import GIVEN_NAMES
from bot.stories.glossary import concept_of, is_spanish, is_stopword
from bot.stories.spelling import alike
from bot.text import fold, word_set

_ALIAS = re.compile(r"[\"“”«»‘'’]((?:El|La|Los|Don|Doña|Z|Mando|Comandante)[ -][^\"“”«»‘’',.;:]{1,24})[\"“”«»‘’']")
_MASKED = re.compile(r"\b((?:[A-ZÁÉÍÓÚÑ][a-záéíóúñü]+ ){1,3})[\"“‘'«]?N[\"”’'»]?\.?(?=[\s,;:.)]|$)")
_RUN = re.compile(
    r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü’']+(?:[ -](?:(?:de|del|la|las|los|y|da|von|van)[ ]){0,2}"
    r"(?:[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü’']+|[A-Z]\.))+"
)
# Words of institutions, places and titles: a run that holds one is no person.
_NOT_NAMES = word_set(
    "corte suprema supreme court tribunal fiscalia general fiscal departamento department justicia justice "
    "secretaria ministry minister secretario secretary casa blanca white house congreso congress senado senate "
    "camara guardia national nacional guard army ejercito marina navy pentagon pentagono gobierno government "
    "federal state estado estados unidos united states mexico mexican mexicano america american americas north "
    "south norte sur city ciudad san santa los las nuevo new york texas california arizona county condado district "
    "distrito eastern western southern northern washington houston angeles chicago cartel cartels "
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
    "lunes martes miercoles jueves viernes sabado domingo canadian dutch chinese colombian venezuelan guatemalan "
    "russian british german french spanish italian israeli most two three four "
)
# Titles and parts that stand before a name are no part of it; see also the glossary's words for roles.
_ROLES = word_set(
    "suspect mayor governor minister president lawyer judge police politician agent hitman accountant prosecutor "
    "ambassador woman son brother"
)
# Who holds a high office speaks in every story: "President Elena Robles" is no mark of the event, an ex-president is.
# Judges are not those whose case it is.
_OFFICES = (
    r"(?:president|presidente|presidenta|prime minister|(?:\w+ )?secretary|secretario|secretaria|minister|ministro|"
    r"ministra|canciller|ambassador|embajador|embajadora|spokesman|spokeswoman|vocero|vocera|admiral|almirante|mandatario|"
    r"mandataria|attorney general|judge|magistrate|juez|jueza|magistrad[oa])"
)
_SPEAKER = re.compile(rf"(?<!ex)(?<!ex[ -])(?<!former )\b{_OFFICES}(?: (?:de|del) [a-z ]{{4,24}})?,? $")
_OFFICE = re.compile(rf"{_OFFICES} ")
_TITLES = word_set("gov sen rep dr lic ing gral gen mr mrs ms don dona ex alias former")
_PARTICLES = word_set("de del la las los y da von van el")
_OPENING_VERBS = word_set(
    "ofrece pide acusa niega llega declara comparece admite asegura promete recibe busca quiere exige culpa "
    "confirma advierte afirma alega apela aparece aterriza cae calla cumple dice encabeza enfrenta era evade "
    "exhibe fue gana huye ingresa insiste libra llevan logra manda muere obtiene ofrecen opera pierde "
    "planea recurre reaparece regresa retira revela sale sentencian solicita sostiene tiene tramita va vuelve"
)
_PLACED = re.compile(  # before a place: "a shopkeeper in Boyle Heights", "policía de Zapotitlán Palmas"
    r"\b(?:in|en)(?: el| la| the)? $|"
    r"\b(?:polici|alcald|regidor|edil|sindic|ex ?alcald|exedil|vecin|poblador|habitant|comisari|ejido|poblado|pueblo|"
    r"comunidad|municipio|sierra|colonia|operativo|residents|villagers|town|village|outskirts)\w* (?:de|del|of) $"
)
_SURE_WORDS = 4  # of four letters or more: a shorter line in title case may hold a name and little else
_LINK = re.compile(  # between a name and the alias of the same person
    r"[\s,(]*(?:alias|aka|a\.k\.a\.|(?:better |also |mejor )?(?:known|conocid[oa]) (?:as|como)|apodad[oa]|nicknamed|"
    r"dubbed|a quien apodan|quien es conocid[oa] como)?[\s,]*"
)
_BODY_CHARS = 6_000  # of a text that are read for who goes by which alias


def _hides_names(line: str) -> bool:
    """Whether capitals say nothing in a line: only given names mark people there."""
    longer = re.findall(r"[^\W\d_]{4,}", line)[1:]
    return is_all_caps(line) or (len(longer) >= _SURE_WORDS and is_title_case(line) and not is_spanish(line))


def _is_role(word: str) -> bool:
    return word in _TITLES or concept_of(word) in _ROLES


def _is_bearer(word: str) -> bool:
    """Whether a name may follow: "Fugitive Rolando Quiñones", "Drug Lord", but no plural."""
    return word == "lord" or (not word.endswith("s") and (_is_role(word) or concept_of(word) == "suspect"))


def _is_word(word: str) -> bool:
    """Whether a capital at a line's start says nothing: "Descarta Iriarte", "Cae Arriaga"."""
    return word in _NOT_NAMES or word in _OPENING_VERBS or is_stopword(word) or concept_of(word) is not None


def people_in(text: str, taken: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Names of people in a text, folded, in order: aliases, masked names, runs of capitalised words.

    Args:
        text: headline and first sentences, one a line. In title case and capitals a name begins with a given name.
        taken: folded words of names that are known to be something else (groups, places, officials).
    """
    found: dict[str, None] = {}
    for printed in text.split("\n"):
        line = in_title_case(printed)
        found |= dict.fromkeys(_aliases(line))
        found |= dict.fromkeys(_masked(line))
        # 'Aurelio "El Yunque" Zaldívar' is one name
        bare = re.sub(r" {2,}", " ", _ALIAS.sub(" ", _MASKED.sub("; ", line)))
        if is_title_case(line) or is_all_caps(printed):
            found |= dict.fromkeys(names_in_capitals(bare, lambda word: word in taken or _is_word(word), _is_bearer))
        if not _hides_names(printed):
            found |= dict.fromkeys(name for name in _runs(bare, taken) if not _is_known(name, found))
    return tuple(found)


def _aliases(line: str) -> list[str]:
    return [*(fold(match.group(1)).strip() for match in _ALIAS.finditer(line)), *bare_aliases(line)]


def _masked(line: str) -> list[str]:
    given = ([w for w in fold(match.group(1)).split() if w not in _NOT_NAMES] for match in _MASKED.finditer(line))
    return [" ".join([*words, "n"]) for words in given if words]


def _is_known(name: str, found: Iterable[str]) -> bool:
    return any(set(_tokens(known)) <= set(_tokens(name)) for known in found if not is_alias(known))


def _runs(bare: str, taken: frozenset[str]) -> Iterator[str]:
    """Names in a line whose capitals mark them."""
    is_capitalised = is_title_case(bare)
    for match in _RUN.finditer(bare):
        before = fold(bare[max(0, match.start() - 40) : match.start()])
        if _SPEAKER.search(before) or _OFFICE.match(fold(match.group())):
            continue
        if _PLACED.search(before) and fold(match.group()).split()[0] not in GIVEN_NAMES:
            continue
        words = fold(match.group()).replace("-", " ").split()
        is_first = match.start() == 0 or is_capitalised
        while words and (_is_role(words[0]) or (is_first and (_is_word(words[0]) or words[0] in taken))):
            words = words[1:]
        named = [w for w in words if w not in _PARTICLES]
        if is_capitalised and any(concept_of(w) for w in named):
            continue
        if len(named) >= 2 and not any(w in _NOT_NAMES or w in taken for w in named):
            yield " ".join(words)


def with_aliases(people: Sequence[str], text: str) -> tuple[str, ...]:
    """People of a headline, and under which other name the text below tells of them: "Noé Arriaga, alias El Zurdo".

    Args:
        people: folded names and aliases.
        text: the whole text; its first `_BODY_CHARS` are read.
    """
    found = dict.fromkeys(people)
    for name, alias in _introduced(text[:_BODY_CHARS]):
        if any(same_person(alias, known) or same_person(name, known) for known in people):
            found |= dict.fromkeys((name, alias))
    return tuple(found)


def _introduced(text: str) -> Iterator[tuple[str, str]]:
    """Names and the aliases that stand in them or right after them."""
    for match in _ALIAS.finditer(text):
        alias = fold(match.group(1)).strip()
        before, after = text[max(0, match.start() - 80) : match.start()], text[match.end() : match.end() + 40]
        around = f"{before.rstrip()} {after.lstrip()}"
        for run in _RUN.finditer(around):
            holds_alias = run.start() < len(before.rstrip()) < run.end()
            if holds_alias or (run.end() <= len(before) and _LINK.fullmatch(fold(before[run.end() :]))):
                words = [w for w in fold(run.group()).replace("-", " ").split() if not _is_role(w)]
                if len(words) >= 2 and not any(w in _NOT_NAMES for w in words):
                    yield " ".join(words), alias


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
    """Words of a folded name by which headlines call a person: the last of two, the last two of more; none of a
    name whose surname is hidden."""
    words = () if is_masked(name) else _tokens(name)
    called = frozenset(word for word in words[-1 if len(words) < 3 else -2 :] if len(word) >= 4)
    return (called - GIVEN_NAMES or called) if len(words) == 3 else called  # of four words the last two are surnames


def is_alias(name: str) -> bool:
    """Whether a folded name is one by which a person goes rather than one he was given: "el tigrillo", "z-40"."""
    first = name.split()[0] if name else ""
    return first in ("el", "la", "los", "don", "mando", "comandante") or any(c.isdigit() for c in name)


def share_person(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether any name of one report can be a name of the other."""
    return any(same_person(one, other) for one in ones for other in others)


def only_masked(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether all that two sides call alike are first names, the surnames hidden on one side at least."""
    return all(is_masked(a) or is_masked(b) for a in ones for b in others if same_person(a, b))


__all__ = [
    "is_alias",
    "is_masked",
    "only_masked",
    "people_in",
    "same_person",
    "share_person",
    "surnames",
    "with_aliases",
]
