"""Messages as files: digests as HTML and text, alerts as JSON Lines, for when no mail server is set and for archives.

Each digest has a name of its own and replaces itself; an alert whose key is in the day's file already is not written
again. So repeating after a crash changes nothing. May import its siblings in the package and the layers below.
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot import codec
from bot.channels.base import read_payload
from bot.compose import DigestMail, Payload
from bot.domain import OutboxMessage, Receipt
from bot.errors import DeliveryError
from bot.ports import Progress
from bot.urls import with_images

MAX_NAME_CHARS = 100
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSettings:
    """A `[channels.x]` table of type "file"."""

    path: Path = Path("state/digests")  # folder, made when it is missing


class FileChannel:
    """A folder.

    Args:
        name: of the channel in the configuration.
        settings: which folder.
    """

    can_edit = False
    after_crash: Literal["repeat"] = "repeat"

    def __init__(self, name: str, settings: FileSettings) -> None:
        self.name = name
        self._folder = settings.path

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Writes the message: a digest as `ID-DAY.html` and `.txt`, all else as a line of `alerts-DAY.jsonl`.

        Returns:
            the path of the file as reference.

        Raises:
            DeliveryError: `not_sent` where the folder cannot be written, `refused` for a payload that cannot be read.
        """
        payload = read_payload(message)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            progress.committing()
            path = self._digest(payload) if isinstance(payload, DigestMail) else self._alert(message, payload)
        except OSError as exc:
            raise DeliveryError(
                f"{self._folder} cannot be written ({exc.strerror}); check its rights and the disk", outcome="not_sent"
            ) from exc
        return Receipt(ref=str(path))

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Nothing: repeating is harmless here."""
        return {}

    def check(self) -> tuple[str, ...]:
        """Says when the folder cannot be written; makes it when it is missing."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            return (f"{self._folder} cannot be made ({exc.strerror}); check `path`",)
        if not os.access(self._folder, os.W_OK):
            return (f"{self._folder} cannot be written; check its rights",)
        return ()

    def _digest(self, digest: DigestMail) -> Path:
        stem = f"{_safe(digest.digest_id)}-{digest.day.isoformat()}"
        replace_file(self._folder / f"{stem}.txt", digest.text)
        path = self._folder / f"{stem}.html"
        replace_file(path, with_images(digest.html, digest.images))
        return path

    def _alert(self, message: OutboxMessage, payload: Payload) -> Path:
        path = self._folder / f"alerts-{message.created_at.date().isoformat()}.jsonl"
        written = path.read_text(encoding="utf-8") if path.exists() else ""
        line = json.dumps(
            {
                "key": message.dedupe_key,
                "kind": message.kind,
                "story": message.story_id,
                "at": message.created_at.isoformat(),
                "payload": codec.plain(payload),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        start = f'{{"key":{json.dumps(message.dedupe_key, ensure_ascii=False)},'
        if not any(known.startswith(start) for known in written.split("\n")):
            replace_file(path, f"{written}{line}\n")
        return path


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip("._")[:MAX_NAME_CHARS] or "digest"


def replace_file(path: Path, text: str) -> None:
    """Writes beside the file and swaps: a reader, or a crash, sees the old content or the new one."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
