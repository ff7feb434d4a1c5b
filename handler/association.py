"""The OpenSearch edge: find, associate, dissociate, and the look-ups of domain and package. Knows only boto3."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError
from botocore.parsers import ResponseParserError

import shapes
from errors import Denied, Disabled, NotFound, Refused, Rejected, ServiceError, Unavailable
from shapes import Change, Domain, Package
from situation import Details

#: No call may outlast the time kept back for handing over: two attempts of 5 + 10 s do not (seconds).
CONFIG = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})

#: By code, never by HTTP status: ResourceNotFoundException comes as 409 here (botocore's service model).
ERRORS: dict[str, type[ServiceError]] = {
    "ConflictException": Refused,
    "ValidationException": Refused,
    "ResourceNotFoundException": NotFound,
    "AccessDeniedException": Denied,
    "AccessDenied": Denied,
    "DisabledOperationException": Disabled,
}
#: The codes that botocore's standard retry mode takes for throttling.
THROTTLED = {
    "LimitExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "Throttling",
    "ThrottledException",
    "ThrottlingException",
    "TooManyRequestsException",
}

#: A package id, and what AssociatePackage takes besides.
Item = tuple[str, dict[str, Any]]


class OpenSearch:
    """Amazon OpenSearch Service, as far as packages go. Every method raises `ServiceError`."""

    def __init__(self, client: Any = None) -> None:
        self._given = client

    @cached_property
    def _client(self) -> Any:
        """Built when the first call is made: what needs none, a wrong property say, is answered without."""
        return self._given or boto3.client("opensearch", config=CONFIG)

    def find(self, domain: str) -> dict[str, Details]:
        """Return what the service lists for the domain, by package id; a package that is absent is not in it."""
        pages = self._pages("ListPackagesForDomain", self._client.list_packages_for_domain, DomainName=domain)
        return {item["PackageID"]: shapes.details(item) for page in pages for item in page["DomainPackageDetailsList"]}

    def associate(self, domain: str, items: Sequence[Item]) -> None:
        """Ask the service to associate packages with the domain, or to bring their newest versions, in one change."""
        packages = [{"PackageID": package, **options} for package, options in items]
        if len(packages) == 1:
            self._call("AssociatePackage", self._client.associate_package, DomainName=domain, **packages[0])
        else:
            self._call("AssociatePackages", self._client.associate_packages, DomainName=domain, PackageList=packages)

    def dissociate(self, domain: str, packages: Sequence[str]) -> None:
        """Ask the service to dissociate packages from the domain, in one change."""
        if len(packages) == 1:
            self._call("DissociatePackage", self._client.dissociate_package, DomainName=domain, PackageID=packages[0])
        else:
            dissociate = self._client.dissociate_packages
            self._call("DissociatePackages", dissociate, DomainName=domain, PackageList=list(packages))

    def domain(self, name: str) -> Domain:
        """Return the state of the domain."""
        return shapes.domain(
            self._call("DescribeDomain", self._client.describe_domain, DomainName=name)["DomainStatus"]
        )

    def packages(self, ids: Sequence[str]) -> dict[str, Package]:
        """Return the state of the packages themselves, wherever they may be associated."""
        packages = {package.id: package for package in self._packages("PackageID", ids)}
        if missing := [one for one in ids if one not in packages]:
            raise NotFound("DescribePackages", f"there is no package {', '.join(missing)}")
        return packages

    def packages_named(self, name: str) -> list[Package]:
        """Return every package of that name."""
        return [package for package in self._packages("PackageName", [name]) if package.name == name]

    def change(self, domain: str) -> Change:
        """Return the newest change of the domain."""
        describe = self._client.describe_domain_change_progress
        answer = self._call("DescribeDomainChangeProgress", describe, DomainName=domain)
        return shapes.change(answer.get("ChangeProgressStatus") or {})

    def _packages(self, name: str, values: Sequence[str]) -> Iterable[Package]:
        filters = [{"Name": name, "Value": list(values)}]
        for page in self._pages("DescribePackages", self._client.describe_packages, Filters=filters):
            yield from map(shapes.package, page["PackageDetailsList"])

    def _pages(self, action: str, operation: Callable[..., Any], **parameters: Any) -> Iterable[dict[str, Any]]:
        """Yield the pages of a list; botocore has no paginator for these operations."""
        parameters["MaxResults"] = 100
        while True:
            page = self._call(action, operation, **parameters)
            yield page
            if not page.get("NextToken"):
                return
            parameters["NextToken"] = page["NextToken"]

    def _call(self, action: str, operation: Callable[..., Any], **parameters: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = operation(**parameters)
            return answer
        except ClientError as error:
            raise _service_error(action, error) from error
        except (ConnectionError, HTTPClientError, ResponseParserError) as error:
            raise Unavailable(action, f"no answer ({type(error).__name__})") from error
        except BotoCoreError as error:
            raise Rejected(action, str(error)) from error


def _service_error(action: str, error: ClientError) -> ServiceError:
    code = error.response["Error"].get("Code", "")
    status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)
    words = f"{code}: {error.response['Error'].get('Message', '')}"
    if code in THROTTLED or status == 429:
        return Unavailable(action, words, throttled=True)
    if status >= 500:
        return Unavailable(action, words)
    return ERRORS.get(code, Rejected)(action, words)
