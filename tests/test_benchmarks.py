"""What the figures rest on: a fair opponent, and EventBridge as crhelper knows it."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.eventbridge import LATE, EventBridge
from benchmarks.measures import prepare, template_of
from benchmarks.worlds import CONTENDERS, Textbook, arena
from tests.simulation.tasks import Simulation

RULE = {"Name": "Synonyms", "ScheduleExpression": "rate(2 minutes)", "State": "ENABLED"}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """crhelper sets up the root logger, and logs everything."""
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    root.setLevel(before[0])
    root.handlers[:] = before[1]


def test_a_rule_fires_at_its_rate_with_its_targets_input_until_it_is_deleted() -> None:
    simulation, fired = Simulation(), list[tuple[float, Any]]()
    events = EventBridge(simulation, lambda event: fired.append((simulation.now, event)))
    began = simulation.now
    assert events.call("PutRule", RULE)["RuleArn"].endswith(":rule/Synonyms")
    events.call("PutTargets", {"Rule": "Synonyms", "Targets": [{"Id": "1", "Input": '{"a": 1}'}]})
    simulation.spawn(lambda: events.call("DeleteRule", {"Name": "Synonyms"}), 600)
    simulation.run()
    assert [event for _, event in fired] == [{"a": 1}] * len(fired)
    assert 4 <= len(fired) <= 5
    assert all(abs(at - began - 120 * number) <= LATE * number for number, (at, _) in enumerate(fired, 1))


def test_the_targets_of_a_rule_can_be_removed_once() -> None:
    events = EventBridge(Simulation(), print)
    events.call("PutTargets", {"Rule": "Synonyms", "Targets": [{"Id": "1", "Input": "{}"}]})
    events.call("RemoveTargets", {"Rule": "Synonyms", "Ids": ["1"]})
    with pytest.raises(KeyError):
        events.call("RemoveTargets", {"Rule": "Synonyms", "Ids": ["1"]})


@pytest.mark.parametrize("contender", CONTENDERS)
def test_both_contenders_bring_a_stack_up_and_down(contender: str) -> None:
    with arena(contender, 60, seed=1) as (world, service):
        package, stack = prepare(world, service, "movies"), world.stack()
        assert world.do(lambda: stack.create(template_of("movies", package)))[0]
        assert service.packages.domain("movies").associations[package].status == "ACTIVE"
        assert world.do(stack.delete)[0]
        assert not service.packages.domain("movies").associations
        assert not isinstance(world, Textbook) or world.events.leftovers() == 0


@pytest.mark.parametrize("contender", CONTENDERS)
def test_both_contenders_tell_a_failure(contender: str) -> None:
    from tests.fakes.package import Failure

    with arena(contender, 60, seed=1) as (world, service):
        package, stack = prepare(world, service, "movies"), world.stack()
        service.packages.orders[package] = [Failure("ASSOCIATION_FAILED", "Bad", "line 3")]
        assert not world.do(lambda: stack.create(template_of("movies", package)))[0]
        assert stack.status == "ROLLBACK_COMPLETE"


def test_calls_above_the_rate_are_throttled() -> None:
    with arena("ours", 60, seed=1, rate=10) as (world, service):
        prepare(world, service, "movies")
        service.since = world.simulation.now
        taken = [service._takes() for _ in range(30)]
        assert sum(taken) == 10
        world.do(lambda: world.simulation.sleep(1))
        assert sum(service._takes() for _ in range(30)) == 10
