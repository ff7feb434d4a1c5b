"""Lets requests come late and more than once, clocks differ, and CloudFormation and the table have their troubles."""

import random
from collections import Counter

from tests.fuzz.domain import Domain
from tests.simulation.lambda_service import Event
from tests.simulation.table import Fault
from tests.simulation.world import World


def play(world: World, domain: Domain, happened: Counter[str]) -> None:
    """Put it into the world, as the plan has it; its times are from now on."""
    plan, cloudformation, function, now = domain.plan, world.cloudformation, world.function, world.simulation.now
    domain.began = now
    deliver, invoke, requests = cloudformation.invoke, function.invoke, [0]
    # The order of draws is the simulation's, which is always the same.
    drawn = random.Random(0)
    cloudformation.reads.lag = lambda operation: drawn.choice((0, plan.lag))
    cloudformation.reads.throttled = [(now + at, now + at + seconds) for at, seconds in plan.throttled]
    world.endpoint.skew = lambda: drawn.choice((0, plan.skew))
    world.table.faults = [Fault(kind, now + at, now + at + seconds) for at, seconds, kind in plan.table]

    def send(event: Event) -> None:
        if event["LogicalResourceId"] == "Broken":
            oracle = next(one for one in domain.oracles if one.stack.id == event["StackId"])
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
