"""The sockets and processes by which real SDKs and other languages meet the fake."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from benchmarks.gateway import Gateway
from benchmarks.host import FunctionError, Host
from tests.simulation.direct import client_error

ECHO = """
import json, os, sys
tell = lambda answer: os.write(int(os.environ["RESULTS"]), json.dumps(answer).encode() + b"\\n")
tell({"id": None})
for line in sys.stdin:
    order = json.loads(line)
    if order["fn"] == "echo":
        tell({"id": order["id"], "payload": order["event"]})
    if order["fn"] == "fail":
        tell({"id": order["id"], "error": {"errorType": "Error", "errorMessage": "no"}})
"""


def test_the_gateway_speaks_as_the_services_do() -> None:
    asked = list[tuple[str, str, Any]]()
    made = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

    def api(service: str, operation: str, parameters: dict[str, Any]) -> Any:
        asked.append((service, operation, parameters))
        if parameters.get("DomainName") == "busy":
            raise client_error("ConflictException", "in <progress>", 409)
        if parameters.get("StackName") == "gone":
            raise client_error("ValidationError", "Stack <gone> does not exist", 400)
        if service == "cloudformation":
            return {"Stacks": [{"StackName": "a", "StackStatus": "CREATE_IN_PROGRESS", "CreationTime": made}]}
        return {"DomainPackageDetailsList": [{"PackageID": "F1", "LastUpdated": made}]}

    gateway = Gateway(api, lambda *_: 403)
    try:
        opensearch, stacks = (boto3.client(one, endpoint_url=gateway.url) for one in ("opensearch", "cloudformation"))
        (details,) = opensearch.list_packages_for_domain(DomainName="movies", MaxResults=100)[
            "DomainPackageDetailsList"
        ]
        assert (details["PackageID"], details["LastUpdated"].timestamp()) == ("F1", made.timestamp())
        with pytest.raises(ClientError, match=r"ConflictException.*in <progress>"):
            opensearch.associate_package(DomainName="busy", PackageID="F1")
        assert stacks.describe_stacks(StackName="a")["Stacks"][0]["CreationTime"] == made
        with pytest.raises(ClientError, match=r"ValidationError.*Stack <gone> does not exist"):
            stacks.describe_stacks(StackName="gone")
    finally:
        gateway.close()
    assert asked == [
        ("opensearch", "ListPackagesForDomain", {"DomainName": "movies", "MaxResults": 100}),
        ("opensearch", "AssociatePackage", {"DomainName": "busy", "PackageID": "F1"}),
        ("cloudformation", "DescribeStacks", {"StackName": "a"}),
        ("cloudformation", "DescribeStacks", {"StackName": "gone"}),
    ]


def test_a_host_returns_what_its_functions_do(tmp_path: Path) -> None:
    host = Host([sys.executable, "-c", ECHO], {}, tmp_path / "log")
    try:
        assert host.invoke("echo", {"a": "ä"}, 10) == {"a": "ä"}
        with pytest.raises(FunctionError, match="Error: no"):
            host.invoke("fail", {}, 10)
        with pytest.raises(FunctionError, match="Task timed out"):
            host.invoke("never", {}, 0)
    finally:
        host.close()


def test_a_host_that_does_not_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="not today"):
        Host([sys.executable, "-c", "raise SystemExit('not today')"], {}, tmp_path / "log")
