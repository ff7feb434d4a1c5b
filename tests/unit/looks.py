"""What the judgements are given: requests, looks, CloudFormation's records; all ages in seconds before now."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws import Caller
from cloudformation.ids import holding, not_created
from cloudformation.rows import Row
from cloudformation.stack import StackView
from cloudformation.types import ONE
from errors import Rejected, ServiceError
from model import Association, Change, Domain, Goal, Package, Request, Target
from opensearch.client import OpenSearch
from reconcile.association.look import DomainLook
from tests.simulation.direct import client_error

NOW = 100_000.0
#: How long ago the request was made, and the stack's operation and the one before it began.
ASKED, BEGAN, BEFORE = 20.0, 100.0, 5000.0
STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/movies-search/5b6e5b20"
ROOT = "arn:aws:cloudformation:us-east-1:123456789012:stack/everything/0affd1c0"


def cells(table: dict[str, Any]) -> list[Any]:
    """Return the cells of a table for `parametrize`, by what is so in each of them, in words."""
    return [pytest.param(*(cell if isinstance(cell, tuple) else (cell,)), id=words) for words, cell in table.items()]


def row(logical_id: str, physical_id: str, status: str, ago: float = ASKED, reason: str = "", **properties: Any) -> Row:
    """Return a resource of the stack, or one event of it, with its properties."""
    return Row(logical_id, physical_id, status, NOW - ago, reason, json.dumps(properties) if properties else "")


def of_stack(status: str, ago: float, stack: str = STACK) -> Row:
    """Return an event of the stack's own."""
    return row(stack.split("/")[1], stack, status, ago)


def association(package_id: str = "F1", status: str = "ACTIVE", ago: float = BEFORE, **more: Any) -> Association:
    """Return what the domain lists; by default from before everything."""
    return Association(package_id, status, NOW - ago, **more)


def request(
    type_: str = "Create", known_id: str = "", *packages: str, domain: str = "movies", ago: float = ASKED, **more: Any
) -> Request:
    """Return a request of the resource Synonyms; without packages, a Delete is of what its id names."""
    known = holding(known_id)
    labels = packages or tuple(known.packages if known and type_ == "Delete" else ("F1",))
    made = Request(
        type=type_,
        stack_id=STACK,
        logical_id="Synonyms",
        resource_type=ONE,
        goal=Goal.ABSENT if type_ == "Delete" else Goal.PRESENT,
        domain=domain,
        targets=tuple(Target(package_id=label) for label in labels),
        known_id=known_id or not_created("Synonyms"),
        known=known,
        made=NOW - ago,
        limit=NOW - ago + 3600,
    )
    return replace(made, **more)


class Records(Caller):
    """CloudFormation: answers what its API would of these rows and events, and counts the questions."""

    def __init__(
        self,
        status: str | None = None,
        rows: Sequence[Row] = (),
        events: Sequence[Row] = (),
        *,
        created: float = BEFORE,
        updated: float | None = None,
        root: str | None = None,
        root_events: Sequence[Row] = (),
        page: int = 100,
        error: ServiceError | None = None,
    ) -> None:
        """Remember the stack; no status: it does not exist; no events: its operation has begun and nothing else."""
        self.status, self.rows, self.root, self.page, self.error = status, rows, root, page, error
        self.events = sorted(events, key=lambda event: -event.at)
        self.root_events = sorted(root_events, key=lambda event: -event.at)
        self.created, self.updated = created, updated
        self.asked: list[str] = []

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Return what the API action answers."""
        self.asked.append(action)
        if self.error is not None:
            raise self.error
        if self.status is None:
            raise _missing(action, f"Stack with id {parameters['StackName']} does not exist")
        answer: dict[str, Any] = getattr(self, f"_{action}")(parameters)
        return answer

    def _DescribeStacks(self, parameters: dict[str, Any]) -> dict[str, Any]:
        if parameters["StackName"] == ROOT:
            return {"Stacks": [{"StackStatus": self.root, "CreationTime": _date(NOW - self.created)}]}
        stack: dict[str, Any] = {"StackStatus": self.status, "CreationTime": _date(NOW - self.created)}
        stack |= {"RootId": ROOT} if self.root else {}
        stack |= {"LastUpdatedTime": _date(NOW - self.updated)} if self.updated is not None else {}
        return {"Stacks": [stack]}

    def _DescribeStackResource(self, parameters: dict[str, Any]) -> dict[str, Any]:
        for one in self.rows:
            if one.logical_id == parameters["LogicalResourceId"]:
                return {"StackResourceDetail": _item(one, "LastUpdatedTimestamp")}
        raise _missing("DescribeStackResource", f"Resource {parameters['LogicalResourceId']} does not exist")

    def _ListStackResources(self, parameters: dict[str, Any]) -> dict[str, Any]:
        return self._paged("StackResourceSummaries", "LastUpdatedTimestamp", self.rows, parameters)

    def _DescribeStackEvents(self, parameters: dict[str, Any]) -> dict[str, Any]:
        events = self.root_events if parameters["StackName"] == ROOT else self.events
        return self._paged("StackEvents", "Timestamp", events, parameters)

    def _paged(self, name: str, time: str, rows: Sequence[Row], parameters: dict[str, Any]) -> dict[str, Any]:
        begin = int(parameters.get("NextToken", 0))
        end = begin + self.page
        answer: dict[str, Any] = {name: [_item(one, time) for one in rows[begin:end]]}
        return answer | ({"NextToken": str(end)} if end < len(rows) else {})


def _missing(action: str, words: str) -> Rejected:
    error = Rejected("cloudformation", action, words)
    error.__cause__ = client_error("ValidationError", words, 400)
    assert isinstance(error.__cause__, ClientError)
    return error


def _date(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _item(one: Row, time: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "LogicalResourceId": one.logical_id,
        "PhysicalResourceId": one.physical_id,
        "ResourceStatus": one.status,
    }
    item |= {"ResourceProperties": one.properties} if one.properties else {}
    item |= {"ResourceType": one.type} if one.type else {}
    return item | {time: _date(one.at)} | ({"ResourceStatusReason": one.reason} if one.reason else {})


class Service(OpenSearch):
    """OpenSearch Service: one domain, what it lists, and the packages there are; keeps what it is asked to do."""

    def __init__(
        self,
        *listed: Association,
        domain: Domain | None = None,
        packages: Sequence[Package] = (),
        change: Change | ServiceError | None = None,
        errors: Sequence[ServiceError | None] = (),
    ) -> None:
        """Remember the domain; the errors are of the mutating calls, one after the other."""
        self.listed = {one.package_id: one for one in listed}
        self.state, self.known = domain or Domain(engine_version="OpenSearch_2.19"), packages
        self.newest, self.errors = change, list(errors)
        self.asked: list[tuple[str, list[str]]] = []
        self.read: list[str] = []

    def find(self, _: str) -> dict[str, Association]:
        return self.listed

    def domain(self, _: str) -> Domain:
        self.read.append("domain")
        return self.state

    def change(self, _: str) -> Change:
        if isinstance(self.newest, ServiceError):
            raise self.newest
        return self.newest or Change(0.0, "COMPLETED")

    def packages(self, ids: Sequence[str]) -> dict[str, Package]:
        self.read += [f"package {one}" for one in ids]
        return {one.package_id: one for one in self.known if one.package_id in ids}

    def packages_named(self, name: str) -> list[Package]:
        return [one for one in self.known if one.name == name]

    def associate(self, _: str, items: Sequence[tuple[str, dict[str, Any]]]) -> None:
        self._take("associate", [package for package, _ in items])

    def dissociate(self, _: str, packages: Sequence[str]) -> None:
        self._take("dissociate", list(packages))

    def _take(self, action: str, ids: list[str]) -> None:
        self.asked.append((action, ids))
        if self.errors and (error := self.errors.pop(0)):
            raise error


def look(asked: Request, service: Service | Association | None = None, records: Records | None = None) -> DomainLook:
    """Return one look at a domain, by default with F1 on it since long, and at the stack, which may not exist."""
    seen = service if isinstance(service, Service) else Service(service or association())
    stack = StackView(asked.stack_id, asked.logical_id, records or Records())
    return DomainLook(asked, seen, stack, lambda: NOW)
