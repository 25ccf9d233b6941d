"""How the bot itself is doing, as a digest tells it: items read, feeds, messages that did not arrive. Pure.

May import its siblings' values, domain, text and urls.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digest.parts import FeedHealthSummary, FeedProblem, Material, OutboxProblem
from bot.digest.wording import HEALTH, MESSAGE_KIND, MESSAGE_STATE, DigestLanguage, clip, counted, moment, phrase
from bot.domain import DayCounts, DigestWindow, FeedState, OutboxRow
from bot.wording import word

MAX_PROBLEMS = 20
MAX_FEEDS = 60  # named ones: when the network is down, all fail
_NAME = 80  # characters
_ERROR = 200
_FAILING = ("broken", "challenged", "gone")
_ODD = ("empty", "quiet", "moved")  # read, and to be looked at
_COUNTED = ("empty", "quiet", "undated", "skewed")
_ADDRESS = re.compile(r"[^\s@<>:;,\"'()]+@[^\s@<>:;,\"'()]+")


def counts(of: DayCounts, language: DigestLanguage) -> str:
    """ "9 items read and judged, 3 of them on topic"; what was held back is named where something was."""
    name = "counts" if of.judged == of.read else "counts_judged"
    line = phrase(name, language, read=of.read, judged=of.judged, flagged=of.flagged)
    return f"{line}, {phrase('held', language, held=of.held)}" if of.held else line


def in_subject(states: Iterable[FeedState], window: DigestWindow, language: DigestLanguage) -> str:
    """ "62 feeds read, 3 failing"."""
    read, failing, _ = _sorted(states, window)
    return phrase("feeds_subject", language, read=len(read), failing=len(failing))


def feeds(material: Material, window: DigestWindow, language: DigestLanguage, zone: ZoneInfo) -> FeedHealthSummary:
    """How many feeds were read, each that was not, each that is odd though it answers or may have missed items."""
    if not material.feeds:
        return FeedHealthSummary(line=phrase("feeds_none", language), problems=())
    read, failing, silent = _sorted(material.feeds, window)
    parts = [phrase("feeds_read", language, read=len(read), total=len(material.feeds))]
    if failing:
        parts.append(phrase("feeds_failing", language, failing=len(failing)))
    if silent:
        parts.append(phrase("feeds_silent", language, silent=len(silent)))
    if len(read) == len(material.feeds):
        parts = [phrase("feeds_all", language, n=len(read))]
    found = Counter[str](state.health for state in read)
    parts += [phrase(f"feeds_{health}", language, n=found[health]) for health in _COUNTED if found[health]]
    odd = [state for state in read if state.health in _ODD]
    if not (read or failing):
        silent = [state for state in silent if state.health != "new"]  # before the first start, all are
    gaps = {state.feed_id: gap for state in material.feeds if (gap := _gap(state, window, language, zone))}
    if gaps:
        parts.append(phrase("feeds_gaps", language, n=len(gaps)))
    troubles = {state.feed_id: _trouble(state, language, zone) for state in (*failing, *silent, *odd)}
    named = [*troubles, *(feed_id for feed_id in gaps if feed_id not in troubles)]
    problems = [
        FeedProblem(
            name=clip(material.feed_names.get(feed_id, ""), _NAME) or feed_id,
            what="; ".join(what for what in (troubles.get(feed_id), gaps.get(feed_id)) if what),
        )
        for feed_id in named[:MAX_FEEDS]
    ]
    return FeedHealthSummary(line=f"{', '.join(parts)}.", problems=tuple(problems), more=max(0, len(named) - MAX_FEEDS))


def outbox(material: Material, language: DigestLanguage) -> tuple[tuple[OutboxProblem, ...], int]:
    """Messages that wait for a person's decision, and how many more of them there are."""
    problems = [row for row in material.outbox if row.state in ("dead", "unconfirmed")]
    shown = tuple(_outbox(row, language) for row in problems[:MAX_PROBLEMS])
    return shown, max(0, len(problems) - MAX_PROBLEMS)


def _sorted(
    states: Iterable[FeedState], window: DigestWindow
) -> tuple[list[FeedState], list[FeedState], list[FeedState]]:
    """Feeds that were read in the window, that fail, and that were neither."""
    read, failing, silent = [], [], []
    for state in sorted(states, key=lambda s: s.feed_id):
        if state.failures > 0 or state.health in _FAILING:
            failing.append(state)
        elif state.last_good_at is not None and state.last_good_at >= window.starts_at:
            read.append(state)
        else:
            silent.append(state)
    return read, failing, silent


def _gap(state: FeedState, window: DigestWindow, language: DigestLanguage, zone: ZoneInfo) -> str | None:
    """That items may have come and gone between two polls, and what helps; None where all is well in the window."""
    habits = state.habits
    if habits.gap_at is None or not window.starts_at <= habits.gap_at < window.ends_at:
        return None
    span = (habits.gap_since or habits.gap_at, habits.gap_at)
    since, at = (moment(when.astimezone(zone), language) for when in span)
    return phrase("gap", language, since=since, at=at)


def _trouble(state: FeedState, language: DigestLanguage, zone: ZoneInfo) -> str:
    parts = [word(HEALTH, state.health, language)]
    if state.failures:
        parts = [word(HEALTH, state.health if state.health in (*_FAILING, "empty") else "broken", language)]
        parts.append(counted("failed_poll", state.failures, language))
    if state.health != "new" or state.last_good_at:
        good = state.last_good_at
        parts.append(_last_good(good, language, zone) if good else phrase("never_good", language))
    what = ", ".join(parts)
    error = clip(state.last_error or "", _ERROR)
    return f"{what}: {error}" if error else what


def _last_good(good: datetime, language: DigestLanguage, zone: ZoneInfo) -> str:
    return phrase("last_good", language, when=moment(good.astimezone(zone), language))


def _outbox(row: OutboxRow, language: DigestLanguage) -> OutboxProblem:
    kind = word(MESSAGE_KIND, row.message.kind, language)
    channel = clip(row.message.channel, _NAME)
    return OutboxProblem(
        what=phrase("row", language, seq=row.seq, channel=channel, kind=kind),
        state=word(MESSAGE_STATE, row.state, language),
        error=clip(_ADDRESS.sub("…", row.last_error or ""), _ERROR),
    )
