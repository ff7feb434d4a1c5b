"""Hands an operation over to a new invocation of the same function: the same event, and the whole state as JSON."""

import json
from dataclasses import asdict, replace
from typing import Any

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from aws import client
from errors import NotHandedOver
from ledger.records import fields_of
from reconcile.state import PackageState, State

#: It is sent once: what Lambda took and answers late would run twice. So it may take nearly all of what is kept back of
#: an invocation (seconds).
TIMEOUT = 20
#: A hand-over that comes so late after its next look was due comes from Lambda's retry (seconds).
RETRIED = 30

logger = Logger()


def hand_over(event: dict[str, Any], memory: dict[str, Any], function_arn: str) -> None:
    """Invoke the function (by its own ARN, with alias or version) asynchronously with the same event and memory.

    Raises:
        NotHandedOver: it was not accepted; raised out of the function, it makes Lambda's own retry the hand-over.
    """
    payload = json.dumps(event | {"Handover": memory}).encode()
    try:
        lambda_ = client("lambda", TIMEOUT)
        lambda_.invoke(FunctionName=function_arn, InvocationType="Event", Payload=payload)
    except (ClientError, BotoCoreError) as error:
        raise NotHandedOver(f"The function could not invoke itself: {type(error).__name__}.") from None
    logger.info("handed over", hop=memory["hop"])


def carried(state: State) -> dict[str, Any]:
    """Return what the next invocation must know, as JSON."""
    return asdict(replace(state, hop=state.hop + 1))


def resumed(event: dict[str, Any], now: float) -> State:
    """Return the state that a hand-over carries, or the beginning of one.

    What it does not know, it ignores: an operation may cross a deploy. What does not fit, it ignores as a whole.
    """
    try:
        data = event["Handover"]
        packages = {label: PackageState(**fields_of(PackageState, one)) for label, one in data["packages"].items()}
        state = State(**(fields_of(State, data) | {"packages": packages, "notes": tuple(data.get("notes", ()))}))
        retried = state.due is not None and now > state.due + RETRIED
        state = replace(state, since=float(state.since))
    except (KeyError, TypeError, ValueError, AttributeError):
        return State(since=now)
    return replace(state, troubles={}) if retried else state  # looks of the attempt before may have gone through
