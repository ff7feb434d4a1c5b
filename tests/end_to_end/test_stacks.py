"""Stacks over MiniStack, with the deployed function."""

import time

import pytest

from tests.aws.deploy import PROVIDER, deploy
from tests.end_to_end.conftest import TEMPLATE, Cloud

pytestmark = pytest.mark.end_to_end


def test_a_stack_is_created_updated_and_deleted(cloud: Cloud) -> None:
    domain, first, second = cloud.domain("movies"), cloud.package("synonyms"), cloud.package("stopwords")
    cloud.create("search", domain, first)
    assert cloud.stacks.status("search") == "CREATE_COMPLETE"
    assert cloud.stacks.outputs("search") == {
        "Association": f"{domain}|{first}",
        "ReferencePath": f"analyzers/{first}",
        "PackageVersion": "v1",
    }
    list(cloud.stacks.update("search", TEMPLATE, DomainName=domain, PackageID=second))
    assert cloud.stacks.status("search") == "UPDATE_COMPLETE"
    assert cloud.associations(domain) == {second: "ACTIVE"}
    list(cloud.stacks.delete("search"))
    assert cloud.associations(domain) == {}


def test_a_create_on_an_existing_association_rolls_back_and_leaves_it(
    cloud: Cloud,
) -> None:
    domain, package = cloud.domain("music"), cloud.package("lyrics")
    time.sleep(1.5)
    cloud.opensearch.associate_package(DomainName=domain, PackageID=package)
    time.sleep(6)
    events = cloud.create("karaoke", domain, package)
    assert cloud.stacks.status("karaoke") == "ROLLBACK_COMPLETE"
    assert any("is already associated" in event.reason for event in events)
    list(cloud.stacks.delete("karaoke"))
    assert cloud.associations(domain) == {package: "ACTIVE"}


def test_redeploying_does_not_change_the_service_token(cloud: Cloud) -> None:
    before = cloud.stacks.outputs(PROVIDER)
    deploy(cloud.aws, cloud.built, LogRetentionDays=7)
    assert cloud.stacks.outputs(PROVIDER) == before


def test_an_association_that_outlasts_the_function_goes_on_in_the_next_invocation(
    cloud: Cloud, capfd: pytest.CaptureFixture[str]
) -> None:
    """A minute's association with invocations of ten seconds."""
    deploy(cloud.aws, cloud.built, stack="brief", FunctionTimeout=10)
    domain, package = cloud.domain("series"), cloud.package("names")
    cloud.aws.takes("opensearch::association", 60)
    cloud.create("slow", domain, package, provider="brief")
    cloud.aws.takes("opensearch::association", 3)
    handed_over = sum('"handed over"' in line for line in cloud.logged("brief"))
    with capfd.disabled():
        print(f"\n60 s of association with 10 s of function: {handed_over + 1} invocations.", end=" ")
    assert cloud.stacks.status("slow") == "CREATE_COMPLETE"
    assert cloud.associations(domain) == {package: "ACTIVE"}
    assert 6 <= handed_over <= 12
