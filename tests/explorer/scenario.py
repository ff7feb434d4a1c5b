"""What a scenario is made of: resources, slots, the operations of each stack, and what may happen meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tests.explorer.moment import Budget

#: What a policy does: delete; retain; retain except where its Create is rolled back.
DELETES, RETAINS, RETAINS_EXCEPT_ON_CREATE = "Delete", "Retain", "RetainExceptOnCreate"


class Declared(NamedTuple):
    """The properties of a resource, and its deletion policy."""

    slots: tuple[int, ...]
    adopt: bool = False
    policy: str = DELETES
    version: int = 0


@dataclass(frozen=True)
class Operation:
    """One operation of a stack: deploy, delete, force away; or, of the table, to lose it."""

    kind: str
    declared: Mapping[int, Declared] = field(default_factory=dict)
    #: Whether a sibling resource may fail in it.
    may_fail: bool = True


def deploy(**declared: Declared | tuple[int, ...]) -> Operation:
    """Return a deployment of resources A to D, each with its slots or its properties; a sibling may fail in it."""
    return Operation("deploy", {"ABCD".index(name): _declared(one) for name, one in declared.items()})


def surely(**declared: Declared | tuple[int, ...]) -> Operation:
    """Return a deployment in which no sibling fails."""
    return replace(deploy(**declared), may_fail=False)


def _declared(one: Declared | tuple[int, ...]) -> Declared:
    return one if isinstance(one, Declared) else Declared(one)


DELETE = Operation("delete")
FORCE_AWAY = Operation("force away")
LOSE_TABLE = Operation("lose table")


@dataclass(frozen=True)
class Scenario:
    """A story, of which every course is explored."""

    #: The stack of each resource, how many slots there are, and what each stack does.
    stack_of: tuple[int, ...]
    slots: int
    operations: tuple[tuple[Operation, ...], ...]
    #: Of how many of each there may be.
    crash: int = 0
    twice: int = 0
    hang: int = 0
    stranger: int = 0
    late: int = 0
    sibling: int = 0
    retry: int = 0
    busy: int = 0
    #: Slots that a stranger has from the start; those that an index uses, so that they can't be dissociated.
    before: tuple[int, ...] = ()
    in_use: tuple[int, ...] = ()
    #: The domain of each slot; all are of one where empty.
    places: tuple[int, ...] = ()
    #: An association and a dissociation take a while.
    slow: bool = False
    #: How much a request's date is late against that of the one which it undoes (seconds); None: it is not.
    behind: float | None = None
    #: How often CloudFormation tries a cleanup.
    tries: int = 1
    rollback: bool = True
    #: A failed rollback is continued without the resources that failed.
    skips: bool = False
    #: A failure answers the id that was wanted, as no provider of ours does (11).
    failure_names_wanted: bool = False
    #: What has no id of the provider's is created again, not updated.
    recreates: bool = False
    #: A request may be delivered again while it is worked on.
    twins: bool = False
    #: A process may rest between its write and its call for longer than any call's time.
    stalls: bool = False
    #: CloudFormation refuses a replacement after our answer.
    replacement_refused: bool = False
    #: UpdateReplacePolicy is Retain.
    replaced_stays: bool = False
    #: A replacement is rolled back without an Update.
    deletes_alone: bool = False
    #: The service takes no call for several packages.
    one_by_one: bool = False
    #: The time of a call may be up long after the call has ended; else it is as soon as it can take no effect any more.
    lingers: bool = False

    @property
    def budget(self) -> Budget:
        """How much of each may happen."""
        return Budget(*(getattr(self, name) for name in Budget._fields))

    @property
    def adopts(self) -> bool:
        """Whether a resource has AdoptExisting at some time."""
        return any(one.adopt for operations in self.operations for each in operations for one in each.declared.values())

    @property
    def place_of(self) -> tuple[int, ...]:
        """The place of each slot."""
        return self.places or (0,) * self.slots
