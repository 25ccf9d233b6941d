"""The unit and the image keep what docs/operating.md says of them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "pregonero.service"
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    """`systemd-analyze verify` finds nothing, once the program and the user are some that exist here."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    text = UNIT.read_text(encoding="utf-8")
    text = text.replace("/opt/pregonero/.venv/bin/pregonero", "/bin/true").replace(
        "=pregonero\nGroup=pregonero", "=root"
    )
    (tmp_path / UNIT.name).write_text(text, encoding="utf-8")
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / UNIT.name)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in ended.stderr.splitlines() if UNIT.name in line]
    assert said == []


def test_the_unit_tries_nothing_again_that_a_restart_cannot_mend() -> None:
    """Exit codes 2 and 3, as in bot/errors.py; the watchdog is slower than the beat."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    for line in ("Type=notify", "RestartPreventExitStatus=2 3", "NoNewPrivileges=yes", "ProtectSystem=strict"):
        assert line in lines


def test_the_image_runs_as_nobody_in_particular() -> None:
    """A numeric user other than root, state in a volume only, a health check, no secret among its layers."""
    text = DOCKERFILE.read_text(encoding="utf-8")
    last = text.rpartition("FROM ")[2]
    assert "USER 10001:10001" in last
    assert "groupadd --gid 10001" in last  # else the user's own group is another, which owns the state
    assert "VOLUME /srv/pregonero/state" in last
    assert "HEALTHCHECK" in last
    assert "TOKEN" not in text
    assert [line.split()[1] for line in text.splitlines() if line.startswith("FROM ")] == ["python:3.11-slim"] * 2


@pytest.mark.parametrize(
    ("extras", "installed"), [(None, ".[semantic]"), ("semantic,apprise", ".[semantic,apprise]"), ("", ".")]
)
def test_the_image_has_the_embedding_unless_told_otherwise(extras: str | None, installed: str) -> None:
    """As the README's install; the build argument's default and what the shell makes of it."""
    text = DOCKERFILE.read_text(encoding="utf-8")
    (default,) = re.findall(r"(?m)^ARG EXTRAS=(.*)$", text)
    (wanted,) = re.findall(r'-c constraints\.txt ("[^"]*")', text)
    ended = subprocess.run(
        ["sh", "-c", f"echo {wanted}"],  # noqa: S607
        env={"EXTRAS": default if extras is None else extras},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.strip() == installed


def test_the_image_copies_what_is_there() -> None:
    """Every file and folder that its first stage takes."""
    text = DOCKERFILE.read_text(encoding="utf-8")
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]
    assert [name for names in copied for name in names if not (ROOT / name).exists()] == []
