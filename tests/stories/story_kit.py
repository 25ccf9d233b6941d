"""What the story tests share: a small lexicon, reports from one line, and stories told report by report."""

from datetime import datetime, timedelta
from typing import Any

from builders import make_figure, make_item, make_judgement, make_verdict
from fakes import NOON, FakeLexicon

from bot.domain import NOTHING_SAID, Figure, Item, ItemFacts, ItemId, Judgement, Story, StoryChange, Word
from bot.stories import LOOK_BACK, Shelf, facts_of, index_keys, take

LEXICON = FakeLexicon(
    {
        "mexico": ("country", "Mexico"),
        "méxico": ("country", "Mexico"),
        "united states": ("country", "US"),
        "estados unidos": ("country", "US"),
        "sends": ("act", "transfer/send"),
        "sent": ("act", "transfer/send"),
        "flown": ("act", "transfer/send"),
        "transfers": ("act", "transfer/send"),
        "envía": ("act", "transfer/send"),
        "entrega": ("act", "transfer/hand_over"),
        "hands over": ("act", "transfer/hand_over"),
        "handover": ("act", "transfer/hand_over"),
        "extradites": ("act", "transfer/extradite"),
        "extradita": ("act", "transfer/extradite"),
        "drone": ("act", "force/air"),
        "strike": ("act", "force/strike"),
        "ataque": ("act", "force/strike"),
        "troops": ("act", "force/enter"),
        "tropas": ("act", "force/enter"),
        "trump": ("actor", "Donald Trump"),
        "sheinbaum": ("actor", "Claudia Sheinbaum"),
        "caro quintero": ("person", "Rafael Caro Quintero"),
        "cártel del golfo": ("group", "Gulf Cartel"),
        "gulf cartel": ("group", "Gulf Cartel"),
        "toluca": ("place", "Toluca"),
        "texas": ("place", "Texas"),
        "california": ("place", "California"),
    }
)
UNJUDGED = Judgement(item_type="news", verdicts=(), text_read="feed")
TRANSFER = make_judgement()
THREAT = make_judgement(
    make_verdict(
        topic="strike_threat", realis=("threatened",), severity="P2", route=None, direction=None, means="unspecified"
    )
)
_numbers = iter(range(1_000, 1_000_000))  # above the ids of the builders


def report(title: str, *, hours: float = 0.0, outlet: str = "Courier", **changes: Any) -> Item:
    """An item published some hours after noon of the fakes' Monday."""
    at = NOON + timedelta(hours=hours)
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": ItemId(f"i-{number:06d}"),
        "title": title,
        "summary": "",
        "outlet": outlet,
        "language": "es" if any(c in title for c in "áéíóúñ") else "en",
        "published_at": at,
        "first_seen": at + timedelta(minutes=3),
        "country": None,
    }
    return make_item(**(values | changes))


def handed(value: float, item: Item, **changes: Any) -> Figure:
    """People handed over in this event, quoted from the title."""
    values: dict[str, Any] = {
        "measure": "persons_transferred", "value": value, "quote": item.title, "end": len(item.title),
    }  # fmt: skip
    return make_figure(**(values | changes))


def facts(item: Item, judgement: Judgement = TRANSFER, *figures: Figure) -> ItemFacts:
    """Facts of an item by the small lexicon."""
    return facts_of(item, judgement, figures, LEXICON)


class Desk:
    """Takes reports one by one, as the running bot does."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.changes: list[StoryChange] = []

    def take(
        self,
        item: Item,
        judgement: Judgement = TRANSFER,
        *figures: Figure,
        now: datetime | None = None,
        word: Word = NOTHING_SAID,
    ) -> StoryChange:
        """Assigns and joins one report."""
        each = facts(item, judgement, *figures)
        candidates = self.shelf.candidates(index_keys(each), item.at - LOOK_BACK)
        candidates += [
            s for s in self.shelf.stories if s not in candidates and any(r.item_id == item.id for r in s.reports)
        ]
        taken = take(each, candidates, number=len(self.shelf.stories) + 1, now=now or item.first_seen, word=word)
        for change in taken.changes:
            self.shelf.put(change.after)
        self.changes += taken.changes
        return taken.changes[0]

    @property
    def stories(self) -> tuple[Story, ...]:
        """As they are now."""
        return self.shelf.stories
