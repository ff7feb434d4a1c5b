"""EventBridge as crhelper's polling knows it."""

from typing import Any

import pytest

from benchmarks.eventbridge import LATE, EventBridge
from tests.simulation.tasks import Simulation

RULE = {"Name": "Synonyms", "ScheduleExpression": "rate(2 minutes)", "State": "ENABLED"}


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
