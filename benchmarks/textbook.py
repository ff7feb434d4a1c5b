"""What one would write instead: a function with crhelper as its README shows it, polling with its defaults.

Each call makes the function anew, as each container of Lambda does.
"""

from collections.abc import Callable
from typing import Any

import boto3
from crhelper import CfnResource


def function() -> Callable[[Any, Any], None]:
    """Return the Lambda handler of a container."""
    helper = CfnResource()
    opensearch = boto3.client("opensearch")

    def status(event: Any) -> str | None:
        listed = opensearch.list_packages_for_domain(DomainName=event["ResourceProperties"]["DomainName"])
        for details in listed["DomainPackageDetailsList"]:
            if details["PackageID"] == event["ResourceProperties"]["PackageID"]:
                return str(details["DomainPackageStatus"])
        return None

    @helper.create
    def create(event: Any, _: Any) -> None:
        properties = event["ResourceProperties"]
        opensearch.associate_package(DomainName=properties["DomainName"], PackageID=properties["PackageID"])

    @helper.delete
    def delete(event: Any, _: Any) -> None:
        properties = event["ResourceProperties"]
        opensearch.dissociate_package(DomainName=properties["DomainName"], PackageID=properties["PackageID"])

    @helper.poll_create
    def poll_create(event: Any, _: Any) -> bool | None:
        now = status(event)
        if now == "ASSOCIATION_FAILED":
            raise RuntimeError("Association failed. Please try again.")
        return True if now == "ACTIVE" else None

    @helper.poll_delete
    def poll_delete(event: Any, _: Any) -> bool | None:
        return True if status(event) is None else None

    def lambda_handler(event: Any, context: Any) -> None:
        helper(event, context)

    return lambda_handler
