"""OpenSearch Service for one lifecycle: lists a new association late, and tells the oracles what is taken away."""

from collections.abc import Callable
from typing import Any

from tests.fakes.clock import clock
from tests.fuzz.domain import Domain
from tests.fuzz.packages import PackageOracle
from tests.simulation.direct import Direct


class Service:
    """The service itself, but for that."""

    def __init__(self, direct: Direct, domain: Domain, packages: list[PackageOracle], listed_after: float) -> None:
        self._direct, self._domain, self._packages, self._listed_after = direct, domain, packages, listed_after
        #: Called with what DescribePackages was asked, and its answer; returns the answer.
        self.described: Callable[[str, Any], Any] = lambda asked, answer: answer
        self._listed: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._direct, name)

    def dissociate_package(self, **parameters: Any) -> Any:
        return self._dissociate([parameters["PackageID"]], lambda: self._direct.dissociate_package(**parameters))

    def dissociate_packages(self, **parameters: Any) -> Any:
        return self._dissociate(parameters["PackageList"], lambda: self._direct.dissociate_packages(**parameters))

    def list_packages_for_domain(self, **parameters: Any) -> Any:
        answer = self._direct.list_packages_for_domain(**parameters)
        visible = [item for item in answer["DomainPackageDetailsList"] if self._is_listed(item)]
        self._listed = {item["PackageID"] for item in visible}
        return answer | {"DomainPackageDetailsList": visible}

    def describe_packages(self, **parameters: Any) -> Any:
        return self.described(repr(parameters), self._direct.describe_packages(**parameters))

    def update_package(self, **parameters: Any) -> Any:
        answer = self._direct.update_package(**parameters)
        self._packages[0].updated(parameters["PackageID"])
        return answer

    def delete_package(self, **parameters: Any) -> Any:
        known = self._direct.describe_packages(Filters=[{"Name": "PackageID", "Value": [parameters["PackageID"]]}])
        answer = self._direct.delete_package(**parameters)
        for one in self._packages:
            one.deleted(parameters["PackageID"], known["PackageDetailsList"][0]["PackageName"])
        return answer

    def _dissociate(self, packages: list[str], call: Any) -> Any:
        before = self._domain.statuses()
        answer = call()
        for package in packages:
            self._domain.dissociated(package, before[package])
            for one in self._packages:
                one.dissociated(package)
        return answer

    def _is_listed(self, item: dict[str, Any]) -> bool:
        old = item["PackageID"] in self._listed or clock.now() - item["LastUpdated"].timestamp() >= self._listed_after
        return old or item["DomainPackageStatus"] != "ASSOCIATING"
