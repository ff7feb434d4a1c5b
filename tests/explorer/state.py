"""What a moment of the explored world is made of."""

from typing import NamedTuple

#: What a physical id names: slots by number; or a word for an id that names none.
Id = tuple[int, ...] | str
#: Ids that name nothing: CloudFormation's for a Create that it never heard from, and the provider's for a failed one.
INVENTED, NOT_CREATED = "invented", "not-created"
#: What is in a slot, and whose doing it is.
ABSENT, COMING, THERE, GOING = "absent", "coming", "there", "going"
PROVIDER, STRANGER = "provider", "stranger"
#: The phases of a stack's operation.
IDLE, FORWARD, CLEANUP, UNDO, UNDO_FAILED, UNDO_CLEANUP, DELETE, DELETE_FAILED = (
    "idle", "forward", "cleanup", "undo", "undo failed", "undo cleanup", "delete", "delete failed",
)  # fmt: skip
#: Where a process is between two steps.
BEGIN, READ, LIST, WRITE, CALL, REFUSED, ANSWER = "begin", "read", "list", "write", "call", "refused", "answer"
#: What follows in a process.
LOOK, NEXT, FAIL = "look again", "next", "fail"
#: A task that deletes an id which was replaced, where the resource itself remains.
CLEAN = "clean"


class Thing(NamedTuple):
    """What the service has in a slot."""

    status: str = ABSENT
    by: str = ""
    version: int = 0


class Event(NamedTuple):
    """A request, as it was sent; its number is its RequestId."""

    resource: int
    type: str
    want: tuple[int, ...]
    old: tuple[int, ...]
    known: Id
    made: float
    adopt: bool
    version: int


class Asked(NamedTuple):
    """One call, about one slot or several."""

    verb: str
    slots: tuple[int, ...]
    token: str
    request: int
    version: int


class Visit(NamedTuple):
    """One place that a request has to see to; whether it wants something there, and whether it still lets go there."""

    place: int
    wants: bool
    lets: bool = True


class Decision(NamedTuple):
    """What one look comes to: the item to write, a call, what then; and what it says stays, and waits to let go of."""

    item: int
    call: Asked | None
    then: str
    told: frozenset[int] = frozenset()
    letting: frozenset[int] = frozenset()
    late: bool = False
    #: Of what it says that it was found.
    found: frozenset[int] = frozenset()


class Process(NamedTuple):
    """An invocation: the item that it has read, whether nobody has written since, and what it is about to do."""

    request: int
    at: str
    todo: tuple[Visit, ...]
    read: int = -1
    fresh: bool = False
    plan: Decision | None = None
    then: str = ""
    #: The newest clock of what it has by its known id, read where that names something; None: nothing, or not read.
    since: float | None = None


class Task(NamedTuple):
    """An answer that a stack waits for."""

    resource: int
    verb: str
    request: int
    result: str
    id: Id
    want: tuple[int, ...]
    tries: int = 0


class Owed(NamedTuple):
    """A Delete that is yet to be sent."""

    resource: int
    verb: str
    id: Id
    want: tuple[int, ...]
    tries: int = 0


class Known(NamedTuple):
    """What CloudFormation knows of a resource."""

    id: Id
    want: tuple[int, ...]
    adopt: bool
    policy: str
    version: int
    complete: bool
    going: bool = False


class Stack(NamedTuple):
    """A stack; later: the Deletes after its rollback; owed: those put off, for its rollback is off."""

    step: int
    phase: str
    now: tuple[Known | None, ...]
    before: tuple[Known | None, ...]
    tasks: tuple[Task, ...] = ()
    later: tuple[Owed, ...] = ()
    owed: tuple[Owed, ...] = ()
    #: The number of the first request of its operation.
    first: int = 0
