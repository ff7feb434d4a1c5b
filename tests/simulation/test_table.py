"""The table of the simulation answers as moto's DynamoDB does."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.simulation.table import NAME, Table
from tests.simulation.tasks import Simulation

Item = dict[str, dict[str, str]]
Call = tuple[str, dict[str, Any]]


def item(revision: int, ledger: str = "{}") -> Item:
    return {"Place": {"S": "movies"}, "Rev": {"N": str(revision)}, "Ledger": {"S": ledger}}


def get(place: Item | None = None, table: str = NAME) -> Call:
    return "GetItem", {"TableName": table, "Key": place or {"Place": {"S": "movies"}}, "ConsistentRead": True}


def put(new: Item, condition: str = "", table: str = NAME, **values: str) -> Call:
    more: dict[str, Any] = {"ConditionExpression": condition} if condition else {}
    if values:
        more["ExpressionAttributeValues"] = {f":{name}": {"N": value} for name, value in values.items()}
    return "PutItem", {"TableName": table, "Item": new, **more}


NEW = "attribute_not_exists(Place)"
CALLS = [
    get(),
    put(item(1), "Rev = :rev", rev="0"),
    put(item(1), NEW),
    get(),
    put(item(1), NEW),
    put(item(2), "Rev = :rev", rev="1"),
    put(item(9), "Rev = :rev", rev="1"),
    get(),
    get({"Place": {"S": "others"}}),
    put(item(3)),
    get({"Rev": {"N": "1"}}),
    put({"Rev": {"N": "1"}}),
    put(item(4, "x" * 400 * 1024)),
    get(table="another"),
    put(item(4), table="another"),
    get(),
]


def played(answer: Callable[[str, dict[str, Any]], dict[str, Any]]) -> list[Any]:
    """Return what each call brought: the item, or the code of its error."""
    seen: list[Any] = []
    for operation, parameters in CALLS:
        try:
            seen.append(answer(operation, parameters).get("Item"))
        except ClientError as error:
            seen.append(error.response["Error"]["Code"])
    return seen


def test_it_answers_as_dynamodb_does() -> None:
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName=NAME,
            KeySchema=[{"AttributeName": "Place", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "Place", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        methods = {"GetItem": client.get_item, "PutItem": client.put_item}
        theirs = played(lambda operation, parameters: methods[operation](**parameters))
    assert played(Table(Simulation()).answer) == theirs
    assert theirs[1] == "ConditionalCheckFailedException" and theirs[-1] == item(3)


def test_what_is_written_down_can_be_edited_and_lost_and_only_a_consistent_read_sees_it_at_once() -> None:
    table = Table(Simulation())
    table.answer(*put(item(1, '{"slots": {}}'), NEW))
    assert table.answer("GetItem", get()[1] | {"ConsistentRead": False}) == {}
    table.edit("movies", lambda ledger: ledger["slots"].update(F1="mine"))
    assert table.ledger() == {"slots": {"F1": "mine"}}
    with pytest.raises(ClientError, match="conditional"):
        table.answer(*put(item(2), "Rev = :rev", rev="1"))
    table.lose()
    assert table.answer(*get()) == {}
