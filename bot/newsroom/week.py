"""The invented week that the demo plays: `week.toml` as feeds and pages. Pure but for reading that file."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from bot.newsroom.script import Edit, ScriptedFeed, ScriptedItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One invented outlet, as a feed of the configuration and of the newsroom."""

    id: str
    name: str
    language: str
    country: str
    kind: str
    reliability: str
    timezone: str
    feed: ScriptedFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """All sites, and the moments at which one of them changes, in order."""

    sites: tuple[Site, ...]
    moments: tuple[datetime, ...]


def load_week() -> Week:
    """The week that comes with the bot."""
    data = tomllib.loads(files("bot.newsroom").joinpath("week.toml").read_text(encoding="utf-8"))
    items: dict[str, list[ScriptedItem]] = {site["id"]: [] for site in data["sites"]}
    moments: set[datetime] = set()
    for entry in data["items"]:
        item = _item(entry)
        items[entry["site"]].append(item)
        moments.update((item.appears_at, *(edit.at for edit in item.edits)))
    sites = tuple(_site(site, items[site["id"]]) for site in data["sites"])
    return Week(sites=sites, moments=tuple(sorted(moments)))


def _site(site: dict[str, Any], items: Sequence[ScriptedItem]) -> Site:  # Any: TOML
    return Site(
        id=site["id"],
        name=site["name"],
        language=site["language"],
        country=site["country"],
        kind=site["kind"],
        reliability=site["reliability"],
        timezone=site["timezone"],
        feed=ScriptedFeed(
            path=site["path"],
            title=site["name"],
            items=tuple(items),
            language=site["language"],
            format=site["format"],
        ),
    )


def _item(entry: dict[str, Any]) -> ScriptedItem:  # Any: TOML
    path = f"/{entry['site']}/{quote(entry['id'], safe='')}.html"
    return ScriptedItem(
        guid=entry["id"],
        title=entry["title"],
        link=path,
        appears_at=datetime.fromisoformat(entry["at"]),
        summary=entry.get("summary", ""),
        body=_without_summary(entry.get("page", entry.get("body", "")), entry.get("summary", "")),
        edits=tuple(
            Edit(at=datetime.fromisoformat(edit["at"]), title=edit.get("title"), summary=edit.get("summary"))
            for edit in entry.get("edits", ())
        ),
    )


def _without_summary(text: str, summary: str) -> str:
    """Paragraphs of a page below its summary, which the newsroom prints by itself."""
    return text.strip().removeprefix(summary).strip()
