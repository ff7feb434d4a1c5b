"""A few named metrics for operators, in CloudWatch's embedded metric format: one log line for each invocation's end."""

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

NAMESPACE = "OpenSearchPackages"

#: How requests ended.
ENDS = ("Succeeded", "Failed", "DeadlineReached")
#: From the first sight of a request to its answer (seconds), by what was wanted.
TIMES = (
    "SecondsToAssociate",
    "SecondsToDissociate",
    "SecondsToMakePackage",
    "SecondsToDeletePackage",
    "SecondsToFail",
)
#: What happened on the way.
EVENTS = ("Conflicts", "HandOvers", "DeliveryRetries")

logger = Logger()


def emit(**values: float) -> None:
    """Write the metrics; of `ENDS` and `EVENTS`, what is not given is 0. Never raises: the answer is out by now."""
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    try:
        for name in (*ENDS, *EVENTS):
            metrics.add_metric(name, MetricUnit.Count, values.get(name, 0))
        for name in TIMES:
            if name in values:
                metrics.add_metric(name, MetricUnit.Seconds, values[name])
        metrics.flush_metrics()
    except Exception as error:
        logger.warning("no metrics", error=type(error).__name__)
