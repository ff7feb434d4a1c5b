"""What make local-check takes for the promised answer."""

from typing import Any

import pytest

from tools.local_check import differences

MADE = {"Status": "SUCCESS", "PhysicalResourceId": "F4", "Data": {"PackageID": "F4", "PackageVersion": "v2"}}


def found(*answers: dict[str, Any]) -> list[str]:
    return list(differences("update-package", "F4", [*answers]))


def test_the_promised_answer_differs_in_nothing() -> None:
    assert found(MADE) == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], "0 answers"),
        ([MADE, MADE], "2 answers"),
        ([MADE | {"Status": "FAILED"}], "Status is 'FAILED', not 'SUCCESS'"),
        ([MADE | {"PhysicalResourceId": "F3"}], "PhysicalResourceId is 'F3', not 'F4'"),
        ([MADE | {"Data": MADE["Data"] | {"PackageVersion": "v1"}}], "PackageVersion is 'v1', not 'v2'"),  # type: ignore[operator]
        ([{"Status": "SUCCESS", "PhysicalResourceId": "F4"}], "PackageVersion is None, not 'v2'"),
    ],
)
def test_each_difference_is_said(answers: list[dict[str, Any]], said: str) -> None:
    """An update that succeeds and does nothing, too."""
    assert said in found(*answers)
