"""Which package is meant, by id or by name, on a domain whose engine may have been upgraded."""

from dataclasses import replace
from typing import Any

import pytest

from errors import Failed
from model import Association, Domain, Package, Request, Target
from reconcile.association.identity import GONE, check_ids, fits, identified
from reconcile.state import PackageState, State
from tests.unit.looks import Records, Service, association, cells, look, request, row

ENGINE = "OpenSearch_2.19"


def plugin(id_: str, engine: str = ENGINE, name: str = "phonetic", status: str = "AVAILABLE") -> Package:
    return Package(id_, status, name, "ZIP-PLUGIN", "v1", engine)


def listed(id_: str, name: str = "phonetic", type_: str = "ZIP-PLUGIN", status: str = "ACTIVE") -> Association:
    return association(id_, status, name=name, type=type_)


OLD, NEW = plugin("G1", "OpenSearch_2.17"), plugin("G2")
TEXT = Package("F1", "AVAILABLE", "synonyms", "TXT-DICTIONARY", "v1")
UPGRADED = Service(listed("G2"), packages=[OLD, NEW])
BY_NAME, BY_ID = Target(name="synonyms"), Target("G1")


def found(
    target: Target, service: Service, asked: Request | None = None, known: PackageState | None = None, **records: Any
) -> PackageState | None:
    asked = replace(asked or request(), targets=(target,))
    return identified(target, known or PackageState(), look(asked, service, Records(**records)))


def test_what_was_asked_for_is_not_looked_up_again() -> None:
    known = PackageState(id="F9", asked=1.0)
    assert found(Target("F1"), Service(association()), known=known) == known


@pytest.mark.parametrize("service", [Service(association("F1")), Service(), Service(listed("F2", type_="X"))])
def test_an_id_means_itself(service: Service) -> None:
    assert found(Target("F1"), service) == PackageState(id="F1")
    assert service.read == []


def test_what_is_listed_again_stands_for_nothing() -> None:
    known = PackageState(id="G2", stands_for="G1")
    assert found(BY_ID, Service(listed("G1")), known=known) == PackageState(id="G1")


@pytest.mark.parametrize(
    "asked, records, replaced",
    cells(
        {
            "an Update of what its id names": (request("Update", "movies|G1"), {}, True),
            "an Update that rolls back to it": (
                request("Update", "movies|G2"),
                {"status": "UPDATE_ROLLBACK_IN_PROGRESS"},
                True,
            ),
            "an Update to it": (request("Update", "movies|G2"), {"status": "UPDATE_IN_PROGRESS"}, False),
            "an Update of what its id names elsewhere": (
                request("Update", "films|G1"),
                {"status": "UPDATE_IN_PROGRESS"},
                False,
            ),
            "a Create": (request(), {"status": "UPDATE_ROLLBACK_IN_PROGRESS"}, False),
            "its Delete": (request("Delete", "movies|G1"), {}, True),
            "the Delete of a cancelled Create": (request("Delete", "x", "G1", cancelled=True), {}, False),
        }
    ),
)
def test_an_engine_upgrade_puts_another_plugin_in_the_place_of_what_the_stack_had(
    asked: Request, records: dict[str, Any], replaced: bool
) -> None:
    expected = PackageState(id="G2", stands_for="G1") if replaced else PackageState(id="G1")
    assert found(BY_ID, UPGRADED, asked, **records) == expected


@pytest.mark.parametrize(
    "service, name, expected",
    cells(
        {
            "of the same name, for another engine": (UPGRADED, "", "G2"),
            "still listed": (Service(listed("G1"), listed("G2"), packages=[OLD, NEW]), "", ""),
            "nothing is listed": (Service(packages=[OLD, NEW]), "", ""),
            "no plugin is listed": (Service(listed("G2", type_="TXT-DICTIONARY"), packages=[OLD, NEW]), "", ""),
            "of another name": (Service(listed("G2", "icu"), packages=[OLD, plugin("G2", name="icu")]), "", ""),
            "for the same engine": (Service(listed("G2"), packages=[plugin("G1"), NEW]), "", ""),
            "one of several": (
                Service(listed("G3", "icu"), listed("G2"), packages=[OLD, NEW, plugin("G3", name="icu")]),
                "",
                "G2",
            ),
            "the new package itself is not known": (Service(listed("G2"), packages=[OLD]), "", ""),
            "the old one is no plugin": (Service(listed("G2"), packages=[replace(OLD, type="X"), NEW]), "", ""),
            "the old one is gone": (Service(listed("G2"), packages=[NEW]), "", ""),
            "the old one is gone, its name is known": (Service(listed("G2"), packages=[NEW]), "phonetic", "G2"),
            "the old one is gone, it had another name": (Service(listed("G2"), packages=[NEW]), "icu", ""),
        }
    ),
)
def test_what_is_in_its_place(service: Service, name: str, expected: str) -> None:
    heirs = look(request(), service).heirs(["G1"], lambda: {name})
    assert heirs == ({"G1": expected} if expected else {})


def test_of_several_plugins_that_are_gone_each_has_one_in_its_place() -> None:
    """By the names that they were declared by; what is named by its own id is nobody's heir."""
    others = [listed("G2"), listed("G4", "icu"), listed("G5", "kuromoji"), listed("G6")]
    service = Service(*others, packages=[plugin(one.package_id, name=one.name) for one in others])
    names = {"phonetic", "icu"}
    assert look(request(), service).heirs(["G1", "G3", "G6"], lambda: names) == {"G1": "G2", "G3": "G4"}


@pytest.mark.parametrize("there, known_id, first", [(True, "movies|G2", False), (False, "movies|G2", True)])
def test_what_an_update_has_accepted_is_accepted_by_the_next(there: bool, known_id: str, first: bool) -> None:
    """The properties go on naming the plugin of before; but one that they name now only is not what is there."""
    expected = PackageState(id="G2", stands_for="G1") if there else PackageState(id="G1")
    asked = request("Update", known_id)
    assert found(Target("G1", first=first), UPGRADED, asked, status="UPDATE_IN_PROGRESS") == expected


@pytest.mark.parametrize(
    "row_id, service, package_id, expected",
    cells(
        {
            "it names the package": ("movies|F1,G2", UPGRADED, "G2", False),
            "it names the package, adopted": ("movies|G2+", UPGRADED, "G2", True),
            "it names the plugin of before": ("movies|F1+,G1", UPGRADED, "G2", False),
            "it names the plugin of before, adopted": ("movies|F1,G1+", UPGRADED, "G2", True),
            "it names both, after the next Update": ("movies|G1+,G2", UPGRADED, "G2", False),
            "it names the plugin of before, on another domain": ("films|G1", UPGRADED, "G2", None),
            "it names others": ("movies|F1,G9", UPGRADED, "G2", None),
            "it is no id of ours": ("2026/11/01/[$LATEST]0a1b2c", UPGRADED, "G2", None),
            "the plugin of before is asked for": ("movies|G2", UPGRADED, "G1", None),
            "both are there": ("movies|G1", Service(listed("G1"), listed("G2"), packages=[OLD, NEW]), "G2", None),
            "it is no plugin": ("movies|G1", Service(listed("G2", type_="X"), packages=[OLD, NEW]), "G2", None),
            "the plugin of before is gone": ("movies|F1,G1+", Service(listed("G2"), packages=[NEW]), "G2", None),
        }
    ),
)
def test_a_row_holds_a_plugin_by_the_id_of_before_an_upgrade_too(
    row_id: str, service: Service, package_id: str, expected: bool | None
) -> None:
    assert look(request(), service).mark(row("Other", row_id, "CREATE_COMPLETE"), package_id) is expected


@pytest.mark.parametrize("name, expected", [("phonetic", True), ("icu", None)])
def test_where_the_plugin_of_before_is_gone_events_tell_the_name_that_it_was_declared_by(
    name: str, expected: bool | None
) -> None:
    holds = row("Other", "movies|G1+", "CREATE_COMPLETE", 80)
    event = row("Other", "movies|G1+", "CREATE_IN_PROGRESS", 90, PackageName=name)
    since = row("Other", "movies|G3", "UPDATE_COMPLETE", PackageName="phonetic")
    third = row("Third", "movies|G1+", "UPDATE_COMPLETE", PackageName="phonetic")
    records = Records("UPDATE_IN_PROGRESS", [holds], [since, third, holds, event])
    seen = look(request(), Service(listed("G2"), packages=[NEW]), records)
    assert seen.mark(holds, "G2") is seen.mark(event, "G2") is expected


def test_what_is_no_plugin_is_looked_for_in_rows_without_a_call() -> None:
    service = Service(association("F1"), packages=[OLD, NEW])
    assert look(request(), service).mark(row("Other", "movies|F2,G1", "CREATE_COMPLETE"), "F1") is None
    assert not service.read


@pytest.mark.parametrize(
    "service, asked, known, expected",
    cells(
        {
            "as it is listed": (Service(listed("F1", "synonyms")), request(), {}, "F1"),
            "as was found before": (
                Service(listed("F1", "synonyms"), listed("F2", "x")),
                request(),
                {"id": "F2"},
                "F2",
            ),
            "as was found before, and is gone": (Service(packages=[TEXT]), request(), {"id": "F2"}, "F2"),
            "as the one package of that name": (Service(packages=[TEXT, OLD]), request(), {}, "F1"),
            "not what failed, for another engine": (
                Service(listed("F7", "synonyms", status="ASSOCIATION_FAILED"), packages=[TEXT]),
                request(),
                {},
                "F1",
            ),
            "what failed, to dissociate it": (
                Service(listed("F7", "synonyms", status="ASSOCIATION_FAILED")),
                request("Delete", "x", cancelled=True),
                {},
                "F7",
            ),
            "nothing, to dissociate it": (Service(packages=[TEXT]), request("Delete", "x", cancelled=True), {}, ""),
        }
    ),
)
def test_a_name_means_what_the_domain_lists_and_else_what_there_is(
    service: Service, asked: Request, known: dict[str, Any], expected: str
) -> None:
    assert found(BY_NAME, service, asked, PackageState(**known)) == PackageState(id=expected)


@pytest.mark.parametrize("status", GONE)
def test_a_package_that_goes_has_no_name_any_more(status: str) -> None:
    service = Service(packages=[replace(TEXT, package_id="F0", status=status), TEXT])
    assert found(BY_NAME, service) == PackageState(id="F1")


def test_what_a_name_means_can_not_be_told_while_the_domain_changes() -> None:
    service = Service(packages=[TEXT], domain=Domain(changing=True))
    assert found(BY_NAME, service) is None


NO_PACKAGE = f"no package has that name, in this account and region, for {ENGINE}"


@pytest.mark.parametrize(
    "service, words",
    cells(
        {
            "none": (Service(), f"{NO_PACKAGE}. Correct PackageName, or create the package, then deploy again."),
            "one for another engine": (
                Service(packages=[plugin("G1", "OpenSearch_2.17", "synonyms")]),
                f"{NO_PACKAGE}; there are G1 (ZIP-PLUGIN, OpenSearch_2.17). Correct",
            ),
            "several": (
                Service(packages=[TEXT, replace(TEXT, package_id="F2", type="")]),
                "several packages have that name: F1 (TXT-DICTIONARY), F2 (). Give the PackageID of one of them.",
            ),
            "a domain that goes": (
                Service(packages=[TEXT], domain=Domain(deleting=True, changing=True)),
                "the domain is being deleted. Name another, then deploy again.",
            ),
        }
    ),
)
def test_a_name_may_mean_nothing(service: Service, words: str) -> None:
    with pytest.raises(Failed) as error:
        found(BY_NAME, service)
    assert str(error.value).startswith(words)


@pytest.mark.parametrize(
    "package, fit",
    [(NEW, True), (OLD, False), (replace(OLD, engine_version=""), True), (replace(OLD, type="TXT-DICTIONARY"), True)],
)
def test_only_a_plugin_is_made_for_an_engine(package: Package, fit: bool) -> None:
    assert fits(package, Domain(engine_version=ENGINE)) is fit


def test_two_names_of_one_package_are_said() -> None:
    asked = replace(request(), targets=(Target("F1"), Target(name="synonyms"), Target(name="stopwords")))
    names = {"F1": "F1", "synonyms": "F2", "stopwords": ""}
    check_ids(asked, State(since=0, packages={label: PackageState(id=id_) for label, id_ in names.items()}))
    check_ids(asked, State(since=0))
    with pytest.raises(Failed, match=r"^synonyms is the same package as F1\. Name it once, then deploy again\.$"):
        check_ids(asked, State(since=0, packages=dict.fromkeys(names, PackageState(id="F1"))))


NEW_TO_US, OURS = PackageState(), PackageState(taken=True)


@pytest.mark.parametrize(
    "letters, adopt, known, fits_in",
    [
        (1017, False, NEW_TO_US, True),
        (1018, False, NEW_TO_US, False),
        (1016, True, NEW_TO_US, True),
        (1017, True, NEW_TO_US, False),
        (1017, True, OURS, True),
        (1017, False, replace(OURS, mark=True), False),
    ],
)
def test_an_id_has_room_for_what_it_is_to_name(letters: int, adopt: bool, known: PackageState, fits_in: bool) -> None:
    """The domain's name and a bar take seven; what may be adopted takes one more, until it is known whose it is."""
    asked = replace(request(adopt=adopt), targets=(Target("F1"),))
    state = State(since=0, packages={"F1": replace(known, id="F" * letters)})
    if fits_in:
        return check_ids(asked, state)
    with pytest.raises(Failed, match=r"^The ids of Packages take 1025 letters, .* has room for 1024 in"):
        check_ids(asked, state)


def test_a_delete_of_an_id_has_room() -> None:
    asked = replace(request("Delete", "movies|F1"), targets=(Target("F1"),))
    check_ids(asked, State(since=0, packages={"F1": PackageState(id="F" * 2000)}))
