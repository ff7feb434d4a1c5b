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
        "DELETE_COMPLETE",
        "films.txt",
        "CREATE_COMPLETE",
        " v1 ACTIVE",
        "UPDATE_COMPLETE",
        " v2 ACTIVE",
        "one UpdatePackage and one AssociatePackage",
        "VALIDATION_FAILED, InvalidDictionary: line 3",
        "UPDATE_ROLLBACK_COMPLETE",
        " v2 ACTIVE",
        "DELETE_COMPLETE",
        "nothing is left",
    ]
    rest = demo.stdout
    for step in steps:
        assert step in rest, f"{step}, in this order:\n{demo.stdout}"
        rest = rest.partition(step)[2]
    assert "X-Amz-Signature" not in demo.stdout + demo.stderr
