"""A moment of the explored world: tuples all through, so that moments can be compared and hashed."""

from typing import NamedTuple, TypeVar

from tests.explorer.state import Asked, Event, Id, Process, Stack, Thing

T = TypeVar("T")


class Budget(NamedTuple):
    """How much of each may still happen."""

    crash: int
    twice: int
    hang: int
    stranger: int
    late: int
    sibling: int
    retry: int
    busy: int


class Noted(NamedTuple):
    """Slots whose package may stay: retained, told in a reason, of a stack that was forced away."""

    retained: frozenset[int] = frozenset()
    told: frozenset[int] = frozenset()
    forced: frozenset[int] = frozenset()


class Moment(NamedTuple):
    """All there is, between two steps; the items are numbers of the ledger's."""

    things: tuple[Thing, ...]
    items: tuple[int, ...]
    flying: tuple[Asked, ...]
    processes: tuple[Process, ...]
    queue: tuple[int, ...]
    stacks: tuple[Stack, ...]
    events: tuple[Event, ...]
    may: Budget
    noted: Noted = Noted()

    def spent(self, what: str) -> "Moment":
        """Return it with one less of what may happen."""
        return self._replace(may=self.may._replace(**{what: getattr(self.may, what) - 1}))

    def with_thing(self, slot: int, thing: Thing) -> "Moment":
        """Return it with something else in a slot."""
        return self._replace(things=changed(self.things, slot, thing))

    def with_stack(self, number: int, stack: Stack) -> "Moment":
        """Return it with a stack as it is now."""
        return self._replace(stacks=changed(self.stacks, number, stack))

    def telling(self, slots: frozenset[int]) -> "Moment":
        """Return it where a reason or a note has said that something stays."""
        return self._replace(noted=self.noted._replace(told=self.noted.told | slots)) if slots else self


def changed(of: tuple[T, ...], index: int, to: T) -> tuple[T, ...]:
    """Return a tuple with something else at an index."""
    return (*of[:index], to, *of[index + 1 :])


def named(id: Id) -> tuple[int, ...]:
    """Return the slots that an id names."""
    return () if isinstance(id, str) else id
