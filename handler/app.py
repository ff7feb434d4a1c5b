"""The entry point: an event becomes a request, is reconciled, and answered; or goes on in a new invocation."""

import os
from dataclasses import replace
from typing import Any

from aws_lambda_powertools import Logger

from account import account_of
from clock import Clock, LambdaClock
from cloudformation.delivery import deliver
from cloudformation.event import Event, check_event, is_answerable
from cloudformation.response import PENDING, CustomResource, encoded
from cloudformation.types import resource_type
from errors import Failed, MalformedEvent, TimedOut
from metrics import emit
from model import Goal, Request
from policy import refusal
from reconcile.handover import hand_over
from reconcile.kinds import kind_of
from reconcile.loop import reconcile
from reconcile.request import parse
from reconcile.state import Outcome, State, carried, resumed
from reconcile.words import of_success
from sam_local import NoLocalEndpoint

#: The account that emulators of Lambda give the function, whatever the event's.
EMULATED = "012345678912"

logger = Logger()


@logger.inject_lambda_context(clear_state=True, log_event=False)
def lambda_handler(event: Event, context: Any, clock: Clock | None = None) -> dict[str, Any]:
    """Answer one request of CloudFormation's, or hand it over; return what was answered or handed over.

    Raises:
        NoLocalEndpoint: under sam local invoke, a call would go to an AWS account.
        MalformedEvent: not a request of CloudFormation's, but the last responder can answer it.
        NotDelivered, NotHandedOver: Lambda's retry of the same event takes over.
    """
    try:
        check_event(event)
    except MalformedEvent as error:
        if is_answerable(event):
            raise
        logger.error("ignored", reason=str(error))  # no retry, no last responder, no alarm: nobody waits for it
        return {"Status": "IGNORED", "Reason": str(error)}
    logger.append_keys(
        request_type=event["RequestType"],
        request_id=event["RequestId"],
        stack_id=event["StackId"],
        logical_resource_id=event["LogicalResourceId"],
    )
    clock = clock or LambdaClock(context)
    state = resumed(event, clock.now())
    answer, request, outcome = answered(event, context, state, clock)
    if answer is None:
        assert request is not None
        memory = carried(outcome.state)
        hand_over(event, memory, context.invoked_function_arn)
        emit(HandOvers=1)
        return {"Status": "HANDED_OVER", "RequestId": event["RequestId"], "Hop": memory["hop"]}
    attempts = deliver(event["ResponseURL"], encoded(answer), clock)
    logger.info("answered", status=answer["Status"], reason=answer["Reason"], attempts=attempts)
    report(event, outcome, answer["Status"], attempts, clock.now() - state.since)
    return answer


def answered(
    event: Event, context: Any, state: State, clock: Clock
) -> tuple[dict[str, Any] | None, Request | None, Outcome]:
    """Return the answer, or None where the operation is to be handed over; the request; and how it went."""
    resource = CustomResource()
    request: Request | None = None
    outcome, missing = Outcome(state), list[NoLocalEndpoint]()

    @resource.create
    @resource.update
    @resource.delete
    def reconciled(event: Event, _context: Any) -> str:
        nonlocal request, outcome
        foreign = is_foreign(event, context)
        request = replace(parse(event, state.since), refused=refusal(event, os.environ))
        try:
            # A foreign stack's Delete: nothing here was ever its own.
            outcome = Outcome(state, {}) if foreign else in_time(request, reconcile(request, state, clock))
        except NoLocalEndpoint as error:
            missing.append(error)  # crhelper would answer it
            raise
        if outcome.error is not None:
            raise outcome.error
        if outcome.found is None:
            return PENDING
        resource.Reason = of_success(request, outcome.state, outcome.found)
        if request.goal is Goal.ABSENT:
            return request.known_id
        resource.Data = kind_of(request.resource_type).declaration.attributes(
            request.resource_type, request.place, outcome.found
        )
        return outcome.id

    answer = resource.answer(event, context)
    if missing:
        raise missing[0]
    return answer, request, outcome


def in_time(request: Request, outcome: Outcome) -> Outcome:
    """Return the outcome, or a failure where it would go on in another invocation and there is none."""
    if outcome.found is not None or outcome.error is not None or not os.environ.get("AWS_SAM_LOCAL"):
        return outcome
    where = f" on domain {request.domain}" if request.domain else ""
    error = Failed(
        f"The operation{where} takes longer than one invocation, and under sam local invoke "
        "there is no other to hand over to. Give the function a longer timeout, or deploy it."
    )
    return Outcome(outcome.state, error=error)


def is_foreign(event: Event, context: Any) -> bool:
    """Return whether a Delete is of a stack of another account: a domain of the same name there is another domain.

    Raises:
        Failed: a Create or an Update is.
    """
    stacks, ours = account_of(event["StackId"]), account_of(str(context.invoked_function_arn))
    if not stacks or ours in ("", stacks, EMULATED) or os.environ.get("AWS_SAM_LOCAL"):
        return False
    if event["RequestType"] == "Delete":
        return True
    raise Failed(
        f"The stack is of account {stacks}, but this provider serves the domains of account {ours} only. "
        f"Deploy the provider in account {stacks}, and name its ServiceToken."
    )


def report(event: Event, outcome: Outcome, status: str, attempts: int, took: float) -> None:
    """Write the metrics of an answered request."""
    time = kind_of(resource_type(event)).declaration.times[event["RequestType"] == "Delete"]
    end = "DeadlineReached" if isinstance(outcome.error, TimedOut) else "Failed"
    end, time = ("Succeeded", time) if status == "SUCCESS" else (end, "SecondsToFail")
    emit({time: took}, **{end: 1, "Conflicts": outcome.state.conflicts, "DeliveryRetries": attempts - 1})
