"""Runs cfn-lint with our rule, as the README says."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.local import ROOT


def matches(*templates: Path) -> list[dict[str, Any]]:
    """Return what cfn-lint finds in the templates, whichever rule's."""
    lint = [str(Path(sys.executable).with_name("cfn-lint")), "--append-rules", str(ROOT / "lint"), "--format", "json"]
    done = subprocess.run([*lint, "--", *map(str, templates)], capture_output=True, text=True)
    assert done.stdout, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
