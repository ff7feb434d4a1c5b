"""A request as the law sees it."""

from collections.abc import Callable

from ledger import law
from ledger.law import Wish
from ledger.records import Resource
from model import Course
from tests.explorer.scenario import Scenario
from tests.explorer.state import Event, Id


def wish(
    scenario: Scenario,
    event: Event,
    request: int,
    place: int,
    course: Callable[[], tuple[Course, float]] = lambda: (Course.ON, 0.0),
    since: float | None = None,
) -> Wish:
    """Return what a request wants at one place."""
    of = scenario.place_of

    def here(slots: tuple[int, ...]) -> dict[str, str]:
        return {f"F{slot}": f"F{slot}" for slot in slots if of[slot] == place}

    return Wish(
        resource=resource(scenario, event.resource),
        request=str(request),
        type=event.type,
        clock=clock(event),
        adopt=event.adopt,
        known_id="" if event.type == "Create" else id_text(event.known),
        named=None if isinstance(event.known, str) else here(event.known),
        wanted=here(event.want),
        course=course,
        since=since,
    )


def clock(event: Event) -> float:
    """Return the clock of a request: what gives back comes later (2)."""
    gives_back = event.type == "Delete" or (event.type == "Update" and event.want == event.known)
    return event.made + (law.GIVES_BACK if gives_back else 0.0)


def resource(scenario: Scenario, number: int) -> Resource:
    """Return a resource as the ledger names it."""
    return Resource(f"stack {scenario.stack_of[number]}", "ABCD"[number], "Custom::OpenSearchPackageAssociation")


def id_text(id: Id) -> str:
    """Return a physical id as text."""
    return id if isinstance(id, str) else ",".join(f"F{slot}" for slot in id)


def number(name: str) -> int:
    return int(name[1:])
