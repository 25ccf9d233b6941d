"""Pages of flagged items: what has arrived is read by the worker, thought about with its item, and written.

May import ports, domain and the thinking stages; never fetch, store, channels.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import Fetched, FetchRequest, ItemId, Page, StoredItem, Write
from bot.errors import FetchError, ParseError
from bot.jobs.think import Fresh, Mind, judge_all, take_in
from bot.ports import Store, Worker

logger = logging.getLogger(__name__)

_PAGE_ATTEMPTS = 3
_PAGE_PAUSE = timedelta(minutes=5)
# a page that gives no more than this over the feed's text is a teaser before a paywall, or the headline again
_TEASER_CHARS = 40


def take_page(
    request: FetchRequest, result: Fetched | FetchError, *, store: Store, worker: Worker, mind: Mind, now: datetime
) -> None:
    """Takes in one page that was asked for; an item or page that is gone from the store is left alone.

    Raises:
        StoreError: the store could not be read or written.
    """
    stored = store.item(ItemId(request.key))
    asked = store.page(ItemId(request.key))
    if stored is None or asked is None:
        return
    page = replace(asked, state="done", attempts=asked.attempts + 1)
    if isinstance(result, FetchError):
        _end(store, stored, _failed(page, result, now), now)
        return
    try:
        text = worker.read_page(result.body or b"", content_type=result.content_type, url=result.final_url)
    except ParseError as exc:
        _end(store, stored, replace(page, state="failed", detail=exc.detail), now)
        return
    if len(text) <= len(stored.item.text) + _TEASER_CHARS:
        _end(store, stored, replace(page, detail="holds no more than the feed"), now)
        return
    state = store.states_of([stored.item.feed_id]).get(stored.item.feed_id)
    in_first_poll = state is not None and stored.item.first_seen == state.first_polled_at
    judgements = judge_all([_with_page(store, stored, text).item], mind, now)
    with store.together():  # nobody splits or joins stories between looking at them and writing them
        fresh = _with_page(store, store.item(stored.item.id) or stored, text)
        thought = take_in([fresh], judgements, mind, store, now, first_poll=in_first_poll)
        store.write(
            Write(
                items=thought.items,
                stories=thought.stories,
                messages=thought.messages,
                pages=(page,),
                alerts=thought.alerts,
            ),
            now,
        )
    logger.info("page read", extra={"item": stored.item.id, "characters": len(text)})


def _end(store: Store, stored: StoredItem, page: Page, now: datetime) -> None:
    """A page that adds nothing, now at least, holds its card back no longer."""
    release = (stored.link.story_id,) if stored.link else ()
    store.write(Write(pages=(page,), release=release), now)


def _with_page(store: Store, stored: StoredItem, text: str) -> Fresh:
    item = stored.item
    summary = "" if item.summary and item.summary in text else item.summary
    return Fresh(
        item=replace(item, summary=summary, body=text, text_read="page"),
        content_hash=stored.content_hash,
        story=store.story(stored.link.story_id) if stored.link else None,
        page_read=True,
        fate=stored.fate,
    )


def _failed(page: Page, error: FetchError, now: datetime) -> Page:
    if error.problem == "robots" or error.status in (401, 402, 403, 404, 410, 451):
        return replace(page, state="refused", detail=error.detail)
    if page.attempts >= _PAGE_ATTEMPTS:
        return replace(page, state="failed", detail=error.detail)
    return replace(
        page, state="pending", detail=error.detail, next_attempt_at=max(now + _PAGE_PAUSE, error.retry_at or now)
    )
