"""Complete values of bot/domain/ to change one field of: `make_item(title="Otra nota")`.

Each builder takes any field of its type by name; what is not given is plausible, invented and fixed.
"""

from datetime import date, timedelta
from typing import Any

from fakes import NOON

from bot.domain import (
    Feed,
    FeedId,
    FeedState,
    Fetched,
    FetchRequest,
    Figure,
    Item,
    ItemId,
    Judgement,
    Label,
    LabelId,
    Mute,
    MuteId,
    OutboxMessage,
    OutboxRow,
    ParsedFeed,
    RawEntry,
    Report,
    Story,
    StoryChange,
    StoryFigure,
    StoryId,
    StoryLink,
    Verdict,
)

_TITLE = "México entrega a 12 presos a Estados Unidos"
_SUMMARY = "El traslado de 12 presos fue confirmado el lunes."


def make_feed(**changes: Any) -> Feed:
    """A Spanish newspaper's feed, polled every 15 minutes."""
    values: dict[str, Any] = {
        "id": FeedId("diario"),
        "name": "Diario de Prueba",
        "url": "https://diario.example/rss.xml",
        "language": "es",
        "country": "MX",
        "reliability": "B",
    }
    return Feed(**(values | changes))


def make_feed_state(**changes: Any) -> FeedState:
    """A feed that was never polled."""
    return FeedState(**({"feed_id": FeedId("diario"), "url": "https://diario.example/rss.xml"} | changes))


def make_request(**changes: Any) -> FetchRequest:
    """A request for a feed, without validators."""
    return FetchRequest(**({"key": "diario", "url": "https://diario.example/rss.xml", "kind": "feed"} | changes))


def make_fetched(**changes: Any) -> Fetched:
    """A 200 with a small body, from the address asked."""
    url = changes.get("url", "https://diario.example/rss.xml")
    values: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "permanent_url": None,
        "status": 200,
        "body": b"<rss/>",
        "content_type": "application/rss+xml",
        "etag": None,
        "last_modified": None,
    }
    return Fetched(**(values | changes))


def make_entry(**changes: Any) -> RawEntry:
    """An RSS entry with guid, link, title, summary and date."""
    values: dict[str, Any] = {
        "guid": "https://diario.example/nota/411",
        "link": "https://diario.example/nota/411",
        "title": _TITLE,
        "summary": _SUMMARY,
        "content": "",
        "published_raw": "Mon, 05 Oct 2026 11:00:00 GMT",
        "published": NOON - timedelta(hours=1),
        "published_has_zone": True,
        "source_name": None,
        "source_url": None,
        "language": None,
    }
    return RawEntry(**(values | changes))


def make_parsed(*entries: RawEntry, **changes: Any) -> ParsedFeed:
    """An RSS document with the given entries."""
    values: dict[str, Any] = {"version": "rss20", "title": "Diario de Prueba", "language": "es", "entries": entries}
    return ParsedFeed(**(values | changes))


def make_item(**changes: Any) -> Item:
    """A Spanish report of a handover of 12 people, an hour old."""
    values: dict[str, Any] = {
        "id": ItemId("i-000001"),
        "feed_id": FeedId("diario"),
        "guid": "https://diario.example/nota/411",
        "url": "https://diario.example/nota/411",
        "link": "https://diario.example/nota/411",
        "outlet": "Diario de Prueba",
        "title": _TITLE,
        "summary": _SUMMARY,
        "body": "",
        "language": "es",
        "published_at": NOON - timedelta(hours=1),
        "published_is_estimate": False,
        "first_seen": NOON,
        "text_read": "feed",
        "country": "MX",
        "reliability": "B",
    }
    return Item(**(values | changes))


def make_verdict(**changes: Any) -> Verdict:
    """A flagged verdict of topic `transfer`."""
    values: dict[str, Any] = {
        "topic": "transfer",
        "score": 0.97,
        "threshold": 0.5,
        "flagged": True,
        "realis": ("occurred",),
        "severity": "P1",
        "why": (("entrega", 7.5), ("(base)", -4.0)),
        "route": "unspecified",
        "direction": "MX_TO_US",
        "model_version": "fake-1",
        "rules_version": "none",
    }
    return Verdict(**(values | changes))


def make_judgement(*verdicts: Verdict, **changes: Any) -> Judgement:
    """A news item with the given verdicts, or with that of `make_verdict` when none is given."""
    values: dict[str, Any] = {"item_type": "news", "verdicts": verdicts or (make_verdict(),), "text_read": "feed"}
    return Judgement(**(values | changes))


def make_figure(**changes: Any) -> Figure:
    """12 people handed over, quoted from the title of `make_item`."""
    values: dict[str, Any] = {
        "measure": "persons_transferred",
        "value": 12.0,
        "unit": "persons",
        "scope": "this_event",
        "noun": "presos",
        "text_read": "feed",
        "quote": _TITLE,
        "start": 0,
        "end": len(_TITLE),
        "lang": "es",
    }
    return Figure(**(values | changes))


def make_report(**changes: Any) -> Report:
    """The first report of a story: `make_item`."""
    values: dict[str, Any] = {
        "item_id": ItemId("i-000001"),
        "relation": "report",
        "outlet": "Diario de Prueba",
        "publisher": "diario de prueba",
        "reliability": "B",
        "title": _TITLE,
        "link": "https://diario.example/nota/411",
        "language": "es",
        "at": NOON - timedelta(hours=1),
        "seen_at": NOON,
        "text_read": "feed",
    }
    return Report(**(values | changes))


def make_story_figure(**changes: Any) -> StoryFigure:
    """The figure of `make_figure`, as `make_item` printed it."""
    values: dict[str, Any] = {
        "figure": make_figure(),
        "item_id": ItemId("i-000001"),
        "outlet": "Diario de Prueba",
        "reliability": "B",
        "link": "https://diario.example/nota/411",
        "at": NOON - timedelta(hours=1),
        "seen_at": NOON,
    }
    return StoryFigure(**(values | changes))


def make_story(**changes: Any) -> Story:
    """A story of one report and one figure."""
    values: dict[str, Any] = {
        "id": StoryId("s-000001"),
        "topics": ("transfer",),
        "realis": (("transfer", "occurred"),),
        "route": "unspecified",
        "direction": "MX_TO_US",
        "means": None,
        "event_date": date(2026, 10, 5),
        "count": 12,
        "people": (),
        "groups": (),
        "places": (),
        "terms": (("entrega", 1.0), ("preso", 1.0)),
        "severity": "P1",
        "standing": "DEVELOPING",
        "opened_at": NOON - timedelta(hours=1),
        "last_report_at": NOON - timedelta(hours=1),
        "reports": (make_report(),),
        "figures": (make_story_figure(),),
        "scores": (("transfer", 0.97),),
        "why": (("entrega", 7.5), ("(base)", -4.0)),
    }
    return Story(**(values | changes))


def make_story_link(**changes: Any) -> StoryLink:
    """An item that opens a story."""
    values: dict[str, Any] = {
        "story_id": StoryId("s-000001"),
        "is_new_story": True,
        "relation": "report",
        "similarity": 0.0,
        "vetoed_by": None,
        "reason": "no story is near",
    }
    return StoryLink(**(values | changes))


def make_story_change(**changes: Any) -> StoryChange:
    """An item that opens the story of `make_story`."""
    after = changes.get("after", make_story())
    values: dict[str, Any] = {
        "before": None,
        "after": after,
        "link": make_story_link(story_id=after.id),
        "report": after.reports[-1],
        "facts": (),
    }
    return StoryChange(**(values | changes))


def make_message(**changes: Any) -> OutboxMessage:
    """A story's card for the channel `desk`, due now."""
    values: dict[str, Any] = {
        "dedupe_key": "desk:card:s-000001",
        "channel": "desk",
        "kind": "card",
        "story_id": StoryId("s-000001"),
        "payload": "{}",
        "created_at": NOON,
        "not_before": NOON,
    }
    return OutboxMessage(**(values | changes))


def make_outbox_row(**changes: Any) -> OutboxRow:
    """The message of `make_message`, waiting for its first attempt."""
    values: dict[str, Any] = {
        "seq": 1,
        "message": make_message(),
        "state": "pending",
        "attempts": 0,
        "next_attempt_at": NOON,
        "last_error": None,
        "doubtful_since": None,
    }
    return OutboxRow(**(values | changes))


def make_label(**changes: Any) -> Label:
    """Ana says in Slack that the card of `make_story` is relevant."""
    values: dict[str, Any] = {
        "id": LabelId("l-1"),
        "item_id": ItemId("i-000001"),
        "topic": "transfer",
        "story_id": StoryId("s-000001"),
        "kind": "relevant",
        "who": "U0ANA",
        "at": NOON,
        "via": "slack",
    }
    return Label(**(values | changes))


def make_mute(**changes: Any) -> Mute:
    """Ana mutes the story of `make_story` for a day, everywhere."""
    values: dict[str, Any] = {
        "id": MuteId("m-1"),
        "kind": "story",
        "target": "s-000001",
        "until": NOON + timedelta(hours=24),
        "who": "U0ANA",
        "at": NOON,
        "via": "slack",
    }
    return Mute(**(values | changes))
