"""Whose a package is, as the owners of packages are named."""

import pytest

from account import is_anothers

OURS, THEIRS = "123456789012", "210987654321"
STACK = f"arn:aws:cloudformation:us-east-1:{OURS}:stack/search/5b6e"


@pytest.mark.parametrize(
    "package, owner, stack, anothers",
    [
        ("F1", "", STACK, False),
        ("F1", OURS, STACK, False),
        ("F1", THEIRS, STACK, True),
        ("pkg-1f", f"arn:aws:iam::{THEIRS}:root", STACK, True),
        ("pkg-1f", f"arn:aws:iam::{OURS}:root", STACK, False),
        ("F1", THEIRS, "arn:aws:cloudformation:us-east-1:000000000000:stack/x/y", False),
        ("F1", "somebody", STACK, False),
        ("F1", "AWS", STACK, True),
        ("F1", "Amazon OpenSearch Service", STACK, True),
        ("G1", "", STACK, True),
        ("G1", "AWS", STACK, True),
        ("G1", OURS, STACK, False),
    ],
)
def test_whose_a_package_is(package: str, owner: str, stack: str, anothers: bool) -> None:
    assert is_anothers(package, owner, stack) is anothers
