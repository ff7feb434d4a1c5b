"""What the ledger costs: the calls of its table, and the request units that DynamoDB charges for them."""

from collections import defaultdict
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from tests.simulation.table import KEY, Table, size_of

#: What a request unit covers (bytes): of a strongly consistent read, and of a write. Half of one is for any other read.
READ, WRITE = 4096, 1024


@dataclass(frozen=True)
class Used:
    """Calls of the table, and request units of both kinds."""

    calls: int = 0
    reads: float = 0.0
    writes: float = 0.0


class Meter:
    """Counts what a table is asked from now on, by place."""

    def __init__(self, table: Table) -> None:
        self.used: defaultdict[str, Used] = defaultdict(Used)
        self._table, self._answer = table, table.answer
        table.answer = self.answer  # type: ignore[method-assign]

    def answer(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Let the table answer; a refused write is charged as any other."""
        item: dict[str, Any] = parameters.get("Item", {})
        place = (item or parameters["Key"])[KEY]["S"]
        size = max(size_of(one) for one in (item, self._table.items.get(place, {})))
        used = self.used[place]
        if operation == "GetItem":
            share = 1.0 if parameters.get("ConsistentRead") else 0.5
            used = replace(used, reads=used.reads + share * max(1, ceil(size / READ)))
        else:
            used = replace(used, writes=used.writes + max(1, ceil(size / WRITE)))
        self.used[place] = replace(used, calls=used.calls + 1)
        return self._answer(operation, parameters)
