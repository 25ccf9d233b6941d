"""Asks an index for known weaknesses of the pinned dependencies, and says how many it could tell of.

Called by `scripts/check`; ends with 0 whatever is found: a weakness that becomes known today must not stop work of
yesterday. pip-audit alone calls a list clean of which the index knew nothing, as mirrors do that serve files only.
"""

import json
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_LIMIT_S = 120


def verdict(report: str) -> list[str]:
    """What pip-audit's JSON comes to, in lines; the last one is the verdict."""
    try:
        found = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return ["No verdict: no index could be reached."]
    asked = [each for each in found if "skip_reason" not in each]
    weak = [(each, weakness) for each in asked for weakness in each["vulns"]]
    lines = []
    for each, weakness in weak:
        mended = ", ".join(weakness["fix_versions"]) or "no version"
        lines.append(f"{each['name']} {each['version']}: {weakness['id']}, mended in {mended}")
    if not asked:
        return [f"No verdict: this index serves files only, and tells nothing of any of {len(found)} dependencies."]
    count = f"{len(asked)} of {len(found)} dependencies"
    return [*lines, f"{len(weak)} known weaknesses in {count}." if weak else f"No known weakness in {count}."]


def main() -> None:
    """Asks the index that pip-audit asks by itself."""
    command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--no-deps", "--disable-pip"]
    command += ["-f", "json", "-r", str(_ROOT / "constraints.txt")]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT_S, check=False)  # noqa: S603
        report = done.stdout
    except subprocess.TimeoutExpired:
        report = ""
    sys.stdout.write("\n".join(verdict(report)) + "\n")


if __name__ == "__main__":
    main()
