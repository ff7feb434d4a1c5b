"""The only way to AWS's APIs: each call waits as long as time allows; a read is made again; errors by code."""

import os
import random
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError, ParamValidationError
from botocore.parsers import ResponseParserError

from clock import Clock
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
from sam_local import check_endpoint
from words import brief

#: A call waits for its answer so long at most: the longest of these that fits twice in what is left (seconds).
TIMEOUTS = (2, 5, 15, 30)
#: Longer than this no connection takes (seconds).
CONNECT = 5
#: Kept back of an invocation to end it well (seconds).
KEPT = 3.0

#: A read that failed for a moment is made again so much later, for so long (seconds).
AGAIN_AFTER, MOMENT = (0.3, 0.9), 2.0
#: How the names of operations begin that change nothing. All others are made once: what became of one, a look tells.
READS = ("Describe", "Get", "List")

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
#: Codes that ask for fewer calls, or for another attempt, of whatever service; LimitExceededException is none of them.
THROTTLED = re.compile("Throttl|TooManyRequests|SlowDown|RequestLimit|ThroughputExceeded|Transaction|WriteConflict")


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


def forget() -> None:
    """Drop all clients, and the credentials that they were made with: the next ones are read and made again."""
    client.cache_clear()
    boto3.DEFAULT_SESSION = None


class Caller:
    """Calls one service within the time of one invocation of one request. Every call raises `ServiceError`."""

    def __init__(self, service: str, clock: Clock, limit: float) -> None:
        """Remember the service, such as "opensearch", and when the request's time is up (epoch seconds)."""
        self._service, self._clock, self._limit = service, clock, limit
        self._prefix = {"opensearch": "es"}.get(service, service)
        #: Until then a throttled read is made again: what was read before it, and at what price, still holds.
        self.patient_until = 0.0

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Return what the API action, such as "DescribeDomain", answers."""
        began = self._clock.now()
        while True:
            try:
                return self._once(action, parameters)
            except Unavailable as error:
                until = self.patient_until if error.throttled else began + MOMENT
                pause = random.uniform(*AGAIN_AFTER)
                if not action.startswith(READS) or self._clock.now() + pause > until:
                    raise
                self._clock.sleep(pause)
            except Unknown:
                forget()
                raise

    def _once(self, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        prefix = self._prefix
        left = min(self._clock.remaining() - KEPT, self._limit - self._clock.now()) / 2
        timeout = max((seconds for seconds in TIMEOUTS if seconds <= left), default=TIMEOUTS[0])
        try:
            operation: Callable[..., Any] = getattr(client(self._service, timeout), _snake_case(action))
            answer: dict[str, Any] = operation(**parameters)
            return answer
        except ClientError as error:
            raise _service_error(prefix, action, error) from error
        except ResponseParserError as error:
            raise Unreadable(prefix, action, brief(f"what can't be read: {error}")) from error
        except (ConnectionError, HTTPClientError) as error:
            raise Unavailable(prefix, action, _no_answer(error), unreached=True) from error
        except ParamValidationError as error:
            raise Rejected(prefix, action, brief(str(error))) from error
        except BotoCoreError as error:  # mostly of credentials
            raise Unknown(prefix, action, brief(f"{type(error).__name__}: {error}")) from error


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
    words = brief(f"{code}: {error.response['Error'].get('Message', '')}")
    if THROTTLED.search(code) or status == 429:
        return Unavailable(prefix, action, words, throttled=True)
    if status >= 500 or status == 408 or code.startswith("RequestTimeout"):
        return Unavailable(prefix, action, words)
    denied: dict[str, type[ServiceError]] = {"AccessDeniedException": Denied, "AccessDenied": Denied}
    return (ERRORS.get(prefix, {}) | denied).get(code, Unknown)(prefix, action, words)
