"""One look at a domain: its list, eagerly; all else is read when it is first asked for, and once."""

from collections.abc import Iterable
from functools import cached_property

from errors import ServiceError
from ledger.law import Presence
from model import Association, Change, Domain, Package
from reconcile.look import Look, Scene

#: In these, something is on its way on the domain (DomainPackageStatus in the service's model).
MOVING = ("ASSOCIATING", "DISSOCIATING")
PRESENCES = {
    "ASSOCIATING": Presence.COMING,
    "DISSOCIATING": Presence.GOING,
    "ASSOCIATION_FAILED": Presence.FAILED,
}


class DomainLook(Look):
    """A look at a domain."""

    presences = PRESENCES

    def __init__(self, scene: Scene) -> None:
        """Look at the domain's list."""
        super().__init__(scene)
        self._packages: dict[str, Package | None] = {}
        self.found: dict[str, Association] = self.opensearch.find(self.place)

    @cached_property
    def domain(self) -> Domain:
        """The state of the domain."""
        return self.opensearch.domain(self.place)

    @cached_property
    def change(self) -> Change | None:  # type: ignore[override]
        """The newest change of the domain; None: the service does not tell. It only explains, and may fail."""
        try:
            return self.opensearch.change(self.place)
        except ServiceError:
            return None

    def changing(self) -> bool:
        """Return whether the domain is being changed."""
        return self.domain.changing

    def packages(self, ids: Iterable[str]) -> dict[str, Package]:
        """Return the packages themselves, by id; one that does not exist is not in it."""
        wanted = list(dict.fromkeys(ids))
        if unknown := [one for one in wanted if one not in self._packages]:
            read = self.opensearch.packages(unknown)
            self._packages |= {one: read.get(one) for one in unknown}
        return {one: package for one in wanted if (package := self._packages[one]) is not None}

    def packages_named(self, name: str) -> list[Package]:
        """Return every package of that name."""
        packages = self.opensearch.packages_named(name)
        self._packages |= {package.package_id: package for package in packages}
        return packages

    def others_moving(self, ids: Iterable[str]) -> bool:
        """Return whether another package of the domain is on its way."""
        return any(one.status in MOVING for one in self.found.values() if one.package_id not in set(ids))
