"""*Now*: stories of the last days, one story with its thread and reports, and search over all items."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import get_args

from aiohttp import web

from bot.app import reshaping_of
from bot.domain import ItemId, OutboxRow, StoredItem, Story, StoryId, TriageState
from bot.errors import UsageError
from bot.text import fold
from bot.web.cards import CardView, card_view
from bot.web.render import is_part, language_of, page, who
from bot.web.work import back_to, desk_of, fields_of, in_thread

DAYS = 7
MOST = 200  # stories on the page
FEWEST = 10  # of older ones, when the last days had none
_STATES: dict[str, TriageState] = {state: state for state in get_args(TriageState)}
MAX_FOUND = 100
MOST_DOUBTFUL = 5  # groups of names above the list


async def now(request: web.Request) -> web.Response:
    """Stories with a report in the last days, the latest first; the latest ones of all when there are none."""
    cards = await in_thread(request, _recent, request)
    return page(request, "stories.part.html" if is_part(request) else "now.html", cards=cards, days=DAYS)


def _recent(request: web.Request) -> list[CardView]:
    desk = desk_of(request)
    at = desk.clock.now()
    stories = [story for story in desk.store.latest_stories(MOST) if story.merged_into is None]
    recent = [story for story in stories if max(r.seen_at for r in story.reports) >= at - timedelta(days=DAYS)]
    stories = recent or stories[:FEWEST]
    triage = desk.store.triage([story.id for story in stories])
    return [
        card_view(story, now=at, language=language_of(request), timezone=desk.config.alerts.timezone,
                  triage=triage.get(story.id))
        for story in stories
    ]  # fmt: skip


async def quiet(request: web.Request) -> web.Response:
    """Items of the last days that nobody was told of: held back, or below the threshold, the nearest first."""
    found = await in_thread(request, _quiet, request)
    return page(request, "quiet.html", found=found, days=DAYS, most=MAX_FOUND)


def _quiet(request: web.Request) -> list[StoredItem]:
    desk = desk_of(request)
    return desk.store.quiet_items(desk.clock.now() - timedelta(days=DAYS), MAX_FOUND)


async def story(request: web.Request) -> web.Response:
    """One story: its card, every report, and what was said of it where."""
    found = await in_thread(request, _story, request, StoryId(request.match_info["story"]))
    if found is None:
        raise web.HTTPNotFound(text=f"There is no story {request.match_info['story'][:40]}.")
    card, held, told = found
    others = [other for other in await in_thread(request, _recent, request) if other.id != card.id]
    return page(request, "story.html", card=card, story=held, told=told, others=others)


def _story(request: web.Request, story_id: StoryId) -> tuple[CardView, Story, list[OutboxRow]] | None:
    desk = desk_of(request)
    held = desk.store.story(story_id)
    if held is None:
        return None
    card = card_view(
        held, now=desk.clock.now(), language=language_of(request), timezone=desk.config.alerts.timezone,
        triage=desk.store.triage([story_id]).get(story_id),
    )  # fmt: skip
    return card, held, desk.store.messages_of(story_id)


async def set_triage(request: web.Request) -> web.StreamResponse:
    """Seen, taken or done, by the name this browser goes by."""
    story_id = StoryId(request.match_info["story"])
    fields = await fields_of(request)
    state = _STATES.get(fields.get("state", ""))
    if state is None:
        raise UsageError(f"a story is one of {', '.join(_STATES)}")
    found = await in_thread(request, _triaged, request, story_id, state)
    if not found:
        raise web.HTTPNotFound(text=f"There is no story {story_id[:40]}.")
    if is_part(request):
        card = await in_thread(request, _story, request, story_id)
        return page(request, "card.taken.part.html", card=card[0] if card else None)
    raise back_to(fields.get("back", "/"))


def _triaged(request: web.Request, story_id: StoryId, state: TriageState) -> bool:
    desk = desk_of(request)
    if desk.store.story(story_id) is None:
        return False
    desk.store.set_triage(story_id, state, who(request), desk.clock.now())
    return True


async def split(request: web.Request) -> web.StreamResponse:
    """The ticked reports become a story of their own; leads to it."""
    fields = await fields_of(request)
    leaving = [ItemId(name) for name, value in fields.items() if value == "leaves"]
    raise back_to(f"/stories/{await in_thread(request, _split, request, leaving)}")


def _split(request: web.Request, leaving: Sequence[ItemId]) -> StoryId:
    desk = desk_of(request)
    by_hand = reshaping_of(desk.store, desk.config)
    _, made = by_hand.split(StoryId(request.match_info["story"]), leaving, who=who(request), now=desk.clock.now())
    return made.id


async def merge(request: web.Request) -> web.StreamResponse:
    """Two stories become one; leads to the one that goes on."""
    other = StoryId((await fields_of(request)).get("other", "").strip())
    raise back_to(f"/stories/{await in_thread(request, _merge, request, other)}")


def _merge(request: web.Request, other: StoryId) -> StoryId:
    desk = desk_of(request)
    by_hand = reshaping_of(desk.store, desk.config)
    kept, _ = by_hand.merge(StoryId(request.match_info["story"]), other, who=who(request), now=desk.clock.now())
    return kept.id


async def move(request: web.Request) -> web.StreamResponse:
    """The ticked reports become reports of another story; leads to that one."""
    fields = await fields_of(request)
    moving = [ItemId(name) for name, value in fields.items() if value == "leaves"]
    to = StoryId(fields.get("to", "").strip())
    raise back_to(f"/stories/{await in_thread(request, _move, request, moving, to)}")


def _move(request: web.Request, moving: Sequence[ItemId], to: StoryId) -> StoryId:
    desk = desk_of(request)
    by_hand, left = reshaping_of(desk.store, desk.config), StoryId(request.match_info["story"])
    _, gained = by_hand.move(moving, to, out_of=left, who=who(request), now=desk.clock.now())
    return gained.id


async def search(request: web.Request) -> web.Response:
    """Items that hold all the words asked for."""
    words = request.query.get("q", "")[:300]
    found = await in_thread(request, _found, request, words) if words.strip() else []
    doubts = names_in_doubt(found, words)
    return page(request, "search.html", words=words, found=found, doubts=doubts, most=MAX_FOUND)


def _found(request: web.Request, words: str) -> list[StoredItem]:
    store = desk_of(request).store
    items = (store.item(ItemId(item_id)) for item_id in store.search(words, MAX_FOUND))
    return [item for item in items if item is not None]


def names_in_doubt(found: Iterable[StoredItem], words: str) -> tuple[tuple[str, ...], ...]:
    """Names that may be of one person or of several, of the reports found, where a word asked for is in them."""
    asked = fold(words).split()
    groups: dict[frozenset[str], tuple[str, ...]] = {}
    for stored in found:
        for group in stored.content.doubtful_names:
            parts = " ".join(map(fold, group)).split()
            if any(part.startswith(word) for part in parts for word in asked):
                groups.setdefault(frozenset(group), group)
    return tuple(groups.values())[:MOST_DOUBTFUL]


ROUTES = [
    web.get("/", now),
    web.get("/quiet", quiet),
    web.get("/search", search),
    web.get("/stories/{story}", story),
    web.post("/stories/{story}/triage", set_triage),
    web.post("/stories/{story}/split", split),
    web.post("/stories/{story}/merge", merge),
    web.post("/stories/{story}/move", move),
]
