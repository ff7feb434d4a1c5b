"""Several packages of one resource, in one change of the domain."""

from typing import Any

import pytest

from tests.simulation.stack import Stack
from tests.stories.conftest import FIRST, SECOND, THIRD, Movies

Packages = list[dict[str, Any]]
BROKEN = {"Broken": {"DomainName": "movies", "PackageID": "F999999999"}}
CHANGES = ("AssociatePackage", "AssociatePackages", "DissociatePackage", "DissociatePackages")


def several(*packages: str | dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a template with one set of packages."""
    entries = [{"PackageID": one} if isinstance(one, str) else one for one in packages]
    return {"Search": {"DomainName": "movies", "Packages": entries, **more}}


def created(movies: Movies, *packages: str | dict[str, Any], **more: Any) -> Stack:
    stack = movies.stack()
    assert movies.do(lambda: stack.create(several(*packages, **more)))
    movies.passes(60)
    movies.world.calls.clear()
    return stack


def reason(stack: Stack, status: str) -> str:
    return next(reason for _, name, now, reason in stack.events if now == status and name == "Search")


def changes(movies: Movies) -> dict[str, int]:
    """Return the calls that change the domain, and how many there were of each."""
    return {name: count for name, count in movies.world.calls.items() if name in CHANGES}


def plugin(movies: Movies) -> Packages:
    """Return a plugin with its license and its configuration, the plugin last; the others need it."""
    source = {"S3BucketName": "plugins", "S3Key": "plugin.zip"}
    ids = {}
    for name, type_ in [("plugin", "ZIP-PLUGIN"), ("license", "PACKAGE-LICENSE"), ("config", "PACKAGE-CONFIG")]:
        made = movies.client.create_package(
            PackageName=f"my-{name}", PackageType=type_, PackageSource=source, EngineVersion="OpenSearch_2.19"
        )
        ids[name] = made["PackageDetails"]["PackageID"]
    movies.passes(10)
    needs = {"PrerequisitePackageIDList": [ids["plugin"]]}
    return [
        {"PackageID": ids["license"], **needs},
        {"PackageID": ids["config"], **needs},
        {"PackageID": ids["plugin"]},
    ]


def test_a_set_lives_with_one_call_for_each_operation(movies: Movies) -> None:
    stack = movies.stack()
    assert movies.do(lambda: stack.create(several(FIRST, SECOND)))
    resource = stack.resources["Search"]
    assert resource.physical_id == f"movies|{FIRST},{SECOND}"
    assert resource.data == {
        "PackageIDs": f"{FIRST},{SECOND}",
        f"{FIRST}.ReferencePath": f"analyzers/{FIRST}",
        f"{FIRST}.PackageVersion": "v1",
        f"{SECOND}.ReferencePath": f"analyzers/{SECOND}",
        f"{SECOND}.PackageVersion": "v1",
    }
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}
    assert movies.do(stack.delete)
    assert movies.associated() == {}
    assert changes(movies) == {"AssociatePackages": 1, "DissociatePackages": 1}


def test_an_update_of_twenty_by_one_in_and_one_out_makes_two_calls(movies: Movies) -> None:
    *ids, another = movies.dictionaries(21)
    stack = created(movies, *ids)
    assert movies.do(lambda: stack.update(several(*ids[1:], another)))
    assert changes(movies) == {"AssociatePackage": 1, "DissociatePackage": 1}
    assert set(movies.associated()) == {*ids[1:], another}
    assert stack.resources["Search"].physical_id == f"movies|{','.join(sorted([*ids[1:], another]))}"


def test_twenty_packages_in_one_change_or_in_twenty(movies: Movies, capfd: pytest.CaptureFixture[str]) -> None:
    """On a domain that takes one change at a time, each of three seconds."""
    movies.service.set(one_change_at_a_time=True)
    ids = movies.dictionaries(20)
    lines = []
    for name, template in (
        ("one set of 20", several(*ids)),
        ("20 associations", {f"D{n}": {"DomainName": "movies", "PackageID": id_} for n, id_ in enumerate(ids)}),
    ):
        movies.world.calls.clear()
        before, stack, began = movies.service.changes("movies"), movies.stack(), movies.world.simulation.now
        assert movies.do(lambda stack=stack, template=template: stack.create(template))  # type: ignore[misc]
        made, seconds = movies.service.changes("movies") - before, movies.world.simulation.now - began
        calls, changing = sum(movies.world.calls.values()), sum(changes(movies).values())
        lines.append(f"{name}: {made} changes, {changing} changing calls of {calls}, {seconds:.0f} s")
        assert made == (1 if "set" in name else 20)
        assert "set" not in name or changes(movies) == {"AssociatePackages": 1}
        assert movies.do(stack.delete)
        movies.passes(60)
    with capfd.disabled():
        print("\n" + "\n".join(lines), end=" ")


def test_a_new_version_of_one_member_touches_no_other(movies: Movies) -> None:
    stack = created(movies, {"PackageID": FIRST, "PackageVersion": "v1"}, SECOND)
    source = {"S3BucketName": "dictionaries", "S3Key": "words.txt"}
    movies.client.update_package(PackageID=FIRST, PackageSource=source)
    movies.passes(10)
    assert movies.do(lambda: stack.update(several({"PackageID": FIRST, "PackageVersion": "v2"}, SECOND)))
    assert changes(movies) == {"AssociatePackage": 1}
    assert stack.resources["Search"].data[f"{FIRST}.PackageVersion"] == "v2"


def test_members_may_be_named(movies: Movies) -> None:
    stack = created(movies, {"PackageName": "synonyms"}, SECOND)
    assert stack.resources["Search"].data["synonyms.ReferencePath"] == f"analyzers/{FIRST}"
    assert movies.do(lambda: stack.update(several({"PackageName": "stemming"}, {"PackageName": "stopwords"})))
    assert movies.associated() == {SECOND: "ACTIVE", THIRD: "ACTIVE"}
    assert changes(movies) == {"AssociatePackage": 1, "DissociatePackage": 1}


def test_a_member_that_fails_is_named_with_what_became_of_the_others(movies: Movies) -> None:
    movies.service.fail(SECOND, "ASSOCIATION_FAILED", "InvalidDictionary", "line 3: no comma")
    movies.associate(THIRD)
    movies.passes(60)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(several(FIRST, SECOND)))
    assert reason(stack, "CREATE_FAILED") == (
        f"Package {SECOND} could not be associated with domain movies: ASSOCIATION_FAILED, InvalidDictionary: line 3: "
        "no comma. Correct the package or the domain, then deploy again. "
        f"Now on the domain: {FIRST} ACTIVE, {SECOND} ASSOCIATION_FAILED."
    )
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.associated() == {THIRD: "ACTIVE"}


def test_a_set_with_a_member_that_exists_associates_nothing_and_leaves_it(movies: Movies) -> None:
    movies.associate(SECOND)
    movies.passes(60)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(several(FIRST, SECOND)))
    assert "it is already associated" in reason(stack, "CREATE_FAILED")
    assert movies.associated() == {SECOND: "ACTIVE"}
    assert changes(movies) == {}


def test_the_rollback_of_a_set_leaves_what_it_had_adopted(movies: Movies) -> None:
    movies.associate(SECOND)
    movies.passes(60)
    movies.service.fail(FIRST, "ASSOCIATION_FAILED")
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(several(FIRST, SECOND, AdoptExisting=True)))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.associated() == {SECOND: "ACTIVE"}


@pytest.mark.parametrize("after", [0, 4, 8, 30])
def test_an_update_that_is_rolled_back_goes_back_to_the_old_set(movies: Movies, after: float) -> None:
    """Cancelled while members come, while others leave, or when all was done."""
    movies.takes("dissociation", 20)
    stack = created(movies, FIRST, SECOND)
    movies.fails_after(after)
    assert not movies.do(lambda: stack.update(several(FIRST, THIRD) | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    movies.passes(300)
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}


def test_a_cancelled_update_that_names_by_name_what_is_held_by_id_takes_nothing_away(movies: Movies) -> None:
    """The new version makes the association look like one of the update that was cancelled."""
    stack = created(movies, FIRST)
    movies.client.update_package(PackageID=FIRST, PackageSource={"S3BucketName": "dictionaries", "S3Key": "a.txt"})
    movies.passes(60)
    named = several({"PackageName": "synonyms", "PackageVersion": "v2"}, SECOND)
    movies.fails_after(2)
    assert not movies.do(lambda: stack.update(named | BROKEN))
    assert (stack.status, movies.associated()) == ("UPDATE_ROLLBACK_COMPLETE", {FIRST: "ACTIVE"})
    assert changes(movies) == {"AssociatePackages": 1, "DissociatePackage": 1}


def test_a_plugin_comes_and_goes_with_its_license_and_configuration_in_one_change(movies: Movies) -> None:
    packages = plugin(movies)
    before = movies.service.changes("movies")
    stack = created(movies, *packages)
    assert movies.service.changes("movies") == before + 1
    assert movies.do(stack.delete)
    assert movies.service.changes("movies") == before + 2
    assert movies.associated() == {}


def test_a_license_that_left_with_its_plugin_is_success(movies: Movies) -> None:
    packages = plugin(movies)
    stack = created(movies, *packages)
    movies.client.dissociate_package(DomainName="movies", PackageID=packages[2]["PackageID"])
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_without_the_plural_calls_it_goes_one_by_one_in_the_order_of_prerequisites(movies: Movies) -> None:
    movies.service.set(plural_disabled=True)
    packages = plugin(movies)
    given: list[str] = []
    for operation in ("AssociatePackage", "DissociatePackage"):
        movies.client.meta.events.register(
            f"provide-client-params.opensearch.{operation}", lambda params, **_: given.append(params["PackageID"])
        )
    stack = movies.stack()
    assert movies.do(lambda: stack.create(several(*packages)))
    assert given[0] == packages[2]["PackageID"]
    assert set(given) == {package["PackageID"] for package in packages}
    assert changes(movies)["AssociatePackages"] == 1
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_a_prerequisite_outside_the_set_may_still_be_on_its_way(movies: Movies) -> None:
    *dependents, alone = plugin(movies)
    stack = movies.stack()
    template = several(*dependents) | {"Plugin": {"DomainName": "movies", **alone}}
    movies.takes("association", 60)
    assert movies.do(lambda: stack.create(template))
    assert list(movies.associated().values()) == ["ACTIVE"] * 3


def test_a_domain_that_changes_is_a_replacement(movies: Movies) -> None:
    stack = created(movies, FIRST, SECOND)
    movies.client.create_domain(DomainName="music", EngineVersion="OpenSearch_2.19")
    movies.passes(60)
    template = several(FIRST)
    template["Search"]["DomainName"] = "music"
    assert movies.do(lambda: stack.update(template))
    assert stack.resources["Search"].physical_id == f"music|{FIRST}"
    assert movies.associated() == {}


@pytest.mark.parametrize(
    "packages, words",
    [
        ([FIRST, FIRST], f"Packages names {FIRST} twice: keep one of them."),
        (
            [],
            "Packages is an empty list, but must be a list of packages, at least one, each with PackageID or Package",
        ),
        ([{}], "PackageID is missing. Give PackageID: "),
        ([{"PackageID": FIRST, "Colour": "red"}], "Colour is not a property of Packages. Known are "),
        ([{"PackageID": "x"}], 'Packages.0.PackageID is "x", but must be the id'),
        (["F1"], 'Packages.0 is "F1", but must be a package: an object with PackageID or PackageName.'),
    ],
)
def test_what_is_wrong_with_the_list_is_named(movies: Movies, packages: Any, words: str) -> None:
    stack = movies.stack()
    template = {"Search": {"DomainName": "movies", "Packages": packages}}
    if packages != ["F1"]:
        template = several(*packages)
    assert not movies.do(lambda: stack.create(template))
    assert words in reason(stack, "CREATE_FAILED")
    assert not movies.asked()


def test_the_same_package_by_id_and_by_name_is_named(movies: Movies) -> None:
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(several(FIRST, {"PackageName": "synonyms"})))
    assert f"synonyms is the same package as {FIRST}. Name it once" in reason(stack, "CREATE_FAILED")
    assert changes(movies) == {}
