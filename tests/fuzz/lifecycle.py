"""One stack's life among faults, and what must be true of it whatever happened."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from moto.moto_api import state_manager
from moto.opensearch.models import OpenSearchServiceBackend

from tests.fakes.clock import clock
from tests.fakes.models import Packages
from tests.fakes.package import Failure
from tests.fuzz.faults import Faults
from tests.simulation.direct import Direct, create_domain
from tests.simulation.endpoint import Pending
from tests.simulation.stack import Stack
from tests.simulation.world import World

FIRST, SECOND, THIRD = "F111111111", "F222222222", "F333333333"
NAMES = {FIRST: "synonyms", SECOND: "stopwords", THIRD: "stemming"}


@dataclass(frozen=True)
class Plan:
    """What happens to the stack, to the service, and what goes wrong; times in seconds."""

    association: float = 3
    dissociation: float = 2
    function_timeout: int = 900
    service_timeout: int = 3600
    visible_after: float = 0
    one_change_at_a_time: bool = False
    keeps_active: bool = False
    busy: float = 0
    adopt: bool = False
    #: The packages that someone else has associated long before.
    foreign: frozenset[str] = frozenset()
    #: The packages whose first association fails, and whose first dissociation does.
    failing: frozenset[str] = frozenset()
    stuck: frozenset[str] = frozenset()
    #: When a sibling's failure cancels the create, or the update; None: it doesn't.
    cancel_create: float | None = None
    cancel_update: float | None = None
    update: str = "replace"
    #: The properties say PackageName instead of PackageID.
    named: bool = False
    #: One resource has several packages: a third one beside, which stays.
    several: bool = False
    plural_disabled: bool = False
    swapped: bool = True
    faults: tuple[tuple[int, str], ...] = ()


@dataclass
class Lifecycle:
    """Runs a plan; `violations` then says what was not true."""

    plan: Plan
    violations: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)

    def run(self) -> "Lifecycle":
        backend = OpenSearchServiceBackend("us-east-1", "123456789012")
        self.packages = Packages(backend)
        self.world = World(Direct(self.packages), timeout=self.plan.function_timeout)
        self.stack = self.world.stack()
        before, clock.now = clock.now, lambda: self.world.simulation.now
        try:
            with self.world.entered():
                self._prepare(backend)
                self.faults = Faults(self.world, sorted(self.plan.faults))
                self.faults.enter()
                self.world.do(self._live)
                self.faults.planned.clear()
                self._check()
        finally:
            clock.now = before
            for kind in ("association", "dissociation"):
                state_manager.unset_transition(f"opensearch::{kind}")
        self.happened.update(self.faults.happened)
        return self

    def _prepare(self, backend: OpenSearchServiceBackend) -> None:
        plan, seconds = self.plan, {"association": self.plan.association, "dissociation": self.plan.dissociation}
        for kind, value in seconds.items():
            state_manager.set_transition(f"opensearch::{kind}", {"progression": "time", "seconds": value})
        create_domain(backend, "movies")
        source = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
        for name in NAMES.values():
            self.world.opensearch.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
        self.world.do(lambda: self.world.simulation.sleep(5))
        self.world.opensearch.describe_packages()
        for package in sorted(plan.foreign):
            self.packages.associate("movies", [{"PackageID": package}])
        self.world.do(lambda: self.world.simulation.sleep(plan.association + 60))
        self.foreign = dict(self.packages.domain("movies").associations)
        self.packages.one_change_at_a_time, self.packages.keeps_active = plan.one_change_at_a_time, plan.keeps_active
        self.packages.plural_disabled = plan.plural_disabled
        for package in plan.failing:
            self.packages.orders.setdefault(package, []).append(Failure("ASSOCIATION_FAILED", "Bad", "line 3"))
        for package in plan.stuck:
            self.packages.orders.setdefault(package, []).append(Failure("DISSOCIATION_FAILED", "InUse", "index"))
        self.packages.domain("movies").busy_until = self.world.simulation.now + plan.busy
        self.stack.swapped_updates = plan.swapped
        self._watch_lists()
        self._watch_answers()

    def _watch_lists(self) -> None:
        """Let a new association be listed only some time after it was asked for."""
        real, world, after = self.world.opensearch, self.world, self.plan.visible_after
        listed: set[str] = set()

        def is_listed(item: dict[str, Any]) -> bool:
            old = item["PackageID"] in listed or world.simulation.now - item["LastUpdated"].timestamp() >= after
            return old or item["DomainPackageStatus"] != "ASSOCIATING"

        class Late:
            def __getattr__(self, name: str) -> Any:
                return getattr(real, name)

            def list_packages_for_domain(self, **parameters: Any) -> Any:
                answer = real.list_packages_for_domain(**parameters)
                visible = list(filter(is_listed, answer["DomainPackageDetailsList"]))
                listed.clear()
                listed.update(item["PackageID"] for item in visible)
                return answer | {"DomainPackageDetailsList": visible}

        self.world.opensearch = Late()

    def _watch_answers(self) -> None:
        """At each first answer of SUCCESS, compare with the service's own state."""
        endpoint, put = self.world.endpoint, self.world.endpoint.put

        def watched(url: str, body: bytes, content_type: str, timeout: float) -> int:
            known = {key: len(pending.answers) for key, pending in endpoint.requests.items()}
            try:
                return put(url, body, content_type, timeout)
            finally:
                for key, pending in endpoint.requests.items():
                    if len(pending.answers) == 1 and not known[key] and not pending.cancelled:
                        self._check_success(pending.event, pending.answers[0])

        endpoint.put = watched  # type: ignore[method-assign]

    def _check_success(self, event: dict[str, Any], answer: dict[str, Any]) -> None:
        if answer["Status"] != "SUCCESS":
            return
        for package in self._packages_of(event, str(answer["PhysicalResourceId"])):
            self._check_package(event, package)

    def _packages_of(self, event: dict[str, Any], physical_id: str) -> list[str]:
        """Return the packages that an answered request was about."""
        if event["RequestType"] == "Delete" and not self.plan.several:
            return [package for package in NAMES if physical_id == f"movies|{package}"]
        if event["RequestType"] == "Delete" and physical_id != f"movies|{event['LogicalResourceId']}":
            return []
        properties = event["ResourceProperties"]
        ids = {name: package for package, name in NAMES.items()}
        entries = properties.get("Packages", [properties])
        return [entry.get("PackageID") or ids[entry["PackageName"]] for entry in entries]

    def _check_package(self, event: dict[str, Any], package: str) -> None:
        known = self.packages.domain("movies").associations
        if event["RequestType"] != "Delete":
            status = known[package].status if package in known else "absent"
            # What a cancelled new version's Update has asked for may still be on its way when the rollback looks.
            may_come = '"v2"' in json.dumps(event.get("OldResourceProperties", {})) and status == "ASSOCIATING"
            if status != "ACTIVE" and not may_come:
                self.violations.append(f"{event['RequestType']} SUCCESS, but {package} is {status}")
            elif package == FIRST:  # a rollback takes the version that it finds
                wanted = "v2" if '"v2"' in json.dumps(event["ResourceProperties"]) else None
                if wanted == known[package].package.version != known[package].version:
                    self.violations.append(f"{event['RequestType']} SUCCESS, but {package} is not at {wanted}")
        elif package in known and not self._stays(package):
            self.violations.append(f"Delete SUCCESS, but {package} is {known[package].status}")

    def _stays(self, package: str) -> bool:
        """Return whether a Delete is to leave the package: others made it, and a rollback leaves what was adopted."""
        return package in self.foreign and (not self.plan.adopt or "ROLLBACK" in self.stack.status)

    def _is_foreign(self, package: str) -> bool:
        return package in self.foreign and not self.plan.adopt

    def _live(self) -> None:
        plan, deliver = self.plan, self.world.cloudformation.invoke
        late = {"Broken": plan.cancel_create, "Bad": plan.cancel_update}
        self.world.cloudformation.invoke = lambda event: (
            self.world.function.invoke(event, late[event["LogicalResourceId"]] or 0)
            if event["LogicalResourceId"] in late
            else deliver(event)
        )
        more: dict[str, Any] = {"ServiceTimeout": plan.service_timeout, "AdoptExisting": plan.adopt}
        version = {"PackageVersion": "v1"} if plan.update == "version" else {}
        template = {"Synonyms": {"DomainName": "movies", **self._names(FIRST, version), **more}}
        broken = {"DomainName": "movies", "PackageID": "none"}
        created = self.stack.create(template | ({"Broken": broken} if plan.cancel_create is not None else {}))
        if not created:
            return
        if plan.update != "none":
            package = SECOND if plan.update == "replace" else FIRST
            if plan.update == "version":
                self.packages.packages[FIRST].versions.append(("v2", self.world.simulation.now, ""))
                version = {"PackageVersion": "v2"}
            more["ServiceTimeout"] = 3000
            after = {"Synonyms": {"DomainName": "movies", **self._names(package, version), **more}}
            self.stack.update(after | ({"Bad": broken} if plan.cancel_update is not None else {}))
        self.stack.delete()

    def _names(self, package: str, version: dict[str, str]) -> dict[str, Any]:
        """Return how the properties name a package, or several with it."""

        def name(one: str) -> dict[str, str]:
            return {"PackageName": NAMES[one]} if self.plan.named else {"PackageID": one}

        if not self.plan.several:
            return name(package) | version
        return {"Packages": [name(package) | version, name(THIRD)]}

    def _check(self) -> None:
        """Everything has come to rest: what CloudFormation was told, and what is left."""
        for pending in self.world.endpoint.requests.values():
            self._check_answers(pending)
        known = self.packages.domain("movies").associations
        for package, association in self.foreign.items():
            if self._is_foreign(package) and (known.get(package) is not association or association.status != "ACTIVE"):
                self.violations.append(f"the foreign association of {package} was touched")
        gone = self.stack.status in ("DELETE_COMPLETE", "ROLLBACK_COMPLETE")
        left = [package for package in known if package not in self.foreign]
        if gone and left and not self.world.function.gave_up and not self._cleanup_failed():
            self.violations.append(f"{self.stack.status}, but {left} is left behind")

    def _cleanup_failed(self) -> bool:
        return any(status == "DELETE_FAILED" for _, _, status, _ in self.stack.events) or bool(self.plan.stuck)

    def _check_answers(self, pending: Pending) -> None:
        event = pending.event
        name = f"{event['RequestType']} of {event['LogicalResourceId']}"
        deadline = pending.made + float(event["ResourceProperties"].get("ServiceTimeout", 3600))
        if not pending.cancelled and (not pending.times or pending.times[0] > deadline):
            self.violations.append(f"{name}: no answer in time")
        if pending.cancelled:
            return  # its answers reach nobody
        # What the resource is asked for next changes what a late duplicate finds; its answer reaches nobody.
        until = min((one.made for one in self._requests_after(pending)), default=float("inf"))
        timely = [answer for answer, at in zip(pending.answers, pending.times, strict=True) if at < until]
        if len({(answer["Status"], answer["PhysicalResourceId"]) for answer in timely}) > 1:
            answers = [(a["Status"], a["PhysicalResourceId"], a.get("Reason", "")[:150]) for a in timely]
            self.violations.append(f"{name}: answers differ: {answers}")

    def _requests_after(self, pending: Pending) -> list[Pending]:
        """Return every later request for the same resource."""
        resource = pending.event["LogicalResourceId"]
        known = [one for one in self.world.endpoint.requests.values() if one.event["LogicalResourceId"] == resource]
        return known[known.index(pending) + 1 :]


def describe(stack: Stack) -> str:
    """Return the stack's events, for a failure's report."""
    return "\n".join(f"{at:12.1f} {name} {status} {reason}" for at, name, status, reason in stack.events)
