"""What is to happen on a day: hearings, deadlines, votes, handovers. Imports its siblings, bot.domain.

A day counts when it lies ahead, its clause speaks of the future, and it names an event of a known kind.
"""

import re
from datetime import date

from bot.domain import Coming, ComingKind, ItemId, Language
from bot.extract.days import Day, days_ahead

_KINDS: tuple[tuple[ComingKind, re.Pattern[str]], ...] = (
    (
        "sentencing",
        re.compile(
            r"\b(?:sentencing|be sentenced|sera sentenciad\w+|"
            r"(?:dictar\w*|lectura de|audiencia de|dictado de) (?:la |su )?sentencia)\b"
        ),
    ),
    (
        "hearing",
        re.compile(
            r"\b(?:hearings?|audiencias?|trials?|retrial|juicio|arraign\w+|appear (?:in|before)|in court|comparec\w+|"
            r"court date|status conference|testif\w+|rendir\w* declaracion|declarara?)\b"
        ),
    ),
    ("vote", re.compile(r"\b(?:votes?|voting|votara\w*|votar|votacion\w*|roll call)\b")),
    (
        "ruling",
        re.compile(r"\b(?:rul(?:e|es|ing)|decision|decide|resolv\w+|resolucion|fallo|fallara|verdict|veredicto)\b"),
    ),
    (
        "handover",
        re.compile(
            r"\b(?:hand(?:ed|ing|s)? over|handovers?|transfer\w*|extradi\w+|entreg\w+|trasla\w+|surrender\w*|be flown|"
            r"send (?:\w+ ){0,3}(?:prisoners|inmates|suspects)|envi(?:o|ar|ara|aran)\b)"
        ),
    ),
    (
        "deployment",
        re.compile(
            r"\b(?:deploy\w*|despleg\w+|despliegue|troops|tropas|marines|ships?|buques?|drills?|exercises?|maniobras|"
            r"ejercicios?)\b"
        ),
    ),
    (
        "meeting",
        re.compile(
            r"\b(?:meet(?:ing|s)?|summit|cumbre|reunion\w*|reunir\w*|visit\w*|viaj\w+|talks|dialogo|"
            r"encuentro|travel\w*)\b"
        ),
    ),
    (
        "deadline",
        re.compile(
            r"\b(?:deadlines?|plazo|expir\w+|venc(?:e|era|imiento)\b|ultimatum|no later than|a mas tardar|lapses?|"
            r"within|must (?:\w+ ){1,8}(?:by|before))\b"
        ),
    ),
)
_SURELY = (
    r"will|shall|to be|is to|are to|due|scheduled|(?:is |are )?set for|slated|expected|postponed|"
    r"rescheduled|upcoming|va a|"
    r"van a|programad\w+|previst\w+|fij(?:o|ad\w+|aron)|agendad\w+|citad\w+|pospuest\w+|pospuso|aplaz\w+|"
    r"convoc\w+|to vote"
)
_SURE_FUTURE = re.compile(rf"\b(?:{_SURELY})\b")
_FUTURE = re.compile(
    rf"\b(?:{_SURELY}|would|pushed|moved|delayed|deadlines?|expires?|lapses?|until|by|before|within|next week|"
    r"next month|coming|tomorrow|vence|plazo|a mas tardar|antes del?|hasta|proxim\w+|pendiente|que viene|manana|"
    r"no later than|must|debera\w*|gives?|given|da|dio)\b"
)
_GIVES = re.compile(
    r"\b(?:gives?|gave|given|has|have|had|must|tienen?|tuvo|da|dio|dan|concedi\w+|concede\w*|otorg\w+|"
    r"debe\w*|deadline|plazo)\b"
)
_FUTURE_FORM = re.compile(r"\b\w{2,}(?:rá|rán)\b", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:was|were|had|held|took place|since|desde|arrested|detenid\w+|captur\w+|extradited|murio|died|fue|fueron|"
    r"ocurrio|occurred|killed|last|pasado)(?: \w+){0,3} $"
)
_NOT_GONE = re.compile(
    r"\b(?:was|were|had|fue|fueron)(?: been)? (?:scheduled|set|postponed|rescheduled|given|ordered|due|programad\w+|"
    r"fijad\w+|pospuest\w+|citad\w+)"
)
_UNTIL = re.compile(r"\b(?:until|by|before|hasta(?: el)?|antes del?|no later than|a mas tardar(?: el)?) $")
# An alert to pilots or travellers ends on a day, by which nobody has to do anything.
_NOTICE = (
    r"(?:notams?|notices?|advisor(?:y|ies)|alerts?|(?:travel|security|flight|airspace|faa) warnings?|"
    r"(?:flight|airspace) (?:restrictions?|bans?)|avisos?|alertas?|advertencias? de (?:viaje|seguridad)|"
    r"restriccion(?:es)? (?:de|al|del) (?:vuelos?|espacio))"
)
_IN_FORCE = (
    r"(?:valid|in (?:force|effect)|good|expires?|lapses?|ends?|runs?|lasts?|extend(?:s|ed)?|renew(?:s|ed)?|vigentes?|"
    r"vigencia|rigen?|regira|vencen?|vencera|expiran?|expirara|caducan?|terminan?|prorrog\w+|extiend\w+|ampli\w+|renuev\w+)"
)
_DEMANDS = re.compile(  # ahead of the day: then it may be somebody's term
    r"\b(?:deadline|ultimatum|plazo|must|deb\w+|trump|rubio|hegseth|president\w*|white house|casa blanca)\b"
)
_VALID_UNTIL = re.compile(
    rf"\b(?:{_NOTICE}\b[^;:]{{0,80}}?\b{_IN_FORCE}|{_IN_FORCE}\b[^;:]{{0,80}}?\b{_NOTICE})(?: \w+){{0,4}} $"
)
_ENDS = re.compile(rf"\b{_IN_FORCE}(?: \w+){{0,2}} $")
_THE_NOTICE = re.compile(rf"\W*(?:\w+ ){{0,2}}{_NOTICE}\b")
_CLAUSE_END = re.compile(r"[;:]\s| [—–-] ")
_REACH = 140  # characters between a day and its event


def coming_in(
    sentence: str, flat: str, start: int, *, item_id: ItemId, lang: Language, published: date
) -> list[Coming]:
    """Events ahead that one sentence dates; one a day.

    Args:
        sentence: as it stands in the item's text at offset `start`.
        flat: `flatten(sentence)`.
        item_id, lang: of the item.
        published: local day of publication.
    """
    found: dict[tuple[date, ComingKind], Coming] = {}
    for day in days_ahead(flat, published):
        begin, end = _clause(sentence, day)
        clause = flat[begin:end]
        before = flat[max(begin, day.start - 60) : day.start]
        gone = _GONE.search(before) is not None and _NOT_GONE.search(before) is None
        future = (
            day.is_term
            or (_SURE_FUTURE if day.is_weekday else _FUTURE).search(clause)
            or _FUTURE_FORM.search(sentence[begin:end])
        )
        kind = _kind(clause, day.start - begin) or (
            "deadline" if day.is_term or (_UNTIL.search(before) and _GIVES.search(clause)) else None
        )
        if gone or not future or kind is None or _is_validity(flat[begin : day.start], flat[day.end : end]):
            continue
        found.setdefault(
            (day.day, kind),
            Coming(
                kind=kind,
                what=sentence[begin:end].strip(" ,;:—–-"),
                day=day.day,
                until=day.until,
                when=sentence[day.start : day.end],
                item_id=item_id,
                quote=sentence,
                start=start,
                end=start + len(sentence),
                lang=lang,
            ),
        )
    return list(found.values())


def _is_validity(before: str, after: str) -> bool:
    """Whether a day is the one until which a notice is in force: "the alert expires on", "vence el 3 la alerta"."""
    if _DEMANDS.search(before):
        return False
    if _VALID_UNTIL.search(before):
        return True
    return _ENDS.search(before) is not None and _THE_NOTICE.match(after) is not None


def _clause(sentence: str, day: Day) -> tuple[int, int]:
    """Offsets between the semicolons, colons and dashes around a day."""
    begin, end = 0, len(sentence)
    for match in _CLAUSE_END.finditer(sentence):
        if match.end() <= day.start:
            begin = match.end()
        elif match.start() >= day.end:
            end = match.start()
            break
    return begin, end


def _kind(clause: str, at: int) -> ComingKind | None:
    """The kind whose word stands nearest to the day; a deadline only where nothing else is named."""
    best: tuple[int, ComingKind] | None = None
    for kind, pattern in _KINDS:
        for match in pattern.finditer(clause):
            distance = abs(match.start() - at) + (60 if kind == "deadline" else 0)
            if distance <= _REACH and (best is None or distance < best[0]):
                best = (distance, kind)
    if best is not None and re.search(r"\b(?:deadline|plazo|vence|expires?|ultimatum|a mas tardar)\b", clause):
        return "deadline"
    return best[1] if best else None
