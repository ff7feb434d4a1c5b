"""What the simulated CloudFormation shows of a stack, and what it says in its requests, is what FACTS say."""

import pytest
from botocore.exceptions import ClientError

from tests.simulation.scripted import Scripted, one


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


def test_a_deleted_stack_is_described_by_its_id_only(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    scripted.world.do(stack.delete)
    shown = scripted.described(stack.id)
    assert shown["StackStatus"] == "DELETE_COMPLETE" and shown["DeletionTime"] > shown["CreationTime"]
    with pytest.raises(ClientError, match="Stack with id search does not exist") as error:
        scripted.described("search")
    assert error.value.response["Error"]["Code"] == "ValidationError"


@pytest.mark.parametrize("shows", [True, False])
def test_a_stack_made_by_a_change_set_was_created_at_its_review(scripted: Scripted, shows: bool) -> None:
    stack = scripted.world.stack()
    stack.shows_execution = shows
    began = scripted.world.simulation.now
    scripted.world.do(stack.review)
    scripted.world.do(lambda: scripted.world.simulation.sleep(7200))
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    shown = scripted.described(stack.id)
    assert shown["CreationTime"].timestamp() == began
    assert ("LastUpdatedTime" in shown) == shows


def test_a_status_is_as_old_as_it_is_told(scripted: Scripted) -> None:
    stack, seen = scripted.world.stack(), list[str]()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    scripted.world.do(lambda: scripted.world.simulation.sleep(60))

    def look() -> None:
        scripted.world.simulation.sleep(0.5)
        for lag in (1.0, 0.0):
            scripted.world.cloudformation.reads.lag = lambda operation, lag=lag: lag  # type: ignore[misc]
            seen.append(scripted.described(stack.id)["StackStatus"])

    scripted.world.do(lambda: stack.update({"A": one("F2")}), look)
    assert seen == ["CREATE_COMPLETE", "UPDATE_IN_PROGRESS"]


def test_a_request_is_of_its_account_and_dated_by_the_clock_that_signs(scripted: Scripted) -> None:
    stack = scripted.world.stack(account="999999999999")
    scripted.world.endpoint.skew = lambda: -2.0
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    (event,) = scripted.asked
    assert ":999999999999:stack/search/" in event["StackId"]
    assert "X-Amz-Date=20260921T141318Z" in event["ResponseURL"]
