"""The file channel: names, repeats, and folders that cannot be written."""

import json
import os
from pathlib import Path

import pytest
from channel_samples import Told, make_card, make_digest, make_reply, message_of

from bot.channels import FileChannel, FileSettings
from bot.domain import OutboxMessage, Receipt
from bot.errors import DeliveryError


def send(channel: FileChannel, message: OutboxMessage) -> Receipt:
    """Sends one message."""
    return channel.send(message, card_ref=None, parts_there=frozenset(), progress=Told())


def test_a_digest_is_two_files(tmp_path: Path) -> None:
    """HTML and text under the digest's name and day; sending again replaces them."""
    channel = FileChannel("files", FileSettings(path=tmp_path / "new" / "digests"))
    for text in ("uno\n", "dos\n"):
        receipt = send(channel, message_of(make_digest(text=text, html=f"<p>{text}</p>")))
    folder = tmp_path / "new" / "digests"
    assert sorted(p.name for p in folder.iterdir()) == ["desk-2026-10-05.html", "desk-2026-10-05.txt"]
    assert (folder / "desk-2026-10-05.txt").read_text(encoding="utf-8") == "dos\n"
    assert receipt == Receipt(ref=str(folder / "desk-2026-10-05.html"))


@pytest.mark.parametrize(("digest_id", "name"), [("../../etc/x y", "etc_x_y"), ("..", "digest"), ("ñ" * 300, "digest")])
def test_names_stay_in_the_folder(tmp_path: Path, digest_id: str, name: str) -> None:
    """Whatever the configuration calls a digest, its file is in the folder."""
    send(FileChannel("files", FileSettings(path=tmp_path)), message_of(make_digest(digest_id=digest_id)))
    assert {p.name for p in tmp_path.iterdir()} == {f"{name}-2026-10-05.html", f"{name}-2026-10-05.txt"}


def test_alerts_are_lines_that_are_written_once(tmp_path: Path) -> None:
    """One JSON object a line with key and payload; a repeat after a crash adds nothing."""
    channel = FileChannel("files", FileSettings(path=tmp_path))
    card, reply = message_of(make_card(headline="Ñ\u2028x")), message_of(make_reply())
    for message in (card, reply, card):
        receipt = send(channel, message)
    lines = (tmp_path / "alerts-2026-10-05.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = [json.loads(line) for line in lines]
    assert [row["key"] for row in rows] == [card.dedupe_key, reply.dedupe_key]
    assert rows[0]["payload"]["headline"] == "Ñ\u2028x"
    assert receipt.ref == str(tmp_path / "alerts-2026-10-05.jsonl")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Not sent, with the folder's name; `check` says the same beforehand; no half file is left."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    channel = FileChannel("files", FileSettings(path=tmp_path / "file"))
    with pytest.raises(DeliveryError) as caught:
        send(channel, message_of(make_digest()))
    assert (caught.value.outcome, str(tmp_path) in caught.value.detail) == ("not_sent", True)
    assert "cannot be made" in channel.check()[0]
    (tmp_path / "desk-2026-10-05.html").mkdir()
    with pytest.raises(DeliveryError):
        send(FileChannel("files", FileSettings(path=tmp_path)), message_of(make_digest()))
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_check_makes_the_folder(tmp_path: Path) -> None:
    """A missing folder is no problem; one without rights is."""
    folder = tmp_path / "digests"
    channel = FileChannel("files", FileSettings(path=folder))
    assert channel.check() == ()
    folder.chmod(0o500)
    expected = () if os.access(folder, os.W_OK) else (f"{folder} cannot be written; check its rights",)
    assert channel.check() == expected
    folder.chmod(0o700)
    message = message_of(make_card())
    assert channel.find([message], since=message.created_at) == {}
