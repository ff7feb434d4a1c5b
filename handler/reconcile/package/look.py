"""One look at packages themselves: by id where the id is known, else by name."""

from collections.abc import Collection, Iterable

from account import is_anothers
from ledger.law import Presence
from ledger.records import Slot
from model import Package
from reconcile.look import Look, Scene

#: The status of a package that is no longer there; and of one that soon is not (PackageStatus in the service's model).
GONE, GOING = "DELETED", "DELETING"
PRESENCES = {"COPYING": Presence.COMING, "VALIDATING": Presence.COMING, GOING: Presence.GOING}


class PackageLook(Look):
    """What there is of the packages that a request is about. Reading may raise `ServiceError`."""

    found: dict[str, Package]
    presences = PRESENCES

    def __init__(self, scene: Scene, ids: Collection[str], names: Collection[str]) -> None:
        """Look at the packages of these ids, and at all of these names."""
        super().__init__(scene)
        self.found = self._own(self.opensearch.packages([*ids]).values() if ids else ())
        for name in names:
            self.found |= self._own(self.opensearch.packages_named(name))

    def presence(self, slot: Slot, package: str, absent: float | None) -> Presence:
        """Return as `Look.presence`: what has a version serves, also while the next one is made."""
        there = super().presence(slot, package, absent)
        return Presence.THERE if there is Presence.COMING and self.found[package].version else there

    def domains(self, package_id: str) -> dict[str, str]:
        """Return the domains that have the package, each with its status there."""
        return self.opensearch.domains(package_id)

    def _own(self, packages: Iterable[Package]) -> dict[str, Package]:
        """Return those that are there, by id; AWS's, and those that other accounts share, are nobody's to have here."""
        there = [one for one in packages if one.status != GONE]
        return {
            one.package_id: one for one in there if not is_anothers(one.package_id, one.owner, self.request.stack_id)
        }
