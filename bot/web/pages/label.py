"""*Label*: one question after the other, nearest to the threshold first; answers become training data."""

from dataclasses import dataclass

from aiohttp import web

from bot.app import questions, topics
from bot.domain import ItemId, Label, LabelId, LabelKind, Topic
from bot.errors import UsageError
from bot.questions import LOOK_BACK, LOOKED_AT, Question, answer, choose
from bot.web.render import language_of, page, who
from bot.web.work import desk_of, fields_of, in_thread

AHEAD = 60  # questions looked up, so that a few can be skipped
MAX_SKIPPED = 50
_KINDS: dict[str, LabelKind] = {"yes": "relevant", "no": "not_relevant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page shows."""

    question: Question | None  # None = nothing is left to ask
    left: int  # questions that follow, as far as they were looked up
    last: Label | None  # the answer given before, that can be taken back


async def label(request: web.Request) -> web.Response:
    """The next question."""
    skipped = request.query.get("skip", "").split(",")[-MAX_SKIPPED:]
    asked = await in_thread(request, _asked, request, frozenset(skipped), request.query.get("last", ""))
    wording = questions()
    words = wording.get(asked.question.topic, {}) if asked.question else {}
    return page(
        request,
        "label.html",
        asked=asked,
        words=words.get(language_of(request)) or words.get("en") or "",
        skipped=",".join(name for name in skipped if name),
    )


def _asked(request: web.Request, skipped: frozenset[str], last: str) -> Asked:
    store, now = desk_of(request).store, desk_of(request).clock.now()
    labels = store.labels()
    items = store.items_since(now - LOOK_BACK, LOOKED_AT)
    found = choose(items, labels, topics(), who(request), limit=AHEAD)
    open_ones = [question for question in found if _name(question.item.id, question.topic) not in skipped]
    return Asked(
        question=open_ones[0] if open_ones else None,
        left=max(len(open_ones) - 1, 0),
        last=next((label for label in labels if label.id == last), None),
    )


def _name(item_id: ItemId, topic: Topic) -> str:
    return f"{item_id}:{topic}"


async def take(request: web.Request) -> web.StreamResponse:
    """An answer, a skip, or an answer taken back; then the next question."""
    fields = await fields_of(request)
    said, skipped = fields.get("said", ""), fields.get("skip", "")
    if said == "undo":
        await in_thread(request, _taken_back, request, LabelId(fields.get("label", "")))
        raise web.HTTPSeeOther(f"/label?skip={skipped}")
    item_id, topic = ItemId(fields.get("item", "")), fields.get("topic", "")
    if topic not in topics():
        raise UsageError(f"there is no topic {topic[:40]}")
    if said == "skip":
        raise web.HTTPSeeOther(f"/label?skip={','.join([*filter(None, [skipped]), _name(item_id, topic)])}")
    kind = _KINDS.get(said)
    if kind is None:
        raise UsageError("an answer is yes, no or skip")
    made = await in_thread(request, _answered, request, item_id, topic, kind, fields.get("reason", "").strip()[:300])
    raise web.HTTPSeeOther(f"/label?skip={skipped}&last={made.id}")


def _answered(request: web.Request, item_id: ItemId, topic: Topic, kind: LabelKind, reason: str) -> Label:
    desk = desk_of(request)
    stored = desk.store.item(item_id)
    verdicts = stored.judgement.verdicts if stored and stored.judgement else ()
    verdict = next((verdict for verdict in verdicts if verdict.topic == topic), None)
    if stored is None or verdict is None:
        raise UsageError(f"there is no judged item {item_id[:40]}")
    question = Question(item=stored.item, verdict=verdict, stored=stored, at_random=False)
    made = answer(question, kind, who=who(request), via="web", at=desk.clock.now(), reason=reason)
    desk.store.add_labels([made])
    return made


def _taken_back(request: web.Request, label_id: LabelId) -> None:
    desk = desk_of(request)
    desk.store.withdraw_labels([label_id], desk.clock.now())


ROUTES = [web.get("/label", label), web.post("/label", take)]
