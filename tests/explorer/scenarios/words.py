"""The words that scenarios are told in."""

from typing import Any

from tests.explorer.scenario import RETAINS, RETAINS_EXCEPT_ON_CREATE, Declared, Operation, Scenario

F0, F1, F2, F01, F12, F23 = (0,), (1,), (2,), (0, 1), (1, 2), (2, 3)


def adopts(slots: tuple[int, ...]) -> Declared:
    """Return a resource with AdoptExisting."""
    return Declared(slots, adopt=True)


def retains(slots: tuple[int, ...]) -> Declared:
    """Return a resource with DeletionPolicy: Retain."""
    return Declared(slots, policy=RETAINS)


def retains_later(slots: tuple[int, ...]) -> Declared:
    """Return a resource with DeletionPolicy: RetainExceptOnCreate."""
    return Declared(slots, policy=RETAINS_EXCEPT_ON_CREATE)


def renews(slots: tuple[int, ...]) -> Declared:
    """Return a resource that wants a newer version of its packages."""
    return Declared(slots, version=1)


def one(slots: int, *operations: Operation, **more: Any) -> Scenario:
    """Return a scenario of one resource."""
    return Scenario((0,), slots, (operations,), **more)


def two(slots: int, *operations: Operation, **more: Any) -> Scenario:
    """Return a scenario of two resources of one stack."""
    return Scenario((0, 0), slots, (operations,), **more)


def three(slots: int, *operations: Operation, **more: Any) -> Scenario:
    """Return a scenario of three resources of one stack."""
    return Scenario((0, 0, 0), slots, (operations,), **more)


def stacks(stack_of: tuple[int, ...], slots: int, *operations: list[Operation], **more: Any) -> Scenario:
    """Return a scenario of several stacks."""
    return Scenario(stack_of, slots, tuple(map(tuple, operations)), **more)
