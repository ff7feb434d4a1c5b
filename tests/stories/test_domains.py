"""A domain that was just made, is being changed, or tells more of a failure."""

import pytest
from moto.moto_api import state_manager

from tests.stories.conftest import FIRST, SECOND, Movies, synonyms
from tests.stories.templates import failed


def test_a_stack_that_makes_domain_and_association_together_completes(movies: Movies) -> None:
    """The association begins while the domain is Processing, before the service even knows the domain."""
    state_manager.set_transition("opensearch::domain", {"progression": "time", "seconds": 900})
    make = movies.later(10, lambda: movies.client.create_domain(DomainName="music", EngineVersion="OpenSearch_2.19"))
    stack = movies.stack()
    template = {"Synonyms": {"DomainName": "music", "PackageID": FIRST}}
    assert movies.do(lambda: stack.create(template), make)
    assert stack.status == "CREATE_COMPLETE"
    assert movies.world.simulation.now - stack.created > 900
    assert movies.world.calls["AssociatePackage"] <= 6, "the first is refused, and then it is asked now and then"


def test_a_domain_that_is_processing_when_its_association_goes_is_waited_for(movies: Movies) -> None:
    stack = movies.created()
    movies.service.busy("movies", 300)
    assert movies.do(stack.delete)
    assert movies.world.calls["DissociatePackage"] == 1


def test_what_is_wrong_with_a_package_shows_before_a_long_wait_for_the_domain(movies: Movies) -> None:
    movies.service.busy("movies", 3000)
    movies.service.package_status(FIRST, "VALIDATION_FAILED")
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms()))
    assert movies.world.simulation.now - stack.created < 10


def test_a_change_of_before_the_request_tells_nothing(movies: Movies) -> None:
    movies.created()
    movies.service.invalidate("movies", "RedCluster", "an index is red")
    movies.passes(600)
    movies.service.domain_status("movies", "Modifying")
    stack = movies.stack("other")
    template = {"Synonyms": {"DomainName": "movies", "PackageID": "F222222222", "ServiceTimeout": 60}}
    assert not movies.do(lambda: stack.create(template))
    reason = next(reason for _, _, status, reason in stack.events if status == "CREATE_FAILED")
    assert "the domain is being changed" in reason
    assert "RedCluster" not in reason


def test_what_a_busy_domain_refused_is_asked_for_when_it_is_free_not_when_others_are_done(movies: Movies) -> None:
    movies.service.busy("movies", 200)
    movies.takes("association", 2000)
    template = synonyms() | {"Stopwords": {"DomainName": "movies", "PackageID": SECOND}}
    stack, began = movies.stack(), movies.world.simulation.now
    assert movies.do(lambda: stack.create(template))
    assert movies.world.simulation.now - began < 2300


@pytest.mark.parametrize("then", ["delete", "update"])
def test_a_failed_update_to_another_domain_tells_what_no_id_names_if_the_stack_is_not_rolled_back(
    movies: Movies, then: str
) -> None:
    movies.client.create_domain(DomainName="films", EngineVersion="OpenSearch_2.19")
    movies.passes(60)
    stack = movies.created()
    movies.takes("association", 100)
    films = {"Synonyms": {"DomainName": "films", "PackageID": FIRST, "ServiceTimeout": "60"}}
    failed(movies, stack, films)
    assert stack.resources["Synonyms"].physical_id == f"movies|{FIRST}"
    reason = next(reason for _, _, status, reason in stack.events if status == "UPDATE_FAILED" and "no final" in reason)
    command = f"aws opensearch dissociate-package --domain-name films --package-id {FIRST}"
    assert reason.endswith(f"If no resource names it any more: {command}")
    if then == "update":
        films["Synonyms"]["ServiceTimeout"] = "900"
        assert movies.do(lambda: stack.update(films))
    assert movies.do(stack.delete)
    left = movies.client.list_packages_for_domain(DomainName="films")["DomainPackageDetailsList"]
    assert bool(left) is (then == "delete"), "no later request has named that domain: the reason did"
    assert movies.associated() == {}
