"""Hands an operation over to a new invocation of the same function, with what it has learnt."""

import json

import boto3
from aws_lambda_powertools import Logger
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from errors import NotHandedOver
from event import Event
from progress import Progress

#: Five invocations of 15 minutes fill CloudFormation's hour, and a dozen of ten seconds a minute; Lambda stops a
#: function that calls itself 16 times.
MOST_HOPS = 14

#: Must fit in what is kept back of an invocation (seconds).
CONFIG = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})

logger = Logger()


def hand_over(event: Event, progress: Progress, function_arn: str) -> None:
    """Invoke the function (by its own ARN, with alias or version) asynchronously with the same event and progress.

    Raises:
        NotHandedOver: it was not accepted; raised out of the function, it makes Lambda's own retry the hand-over.
    """
    payload = json.dumps(event | {"Handover": progress.carried()}).encode()
    try:
        boto3.client("lambda", config=CONFIG).invoke(FunctionName=function_arn, InvocationType="Event", Payload=payload)
    except (ClientError, BotoCoreError) as error:
        raise NotHandedOver(f"The function could not invoke itself: {type(error).__name__}.") from None
    logger.info("handed over", hop=progress.hop + 1)
