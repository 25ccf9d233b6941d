"""*Why*: an item's way through every stage, past or pasted, with the words that moved its score marked in the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.app import item_at, mind_of
from bot.domain import Item, ItemId, Verdict
from bot.errors import UsageError
from bot.jobs.explain import Explanation, explained, is_address, passages, stored_item
from bot.jobs.pasted import item_of_text
from bot.past import AlertAsMade, alerts_as_made, passages_of
from bot.web.render import page
from bot.web.suggest import points_missing, suggested, tune_address
from bot.web.work import desk_of, fields_of, in_thread

MAX_CHARS = 20_000  # of a pasted text; longer ones are no news item
_WORD = re.compile(r"\w")
_OTHER_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:/\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a text, and what it adds to the score."""

    text: str
    weight: float | None  # None = nothing that is known; in log-odds


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """One topic's verdict with the text marked for it."""

    verdict: Verdict
    spans: tuple[Span, ...]
    missing: float  # points of log-odds to the threshold; below 0 when it is above
    kept_out_by: tuple[str, ...]  # rules with the effect `never`
    remedy: (
        str | None
    )  # address of *Tune* with a rule that would turn the verdict round; None = there is no word for one


async def why(request: web.Request) -> web.Response:
    """The empty box, or an item that the bot holds."""
    subject = request.query.get("q", "").strip()
    if not subject:
        return page(request, "why.html", subject="", found=None)
    return await _answer(request, subject[:MAX_CHARS], fetch=False, as_of_alert=request.query.get("as") == "alert")


async def ask(request: web.Request) -> web.Response:
    """Anything pasted; an address that the bot does not know is read."""
    subject = (await fields_of(request)).get("q", "").strip()
    return await _answer(request, subject[:MAX_CHARS], fetch=True)


async def _answer(request: web.Request, subject: str, *, fetch: bool, as_of_alert: bool = False) -> web.Response:
    found = await in_thread(request, _explained, request, subject, fetch)
    alerts = await in_thread(request, _alerts, request, found.item.id, as_of_alert)
    views = sorted((_view(found, verdict) for verdict in found.judgement.verdicts), key=lambda view: view.missing)
    return page(
        request, "why.html", subject=subject, found=found, views=views, passages=passages(found), alerts=alerts,
        passages_of=passages_of,
    )  # fmt: skip


def _alerts(request: web.Request, item_id: ItemId, as_of_alert: bool) -> list[AlertAsMade] | bool:
    """The alerts that the item made, computed anew as then; unless asked for, only whether there are any."""
    desk = desk_of(request)
    if not as_of_alert:
        return bool(desk.store.alerts_of(item_id))
    return alerts_as_made(item_id, desk.store, desk.config, desk.scorers, desk.clock.now())


def _view(found: Explanation, verdict: Verdict) -> VerdictView:
    rule = suggested(found.item, verdict)
    return VerdictView(
        verdict=verdict,
        spans=marked(found.item, verdict),
        missing=points_missing(verdict),
        kept_out_by=tuple(h.label for h in found.rules if h.topic == verdict.topic and h.effect == "never"),
        remedy=tune_address(verdict.topic, rule) if rule else None,
    )


def _explained(request: web.Request, subject: str, fetch: bool) -> Explanation:
    desk = desk_of(request)
    now, config = desk.clock.now(), desk.config
    stored = stored_item(subject, desk.store, now)
    if stored is not None:
        item = stored.item
    elif is_address(subject):
        if not fetch:  # a link to this page must not make the bot read whatever it names
            raise UsageError("this address is not known here; paste it into the box to have it read")
        item = item_at(subject, config, desk.clock)
    elif _OTHER_ADDRESS.fullmatch(subject):
        raise UsageError("only addresses that begin with https:// or http:// and name a host are read")
    else:
        item = item_of_text(subject, now)
    mind = mind_of(config, desk.scorers, desk.lexicon)
    return explained(item, mind, desk.store, now, stored=stored)


def marked(item: Item, verdict: Verdict) -> tuple[Span, ...]:
    """The item's text in pieces: words of the verdict's reasons with their weight, and what lies between.

    Longer reasons go first where they overlap; reasons that are no words of the text are left out.
    """
    text = item.text
    weights = {reason.casefold(): weight for reason, weight in verdict.why if _WORD.match(reason)}
    if not weights:
        return (Span(text=text, weight=None),)
    longest_first = sorted(weights, key=lambda reason: (-len(reason), reason))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return tuple(_spans(text, [(m.start(), m.end(), weights.get(m[0].casefold())) for m in pattern.finditer(text)]))


def _spans(text: str, hits: Sequence[tuple[int, int, float | None]]) -> list[Span]:
    spans, position = [], 0
    for start, end, weight in hits:
        spans += [Span(text=text[position:start], weight=None), Span(text=text[start:end], weight=weight)]
        position = end
    return [span for span in [*spans, Span(text=text[position:], weight=None)] if span.text]


ROUTES = [web.get("/why", why), web.post("/why", ask)]
