"""Where answers go: takes each PUT as CloudFormation's endpoint does, and holds it to the protocol."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.simulation.tasks import Signal, Simulation

#: "Custom resource response objects" in CloudFormation's user guide.
LONGEST_BODY, LONGEST_ID = 4096, 1024
REQUIRED = ("Status", "PhysicalResourceId", "StackId", "RequestId", "LogicalResourceId")


@dataclass
class Pending:
    """One request that waits for its answer."""

    event: dict[str, Any]
    answered: Signal = field(default_factory=Signal)
    answers: list[dict[str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    #: When CloudFormation made the request, and whether it has stopped waiting.
    made: float = 0.0
    cancelled: bool = False


@dataclass
class HttpAnswer:
    """As much of urllib3's response as the function uses."""

    status: int


@dataclass
class Endpoint:
    """The presigned URLs of CloudFormation's bucket; stands in for urllib3's PoolManager and for urlopen."""

    simulation: Simulation
    requests: dict[str, Pending] = field(default_factory=dict)
    #: Called before each PUT with its timeout: may raise, or return a status instead of taking it; below zero it is
    #: taken, and the reply lost.
    fault: Callable[[float], int | None] = lambda timeout: None
    #: Holds an answer to the protocol.
    check: Callable[[dict[str, Any], bytes, dict[str, Any]], None] = field(default=lambda *_: check_answer(*_))
    puts: int = 0
    #: How far the clock that signs a URL is ahead (seconds).
    skew: Callable[[], float] = lambda: 0.0

    def presign(self, request_id: str, event: dict[str, Any]) -> str:
        """Return the one URL of a request, and wait for its answer from now on."""
        self.requests[request_id] = Pending(event, made=self.simulation.now)
        date = datetime.fromtimestamp(self.simulation.now + self.skew(), UTC).strftime("%Y%m%dT%H%M%SZ")
        host = "cloudformation-custom-resource-response-useast1.s3.amazonaws.com"
        return f"https://{host}/{request_id}?X-Amz-Date={date}&X-Amz-Expires=7200&X-Amz-Signature=5ec2e7"

    def put(self, url: str, body: bytes, content_type: str, timeout: float) -> int:
        """Take an answer; return the HTTP status."""
        self.puts += 1
        status = self.fault(timeout)
        if status is not None and status > 0:
            return status
        if content_type or parse_qs(urlsplit(url).query).get("X-Amz-Signature") != ["5ec2e7"]:
            return 403
        pending = self.requests[urlsplit(url).path[1:]]
        answer = json.loads(body)
        self.check(answer, body, pending.event)
        pending.answers.append(answer)
        pending.times.append(self.simulation.now)
        self.simulation.set(pending.answered)
        if status is not None:
            raise ConnectionResetError  # taken, but the reply is lost
        return 200

    def request(self, method: str, url: str, body: bytes, headers: dict[str, str], timeout: Any, **_: Any) -> Any:
        """As urllib3.PoolManager.request."""
        assert method == "PUT"
        return HttpAnswer(self.put(url, body, headers["Content-Type"], timeout.total))


def check_answer(answer: dict[str, Any], body: bytes, event: dict[str, Any]) -> None:
    """Assert that CloudFormation would take it as the answer to this request."""
    assert len(body) <= LONGEST_BODY, len(body)
    assert all(isinstance(answer[key], str) and answer[key] for key in REQUIRED), answer
    assert 0 < len(answer["PhysicalResourceId"].encode()) <= LONGEST_ID
    assert answer["Status"] in ("SUCCESS", "FAILED")
    assert all(answer[key] == event[key] for key in ("StackId", "RequestId", "LogicalResourceId"))
    if answer["Status"] == "FAILED":
        assert answer["Reason"] and "Data" not in answer
    if event["RequestType"] == "Delete":
        assert answer["PhysicalResourceId"] == event["PhysicalResourceId"]
        assert not answer.get("Data")
