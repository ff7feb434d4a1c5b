"""Stacks over MiniStack, with the deployed function."""

import time

import pytest

from tests.end_to_end.conftest import TEMPLATE, Cloud
from tools.deploy import PROVIDER, deploy
from tools.local import ROOT

pytestmark = pytest.mark.end_to_end


def example(name: str) -> str:
    """Return one of the examples."""
    return (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")


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


def test_a_new_file_reaches_the_domain_with_a_new_revision(cloud: Cloud) -> None:
    domain, package = cloud.domain("journals"), cloud.package("journal-words")
    parameters = {"DomainName": domain, "PackageName": "journal-words"}
    list(cloud.stacks.create("archive", example("new-version"), **parameters, Revision="1"))
    assert cloud.stacks.outputs("archive") == {"PackageVersion": "v1"}
    source = {"S3BucketName": "dictionaries", "S3Key": "journal-words.txt"}
    cloud.opensearch.update_package(PackageID=package, PackageSource=source)
    list(cloud.stacks.update("archive", example("new-version"), **parameters, Revision="2"))
    assert cloud.stacks.outputs("archive") == {"PackageVersion": "v2"}
    list(cloud.stacks.delete("archive"))
    assert cloud.associations(domain) == {}


def test_an_association_made_by_hand_is_adopted_and_outlives_the_stack(cloud: Cloud) -> None:
    domain, package = cloud.domain("poems"), cloud.package("rhymes")
    time.sleep(1.5)
    cloud.opensearch.associate_package(DomainName=domain, PackageID=package)
    list(cloud.stacks.create("verses", example("adopt-existing"), DomainName=domain, PackageID=package))
    assert cloud.stacks.status("verses") == "CREATE_COMPLETE"
    list(cloud.stacks.delete("verses"))
    assert cloud.associations(domain) == {package: "ACTIVE"}


def test_a_stack_that_makes_domain_and_association_together_completes(cloud: Cloud) -> None:
    """The domain is Processing for a while after the association's Create has come."""
    package = cloud.package("phrases")
    time.sleep(1.5)
    cloud.aws.takes("opensearch::domain", 12)
    parameters = {"DomainName": "plays", "PackageName": "phrases"}
    events = list(cloud.stacks.create("theatre", example("domain-and-package"), **parameters))
    cloud.aws.takes("opensearch::domain", 0)
    assert cloud.stacks.status("theatre") == "CREATE_COMPLETE", events
    assert cloud.stacks.outputs("theatre") == {"PackageID": package}
    assert cloud.associations("plays") == {package: "ACTIVE"}
    assert any("the domain is being changed" in line for line in cloud.logged(PROVIDER))
    list(cloud.stacks.delete("theatre"))
    assert "plays" not in [one["DomainName"] for one in cloud.opensearch.list_domain_names()["DomainNames"]]


def test_a_plugin_with_license_lives_as_one_set_and_a_failing_member_is_rolled_back(cloud: Cloud) -> None:
    domain = cloud.domain("operas")
    plugin, license_, configuration = (
        cloud.package(f"tenor-{type_.lower()}", type_) for type_ in ("ZIP-PLUGIN", "PACKAGE-LICENSE", "PACKAGE-CONFIG")
    )
    template = example("plugin-with-license")
    parameters = {"DomainName": domain, "PluginID": plugin, "LicenseID": license_, "ConfigurationID": configuration}
    before = cloud.aws.control("changes", domain=domain)
    list(cloud.stacks.create("scala", template, **parameters))
    assert cloud.stacks.status("scala") == "CREATE_COMPLETE"
    assert cloud.stacks.outputs("scala")["PackageIDs"] == f"{plugin},{license_},{configuration}"
    assert cloud.associations(domain) == dict.fromkeys((plugin, license_, configuration), "ACTIVE")

    broken = cloud.package("tenor-broken", "PACKAGE-CONFIG")
    cloud.aws.control("fail", package=broken, status="ASSOCIATION_FAILED", type="InvalidConfig", message="line 3")
    events = list(cloud.stacks.update("scala", template, **parameters | {"ConfigurationID": broken}))
    assert cloud.stacks.status("scala") == "UPDATE_ROLLBACK_COMPLETE"
    assert any(f"Package {broken} could not be associated" in event.reason for event in events)
    assert any(f"Now on the domain: {plugin} ACTIVE, " in event.reason for event in events)
    assert cloud.associations(domain) == dict.fromkeys((plugin, license_, configuration), "ACTIVE")

    cloud.opensearch.update_package(
        PackageID=license_, PackageSource={"S3BucketName": "dictionaries", "S3Key": "license-2"}
    )
    list(cloud.stacks.update("scala", template, **parameters, Revision="2"))
    assert cloud.stacks.status("scala") == "UPDATE_COMPLETE"
    list(cloud.stacks.delete("scala"))
    assert cloud.associations(domain) == {}
    # Created, failed, rolled back, updated, deleted: each is one.
    assert cloud.aws.control("changes", domain=domain) - before == 5


def test_redeploying_does_not_change_the_service_token(cloud: Cloud) -> None:
    before = cloud.stacks.outputs(PROVIDER)
    deploy(cloud.aws, cloud.built, LogRetentionDays=7)
    assert cloud.stacks.outputs(PROVIDER) == before


def test_an_association_that_outlasts_the_function_goes_on_in_the_next_invocation(
    cloud: Cloud, capfd: pytest.CaptureFixture[str]
) -> None:
    """A minute's association with invocations of a minute, half of which is kept back to hand over."""
    deploy(cloud.aws, cloud.built, stack="brief", FunctionTimeout=60)
    domain, package = cloud.domain("series"), cloud.package("names")
    cloud.aws.takes("opensearch::association", 60)
    cloud.create("slow", domain, package, provider="brief")
    cloud.aws.takes("opensearch::association", 3)
    handed_over = sum('"handed over"' in line for line in cloud.logged("brief"))
    with capfd.disabled():
        print(f"\n60 s of association with 60 s of function: {handed_over + 1} invocations.", end=" ")
    assert cloud.stacks.status("slow") == "CREATE_COMPLETE"
    assert cloud.associations(domain) == {package: "ACTIVE"}
    assert 1 <= handed_over <= 3
