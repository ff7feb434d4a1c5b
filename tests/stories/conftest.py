"""The stage of every story: a domain, movies, three dictionaries, and the function between stack and service."""

import logging
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Any

import boto3
import pytest
from moto.moto_api import state_manager

from tests.fakes.clock import clock
from tests.fakes.controls import Controls
from tests.simulation.cloudformation import Event, Resource
from tests.simulation.stack import Stack
from tests.simulation.world import World

FIRST, SECOND, THIRD = "F111111111", "F222222222", "F333333333"
Template = dict[str, dict[str, Any]]
#: A resource that fails at once.
BROKEN: Template = {"Broken": {"DomainName": "movies", "PackageID": "no such form"}}


def synonyms(package: str = FIRST, **more: Any) -> Template:
    """Return a template with one association."""
    return {"Synonyms": {"DomainName": "movies", "PackageID": package, **more}}


class Movies:
    """The world, with the words that stories need."""

    def __init__(self, world: World, service: Controls, client: Any) -> None:
        self.world, self.service, self.client = world, service, client

    def stack(self, name: str = "search") -> Stack:
        return self.world.stack(name)

    @cached_property
    def single(self) -> Stack:
        """The stack of a life that is told event by event."""
        return self.stack("single")

    def created(self, package: str = FIRST, **more: Any) -> Stack:
        """Return a stack that has associated the package."""
        stack = self.stack()
        assert self.do(lambda: stack.create(synonyms(package, **more)))
        return stack

    def do(self, *activities: Callable[[], Any]) -> Any:
        """Run activities at the same time; return what the first returned."""
        return self.world.do(*activities)[0]

    def later(self, seconds: float, activity: Callable[[], Any]) -> Callable[[], Any]:
        """Return the activity after a while."""

        def wait() -> Any:
            self.world.simulation.sleep(seconds)
            return activity()

        return wait

    def fails_after(self, seconds: float, name: str = "Broken") -> None:
        """Let the resource's requests arrive only so long after the others."""
        deliver = self.world.function.invoke
        self.world.cloudformation.invoke = lambda event: deliver(
            event, seconds if event["LogicalResourceId"] == name else 0
        )

    def delivers_twice(self, seconds: float) -> None:
        """Let every event come once more, so long after the first."""
        deliver = self.world.cloudformation.invoke

        def twice(event: Event) -> None:
            deliver(event)
            self.world.simulation.spawn(lambda: deliver(event), seconds)

        self.world.cloudformation.invoke = twice

    def remembered(self) -> list[Event]:
        """Return the list that every event sent from now on is added to."""
        sent: list[Event] = []
        deliver = self.world.cloudformation.invoke

        def remember(event: Event) -> None:
            sent.append(event)
            deliver(event)

        self.world.cloudformation.invoke = remember
        return sent

    def passes(self, seconds: float) -> None:
        """Let time pass with nothing under way."""
        self.do(lambda: self.world.simulation.sleep(seconds))

    def takes(self, kind: str, seconds: float) -> None:
        """Set how long an association or dissociation takes."""
        state_manager.set_transition(f"opensearch::{kind}", {"progression": "time", "seconds": seconds})

    def associate(self, package: str = FIRST) -> None:
        """Associate behind the stack's back."""
        self.client.associate_package(DomainName="movies", PackageID=package)

    def status(self, package: str = FIRST) -> str:
        return self.associated().get(package, "absent")

    def associated(self) -> dict[str, str]:
        """Return the status of each association of the domain, by package id."""
        listed = self.client.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"]
        return {one["PackageID"]: one["DomainPackageStatus"] for one in listed}

    def dictionaries(self, count: int) -> list[str]:
        """Make dictionaries; return their ids."""
        source = {"S3BucketName": "dictionaries", "S3Key": "words.txt"}
        ids = []
        for number in range(count):
            name = f"dictionary-{number}"
            made = self.client.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
            ids.append(made["PackageDetails"]["PackageID"])
        self.passes(10)
        return ids

    @property
    def several(self) -> bool:
        """Whether each association is declared as a set of one."""
        return self.world.cloudformation.as_sets

    def id(self, package: str = FIRST) -> str:
        """Return the physical id of the resource that associates the package."""
        return f"movies|{package}"

    def asked(self) -> int:
        """Return how often OpenSearch Service or CloudFormation were asked for anything."""
        return sum(count for name, count in self.world.calls.items() if name not in ("GetItem", "PutItem"))

    def answers(self) -> list[dict[str, Any]]:
        """Return every answer that arrived, in the order of the requests."""
        return [answer for pending in self.world.endpoint.requests.values() for answer in pending.answers]

    def answer(self, event: Event, stack: Stack | None = None, **more: Any) -> dict[str, Any]:
        """Send an event of our own, of a stack, or of one that has nothing else; return its answer."""
        resource = Resource(event["LogicalResourceId"], event["ResourceProperties"])
        stack = stack or self.stack("single")
        stack.status, stack.created = f"{event['RequestType'].upper()}_IN_PROGRESS", self.world.simulation.now
        resource.status = stack.status
        stack.resources[resource.logical_id] = resource
        keys = ("PhysicalResourceId", "ResourceProperties", "OldResourceProperties")
        fields = {key: event[key] for key in keys if key in event} | more
        if fields.get("PhysicalResourceId") == f"movies|{FIRST}":
            fields["PhysicalResourceId"] = self.id()
        cloudformation = self.world.cloudformation

        def ask() -> Any:
            return cloudformation.wait(cloudformation.send(stack.id, event["RequestType"], resource, **fields))

        answer: dict[str, Any] = self.do(ask)
        return answer


@cache
def opensearch() -> Any:
    """Return one client for all stories: to make one costs more than most of them."""
    return boto3.client("opensearch")


@pytest.fixture
def movies(
    request: pytest.FixtureRequest,
    service: Controls,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: Any,
) -> Iterator[Movies]:
    """Return the stage, by its parameter for "one" or "several"; afterwards no log line may hold a ResponseURL."""
    caplog.set_level(logging.DEBUG)
    client = opensearch()
    world = World(client)
    monkeypatch.setattr(clock, "now", lambda: world.simulation.now)
    client.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
    source = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
    for name in ("synonyms", "stopwords", "stemming"):
        client.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
    world.cloudformation.as_sets = getattr(request, "param", "one") == "several"
    with world.entered():
        stage = Movies(world, service, client)
        stage.passes(60)
        yield stage
    output = capfd.readouterr()
    assert "X-Amz-Signature" not in caplog.text + output.out + output.err


@pytest.fixture
def existing(movies: Movies) -> None:
    """Have somebody else associate the first package, long before."""
    movies.associate()
    movies.passes(3600)
