"""The only way to AWS's APIs: each call waits as long as time allows; a throttled one is made again; errors by code."""

import os
import random
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError
from botocore.parsers import ResponseParserError

from clock import Clock
from errors import Denied, Disabled, NotFound, Outdated, Refused, Rejected, ServiceError, Unavailable
from sam_local import check_endpoint

#: A call waits for its answer so long at most: the longest of these that fits twice in what is left (seconds).
TIMEOUTS = (2, 5, 15, 30)
#: Longer than this no connection takes (seconds).
CONNECT = 5
#: Kept back of an invocation to end it well (seconds).
KEPT = 3.0

#: A throttled call whose look is young is made again so much later (seconds).
AGAIN_AFTER = (0.3, 0.9)

#: By code, never by HTTP status: ResourceNotFoundException comes as 409 here (botocore's service model).
ERRORS: dict[str, type[ServiceError]] = {
    "ConflictException": Refused,
    "ValidationException": Refused,
    "ResourceAlreadyExistsException": Refused,
    "LimitExceededException": Refused,  # a quota in this service's model, and not throttling
    "ResourceNotFoundException": NotFound,
    "ConditionalCheckFailedException": Outdated,
    "AccessDeniedException": Denied,
    "AccessDenied": Denied,
    "DisabledOperationException": Disabled,
}
#: The codes that botocore's standard retry mode takes for throttling, less LimitExceededException.
THROTTLED = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "Throttling",
    "ThrottledException",
    "ThrottlingException",
    "TooManyRequestsException",
}


@cache
def client(service: str, timeout: int, attempts: int = 1) -> Any:
    """Return a client whose calls wait so long for an answer (seconds), and are made so often at most.

    botocore's own retries would double what a hanging call takes, and meet a throttled service twice; the loop looks
    again anyway.
    """
    check_endpoint(service, os.environ)
    retries = {"mode": "standard", "total_max_attempts": attempts}
    return boto3.client(
        service, config=Config(connect_timeout=min(CONNECT, timeout), read_timeout=timeout, retries=retries)
    )


class Caller:
    """Calls one service within the time of one invocation of one request. Every call raises `ServiceError`."""

    def __init__(self, service: str, clock: Clock, limit: float) -> None:
        """Remember the service ("opensearch", "cloudformation") and when the request's time is up (epoch seconds)."""
        self._service, self._clock, self._limit = service, clock, limit
        #: Until then a throttled call is made again: what was read before it, and at what price, still holds.
        self.patient_until = 0.0

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Return what the API action, such as "DescribeDomain", answers."""
        while True:
            try:
                return self._once(action, parameters)
            except Unavailable as error:
                pause = random.uniform(*AGAIN_AFTER)
                if not error.throttled or self._clock.now() + pause > self.patient_until:
                    raise
                self._clock.sleep(pause)

    @property
    def timeout(self) -> int:
        """How long the next call waits for its answer (seconds)."""
        left = min(self._clock.remaining() - KEPT, self._limit - self._clock.now()) / 2
        return max((seconds for seconds in TIMEOUTS if seconds <= left), default=TIMEOUTS[0])

    def _once(self, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        prefix = {"opensearch": "es"}.get(self._service, self._service)
        operation: Callable[..., Any] = getattr(client(self._service, self.timeout), _snake_case(action))
        try:
            answer: dict[str, Any] = operation(**parameters)
            return answer
        except ClientError as error:
            raise _service_error(prefix, action, error) from error
        except (ConnectionError, HTTPClientError, ResponseParserError) as error:
            raise Unavailable(prefix, action, _no_answer(error), unreached=True) from error
        except BotoCoreError as error:
            raise Rejected(prefix, action, str(error)) from error


@cache
def _snake_case(action: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", action).lower()


def _no_answer(error: Exception) -> str:
    """Say that nothing answered, and at which endpoint, without the path of the call."""
    endpoint = str(getattr(error, "kwargs", {}).get("endpoint_url") or "")
    where = re.match(r"https?://[^/?#]+", endpoint)
    return f"no answer from {where[0]} ({type(error).__name__})" if where else f"no answer ({type(error).__name__})"


def _service_error(prefix: str, action: str, error: ClientError) -> ServiceError:
    code = error.response["Error"].get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    words = f"{code}: {error.response['Error'].get('Message', '')}"
    if code in THROTTLED or status == 429:
        return Unavailable(prefix, action, words, throttled=True)
    if status >= 500 or status == 408 or code.startswith("RequestTimeout"):
        return Unavailable(prefix, action, words)
    return ERRORS.get(code, Rejected)(prefix, action, words)
