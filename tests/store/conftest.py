"""An empty store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import SqliteStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Closed behind the test."""
    store = SqliteStore(tmp_path / "bot.db")
    yield store
    store.close()
