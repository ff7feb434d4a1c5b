"""Whether a new version is to be made, whose one is that is on its way, and what is said of a rollback."""

from typing import Any

import pytest

from model import Package
from reconcile.ownership import STALE
from reconcile.package.rivals import RETRIED_AFTER
from reconcile.package.versions import LATER, had, to_be_renewed, told
from reconcile.state import PackageState
from tests.unit.looks import ASKED, NOW, Records
from tests.unit.reconcile.package.situations import (
    Service,
    look,
    package,
    request,
    rolling_back,
    state,
    target,
    updating,
)

NO_WAY_BACK = (
    "F1 stays at its version v2: the service has no way back to an old version, and what was at its key before may "
    "be gone."
)
HELD = PackageState(id="F1", taken=True)


@pytest.mark.parametrize(
    "before, mark, made_ago, changed_ago, records, ours",
    [
        (PackageState(), False, RETRIED_AFTER, RETRIED_AFTER - LATER, updating(), True),
        (PackageState(), False, RETRIED_AFTER, RETRIED_AFTER - LATER + 0.1, updating(), False),
        (PackageState(), False, RETRIED_AFTER - 0.1, 5, updating(), False),
        (PackageState(), True, RETRIED_AFTER, 5, updating(), False),
        (HELD, False, RETRIED_AFTER, 5, updating(), False),
        (PackageState(id="F1", taken=True, tried=True), False, ASKED, 5, updating(), True),
        (PackageState(), False, RETRIED_AFTER, 5, rolling_back(), False),
        (PackageState(), False, RETRIED_AFTER, 5, Records(), True),
    ],
)
def test_whose_version_is_on_its_way(
    before: PackageState, mark: bool, made_ago: float, changed_ago: float, records: Records, ours: bool
) -> None:
    """Somebody else's may be under way when the request begins; Lambda tries what has crashed again a minute later."""
    one = package(status="COPYING", ago=changed_ago)
    asked = request("Update", "F1", target(renewed=True), ago=made_ago)
    seen = look(asked, Service(one), records=records)
    known = had(PackageState(id="F1", taken=True, mark=mark, tried=before.tried), before, one, seen)
    assert known.asked == (one.last_updated if ours else None)


@pytest.mark.parametrize(
    "id_, known, one, wanted, records, renew",
    [
        ("F1", HELD, package(), {"renewed": True}, updating(), True),
        ("F1", HELD, package(), {}, updating(), False),
        ("F1", PackageState(id="F1", asked=1.0), package(), {"renewed": True}, updating(), False),
        ("F1", HELD, package(), {"renewed": True, "moved": True}, rolling_back(), False),
        ("F1", HELD, package(ago=50), {"renewed": True, "moved": True}, rolling_back(), True),
        ("F1", HELD, package(ago=50), {"renewed": True}, rolling_back(), False),
        ("F1", HELD, package(status="COPY_FAILED", ago=50), {"renewed": True, "moved": True}, rolling_back(), False),
        ("F2", HELD, package(), {"renewed": True}, updating(), True),
        ("", PackageState(id="F1", mark=True, adopted=True), package(), {"renewed": True}, updating(), False),
        ("", PackageState(id="F1", mark=True), package(), {"renewed": True}, updating(), True),
        ("", PackageState(id="F1", mark=True, adopted=True), package(status="COPY_FAILED"), {}, updating(), True),
        ("", PackageState(id="F1"), package(status="COPY_FAILED"), {"renewed": True}, updating(), True),
    ],
)
def test_whether_a_new_version_is_made(
    id_: str, known: PackageState, one: Package, wanted: dict[str, Any], records: Records, renew: bool
) -> None:
    asked = request("Update" if id_ else "Create", id_, target(**wanted))
    seen = look(asked, Service(one), records=records)
    assert to_be_renewed(asked, asked.targets[0], known, seen) == (renew, "")


def test_whether_a_stack_rolls_back_is_not_believed_to_a_status_from_before_the_request() -> None:
    asked = request("Update", "F1", target(renewed=True), ago=3)
    seen = look(asked, Service(package()), records=rolling_back())
    assert to_be_renewed(asked, asked.targets[0], HELD, seen) == (False, "the stack may be rolling back")


@pytest.mark.parametrize("ago, answer", [(STALE - 0.1, (False, "the stack may be rolling back")), (STALE, (True, ""))])
def test_what_the_id_does_not_name_may_be_what_a_rollback_goes_back_to(ago: float, answer: tuple[bool, str]) -> None:
    """It was there before; the stack's status that does not show a rollback may be of before the request."""
    asked = request("Update", "F2", target(renewed=True), ago=ago)
    seen = look(asked, Service(package()), records=updating())
    assert to_be_renewed(asked, asked.targets[0], HELD, seen) == answer


def test_what_is_to_be_absent_or_is_not_there_gets_no_version() -> None:
    for asked in (request("Delete", "F1"), request("Update", "F1", target(renewed=True))):
        seen = look(asked, Service(package("F2")), records=updating())
        assert to_be_renewed(asked, asked.targets[0], HELD, seen) == (False, "")


@pytest.mark.parametrize(
    "known, one, renewed, words",
    [
        (HELD, package(ago=200, version="v2"), True, ()),
        (HELD, package(ago=50, version="v2"), True, (NO_WAY_BACK,)),
        (HELD, package(ago=50, version="v2"), False, ()),
        (
            PackageState(id="F1", asked=NOW - 10, before="v2"),
            package(ago=5, version="v3"),
            True,
            ("The rollback has uploaded the old object again, as version v3.",),
        ),
        (PackageState(id="F1", asked=NOW - 10, before="v2"), package(ago=5, version="v2"), True, (NO_WAY_BACK,)),
        (
            PackageState(id="F1", asked=NOW - 10, before="v2"),
            package(status="COPY_FAILED", ago=5, version="v2"),
            True,
            (NO_WAY_BACK,),
        ),
        (
            HELD,
            package(status="COPYING", ago=50, version="v2"),
            True,
            ("F1 was still COPYING; its version v2 is available.",),
        ),
        (HELD, package(status="COPYING", ago=50, version=""), True, ("F1 was still COPYING; it has no version.",)),
        (HELD, package(status="COPY_FAILED", ago=200, version="v2"), True, ()),
        (
            HELD,
            package(status="COPY_FAILED", ago=50, version="v2"),
            True,
            ("F1 is COPY_FAILED; its version v2 is available.",),
        ),
    ],
)
def test_what_is_said_of_a_rollback(known: PackageState, one: Package, renewed: bool, words: tuple[str, ...]) -> None:
    asked = request("Update", "F1", target(renewed=renewed))
    assert told(asked, state(known), look(asked, Service(one), records=rolling_back())).notes == words


def test_nothing_is_said_of_what_is_no_rollback() -> None:
    forward = request("Update", "F1", target(renewed=True))
    one = package(ago=5, version="v2")
    assert told(forward, state(HELD), look(forward, Service(one), records=updating())).notes == ()
    create = request()
    assert told(create, state(HELD), look(create, Service(one), records=rolling_back())).notes == ()
