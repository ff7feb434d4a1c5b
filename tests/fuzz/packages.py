"""What must be true of the packages that a stack makes, by what was declared and answered, and by the service's state.

Like the oracle of associations, it knows no law of ownership and reads no physical id.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.association import Association
from tests.fakes.models import Packages
from tests.fakes.package import Package
from tests.fuzz import limits
from tests.fuzz.made import PLUGIN, Identity, Made, Shelf
from tests.fuzz.oracle import Oracle, newly_retained
from tests.fuzz.plan import PACKAGES, Step

FAILED = ("COPY_FAILED", "VALIDATION_FAILED")


@dataclass
class Theirs:
    """A package that is not the stack's, as it was before."""

    package: Package
    versions: int
    #: Asked for with AdoptExisting: it may have a new version since; but it stays whatever the stack does.
    met: bool = False


@dataclass
class Have:
    """A package that the stack declares and has; its version is of the source that it was declared with."""

    made: Made
    id: str
    #: The oldest state of the object that its version may be of; None: it was adopted, with whatever is in it.
    since: int | None
    #: The domain must have such a version as well.
    brought: bool = True
    #: An association follows it, by what was answered; and one that was cancelled may have finished late.
    followed: bool = False
    late: bool = False


@dataclass
class PackageOracle:
    """Watches the packages of one stack, for the oracle that it belongs to."""

    oracle: Oracle
    service: Packages
    shelf: Shelf
    #: What no stack has made; and the oracles of all stacks.
    theirs: dict[str, Theirs]
    all: list["PackageOracle"]
    have: dict[Identity, Have] = field(default_factory=dict)
    #: Since which state of its object each package of this operation counts as made from its source.
    since: dict[Identity, int | None] = field(default_factory=dict)
    #: Names of packages of which an answer said that they may be left.
    told: set[str] = field(default_factory=set)
    #: Ids of what retained resources have left, until the stack declares it again; and those resources.
    kept: set[str] = field(default_factory=set)
    retained: list[Any] = field(default_factory=list)
    #: Names of packages of retained resources that are lost all the same; see `limits.may_be_let_go`.
    losable: set[str] = field(default_factory=set)

    @property
    def step(self) -> Step:
        return self.oracle.step

    def begins(self, step: Step) -> None:
        """An operation begins."""
        self.since = {}
        for theirs in self._met():
            theirs.met = True
        left = {package.name for package in self.service.known_packages()} & self.told
        for one in step.made:
            had = self.have.get(one.identity)
            same = had is not None and had.made.source == one.source
            self.since[one.identity] = had.since if had and same else len(self.shelf.objects[one.key]) - 1
            if had is None and limits.stays_as_it_was_left(one, left):
                self.since[one.identity] = None

    def ended(self) -> None:
        """The operation has ended: nothing wanted is lost, nothing of others was touched."""
        status = self.oracle.stack.status
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            self._check_adopted()
            found, before = {one.identity: self.find(one) for one in self.step.made}, self.have
            self.have = {
                one.identity: self._had(one, package.id, before.get(one.identity))
                for one in self.step.made
                if (package := found[one.identity]) is not None
            }
            for one in self.step.made:
                if found[one.identity] is None:
                    self.oracle.violation(f"{one.package} is wanted, but absent")
        else:
            for have in self.have.values():
                have.brought &= not self._is_at_another(have)
                if self.told & {have.id, have.made.package}:  # it stays as it is, until source or Revision change
                    have.since = None
        if self.oracle.stopped:
            self.losable |= {one.package for one in self.step.made if one.retain and one.identity not in self.have}
            self._keep_brought()
            self.told |= {one.package for one in self.step.made}  # see `limits.may_finish_late`
        if status in ("DELETE_COMPLETE", "ROLLBACK_COMPLETE", ""):
            self.have = {}
        self._retain()
        self._check(forward=status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"))

    def rests(self) -> None:
        """Nothing is under way any more: also nothing that the stack gave up is left behind."""
        self._check(forward=False)
        if self is not self.all[0] or self.oracle.domain.gave_up or any(one.may_have_more for one in self.all):
            return
        had, told = (
            [have for one in self.all for have in one.have.values()],
            {name for one in self.all for name in one.told},
        )
        kept = {one.id for one in had} | self.theirs.keys() | {known for one in self.all for known in one.kept}
        for package in self.service.known_packages():
            known = package.id in PACKAGES or package.id in kept or package.status() == "DELETED"
            if not (known or told & {package.id, package.name}):
                self.oracle.violation(f"{package.name} is left behind, {package.status()}")
        followed = {one.id for one in had if one.followed}
        for one in self.associations().values():
            left = one.package.id not in followed and not told & {one.package.id, one.package.name}
            if left and one.package.id not in PACKAGES:
                self.oracle.violation(f"{one.package.name} is left behind on the domain")

    def _had(self, one: Made, package_id: str, before: Have | None) -> Have:
        """Return a package that the stack has after an operation that has brought it, and what follows it."""
        brought = limits.is_brought(before, one)
        return Have(one, package_id, self.since[one.identity], brought, followed=bool(one.followed))

    def _keep_brought(self) -> None:
        """Keep in mind what an operation has brought that then failed, and stopped there."""
        for one in self.step.made:
            package, before, entries = self.find(one), self.have.get(one.identity), one.template()
            if package is None or not self.oracle.is_brought(one.name, entries[one.name]):
                continue
            if before is None or before.id != package.id:
                self._read_as_it_is(one, package)
            self.have[one.identity] = have = self._had(one, package.id, before)
            followed = before is not None and before.followed  # and still is: nothing is taken away without a cleanup
            if one.followed and not self._is_follower_brought(one):
                same = before is not None and followed and before.made.follower == one.follower
                have.followed, have.brought, have.late = False, same, not same  # an Update to come; a cancelled Create
            have.followed |= followed

    def _read_as_it_is(self, one: Made, package: Package) -> None:
        """Ask nothing of what is in a package that is new to the stack, if it may have been adopted."""
        others = [other.oracle.life for other in self.all if other is not self]
        if package.id in self.theirs or limits.is_adopted(one, others):
            self.since[one.identity] = None

    def _is_follower_brought(self, one: Made) -> bool:
        """Return whether the association that follows a package was brought, with the version that the package has."""
        resources = self.oracle.stack.resources
        version = resources[one.name].data.get("PackageVersion")
        brought = self.oracle.is_brought(one.follower, one.template()[one.follower])
        return brought and resources[one.follower].sent.get("Revision") == version

    @property
    def may_have_more(self) -> bool:
        """Whether the stack may have more than it declares: it is stuck, forced away, or stopped without rollback."""
        return self.oracle.astray or self.oracle.stopped or self.oracle.stack.status == "" or self.is_lost

    def updated(self, package_id: str) -> None:
        """The service has begun to make a new version of a package."""
        if package_id in self.theirs and not self.theirs[package_id].met:
            self.oracle.violation(f"the stranger's {self.theirs[package_id].package.name} is given a new version")

    def deleted(self, package_id: str, name: str) -> None:
        """The service has begun to delete a package: what is wanted is not even deleted to be made again."""
        if not self.oracle.astray and package_id in self.wanted() | self.kept:
            self.oracle.violation(f"{name} is deleted, but wanted")
        if package_id in self.theirs and not self.is_lost:
            self.oracle.violation(f"the stranger's {name} is deleted")

    def dissociated(self, package_id: str) -> None:
        """The service has begun to take a package of the stack's off the domain."""
        if package_id in self.wanted(followed=True) and not self.oracle.astray:
            self.oracle.violation(f"{package_id} is taken off the domain, but wanted")

    def wanted(self, *, followed: bool = False) -> set[str]:
        """Return the ids of the packages that the stack wants now; or of those alone that it wants on the domain."""
        now = self.oracle.stack.status
        if self.is_lost or not ("UPDATE" in now or now == "CREATE_COMPLETE"):
            return set()
        if now.startswith("UPDATE_COMPLETE"):
            found = {one: package for one in self.step.made if (package := self.find(one)) is not None}
            return {package.id for one, package in found.items() if one.followed or not followed}
        return {one.id for one in self.have.values() if one.followed or not followed}

    def find(self, one: Made) -> Package | None:
        """Return the package of a declaration, if there is one."""
        for package in self.service.known_packages():
            engine = package.engine_version if package.type == PLUGIN else ""
            if (package.name, engine) == one.identity and package.type == one.type and package.status() != "DELETED":
                return package
        return None

    def associations(self) -> dict[str, Association]:
        return self.oracle.domain.known()

    @property
    def is_lost(self) -> bool:
        """Whether the ledger does not know what it knew of packages."""
        return any(not package for _, package in self.oracle.domain.plan.lost)

    def _met(self) -> Iterator[Theirs]:
        """Yield those of others that the operation declares with AdoptExisting."""
        for one in self.step.made:
            package = self.find(one)
            if package is not None and package.id in self.theirs and one.adopt:
                yield self.theirs[package.id]

    def _check_adopted(self) -> None:
        """What is a stranger's was declared with AdoptExisting, now or before; what is another stack's is not taken."""
        for one in self.step.made:
            package, had = self.find(one), self.have.get(one.identity)
            if package is None or (had is not None and had.id == package.id):
                continue
            self._read_as_it_is(one, package)
            if package.id in self.theirs and not one.adopt:
                self.oracle.violation(f"the stranger's {one.package} was taken without AdoptExisting")
            for other in self.all:
                if other is not self and not self.is_lost and package.id in {have.id for have in other.have.values()}:
                    self.oracle.violation(f"{other.oracle.stack.name}'s {one.package} was taken")

    def _retain(self) -> None:
        """Keep in mind what retained resources have, and may have where they were not brought."""
        for one in newly_retained(self.oracle.stack, self.retained):
            if "PackageSource" in one.properties:
                self.told.add(one.properties["PackageName"])
                losable = one.properties["PackageName"] in self.losable
                self.kept |= {one.data["PackageID"]} - self.theirs.keys() if one.data and not losable else set()
        self.kept -= {have.id for have in self.have.values()}

    def _check(self, *, forward: bool) -> None:
        for theirs in self.theirs.values():
            one = theirs.package
            if one.id not in self.service.packages or one.status() == "DELETED":
                if not self.is_lost:
                    self.oracle.violation(f"the stranger's {one.name} is deleted")
            elif len(one.versions) > theirs.versions and not theirs.met:
                self.oracle.violation(f"the stranger's {one.name} was touched")
        if self.oracle.astray or self.is_lost:
            return
        for package_id in self.kept - {one.id for one in self.service.known_packages()}:
            self.oracle.violation(f"{package_id} was retained, but is gone")
        for have in self.have.values():
            self._check_have(have, forward=forward)

    def _check_have(self, have: Have, *, forward: bool) -> None:
        package, name = self.service.packages.get(have.id), have.made.package
        if package is None or package.status() in ("DELETING", "DELETED"):
            self.oracle.violation(f"{name} is wanted, but gone")
            return
        status = package.status()
        coming = limits.may_come(
            self.oracle.domain.plan, self.step, have.made, status, package.version, forward=forward
        )
        if status != "AVAILABLE" and not coming and not limits.keeps_failure(status, package.version):
            self.oracle.violation(f"{name} is wanted, but {status}")
        if forward and not self.is_made_from(have, package.versions[-1].upload.content):
            self.oracle.violation(f"{name} is not made from what it is declared with")
        serves = version(package, package.version)
        if not (forward or self.told & {have.id, name} or self.is_made_from(have, serves)):
            self.oracle.violation(f"{name} is not made from what it goes back to, and nobody was told")
        if not have.followed:
            return
        one = self.associations().get(have.id)
        renewed = one is not None and one.status == "ASSOCIATING" and one.coming != one.version
        if one is None or (one.status != "ACTIVE" and not (renewed and not forward)):
            self.oracle.violation(f"{name} is wanted on the domain, but {one.status if one else 'absent'}")
        elif forward and have.brought and not self.is_made_from(have, version(package, one.version)):
            self.oracle.violation(f"{name} is on the domain, but not made from what it is declared with")

    def _is_at_another(self, have: Have) -> bool:
        """Return whether the domain is left at a version that is not made from the source (`limits.LIMITS`)."""
        one = self.associations().get(have.id)
        return one is not None and not self.is_made_from(have, version(one.package, one.version))

    def is_made_from(self, have: Have, content: bytes | None) -> bool:
        """Return whether content is what the declared object was at its declaration, or has been since."""
        return have.since is None or content in self.shelf.objects[have.made.key][have.since :]


def version(package: Package, name: str) -> bytes | None:
    """Return what a version of a package was made from."""
    return next((one.upload.content for one in package.versions if one.name == name), None)
