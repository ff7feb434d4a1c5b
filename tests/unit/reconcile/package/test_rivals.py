"""Whose package it is that comes up while a request begins."""

from typing import Any

import pytest

from reconcile.package.rivals import ANSWERED_AFTER, LISTED_AFTER, RETRIED_AFTER, is_over, is_rival
from reconcile.state import PackageState
from tests.unit.looks import NOW, cells
from tests.unit.reconcile.package.situations import package, request

MISSED = PackageState(absent=NOW - 5)


@pytest.mark.parametrize(
    "asked_ago, made_ago, before, more, rival",
    cells(
        {
            "made long ago: not a rival's, and to be judged by who holds it": (5, 500, PackageState(), {}, False),
            "found before Lambda could have tried again": (RETRIED_AFTER - 1, 20, PackageState(), {}, True),
            "found by Lambda's retry": (RETRIED_AFTER, 20, PackageState(), {}, False),
            "missed in the look before": (500, 2, MISSED, {}, True),
            "missed a moment after it was made": (500, 5 + LISTED_AFTER, MISSED, {}, True),
            "missed by a look that was wrong": (500, 5.1 + LISTED_AFTER, MISSED, {}, False),
            "a rival's in the look before": (500, 20, PackageState(rival=True), {}, True),
            "our call may have made it": (5, 2, PackageState(tried=True, absent=NOW - 5), {}, False),
            "taken already": (5, 2, PackageState(taken=True), {}, False),
            "adopted": (5, 2, MISSED, {"adopt": True}, False),
            "skew of the clocks": (5, 7, PackageState(), {}, True),
            "more than that": (5, 7.1, PackageState(), {}, False),
        }
    ),
)
def test_who_made_it(
    asked_ago: float, made_ago: float, before: PackageState, more: dict[str, Any], rival: bool
) -> None:
    asked = request(ago=asked_ago, **more)
    assert is_rival(asked, before, package(made=NOW - made_ago), NOW) is rival


def test_what_the_resource_holds_is_no_rivals() -> None:
    assert not is_rival(request("Update", "F1"), MISSED, package(made=NOW - 1), NOW)
    assert is_rival(request("Update", "F2"), MISSED, package(made=NOW - 1), NOW)


@pytest.mark.parametrize(
    "status, ago, over",
    [
        ("COPYING", 500, False),
        ("VALIDATING", 500, False),
        ("AVAILABLE", ANSWERED_AFTER - 1, False),
        ("AVAILABLE", ANSWERED_AFTER, True),
        ("COPY_FAILED", ANSWERED_AFTER, True),
    ],
)
def test_another_delivery_answers_first(status: str, ago: float, over: bool) -> None:
    assert is_over(package(status=status, ago=ago), NOW) is over
