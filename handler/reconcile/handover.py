"""Hands an operation over to a new invocation of the same function, with what it knows."""

import json
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from errors import NotHandedOver

#: Must fit in what is kept back of an invocation (seconds).
CONFIG = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})

logger = Logger()


def hand_over(event: dict[str, Any], carried: dict[str, Any], function_arn: str) -> None:
    """Invoke the function (by its own ARN, with alias or version) asynchronously with the same event and state.

    Raises:
        NotHandedOver: it was not accepted; raised out of the function, it makes Lambda's own retry the hand-over.
    """
    payload = json.dumps(event | {"Handover": carried}).encode()
    try:
        boto3.client("lambda", config=CONFIG).invoke(FunctionName=function_arn, InvocationType="Event", Payload=payload)
    except (ClientError, BotoCoreError) as error:
        raise NotHandedOver(f"The function could not invoke itself: {type(error).__name__}.") from None
    logger.info("handed over", hop=carried["hop"])
