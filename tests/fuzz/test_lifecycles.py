"""Whole lifecycles among faults: what must be true of every one of them."""

import os

import pytest

from tests.fuzz.__main__ import lifecycles

#: Measuring what they cover would make them five times as slow.
pytestmark = pytest.mark.no_cover

LIFECYCLES = 300
#: The gate gives the same verdict on the same code; `make fuzz` takes another seed each time.
SEED = 4


def test_lifecycles_among_faults_hold_every_promise(capfd: pytest.CaptureFixture[str]) -> None:
    """An answer in time, all answers alike, SUCCESS only if so, nothing of others' removed, nothing left behind."""
    seed = int(os.environ.get("SEED", SEED))
    with capfd.disabled():
        print(f"\n{LIFECYCLES} lifecycles, SEED={seed}: ", end="", flush=True)
    happened, violations = lifecycles(LIFECYCLES, seed)
    with capfd.disabled():
        print(
            f"{happened.total()} faults and events of {len(happened)} kinds, {len(violations)} violations",
            end=" ",
            flush=True,
        )
    assert violations == [] and len(happened) >= 30
