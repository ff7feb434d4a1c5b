"""What is known of the domain that all stacks share: what strangers made, what was retained, what may be left there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.association import Association
from tests.fuzz import limits
from tests.fuzz.plan import PACKAGES, Plan

if TYPE_CHECKING:
    from tests.fuzz.oracle import Oracle


@dataclass
class Stranger:
    """An association that no stack made, as it was before."""

    association: Association
    version: str
    since: float
    #: A stack has declared it with AdoptExisting: it may have a new version since.
    met: bool = False


@dataclass
class Domain:
    """Shared by the oracles of all stacks; `violations` says what was not true."""

    plan: Plan
    #: The domain's associations, settled.
    known: Callable[[], dict[str, Association]]
    #: The time (epoch seconds), and when the plan's times begin.
    now: Callable[[], float]
    began: float = 0.0
    violations: list[str] = field(default_factory=list)
    oracles: list["Oracle"] = field(default_factory=list)
    strangers: dict[str, Stranger] = field(default_factory=dict)
    #: Packages of which an answer said that they may be left.
    told: set[str] = field(default_factory=set)
    #: What stays on the domain, as a success has told; or as a cancelled resource that is retained has left it: whoever
    #: asks for it next may find it there.
    staying: set[str] = field(default_factory=set)
    #: What retained resources have left on purpose, since when, and which stack's they were.
    kept: dict[str, tuple[float, "Oracle"]] = field(default_factory=dict)
    #: What the ledger can't know, because it was lost.
    unknown: set[str] = field(default_factory=set)
    #: The last responder had to answer.
    gave_up: bool = False

    def associated_by_hand(self, package: str, pending: list[dict[str, object]]) -> None:
        """Someone else has associated a package, while these requests have no answer yet."""
        if limits.is_taken_for_the_providers(self.plan, self.oracles, package, pending):
            self.unknown.add(package)
        association = self.known()[package]
        self.strangers[package] = Stranger(association, association.package.version, self.now())

    def lost(self, package: str) -> None:
        """Nothing is written down of a package any more, or of any."""
        for one in [package] if package else PACKAGES:
            if package or limits.is_lost_with_the_table(self.plan, self.oracles, one, one in self.kept):
                self.unknown.add(one)

    def statuses(self) -> dict[str, str]:
        """Return what is on the domain."""
        return {package: one.status for package, one in self.known().items()}

    def dissociated(self, package: str, before: str) -> None:
        """The service has begun to take a package away; what is wanted is not even taken for a while."""
        if before == "ASSOCIATION_FAILED" or package in self.unknown or package not in PACKAGES:
            return  # of what had failed, nothing was installed
        if self.stranger(package) is not None:
            self.violations.append(f"the stranger's {package} is taken away")
            del self.strangers[package]
        if package in self.kept:
            self.violations.append(f"{package} is taken away, but was retained")
        for oracle in self.oracles:
            if package in oracle.wanted() and not oracle.astray:
                oracle.violation(f"{package} is taken away, but wanted")

    def stranger(self, package: str) -> Stranger | None:
        """Return what someone else has associated, as long as it is there."""
        one = self.strangers.get(package)
        if one is not None and self.known().get(package) is not one.association:
            if package not in self.unknown:
                self.violations.append(f"the stranger's {package} is gone")
            del self.strangers[package]
            return None
        return one

    def check_strangers(self) -> None:
        """What others made is there, and as it was unless a stack has adopted it."""
        for package in sorted(self.strangers):
            one = self.stranger(package)
            if one is None or package in self.unknown:
                continue
            if not one.met and one.association.version != one.version:
                self.violations.append(f"the stranger's {package} was touched")

    def rests(self) -> None:
        """Nothing is under way any more: nothing that the stacks gave up is left behind."""
        for oracle in self.oracles:
            oracle.check_wanted(at_rest=True)
        self.check_strangers()
        if self.gave_up:
            return
        excused = self.told | self.unknown | self.plan.stuck | self.kept.keys()
        for oracle in self.oracles:
            excused |= oracle.may_have()
        for package in (self.known().keys() & set(PACKAGES)) - self.strangers.keys() - excused:
            self.violations.append(f"{package} is left behind")
