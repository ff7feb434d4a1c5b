"""A service that lists a new association only some time after it was asked for."""

from typing import Any

from tests.fakes.clock import clock


class Late:
    """OpenSearch Service, but for that."""

    def __init__(self, service: Any, after: float) -> None:
        self._service, self._after = service, after
        self._listed: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    def list_packages_for_domain(self, **parameters: Any) -> Any:
        answer = self._service.list_packages_for_domain(**parameters)
        visible = [item for item in answer["DomainPackageDetailsList"] if self._is_listed(item)]
        self._listed = {item["PackageID"] for item in visible}
        return answer | {"DomainPackageDetailsList": visible}

    def _is_listed(self, item: dict[str, Any]) -> bool:
        old = item["PackageID"] in self._listed or clock.now() - item["LastUpdated"].timestamp() >= self._after
        return old or item["DomainPackageStatus"] != "ASSOCIATING"
