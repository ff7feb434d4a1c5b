"""Who has what, asked by hand and looked at by the schedule: real boto3 over a table, stacks and a domain."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from errors import Denied
from holdings.function import CONFIRMED_AFTER, LookFailed
from opensearch.client import OpenSearch
from tests.unit.holdings.conftest import FORGOTTEN, SINCE, Account, claim, slot

Arrange = Callable[[Account, str, str], None]


def held(account: Account, **more: Any) -> tuple[str, str]:
    """Let a stack hold what it has associated; return its StackId and the package."""
    stack, package = account.stack("search"), account.packages[0]
    account.associate(package)
    account.write("movies", slot(package, claim(stack, **more)))
    return stack, package


def test_people_are_answered_with_a_table(account: Account) -> None:
    _, package = held(account)
    lines = account.ask().splitlines()
    assert [re.split(r" {2,}", line) for line in lines[:2]] == [
        ["PLACE", "PACKAGE", "STACK", "RESOURCE", "STATE", "ORIGIN", "SINCE (UTC)", "WHAT IS THERE", "DRIFT"],
        ["movies", f"{package} synonyms", "search", "Synonyms", "held", "made", "2026-05-28 20:26", "ACTIVE v1", "-"],
    ]
    assert lines[2:] == ["Nothing is to be seen to."]


def test_the_table_says_how_to_release_what_a_stack_has_left(account: Account) -> None:
    account.write("movies", slot(account.packages[0], claim(FORGOTTEN), claim(FORGOTTEN, name="Search")))
    assert account.ask().splitlines()[-2:] == [
        "To be seen to: 2 stack-gone. docs/runbooks.md#drift says how.",
        f'What it has left: {{"Release": "{FORGOTTEN}"}}',
    ]


def test_programs_are_answered_with_data(account: Account) -> None:
    stack, package = held(account)
    (row,) = account.ask(Format="json")["Holdings"]
    assert row == {
        "Place": "movies",
        "PackageID": package,
        "PackageName": "synonyms",
        "There": "ACTIVE v1",
        "Drift": "",
        "Origin": "made",
        "StackId": stack,
        "LogicalResourceId": "Synonyms",
        "ResourceType": "Custom::OpenSearchPackageAssociation",
        "PhysicalResourceId": "movies|F1",
        "State": "held",
        "Since": SINCE,
        "Version": "v1",
    }


def test_one_domain_is_answered_for_alone_with_what_nobody_holds(account: Account) -> None:
    held(account)
    account.associate(account.packages[1])
    account.write("music", slot("F9", claim(account.stack("other"))))
    rows = account.ask(DomainName="movies", Format="json")["Holdings"]
    assert [(row["PackageID"], row.get("State")) for row in rows] == [
        (account.packages[0], "held"),
        (account.packages[1], None),
    ]
    assert "nobody's" in account.ask(DomainName="movies")


def test_a_domain_that_nobody_has_heard_of_is_said_not_to_be_there(account: Account) -> None:
    assert "no such domain" in account.ask(DomainName="musik")


@pytest.mark.parametrize("event", [{"Relase": "x"}, {"Format": "yaml"}])
def test_a_misspelt_event_is_refused_and_nothing_is_asked(account: Account, event: dict[str, Any]) -> None:
    assert "known here" in account.ask(**event) or "must be" in account.ask(**event)


def by_hand(account: Account, _: str, package: str) -> None:
    account.opensearch.dissociate_package(DomainName="movies", PackageID=package)
    account.time.passes(60)


def domain_gone(account: Account, _: str, __: str) -> None:
    account.opensearch.delete_domain(DomainName="movies")
    account.time.passes(60)


def forced_away(account: Account, stack: str, _: str) -> None:
    account.cloudformation.delete_stack(StackName=stack)


def forgotten(account: Account, _: str, package: str) -> None:
    account.write("movies", slot(package, claim(FORGOTTEN)))


DRIFT: dict[str, tuple[Arrange, str]] = {
    "dissociated by hand": (by_hand, "missing"),
    "the domain is gone": (domain_gone, "domain-gone"),
    "the stack was forced away": (forced_away, "stack-gone"),
    "so long ago that CloudFormation has forgotten it": (forgotten, "stack-gone"),
}


@pytest.mark.parametrize("name", DRIFT)
def test_the_next_run_finds(account: Account, name: str, capsys: Any, caplog: pytest.LogCaptureFixture) -> None:
    stack, package = held(account)
    assert account.drift() == []
    arrange, kind = DRIFT[name]
    arrange(account, stack, package)
    capsys.readouterr()
    assert account.drift() == [(kind, "movies")]
    assert account.slept == [CONFIRMED_AFTER]
    (line,) = (vars(one) for one in caplog.records if one.message == "drift")
    known = {"kind": kind, "domain": "movies", "package": package, "logical_resource_id": "Synonyms"}
    assert known.items() <= line.items()
    metrics = metrics_of(capsys)
    assert [(one.get("kind"), one["Drift"]) for one in metrics] == [(None, [1.0]), (kind, [1.0])]


def metrics_of(capsys: Any) -> list[dict[str, Any]]:
    """Return the metrics that were written."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [one for one in lines if "_aws" in one]


def test_a_run_that_finds_nothing_says_so_to_the_alarm(account: Account, capsys: Any) -> None:
    held(account)
    assert account.drift() == []
    assert [one["Drift"] for one in metrics_of(capsys)] == [[0.0]]
    assert account.slept == []


def test_a_delete_that_runs_while_the_run_looks_is_no_drift(account: Account) -> None:
    _, package = held(account)
    by_hand(account, "", package)  # by the stack's Delete, as it turns out
    account.meanwhile = lambda: account.write("movies", rev=3)
    assert account.drift() == []


def test_a_list_that_lags_is_no_drift(account: Account) -> None:
    _, package = held(account)
    account.service.association_status("movies", package, "")
    account.meanwhile = lambda: account.associate(package)
    assert account.drift() == []


def test_what_can_not_be_looked_at_is_told_and_fails_the_run(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    held(account)
    account.write("music", slot("F9", claim(FORGOTTEN)))
    find = OpenSearch.find

    def found(self: OpenSearch, domain: str) -> Any:
        if domain == "movies":
            raise Denied("es", "ListPackagesForDomain", "AccessDeniedException: not authorized")
        return find(self, domain)

    monkeypatch.setattr(OpenSearch, "find", found)
    assert "Not all of movies could be looked at: ListPackagesForDomain: AccessDenied" in account.ask()
    with pytest.raises(LookFailed, match=r"^movies: ListPackagesForDomain: AccessDenied"):
        account.drift()


def test_a_stack_of_another_region_is_never_taken_for_gone(account: Account) -> None:
    package = account.packages[0]
    account.associate(package)
    account.write("movies", slot(package, claim(FORGOTTEN.replace("us-east-1", "eu-west-1"))))
    assert account.ask(Format="json")["Holdings"][0]["Drift"] == ""


def test_a_table_of_more_than_one_page_is_looked_at(account: Account) -> None:
    stack = account.stack("search")
    for number in range(20):  # 1.6 MB: DynamoDB gives a Scan 1 MB at a time
        account.write(f"domain-{number}", slot("F1", claim(stack, request="r" * 80_000)))
    assert {kind for kind, _ in account.drift()} == {"domain-gone"}
    assert len(account.drift()) == 20
