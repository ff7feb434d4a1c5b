"""A few named metrics for operators, in CloudWatch's embedded metric format: log lines that cost no call."""

from collections.abc import Mapping

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

NAMESPACE = "OpenSearchPackages"

#: How requests ended.
ENDS = ("Succeeded", "Failed", "DeadlineReached")
#: What happened on the way.
EVENTS = ("Conflicts", "HandOvers", "DeliveryRetries")
#: Of each request that waits, once in each of CloudWatch's five minutes: 1, and for how long it has (seconds). So the
#: Sum of the first is how many wait.
WAITING = ("Waiting", "LongestWait")
#: Claims that somebody must see to (holdings/drift.py): of all kinds, and by the dimension `kind`.
DRIFT = "Drift"

logger = Logger()


def emit_waiting(waited: float) -> None:
    """Write that a request waits, and for how long it has (seconds). Never raises."""
    count, longest = WAITING
    _write({}, {count: (MetricUnit.Count, 1), longest: (MetricUnit.Seconds, waited)})


def emit_drift(found: Mapping[str, int]) -> None:
    """Write how many claims must be seen to, in all, also if none, and of each kind. Never raises."""
    _write({}, {DRIFT: (MetricUnit.Count, sum(found.values()))})
    for kind, count in found.items():
        _write({"kind": kind}, {DRIFT: (MetricUnit.Count, count)})


def emit(times: Mapping[str, float] | None = None, **counts: float) -> None:
    """Write the metrics of an invocation's end; of `ENDS` and `EVENTS`, what is not given is 0.

    Never raises: the answer is out by now.

    Args:
        times: from the first sight of a request to its answer (seconds), by what was wanted.
    """
    values = {name: (MetricUnit.Count, counts.get(name, 0)) for name in (*ENDS, *EVENTS)}
    _write({}, values | {name: (MetricUnit.Seconds, seconds) for name, seconds in (times or {}).items()})


def _write(dimensions: Mapping[str, str], values: Mapping[str, tuple[MetricUnit, float]]) -> None:
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    try:
        for name, value in dimensions.items():
            metrics.add_dimension(name, value)
        for name, (unit, number) in values.items():
            metrics.add_metric(name, unit, number)
        metrics.flush_metrics()
    except Exception as error:
        logger.warning("no metrics", error=type(error).__name__)
