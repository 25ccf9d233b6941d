"""The desk in a real browser: wide and narrow, light and dark, with no complaint from the console or from axe.

Needs Chromium and Playwright; skipped without them, unless PREGONERO_BROWSER=required says that they must be there.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from fakes import NOON, FakeClock
from typer.testing import CliRunner
from web_kit import Browser

from bot.app import load_config, open_store
from bot.commands import app
from bot.config import WebSettings
from bot.domain import StoryId
from bot.web import Desk, WebServer
from bot.web.draft import topic_fields

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
IS_REQUIRED = os.environ.get("PREGONERO_BROWSER") == "required"

if not IS_REQUIRED:
    pytest.importorskip("playwright", reason="Playwright is not installed: pip install playwright")
    pytest.importorskip("axe_playwright_python", reason="axe is not installed: pip install axe-playwright-python")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine", allow_module_level=True)

from axe_playwright_python.sync_playwright import Axe  # noqa: E402  # only where they are installed
from playwright.sync_api import Page, sync_playwright  # noqa: E402

pytestmark = pytest.mark.browser

LOOKS: list[tuple[int, int, Literal["light", "dark"], str]] = [
    (1200, 900, "light", "en-US"),
    (390, 844, "dark", "es-MX"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:  # Any: Playwright's browser
    """One browser for all tests of this module."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[2]}-{look[3]}")
def page(request: pytest.FixtureRequest, chromium: Any, browser: Browser) -> Iterator[Page]:
    """A window whose complaints fail the test."""
    width, height, scheme, locale = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale=locale,
        base_url=f"http://127.0.0.1:{browser.port}",
    )
    shown = context.new_page()
    complaints: list[str] = []
    shown.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.on("requestfailed", lambda failed: complaints.append(f"failed: {failed.url}"))
    yield shown
    context.close()
    assert complaints == []


PATHS = [
    "/",
    "/quiet",
    "/stories/s-000001",
    "/search?q=presos",
    "/tune",
    "/why",
    "/why?q=Mexico+hands+over+12+prisoners",
    "/label",
    "/figures",
    "/feeds",
    "/feeds/diario",
    "/system",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits(path: str, page: Page, browser: Browser) -> None:
    """No violation found by axe, nothing wider than the window, nothing asked of another site."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.goto(path) is not None
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert all(url.startswith(f"http://127.0.0.1:{browser.port}/") for url in asked)


def test_a_story_is_taken_without_loading_the_page_anew(page: Page, desk: Desk) -> None:
    """htmx puts the changed card in the old one's place; the button says so."""
    page.goto("/")
    page.evaluate("window.same = true")
    page.locator("button[value=taken]").click()
    page.locator("button[value=taken][aria-pressed=true]").wait_for()
    assert page.evaluate("window.same") is True
    assert desk.store.triage([StoryId("s-000001")])[StoryId("s-000001")].state == "taken"


def test_a_draft_is_tried_from_the_form_by_keyboard(page: Page) -> None:
    """Filled, sent with Enter, and the result arrives by itself."""
    page.goto("/tune")
    page.locator("input[name=threshold-transfer]").fill("0.99")
    page.keyboard.press("Enter")
    page.locator("#trial strong").wait_for()
    page.locator("#trial details").first.locator("summary").click()
    page.locator("#trial tr.chosen:visible").first.wait_for()
    assert page.url.rpartition("/")[0].endswith("/tune")


def test_a_hostile_headline_runs_nothing(page: Page) -> None:
    """Its script and its image are text."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto("/stories/s-000001")
    assert page.locator("img").count() == 0
    assert "<script>alert(1)</script>" in page.locator("h2").first.inner_text()
    assert dialogs == []


# --- a newcomer -------------------------------------------------------------------------------------------------------

MISSED = "Trasladan a 36 internos del penal de Aldama a Cuauhtémoc por sobrecupo"


@pytest.fixture(scope="module")
def week() -> Path:
    """The configuration of a demo that was played."""
    played = CliRunner().invoke(app, ["demo", "--seconds", "0"])
    found = re.search(r"outbox list --all -c\s+(\S+)", played.stdout)
    assert found is not None, played.output
    return Path(found[1])


@pytest.fixture
def desk_on_the_week(week: Path) -> Iterator[str]:
    """Where the desk on the demo's week is found, six hours after its last item."""
    config = load_config(week)
    with closing(open_store(config)) as store:
        last = max(stored.item.first_seen for stored in store.quiet_items(NOON, 1_000))
    with (
        Desk(config, FakeClock(last + timedelta(hours=6))) as desk,
        WebServer(desk, WebSettings(port=0)) as server,
    ):
        yield server.url


@pytest.mark.timeout(300)  # the whole week is played
def test_a_newcomer_finds_out_why_an_item_did_not_alert_and_mends_it(
    desk_on_the_week: str, week: Path, chromium: Any
) -> None:
    """Following visible words from the first page, in five clicks; the file then holds the rule that was tried."""
    page = chromium.new_page(locale="en-US")
    page.goto(desk_on_the_week)
    page.get_by_role("link", name="Not alerted").click()
    page.get_by_role("link", name=MISSED).click()
    assert re.search(r"below the threshold: Handover 0\.\d\d < 0\.\d\d", page.inner_text("main"))
    page.get_by_role("link", name="Flag items like this").first.click()
    proposed = page.locator("fieldset.proposed input").first.input_value()
    page.get_by_role("button", name="Try it: which alerts would it gain and lose?").first.click()
    page.get_by_role("heading", name="Gained (1)").wait_for()
    assert page.get_by_role("link", name=MISSED).count() == 2  # among the alerts, and among the items flagged
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. A running bot takes it over").wait_for()
    (rule,) = topic_fields(week.read_text(encoding="utf-8"), ["transfer"])["transfer"].rules
    assert rule.when == proposed
    assert re.fullmatch(r"\+\d\.\d", str(rule.effect))  # as many points as it lacked
    page.context.close()
