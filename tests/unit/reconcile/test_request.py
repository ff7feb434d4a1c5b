"""An event becomes a request: its goal, targets, ids, and its time."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cloudformation.response_url import CLOCK_SKEW
from cloudformation.types import ONE, SEVERAL
from errors import InvalidRequest
from model import Goal, Request, Target
from reconcile.request import EXPIRES, LONGEST, parse, timeout
from tests.simulation.cloudformation import sample
from tests.unit.cells import cells

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


@pytest.mark.parametrize(
    "properties, domain, targets",
    cells(
        {
            "one": (on_movies(F1), "movies", (Target("F1"),)),
            "one by name": (on_movies({"PackageName": "syn"}), "movies", (Target(name="syn"),)),
            "one by both": (on_movies(F1, PackageName="syn"), "movies", (Target("F1"),)),
            "several": (
                packages(F1, {"PackageName": "syn"}, F1, {"PackageID": 7}, {}),
                "movies",
                (Target("F1"), Target(name="syn")),
            ),
            "broken entries": (on_movies({"Packages": ["F1", None, F2]}), "movies", (Target("F2"),)),
            "a broken id": (on_movies({"PackageID": "x"}), "movies", ()),
            "a broken id beside a name": (
                on_movies({"PackageID": "F1\n", "PackageName": "syn"}),
                "movies",
                (Target(name="syn"),),
            ),
            "no domain": (F1, "", (Target("F1"),)),
            "a broken domain": (F1 | {"DomainName": "movies\n"}, "", (Target("F1"),)),
        }
    ),
)
def test_a_delete_knows_what_its_properties_name_whatever_they_are(properties: Any, domain: str, targets: Any) -> None:
    asked = parsed("Delete", properties)
    assert (asked.goal, asked.domain, asked.targets) == (Goal.ABSENT, domain, targets)


@pytest.mark.parametrize(
    "type_, known_id, old, elsewhere",
    cells(
        {
            "everything is on the domain": ("Update", "movies|F1", on_movies(F2), ()),
            "its id names another domain": ("Update", "films|F1", on_movies(F2), ("films",)),
            "its old properties name another": ("Update", "movies|F1", F2 | {"DomainName": "films"}, ("films",)),
            "both name one": ("Update", "films|F1", F2 | {"DomainName": "films"}, ("films",)),
            "each names one": ("Update", "films|F1", F2 | {"DomainName": "shop"}, ("films", "shop")),
            "its id is of another type": ("Update", "F1", on_movies(F2), ()),
            "its old properties are a package's": (
                "Update",
                "invented",
                {"PackageType": "TXT-DICTIONARY"},
                ("@packages",),
            ),
            "its old properties name nothing": ("Update", "invented", {"DomainName": "x", "PackageID": "y"}, ()),
            "nothing is known of before": ("Update", "invented", None, ()),
            "the id of a Delete names another domain": ("Delete", "films|F1", None, ("films",)),
            "the id of a Delete names nothing": ("Delete", "invented", None, ()),
        }
    ),
)
def test_a_request_has_to_do_elsewhere_where(type_: str, known_id: str, old: Any, elsewhere: Any) -> None:
    assert parsed(type_, on_movies(F1), old, known_id).elsewhere == elsewhere


@pytest.mark.parametrize(
    "given, adopt", [("true", True), ("True", True), (True, True), ("false", False), ("", False), ([], False)]
)
def test_a_delete_knows_whether_its_resource_might_have_adopted(given: Any, adopt: bool) -> None:
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


def signed(at: float) -> str:
    return f"https://example.com/?X-Amz-Date={datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}"


@pytest.mark.parametrize(
    "ago, counts",
    [(0, True), (10, True), (EXPIRES - 1, True), (EXPIRES, False), (-CLOCK_SKEW, True), (-CLOCK_SKEW - 1, False)],
)
def test_the_clock_is_the_date_of_the_url_unless_it_expired_or_lies_in_the_future(ago: float, counts: bool) -> None:
    asked = parsed("Create", on_movies(F1), ResponseURL=signed(SEEN - ago))
    assert (asked.made, asked.dated) == (SEEN - ago if counts else SEEN, counts)


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


def test_a_misspelt_resource_type_is_none_but_a_delete_of_it_goes_on() -> None:
    event = sample("create") | {"ResourceType": "Custom::OpenSearchPackageAsociation"}
    with pytest.raises(InvalidRequest, match="no resource type of this provider"):
        parse(event, SEEN)
    assert parse(event | {"RequestType": "Delete", "PhysicalResourceId": "movies|F1"}, SEEN).targets
    assert parse(event | {"ResourceType": "Custom::Synonyms"}, SEEN).targets
