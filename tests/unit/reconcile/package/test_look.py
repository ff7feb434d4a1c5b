"""Which calls a look at packages makes."""

import pytest

from reconcile.package.plan import observed, planned
from reconcile.state import PackageState
from tests.unit.looks import NOW, Records, row
from tests.unit.reconcile.package.situations import (
    OPTIONS,
    Service,
    look,
    package,
    request,
    rolling_back,
    state,
    target,
    updating,
)


def reads(asked: object, *known: object, before: PackageState | None = None) -> list[str]:
    """Return what one look reads of OpenSearch Service."""
    service = Service(*known)  # type: ignore[arg-type]
    look(asked, service, state(before) if before else None)  # type: ignore[arg-type]
    return service.read


def test_a_create_reads_once_by_name_and_once_by_id_after_it_has_asked() -> None:
    assert reads(request()) == ["named films"]
    assert reads(request(), package(), before=PackageState(id="F1", asked=NOW)) == ["F1"]


def test_a_package_that_was_only_seen_is_read_by_id_and_by_name_once_it_is_not_there() -> None:
    assert reads(request(), package(), before=PackageState(id="F1")) == ["F1"]
    assert reads(request(), before=PackageState(id="F1")) == ["F1", "named films"]


def test_an_update_in_place_reads_by_id_and_a_replacement_by_the_new_name_as_well() -> None:
    assert reads(request("Update", "F1"), package()) == ["F1"]
    renamed = target(name="pictures", options=OPTIONS | {"PackageName": "pictures"})
    assert reads(request("Update", "F1", renamed), package()) == ["F1", "named pictures"]


def test_a_delete_reads_the_ids_alone() -> None:
    assert reads(request("Delete", "F1,F2+"), package()) == ["F1 F2"]
    assert reads(request("Delete", "F1", target(package_id="F1"))) == ["F1"]


def test_a_fresh_create_that_finds_nothing_asks_cloudformation_for_nothing() -> None:
    asked, records = request(ago=1), Records("CREATE_IN_PROGRESS")
    one = look(asked, Service(), records=records)
    known, failure = observed(asked, state(), one)
    assert failure is None
    assert planned(asked, known, one).labels == ("films",)
    assert records.asked == []


def test_a_create_that_has_asked_asks_cloudformation_for_nothing() -> None:
    asked, records = request(), Records("CREATE_IN_PROGRESS")
    before = state(PackageState(id="F1", asked=NOW - 10, tried=True))
    one = look(asked, Service(package(ago=5)), before, records)
    known, failure = observed(asked, before, one)
    assert failure is None
    assert planned(asked, known, one).done
    assert records.asked == []


def test_an_update_that_makes_no_version_asks_cloudformation_for_nothing() -> None:
    asked, records = request("Update", "F1", target(renewed=False)), updating()
    one = look(asked, Service(package()), records=records)
    known, failure = observed(asked, state(), one)
    assert failure is None
    assert planned(asked, known, one).done
    assert records.asked == []


def test_what_is_deleted_is_not_there() -> None:
    assert look(request(), Service(package(status="DELETED"))).found == {}
    assert look(request(), Service(package(status="DELETING"))).found != {}


@pytest.mark.parametrize(
    "on, refused_ago, words",
    [
        ({"movies": "DISSOCIATING", "music": "ACTIVE"}, 500, ""),
        ({"movies": "ACTIVE"}, 179, ""),
        (
            {"movies": "ACTIVE", "music": "ASSOCIATING"},
            180,
            "Package F1 could not be deleted: it is on domain movies (ACTIVE), music (ASSOCIATING), which keeps it: "
            "Conflict: m. Dissociate it there, then try again.",
        ),
    ],
)
def test_the_domains_are_read_once_the_service_has_refused(on: dict[str, str], refused_ago: float, words: str) -> None:
    from errors import Failed

    asked, service = request("Delete", "F1"), Service(package(), domains=on)
    deleting = Records("DELETE_IN_PROGRESS", [row("Films", "F1", "DELETE_IN_PROGRESS")])
    for refused in (None, NOW - refused_ago):
        before = state(PackageState(refused=refused, refused_last=refused and NOW, refusal="Conflict: m"), "F1")
        one = look(asked, service, before, deleting)
        known, _ = observed(asked, before, one)
        try:
            plan = planned(asked, known, one)
        except Failed as failure:
            assert str(failure) == words
        else:
            leaving = "DISSOCIATING" in on.values() and refused is not None
            assert not (words and refused)
            assert plan.labels == (() if leaving else ("F1",))
            assert plan.trouble == ("domain movies is dissociating it" if leaving else "")
    assert service.read == ["F1", "F1", "domains of F1"]


def test_a_rollback_goes_by_the_stacks_status_alone_where_the_package_is_as_it_was() -> None:
    asked, records = request("Update", "F1", target(renewed=True, moved=True)), rolling_back()
    one = look(asked, Service(package()), records=records)
    known, _ = observed(asked, state(), one)
    plan = planned(asked, known, one)
    assert (plan.done, plan.state.notes) == (True, ())
    assert set(records.asked) == {"DescribeStacks", "DescribeStackEvents"}
