"""What users write, made what was meant, or called by its name."""

import json
from typing import Any

import pytest

from cloudformation.properties import (
    DEFINITIONS,
    LONGEST_ECHO,
    MOST_DIGITS,
    SCHEMAS,
    UNKNOWN,
    coerce,
    echo,
    problems,
)
from cloudformation.types import ONE, PACKAGE, SEVERAL

ENABLED = "AssociationConfiguration.KeyStoreAccessOption.KeyStoreAccessEnabled"
RIGHT = {"ServiceToken": "arn", "DomainName": "movies", "PackageID": "F1"}
KEY_STORE = {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": "true", "KeyAccessRoleArn": "arn:aws:iam::1:role/r"}}


def one(**properties: Any) -> list[str]:
    """Return what is wrong with the properties of a single association, as the function would say it."""
    return said({**RIGHT, **properties})


def several(*packages: Any, **properties: Any) -> list[str]:
    """Return what is wrong with the properties of a set."""
    return said({"ServiceToken": "arn", "DomainName": "movies", "Packages": list(packages), **properties}, SEVERAL)


def said(properties: dict[str, Any], type_: str = ONE) -> list[str]:
    return [message for _, message in problems(coerce(properties, SCHEMAS[type_]), SCHEMAS[type_], type_)]


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in RIGHT.items() if name not in names}


ALL = {
    **without("PackageID"),
    "PackageName": "synonyms",
    "PackageVersion": "v2",
    "Revision": "any text at all\n",
    "PrerequisitePackageIDList": ["F1", "G2", "pkg-0a1b"],
    "AssociationConfiguration": KEY_STORE,
    "AdoptExisting": "true",
    "ServiceTimeout": "900",
}


def test_everything_at_once_is_right_as_cloudformation_sends_it() -> None:
    assert said(ALL) == []
    coerced = coerce(ALL, SCHEMAS[ONE])
    assert (coerced["AdoptExisting"], coerced["ServiceTimeout"]) == (True, 900)
    assert coerced["AssociationConfiguration"]["KeyStoreAccessOption"]["KeyStoreAccessEnabled"] is True
    assert {name: coerced[name] for name in list(ALL)[:5]} == {name: ALL[name] for name in list(ALL)[:5]}
    entry = {name: ALL[name] for name in list(ALL)[2:7]}
    assert several(entry, {"PackageID": "F1"}) == []
    (first, _) = coerce({"Packages": [entry, {}]}, SCHEMAS[SEVERAL])["Packages"]
    assert first["AssociationConfiguration"]["KeyStoreAccessOption"]["KeyStoreAccessEnabled"] is True


@pytest.mark.parametrize(
    "name, sent, meant",
    [
        ("AdoptExisting", "true", True),
        ("AdoptExisting", "True", True),
        ("AdoptExisting", "FALSE", False),
        ("AdoptExisting", True, True),
        ("AdoptExisting", False, False),
        ("AdoptExisting", "yes", "yes"),
        ("AdoptExisting", 1, "1"),
        ("ServiceTimeout", "30", 30),
        ("ServiceTimeout", 3600, 3600),
        ("ServiceTimeout", 900.0, "900.0"),
        ("ServiceTimeout", "0900", 900),
        ("ServiceTimeout", " 900", " 900"),
        ("ServiceTimeout", "٩٠٠", "٩٠٠"),
        ("ServiceTimeout", "9" * MOST_DIGITS, 999_999_999),
        ("ServiceTimeout", "9" * (MOST_DIGITS + 1), "9" * (MOST_DIGITS + 1)),
        ("ServiceTimeout", True, "true"),
        ("PackageVersion", 2, "2"),
        ("PackageVersion", True, "true"),
        ("Revision", 20261125, "20261125"),
        ("Revision", 1.5, "1.5"),
        ("Revision", False, "false"),
    ],
)
def test_numbers_and_booleans_are_read_from_strings_and_strings_from_numbers(name: str, sent: Any, meant: Any) -> None:
    (coerced,) = coerce({name: sent}, SCHEMAS[ONE]).values()
    assert coerced == meant and type(coerced) is type(meant)


@pytest.mark.parametrize("empty", ["", None, [""], ["", ""], [None]])
@pytest.mark.parametrize(
    "name",
    [
        "PackageName",
        "PackageVersion",
        "Revision",
        "PrerequisitePackageIDList",
        "AssociationConfiguration",
        "AdoptExisting",
        "ServiceTimeout",
    ],
)
def test_what_is_empty_is_not_given(name: str, empty: Any) -> None:
    assert one(**{name: empty}) == []
    assert coerce({**RIGHT, name: empty}, SCHEMAS[ONE]) == RIGHT


def test_empty_entries_of_a_list_are_left_out_and_an_empty_list_is_one() -> None:
    assert coerce({"PrerequisitePackageIDList": ["F1", "", "F2"]}, SCHEMAS[ONE]) == {
        "PrerequisitePackageIDList": ["F1", "F2"]
    }
    assert coerce({"PrerequisitePackageIDList": []}, SCHEMAS[ONE]) == {"PrerequisitePackageIDList": []}
    assert one(PrerequisitePackageIDList=[]) == []


def test_what_is_required_may_not_be_empty() -> None:
    assert one(DomainName="") == ["DomainName is missing: 3 to 28 of a-z, 0-9 and -, first a letter."]
    assert one(ServiceToken=None) == ["ServiceToken is missing: the ARN of the provider's function."]
    assert several("", "") == [
        "Packages is missing: a list of packages, at least one, each with PackageID or PackageName."
    ]


def test_letters_are_shown_as_they_were_written() -> None:
    assert one(DomainName="Mövies")[0].startswith('DomainName is "Mövies", but must be 3 to 28 of')


def test_a_text_that_may_not_be_empty_has_one_letter_at_least() -> None:
    for properties, wrong in (({"PackageVersion": ""}, 1), ({"PackageVersion": "v"}, 0), ({"Revision": ""}, 0)):
        assert len(list(problems({**RIGHT, **properties}, SCHEMAS[ONE], ONE))) == wrong, properties


@pytest.mark.parametrize(
    "value, shown",
    [
        ({"Password": "hunter2"}, "an object"),
        ({}, "an object"),
        (["hunter2"], "a list"),
        ([], "an empty list"),
        ("x" * 62, f'"{"x" * 62}"'),
        ("x" * 63, f'"{"x" * 63}…'),
        ("x" * 5000, f'"{"x" * 63}…'),
        ('say "a"\n', '"say \\"a\\"\\n"'),
        (7, "7"),
        (True, "true"),
    ],
)
def test_a_value_is_shown_cut_and_of_objects_only_that_they_are(value: Any, shown: str) -> None:
    assert echo(value) == shown
    assert len(shown) <= LONGEST_ECHO + 1


def test_a_name_is_shown_cut_as_well() -> None:
    (words,) = one(**{"x" * 5000: "1"})
    assert words.startswith("x" * LONGEST_ECHO + " is not a property of")


@pytest.mark.parametrize(
    "name, value, said_",
    [
        ("DomainName", ["movies"], "DomainName is a list, but must be 3 to 28 of a-z, 0-9 and -, first a letter."),
        (
            "PackageID",
            {"Ref": "x"},
            "PackageID is an object, but must be the id that OpenSearch Service gave the package",
        ),
        ("PackageID", "synonyms.txt", 'PackageID is "synonyms.txt", but must be the id'),
        ("AdoptExisting", "maybe", 'AdoptExisting is "maybe", but must be true or false.'),
        ("AdoptExisting", ["true"], "AdoptExisting is a list, but must be true or false."),
        ("ServiceTimeout", "29", "ServiceTimeout is 29, but must be a whole number of seconds from 30 to 3600."),
        ("ServiceTimeout", "3601", "ServiceTimeout is 3601, but must be"),
        ("ServiceTimeout", "soon", 'ServiceTimeout is "soon", but must be'),
        ("ServiceTimeout", "9" * 5000, f'ServiceTimeout is "{"9" * 63}…, but must be'),
        ("PrerequisitePackageIDList", "F1", 'PrerequisitePackageIDList is "F1", but must be a list of package ids.'),
        ("PrerequisitePackageIDList", ["F2", "x"], 'PrerequisitePackageIDList.1 is "x", but must be a package id'),
        ("PrerequisitePackageIDList", {"F1": 1}, "PrerequisitePackageIDList is an object, but must be a list"),
        ("AssociationConfiguration", "on", 'AssociationConfiguration is "on", but must be an object with'),
        ("AssociationConfiguration", {"KeyStoreAccessOption": {}}, f"{ENABLED} is missing: true or false."),
        (
            "AssociationConfiguration",
            {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": "yes"}},
            f'{ENABLED} is "yes", but must be true or false.',
        ),
        (
            "AssociationConfiguration",
            {"KeyStoreAccess": {}},
            "KeyStoreAccess is not a property of AssociationConfiguration. Did you mean KeyStoreAccessOption?",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_it_must_be(name: str, value: Any, said_: str) -> None:
    (words,) = one(**{name: value})
    assert words.startswith(said_)


@pytest.mark.parametrize("timeout", ["30", "31", "3600"])
def test_a_timeout_has_bounds_and_they_are_in_it(timeout: str) -> None:
    assert one(ServiceTimeout=timeout) == []


def test_a_misspelt_property_is_said_once_and_before_what_is_missing() -> None:
    assert said({"DomainNam": "movies", "PackageID": "F1"}) == [
        "DomainNam is not a property of Custom::OpenSearchPackageAssociation. Did you mean DomainName?",
        "ServiceToken is missing: the ARN of the provider's function.",
    ]
    assert said({**without("PackageID"), "PackageId": "F1"}) == [
        "PackageId is not a property of Custom::OpenSearchPackageAssociation. Did you mean PackageID?"
    ]
    assert said({"PackageID": "F1", "Colour": "red"})[1:] == [
        "ServiceToken is missing: the ARN of the provider's function.",
        "DomainName is missing: 3 to 28 of a-z, 0-9 and -, first a letter.",
    ]


def test_only_the_nearest_name_is_meant() -> None:
    (meant, missing) = said({"ServiceToken": "arn", "DomainPackageName": "x"})
    assert meant.endswith("Did you mean PackageName?") and missing.startswith("DomainName is missing")


WAYS = (
    "PackageID is missing. Give PackageID: the id that OpenSearch Service gave the package: F…, G… or pkg-…, "
    "or PackageName: the package's name: 3 to 256 of a-z, 0-9 and -, first a letter."
)


def test_one_of_id_and_name_is_given() -> None:
    assert said(without("PackageID")) == [WAYS]
    assert one(PackageName="synonyms") == ["PackageID and PackageName are both given: keep one of them."]
    assert several({"PackageID": "F1"}, {"PackageVersion": "v1"}) == [f"Packages.1.{WAYS}"]
    assert several({"PackageID": "F1", "PackageName": "synonyms"}) == [
        "PackageID and PackageName are both given: keep one of them."
    ]


def test_a_set_has_packages_and_each_is_an_object() -> None:
    assert several() == [
        "Packages is an empty list, but must be a list of packages, at least one, each with PackageID or PackageName."
    ]
    assert several("F1") == ['Packages.0 is "F1", but must be a package: an object with PackageID or PackageName.']
    assert said({**without("PackageID"), "Packages": "F1"}, SEVERAL)[0].startswith('Packages is "F1", but must be')
    assert several({"PackageID": "F1", "Colour": "red"})[0].startswith("Colour is not a property of Packages. Known")


@pytest.mark.parametrize("properties", ["text", [], None, 5, True, [RIGHT]])
def test_properties_are_an_object(properties: Any) -> None:
    assert len(list(problems(coerce(properties, SCHEMAS[ONE]), SCHEMAS[ONE], ONE))) == 1


def test_an_unknown_value_stands_in_the_way_of_nothing_else() -> None:
    assert len(said({"DomainName": UNKNOWN, "PackageID": "x"})) == 2


def deep(levels: int, leaf: Any = "x") -> Any:
    value: Any = leaf
    for level in range(levels):
        value = {"KeyStoreAccessOption": value} if level % 2 else [value]
    return value


@pytest.mark.parametrize("levels", [1, 2, 30, 900])
def test_absurd_depth_is_wrong_and_not_the_end(levels: int) -> None:
    assert len(one(AssociationConfiguration=deep(levels))) == 1
    assert len(one(Colour=deep(levels))) == 1
    assert coerce({"DomainName": deep(levels)}, SCHEMAS[ONE])["DomainName"] == deep(levels)
    assert len(one(PrerequisitePackageIDList=["F2", deep(levels)])) == 1


@pytest.mark.parametrize("levels", [3, 30, 900])
def test_lists_of_lists_are_wrong_however_empty_they_are(levels: int) -> None:
    value: Any = ""
    for _ in range(levels):
        value = [value]
    (words,) = one(PrerequisitePackageIDList=value)
    assert words.startswith("PrerequisitePackageIDList.0 is a list, but must be a package id")


def test_the_schemas_have_no_references_left() -> None:
    assert set(SCHEMAS) == {ONE, SEVERAL, PACKAGE}
    assert "$ref" not in json.dumps(SCHEMAS)
    assert SCHEMAS[ONE]["properties"]["PackageID"] == DEFINITIONS["PackageID"]


@pytest.mark.parametrize(
    "type_, given, missing",
    [("ZIP-PLUGIN", "", True), ("ZIP-PLUGIN", "OpenSearch_2.19", False), ("TXT-DICTIONARY", "", False)],
)
def test_only_a_plugin_needs_an_engine_version(type_: str, given: str, missing: bool) -> None:
    source = {"S3BucketName": "movie-files", "S3Key": "films.txt"}
    properties = {"ServiceToken": "arn", "PackageName": "films", "PackageType": type_, "PackageSource": source}
    properties |= {"EngineVersion": given} if given else {}
    said = [words for _, words in problems(coerce(properties, SCHEMAS[PACKAGE]), SCHEMAS[PACKAGE], PACKAGE)]
    assert [words.startswith("EngineVersion is missing") for words in said] == [True] * missing
