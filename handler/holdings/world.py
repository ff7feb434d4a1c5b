"""What is written and what is there: the table, OpenSearch Service and CloudFormation, as one invocation sees them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from aws import Caller
from clock import Clock
from cloudformation.stack import GONE, described
from errors import Failed, NotFound, ProviderError, ServiceError
from holdings.drift import Row, Sight, judged
from ledger.records import Item
from ledger.table import Table
from model import domain_of
from opensearch.client import OpenSearch
from reconcile.kinds import kind_at

#: How many calls are made at the same time; a throttled one is made again while there is time.
AT_ONCE = 8


class Elsewhere(ProviderError):
    """A StackId that is no stack's of this account and region: nothing here can tell whether it is there."""


@dataclass(frozen=True)
class View:
    """What one look at some places has shown."""

    rows: list[Row]
    #: Why a place, or a stack that has a claim there, could not be looked at; by place.
    unseen: dict[str, str]


class World:
    """Every method raises `ServiceError` where it does not say otherwise."""

    def __init__(self, context: Any, clock: Clock) -> None:
        self.clock = clock
        until = clock.now() + clock.remaining()
        names = ("dynamodb", "opensearch", "cloudformation")
        self._dynamodb, opensearch, self._cloudformation = callers = [Caller(name, clock, until) for name in names]
        for caller in callers:
            caller.patient_until = until
        self.table, self._opensearch = Table(self._dynamodb.call, clock.now), OpenSearch(opensearch)
        #: Region and account, as ARNs have them.
        self._here = str(context.invoked_function_arn).split(":")[3:5]

    def places(self) -> list[str]:
        """Return every place that the table has."""
        found, start = list[str](), dict[str, Any]()
        while True:
            page = self._dynamodb.call("Scan", TableName=self.table.name, ProjectionExpression="Place", **start)
            found += [item["Place"]["S"] for item in page.get("Items") or []]
            if not page.get("LastEvaluatedKey"):
                return sorted(found)
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def look(self, places: list[str]) -> View:
        """Read what is written of places, then what is there; what can't be read is told as unseen."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            read = dict(zip(places, pool.map(self._item, places), strict=True))
            items = {place: item for place, item in read.items() if isinstance(item, Item)}
            stacks = {place: sorted(stacks_of(item)) for place, item in items.items()}
            asked = sorted({one for some in stacks.values() for one in some})
            states = dict(zip(asked, pool.map(self._state, asked), strict=True))
            sights = dict(zip(items, pool.map(self._sight, items, items.values()), strict=True))
        gone = {stack for stack, state in states.items() if state is None}
        rows, unseen = list[Row](), {place: str(why) for place, why in read.items() if isinstance(why, Exception)}
        for place, item in items.items():
            rows += judged(place, item, sights[place], gone, self.clock.now())
            errors = [state for one in stacks[place] if isinstance(state := states[one], Exception)]
            if why := sights[place].unseen or next(map(str, errors), ""):
                unseen[place] = why
        return View(rows, unseen)

    def status(self, stack_id: str) -> str | None:
        """Return a stack's status; None: it is no more.

        Raises:
            Elsewhere: it is not for this account and region to say.
        """
        if stack_id.split(":")[2:5] != ["cloudformation", *self._here]:
            raise Elsewhere(f"{stack_id} is not the StackId, an ARN, of a stack of this account and region.")
        status = str(described(self._cloudformation, stack_id).get("StackStatus", "unknown"))
        return None if status == GONE else status

    def _item(self, place: str) -> Item | Exception:
        try:
            return self.table.read(place)
        except (ServiceError, Failed) as error:
            return error

    def _state(self, stack_id: str) -> str | Exception | None:
        try:
            return self.status(stack_id)
        except (ServiceError, Elsewhere) as error:
            return error

    def _sight(self, place: str, item: Item) -> Sight:
        try:
            return Sight(kind_at(place).listed(place, item, self._opensearch))
        except ServiceError as error:
            if isinstance(error, NotFound) and domain_of(place):
                return Sight(gone=True)
            return Sight(unseen=str(error))


def stacks_of(item: Item) -> set[str]:
    """Return the StackIds that have a claim at a place."""
    return {claim.stack for slot in item.slots.values() for claim in slot.claims}
