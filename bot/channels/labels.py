"""The words of messages in English and Spanish, as tables. Imports wording only; knows no payload and no markup.

Wording follows the practice of news agencies: who says so stands beside what is said, a threat stays a threat, and no
guilt and no legal route are assumed that the report does not state.
"""

from collections.abc import Mapping
from typing import Literal

from bot import wording
from bot.wording import Table, word

WordLanguage = Literal["en", "es"]

TOPICS: Table = {
    "transfer": ("Handover", "Entrega"),
    "strike_threat": ("Strike threat", "Amenaza de ataque"),
}
SEVERITY: Table = {
    "P1": ("P1 urgent", "P1 urgente"),
    "P2": ("P2 important", "P2 importante"),
    "P3": ("P3 for the record", "P3 de registro"),
}
# Colours beside the words, in places without colour of their own.
SEVERITY_MARK: Mapping[str, str] = {"P1": "🔴", "P2": "🟠", "P3": "⚪"}
STANDING_MARK: Mapping[str, str] = {
    "DEVELOPING": "🟡",
    "CONFIRMED": "🟢",
    "DISPUTED": "🟣",
    "DENIED": "⚫",
    "CORRECTED": "🔵",
}
RELATION: Table = {
    **wording.RELATION,
    "report": ("New fact", "Dato nuevo"),
    "edit": ("Edited text", "Texto modificado"),
}
KIND: Table = {
    "card": ("card", "una alerta"),
    "edit": ("card's edit", "un cambio de alerta"),
    "reply": ("reply", "una respuesta"),
    "fold": ("list of stories", "una lista de historias"),
    "held": ("list of held stories", "una lista de historias retenidas"),
    "digest": ("digest", "un resumen"),
    "notice": ("notice", "un aviso"),
}
TEXT_READ: Table = {
    "title": ("title only", "solo el título"),
    "feed": ("feed text", "texto del canal"),
    "page": ("page", "página"),
}
BUTTON: Table = {
    "relevant": ("Relevant", "Relevante"),
    "not_relevant": ("Not relevant", "No relevante"),
    "wrong_figure": ("Wrong figure", "Cifra errónea"),
    "duplicate": ("Duplicate", "Duplicada"),
    "mute_24h": ("Mute 24 h", "Silenciar 24 h"),
    "mute_story": ("Mute story", "Silenciar historia"),
    "take_back": ("Take mine back", "Retirar lo mío"),
    "quotes": ("Quotes", "Citas"),
    "reshape": ("Split or join…", "Separar o unir…"),
    "another_event": ("Another event…", "Otro hecho…"),
}
# The form behind the last two; titles and buttons up to 24 characters.
FORM: Table = {
    "title": ("Split or join", "Separar o unir"),
    "submit": ("Do it", "Hacerlo"),
    "close": ("Cancel", "Cancelar"),
    "what": (
        "Choose the reports that are of another event, or the story that is the same event; with both, only those "
        "reports go to that story. Cards, threads and figures follow for everybody, and no rule undoes it. Joining "
        "again undoes a split, moving back a move.",
        "Elija las notas que son de otro hecho, o la historia que es el mismo hecho; con ambas cosas, solo esas notas "
        "pasan a esa historia. Alertas, hilos y cifras cambian para todos, y ninguna regla lo deshace. Unir otra vez "
        "deshace una separación; mover de vuelta, un traslado.",
    ),
    "leaving": ("These reports are another event", "Estas notas son de otro hecho"),
    "same_as": ("The same event, or that of the chosen reports", "El mismo hecho, o el de las notas elegidas"),
    "choose": ("Choose", "Elija"),
    "report": ("report", "nota"),
    "reports": ("reports", "notas"),
}
# What only the person who pressed is told.
WHISPER: Table = {
    "known": ("You have answered that already.", "Usted ya respondió eso."),
    "nothing": ("There is nothing of yours to take back here.", "No hay nada suyo que retirar aquí."),
    "no_story": ("This story is no longer known; nothing was noted.", "La historia ya no se conoce; no se anotó nada."),
    "as_it_is": (
        "It has one report, and no other story is near: there is nothing to split or join.",
        "Tiene una sola nota y no hay otra historia cercana: no hay nada que separar ni unir.",
    ),
    "gone": ("This story is no longer known.", "La historia ya no se conoce."),
    "not_allowed": (
        "Only the people named for this channel may answer here. Whoever looks after the bot can add you: "
        "`labellers` in config.toml.",
        "Solo pueden responder aquí las personas señaladas para este canal. Quien cuida el bot puede agregarle: "
        "`labellers` en config.toml.",
    ),
    "elsewhere": ("The bot does not look after this channel.", "El bot no atiende este canal."),
    "old_button": ("This button is of another version of the bot.", "Este botón es de otra versión del bot."),
    "failed": ("That could not be written down. Please press again.", "No se pudo anotar. Oprima otra vez, por favor."),
    "busy": (
        "Too many questions at once. Please ask again in a minute.",
        "Demasiadas preguntas. Intente en un minuto.",
    ),
    "usage": (
        "Write `/pregonero explain` and a headline, a link, or an item's id.",
        "Escriba `/pregonero explain` y un titular, un enlace o el id de una nota.",
    ),
    "broken": (
        "That could not be explained; the bot's log says why.",
        "No se pudo explicar; el registro dice por qué.",
    ),
}
# Set phrases of messages, by a name of ours.
PHRASE: Table = {
    "figures": ("Key figures", "Cifras clave"),
    "no_figures.title": ("No figures: only the title was read", "Sin cifras: solo se leyó el título"),
    "no_figures.feed": ("No figures in the feed text", "Sin cifras en el texto del canal"),
    "no_figures.page": ("No figures in the page", "Sin cifras en la página"),
    "no_quotes": ("No figures are known of this story.", "No se conocen cifras de esta historia."),
    "differ": ("Sources differ", "Las fuentes difieren"),
    "says": ("says", "dice"),
    "claim": ("claimed", "según su dicho"),
    "disputed": ("disputed", "en disputa"),
    "before": ("before", "antes"),
    "source": ("Source", "Fuente"),
    "names": ("Names differ, perhaps of two people", "Nombres que difieren, quizá de dos personas"),
    "grade": ("Grade", "Grado"),
    "event": ("Event", "Hecho"),
    "published": ("Published", "Publicado"),
    "first_seen": ("undated, first seen", "sin fecha, visto"),
    "estimated": ("time zone assumed", "zona horaria supuesta"),
    "why": ("Why it matched", "Por qué coincidió"),
    "score": ("match", "coincidencia"),
    "read": ("Read", "Leído"),
    "open": ("Open article", "Abrir la nota"),
    "also": ("also", "también"),
    "merged_into": ("Same event, continued in", "Mismo hecho; continúa en"),
    "split_from": ("Not the same event as", "No es el mismo hecho que"),
    "split_off": ("Part of this is another event, see", "Parte de esto es otro hecho; véase"),
    "moved_to": ("Moved to another story", "Pasó a otra historia"),
    "moved_here": ("moved here", "pasó aquí"),
    "corrected": ("instead of", "en lugar de"),
    "follows": ("Follows", "Sigue a"),
    "untitled": ("(no title)", "(sin título)"),
    "more": ("more", "más"),
    "since": ("since", "desde"),
    "fold": ("{n} {n:story|stories at once}", "{n} {n:historia|historias a la vez}"),
    "fold.burst": (
        "{n} more {n:story at the same time|stories at once}",
        "{n} {n:historia|historias} más a la vez",
    ),
    "fold.first_poll": (
        "{n} more {n:story|stories}, first poll of {source}",
        "{n} {n:historia|historias} más, primera lectura de {source}",
    ),
    "fold.cap": (
        "{n} {n:story was|stories were} held back by the hourly limit since {since}",
        "{n} {n:historia retenida|historias retenidas} por el límite por hora desde {since}",
    ),
    "fold.quiet": (
        "{n} {n:story|stories} came in quiet hours, since {since}",
        "{n} {n:historia llegó|historias llegaron} en horas de silencio, desde {since}",
    ),
    "a_feed": ("a feed", "una fuente"),
    "continued": ("continued", "continúa"),
    "updated": ("updated", "actualizado"),
    "correction": ("CORRECTION", "CORRECCIÓN"),
    "page_read": ("Article read", "Nota leída"),
    "next_step": ("Next step", "Siguiente paso"),
    "digest": ("Digest", "Resumen"),
    "plain": ("Details could not be shown; see the link.", "No se pudo mostrar el detalle; vea el enlace."),
    "card": ("Alert", "Alerta"),
    "muted_until": ("Muted until", "Silenciada hasta"),
    "muted": ("Muted for good", "Silenciada sin plazo"),
}


def phrase(name: str, language: WordLanguage) -> str:
    """A set phrase of `PHRASE`."""
    return word(PHRASE, name, language)
