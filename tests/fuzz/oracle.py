"""What must be true of one stack's life, by what was declared and answered, and by the service's own state alone.

It knows no law of ownership and reads no physical id: it may be asked of any function.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.fuzz import limits
from tests.fuzz.domain import Domain
from tests.fuzz.plan import Declaration, Life, Step
from tests.fuzz.reading import entries_of
from tests.simulation.stack import Stack


def newly_retained(stack: Stack, known: list[Any]) -> list[Any]:
    """Return the resources that were retained, other than those that are known; now these are, too."""
    resources = [*stack.gone.values(), *stack.resources.values()]
    new = [one for one in resources if one.status == "DELETE_SKIPPED" and not any(one is other for other in known)]
    known += new
    return new


@dataclass
class Oracle:
    """Watches one stack."""

    domain: Domain
    life: Life
    stack: Stack
    #: What the stack has by operations that have ended, by resource; and the operation that is under way.
    settled: dict[str, Declaration] = field(default_factory=dict)
    step: Step = field(default_factory=lambda: Step(()))
    #: What it has ever declared, and what operations without rollback may have left to the next.
    touched: set[str] = field(default_factory=set)
    #: What it has ever declared with AdoptExisting: that may be another's, who then goes on with it.
    adopted: set[str] = field(default_factory=set)
    owed: set[str] = field(default_factory=set)
    retained: list[Any] = field(default_factory=list)
    #: What retained resources have, and may lose all the same; see `limits.may_be_let_go`.
    losable: set[str] = field(default_factory=set)
    #: The stack is stuck, or was and resources were skipped: what it holds is no longer what it declares.
    astray: bool = False
    skipped: bool = False

    def begins(self, step: Step) -> None:
        """An operation begins."""
        self.step = step
        self.touched |= step.packages
        self.adopted |= {package for package in step.packages if self.adopts(package)}
        for package in step.packages:
            # What a stack has is its own, however a resource declares it.
            if package in self.domain.strangers and (self.adopts(package) or package in self.packages):
                self.domain.strangers[package].met = True
            if package in self.domain.strangers and limits.is_overlooked(self.domain, package):
                self.domain.unknown.add(package)
            if limits.is_declared_again_soon(self.domain, package):
                self.domain.told.add(package)
                del self.domain.kept[package]

    def ended(self) -> None:
        """The operation has ended: nothing wanted is lost, nothing of others was touched."""
        status = self.stack.status
        stuck = status.endswith("ROLLBACK_FAILED") or status == "DELETE_FAILED"
        if stuck and not limits.may_be_stuck(self.domain, self):
            self.violation("stuck with time enough")
        self.astray = stuck or self.skipped
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            self.settled, self.owed, self.losable = {one.name: one for one in self.step.resources}, set(), set()
        elif self.stopped:
            self.owed |= self.step.packages | self.packages
            brought = {one.name: one for one in self.step.resources if self.is_brought(one.name, one.template())}
            self.domain.told |= limits.may_finish_late(self.step, self.settled, brought)
            self.losable |= limits.may_be_let_go(self.settled, brought)
            self.settled = self.settled | brought
        elif status in ("DELETE_COMPLETE", "ROLLBACK_COMPLETE", ""):
            self.settled, self.owed = {}, set()
        self._retain()
        self.check_wanted(at_rest=False)
        self.domain.check_strangers()

    @property
    def stopped(self) -> bool:
        """Whether an operation has failed without rollback."""
        return self.stack.status in ("CREATE_FAILED", "UPDATE_FAILED")

    @property
    def packages(self) -> set[str]:
        """What the stack has by operations that have ended."""
        return {package for one in self.settled.values() for package in one.packages}

    def wanted(self) -> set[str]:
        """Return what the stack wants now, as far as CloudFormation was told that it has it."""
        now = self.stack.status
        if now.startswith(("DELETE", "ROLLBACK")) or not now:
            return set()
        if now.startswith("UPDATE_COMPLETE_"):
            return set(self.step.packages)
        brought = [one.packages for one in self.step.resources if self.is_brought(one.name, one.template())]
        forward = now in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")
        return self.packages.union(*(brought if forward else ()))

    def may_have(self) -> set[str]:
        """Return what may be on the domain for the stack's sake."""
        forced_away = not self.stack.status  # nobody has asked the function to let go
        return self.touched if self.astray or forced_away else self.packages | self.owed

    def adopts(self, package: str) -> bool:
        """Return whether the operation declares the package with AdoptExisting."""
        return any(one.adopt for one in self.step.declaring(package))

    def check_wanted(self, at_rest: bool) -> None:
        """What the stack has, is there."""
        known = self.domain.known()
        for package in self.packages - self.domain.unknown if not self.astray else ():
            one = known.get(package)
            renewed = one is not None and one.status == "ASSOCIATING" and len(one.package.versions) > 1
            refused = one is not None and one.status == "ASSOCIATION_FAILED"  # its last transition could not but fail
            if (one is None or one.status != "ACTIVE") and (at_rest or not renewed) and not refused:
                self.violation(f"{package} is wanted, but {one.status if one else 'absent'}")

    def is_brought(self, name: str, entry: dict[str, Any]) -> bool:
        """Return whether CloudFormation was told that a resource is as the template declares it."""
        resource = self.stack.resources.get(name)
        done = resource is not None and resource.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
        return done and (resource.type, resource.properties) == (entry["Type"], entry["Properties"])  # type: ignore[union-attr]

    def _retain(self) -> None:
        """Keep in mind what retained resources have, and may have where they were not brought."""
        for one in newly_retained(self.stack, self.retained):
            if "PackageSource" not in one.properties:
                packages = set(entries_of(one.properties)) - self.domain.strangers.keys()
                self.domain.told |= packages
                self.domain.unknown |= packages if limits.may_come_again(self.domain.plan) else set()
                if one.data:
                    self.domain.kept |= {package: (self.domain.now(), self) for package in packages - self.losable}
                else:
                    self.domain.staying |= packages - self.packages

    def violation(self, text: str) -> None:
        """Say that something is not true of the stack."""
        self.domain.violations.append(f"{self.stack.name} {self.stack.status}: {text}")
