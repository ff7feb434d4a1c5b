"""What follows from one look: steps put together, and what stands against them."""

from dataclasses import replace
from typing import Any

import pytest

from errors import AlreadyExists, Failed, InvalidRequest, ServiceError
from model import Domain, Goal, Package, Request, Target
from reconcile.association.observation import observed
from reconcile.association.plan import planned
from reconcile.ownership import STALE
from reconcile.plan import Plan
from reconcile.presence import ABSENT_FOR, CONFIRMED_AFTER, UNCHANGED_FOR
from reconcile.state import PackageState, State
from tests.unit.looks import ASKED, BEGAN, NOW, Records, Service, association, cells, look, of_stack, request, row

F1, F2 = (Package(one, "AVAILABLE", f"name-of-{one}", "TXT-DICTIONARY", "v2") for one in ("F1", "F2"))
BOTH = (F1, F2)
GOING = Records("UPDATE_IN_PROGRESS", [row("Synonyms", "movies|F1", "UPDATE_IN_PROGRESS")])


def plan_of(asked: Request, service: Service, records: Records | None = None, **known: PackageState) -> Plan:
    """Return what follows from a first look, or from one with something known."""
    seen = look(asked, service, records)
    refusals = sum(bool(one.refusal) for one in known.values())
    state, met = observed(asked, State(since=NOW - 20, packages=known, conflicts=refusals), seen)
    if met is not None:
        raise met
    return planned(asked, state, seen)


def asks(plan: Plan) -> tuple[str, ...]:
    assert not plan.done
    return plan.labels


def test_a_create_asks_for_what_is_absent_in_one_call() -> None:
    plan = plan_of(request("Create", "", "F1", "F2"), Service(packages=BOTH))
    assert (asks(plan), plan.goal, plan.trouble) == (("F1", "F2"), Goal.PRESENT, "")
    assert [plan.state.of(one).target for one in ("F1", "F2")] == ["v2", "v2"]


def test_what_is_at_its_goal_is_not_asked_for_again() -> None:
    asked = request("Update", "movies|F1", "F1", "F2")
    plan = plan_of(asked, Service(association("F1"), packages=BOTH), GOING)
    assert asks(plan) == ("F2",)
    plan = plan_of(asked, Service(association("F1"), association("F2", ago=1), packages=BOTH), GOING)
    assert (plan.done, plan.labels) == (True, ())


def test_the_first_failure_is_met_after_every_package_was_looked_at() -> None:
    asked = request("Create", "", "F1", "F2")
    seen = look(asked, Service(association("F1"), association("F2", ago=1)))
    state, met = observed(asked, State(since=0), seen)
    assert isinstance(met, AlreadyExists) and "Package F1 could not be associated" in str(met)
    assert not state.of("F1").taken and state.of("F1").seen and state.of("F2").taken
    assert state.of("F2").absent is None


@pytest.mark.parametrize(
    "status, taken",
    [
        ("ASSOCIATING", True),
        ("ACTIVE", True),
        ("DISSOCIATION_FAILED", True),
        ("PAUSED", True),
        ("DISSOCIATING", False),
        ("ASSOCIATION_FAILED", False),
    ],
)
def test_only_what_is_there_is_taken(status: str, taken: bool) -> None:
    """A status that nobody knows may be one of being there."""
    asked = request(adopt=True)
    state, _ = observed(asked, State(since=0), look(asked, Service(association(status=status))))
    assert (state.of("F1").taken, state.of("F1").mark) == (taken, taken)


def test_since_when_something_is_absent_is_kept() -> None:
    asked = request("Update", "movies|F1")
    state, _ = observed(asked, State(since=0), look(asked, Service()))
    assert state.of("F1").absent == NOW
    state, _ = observed(asked, State(since=0, packages={"F1": PackageState(absent=NOW - 9)}), look(asked, Service()))
    assert state.of("F1").absent == NOW - 9


def test_what_the_resource_held_is_confirmed_to_be_missing_before_it_is_asked_for() -> None:
    asked = request("Update", "movies|F1")
    plan = plan_of(asked, Service(packages=BOTH), GOING)
    assert plan.confirm and asks(plan) == ()
    plan = plan_of(asked, Service(packages=BOTH), GOING, F1=PackageState(absent=NOW - CONFIRMED_AFTER))
    assert not plan.confirm and asks(plan) == ("F1",)


CHANGING = Domain(changing=True, engine_version="OpenSearch_2.19")


def test_a_domain_that_is_changed_is_waited_for() -> None:
    for asked, service, known in (
        (request(), Service(packages=BOTH, domain=CHANGING), PackageState(refusal="in use", refused_last=NOW)),
        (
            request(adopt=True),
            Service(association(status="ASSOCIATION_FAILED"), packages=BOTH, domain=CHANGING),
            PackageState(),
        ),
        (request("Delete", "movies|F1"), Service(association(), domain=CHANGING), PackageState()),
    ):
        plan = plan_of(asked, service, F1=known)
        assert asks(plan) == () and plan.trouble.startswith("the domain is being changed")


def test_a_fresh_create_asks_without_a_look_at_the_domain() -> None:
    """The call itself would be refused, and what is behind that is read then."""
    service = Service(packages=BOTH, domain=CHANGING)
    assert asks(plan_of(request(), service)) == ("F1",)
    assert service.read == ["package F1"]


def test_of_a_service_that_throttles_the_packages_are_not_read_either() -> None:
    service = Service()
    seen = look(request(), service)
    state, _ = observed(request(), State(since=NOW - 20, pace=1.0), seen)
    assert asks(planned(request(), state, seen)) == ("F1",)
    assert service.read == []


def test_what_is_wrong_with_a_package_shows_before_a_long_wait() -> None:
    with pytest.raises(Failed, match="there is no package F1"):
        plan_of(request(), Service(domain=CHANGING))
    plan = plan_of(request(), Service(packages=[replace(F1, status="COPYING")], domain=CHANGING))
    assert plan.trouble == "the package is COPYING"


def test_a_name_that_can_not_be_told_is_waited_for() -> None:
    asked = request(targets=(Target(name="synonyms"),))
    plan = plan_of(asked, Service(domain=CHANGING))
    assert (asks(plan), plan.trouble) == ((), "the domain is being changed")


def test_the_refusals_of_a_busy_domain_begin_again() -> None:
    known = PackageState(refused=NOW - 500, refused_last=NOW, refusal="busy")
    service = Service(packages=BOTH, domain=CHANGING)
    with pytest.raises(Failed, match="the service refuses it: busy"):
        plan_of(request(), Service(packages=BOTH), F1=known)
    young = replace(known, refused=NOW - 5)
    plan = plan_of(request(), service, F1=young)
    assert plan.state.of("F1") == PackageState(id="F1", absent=NOW, target="v2", refused_last=NOW)


def test_the_domain_of_a_delete_may_be_going() -> None:
    plan = plan_of(request("Delete", "movies|F1"), Service(association(), domain=Domain(deleting=True)))
    assert plan.done


def test_a_left_over_failure_that_is_refused_is_taken_off_first() -> None:
    known = PackageState(refused=NOW - 5, refused_last=NOW - 99, refusal="ConflictException: x")
    service = Service(association("F1", "ASSOCIATION_FAILED"), packages=BOTH)
    plan = plan_of(request("Create", "", "F1", "F2"), service, F1=known)
    assert (asks(plan), plan.goal) == (("F1",), Goal.ABSENT)


@pytest.mark.parametrize("last, done", [(NOW - 19, False), (NOW, True)])
def test_that_nobody_asked_for_a_while_is_no_refusal(last: float, done: bool) -> None:
    """A failure that is left over need not be taken off where the service goes on refusing that."""
    known = PackageState(refused=NOW - 20, refused_last=last, refusal="ConflictException: x")
    seen = Service(association("F1", "ASSOCIATION_FAILED"))
    assert plan_of(request("Delete", "movies|F1"), seen, deleting(), F1=known).done is done


def test_a_request_that_its_stack_may_not_want_asks_for_nothing() -> None:
    records = Records("ROLLBACK_IN_PROGRESS", [row("Synonyms", "", "CREATE_FAILED")])
    plan = plan_of(request(), Service(packages=BOTH), records)
    assert asks(plan) == () and plan.state.unwanted == NOW


def deleting(*others: Any, events: Any = ()) -> Records:
    rows = [row("Synonyms", "movies|F1,F2", "DELETE_IN_PROGRESS"), *others]
    return Records("DELETE_IN_PROGRESS", rows, [of_stack("UPDATE_IN_PROGRESS", BEGAN), *events])


DELETE = request("Delete", "movies|F1,F2")
LISTED = Service(association("F1"), association("F2"))


def test_a_delete_asks_for_all_that_may_go_in_one_call() -> None:
    assert asks(plan_of(DELETE, LISTED, deleting())) == ("F1", "F2")


def test_what_is_held_elsewhere_is_seen_twice_before_it_stays_and_is_said() -> None:
    records = deleting(row("Other", "movies|F1", "CREATE_COMPLETE"))
    plan = plan_of(DELETE, LISTED, records)
    assert asks(plan) == () and plan.state.of("F1").kept == NOW
    plan = plan_of(DELETE, LISTED, records, F1=PackageState(kept=NOW - STALE))
    assert asks(plan) == ("F2",) and plan.state.of("F1").stays
    assert plan.state.notes == ("Package F1 stays on domain movies: Other of the same stack holds it.",)
    gone = Service(association("F1"))
    plan = plan_of(DELETE, gone, records, F1=PackageState(stays=True), F2=PackageState(absent=NOW - 9))
    assert plan.done


def test_where_all_stays_nothing_is_left_to_do() -> None:
    records = deleting(row("Other", "movies|F1,F2", "CREATE_COMPLETE"))
    known = {one: PackageState(kept=NOW - STALE) for one in ("F1", "F2")}
    plan = plan_of(DELETE, LISTED, records, **known)
    assert (plan.done, plan.labels, len(plan.state.notes)) == (True, (), 2)


def test_what_was_kept_and_is_free_goes() -> None:
    plan = plan_of(DELETE, LISTED, deleting(), F1=PackageState(kept=NOW - 1))
    assert asks(plan) == ("F1", "F2") and plan.state.of("F1").kept is None


def test_what_was_tried_is_not_judged_again() -> None:
    records = deleting(row("Other", "movies|F1", "CREATE_COMPLETE"))
    plan = plan_of(DELETE, LISTED, records, F1=PackageState(tried=True))
    assert asks(plan) == ("F1", "F2")


def test_records_that_are_too_old_to_tell_are_read_again() -> None:
    young = request("Delete", "movies|F1+,F2", ago=1)
    plan = plan_of(young, LISTED, deleting())
    assert asks(plan) == ()


@pytest.mark.parametrize(
    "target, listed, records, aim, trouble",
    cells(
        {
            "nothing new": (Target("F1", renewed=False, first=False), "v1", {}, None, ""),
            "the first sight of it": (Target("F1", renewed=True), "v1", {}, None, ""),
            "the first sight of it, at a version": (Target("F1", version="v1", renewed=True), "v1", {}, "v1", ""),
            "a new Revision": (Target("F1", renewed=True, first=False), "v2", {}, "v2", ""),
            "a new Revision, in a rollback": (
                Target("F1", renewed=True, first=False),
                "v1",
                {"status": "UPDATE_ROLLBACK_IN_PROGRESS"},
                None,
                "",
            ),
        }
    ),
)
def test_the_version_that_must_be_there(
    target: Target, listed: str, records: dict[str, Any], aim: str | None, trouble: str
) -> None:
    asked = request("Update", "movies|F1", targets=(target,))
    told = Records(**({"status": "UPDATE_IN_PROGRESS"} | records))
    plan = plan_of(asked, Service(association(version=listed), packages=BOTH), told)
    assert (plan.done, plan.state.of("F1").target, plan.trouble) == (True, aim, trouble)


def test_a_new_version_that_is_on_its_way_is_waited_for() -> None:
    asked = request("Update", "movies|F1", targets=(Target("F1", renewed=True, first=False),))
    plan = plan_of(asked, Service(association(version="v1"), packages=[replace(F1, status="COPYING")]), GOING)
    assert (asks(plan), plan.trouble, plan.state.of("F1").target) == ((), "the package is COPYING", "")
    assert asks(plan_of(asked, Service(association(version="v1"), packages=BOTH), GOING)) == ("F1",)


KEY = {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": True}}


@pytest.mark.parametrize(
    "wanted, there, done",
    cells(
        {
            "nothing is wanted, nothing there": ({}, {}, False),
            "as wanted": (
                {"PrerequisitePackageIDList": ["F2", "F3"]},
                {"PrerequisitePackageIDList": ["F3", "F2"]},
                True,
            ),
            "others": ({"PrerequisitePackageIDList": ["F2"]}, {"PrerequisitePackageIDList": ["F3"]}, False),
            "not listed": ({"PrerequisitePackageIDList": ["F2"]}, {}, False),
            "more than wanted": (
                {"AssociationConfiguration": KEY},
                {"AssociationConfiguration": {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": True, "More": "x"}}},
                True,
            ),
            "otherwise": (
                {"AssociationConfiguration": KEY},
                {"AssociationConfiguration": {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": False}}},
                False,
            ),
        }
    ),
)
def test_options_are_asked_for_where_they_are_not_seen_to_be_so(wanted: Any, there: Any, done: bool) -> None:
    target = Target("F1", renewed=False, first=False, options=wanted, reconfigured=True)
    asked = request("Update", "movies|F1", targets=(target,))
    plan = plan_of(asked, Service(association(options=there), packages=BOTH), GOING)
    assert plan.done is done and plan.labels == (() if done else ("F1",))
    unchanged = replace(asked, targets=(replace(target, reconfigured=False),))
    assert plan_of(unchanged, Service(association(options=there), packages=BOTH), GOING).done


def naming(role: str) -> dict[str, Any]:
    access = {"KeyStoreAccessEnabled": True, "KeyAccessRoleArn": role}
    return {"AssociationConfiguration": {"KeyStoreAccessOption": access}}


@pytest.mark.parametrize(
    "type_, stack, status, role, done",
    [
        ("Create", "CREATE_IN_PROGRESS", "absent", "mine", None),
        ("Update", "UPDATE_IN_PROGRESS", "ACTIVE", "mine", None),
        ("Update", "UPDATE_IN_PROGRESS", "ACTIVE", "ours", False),
        ("Update", "UPDATE_ROLLBACK_IN_PROGRESS", "ACTIVE", "mine", True),
        ("Update", "UPDATE_ROLLBACK_IN_PROGRESS", "absent", "mine", None),
    ],
)
def test_a_role_that_the_provider_may_not_pass_is_left_as_it_is_by_a_rollback_alone(
    monkeypatch: pytest.MonkeyPatch, type_: str, stack: str, status: str, role: str, done: bool | None
) -> None:
    monkeypatch.setenv("KEY_ACCESS_ROLE_ARN", "ours")
    target = Target("F1", first=False, options=naming(role), reconfigured=True)
    asked = replace(request(type_, "movies|F1" if type_ == "Update" else ""), targets=(target,))
    there = [association(status=status, options=naming("other"))] if status != "absent" else []
    known = PackageState(id="F1", taken=bool(there), absent=None if there else NOW - 20)
    records = Records(stack, [row("Synonyms", "movies|F1", f"{type_.upper()}_IN_PROGRESS")])
    if done is None:
        with pytest.raises(InvalidRequest, match=r'movies: KeyAccessRoleArn is "mine", but .* allows ours only\.$'):
            plan_of(asked, Service(*there, packages=BOTH), records, F1=known)
    else:
        assert plan_of(asked, Service(*there, packages=BOTH), records, F1=known).done is done


def test_a_service_that_does_not_answer_is_met() -> None:
    class Denying(Records):
        def call(self, action: str, **_: Any) -> dict[str, Any]:
            raise ServiceError("cloudformation", action, "no")

    asked = request()
    state, met = observed(asked, State(since=0), look(asked, None, Denying()))
    assert isinstance(met, ServiceError) and state.of("F1").seen


def test_an_update_that_rolls_back_nothing_sweeps_nothing() -> None:
    asked = replace(request("Update", "movies|F1", "F2"), goal=Goal.ABSENT, cancelled=True)
    assert plan_of(asked, Service(association("F2")), GOING).done
    young = replace(asked, made=NOW)
    assert asks(plan_of(young, Service(association("F2")), GOING)) == ()


def test_while_the_domain_changes_after_our_call_it_is_not_idle() -> None:
    asked, known = request("Delete", "movies|F1"), PackageState("F1", asked=NOW - UNCHANGED_FOR, tried=True)
    plan = plan_of(asked, Service(association(), domain=CHANGING), F1=known)
    assert asks(plan) == () and plan.state.of("F1").busy == NOW
    plan = plan_of(asked, Service(association()), F1=replace(known, busy=NOW - 1))
    assert asks(plan) == () and plan.state.of("F1").busy == NOW - 1
    with pytest.raises(Failed, match="it is still associated after the request"):
        plan_of(asked, Service(association()), F1=replace(known, busy=NOW - UNCHANGED_FOR))


@pytest.mark.parametrize(
    "asked, absent_for, done",
    cells(
        {
            "its own id names it": (request("Delete", "movies|F1"), CONFIRMED_AFTER, True),
            "it may still be asked for": (request("Delete", "x", "F1", cancelled=True), ABSENT_FOR - 1, False),
            "it is not asked for any more": (request("Delete", "x", "F1", cancelled=True), ABSENT_FOR, True),
            "a short ServiceTimeout is no reason to go sooner": (
                request("Delete", "x", "F1", cancelled=True, limit=NOW - ASKED + 40),
                ABSENT_FOR - 1,
                False,
            ),
        }
    ),
)
def test_what_a_cancelled_request_may_have_asked_for_is_watched_for(
    asked: Request, absent_for: float, done: bool
) -> None:
    assert plan_of(asked, Service(), deleting(), F1=PackageState(absent=NOW - absent_for)).done is done


@pytest.mark.parametrize(
    "status, ago, cancelled, again",
    [
        ("ACTIVE", 4, True, True),
        ("ACTIVE", 4, False, False),
        ("ACTIVE", 9, True, True),
        ("ACTIVE", 10, True, False),
        ("DISSOCIATION_FAILED", 4, True, False),
    ],
)
def test_what_a_cancelled_request_asks_for_late_is_judged_again(
    status: str, ago: float, cancelled: bool, again: bool
) -> None:
    asked = request("Delete", "" if cancelled else "movies|F1", cancelled=cancelled)
    known = PackageState(id="F1", asked=NOW - 10, tried=True, seen=True)
    state = State(since=NOW - 20, packages={"F1": known})
    seen, _ = observed(asked, state, look(asked, Service(association(status=status, ago=ago))))
    assert (seen.of("F1").asked is None, seen.of("F1").tried) == (again, not again)
