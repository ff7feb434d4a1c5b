"""Whose association it is, cell by cell: may a Create or Update have it, and may it still ask."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from cloudformation.rows import LEAVING, Row
from errors import AlreadyExists, Failed
from model import SKEW, Association, Package, Request, Target
from reconcile.association.identity import predecessor
from reconcile.association.look import DomainLook
from reconcile.ownership import FRESH_FOR, STALE, is_fresh, is_unanswered, rolls_back_unnamed, still_wanted, taken
from reconcile.state import PackageState, State
from tests.unit.looks import (
    ASKED,
    BEFORE,
    BEGAN,
    NOW,
    Records,
    Service,
    association,
    cells,
    look,
    of_stack,
    request,
    row,
)

F1 = PackageState(id="F1")
EXISTS = "it is already associated, and not by this resource."


def history(*since: Row, ended: bool = False) -> list[Row]:
    """Return the events of a stack that was created, and whose update has begun, or has just ended."""
    events = [of_stack("CREATE_IN_PROGRESS", BEFORE), of_stack("CREATE_COMPLETE", BEFORE - 200)]
    events += [of_stack("UPDATE_IN_PROGRESS", BEGAN), *since]
    return events + ([of_stack("UPDATE_COMPLETE", 1)] if ended else [])


def updating(*rows: Row, events: Sequence[Row] = (), status: str = "UPDATE_IN_PROGRESS", **more: Any) -> Records:
    """Return the records of a stack in an update."""
    return Records(status, rows, history(*events), **more)


def mark(asked: Request, seen: Association | Service, records: Records, known: PackageState = F1) -> bool | str:
    """Return the mark with which the resource has F1 or, in words, that it has not."""
    try:
        return had(asked, known, look(asked, seen, records)).mark
    except AlreadyExists as error:
        return str(error)


@pytest.mark.parametrize(
    "asked, expected",
    cells(
        {
            "its own id names it": (request("Update", "movies|F1"), False),
            "its own id names it with a mark": (request("Update", "movies|F1+"), True),
            "AdoptExisting, switched on later, marks nothing": (request("Update", "movies|F1", adopt=True), False),
            "its own id names it beside others": (request("Update", "movies|F1+,F2"), True),
        }
    ),
)
def test_it_has_without_a_question_to_cloudformation(asked: Request, expected: bool) -> None:
    records = updating()
    assert mark(asked, association(), records) is expected
    assert records.asked == []


def adopter(logical_id: str = "Other", adopt: str | bool = "true", domain: str = "movies", **named: Any) -> Row:
    """Return the event of a Create that names an association."""
    named = named or {"PackageID": "F1"}
    return row(logical_id, "", "CREATE_IN_PROGRESS", DomainName=domain, AdoptExisting=adopt, **named)


@pytest.mark.parametrize("ago", [BEFORE, BEFORE - SKEW])
@pytest.mark.parametrize(
    "events",
    cells(
        {
            "nothing else": [],
            "another names it, and adopts nothing": [adopter(adopt="false")],
            "another adopts it elsewhere": [adopter(domain="films")],
            "another adopts another": [adopter(PackageID="F2")],
            "another's properties are cut": [Row("Other", "", "CREATE_IN_PROGRESS", NOW, "", '{"DomainName": "mov')],
            "another's properties are no object": [Row("Other", "", "CREATE_IN_PROGRESS", NOW, "", "[]")],
            "its own from before adopted it": [adopter("Synonyms")],
        }
    ),
)
def test_what_is_as_old_as_the_request_was_made_by_an_earlier_attempt(ago: float, events: Sequence[Row]) -> None:
    """Older by what two clocks may differ still is."""
    assert mark(request(ago=ago), association(), updating(events=events)) is False


@pytest.mark.parametrize(
    "named",
    [{"PackageID": "F1"}, {"PackageName": "synonyms"}, {"Packages": [{"PackageID": "F2"}, {"PackageID": "F1"}]}],
)
def test_what_another_may_have_changed_that_adopts_it_was_made_by_no_attempt(named: dict[str, Any]) -> None:
    asked, seen = request(ago=BEFORE), association(name="synonyms")
    assert EXISTS in str(mark(asked, seen, updating(events=[adopter(**named)])))
    assert EXISTS in str(mark(asked, seen, updating(events=[adopter(adopt=True, **named)])))
    assert mark(asked, seen, updating(row("Other", "movies|F1+", "CREATE_COMPLETE"), events=[adopter(**named)])) is True


@pytest.mark.parametrize(
    "asked, records",
    cells(
        {
            "the stack does not exist": (request(), Records()),
            "nobody of the stack names it": (request(), updating()),
            "it is a little older than the request": (request(ago=BEFORE - SKEW - 1), updating()),
            "its own id names it on another domain": (request("Update", "films|F1"), updating()),
            "its own id names another package": (request("Update", "movies|F2"), updating()),
            "its own id is not of ours": (request("Update", "something-else"), updating()),
            "another has it on another domain": (request(), updating(row("Other", "films|F1", "CREATE_COMPLETE"))),
            "another has a package of a similar id": (
                request(),
                updating(row("Other", "movies|F11", "CREATE_COMPLETE")),
            ),
            "another resource is not of ours": (request(), updating(row("Other", "F1", "CREATE_COMPLETE"))),
            "a Create in a stack that rolls back": (request(), updating(status="ROLLBACK_IN_PROGRESS")),
            "who had it was deleted": (request(), updating(events=[row("Old", "movies|F1", "DELETE_COMPLETE", 3000)])),
            "who had it was deleted after it was created": (
                request(),
                updating(
                    events=[
                        row("Old", "movies|F1", "DELETE_COMPLETE", 3000),
                        row("Old", "movies|F1", "CREATE_COMPLETE", 4000),
                    ]
                ),
            ),
            "who had it long ago had it on another domain": (
                request(),
                updating(events=[row("Old", "films|F1", "UPDATE_COMPLETE", 3000)]),
            ),
        }
    ),
)
def test_what_nobody_of_the_stack_holds_exists_already_unless_it_is_adopted(asked: Request, records: Records) -> None:
    said = mark(asked, association(), records)
    assert said == f"{EXISTS} Set AdoptExisting to true to take it over, or dissociate it first."
    assert mark(replace(asked, adopt=True), association(), records) is True


def test_what_is_adopted_is_marked_even_if_it_is_newer_than_the_request() -> None:
    assert mark(request(adopt=True), association(ago=1), updating()) is True


@pytest.mark.parametrize("by, adopted", [(request(adopt=True), True), (request("Update", "movies|F1+"), False)])
def test_what_is_taken_over_is_told_apart_from_what_was_marked_before(by: Request, adopted: bool) -> None:
    assert taken(by, PackageState(id="F1"), look(by, association(), updating())).adopted is adopted


@pytest.mark.parametrize("own_mark, marked", [("", False), ("+", True)])
@pytest.mark.parametrize(
    "records",
    cells(
        {
            "another current row": lambda id_: updating(row("Other", id_, "CREATE_COMPLETE", 4000)),
            "another row that failed": lambda id_: updating(row("Other", id_, "UPDATE_FAILED", 4000)),
            "one of several rows": lambda id_: updating(
                row("A", "movies|F3", "CREATE_COMPLETE"), row("B", f"{id_},F2", "CREATE_COMPLETE")
            ),
            "a resource that goes in this operation": lambda id_: updating(
                row("Other", id_, "DELETE_IN_PROGRESS", 10), events=[row("Other", id_, "DELETE_IN_PROGRESS", 10)]
            ),
            "a resource that gave it up in this operation": lambda id_: updating(
                row("Other", "movies|F2", "UPDATE_COMPLETE", 10), events=[row("Other", id_, "UPDATE_IN_PROGRESS", 60)]
            ),
            "an older event, and it was never seen to go": lambda id_: updating(
                events=[row("Old", id_, "UPDATE_COMPLETE", 3000)]
            ),
            "an older event after it had gone and come back": lambda id_: updating(
                events=[row("Old", id_, "DELETE_COMPLETE", 4000), row("New", id_, "CREATE_COMPLETE", 3000)]
            ),
            "a resource that could not be cleaned up": lambda id_: updating(
                events=[row("Old", id_, "DELETE_FAILED", 3000)]
            ),
        }
    ),
)
def test_what_the_stack_holds_or_held_is_its_own_and_the_mark_comes_along(
    records: Any, own_mark: str, marked: bool
) -> None:
    for asked in (request(), request(adopt=True), request("Update", "movies|F2")):
        assert mark(asked, association(), records(f"movies|F1{own_mark}")) is marked


@pytest.mark.parametrize("status", [*LEAVING, "DELETE_SKIPPED"])
def test_a_row_that_leaves_holds_nothing_nor_does_one_that_is_retained(status: str) -> None:
    """What is retained has left the stack, and another may have adopted it since."""
    old = [row("Other", "movies|F1", "DELETE_COMPLETE", 3000)]
    assert str(mark(request(), association(), updating(row("Other", "movies|F1", status), events=old))).startswith(
        EXISTS
    )


@pytest.mark.parametrize("id_", ["movies|F1", "movies|F1+"])
def test_what_the_resource_itself_retained_is_marked_for_it_was_to_stay(id_: str) -> None:
    events = [row("Synonyms", id_, "DELETE_SKIPPED", 3000), row("Synonyms", "movies|F2", "UPDATE_COMPLETE", 3010)]
    assert mark(request("Update", "movies|F2"), association(), updating(events=events)) is True


def test_a_current_row_counts_before_an_event() -> None:
    records = updating(
        row("Other", "movies|F1", "UPDATE_COMPLETE"), events=[row("Other", "movies|F1+", "UPDATE_IN_PROGRESS", 60)]
    )
    assert mark(request(), association(), records) is False


def test_an_event_of_this_operation_counts_before_an_older_one() -> None:
    events = [row("Other", "movies|F1", "UPDATE_IN_PROGRESS", 60), row("Other", "movies|F1+", "CREATE_COMPLETE", 3000)]
    assert mark(request(), association(), updating(events=events)) is False


@pytest.mark.parametrize("status", ["UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"])
@pytest.mark.parametrize("known_id", ["movies|F2", "not-created|Synonyms"])
@pytest.mark.parametrize("adopt", [False, True])
@pytest.mark.parametrize("ago, marked", [(BEFORE, True), (BEGAN + SKEW, False), (BEGAN + SKEW + 0.1, True)])
def test_an_update_that_rolls_back_accepts_what_is_there_and_marks_what_was_before_its_operation(
    status: str, known_id: str, adopt: bool, ago: float, marked: bool
) -> None:
    asked = request("Update", known_id, adopt=adopt)
    assert mark(asked, association(ago=ago), updating(status=status)) is marked


@pytest.mark.parametrize("id_, marked", [("movies|F1", False), ("movies|F1+", True)])
def test_what_goes_in_this_operation_is_its_own_until_it_has_gone(id_: str, marked: bool) -> None:
    assert mark(request(), association(), updating(events=[row("Other", id_, "DELETE_IN_PROGRESS", 30)])) is marked
    back = updating(events=[row("Other", id_, "UPDATE_IN_PROGRESS", 60)], status="UPDATE_ROLLBACK_IN_PROGRESS")
    assert mark(request("Update", "movies|F2"), association(), back) is marked


def test_what_was_let_go_is_not_its_own_though_the_events_may_be_of_the_operation_before() -> None:
    events = [row("Other", "movies|F1", "UPDATE_COMPLETE", 60), row("Other", "movies|F1", "DELETE_COMPLETE", 30)]
    assert "already associated" in str(mark(request(), association(ago=25), updating(events=events)))


def test_events_are_read_no_further_than_they_decide() -> None:
    events = [row("Other", "movies|F1", "CREATE_COMPLETE", 3000), *(row("X", "x", "y", 4000) for _ in range(9))]
    records = updating(events=events, page=2)
    assert mark(request(), association(), records) is False
    assert records.asked == ["ListStackResources", "DescribeStackEvents"]


def had(asked: Request, known: PackageState, seen: DomainLook) -> PackageState:
    """Return what is known of a package that the resource has, maybe in a predecessor's place."""
    stands_for = known.stands_for or predecessor(asked, seen.found[known.id], seen)
    return taken(asked, replace(known, stands_for=stands_for), seen)


def plugin(package_id: str, **more: Any) -> Association:
    return association(package_id, name="phonetic", type="ZIP-PLUGIN", **more)


def upgraded(*listed: Association) -> Service:
    """Return a domain on which an engine upgrade has put G2 in the place of G1."""
    packages = [
        Package(id_, "AVAILABLE", "phonetic", "ZIP-PLUGIN", "v1", engine)
        for id_, engine in (("G1", "OpenSearch_2.17"), ("G2", "OpenSearch_2.19"))
    ]
    packages.append(Package("G7", "AVAILABLE", "icu", "ZIP-PLUGIN", "v1", "OpenSearch_2.17"))
    return Service(*(listed or (plugin("G2"),)), packages=packages)


@pytest.mark.parametrize("known_id, marked", [("movies|G1", False), ("movies|G1+", True)])
@pytest.mark.parametrize("stands_for", ["", "G1"])
def test_a_plugin_in_the_place_of_one_that_the_id_names_is_its_own(
    known_id: str, marked: bool, stands_for: str
) -> None:
    asked = request("Update", known_id, "G1" if stands_for else "G2")
    seen = look(asked, upgraded(), updating())
    known = had(asked, PackageState(id="G2", stands_for=stands_for), seen)
    assert known == PackageState(id="G2", stands_for="G1", taken=True, mark=marked)


@pytest.mark.parametrize(
    "known_id, service",
    cells(
        {
            "the id is of another domain": ("films|G1", upgraded()),
            "the id is not of ours": ("something-else", upgraded()),
            "both are listed": ("movies|G1", upgraded(plugin("G1"), plugin("G2"))),
            "it is no plugin": ("movies|G1", upgraded(association("G2", name="phonetic"))),
            "the id names a plugin of another name": ("movies|G7", upgraded()),
        }
    ),
)
def test_another_plugin_is_not(known_id: str, service: Service) -> None:
    asked = request("Update", known_id, "G2")
    assert str(mark(asked, service, updating(), PackageState(id="G2"))).startswith(EXISTS)


@pytest.mark.parametrize(
    "asked, service",
    cells(
        {
            "a Create adopts it": (request(adopt=True), upgraded()),
            "the id is of another domain": (request("Update", "films|G1", adopt=True), upgraded()),
            "the id names a plugin of another name": (request("Update", "movies|G7", adopt=True), upgraded()),
            "the id names both": (request("Update", "movies|G1,G2"), upgraded()),
        }
    ),
)
def test_and_stands_for_none(asked: Request, service: Service) -> None:
    known = had(asked, PackageState(id="G2"), look(asked, service, updating()))
    assert (known.taken, known.stands_for) == (True, "")


@pytest.mark.parametrize(
    "target, marked",
    cells(
        {
            "the properties named it so before": (Target(name="phonetic", first=False), True),
            "they did not name it so before": (Target(name="phonetic", first=True), None),
            "they named another so": (Target(name="icu", first=False), None),
            "they name it by its id": (Target("G2", first=False), None),
        }
    ),
)
def test_the_name_of_a_plugin_that_is_gone_itself_is_known_from_the_properties_alone(
    target: Target, marked: bool | None
) -> None:
    asked = request("Update", "movies|G0+", targets=(target,))
    said = mark(asked, upgraded(), updating(), PackageState(id="G2"))
    assert said is marked or (marked is None and str(said).startswith(EXISTS))


def test_what_a_predecessor_was_stays_known_however_it_is_held() -> None:
    asked = request("Update", "movies|G2", "G1")
    known = PackageState(id="G2", stands_for="G1")
    assert had(asked, known, look(asked, upgraded(), updating())).stands_for == "G1"
    mine = taken(request(), F1, look(request(), association(ago=1), updating()))
    assert (mine.stands_for, mine.taken, mine.mark) == ("", True, False)


@pytest.mark.parametrize("age, fresh", [(0, True), (STALE - 0.1, True), (STALE, False)])
def test_records_may_be_older_than_a_request_for_some_seconds(age: float, fresh: bool) -> None:
    assert is_fresh(request(ago=age), NOW) is fresh


# May it still ask?


def wanted(asked: Request, records: Records, state: State | None = None) -> str:
    """Return whether the request asks, waits, or gives up."""
    try:
        after = still_wanted(asked, state or State(since=0), look(asked, None, records))
    except Failed as error:
        return str(error)
    assert after.unwanted in (None, NOW, (state or after).unwanted)
    return "asks" if after.unwanted is None else "waits"


def own(status: str, ago: float = ASKED, reason: str = "") -> Row:
    return row("Synonyms", "movies|F1", status, ago, reason)


def gives_up(status: str) -> str:
    return f"the stack no longer wants it (the resource is {status}), so nothing more was asked for."


CREATE, UPDATE = request(), request("Update", "movies|F1")
ROLLBACK, GOING = "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_IN_PROGRESS"


@pytest.mark.parametrize(
    "asked, records",
    cells(
        {
            "a Create whose stack does not exist, as with an emulator": (CREATE, Records()),
            "a Create without a row": (CREATE, Records("CREATE_IN_PROGRESS")),
            "a Create in progress": (CREATE, Records("CREATE_IN_PROGRESS", [own("CREATE_IN_PROGRESS")])),
            "a Create in an update of its stack": (CREATE, updating(own("CREATE_IN_PROGRESS"))),
            "an Update whose stack does not exist": (UPDATE, Records()),
            "an Update without a row": (UPDATE, updating()),
            "an Update in progress": (UPDATE, updating(own("UPDATE_IN_PROGRESS"))),
            "an Update that rolls back": (UPDATE, updating(own("UPDATE_IN_PROGRESS"), status=ROLLBACK)),
            "an Update of a row shown as it was created": (UPDATE, updating(own("CREATE_COMPLETE", 4000))),
            "an Update of a row shown as it was updated": (UPDATE, updating(own("UPDATE_COMPLETE", 4000))),
            "such a row in a rollback": (UPDATE, updating(own("CREATE_COMPLETE", 4000), status=ROLLBACK)),
            "a row that was rolled back before": (UPDATE, updating(own("UPDATE_ROLLBACK_COMPLETE", 4000))),
            "a row that is newer than the request, without an event that has begun": (
                UPDATE,
                updating(own("UPDATE_IN_PROGRESS", ASKED - SKEW - 1)),
            ),
            "an event of its own, a little later by another clock": (
                UPDATE,
                updating(own("UPDATE_IN_PROGRESS", 5), events=[own("UPDATE_IN_PROGRESS", ASKED - SKEW)]),
            ),
            "events of others, and an end, begin nothing on it": (
                UPDATE,
                updating(
                    own("UPDATE_IN_PROGRESS", 5),
                    events=[row("Other", "movies|F2", "UPDATE_IN_PROGRESS", 5), own("UPDATE_COMPLETE", 5)],
                ),
            ),
        }
    ),
)
def test_a_request_asks_while_its_stack_wants_it(asked: Request, records: Records) -> None:
    assert wanted(asked, records) == "asks"
    assert wanted(asked, records, State(since=0, unwanted=NOW - 100)) == "asks"


@pytest.mark.parametrize(
    "asked, records, status",
    cells(
        {
            "a cancelled Create": (CREATE, Records("ROLLBACK_IN_PROGRESS", [own("CREATE_FAILED")]), "CREATE_FAILED"),
            "a Create being deleted": (
                CREATE,
                Records("ROLLBACK_IN_PROGRESS", [own("DELETE_IN_PROGRESS")]),
                "DELETE_IN_PROGRESS",
            ),
            "a Create that is done": (CREATE, Records("CREATE_COMPLETE", [own("CREATE_COMPLETE")]), "CREATE_COMPLETE"),
            "a cancelled Update": (UPDATE, updating(own("UPDATE_FAILED"), status=ROLLBACK), "UPDATE_FAILED"),
            "a rollback that failed": (
                UPDATE,
                updating(own("UPDATE_ROLLBACK_FAILED"), status=ROLLBACK),
                "UPDATE_ROLLBACK_FAILED",
            ),
            "an Update of what was not created": (UPDATE, updating(own("CREATE_FAILED")), "CREATE_FAILED"),
            "an Update of what is being deleted": (UPDATE, updating(own("DELETE_IN_PROGRESS")), "DELETE_IN_PROGRESS"),
            "an Update of what is deleted": (UPDATE, updating(own("DELETE_COMPLETE")), "DELETE_COMPLETE"),
            "the stack is done": (
                UPDATE,
                Records("UPDATE_COMPLETE", [own("UPDATE_COMPLETE", 4000)]),
                "UPDATE_COMPLETE",
            ),
            "the stack is created again": (
                UPDATE,
                Records("CREATE_IN_PROGRESS", [own("CREATE_COMPLETE", 4000)]),
                "CREATE_COMPLETE",
            ),
            "the stack is being deleted": (
                UPDATE,
                Records("DELETE_IN_PROGRESS", [own("CREATE_COMPLETE", 4000)]),
                "CREATE_COMPLETE",
            ),
            "the stack cleans up": (
                UPDATE,
                Records("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", [own("UPDATE_COMPLETE", 4000)]),
                "UPDATE_COMPLETE",
            ),
            "something newer has begun on the resource": (
                UPDATE,
                updating(own("UPDATE_IN_PROGRESS", 5), events=[own("UPDATE_IN_PROGRESS", ASKED - SKEW - 1)]),
                "UPDATE_IN_PROGRESS",
            ),
            "something newer has begun after its own beginning": (
                UPDATE,
                updating(
                    own("UPDATE_IN_PROGRESS", 5), events=[own("UPDATE_IN_PROGRESS", 5), own("UPDATE_IN_PROGRESS", 40)]
                ),
                "UPDATE_IN_PROGRESS",
            ),
        }
    ),
)
def test_what_contradicts_a_request_is_seen_twice_before_it_counts(
    asked: Request, records: Records, status: str
) -> None:
    assert wanted(asked, records) == "waits"
    assert wanted(asked, records, State(since=0, unwanted=NOW - STALE + 1)) == "waits"
    assert wanted(asked, records, State(since=0, unwanted=NOW - STALE)) == gives_up(status)


def test_a_row_in_progress_is_believed_before_a_status_that_may_be_old() -> None:
    for at in (ASKED, ASKED - SKEW):
        records = Records("UPDATE_COMPLETE", [own("UPDATE_IN_PROGRESS", at)])
        assert wanted(UPDATE, records) == "asks"
        assert records.asked == ["DescribeStackResource"]


def test_what_contradicts_a_request_that_was_made_just_now_may_be_from_before() -> None:
    records = updating(own("UPDATE_FAILED"))
    young = request("Update", "movies|F1", ago=STALE - 0.5)
    assert wanted(young, records, State(since=0, unwanted=NOW - STALE)) == "waits"
    assert still_wanted(young, State(since=0), look(young, None, records)).unwanted == NOW


def test_since_when_it_is_contradicted_is_kept() -> None:
    state = State(since=0, unwanted=NOW - 2)
    assert still_wanted(UPDATE, state, look(UPDATE, None, updating(own("UPDATE_FAILED")))).unwanted == NOW - 2


@pytest.mark.parametrize(
    "asked, tried, questions",
    cells(
        {
            "a young Create asks without a question": (request(ago=FRESH_FOR), False, 0),
            "an older one does not": (request(ago=FRESH_FOR + 0.1), False, 1),
            "one that has tried does not": (request(ago=FRESH_FOR), True, 1),
            "an Update does not": (request("Update", "movies|F1", ago=1), False, 1),
        }
    ),
)
def test_a_young_create_asks_at_once(asked: Request, tried: bool, questions: int) -> None:
    records = updating(own("CREATE_IN_PROGRESS" if asked.type == "Create" else "UPDATE_IN_PROGRESS"))
    state = State(since=0, packages={"F1": PackageState(), "F2": PackageState(tried=tried)})
    assert still_wanted(asked, state, look(asked, None, records)) == state
    assert records.asked == ["DescribeStackResource"] * questions


# Does it roll back an Update that CloudFormation cancelled?


def cancelled(records: Records, ago: float = ASKED, known_id: str = "movies|F1", *ids: str) -> bool | None:
    """Return the judgement on what the properties of F2, which may have been cancelled, have brought."""
    ids = ids or ("F2",)
    asked = request("Update", known_id, *ids, ago=ago, cancelled=True)
    state = State(since=0, packages={label: PackageState(id=label) for label in ids})
    return rolls_back_unnamed(asked, state, look(asked, None, records))


@pytest.mark.parametrize(
    "events, expected",
    cells(
        {
            "no failure is in the events": ([], True),
            "it failed without a reason": ([own("UPDATE_FAILED", 50)], True),
            "another failed": ([row("Other", "movies|F3", "UPDATE_FAILED", 50, "it broke")], True),
            "it failed long ago": ([own("UPDATE_FAILED", 500, "it broke")], True),
            "it answered": ([own("UPDATE_FAILED", 50, "it broke")], False),
            "and began again": ([own("UPDATE_FAILED", 50, "it broke"), own("UPDATE_IN_PROGRESS", 40)], False),
            "it was cancelled": ([own("UPDATE_FAILED", 50, "Resource update cancelled")], True),
            "no answer came": ([own("UPDATE_FAILED", 50, "CloudFormation did not receive a response")], True),
            "it timed out": ([own("UPDATE_FAILED", 50, "Custom Resource timed out")], True),
            "it timed out in other words": ([own("UPDATE_FAILED", 50, "Exceeded: Time out")], True),
        }
    ),
)
def test_an_update_was_not_answered_unless_it_is_seen_to_have_failed_by_its_own_words(
    events: list[Row], expected: bool
) -> None:
    records = updating(events=events, status=ROLLBACK)
    asked = request("Update", "movies|F1", cancelled=True)
    assert is_unanswered(asked, look(asked, None, records)) is expected
    assert cancelled(records) is True


def test_a_failure_counts_by_its_newest_event() -> None:
    events = [row("Synonyms", "a", "UPDATE_FAILED", 60, "it broke"), row("Synonyms", "a", "UPDATE_FAILED", 50)]
    asked = request("Update", "movies|F1", cancelled=True)
    assert is_unanswered(asked, look(asked, None, updating(events=events, status=ROLLBACK))) is True


def test_a_delete_of_what_was_cancelled_was_never_answered() -> None:
    records = updating()
    asked = request("Delete", "invented", "F2", cancelled=True)
    assert is_unanswered(asked, look(asked, None, records)) is True
    assert records.asked == []


def test_an_update_that_goes_forward_rolls_nothing_back_once_that_is_sure() -> None:
    assert cancelled(updating(), ago=STALE) is False
    assert cancelled(updating(), ago=STALE - 1) is None


def test_what_the_id_holds_was_not_left_by_a_cancelled_request() -> None:
    records = updating(status=ROLLBACK)
    assert cancelled(records, ASKED, "movies|F1,F2") is False
    assert records.asked == []
    assert cancelled(records, ASKED, "movies|F2", "F2", "F3") is True
    assert cancelled(records, ASKED, "movies|F2", "") is True


@pytest.mark.parametrize(
    "status, wanted",
    [
        ("CREATE_IN_PROGRESS", True),
        ("UPDATE_IN_PROGRESS", True),
        ("DELETE_COMPLETE", False),
        ("DELETE_IN_PROGRESS", False),
        ("ROLLBACK_IN_PROGRESS", False),
        ("UPDATE_ROLLBACK_IN_PROGRESS", False),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", False),
        (None, True),
    ],
)
def test_a_stack_at_rest_or_on_its_way_out_wants_nothing_of_a_resource_that_it_does_not_show(
    status: str | None, wanted: bool
) -> None:
    asked = request(ago=FRESH_FOR + 1)
    state = still_wanted(asked, State(since=0), look(asked, None, Records(status)))
    assert (state.unwanted is None) is wanted
