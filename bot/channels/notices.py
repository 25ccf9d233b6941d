"""What is said of the bot itself, in English and Spanish. May import channels.base, labels and compose.

Words in braces are a notice's `values`; `{what}` is what a server or a program said, `{since}` and `{until}` are times
in the channel's zone. A clause in square brackets is left out where something in it is not known.
"""

import re

from bot.channels.base import Look, one_line
from bot.channels.labels import KIND
from bot.compose import Notice
from bot.wording import Count, Table, word

EVENTS: Table = {
    "feed_failing": (
        "{name} cannot be read[: {what}][ (since {since})]. Run `pregonero feeds check` for it; see whether its "
        "address still answers.",
        "{name} no se puede leer[: {what}][ (desde {since})]. Ejecute `pregonero feeds check`; vea si su "
        "dirección aún responde.",
    ),
    "feed_challenged": (
        "{name} asks for proof of being human[: {what}][ (since {since})]. Use another feed of this outlet, or "
        "ask it for access.",
        "{name} pide probar que se es humano[: {what}][ (desde {since})]. Use otro canal de este medio o pídale "
        "acceso.",
    ),
    "feed_moved": (
        "{name} has moved[: {what}][ (since {since})]. Take over the new address in config.toml.",
        "{name} se mudó[: {what}][ (desde {since})]. Ponga la dirección nueva en config.toml.",
    ),
    "feed_gone": (
        "{name} says that it is gone for good[: {what}][ (since {since})]. Remove it from config.toml, or look "
        "for its successor.",
        "{name} dice que ya no existe[: {what}][ (desde {since})]. Quítelo de config.toml o busque a su sucesor.",
    ),
    "feed_empty": (
        "{name} has no entries[: {what}][ (since {since})]. See in a browser whether the outlet still fills it.",
        "{name} no tiene notas[: {what}][ (desde {since})]. Vea en un navegador si el medio aún lo alimenta.",
    ),
    "feed_quiet": (
        "{name} answers, but brings nothing new[ since {since}]; its longest silence before was {hours} "
        "{hours:hour|hours}. Run `pregonero feeds check` for it.",
        "{name} responde, pero no trae nada nuevo[ desde {since}]; su silencio más largo había sido de {hours} "
        "{hours:hora|horas}. Ejecute `pregonero feeds check`.",
    ),
    "feed_well": (
        "{name} works again.",
        "{name} funciona otra vez.",
    ),
    "feed_gap": (
        "{name}: {entries:|all }{entries} {entries:entry was|entries were} new since the last poll[ ({since})], so "
        "some may have been missed in between. It is polled more often for a while by itself; a smaller interval_min "
        "for it in config.toml helps.",
        "{name}: {entries:|las }{entries} {entries:nota era nueva|notas eran nuevas} desde la última lectura"
        "[ ({since})]; pudieron perderse otras "
        "entre ambas. Por un tiempo se lee más seguido; ayuda un interval_min menor en config.toml.",
    ),
    "standstill": (
        "{name} did not run between {since} and {until} ({span}). Caught up: {read} {read:item|items}, {flagged} of "
        "them flagged. What left the feeds in that time was not seen.",
        "{name} no funcionó entre {since} y {until} ({span}). Al volver leyó {read} {read:nota|notas}, {flagged} de "
        "ellas {flagged:señalada|señaladas}. Lo que salió de los canales en ese tiempo no se vio.",
    ),
    "message_dead": (
        "Messages to {name} are not delivered: the first was a {kind}[, {what}]. Which ones: `pregonero outbox "
        "list`; send again: `outbox retry`, give up: `outbox drop`. Told once a day.",
        "No se entregan mensajes a {name}: el primero, {kind}[, {what}]. Cuáles: `pregonero outbox list`; "
        "reenviar: `outbox retry`; desistir: `outbox drop`. Se avisa una vez al día.",
    ),
    "message_unconfirmed": (
        "Nobody knows whether messages to {name} arrived: the first was a {kind}[, {what}]. Look in the channel, "
        "then `pregonero outbox list`; send again: `outbox retry`, give up: `outbox drop`. Told once a day.",
        "No se sabe si llegaron mensajes a {name}: el primero, {kind}[, {what}]. Mire el canal y luego `pregonero"
        " outbox list`; reenviar: `outbox retry`; desistir: `outbox drop`. Se avisa una vez al día.",
    ),
    "message_waiting": (
        "Messages to {name} wait until somebody mends this[: {what}]. They are kept for a day. Told once a day.",
        "Los mensajes a {name} esperan a que alguien corrija esto[: {what}]. "
        "Se guardan un día. Se avisa una vez al día.",
    ),
    "config_refused": (
        "The changed {name} is refused, the old one stays in force: {what}[ (and {more} more)]. Run `pregonero check`.",
        "El {name} modificado se rechaza y sigue en vigor el anterior: {what}[ (y {more} más)]. Ejecute "
        "`pregonero check`.",
    ),
    "model_changed": (
        "Other models judge from now on: {after}, before {before}. Scores and alerts may differ from yesterday's.",
        "Desde ahora juzgan otros modelos: {after}; antes, {before}. Puntajes y alertas pueden diferir de los de ayer.",
    ),
}

_CLAUSE = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)(?::([^{}]*))?\}")  # with the words for one and for several; see `bot.wording.Count`


def notice_text(notice: Notice, look: Look, since: str, until: str) -> str:
    """A notice of a known event in the channel's language, one clean line.

    Args:
        notice: its event is in `EVENTS`.
        look: language.
        since, until: its times as the channel writes them; "" = not known.
    """
    known = {name: one_line(value) for name, value in notice.values}
    if "kind" in known:
        known["kind"] = word(KIND, known["kind"], look.language)
    known |= {
        "name": one_line(notice.name) or one_line(notice.subject_id),
        "what": one_line(notice.what).rstrip("."),
        "since": since,
        "until": until,
    }

    def clause(found: re.Match[str]) -> str:
        return found[1] if all(known.get(name) for name, _ in _NAME.findall(found[1])) else ""

    def said(found: re.Match[str]) -> str:
        value = known.get(found[1], "")
        return format(Count(value), found[2]) if found[2] and value.isdecimal() else value

    return _NAME.sub(said, _CLAUSE.sub(clause, word(EVENTS, notice.event, look.language)))
