"""What the provider's parameters allow: each by its name, and only what a resource did not have before."""

import re
from typing import Any

import pytest
from cfnlint.decode import cfn_yaml
from hypothesis import given
from hypothesis import strategies as st

from policy import matches, refusal
from tests.simulation.cloudformation import sample
from tools.local import ROOT

STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/{}/5b6e5b20-b76c-11f1-9c3d-0affd1c0f30a"
SYNONYMS = {"DomainName": "movies", "PackageID": "F111111111"}
SEARCH = {"DomainName": "movies", "Packages": [{"PackageID": "F111111111"}, {"PackageName": "plugin"}]}
FILMS = {
    "PackageName": "films",
    "PackageType": "TXT-DICTIONARY",
    "PackageSource": {"S3BucketName": "dictionaries", "S3Key": "team/films.txt"},
}
#: Each parameter at a value that covers none of these.
NARROW = {
    "STACK_NAME_PATTERN": "accounts-*",
    "DOMAIN_NAME_PATTERN": "music*",
    "PACKAGE_NAME_PATTERN": "team-?",
    "SOURCE_PREFIX": "other/",
}


def event(type_: str, properties: dict[str, Any], old: dict[str, Any] | None = None, known: str = "") -> dict[str, Any]:
    """Return a request of the stack movies-search for these properties."""
    more: dict[str, Any] = {"PhysicalResourceId": known or "F0"} if type_ != "Create" else {}
    more |= {"OldResourceProperties": old} if old is not None else {}
    about = {"RequestType": type_, "StackId": STACK.format("movies-search"), "ResourceProperties": properties}
    return sample("create") | {"ResourceType": "AWS::CloudFormation::CustomResource"} | about | more


@pytest.mark.parametrize("properties", [SYNONYMS, SEARCH, FILMS])
@pytest.mark.parametrize(
    "environ",
    [
        {},
        dict.fromkeys(NARROW, ""),
        dict.fromkeys(NARROW, "*"),
        {
            "STACK_NAME_PATTERN": "movies-*",
            "DOMAIN_NAME_PATTERN": "movie?",
            "PACKAGE_NAME_PATTERN": "films",
            "SOURCE_PREFIX": "team/",
        },
    ],
)
def test_what_the_parameters_cover_is_allowed(properties: dict[str, Any], environ: dict[str, str]) -> None:
    assert not refusal(event("Create", properties), environ)


@pytest.mark.parametrize(
    "stack_id", ["", "movies-search", "arn:aws:cloudformation:us-east-1:123456789012:stack", STACK.format("")]
)
def test_a_stack_without_a_name_is_none_that_a_pattern_covers(stack_id: str) -> None:
    asked = event("Create", SYNONYMS) | {"StackId": stack_id}
    assert "StackNamePattern" in refusal(asked, {"STACK_NAME_PATTERN": "movies-*"})
    assert refusal(asked, {}) == ""


#: What changes nothing that a parameter is about.
HARMLESS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (SYNONYMS, {"Revision": "2", "AdoptExisting": "true", "ServiceTimeout": "60"}),
    (SEARCH, {"ServiceTimeout": "60"}),
    (FILMS, {"Revision": "2", "PackageDescription": "of films"}),
    (FILMS | {"AdoptExisting": "true"}, {"Revision": "2"}),
]


@pytest.mark.parametrize("old, change", HARMLESS)
def test_what_a_resource_has_may_be_updated_whatever_the_parameters_are_now(
    old: dict[str, Any], change: dict[str, Any]
) -> None:
    assert not refusal(event("Update", old | change, old), NARROW)


#: What is new in an Update, and the parameters that are about it.
NEW: list[tuple[dict[str, Any], dict[str, Any], set[str]]] = [
    (SYNONYMS, {"DomainName": "films"}, {"StackNamePattern", "DomainNamePattern"}),
    (SYNONYMS, {"PackageID": "F222222222"}, {"StackNamePattern"}),
    (SEARCH, {"Packages": [{"PackageName": "another"}]}, {"StackNamePattern"}),
    (FILMS, {"PackageName": "actors"}, {"StackNamePattern", "PackageNamePattern"}),
    (FILMS, {"PackageType": "PACKAGE-LICENSE"}, {"StackNamePattern", "PackageNamePattern"}),
    (FILMS, {"EngineVersion": "OpenSearch_3.5"}, {"StackNamePattern", "PackageNamePattern"}),
    (
        FILMS,
        {"PackageSource": {"S3BucketName": "dictionaries", "S3Key": "team/2.txt"}},
        {"StackNamePattern", "SourcePrefix"},
    ),
    (
        FILMS,
        {"PackageSource": {"S3BucketName": "another", "S3Key": "team/films.txt"}},
        {"StackNamePattern", "SourcePrefix"},
    ),
    (FILMS, {"AdoptExisting": "true"}, {"StackNamePattern", "AdoptPackages"}),
    (
        FILMS | {"AdoptExisting": "true"},
        {"PackageName": "actors"},
        {"StackNamePattern", "PackageNamePattern", "AdoptPackages"},
    ),
]
OF = {
    "StackNamePattern": "STACK_NAME_PATTERN",
    "DomainNamePattern": "DOMAIN_NAME_PATTERN",
    "PackageNamePattern": "PACKAGE_NAME_PATTERN",
    "SourcePrefix": "SOURCE_PREFIX",
}


@pytest.mark.parametrize("old, change, parameters", NEW)
def test_what_an_update_brings_is_held_to_the_parameters_and_what_a_rollback_brings_back_is_not(
    old: dict[str, Any], change: dict[str, Any], parameters: set[str]
) -> None:
    asked = event("Update", old | change, old)
    wide = {"ADOPT_PACKAGES": "true"}
    found = {name for name in OF if f"{name} allows" in refusal(asked, wide | {OF[name]: NARROW[OF[name]]})}
    found |= {"AdoptPackages"} if "AdoptPackages" in refusal(asked, {}) else set()
    assert found == parameters
    assert refusal(asked, NARROW)


def test_what_the_id_says_that_a_resource_holds_is_not_new() -> None:
    """A rollback of an Update that failed: its old properties are those that were refused."""
    back = event("Update", SYNONYMS, SYNONYMS | {"DomainName": "music"}, known="movies|F111111111")
    assert not refusal(back, NARROW)
    both = event("Update", SEARCH | {"Packages": [{"PackageID": "F1"}, {"PackageID": "F2"}]}, {}, known="movies|F1,F2")
    assert not refusal(both, NARROW)
    assert refusal(back | {"PhysicalResourceId": "music|F111111111"}, NARROW)
    named = event("Update", SYNONYMS | {"DomainName": "not-created"}, SYNONYMS, known="not-created|F111111111")
    assert refusal(named, {"DOMAIN_NAME_PATTERN": "movies"})


@pytest.mark.parametrize("allows", ["false", "", None, "yes"])
def test_packages_are_taken_over_only_where_the_provider_allows_it(allows: str | None) -> None:
    environ = {} if allows is None else {"ADOPT_PACKAGES": allows}
    words = "but the provider's AdoptPackages allows no stack to take packages over"
    assert words in refusal(event("Create", FILMS | {"AdoptExisting": "true"}), environ)
    assert not refusal(event("Create", FILMS | {"AdoptExisting": "true"}), {"ADOPT_PACKAGES": "true"})
    assert not refusal(event("Create", SYNONYMS | {"AdoptExisting": "true"}), environ)


@pytest.mark.parametrize(
    "text, pattern, fits",
    [
        ("movies", "*", True),
        ("", "*", True),
        ("movies", "movies", True),
        ("movies", "Movies", False),
        ("movies-1", "movies-?", True),
        ("movies-", "movies-?", False),
        ("movies-12", "movies-?", False),
        ("movies", "m*v*s", True),
        ("movies\n", "movies", False),
        ("a\nb", "a*b", True),
        ("a", "[ab]", False),
        ("[ab]", "[ab]", True),
        ("a.b", "a?b", True),
        ("axb", "a.b", False),
        ("a" * 1000, "*a" * 40 + "b", False),
    ],
)
def test_patterns_are_those_of_iam(text: str, pattern: str, fits: bool) -> None:
    assert matches(text, pattern) is fits


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=2)
)


@given(st.dictionaries(st.sampled_from([*FILMS, *SEARCH, "PackageID"]), ANY), st.sampled_from(["Create", "Update"]))
def test_whatever_the_old_properties_are_there_is_a_verdict(old: dict[str, Any], type_: str) -> None:
    assert isinstance(refusal(event(type_, SYNONYMS, old), NARROW), str)


def test_the_template_gives_the_function_every_parameter_that_a_refusal_names() -> None:
    template = cfn_yaml.load(str(ROOT / "template.yaml"))
    variables = template["Resources"]["Function"]["Properties"]["Environment"]["Variables"]
    read = re.findall(r'"([A-Z]+_[A-Z_]+)"', (ROOT / "handler" / "policy.py").read_text(encoding="utf-8"))
    assert len(read) == 5
    assert [variables[name] for name in read] == [{"Ref": name} for name in (*OF, "AdoptPackages")]
