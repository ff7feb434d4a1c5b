"""The table behind the ledger: one item for each place, read consistently, written on condition of what was read."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from errors import Failed
from ledger.records import Item, decoded


class Table:
    """The ledger's table. Every method raises `ServiceError`."""

    def __init__(self, call: Callable[..., dict[str, Any]], now: Callable[[], float]) -> None:
        """Remember how to call DynamoDB, and the time (epoch seconds)."""
        self._call, self._now = call, now
        self.name = os.environ.get("LEDGER_TABLE", "")

    def read(self, place: str) -> Item:
        """Return what is written of a place.

        Raises:
            Failed: it is not an item of ours; or the function was not told its table.
        """
        if not self.name:
            raise Failed("The provider's function has no table: LEDGER_TABLE is not set. Deploy the provider again.")
        answer = self._call("GetItem", TableName=self.name, Key={"Place": {"S": place}}, ConsistentRead=True)
        item = answer.get("Item")
        if not item:
            return Item()
        try:
            return decoded(item["Ledger"]["S"], int(item["Rev"]["N"]))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Failed(
                f"dynamodb:GetItem of table {self.name}: the item with Place {place} can't be read "
                f"({type(error).__name__}), so nothing was asked for. Restore the item or delete it, then try again."
            ) from error

    def write(self, place: str, item: Item) -> Item:
        """Write what is known of a place; return it as it is from now on.

        Raises:
            Outdated: somebody has written since it was read.
        """
        then = {"Place": {"S": place}, "Rev": {"N": str(item.rev + 1)}, "Ledger": {"S": item.encoded(self._now())}}
        condition = {"ConditionExpression": "attribute_not_exists(Place)"}
        if item.rev:
            condition = {"ConditionExpression": "Rev = :rev"}
            condition |= {"ExpressionAttributeValues": {":rev": {"N": str(item.rev)}}}  # type: ignore[dict-item]
        self._call("PutItem", TableName=self.name, Item=then, **condition)
        return replace(item, rev=item.rev + 1)
