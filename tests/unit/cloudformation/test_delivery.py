"""Answers are delivered over real sockets, whatever the endpoint does."""

import socket
import time
import traceback
from http.client import BadStatusLine, InvalidURL

import pytest
import urllib3

from cloudformation.delivery import TRY_FOR, deliver
from cloudformation.response_url import BUCKET
from errors import NotDelivered
from tests.fakes.endpoint import endpoint

#: Each holds what must not be shown.
FAILURES = [BadStatusLine("5ec2e7"), InvalidURL("5ec2e7"), ValueError("5ec2e7"), OSError("5ec2e7"), TypeError("5ec2e7")]
FAILURES += [urllib3.exceptions.LocationParseError("5ec2e7"), UnicodeError("5ec2e7")]


class Clock:
    """Time that passes only while somebody sleeps, besides the little that really does."""

    def __init__(self, remaining: float = 900.0) -> None:
        self.began, self.slept, self.has = time.monotonic(), 0.0, remaining

    def now(self) -> float:
        return time.monotonic() - self.began + self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def left(self) -> float:
        return self.remaining() - 30

    def remaining(self) -> float:
        return self.has - self.now()


def test_an_answer_arrives_with_an_empty_content_type() -> None:
    with endpoint() as cloudformation:
        assert deliver(cloudformation.url, b"{}", Clock()) == 1
    assert (cloudformation.bodies, cloudformation.content_types) == ([b"{}"], [""])


@pytest.mark.parametrize("trouble", [500, 502, 503, "reset"])
def test_what_may_pass_is_tried_again(trouble: int | str) -> None:
    with endpoint(trouble, trouble) as cloudformation:
        assert deliver(cloudformation.url, b"{}", Clock()) == 3
    assert cloudformation.bodies == [b"{}"] * 3


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_for_good_is_not_tried_again(status: int) -> None:
    with endpoint(status) as cloudformation, pytest.raises(NotDelivered, match=f"in 1 attempts: HTTP status {status}"):
        deliver(cloudformation.url, b"{}", Clock())


def test_a_redirect_is_not_followed() -> None:
    with endpoint(307) as cloudformation, pytest.raises(NotDelivered, match="HTTP status 307"):
        deliver(cloudformation.url, b"{}", Clock())
    assert len(cloudformation.paths) == 1


def test_an_endpoint_that_hangs_is_left_within_the_time_that_is_left() -> None:
    clock = Clock(remaining=1.3)
    with endpoint(*["hang"] * 9) as cloudformation, pytest.raises(NotDelivered):
        deliver(cloudformation.url, b"{}", clock)
    assert clock.now() < 1.3


def test_a_dead_endpoint_is_tried_for_a_minute_and_no_longer() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    clock = Clock()
    with pytest.raises(NotDelivered) as error:
        deliver(f"http://127.0.0.1:{port}/?X-Amz-Signature=5ec2e7", b"{}", clock)
    assert TRY_FOR <= clock.now() < TRY_FOR + 2
    assert "5ec2e7" not in str(error.value)
    assert error.value.__cause__ is error.value.__context__ is None


@pytest.mark.parametrize("status", [200, 403, 500, 307])
def test_nothing_of_what_an_endpoint_says_comes_back(caplog: pytest.LogCaptureFixture, status: int) -> None:
    """Else a made up event could read what the function can reach."""
    with endpoint(*[status] * 99, says="hunter2") as cloudformation:
        try:
            said = str(deliver(cloudformation.url, b"{}", Clock(remaining=3.0)))
        except NotDelivered as error:
            said = "".join(traceback.format_exception(error))
    assert cloudformation.bodies and "hunter2" not in said + caplog.text


def test_an_answer_goes_only_where_it_is_safe() -> None:
    with endpoint() as cloudformation, pytest.raises(NotDelivered, match="not one that an answer may go to") as error:
        deliver(cloudformation.url.replace("http://", "http://example.com\\@"), b"{}", Clock())
    assert cloudformation.bodies == []
    assert "5ec2e7" not in str(error.value)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_any_failure_is_named_by_its_type_alone(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr("urllib3.PoolManager.request", fail)
    with pytest.raises(NotDelivered, match=type(failure).__name__) as error:
        deliver(f"https://{BUCKET}useast1.s3.us-east-1.amazonaws.com/?X-Amz-Signature=5ec2e7", b"{}", Clock())
    assert "5ec2e7" not in str(error.value)
    assert error.value.__cause__ is error.value.__context__ is None


def test_no_time_left_is_said_without_an_attempt() -> None:
    with endpoint() as cloudformation, pytest.raises(NotDelivered, match="no time was left"):
        deliver(cloudformation.url, b"{}", Clock(remaining=0.5))
    assert cloudformation.bodies == []
