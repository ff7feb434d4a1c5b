"""The OpenSearch edge: associations, packages themselves, and the look-ups of domain and change."""

from collections.abc import Iterable, Sequence
from typing import Any

from aws import Caller
from errors import NotFound, Unavailable
from model import Association, Change, Domain, Package
from opensearch import shapes

#: A package id, and what AssociatePackage takes besides.
Item = tuple[str, dict[str, Any]]


class OpenSearch:
    """Amazon OpenSearch Service, as far as packages go. Every method raises `ServiceError`."""

    def __init__(self, caller: Caller) -> None:
        #: Any other action of the service is called by it.
        self.call = caller.call

    def find(self, domain: str) -> dict[str, Association]:
        """Return what the service lists for the domain, by package id; a package that is absent is not in it."""
        found: dict[str, Association] = {}
        for item in self._items("ListPackagesForDomain", "DomainPackageDetailsList", DomainName=domain):
            one = shapes.association(item) if item.get("PackageID") else None
            if one and (one.package_id not in found or found[one.package_id].last_updated < one.last_updated):
                found[one.package_id] = one
        return found

    def associate(self, domain: str, items: Sequence[Item]) -> None:
        """Ask the service to associate packages with the domain, or to bring their newest versions, in one change."""
        packages = [{"PackageID": package, **options} for package, options in items]
        if len(packages) == 1:
            self.call("AssociatePackage", DomainName=domain, **packages[0])
        else:
            self.call("AssociatePackages", DomainName=domain, PackageList=packages)

    def dissociate(self, domain: str, packages: Sequence[str]) -> None:
        """Ask the service to dissociate packages from the domain, in one change."""
        if len(packages) == 1:
            self.call("DissociatePackage", DomainName=domain, PackageID=packages[0])
        else:
            self.call("DissociatePackages", DomainName=domain, PackageList=list(packages))

    def domain(self, name: str) -> Domain:
        """Return the state of the domain."""
        return shapes.domain(self.call("DescribeDomain", DomainName=name).get("DomainStatus") or {})

    def packages(self, ids: Sequence[str]) -> dict[str, Package]:
        """Return the state of the packages themselves, by id; one that does not exist is not in it."""
        try:
            return {package.package_id: package for package in self._packages("PackageID", ids)}
        except NotFound:  # the service's model does not say whether of all of them, or of one
            alone = [self.packages([one]) for one in ids] if len(ids) > 1 else []
            return {package_id: package for found in alone for package_id, package in found.items()}

    def packages_named(self, name: str) -> list[Package]:
        """Return every package of that name."""
        try:
            return [package for package in self._packages("PackageName", [name]) if package.name == name]
        except NotFound:
            return []

    def create(self, parameters: dict[str, Any]) -> str:
        """Ask the service to make a package; return its id, without which the answer is as good as none."""
        made = self.call("CreatePackage", **parameters).get("PackageDetails") or {}
        if not made.get("PackageID"):
            raise Unavailable("es", "CreatePackage", "an answer without PackageID")
        return str(made["PackageID"])

    def update(self, package: str, parameters: dict[str, Any]) -> None:
        """Ask the service to make the next version of a package."""
        self.call("UpdatePackage", PackageID=package, **parameters)

    def delete(self, package: str) -> None:
        """Ask the service to delete a package."""
        self.call("DeletePackage", PackageID=package)

    def domains(self, package: str) -> dict[str, str]:
        """Return the domains that have the package, each with its DomainPackageStatus there."""
        items = self._items("ListDomainsForPackage", "DomainPackageDetailsList", PackageID=package)
        return {item.get("DomainName", "?"): item.get("DomainPackageStatus", "missing") for item in items}

    def change(self, domain: str) -> Change:
        """Return the newest change of the domain."""
        answer = self.call("DescribeDomainChangeProgress", DomainName=domain)
        return shapes.change(answer.get("ChangeProgressStatus") or {})

    def _packages(self, name: str, values: Sequence[str]) -> Iterable[Package]:
        filters = [{"Name": name, "Value": list(values)}]
        items = self._items("DescribePackages", "PackageDetailsList", Filters=filters)
        return [shapes.package(item) for item in items if item.get("PackageID")]

    def _items(self, action: str, name: str, **parameters: Any) -> Iterable[dict[str, Any]]:
        """Yield the items of all pages of a list; botocore has no paginator for these operations."""
        parameters["MaxResults"] = 100
        while True:
            page = self.call(action, **parameters)
            yield from page.get(name) or []
            if not page.get("NextToken"):
                return
            parameters["NextToken"] = page["NextToken"]
