"""What CloudFormation shows of a stack: its own status, the rows of its resources, and events, which are alike."""

import json
import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from cloudformation.ids import holding
from cloudformation.targets import adopting, named
from cloudformation.types import ONE
from model import Holding

#: Rows in these hold nothing: what they named is gone, or goes. DELETE_SKIPPED, of what is retained, is not among them.
LEAVING = ("DELETE_IN_PROGRESS", "DELETE_COMPLETE", "DELETE_FAILED")
#: CloudFormation's reasons for a failure that nobody answered; any other is an answer, whose id names what there is.
UNANSWERED = re.compile("cancel|did not receive|timed out|time out", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A resource of the stack, or one event of it; the stack itself has its own id for a physical id."""

    logical_id: str
    physical_id: str
    status: str
    #: When the status began (epoch seconds).
    at: float
    reason: str = ""
    #: Of an event: ResourceProperties as CloudFormation shows them, a JSON text.
    properties: str = ""
    type: str = ""

    @property
    def holding(self) -> Holding | None:
        """What its physical id says that it holds; None: it is not one of ours."""
        return holding(self.physical_id, self.logical_id)

    def mark(self, domain: str, package_id: str) -> bool | None:
        """Return whether it holds the package on the domain as adopted; None: it does not hold it."""
        holding = self.holding
        return holding.packages.get(package_id) if holding and holding.domain == domain else None

    def adopts(self, domain: str, names: Container[str]) -> bool:
        """Return whether its properties name an association of this domain by one of the names, with AdoptExisting."""
        properties = self._given
        if properties.get("DomainName", "") != domain:
            return False
        return adopting(properties) and any(one.label in names for one in named(ONE, properties))

    @property
    def names(self) -> frozenset[str]:
        """The PackageNames in its properties."""
        return frozenset(one.name for one in named(ONE, self._given) if one.name)

    @property
    def _given(self) -> dict[str, Any]:
        """Its properties; empty: there are none, or not all."""
        try:
            properties = json.loads(self.properties)
        except (ValueError, TypeError):
            return {}
        return properties if isinstance(properties, dict) else {}

    @property
    def leaving(self) -> bool:
        """Whether it has no use any more for what its id names."""
        return self.status in LEAVING

    @property
    def unanswered(self) -> bool:
        """Whether its reason is CloudFormation's own, for a failure that nobody answered."""
        return bool(UNANSWERED.search(self.reason))

    @property
    def retained(self) -> bool:
        """Whether it has left the stack and keeps what its id names, for good."""
        return self.status == "DELETE_SKIPPED"


@dataclass(frozen=True)
class Status:
    """Of the stack as a whole; instants in epoch seconds."""

    status: str
    #: When it was created, or last updated, whichever is later.
    began: float
    root_id: str = ""


def row_of(item: dict[str, Any], time: str) -> Row:
    """Return a StackResourceSummary, StackResourceDetail or StackEvent; its instant has that name."""
    at = item.get(time)
    return Row(
        logical_id=item.get("LogicalResourceId", ""),
        physical_id=item.get("PhysicalResourceId") or "",
        status=item.get("ResourceStatus", ""),
        at=at.timestamp() if at else 0.0,
        reason=item.get("ResourceStatusReason") or "",
        properties=item.get("ResourceProperties") or "",
        type=item.get("ResourceType") or "",
    )
