"""What an error is that boto3 raises: by its code, for the HTTP status tells too little."""

import re

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError, ParamValidationError
from botocore.parsers import ResponseParserError

from errors import (
    Denied,
    Disabled,
    NotFound,
    Outdated,
    Refused,
    Rejected,
    ServiceError,
    Unavailable,
    Unknown,
    Unreadable,
)
from texts import brief

#: By service and code, never by HTTP status: ResourceNotFoundException comes as 409 here (botocore's service model).
#: Any other code is `Unknown`: of credentials there are more than anybody lists, and a model has not all that is sent.
ERRORS: dict[str, dict[str, type[ServiceError]]] = {
    "es": {
        "ConflictException": Refused,
        "ValidationException": Refused,
        "ResourceAlreadyExistsException": Refused,
        "LimitExceededException": Refused,  # a quota in this service's model, and not throttling
        "ResourceNotFoundException": NotFound,
        "DisabledOperationException": Disabled,
        "InvalidTypeException": Rejected,
    },
    "cloudformation": {"ValidationError": Rejected},
    "dynamodb": {"ConditionalCheckFailedException": Outdated, "ValidationException": Rejected},
}
DENIED: dict[str, type[ServiceError]] = {"AccessDeniedException": Denied, "AccessDenied": Denied}
#: Codes that ask for fewer calls, or for another attempt, of whatever service; LimitExceededException is none of them.
THROTTLED = re.compile("Throttl|TooManyRequests|SlowDown|RequestLimit|ThroughputExceeded|Transaction|WriteConflict")


def meaning(prefix: str, action: str, error: ClientError | BotoCoreError | ResponseParserError) -> ServiceError:
    """Return what a call has met, of the service that IAM calls so."""
    if isinstance(error, ClientError):
        return _answered(prefix, action, error)
    if isinstance(error, ResponseParserError):
        return Unreadable(prefix, action, brief(f"what can't be read: {error}"))
    if isinstance(error, ConnectionError | HTTPClientError):
        return Unavailable(prefix, action, _no_answer(error), unreached=True)
    if isinstance(error, ParamValidationError):
        return Rejected(prefix, action, brief(str(error)))
    return Unknown(prefix, action, brief(f"{type(error).__name__}: {error}"))  # mostly of credentials


def _no_answer(error: Exception) -> str:
    """Say that nothing answered, and at which endpoint, without the path of the call."""
    endpoint = str(getattr(error, "kwargs", {}).get("endpoint_url") or "")
    where = re.match(r"https?://[^/?#]+", endpoint)
    return f"no answer from {where[0]} ({type(error).__name__})" if where else f"no answer ({type(error).__name__})"


def _answered(prefix: str, action: str, error: ClientError) -> ServiceError:
    code = error.response["Error"].get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    words = brief(f"{code}: {error.response['Error'].get('Message', '')}")
    if THROTTLED.search(code) or status == 429:
        return Unavailable(prefix, action, words, throttled=True)
    if status >= 500 or status == 408 or code.startswith("RequestTimeout"):
        return Unavailable(prefix, action, words)
    return (ERRORS.get(prefix, {}) | DENIED).get(code, Unknown)(prefix, action, words)
