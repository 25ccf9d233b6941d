"""scripts/audit.py: what is said of known weaknesses of dependencies, also when nobody could tell."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from audit import verdict

CLEAN = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1", "3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([CLEAN, UNKNOWN], ["No known weakness in 1 of 2 dependencies."]),
        ([CLEAN, WEAK], ["b 2: CVE-1, mended in 2.1, 3", "1 known weaknesses in 2 of 2 dependencies."]),
        ([UNKNOWN], ["No verdict: this index serves files only, and tells nothing of any of 1 dependencies."]),
        (None, ["No verdict: no index could be reached."]),
    ],
)
def test_a_verdict_says_of_how_many_it_is(found: list[object] | None, said: list[str]) -> None:
    """An index that knows nothing gives none, which pip-audit alone calls clean."""
    report = "Traceback" if found is None else json.dumps({"dependencies": found, "fixes": []})
    assert verdict(report) == said
