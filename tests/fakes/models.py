"""The packages of one account and region on its domains. Parameters and results are the API's own."""

from typing import Any

from moto.opensearch.models import OpenSearchServiceBackend

from tests.fakes import exceptions
from tests.fakes.association import Association
from tests.fakes.domain import PackagesOfDomain
from tests.fakes.own import OwnPackages
from tests.fakes.package import Failure

Result = dict[str, Any]


class Packages(OwnPackages):
    """The state behind the operations, and what a test or a person may set."""

    def __init__(self, service: OpenSearchServiceBackend) -> None:
        super().__init__(service)
        self.domains: dict[str, PackagesOfDomain] = {}

    def domain(self, name: str) -> PackagesOfDomain:
        """Return the packages of a domain, settled; raise ResourceNotFoundException when there is no such domain."""
        self.engine_version(name)
        state = self.domains.setdefault(name, PackagesOfDomain())
        state.settle()
        return state

    def known_domains(self) -> list[PackagesOfDomain]:
        """Return the packages of every domain that still exists, settled."""
        self.domains = {name: domain for name, domain in self.domains.items() if name in self.service.domains}
        return [self.domain(name) for name in self.domains]

    def domains_with(self, package_id: str) -> list[Association]:
        """Return the associations of a package, whatever their status."""
        known = (domain.associations.get(package_id) for domain in self.known_domains())
        return [one for one in known if one is not None]

    def engine_version(self, name: str) -> str:
        """Return the engine version of a domain; raise ResourceNotFoundException when there is no such domain."""
        if name not in self.service.domains:
            self.domains.pop(name, None)
            raise exceptions.ResourceNotFoundException(f"Domain not found: {name}")
        return self.service.domains[name].engine_version.options

    def busy(self, name: str) -> bool:
        """Return whether the domain takes no change now."""
        return self.domain(name).processing_status(self.one_change_at_a_time) != "Active"

    def associate(self, name: str, wanted: list[Result]) -> list[Association]:
        """Associate all in one change, or nothing."""
        domain, together = self.domain(name), {item["PackageID"] for item in wanted}
        for item in wanted:
            self._check_associate(domain, name, item, together)
        if self.busy(name):
            raise exceptions.busy()
        domain.begin_change()
        for item in wanted:
            package = self.package(item["PackageID"])
            one = domain.associations.setdefault(package.id, Association(package, name))
            one.prerequisites = item.get("PrerequisitePackageIDList") or []
            one.configuration = item.get("AssociationConfiguration") or {}
            one.associate(self._order(package.id, "ASSOCIATION_FAILED"), self.keeps_active)
        return [domain.associations[item["PackageID"]] for item in wanted]

    def dissociate(self, name: str, package_ids: list[str]) -> list[Association]:
        """Dissociate all in one change, or nothing; a plugin takes its license and configuration along."""
        domain = self.domain(name)
        for package_id in package_ids:
            self.package(package_id)
            one = domain.associations.get(package_id)
            if one is None:
                raise exceptions.ValidationException("Package is not associated to this domain")
            if one.transition:
                raise exceptions.ConflictException(f"Package {package_id} is {one.status}")
            if domain.used.get(package_id) == "conflict":
                raise exceptions.ConflictException(f"Package {package_id} is in use by an index")
        if self.busy(name):
            raise exceptions.busy()
        domain.begin_change()
        leaving = [domain.associations[package_id] for package_id in package_ids]
        depending = [
            one
            for one in domain.associations.values()
            if one not in leaving and set(one.prerequisites) & set(package_ids) and one.package.type != "ZIP-PLUGIN"
        ]
        for one in [*leaving, *depending]:
            in_use = Failure("DISSOCIATION_FAILED", "PackageInUse", "an index uses the package")
            fails = domain.used.get(one.package.id) == "fails"
            one.dissociate(in_use if fails else self._order(one.package.id, "DISSOCIATION_FAILED"))
        return leaving

    def _check_associate(self, domain: PackagesOfDomain, name: str, item: Result, together: set[str]) -> None:
        package = self.package(item["PackageID"])
        if package.status() != "AVAILABLE":
            raise exceptions.ValidationException(f"Package {package.id} is not available")
        if package.type == "ZIP-PLUGIN" and package.engine_version != self.engine_version(name):
            raise exceptions.ValidationException(
                f"Package {package.id} is for engine version {package.engine_version}, the domain's is another"
            )
        for other in item.get("PrerequisitePackageIDList") or []:
            known = domain.associations.get(other)
            if other not in together and (known is None or known.status != "ACTIVE"):
                raise exceptions.ValidationException(f"Prerequisite package {other} is not associated")
        for one in domain.associations.values():
            if one.package.name == package.name and one.package.id != package.id:
                raise exceptions.ValidationException("A package with the same name is already installed")
        one_there = domain.associations.get(package.id)
        if one_there is None:
            return
        if one_there.transition:
            raise exceptions.ConflictException(f"Package {package.id} is {one_there.status}")
        options = (item.get("PrerequisitePackageIDList") or [], item.get("AssociationConfiguration") or {})
        same = (one_there.version, one_there.prerequisites, one_there.configuration) == (package.version, *options)
        if one_there.status == "ACTIVE" and same:
            raise exceptions.ConflictException("Package is already in desired state")

    def _order(self, package_id: str, status: str) -> Failure | None:
        for order in self.orders.get(package_id, []):
            if order.status == status:
                self.orders[package_id].remove(order)
                return order
        return None


def packages_of(service: OpenSearchServiceBackend) -> Packages:
    """Return the packages beside a backend of moto's; a reset of the backend forgets them."""
    known: Packages = vars(service).setdefault("packages", Packages(service))
    return known
