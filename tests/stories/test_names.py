"""Packages by name: whatever id is behind it on the domain."""

import pytest

from tests.stories.conftest import FIRST, SECOND, Movies, Template, synonyms

OLD, NEW = "OpenSearch_2.19", "OpenSearch_3.1"


def named(name: str = "synonyms", **more: object) -> Template:
    """Return a template with one association by name."""
    return {"Synonyms": {"DomainName": "movies", "PackageName": name, **more}}


@pytest.fixture
def plugins(movies: Movies) -> Movies:
    """Return the stage with an optional plugin of the service's own, for two engine versions."""
    movies.service.publish("G1", "analysis-plugin", OLD)
    movies.service.publish("G2", "analysis-plugin", NEW)
    return movies


def test_a_stack_lives_with_a_name_as_with_an_id(movies: Movies) -> None:
    stack = movies.stack()
    assert movies.do(lambda: stack.create(named()))
    resource = stack.resources["Synonyms"]
    assert (resource.physical_id, resource.data["PackageID"]) == (f"movies|{FIRST}", FIRST)
    assert movies.do(lambda: stack.update(named(ServiceTimeout=900)))
    assert resource.data["PackageName"] == "synonyms"
    assert movies.do(stack.delete)
    assert movies.associated() == {}
    assert movies.world.calls["AssociatePackage"] == movies.world.calls["DissociatePackage"] == 1


def test_another_name_is_a_replacement(movies: Movies) -> None:
    stack = movies.stack()
    movies.do(lambda: stack.create(named()))
    assert movies.do(lambda: stack.update(named("stopwords")))
    assert stack.resources["Synonyms"].physical_id == f"movies|{SECOND}"
    assert movies.associated() == {SECOND: "ACTIVE"}


@pytest.mark.parametrize("before, after", [(synonyms(), named()), (named(), synonyms())])
def test_the_same_package_by_id_and_by_name_is_no_replacement(
    movies: Movies, before: Template, after: Template
) -> None:
    stack = movies.stack()
    movies.do(lambda: stack.create(before))
    assert movies.do(lambda: stack.update(after))
    assert stack.resources["Synonyms"].physical_id == f"movies|{FIRST}"
    assert movies.world.calls["AssociatePackage"] == 1
    assert movies.world.calls["DissociatePackage"] == 0


def test_of_two_plugins_of_the_name_the_one_for_the_domains_engine_is_taken(plugins: Movies) -> None:
    stack = plugins.stack()
    assert plugins.do(lambda: stack.create(named("analysis-plugin")))
    assert plugins.associated() == {"G1": "ACTIVE"}


def test_update_and_delete_follow_a_domain_upgrade_that_swaps_the_id(plugins: Movies) -> None:
    stack = plugins.stack()
    plugins.do(lambda: stack.create(named("analysis-plugin", Revision="1")))
    plugins.service.upgrade("movies", NEW)
    assert plugins.associated() == {"G2": "ACTIVE"}
    assert plugins.do(lambda: stack.update(named("analysis-plugin", Revision="2")))
    resource = stack.resources["Synonyms"]
    assert resource.physical_id == "movies|G2"
    assert "has put G2 in the place of G1, which is accepted" in resource.reason
    assert resource.data["PackageID"] == "G2"
    assert plugins.associated() == {"G2": "ACTIVE"}
    assert plugins.do(stack.delete)
    assert plugins.associated() == {}


def test_a_delete_right_after_the_upgrade_takes_the_swapped_plugin_away(plugins: Movies) -> None:
    stack = plugins.stack()
    plugins.do(lambda: stack.create(named("analysis-plugin")))
    plugins.service.upgrade("movies", NEW)
    assert plugins.do(stack.delete)
    assert plugins.associated() == {}


def test_a_name_waits_for_the_domains_upgrade_to_end(plugins: Movies) -> None:
    plugins.service.domain_status("movies", "UpgradingEngineVersion")

    def upgraded() -> None:
        plugins.service.upgrade("movies", NEW)
        plugins.service.domain_status("movies", "")

    stack = plugins.stack()
    assert plugins.do(lambda: stack.create(named("analysis-plugin")), plugins.later(120, upgraded))
    assert plugins.associated() == {"G2": "ACTIVE"}


def test_a_domain_upgraded_between_the_looks_is_found_out_anew(plugins: Movies) -> None:
    """The first look sees the old engine; then the domain is upgraded, just before the call."""
    stack, seen = plugins.stack(), []

    def upgrade(_: str, operation: str) -> None:
        seen.append(operation)
        if operation == "AssociatePackage" and seen.count(operation) == 1:
            plugins.service.upgrade("movies", NEW)

    plugins.world.fault = upgrade
    assert plugins.do(lambda: stack.create(named("analysis-plugin")))
    assert plugins.associated() == {"G2": "ACTIVE"}
    assert stack.resources["Synonyms"].physical_id == "movies|G2"


def test_the_old_plugins_failure_does_not_stand_for_the_new_one(plugins: Movies) -> None:
    plugins.service.fail("G1", "ASSOCIATION_FAILED")
    plugins.client.associate_package(DomainName="movies", PackageID="G1")
    plugins.passes(30)
    plugins.client.dissociate_package(DomainName="movies", PackageID="G1")
    plugins.passes(30)
    plugins.service.upgrade("movies", NEW)
    stack = plugins.stack()
    assert plugins.do(lambda: stack.create(named("analysis-plugin")))
    assert plugins.associated() == {"G2": "ACTIVE"}


def test_a_delete_leaves_a_dictionary_of_the_same_name_with_another_id(movies: Movies) -> None:
    """Only of plugins does the service change the id; this one somebody else has made."""
    stack = movies.stack()
    movies.do(lambda: stack.create(named()))
    movies.client.dissociate_package(DomainName="movies", PackageID=FIRST)
    movies.passes(30)
    movies.client.delete_package(PackageID=FIRST)
    source = {"S3BucketName": "dictionaries", "S3Key": "k"}
    made = movies.client.create_package(PackageName="synonyms", PackageType="TXT-DICTIONARY", PackageSource=source)
    movies.passes(10)
    movies.associate(made["PackageDetails"]["PackageID"])
    movies.passes(30)
    assert movies.do(stack.delete)
    assert list(movies.associated().values()) == ["ACTIVE"]


def test_a_cancelled_create_by_name_is_cleaned_up(movies: Movies) -> None:
    movies.takes("association", 60)
    stack = movies.stack()
    broken = {"DomainName": "movies", "PackageID": "F999999999", "ServiceTimeout": 30}
    assert not movies.do(lambda: stack.create(named() | {"Broken": broken}))
    assert stack.status == "ROLLBACK_COMPLETE"
    movies.passes(300)
    assert movies.associated() == {}
