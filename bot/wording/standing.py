"""What an event is said to be, and how well it is borne out."""

from collections.abc import Mapping
from typing import Literal

from bot.wording.counts import Count
from bot.wording.terms import REALIS, Table

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
    "court_step": ("COURT STEP, DEVELOPING", "PASO JUDICIAL EN DESARROLLO"),
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
    "court_step": ("COURT STEP CONFIRMED", "PASO JUDICIAL CONFIRMADO"),
}
_OF_REALIS: Mapping[str, Table] = {"DEVELOPING": _DEVELOPING, "CONFIRMED": _CONFIRMED}
_PUBLISHERS = ("{n} independent {n:publisher|publishers}", "{n} {n:medio independiente|medios independientes}")
_BY = ("by", "por")


def said(realis: str | None, *, court_step: bool) -> str | None:
    """What of an event is told: its status; where a court goes on after a handover, that."""
    return "court_step" if court_step and realis == "occurred" else realis


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


__all__ = ["borne_out", "said", "standing_words", "state_words"]
