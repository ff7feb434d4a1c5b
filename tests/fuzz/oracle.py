"""What must be true of a lifecycle, by what was declared and answered, and by the service's own state alone.

It knows no law of ownership and reads no physical id: it may be asked of any function.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.association import Association
from tests.fakes.domain import PackagesOfDomain
from tests.fuzz import limits
from tests.fuzz.plan import PACKAGES, Plan, Step
from tests.fuzz.reading import entries_of
from tests.simulation.stack import Stack


@dataclass
class Stranger:
    """An association that is not the stack's, as it was before."""

    association: Association
    version: str
    #: Asked for with AdoptExisting in an operation that was rolled back: it may have a new version since.
    met: bool = False


def newly_retained(stack: Stack, known: list[Any]) -> list[Any]:
    """Return the resources that were retained, other than those that are known; now these are, too."""
    resources = [*stack.gone.values(), *stack.resources.values()]
    new = [one for one in resources if one.status == "DELETE_SKIPPED" and not any(one is other for other in known)]
    known += new
    return new


@dataclass
class Oracle:
    """Watches one lifecycle; `violations` says what was not true."""

    plan: Plan
    stack: Stack
    #: The associations of the domain, settled.
    domain: Any
    violations: list[str] = field(default_factory=list)
    strangers: dict[str, Stranger] = field(default_factory=dict)
    #: What the stack declares now, and the operation that is under way.
    current: Step = field(default_factory=lambda: Step(()))
    step: Step = field(default_factory=lambda: Step(()))
    #: Packages of which an answer said that they may be left.
    told: set[str] = field(default_factory=set)
    #: What stays on the domain, as a success has told; or as a cancelled resource that is retained has left it, with an
    #: id that CloudFormation never had: whoever asks for it next finds it there.
    staying: set[str] = field(default_factory=set)
    #: What retained resources have left on purpose, until the stack declares it again; and those resources.
    kept: set[str] = field(default_factory=set)
    retained: list[Any] = field(default_factory=list)
    #: The stack is stuck, or was and resources were skipped: what it holds is no longer what it declares.
    astray: bool = False
    skipped: bool = False
    gave_up: bool = False

    def stranger(self, package: str) -> None:
        """Someone else has an association of the package."""
        association = self.known().associations[package]
        self.strangers[package] = Stranger(association, association.version)

    def begins(self, step: Step) -> None:
        """An operation begins."""
        self.step = step

    def ended(self) -> None:
        """The operation has ended: nothing wanted is lost, nothing of others was touched."""
        status = self.stack.status
        stuck = status.endswith("ROLLBACK_FAILED") or status == "DELETE_FAILED"
        if stuck:
            self._check_stuck()
        self.astray = stuck or self.skipped
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            self.current = self.step
            self._adopt()
        else:
            for package in self.step.packages & self.strangers.keys():
                self.strangers[package].met |= self.adopts(package)
        if status in ("DELETE_COMPLETE", "ROLLBACK_COMPLETE"):
            self.current = Step(())
        self._retain()
        self._check_wanted(at_rest=False)
        self._check_strangers()

    def rests(self) -> None:
        """Nothing is under way any more: also nothing that the stack gave up is left behind."""
        self._check_wanted(at_rest=True)
        self._check_strangers()
        if self.astray or self.gave_up:
            return
        for package in (self.known().associations.keys() & set(PACKAGES)) - self.strangers.keys() - self.told:
            if package not in self.current.packages | self.kept | self.plan.stuck:
                self.violation(f"{package} is left behind")

    def statuses(self) -> dict[str, str]:
        """Return what is on the domain."""
        return {package: one.status for package, one in self.known().associations.items()}

    def dissociated(self, package: str, status: str) -> None:
        """The service has begun to take a package away: what is wanted is not even taken for a while."""
        if status == "ASSOCIATION_FAILED" or self.astray:
            return  # nothing was installed
        now, wanted = self.stack.status, set(self.kept)
        if "UPDATE" in now or now == "CREATE_COMPLETE":
            forward = now.startswith("UPDATE_COMPLETE")
            wanted |= self.step.packages if forward else self.current.packages
        if package in self.strangers and not (self.strangers[package].met or self.adopts(package)):
            wanted.add(package)
        if package in wanted:
            self.violation(f"{package} is taken away, but wanted")

    def _check_stuck(self) -> None:
        timeouts = [one.timeout for step in self.plan.steps for one in step.resources]
        timeouts += [one.timeout for one in self.plan.made]
        if not (
            self.plan.stuck
            or self.plan.clinging
            or self.gave_up
            or self.astray
            or not limits.fits(self.plan, min(timeouts))
        ):
            self.violation(f"{self.stack.status}, with time enough")

    def adopts(self, package: str) -> bool:
        return any(one.adopt for one in self.step.declaring(package))

    def _adopt(self) -> None:
        for package in self.step.packages & self.strangers.keys():
            if not self.adopts(package):
                self.violation(f"the stranger's {package} was taken without AdoptExisting")
            del self.strangers[package]

    def _check_wanted(self, at_rest: bool) -> None:
        if self.astray:
            return
        known = self.known().associations
        for package in self.current.packages | self.kept:
            one = known.get(package)
            renewed = one is not None and one.status == "ASSOCIATING" and len(one.package.versions) > 1
            if (one is None or one.status != "ACTIVE") and (at_rest or not renewed) and not self._refused(package):
                self.violation(f"{package} is wanted, but {one.status if one else 'absent'}")

    def _refused(self, package: str) -> bool:
        """Return whether the last transition of a package could not but fail."""
        one = self.known().associations.get(package)
        return one is not None and one.status == "ASSOCIATION_FAILED"

    def _check_strangers(self) -> None:
        known = self.known().associations
        for package, stranger in self.strangers.items():
            one = known.get(package)
            if one is None or one.status != "ACTIVE":
                may_come = stranger.met and one is not None and one.status == "ASSOCIATING"
                if not may_come and not self._refused(package):
                    self.violation(f"the stranger's {package} is {one.status if one else 'absent'}")
            elif not (stranger.met or self.adopts(package)) and (
                one is not stranger.association or one.version != stranger.version
            ):
                self.violation(f"the stranger's {package} was touched")

    def _retain(self) -> None:
        """Keep in mind what retained resources have, and may have where they were not brought."""
        for one in newly_retained(self.stack, self.retained):
            if "PackageSource" not in one.properties:
                packages = set(entries_of(one.properties)) - self.strangers.keys()
                self.told |= packages
                self.kept |= packages if one.data else set()
                self.staying |= set() if one.data else packages - self.current.packages
        self.kept -= self.current.packages

    def known(self) -> PackagesOfDomain:
        known: PackagesOfDomain = self.domain()
        return known

    def violation(self, text: str) -> None:
        self.violations.append(f"{self.stack.status}: {text}")
