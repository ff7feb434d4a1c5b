"""Which alarms the faults of the benchmarks raise, and what they show instead: as docs/runbooks.md says."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

import app
import last_responder
from benchmarks import named_faults
from benchmarks.spoils import FAULTS
from benchmarks.worlds import arena, prepare, template_of
from tests.pages import rows, section

ALARMS = section("Alarms", "docs/runbooks.md")
TOLD = {row[0]: row[1:] for row in rows(ALARMS.partition("| fault |")[1] + ALARMS.partition("| fault |")[2])}
#: Metrics of every request, which say nothing of a fault.
ALWAYS = {"Succeeded", "HandOvers"}


class Seen:
    """What CloudWatch would see: our metrics, and how often the last responder was invoked, and failed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.metrics: Counter[str] = Counter()
        self.answering = last_responder.lambda_handler
        monkeypatch.setattr(app, "emit", self.emit)
        monkeypatch.setattr(last_responder, "lambda_handler", self.answer)

    def emit(self, _times: Any = None, **counts: float) -> None:
        self.metrics.update({name: int(count) for name, count in counts.items()})

    def answer(self, record: dict[str, Any], context: Any) -> Any:
        self.metrics["invoked"] += 1
        try:
            return self.answering(record, context)
        except RuntimeError:
            self.metrics["errors"] += 1
            raise

    @property
    def alarms(self) -> set[str]:
        """The alarms that would be raised."""
        by = {"DeadlineReached": "DeadlineReached", "invoked": "LastResponderInvoked", "errors": "AnswerNotDelivered"}
        return {alarm for metric, alarm in by.items() if self.metrics[metric]}


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    return Seen(monkeypatch)


def test_the_page_tells_of_every_fault() -> None:
    assert set(TOLD) == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_raises_no_alarm_and_shows_what_is_said(fault: str, seen: Seen) -> None:
    assert named_faults.alone("ours", fault) == "right"
    shown = {name for name, count in seen.metrics.items() if count} - ALWAYS
    stack, metrics = TOLD[fault]
    assert (stack, seen.alarms) == ("succeeds" if FAULTS[fault][1] else "fails", set())
    assert shown == set(metrics.replace("none", "").split(", ")) - {""}


def live(until: float = 3 * 3600.0, **how: Any) -> None:
    """Let a stack be created in a world that something is wrong with."""
    with arena("ours", 1, seconds=10) as (world, service):
        package = prepare(world, service, "movies")
        if how.get("busy"):
            service.packages.domain("movies").busy_until = world.simulation.now + 7200
        if how.get("refuses"):
            world.endpoint.fault = lambda _: 403
        stack = world.stack("movies")
        world.do(partial(stack.create, template_of("movies", package)), until=world.simulation.now + until)


def crash(*_: Any) -> None:
    raise MemoryError


def test_a_domain_that_is_busy_for_hours_raises_one(seen: Seen) -> None:
    live(busy=True)
    assert seen.alarms == {"DeadlineReached"}


def test_a_function_that_crashes_at_every_attempt_raises_one(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "answered", crash)
    live()
    assert seen.alarms == {"LastResponderInvoked"}


def test_an_endpoint_that_never_takes_an_answer_raises_two(seen: Seen) -> None:
    live(refuses=True)
    assert seen.alarms == {"LastResponderInvoked", "AnswerNotDelivered"}
