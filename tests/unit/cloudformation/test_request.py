"""An event becomes a request: its goal, targets, ids, and its time."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from cloudformation.request import EXPIRES, LONGEST, made_at, parse, timeout
from cloudformation.response_url import CLOCK_SKEW
from cloudformation.targets import valid
from cloudformation.types import ONE, SEVERAL
from errors import InvalidRequest
from model import Goal, Holding, Request, Target
from tests.simulation.cloudformation import sample
from tests.unit.looks import cells

SEEN = 1_793_534_410.0  # ten seconds after the samples were signed
TOKEN = sample("create")["ServiceToken"]
F1, F2, F3 = ({"PackageID": one} for one in ("F1", "F2", "F3"))


def event(type_: str, properties: dict[str, Any], old: Any = None, known_id: str = "movies|F1", **more: Any) -> Any:
    """Return an event; properties without Packages are of a single association."""
    made = sample("create") | {"RequestType": type_, "ResourceProperties": {"ServiceToken": TOKEN, **properties}}
    made |= {"ResourceType": SEVERAL if "Packages" in properties else ONE}
    made |= {"PhysicalResourceId": known_id} if type_ != "Create" else {}
    made |= {"OldResourceProperties": old} if old is not None else {}
    return made | more


def parsed(*args: Any, **more: Any) -> Request:
    return parse(event(*args, **more), SEEN)


def on_movies(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"DomainName": "movies", **properties, **more}


def packages(*entries: dict[str, Any]) -> dict[str, Any]:
    return on_movies({"Packages": list(entries)})


def test_a_create_wants_what_its_properties_name() -> None:
    asked = parsed("Create", on_movies(F1, AdoptExisting="true", ServiceTimeout="900", PackageVersion="v2"))
    assert asked == Request(
        type="Create",
        stack_id=sample("create")["StackId"],
        logical_id="Synonyms",
        resource_type=ONE,
        goal=Goal.PRESENT,
        domain="movies",
        targets=(Target("F1", version="v2", renewed=True),),
        known_id="not-created|Synonyms",
        known=None,
        made=1_793_534_400,
        limit=1_793_534_400 + 900,
        adopt=True,
    )


def test_a_set_wants_each_of_its_packages() -> None:
    options = {"PrerequisitePackageIDList": ["F2"]}
    asked = parsed("Create", packages(F1 | options, {"PackageName": "synonyms", "Revision": "a"}, F3))
    assert (asked.resource_type, asked.adopt) == (SEVERAL, False)
    assert asked.targets == (
        Target("F1", renewed=True, options=options, reconfigured=True),
        Target(name="synonyms", renewed=True),
        Target("F3", renewed=True),
    )


@pytest.mark.parametrize(
    "properties, words",
    [
        ({}, "DomainName is missing: 3 to 28"),
        (on_movies({}), "PackageID is missing. Give"),
        (on_movies(F1, Colour="red"), "Colour is not a property"),
        (on_movies(F1, DomainNam="x"), "DomainNam is not a property"),
        (packages(F1, F2, F1), "Packages names F1 twice: keep one of them."),
    ],
)
def test_what_is_wrong_is_said_by_create_and_update_and_never_by_delete(properties: Any, words: str) -> None:
    for type_ in ("Create", "Update"):
        with pytest.raises(InvalidRequest) as error:
            parsed(type_, properties)
        assert str(error.value).startswith(words)
    assert parsed("Delete", properties).targets == (Target("F1"),)


@pytest.mark.parametrize(
    "new, old, renewed, first",
    cells(
        {
            "nothing is known of before": (F1, None, True, True),
            "nothing usable is known of before": (F1, "text", True, True),
            "the same": (F1, F1, False, False),
            "the same with other things": (
                F1 | {"AdoptExisting": "true"},
                F1 | {"ServiceTimeout": "900"},
                False,
                False,
            ),
            "another package": (F1, F2, True, True),
            "another domain": (F1, F1 | {"DomainName": "films"}, True, True),
            "a new Revision": (F1 | {"Revision": "b"}, F1 | {"Revision": "a"}, True, False),
            "a Revision is gone": (F1, F1 | {"Revision": "a"}, True, False),
            "the same Revision": (F1 | {"Revision": "a"}, F1 | {"Revision": "a"}, False, False),
            "a Revision that became empty never was": (F1 | {"Revision": ""}, F1, False, False),
            "a new PackageVersion": (F1 | {"PackageVersion": "v2"}, F1 | {"PackageVersion": "v1"}, True, False),
            "a number as before": (F1 | {"Revision": 7}, F1 | {"Revision": "7"}, False, False),
            "a name for the id": ({"PackageName": "synonyms"}, F1, False, False),
            "an id for the name": (F1, {"PackageName": "synonyms"}, False, False),
            "another name": ({"PackageName": "synonyms"}, {"PackageName": "stopwords"}, True, True),
            "a name for the id, and a Revision": ({"PackageName": "synonyms", "Revision": "a"}, F1, True, False),
            "it was one of a set": (F1, {"Packages": [F2, F1]}, False, False),
            "it was not in the set": (F1, {"Packages": [F2, F3]}, True, True),
            "a name, and a set before": ({"PackageName": "synonyms"}, {"Packages": [F2, F3]}, False, False),
            "names and a Revision, and a set before": (
                {"PackageName": "synonyms", "Revision": "b"},
                {"Packages": [F2, F3]},
                True,
                False,
            ),
            "a name, and a set of one id before": ({"PackageName": "synonyms"}, {"Packages": [F2]}, False, False),
            "broken entries before": (F1, {"Packages": ["F1", None, F1]}, False, False),
        }
    ),
)
def test_an_update_renews_what_is_new_by_its_properties(new: Any, old: Any, renewed: bool, first: bool) -> None:
    before = on_movies(old) if isinstance(old, dict) else old
    (target,) = parsed("Update", on_movies(new), before).targets
    assert (target.renewed, target.first) == (renewed, first)


def test_in_a_set_each_package_is_compared_with_itself() -> None:
    old = packages(F1 | {"Revision": "a"}, F2, {"PackageName": "synonyms"})
    new = packages(F2, F1 | {"Revision": "b"}, F3, {"PackageName": "synonyms"})
    targets = parsed("Update", new, old).targets
    assert {one.label: (one.renewed, one.first) for one in targets} == {
        "F2": (False, False),
        "F1": (True, False),
        "F3": (True, True),
        "synonyms": (False, False),
    }


@pytest.mark.parametrize(
    "new, old, reconfigured",
    [
        ({}, None, False),
        ({"PrerequisitePackageIDList": ["F2"]}, None, True),
        ({"PrerequisitePackageIDList": ["F2"]}, {}, True),
        ({}, {"PrerequisitePackageIDList": ["F2"]}, True),
        ({"PrerequisitePackageIDList": ["F2"]}, {"PrerequisitePackageIDList": ["F2"]}, False),
        ({"PrerequisitePackageIDList": ["F2", ""]}, {"PrerequisitePackageIDList": ["F2"]}, False),
        ({"Revision": "b"}, {"Revision": "a"}, False),
    ],
)
def test_an_update_reconfigures_what_is_configured_anew(new: Any, old: Any, reconfigured: bool) -> None:
    before = None if old is None else on_movies(F1 | old)
    (target,) = parsed("Update", on_movies(F1 | new), before).targets
    assert target.reconfigured is reconfigured


@pytest.mark.parametrize(
    "known_id, properties, domain, targets",
    cells(
        {
            "its id": ("movies|F1", on_movies(F1), "movies", (Target("F1"),)),
            "its id, and not its properties": ("movies|F1", {"DomainName": "films", **F2}, "movies", (Target("F1"),)),
            "its id, whatever its properties": ("movies|F1", {"Nonsense": [[["x"]]]}, "movies", (Target("F1"),)),
            "its id, with a mark": ("movies|F1+", on_movies(F1), "movies", (Target("F1"),)),
            "its id of several": ("movies|F1,F2+", packages(F3), "movies", (Target("F1"), Target("F2"))),
            "its id, by name": ("movies|F1", on_movies({"PackageName": "syn"}), "movies", (Target("F1"),)),
            "its id of several, no name": (
                "movies|F1,F2",
                on_movies({"PackageName": "syn"}),
                "movies",
                (Target("F1"), Target("F2")),
            ),
            "its id, and a name that is none": (
                "movies|F1",
                on_movies({"PackageName": "S"}),
                "movies",
                (Target("F1"),),
            ),
            "nothing was created": ("not-created|Synonyms", on_movies(F1), "", ()),
        }
    ),
)
def test_a_delete_is_of_what_its_id_names(known_id: str, properties: Any, domain: str, targets: Any) -> None:
    asked = parsed("Delete", properties, known_id=known_id)
    assert (asked.goal, asked.domain, asked.targets) == (Goal.ABSENT, domain, targets)
    assert not asked.cancelled and asked.to_sweep is None


@pytest.mark.parametrize(
    "properties, names",
    [
        (on_movies({"PackageName": "syn"}), {"syn"}),
        (packages(F1, {"PackageName": "syn"}, {"PackageName": "icu"}, {"PackageName": 7}), {"syn", "icu"}),
        (on_movies(F1), set()),
    ],
)
def test_a_delete_knows_the_names_that_its_properties_have(properties: Any, names: set[str]) -> None:
    assert parsed("Delete", properties, known_id="movies|F1,F2").names == names


@pytest.mark.parametrize(
    "old_id", ["movies|Synonyms", "2026/11/01/[$LATEST]0a1b2c", "movies-search-Synonyms-1A2B3C", "x" * 1024]
)
@pytest.mark.parametrize(
    "properties, targets",
    cells(
        {
            "one": (on_movies(F1), (Target("F1"),)),
            "one by name": (on_movies({"PackageName": "syn"}), (Target(name="syn"),)),
            "one by both": (on_movies(F1, PackageName="syn"), (Target("F1"),)),
            "several": (
                packages(F1, {"PackageName": "syn"}, F1, {"PackageID": 7}, {}),
                (Target("F1"), Target(name="syn")),
            ),
            "broken": (on_movies({"Packages": ["F1", None, F2]}), (Target("F2"),)),
            "a broken id": (on_movies({"PackageID": "x"}), ()),
            "a broken id beside a name": (
                on_movies({"PackageID": "F1\n", "PackageName": "syn"}),
                (Target(name="syn"),),
            ),
            "no domain": (F1, ()),
            "a broken domain": (F1 | {"DomainName": "movies\n"}, ()),
        }
    ),
)
def test_with_an_invented_id_or_an_old_one_a_delete_is_of_what_its_properties_name(
    old_id: str, properties: Any, targets: Any
) -> None:
    asked = parsed("Delete", properties, known_id=old_id)
    assert (asked.known, asked.cancelled, asked.targets) == (None, True, targets)
    assert asked.domain == ("movies" if properties.get("DomainName") == "movies" else "")


@pytest.mark.parametrize(
    "given, adopt", [("true", True), ("True", True), (True, True), ("false", False), ("", False), ([], False)]
)
def test_the_delete_of_a_cancelled_create_knows_whether_it_might_have_adopted(given: Any, adopt: bool) -> None:
    assert parsed("Delete", on_movies(F1, AdoptExisting=given), known_id="invented").adopt is adopt


def test_a_delete_is_never_invalid() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [{"x": deep}]
    absurd = {
        "DomainName": deep,
        "Packages": deep,
        "ServiceTimeout": "9" * 5000,
        "AdoptExisting": "y",
        "PackageID": deep,
    }
    for known_id in ("movies|F1", "invented", "not-created|Synonyms"):
        asked = parsed("Delete", absurd, known_id=known_id)
        assert asked.limit - asked.made == LONGEST


CANCELLED = replace(
    parsed("Delete", on_movies(F2), known_id="x"), known_id="movies|F1", known=Holding("movies", {"F1": False})
)


@pytest.mark.parametrize(
    "new, old, known_id, left",
    cells(
        {
            "another package": (on_movies(F1), on_movies(F2), "movies|F1", (Target("F2"),)),
            "another by name": (on_movies(F1), on_movies({"PackageName": "syn"}), "movies|F1", (Target(name="syn"),)),
            "another domain": (on_movies(F1), {"DomainName": "films", **F1}, "movies|F1", (Target("F1"),)),
            "one of a set": (packages(F1), packages(F1, F2, F3), "movies|F1", (Target("F2"), Target("F3"))),
            "what the id names is not left": (packages(F1), packages(F2, F3), "movies|F1,F3", (Target("F2"),)),
            "what the id names elsewhere is": (packages(F1), packages(F3), "films|F3", (Target("F3"),)),
            "an id that is not of ours": (on_movies(F1), on_movies(F2), "movies|Synonyms", (Target("F2"),)),
        }
    ),
)
def test_an_update_may_roll_back_what_a_cancelled_one_asked_for(new: Any, old: Any, known_id: str, left: Any) -> None:
    before = parsed("Update", new, old, known_id).to_sweep
    assert before is not None and before.targets == left
    assert (before.goal, before.type, before.cancelled, before.to_sweep) == (Goal.ABSENT, "Update", True, None)
    assert (before.domain, before.known_id) == (old["DomainName"], known_id)


@pytest.mark.parametrize(
    "new, old, known_id",
    cells(
        {
            "the same": (on_movies(F1), on_movies(F1), "movies|F1"),
            "the same by both": (on_movies({"PackageName": "syn"}), on_movies({"PackageName": "syn"}), "movies|F1"),
            "less than now": (packages(F1, F2), packages(F2), "movies|F1"),
            "held by the id": (on_movies(F1), on_movies(F2), "movies|F2"),
            "nothing is known": (on_movies(F1), None, "movies|F1"),
            "nothing usable is known": (on_movies(F1), {"DomainName": "x", "PackageID": "y"}, "movies|F1"),
        }
    ),
)
def test_an_update_that_rolls_back_nothing_of_the_sort(new: Any, old: Any, known_id: str) -> None:
    assert parsed("Update", new, old, known_id).to_sweep is None


def test_whether_the_cancelled_update_might_have_adopted_is_in_its_own_properties() -> None:
    for old, new in (("true", "false"), ("false", "true")):
        asked = parsed("Update", on_movies(F1, AdoptExisting=new), on_movies(F2, AdoptExisting=old))
        assert asked.to_sweep is not None and (asked.adopt, asked.to_sweep.adopt) == (new == "true", old == "true")


def signed(at: float) -> str:
    return f"https://example.com/?X-Amz-Date={datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}"


@pytest.mark.parametrize(
    "ago, counts",
    [(0, True), (10, True), (EXPIRES - 1, True), (EXPIRES, False), (-CLOCK_SKEW, True), (-CLOCK_SKEW - 1, False)],
)
def test_the_clock_is_the_date_of_the_url_unless_it_expired_or_lies_in_the_future(ago: float, counts: bool) -> None:
    assert made_at(signed(SEEN - ago), SEEN) == (SEEN - ago if counts else SEEN)


def test_without_a_date_the_clock_is_the_first_sight() -> None:
    assert made_at("https://example.com/", SEEN) == SEEN
    asked = parsed("Create", on_movies(F1), ResponseURL="https://example.com/?X-Amz-Date=soon")
    assert (asked.made, asked.limit) == (SEEN, SEEN + 3600)


@pytest.mark.parametrize(
    "inside, outside, seconds",
    [
        (None, None, 3600),
        ("900", None, 900),
        (900, None, 900),
        (None, "600", 600),
        (None, 600, 600),
        ("900", "600", 900),
        ("soon", "600", 600),
        ("", "600", 600),
        ("0", "600", 600),
        ("3601", "600", 600),
        ("1", None, 1),
        ("3600", None, 3600),
        ("-5", None, 3600),
        ("٩٠٠", None, 3600),
        (["900"], None, 3600),
        ("9" * 5000, None, 3600),
        (None, "9" * 5000, 3600),
    ],
)
def test_service_timeout_stands_in_the_properties_or_beside_them(inside: Any, outside: Any, seconds: int) -> None:
    made = event("Delete", {} if inside is None else {"ServiceTimeout": inside})
    made |= {} if outside is None else {"ServiceTimeout": outside}
    assert timeout(made) == seconds
    asked = parse(made, SEEN)
    assert asked.limit - asked.made == seconds


@pytest.mark.parametrize("value, expected", [("F1", "F1"), ("F1\n", ""), ("", ""), (None, ""), (["F1"], ""), (1, "")])
def test_only_what_has_the_right_form_names_something(value: Any, expected: str) -> None:
    assert valid({"PackageID": value}, "PackageID") == expected
    assert valid({}, "PackageID") == ""


def test_a_misspelt_resource_type_is_none_but_a_delete_of_it_goes_on() -> None:
    event = sample("create") | {"ResourceType": "Custom::OpenSearchPackageAsociation"}
    with pytest.raises(InvalidRequest, match="no resource type of this provider"):
        parse(event, SEEN)
    assert parse(event | {"RequestType": "Delete", "PhysicalResourceId": "movies|F1"}, SEEN).targets
    assert parse(event | {"ResourceType": "Custom::Synonyms"}, SEEN).targets
