"""Since when a package is missed, cell by cell: what one look misses may be the look's own mistake."""

from dataclasses import replace
from typing import Any

import pytest

from model import Request
from reconcile.presence import ABSENT_FOR, CONFIRMED_AFTER, is_missed, seen, watch_for
from reconcile.state import PackageState
from tests.unit.looks import NOW, Records, Service, association, cells, look, request, row

EARLIER = NOW - 100
CREATE, UPDATE, DELETE = request(), request("Update", "movies|F1"), request("Delete", "movies|F1")


def test_it_is_missed_since_the_first_look_that_does_not_show_it_and_no_more_once_one_does() -> None:
    nothing, there = look(CREATE, Service()), look(CREATE, association())
    missed = seen(PackageState(id="F1", seen=True), nothing)
    assert (missed.absent, missed.seen) == (NOW, True)
    assert seen(PackageState(id="F1", absent=EARLIER), nothing).absent == EARLIER
    assert seen(PackageState(id="F1", absent=EARLIER), there) == PackageState(id="F1", seen=True)


@pytest.mark.parametrize(
    "by, known, expected",
    cells(
        {
            "of a Delete": (DELETE, {}, True),
            "of a Delete that has asked": (DELETE, {"asked": EARLIER}, True),
            "of an Update that holds it": (UPDATE, {}, True),
            "of an Update that has asked for it": (UPDATE, {"asked": EARLIER}, False),
            "of a Create, which asks for what is absent": (CREATE, {}, False),
            "of an Update that holds another": (request("Update", "movies|F2"), {}, False),
        }
    ),
)
def test_whether_another_look_must_miss_it_too(by: Request, known: dict[str, Any], expected: bool) -> None:
    at = look(by, Service())
    assert is_missed(PackageState(id="F1", absent=NOW, **known), at) is expected
    assert not is_missed(PackageState(id="F1", absent=NOW - CONFIRMED_AFTER, **known), at)
    assert not is_missed(PackageState(id="F1", **known), at)


CANCELLED = request("Delete", "", "F1", cancelled=True)


@pytest.mark.parametrize(
    "by, absent, expected",
    cells(
        {
            "a cancelled Create": (CANCELLED, NOW, ABSENT_FOR),
            "a cancelled Create, whose package is there": (CANCELLED, None, CONFIRMED_AFTER),
            "a Delete of what an id names": (DELETE, NOW, CONFIRMED_AFTER),
            "an Update that failed by its own answer": (replace(UPDATE, cancelled=True), NOW, CONFIRMED_AFTER),
        }
    ),
)
def test_what_a_cancelled_request_may_still_ask_for_is_watched_for_longer(
    by: Request, absent: float | None, expected: float
) -> None:
    failed = row("Synonyms", "movies|F1,F2", "UPDATE_FAILED", reason="COPY_FAILED")
    at = look(by, Service(), Records("UPDATE_ROLLBACK_IN_PROGRESS", events=[failed]))
    assert watch_for(by, PackageState(id="F1", absent=absent), at) == expected
