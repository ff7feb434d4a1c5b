"""Prerequisites and configuration are passed through as AWS has them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulation.direct import client_error
from tests.stories.conftest import BROKEN, FIRST, SECOND, Movies, Template, synonyms

ROLE = "arn:aws:iam::123456789012:role/keys"
ON = {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": True, "KeyAccessRoleArn": ROLE}}
OFF = {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": False}}


def listed(movies: Movies) -> dict[str, Any]:
    (one,) = movies.client.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"]
    return dict(one)


def refusing(code: str, words: str, status: int) -> Callable[[str, str], None]:
    """Return a fault: the service refuses every AssociatePackage so."""

    def refuse(_: str, operation: str) -> None:
        if operation == "AssociatePackage":
            raise client_error(code, words, status)

    return refuse


def test_they_arrive_as_they_were_written(movies: Movies) -> None:
    movies.associate(SECOND)
    movies.passes(60)
    stack, given = movies.stack(), list[Any]()
    movies.client.meta.events.register(
        "provide-client-params.opensearch.AssociatePackage", lambda params, **_: given.append(dict(params))
    )
    more: dict[str, Any] = {"PrerequisitePackageIDList": [SECOND], "AssociationConfiguration": ON}
    assert movies.do(lambda: stack.create(synonyms(**more)))
    assert given == [{"DomainName": "movies", "PackageID": FIRST, **more}]


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("before, after", [({}, ON), (OFF, ON), (ON, {})])
def test_a_change_is_applied_in_place(movies: Movies, hidden: bool, before: Any, after: Any) -> None:
    movies.service.set(hides_options=hidden)
    stack = movies.created(**({"AssociationConfiguration": before} if before else {}))
    movies.passes(600)
    assert movies.do(lambda: stack.update(synonyms(**({"AssociationConfiguration": after} if after else {}))))
    assert stack.resources["Synonyms"].physical_id == f"movies|{FIRST}"
    assert (movies.world.calls["AssociatePackage"], movies.world.calls["DissociatePackage"]) == (2, 0)
    movies.service.set(hides_options=False)
    assert listed(movies).get("AssociationConfiguration", {}) == after


def test_what_is_already_so_is_not_asked_for(movies: Movies) -> None:
    movies.client.associate_package(DomainName="movies", PackageID=FIRST, AssociationConfiguration=ON)
    movies.passes(60)
    stack = movies.stack()
    assert movies.do(lambda: stack.create(synonyms(AdoptExisting=True, AssociationConfiguration=ON)))
    assert movies.world.calls["AssociatePackage"] == 0


def test_a_service_that_takes_it_for_done_already_is_believed_where_it_lists_nothing(movies: Movies) -> None:
    """After a crash, say, between our call and its answer: nothing of it is listed, and it is in conflict."""
    movies.service.set(hides_options=True)
    stack = movies.created()
    movies.passes(600)
    movies.world.fault = refusing("ConflictException", "Package is already in desired state", 409)
    began = movies.world.simulation.now
    assert movies.do(lambda: stack.update(synonyms(AssociationConfiguration=ON)))
    assert 15 <= movies.world.simulation.now - began < 60


def test_a_service_that_refuses_a_configuration_is_not_believed(movies: Movies) -> None:
    stack = movies.created()
    movies.passes(600)
    movies.world.fault = refusing("ValidationException", "The role can not be assumed", 400)
    assert not movies.do(lambda: stack.update(synonyms(AssociationConfiguration=ON)))
    reason = next(reason for _, _, status, reason in stack.events if status == "UPDATE_FAILED")
    assert "The role can not be assumed" in reason


def test_another_role_than_the_provider_may_pass_is_refused_by_name(
    movies: Movies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY_ACCESS_ROLE_ARN", "arn:aws:iam::123456789012:role/other")
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms(AssociationConfiguration=ON)))
    reason = next(reason for _, _, status, reason in stack.events if status == "CREATE_FAILED")
    assert f'movies: KeyAccessRoleArn is "{ROLE}", but the provider' in reason
    assert not movies.world.calls["AssociatePackage"] and movies.associated() == {}
    monkeypatch.setenv("KEY_ACCESS_ROLE_ARN", ROLE)
    assert movies.do(lambda: movies.stack("other").create(synonyms(AssociationConfiguration=ON)))


def test_prerequisites_that_change_are_applied_in_place(movies: Movies) -> None:
    movies.associate(SECOND)
    movies.passes(60)
    stack = movies.created()
    movies.passes(600)
    assert movies.do(lambda: stack.update(synonyms(PrerequisitePackageIDList=[SECOND])))
    assert movies.world.calls["AssociatePackage"] == 2


def test_a_rollback_leaves_the_role_where_the_provider_may_no_longer_pass_the_one_before(
    movies: Movies, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The association is there, and that is enough."""

    def naming(role: str) -> Template:
        access = {"KeyStoreAccessEnabled": True, "KeyAccessRoleArn": f"arn:aws:iam::123456789012:role/{role}"}
        return synonyms(AssociationConfiguration={"KeyStoreAccessOption": access})

    monkeypatch.setenv("KEY_ACCESS_ROLE_ARN", "arn:aws:iam::123456789012:role/old")
    stack = movies.stack()
    assert movies.do(lambda: stack.create(naming("old")))
    movies.passes(600)
    monkeypatch.setenv("KEY_ACCESS_ROLE_ARN", "arn:aws:iam::123456789012:role/new")
    movies.fails_after(100)
    assert not movies.do(lambda: stack.update(naming("new") | BROKEN))
    movies.passes(600)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert "role/new" in str(movies.client.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"])
