"""How many units docs/operating.md says are needed: played as a queue; a tenth less is too few."""

import re

import pytest

from tests.pages import OPERATING, section

EXAMPLES = re.findall(r"(\d+) \w+ of (\d+) minutes[^.,]*? need (\d+) units", section("Concurrency", OPERATING))
#: When Lambda gives up what waits in its queue (template.yaml), and CloudFormation what is under way (seconds).
QUEUED, ANSWERED = 3300, 3600


def in_time(operations: int, seconds: int, units: int) -> bool:
    """Return whether the last of so many operations, asked for at once, is done in time."""
    free = [0] * units
    for _ in range(operations):
        began = min(free)
        free[free.index(began)] = began + seconds
        if began > QUEUED or began + seconds >= ANSWERED:
            return False
    return True


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("example", EXAMPLES)
def test_so_many_units_are_enough_and_a_tenth_less_is_not(example: tuple[str, str, str]) -> None:
    operations, minutes, units = map(int, example)
    assert units == -(-operations // (QUEUED // (minutes * 60)))
    assert in_time(operations, minutes * 60, units)
    assert not in_time(operations, minutes * 60, units * 9 // 10)
