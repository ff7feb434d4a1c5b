"""Engines that show their records otherwise than CloudFormation does, as emulators do: nothing is lost, nor hangs."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.stories.conftest import BROKEN, FIRST, SECOND, THIRD, Movies, Template, synonyms
from tests.stories.templates import made, one

Answer = dict[str, Any]
Engine = Callable[[Movies, Answer], None]
OF_STACK = "AWS::CloudFormation::Stack"


def rows_of(answer: Answer) -> list[Answer]:
    one = [answer["StackResourceDetail"]] if "StackResourceDetail" in answer else []
    return [*answer.get("StackResourceSummaries", []), *one]


def now(movies: Movies) -> datetime:
    return datetime.fromtimestamp(movies.world.simulation.now, UTC)


def rows_of_now(movies: Movies, answer: Answer) -> None:
    for row in rows_of(answer):
        row["LastUpdatedTimestamp"] = now(movies)


def rows_of_no_time(_: Movies, answer: Answer) -> None:
    for row in rows_of(answer):
        del row["LastUpdatedTimestamp"]


def stacks_of_now(movies: Movies, answer: Answer) -> None:
    for stack in answer.get("Stacks", []):
        stack["CreationTime"] = now(movies)


def bare_events(_: Movies, answer: Answer) -> None:
    for event in answer.get("StackEvents", []):
        event.pop("ResourceProperties", None)
        event.pop("ResourceStatusReason", None)


def no_cleanup(_: Movies, answer: Answer) -> None:
    for stack in answer.get("Stacks", []):
        stack["StackStatus"] = stack["StackStatus"].replace("_COMPLETE_CLEANUP", "")
    for event in answer.get("StackEvents", []):
        if "CLEANUP" in event["ResourceStatus"]:
            event["ResourceStatus"] = "UPDATE_IN_PROGRESS"


def events_of_no_stack(_: Movies, answer: Answer) -> None:
    for event in answer.get("StackEvents", []):
        if event["ResourceType"] == OF_STACK:
            del event["PhysicalResourceId"]


def events_of_the_stacks_name(_: Movies, answer: Answer) -> None:
    for event in answer.get("StackEvents", []):
        if event["ResourceType"] == OF_STACK:
            event["PhysicalResourceId"] = event["StackName"]


def no_root(_: Movies, answer: Answer) -> None:
    for stack in answer.get("Stacks", []):
        stack.setdefault("RootId", None)


def ids_of_now(movies: Movies, answer: Answer) -> None:
    for event in answer.get("StackEvents", []):
        stack = next(one for one in movies.world.cloudformation.stacks.values() if one.id == event["StackId"])
        if resource := stack.resources.get(event["LogicalResourceId"]):
            event["PhysicalResourceId"] = resource.physical_id


ENGINES = (
    *(rows_of_now, rows_of_no_time, stacks_of_now, bare_events, no_cleanup),
    *(events_of_no_stack, events_of_the_stacks_name, no_root, ids_of_now),
)


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.__name__.replace("_", " "))
def engine(movies: Movies, request: pytest.FixtureRequest) -> None:
    """Have the stacks' engine show its records so."""
    reads, change = movies.world.cloudformation.reads, request.param
    answer = reads.answer

    def changed(operation: str, parameters: Any) -> Any:
        given = answer(operation, parameters)
        change(movies, given)
        return given

    reads.answer = changed  # type: ignore[method-assign]


@pytest.mark.usefixtures("engine", "existing")
@pytest.mark.parametrize("on_failure", ["ROLLBACK", "DELETE"])
def test_what_a_failed_creation_adopted_stays(movies: Movies, on_failure: str) -> None:
    movies.fails_after(60)
    template = synonyms(AdoptExisting=True) | BROKEN
    assert not movies.do(lambda: movies.stack().create(template, on_failure=on_failure))
    assert movies.associated() == {FIRST: "ACTIVE"}


@pytest.mark.usefixtures("engine", "existing")
@pytest.mark.parametrize("after", [{}, {"Other": one(THIRD)}, synonyms(SECOND)], ids=["delete", "remove", "replace"])
def test_what_was_adopted_for_good_goes(movies: Movies, after: Template) -> None:
    stack = made(movies, synonyms(AdoptExisting=True) | {"Other": one(THIRD)})
    began = movies.world.simulation.now
    assert movies.do(lambda: stack.update(after) if after else stack.delete())
    assert FIRST not in movies.associated()
    assert movies.world.simulation.now - began < 120


@pytest.mark.usefixtures("engine")
def test_an_update_forward(movies: Movies) -> None:
    stack = made(movies, synonyms() | {"Other": one(THIRD)})
    began = movies.world.simulation.now
    assert movies.do(lambda: stack.update({"Synonyms": one(THIRD), "Other": one(SECOND)}))
    assert movies.associated() == {SECOND: "ACTIVE", THIRD: "ACTIVE"}
    assert movies.world.simulation.now - began < 120


@pytest.mark.usefixtures("engine")
def test_an_update_back(movies: Movies) -> None:
    stack = made(movies, synonyms() | {"Other": one(THIRD)})
    movies.fails_after(60)
    assert not movies.do(lambda: stack.update({"Synonyms": one(SECOND), "Other": one(THIRD)} | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert movies.associated() == {FIRST: "ACTIVE", THIRD: "ACTIVE"}


@pytest.mark.usefixtures("engine")
def test_a_cancelled_create(movies: Movies) -> None:
    movies.takes("association", 40)
    movies.fails_after(10)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms() | BROKEN))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.associated() == {}
