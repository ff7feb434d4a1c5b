"""Lambda's side: asynchronous invocations with a timeout, two retries, and the OnFailure destination."""

import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.tasks import Simulation

Event = dict[str, Any]

#: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
RETRIES_AFTER = (60.0, 120.0)
ARN = "arn:aws:lambda:us-east-1:123456789012:function:opensearch-packages-Function"


class Killed(BaseException):
    """The invocation ended without a word: a crash, no memory left, or its timeout."""


@dataclass
class Context:
    """What the function is given of its invocation; also its clock."""

    simulation: Simulation
    ends: float
    reserve: float
    function_name: str = "opensearch-packages-Function"
    function_version: str = "$LATEST"
    invoked_function_arn: str = ARN
    memory_limit_in_mb: int = 256
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    log_group_name: str = "/aws/lambda/opensearch-packages-Function"
    log_stream_name: str = "stream"
    #: Called at each sleep: raises `Killed` where the invocation is to crash.
    fault: Callable[[], None] = lambda: None

    def get_remaining_time_in_millis(self) -> int:
        """Return the time left until Lambda kills the invocation (milliseconds)."""
        return int(max(0.0, self.ends - self.simulation.now) * 1000)

    def now(self) -> float:
        return self.simulation.now

    def sleep(self, seconds: float) -> None:
        self.fault()
        self.simulation.sleep(min(seconds, self.ends - self.simulation.now))
        self.check_alive()

    def check_alive(self) -> None:
        if self.simulation.now >= self.ends:
            raise Killed("Task timed out")

    def remaining(self) -> float:
        return max(0.0, self.ends - self.simulation.now)

    def left(self) -> float:
        return self.ends - self.simulation.now - self.reserve


@dataclass
class Function:
    """A deployed function: `invoke` is Lambda's asynchronous Invoke."""

    simulation: Simulation
    handler: Callable[..., Any]
    last_responder: Callable[[Event, Any], Any]
    timeout: float = 900.0
    retries: tuple[float, ...] = RETRIES_AFTER
    fault: Callable[[], None] = lambda: None
    invocations: list[Context] = field(default_factory=list)
    outcomes: list[Any] = field(default_factory=list)
    #: How often the last responder had to answer.
    gave_up: int = 0
    #: Seconds that invocations lived, for the bill.
    billed: float = 0.0

    def invoke(self, event: Event, delay: float = 0.0) -> None:
        """Queue the event; it is serialised, as on its way through Lambda."""
        payload = json.dumps(event)
        self.simulation.spawn(lambda: self._attempt(payload), delay)

    def _attempt(self, payload: str) -> None:
        error: BaseException | None = None
        for pause in (0.0, *self.retries):
            if pause:
                self.simulation.sleep(pause)
            try:
                self.outcomes.append(self._invoke_once(json.loads(payload)))
                return
            except (Exception, Killed) as raised:
                error = raised
                self.outcomes.append(raised)
        record = {
            "requestContext": {"condition": "RetriesExhausted", "approximateInvokeCount": 1 + len(self.retries)},
            "requestPayload": json.loads(payload),
            "responsePayload": {"errorType": type(error).__name__, "errorMessage": str(error)},
        }
        self.gave_up += 1
        for pause in (0.0, *self.retries):  # it is a function like any other
            if pause:
                self.simulation.sleep(pause)
            with suppress(Exception):
                self.last_responder(record, None)
                return

    def _invoke_once(self, event: Event) -> Any:
        began = self.simulation.now
        reserve = min(30.0, self.timeout / 2)
        context = Context(self.simulation, began + self.timeout, reserve, fault=self.fault)
        self.invocations.append(context)
        try:
            return self.handler(event, context, clock=context)
        finally:
            self.billed += self.simulation.now - began
