"""What is wrong is named, and nothing is asked for."""

from typing import Any

import pytest

from tests.simulation.cloudformation import sample
from tests.simulation.template import CUSTOM, ONE, SET
from tests.stories.conftest import BROKEN, FIRST, SECOND, Movies, synonyms
from tests.stories.templates import made, set_of

GOOD = {"DomainName": "movies", "PackageID": FIRST}


def reason_of_create(movies: Movies, **changes: Any) -> str:
    """Create with changed properties; return the reason of the failure, with nothing asked for."""
    properties = {key: value for key, value in (GOOD | changes).items() if value is not None}
    stack = movies.stack()
    assert not movies.do(lambda: stack.create({"Synonyms": properties}))
    assert movies.world.calls["AssociatePackage"] == 0
    assert stack.status == "ROLLBACK_COMPLETE"
    failed = next(reason for _, _, status, reason in stack.events if status == "CREATE_FAILED")
    return failed


@pytest.mark.parametrize(
    "changes, named",
    [
        ({"DomainName": "mo"}, 'DomainName is "mo"'),
        ({"PackageID": "synonyms.txt"}, 'PackageID is "synonyms.txt"'),
        ({"AdoptExisting": "maybe"}, 'AdoptExisting is "maybe"'),
        ({"ServiceTimeout": "soon"}, 'ServiceTimeout is "soon"'),
        ({"ServiceTimeout": "7200"}, "ServiceTimeout is 7200"),
    ],
)
def test_a_wrong_property_is_named_before_any_call(movies: Movies, changes: dict[str, Any], named: str) -> None:
    assert named in reason_of_create(movies, **changes)
    assert not {"ListPackagesForDomain", "DescribeDomain"} & set(movies.world.calls)


@pytest.mark.parametrize("status", ["COPYING", "VALIDATING"])
def test_a_package_that_is_not_ready_is_waited_for(movies: Movies, status: str) -> None:
    movies.service.package_status(FIRST, status)
    stack = movies.stack()
    ready = movies.later(40, lambda: movies.service.package_status(FIRST, ""))
    assert movies.do(lambda: stack.create(synonyms()), ready)
    assert movies.status() == "ACTIVE"


@pytest.mark.parametrize("status", ["COPY_FAILED", "VALIDATION_FAILED", "DELETING"])
def test_a_package_that_will_never_be_ready_is_not_waited_for(movies: Movies, status: str) -> None:
    movies.service.package_status(FIRST, status)
    began = movies.world.simulation.now
    assert f"the package itself is {status}" in reason_of_create(movies)
    assert movies.world.simulation.now - began < 10


def test_a_package_that_stays_copying_is_named_at_the_deadline(movies: Movies) -> None:
    movies.service.package_status(FIRST, "COPYING")
    reason = reason_of_create(movies, ServiceTimeout=300)
    assert "the package is COPYING" in reason


def test_delete_with_properties_of_an_older_form_still_dissociates(movies: Movies) -> None:
    stack = movies.created()
    stack.resources["Synonyms"].properties = {"Domain": "movies", "Package": FIRST}
    assert movies.do(stack.delete)
    assert movies.status() == "absent"


def test_delete_that_names_nothing_is_done(movies: Movies) -> None:
    answer = movies.answer(sample("delete") | {"PhysicalResourceId": "made-up"}, ResourceProperties={"Colour": "red"})
    assert answer["Status"] == "SUCCESS"
    assert not movies.asked()


@pytest.mark.parametrize(
    "properties",
    [
        {"PackageID": FIRST, "Packages": ""},
        {"PackageID": FIRST, "Packages": [""]},
        {"PackageID": FIRST, "PackageSource": "", "PackageType": ""},
        {"PackageID": "", "PackageName": "", "Packages": [{"PackageID": FIRST}]},
    ],
)
@pytest.mark.parametrize("type_", [CUSTOM, ""])
def test_what_is_empty_is_not_given_nor_does_it_tell_the_type(
    movies: Movies, type_: str, properties: dict[str, Any]
) -> None:
    """D 1: `!If` yields an empty text for the form that is not used."""
    named = SET if isinstance(properties.get("Packages"), list) and properties["Packages"] != [""] else ONE
    stack = movies.stack()
    entry = {"Type": type_ or named, "Properties": {"DomainName": "movies", **properties}}
    assert movies.do(lambda: stack.create({"Synonyms": entry}))
    assert movies.do(stack.delete)
    assert movies.associated() == {}


@pytest.mark.parametrize("empty", [{"Packages": [""]}, {"Packages": ""}, {"PackageSource": ""}])
def test_what_is_empty_does_not_keep_a_cancelled_create_from_being_cleaned_up(
    movies: Movies, empty: dict[str, Any]
) -> None:
    movies.takes("association", 60)
    movies.fails_after(20)
    entry = {"Type": CUSTOM, "Properties": {"DomainName": "movies", "PackageID": FIRST} | empty}
    assert not movies.do(lambda: movies.stack().create({"Synonyms": entry} | BROKEN))
    movies.passes(600)
    assert movies.associated() == {}


@pytest.mark.parametrize("odd", [[SECOND], {"Value": SECOND}])
@pytest.mark.parametrize("name", ["PackageID", "PackageName"])
@pytest.mark.parametrize("type_", [ONE, SET])
def test_what_an_update_could_not_read_is_rolled_back(movies: Movies, type_: str, name: str, odd: Any) -> None:
    """A parameter that is a list gives a list; the rollback's Update has it for its old properties."""
    good: dict[str, Any] = {"PackageID": FIRST} if type_ == ONE else {"Packages": [{"PackageID": FIRST}]}
    bad: dict[str, Any] = {name: odd} if type_ == ONE else {"Packages": [{"PackageID": FIRST}, {name: odd}]}
    stack = made(movies, {"A": {"DomainName": "movies", **good}})
    assert not movies.do(lambda: stack.update({"A": {"DomainName": "movies", **bad}}))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE" and movies.associated() == {FIRST: "ACTIVE"}


@pytest.mark.parametrize("count, succeeds", [(16, True), (18, False)])
def test_a_list_that_no_id_can_name_is_refused_before_anything_is_asked(
    movies: Movies, count: int, succeeds: bool
) -> None:
    ids = [f"pkg-{number:056x}" for number in range(count)]
    for number, package in enumerate(ids):
        movies.service.publish(package, f"name-{number}", "", type="TXT-DICTIONARY")
    stack = movies.stack()
    assert movies.do(lambda: stack.create({"A": set_of(*ids)})) is succeeds
    failed = [reason for _, _, status, reason in stack.events if status == "CREATE_FAILED"]
    assert [reason.startswith("The ids of Packages take 1") for reason in failed] == [True] * (not succeeds)
    assert movies.associated() == (dict.fromkeys(ids, "ACTIVE") if succeeds else {})


@pytest.mark.parametrize("old", [{"PackageStatus": "VALIDATION_FAILED"}, None])
def test_a_package_is_not_told_by_one_look_that_may_be_old(movies: Movies, old: dict[str, str] | None) -> None:
    """It was made, or mended, just now."""
    left = [old]

    def distort(operation: str, answer: Any) -> Any:
        if operation != "DescribePackages" or not left:
            return answer
        shown = left.pop()
        return {"PackageDetailsList": [one | shown for one in answer["PackageDetailsList"]] if shown else []}

    movies.world.distort = distort
    stack = movies.stack()
    assert movies.do(lambda: stack.create(synonyms())) and not left
