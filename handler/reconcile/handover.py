"""Hands an operation over to a new invocation of the same function, with what it knows."""

import json
from typing import Any

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from aws import client
from errors import NotHandedOver

#: It is sent once: what Lambda took and answers late would run twice. So it may take nearly all of what is kept back of
#: an invocation (seconds).
TIMEOUT = 20

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
