"""Accounts, as ARNs and the owners of packages name them."""

import pytest

from account import account_of, is_anothers

OURS, THEIRS = "123456789012", "210987654321"
STACK = f"arn:aws:cloudformation:us-east-1:{OURS}:stack/search/5b6e"


@pytest.mark.parametrize(
    "arn, account",
    [
        (STACK, OURS),
        (f"arn:aws-us-gov:lambda:us-gov-west-1:{OURS}:function:x:live", OURS),
        ("arn:aws:cloudformation:us-east-1:000000000000:stack/made-up/one", ""),
        ("arn:aws:cloudformation:us-west-2:EXAMPLE/stack-name/guid", ""),
        ("urn:engine:dev::project::kind:of:Stack::project-dev", ""),
        ("arn:aws:cloudformation:us-east-1:1234567890123:stack/x/y", ""),
        ("arn:aws:cloudformation:us-east-1:١٢٣٤٥٦٧٨٩٠١٢:stack/x/y", ""),
        ("stack", ""),
        ("", ""),
    ],
)
def test_an_account_has_twelve_digits_that_are_not_all_zeros(arn: str, account: str) -> None:
    assert account_of(arn) == account


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
