"""A desk with one story of a hostile headline, one item that was not flagged, and a card on its way."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import (
    make_figure,
    make_item,
    make_judgement,
    make_message,
    make_report,
    make_story,
    make_story_link,
    make_verdict,
)
from fakes import NOON, FakeClock
from web_kit import CONFIG, HOSTILE, LATER, Browser

from bot.app import load_config, open_store
from bot.domain import Fate, IndexedStory, ItemId, StoredItem, Write
from bot.web import Desk, WebServer

TOTAL = make_figure(scope="cumulative", value=92.0)


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    """A configuration with comments, and a state folder with what the bot found."""
    file = tmp_path / "config.toml"
    file.write_text(CONFIG.replace("[[routes]]", '[web]\nlisten = "127.0.0.1:0"\n\n[[routes]]'), encoding="utf-8")
    config = load_config(file)
    told = make_item(title=HOSTILE, outlet="Diario </svg><script>x")
    quiet = make_item(
        id=ItemId("i-000002"), guid="g2", url=None, title="Inauguran la Línea Máxima del tren", summary="Sin más datos."
    )
    with closing(open_store(config)) as store:
        store.sync_feeds(config.feeds)
        store.write(
            Write(
                items=(
                    StoredItem(
                        item=told, judgement=make_judgement(), figures=(make_figure(), TOTAL), content_hash=b"1",
                        fate=Fate(stage="outbox", reason="alerted"), link=make_story_link(),
                    ),
                    StoredItem(
                        item=quiet, judgement=make_judgement(make_verdict(flagged=False, score=0.1)), figures=(),
                        content_hash=b"2", fate=Fate(stage="judge", reason="below threshold: transfer 0.10 < 0.60"),
                    ),
                ),
                stories=(IndexedStory(story=make_story(reports=(make_report(title=HOSTILE),)), keys=("k",)),),
                messages=(make_message(),),
            ),
            NOON,
        )  # fmt: skip
    return file


@pytest.fixture
def desk(config_file: Path) -> Iterator[Desk]:
    """The desk two hours later."""
    with Desk(load_config(config_file), FakeClock(LATER)) as desk:
        yield desk


@pytest.fixture
def browser(desk: Desk) -> Iterator[Browser]:
    """A browser on this machine."""
    with WebServer(desk, desk.config.web) as server:
        yield Browser(server.port)


@pytest.fixture
def ana(browser: Browser) -> Browser:
    """Her browser wishes Spanish."""
    browser.headers["Accept-Language"] = "es-MX,es;q=0.9,en;q=0.1"
    return browser
