"""Messages before any channel renders them: payload types, and how stories and plans become payloads.

May import domain and codec; no other stage. What is said where and when is decided in `bot.stories.policy`; here it is
put into payloads, and there is no wording here: channels write labels in their language.
"""

from bot.compose.cards import MAX_FIGURES, Shown, card, card_figures, fold, reply, shown_report
from bot.compose.notices import (
    config_notice,
    feed_notice,
    gap_notice,
    model_notice,
    span,
    standstill_notice,
    trouble_notice,
    undelivered_notice,
)
from bot.compose.outbox import answered, listed, messages, tells_of, with_answers, with_refs
from bot.compose.payloads import (
    SCHEMA,
    TYPES,
    Card,
    CardFigure,
    DigestMail,
    Fold,
    FoldEntry,
    MovedReport,
    Notice,
    NoticeEvent,
    Payload,
    Reply,
    ReplyLine,
    RivalFigure,
    decode,
    encode,
)

__all__ = [
    "MAX_FIGURES",
    "SCHEMA",
    "TYPES",
    "Card",
    "CardFigure",
    "DigestMail",
    "Fold",
    "FoldEntry",
    "MovedReport",
    "Notice",
    "NoticeEvent",
    "Payload",
    "Reply",
    "ReplyLine",
    "RivalFigure",
    "Shown",
    "answered",
    "card",
    "card_figures",
    "config_notice",
    "decode",
    "encode",
    "feed_notice",
    "fold",
    "gap_notice",
    "listed",
    "messages",
    "model_notice",
    "reply",
    "shown_report",
    "span",
    "standstill_notice",
    "tells_of",
    "trouble_notice",
    "undelivered_notice",
    "with_answers",
    "with_refs",
]
