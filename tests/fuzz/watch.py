"""Watches the answers: protocol-valid, in time, all alike; the first of each goes to the oracle of its stack."""

from typing import Any

from tests.fuzz import limits, package_answers
from tests.fuzz.answers import judge
from tests.fuzz.domain import Domain
from tests.fuzz.packages import PackageOracle
from tests.fuzz.reading import name_of
from tests.simulation.cloudformation import timeout_of
from tests.simulation.endpoint import Pending, check_answer
from tests.simulation.world import World


def watch(world: World, domain: Domain, packages: list[PackageOracle], deadly: list[float]) -> None:
    """Let the oracles see every answer when it arrives, and every request that has none when its time is up.

    Args:
        deadly: when an invocation was ended by a fault (epoch seconds), as far as that is known.
    """
    phases: dict[str, int] = {}
    of_stack = {one.oracle.stack.id: one for one in packages}
    endpoint, put, wait = world.endpoint, world.endpoint.put, world.cloudformation.wait

    def check(answer: dict[str, Any], body: bytes, event: dict[str, Any]) -> None:
        try:
            check_answer(answer, body, event)
        except (AssertionError, KeyError, TypeError) as error:
            domain.violations.append(f"{name_of(event)}: not as the protocol has it: {type(error).__name__} {error}")

    def watched(url: str, body: bytes, content_type: str, timeout: float) -> int:
        known = {key: len(pending.answers) for key, pending in endpoint.requests.items()}
        try:
            return put(url, body, content_type, timeout)
        finally:
            for key, pending in endpoint.requests.items():
                if len(pending.answers) > known[key] and not pending.cancelled:
                    domain.gave_up = bool(world.function.gave_up)
                    take(of_stack[pending.event["StackId"]], pending, phases, world.simulation.now)

    def waited(event: dict[str, Any]) -> dict[str, Any] | None:
        answer = wait(event)
        # Lambda's retries come after CloudFormation's limit then.
        retried = any(at > world.simulation.now - limits.RETRIES - 10 for at in deadly)
        if answer is None and not retried and not endpoint.requests[event["RequestId"]].cancelled:
            domain.violations.append(f"{name_of(event)}: no answer in time")
        return answer

    endpoint.check, endpoint.put = check, watched  # type: ignore[method-assign]
    world.cloudformation.wait = waited  # type: ignore[method-assign]


def take(packages: PackageOracle, pending: Pending, phases: dict[str, int], now: float) -> None:
    """Give the first answer to the oracle, if it came in time; hold another to it while nothing has changed since."""
    event, answer, first, oracle = pending.event, pending.answers[-1], len(pending.answers) == 1, packages.oracle
    phase = len([one for one in oracle.stack.history if one.physical_id == oracle.stack.id])
    if first:
        phases[event["RequestId"]] = phase
        if now <= pending.made + timeout_of(event):
            if package_answers.is_about_packages(packages, event):
                package_answers.judge(packages, event, answer, pending.made)
            else:
                judge(oracle, event, answer, pending.made)
    elif phases[event["RequestId"]] == phase and limits.answers_alike(oracle.domain.plan):
        one, other = ((each["Status"], each["PhysicalResourceId"]) for each in (pending.answers[0], answer))
        if one != other:
            oracle.violation(f"{name_of(event)}: answers differ: {one} {other}")
