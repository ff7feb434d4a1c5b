"""The table behind the ledger, as DynamoDB answers it (moto's)."""

import time
from types import SimpleNamespace
from typing import Any

import pytest

from aws import Caller
from clock import LambdaClock
from errors import Failed, Outdated
from ledger.records import Item
from ledger.table import Table
from tests.unit.cells import cells
from tests.unit.ledger.places import OURS, claim, slot

HELD = {"F1": slot(claim())}


def opened() -> Table:
    """Return the table as an invocation of its own has it."""
    clock = LambdaClock(SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000))
    return Table(Caller("dynamodb", clock, clock.now() + 3600).call, clock.now)


pytestmark = pytest.mark.usefixtures("dynamodb")


def test_what_is_written_is_read_by_the_next_invocation(dynamodb: Any) -> None:
    written = opened().write("movies", Item(newest={OURS.key: 1.0}, slots=HELD))
    assert opened().read("movies") == written == Item(1, {OURS.key: 1.0}, {}, HELD)
    assert opened().read("films") == Item()
    (item,) = dynamodb.scan(TableName="ledger")["Items"]
    assert (item["Place"], item["Rev"], sorted(item)) == ({"S": "movies"}, {"N": "1"}, ["Ledger", "Place", "Rev"])


def test_it_is_read_consistently() -> None:
    asked = list[Any]()

    def answer(action: str, **more: Any) -> dict[str, Any]:
        asked.append((action, more))
        return {}

    Table(answer, time.time).read("movies")
    key = {"Place": {"S": "movies"}}
    assert asked == [("GetItem", {"TableName": "ledger", "Key": key, "ConsistentRead": True})]


@pytest.mark.parametrize("known", [0, 1])
def test_who_writes_on_what_another_has_written_since_is_outdated(known: int) -> None:
    table = opened()
    item = table.write("movies", Item()) if known else Item()
    theirs = opened().write("movies", Item(known, slots=HELD))
    with pytest.raises(Outdated):
        table.write("movies", item)
    assert table.read("movies") == theirs
    assert table.write("movies", theirs).rev == known + 2


@pytest.mark.parametrize(
    "item",
    cells(
        {
            "it has no ledger": {"Rev": {"N": "1"}},
            "it has no revision": {"Ledger": {"S": Item().encoded(0)}},
            "its ledger is no text": {"Rev": {"N": "1"}, "Ledger": {"N": "5"}},
            "its ledger is no JSON": {"Rev": {"N": "1"}, "Ledger": {"S": "movies"}},
            "its ledger is another's": {"Rev": {"N": "1"}, "Ledger": {"S": '{"price": 3}'}},
        }
    ),
)
def test_an_item_that_can_not_be_read_is_named_with_table_and_action(dynamodb: Any, item: dict[str, Any]) -> None:
    written = {"Place": {"S": "movies"}, **item}
    dynamodb.put_item(TableName="ledger", Item=written)
    with pytest.raises(Failed, match=r"^dynamodb:GetItem of table ledger: the item with Place movies can't be read \("):
        opened().read("movies")
    assert dynamodb.scan(TableName="ledger")["Items"] == [written]
