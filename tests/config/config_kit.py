"""A configuration read from a text, and what is wrong with one."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.config import Config, load
from bot.errors import ConfigError

TOPICS = ["strike_threat", "transfer"]


FEED = '[[feeds]]\nid = "a"\nname = "A"\nurl = "https://a.example/rss"\n'


def read(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None) -> Config:
    """A configuration of this text."""
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, topics=TOPICS, environ=environ or {})


def problems(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with a configuration, without the file's folder."""
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, text, environ)
    assert refused.value.exit_code == 2
    return [problem.removeprefix(f"{tmp_path}/") for problem in refused.value.problems]
