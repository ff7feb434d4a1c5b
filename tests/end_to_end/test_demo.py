"""What a newcomer runs first."""

import os
import subprocess
import sys

import pytest

from tools.local import ROOT

pytestmark = pytest.mark.end_to_end


def test_the_demo_shows_the_whole_life_of_a_stack() -> None:
    demo = subprocess.run(
        [sys.executable, "-m", "tools.demo"], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True
    )
    assert demo.returncode == 0, demo.stdout + demo.stderr
    steps = [
        "CREATE_COMPLETE",
        "PackageVersion = v1",
        "UPDATE_COMPLETE",
        "PackageVersion = v2",
        "InvalidDictionary: line 3",
        "UPDATE_ROLLBACK_COMPLETE",
    ]
    where = [demo.stdout.find(step) for step in [*steps, "DELETE_COMPLETE", "nothing is left"]]
    assert -1 not in where
    assert where == sorted(where)
    assert "X-Amz-Signature" not in demo.stdout + demo.stderr
