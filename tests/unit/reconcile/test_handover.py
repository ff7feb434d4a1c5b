"""An operation goes on in another invocation, by a real Invoke over a real socket."""

import json
import traceback
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest

from aws import client
from clock import RESERVE
from errors import NotHandedOver
from reconcile import handover
from reconcile.handover import hand_over
from reconcile.state import PackageState, State, carried, resumed
from tests.fakes.endpoint import endpoint
from tests.simulation.cloudformation import sample

ARN = "arn:aws:lambda:us-east-1:123456789012:function:opensearch-packages-Function"
#: What an operation has learnt.
LEARNT = State(since=1000.0, hop=2, packages={"F1": PackageState("F1", asked=1001.5, seen=True)})


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Let no client know another test's endpoint."""
    client.cache_clear()
    yield
    client.cache_clear()


@pytest.mark.parametrize("qualifier", ["", ":live", ":7"])
def test_the_same_event_goes_to_the_same_alias_or_version(monkeypatch: pytest.MonkeyPatch, qualifier: str) -> None:
    event = sample("create")
    with endpoint(202) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", service.url.split("/answer")[0])
        hand_over(event, carried(LEARNT), ARN + qualifier)
    assert ARN + qualifier in unquote(service.paths[0])
    sent = json.loads(service.bodies[0])
    state = resumed(sent, now=5000.0)
    assert {key: sent[key] for key in event} == event
    assert state == replace(LEARNT, hop=3)


@pytest.mark.parametrize("status", [403, 404])
def test_what_can_not_be_handed_over_raises_for_lambdas_own_retry(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    with endpoint(*[status] * 9) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", service.url.split("/answer")[0])
        with pytest.raises(NotHandedOver) as error:
            hand_over(sample("create"), carried(LEARNT), ARN)
    assert str(error.value) == "The function could not invoke itself: ClientError."
    assert "Signature" not in "".join(traceback.format_exception(error.value))


@pytest.mark.parametrize("trouble", [503, 500, 429, "reset", "hang"])
def test_it_is_sent_once_whatever_comes_of_it(monkeypatch: pytest.MonkeyPatch, trouble: int | str) -> None:
    """Lambda may have taken what it answered late, or not at all: sent again, the operation would run twice."""
    assert handover.TIMEOUT < RESERVE, "an invocation keeps back enough for it"
    monkeypatch.setattr(handover, "TIMEOUT", 1)
    with endpoint(*[trouble] * 3) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", service.url.split("/answer")[0])
        with pytest.raises(NotHandedOver):
            hand_over(sample("create"), carried(LEARNT), ARN)
    assert len(service.bodies) == 1
