"""File, package and association in one stack over MiniStack, with the deployed function."""

import pytest

from tests.end_to_end.conftest import Cloud
from tests.end_to_end.test_stacks import example
from tools.deploy import BUCKET
from tools.stacks import as_parameters

pytestmark = pytest.mark.end_to_end

SOURCE = {"SourceBucket": BUCKET, "SourceKey": "films.txt"}


def put(cloud: Cloud, key: str, content: str) -> None:
    """Write an object into the bucket that the provider may read."""
    cloud.aws.control("put_object", bucket=BUCKET, key=key, content=content)


def test_a_new_file_is_a_new_version_on_the_domain_with_one_deploy(cloud: Cloud) -> None:
    domain, template = cloud.domain("cinema"), example("package-and-association")
    put(cloud, "films.txt", "film, movie\n")
    parameters = {"DomainName": domain, **SOURCE}
    events = list(cloud.stacks.create("cinema", template, **parameters))
    assert cloud.stacks.status("cinema") == "CREATE_COMPLETE", events
    outputs = cloud.stacks.outputs("cinema")
    package = outputs["PackageID"]
    assert outputs == {"PackageID": package, "PackageVersion": "v1", "ReferencePath": f"analyzers/{package}"}
    assert cloud.associations(domain) == {package: "ACTIVE"}

    put(cloud, "films.txt", "film, movie, picture\n")
    seen: set[str] = set()
    more = as_parameters(parameters | {"Revision": "2"})
    cloud.stacks.client.update_stack(StackName="cinema", TemplateBody=template, Parameters=more)
    followed = cloud.stacks.follow("cinema", lambda: seen.update(cloud.associations(domain).values() or ["absent"]))
    assert [event.reason for event in followed if "FAILED" in event.status] == []
    assert cloud.stacks.outputs("cinema") == outputs | {"PackageVersion": "v2"}
    assert cloud.aws.control("content", package=package) == "film, movie, picture\n"
    assert seen <= {"ACTIVE", "ASSOCIATING"}

    list(cloud.stacks.delete("cinema"))
    assert cloud.associations(domain) == {}
    filters = [{"Name": "PackageName", "Value": ["films"]}]
    assert cloud.opensearch.describe_packages(Filters=filters)["PackageDetailsList"] == []


def test_a_plugin_and_its_license_from_files_are_one_change_of_the_domain(cloud: Cloud) -> None:
    domain = cloud.domain("galleries")
    for key in ("plugin.zip", "license.txt"):
        put(cloud, key, key)
    before = cloud.aws.control("changes", domain=domain)
    parameters = {"DomainName": domain, "PluginName": "frames", "SourceBucket": BUCKET}
    parameters |= {"PluginKey": "plugin.zip", "LicenseKey": "license.txt"}
    events = list(cloud.stacks.create("frames", example("plugin-from-files"), **parameters))
    assert cloud.stacks.status("frames") == "CREATE_COMPLETE", events
    packages = cloud.stacks.outputs("frames")["PackageIDs"].split(",")
    assert cloud.associations(domain) == dict.fromkeys(packages, "ACTIVE") and len(packages) == 2
    assert cloud.aws.control("changes", domain=domain) - before == 1
    list(cloud.stacks.delete("frames"))
    assert cloud.stacks.status("frames") == "DELETE_COMPLETE"
    assert cloud.associations(domain) == {}
