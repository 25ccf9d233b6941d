"""The words of a digest in English and Spanish, and how it writes dates, counts and cut texts.

May import text and wording. Knows no story and no markup. What is said follows the alerts: a threat stays a threat, no
guilt and no legal route are assumed, and who says so stands beside what is said.
"""

from datetime import date, datetime
from typing import Literal

from bot import wording
from bot.text import clean
from bot.wording import Table, month, with_counts

DigestLanguage = Literal["en", "es"]

PHRASES: Table = {
    "name": ("Pregonero", "Pregonero"),
    "atom_title": ("Pregonero: stories", "Pregonero: historias"),
    "title": ("Daily digest", "Resumen del día"),
    "window": ("From {start} to {end}, {zone}", "Del {start} al {end}, {zone}"),
    "hours": ("covers {hours} hours", "abarca {hours} horas"),
    "counts": (
        "{read:,} {read:item|items} read and judged, {flagged:,} on topic",
        "{read:,} {read:nota leída y evaluada|notas leídas y evaluadas}, {flagged:,} sobre el tema",
    ),
    "counts_judged": (
        "{read:,} {read:item|items} read, {judged:,} judged, {flagged:,} on topic",
        "{read:,} {read:nota leída|notas leídas}, {judged:,} {judged:evaluada|evaluadas}, {flagged:,} sobre el tema",
    ),
    "held": ("{held:,} held back from the alerts", "{held:,} sin alerta"),
    "quiet": (
        "A quiet day: nothing new on the topics of this digest.",
        "Día tranquilo: nada nuevo sobre los temas de este resumen.",
    ),
    "quiet_subject": ("a quiet day", "sin novedades"),
    "top": ("Top lines", "Lo principal"),
    "topic.transfer": ("Handovers", "Entregas"),
    "topic.strike_threat": ("Strike threats", "Amenazas de ataque"),
    "nothing": ("Nothing new.", "Sin novedades."),
    "only_denials": (
        "Only denials, blocks or corrections: see below.",
        "Sólo desmentidos, frenos o correcciones: véase más abajo.",
    ),
    "only_also": ("Only lesser items: see “Also seen”.", "Sólo notas menores: véase «También visto»."),
    "moved": ("Numbers moved", "Cifras que cambiaron"),
    "watch": ("What to watch", "Lo que viene"),
    "span": ("{first} to {last}", "del {first} al {last}"),
    "more_watch": ("{n} more {n:date|dates} in the articles", "{n} {n:fecha|fechas} más en las notas"),
    "muted": ("{stories} muted: under “Also seen” only", "{stories} en silencio: sólo en «También visto»"),
    "muted_subject": ("{stories}, muted", "{stories} en silencio"),
    "muted_tag": ("MUTED", "EN SILENCIO"),
    "zone": ("{place} time", "hora de {place}"),
    "denials": ("Denials, blocks and corrections", "Desmentidos, frenos y correcciones"),
    "also": ("Also seen", "También visto"),
    "trend": ("The last two weeks", "Las últimas dos semanas"),
    "trend_alt": (
        "Chart of the numbers above.",
        "Gráfica de las cifras de arriba.",
    ),
    "trend_days_words": (
        "Items on topic a day, {first} to {last}: {numbers}",
        "Notas sobre el tema por día, del {first} al {last}: {numbers}",
    ),
    "trend_day_words": (
        "Items on topic a day, on {last}: {numbers}",
        "Notas sobre el tema por día, el {last}: {numbers}",
    ),
    "trend_totals_words": (
        "People handed over so far, as printed: {steps}",
        "Personas entregadas hasta ahora, según lo publicado: {steps}",
    ),
    "health": ("Feed health", "Estado de las fuentes"),
    "outbox": ("Messages not delivered", "Mensajes sin entregar"),
    "new": ("NEW", "NUEVO"),
    "update": ("UPDATE", "ACTUALIZACIÓN"),
    "reported": ("first seen {when}", "visto por primera vez el {when}"),
    "happened_on": ("happened on {when}", "ocurrió el {when}"),
    "also_about": ("also about {topic}", "también sobre {topic}"),
    "event_date": ("event of {when}", "hecho del {when}"),
    "figures": ("Figures", "Cifras"),
    "whats_new": ("What is new", "Lo nuevo"),
    "coverage": ("Coverage", "Cobertura"),
    "differ": ("sources differ", "las fuentes difieren"),
    "claimed": ("claimed", "según la fuente"),
    "disputed": ("disputed", "en disputa"),
    "says": ("{speaker}, in {outlet}", "{speaker}, en {outlet}"),
    "outlets_more": ("{outlets} and {n} more", "{outlets} y {n} más"),
    "more_figures": ("{n} more in the articles", "{n} más en las notas"),
    "more_stories": ("{n} more not listed here", "{n} más que no se {n:lista|listan} aquí"),
    "more_rows": ("{n} more", "{n} más"),
    "untitled": ("(no headline that can be shown)", "(sin titular que se pueda mostrar)"),
    "feeds_all": (
        "{n:|All }{n:,} {n:feed read, not failing|feeds read, none failing}",
        "{n:,} {n:fuente: leída, sin fallas|fuentes: todas leídas, ninguna con fallas}",
    ),
    "feeds_read": (
        "{read:,} of {total:,} {total:feed|feeds} read",
        "{read:,} de {total:,} {total:fuente leída|fuentes leídas}",
    ),
    "feeds_failing": ("{failing} failing", "{failing} con fallas"),
    "feeds_silent": ("{silent} not read in this window", "{silent} sin leer en este periodo"),
    "feeds_empty": ("{n} without entries", "{n} sin entradas"),
    "feeds_quiet": ("{n} silent", "{n} en silencio"),
    "feeds_undated": ("{n} undated", "{n} sin fechas"),
    "feeds_skewed": ("{n} dated ahead of time", "{n} con fechas adelantadas"),
    "feeds_gaps": ("{n} that may have missed items", "{n} que {n:pudo|pudieron} perder notas"),
    "feeds_subject": (
        "{read:,} {read:feed|feeds} read, {failing:,} failing",
        "{read:,} {read:fuente leída|fuentes leídas}, {failing:,} con fallas",
    ),
    "feeds_none": ("No feeds are configured.", "No hay fuentes configuradas."),
    "failed_polls": ("{n} in a row", "{n} seguidas"),
    "gap": (
        "all entries were new between {since} and {at}, so others may have been missed; a smaller interval_min or "
        "max_interval_min for it in config.toml helps",
        "todas las entradas eran nuevas entre {since} y {at}, así que pudieron perderse otras; ayuda un interval_min "
        "o max_interval_min menor para ella en config.toml",
    ),
    "last_good": ("last read {when}", "leída por última vez el {when}"),
    "never_good": ("never read", "nunca leída"),
    "row": ("message {seq} to {channel}, {kind}", "mensaje {seq} a {channel}, {kind}"),
    "footer": (
        "This is digest “{id}” of config.toml; change its recipients, hour and topics there. "
        "Headlines and quotes are the outlets' own words, in their language.",
        "Este es el resumen «{id}» de config.toml; ahí se cambian sus destinatarios, hora y temas. "
        "Titulares y citas son palabras de los medios, en su idioma.",
    ),
    "state": (
        "Feeds and messages are shown as they stood when this was written.",
        "Fuentes y mensajes se muestran como estaban al redactarse.",
    ),
}
NOUNS: Table = {  # one|several
    "story": ("story|stories", "historia|historias"),
    "item": ("item|items", "nota|notas"),
    "publisher": ("publisher|publishers", "medio|medios"),
    "failed_poll": ("failed poll|failed polls", "lectura fallida|lecturas fallidas"),
}
RELATION: Table = {**wording.RELATION, "report": ("Report", "Nota"), "edit": ("Edited", "Editada")}
COMING: Table = {
    "hearing": ("Hearing", "Audiencia"),
    "sentencing": ("Sentencing", "Sentencia"),
    "ruling": ("Ruling", "Resolución"),
    "vote": ("Vote", "Votación"),
    "deadline": ("Deadline", "Plazo"),
    "handover": ("Handover", "Entrega"),
    "deployment": ("Deployment", "Despliegue"),
    "meeting": ("Meeting", "Reunión"),
}
PLACES: Table = {  # of IANA zones, where the last part of the name is not how people write it
    "America/Bogota": ("Bogotá", "Bogotá"),
    "America/Cancun": ("Cancún", "Cancún"),
    "America/Ciudad_Juarez": ("Ciudad Juárez", "Ciudad Juárez"),
    "America/Los_Angeles": ("Los Angeles", "Los Ángeles"),
    "America/Mazatlan": ("Mazatlán", "Mazatlán"),
    "America/Merida": ("Mérida", "Mérida"),
    "America/Mexico_City": ("Mexico City", "Ciudad de México"),
    "America/New_York": ("New York", "Nueva York"),
    "America/Panama": ("Panama", "Panamá"),
    "Europe/Berlin": ("Berlin", "Berlín"),
    "Europe/London": ("London", "Londres"),
    "Europe/Paris": ("Paris", "París"),
}
HEALTH: Table = {
    "new": ("not yet polled", "aún sin consultar"),
    "ok": ("read", "leída"),
    "unchanged": ("read, unchanged", "leída, sin cambios"),
    "empty": ("answers without any entry", "responde sin entradas"),
    "broken": ("cannot be read", "no se puede leer"),
    "challenged": ("asks for a browser", "pide un navegador"),
    "moved": ("has moved", "cambió de dirección"),
    "gone": ("gone for good", "retirada"),
    "quiet": ("silent for longer than is normal for it", "callada más de lo normal en ella"),
    "undated": ("read, without dates", "leída, sin fechas"),
    "skewed": ("read, dated ahead of time", "leída, con fechas adelantadas"),
}
MESSAGE_KIND: Table = {
    "card": ("alert", "alerta"),
    "reply": ("follow-up", "seguimiento"),
    "edit": ("edit", "edición"),
    "fold": ("list of stories", "lista de historias"),
    "held": ("list of held stories", "lista de historias retenidas"),
    "notice": ("notice", "aviso"),
    "digest": ("digest", "resumen"),
}
MESSAGE_STATE: Table = {
    "dead": ("given up", "abandonado"),
    "unconfirmed": ("may or may not have arrived", "pudo llegar o no"),
}
_WEEKDAYS = (("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"))


def phrase(name: str, language: DigestLanguage, **values: object) -> str:
    """A set phrase with its values put in; whole numbers choose the words beside them."""
    return with_counts(PHRASES[name][language == "es"], values)


def topic_title(topic: str, language: DigestLanguage) -> str:
    """Heading of a topic's section; a topic without a phrase goes by its name."""
    pair = PHRASES.get(f"topic.{topic}")
    return pair[language == "es"] if pair else topic.replace("_", " ").capitalize()


def counted(noun: str, n: int, language: DigestLanguage) -> str:
    """ "1 story", "1,204 items", by a name of `NOUNS`."""
    return wording.counted(n, NOUNS[noun][language == "es"])


def short_day(day: date, language: DigestLanguage) -> str:
    """ "5 Oct", "5 oct"."""
    return f"{day.day} {month(day.month, language)}"


def long_day(day: date, language: DigestLanguage) -> str:
    """ "Mon 5 Oct 2026", "lun 5 oct 2026"."""
    return f"{named_day(day, language)} {day.year}"


def named_day(day: date, language: DigestLanguage) -> str:
    """ "Mon 5 Oct", "lun 5 oct"."""
    return f"{_WEEKDAYS[language == 'es'][day.weekday()]} {short_day(day, language)}"


def zone_words(zone: str, language: DigestLanguage) -> str:
    """ "Mexico City time", "hora de Ciudad de México"; a zone without a place by its name: "UTC"."""
    if "/" not in zone or zone.startswith("Etc/"):
        return zone.removeprefix("Etc/")
    place = PLACES[zone][language == "es"] if zone in PLACES else zone.rpartition("/")[2].replace("_", " ")
    return phrase("zone", language, place=place)


def moment(local: datetime, language: DigestLanguage) -> str:
    """ "5 Oct 07:00", in the zone that `local` carries."""
    return f"{short_day(local.date(), language)} {local:%H:%M}"


def clip(text: str, limit: int) -> str:
    """One clean line of at most `limit` characters, cut between words and marked with "…".

    Returns:
        "" when not even the first word fits: half a word is never shown.
    """
    text = clean(text)
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", 0, limit)  # the blank itself may stand where the mark goes
    kept = text[: max(cut, 0)].rstrip(" ,;:–—-")
    return f"{kept}…" if kept else ""
