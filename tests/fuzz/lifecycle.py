"""One stack's life by a plan: what the world does to it, while the oracle watches."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.moto_api import state_manager
from moto.opensearch.models import OpenSearchServiceBackend

from tests.fakes.clock import clock
from tests.fakes.models import Packages
from tests.fakes.package import Failure
from tests.fuzz.faults import Faults
from tests.fuzz.made import Made, Shelf
from tests.fuzz.oracle import Oracle
from tests.fuzz.packages import PackageOracle
from tests.fuzz.plan import NAMES, Plan, Step
from tests.fuzz.play import play
from tests.fuzz.service import Service
from tests.fuzz.watch import watch
from tests.simulation.direct import Direct, create_domain
from tests.simulation.stack import Template
from tests.simulation.world import World

#: Between a change set and its execution (seconds).
REVIEW = 7200.0
#: Between two operations, at least (seconds); see `limits.LIMITS`.
PAUSE = 10.0
BROKEN = {"DomainName": "movies", "PackageID": "none"}


@dataclass
class Lifecycle:
    """Runs a plan; `violations` then says what was not true."""

    plan: Plan
    #: Another function than the provider's, to see the oracle find out what is wrong with it.
    handler: Callable[..., Any] | None = None
    happened: Counter[str] = field(default_factory=Counter)

    @property
    def violations(self) -> list[str]:
        return self.oracle.violations

    def run(self) -> "Lifecycle":
        backend = OpenSearchServiceBackend("us-east-1", "123456789012")
        self.packages = Packages(backend)
        self.direct = Direct(self.packages)
        self.world = World(self.direct, timeout=self.plan.function_timeout)
        self.stack = self.world.stack(self.plan.stack)
        self.oracle = Oracle(self.plan, self.stack, lambda: self.packages.domain("movies"))
        self.shelf = Shelf()
        self.own = PackageOracle(self.oracle, self.packages, self.shelf)
        self.world.opensearch = Service(self.direct, self.oracle, self.own, self.plan.visible_after)
        if self.handler is not None:
            self.world.function.handler = self.handler
        before, clock.now = clock.now, lambda: self.world.simulation.now
        try:
            with self.world.entered():
                self._prepare(backend)
                self.faults = Faults(self.world, sorted(self.plan.faults))
                self.faults.enter()
                play(self.world, self.oracle, self.happened)
                watch(self.world, self.oracle, self.own, self.faults.deadly)
                self.world.do(self._live)
                self.oracle.gave_up = bool(self.world.function.gave_up)
                self.oracle.rests()
                self.own.rests()
        finally:
            clock.now = before
            for kind in ("association", "dissociation", "package", "deletion"):
                state_manager.unset_transition(f"opensearch::{kind}")
        self.happened.update(self.faults.happened)
        return self

    def _prepare(self, backend: OpenSearchServiceBackend) -> None:
        plan, simulation = self.plan, self.world.simulation
        for kind, value in {"association": plan.association, "dissociation": plan.dissociation}.items():
            state_manager.set_transition(f"opensearch::{kind}", {"progression": "time", "seconds": value})
        create_domain(backend, "movies")
        source = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
        for name in NAMES.values():
            self.direct.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
        self.world.do(lambda: simulation.sleep(5))
        self.direct.describe_packages()
        self._prepare_packages()
        self.packages.keeps_active, self.packages.plural_disabled = plan.keeps_active, plan.plural_disabled
        stack, cloudformation = self.stack, self.world.cloudformation
        stack.swapped_updates, stack.types_change_in_place = plan.swapped, True
        stack.rows_in_cleanup, stack.shows_execution = plan.rows_in_cleanup, plan.shows_execution
        cloudformation.timeout_at_top = plan.timeout_at_top

    def _prepare_packages(self) -> None:
        plan, packages = self.plan, self.packages
        if not plan.made:
            return
        for kind, value in {"package": plan.making, "deletion": plan.deletion}.items():
            state_manager.set_transition(f"opensearch::{kind}", {"progression": "time", "seconds": value})
        packages.fails_while_copying, packages.moving_is_in_use = plan.fails_while_copying, plan.moving_is_in_use
        packages.describes_deleted = plan.describes_deleted
        packages.objects = self.shelf  # type: ignore[assignment]
        for key in ("k1", "k2", "k3"):
            self.shelf.put(key, "new")
        for name in plan.spoiled:
            packages.orders[name] = [Failure("VALIDATION_FAILED", "Bad", "line 3")]
        for name in plan.clinging:
            packages.orders.setdefault(name, []).append(Failure("DELETE_FAILED", "Stuck", "it clings"))

    def _live(self) -> None:
        stack = self.stack
        for index, step in enumerate(self.plan.steps):
            if index == 0 and self.plan.change_set:
                stack.review()
                self.world.simulation.sleep(REVIEW)
            self._before(step)
            self.oracle.begins(step)
            self.own.begins(step)
            template: Template = {one.name: one.template() for one in step.resources}
            template |= {name: entry for one in step.made for name, entry in one.template().items()}
            template |= {"Broken": BROKEN} if step.broken is not None else {}
            done = stack.update(template) if index else stack.create(template, self.plan.on_failure)
            self._ended()
            if stack.status == "UPDATE_ROLLBACK_FAILED":
                self.oracle.skipped = True
                if not self.plan.skip:
                    break
                failed = [name for name, one in stack.resources.items() if one.status == "UPDATE_FAILED"]
                stack.continue_rollback(failed)
                self._ended()
            if not (done or index):
                break
        if stack.status == "ROLLBACK_FAILED" or (self.plan.delete and "DELETE" not in stack.status):
            self.world.simulation.sleep(PAUSE)
            stack.delete()
            self._ended()

    def _ended(self) -> None:
        self.oracle.gave_up = bool(self.world.function.gave_up)
        self.oracle.ended()
        self.own.ended()
        self.happened[self.stack.status] += 1

    def _before(self, step: Step) -> None:
        """What happens between the operations."""
        domain, simulation, plan = self.packages.domain("movies"), self.world.simulation, self.plan
        simulation.sleep(max(step.pause, PAUSE))
        for package in sorted(step.published):
            self.packages.packages[package].publish(simulation.now)
        for package in sorted(step.strangers):
            self._associate_by_hand(package)
        for one in step.foreign:
            self._make_by_hand(one)
        for key, what in step.puts:
            self.shelf.put(key, what)
        if step is plan.steps[0]:
            domain.busy_until = simulation.now + plan.busy
        self.packages.one_change_at_a_time = plan.one_change_at_a_time
        for package in plan.failing if step is plan.steps[0] else ():
            self.packages.orders.setdefault(package, []).append(Failure("ASSOCIATION_FAILED", "Bad", "line 3"))
        for package in plan.stuck if step is plan.steps[0] else ():
            self.packages.orders.setdefault(package, []).append(Failure("DISSOCIATION_FAILED", "InUse", "index"))
        names = {old: new for old, new in step.refactored if old in self.stack.resources}
        self.stack.refactor(names)

    def _make_by_hand(self, one: Made) -> None:
        """Somebody else makes a package, unless there is one of its name."""
        with suppress(JsonRESTError):
            package = self.packages.create(one.parameters)
            self.world.simulation.sleep(self.plan.making + 60)
            if package.status() == "AVAILABLE":
                self.own.stranger(package.id)
            else:  # it was to fail, and nobody keeps that
                del self.packages.packages[package.id]

    def _associate_by_hand(self, package: str) -> None:
        """Somebody else associates the package, unless it is there or the domain is busy; see `limits.LIMITS`."""
        packages = self.packages
        with suppress(JsonRESTError):
            if package not in packages.domain("movies").associations.keys() | self.oracle.told:
                packages.associate("movies", [{"PackageID": package}])
                self.world.simulation.sleep(self.plan.association + 60)
                known = packages.domain("movies").associations
                if known[package].status == "ACTIVE":
                    self.oracle.stranger(package)
                else:  # it was to fail, and nobody keeps that
                    del known[package]
