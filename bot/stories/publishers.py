"""Who stands behind a report: what counts as an independent publisher once wire credits are stripped. Pure.

"Reprints do not corroborate": one agency's story on five sites is one publisher. May import domain and text.
"""

import re
from collections.abc import Sequence

from bot.domain import Item, Report
from bot.stories.owners import owner_of
from bot.stories.spelling import copied
from bot.text import fold

_WIRES = {
    "ap": r"associated press|the associated press|ap",
    "reuters": r"reuters",
    "efe": r"agencia efe|efe",
    "afp": r"agence france-presse|afp",
    "europa press": r"europa press",
    "notimex": r"notimex",
    "dpa": r"dpa",
    "upi": r"upi",
    "bloomberg": r"bloomberg",
}
_NAMES = "|".join(_WIRES.values())
_WHOLE = {wire: re.compile(rf"(?:{names})") for wire, names in _WIRES.items()}
_IN_OUTLET = re.compile(
    rf"^(?P<a>{_NAMES}) (?:via|en|in|para) .+$|^.+ ?[(/|] ?(?P<b>{_NAMES})\)?$"
    rf"|^.+ (?:via|con informacion de|with) (?P<c>{_NAMES})$"
)
_IN_TEXT = re.compile(
    rf"^[^\n]{{0,60}}\((?P<a>{_NAMES})(?:[/,][^)]{{0,20}})?\)|^[^\n.]{{0,60}}?\b(?P<b>efe|afp|notimex)\.?[-–—]"
    rf"|(?:con informacion de|with files from|fuente:|source:|by|por) (?P<d>{_NAMES})\W*$|^(?:by|por) (?P<e>{_NAMES})\b"
)
_NOISE = re.compile(r"\b(?:the|el|la|los|online|digital|news|noticias|www|com|mx|es|rss|feed)\b|[^\w ]")
_SECTION = re.compile(r"(?<=\w)\s*(?:: |\().*$")  # "The Guardian: Mexico", "Reforma (front page)"
_COPY_WORDS = 6  # shorter headlines coincide without being copies


def _wire(name: str | None) -> str | None:
    return next((wire for wire, pattern in _WHOLE.items() if name and pattern.fullmatch(name)), None)


def _credited(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return _wire(next((name for name in match.groups() if name), None)) if match else None


def publisher_name(outlet: str) -> str:
    """An outlet's name, folded, as publishers are compared by."""
    folded = fold(outlet).strip()
    wire = _wire(folded) or _credited(_IN_OUTLET, folded)
    whole = _SECTION.sub("", folded)
    return wire or " ".join(_NOISE.sub(" ", whole).split()) or folded


def publisher_of(item: Item) -> str:
    """Publisher of an item: the agency that is credited in the outlet's name or the text, else the outlet."""
    own = publisher_name(item.outlet)
    if own in _WIRES:
        return own
    for part in (item.summary, item.body):
        folded = fold(part)
        credited = _credited(_IN_TEXT, folded[:200]) or _credited(_IN_TEXT, folded[-80:]) if part else None
        if credited:
            return credited
    return own


def independent_of(item: Item, reports: Sequence[Report]) -> str:
    """Publisher of an item, or of an earlier report of the same house or with the same headline."""
    own = publisher_of(item)
    for report in reports:
        if report.item_id != item.id and report.publisher != own and owner_of(report.publisher) == owner_of(own):
            return report.publisher
    title = fold(item.title)
    if len(title.split()) >= _COPY_WORDS:
        for report in reports:
            if report.item_id != item.id and report.publisher != own and copied(title, fold(report.title)):
                return report.publisher
    return own


__all__ = ["independent_of", "publisher_name", "publisher_of"]
