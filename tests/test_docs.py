"""What the documents say is there is there."""

import ast
import re
from pathlib import Path

import pytest

from bot import __version__
from bot.commands import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file."""
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [t for t in targets if not t.startswith("http") and not (page.parent / t).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_named_exist(page: Path) -> None:
    """Every path of a module or folder that a page names is in the project."""
    named = re.findall(r"`((?:bot|classifiers|tests|docs|scripts)/[\w./]*)`", page.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_command_is_in_the_readme() -> None:
    """The table of commands is whole."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    assert [
        name for name in sorted(map(str, commands)) if f"`{name}" not in text and f"pregonero {name}" not in text
    ] == []


def test_continuous_integration_runs_the_readmes_command() -> None:
    """`.ci/run` calls exactly the line that the README gives for the tests."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if "scripts/check" in line and "venv" in line)
    assert line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_constraints_name_every_dependency_and_no_address() -> None:
    """Versions are pinned, and the file holds nothing but names and versions."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"#.*|[A-Za-z0-9_.-]+==[\w.]+", line) for line in lines)
    pinned = {re.split("==", line)[0].lower().replace("_", "-") for line in lines}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = re.findall(r'^    "([A-Za-z0-9_.-]+)>', project, flags=re.MULTILINE)
    assert [name for name in needed if name.lower().replace("_", "-") not in pinned] == []


def test_every_promise_of_the_security_page_has_its_test() -> None:
    """Each row names tests, and they are there."""
    rows = [
        line
        for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| promise")
    ]
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, row
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{test}"


def test_the_changelog_knows_the_version() -> None:
    """Unreleased changes stand on top; the version is a number."""
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


@pytest.mark.parametrize("package", ["extract", "stories"])
def test_the_page_on_architecture_names_every_module(package: str) -> None:
    """The two packages with the most modules are mapped, each module once or more, and none that is gone."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.split(f"way through `bot/{package}/`", 1)[1].split("\n\n", 2)[1]
    rows = [line.split(" | ") for line in table.splitlines()[2:]]
    named = {name for row in rows for name in re.findall(r"`(\w+)/?`", row[1])}
    folder = ROOT / "bot" / package
    there = {path.stem for path in folder.rglob("*.py") if path.stem != "__init__"}
    packages = {path.name for path in folder.iterdir() if (path / "__init__.py").exists()}
    assert named == there | packages


def test_every_test_says_what_must_hold() -> None:
    """In a docstring, for whoever sees it fail."""
    silent = [
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []
