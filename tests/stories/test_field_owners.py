"""Packages that AWS or another account owns: to be associated, and never made, adopted or deleted by a stack."""

from collections.abc import Iterator

import pytest

from tests.simulation.stack import Stack
from tests.stories.conftest import Movies, Template
from tests.stories.films import films, packages, source
from tests.stories.quick import quick

ENGINE = "OpenSearch_2.19"
OURS, THEIRS, OTHERS = "123456789012", "210987654321", "999999999999"
NORI: Template = {
    "Films": {
        "PackageName": "analysis-nori",
        "PackageType": "ZIP-PLUGIN",
        "EngineVersion": ENGINE,
        "PackageSource": source("nori.zip"),
    }
}


@pytest.fixture
def stage() -> Iterator[Movies]:
    with quick() as movies:
        yield movies


def published(stage: Movies, package: str, name: str, owner: str, type_: str = "TXT-DICTIONARY") -> None:
    stage.service.publish(package, name, ENGINE if type_ == "ZIP-PLUGIN" else "", type_, owner)
    stage.passes(600)


def named(name: str) -> Template:
    return {"Words": {"DomainName": "movies", "PackageName": name}}


def failure(stack: Stack) -> str:
    return next(reason for _, _, status, reason in stack.events if status == "CREATE_FAILED")


@pytest.mark.parametrize("adopt", [{}, {"AdoptExisting": True}])
def test_aws_plugin_is_neither_adopted_nor_offered_to_be(stage: Movies, adopt: dict[str, bool]) -> None:
    published(stage, "G16029449", "analysis-nori", "AWS", "ZIP-PLUGIN")
    stack = stage.stack()
    assert not stage.do(lambda: stack.create({"Films": NORI["Films"] | adopt}))
    assert "already exists" in failure(stack) and "AdoptExisting" not in failure(stack)
    assert stack.status == "ROLLBACK_COMPLETE"
    assert not {"UpdatePackage", "DeletePackage"} & set(stage.world.calls)


@pytest.mark.parametrize("owner", ["AWS", ""])
@pytest.mark.parametrize("by", ["PackageID", "PackageName"])
def test_aws_plugin_is_associated_by_id_and_by_name(stage: Movies, by: str, owner: str) -> None:
    published(stage, "G16029449", "analysis-nori", owner, "ZIP-PLUGIN")
    value = {"PackageID": "G16029449", "PackageName": "analysis-nori"}[by]
    stack = stage.stack()
    assert stage.do(lambda: stack.create({"Nori": {"DomainName": "movies", by: value}}))
    assert stage.status("G16029449") == "ACTIVE"
    assert stage.do(stack.delete)
    assert stage.status("G16029449") == "absent"


@pytest.mark.parametrize("adopt", [{}, {"AdoptExisting": True}])
def test_a_stack_makes_its_own_beside_one_that_another_account_shares(stage: Movies, adopt: dict[str, bool]) -> None:
    published(stage, "F900000001", "films", THEIRS)
    stack = stage.stack()
    assert stage.do(lambda: stack.create(films(**adopt)))
    assert [one["PackageOwner"] for one in packages(stage)] == [THEIRS, OURS]
    assert stage.do(lambda: stack.update(films(Revision="2", **adopt)))
    assert stage.do(stack.delete)
    assert [one["PackageID"] for one in packages(stage)] == ["F900000001"]


def test_a_stack_that_has_adopted_anothers_can_be_deleted(stage: Movies) -> None:
    """As versions before this one did: its id names what nobody here can delete."""
    stack = stage.stack()
    assert stage.do(lambda: stack.create(films()))
    package = stack.resources["Films"].physical_id
    stage.service.packages.packages[package].owner = THEIRS
    assert stage.do(stack.delete)
    assert [one["PackageID"] for one in packages(stage)] == [package]
    assert "DeletePackage" not in stage.world.calls


def test_a_name_means_ones_own_first(stage: Movies) -> None:
    published(stage, "F900000001", "films", THEIRS)
    published(stage, "F900000002", "films", OURS)
    published(stage, "F900000003", "films", OTHERS)
    assert stage.do(lambda: stage.stack().create(named("films")))
    assert stage.associated() == {"F900000002": "ACTIVE"}


def test_a_name_means_anothers_where_that_is_the_only_one(stage: Movies) -> None:
    published(stage, "F900000001", "films", THEIRS)
    assert stage.do(lambda: stage.stack().create(named("films")))
    assert stage.associated() == {"F900000001": "ACTIVE"}


def test_where_several_others_fit_the_reason_lists_them_with_their_owners(stage: Movies) -> None:
    published(stage, "F900000001", "films", THEIRS)
    published(stage, "F900000003", "films", OTHERS)
    stack = stage.stack()
    assert not stage.do(lambda: stack.create(named("films")))
    assert (
        f"several packages have that name: F900000001 (TXT-DICTIONARY, of {THEIRS}), "
        f"F900000003 (TXT-DICTIONARY, of {OTHERS}). Give the PackageID of one of them."
    ) in failure(stack)
    assert not stage.associated()
