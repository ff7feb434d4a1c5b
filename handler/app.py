"""The entry point: names the lifecycle functions, delivers their answer, or hands the operation over."""

import os
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from association import OpenSearch
from clock import Clock, LambdaClock
from converge import converge
from custom_resource import PENDING, CustomResource, encoded
from delivery import deliver
from errors import Failed, TimedOut
from event import Event, check_event
from handover import MOST_HOPS, hand_over
from metrics import emit
from progress import Progress
from reasons import other_version
from request import Request, parse
from sam_local import check_endpoints
from situation import Details, Goal
from stack import Stack

logger = Logger()

#: One client for all requests of a warm container.
opensearch = cache(OpenSearch)


@logger.inject_lambda_context(clear_state=True, log_event=False)
def lambda_handler(event: Event, context: Any, clock: Clock | None = None) -> dict[str, Any]:
    """Answer one request of CloudFormation's, or hand it over; return what was answered or handed over.

    Raises:
        NoLocalEndpoint: under sam local invoke, a call would go to an AWS account.
        MalformedEvent: not a request of CloudFormation's.
        NotDelivered, NotHandedOver: Lambda's retry of the same event takes over.
    """
    check_endpoints(os.environ)
    check_event(event)
    logger.append_keys(
        request_type=event["RequestType"],
        request_id=event["RequestId"],
        stack_id=event["StackId"],
        logical_resource_id=event["LogicalResourceId"],
    )
    clock = clock or LambdaClock(context)
    progress = Progress.resumed(event, clock.now())
    answer = lifecycle(progress, clock).answer(event, context)
    if answer is None:
        hand_over(event, progress, context.invoked_function_arn)
        emit(HandOvers=1)
        return {"Status": "HANDED_OVER", "RequestId": event["RequestId"], "Hop": progress.hop + 1}
    attempts = deliver(event["ResponseURL"], encoded(answer), clock)
    logger.info("answered", status=answer["Status"], reason=answer["Reason"], attempts=attempts)
    took = {time_metric(answer["Status"], event["RequestType"]): clock.now() - progress.since}
    emit(**{progress.end: 1, "Conflicts": progress.conflicts, "DeliveryRetries": attempts - 1, **took})
    return answer


def time_metric(status: str, request_type: str) -> str:
    """Return the name of the metric that the time of a request goes to."""
    if status != "SUCCESS":
        return "SecondsToFail"
    return "SecondsToDissociate" if request_type == "Delete" else "SecondsToAssociate"


def lifecycle(progress: Progress, clock: Clock) -> CustomResource:
    """Return the resource for one request: made anew for each, so that nothing of one reaches the next."""
    resource = CustomResource()

    @resource.create
    @resource.update
    @resource.delete
    def bring_to_goals(event: Event, _context: Any) -> str:
        request = parse(event, progress.since)
        progress.physical_id = progress.physical_id or request.physical_id or ""
        try:
            found = converge(request, progress, opensearch(), Stack(request.stack_id, request.logical_id, clock), clock)
            if found is None:
                check_hand_over(request, progress)
                return PENDING
        except Exception as error:
            progress.end = "DeadlineReached" if isinstance(error, TimedOut) else "Failed"
            # The new id only if CloudFormation must clean it up.
            resource.PhysicalResourceId = progress.physical_id if progress.tried else request.previous_id
            raise
        if request.type != "Delete":
            resource.Data, resource.Reason = outcome(request, found)
        progress.end = "Succeeded"
        return progress.physical_id

    return resource


def check_hand_over(request: Request, progress: Progress) -> None:
    """Raise `Failed` where there is nobody to hand over to, or it went on for too long."""
    if os.environ.get("AWS_SAM_LOCAL"):
        raise Failed(
            f"The operation on domain {request.domain} takes longer than one invocation, and under sam local invoke "
            "there is no other to hand over to. Give the function a longer timeout, or deploy it."
        )
    if progress.hop >= MOST_HOPS:
        raise Failed(f"The operation on domain {request.domain} was handed over {progress.hop} times without an end.")


def outcome(request: Request, found: dict[str, Details]) -> tuple[dict[str, str], str]:
    """Return what Fn::GetAtt yields, and what else is to be said of a success."""
    associated = {label: one for label, one in request.wanted.items() if one.goal is Goal.ASSOCIATED}
    others = [
        other_version(label, wanted.version, found[label].version)
        for label, wanted in associated.items()
        if wanted.version not in ("", found[label].version)
    ]
    return request.kind.attributes(request.domain, {label: found[label] for label in associated}), " ".join(others)
