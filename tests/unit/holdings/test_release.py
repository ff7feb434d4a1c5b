"""What a stack that is gone has left is released, and nothing of a stack that is there."""

from typing import Any

import pytest

from ledger.records import Item
from ledger.table import Table
from tests.unit.holdings.conftest import FORGOTTEN, Account, claim, slot


def test_a_stack_that_is_gone_lets_go_everywhere_and_nothing_is_dissociated(account: Account) -> None:
    first, second, _ = account.packages
    living, gone = account.stack("search"), account.stack("old")
    account.associate(first)
    account.write("movies", slot(first, claim(gone), claim(living)), slot(second, claim(gone, "kept")), rev=4)
    account.write("@packages", slot(second, claim(gone)))
    account.cloudformation.delete_stack(StackName=gone)
    assert sorted(account.drift()) == [("stack-gone", "@packages"), ("stack-gone", "movies"), ("stack-gone", "movies")]
    assert account.ask(Release=gone).splitlines() == [
        f"Released: {second} of the account, which is not touched. Nobody holds it now; to take it away: "
        f"aws opensearch delete-package --package-id {second}",
        f"Released: {first} of domain movies, which is not touched. Others hold it.",
        f"Released: {second} of domain movies, which is not touched. Nobody holds it now; to take it away: "
        f"aws opensearch dissociate-package --domain-name movies --package-id {second}",
    ]
    assert account.written("movies") == (5, {first: [claim(living)]})
    assert account.written("@packages") == (2, {})
    assert account.drift() == []
    listed = account.opensearch.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"]
    assert [(one["PackageID"], one["DomainPackageStatus"]) for one in listed] == [(first, "ACTIVE")]
    assert account.ask(Release=gone) == f"Nothing is released: {gone} has no claim."


@pytest.mark.parametrize(
    "stack_id",
    [
        "old",
        "",
        FORGOTTEN.replace("us-east-1", "eu-west-1"),
        FORGOTTEN.replace("123456789012", "210987654321"),
        FORGOTTEN.replace("cloudformation", "lambda"),
    ],
)
def test_what_nothing_here_can_tell_of_is_not_released(account: Account, stack_id: str) -> None:
    account.write("movies", slot("F1", claim(stack_id)))
    assert account.ask(Release=stack_id, Format="json")["Refused"].startswith("Nothing is released: ")
    assert account.written("movies")[0] == 1


def test_nothing_is_released_while_cloudformation_does_not_tell(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.write("movies", slot("F1", claim(FORGOTTEN)))
    # Nothing listens there.
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", "http://127.0.0.1:1")
    assert account.ask(Release=FORGOTTEN).startswith("Nothing is released: DescribeStacks: no answer")
    assert account.written("movies")[0] == 1


@pytest.mark.parametrize("more", [{"call": True}, {"state": "asking"}, {"state": "leaving"}])
def test_what_a_late_request_may_be_at_work_on_is_left_for_now(account: Account, more: dict[str, Any]) -> None:
    now = account.time.now
    call = {"token": "t", "request": "r", "verb": "associate", "at": now - 30, "until": now + 60}
    one = claim(FORGOTTEN, more.get("state", "held"), clock=now - 600)
    account.write("movies", slot("F1", one, call=call if "call" in more else None))
    assert account.ask(Release=FORGOTTEN) == "F1 at movies is left for now: a request may be under way there."
    assert account.written("movies")[0] == 1
    account.time.passes(7200)
    assert account.ask(Release=FORGOTTEN).startswith("Released: F1 of domain movies")


def test_who_writes_meanwhile_is_not_overwritten(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    living, write = account.stack("search"), Table.write
    account.write("movies", slot("F1", claim(FORGOTTEN)))
    newer = [slot("F1", claim(FORGOTTEN), claim(living, "held"))]

    def late(self: Table, place: str, item: Item) -> Item:
        if newer:
            account.write(place, newer.pop(), rev=2)
        return write(self, place, item)

    monkeypatch.setattr(Table, "write", late)
    assert account.ask(Release=FORGOTTEN) == "Released: F1 of domain movies, which is not touched. Others hold it."
    assert account.written("movies") == (3, {"F1": [claim(living)]})


def test_a_place_that_others_write_all_the_time_is_left_for_now(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, one = Table.write, slot("F1", claim(FORGOTTEN))
    account.write("movies", one)

    def late(self: Table, place: str, item: Item) -> Item:
        account.write(place, one, rev=item.rev + 1)
        return write(self, place, item)

    monkeypatch.setattr(Table, "write", late)
    assert account.ask(Release=FORGOTTEN) == "movies is left for now: others write there. Do it again."
