"""The lives of one to three stacks by a plan: what the world does to them, while the oracles watch."""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

from moto.core.exceptions import JsonRESTError
from moto.moto_api import state_manager
from moto.opensearch.models import OpenSearchServiceBackend

from tests.fakes.clock import clock
from tests.fakes.models import Packages
from tests.fakes.package import Failure
from tests.fuzz.domain import Domain
from tests.fuzz.faults import Faults
from tests.fuzz.made import Made, Shelf
from tests.fuzz.meanwhile import Meanwhile
from tests.fuzz.oracle import Oracle
from tests.fuzz.packages import PackageOracle, Theirs
from tests.fuzz.plan import BEFORE, NAMES, PAUSE, Life, Plan, Step
from tests.fuzz.play import play
from tests.fuzz.service import Service
from tests.fuzz.watch import watch
from tests.simulation.direct import Direct, create_domain
from tests.simulation.stack import Template
from tests.simulation.world import World

#: Between a change set and its execution (seconds).
REVIEW = 7200.0
BROKEN = {"DomainName": "movies", "PackageID": "none"}
#: Adopting packages is only allowed where the provider says so.
ENVIRONMENT = {"LEDGER_TABLE": "ledger", "ADOPT_PACKAGES": "true"}


@dataclass
class Lifecycle:
    """Runs a plan; `violations` then says what was not true."""

    plan: Plan
    #: Another function than the provider's, to see the oracles find out what is wrong with it.
    handler: Callable[..., Any] | None = None
    happened: Counter[str] = field(default_factory=Counter)

    @property
    def violations(self) -> list[str]:
        return self.domain.violations

    def run(self) -> "Lifecycle":
        plan, backend = self.plan, OpenSearchServiceBackend("us-east-1", "123456789012")
        self.packages = Packages(backend)
        self.direct = Direct(self.packages)
        self.world = World(self.direct, timeout=plan.function_timeout)
        simulation = self.world.simulation
        self.domain = Domain(plan, lambda: self.packages.domain("movies").associations, lambda: simulation.now)
        self.domain.oracles = [Oracle(self.domain, life, self.world.stack(life.stack)) for life in plan.lives]
        self.shelf, self.theirs = Shelf(), dict[str, Theirs]()
        self.own: list[PackageOracle] = []
        for one in self.domain.oracles:
            self.own.append(PackageOracle(one, self.packages, self.shelf, self.theirs, self.own))
        self.world.opensearch = Service(self.direct, self.domain, self.own, plan.visible_after)
        if self.handler is not None:
            self.world.function.handler = self.handler
        before, clock.now = clock.now, lambda: simulation.now
        try:
            with patch.dict(os.environ, ENVIRONMENT), self.world.entered():
                self._prepare(backend)
                self.faults = Faults(self.world, sorted(plan.faults))
                self.faults.enter()
                play(self.world, self.domain, self.happened)
                self.meanwhile = Meanwhile(self.world, self.domain, self.packages, self.happened)
                self.meanwhile.begin()
                watch(self.world, self.domain, self.own, self.faults.deadly)
                lives = zip(plan.lives, self.domain.oracles, self.own, strict=True)
                self.world.do(*(partial(self._live, life, one, own) for life, one, own in lives))
                self.domain.gave_up = bool(self.world.function.gave_up)
                self.domain.rests()
                for own in self.own:
                    own.rests()
        finally:
            clock.now = before
            for kind in ("association", "dissociation", "package", "deletion"):
                state_manager.unset_transition(f"opensearch::{kind}")
        self.happened.update(self.faults.happened)
        return self

    def _prepare(self, backend: OpenSearchServiceBackend) -> None:
        plan, simulation, packages = self.plan, self.world.simulation, self.packages
        times = {"association": plan.association, "dissociation": plan.dissociation}
        for kind, value in times.items():
            state_manager.set_transition(f"opensearch::{kind}", {"progression": "time", "seconds": value})
        create_domain(backend, "movies")
        source = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
        for name in NAMES.values():
            self.direct.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
        self.world.do(lambda: simulation.sleep(5))
        self.direct.describe_packages()
        self._prepare_packages()
        packages.keeps_active, packages.plural_disabled = plan.keeps_active, plan.plural_disabled
        packages.one_change_at_a_time = plan.one_change_at_a_time
        packages.domain("movies").busy_until = simulation.now + BEFORE + PAUSE + plan.busy if plan.busy else 0
        for package in plan.failing:
            packages.orders.setdefault(package, []).append(Failure("ASSOCIATION_FAILED", "Bad", "line 3"))
        for package in plan.stuck:
            packages.orders.setdefault(package, []).append(Failure("DISSOCIATION_FAILED", "InUse", "index"))
        self.world.cloudformation.timeout_at_top = plan.timeout_at_top
        for life, oracle in zip(plan.lives, self.domain.oracles, strict=True):
            stack = oracle.stack
            stack.swapped_updates, stack.turn, stack.shows_execution = life.swapped, life.turn, life.shows_execution
            stack.rolls_back, stack.recreates = life.rolls_back, life.recreates
            stack.refuses_replacements = life.refuses_replacements

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

    def _live(self, life: Life, oracle: Oracle, own: PackageOracle) -> None:
        stack, simulation = oracle.stack, self.world.simulation
        simulation.sleep(BEFORE + life.begins)
        if life.change_set:
            stack.review()
            simulation.sleep(REVIEW)
        for index, step in enumerate(life.steps):
            self._before(step)
            oracle.begins(step)
            own.begins(step)
            template: Template = {one.name: one.template() for one in step.resources}
            template |= {name: entry for one in step.made for name, entry in one.template().items()}
            template |= {"Broken": BROKEN} if step.broken is not None else {}
            done = stack.update(template) if index else stack.create(template, life.on_failure)
            self._ended(oracle, own)
            if stack.status == "UPDATE_ROLLBACK_FAILED":
                oracle.skipped = True
                if not life.skip:
                    break
                failed = [name for name, one in stack.resources.items() if one.status == "UPDATE_FAILED"]
                stack.continue_rollback(failed)
                self._ended(oracle, own)
            if not (done or index or stack.status == "CREATE_FAILED"):
                break
        self._end(life, oracle, own)

    def _end(self, life: Life, oracle: Oracle, own: PackageOracle) -> None:
        stack, simulation = oracle.stack, self.world.simulation
        if life.ends in ("forced", "released") and stack.status != "DELETE_COMPLETE":
            stack.force_away()
            if life.ends == "released":
                self.meanwhile.release(stack.id)
                self.domain.unknown |= oracle.touched
            self._ended(oracle, own)
        for _ in range(2):  # what fails may go well the next time
            if stack.status in ("ROLLBACK_FAILED", "DELETE_FAILED") or (
                life.ends == "deleted" and "DELETE" not in stack.status
            ):
                simulation.sleep(PAUSE)
                stack.delete()
                self._ended(oracle, own)

    def _ended(self, oracle: Oracle, own: PackageOracle) -> None:
        self.domain.gave_up = bool(self.world.function.gave_up)
        oracle.ended()
        own.ended()
        self.happened[oracle.stack.status or "forced away"] += 1

    def _before(self, step: Step) -> None:
        """What happens between the operations."""
        simulation = self.world.simulation
        simulation.sleep(max(step.pause, PAUSE))
        for package in sorted(step.published):
            self.packages.packages[package].publish(simulation.now)
        for one in step.foreign:
            self._make_by_hand(one)
        for key, what in step.puts:
            self.shelf.put(key, what)

    def _make_by_hand(self, one: Made) -> None:
        """Somebody else makes a package, unless there is one of its name."""
        with suppress(JsonRESTError):
            package = self.packages.create(one.parameters)
            self.theirs[package.id] = Theirs(package, 1)
            self.world.simulation.sleep(self.plan.making + 60)
            if package.status() != "AVAILABLE":  # it was to fail, and nobody keeps that
                del self.packages.packages[package.id], self.theirs[package.id]
