"""The operations by their names in the API, over the model; paged as the API pages."""

from typing import Any

from tests.fakes import exceptions
from tests.fakes.models import Packages, Result
from tests.fakes.shapes import input_shape, misfit

OPTIONS = ("PrerequisitePackageIDList", "AssociationConfiguration")
FILTERS = ("PackageID", "PackageName", "PackageStatus", "PackageType", "EngineVersion", "PackageOwner")


class Operations:
    """Each method is one operation: its parameters by name, its result as a dict."""

    def __init__(self, packages: Packages) -> None:
        self._packages = packages

    def create_package(self, **given: Any) -> Result:
        checked("CreatePackage", given)
        return {"PackageDetails": self._packages.create(given).details()}

    def update_package(self, **given: Any) -> Result:
        checked("UpdatePackage", given)
        return {"PackageDetails": self._packages.update(given).details()}

    def delete_package(self, PackageID: str) -> Result:
        self._packages.package(PackageID)
        for one in self._packages.domains_with(PackageID):
            raise exceptions.ConflictException(f"Package {PackageID} is {one.status} on domain {one.domain}")
        return {"PackageDetails": self._packages.delete(PackageID).details()}

    def describe_packages(self, Filters: list[Result] | None = None, **page: Any) -> Result:
        for package in self._packages.known_packages():
            package.look()
        items = [package.details() for package in self._packages.known_packages()]
        for filter_ in Filters or []:
            if filter_["Name"] not in FILTERS:
                raise exceptions.ValidationException(f"Unknown filter {filter_['Name']}")
            items = [item for item in items if item.get(filter_["Name"]) in filter_["Value"]]
        return paged("PackageDetailsList", items, page)

    def get_package_version_history(self, PackageID: str, **page: Any) -> Result:
        items = self._packages.package(PackageID).history()
        return paged("PackageVersionHistoryList", items, page) | {"PackageID": PackageID}

    def list_domains_for_package(self, PackageID: str, **page: Any) -> Result:
        self._packages.package(PackageID)
        items = [one.details() for one in self._packages.domains_with(PackageID)]
        return paged("DomainPackageDetailsList", items, page)

    def associate_package(self, DomainName: str, PackageID: str, **more: Any) -> Result:
        (one,) = self._packages.associate(DomainName, [{"PackageID": PackageID, **more}])
        return {"DomainPackageDetails": one.details()}

    def dissociate_package(self, DomainName: str, PackageID: str) -> Result:
        (one,) = self._packages.dissociate(DomainName, [PackageID])
        return {"DomainPackageDetails": one.details()}

    def associate_packages(self, DomainName: str, PackageList: list[Result]) -> Result:
        self._check_plural()
        return {
            "DomainPackageDetailsList": [one.details() for one in self._packages.associate(DomainName, PackageList)]
        }

    def dissociate_packages(self, DomainName: str, PackageList: list[str]) -> Result:
        self._check_plural()
        leaving = self._packages.dissociate(DomainName, PackageList)
        return {"DomainPackageDetailsList": [one.details() for one in leaving]}

    def list_packages_for_domain(self, DomainName: str, **page: Any) -> Result:
        domain = self._packages.domain(DomainName)
        domain.look()
        domain.settle()
        items = [one.details() for one in domain.associations.values()]
        if self._packages.hides_options:
            items = [{key: item[key] for key in item if key not in OPTIONS} for item in items]
        return paged("DomainPackageDetailsList", items, page)

    def describe_domain(self, DomainName: str) -> Result:
        """As moto's own, with what packages do to the domain."""
        domain = self._packages.domain(DomainName)
        if domain.creation:
            domain.creation.advance()
        status = domain.processing_status(self._packages.one_change_at_a_time)
        more = {"Processing": status not in ("Active", "Isolated"), "DomainProcessingStatus": status}
        more |= {"UpgradeProcessing": status == "UpgradingEngineVersion"}
        return {"DomainStatus": self._packages.service.domains[DomainName].to_dict() | more}

    def describe_domain_change_progress(self, DomainName: str, ChangeId: str = "") -> Result:
        domain = self._packages.domain(DomainName)
        return {"ChangeProgressStatus": domain.change(self._packages.one_change_at_a_time)}

    def _check_plural(self) -> None:
        if self._packages.plural_disabled:
            raise exceptions.DisabledOperationException("The operation is not supported for this domain")


def checked(operation: str, given: Result) -> None:
    """Raise ValidationException for what the service's model does not allow."""
    if wrong := misfit(input_shape(operation), given):
        raise exceptions.ValidationException(wrong)


def paged(name: str, items: list[Result], page: dict[str, Any]) -> Result:
    """Return one page of a list, and the token of the next."""
    size = int(page.get("MaxResults") or 100)
    start = int(page.get("NextToken") or 0)
    if not 1 <= size <= 100:
        raise exceptions.ValidationException("MaxResults must be from 1 to 100")
    more = {"NextToken": str(start + size)} if start + size < len(items) else {}
    return {name: items[start : start + size], **more}
