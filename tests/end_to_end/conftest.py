"""The function, built and deployed by the real SAM CLI to MiniStack, and stacks that use it."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.deploy import PROVIDER, build, deploy, runtime
from tools.local import ROOT, LocalAws, local_aws
from tools.stacks import Event, Stacks

TEMPLATE = (ROOT / "examples" / "synonyms.yaml").read_text(encoding="utf-8")


class Cloud:
    """The local AWS with the provider deployed."""

    def __init__(self, aws: LocalAws, built: Path) -> None:
        self.aws, self.built = aws, built
        self.stacks, self.opensearch = Stacks(aws.client("cloudformation")), aws.client("opensearch")

    def domain(self, name: str) -> str:
        """Make a domain; return its name."""
        self.opensearch.create_domain(DomainName=name, EngineVersion="OpenSearch_2.19")
        return name

    def package(self, name: str, type_: str = "TXT-DICTIONARY") -> str:
        """Make a package; return its id."""
        source = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
        engine = {} if type_ == "TXT-DICTIONARY" else {"EngineVersion": "OpenSearch_2.19"}
        made: Any = self.opensearch.create_package(PackageName=name, PackageType=type_, PackageSource=source, **engine)
        return str(made["PackageDetails"]["PackageID"])

    def associations(self, domain: str) -> dict[str, str]:
        """Return the status of each association of the domain, by package id."""
        listed = self.opensearch.list_packages_for_domain(DomainName=domain)["DomainPackageDetailsList"]
        return {item["PackageID"]: item["DomainPackageStatus"] for item in listed}

    def create(self, stack: str, domain: str, package: str, provider: str = PROVIDER) -> list[Event]:
        """Create a stack from the example; return its events."""
        parameters = {"DomainName": domain, "PackageID": package, "ProviderStack": provider}
        return list(self.stacks.create(stack, TEMPLATE, **parameters))

    def function(self, name: str, source: str, **environment: str) -> str:
        """Make a function of one module; return its ARN."""
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("source.py", source)
        made = self.aws.client("lambda").create_function(
            FunctionName=name,
            Runtime=runtime(),
            Role=f"arn:aws:iam::{self.aws.key}:role/{name}",
            Handler="source.lambda_handler",
            Code={"ZipFile": package.getvalue()},
            Timeout=30,
            Environment={"Variables": environment},
        )
        return str(made["FunctionArn"])

    def logged(self, stack: str) -> list[str]:
        """Return the log lines of a provider's function."""
        group = f"/aws/lambda/{stack}-Function"
        events = self.aws.client("logs").filter_log_events(logGroupName=group)["events"]
        return [event["message"] for event in events]


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    """Return the local AWS, started and deployed to once for all tests."""
    with local_aws() as aws:
        built = build(aws)
        deploy(aws, built)
        yield Cloud(aws, built)
