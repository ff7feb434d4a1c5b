"""May this Delete take this package away: the law, cell by cell."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from cloudformation.rows import LEAVING, Row
from cloudformation.stack import COMPLETED
from model import SKEW, Association, Request
from reconcile.holders import WHOLE_STACK_GOES
from reconcile.ownership import STALE
from reconcile.removal import TOO_OLD_TO_TELL, reason_to_keep
from reconcile.state import PackageState
from tests.unit.looks import ASKED, BEFORE, BEGAN, NOW, ROOT, Records, association, cells, look, of_stack, request, row

GOES, UNKNOWN = "", None
LATE = "the request is late: its stack does not ask for it any more"
MARKED = "it was there before this stack adopted it"
CLEANUP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
ROLLBACK_CLEANUP = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"
#: When an update goes on to its cleanup (seconds ago).
CLEANS = 30


def held_by(name: str) -> str:
    return f"{name} of the same stack holds it"


def verdict(
    asked: Request, records: Records, seen: Association | None = None, known: PackageState | None = None
) -> str | None:
    """Return why F1 stays, that it goes, or that the records are too old to tell."""
    return reason_to_keep(asked, known or PackageState(id="F1"), look(asked, seen, records))


def own(physical_id: str, status: str, ago: float = 50) -> Row:
    return row("Synonyms", physical_id, status, ago)


def other(physical_id: str, status: str, ago: float = 50) -> Row:
    return row("Other", physical_id, status, ago)


#: Created with F1, by an operation that is over.
CREATED = (
    of_stack("CREATE_IN_PROGRESS", BEFORE),
    own("movies|F1", "CREATE_COMPLETE", BEFORE - 100),
    of_stack("CREATE_COMPLETE", BEFORE - 200),
)


def cleanup(*rows: Row, events: Sequence[Row] = (), status: str = CLEANUP, **more: Any) -> Records:
    """Return the records of a stack that cleans up after an update."""
    began = [of_stack("UPDATE_IN_PROGRESS", BEGAN), of_stack("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", CLEANS)]
    return Records(status, rows, [*events, *CREATED, *began], **more)


def deletion(known_id: str = "movies|F1", ago: float = ASKED, **more: Any) -> Request:
    return request("Delete", known_id, ago=ago, **more)


def ended(one: Row, status: str = "UPDATE_COMPLETE") -> Records:
    """Return the records of a stack that does nothing."""
    return cleanup(one, status=status)


def going(one: Row) -> Records:
    """Return the records of a stack whose update goes forward."""
    return cleanup(one, status="UPDATE_IN_PROGRESS")


DELETING = own("movies|F1", "DELETE_IN_PROGRESS", ASKED)


@pytest.mark.parametrize("ago", [ASKED, 0])
@pytest.mark.parametrize("known_id", ["movies|F1", "movies|F1+"])
def test_a_stack_that_does_not_exist_holds_nothing(ago: float, known_id: str) -> None:
    assert verdict(deletion(known_id, ago), Records()) == GOES


@pytest.mark.parametrize(
    "records",
    cells(
        {
            "the resource is being deleted": going(DELETING),
            "the resource is being deleted, and the stack's status is old": ended(DELETING),
            "the stack is being deleted": Records("DELETE_IN_PROGRESS", [DELETING], CREATED),
            "a Create is rolled back": Records("ROLLBACK_IN_PROGRESS", [DELETING], CREATED[:2]),
            "the row is not there": cleanup(),
            "the row has gone": cleanup(own("movies|F1", "DELETE_COMPLETE")),
            "the row shows the new id": cleanup(own("movies|F2", "UPDATE_COMPLETE")),
            "the row shows the new id on another domain": cleanup(own("films|F1", "UPDATE_COMPLETE")),
            "the row shows an id that is not ours": cleanup(own("F1", "UPDATE_COMPLETE")),
            "the row shows a set without it": cleanup(own("movies|F11,F2", "UPDATE_COMPLETE")),
            "the row shows the old id, its newest event the new": cleanup(
                own("movies|F1", "UPDATE_COMPLETE"), events=[own("movies|F2", "UPDATE_COMPLETE")]
            ),
            "the row shows the old id, and so do all events": cleanup(own("movies|F1", "UPDATE_COMPLETE")),
            "the row is being deleted, its newest event has the new id": cleanup(
                DELETING, events=[own("movies|F2", "UPDATE_COMPLETE")]
            ),
            "the new id failed, in a rollback": cleanup(
                own("movies|F2", "UPDATE_COMPLETE"), events=[own("movies|F1", "UPDATE_FAILED")], status=ROLLBACK_CLEANUP
            ),
            "an update of it is under way, which gives it nothing yet": cleanup(
                own("movies|F2", "UPDATE_COMPLETE"),
                events=[own("movies|F1", "UPDATE_IN_PROGRESS", 10), own("movies|F2", "UPDATE_COMPLETE", 12)],
            ),
            "another resource holds another package": cleanup(other("movies|F2,F11", "CREATE_COMPLETE")),
            "another resource holds it on another domain": cleanup(other("films|F1", "CREATE_COMPLETE")),
            "another resource is not of ours": cleanup(other("F1", "CREATE_COMPLETE")),
            "another had it before it gave it up": cleanup(
                other("movies|F2", "UPDATE_COMPLETE"),
                events=[other("movies|F1", "CREATE_COMPLETE", 3000), other("movies|F2", "UPDATE_COMPLETE")],
            ),
            "another had it before this operation, and shows nothing now": cleanup(
                events=[other("movies|F1", "CREATE_COMPLETE", 3000)]
            ),
            "another was given it and goes": cleanup(
                other("movies|F1", "DELETE_IN_PROGRESS", 10),
                events=[other("movies|F1", "UPDATE_COMPLETE", 60), other("movies|F1", "DELETE_IN_PROGRESS", 10)],
            ),
            "another has only begun with it": cleanup(events=[other("movies|F1", "CREATE_IN_PROGRESS", 60)]),
            "another has failed with it": cleanup(events=[other("movies|F1", "CREATE_FAILED", 60)]),
        }
    ),
)
def test_what_nobody_else_of_the_stack_holds_goes(records: Records) -> None:
    assert verdict(deletion(), records) == GOES


@pytest.mark.parametrize("status", LEAVING)
def test_another_that_leaves_holds_nothing(status: str) -> None:
    assert verdict(deletion(), cleanup(other("movies|F1", status))) == GOES


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "UPDATE_FAILED", "CREATE_IN_PROGRESS", "DELETE_SKIPPED"])
@pytest.mark.parametrize("phase", [CLEANUP, ROLLBACK_CLEANUP, "DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"])
@pytest.mark.parametrize("id_", ["movies|F1", "movies|F1+", "movies|F0,F1,F2"])
def test_what_another_current_row_names_stays(status: str, phase: str, id_: str) -> None:
    records = cleanup(DELETING, other("movies|F3", "CREATE_COMPLETE"), row("Third", id_, status), status=phase)
    for asked in (deletion(), deletion("movies|F1+"), deletion("movies|F1,F2")):
        assert verdict(asked, records) == held_by("Third")


@pytest.mark.parametrize(
    "events",
    cells(
        {
            "updated": [other("movies|F1", "UPDATE_COMPLETE", 60)],
            "created": [other("movies|F1", "CREATE_COMPLETE", 60)],
            "imported": [other("movies|F1", "IMPORT_COMPLETE", 60)],
            "updated, and another update begun": [
                other("movies|F1", "UPDATE_COMPLETE", 60),
                other("movies|F1", "UPDATE_IN_PROGRESS", 40),
            ],
            "updated, and its old id has gone": [
                other("movies|F1", "UPDATE_COMPLETE", 60),
                other("movies|F3", "DELETE_COMPLETE", 40),
            ],
            "gone, and then created": [
                other("movies|F1", "DELETE_IN_PROGRESS", 70),
                other("movies|F1", "CREATE_COMPLETE", 60),
            ],
        }
    ),
)
def test_what_another_was_given_in_this_operation_stays_though_its_row_comes_late(events: list[Row]) -> None:
    late = cleanup(other("movies|F3", "UPDATE_COMPLETE", 4000), DELETING, events=events)
    assert verdict(deletion(), late) == held_by("Other")


@pytest.mark.parametrize("ago, expected", [(60, held_by("Other")), (BEGAN + 1, GOES)])
def test_what_this_operation_retains_of_a_replacement_stays_though_no_row_shows_it(ago: float, expected: str) -> None:
    """UpdateReplacePolicy; CloudFormation forgets it with the operation."""
    retained = [other("movies|F1", "DELETE_SKIPPED", ago), other("movies|F2", "UPDATE_COMPLETE", ago + 1)]
    records = cleanup(other("movies|F2", "UPDATE_COMPLETE"), DELETING, events=retained)
    assert verdict(deletion(), records) == expected


#: When another resource has retained F1 (seconds ago).
RETAINED = 3000


@pytest.mark.parametrize("phase", [CLEANUP, "DELETE_IN_PROGRESS"])
@pytest.mark.parametrize(
    "event, expected",
    cells(
        {
            "given since": (own("movies|F1", "CREATE_COMPLETE", RETAINED - 1), GOES),
            "given in the same instant": (own("movies|F1", "CREATE_COMPLETE", RETAINED), held_by("Other")),
            "given before": (own("movies|F1", "CREATE_COMPLETE", RETAINED + 1), held_by("Other")),
            "begun since": (own("movies|F1", "CREATE_IN_PROGRESS", RETAINED - 1), held_by("Other")),
            "given something else since": (own("movies|F2", "UPDATE_COMPLETE", RETAINED - 1), held_by("Other")),
            "another was given it since": (row("Third", "movies|F1", "UPDATE_COMPLETE", 2000), held_by("Other")),
        }
    ),
)
def test_what_another_has_retained_goes_with_the_resource_that_was_given_it_since(
    event: Row, expected: str, phase: str
) -> None:
    retained = other("movies|F1", "DELETE_SKIPPED", RETAINED)
    assert verdict(deletion(), cleanup(DELETING, retained, events=[event], status=phase)) == expected


@pytest.mark.parametrize("phase", ["DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"])
def test_where_the_whole_stack_goes_only_rows_hold(phase: str) -> None:
    given = [other("movies|F1", "UPDATE_COMPLETE", 60), own("movies|F1", "UPDATE_COMPLETE", 10)]
    assert verdict(deletion(), cleanup(own("movies|F1", "UPDATE_COMPLETE"), events=given, status=phase)) == GOES


@pytest.mark.parametrize("phase", [CLEANUP, "DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"])
@pytest.mark.parametrize(
    "one",
    cells(
        {
            "has another id with it": own("movies|F1,F2", "UPDATE_COMPLETE"),
            "is retained, with another id with it": own("movies|F1,F2", "DELETE_SKIPPED"),
            "is retained, with this very id": own("movies|F1", "DELETE_SKIPPED"),
        }
    ),
)
def test_a_row_of_its_own_holds_as_others_do_also_where_the_whole_stack_goes(one: Row, phase: str) -> None:
    assert verdict(deletion(), cleanup(one, status=phase)) == held_by("Synonyms")


@pytest.mark.parametrize(
    "records",
    cells(
        {
            "the row shows an id with it, F1 to F1 and F2": cleanup(own("movies|F1,F2", "UPDATE_COMPLETE")),
            "the row shows the old id, its newest event one with it": cleanup(
                own("movies|F1", "UPDATE_COMPLETE"), events=[own("movies|F1,F2", "UPDATE_COMPLETE")]
            ),
            "the row is being deleted, its newest event has an id with it": cleanup(
                DELETING, events=[own("movies|F1,F2", "UPDATE_COMPLETE")]
            ),
            "the row shows the old id, an older event one with it": cleanup(
                own("movies|F1", "UPDATE_COMPLETE"), events=[own("movies|F1,F2", "UPDATE_COMPLETE", 3000)]
            ),
            "the row has failed with an id with it": cleanup(own("movies|F1,F2", "UPDATE_FAILED")),
        }
    ),
)
def test_what_the_resource_itself_holds_by_now_stays(records: Records) -> None:
    assert verdict(deletion(), records) == held_by("Synonyms")


@pytest.mark.parametrize(
    "failed, came_back, reason",
    [
        (ASKED + 1, None, GOES),
        (ASKED, None, held_by("Synonyms")),
        (ASKED + 2, ASKED + 1, held_by("Synonyms")),
        (BEFORE - 300, None, GOES),
    ],
)
def test_the_id_that_its_last_update_failed_with_is_all_that_a_resource_has(
    failed: float, came_back: float | None, reason: str
) -> None:
    """With rollback disabled, the next operation deletes that; a rollback gives it another first."""
    back = [own("movies|F1", "UPDATE_COMPLETE", came_back)] if came_back else []
    events = [own("movies|F1,F2", "UPDATE_FAILED", failed), *back]
    records = cleanup(own("movies|F1,F2", "DELETE_IN_PROGRESS", ASKED), events=events)
    assert verdict(deletion("movies|F1,F2"), records) == reason


def test_an_event_of_the_stacks_own_is_none_of_a_resource_of_its_name() -> None:
    """The newest of them ends the operation in which the resource was given another id."""
    name = "movies-search"
    given, done = row(name, "movies|F1,F2", "UPDATE_COMPLETE", 60), of_stack("UPDATE_COMPLETE", 10)
    records = cleanup(row(name, "movies|F1", "DELETE_IN_PROGRESS", 50), events=[given, done])
    assert verdict(replace(deletion(), logical_id=name), records) == held_by(name)


OLD = 3000  # seconds ago: a Delete of an operation that is over


@pytest.mark.parametrize(
    "records, ago",
    cells(
        {
            "the update is over": (ended(own("movies|F1", "UPDATE_COMPLETE")), OLD),
            "its own update has just ended": (ended(own("movies|F2", "UPDATE_COMPLETE")), ASKED),
            "the stack rolled back": (
                ended(own("movies|F1", "UPDATE_COMPLETE"), status="UPDATE_ROLLBACK_COMPLETE"),
                OLD,
            ),
            "the stack is gone": (ended(own("movies|F1", "DELETE_COMPLETE"), status="DELETE_COMPLETE"), OLD),
            "the resource was deleted, its stack was not": (ended(own("movies|F1", "DELETE_COMPLETE")), OLD),
            "the resource was removed and is added again": (going(own("movies|F1", "CREATE_COMPLETE")), OLD),
            "another update goes forward": (going(own("movies|F2", "UPDATE_COMPLETE")), OLD),
            "another update has begun a moment later": (going(own("movies|F2", "UPDATE_COMPLETE")), BEGAN + SKEW + 1),
        }
    ),
)
def test_a_request_that_its_stack_does_not_make_any_more_does_nothing(records: Records, ago: float) -> None:
    assert verdict(deletion(ago=ago), records) == LATE


@pytest.mark.parametrize("ago", [OLD, BEGAN + SKEW + 1])
def test_a_late_request_meets_records_of_before_an_operation_that_has_just_begun(ago: float) -> None:
    """The stack's own status is newer than its events."""
    records = going(own("movies|F2", "UPDATE_COMPLETE"))
    records.events, records.updated = [of_stack("UPDATE_IN_PROGRESS", 2 * OLD)], STALE - 0.1
    assert verdict(deletion(ago=ago), records) is TOO_OLD_TO_TELL


@pytest.mark.parametrize(
    "young, ago",
    cells(
        {
            "its own row is of a newer Delete": (own("movies|F2", "DELETE_IN_PROGRESS", STALE - 0.1), OLD),
            "who held the package leaves": (other("movies|F1", "DELETE_IN_PROGRESS", STALE - 0.1), 2 * OLD),
        }
    ),
)
def test_a_row_younger_than_the_stacks_status_and_events_is_of_an_operation_they_do_not_show(
    young: Row, ago: float
) -> None:
    """Each of the three answers is of its own age."""
    records = cleanup()
    records.events = [of_stack("UPDATE_IN_PROGRESS", 2 * OLD)]
    records.rows = [young] if young.logical_id == DELETING.logical_id else [DELETING, young]
    assert verdict(deletion(ago=ago), records) is TOO_OLD_TO_TELL
    records.rows = [replace(one, at=NOW - STALE) if one is young else one for one in records.rows]
    assert verdict(deletion(ago=ago), records) == GOES


@pytest.mark.parametrize("untold, expected", [(None, UNKNOWN), (2 * STALE - 0.1, UNKNOWN), (2 * STALE, GOES)])
def test_records_that_are_always_of_now_are_believed_after_a_while(untold: float | None, expected: str | None) -> None:
    """So an emulator may answer; what an operation has really changed just now, its events show by then."""
    known = PackageState(id="F1", untold=None if untold is None else NOW - untold)
    assert verdict(deletion(), cleanup(own("movies|F1", "DELETE_IN_PROGRESS", 0)), known=known) == expected
    assert verdict(deletion(), cleanup(DELETING, updated=0), known=known) == expected
    assert verdict(deletion(ago=STALE - 1), cleanup(DELETING), known=known) is UNKNOWN


def test_young_rows_of_other_packages_and_domains_tell_nothing_of_this_one() -> None:
    """A large stack's cleanup goes on for minutes."""
    others = [other("movies|F2", "DELETE_COMPLETE", 0), row("Third", "films|F1", "DELETE_COMPLETE", 0)]
    assert verdict(deletion(), cleanup(DELETING, *others)) == GOES


@pytest.mark.parametrize("ago", [ASKED, BEGAN, BEGAN + SKEW])
def test_an_engine_that_cleans_up_without_saying_so_is_believed(ago: float) -> None:
    assert verdict(deletion(ago=ago), going(own("movies|F2", "UPDATE_COMPLETE"))) == GOES


ANSWERED = own("movies|F1", "DELETE_COMPLETE", OLD - 5)


@pytest.mark.parametrize("phase", WHOLE_STACK_GOES)
@pytest.mark.parametrize(
    "row_id, events, ago, expected",
    cells(
        {
            "it was answered": ("movies|F2", [ANSWERED], OLD, LATE),
            "it was answered, by a clock that is behind": ("movies|F2", [ANSWERED], OLD - 5 - SKEW, LATE),
            "that was a Delete before": ("movies|F2", [ANSWERED], OLD - 6 - SKEW, GOES),
            "that was a Delete of another id": ("movies|F2", [own("movies|F3", "DELETE_COMPLETE")], OLD, GOES),
            "that was another resource's": ("movies|F2", [other("movies|F1", "DELETE_COMPLETE")], OLD, GOES),
            "it failed": ("movies|F2", [own("movies|F1", "DELETE_FAILED")], OLD, GOES),
            "it came back, and goes again": ("movies|F1", [ANSWERED], OLD, GOES),
        }
    ),
)
def test_where_the_whole_stack_goes_a_delete_is_late_that_was_answered(
    phase: str, row_id: str, events: list[Row], ago: float, expected: str
) -> None:
    records = Records(phase, [own(row_id, "DELETE_IN_PROGRESS")], [*CREATED[:1], *events])
    assert verdict(deletion(ago=ago), records) == expected


@pytest.mark.parametrize(
    "phase, expected",
    [
        (CLEANUP, GOES),
        (ROLLBACK_CLEANUP, GOES),
        ("UPDATE_ROLLBACK_IN_PROGRESS", GOES),
        ("UPDATE_IN_PROGRESS", LATE),
        ("IMPORT_IN_PROGRESS", LATE),
    ],
)
def test_where_the_events_do_not_show_the_operation_the_stacks_status_tells_whether_it_asks(
    phase: str, expected: str
) -> None:
    """A stack of thousands of resources, whose operation's own event lies beyond the pages that are read."""
    records = cleanup(own("movies|F2", "UPDATE_COMPLETE"), status=phase)
    records.events = []
    assert verdict(deletion(), records) == expected
    records.rows = [DELETING]
    assert verdict(deletion(), records) == GOES


@pytest.mark.parametrize("ago", [CLEANS + 100, OLD])
def test_a_late_duplicate_of_the_way_there_meets_the_way_back_by_its_event(ago: float) -> None:
    """F1 → F2 → F1, and the first cleanup's Delete of F1 comes once more in the second one's."""
    back = [own("movies|F2", "UPDATE_COMPLETE", ago + 50), own("movies|F1", "UPDATE_COMPLETE", 50)]
    asked = deletion(ago=ago)
    expected = LATE if ago > BEGAN + SKEW else held_by("Synonyms")
    assert verdict(asked, cleanup(own("movies|F1", "UPDATE_COMPLETE"), events=back)) == expected
    late = cleanup(own("movies|F2", "UPDATE_COMPLETE", 200), events=back)
    assert verdict(asked, late) == expected, "also where the row still shows the id in between"


@pytest.mark.parametrize(
    "phase, ago, expected",
    cells(
        {
            "in a rollback, before the request was made": (ROLLBACK_CLEANUP, ASKED - SKEW, GOES),
            "in a rollback, after that": (ROLLBACK_CLEANUP, ASKED - SKEW - 1, held_by("Synonyms")),
            "going forward, before the operation": (CLEANUP, BEGAN + 1, GOES),
            "going forward, in the operation": (CLEANUP, BEGAN - 1, held_by("Synonyms")),
            "going forward, as the operation began": (CLEANUP, BEGAN, held_by("Synonyms")),
        }
    ),
)
def test_whether_it_came_back(phase: str, ago: float, expected: str) -> None:
    back = [own("movies|F1", "UPDATE_COMPLETE", ago)]
    assert verdict(deletion(), cleanup(own("movies|F1", "UPDATE_COMPLETE"), events=back, status=phase)) == expected
    shown = cleanup(own("movies|F2", "UPDATE_COMPLETE", 4000), events=back, status=phase)
    assert verdict(deletion(), shown) == expected


@pytest.mark.parametrize(
    "known_id, more, expected",
    cells(
        {
            "what a failed update has added": ("movies|F1,F2", (), held_by("Synonyms")),
            "an event came before, without an id": (
                "movies|F1,F2",
                [own("", "UPDATE_IN_PROGRESS", 95)],
                held_by("Synonyms"),
            ),
            "it began with another": ("movies|F1,F2", [own("movies|F3", "UPDATE_IN_PROGRESS", 95)], GOES),
            "another resource began with another": (
                "movies|F1,F2",
                [other("movies|F3", "UPDATE_IN_PROGRESS", 95)],
                held_by("Synonyms"),
            ),
            "it began with what is being deleted": ("movies|F1", (), GOES),
        }
    ),
)
def test_a_rollback_goes_back_to_what_the_resource_had_when_the_operation_began(
    known_id: str, more: Sequence[Row], expected: str
) -> None:
    events = [of_stack("UPDATE_IN_PROGRESS", BEGAN), own("movies|F1", "UPDATE_IN_PROGRESS", 90)]
    events += [own("movies|F2", "UPDATE_IN_PROGRESS", 80), *more]
    rows = [own("movies|F2", "DELETE_IN_PROGRESS")]
    assert verdict(deletion(known_id), Records(ROLLBACK_CLEANUP, rows, events)) == expected
    assert verdict(deletion(known_id), Records(CLEANUP, rows, events)) == GOES
    strangers = [of_stack("UPDATE_IN_PROGRESS", BEGAN), other("movies|F1", "UPDATE_IN_PROGRESS", 90)]
    assert verdict(deletion(), Records(ROLLBACK_CLEANUP, rows, strangers)) == held_by("Other")
    made = [*strangers, other("", "CREATE_IN_PROGRESS", 95)]
    assert verdict(deletion(), Records(ROLLBACK_CLEANUP, rows, made)) == GOES, "what was made goes with the rollback"


@pytest.mark.parametrize(
    "status, expected",
    [
        ("DELETE_IN_PROGRESS", GOES),
        ("ROLLBACK_IN_PROGRESS", GOES),
        ("UPDATE_ROLLBACK_IN_PROGRESS", LATE),
        (CLEANUP, LATE),
        (ROLLBACK_CLEANUP, LATE),
    ],
)
def test_an_old_request_is_believed_where_the_whole_stack_goes(status: str, expected: str) -> None:
    asked = deletion(ago=BEFORE + 900)
    assert verdict(asked, cleanup(own("movies|F2", "UPDATE_COMPLETE"), status=status)) == expected


def test_events_from_before_the_operation_are_not_read_where_the_row_tells() -> None:
    records = cleanup(own("movies|F2", "UPDATE_COMPLETE"), page=2)
    assert verdict(deletion(), records) == GOES
    assert records.asked.count("DescribeStackEvents") == 1


NEWER = "it was made after this request"


@pytest.mark.parametrize(
    "newer, status, known, expected",
    cells(
        {
            "it is newer, and the resource is gone": (SKEW + 1, "DELETE_COMPLETE", {}, NEWER),
            "it is newer by what two clocks may differ": (SKEW, "DELETE_COMPLETE", {}, GOES),
            "it is newer, and the resource is going": (SKEW + 1, "DELETE_IN_PROGRESS", {}, GOES),
            "it is newer, by our own call": (SKEW + 1, "DELETE_COMPLETE", {"asked": 1.0}, GOES),
            "it is newer, by our own call without an answer": (SKEW + 1, "DELETE_COMPLETE", {"tried": True}, GOES),
        }
    ),
)
def test_what_was_made_after_a_delete_that_was_answered_long_ago_stays(
    newer: float, status: str, known: dict[str, Any], expected: str
) -> None:
    seen, state = association(ago=ASKED - newer), PackageState(id="F1", **known)
    assert verdict(deletion(), cleanup(own("movies|F1", status)), seen, state) == expected
    assert verdict(deletion(), cleanup(), seen, state) == GOES


@pytest.mark.parametrize("phase", [CLEANUP, ROLLBACK_CLEANUP])
@pytest.mark.parametrize("ago, expected", [(STALE - 0.5, UNKNOWN), (STALE, GOES)])
def test_records_of_a_cleanup_that_is_too_young_do_not_tell(phase: str, ago: float, expected: str | None) -> None:
    assert verdict(deletion(ago=ago), cleanup(own("movies|F2", "UPDATE_COMPLETE"), status=phase)) == expected


@pytest.mark.parametrize("phase", ["DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"])
def test_where_the_whole_stack_goes_young_records_tell_unless_a_mark_counts(phase: str) -> None:
    records = cleanup(DELETING, status=phase)
    assert verdict(deletion(ago=0), records) == GOES
    assert verdict(deletion("movies|F1+", ago=0), records) is UNKNOWN
    assert verdict(deletion("movies|F1,F2+", ago=0), records) == GOES


def test_a_holder_is_believed_at_once() -> None:
    assert verdict(deletion(ago=0), cleanup(other("movies|F1", "CREATE_COMPLETE"))) == held_by("Other")


ADOPTED = deletion("movies|F1+")


def adopted(*since: Row, status: str = "DELETE_IN_PROGRESS", root: str | None = None, **more: Any) -> Records:
    """Return the records of a stack that was created, has adopted F1 ten minutes ago, and deletes it now."""
    events = [
        of_stack("CREATE_IN_PROGRESS", 900),
        own("movies|F2", "CREATE_COMPLETE", 850),
        of_stack("CREATE_COMPLETE", 800),
        of_stack("UPDATE_IN_PROGRESS", 700),
        own("movies|F2", "UPDATE_IN_PROGRESS", 700),
    ]
    return Records(status, [own("movies|F1+", "DELETE_IN_PROGRESS")], [*events, ADOPTION, *since], root=root, **more)


ADOPTION = own("movies|F1+", "UPDATE_COMPLETE", 600)
DONE = of_stack("UPDATE_COMPLETE", 500)


@pytest.mark.parametrize(
    "records",
    cells(
        {
            "a Create is rolled back": adopted(DONE, status="ROLLBACK_IN_PROGRESS"),
            "an update is rolled back": adopted(DONE, status="UPDATE_ROLLBACK_IN_PROGRESS"),
            "a rollback cleans up": adopted(DONE, status=ROLLBACK_CLEANUP),
            "the root of its nest rolls back an update": adopted(DONE, root="UPDATE_ROLLBACK_IN_PROGRESS"),
            "the root of its nest rolls back": adopted(DONE, root="ROLLBACK_IN_PROGRESS"),
            "nothing has completed since: --on-failure DELETE": adopted(),
            "nothing but another rollback has completed since": adopted(of_stack("UPDATE_ROLLBACK_COMPLETE", 500)),
            "only a resource has completed since": adopted(other("movies|F2", "UPDATE_COMPLETE", 500)),
            "it failed since": adopted(of_stack("UPDATE_FAILED", 500), of_stack("DELETE_IN_PROGRESS", 400)),
            "its own stack completed, but the root of its nest never did": adopted(DONE, root="DELETE_IN_PROGRESS"),
            "the root of its nest completed before the adoption": adopted(
                DONE, root="DELETE_IN_PROGRESS", root_events=[of_stack("CREATE_COMPLETE", 601, ROOT)]
            ),
            "it was adopted anew after it had been let go": adopted(
                DONE,
                own("movies|F1+", "UPDATE_IN_PROGRESS", 400),
                own("movies|F2", "UPDATE_COMPLETE", 390),
                of_stack("UPDATE_COMPLETE", 380),
                own("movies|F2", "UPDATE_IN_PROGRESS", 300),
                own("movies|F1+", "UPDATE_COMPLETE", 290),
            ),
        }
    ),
)
def test_what_was_adopted_stays_where_the_adoption_is_taken_back(records: Records) -> None:
    assert verdict(ADOPTED, records) == MARKED


@pytest.mark.parametrize("status", COMPLETED)
@pytest.mark.parametrize("root", [None, "DELETE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"])
def test_what_was_adopted_for_good_goes(status: str, root: str | None) -> None:
    nest = [of_stack(status, 450, ROOT)] if root else []
    assert verdict(ADOPTED, adopted(of_stack(status, 500), root=root, root_events=nest)) == GOES


@pytest.mark.parametrize(
    "records, expected",
    cells(
        {
            "the adoption is older than the events": (
                Records("DELETE_IN_PROGRESS", [DELETING], [of_stack("DELETE_IN_PROGRESS", 30)]),
                GOES,
            ),
            "it was adopted again after nothing had completed": (
                adopted(DONE, of_stack("UPDATE_IN_PROGRESS", 400), own("movies|F1+,F2", "UPDATE_COMPLETE", 300)),
                GOES,
            ),
            "another resource adopted it": (
                Records("DELETE_IN_PROGRESS", [DELETING], [other("movies|F1+", "CREATE_COMPLETE", 600)]),
                MARKED,
            ),
            "the adoption is the oldest event": (Records("DELETE_IN_PROGRESS", [DELETING], [ADOPTION]), MARKED),
            "the oldest event begins an update of what was adopted before": (
                Records(
                    "DELETE_IN_PROGRESS",
                    [DELETING],
                    [own("movies|F1+", "UPDATE_IN_PROGRESS", 600), own("movies|F1+,F2", "UPDATE_FAILED", 590)],
                ),
                GOES,
            ),
            "an event that begins shows the new id": (
                adopted(own("movies|F1+", "UPDATE_IN_PROGRESS", 601)),
                MARKED,
            ),
            "so does the one that begins its life": (
                Records("DELETE_IN_PROGRESS", [DELETING], [own("movies|F1+", "CREATE_IN_PROGRESS", 601), ADOPTION]),
                MARKED,
            ),
            "an update that let it go was rolled back since": (
                adopted(
                    DONE,
                    of_stack("UPDATE_IN_PROGRESS", 400),
                    own("movies|F1+", "UPDATE_IN_PROGRESS", 400),
                    own("movies|F2", "UPDATE_COMPLETE", 390),
                    of_stack("UPDATE_ROLLBACK_IN_PROGRESS", 380),
                    own("movies|F2", "UPDATE_IN_PROGRESS", 380),
                    own("movies|F1+", "UPDATE_COMPLETE", 370),
                    of_stack("UPDATE_ROLLBACK_COMPLETE", 360),
                ),
                GOES,
            ),
            "another package joined it since": (
                adopted(
                    DONE,
                    of_stack("UPDATE_IN_PROGRESS", 400),
                    own("movies|F1+,F2", "UPDATE_COMPLETE", 390),
                    own("movies|F1+", "DELETE_COMPLETE", 380),
                    of_stack("UPDATE_COMPLETE", 370),
                ),
                GOES,
            ),
            "it was let go since, and adopted anew by an update that failed": (
                adopted(
                    DONE,
                    of_stack("UPDATE_IN_PROGRESS", 400),
                    own("movies|F1+", "DELETE_COMPLETE", 380),
                    of_stack("UPDATE_COMPLETE", 370),
                    of_stack("UPDATE_IN_PROGRESS", 300),
                    own("", "CREATE_IN_PROGRESS", 300),
                    own("movies|F1+", "CREATE_COMPLETE", 290),
                    of_stack("UPDATE_FAILED", 280),
                ),
                MARKED,
            ),
            "another resource had adopted it, and it moved in an update that failed": (
                adopted(
                    other("movies|F1+", "UPDATE_COMPLETE", 590),
                    DONE,
                    of_stack("UPDATE_IN_PROGRESS", 400),
                    other("movies|F2", "UPDATE_COMPLETE", 390),
                    of_stack("UPDATE_FAILED", 370),
                ),
                GOES,
            ),
            "an update that failed adopted it, and the next removes it": (
                adopted(
                    of_stack("UPDATE_FAILED", 500),
                    of_stack("UPDATE_IN_PROGRESS", 400),
                    of_stack("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", 380),
                    status=CLEANUP,
                ),
                MARKED,
            ),
            "the update that goes on lets it go": (
                adopted(
                    DONE,
                    of_stack("UPDATE_IN_PROGRESS", 400),
                    own("movies|F1+", "UPDATE_IN_PROGRESS", 400),
                    own("movies|F2", "UPDATE_COMPLETE", 390),
                    of_stack("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", 380),
                    status=CLEANUP,
                ),
                GOES,
            ),
            "events of other marks tell nothing": (
                Records(
                    "DELETE_IN_PROGRESS",
                    [DELETING],
                    [
                        own("movies|F1", "UPDATE_COMPLETE", 600),
                        own("films|F1+", "UPDATE_COMPLETE", 600),
                        own("movies|F2+", "UPDATE_COMPLETE", 600),
                        own("else", "UPDATE_COMPLETE", 600),
                        own("movies|F1+", "DELETE_IN_PROGRESS", 50),
                    ],
                ),
                GOES,
            ),
        }
    ),
)
def test_whether_an_adoption_is_for_good_is_in_the_events(records: Records, expected: str) -> None:
    assert verdict(ADOPTED, records) == expected


def test_a_mark_counts_for_its_own_package_and_for_the_one_in_its_place() -> None:
    records = adopted(status="ROLLBACK_IN_PROGRESS")
    assert verdict(deletion("movies|F1,F2+"), records) == GOES
    assert verdict(deletion("movies|F1+,F2"), records) == MARKED
    seen, known = association("G2"), PackageState(id="G2", stands_for="F1")
    assert verdict(ADOPTED, records, seen, known) == MARKED
    assert verdict(ADOPTED, adopted(), seen, known) == MARKED
    assert verdict(ADOPTED, adopted(DONE), seen, known) == GOES


def test_what_has_no_mark_goes_without_a_question_about_adoptions() -> None:
    records = Records("ROLLBACK_IN_PROGRESS", [DELETING], root="ROLLBACK_IN_PROGRESS")
    assert verdict(deletion(), records) == GOES
    assert records.asked == ["DescribeStacks", "ListStackResources"]


# Without a ledger: what a cancelled request may have made.

CANCELLED = replace(request("Delete", "movies-search-Synonyms-1A2B3C", "F1"), cancelled=True)


def rollback(*rows: Row, events: Sequence[Row] = (), status: str = "ROLLBACK_IN_PROGRESS") -> Records:
    """Return the records of a stack whose Create is rolled back."""
    return Records(status, rows, [of_stack("CREATE_IN_PROGRESS", BEGAN), *events], created=BEFORE)


@pytest.mark.parametrize(
    "seen, records, expected",
    cells(
        {
            "it was made in this operation": (association(ago=60), rollback(), GOES),
            "it was made as the operation began": (association(ago=BEGAN + SKEW), rollback(), GOES),
            "it was there before": (association(ago=BEGAN + SKEW + 1), rollback(), "it was there before"),
            "made in this operation, but before the request": (
                association(ago=60),
                rollback(events=[own("", "CREATE_IN_PROGRESS", 60 - SKEW - 1)]),
                "it was there before",
            ),
            "made as the request was": (
                association(ago=60),
                rollback(events=[own("", "CREATE_IN_PROGRESS", 60 - SKEW), own("", "CREATE_FAILED", 50)]),
                GOES,
            ),
            "the request's second event counts no more": (
                association(ago=60),
                rollback(events=[own("", "CREATE_IN_PROGRESS", 61), own("x", "CREATE_IN_PROGRESS", 40)]),
                GOES,
            ),
            "made between a change set's review and its execution": (
                association(ago=300),
                rollback(events=[of_stack("REVIEW_IN_PROGRESS", BEFORE)]),
                "it was there before",
            ),
            "without events, the stack's own time counts": (
                association(ago=300),
                Records("ROLLBACK_IN_PROGRESS", created=BEFORE, updated=200),
                "it was there before",
            ),
            "without events, since the stack's own time": (
                association(ago=300),
                Records("ROLLBACK_IN_PROGRESS", created=BEFORE),
                GOES,
            ),
            "another resource holds it": (
                association(ago=60),
                rollback(other("movies|F1", "CREATE_COMPLETE")),
                held_by("Other"),
            ),
            "the stack does not exist": (association(ago=60), Records(), GOES),
            "the stack does not ask for it any more": (association(ago=60), rollback(status="ROLLBACK_COMPLETE"), LATE),
        }
    ),
)
def test_what_a_cancelled_create_may_have_made(seen: Association, records: Records, expected: str) -> None:
    assert verdict(CANCELLED, records, seen) == expected


@pytest.mark.parametrize("status", WHOLE_STACK_GOES)
def test_records_that_miss_the_cancelled_creates_own_event_may_be_of_before_it(status: str) -> None:
    young, began = replace(CANCELLED, made=NOW - STALE + 0.1), own("", "CREATE_IN_PROGRESS", 70)
    assert verdict(young, rollback(status=status), association(ago=60)) is TOO_OLD_TO_TELL
    assert verdict(young, rollback(status=status, events=[began]), association(ago=60)) == GOES


def test_what_a_cancelled_request_may_have_adopted_stays() -> None:
    assert verdict(replace(CANCELLED, adopt=True), rollback(), association(ago=60)) == "it may have been adopted"


def test_what_another_may_have_changed_that_adopts_it_was_not_made_by_the_cancelled() -> None:
    adopting = {"DomainName": "movies", "PackageID": "F1", "AdoptExisting": "true"}
    records = rollback(events=[row("Other", "", "CREATE_IN_PROGRESS", 70, **adopting)])
    assert verdict(CANCELLED, records, association(ago=60)) == "it may have been adopted"


def test_a_delete_that_has_an_id_does_not_go_by_times() -> None:
    assert verdict(replace(deletion(), adopt=True), cleanup(DELETING), association(ago=BEFORE * 9)) == GOES


@pytest.mark.parametrize(
    "seen, status, expected",
    cells(
        {
            "made by the update that is rolled back": (association(ago=60), "UPDATE_ROLLBACK_IN_PROGRESS", GOES),
            "there before it": (association(ago=300), "UPDATE_ROLLBACK_IN_PROGRESS", "it was there before"),
            "the row need not be going": (association(ago=60), "UPDATE_ROLLBACK_FAILED", GOES),
        }
    ),
)
def test_what_a_cancelled_update_may_have_made(seen: Association, status: str, expected: str) -> None:
    asked = replace(request("Update", "movies|F2", "F1"), cancelled=True)
    events = [own("movies|F2", "UPDATE_COMPLETE", 3000)]
    assert (
        verdict(asked, cleanup(own("movies|F2", "UPDATE_IN_PROGRESS"), events=events, status=status), seen) == expected
    )


@pytest.mark.parametrize("known", [PackageState(id="F1"), PackageState(id="F9", stands_for="F1")])
@pytest.mark.parametrize("adopt", [False, True])
def test_what_the_resource_holds_is_no_cancelled_updates(known: PackageState, adopt: bool) -> None:
    asked = replace(request("Update", "movies|F1", "F1"), cancelled=True, adopt=adopt)
    records = cleanup(own("movies|F1", "UPDATE_IN_PROGRESS"), status="UPDATE_ROLLBACK_IN_PROGRESS")
    assert verdict(asked, records, association(ago=60), known) == "the resource holds it"


#: What a resource of the same name had in a life before, and let go.
BEFORE_THIS_LIFE = (
    own("movies|F1", "CREATE_COMPLETE", BEFORE - 50),
    own("movies|F1", "DELETE_COMPLETE", BEFORE - 300),
)


@pytest.mark.parametrize("life, expected", [(BEFORE_THIS_LIFE, GOES), (BEFORE_THIS_LIFE[:1], held_by("Synonyms"))])
def test_what_the_resource_let_go_in_a_life_before_holds_nothing(life: Sequence[Row], expected: str) -> None:
    events = [*life, of_stack("UPDATE_IN_PROGRESS", BEGAN), own("", "CREATE_IN_PROGRESS", 90)]
    made = own("movies|F1,F2", "DELETE_IN_PROGRESS", ASKED)
    records = Records("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", [made], events)
    assert verdict(deletion("movies|F1,F2"), records) == expected
