"""What the modules of packages are given: packages, requests, looks; all ages in seconds before now."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cloudformation.ids import not_created
from cloudformation.stack import StackView
from cloudformation.types import PACKAGE
from errors import ServiceError
from model import Association, Package, Request, Target
from opensearch.client import OpenSearch
from reconcile.package.look import PackageLook
from reconcile.state import PackageState, State
from tests.unit import looks
from tests.unit.looks import ASKED, BEFORE, NOW, STACK, Records, row

SOURCE = {"S3BucketName": "dictionaries", "S3Key": "films.txt"}
OPTIONS = {"PackageName": "films", "PackageType": "TXT-DICTIONARY", "PackageSource": SOURCE}


def package(package_id: str = "F1", status: str = "AVAILABLE", ago: float = BEFORE, **more: Any) -> Package:
    """Return what the service describes; by default made and available before everything."""
    known: dict[str, Any] = {"name": "films", "type": "TXT-DICTIONARY", "version": "v1", "made": NOW - BEFORE}
    return Package(package_id, status, last_updated=NOW - ago, **known | more)


def target(**more: Any) -> Target:
    return replace(Target(name="films", options=OPTIONS), **more)


def request(type_: str = "Create", known_id: str = "", *targets: Target, ago: float = ASKED, **more: Any) -> Request:
    """Return a request of the resource Films; without targets, a Delete is of what its id names."""
    made = looks.request(type_, known_id, domain="", ago=ago)
    given = targets or (made.targets if type_ == "Delete" and made.known else (target(),))
    one: dict[str, Any] = {
        "logical_id": "Films",
        "resource_type": PACKAGE,
        "known_id": known_id or not_created("Films"),
    }
    return replace(made, targets=given, **one | more)


class Service(OpenSearch):
    """The packages there are, and the domains that have them; keeps what it is asked."""

    def __init__(
        self, *known: Package, errors: Sequence[ServiceError] = (), domains: dict[str, str] | None = None
    ) -> None:
        """Remember the packages; the errors are of the mutating calls, one after the other."""
        self.known, self.errors, self.on = known, list(errors), domains or {}
        self.asked: list[Any] = []
        self.read: list[str] = []

    def find(self, _: str) -> dict[str, Association]:
        raise AssertionError("no domain")

    def packages(self, ids: Sequence[str]) -> dict[str, Package]:
        self.read.append(" ".join(ids))
        return {one.package_id: one for one in self.known if one.package_id in ids}

    def packages_named(self, name: str) -> list[Package]:
        self.read.append(f"named {name}")
        return [one for one in self.known if one.name == name]

    def domains(self, package: str) -> dict[str, str]:
        self.read.append(f"domains of {package}")
        return self.on

    def create(self, parameters: dict[str, Any]) -> str:
        self._take("create", parameters)
        return "F9"

    def update(self, package: str, parameters: dict[str, Any]) -> None:
        self._take("update", package, parameters)

    def delete(self, package: str) -> None:
        self._take("delete", package)

    def _take(self, *call: Any) -> None:
        self.asked.append(call)
        if self.errors:
            raise self.errors.pop(0)


def state(known: PackageState | None = None, label: str = "films") -> State:
    made = State(since=NOW - ASKED)
    return made.with_package(label, known) if known else made


def look(
    asked: Request, service: Service, known: State | None = None, records: Records | None = None, now: float = NOW
) -> PackageLook:
    """Return one look at packages, and at the stack, which may not exist."""
    stack = StackView(asked.stack_id, asked.logical_id, records or Records())
    return PackageLook(asked, known or state(), service, stack, lambda: now)


def rolling_back(*events: Any, began: float = 100.0) -> Records:
    """Return the records of a stack whose update began so long ago, and rolls back."""
    beginning = row("movies-search", STACK, "UPDATE_IN_PROGRESS", began)
    own = row("Films", "F1", "UPDATE_IN_PROGRESS")
    return Records("UPDATE_ROLLBACK_IN_PROGRESS", [own], [*events, beginning])


def updating() -> Records:
    """Return the records of a stack that goes forward."""
    beginning = row("movies-search", STACK, "UPDATE_IN_PROGRESS", ASKED)
    return Records("UPDATE_IN_PROGRESS", [row("Films", "F1", "UPDATE_IN_PROGRESS")], [beginning])
