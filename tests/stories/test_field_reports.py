"""What public reports met: failures in step with the calls, a change that never ends, long words, other engines."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.parsers import ResponseParserError

from tests.simulation.direct import client_error
from tests.simulation.lambda_service import Function
from tests.stories.conftest import FIRST, SECOND, Movies, Template, synonyms
from tests.stories.films import films
from tests.stories.quick import quick
from tests.stories.templates import set_of

#: What Lambda takes of an asynchronous invocation, at the least (bytes).
LIMIT = 262_144


@pytest.fixture
def stage() -> Iterator[Movies]:
    with quick() as movies:
        yield movies


def by_name(name: str) -> Template:
    return {"Words": {"DomainName": "movies", "PackageName": name}}


STACKS: dict[str, tuple[Template, Template]] = {
    "an association": (synonyms(), synonyms(SECOND)),
    "one by its name": (by_name("synonyms"), by_name("stopwords")),
    "a package": (films(), films(Revision="2")),
}


@pytest.mark.parametrize("what", STACKS)
@pytest.mark.parametrize("services", [("opensearch",), ("opensearch", "cloudformation", "dynamodb")], ids=len)
@pytest.mark.parametrize("every, begins", [(2, 0), (2, 1), (3, 0), (3, 1), (3, 2), (4, 1), (4, 3)])
def test_no_rhythm_of_failures_keeps_every_look_from_going_through(
    stage: Movies, what: str, services: tuple[str, ...], every: int, begins: int
) -> None:
    """G 11: such as each third call, where a look makes three."""
    calls = begins

    def fault(service: str, _: str) -> None:
        nonlocal calls
        calls += service in services
        if service in services and calls % every == 0:
            raise client_error("InternalException", "not now", 500)

    stage.world.fault = fault
    stack, (first, second) = stage.stack(), STACKS[what]
    steps: list[Callable[[], Any]] = [lambda: stack.create(first), lambda: stack.update(second), stack.delete]
    for step in steps:
        began = stage.world.simulation.now
        assert stage.do(step)
        assert stage.world.simulation.now - began < 360


@pytest.mark.parametrize("explained", ["the change's progress", "another package", "the domain"])
@pytest.mark.parametrize("code, status", [("ConflictException", 409), ("ValidationException", 400)])
def test_a_refusal_is_met_by_asking_again_whatever_explains_it(
    stage: Movies, explained: str, code: str, status: int
) -> None:
    """G 10: the service would take the call again by then, and what explains its refusal goes on for ever."""
    refused_until = stage.world.simulation.now + 240

    def fault(_: str, operation: str) -> None:
        if operation == "AssociatePackage" and stage.world.simulation.now < refused_until:
            raise client_error(code, "Not now", status)

    def distort(operation: str, answer: Any) -> Any:
        if operation == "DescribeDomainChangeProgress" and explained == "the change's progress":
            return {"ChangeProgressStatus": {"Status": "PROCESSING", "ConfigChangeStatus": "ApplyingChanges"}}
        if operation == "DescribeDomain" and explained == "the domain":
            return {"DomainStatus": answer["DomainStatus"] | {"Processing": True}}
        if operation == "ListPackagesForDomain" and explained == "another package":
            other = {"PackageID": SECOND, "DomainPackageStatus": "ASSOCIATING"}
            return {"DomainPackageDetailsList": [*answer["DomainPackageDetailsList"], other]}
        return answer

    stage.world.fault, stage.world.distort = fault, distort
    began = stage.world.simulation.now
    assert stage.do(lambda: stage.stack().create(synonyms()))
    assert stage.world.simulation.now - began < 600
    assert stage.world.calls["AssociatePackage"] <= 4


@pytest.mark.parametrize("letter, count", [("x", 20), ("\\", 80), ("\u3042", 20), ("\U0001f3ac", 80), ("\ud83d", 80)])
def test_a_hand_over_stays_small_whatever_the_service_says(stage: Movies, letter: str, count: int) -> None:
    """G 9: it is refused for each package, in words of its own, for longer than several invocations."""
    sizes: list[int] = []
    invoke = stage.world.function.invoke

    def handed(_: str, parameters: dict[str, Any]) -> dict[str, Any]:
        sizes.append(len(parameters["Payload"]))
        invoke(json.loads(parameters["Payload"]))
        return {"StatusCode": 202}

    stage.world._lambda = handed  # type: ignore[assignment, method-assign]
    stage.world.function.timeout = 120
    ids = stage.dictionaries(count)
    refused_until = stage.world.simulation.now + 400

    def fault(_: str, operation: str) -> None:
        if operation.startswith("AssociatePackage") and stage.world.simulation.now < refused_until:
            words = f"A change/update is in progress. {letter * 3000} {' '.join(ids)}"
            raise client_error("ValidationException", words, 400)

    stage.world.fault = fault
    assert stage.do(lambda: stage.stack().create({"Words": set_of(*ids)}))
    assert len(sizes) > 3 and max(sizes) < LIMIT * 0.7


@pytest.mark.parametrize(
    "stack_id",
    [
        "arn:aws:cloudformation:us-east-1:000000000000:stack/made-up/one",
        "arn:aws:cloudformation:us-west-2:EXAMPLE/stack-name/guid",
        "urn:engine:dev::project::kind:of:Stack::project-dev",
    ],
)
def test_a_stack_that_names_no_account_is_of_no_foreign_one(stage: Movies, stack_id: str) -> None:
    """G 7: engines that act for CloudFormation send a StackId of their own."""
    event: dict[str, Any] = {
        "RequestType": "Create",
        "RequestId": "one",
        "StackId": stack_id,
        "LogicalResourceId": "Synonyms",
        "ResourceType": "Custom::OpenSearchPackageAssociation",
        "ResourceProperties": {"ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:x"},
    }
    event["ResourceProperties"] |= synonyms()["Synonyms"]
    event["ResponseURL"] = stage.world.endpoint.presign("one", event)
    function: Function = stage.world.function

    def ask() -> None:
        function.invoke(event)
        stage.world.simulation.wait(stage.world.endpoint.requests["one"].answered, 3600)

    stage.do(ask)
    assert [(one["Status"], one["Reason"]) for one in stage.answers()] == [("SUCCESS", "")]
    assert stage.status(FIRST) == "ACTIVE"


def test_an_answer_that_can_not_be_parsed_is_called_that(stage: Movies) -> None:
    """G 2: and no matter of the network."""

    def fault(_: str, operation: str) -> None:
        if operation == "ListPackagesForDomain":
            raise ResponseParserError("Unable to parse response (reference to invalid character number)")

    stage.world.fault = fault
    stack = stage.stack()
    assert not stage.do(lambda: stack.create(synonyms()))
    reason = next(reason for _, _, status, reason in stack.events if status == "CREATE_FAILED")
    assert "ListPackagesForDomain answered what can't be read: Unable to parse response (reference to" in reason
    assert "network" not in reason
