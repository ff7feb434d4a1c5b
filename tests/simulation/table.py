"""The ledger's table as DynamoDB keeps it, in memory: reads, writes on condition, and its troubles.

It knows as much of DynamoDB as the function uses; test_table.py holds it to moto's.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ConnectTimeoutError

from tests.simulation.direct import client_error
from tests.simulation.tasks import Simulation

Item = dict[str, dict[str, str]]

#: What tests/conftest.py puts into LEDGER_TABLE, and the key of an item.
NAME, KEY = "ledger", "Place"
#: The largest item (bytes), and how long nothing answers before the most patient client gives up (seconds).
LARGEST, PATIENCE = 400 * 1024, 5.0
REFUSED = {
    "throttled": ("ProvisionedThroughputExceededException", "The level of configured provisioned throughput for the "
                  "table was exceeded. Consider increasing your provisioning level with the UpdateTable API."),
    "denied": ("AccessDeniedException", "User: arn:aws:sts::123456789012:assumed-role/role/function is not authorized "
               "to perform: dynamodb:{0} on resource: arn:aws:dynamodb:us-east-1:123456789012:table/{1} because no "
               "identity-based policy allows the dynamodb:{0} action"),
    "missing": ("ResourceNotFoundException", "Requested resource not found"),
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What befalls every call of the operations between two instants (epoch seconds).

    `kind` is "throttled", "denied", "missing" (there is no such table) or "unreachable" (nothing answers).
    """

    kind: str
    since: float
    until: float
    operations: tuple[str, ...] = ("GetItem", "PutItem")


class Table:
    """One table, and what a client of DynamoDB is answered about it."""

    def __init__(self, simulation: Simulation, patience: Callable[[], float] = lambda: PATIENCE) -> None:
        self._simulation, self._patience, self.name = simulation, patience, NAME
        #: By place, in DynamoDB's own form; free to be changed.
        self.items: dict[str, Item] = {}
        self.faults: list[Fault] = []
        #: What a read that is not consistent may still see.
        self._before: dict[str, Item] = {}

    def lose(self) -> None:
        """Let all that is written down be gone, as in a table that was made anew."""
        self.items.clear()

    def fails(self, kind: str, seconds: float = float("inf"), *operations: str) -> None:
        """Let calls fail from now on, for so long; of these operations, if any are named."""
        now = self._simulation.now
        self.faults.append(Fault(kind, now, now + seconds, operations or Fault.operations))

    def ledger(self, place: str = "movies") -> dict[str, Any]:
        """Return what is written down of a place."""
        ledger: dict[str, Any] = json.loads(self.items[place]["Ledger"]["S"])
        return ledger

    def edit(self, place: str, change: Callable[[dict[str, Any]], Any]) -> None:
        """Change by hand what is written down of a place, in place."""
        ledger, revision = self.ledger(place), int(self.items[place]["Rev"]["N"])
        change(ledger)
        self.items[place] |= {"Ledger": {"S": json.dumps(ledger)}, "Rev": {"N": str(revision + 1)}}

    def answer(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Answer one call, with boto3's parameters, results and errors."""
        for fault in self.faults:
            if operation in fault.operations and fault.since <= self._simulation.now < fault.until:
                self._fail(fault.kind, operation)
        if parameters["TableName"] != self.name:
            self._fail("missing", operation)
        method: Callable[..., dict[str, Any]] = getattr(self, f"_{operation}")
        return method(**{name: value for name, value in parameters.items() if name != "TableName"})

    def _fail(self, kind: str, operation: str) -> None:
        if kind == "unreachable":
            self._simulation.sleep(min(PATIENCE, self._patience()))
            raise ConnectTimeoutError(endpoint_url="https://dynamodb.us-east-1.amazonaws.com/")
        code, message = REFUSED[kind]
        raise client_error(code, message.format(operation, self.name), 400)

    def _GetItem(self, Key: Item, ConsistentRead: bool = False) -> dict[str, Any]:
        place = place_of(Key, "The provided key element does not match the schema")
        item = (self.items if ConsistentRead else self._before).get(place)
        return {"Item": copied(item)} if item is not None else {}

    def _PutItem(
        self, Item: Item, ConditionExpression: str = "", ExpressionAttributeValues: Item | None = None
    ) -> dict[str, Any]:
        place = place_of(Item, "One or more parameter values were invalid: Missing the key Place in the item")
        if size_of(Item) > LARGEST:
            raise invalid("Item size has exceeded the maximum allowed size")
        if not holds(ConditionExpression, self.items.get(place), ExpressionAttributeValues or {}):
            raise client_error("ConditionalCheckFailedException", "The conditional request failed", 400)
        if place in self.items:
            self._before[place] = self.items[place]
        self.items[place] = copied(Item)
        return {}


def copied(item: Item) -> Item:
    return {name: dict(value) for name, value in item.items()}


def place_of(item: Item, otherwise: str) -> str:
    """Return the key of an item."""
    if item.get(KEY, {}).keys() != {"S"}:
        raise invalid(otherwise)
    return item[KEY]["S"]


def size_of(item: Item) -> int:
    """Return how large an item is (bytes): names and values."""
    return sum(len(name.encode()) + len(value.encode()) for name, one in item.items() for value in one.values())


def holds(condition: str, item: Item | None, values: Item) -> bool:
    """Return whether a condition holds of an item: that there is none, or that an attribute has a value."""
    if not condition:
        return True
    if match := re.fullmatch(r"attribute_not_exists\((\w+)\)", condition):
        return item is None or match[1] not in item
    match = re.fullmatch(r"(\w+) = (:\w+)", condition)
    if match is None or match[2] not in values:
        raise invalid(f"Invalid ConditionExpression: {condition}")
    return item is not None and item.get(match[1]) == values[match[2]]


def invalid(message: str) -> ClientError:
    """Return the error of a call that makes no sense."""
    return client_error("ValidationException", message, 400)
