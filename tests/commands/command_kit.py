"""The command line called as a shell would, in this process: arguments in; exit code, output and complaints back."""

import io
import json
import re
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import load_config, open_store
from bot.commands import main

TOKEN_ENV = "COMMANDS_SLACK_TOKEN"
TITLE = "Mexico hands over 37 cartel suspects to the United States"
SPANISH = "México entrega a 37 presuntos capos a Estados Unidos"
_DESK = re.compile(r"(?m)^\[channels\.desk\]\n(?:[^\[].*\n)+")
NOISE = "Striker completes transfer from Monterrey to Houston Dynamo"


@dataclass(frozen=True)
class Ended:
    """A command that ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output."""
        return self.out.decode()

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out, parse_constant=_no_constant)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line, parse_constant=_no_constant) for line in self.out.split(b"\n")[:-1]]


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class _Kept(io.BytesIO):
    """Bytes that can be read after the text layer above was closed."""

    def close(self) -> None:
        pass


def call(*arguments: str | Path, stdin: bytes | None = b"", encoding: str = "utf-8") -> Ended:
    """Runs `pregonero` with these arguments.

    Args:
        stdin: what is read; None = closed.
        encoding: of standard output.
    """
    out, err = _Kept(), _Kept()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["pregonero", *map(str, arguments)])
        patch.setattr(sys, "stdin", None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace"))
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stderr.flush()
    assert isinstance(ended.value.code, int)
    result = Ended(ended.value.code, out.getvalue(), err.getvalue().decode())
    assert "Traceback" not in result.err
    return result


def json_lines(objects: Sequence[object]) -> bytes:
    """JSON Lines of these objects; strings and bytes stand for lines as they are."""
    lines = [
        entry if isinstance(entry, bytes) else (entry if isinstance(entry, str) else json.dumps(entry)).encode()
        for entry in objects
    ]
    return b"".join(line + b"\n" for line in lines)


def change(config: Path, old: str, new: str) -> Path:
    """The configuration with a part replaced."""
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")
    return config


def change_channel(config: Path, table: str) -> Path:
    """The configuration with another channel `desk`."""
    text, count = _DESK.subn(f"[channels.desk]\n{table}\n", config.read_text(encoding="utf-8"))
    assert count == 1
    config.write_text(text, encoding="utf-8")
    return config


def kill_newest_message(config: Path, error: str = "Slack says no") -> int:
    """Marks the newest message of the outbox as dead; its number."""
    with closing(open_store(load_config(config))) as store:
        seq = store.outbox()[0].seq
        store.mark_dead(seq, error)
    return seq
