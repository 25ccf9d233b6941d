"""People in headlines whose capitals say nothing: English Title Case, and ALL CAPS of either language. Pure.

May import text. A word there is a name's where it is a given name or follows one ("Mexico Extradites Noe Arriaga To
US" names one man), or where unknown words stand after a role or before a verb that people are the subject of. Aliases
are read in any line: in "México extradita a El Zurdo" the preposition would otherwise contract.
"""

import re
from collections.abc import Callable, Iterator

from bot.stories.given import GIVEN_NAMES
from bot.stories.glossary import is_spanish
from bot.stories.headlines import MAX_CHARS
from bot.text import fold, word_set

_TITLE_CASE_WORDS = 2  # of four letters or more beside the first
_TITLE_CASE_SHARE = 0.7  # of the longer words: above it capitals say nothing
_CAPS_SHARE = 0.8  # of the letters
_CAPS_LETTERS = 16
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*\.?|[^\w\s]")
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "y", "da", "von", "van"))
_VERB_ENDINGS = ("s", "ed", "ing")  # "Noe Arriaga Lands", not a second surname
_NAME_ENDINGS = ("as", "es", "os")  # "Cárdenas", "Reyes", "Ríos"
_ALIAS_WORD = r"[A-ZÁÉÍÓÚÑ0-9][\w-]{1,20}"
_BARE_ALIAS = re.compile(
    rf"\b(?:[Aa]lias|[Aa][Kk][Aa]|[Aa]podad[oa]|[Nn]icknamed|[Kk]nown [Aa]s) ((?:(?:El|La|Don) )?{_ALIAS_WORD})"
)
_UNCONTRACTED = re.compile(rf"\b(?:a|de) ((?:El|Don) {_ALIAS_WORD})")  # "a El Zurdo": of a word it were "al"
_ENGLISH_EL = re.compile(rf"(?<![\w“\"‘'«-])((?:El|Don) {_ALIAS_WORD})")
# "Boss Yadier Montemayor Arrested", "Wendell Thorne Pleads Guilty": what no list of given names holds
_OF_PEOPLE = word_set(
    "pleads pleaded extradited arrested captured sentenced convicted surrenders surrendered arraigned indicted "
    "lands arrives appears flown handed turned deported expelled jailed"
)
_NO_NAMES = word_set(
    "behind near inside outside since without within tied linked dead deadly found back free once longtime reputed "
    "killer top key major notorious infamous suspected convicted captured jailed powerful ruthless violent "
    "elusive reclusive native resident citizen couple duo pair trio father mother daughter cousin uncle nephew "
    "chief head heir cell plaza faction founder ally aide rival told held led left set met cut hit put let run ran "
    "won born died fled freed"
)
_MAX_UNKNOWN = 3
# What else bears the article: places, papers.
_NO_ALIASES = word_set(
    "paso salvador dorado centro universal pais financiero economista sol norte heraldo imparcial diario debate "
    "siglo informador mundo tiempo mexicano mercurio espectador tribunal gobierno estado cajon monte segundo "
    "centenario nino fuerte rosario mante grullo altiplano alto"
)


def is_all_caps(line: str) -> bool:
    """Whether a line is printed in capitals throughout."""
    letters = [c for c in line[:MAX_CHARS] if c.isalpha()]
    return len(letters) >= _CAPS_LETTERS and sum(c.isupper() for c in letters) >= _CAPS_SHARE * len(letters)


def is_title_case(line: str) -> bool:
    """Whether a headline capitalises most of its longer words, as English ones may."""
    longer: list[str] = re.findall(r"[^\W\d_]{4,}", line[:MAX_CHARS])[1:]
    if len(longer) < _TITLE_CASE_WORDS:
        return False
    return sum(word[0].isupper() for word in longer) > _TITLE_CASE_SHARE * len(longer)


def in_title_case(line: str) -> str:
    """A line of capitals as if printed in title case, so that one reading serves both."""
    return line.title() if is_all_caps(line) else line


def bare_aliases(line: str) -> Iterator[str]:
    """Folded aliases without quotation marks: "alias Nini", "a El Zurdo", "Extradites El Zurdo"."""
    for pattern in (_BARE_ALIAS, _UNCONTRACTED, *(() if is_spanish(line) else (_ENGLISH_EL,))):
        for match in pattern.finditer(line):
            alias = fold(match.group(1)).strip()
            if alias.split()[-1] not in _NO_ALIASES:
                yield alias


def names_in_capitals(
    line: str, is_word: Callable[[str], bool], is_role: Callable[[str], bool] = lambda word: False
) -> Iterator[str]:
    """Folded names in a line in title case: a given name and what follows it, or unknown words where people are named.

    Args:
        line: see `in_title_case`.
        is_word: whether a folded word is known to be no part of a name.
        is_role: whether a folded word says what somebody is, so that a name may follow.
    """
    words, in_spanish = _WORD.findall(line[:MAX_CHARS]), is_spanish(line)
    folded = [fold(word).rstrip(".") for word in words]
    at = 0
    while at < len(words):
        if not (_is_capital(words[at]) and folded[at] in GIVEN_NAMES):
            unknown = _unknown(words, folded, at, is_word)
            after = folded[at + len(unknown)] if at + len(unknown) < len(words) else ""
            is_named = (at > 0 and is_role(folded[at - 1])) or (at == 0 and after in _OF_PEOPLE)
            if len(unknown) >= 2 and is_named:
                yield " ".join(unknown)
                at += len(unknown)
            at += 1
            continue
        given, end = [folded[at]], at + 1
        while end < len(words) and _is_capital(words[end]) and (folded[end] in GIVEN_NAMES or len(folded[end]) == 1):
            given.append(folded[end])
            end += 1
        family, end = _family(words, folded, end, is_word, in_spanish=in_spanish)
        name = [word for word in (*given, *family) if len(word) > 1]
        if len(name) >= 2:
            yield " ".join(name)
        at = max(end, at + 1)


def _family(
    words: list[str], folded: list[str], at: int, is_word: Callable[[str], bool], *, in_spanish: bool
) -> tuple[list[str], int]:
    """Up to two surnames that begin at a word, and where they end; "Ríos" and "Cárdenas" are no English verbs."""
    found: list[str] = []
    while at < len(words) and len(found) < 2:
        if folded[at] in _PARTICLES and at + 1 < len(words) and _is_capital(words[at + 1]):
            at += 1
            continue
        is_english = words[at].isascii() and not in_spanish
        is_verb = bool(found) and is_english and folded[at].endswith(_VERB_ENDINGS) and not folded[at].endswith("ez")
        if not _is_capital(words[at]) or is_verb or is_word(folded[at]):
            break
        found.append(folded[at])
        at += 1
    return found, at


def _unknown(words: list[str], folded: list[str], at: int, is_word: Callable[[str], bool]) -> list[str]:
    """Words from a place on that may be a name's: capitals that no list knows and that do not look like verbs."""
    found: list[str] = []
    for word, plain in zip(words[at:], folded[at:], strict=True):
        is_verb = plain in _OF_PEOPLE or (plain.endswith(_VERB_ENDINGS) and not plain.endswith(_NAME_ENDINGS))
        if not _is_capital(word) or len(plain) < 3 or is_verb or plain in _NO_NAMES or is_word(plain):
            break
        found.append(plain)
    return found[:_MAX_UNKNOWN]


def _is_capital(word: str) -> bool:
    return word[0].isupper()


__all__ = ["bare_aliases", "in_title_case", "is_all_caps", "is_title_case", "names_in_capitals"]
