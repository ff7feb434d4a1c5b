"""The only way to AWS's APIs: each call waits as long as time allows; a read is made again."""

import os
import random
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from clock import Clock
from errors import ServiceError, Unavailable, Unknown
from sam_local import check_endpoint
from service_errors import meaning

#: A call waits for its answer so long at most: the longest of these that fits twice in what is left (seconds).
TIMEOUTS = (2, 5, 15, 30)
#: No connection takes longer than this (seconds).
CONNECT = 5
#: Kept back of an invocation to end it well (seconds).
KEPT = 3.0

#: A read that failed for a moment is made again so much later, for so long (seconds).
AGAIN_AFTER, MOMENT = (0.3, 0.9), 2.0
#: How the names of operations begin that change nothing. All others are made once: what became of one, a look tells.
READS = ("Describe", "Get", "List")


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
        #: Until then a throttled call is made again: what was read before it, and at what price, still holds.
        self.patient_until = 0.0
        #: The last read; and whether the last call that was to change something failed for a moment.
        self._read: tuple[str, dict[str, Any]] | None = None
        self._failed = False

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Return what the API action, such as "DescribeDomain", answers."""
        try:
            return (self._patiently if action.startswith(READS) else self._out_of_step)(action, parameters)
        except Unknown:
            forget()
            raise

    def _patiently(self, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Read; again where that failed for a moment."""
        self._read = (action, parameters)
        return self._again(action, parameters, self._clock.now() + MOMENT)

    def _again(self, action: str, parameters: dict[str, Any], until: float) -> dict[str, Any]:
        """Make a call, again where it was throttled and the look is young; else where it failed before an instant."""
        while True:
            try:
                return self._once(action, parameters)
            except Unavailable as error:
                pause = random.uniform(*AGAIN_AFTER)
                if self._clock.now() + pause > (self.patient_until if error.throttled else until):
                    raise
                self._clock.sleep(pause)

    @property
    def timeout(self) -> int:
        """How long the next call waits for its answer at most (seconds)."""
        left = min(self._clock.remaining() - KEPT, self._limit - self._clock.now()) / 2
        return max((seconds for seconds in TIMEOUTS if seconds <= left), default=TIMEOUTS[0])

    def _out_of_step(self, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Change something, by one call that is taken; where the one before failed, sometimes after a read more.

        Else a service that fails every second or third call might fail this one at each look.
        """
        if self._read is not None and self._failed and random.random() < 0.5:
            with suppress(ServiceError):
                self._once(*self._read, longest=TIMEOUTS[0])
        try:
            self._failed = False
            return self._again(action, parameters, 0.0)
        except Unavailable as error:
            self._failed = not error.throttled
            raise

    def _once(self, action: str, parameters: dict[str, Any], longest: float = TIMEOUTS[-1]) -> dict[str, Any]:
        try:
            operation: Callable[..., Any] = getattr(
                client(self._service, min(self.timeout, longest)), _snake_case(action)
            )
            answer: dict[str, Any] = operation(**parameters)
            return answer
        except (ClientError, BotoCoreError, ResponseParserError) as error:
            raise meaning(self._prefix, action, error) from error


@cache
def _snake_case(action: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", action).lower()
