"""Lag after the final status, calls, and what the waiting costs, by how long the service takes."""

from collections.abc import Iterable
from statistics import median
from typing import Any

from benchmarks.framework import INTERVAL, MAX_ATTEMPTS
from benchmarks.samples import Sample, computed, in_real_time, simulated

#: How long the service takes (seconds): in real time, and longer.
LIVE, LONG = (5, 30, 60, 180), (720, 2400)
COUNT = 20
#: Memory (GB): ours by the template, the framework's and its user's by their defaults.
MEMORY, FRAMEWORK_MEMORY = 0.25, 0.125
#: USD in us-east-1: Lambda on x86_64 (https://aws.amazon.com/lambda/pricing/), Standard Workflows
#: (https://aws.amazon.com/step-functions/pricing/), DynamoDB's on-demand request units of reads and of writes
#: (https://aws.amazon.com/dynamodb/pricing/on-demand/, since November 2024).
PER_GB_SECOND, PER_INVOCATION, PER_TRANSITION = 0.0000166667, 0.0000002, 0.000025
PER_READ, PER_WRITE = 0.000000125, 0.000000625
Figures = dict[str, Any]


def lags(contenders: list[str], live: tuple[int, ...] = LIVE, long: tuple[int, ...] = LONG) -> Figures:
    """Return the figures of each contender, by length."""
    figures: Figures = {}
    samples, look = in_real_time([who for who in contenders if who != "textbook"], live, COUNT)
    for who in contenders:
        figures[who] = {}
        for length in (*live, *long):
            if who != "textbook" and length in live:
                how, these = "real time", [one for one in samples[who] if one.length == length]
            elif who == "framework":
                how, these = "computed", computed(length, COUNT, look, MAX_ATTEMPTS * 2)
            else:
                how, these = "simulated", simulated(who, length, COUNT)
            price = waited if who == "framework" else ran
            figures[who][str(length)] = {"how": how} | figure(these) | price(these, look, length)
        if who == "framework":
            for length in long:
                by_default = computed(length, COUNT, look, MAX_ATTEMPTS)
                failed = sum(one.lag is None for one in by_default if one.goal == "association")
                figures[who][str(length)]["failed by default"] = failed
    return figures


def figure(samples: Iterable[Sample]) -> Figures:
    """Return medians and maxima of both goals, and the calls of a Create."""
    figures: Figures = {}
    for goal in ("association", "dissociation"):
        these = [one for one in samples if one.goal == goal]
        each = [one.lag for one in these if one.lag is not None]
        figures[goal] = {"median": round(median(each), 1), "maximum": round(max(each), 1)} if each else {}
        figures[goal]["failed"] = len(these) - len(each)
    created = [one for one in samples if one.goal == "association" and one.lag is not None]
    calls = {"calls": median(one.calls for one in created), "table": median(one.table.calls for one in created)}
    return figures | {name: round(count) for name, count in calls.items()}


def ran(samples: Iterable[Sample], _look: float, length: int) -> Figures:
    """Return what a Create costs that waits, or ends, in its function."""
    created = [one for one in samples if one.goal == "association" and one.lag is not None]
    seconds, invocations = (median(getattr(one, name) for one in created) for name in ("seconds", "invocations"))
    reads, writes = (median(getattr(one.table, name) for one in created) for name in ("reads", "writes"))
    cost = seconds * MEMORY * PER_GB_SECOND + invocations * PER_INVOCATION
    cost += reads * PER_READ + writes * PER_WRITE
    return bill(seconds * MEMORY, cost, 0, seconds / length) | {"reads": round(reads), "writes": round(writes)}


def waited(samples: Iterable[Sample], look: float, length: int) -> Figures:
    """Return what a Create costs that a state machine waits for: each look is two functions, one of them the user's."""
    looks = median(one.calls for one in samples if one.goal == "association" and one.lag is not None) - 1
    seconds, transitions = 2 * (looks + 1) * look, looks + 1
    cost = seconds * FRAMEWORK_MEMORY * PER_GB_SECOND + 2 * (looks + 1) * PER_INVOCATION
    held = 2 * look / (INTERVAL + look)
    return bill(seconds * FRAMEWORK_MEMORY, cost + transitions * PER_TRANSITION, transitions, held)


def bill(gigabyte_seconds: float, dollars: float, transitions: float, held: float) -> Figures:
    """Return the cost of one Create; `held` is how many of the account's concurrent executions its waiting takes."""
    return {
        "GB-s": round(gigabyte_seconds, 1),
        "USD": round(dollars, 6),
        "transitions": round(transitions),
        "held": min(1.0, round(held, 2)),
    }
