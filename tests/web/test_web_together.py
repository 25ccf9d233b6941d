"""Two analysts and the running bot write at once, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from builders import make_item, make_judgement
from fakes import NOON
from web_kit import Browser

from bot.app import open_store
from bot.domain import Fate, ItemId, StoredItem, Write
from bot.web import Desk

EACH = 15


def stored(name: str, n: int) -> StoredItem:
    """An item that the bot has judged."""
    item = make_item(id=ItemId(f"i-{name}{n}"), guid=f"{name}-{n}", url=None, title=f"Nota {n} del {name}")
    fate = Fate(stage="judge", reason="below threshold")
    return StoredItem(item=item, judgement=make_judgement(), figures=(), content_hash=b"3", fate=fate)


def test_nothing_is_lost_when_two_analysts_and_the_bot_write_at_once(browser: Browser, desk: Desk) -> None:
    """Answers of both, by name, and every item of the bot: each in a transaction of its own."""
    desk.store.write(Write(items=tuple(stored("lunes", n) for n in range(EACH))), NOON)

    def analyst(name: str) -> set[int]:
        own = Browser(browser.port)
        own.post("/settings", {"who": name})
        statuses = set()
        for n in range(EACH):
            statuses.add(own.post("/label", {"item": f"i-lunes{n}", "topic": "transfer", "said": "yes"}).status)
            statuses.add(own.post("/stories/s-000001/triage", {"state": "seen"}).status)
        return statuses

    def bot() -> None:
        with closing(open_store(desk.config)) as store:
            for n in range(EACH):
                store.write(Write(items=(stored("martes", n),)), NOON)

    with ThreadPoolExecutor(3) as pool:
        ana, beto, writing = pool.submit(analyst, "Ana"), pool.submit(analyst, "Beto"), pool.submit(bot)
        writing.result()
        assert ana.result() == beto.result() == {303}
    assert sorted(label.who for label in desk.store.labels()) == ["Ana"] * EACH + ["Beto"] * EACH
    assert len(desk.store.search("nota martes", 100)) == EACH
