"""Lets requests come late and more than once, and CloudFormation's answers be old or throttled."""

import random
from collections import Counter

from tests.fuzz import limits
from tests.fuzz.oracle import Oracle
from tests.simulation.lambda_service import Event
from tests.simulation.world import World


def play(world: World, oracle: Oracle, happened: Counter[str]) -> None:
    """Put it into the world, as the oracle's plan has it."""
    plan, cloudformation, function = oracle.plan, world.cloudformation, world.function
    deliver, invoke, requests = cloudformation.invoke, function.invoke, [0]
    # The order of draws is the simulation's, which is always the same.
    lags, drawn = limits.lags(plan), random.Random(0)
    cloudformation.reads.lag = lambda operation: drawn.choice((0, 1)) * lags.get(operation, 0)
    now = world.simulation.now
    cloudformation.reads.throttled = [(now + at, now + at + seconds) for at, seconds in plan.throttled]

    def send(event: Event) -> None:
        if event["LogicalResourceId"] == "Broken":
            invoke(event, (oracle.step.broken or 0) if event["RequestType"] == "Create" else 0)
            return
        deliver(event)
        for index, delay in plan.late:
            if index == requests[0]:
                happened["late duplicate"] += 1
                invoke(event, delay)
        requests[0] += 1

    def hand_over(event: Event, delay: float = 0.0) -> None:
        if plan.deployed and "Handover" in event:
            happened["hand-over across a deploy"] += 1
            event = event | {"Handover": event["Handover"] | {"a key of tomorrow": {"unknown": [1]}}}
        invoke(event, delay)

    cloudformation.invoke, function.invoke = send, hand_over  # type: ignore[method-assign]
