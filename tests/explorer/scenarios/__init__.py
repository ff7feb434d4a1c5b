"""All stories, and which of them end badly as the design says they may."""

from tests.explorer.scenario import Scenario
from tests.explorer.scenarios import detours, one_resource, two_resources, two_stacks

SCENARIOS: dict[str, Scenario] = {
    **one_resource.SCENARIOS,
    **detours.SCENARIOS,
    **two_resources.SCENARIOS,
    **two_stacks.SCENARIOS,
}
#: What the law can't do, and the design says so.
COSTS = {
    "stranger, crash": "what a stranger associates between a crashed attempt's write and its retry is taken for ours",
    "other domain, rollback off": "a claim on another domain is found by a later request that names that domain only",
    "replacement refused, other domain": "a claim on another domain is found by a later request that names it only",
    "stalled between write and call": "a process that stalls beyond its call's time may leave what it asks for",
    "shared, table lost, one goes": "a lost table costs what was shared",
    "shared, table lost, both stay": "a lost table costs what was shared",
    "two stacks, table lost": "a lost table costs what was shared",
    "replaced stays, back": "what UpdateReplacePolicy retained goes with a cancelled Update that went back to it",
    "replaced stays, other domain, back": "what UpdateReplacePolicy retained goes with a cancelled Update to it",
}
