"""A team's own templates: used where they work, named with their line where they do not."""

from pathlib import Path

import pytest
from digest_samples import WINDOW, PlainWords, busy_day, policy

from bot.digest import compose, render, template_problems
from bot.errors import ConfigError

DIGEST = compose(policy(), WINDOW, busy_day(), PlainWords())


def test_own_text_template_stands_in_and_the_other_stays_ours(tmp_path: Path) -> None:
    """A folder with one template changes that one."""
    (tmp_path / "digest.txt.j2").write_text("For the desk: {{ digest.subject }}\n", encoding="utf-8")
    assert template_problems(tmp_path) == ()
    rendered = render(DIGEST, "en", tmp_path)
    assert rendered.text == f"For the desk: {DIGEST.subject}\n"
    assert rendered.html == render(DIGEST, "en").html


def test_own_html_is_escaped_too(tmp_path: Path) -> None:
    """Hostile headlines stay text in a team's template."""
    (tmp_path / "digest.html.j2").write_text("<p>{{ '<script>' ~ digest.id }}</p>", encoding="utf-8")
    assert "<script>" not in render(DIGEST, "en", tmp_path).html


@pytest.mark.parametrize(
    ("template", "problem"),
    [("{% if %}", "digest.txt.j2, line 1"), (None, "holds neither digest.html.j2 nor digest.txt.j2")],
)
def test_problems_are_told_before_any_digest(template: str | None, problem: str, tmp_path: Path) -> None:
    """A template that cannot be read is named with its line; an empty folder is a mistake."""
    if template is not None:
        (tmp_path / "digest.txt.j2").write_text(template, encoding="utf-8")
    assert any(problem in told for told in template_problems(tmp_path))
    assert template_problems(tmp_path / "missing") == (f"{tmp_path / 'missing'} is no folder",)


@pytest.mark.parametrize("template", ["{{ digest.nothing.like_it }}", "{{ 1 // 0 }}", "{{ digest.day | round }}"])
def test_a_template_that_fails_while_rendering_is_a_config_error(template: str, tmp_path: Path) -> None:
    """So the caller can fall back to ours."""
    (tmp_path / "digest.txt.j2").write_text(template, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"digests\.templates"):
        render(DIGEST, "en", tmp_path)
