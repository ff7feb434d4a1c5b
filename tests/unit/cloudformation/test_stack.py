"""The stack as CloudFormation's records show it, read when it is asked for, and once."""

from dataclasses import replace
from itertools import islice

import pytest

from cloudformation.rows import LEAVING, Row, Status
from cloudformation.stack import COMPLETED, MOST_PAGES, StackView
from cloudformation.stack import STACK as OWN
from cloudformation.types import ONE
from errors import Denied, Rejected
from model import Holding
from tests.simulation.direct import client_error
from tests.unit.looks import BEFORE, BEGAN, NOW, ROOT, STACK, Records, of_stack, row


def view(records: Records, logical_id: str = "Synonyms") -> StackView:
    return StackView(STACK, logical_id, records)


ROWS = [row("Synonyms", "movies|F1+,F2", "UPDATE_COMPLETE", 50), row("Other", "", "CREATE_IN_PROGRESS", 5, "begun")]


def test_each_question_is_asked_once_and_only_when_it_is_needed() -> None:
    records = Records("UPDATE_IN_PROGRESS", ROWS)
    stack = view(records)
    assert records.asked == []
    for _ in range(3):
        assert stack.own == ROWS[0]
        assert stack.rows == {one.logical_id: one for one in ROWS}
        assert stack.status == Status("UPDATE_IN_PROGRESS", NOW - BEFORE)
        assert not stack.rolling_back and not stack.root_rolling_back
        assert list(stack.events()) == []
    assert records.asked == ["DescribeStackResource", "ListStackResources", "DescribeStacks", "DescribeStackEvents"]


def test_a_stack_that_does_not_exist_is_an_answer() -> None:
    stack = view(Records())
    assert (stack.status, stack.own, stack.rows, list(stack.events()), stack.began()) == (None, None, {}, [], None)
    assert not stack.rolling_back and not stack.root_rolling_back
    assert view(Records("CREATE_COMPLETE", ROWS), "Gone").own is None


@pytest.mark.parametrize(
    "error", [Denied("cloudformation", "x", "no"), Rejected("cloudformation", "x", "ValidationError: Rate exceeded")]
)
def test_any_other_error_is_none(error: Denied | Rejected) -> None:
    error.__cause__ = client_error("ValidationError", "the role does not suffice", 400)
    stack = view(Records("CREATE_COMPLETE", error=error))
    for question in ("status", "own", "rows"):
        with pytest.raises(type(error)):
            getattr(stack, question)
    with pytest.raises(type(error)):
        next(stack.events())
    plain = Rejected("cloudformation", "x", "does not exist")
    with pytest.raises(Rejected):
        _ = view(Records("CREATE_COMPLETE", error=plain)).status


@pytest.mark.parametrize("page", [1, 2, 3, 100])
def test_pages_are_read_to_the_last(page: int) -> None:
    rows = [row(f"R{n}", f"movies|F{n}", "CREATE_COMPLETE") for n in range(3)]
    events = [row(f"R{n}", f"movies|F{n}", "CREATE_COMPLETE", n) for n in range(3)]
    records = Records("CREATE_COMPLETE", rows, events, page=page)
    stack = view(records)
    assert list(stack.rows.values()) == rows
    assert list(stack.events()) == events == list(stack.events())
    assert len(records.asked) == 2 * -(-3 // page)


def test_no_more_events_are_read_than_are_asked_for_and_none_twice() -> None:
    events = [row("R", "x", "UPDATE_COMPLETE", n) for n in range(9)]
    records = Records("CREATE_COMPLETE", [], events, page=2)
    stack = view(records)
    assert list(islice(stack.events(), 3)) == events[:3]
    assert len(records.asked) == 2
    one, other = stack.events(), stack.events()
    assert [(next(one), next(other)) for _ in events] == [(event, event) for event in events]
    assert len(records.asked) == 5


def test_a_page_that_did_not_come_is_asked_for_again() -> None:
    """Nobody takes what was read until then for all that there is."""
    events = [row("R", "x", "UPDATE_COMPLETE", n) for n in range(4)]
    records = Records("CREATE_COMPLETE", [], events, page=2)
    stack = view(records)
    assert next(stack.events()) == events[0]
    records.error = Denied("cloudformation", "x", "no")
    for _ in range(2):
        with pytest.raises(Denied):
            list(stack.events())
    records.error = None
    assert list(stack.events()) == events


def test_events_without_end_are_read_so_far_and_no_further() -> None:
    records = Records("CREATE_COMPLETE", [], [row("R", "x", "y", n) for n in range(60)], page=1)
    assert len(list(view(records).events())) == MOST_PAGES
    assert len(records.asked) == MOST_PAGES


def test_what_is_missing_in_an_answer_is_empty() -> None:
    class Sparse(Records):
        def call(self, action: str, **_: object) -> dict[str, object]:
            answers: dict[str, dict[str, object]] = {
                "DescribeStacks": {"Stacks": []},
                "DescribeStackEvents": {"StackEvents": None},
            }
            return answers.get(action, {"StackResourceSummaries": [{}]})

    stack = view(Sparse())
    assert (stack.status, list(stack.events())) == (None, [])
    assert stack.rows == {"": Row("", "", "", 0.0)}


@pytest.mark.parametrize(
    "status, root, back, root_back",
    [
        ("UPDATE_IN_PROGRESS", None, False, False),
        ("UPDATE_ROLLBACK_IN_PROGRESS", None, True, True),
        ("ROLLBACK_FAILED", None, True, True),
        ("UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", False, False),
        ("DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", False, True),
        ("DELETE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", False, True),
        ("DELETE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE", False, False),
        ("ROLLBACK_IN_PROGRESS", "UPDATE_IN_PROGRESS", True, True),
    ],
)
def test_a_stack_rolls_back_with_its_root(status: str, root: str | None, back: bool, root_back: bool) -> None:
    records = Records(status, root=root)
    stack = view(records)
    assert (stack.rolling_back, stack.root_rolling_back) == (back, root_back)
    assert records.asked == ["DescribeStacks"] * (2 if root and not back else 1)


def test_a_root_is_not_asked_for_twice_where_it_is_the_stack_itself() -> None:
    records = Records("DELETE_IN_PROGRESS", root="ROLLBACK_IN_PROGRESS")
    stack = StackView(ROOT, "Synonyms", records)
    assert stack.status == Status("ROLLBACK_IN_PROGRESS", NOW - BEFORE)
    assert stack.root_rolling_back and records.asked == ["DescribeStacks"]


def test_a_stack_has_begun_at_the_later_of_its_two_times() -> None:
    assert view(Records("UPDATE_IN_PROGRESS", created=900, updated=100)).began() == NOW - 100
    assert view(Records("CREATE_IN_PROGRESS", created=900)).began() == NOW - 900


@pytest.mark.parametrize("status", ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "IMPORT_IN_PROGRESS"])
def test_an_operation_begins_with_the_newest_event_that_a_user_caused(status: str) -> None:
    events = [
        of_stack("UPDATE_ROLLBACK_IN_PROGRESS", 10),
        row("Synonyms", "movies|F1", "UPDATE_IN_PROGRESS", 20),
        row("movies-search", "arn:of-a-resource-of-that-name", "UPDATE_IN_PROGRESS", 30),
        of_stack(status, BEGAN),
        of_stack("CREATE_IN_PROGRESS", 900),
    ]
    stack = view(Records("UPDATE_ROLLBACK_IN_PROGRESS", [], events, created=900, updated=5))
    assert stack.began() == NOW - BEGAN
    assert [event.at for event in stack.operation()] == [event.at for event in events[:4]]


@pytest.mark.parametrize(
    "logical_id, physical_id, type_, expected",
    [
        ("movies-search", STACK, OWN, True),
        ("movies-search", "", OWN, True),  # so do emulators
        ("movies-search", "movies-search", OWN, True),
        ("movies-search", "", "", True),
        ("movies-search", "", ONE, False),  # a resource may have the stack's name, and no id at first
        ("movies-search", "movies|F1", ONE, False),
        ("movies-search", ROOT, OWN, False),
        ("Nested", "", OWN, False),
    ],
)
def test_the_stacks_own_events_are_known_by_its_id(
    logical_id: str, physical_id: str, type_: str, expected: bool
) -> None:
    event = replace(row(logical_id, physical_id, "x"), type=type_)
    stack = view(Records("UPDATE_IN_PROGRESS", events=[event]))
    (read,) = stack.events()
    assert stack.is_stack(read) is expected
    assert read == (replace(event, logical_id=STACK) if expected else event)


def test_an_operation_does_not_begin_with_a_resource_of_the_stacks_name() -> None:
    began, given = of_stack("UPDATE_IN_PROGRESS", 100), row("Other", "movies|F1", "UPDATE_COMPLETE", 50)
    namesake = replace(row("movies-search", "", "CREATE_IN_PROGRESS", 10), type=ONE)
    stack = view(Records("UPDATE_IN_PROGRESS", events=[began, given, namesake]))
    assert list(stack.operation())[:2] == [namesake, given] and stack.operation_began() == NOW - 100


@pytest.mark.parametrize("status", [*COMPLETED, None])
def test_when_an_operation_of_the_stack_or_of_its_root_has_last_gone_forward_to_its_end(status: str | None) -> None:
    done = [of_stack(status, 80), of_stack(status, 60)] if status else [of_stack("UPDATE_ROLLBACK_COMPLETE", 60)]
    nest = [of_stack("CREATE_COMPLETE", 50, ROOT)]
    stack = view(Records("UPDATE_IN_PROGRESS", events=done, root="UPDATE_IN_PROGRESS", root_events=nest))
    assert (stack.completed(), stack.root.completed()) == (NOW - 60 if status else 0, NOW - 50)
    assert stack.completed(before=NOW - 60) == (NOW - 80 if status else 0)
    assert stack.completed(before=0.0) == 0


def test_a_row_says_what_it_holds_and_whether_it_leaves() -> None:
    assert ROWS[0].holding == Holding("movies", {"F1": True, "F2": False})
    assert row("Films", "movies|Films", "x").holding is None and ROWS[1].holding is None
    assert [row("A", "", status).leaving for status in (*LEAVING, "DELETE_SKIPPED", "UPDATE_FAILED")] == [True] * 3 + [
        False
    ] * 2
    assert row("A", "", "DELETE_SKIPPED").retained and not row("A", "", "DELETE_COMPLETE").retained
