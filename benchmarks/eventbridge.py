"""As much of EventBridge as crhelper's polling uses: rules that fire, targets, and permissions on the function."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.tasks import Simulation

#: A schedule fires within so long after it is due (seconds): to the minute, "some seconds" late.
LATE = 5.0


@dataclass
class EventBridge:
    """Answers the calls of the events and lambda clients; `invoke` is Lambda's asynchronous Invoke."""

    simulation: Simulation
    invoke: Callable[[Any], None]
    rules: dict[str, float] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    permissions: set[str] = field(default_factory=set)

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Answer one call."""
        return dict(getattr(self, operation)(**parameters) or {})

    def PutRule(self, Name: str, ScheduleExpression: str, **_: Any) -> dict[str, str]:
        minutes = int(ScheduleExpression.removeprefix("rate(").split()[0])
        self.rules[Name] = minutes * 60.0
        self.simulation.spawn(lambda: self._fire(Name))
        return {"RuleArn": f"arn:aws:events:us-east-1:123456789012:rule/{Name}"}

    def PutTargets(self, Rule: str, Targets: list[dict[str, str]]) -> None:
        self.targets[Rule] = Targets[0]["Input"]

    def RemoveTargets(self, Rule: str, **_: Any) -> None:
        if Rule not in self.targets:
            raise KeyError("ResourceNotFoundException")
        del self.targets[Rule]

    def DeleteRule(self, Name: str) -> None:
        self.rules.pop(Name, None)

    def AddPermission(self, StatementId: str, **_: Any) -> None:
        self.permissions.add(StatementId)

    def RemovePermission(self, StatementId: str, **_: Any) -> None:
        self.permissions.discard(StatementId)

    def leftovers(self) -> int:
        """Return how many rules and permissions are there."""
        return len(self.rules) + len(self.permissions)

    def _fire(self, name: str) -> None:
        while name in self.rules:
            self.simulation.sleep(self.rules[name] + random.uniform(0, LATE) - LATE / 2)
            if name in self.rules and name in self.targets:
                self.invoke(json.loads(self.targets[name]))
            if self.simulation.now > 1_790_000_000 + 4 * 3600:
                return  # nobody would remove it any more
