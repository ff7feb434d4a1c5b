"""The event as CloudFormation sends it."""

from typing import Any

from cloudformation.response_url import safe_url
from errors import MalformedEvent

Event = dict[str, Any]

#: What every request of CloudFormation has, whatever its type.
#: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html
REQUIRED = dict.fromkeys(("RequestType", "RequestId", "StackId", "LogicalResourceId", "ResponseURL"), str) | {
    "ResourceProperties": dict
}


def check_event(event: Any) -> None:
    """Raise unless it is a request of CloudFormation's.

    Raises:
        MalformedEvent: naming what is missing. Its text holds no value of the event.
    """
    missing = [key for key in REQUIRED if not isinstance(event, dict) or not isinstance(event.get(key), REQUIRED[key])]
    if missing:
        raise MalformedEvent(f"Not a CloudFormation request: {', '.join(missing)} missing.")
    if event["RequestType"] not in ("Create", "Update", "Delete"):
        raise MalformedEvent("Not a CloudFormation request: RequestType is none of Create, Update and Delete.")
    if safe_url(event["ResponseURL"]) is None:
        raise MalformedEvent("Not a CloudFormation request: ResponseURL leads elsewhere than to CloudFormation.")
    if event["RequestType"] != "Create" and not event.get("PhysicalResourceId"):
        raise MalformedEvent("Not a CloudFormation request: PhysicalResourceId missing.")
