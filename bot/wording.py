"""Words that alerts, digests, the desk and commands share, in English and Spanish: what an event is said to be, how
well it is borne out, how things are counted.

The same state is told in the same words everywhere: "denied" beside "confirmed" was read as one or the other, so that
the standing names what is confirmed. Tables by the closed vocabularies of `bot.domain`; imports nothing.
"""

from collections.abc import Mapping
from typing import Literal

Table = Mapping[str, tuple[str, str]]  # English, Spanish

REALIS: Table = {
    "occurred": ("happened", "ocurrió"),
    "announced": ("announced", "anunciado"),
    "reported": ("reported", "según reportes"),
    "threatened": ("threatened", "amenaza"),
    "requested": ("requested", "solicitado"),
    "denied": ("denied", "desmentido"),
    "rejected": ("rejected", "rechazado"),
    "blocked": ("blocked", "bloqueado"),
    "historical": ("past event", "hecho pasado"),
}
_DOUBTS: Table = {"DENIED": ("denied", "desmentido"), "DISPUTED": ("disputed", "en disputa")}
_STANDING: Table = {
    "DEVELOPING": ("DEVELOPING", "EN DESARROLLO"),
    "CONFIRMED": ("CONFIRMED", "CONFIRMADO"),
    "DISPUTED": ("DISPUTED: sources or figures disagree", "EN DISPUTA: fuentes o cifras no coinciden"),
    "DENIED": ("DENIED by a government concerned", "DESMENTIDO por un gobierno implicado"),
    "CORRECTED": ("CORRECTED by its publisher", "CORREGIDO por su medio"),
}
_DEVELOPING: Table = {
    "announced": ("ANNOUNCEMENT, DEVELOPING", "ANUNCIO EN DESARROLLO"),
    "reported": ("REPORT, DEVELOPING", "VERSIÓN EN DESARROLLO"),
    "threatened": ("THREAT, DEVELOPING", "AMENAZA EN DESARROLLO"),
    "requested": ("REQUEST, DEVELOPING", "SOLICITUD EN DESARROLLO"),
    "denied": ("DENIAL, DEVELOPING", "DESMENTIDO EN DESARROLLO"),
    "rejected": ("REFUSAL, DEVELOPING", "RECHAZO EN DESARROLLO"),
    "blocked": ("BLOCK, DEVELOPING", "BLOQUEO EN DESARROLLO"),
    "historical": ("PAST EVENT, DEVELOPING", "HECHO PASADO, EN DESARROLLO"),
}
# A report of unnamed sources does not become true by being printed often: it is borne out, not confirmed.
_CONFIRMED: Table = {
    "occurred": ("EVENT CONFIRMED", "HECHO CONFIRMADO"),
    "announced": ("ANNOUNCEMENT CONFIRMED", "ANUNCIO CONFIRMADO"),
    "reported": ("REPORT CORROBORATED", "VERSIÓN CORROBORADA"),
    "threatened": ("THREAT CONFIRMED", "AMENAZA CONFIRMADA"),
    "requested": ("REQUEST CONFIRMED", "SOLICITUD CONFIRMADA"),
    "denied": ("DENIAL CONFIRMED", "DESMENTIDO CONFIRMADO"),
    "rejected": ("REFUSAL CONFIRMED", "RECHAZO CONFIRMADO"),
    "blocked": ("BLOCK CONFIRMED", "BLOQUEO CONFIRMADO"),
    "historical": ("PAST EVENT CONFIRMED", "HECHO PASADO CONFIRMADO"),
}
_OF_REALIS: Mapping[str, Table] = {"DEVELOPING": _DEVELOPING, "CONFIRMED": _CONFIRMED}
_PUBLISHERS = ("{n} independent {n:publisher|publishers}", "{n} {n:medio independiente|medios independientes}")
_BY = ("by", "por")


class Count(int):
    """A number of things that chooses their words: `"{n} {n:story|stories}".format(n=Count(1))` is "1 story".

    The first word is for one, the second for any other number, none too, in English as in Spanish.
    """

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return super().__format__(spec) if not bar else one if self == 1 else many


def with_counts(text: str, values: Mapping[str, object]) -> str:
    """A set phrase with its values put in; its whole numbers choose words, see `Count`."""
    return text.format_map({name: Count(value) if type(value) is int else value for name, value in values.items()})


def counted(number: int, noun: str) -> str:
    """ "1 feed", "1,204 stories": thousands are set off with a comma, as Mexican and English copy do.

    Args:
        number: of things.
        noun: `feed`; with both forms, `story|stories`, where an s at its end does not make the plural.
    """
    return f"{number:,} {Count(number):{noun if '|' in noun else f'{noun}|{noun}s'}}"


def state_words(realis: str, standing: str | None, language: Literal["en", "es"]) -> str:
    """`happened`, `reported, denied`: what an event is said to be, with a doubt about it.

    What is denied is no longer told as having happened, but as having been reported.

    Args:
        realis: of a topic; one that is not known is shown as it is.
        standing: of a story, for its peg; None = of no importance here.
        language: of the words.
    """
    column = 0 if language == "en" else 1
    doubt = _DOUBTS.get(standing or "")
    if doubt is None or realis in ("denied", "rejected"):
        return REALIS[realis][column] if realis in REALIS else realis.replace("_", " ")
    told = "reported" if standing == "DENIED" else realis
    return f"{REALIS.get(told, (told, told))[column]}, {doubt[column]}"


def standing_words(standing: str, realis: str | None, language: Literal["en", "es"]) -> str:
    """`DENIAL CONFIRMED`: how a story stands, and what of it does.

    Args:
        standing: `Story.standing`; one that is not known is shown as it is.
        realis: of the story's peg; None = not known.
        language: of the words.
    """
    column = 0 if language == "en" else 1
    told = _OF_REALIS.get(standing, {}).get(realis or "") or _STANDING.get(standing)
    return told[column] if told else standing.replace("_", " ")


def borne_out(standing: str, realis: str | None, publishers: int, language: Literal["en", "es"]) -> str:
    """`DENIAL CONFIRMED by 3 independent publishers`, `DEVELOPING · 1 independent publisher`.

    Args:
        standing, realis, language: see `standing_words`.
        publishers: independent ones; 0 = not known, left out.
    """
    words = standing_words(standing, realis, language)
    if publishers < 1:
        return words
    column = 0 if language == "en" else 1
    count = _PUBLISHERS[column].format(n=Count(publishers))
    return f"{words} {_BY[column]} {count}" if standing == "CONFIRMED" else f"{words} · {count}"


__all__ = ["REALIS", "Count", "Table", "borne_out", "counted", "standing_words", "state_words", "with_counts"]
