"""Faults at any call: each waits for the first call it can befall, and happens once."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from tests.simulation.direct import client_error
from tests.simulation.lambda_service import Killed
from tests.simulation.world import Late, World

MUTATING = (
    "AssociatePackage",
    "DissociatePackage",
    "AssociatePackages",
    "DissociatePackages",
    "CreatePackage",
    "UpdatePackage",
    "DeletePackage",
)
READING = (
    "ListPackagesForDomain",
    "DescribeDomain",
    "DescribePackages",
    "DescribeDomainChangeProgress",
    "ListDomainsForPackage",
)
LIST = ("ListPackagesForDomain",)
INVOKE = ("Invoke",)
STACK = ("DescribeStacks",)
TABLE = ("GetItem", "PutItem")

#: Kind: the operations it can befall.
BEFORE = {
    "throttled": (*MUTATING, *READING, *TABLE),
    "server error": (*MUTATING, *READING, *TABLE),
    "connection refused": (*MUTATING, *READING, *TABLE),
    "conflict": MUTATING,
    "denied for a moment": (*MUTATING, *READING, *TABLE),
    "crash before a call": (*MUTATING, *READING, *TABLE, *INVOKE),
    "slow call": (*MUTATING, *READING, *STACK, *TABLE),
    "late call": (*MUTATING, "PutItem"),
    "hand-over refused": INVOKE,
    "stack look refused": STACK,
}
AFTER = {
    "answer lost": (*MUTATING, *READING, *TABLE),
    "crash after a call": (*MUTATING, *READING, *TABLE, *INVOKE),
    "stale read": LIST,
    "missing read": LIST,
}
PUT = ("answer refused with 403", "answer met 503", "answer's connection reset", "answer taken, reply lost")
KINDS = (*BEFORE, *AFTER, *PUT, "crash asleep", "delivered twice")
#: Two of these at once would be more than the confirming look can tell from the truth.
READS = ("stale read", "missing read")
#: The same of packages themselves.
DESCRIBED = ("stale description", "missing description")


#: After these the function, or the ledger, may not know what became of a call.
FORGETTING = {"crash asleep", *(kind for kind, known in (BEFORE | AFTER).items() if {*TABLE} & {*known})}
#: With the crashes, these end an invocation; Lambda retries twice.
DEADLY = ("answer refused with 403", "hand-over refused")


def is_deadly(kind: str) -> bool:
    """Return whether the fault ends an invocation, so that Lambda must retry."""
    return "crash" in kind or kind in DEADLY


#: How long a slow call takes, and a late one after its caller has given up, at most (seconds).
SLOW, LATE = 12, 20
#: A look that missed something is confirmed within so long, also with a slow call in between (seconds).
CONFIRMED_WITHIN = 20


@dataclass
class Faults:
    """The faults of one lifecycle: (the call from which on it may happen, kind)."""

    world: World
    planned: list[tuple[int, str]]
    happened: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    #: The list as it was answered last, and at which look and when (epoch seconds) a read was last distorted.
    before: Any = None
    distorted: tuple[int, float] = (-10, 0.0)
    looks: int = 0
    #: The call that is being made got no answer in its time.
    unheard: bool = False
    #: The same of the packages themselves, by what was asked.
    described_before: dict[str, tuple[float, Any]] = field(default_factory=dict)
    #: When an invocation was ended (epoch seconds).
    deadly: list[float] = field(default_factory=list)

    def enter(self) -> None:
        """Put the faults into the world."""
        self.world.fault, self.world.distort = self.fault, self.distort
        self.world.function.fault = self.asleep
        self.world.endpoint.fault, self.world.opensearch.described = self.put, self.described
        deliver = self.world.cloudformation.invoke

        def invoke(event: Any) -> None:
            deliver(event)
            if self._due("delivered twice"):
                deliver(event)

        self.world.cloudformation.invoke = invoke

    def fault(self, _: str, operation: str) -> None:
        self.calls += 1
        for kind, operations in BEFORE.items():
            if operation in operations and self._due(kind):
                self._before(kind)

    def _before(self, kind: str) -> None:
        if kind == "throttled":
            raise client_error("ThrottlingException", "Rate exceeded", 400)
        if kind == "server error":
            raise client_error("InternalException", "oops", 500)
        if kind == "connection refused":
            raise EndpointConnectionError(endpoint_url="https://es")
        if kind == "conflict":
            raise client_error("ConflictException", "busy", 409)
        if kind in ("denied for a moment", "hand-over refused", "stack look refused"):
            raise client_error("AccessDeniedException", "not yet", 403)
        if kind == "late call":
            raise Late(self.world.patience + self.calls % LATE)
        if kind == "slow call":  # as long as its client waits, if that is shorter; it is done, but nobody is told
            patience = self.world.patience
            self.world.simulation.sleep(min(SLOW, patience))
            self.unheard = patience < SLOW
        else:
            raise Killed("Runtime exited")

    def distort(self, operation: str, answer: Any) -> Any:
        if self.unheard:
            self.unheard = False
            raise ReadTimeoutError(endpoint_url="https://es")
        if operation == "ListPackagesForDomain":
            self.looks += 1
            answer = self._distort_list(answer)
        for kind in ("answer lost", "crash after a call"):
            if operation in AFTER[kind] and self._due(kind):
                raise Killed("Runtime exited") if "crash" in kind else ReadTimeoutError(endpoint_url="https://es")
        return answer

    def _distort_list(self, answer: Any) -> Any:
        truth, before = answer, self.before
        self.before = (self.world.simulation.now, truth)
        if self._is_undistorted():
            fresh = before is not None and self.world.simulation.now - before[0] <= 3
            if fresh and before[1] != truth and self._due("stale read"):
                answer = self._distorted_into(before[1])
            elif truth["DomainPackageDetailsList"] and self._due("missing read"):
                answer = self._distorted_into(truth | {"DomainPackageDetailsList": []})
        return answer

    def described(self, asked: str, truth: Any) -> Any:
        """Return what DescribePackages answers."""
        self.looks += 1
        now, before = self.world.simulation.now, self.described_before.get(asked)
        self.described_before[asked] = (now, truth)
        if self._is_undistorted():
            if before is not None and now - before[0] <= 3 and before[1] != truth and self._due("stale description"):
                return self._distorted_into(before[1])
            if truth["PackageDetailsList"] and self._due("missing description"):
                return self._distorted_into(truth | {"PackageDetailsList": []})
        return truth

    def _is_undistorted(self) -> bool:
        """Return whether no confirming look may still follow a distorted one: by looks, and among several by time."""
        look, at = self.distorted
        return self.looks - look > 3 and self.world.simulation.now - at > CONFIRMED_WITHIN

    def _distorted_into(self, answer: Any) -> Any:
        self.distorted = (self.looks, self.world.simulation.now)
        return answer

    def asleep(self) -> None:
        if self._due("crash asleep"):
            raise Killed("Task timed out")

    def put(self, timeout: float) -> int | None:
        self.calls += 1
        for kind in PUT:
            if self._due(kind):
                if kind.endswith("reset"):
                    raise ConnectionResetError
                return {"answer refused with 403": 403, "answer met 503": 503}.get(kind, -1)
        return None

    def _due(self, kind: str) -> bool:
        for plan in self.planned:
            if plan[1] == kind and plan[0] <= self.calls:
                self.planned.remove(plan)
                self.happened[kind] += 1
                if is_deadly(kind):
                    self.deadly.append(self.world.simulation.now)
                return True
        return False
