"""What must be true of domain and packages before anything is changed."""

from dataclasses import replace
from typing import Any

import pytest

from errors import Failed, Rejected
from model import Association, Change, Domain, Package, Request, Target
from reconcile.association.readiness import (
    ASK_AGAIN_AFTER,
    ASK_ANYWAY_AFTER,
    UNDER_WAY_FOR,
    busy,
    check_domain,
    check_packages,
    is_available,
)
from reconcile.state import PackageState, State
from tests.unit.looks import NOW, Records, Service, association, cells, look, request, row

ENGINE = "OpenSearch_2.19"
DELETE = request("Delete", "movies|F1")
TEXT = Package("F1", "AVAILABLE", "synonyms", "TXT-DICTIONARY", "v2")
PLUGIN = Package("G1", "AVAILABLE", "phonetic", "ZIP-PLUGIN", "v1", ENGINE)


@pytest.mark.parametrize("asked", [request(), request("Delete", "movies|F1")])
def test_a_suspended_domain_takes_no_change(asked: Request) -> None:
    with pytest.raises(Failed, match=r"^the service has suspended the domain \(its status is Isolated\)"):
        check_domain(look(asked, Service(domain=Domain(suspended=True))))
    check_domain(look(asked, Service(domain=Domain(changing=True))))


def test_a_domain_that_is_being_deleted_takes_nothing_new() -> None:
    service = Service(domain=Domain(deleting=True))
    with pytest.raises(Failed, match=r"^the domain is being deleted\. Name another"):
        check_domain(look(request(), service))
    check_domain(look(request("Delete", "movies|F1"), service))


IN_PROGRESS = "ValidationException: A change/update is in progress. Please wait for it to complete"
IN_USE = "ConflictException: in use"
CHANGED = "the domain is being changed"


@pytest.mark.parametrize(
    "refusal, ago, more, expected",
    cells(
        {
            "nothing": ("", None, {}, ""),
            "a change": ("", None, {"domain": Domain(changing=True)}, CHANGED),
            "a change, and a refusal": (IN_USE, 1, {"domain": Domain(changing=True)}, f"{CHANGED} {IN_USE}"),
            "a refusal alone": (IN_USE, 1, {}, ""),
            "a change under way, as a refusal shows": (
                IN_USE,
                99,
                {"change": Change(0, "PENDING")},
                f"{CHANGED} {IN_USE}",
            ),
            "a change that is over": (IN_USE, 1, {"change": Change(0, "COMPLETED")}, ""),
            "no word of a change": (IN_USE, 1, {"change": Rejected("es", "DescribeDomainChangeProgress", "no")}, ""),
            "a change, and no refusal": ("", None, {"change": Change(0, "PROCESSING")}, ""),
            "the service's own words": (IN_PROGRESS, ASK_AGAIN_AFTER - 1, {}, f"{CHANGED} {IN_PROGRESS}"),
            "its words, until it is asked again": (IN_PROGRESS, ASK_AGAIN_AFTER, {}, ""),
            "other words": (
                "ConflictException: it is already being updated",
                1,
                {},
                f"{CHANGED} ConflictException: it is",
            ),
        }
    ),
)
def test_what_occupies_a_domain(refusal: str, ago: float | None, more: dict[str, Any], expected: str) -> None:
    last = None if ago is None else NOW - ago
    known = [PackageState(id="F0"), PackageState(id="F1", refusal=refusal, refused_last=last)]
    said = busy(look(request(), Service(association(), **more)), known)
    assert said.startswith(expected) and bool(said) is bool(expected)


@pytest.mark.parametrize("status, is_busy", [("ASSOCIATING", True), ("DISSOCIATING", True), ("ACTIVE", False)])
def test_another_package_on_its_way_occupies_the_domain_after_a_refusal(status: str, is_busy: bool) -> None:
    known = [PackageState(id="F1", refusal=IN_USE, refused_last=NOW)]
    assert bool(busy(look(request(), Service(association("F2", status))), known)) is is_busy
    assert not busy(look(request(), Service(association("F1", "ASSOCIATING"))), known), "it is the one itself"


@pytest.mark.parametrize(
    "explanation",
    [{"change": Change(0, "PROCESSING")}, {"domain": Domain(changing=True)}, {"one": association("F2", "ASSOCIATING")}],
    ids=lambda one: "".join(one),
)
@pytest.mark.parametrize("refusal", [IN_USE, ""])
def test_whatever_explains_a_refusal_the_service_is_asked_again_now_and_then(
    explanation: dict[str, Any], refusal: str
) -> None:
    """Of a domain that is Processing, the words are not kept: they are no sign of anything else."""
    more = dict(explanation)
    service = Service(more.pop("one", association()), **more)
    for ago, is_busy in ((ASK_ANYWAY_AFTER - 1, bool(refusal) or "domain" in more), (ASK_ANYWAY_AFTER, False)):
        known = [PackageState(id="F1", refusal=refusal, refused_last=NOW - ago)]
        assert bool(busy(look(request(), service), known)) is is_busy


def renewed(ago: float, logical_id: str = "Synonyms", status: str = "UPDATE_FAILED", reason: str = "") -> Records:
    return Records("DELETE_IN_PROGRESS", events=[row(logical_id, "movies|F1", status, ago, reason)])


@pytest.mark.parametrize(
    "asked, records, packages, is_busy",
    cells(
        {
            "an update failed": (DELETE, renewed(UNDER_WAY_FOR - 1), [TEXT], True),
            "it failed long ago": (DELETE, renewed(UNDER_WAY_FOR), [TEXT], False),
            "an update went well": (DELETE, renewed(60, status="UPDATE_COMPLETE"), [TEXT], False),
            "another's update failed": (DELETE, renewed(60, "Other"), [TEXT], False),
            "another's create was cancelled": (
                DELETE,
                renewed(60, "Other", "CREATE_FAILED", "Resource creation cancelled"),
                [TEXT],
                True,
            ),
            "another's create was answered": (DELETE, renewed(60, "Other", "CREATE_FAILED", "no such"), [TEXT], False),
            "the newest version is there": (DELETE, renewed(60), [replace(TEXT, version="v1")], False),
            "the package is gone": (DELETE, renewed(60), [], False),
            "it is not to be removed": (request("Update", "movies|F1"), renewed(60), [TEXT], False),
        }
    ),
)
def test_a_version_that_a_failed_update_may_have_under_way_keeps_a_delete_waiting(
    asked: Request, records: Records, packages: list[Package], is_busy: bool
) -> None:
    known = [PackageState(id="F1", refusal=IN_USE, refused_last=NOW)]
    said = busy(look(asked, Service(association(version="v1"), packages=packages), records), known)
    assert said == (f"a new version may be on its way {IN_USE}" if is_busy else "")


def checked(
    service: Service, *targets: Target, asked: Request | None = None, records: Records | None = None
) -> tuple[State, str]:
    targets = targets or (Target("F1"),)
    state = State(since=0, packages={one.label: PackageState(id=one.package_id or "G1") for one in targets})
    return check_packages(state, targets, look(asked or request(), service, records))


def test_the_version_that_will_be_there_is_known_when_a_package_is_ready() -> None:
    state, trouble = checked(Service(packages=[TEXT, PLUGIN]), Target("F1"), Target("G1"))
    assert (state.of("F1").target, state.of("G1").target, trouble) == ("v2", "v1", "")


@pytest.mark.parametrize("status", ["COPYING", "VALIDATING"])
def test_a_package_on_its_way_is_waited_for(status: str) -> None:
    coming = replace(TEXT, status=status)
    state, trouble = checked(Service(packages=[coming, PLUGIN]), Target("F1"), Target("G1"))
    assert trouble == f"the package is {status}"
    assert (state.of("F1").target, state.of("G1").target) == ("", "v1")
    assert not is_available(coming) and is_available(TEXT)


def refusal(service: Service, target: Target | None = None, **more: Any) -> str:
    with pytest.raises(Failed) as error:
        checked(service, target or Target("F1"), **more)
    return str(error.value)


@pytest.mark.parametrize(
    "service, target, words",
    cells(
        {
            "not there": (
                Service(),
                Target("F1"),
                "there is no package F1, in this account and region. Correct PackageID",
            ),
            "failed": (
                Service(packages=[replace(TEXT, status="COPY_FAILED", error="E: m")]),
                Target("F1"),
                "the package itself is COPY_FAILED, E: m. Correct and update the package",
            ),
            "for another engine": (
                Service(packages=[replace(PLUGIN, engine_version="OpenSearch_2.17")]),
                Target("G1"),
                f"the plugin is for OpenSearch_2.17, but the domain runs {ENGINE}. Give the id",
            ),
            "not at the version wanted": (
                Service(packages=[TEXT]),
                Target("F1", version="v1"),
                "PackageVersion is v1, but the package's version is v2, and the service associates no other.",
            ),
            "one of its name is there": (
                Service(association("F9", name="synonyms"), packages=[TEXT]),
                Target("F1"),
                "the domain already has a package of the same name, F9 (ACTIVE). Give PackageName to mean that one, "
                "or dissociate it first.",
            ),
        }
    ),
)
def test_a_package_that_can_never_be_associated_is_said(service: Service, target: Target, words: str) -> None:
    said = refusal(service, target)
    assert said.startswith(f"Package {target.label} could not be associated with domain movies: {words}")


def test_two_plugins_of_one_name_change_places_in_two_deploys() -> None:
    service = Service(association("F9", name="synonyms"), packages=[TEXT])
    assert refusal(service, asked=request("Update", "movies|F9")).endswith("or dissociate it in two deploys.")


@pytest.mark.parametrize(
    "listed", [association("F9", name="stopwords"), association("F9"), association("F1", name="synonyms")]
)
def test_other_packages_do_not_stand_in_the_way(listed: Association) -> None:
    assert checked(Service(listed, packages=[TEXT]))[1] == ""


def test_while_the_domain_changes_its_engine_may_change() -> None:
    service = Service(
        packages=[replace(PLUGIN, engine_version="x")], domain=Domain(changing=True, engine_version=ENGINE)
    )
    assert checked(service, Target("G1"))[1] == ""


def test_a_plugin_by_name_is_looked_up_again_after_an_upgrade() -> None:
    target, old = Target(name="phonetic"), Service(packages=[replace(PLUGIN, engine_version="OpenSearch_2.17")])
    state, trouble = checked(old, target)
    assert (state.of("phonetic").id, trouble) == ("", "the domain was upgraded")


@pytest.mark.parametrize("type_, status, accepted", [
    ("Update", "UPDATE_ROLLBACK_IN_PROGRESS", True),
    ("Update", "UPDATE_IN_PROGRESS", False),
    ("Create", "UPDATE_ROLLBACK_IN_PROGRESS", False),
])  # fmt: skip
def test_a_rollback_accepts_the_version_that_there_is(type_: str, status: str, accepted: bool) -> None:
    given: dict[str, Any] = {"asked": request(type_, "movies|F1"), "records": Records(status)}
    if accepted:
        assert checked(Service(packages=[TEXT]), Target("F1", version="v1"), **given)[0].of("F1").target == "v2"
    else:
        assert "PackageVersion is v1" in refusal(Service(packages=[TEXT]), Target("F1", version="v1"), **given)
